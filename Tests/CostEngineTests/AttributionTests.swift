import CostEngine
import SpendModel
import Testing

@Suite struct AttributionTests {
  private func time(_ day: Int64) -> Timestamp { Timestamp(clamping: day * 86_400_000_000) }

  private func grant(_ id: String, project: String? = nil, credential: String? = nil, days: ClosedRange<Int64>)
    -> LiveGrant
  {
    LiveGrant(
      id: id, project: project, credential: credential, costCenter: nil, team: nil, from: time(days.lowerBound),
      expires: time(days.upperBound))
  }

  private func record(_ day: Int64, _ dimensions: [String: String]) -> UsageRecord {
    UsageRecord(eventID: "x", occurredAt: time(day), provider: "openai", dimensions: dimensions)
  }

  @Test func `Tag comes before credential, credential before project, the older before the newer`() {
    let attribution = Attribution([
      grant("GRT-000001", project: "p", days: 10...20),
      grant("GRT-000002", project: "p", credential: "k", days: 10...20),
      grant("GRT-000003", days: 10...20),
    ])
    #expect(attribution.grant(for: record(15, ["project": "p"]))?.id == "GRT-000001")
    #expect(attribution.grant(for: record(15, ["project": "p", "credential": "k"]))?.id == "GRT-000002")
    #expect(
      attribution.grant(for: record(15, ["project": "p", "tags.assent_grant": "GRT-000003"]))?.id == "GRT-000003")
    #expect(attribution.grant(for: record(15, ["project": "q"])) == nil)
    #expect(attribution.grant(for: record(15, [:])) == nil)
  }

  @Test func `What nothing else names counts against the oldest grant of whom the owner map names`() {
    var grants = [
      grant("GRT-000001", days: 10...20), grant("GRT-000002", days: 10...20), grant("GRT-000003", days: 10...20),
    ]
    grants[0].team = "billing"
    grants[1].team = "claims"
    grants[2].owner = "user:zoe"
    let attribution = Attribution(
      grants,
      owners: [
        .init(dimension: "project", value: "claims-triage", owner: .group("claims")),
        .init(dimension: "tags['app']", value: "x", owner: .user("zoe")),
        .init(dimension: "project", value: "orphan", owner: .role("director")),
      ])
    #expect(attribution.grant(for: record(15, ["project": "claims-triage"]))?.id == "GRT-000002")
    #expect(attribution.grant(for: record(15, ["tags.app": "x"]))?.id == "GRT-000003")
    #expect(
      attribution.grant(for: record(15, ["project": "claims-triage", "tags.assent_grant": "GRT-000001"]))?.id
        == "GRT-000001")
    #expect(attribution.grant(for: record(25, ["project": "claims-triage"])) == nil)
    #expect(attribution.grant(for: record(15, ["project": "orphan"])) == nil)
    #expect(attribution.grant(for: record(15, ["project": "claims"])) == nil)
  }

  @Test(arguments: [(9, false), (10, true), (19, true), (20, false)] as [(Int64, Bool)])
  func `Only a grant that was live then counts`(_ row: (day: Int64, counts: Bool)) {
    let attribution = Attribution([grant("GRT-000001", project: "p", days: 10...20)])
    #expect((attribution.grant(for: record(row.day, ["project": "p"])) != nil) == row.counts)
  }

  @Test(
    arguments: [
      ("12.5", 6, 12_500_000, false), ("1e3", 0, 1000, false), (".0000004", 6, 0, true), ("0.5", 0, 0, true),
      ("1.5", 0, 2, true),
      ("-5.0291419E-8", 9, -50, true), ("007", 0, 7, false), ("0", 6, 0, false),
    ] as [(String, Int, Int64, Bool)])
  func `A quantity is read from its text`(_ row: (text: String, scale: Int, steps: Int64, isRounded: Bool)) {
    let found = exactQuantity(row.text, scale: row.scale)
    #expect(found?.steps == row.steps)
    #expect(found?.isRounded == row.isRounded)
  }

  @Test(arguments: ["", "x", "1,5", "1.2.3", "--1", "1e", "1e999", "NaN", "Infinity", "0x10", "\u{661}", "1 "])
  func `Anything else is no quantity`(_ text: String) {
    #expect(exactQuantity(text, scale: 6) == nil)
  }

  @Test(arguments: [
    (BudgetPeriod.month, "2026-11-01", "2026-12-01"), (.quarter, "2026-10-01", "2027-01-01"),
    (.year, "2026-01-01", "2027-01-01"),
    (.week, "2026-11-16", "2026-11-23"), (.day, "2026-11-20", "2026-11-21"),
  ])
  func `A period is that of the calendar`(_ row: (period: BudgetPeriod, from: String, to: String)) {
    let window = row.period.window(of: Timestamp("2026-11-20T10:00:00Z") ?? .epoch)
    #expect(window.from == CivilDate(row.from)?.startUTC)
    #expect(window.to == CivilDate(row.to)?.startUTC)
  }
}
