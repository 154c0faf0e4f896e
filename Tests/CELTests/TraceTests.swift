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
    return program.expression.subtree(of: program.expression.root).flatMap { node -> [String] in
      guard let result = trace.results[node] else { return [] }
      let steps = trace.iterations[node, default: []].map { step in
        let bound = step.variables.map { "\($0.name)=\($0.value.display)" }.joined(separator: " ")
        return "  \(bound): \(told(step.result))"
      }
      return ["\(program.expression.text(of: node)): \(told(result))"] + steps
    }
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
}
