import Diagnostics
import FactSchema
import PolicyEngine
import SpendModel
import Testing

@testable import BundleLoading

@Suite struct TableTests {
  private static let table = """
    apiVersion: assent/v1
    kind: DecisionTable
    id: approval-matrix
    title: Who reviews what
    owner: group:finance
    on: request
    hit: collect
    columns: [request.data.class, request.cost, request.environment]
    rows:
      - {in: ["['pii','special']", "_", "_"], out: {effect: require, review: [data-governance, legal]}}
      - {in: ["_", "> usd(50000)", "_"], out: {effect: require, review: [finance]}}
      - {in: ["_", "_", "production"], out: {effect: deny, waivable: true}}
    """.replacing("\"production\"", with: "\"'production'\"")

  private func load(_ text: String) -> LoadedBundle {
    BundleLoader.load(
      bundleFiles(["rules/policy/approval-matrix.yaml": text, "rules/schema.yaml": exampleSchema]), scope: .rulesOnly)
  }

  private func facts(_ data: String, _ cost: Int64, _ environment: String) -> Facts {
    var facts = Facts()
    facts[path: ["request", "data", "class"]] = .string(data)
    facts[path: ["request", "cost"]] = .money(Money(nanos: cost * 1_000_000_000, currency: .usd))
    facts[path: ["request", "environment"]] = .string(environment)
    return facts
  }

  @Test func `Each row that hits is a rule of its own`() throws {
    let loaded = load(Self.table)
    #expect(rendered(loaded.diagnostics, [:]) == "")
    let policy = try #require(loaded.bundle?.policy)
    #expect(policy.rules.map(\.rule.id) == ["approval-matrix.1", "approval-matrix.2", "approval-matrix.3"])
    let verdict = policy.evaluate(facts("pii", 50_001, "dev"), at: .epoch)
    #expect(verdict.fired.map(\.id) == ["approval-matrix.1", "approval-matrix.2"])
    #expect(verdict.reviews == ["data-governance", "finance", "legal"])
    #expect(policy.evaluate(facts("public", 50_000, "dev"), at: .epoch).outcome == .allow)
    #expect(policy.evaluate(facts("public", 5, "production"), at: .epoch).outcome == .deny)
    #expect(Set(policy.rules.map(\.rule.digest)).count == 3)
  }

  @Test(arguments: [
    Row("collect", "collect", ["approval-matrix.1", "approval-matrix.2", "approval-matrix.3"]),
    Row("first", "first", ["approval-matrix.1"]), Row("priority", "priority", ["approval-matrix.3"]),
  ])
  func `Hits are picked`(_ row: Row<String, [String]>) throws {
    let policy = try #require(load(Self.table.replacing("hit: collect", with: "hit: \(row.given)")).bundle?.policy)
    let all = facts("pii", 60_000, "production")
    #expect(policy.matches(all, at: .epoch) == row.expected)
    #expect(policy.evaluate(all, at: .epoch).fired.map(\.id) == row.expected)
    #expect(policy.matches(facts("public", 60_000, "dev"), at: .epoch) == ["approval-matrix.2"])
  }

  @Test func `A row that is indeterminate counts beside the first that hits`() throws {
    let policy = try #require(load(Self.table.replacing("hit: collect", with: "hit: first")).bundle?.policy)
    var partial = facts("pii", 60_000, "production")
    partial[path: ["request", "data"]] = nil
    let verdict = policy.evaluate(partial, at: .epoch)
    #expect(verdict.fired.map(\.id) == ["approval-matrix.1", "approval-matrix.2"])
    #expect(verdict.fired.first?.indeterminate != nil)
  }

