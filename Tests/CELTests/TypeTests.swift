import CEL
import Testing

/// The types that the checker finds.
@Suite struct TypeTests {
  private func type(_ source: String) -> String {
    var environment = Environment()
    environment.declare("l", .list(.dyn))
    environment.declare("d", .dyn)
    environment.declare("m", .map(.string, .money))
    environment.declare("a.b", .map(.string, .int))
    environment.declare([
      Overload("pair", [.parameter("T"), .parameter("T")], .list(.parameter("T"))) { values throws(EvaluationError) in
        .list(values)
      },
      Overload("twice", isMember: true, [.int], .int) { values throws(EvaluationError) in values[0] },
      Overload("ns.f", [], .string) { _ throws(EvaluationError) in .string("") },
    ])
    switch environment.compile(source) {
    case .success(let program): return program.type.description
    case .failure(let errors): return errors.errors.map(\.code).joined(separator: " ")
    }
  }

  @Test(arguments: [
    ("1", "int"), ("1u", "uint"), ("1.0", "double"), ("'a'", "string"), ("b'a'", "bytes"), ("null", "null_type"),
    ("[1, 2]", "list(int)"),
    ("[1, 'a']", "list(dyn)"), ("[]", "list(dyn)"), ("{}", "map(dyn, dyn)"), ("{'a': [1]}", "map(string, list(int))"),
    ("[[], [1]]", "list(list(int))"),
    ("[1] + []", "list(int)"), ("[{}, {'a': 1}]", "list(map(string, int))"),
    ("int", "type(int)"), ("type(1)", "type(int)"),
    ("d", "dyn"), ("d + 1", "int"), ("d + d", "dyn"),
    ("d.x.y", "dyn"), ("d[0]", "dyn"), ("l[0]", "dyn"), ("m.x", "money"), ("m['x'] * 2", "money"),
    ("a.b", "map(string, int)"), ("a.b.c", "int"),
    ("usd(1) * 1.5", "money"), ("timestamp(0) - timestamp(0)", "duration"), ("timestamp(0) + days(1)", "timestamp"),
    ("sum([usd(1)])", "money"), ("sum([1.5])", "double"),
    ("avg(m.map(k, m[k]))", "money"), ("l.map(x, x)", "list(dyn)"), ("m.map(k, k)", "list(string)"),
    ("m.filter(k, k != '')", "list(string)"), ("m.transformMap(k, v, v > usd(1))", "map(string, bool)"),
    ("[1].exists(x, x > 0)", "bool"), ("{'a': 1}.?a", "optional_type(int)"), ("[1][?0]", "optional_type(int)"),
    ("optional.of('a').orValue('b')", "string"), ("[?optional.of(1)]", "list(int)"),
    ("true ? 1 : d", "dyn"), ("true ? timestamp(0) : null", "timestamp"), ("pair(1, 2)", "list(int)"),
    ("pair(1, d)", "list(dyn)"), ("2.twice()", "int"), ("ns.f()", "string"), ("cel.bind(x, [1], x[0])", "int"),
    ("[1, 2].sortBy(x, -x)", "list(int)"), ("math.greatest(1, 2u)", "dyn"), ("ip('::1')", "net.IP"),
    ("[].map(x, x + 1)", "list(int)"), ("has(m.x)", "bool"),
  ])
  func `An expression has the type in the table`(_ row: (source: String, type: String)) {
    #expect(type(row.source) == row.type)
  }

  @Test(arguments: [
    ("pair(1, 'a')", "no-matching-overload"), ("pair(1)", "no-matching-overload"), ("twice(2)", "no-matching-overload"),
    ("'a'.twice()", "no-matching-overload"), ("ns.g()", "undeclared-function"),
    ("a.c", "undeclared-name"), ("m.x.y", "undeclared-field"), ("m[1]", "no-matching-overload"),
    ("[1]['a']", "no-matching-overload"), ("1 == 'a'", "no-matching-overload"), ("1 == 1.0", "no-matching-overload"),
    ("1 < 'a'", "no-matching-overload"), ("[1] < [2]", "no-matching-overload"), ("1 in 'a'", "no-matching-overload"),
    ("1 in ['a']", "no-matching-overload"), ("1 + 1.0", "no-matching-overload"), ("1.0 % 2.0", "no-matching-overload"),
    ("usd(1) / 2", "no-matching-overload"), ("usd(1) + 1", "no-matching-overload"), ("!1", "no-matching-overload"),
    ("-1u", "no-matching-overload"), ("1 && true", "not-a-bool"), ("1 ? 2 : 3", "not-a-bool"),
    ("true ? 1 : 'a'", "no-matching-overload"),
    ("[1].all(x, x)", "not-a-bool"), ("1.all(x, true)", "not-a-list"), ("[1].map(x, y)", "undeclared-name"),
    ("[1].map(x, x) + x", "undeclared-name"), ("sum(['a'])", "no-matching-overload"), ("x.y.z", "undeclared-name"),
    ("duration('x')", "bad-literal"), ("timestamp('2026-02-30T00:00:00Z')", "bad-literal"),
    ("usd('1.0000000001')", "bad-literal"), ("'a'.matches('[')", "bad-pattern"), ("null + 1", "no-matching-overload"),
    ("f(1) + y", "undeclared-function undeclared-name"),
  ])
  func `An expression without a type is refused`(_ row: (source: String, codes: String)) {
    #expect(type(row.source) == row.codes)
  }

  @Test func `The type of every part is known`() throws {
    let program = try Environment().compile("[1, 2].map(x, x > 1 ? 'a' : 'b')").get()
    let expression = program.expression
    #expect(program.type(of: expression.root) == .list(.string))
    #expect(
      expression.children(of: expression.root).map { program.type(of: $0).description } == ["list(int)", "string"])
  }

  @Test(arguments: [
    ("usd(5)", "5.00 USD"), ("1 + 2 * 3", "7"), ("['a', 'b' + 'c']", "['a', 'bc']"),
    ("duration('1h') + hours(1)", "7200s"), ("1 / 0", "none"), ("x", "none"),
  ])
  func `What hangs on no variable is computed at load`(_ row: (source: String, constant: String)) throws {
    var environment = Environment()
    environment.declare("x", .int)
    let program = try environment.compile(row.source).get()
    #expect(program.constant(program.expression.root)?.display ?? "none" == row.constant)
  }

  @Test func `Names are looked up in the container first`() throws {
    var environment = Environment()
    environment.container = "com.example"
    environment.declare("com.example.y", .int)
    environment.declare("com.y", .bool)
    environment.declare("y", .string)
    #expect(try environment.compile("y").get().type == .int)
    #expect(try environment.compile(".y").get().type == .string)
    #expect(try environment.compile("[true].exists(y, y)").get().type == .bool)
    #expect(try environment.compile("['a'].exists(y, .y == y)").get().type == .bool)
    let activation = Activation(["com.example.y": .int(1), "y": .string("root")])
    #expect(try environment.parse("y").get().evaluate(activation).get().display == "1")
    #expect(try environment.parse(".y").get().evaluate(activation).get().display == "'root'")
  }
}
