/// How large the values are that an estimate of cost has to assume.
public struct CostHints: Sendable {
  /// Of a list or a map whose size is not known.
  public var elements: Int
  /// Of a text whose length is not known, in bytes.
  public var characters: Int
  /// What a schema says: of the list, map or text at a path such as `request.tags`.
  public var sizes: [String: Int]

  public init(elements: Int = 100, characters: Int = 1000, sizes: [String: Int] = [:]) {
    self.elements = elements
    self.characters = characters
    self.sizes = sizes
  }
}

/// What a part of an expression takes.
public struct PartCost: Sendable {
  public let node: Expression.NodeID
  /// Steps, the least and the most.
  public let steps: ClosedRange<Int>
}

extension Program {
  /// The least and the most steps that an evaluation takes, if no value is larger than the hints say.
  ///
  ///     try environment.compile("request.tags.all(t, t != 'x')").get().cost()   // 3...403
  ///
  /// The steps are those that ``EvaluationLimits/steps`` bounds. An error may end an evaluation below the least.
  public func cost(_ hints: CostHints = CostHints()) -> ClosedRange<Int> {
    Estimator(program: self, hints: hints).cost(expression.root)
  }

  /// The macros and calls that may take the most steps, the costliest first; what stands within one counts for it too.
  public func costliest(_ count: Int = 3, _ hints: CostHints = CostHints()) -> [PartCost] {
    let estimator = Estimator(program: self, hints: hints)
    let parts = expression.subtree(of: expression.root).filter { node in
      switch expression[node].kind {
      case .comprehension, .call: true
      default: false
      }
    }
    .map { PartCost(node: $0, steps: estimator.cost($0)) }
    return Array(parts.sorted { ($1.steps.upperBound, $0.node) < ($0.steps.upperBound, $1.node) }.prefix(count))
  }

  /// The value of the whole, and the steps that it took to find it.
  public func measure(
    _ activation: Activation, limits: EvaluationLimits = .standard
  ) -> (result: Result<Value, EvaluationError>, steps: Int) {
    var evaluator = Evaluator(code, activation, limits)
    let result = evaluator.run(expression.root)
    return (result, evaluator.spent)
  }
}
