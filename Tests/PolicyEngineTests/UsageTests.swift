import Diagnostics
import FactSchema
@testable import PolicyEngine
import SpendModel
import Testing

@Suite struct UsageTests {
  private func usageRule(_ condition: String, by: [String] = ["grant"], filter: String? = nil, amount: String? = nil)
    -> Rule
  {
    Rule(
      id: "r", title: "Spend is over", owner: .group("finance"), subject: .usage,
      condition: SourceExpression(condition),
      effect: .finding, severity: .high,
      usage: UsageScope(
        window: by.contains("grant") ? .grant : .day, by: by.map { Placed($0, at: .start) },
        filter: filter.map { SourceExpression($0) }),
      finding: FindingTemplate(
        owner: .grantOwner, due: .businessDays(5), amount: amount.map { SourceExpression($0) }, action: "amend or stop",
        grant: .suspend))
  }

  private static let over = Facts([
    "spend": object(["list": usd(6300), "contracted": usd(6220), "billed": usd(6220), "effective": usd(6220)]),
    "quantity": object(["input.uncached": .int(5)]), "count": .int(3), "first": .timestamp(noon),
    "last": .timestamp(noon),
    "unpriced": .int(0), "now": .timestamp(noon), "usage": object(["grant": .string("GRT-000001")]),
    "grant": object([
      "id": .string("GRT-000001"), "owner": .string("zoe"), "caps": object(["cost": usd(6000)]),
      "expires": .timestamp(noon), "state": .string("active"),
    ]),
  ])

  private func compile(_ rule: Rule) throws -> CompiledRule {
    let (policy, diagnostics) = PolicyCompiler.compile(schema: schema, rules: [rule], context: .init(lints: false))
    #expect(diagnostics.map { $0.rendered() } == [])
    #expect(policy.usageRules.count == 1)
    return try #require(policy["r"])
  }

  @Test func `A group over its cap opens a finding with its amount`() throws {
    let rule = try compile(
      usageRule(
        "spend.effective > grant.caps.cost", filter: "usage.status == 'ok'", amount: "spend.effective - grant.caps.cost"
      ))
    let finding = try #require(rule.evaluateUsage(Self.over, at: noon))
    #expect(finding.amount == Money(nanos: 220_000_000_000, currency: .usd))
    #expect(finding.owner == .grantOwner)
    #expect(finding.verifier == .group("finance"))
    #expect(finding.grant == .suspend)
    #expect(finding.indeterminate == nil)
    #expect(finding.message == "Spend is over")
    #expect(
      finding.read.map { "\($0.fact) \($0.value?.display ?? "-")" } == [
        "spend.effective 6220.00 USD", "grant.caps.cost 6000.00 USD",
      ])
    #expect(rule.evaluateUsage(Self.over.with("spend.effective", usd(6000)), at: noon) == nil)
  }

  @Test func `A condition that fails opens a finding on the rule itself`() throws {
    let rule = try compile(usageRule("spend.effective > grant.caps.cost"))
    let finding = try #require(rule.evaluateUsage(Self.over.with("grant.caps", nil), at: noon))
    #expect(finding.indeterminate != nil)
    #expect(finding.owner == .group("finance"))
    #expect(finding.grant == .none)
    let other = Money(nanos: 1, currency: .eur)
    #expect(rule.evaluateUsage(Self.over.with("grant.caps.cost", .money(other)), at: noon)?.indeterminate != nil)
  }

  @Test func `Records are counted by the filter, and by all means where it fails`() throws {
    let rule = try compile(usageRule("count > 5", filter: "usage.status == 'ok' && usage.tags['x'] == 'y'"))
    func record(_ status: String, _ tags: FactValue) -> Facts {
      Facts(["usage": object(["status": .string(status), "tags": tags])])
    }
    #expect(rule.counts(record("ok", object(["x": .string("y")]))))
    #expect(!rule.counts(record("ok", object(["x": .string("z")]))))
    #expect(!rule.counts(record("error", object([:]))))
    #expect(rule.counts(record("ok", object([:]))))
  }

  @Test(arguments: [
    Row(
      "baseline asked for",
      ("has(baseline.median) && spend.effective > baseline.median + baseline.mad * 6", ["project"]), ""),
    Row(
      "baseline not asked for", ("spend.effective > baseline.median", ["project"]),
      "1:19 unguarded: `baseline.median` may be missing"),
    Row("budget by one of its facts", ("has(budget.amount) && budget.spent > budget.amount", ["project"]), ""),
    Row("grant of other groups", ("grant.id == ''", ["project"]), "1:1 unguarded: `grant.id` may be missing"),
    Row("previous", ("has(previous.spend) && spend.effective > previous.spend.effective * 2", ["project"]), ""),
    Row("meter", ("'gpu.used' in quantity && quantity['gpu.used'] > 5", ["project"]), ""),
    Row("dimension of the group", ("usage.project == 'x'", ["project"]), ""),
    Row("dimension of no group", ("usage.team == 'x'", ["project"]), "1:7 "),
    Row("request facts", ("request.cost > usd(5)", ["project"]), "1:1 "),
    Row("unpriced", ("unpriced > 0 && count > 100", ["project"]), ""),
  ])
  func `Conditions on usage are checked against the facts of the group`(_ row: Row<(String, [String]), String>) {
    let said = said(about: usageRule(row.given.0, by: row.given.1))
    #expect(row.expected.isEmpty ? said == "" : said.hasPrefix(row.expected))
  }

  @Test func `Filters and amounts are checked too`() {
    #expect(said(about: usageRule("count > 5", filter: "usage.statsu == 'ok'")).hasPrefix("1:7 "))
    #expect(said(about: usageRule("count > 5", filter: "spend.list > usd(5)")).hasPrefix("1:1 "))
    #expect(said(about: usageRule("count > 5", amount: "count")).hasPrefix("1:1 "))
    #expect(said(about: usageRule("count > 5", by: ["project"], amount: "budget.amount")).hasPrefix("1:1 unguarded"))
  }

  @Test(arguments: [
    ("hour", UsageScope.Window.hour), ("grant", .grant), ("7d", .rolling(days: 7)),
    ("2w", .rolling(days: 14)),
    ("48h", .rolling(days: 2)), ("3660d", .rolling(days: 3660)),
    ("year", nil), ("5bd", nil), ("0d", nil), ("36h", nil), ("3661d", nil), ("999999999d", nil),
  ])
  func `Windows`(_ row: (String, UsageScope.Window?)) {
    #expect(UsageScope.Window(row.0) == row.1)
  }

  @Test func `Dimensions`() {
    #expect(UsageFacts.isDimension("cost_center"))
    #expect(UsageFacts.isDimension("tags['team']"))
    #expect(!UsageFacts.isDimension("tags['']"))
    #expect(!UsageFacts.isDimension("tags[team]"))
    #expect(!UsageFacts.isDimension("costCenter"))
  }
}
