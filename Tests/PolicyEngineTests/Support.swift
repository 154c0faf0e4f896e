import Diagnostics
import FactSchema
@testable import PolicyEngine
import SpendModel
import Testing

/// A row of a table: a name, what is given, what is expected.
struct Row<Given: Sendable, Expected: Sendable>: Sendable, CustomTestStringConvertible {
  let name: String
  let given: Given
  let expected: Expected

  init(_ name: String, _ given: Given, _ expected: Expected) {
    (self.name, self.given, self.expected) = (name, given, expected)
  }

  var testDescription: String { name }
}

/// Much of the worked example's schema.
let schema = Schema(
  facts: ObjectShape([
    .init(
      "request",
      .object(
        ObjectShape([
          .init("kind", .enumeration(["experiment", "pilot", "production"])),
          .init("title", .text),
          .init("team", .string),
          .init("environment", .enumeration(["sandbox", "dev", "test", "staging", "production"])),
          .init("duration", .duration),
          .init("cost", .money),
          .init("hours", .int),
          .init("ratio", .double),
          .init("tags", .list(.string)),
          .init("labels", .map(key: .string, value: .string)),
          .init("extra", .dynamic),
          .init("items", .list(.object(ObjectShape([.init("name", .string), .init("count", .int)])))),
          .init(
            "data",
            .object(
              ObjectShape([
                .init("class", .enumeration(["public", "internal", "pii", "special"])),
                .init("region", .string, isOptional: true),
              ]))),
          .init(
            "gpu",
            .object(
              ObjectShape([.init("type", .string), .init("count", .int), .init("note", .string, isOptional: true)])),
            isOptional: true),
        ]))),
    .init("requester", .object(ObjectShape([.init("id", .string), .init("manager", .string, isOptional: true)]))),
    .init("now", .timestamp),
  ]))

let noon = Timestamp("2026-11-26T12:00:00Z") ?? .epoch

func usd(_ units: Int64) -> FactValue { .money(Money(nanos: units * 1_000_000_000, currency: .usd)) }

/// A rule on requests; its id is `r` where nothing else is said.
func rule(
  _ condition: String, id: String = "r", effect: Effect = .warn, reviews: [String] = [],
  obligations: [Obligation] = [], message: String? = nil, toleratesMissing: Bool = false,
  examples: [RuleExample] = []
) -> Rule {
  Rule(
    id: id, title: "Rule \(id)", owner: .group("finance"), condition: SourceExpression(condition), effect: effect,
    reviews: reviews.map { Placed($0, at: .start) }, obligations: obligations,
    message: message.map { SourceExpression($0) }, toleratesMissing: toleratesMissing, examples: examples)
}

/// A policy of rules, which must be sound.
func policy(_ rules: Rule...) -> CompiledPolicy {
  let (policy, diagnostics) = PolicyCompiler.compile(schema: schema, rules: rules, context: .init(lints: false))
  #expect(diagnostics.map { $0.rendered() } == [])
  return policy
}

/// What is said about a rule: code, place, message and hint, one line each.
func said(about rule: Rule, lints: Bool = false, reviews: [String]? = nil) -> String {
  let context = PolicyCompiler.Context(reviews: reviews, lints: lints)
  let (_, diagnostics) = PolicyCompiler.compile(schema: schema, rules: [rule], context: context)
  return diagnostics.inOrder().map { diagnostic in
    let place = diagnostic.position.map { "\($0.line):\($0.column) " } ?? ""
    return "\(place)\(diagnostic.code): \(diagnostic.message)" + (diagnostic.hint.map { " (\($0))" } ?? "")
  }.joined(separator: "\n")
}

/// A request that fits the schema.
let request = Facts([
  "request": object([
    "kind": .string("experiment"), "title": .text("words"), "team": .string("claims"), "environment": .string("dev"),
    "duration": .duration(nanoseconds: 86_400_000_000_000), "cost": usd(7400), "hours": .int(5), "ratio": .double(0.5),
    "tags": .list([.string("a"), .string("b")]), "labels": object(["x": .string("y")]), "items": .list([]),
    "data": object(["class": .string("pii")]),
  ]),
  "requester": object(["id": .string("zoe")]),
  "now": .timestamp(noon),
])

func object(_ fields: KeyValuePairs<String, FactValue>) -> FactValue { .object(Facts(fields)) }

extension Facts {
  /// The same facts with another value at a path.
  func with(_ path: String, _ value: FactValue?) -> Facts {
    var copy = self
    copy[path: path.split(separator: ".").map(String.init)] = value
    return copy
  }
}
