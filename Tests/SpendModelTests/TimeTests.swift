import SpendModel
import Testing

@Suite struct TimeTests {
  @Test(arguments: [
    ("2026-11-02T09:00:00Z", "2026-11-02T09:00:00.000000Z"),
    ("2026-11-02T10:00:00+01:00", "2026-11-02T09:00:00.000000Z"),
    ("1970-01-01T00:00:00.5Z", "1970-01-01T00:00:00.500000Z"),
    ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
    ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000000Z"), ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59.000000Z"),
    ("2024-02-29T00:00:00.1234567Z", "2024-02-29T00:00:00.123456Z"),
    ("2026-11-02t09:00:00z", "2026-11-02T09:00:00.000000Z"),
  ])
  func `An instant is read and written`(_ row: (text: String, canonical: String)) {
    #expect(Timestamp(row.text)?.canonicalText == row.canonical)
  }

  @Test(arguments: [
    "", "2026-11-02", "2026-11-02T09:00Z", "2026-11-02T09:00:00", "2026-02-30T00:00:00Z", "2025-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z", "2026-11-02T24:00:00Z", "2026-11-02T09:60:00Z", "2026-11-02T09:00:60Z",
    "0000-01-01T00:00:00Z",
    "2026-11-02T09:00:00.Z", "2026-11-02 09:00:00Z", "2026-11-02T09:00:00+1:00", "2026-11-02T09:00:00Zx",
    "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00", "\u{662}026-11-02T09:00:00Z",
  ])
  func `Anything else is no instant`(_ text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test func `A fraction is written only where there is one`() {
    #expect(Timestamp("2026-11-02T09:00:00.120Z")?.description == "2026-11-02T09:00:00.12Z")
    #expect(Timestamp("2026-11-02T09:00:00Z")?.description == "2026-11-02T09:00:00Z")
  }

  @Test func `Adding stays within the years 1 to 9999`() {
    #expect(Timestamp.epoch.adding(seconds: .max).description == "9999-12-31T23:59:59.999999Z")
    #expect(Timestamp.epoch.adding(seconds: .min).description == "0001-01-01T00:00:00Z")
    #expect(Timestamp.epoch.adding(seconds: -1).description == "1969-12-31T23:59:59Z")
  }

  @Test func `Days count there and back over all years`() {
    for days in stride(from: Int64(-719_162), through: 2_932_896, by: 997) {
      #expect(CivilDate(daysSinceEpoch: days).daysSinceEpoch == days)
    }
    #expect(CivilDate("2026-11-02")?.weekday == 0)
    #expect(CivilDate("1969-12-28")?.weekday == 6)
  }

  @Test(arguments: [
    ("90m", Period.wall(seconds: 5400)), ("2h", .wall(seconds: 7200)), ("30d", .wall(seconds: 2_592_000)),
    ("2w", .wall(seconds: 1_209_600)), ("4bh", .businessHours(4)), ("5bd", .businessDays(5)), ("0d", .wall(seconds: 0)),
  ])
  func `A period is read`(_ row: (text: String, period: Period)) {
    #expect(Period(row.text) == row.period)
  }

  @Test(arguments: [
    "", "d", "5", "5 d", "-5d", "5.5d", "5y", "5BD", "99999999999999d", "400000d", "bd", "1d1h", "\u{665}d",
  ])
  func `Anything else is no period`(_ text: String) {
    #expect(Period(text) == nil)
  }

  @Test func `A period is written in its largest whole unit`() {
    #expect(["60d", "36h", "90m", "5bd", "2bh", "45s"].allSatisfy { Period($0)?.description == $0 })
    #expect(durationText(5_184_000_000_000_000) == "5184000s")
    #expect(durationText(-1_500_000_000) == "-1.5s")
    #expect(durationText(.min) == "-9223372036.854775808s")
  }
}
