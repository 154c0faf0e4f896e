import StrictJSON
import Testing

/// An acceptance scenario: people act on a workspace one after another, and each act is told in one line.
struct Story {
  let folder: Folder
  private let lines = Lines()

  private final class Lines {
    var all: [String]
    init() { all = [] }
  }

  init(_ title: String, in folder: Folder) {
    self.folder = folder
    lines.all.append("scenario \(title)")
  }

  /// Somebody types a command.
  ///
  /// - Parameters:
  ///   - time: `11-02 09:00`, of the year 2026, UTC.
  ///   - exit: The exit code that must follow.
  ///   - words: What an answer or an error must hold.
  /// - Returns: The answer, or the error.
  @discardableResult
  func act(
    _ time: String, _ person: String, _ command: String, _ more: [String] = [], exit: Int32 = 0, words: String? = nil
  ) throws -> JSONValue {
    let now = instant(time)
    let outcome = try folder.run(command + " -o json", more, as: person, now: now)
    let text = outcome.code == 0 ? outcome.output : outcome.errors
    let document = text.split(separator: "\n").last { $0.hasPrefix("{") }.map(String.init) ?? text
    let answer = try? JSONValue.parse(outcome.code == 0 ? text : document)
    lines.all.append("  \(time)  \(person): \(command) -> exit \(outcome.code)\(told(answer))")
    #expect(outcome.code == exit, "\(command) by \(person): \(outcome.output)\(outcome.errors)")
    if let words { #expect((outcome.output + outcome.errors).contains(words), "\(command): \(text)") }
    return answer ?? .null
  }

  /// Two commands at the same moment; the exit codes as they came.
  func race(
    _ time: String, _ first: (person: String, command: String), _ second: (person: String, command: String)
  ) throws -> (Int32, Int32) {
    let scratch = try [Scratch(), Scratch()]
    let processes = try zip([first, second], scratch).map { act, scratch in
      try Binary.start(
        act.command.split(separator: " ").map(String.init) + ["--as", act.person, "--now", instant(time)],
        in: folder.path, output: scratch.output, errors: scratch.errors)
    }
    let codes = try processes.map { try Binary.wait(for: $0) }
    for (act, code) in zip([first, second], codes) {
      lines.all.append("  \(time)  \(act.person): \(act.command) -> exit \(code)  (at once)")
    }
    return (codes[0], codes[1])
  }

  /// Something happens outside: a file is edited, nothing runs.
  func note(_ time: String, _ words: String) { lines.all.append("  \(time)  \(words)") }

  /// Edits a file of the workspace.
  func edit(_ time: String, _ file: String, _ old: String, _ new: String, _ words: String) throws {
    try Edit.replace(file, old, with: new).apply(to: folder)
    note(time, words)
  }

  /// The log is sound, and all that was made from it can be made again; the story is told.
  func end() throws {
    #expect(try folder.run("audit verify").code == 0)
    #expect(try folder.run("rebuild").code == 0)
    print(lines.all.joined(separator: "\n"))
  }

  private func instant(_ time: String) -> String { "2026-\(time.replacing(" ", with: "T")):00Z" }

  private func told(_ answer: JSONValue?) -> String {
    guard let answer else { return "" }
    if let message = answer.at("error.message") { return ", \(message)" }
    let parts = ["id", "stage", "state", "owner"].compactMap { answer.at($0) }
    let waits = (answer["waitingOn"]?.array ?? []).compactMap { stage -> String? in
      guard let name = stage.at("stage") else { return nil }
      return "\(name) (\(stage["candidates"]?.array?.compactMap(\.string).joined(separator: ", ") ?? ""))"
    }
    return ", " + parts.joined(separator: " ") + (waits.isEmpty ? "" : "; waits on " + waits.joined(separator: ", "))
  }
}

extension JSONValue {
  /// The stages that an answer waits on, each with its people.
  var waits: [String: [String]] {
    var waits: [String: [String]] = [:]
    for stage in (self["waitingOn"]?.array ?? []) + (self["later"]?.array ?? []) {
      if let name = stage.at("stage") { waits[name] = stage["candidates"]?.array?.compactMap(\.string) ?? [] }
    }
    return waits
  }
}

/// Requests that scenarios hand in.
enum Requests {
  /// - Parameter cost: In whole US dollars, as the worked example's price book makes it.
  static func request(
    cost: Int, data: String = "internal", project: String = "claims-triage", days: Int = 60, kind: String = "experiment"
  ) -> String {
    """
    apiVersion: assent/v1
    kind: Request
    request: {kind: \(kind), title: A try, purpose: To see, team: claims, project: \(project), costCenter: CC-0410,
      environment: dev, duration: \(days)d, model: {provider: openai, name: gpt-4o, tier: premium}, data: {class: \(data)}}
    estimate: [{meter: output.response, quantity: \(cost * 100_000)}]

    """
  }
}
