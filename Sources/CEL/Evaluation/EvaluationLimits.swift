/// How much an evaluation may do, and whether it is still wanted.
public struct EvaluationLimits: Sendable {
  /// Nodes visited, those inside of macros once per element, and elements or texts (by 32 bytes) made or compared.
  public var steps: Int
  /// Asked now and then, at least every 4,096 steps; `true` ends the evaluation with the error `cancelled`.
  public var isCancelled: (@Sendable () -> Bool)?

  public init(steps: Int = 500_000, isCancelled: (@Sendable () -> Bool)? = nil) {
    self.steps = steps
    self.isCancelled = isCancelled
  }

  public static let standard = EvaluationLimits()
}

/// What is left of the budget of an evaluation.
struct Budget {
  private let limits: EvaluationLimits
  /// What may be spent until somebody has to be asked.
  private var ready: Int
  private var rest: Int

  private static let stretch = 4096

  init(_ limits: EvaluationLimits) {
    self.limits = limits
    let steps = max(limits.steps, 0)
    ready = limits.isCancelled == nil ? steps : min(steps, Self.stretch)
    rest = steps - ready
  }

  enum Stop { case spent, cancelled }

  var left: Int { ready + rest }
  var spent: Int { max(limits.steps, 0) - left }
  var whole: Int { limits.steps }

  /// - Returns: Whether the steps were there; if not, ask ``refill(_:)``.
  @inline(__always) mutating func take(_ count: Int) -> Bool {
    guard count <= ready else { return false }
    ready -= count
    return true
  }

  /// Takes steps that are not ready.
  mutating func refill(_ count: Int) -> Stop? {
    if limits.isCancelled?() == true { return .cancelled }
    guard count <= left else {
      (ready, rest) = (0, 0)
      return .spent
    }
    let total = left - count
    ready = limits.isCancelled == nil ? total : min(total, Self.stretch)
    rest = total - ready
    return nil
  }
}
