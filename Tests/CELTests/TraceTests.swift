import CEL
import Testing

@Suite struct TraceTests {
  private func told(_ result: Result<Value, EvaluationError>?) -> String {
    switch result {
    case .success(let value)?: value.display
    case .failure(let error)?: error.code.rawValue
    case nil: "-"
    }
  }

  private func trace(_ source: String, limits: EvaluationLimits = .standard, elements: Int = 10) throws -> [String] {
    var environment = Environment()
    environment.declare("list", .list(.int))
    environment.declare("map", .map(.string, .int))
    let program = try environment.compile(source).get()
    let activation = environment.bind([
      "list": .list([.int(1), .int(2), .int(0)]), "map": .map(MapValue([("a", .int(5))])),
    ])
    let trace = program.trace(activation, limits: limits, elements: elements)
    let expression = program.expression
    return expression.subtree(of: expression.root).flatMap { node -> [String] in
      guard let result = trace.results[node] else { return [] }
      let steps = trace.iterations[node, default: []].map { step in
        let bound = step.variables.map { "\($0.name)=\($0.value.display)" }.joined(separator: " ")
        return "  \(bound): \(told(step.parts.results[Self.body(of: node, in: expression)]))"
      }
      return ["\(expression.text(of: node)): \(told(result))"] + steps
    }
  }

  /// The condition of a macro, else its value.
  private static func body(of node: Int, in expression: Expression) -> Int {
    guard case .comprehension(let it) = expression[node].kind else { return -1 }
    return it.condition ?? it.value ?? -1
  }

  @Test(arguments: [
    ("1 + 2", ["1 + 2: 3", "1: 1", "2: 2"]),
    (
      "list[0] == 1 || 1 / 0 > 2",
      [
        "list[0] == 1 || 1 / 0 > 2: true", "list[0] == 1: true", "list[0]: 1", "list: [1, 2, 0]", "0: 0", "1: 1",
        "1 / 0 > 2: divide-by-zero", "1 / 0: divide-by-zero", "1: 1", "0: 0", "2: 2",
      ]
    ),
    (
      "list.exists(x, 4 / x == 2)",
      [
        "list.exists(x, 4 / x == 2): true", "  x=1: false", "  x=2: true", "  x=0: divide-by-zero", "list: [1, 2, 0]",
      ]
    ),
    (
      "map.all(k, v, k == 'a' && v > 5)",
      [
        "map.all(k, v, k == 'a' && v > 5): false", "  k='a' v=5: false", "map: {'a': 5}",
      ]
    ),
    ("cel.bind(x, 7, x * x)", ["cel.bind(x, 7, x * x): 49", "  x=7: 49", "7: 7"]),
    (
      "optional.of(3).optMap(x, x + 1).value()",
      [
        "optional.of(3).optMap(x, x + 1).value(): 4", "optional.of(3).optMap(x, x + 1): optional.of(4)", "  x=3: 4",
        "optional.of(3): optional.of(3)", "3: 3",
      ]
    ),
    (
      "optional.none().optMap(x, x).hasValue()",
      [
        "optional.none().optMap(x, x).hasValue(): false", "optional.none().optMap(x, x): optional.none()",
        "optional.none(): optional.none()",
      ]
    ),
    ("map.missing", ["map.missing: no-such-field", "map: {'a': 5}"]),
  ])
  func `Every part has its value`(_ row: (source: String, expected: [String])) throws {
    #expect(try trace(row.source) == row.expected)
  }

  @Test func `Only the first elements are kept`() throws {
    #expect(
      try trace("list.all(x, x >= 0)", elements: 1) == ["list.all(x, x >= 0): true", "  x=1: true", "list: [1, 2, 0]"])
    #expect(try trace("list.all(x, x >= 0)", elements: 0) == ["list.all(x, x >= 0): true", "list: [1, 2, 0]"])
  }

  @Test func `What the budget does not reach has no value`() throws {
    #expect(try trace("list[0] + list[1] > 2", limits: EvaluationLimits(steps: 12)).count < 8)
  }

  @Test func `Parts within macros have their values by element`() throws {
    let program = try Environment().compile("[1, 2].map(x, x > 1, [x, 5].exists(y, y == x * 2)).size()").get()
    let expression = program.expression
    let trace = program.trace(Activation())
    let outer = try #require(trace.iterations.keys.first)
    guard case .comprehension(let it) = expression[outer].kind, let value = it.value else {
      Issue.record("it is no macro")
      return
    }
    let steps = trace.iterations[outer, default: []]
    let told = steps.map { step in
      let inner = step.parts.iterations[value, default: []].map { inner in
        inner.variables.map { "\($0.name)=\($0.value.display)" }
          + inner.parts.results.keys.sorted().map {
            "\(expression.text(of: $0)): \(self.told(inner.parts.results[$0]))"
          }
      }
      return inner.map { $0.joined(separator: ", ") }
    }
    #expect(steps.map { self.told($0.parts.results[value]) } == ["false", "false"])
    #expect(
      told == [
        ["y=1, y: 1, x: 1, 2: 2, x * 2: 2, y == x * 2: false", "y=5, y: 5, x: 1, 2: 2, x * 2: 2, y == x * 2: false"],
        ["y=2, y: 2, x: 2, 2: 2, x * 2: 4, y == x * 2: false", "y=5, y: 5, x: 2, 2: 2, x * 2: 4, y == x * 2: false"],
      ])
  }
}
