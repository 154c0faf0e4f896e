import Governance

/// The exit codes of the command line, in one place (the table stands in the help of `assent`).
enum Exit {
  /// Done; the answer is in the output. A denied request is an answer.
  static let done: Int32 = 0
  /// The check failed: diagnostics in the bundle, a failed test.
  static let checkFailed = Failure(.checkFailed, "", "").exitCode
  /// Bad input: some of it was not used.
  static let badInput = Failure(.badInput, "", "").exitCode
  /// Verification or replay found a difference.
  static let integrity = Failure(.integrity, "", "").exitCode
  /// Misuse of the command line (`EX_USAGE` of sysexits).
  static let misuse = Failure(.usage, "", "").exitCode

  /// One code for several acts: the first that is not 0.
  static func worst(of codes: some Sequence<Int32>) -> Int32 { codes.first { $0 != done } ?? done }
}
