/// An expression, ready to be evaluated again and again.
public struct Program: Sendable {
  let code: Code

  public var expression: Expression { code.expression }
  /// The type of the whole; `dyn` where it was not checked.
  public var type: CELType { code.type }

  init(
    _ expression: Expression, type: CELType, types: [CELType]?, references: [Checker.Reference?]?,
    _ environment: Environment
  ) {
    code = Planner.plan(expression, type: type, types: types, references, environment)
  }

  /// The type that the checker found for a node.
  public func type(of node: Expression.NodeID) -> CELType {
    guard let types = code.types, types.indices.contains(node) else { return .dyn }
    return types[node]
  }

  /// The value of a node that hangs on no variable, found when the expression was loaded.
  public func constant(_ node: Expression.NodeID) -> Value? {
    code.steps.indices.contains(node) ? code.constant(node) : nil
  }

  /// A fact that a part reads, with its value; none where it is missing.
  public struct Read: Sendable {
    public let path: [String]
    public let value: Value?
  }

  /// The facts that a part reads, each once, in the order of the text, with their values.
  ///
  /// A fact that only a presence test asks for is among them.
  public func reads(of node: Expression.NodeID, in activation: Activation) -> [Read] {
    var seen: Set<[String]> = []
    return expression.attributes(of: node).compactMap { attribute in
      guard seen.insert(attribute.path).inserted else { return nil }
      return Read(path: attribute.path, value: activation.value(at: attribute.path))
    }
  }

  /// The value of the whole.
  public func evaluate(_ activation: Activation, limits: EvaluationLimits = .standard) -> Result<Value, EvaluationError>
  {
    var evaluator = Evaluator(code, activation, limits)
    return evaluator.run(expression.root)
  }

  /// The value of a part that uses no variable of a macro around it.
  public func evaluate(
    _ node: Expression.NodeID, _ activation: Activation, limits: EvaluationLimits = .standard
  ) -> Result<Value, EvaluationError> {
    guard code.steps.indices.contains(node) else {
      return .failure(EvaluationError(.invalidArgument, "the expression has no such part"))
    }
    var evaluator = Evaluator(code, activation, limits)
    return evaluator.run(node)
  }
}
