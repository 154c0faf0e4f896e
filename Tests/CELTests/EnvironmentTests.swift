import CEL
import Testing

/// What an environment declares: names in containers, constants, functions, and which libraries are there.
@Suite struct EnvironmentTests {
  private func outcome(
    _ source: String, _ environment: Environment, _ variables: [String: Value] = [:], isChecked: Bool = true
  ) -> String {
    switch isChecked ? environment.compile(source) : environment.parse(source) {
    case .failure(let errors): return errors.errors.map(\.code).joined(separator: " ")
    case .success(let program):
      switch program.evaluate(Activation(variables)) {
      case .success(let value): return spelled(value)
      case .failure(let error): return "error: " + error.code.rawValue
      }
    }
  }

  // MARK: Names

  private static let names: [String: Value] = [
    "y": .string("y"), "a.y": .string("a.y"), "a.b.y": .string("a.b.y"), "z": .int(1), "a.z": .int(2),
    "p": .map(MapValue([("q", .map(MapValue([("r", .string("p > q > r"))])))])),
    "p.q": .map(MapValue([("r", .string("p.q > r"))])), "m": .map(MapValue([("k", .int(7))])),
    "a.b.int": .string("shadow"),
  ]

  @Test(arguments: [
    ("", "y", "'y'"), ("a", "y", "'a.y'"), ("a.b", "y", "'a.b.y'"), ("a.b", ".y", "'y'"), ("a.b", "a.y", "'a.y'"),
    ("a.b", ".a.y", "'a.y'"), ("a.b", "z", "2"), ("a.b", ".z", "1"), ("x", "y", "'y'"), ("a.b.c", "y", "'a.b.y'"),
    ("", "p.q.r", "'p.q > r'"), ("", "p.q", "{'r': 'p.q > r'}"), ("", "(p).q.r", "'p.q > r'"), ("", "m.k", "7"),
    ("a.b", "m.k", "7"), ("a.b", "int", "'shadow'"), ("a.b", ".int", "int"), ("a", "int", "int"),
    ("google.protobuf", "Timestamp == type(timestamp(0))", "true"),
    ("google", "protobuf.Duration == type(duration('1s'))", "true"),
    ("a.b", "[0].exists(y, y == 0)", "true"), ("a.b", "['v'].map(y, .y)", "['y']"),
    ("a.b", "[{'y': 5}].map(a, a.y)", "[5]"), ("a", "[{'q': 1}].map(p, p.q)", "[1]"),
    ("a.b", "cel.bind(y, 1, y + 1)", "2"), ("a.b", "cel.bind(y, 1, [2].map(y, y))", "[2]"),
    ("a.b", "[1].map(y, cel.bind(y, y + 1, y))", "[2]"), ("a.b", "[1, 2].map(x, [3].map(z, x + z))", "[[4], [5]]"),
    ("", "has(p.q.r)", "true"), ("", "has(p.q.s)", "false"), ("", "has(m.k)", "true"),
  ])
  func `A name is looked up from the innermost container out`(
    _ row: (container: String, source: String, expected: String)
  ) {
    var environment = Environment(domain: false)
    environment.container = row.container
    for name in Self.names.keys { environment.declare(name, .dyn) }
    #expect(outcome(row.source, environment, Self.names) == row.expected)
    #expect(outcome(row.source, environment, Self.names, isChecked: false) == row.expected, "not checked")
    var undeclared = Environment(domain: false)
    undeclared.container = row.container
    #expect(outcome(row.source, undeclared, Self.names, isChecked: false) == row.expected, "not declared")
  }

  @Test func `Functions are looked up in the container too`() {
    var environment = Environment(domain: false)
    environment.container = "acme.rules"
    environment.declare([
      Overload("acme.twice", [.int], .int) { values throws(EvaluationError) in .list([values[0], values[0]]) },
      Overload("acme.rules.name", [], .string) { _ throws(EvaluationError) in .string("acme.rules.name") },
    ])
    for isChecked in [true, false] {
      #expect(outcome("twice(1)", environment, isChecked: isChecked) == "[1, 1]")
      #expect(outcome("acme.twice(1)", environment, isChecked: isChecked) == "[1, 1]")
      #expect(outcome("name()", environment, isChecked: isChecked) == "'acme.rules.name'")
      #expect(outcome("rules.name()", environment, isChecked: isChecked) == "'acme.rules.name'")
    }
  }

