import CEL
import Diagnostics
import SpendModel
import Testing

@testable import PolicyEngine

/// The tests of single facts agree with the expressions that they stand for.
@Suite struct PlanTests {
  private static let conditions = [
    "request.team == 'claims'", "request.team != 'claims'", "'claims' == request.team",
    "request.team in ['a', 'claims']",
    "!(request.team in ['a', 'claims'])", "request.team.startsWith('cl')", "request.team.startsWith('')",
    "request.hours == 5", "request.hours != 5", "request.hours < 6", "5 <= request.hours", "request.hours > 5",
    "request.cost > usd(7000)", "request.cost >= usd('7400.00')", "usd(7400) == request.cost",
    "request.cost < money(1, 'EUR')",
    "request.cost != usd(1)", "request.duration > duration('23h')", "request.duration == duration('24h')",
    "now > timestamp('2026-01-01T00:00:00Z')", "'a' in request.tags", "'z' in request.tags", "!('z' in request.tags)",
    "has(request.gpu)", "!has(request.gpu)", "has(request.data.region)", "has(request.labels.x)", "has(request.team)",
    "request.extra", "!request.extra", "request.extra == true", "request.extra != true", "request.extra == 5",
    "request.data.class == 'pii'", "request.ratio == 0.5", "request.ratio > 0.25", "request.labels.x == 'y'",
    "request.team == 'claims' && request.hours > 4 && 'a' in request.tags",
    "request.team == 'other' && request.hours / 0 > 1", "request.hours / 0 > 1 && request.team == 'other'",
    "request.team == 'é'", "request.items.exists(i, i.count > 1)", "request.team < 'd'",
  ]

  private static let values: [FactValue?] = [
    nil, .bool(true), .bool(false), .int(5), .int(-1), .uint(5), .double(5), .double(0.5), .string("claims"),
    .string("é"), .string("e\u{301}"), .string(""), .text("claims"), .timestamp(noon), .duration(nanoseconds: 1),
    usd(7400), .money(Money(nanos: 1, currency: .eur)), .list([]), .list([.string("a"), .int(1)]),
    .list([.string("z")]),
    object([:]), object(["x": .string("y"), "class": .string("pii"), "region": .string("eu")]),
  ]

  private static let paths = [
    "request", "request.team", "request.hours", "request.cost", "request.duration", "now", "request.tags",
    "request.gpu",
    "request.data", "request.data.class", "request.data.region", "request.labels", "request.labels.x", "request.extra",
    "request.ratio", "request.items",
  ]

  @Test func `Judging by tests gives what the expressions give`() {
    var count = 0
    for condition in Self.conditions {
      let policy = policy(rule(condition, effect: .require, reviews: ["x"], toleratesMissing: true))
      let whole = policy.rules[0]
      for path in Self.paths {
        for value in Self.values {
          let facts = request.with(path, value)
          let verdict = policy.evaluate(facts, at: noon)
          let truth = whole.condition.judge(whole.environment.bind(facts, now: noon))
          let fired = verdict.fired.first
          let agrees: Bool =
            switch truth {
            case .holds: fired != nil && fired?.indeterminate == nil
            case .fails: fired == nil
            case .indeterminate: fired?.indeterminate != nil
            }
          #expect(agrees, "\(condition) where \(path) is \(value?.display ?? "missing"): \(truth)")
          #expect(policy.matches(facts, at: noon) == (truth == .fails ? [] : ["r"]))
          count += 1
        }
      }
    }
    #expect(count == Self.conditions.count * Self.paths.count * Self.values.count)
  }

  @Test func `Rules that share tests are judged as each alone would be`() {
    let all = Self.conditions.enumerated().map { index, condition in
      rule(condition, id: "r\(index)", effect: .require, reviews: ["x"], toleratesMissing: true)
    }
    let each = all.map { (id: $0.id, policy: policy($0)) }
    let together = PolicyCompiler.compile(schema: schema, rules: all, context: .init(lints: false)).policy
    for path in Self.paths {
      for value in Self.values {
        let facts = request.with(path, value)
        let alone = each.filter { !$0.policy.matches(facts, at: noon).isEmpty }.map(\.id)
        #expect(together.matches(facts, at: noon) == alone.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
      }
    }
  }

  @Test func `A scope covers what it can be shown to cover`() throws {
    let all = policy()
    let scope = try #require(all.scope(SourceExpression("request.team == 'claims'")).scope)
    #expect(scope.covers(request, at: noon))
    #expect(!scope.covers(request.with("request.team", .string("x")), at: noon))
    #expect(!scope.covers(request.with("request.team", nil), at: noon))
    let (none, errors) = all.scope(SourceExpression("request.gpu.count > 1"))
    #expect(none.map { _ in 1 } == nil)
    #expect(errors.map(\.code) == ["unguarded"])
  }
}
