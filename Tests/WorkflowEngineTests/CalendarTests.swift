import CEL
import SpendModel
import Testing

@testable import WorkflowEngine

struct CalendarRow: Sendable, CustomTestStringConvertible {
  var name: String
  var calendar: BusinessCalendar
  var start: String
  var period: String
  var end: String

  init(_ name: String, _ calendar: BusinessCalendar, _ start: String, _ period: String, _ end: String) {
    (self.name, self.calendar, self.start, self.period, self.end) = (name, calendar, start, period, end)
  }

  var testDescription: String { name }
}

@Suite struct CalendarTests {
  static let berlin = Zones.office("Europe/Berlin", Zones.berlin)
  static let newYork = Zones.office("America/New_York", Zones.newYork)
  static let split = Zones.calendar("split", Zones.berlin, hours: [32_400..<43_200, 46_800..<61_200])

  @Test(arguments: [
    // The reference times of the worked example.
    CalendarRow("monday morning", berlin, "2026-11-02T09:00:00Z", "1bd", "2026-11-03T09:00:00Z"),
    CalendarRow("two days", berlin, "2026-11-02T09:00:00Z", "2bd", "2026-11-04T09:00:00Z"),
    CalendarRow("three days", berlin, "2026-11-02T09:00:00Z", "3bd", "2026-11-05T09:00:00Z"),
    CalendarRow("to the minute", berlin, "2026-11-03T09:10:00Z", "1bd", "2026-11-04T09:10:00Z"),
    CalendarRow("ten days", berlin, "2026-11-03T12:30:00Z", "10bd", "2026-11-17T12:30:00Z"),
    CalendarRow("a week of days", berlin, "2026-11-20T10:00:00Z", "5bd", "2026-11-27T10:00:00Z"),
    // Weekends and closed hours.
    CalendarRow("friday 16:00", berlin, "2026-11-06T15:00:00Z", "1bd", "2026-11-09T15:00:00Z"),
    CalendarRow("friday 17:00 is closed", berlin, "2026-11-06T16:00:00Z", "1bd", "2026-11-10T08:00:00Z"),
    CalendarRow("friday 16:59:59", berlin, "2026-11-06T15:59:59Z", "1bd", "2026-11-09T15:59:59Z"),
    CalendarRow("saturday", berlin, "2026-11-07T12:00:00Z", "1bd", "2026-11-10T08:00:00Z"),
    CalendarRow("before opening", berlin, "2026-11-02T05:00:00Z", "1bd", "2026-11-03T08:00:00Z"),
    CalendarRow("no days from saturday", berlin, "2026-11-07T12:00:00Z", "0bd", "2026-11-09T08:00:00Z"),
    CalendarRow("no days while open", berlin, "2026-11-02T09:00:00Z", "0bd", "2026-11-02T09:00:00Z"),
    // Holidays.
    CalendarRow("over christmas", berlin, "2026-12-24T09:00:00Z", "1bd", "2026-12-28T09:00:00Z"),
    CalendarRow("from christmas", berlin, "2026-12-25T09:00:00Z", "1bd", "2026-12-29T08:00:00Z"),
    // Clocks change on 2026-10-25 and 2027-03-28 in Berlin, 2026-11-01 and 2027-03-14 in New York.
    CalendarRow("autumn in berlin", berlin, "2026-10-23T08:00:00Z", "1bd", "2026-10-26T09:00:00Z"),
    CalendarRow("spring in berlin", berlin, "2027-03-26T09:00:00Z", "1bd", "2027-03-29T08:00:00Z"),
    CalendarRow("autumn in new york", newYork, "2026-10-30T14:00:00Z", "1bd", "2026-11-02T15:00:00Z"),
    CalendarRow("spring in new york", newYork, "2027-03-12T15:00:00Z", "1bd", "2027-03-15T14:00:00Z"),
    // Business hours.
    CalendarRow("four hours", berlin, "2026-11-02T09:00:00Z", "4bh", "2026-11-02T13:00:00Z"),
    CalendarRow("to closing", berlin, "2026-11-02T09:00:00Z", "7bh", "2026-11-02T16:00:00Z"),
    CalendarRow("over night", berlin, "2026-11-02T09:00:00Z", "8bh", "2026-11-03T09:00:00Z"),
    CalendarRow("over the weekend", berlin, "2026-11-06T15:00:00Z", "2bh", "2026-11-09T09:00:00Z"),
    CalendarRow("over the change of clocks", berlin, "2026-10-23T14:00:00Z", "2bh", "2026-10-26T09:00:00Z"),
    CalendarRow("over lunch", split, "2026-11-02T10:30:00Z", "1bh", "2026-11-02T12:30:00Z"),
    CalendarRow("from lunch", split, "2026-11-02T11:15:00Z", "1bd", "2026-11-03T12:00:00Z"),
    // Wall clock.
    CalendarRow("ninety days", berlin, "2026-11-03T12:30:00Z", "90d", "2027-02-01T12:30:00Z"),
    CalendarRow("a day over the change of clocks", berlin, "2026-10-24T12:00:00Z", "1d", "2026-10-25T12:00:00Z"),
    CalendarRow("over a year", berlin, "2026-11-02T09:00:00Z", "260bd", "2027-11-02T09:00:00Z"),
  ])
  func `Adding a period`(_ row: CalendarRow) throws {
    let start = try #require(Timestamp(row.start))
    let period = try #require(Period(row.period))
    #expect(row.calendar.adding(period, to: start).description == row.end)
  }