  @Test func `An alias stands for a longer name`() {
    var environment = Environment(domain: false)
    environment.container = "acme"
    environment.declare("acme.Time", .int)
    environment.declare("acme.billing.order", .map(.string, .int))
    environment.alias("Time", for: "google.protobuf.Timestamp")
    environment.alias("bill", for: "acme.billing")
    environment.alias("m", for: "math")
    let variables: [String: Value] = [
      "acme.Time": .int(1), "acme.billing.order": .map(MapValue([("total", .int(7))])),
    ]
    for isChecked in [true, false] {
      func said(_ source: String) -> String { outcome(source, environment, variables, isChecked: isChecked) }
      #expect(said("type(timestamp(0)) == Time") == "true")
      #expect(said("bill.order.total") == "7")
      #expect(said("m.abs(-1)") == "1")
      #expect(said(".acme.Time") == "1")
      #expect(said("[{'order': 2}].map(bill, bill.order)") == "[2]")
    }
  }

  @Test func `Lists and maps of several types are refused where the environment wants it`() {
    var environment = Environment(domain: false)
    environment.refusesMixedLiterals = true
    for (source, expected) in [
      ("[1, 'a']", "mixed-types"), ("[1, 2u, 'a']", "mixed-types"), ("{'a': 1, 'b': 'c'}", "mixed-types"),
      ("{'a': 1, 2: 3}", "mixed-types"), ("[1, dyn('a')]", "[1, 'a']"), ("[[], [1]]", "[[], [1]]"),
      ("[null, timestamp(0)].size()", "2"),
    ] {
      #expect(outcome(source, environment) == expected)
    }
  }

  @Test func `Keys that can only fail are refused where failing literals are`() {
    let environment = Environment()
    for (source, expected) in [
      ("{1: 1, 1: 2}", "duplicate-key"), ("{1: 1, 1u: 2}", "duplicate-key"), ("{null: 1, 1.5: 2}", "bad-key bad-key"),
      ("{'a': 1, 'b': 1, 'a': 3}", "duplicate-key"), ("{true: 1, 'true': 2}", "{true: 1, 'true': 2}"),
    ] {
      #expect(outcome(source, environment) == expected)
    }
  }

  // MARK: Constants

  @Test func `A constant needs no value when an expression runs`() throws {
    var environment = Environment()
    environment.declare("limit", constant: .int(500))
    environment.declare("a.limit", constant: .list([.int(1), .int(2)]))
    environment.declare("mixed", constant: .list([.int(1), .string("a")]))
    environment.declare("rates", constant: .map(MapValue([("eur", .double(1.5))])))
    #expect(outcome("limit + 1", environment) == "501")
    #expect(outcome("limit + 1", environment, isChecked: false) == "501")
    #expect(outcome("a.limit[1]", environment) == "2")
    #expect(outcome("a.limit[1]", environment, isChecked: false) == "2")
    #expect(outcome("rates.eur * 2.0", environment) == "3.0")
    #expect(outcome("limit + 'a'", environment) == "no-matching-overload")
    #expect(outcome("[7].map(limit, limit)", environment) == "[7]")
    #expect(try environment.compile("mixed").get().type == .list(.dyn))
    #expect(try environment.compile("rates").get().type == .map(.string, .double))
    let program = try environment.compile("limit * 2").get()
    #expect(program.constant(program.expression.root).map { spelled($0) } == "1000")
    environment.container = "a"
    #expect(outcome("limit", environment) == "[1, 2]")
    #expect(outcome(".limit", environment) == "500")
    environment.declare("limit", .string)
    #expect(outcome(".limit", environment, ["limit": .string("x")]) == "'x'")
  }

  // MARK: Functions

