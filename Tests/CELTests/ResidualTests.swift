import CEL
import Testing

@Suite struct ResidualTests {
  private var environment: Environment {
    var environment = Environment()
    environment.declare(
      "request",
      .object(
        ObjectType(
          "request",
          [
            .init("kind", .string), .init("cost", .money), .init("tags", .list(.string)), .init("hours", .int),
            .init("region", .string, isOptional: true),
          ])))
    environment.declare("other", .int)
    environment.declare("now", .timestamp)
    return environment
  }

  /// The kind is `pilot`, the hours are 3, the tags `a` and `b`; the cost and `other` are not known.
  private func residual(_ source: String) throws -> String {
    let activation = Activation([
      "request": .map(
        MapValue([("kind", .string("pilot")), ("hours", .int(3)), ("tags", .list([.string("a"), .string("b")]))])),
      "now": .timestamp(.epoch),
    ])
    let found = try environment.compile(source).get().residual(activation, unknown: [["request", "cost"]])
    return (found.value == nil ? "" : "= ") + found.expression.formatted
  }

  @Test(arguments: [
    ("request.kind == 'pilot' && request.cost > usd(500)", "request.cost > usd('500.00')"),
    ("request.kind == 'x' && request.cost > usd(500)", "= false"),
    ("request.cost > usd(500) || request.hours == 3", "= true"),
    ("request.cost > usd(500) || request.hours == 4", "request.cost > usd('500.00')"),
    ("request.hours * 2 > other + 1 * 2", "6 > other + 2"), ("request.hours > 2 ? other : 7", "other"),
    ("other > 1 ? request.hours : 7", "other > 1 ? 3 : 7"),
    ("request.tags.all(t, t != request.kind)", "= true"),
    ("request.tags.exists(t, t == 'a' && other > request.hours)", "['a', 'b'].exists(t, t == 'a' && other > 3)"),
    ("has(request.region) || other > 1", "other > 1"), ("has(request.cost)", "has(request.cost)"),
    ("request.region == 'eu' || other > 1", "request.region == 'eu' || other > 1"),
    ("request.region == 'eu' && request.kind == 'x'", "= false"),
    ("now + days(1) > timestamp(other)", "timestamp('1970-01-02T00:00:00Z') > timestamp(other)"),
    ("1 / (request.hours - 3) == other", "1 / (request.hours - 3) == other"), ("request.hours", "= 3"),
    ("request == request", "request == request"),
    ("cel.bind(x, request.hours, x + other)", "cel.bind(x, 3, x + other)"), ("type(request.hours) == int", "= true"),
    ("request.kind in ['a', 'pilot'] && other in [request.hours]", "other in [3]"),
    ("request.tags.map(t, t + '!')", "= ['a!', 'b!']"), ("!(other == 1)", "!(other == 1)"),
    ("[other, request.hours]", "[other, 3]"), ("{'a': other}.a", "{'a': other}.a"),
    ("request.cost * 2 > request.cost", "request.cost * 2 > request.cost"),
    ("math.greatest(request.hours, other)", "math.greatest(3, other)"),
  ])
  func `What is known is worked out, and the rest stays`(_ row: (source: String, expected: String)) throws {
    #expect(try residual(row.source) == row.expected)
  }

  @Test(arguments: [
    "request.kind == 'pilot' && request.cost > usd(500)", "request.hours * 2 > other + 2 || 1 / (other - 1) > 0",
    "request.tags.exists(t, t == 'b' && other > request.hours)",
    "request.region == 'eu' || other > 3", "other == 1 ? request.region == '' : request.cost < usd(1)",
    "cel.bind(x, request.hours, x + other == 4) && request.cost == usd(7)",
  ])
  func `A residual comes to what the whole comes to`(_ source: String) throws {
    func outcome(_ program: Program, _ activation: Activation) -> String {
      switch program.evaluate(activation) {
      case .success(let value): value.display
      case .failure(let error): error.code.rawValue
      }
    }
    let known: [(String, Value)] = [
      ("kind", .string("pilot")), ("hours", .int(3)), ("tags", .list([.string("a"), .string("b")])),
    ]
    let program = try environment.compile(source).get()
    for (other, cost) in [(1, 600), (2, 0), (4, 7)] as [(Int64, Int64)] {
      let whole = Activation([
        "request": .map(MapValue(known + [("cost", .money(MoneyValue(nanos: cost * 1_000_000_000, currency: "USD")))])),
        "other": .int(other),
      ])
      let partial = Activation(["request": .map(MapValue(known))])
      let left = program.residual(partial, unknown: [["request", "cost"]]).expression.formatted
      #expect(outcome(try environment.compile(left).get(), whole) == outcome(program, whole), "\(left)")
    }
  }

  @Test(arguments: [
    ("true && 1 / x", "true && 1 / x"), ("true && x", "true && x"), ("true && x > 1", "x > 1"),
    ("x || false", "x || false"), ("false || x in [1]", "x in [1]"), ("true && [x].all(y, y > 1)", "[x].all(y, y > 1)"),
    ("x && false", "false"), ("{?'a': x}", "{?'a': x}"), ("[?x, 1 + 1]", "[?x, 2]"), ("{?'a' + 'b': x}", "{?'ab': x}"),
  ])
  func `What may be no bool keeps the operator that refuses it`(_ row: (source: String, left: String)) throws {
    let program = try Environment().parse(row.source).get()
    #expect(program.residual(Activation()).expression.formatted == row.left)
  }
}