  @Test(arguments: [
    CalendarRow("a day before monday morning", berlin, "2026-11-06T09:00:00Z", "1bd", "2026-11-09T09:00:00Z"),
    CalendarRow("a day before a weekend", berlin, "2026-11-05T16:00:00Z", "1bd", "2026-11-07T12:00:00Z"),
    CalendarRow("two days back over christmas", berlin, "2026-12-23T09:00:00Z", "2bd", "2026-12-28T09:00:00Z"),
    CalendarRow("two hours back over night", berlin, "2026-11-02T15:00:00Z", "2bh", "2026-11-03T09:00:00Z"),
    CalendarRow("an hour back over lunch", split, "2026-11-02T10:30:00Z", "1bh", "2026-11-02T12:30:00Z"),
    CalendarRow("a day back over the change of clocks", berlin, "2026-10-23T08:00:00Z", "1bd", "2026-10-26T09:00:00Z"),
    CalendarRow("wall clock", berlin, "2026-11-02T09:00:00Z", "1d", "2026-11-03T09:00:00Z"),
  ])
  func `Subtracting a period gives the start back`(_ row: CalendarRow) throws {
    let end = try #require(Timestamp(row.end))
    let period = try #require(Period(row.period))
    #expect(row.calendar.subtracting(period, from: end).description == row.start)
  }

  @Test(arguments: [
    CalendarRow("half of a day", berlin, "2026-11-02T09:00:00Z", "50", "2026-11-02T13:00:00Z"),
    CalendarRow("all of it", berlin, "2026-11-02T09:00:00Z", "100", "2026-11-03T09:00:00Z"),
    CalendarRow("none of it", berlin, "2026-11-02T09:00:00Z", "0", "2026-11-02T09:00:00Z"),
    CalendarRow("a quarter", berlin, "2026-11-02T09:00:00Z", "25", "2026-11-02T11:00:00Z"),
  ])
  func `Percent of business time to one day later`(_ row: CalendarRow) throws {
    let start = try #require(Timestamp(row.start))
    let due = row.calendar.adding(.businessDays(1), to: start)
    let percent = try #require(Int64(row.period))
    #expect(row.calendar.instant(percent: percent, from: start, to: due).description == row.end)
  }

  @Test func `Percent of a time without business hours is of the wall clock`() throws {
    let start = try #require(Timestamp("2026-11-07T10:00:00Z"))
    let end = try #require(Timestamp("2026-11-07T14:00:00Z"))
    #expect(Self.berlin.instant(percent: 50, from: start, to: end).description == "2026-11-07T12:00:00Z")
    #expect(Self.berlin.instant(percent: 50, from: end, to: start) == end)
  }

  @Test func `Business time counts only open hours`() throws {
    let start = try #require(Timestamp("2026-11-06T15:00:00Z"))
    let end = try #require(Timestamp("2026-11-09T09:00:00Z"))
    #expect(Self.berlin.businessMicroseconds(from: start, to: end) == 7_200_000_000)
    #expect(Self.berlin.businessMicroseconds(from: end, to: start) == 0)
  }

  @Test func `A calendar without open hours is refused`() {
    let zone = ZoneRules.utc
    #expect(BusinessCalendar(id: "a", zone: zone, hours: [], days: [0], holidays: []) == nil)
    #expect(BusinessCalendar(id: "a", zone: zone, hours: [0..<3600], days: [], holidays: []) == nil)
    #expect(BusinessCalendar(id: "a", zone: zone, hours: [0..<3600], days: [7], holidays: []) == nil)
    #expect(BusinessCalendar(id: "a", zone: zone, hours: [0..<3600, 1800..<7200], days: [0], holidays: []) == nil)
    #expect(BusinessCalendar(id: "a", zone: zone, hours: [0..<90_000], days: [0], holidays: []) == nil)
  }

  @Test func `The ends of time do not trap`() {
    let last = Timestamp(clamping: .max)
    let first = Timestamp(clamping: .min)
    for period in [Period.businessDays(5), .businessHours(5), .wall(seconds: 5)] {
      #expect(Self.berlin.adding(period, to: last) <= last)
      #expect(Self.berlin.subtracting(period, from: first) >= first)
    }
  }
}
