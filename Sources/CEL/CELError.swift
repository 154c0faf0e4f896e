public import Diagnostics

/// Something that is wrong with an expression, found before it runs.
public struct CELError: Error, Hashable, Sendable {
  /// A stable word for programs, in `kebab-case`.
  public let code: String
  public let message: String
  /// Line and column in the expression, from 1.
  public let position: SourcePosition
  public let hint: String?

  init(_ code: String, _ message: String, at position: SourcePosition, hint: String? = nil) {
    self.code = code
    self.message = message
    self.position = position
    self.hint = hint
  }
}

/// All that is wrong with an expression, by place.
public struct CELErrors: Error, Hashable, Sendable {
  public let errors: [CELError]

  private static let most = 100

  init(errors: [CELError]) { self.errors = errors }

  /// By place; so many that nobody reads them all are cut, and the last one says so.
  init(sorting all: [CELError]) {
    let sorted = all.sorted { $0.position < $1.position }
    guard sorted.count > Self.most, let last = sorted.last else {
      errors = sorted
      return
    }
    let rest = sorted.count - Self.most
    errors =
      sorted.prefix(Self.most) + [
        CELError("too-many-errors", "\(rest) more error\(rest == 1 ? "" : "s")", at: last.position)
      ]
  }
}

/// Why an evaluation has no value.
public struct EvaluationError: Error, Hashable, Sendable {
  public enum Code: String, Hashable, Sendable {
    case noSuchField = "no-such-field"
    case noSuchKey = "no-such-key"
    case noSuchOverload = "no-such-overload"
    case overflow
    case divideByZero = "divide-by-zero"
    case invalidArgument = "invalid-argument"
    case indexOutOfRange = "index-out-of-range"
    case duplicateKey = "duplicate-key"
    case budgetExceeded = "budget-exceeded"
    case cancelled
    case unbound
    /// A function that is not there at all.
    case undeclared
  }

  public let code: Code
  public let message: String
  public var position: SourcePosition

  public init(_ code: Code, _ message: String, at position: SourcePosition = .start) {
    self.code = code
    self.message = message
    self.position = position
  }
}
