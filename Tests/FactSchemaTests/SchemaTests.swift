import CEL
import FactSchema
import SpendModel
import Testing

@Suite struct SchemaTests {
  private let schema = Schema(
    facts: ObjectShape([
      .init(
        "request",
        .object(
          ObjectShape([
            .init("kind", .enumeration(["experiment", "pilot"])), .init("title", .text), .init("cost", .money),
            .init("gpu", .object(ObjectShape([.init("hours", .int)])), isOptional: true),
            .init("labels", .map(key: .string, value: .string)),
          ]))), .init("now", .timestamp),
    ]))

  @Test(arguments: [
    (["request", "kind"], "enum(experiment, pilot)", false), (["request", "gpu", "hours"], "int", true),
    (["request", "labels", "x"], "string", true), (["now"], "timestamp", false),
  ])
  func `A path has the type that was declared`(_ row: (path: [String], type: String, isOptional: Bool)) {
    let found = schema.type(at: row.path)
    #expect(found?.type.description == row.type)
    #expect(found?.isOptional == row.isOptional)
  }

  @Test(arguments: [["reqest"], ["request", "x"], ["request", "kind", "x"], ["now", "x"]])
  func `A path that was not declared has none`(_ path: [String]) {
    #expect(schema.type(at: path) == nil)
  }

  @Test func `Facts are bound so that conditions read them`() throws {
    let facts = Facts([
      "request": .object(
        Facts([
          "kind": .string("pilot"), "cost": .money(Money(nanos: 5_000_000_000, currency: .usd)),
          "title": .text("secret"),
        ]))
    ])
    let activation = schema.bind(facts)
    func evaluate(_ source: String) throws -> Value {
      try schema.environment(Host()).compile(source).get().evaluate(activation).get()
    }
    #expect(try evaluate("request.kind == 'pilot' && request.cost == usd(5)").display == "true")
    #expect(try evaluate("has(request.gpu)").display == "false")
    #expect(try evaluate("has(request.title)").display == "false")
  }

  @Test func `A value goes to CEL and back`() {
    let values: [FactValue] = [
      .bool(true), .int(-3), .uint(3), .double(0.5), .string("x"), .timestamp(Timestamp(clamping: 1_234_567)),
      .duration(nanoseconds: 7), .money(Money(nanos: 1, currency: .eur)), .list([.int(1)]),
      .object(Facts(["a": .int(1)])),
    ]
    for value in values { #expect(value.celValue.fact == value) }
    #expect(FactValue.text("words").celValue.fact == nil)
  }

  @Test func `Leaves are listed in the order of declaration`() {
    #expect(
      schema.leaves.map { $0.path.joined(separator: ".") } == [
        "now", "request.kind", "request.title", "request.cost", "request.labels", "request.gpu.hours",
      ])
  }
}
