import Glibc
import Synchronization

/// Counts on the standard error while something takes longer than a second; on a terminal only.
final class Progress: Sendable {
  private struct State {
    var next: Int64
    var isShown = false
  }

  private let noun: String
  private let isTerminal: Bool
  private let state: Mutex<State>

  /// - Parameter noun: What is counted: `records`.
  init(counting noun: String) {
    self.noun = noun
    isTerminal = isatty(STDERR_FILENO) == 1
    state = Mutex(State(next: milliseconds() + 1000))
  }

  func report(_ count: Int64) {
    guard isTerminal else { return }
    state.withLock { state in
      let now = milliseconds()
      guard now >= state.next else { return }
      state.next = now + 100
      state.isShown = true
      Console.complain("\r\(grouped(count)) \(noun)\u{1B}[K")
    }
  }

  /// Takes the line away again.
  func finish() {
    state.withLock { state in
      if state.isShown { Console.complain("\r\u{1B}[K") }
      state.isShown = false
    }
  }
}

private func milliseconds() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}
