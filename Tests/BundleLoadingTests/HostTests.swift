import CEL
import FactSchema
import PolicyEngine
import SpendModel
import Testing

@testable import BundleLoading

/// What the functions of expressions ask for: the calendar of the decision rights, zones, the reporting currency.
@Suite struct HostTests {
  private static let rights = """
    apiVersion: assent/v1
    kind: DecisionRights
    id: company
    owner: group:governance
    people: {ann: {name: Ann}, bo: {name: Bo}}
    groups: {governance: {members: [ann, bo], accountable: ann, fallback: user:ann}}
    reviews:
      governance: {right: agree, candidates: [group:governance], due: 1bd}
    ladders:
      default: [{at: due, do: replace, to: group:governance}]
    calendars: {office: {zone: UTC, hours: "09:00-17:00", days: [mon, tue, wed, thu, fri], holidays: [2026-12-25], default: true}}

    """

  private static let workflow = """
    apiVersion: assent/v1
    kind: Workflow
    id: standard
    owner: group:governance
    select: {when: "true", priority: 1, default: true}
    ttl: 20bd
    stages:
      - {id: decision, right: decide, candidates: [group:governance], due: 1bd}

    """

  private static func rule(_ condition: String) -> String {
    """
    apiVersion: assent/v1
    kind: Rule
    id: r
    title: R
    owner: group:governance
    on: request
    when: "\(condition.replacing("\"", with: "\\\""))"
    effect: warn
    """
  }

  private static func fires(_ condition: String, at now: String, scope: BundleLoader.Scope) throws -> Bool {
    let texts: KeyValuePairs =
      scope == .workspace
      ? [
        "rules/schema.yaml": exampleSchema, "rules/policy/r.yaml": rule(condition),
        "workflows/decision-rights.yaml": rights, "workflows/standard.yaml": workflow,
      ] : ["rules/schema.yaml": exampleSchema, "rules/policy/r.yaml": rule(condition)]
    let loaded = BundleLoader.load(bundleFiles(texts), scope: scope, lints: false)
    try #require(rendered(loaded.diagnostics, [:]) == "")
    let policy = try #require(loaded.bundle?.policy)
    let time = try #require(Timestamp(now))
    let facts = Facts(["request": .object(Facts(["purpose": .text("x"), "team": .string("Asia/Tokyo")]))])
    let fired = policy.evaluate(facts, at: time).fired
    #expect(fired.allSatisfy { $0.indeterminate == nil }, "\(fired.map(\.indeterminate))")
    return !fired.isEmpty
  }

  @Test(arguments: [
    Row("a business day is Monday after Friday", "bd(now, 1) > now + days(2)", true),
    Row("and no later", "bd(now, 1) > now + days(3)", false),
    Row("back from Friday it is Thursday", "bd(now, -1) == now - days(1)", true),
    Row("none keeps the time", "bd(now, 0) == now", true),
    Row("the summer's clocks of Berlin", "now.getHours('Europe/Berlin') == 17", true),
    Row("are not those of UTC", "now.getHours('Europe/Berlin') == now.getHours()", false),
    Row("a zone in double quotes", "now.getHours(\"America/New_York\") == 11", true),
    Row("a zone that a fact names", "now.getDate(request.team) == 19 && now.getHours(request.team) == 0", true),
    Row("a zone under a name of its own", "cel.bind(z, 'Asia/Kolkata', now.getMinutes(z) == 30)", true),
    Row("a sum of no money is in the reporting currency", "sum([usd(1)].filter(m, m > usd(1))) == usd(0)", true),
  ])
  func `A rule asks for the calendar, for zones and for sums`(_ row: Row<String, Bool>) throws {
    guard !TimeZones.read(["Europe/Berlin"]).isEmpty else {
      print("HostTests: there is no time zone database here; rules with zones were not tested")
      return
    }
    for scope in [BundleLoader.Scope.workspace, .rulesOnly] {
      #expect(try Self.fires(row.given, at: "2026-09-18T15:00:00Z", scope: scope) == row.expected, "\(scope)")
    }
  }

  @Test(arguments: [
    Row("a holiday is no business day", "bd(now, 1) == timestamp('2026-12-28T10:00:00Z')", true),
    Row("a night starts at the opening", "bd(now + hours(10), 0) == timestamp('2026-12-28T09:00:00Z')", true),
  ])
  func `The calendar is that of the decision rights`(_ row: Row<String, Bool>) throws {
    #expect(try Self.fires(row.given, at: "2026-12-24T10:00:00Z", scope: .workspace) == row.expected)
    #expect(
      try Self.fires("bd(now, 1) == timestamp('2026-12-25T10:00:00Z')", at: "2026-12-24T10:00:00Z", scope: .rulesOnly))
  }

  @Test(arguments: ["bd(now, 10001) > now", "bd(now, -10001) > now", "now.getHours(request.team) == 1"])
  func `What the host cannot tell makes the rule indeterminate`(_ condition: String) throws {
    let loaded = BundleLoader.load(
      bundleFiles(["rules/schema.yaml": exampleSchema, "rules/policy/r.yaml": Self.rule(condition)]),
      scope: .rulesOnly, lints: false)
    let verdict = try #require(loaded.bundle?.policy).evaluate(
      Facts(["request": .object(Facts(["team": .string("Nowhere/Else")]))]), at: .epoch)
    #expect(verdict.fired.map { $0.indeterminate != nil } == [true])
  }

  @Test func `A zone that there is not is refused where it is written`() {
    let text = Self.rule("now.getHours('Europe/Berln') == 1 && now.getHours('+02:00') == 1 && now.getHours('UTC') == 1")
    let loaded = BundleLoader.load(
      bundleFiles(["rules/schema.yaml": exampleSchema, "rules/policy/r.yaml": text]), scope: .rulesOnly, lints: false)
    #expect(
      rendered(loaded.diagnostics, [:]) == """
        rules/policy/r.yaml:7:21: error: unknown zone `Europe/Berln` [unknown-zone]
          hint: write a name of the tz database: `Europe/Berlin`
        """)
  }

  @Test(arguments: [
    Row("no zone", "now.getHours() == 1", TimeZones.Mention.named([])),
    Row("one", "now.getHours('Europe/Berlin')", .named(["Europe/Berlin"])),
    Row("blanks, and the quotes of YAML", "'now . getHours ( ''Etc/GMT+1'' )'", .named(["Etc/GMT+1"])),
    Row("escaped", #""now.getDate(\"UTC\")""#, .named(["UTC"])),
    Row("two", "a.getHours('A/B') + b.getHours(\"C\")", .named(["A/B", "C"])),
    Row("a fact", "now.getHours(request.zone)", .any), Row("a sum", "now.getHours('Europe/' + city)", .any),
    Row("a longer name", "widget(x) + x.get(y) + budget.getting(z)", .named([])), Row("nothing", "", .named([])),
    Row("cut off", "now.getHours('Europe", .any), Row("cut off before", "now.get", .named([])),
  ])
  func `The zones that a text names`(_ row: Row<String, TimeZones.Mention>) {
    #expect(TimeZones.zones(in: Array(row.given.utf8)) == row.expected)
  }
}
