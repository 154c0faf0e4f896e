/// The value of every part of an expression: why the whole has the value that it has.
public struct Trace: Sendable {
  /// What a macro found for one element.
  public struct Iteration: Sendable {
    /// What the variables of the macro stood for.
    public let variables: [(name: String, value: Value)]
    /// Of the condition, or of the value where there is none.
    public let result: Result<Value, EvaluationError>
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
    var trace = Trace()
    trace.results[expression.root] = evaluate(activation, limits: limits)
    var evaluator = Evaluator(code, activation, limits)
    var open = [expression.root]
    while let node = open.popLast() {
      if trace.results[node] == nil {
        let result = evaluator.run(node)
        if case .failure(let error) = result, error.isFinal { break }
        trace.results[node] = result
      }
      if case .comprehension(let it) = expression[node].kind {
        open.append(it.range)
        trace.iterations[node] = evaluator.iterations(it, node, limit: elements)
      } else {
        open += expression.children(of: node).reversed()
      }
    }
    return trace
  }
}

extension Evaluator {
  fileprivate mutating func iterations(_ it: Expression.Comprehension, _ id: Int, limit: Int) -> [Trace.Iteration] {
    guard let part = it.condition ?? it.value, limit > 0, case .success(let range) = run(it.range) else { return [] }
    var result: [Trace.Iteration] = []
    switch (it.macro, range) {
    case (.bind, _):
      result = [iteration(it, [range], part)]
    case (.optMap, .type(.optional(let wrapped))), (.optFlatMap, .type(.optional(let wrapped))):
      result = wrapped.map { [iteration(it, [$0], part)] } ?? []
    case (_, .list(let items)):
      for (place, item) in items.prefix(limit).enumerated() {
        result.append(iteration(it, it.second == nil ? [item] : [.int(Int64(place)), item], part))
      }
    case (_, .map(let map)):
      for (key, value) in map.entries.prefix(limit) {
        result.append(iteration(it, it.second == nil ? [key] : [key, value], part))
      }
    default: break
    }
    return result
  }

  private mutating func iteration(_ it: Expression.Comprehension, _ values: [Value], _ part: Int) -> Trace.Iteration {
    locals += values.map { .success($0) }
    defer { locals.removeLast(values.count) }
    return Trace.Iteration(variables: zip(it.variables, values).map { (name: $0, value: $1) }, result: run(part))
  }
}
