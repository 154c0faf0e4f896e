import CEL
import Diagnostics
import Testing

/// Declared fields that are laid out by slots: nothing but the speed differs from looking them up by name.
@Suite struct SlotTests {
  private var environment: Environment {
    var environment = Environment()
    let model = ObjectType("model", [.init("name", .string), .init("window", .int), .init("cost", .money)])
    environment.declare(
      "request",
      .object(
        ObjectType(
          "request",
          [
            .init("kind", .string), .init("cost", .money), .init("pii", .bool), .init("tags", .list(.string)),
            .init("model", .object(model)), .init("share", .double), .init("labels", .map(.string, .string)),
          ])))
    environment.declare("limit", .int)
    return environment
  }

  private static let request = MapValue([
    ("kind", .string("pilot")), ("cost", .money(MoneyValue(nanos: 5_000_000_000, currency: "USD"))),
    ("pii", .bool(true)), ("tags", .list([.string("a"), .string("b"), .int(3)])),
    ("model", .map(MapValue([("window", .int(8192)), ("name", .string("größe"))]))), ("share", .double(.nan)),
    ("labels", .map(MapValue([("x", .string("y"))]))),
  ])

  private static let others: [(name: String, value: Value)] = [
    ("the request", .map(request)),
    (
      "fields in another order",
      .map(
        MapValue(
          zip(request.keys, request.keys.map { request[$0] ?? .null }).reversed().map {
            ($0.display.filter { $0 != "'" }, $1)
          }))
    ),
    ("no fields", .map(MapValue())),
    ("no object", .int(3)),
    ("null", .null),
    (
      "fields of other types",
      .map(
        MapValue([
          ("kind", .int(1)), ("cost", .string("x")), ("pii", .null), ("tags", .map(MapValue([("a", .int(1))]))),
          ("model", .list([])),
        ]))
    ),
    (
      "another currency",
      .map(
        MapValue([
          ("cost", .money(MoneyValue(nanos: 1, currency: "EUR"))), ("model", .map(MapValue([("cost", .bool(false))]))),
        ]))
    ),
    (
      "long texts",
      .map(
        MapValue([
          ("kind", .string(String(repeating: "pilot", count: 50))),
          ("tags", .list((0..<100).map { .string("t\($0)") })),
        ]))
    ),
  ]

  private static let sources = [
    "request.kind == 'pilot'", "'pilot' == request.kind", "request.kind != 'pilot'", "request.kind < 'z'",
    "request.kind in ['pilot', 'x']", "request.kind in ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'pilot']",
    "request.kind.startsWith('pi')", "request.kind.endsWith('lot')", "request.kind.contains('l')",
    "'a' in request.tags", "'z' in request.tags", "request.pii", "!request.pii", "request.pii && request.kind == 'x'",
    "request.pii || request.kind == 'x'", "request.pii == true", "request.pii > false",
    "request.cost > usd(3)", "usd(3) < request.cost", "request.cost == money(5, 'EUR')",
    "request.cost >= money(5, 'EUR')",
    "request.model.window > 4096", "dyn(request.model.window) == 8192u || request.model.window >= 1.5",
    "request.model.name == 'größe'", "request.model.cost > usd(1)", "request.share == 1.0", "request.share < 2.0",
    "request.labels.x == 'y'", "request.labels.y == 'y'", "has(request.model.cost) ? request.model.cost : usd(0)",
    "request.tags.exists(t, t == request.kind)", "limit > 3", "limit", "request.model", "request.?kind.orValue('?')",
    "request.kind.startsWith('x') || limit == 4", "[request.kind == 'pilot', 'a' in request.tags].all(x, x)",
  ]

  private func told(_ result: Result<Value, EvaluationError>) -> String {
    switch result {
    case .success(let value): value.display
    case .failure(let error):
      "\(error.code.rawValue) at \(error.position.line):\(error.position.column): \(error.message)"
    }
  }

  @Test(arguments: SlotTests.sources)
  func `A slot has what the name has`(_ source: String) throws {
    let program = try environment.compile(source).get()
    for other in Self.others {
      for limit in [Value.int(4), .string("4"), nil] {
        var variables = ["request": other.value]
        variables["limit"] = limit
        let byName = program.measure(Activation(variables))
        let bySlot = program.measure(environment.bind(variables))
        let own = environment.bind(variables)
        #expect(told(byName.result) == told(program.measure(own).result), "\(other.name)")
        #expect(told(byName.result) == told(bySlot.result), "\(other.name)")
      }
    }
    #expect(told(program.evaluate(Activation())) == told(program.evaluate(environment.bind([:]))))
  }

  @Test func `A program of an environment that has grown reads by name`() throws {
    var environment = environment
    let program = try environment.compile("request.kind == 'pilot' && limit == 4").get()
    environment.declare("more", .int)
    let late = try environment.compile("request.kind == 'pilot' && more == 4").get()
    let activation = environment.bind(["request": .map(Self.request), "limit": .int(4), "more": .int(4)])
    #expect(told(program.evaluate(activation)) == "true")
    #expect(told(late.evaluate(activation)) == "true")
  }

  @Test func `What is declared again counts`() throws {
    var environment = environment
    environment.declare("request", .object(ObjectType("request", [.init("other", .int)])))
    let activation = environment.bind(["request": .map(MapValue([("other", .int(7))]))])
    #expect(told(try environment.compile("request.other == 7").get().evaluate(activation)) == "true")
  }

  @Test func `A variable that is set later is read`() throws {
    let environment = environment
    var activation = environment.bind(["limit": .int(1)])
    activation.variables["limit"] = .int(9)
    #expect(told(try environment.compile("limit > 3").get().evaluate(activation)) == "true")
  }

  @Test func `A type of very many fields has no slots, and no less meaning`() throws {
    var environment = Environment()
    let many = ObjectType("many", (0..<5000).map { .init("f\($0)", .int) })
    environment.declare("many", .object(many))
    let activation = environment.bind(["many": .map(MapValue([("f4999", .int(1))]))])
    #expect(told(try environment.compile("many.f4999 == 1").get().evaluate(activation)) == "true")
  }
}
