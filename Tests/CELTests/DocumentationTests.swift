import CEL
import Diagnostics
import Testing

/// The snippets of the guides, as they stand there: they compile, and do what the guides say.
@Suite struct DocumentationTests {
  @Test func `The overview`() throws {
    let gpu = ObjectType("gpu", [.init("hours", .int)])
    let request = ObjectType("request", [.init("cost", .money), .init("gpu", .object(gpu), isOptional: true)])
    var environment = Environment(domain: true)
    environment.declare("request", .object(request))

    let program = try environment.compile("request.cost > usd(500) && has(request.gpu)", expecting: .bool).get()
    let cost = Value.money(MoneyValue(nanos: 600_000_000_000, currency: "USD"))
    let result = program.evaluate(Activation(["request": .map(MapValue([("cost", cost)]))]))  // .success(.bool(false))
    #expect(try spelled(result.get()) == "false")
  }

  /// Whether an order may go on, by a condition that somebody else wrote.
  func mayGoOn(_ condition: String, _ order: Value) -> String {
    var environment = Environment(domain: false)
    environment.declare("order", .map(.string, .dyn))
    environment.declare("limit", constant: .int(500))

    switch environment.compile(condition, expecting: .bool) {
    case .failure(let errors):
      return errors.errors.map { error in
        "\(error.position.line):\(error.position.column): \(error.message) [\(error.code)]"
      }.joined(separator: "\n")
    case .success(let program):
      switch program.evaluate(Activation(["order": order])) {
      case .success(.bool(let isTrue)): return isTrue ? "yes" : "no"
      case .success(let other): return "expected a bool, found a \(other.typeName)"
      case .failure(let error): return "no answer: \(error.message) [\(error.code.rawValue)]"
      }
    }
  }

  @Test func `A whole program`() {
    let order = Value.map(MapValue([("total", .int(420)), ("items", .list([.string("lamp")]))]))
    for (said, expected) in [
      (mayGoOn("order.total <= limit && size(order.items) > 0", order), "yes"),
      (mayGoOn("order.total <= limti", order), "1:16: undeclared name `limti` [undeclared-name]"),
      (mayGoOn("order.discount < 10", order), "no answer: no such field `order.discount` [no-such-field]"),
    ] {
      #expect(said == expected)
    }
  }

  private static func shop() -> Environment {
    var environment = Environment(domain: false)
    let customer = ObjectType("customer", [.init("name", .string), .init("vip", .bool, isOptional: true)])
    environment.declare("customer", .object(customer))
    environment.declare("rates", constant: .map(MapValue([("eur", .double(1.08))])))
    environment.container = "shop.orders"  // `total` may now be `shop.orders.total` or `shop.total`
    return environment
  }

  @Test func `What is declared`() throws {
    let program = try Self.shop().compile("customer.?vip.orValue(false) ? rates.eur * 2.0 : 0.0").get()
    let facts = ["customer": Value.map(MapValue([("name", .string("Ada")), ("vip", .bool(true))]))]
    #expect(try spelled(program.evaluate(Activation(facts)).get()) == "2.16")
    var environment = Self.shop()
    environment.alias("Time", for: "google.protobuf.Timestamp")
    environment.refusesMixedLiterals = true  // `[1, 'a']` is an error, `[1, dyn('a')]` is none
    #expect(throws: CELErrors.self) { try environment.compile("[1, 'a']").get() }
    #expect(throws: Never.self) { try environment.compile("[1, dyn('a')].size() > 1 && type(1) != Time").get() }
    let small = Environment(libraries: [.strings, .math, .optionals])
    #expect(throws: CELErrors.self) { try small.compile("[1].distinct()").get() }
  }

  private func rendered() -> String {
    let environment = Self.shop()
    let source = "customer.nmae == 'Ada'"
    guard case .failure(let errors) = environment.compile(source), let error = errors.errors.first else { return "" }
    return Diagnostic(error.code, error.message, hint: error.hint, at: error.position)
      .rendered(in: SourceFile(path: "condition", text: source))
  }

