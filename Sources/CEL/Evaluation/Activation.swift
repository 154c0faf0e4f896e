/// How much an evaluation may do.
public struct EvaluationLimits: Sendable {
  /// Nodes visited, those inside of macros once per element, and elements or texts (by 32 bytes) made or compared.
  public var steps: Int

  public init(steps: Int = 1_000_000) { self.steps = steps }

  public static let standard = EvaluationLimits()
}

/// The variables of an evaluation.
public struct Activation: Sendable {
  public var variables: [String: Value]

  public init(_ variables: [String: Value] = [:]) { self.variables = variables }

  /// The value at a path of fields; nothing where a step is missing.
  public func value(at path: [String]) -> Value? {
    guard let root = path.first, var current = variables[root] else { return nil }
    for name in path.dropFirst() {
      guard case .map(let map) = current, let next = map[name] else { return nil }
      current = next
    }
    return current
  }
}
