package import CEL
import SpendModel

extension DecisionRights {
  /// The calendars as declared, and the one that counts where none is named: Monday to Friday, 9 to 17 UTC, where
  /// there is none at all.
  func businessCalendars(_ zones: [String: ZoneRules]) -> (all: [BusinessCalendar], main: BusinessCalendar) {
    let all = calendars.compactMap { declared in
      BusinessCalendar(
        id: declared.id, zone: declared.zone.value == "UTC" ? .utc : zones[declared.zone.value] ?? .utc,
        hours: declared.hours, days: declared.days, holidays: declared.holidays)
    }
    let main = calendars.first(where: \.isDefault)?.id ?? calendars.first?.id
    return (all, all.first { $0.id == main } ?? .plain)
  }
}

extension Host {
  /// What the functions of conditions ask for: the default calendar of the decision rights, the rules of zones, the
  /// reporting currency. All of it is given here; an evaluation reads nothing else.
  ///
  /// - Parameters:
  ///   - rights: Nothing where only rules are loaded; business days are then Monday to Friday.
  ///   - zones: By their names; any other zone is unknown to expressions.
  package static func standing(on rights: DecisionRights?, zones: [String: ZoneRules]) -> Host {
    let calendar = rights?.businessCalendars(zones).main ?? .plain
    return Host(
      currency: Currency.reporting.code, timeZone: { zones[$0] },
      businessDays: { calendar.moved($0, byDays: $1) })
  }
}

extension BusinessCalendar {
  /// The most business days by which an expression may move a time: some forty years.
  private static let mostDays: Int64 = 10_000

  /// A time as expressions have it, moved by business days; a time outside of office hours starts at the next opening,
  /// or at the last closing where it is moved back. Exact to the microsecond.
  ///
  /// - Returns: Nothing for more than 10,000 days, or beyond the years 1 to 9999.
  func moved(_ time: CELTimestamp, byDays count: Int64) -> CELTimestamp? {
    guard (-Self.mostDays...Self.mostDays).contains(count) else { return nil }
    let start = Timestamp(clamping: time.seconds * 1_000_000 + Int64(time.nanoseconds / 1000))
    let end =
      count < 0 ? subtracting(.businessDays(-count), from: start) : adding(.businessDays(count), to: start)
    return CELTimestamp(
      seconds: end.seconds, nanoseconds: Int32(end.microseconds - end.seconds * 1_000_000) * 1000)
  }
}
