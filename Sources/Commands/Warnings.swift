import Diagnostics
import StrictJSON
import Synchronization

/// What people should know beside an answer, said while a verb works.
///
/// As text it is told at once. For programs it waits: the standard error holds one JSON document at most.
final class Warnings: Sendable {
  private let isHeld: Bool
  private let held = Mutex<[String]>([])

  init(for format: OutputFormat) { isHeld = format == .json }

  func warn(_ words: String) {
    if isHeld {
      held.withLock { $0.append(words) }
    } else {
      Console.complain("warning: " + terminalSafe(words) + "\n")
    }
  }

  /// A JSON document with what was held beside it.
  func added(to document: JSONValue) -> JSONValue {
    let words = held.withLock { $0 }
    guard !words.isEmpty, case .object(let members) = document else { return document }
    return .object(members + [.init("warnings", .array(words.map { .string($0) }))])
  }

  /// Tells what was held, where no error will.
  func tell() {
    guard !held.withLock({ $0.isEmpty }) else { return }
    Console.complain(added(to: .object([])).serialized() + "\n")
  }
}