  private static let functions: Environment = {
    var environment = Environment(domain: false)
    let a = CELType.parameter("A")
    let b = CELType.parameter("B")
    environment.declare([
      Overload("pick", [a, .list(a)], a) { values throws(EvaluationError) in values[0] },
      Overload("pair", [a, b], .map(.string, .dyn)) { values throws(EvaluationError) in
        .map(MapValue([("a", values[0]), ("b", values[1])]))
      },
      Overload("entries", [.map(a, b)], .list(b)) { _ throws(EvaluationError) in .list([]) },
      Overload("size", [.bool], .int) { _ throws(EvaluationError) in .int(-1) },
      Overload("twice", isMember: true, [.int], .int) { values throws(EvaluationError) in
        guard case .int(let number) = values[0] else { throw EvaluationError(.noSuchOverload, "twice of an int") }
        return .int(number * 2)
      },
      Overload("twice", isMember: true, [.string], .string) { values throws(EvaluationError) in
        guard case .string(let text) = values[0] else { throw EvaluationError(.noSuchOverload, "twice of a string") }
        return .string(text + text)
      },
      Overload("all", isMember: true, [.list(a)], .bool) { _ throws(EvaluationError) in .bool(true) },
      Overload("map", isMember: true, [.list(a), .int, .int, .int, .int], .int) { values throws(EvaluationError) in
        values[4]
      },
      Overload("has", [.int, .int], .string) { _ throws(EvaluationError) in .string("has of two") },
      Overload("cel.bind", [.int], .int) { values throws(EvaluationError) in values[0] },
      Overload("fails", [], .bool) { _ throws(EvaluationError) in throw EvaluationError(.invalidArgument, "no") },
    ])
    return environment
  }()

  @Test(arguments: [
    ("pick(1, [2, 3])", "1", "int"), ("pick('a', [])", "'a'", "string"), ("pick([], [[1]])", "[]", "list(int)"),
    ("pick(dyn(1), ['a'])", "1", "dyn"), ("pick(1, ['a'])", "no-matching-overload", ""),
    ("pair(1, 'a')", "{'a': 1, 'b': 'a'}", "map(string, dyn)"), ("pair(1, 1)", "{'a': 1, 'b': 1}", "map(string, dyn)"),
    ("entries({1: 'a'})", "[]", "list(string)"), ("entries({})", "[]", "list(dyn)"),
    ("entries([1])", "no-matching-overload", ""), ("size(true)", "-1", "int"), ("size('ab')", "2", "int"),
    ("size(dyn(true))", "-1", "int"), ("2.twice()", "4", "int"), ("'a'.twice()", "'aa'", "string"),
    ("dyn(2).twice()", "4", "dyn"), ("dyn(true).twice()", "error: no-such-overload", "dyn"),
    ("true.twice()", "no-matching-overload", ""), ("twice(2)", "no-matching-overload", ""),
    ("[1].all()", "true", "bool"), ("[1].all(x, x > 1)", "false", "bool"), ("[1].map(1, 2, 3, 4)", "4", "int"),
    ("[1].map(x, x)", "[1]", "list(int)"), ("has(1, 2)", "'has of two'", "string"), ("has({'a': 1}.a)", "true", "bool"),
    ("cel.bind(1)", "1", "int"), ("cel.bind(x, 1, x + 1)", "2", "int"), ("fails() || true", "true", "bool"),
    ("fails()", "error: invalid-argument", "bool"),
  ])
  func `Functions have overloads, type parameters and the names of macros`(
    _ row: (source: String, expected: String, type: String)
  ) {
    #expect(outcome(row.source, Self.functions) == row.expected)
    guard case .success(let program) = Self.functions.compile(row.source) else { return }
    #expect(program.type.description == row.type)
  }

  // MARK: Types