  @Test(arguments: [
    Row(
      "a misspelt value", ("'special'", "'spezial'"),
      """
      rules/policy/approval-matrix.yaml:10:19: error: `spezial` is no value of `request.data.class` [unknown-value]
        hint: did you mean `special`?
      """),
    Row(
      "a misspelt column", ("[request.data.class,", "[request.data.clas,"),
      "rules/policy/approval-matrix.yaml:8:24: error: "),
    Row(
      "too few cells",
      ("\"_\", \"_\"], out: {effect: require, review: [data", "\"_\"], out: {effect: require, review: [data"),
      """
      rules/policy/approval-matrix.yaml:10:10: error: the row has 2 cells for 3 columns [cells]
        hint: write `_` for anything
      """),
    Row(
      "a key of another effect", ("waivable: true", "waivable: true, review: [x]"),
      """
      rules/policy/approval-matrix.yaml:12:74: error: key `review` may not stand here [misplaced-key]
        hint: only `effect: require` demands reviews
      """),
    Row(
      "unknown hit", ("hit: collect", "hit: last"),
      """
      rules/policy/approval-matrix.yaml:7:6: error: unknown value `last` [unknown-value]
        hint: one of `unique`, `any`, `priority`, `first`, `collect`
      """),
    Row(
      "overlap", ("hit: collect", "hit: unique"),
      """
      rules/policy/approval-matrix.yaml:11:46: error: rows 1 and 2 of `approval-matrix` hit at once [overlap]
        hint: both hit where `request.data.class` is 'pii', `request.cost` is more
      """),
    Row(
      "no owner", ("owner: group:finance\n", ""),
      """
      rules/policy/approval-matrix.yaml:1:1: error: missing key `owner` [missing-key]
        hint: a decision table needs it
      """),
  ])
  func `Tables that are refused`(_ row: Row<(String, String), String>) {
    let text = Self.table.replacing(row.given.0, with: row.given.1)
    #expect(text != Self.table)
    let said = rendered(load(text).diagnostics, [:])
    #expect(said.hasPrefix(row.expected) || row.name == "overlap", "\(said)")
    if row.name == "overlap" {
      #expect(said.contains("rows 1 and 2 of `approval-matrix` hit at once"), "\(said)")
      #expect(said.contains("both hit where `request.data.class` is 'pii'"), "\(said)")
    }
  }

  @Test(arguments: [
    Row("apart by list", (["['pii','special']", "_"], ["'public'", "_"]), ""),
    Row("apart by range", (["_", "<= usd(500)"], ["_", "> usd(500)"]), ""),
    Row("touching", (["_", "<= usd(500)"], ["_", ">= usd(500)"]), "both hit where `request.cost` is 500.00 USD"),
    Row("by exclusion", (["!= 'pii'", "_"], ["'pii'", "_"]), ""),
    Row(
      "two columns", (["'pii'", "< usd(5)"], ["'pii'", "_"]),
      "both hit where `request.cost` is 0.00 USD, `request.data.class` is 'pii'"),
    Row("anything", (["_", "_"], ["_", "_"]), "both hit whatever the facts"),
    Row("apart by an amount", (["_", "!= usd(5)"], ["_", "usd(5)"]), ""),
    Row(
      "not to be compared", (["_", "> usd(5)"], ["_", "request.cost"]),
      "their cells cannot be told apart; use values, lists and ranges"),
  ])
  func `A unique table is shown to have no overlap`(_ row: Row<([String], [String]), String>) {
    func cells(_ cells: [String]) -> String { cells.map { "\"\($0)\"" }.joined(separator: ", ") }
    let text = """
      apiVersion: assent/v1
      kind: DecisionTable
      id: approval-matrix
      title: Who reviews what
      owner: group:finance
      on: request
      hit: unique
      columns: [request.data.class, request.cost]
      rows:
        - {in: [\(cells(row.given.0))], out: {effect: warn}}
        - {in: [\(cells(row.given.1))], out: {effect: allow}}
      """
    let loaded = load(text)
    #expect(loaded.diagnostics.filter { $0.severity == .error }.compactMap(\.hint).joined() == row.expected)
    #expect((loaded.bundle == nil) == !row.expected.isEmpty)
    let any = load(text.replacing("hit: unique", with: "hit: any").replacing("effect: allow", with: "effect: warn"))
    #expect(!any.diagnostics.hasErrors)
  }
}
