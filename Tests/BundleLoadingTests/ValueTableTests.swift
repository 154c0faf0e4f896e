import CEL
import Diagnostics
import SpendModel
import Testing

@testable import BundleLoading
@testable import PolicyEngine

/// Tables that give a number or an amount, from the file to the value.
@Suite struct ValueTableTests {
  /// What a table gives for one request.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let collect: String
    /// Cells over `request.hours` and `request.environment`, and the value.
    let rows: [(hours: String, environment: String, value: String)]
    let expected: String

    init(
      _ name: String, _ collect: String, _ rows: [(hours: String, environment: String, value: String)],
      _ expected: String
    ) {
      (self.name, self.collect, self.rows, self.expected) = (name, collect, rows, expected)
    }

    var testDescription: String { name }
  }

  private static let schema = """
    apiVersion: assent/v1
    kind: Schema
    facts:
      request: {environment: string, hours: int, cost: money, "note?": string}
      now: timestamp
    """

  private static let request = Facts([
    "request": .object(
      Facts([
        "environment": .string("dev"), "hours": .int(5),
        "cost": .money(Money(nanos: 40_000_000_000, currency: .usd)),
      ]))
  ])

  private func table(_ tested: Case, further: String = "") -> String {
    """
    apiVersion: assent/v1
    kind: DecisionTable
    id: points
    title: Points
    owner: group:finance
    on: request
    hit: collect
    collect: \(tested.collect)\(further)
    columns: [request.hours, request.environment]
    rows:

    """
      + tested.rows.map { row in
        "  - {in: [\"\(row.hours)\", \"\(row.environment)\"], out: {value: \"\(row.value)\"}}\n"
      }.joined()
  }

  private func load(_ text: String) -> LoadedBundle {
    BundleLoader.load(
      bundleFiles(["rules/schema.yaml": Self.schema, "rules/policy/points.yaml": text]), scope: .rulesOnly,
      lints: false)
  }

  private func given(_ text: String, _ facts: Facts = Self.request, at time: String = "2026-11-26T12:00:00Z") throws
    -> [String]
  {
    let loaded = load(text)
    #expect(loaded.diagnostics.map(\.message) == [])
    let policy = try #require(loaded.bundle).policy
    return policy.evaluate(facts, at: try #require(Timestamp(time))).values.map { value in
      let rows = value.rows.map(String.init).joined(separator: ",")
      return "\(value.table) \(value.value?.display ?? "none") [\(rows)]" + (value.error.map { " \($0)" } ?? "")
    }
  }

  @Test(arguments: [
    Case("sum", "sum", [("> 1", "_", "1"), ("> 2", "'dev'", "20"), ("> 9", "_", "300")], "points 21 [1,2]"),
    Case("least", "min", [("_", "_", "7"), ("> 2", "_", "-3"), ("> 9", "_", "-9")], "points -3 [1,2]"),
    Case("greatest", "max", [("_", "_", "7"), ("> 2", "_", "70"), ("> 9", "_", "900")], "points 70 [1,2]"),
    Case("count", "count", [("_", "_", "7"), ("> 2", "'test'", "7"), ("5", "_", "7")], "points 2 [1,3]"),
    Case("count of none", "count", [("> 9", "_", "7")], "points 0 []"),
    Case("sum of none", "sum", [("> 9", "_", "7")], "points none []"),
    Case("amounts", "sum", [("_", "_", "usd('0.10')"), ("_", "'dev'", "request.cost")], "points 40.10 USD [1,2]"),
    Case("the least amount", "min", [("_", "_", "usd(50)"), ("_", "_", "request.cost")], "points 40.00 USD [1,2]"),
    Case("the greatest amount", "max", [("_", "_", "usd(50)"), ("_", "_", "request.cost")], "points 50.00 USD [1,2]"),
    Case("fractions", "sum", [("_", "_", "0.5"), ("_", "_", "0.25")], "points 0.75 [1,2]"),
    Case("a fact", "max", [("_", "_", "request.hours * 2"), ("_", "_", "3")], "points 10 [1,2]"),
    Case(
      "two currencies", "sum", [("_", "_", "usd(1)"), ("_", "_", "money(1, 'EUR')")],
      "points none [1,2] the values are too large, or of several currencies"),
    Case(
      "too large", "sum", [("_", "_", "9223372036854775807"), ("_", "_", "1")],
      "points none [1,2] the values are too large, or of several currencies"),
    Case(
      "a row that errs", "sum", [("_", "_", "1"), ("_", "_", "1 / (request.hours - 5)")], "points none [1,2] row 2: "),
    Case(
      "a row that errs and does not hit", "sum", [("_", "_", "1"), ("> 9", "_", "1 / (request.hours - 5)")],
      "points 1 [1]"),
  ])
  func `What the rows that hit give`(_ tested: Case) throws {
    let found = try given(table(tested))
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix(tested.expected) ?? false, "\(found)")
  }

  @Test func `A fact that is missing leaves no value, for a guess could be wrong`() throws {
    let text = table(Case("", "sum", [("_", "_", "1"), ("> 2", "_", "2")], ""))
    var facts = Self.request
    facts[path: ["request", "hours"]] = nil
    #expect(try given(text, facts).first?.hasPrefix("points none [1] row 2: ") ?? false)
  }

  @Test func `A table gives its value from its start up to its end`() throws {
    let text = table(Case("", "sum", [("_", "_", "1")], ""), further: "\nfrom: 2026-01-01\nuntil: 2027-01-01")
    #expect(try given(text, at: "2025-12-31T23:59:59Z") == [])
    #expect(try given(text, at: "2026-01-01T00:00:00Z") == ["points 1 [1]"])
    #expect(try given(text, at: "2026-12-31T23:59:59Z") == ["points 1 [1]"])
    #expect(try given(text, at: "2027-01-01T00:00:00Z") == [])
  }

  @Test func `Tables come in the order of their ids`() throws {
    let first = table(Case("", "sum", [("_", "_", "1")], ""))
    let text = first + "---\n" + first.replacing("id: points", with: "id: extra")
    #expect(try given(text) == ["extra 1 [1]", "points 1 [1]"])
  }

  @Test(arguments: [
    Case("another way to collect", "mean", [("_", "_", "1")], "unknown value `mean`"),
    Case("a text", "sum", [("_", "_", "'x'")], ""),
    Case("an unknown fact", "sum", [("_", "_", "request.hour")], "hour"),
    Case("kinds that do not add up", "sum", [("_", "_", "1"), ("_", "_", "usd(1)")], ""),
  ])
  func `What cannot give a value is refused`(_ tested: Case) {
    let loaded = load(table(tested))
    let errors = loaded.diagnostics.filter { $0.severity == .error }.map { $0.rendered() }
    #expect(!errors.isEmpty)
    #expect(errors.contains { tested.expected.isEmpty || $0.contains(tested.expected) }, "\(errors)")
  }
}
