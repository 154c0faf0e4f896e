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

@Suite struct CostLimitTests {
  private var environment: Environment {
    var environment = Environment()
    environment.declare("list", .list(.int))
    environment.declare(
      "request", .object(ObjectType("request", [.init("tags", .list(.string)), .init("note", .string)])))
    return environment
  }

  @Test(
    arguments: [
      ("list.all(x, x > 0)", [:], 402), ("list.all(x, x > 0)", ["list": 3], 14),
      ("request.tags.all(t, t == 'a')", ["request.tags": 2], 11),
      ("request.note.contains('x')", ["request.note": 64], 6),
      ("request.note.contains('x')", ["request.note": -1], 4),
    ] as [(String, [String: Int], Int)])
  func `A schema that knows the sizes makes the estimate closer`(
    _ row: (source: String, sizes: [String: Int], most: Int)
  )
    throws
  {
    let program = try environment.compile(row.source).get()
    #expect(program.cost(CostHints(sizes: row.sizes)).upperBound == row.most)
  }

  @Test func `The costliest parts come first`() throws {
    let program = try environment.compile("list.all(x, list.exists(y, x == y)) && request.note.matches('a+')").get()
    let told = program.costliest(4).map { "\(program.expression.text(of: $0.node)): \($0.steps.upperBound)" }
    #expect(
      told == [
        "list.all(x, list.exists(y, x == y)): 40302", "list.exists(y, x == y): 402", "request.note.matches('a+'): 190",
      ])
  }

  @Test func `An expression over the limit is refused, and says what takes the most`() throws {
    var environment = environment
    environment.costLimit = 10_000
    #expect(throws: Never.self) { try environment.compile("list.all(x, x > 0)").get() }
    guard
      case .failure(let errors) = environment.compile("request.note != ''\n  && list.all(x, list.exists(y, x == y))")
    else {
      Issue.record("it was taken")
      return
    }
    #expect(errors.errors.map(\.code) == ["too-costly"])
    #expect(errors.errors.first?.message == "the expression may take 40307 steps, 10000 are allowed")
    #expect(
      errors.errors.first?.hint
        == "of these take `list.all(x, list.exists(y, x == y))` up to 40302, `list.exists(y, x == y)` up to 402")
    environment.costHints.sizes["list"] = 10
    #expect(throws: Never.self) { try environment.compile("list.all(x, list.exists(y, x == y))").get() }
  }

  @Test(
    arguments: [
      ("1 + 1", ParserLimits(nodes: 3), nil), ("1 + 1", ParserLimits(nodes: 2), "too-long"),
      ("1 + 1", ParserLimits(codePoints: 5), nil), ("1 + 1", ParserLimits(codePoints: 4), "too-long"),
      ("((1))", ParserLimits(depth: 3), nil), ("((1))", ParserLimits(depth: 2), "too-deep"),
      ("1 + 1 + 1", ParserLimits(height: 2), nil), ("1 + 1 + 1", ParserLimits(height: 1), "too-deep"),
      (
        String(repeating: "(", count: 260) + "1" + String(repeating: ")", count: 260), ParserLimits(depth: 10_000),
        "too-deep"
      ),
    ] as [(String, ParserLimits, String?)])
  func `A parser takes what its limits allow`(_ row: (source: String, limits: ParserLimits, code: String?)) {
    var environment = environment
    environment.parserLimits = row.limits
    switch environment.compile(row.source) {
    case .success: #expect(row.code == nil)
    case .failure(let errors): #expect(errors.errors.map(\.code) == [row.code])
    }
  }

  @Test(arguments: [(100, 100, "undeclared-name"), (101, 101, "too-many-errors"), (5000, 101, "too-many-errors")])
  func `Very many errors are cut`(_ row: (names: Int, errors: Int, last: String)) {
    let source = "[" + (0..<row.names).map { "x\($0)" }.joined(separator: ", ") + "]"
    guard case .failure(let errors) = environment.compile(source) else {
      Issue.record("it was taken")
      return
    }
    #expect(errors.errors.count == row.errors)
    #expect(errors.errors.last?.code == row.last)
  }
}