  @Test func `What an author did wrong`() {
    #expect(
      rendered() == """
        1:10: error: undeclared field `nmae` of `customer` [undeclared-field]
          1 | customer.nmae == 'Ada'
            |          ^
          hint: did you mean `name`?
        """)
  }

  @Test func `Limits and cost`() throws {
    let program = try Self.shop().compile("[1, 2, 3].all(x, [4, 5, 6].all(y, x < y && customer.name != ''))").get()
    let facts = ["customer": Value.map(MapValue([("name", .string("Ada"))]))]
    let limits = EvaluationLimits(steps: 10_000)
    let result = program.evaluate(Activation(facts), limits: limits)  // budget-exceeded after 10,000 steps
    #expect(try spelled(result.get()) == "true")
    let dear = program.cost(CostHints(elements: 1000)).upperBound > 10_000
    let (answer, steps) = program.measure(Activation(facts))
    #expect(try !dear && spelled(answer.get()) == "true" && steps > 20)
    guard case .failure(let error) = program.evaluate(Activation(facts), limits: EvaluationLimits(steps: 5)) else {
      Issue.record("it ended")
      return
    }
    #expect(error.code == .budgetExceeded)
  }

  @Test func `Facts that are not known yet`() throws {
    var environment = Environment(domain: false)
    environment.declare("order", .map(.string, .dyn))
    environment.declare("limit", constant: .int(500))
    let program = try environment.compile("order.total <= limit && order.country == 'AT'").get()
    let known = Activation(["order": .map(MapValue([("total", .int(420))]))])
    let left = program.residual(known, unknown: [["order", "country"]])
    #expect(left.expression.formatted == "order.country == 'AT'")
    #expect(left.value == nil)
  }

  // MARK: Functions

  private func outcome(_ source: String, _ environment: Environment) -> String {
    switch environment.compile(source) {
    case .failure(let errors): return errors.errors.first?.code ?? ""
    case .success(let program):
      switch program.evaluate(Activation()) {
      case .success(let value): return spelled(value)
      case .failure(let error): return error.code.rawValue
      }
    }
  }

  @Test func `A function of one's own`() {
    var environment = Environment(domain: false)
    let kinds: Set = ["contract", "invoice"]
    environment.declare([
      Overload("evidence", [.string], .bool) { values throws(EvaluationError) in
        guard case .string(let kind) = values[0] else { throw EvaluationError(.noSuchOverload, "a kind is a string") }
        return .bool(kinds.contains(kind))
      }
    ])
    #expect(outcome("evidence('contract') && !evidence('letter')", environment) == "true")
    #expect(outcome("evidence(1)", environment) == "no-matching-overload")
  }

  @Test func `Overloads`() {
    var environment = Environment(domain: false)
    environment.declare([
      Overload("double", isMember: true, [.int], .int) { values throws(EvaluationError) in
        guard case .int(let number) = values[0] else { throw EvaluationError(.noSuchOverload, "expected an int") }
        let (result, overflow) = number.multipliedReportingOverflow(by: 2)
        guard !overflow else { throw EvaluationError(.overflow, "`double` leaves the range of int") }
        return .int(result)
      },
      Overload("double", isMember: true, [.string], .string) { values throws(EvaluationError) in
        guard case .string(let text) = values[0] else { throw EvaluationError(.noSuchOverload, "expected a string") }
        return .string(text + text)
      },
    ])
    #expect(outcome("2.double() == 4 && 'ab'.double() == 'abab' && double(1) == 1.0", environment) == "true")
    #expect(outcome("9223372036854775807.double()", environment) == "overflow")
    #expect(outcome("true.double()", environment) == "no-matching-overload")
    #expect(outcome("dyn(true).double()", environment) == "no-such-overload")
  }

  @Test func `Type parameters`() {
    var environment = Environment(domain: false)
    let element = CELType.parameter("T")
    environment.declare([
      Overload("pick", [element, .list(element)], element) { values throws(EvaluationError) in
        guard case .list(let items) = values[1] else { throw EvaluationError(.noSuchOverload, "expected a list") }
        return items.first ?? values[0]
      }
    ])
    #expect(outcome("pick(1, [2, 3]) + 1", environment) == "3")
    #expect(outcome("pick('a', []) + 'b'", environment) == "'ab'")
    #expect(outcome("pick(1, ['a'])", environment) == "no-matching-overload")
  }

  // MARK: The guides

  @Test func `Each line of code of the guides stands in this file`() throws {
    let package = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    func lines(_ path: String) -> [String] {
      let text = contents(of: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
      return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        String(line.drop { $0 == " " })
      }
    }
    let tested = Set(lines(#filePath))
    var count = 0
    for guide in ["CEL", "Embedding", "AddingAFunction"] {
      var isCode = false
      for line in lines("\(package)/Sources/CEL/CEL.docc/\(guide).md") {
        if line.hasPrefix("```") {
          isCode = line == "```swift"
        } else if isCode, !line.isEmpty, !line.hasPrefix("// "), !line.hasPrefix("import "),
          // What a guide shows of the module's inside, and the calls whose results it names.
          !line.hasPrefix("function("), !line.hasPrefix("mayGoOn("), !line.hasPrefix("left.")
        {
          #expect(tested.contains(line), "\(guide): \(line)")
          count += 1
        }
      }
    }
    #expect(count > 60)
  }
}