  @Test(arguments: [
    ("w + 1", "int"), ("w < 1.5", "bool"), ("w == null", "bool"), ("[w, 1]", "list(wrapper(int))"),
    ("[1, w]", "list(wrapper(int))"), ("[null, w]", "list(wrapper(int))"), ("true ? w : null", "wrapper(int)"),
    ("[w, dyn(1)]", "list(dyn)"), ("s.size()", "int"), ("s + 'a'", "string"), ("s in ['a']", "bool"),
    ("thing", "acme.Thing"),
    ("thing == null", "bool"), ("[thing, null]", "list(acme.Thing)"), ("b ? 1 : 2", "int"), ("!b", "bool"),
    ("b && true", "bool"), ("w == 'a'", "no-matching-overload"), ("s + 1", "no-matching-overload"),
    ("thing == 1", "no-matching-overload"), ("thing.name", "undeclared-field"), ("w.name", "undeclared-field"),
    ("v == v", "bool"), ("v == other", "no-matching-overload"), ("[v]", "list(vector(int))"),
  ])
  func `Wrappers, messages and abstract types are types`(_ row: (source: String, expected: String)) {
    var environment = Environment(domain: false)
    environment.declare("w", .wrapper(.int))
    environment.declare("s", .wrapper(.string))
    environment.declare("b", .wrapper(.bool))
    environment.declare("thing", .opaque("acme.Thing", []))
    environment.declare("v", .opaque("vector", [.int]))
    environment.declare("other", .opaque("vector", [.string]))
    switch environment.compile(row.source) {
    case .success(let program): #expect(program.type.description == row.expected)
    case .failure(let errors): #expect(errors.errors.map(\.code) == [row.expected])
    }
  }

  // MARK: Libraries

  @Test(arguments: [
    (Library.strings, "'a'.charAt(0)"), (.math, "math.abs(1)"), (.lists, "[1].distinct()"), (.maps, "{}.merge({})"),
    (.sets, "sets.contains([], [])"), (.encoders, "base64.encode(b'')"), (.bindings, "cel.bind(x, 1, x)"),
    (.optionals, "optional.of(1)"), (.optionals, "{'a': 1}.?a"), (.optionals, "[?optional.none()]"),
    (.optionals, "type(1) == optional_type"), (.comprehensions, "[1].all(i, v, v > i)"),
    (.comprehensions, "[1].transformList(i, v, v)"), (.regex, "regex.extract('a', 'a')"), (.network, "ip('::1')"),
    (.network, "type(1) == net.IP"), (.block, "cel.block([1], cel.index(0))"), (.domain, "usd(1)"),
    (.lists, "[1].sortBy(x, x)"), (.optionals, "optional.of(1).optMap(x, x)"), (.encoders, "json.encode(1)"),
  ])
  func `Each library is there or not`(_ row: (library: Library, source: String)) {
    let all = Environment(libraries: Set(Library.allCases))
    let without = Environment(libraries: Set(Library.allCases).subtracting([row.library]))
    let alone = Environment(libraries: [row.library])
    func compiles(_ environment: Environment) -> Bool {
      if case .success = environment.compile(row.source) { true } else { false }
    }
    #expect(compiles(all))
    #expect(!compiles(without))
    #expect(compiles(alone) || row.source.contains("optional.none"))
  }

  @Test func `What is there can be listed`() throws {
    let environment = Environment()
    // A macro is listed as it is written: with facts of the right kind it parses.
    for macro in environment.macros where !macro.hasPrefix("cel.index") {
      let written = macro.replacing("cel.block(list", with: "cel.block([1]")
      #expect(throws: Never.self, "\(macro)") { try environment.parse(written).get() }
    }
    #expect(environment.macros.count == 23)
    #expect(Environment(libraries: []).macros.count == 8)
    #expect(Environment(libraries: [], hasMacros: false).macros == [])
    #expect(environment.functions.overloads["usd"]?.map(\.signature).first == "usd(int) -> money")
  }

  @Test func `Without macros their names are those of functions`() {
    let environment = Environment(libraries: [], hasMacros: false)
    for source in ["[1].all(x, true)", "has({}.a)", "[1].map(x, x)"] {
      guard case .failure(let errors) = environment.compile(source) else {
        Issue.record("it compiled: \(source)")
        continue
      }
      #expect(errors.errors.contains { $0.code == "undeclared-function" })
    }
  }
}
