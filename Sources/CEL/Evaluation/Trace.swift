/// The value of every part of an expression: why the whole has the value that it has.
public struct Trace: Sendable {
  /// What a macro found for one element.
  public struct Iteration: Sendable {
    /// What the variables of the macro stood for.
    public let variables: [(name: String, value: Value)]
    /// The parts within the macro: those of its condition, and of its value.
    public let parts: Trace
  }

  /// By node; nothing for parts within macros, and for what the budget did not reach.
  public fileprivate(set) var results: [Expression.NodeID: Result<Value, EvaluationError>] = [:]
  /// By macro, its first elements.
  public fileprivate(set) var iterations: [Expression.NodeID: [Iteration]] = [:]
}

extension Program {
  /// Evaluates every part by itself, also those that do not matter for the whole.
  ///
  ///     let trace = program.trace(activation)
  ///     for node in program.expression.subtree(of: program.expression.root) { print(trace.results[node]) }
  ///
  /// - Parameters:
  ///   - limits: Of all parts together, but for the value of the whole, which has the same budget once more.
  ///   - elements: How many iterations of each macro are kept.
  public func trace(_ activation: Activation, limits: EvaluationLimits = .standard, elements: Int = 10) -> Trace {
    var evaluator = Evaluator(code, activation, limits)
    var trace = Trace()
    evaluator.trace(expression.root, elements: elements, into: &trace)
    trace.results[expression.root] = evaluate(activation, limits: limits)
    return trace
  }
}

extension Evaluator {
  fileprivate mutating func trace(_ root: Int, elements: Int, into trace: inout Trace) {
    var open = [root]
    while let node = open.popLast() {
      let result = run(node)
      // What is not reached has no value, and neither has the whole that is found apart.
      if case .failure(let error) = result, error.isFinal, node != root { return }
      trace.results[node] = result
      guard case .comprehension(let it) = expression[node].kind else {
        open += expression.children(of: node).reversed()
        continue
      }
      open.append(it.range)
      guard elements > 0, case .success(let range) = run(it.range) else { continue }
      trace.iterations[node] = bindings(of: it, over: range, limit: elements).map { values in
        locals += values.map { .success($0) }
        defer { locals.removeLast(values.count) }
        var parts = Trace()
        for body in [it.condition, it.value].compactMap({ $0 }) { self.trace(body, elements: elements, into: &parts) }
        return Trace.Iteration(variables: zip(it.variables, values).map { (name: $0, value: $1) }, parts: parts)
      }
    }
  }

  /// What the variables of a macro stand for, one iteration after the other.
  private func bindings(of it: Expression.Comprehension, over range: Value, limit: Int) -> [[Value]] {
    switch (it.macro, range) {
    case (.bind, _): [[range]]
    case (.optMap, .abstract(.optional(let wrapped))), (.optFlatMap, .abstract(.optional(let wrapped))):
      wrapped.map { [[$0]] } ?? []
    case (_, .list(let items)):
      items.prefix(limit).enumerated().map { it.second == nil ? [$1] : [.int(Int64($0)), $1] }
    case (_, .map(let map)): map.entries.prefix(limit).map { it.second == nil ? [$0] : [$0, $1] }
    default: []
    }
  }
}
