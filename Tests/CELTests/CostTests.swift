import CEL
import Testing

@Suite struct CostTests {
  private var environment: Environment {
    var environment = Environment()
    environment.declare("list", .list(.int))
    environment.declare("text", .string)
    environment.declare(
      "request", .object(ObjectType("request", [.init("kind", .string), .init("tags", .list(.string))])))
    return environment
  }

  @Test(arguments: [
    ("1", 1, 1), ("text == 'a'", 3, 3), ("1 + 2", 1, 1), ("list.all(x, x > 0)", 2, 402),
    ("list.all(x, list.all(y, x > y))", 2, 40302),
    ("[1, 2].exists(x, x == list[0])", 2, 14), ("text == text && list == list", 4, 138),
    ("true || list == list", 2, 105),
    ("'a' in request.tags ? 1 : list.map(x, x).size()", 6, 1208),
  ])
  func `A condition has a least and a most`(_ row: (source: String, least: Int, most: Int)) throws {
    let cost = try environment.compile(row.source).get().cost()
    #expect(cost == row.least...row.most)
  }

  @Test(arguments: [
    "list.all(x, list.all(y, x + y >= 0))", "list.map(x, [x, x]).filter(p, p[0] > 3).size() > 0",
    "text.split('b').join('-').size() > 0",
    "list + list == list + list", "[list, list].map(l, l.sort())",
    "request.tags.exists(t, t.matches('^a')) || text.replace('a', 'b') == ''",
    "cel.bind(l, list.map(x, x * 2), l == l && l.all(y, y in l))", "{'a': list}.transformMap(k, v, v.size())",
    "list.sortBy(x, -x)",
  ])
  func `An evaluation takes no more than the estimate`(_ source: String) throws {
    let program = try environment.compile(source).get()
    let activation = Activation([
      "list": .list((0..<30).map { .int($0) }), "text": .string(String(repeating: "ab", count: 100)),
      "request": .map(MapValue([("kind", .string("x")), ("tags", .list([.string("b"), .string("c")]))])),
    ])
    let (result, steps) = program.measure(activation)
    if case .failure(let error) = result { Issue.record("\(error.message)") }
    let cost = program.cost(CostHints(elements: 30, characters: 200))
    #expect(cost.contains(steps), "\(steps) of \(cost)")
  }

  @Test func `The facts that a part reads come with their values`() throws {
    let program = try environment.compile("request.kind == 'x' && 'a' in request.tags && request.kind != text").get()
    let activation = Activation(["request": .map(MapValue([("kind", .string("x"))]))])
    let reads = program.reads(of: program.expression.root, in: activation)
    #expect(
      reads.map { "\($0.path.joined(separator: ".")) = \($0.value?.display ?? "missing")" } == [
        "request.kind = 'x'", "request.tags = missing", "text = missing",
      ])
  }
}
