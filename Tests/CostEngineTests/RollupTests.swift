import CostEngine
import SpendModel
import Testing

@Suite struct RollupTests {
  private static func time(_ text: String) -> Timestamp { Timestamp(text) ?? .epoch }

  @Test(
    arguments: [
      Row("an hour", ("hour", "2026-11-02T09:59:59.999999Z"), ("2026-11-02T09:00:00Z", "2026-11-02T10:00:00Z")),
      Row("a day before 1970", ("day", "1969-12-31T23:59:59Z"), ("1969-12-31T00:00:00Z", "1970-01-01T00:00:00Z")),
      Row(
        "a week starts on Monday", ("week", "2026-11-01T12:00:00Z"), ("2026-10-26T00:00:00Z", "2026-11-02T00:00:00Z")),
      Row("a month of 29 days", ("month", "2028-02-29T00:00:00Z"), ("2028-02-01T00:00:00Z", "2028-03-01T00:00:00Z")),
      Row("the last quarter", ("quarter", "2026-12-31T23:59:59Z"), ("2026-10-01T00:00:00Z", "2027-01-01T00:00:00Z")),
      Row("a year", ("year", "2026-01-01T00:00:00Z"), ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")),
      Row("seven days", ("7d", "2026-11-07T08:00:00Z"), ("2026-11-01T00:00:00Z", "2026-11-08T00:00:00Z")),
    ] as [Row<(String, String), (String, String)>])
  func `A window is the stretch of the calendar that a time lies in`(
    _ row: Row<(String, String), (String, String)>
  ) throws {
    let window = try #require(UsageWindow(row.given.0))
    let span = try #require(window.span(of: Self.time(row.given.1)))
    #expect((span.from.description, span.to.description) == row.expected)
    #expect(span.contains(Self.time(row.given.1)))
    #expect(!span.contains(span.to))
    #expect(window.span(before: span)?.to == span.from)
  }

  @Test(arguments: [
    "", "d", "0d", "-1d", "3661d", "99999999999999999999d", "7D", "7 d", "days", "fortnight", "Grant", "٧d",
  ])
  func `No other text is a window`(_ text: String) { #expect(UsageWindow(text) == nil) }

  @Test func `The month before March is February`() throws {
    let window = UsageWindow.calendar(.month)
    let march = try #require(window.span(of: Self.time("2026-03-15T00:00:00Z")))
    #expect(window.span(before: march)?.from == Self.time("2026-02-01T00:00:00Z"))
    #expect(UsageWindow.grant.span(of: march.from) == nil)
  }

  private func record(_ time: String, _ dimensions: [String: String] = [:], model: String = "m") -> UsageRecord {
    UsageRecord(
      eventID: "e", occurredAt: Self.time(time), provider: "openai", modelBilled: model, dimensions: dimensions)
  }

  private func cost(_ nanos: Int64?, _ currency: Currency = .usd) -> RecordCost {
    RecordCost(
      meters: [("input.uncached", 10, nanos), ("output.response", 1, nanos.map { _ in 0 })],
      currency: nanos == nil ? nil : currency, list: nanos, effective: nanos, isUnpriced: nanos == nil)
  }

  @Test func `Groups are by key, then by time, and sum what they hold`() throws {
    var rollup = UsageRollup(by: ["team", "tags['x']"], over: .calendar(.day))
    try rollup.add(record("2026-11-02T09:00:00Z", ["team": "b", "tags.x": "1"]), cost(5))
    try rollup.add(record("2026-11-03T09:00:00Z", ["team": "a"]), cost(7))
    try rollup.add(record("2026-11-02T10:00:00Z", ["team": "a"]), cost(1))
    try rollup.add(record("2026-11-02T08:00:00Z", ["team": "a"]), cost(nil))
    try rollup.add(record("2026-11-02T11:00:00Z", ["team": "a"]), cost(100, .eur))
    let groups = rollup.groups
    #expect(groups.map(\.key) == [["a", ""], ["a", ""], ["b", "1"]])
    #expect(groups.map(\.sums.effective) == [1, 7, 5])
    #expect(groups.map(\.sums.count) == [3, 1, 1])
    // One has no price, and one is in another currency: no sum holds both.
    #expect(groups.map(\.sums.unpriced) == [2, 0, 0])
    #expect(groups.map(\.sums.quantities["input.uncached"]) == [30, 10, 10])
    #expect(groups.first?.sums.first == Self.time("2026-11-02T08:00:00Z"))
    #expect(groups.first?.sums.last == Self.time("2026-11-02T11:00:00Z"))
    #expect(groups.first?.sums.currency == .usd)
  }

  @Test func `Keys differ as their bytes do`() throws {
    var rollup = UsageRollup(by: ["team"], over: .calendar(.day))
    try rollup.add(record("2026-11-02T09:00:00Z", ["team": "caf\u{E9}"]), cost(1))
    try rollup.add(record("2026-11-02T09:00:00Z", ["team": "cafe\u{301}"]), cost(2))
    #expect(rollup.groups.map(\.sums.effective) == [2, 1])
  }

  @Test func `A meter is a dimension of its own`() throws {
    var rollup = UsageRollup(by: ["meter"], over: .calendar(.year))
    try rollup.add(record("2026-11-02T09:00:00Z"), cost(5))
    try rollup.add(record("2026-11-02T09:00:00Z"), cost(nil))
    #expect(rollup.groups.map(\.key) == [["input.uncached"], ["output.response"]])
    #expect(rollup.groups.map(\.sums.effective) == [5, 0])
    #expect(rollup.groups.map(\.sums.unpriced) == [1, 1])
  }

  @Test func `A rolling window ends with its day, and leaves out what lies before and after`() throws {
    var rollup = UsageRollup(by: [], over: .rolling(days: 7), endingWith: Self.time("2026-11-08T01:00:00Z"))
    for day in ["01", "02", "08", "09"] { try rollup.add(record("2026-11-\(day)T00:00:00Z"), cost(1)) }
    #expect(rollup.groups.map(\.sums.count) == [2])
  }

  @Test func `A grant's window is its lifetime, and without a grant there is none`() throws {
    let grant = LiveGrant(
      id: "GRT-000001", project: nil, credential: nil, costCenter: nil, team: nil,
      from: Self.time("2026-11-01T00:00:00Z"),
      expires: Self.time("2026-12-01T00:00:00Z"))
    var rollup = UsageRollup(by: ["grant"], over: .grant)
    try rollup.add(record("2026-11-02T09:00:00Z"), cost(5), grant: grant)
    try rollup.add(record("2026-11-02T09:00:00Z"), cost(5))
    #expect(rollup.groups.map(\.key) == [["GRT-000001"]])
    #expect(rollup.sums(of: ["GRT-000001"], over: TimeSpan(from: grant.from, to: grant.expires))?.effective == 5)
  }

  @Test func `Sums of sums are those of all, and overflow is an error`() throws {
    var (left, right, all) = (UsageSums(), UsageSums(), UsageSums())
    let costs: [(RecordCost, String)] = [
      (cost(4), "2026-11-02T09:00:00Z"), (cost(nil), "2026-11-02T07:00:00Z"), (cost(6), "2026-11-03T09:00:00Z"),
    ]
    for (index, (cost, time)) in costs.enumerated() {
      try all.add(cost, at: Self.time(time))
      if index < 2 { try left.add(cost, at: Self.time(time)) } else { try right.add(cost, at: Self.time(time)) }
    }
    try left.add(right)
    #expect(left == all)
    #expect(throws: ArithmeticError.overflow) { try all.add(cost(.max), at: .epoch) }
  }

  @Test(
    arguments: [
      Row("seven days", [10, 12, 11, 10, 13, 9, 100], (11, 1)),
      Row("one day", [5], (5, 0)),
      Row("of two in the middle the mean, half-even", [1, 2, 5, 6], (4, 2)),
      Row("half-even downwards", [4, 5], (4, 0)),
      Row("the largest", [.max, .max], (.max, 0)),
    ] as [Row<[Int64], (Int64, Int64)>])
  func `A baseline is the median and the median distance from it`(_ row: Row<[Int64], (Int64, Int64)>) throws {
    let baseline = try #require(Baseline(row.given))
    #expect((baseline.median, baseline.mad) == row.expected)
  }

  @Test func `Without days, or with days too far apart, there is no baseline`() {
    #expect(Baseline([]) == nil)
    #expect(Baseline([.min, .max, .max]) == nil)
  }

  @Test func `A budget is exceeded above its amount, a threshold is reached at its share`() throws {
    let budget = Budget(
      id: "b", owner: .group("finance"), scope: [.init("cost_center", "CC")], period: .month,
      amount: Money(nanos: 1001, currency: .usd), thresholds: [50, 80, 100], isHard: true)
    func spent(_ nanos: Int64) -> Money { Money(nanos: nanos, currency: .usd) }
    #expect(budget.reachedThresholds(by: spent(500)) == [])
    #expect(budget.reachedThresholds(by: spent(501)) == [50])
    #expect(budget.reachedThresholds(by: spent(1001)) == [50, 80, 100])
    #expect(budget.isExceeded(by: spent(1001)) == false)
    #expect(budget.isExceeded(by: spent(1002)) == true)
    #expect(budget.isExceeded(by: .zero(.eur)) == nil)
    #expect(budget.reachedThresholds(by: Money(nanos: 5000, currency: .eur)) == [])
    #expect(budget.reachedThresholds(by: spent(.max)) == [50, 80, 100])
  }
}
