package import CEL
package import SpendModel

/// Business time: the hours of which days count, in which zone.
///
///     office.adding(.businessDays(1), to: friday16)  // Monday 16:00, on the zone's clocks
///
/// Office hours are half-open: at the closing time the office is closed. Days follow the zone's own clocks, so that
/// a business day over a change of clocks keeps its time of day.
package struct BusinessCalendar: Hashable, Sendable {
  package let id: String
  package let zone: ZoneRules
  /// Office hours as seconds from midnight, in order, apart from each other; at least one.
  package let hours: [Range<Int64>]
  /// The working days, 0 is Monday.
  package let days: Set<Int>
  package let holidays: Set<CivilDate>

  /// - Returns: Nothing where no hour or no day counts, or the hours leave the day or overlap.
  package init?(id: String, zone: ZoneRules, hours: [Range<Int64>], days: Set<Int>, holidays: Set<CivilDate>) {
    guard !hours.isEmpty, !days.isEmpty, days.allSatisfy((0...6).contains),
      hours.allSatisfy({ !$0.isEmpty && $0.lowerBound >= 0 && $0.upperBound <= 86_400 }),
      zip(hours, hours.dropFirst()).allSatisfy({ $0.upperBound <= $1.lowerBound })
    else { return nil }
    self.id = id
    self.zone = zone
    self.hours = hours
    self.days = days
    self.holidays = holidays
  }

  /// Monday to Friday, 9 to 17 UTC: what holds where nobody declared a calendar.
  package static let plain = BusinessCalendar(id: "default", standardHoursIn: .utc)

  private init(id: String, standardHoursIn zone: ZoneRules) {
    self.id = id
    self.zone = zone
    hours = [32_400..<61_200]
    days = [0, 1, 2, 3, 4]
    holidays = []
  }
}

extension BusinessCalendar {
  private static let lastDay = CivilDate(year: 9999, month: 12, day: 31)?.daysSinceEpoch ?? 0
  private static let firstDay = CivilDate(year: 1, month: 1, day: 1)?.daysSinceEpoch ?? 0

  private func isWorkingDay(_ day: Int64) -> Bool {
    let date = CivilDate(daysSinceEpoch: day)
    return days.contains(date.weekday) && !holidays.contains(date)
  }

  /// The day and the microsecond of that day that the zone's clocks show.
  private func local(_ instant: Timestamp) -> (day: Int64, micros: Int64) {
    let seconds = instant.seconds
    let shown = seconds + zone.offset(at: seconds)
    var (day, rest) = shown.quotientAndRemainder(dividingBy: 86_400)
    if rest < 0 { (day, rest) = (day - 1, rest + 86_400) }
    return (day, rest * 1_000_000 + (instant.microseconds - seconds * 1_000_000))
  }

  private func instant(day: Int64, micros: Int64) -> Timestamp {
    let (seconds, rest) = micros.quotientAndRemainder(dividingBy: 1_000_000)
    let at = zone.instant(ofLocal: day * 86_400 + seconds)
    return Timestamp(clamping: at * 1_000_000 + rest)
  }

  /// The office hours of a day, as instants.
  private func openings(of day: Int64) -> [Range<Int64>] {
    guard isWorkingDay(day) else { return [] }
    return hours.compactMap { hours in
      let start = instant(day: day, micros: hours.lowerBound * 1_000_000).microseconds
      let end = instant(day: day, micros: hours.upperBound * 1_000_000).microseconds
      return start < end ? start..<end : nil
    }
  }

  /// The business time of a working day, in microseconds.
  package var microsecondsPerDay: Int64 { hours.reduce(0) { $0 + Int64($1.count) } * 1_000_000 }

  /// Whether the office is open.
  package func isOpen(at instant: Timestamp) -> Bool {
    openings(of: local(instant).day).contains { $0.contains(instant.microseconds) }
  }

  /// Whether the office opens at that very instant.
  func isOpening(at instant: Timestamp) -> Bool {
    openings(of: local(instant).day).contains { $0.lowerBound == instant.microseconds }
  }

  /// The instant itself while the office is open, else its next opening.
  package func nextOpening(from instant: Timestamp) -> Timestamp {
    var day = local(instant).day
    while day <= Self.lastDay {
      for opening in openings(of: day) where instant.microseconds < opening.upperBound {
        return Timestamp(clamping: max(opening.lowerBound, instant.microseconds))
      }
      day += 1
    }
    return instant
  }

  /// The instant itself while the office is open or just closing, else its last closing.
  package func lastClosing(to instant: Timestamp) -> Timestamp {
    var day = local(instant).day
    while day >= Self.firstDay {
      for opening in openings(of: day).reversed() where instant.microseconds > opening.lowerBound {
        return Timestamp(clamping: min(opening.upperBound, instant.microseconds))
      }
      day -= 1
    }
    return instant
  }

  /// The instant that much later. A business period that starts while the office is closed starts at its next opening.
  package func adding(_ period: Period, to start: Timestamp) -> Timestamp {
    switch period {
    case .wall(let seconds): return start.adding(seconds: seconds)
    case .businessDays(let count): return shifted(nextOpening(from: start), byDays: count)
    case .businessHours(let count): return adding(businessMicroseconds: count * 3_600_000_000, to: start)
    }
  }

  /// The instant that much earlier. A business period that ends while the office is closed ends at its last closing.
  package func subtracting(_ period: Period, from end: Timestamp) -> Timestamp {
    switch period {
    case .wall(let seconds): return end.adding(seconds: -seconds)
    case .businessDays(let count): return shifted(lastClosing(to: end), byDays: -count)
    case .businessHours(let count): return subtracting(businessMicroseconds: count * 3_600_000_000, from: end)
    }
  }

  /// The same time of day, that many working days on or back.
  private func shifted(_ start: Timestamp, byDays count: Int64) -> Timestamp {
    guard count != 0 else { return start }
    var (day, micros) = local(start)
    let step: Int64 = count < 0 ? -1 : 1
    var left = count.magnitude
    while left > 0, (Self.firstDay...Self.lastDay).contains(day) {
      day += step
      if isWorkingDay(day) { left -= 1 }
    }
    return instant(day: day, micros: micros)
  }

  /// - Parameter span: Business time in microseconds, zero or more.
  func adding(businessMicroseconds span: Int64, to start: Timestamp) -> Timestamp {
    let first = nextOpening(from: start)
    var left = span
    var day = local(first).day
    while day <= Self.lastDay {
      for opening in openings(of: day) where first.microseconds < opening.upperBound {
        let from = max(opening.lowerBound, first.microseconds)
        if left <= opening.upperBound - from { return Timestamp(clamping: from + left) }
        left -= opening.upperBound - from
      }
      day += 1
    }
    return Timestamp(clamping: .max)
  }

  private func subtracting(businessMicroseconds span: Int64, from end: Timestamp) -> Timestamp {
    let last = lastClosing(to: end)
    var left = span
    var day = local(last).day
    while day >= Self.firstDay {
      for opening in openings(of: day).reversed() where last.microseconds > opening.lowerBound {
        let to = min(opening.upperBound, last.microseconds)
        if left <= to - opening.lowerBound { return Timestamp(clamping: to - left) }
        left -= to - opening.lowerBound
      }
      day -= 1
    }
    return Timestamp(clamping: .min)
  }

  /// Business time between two instants, in microseconds; zero where the second is not later.
  package func businessMicroseconds(from start: Timestamp, to end: Timestamp) -> Int64 {
    guard start < end else { return 0 }
    var total: Int64 = 0
    var day = local(start).day
    let last = local(end).day
    while day <= last {
      for opening in openings(of: day) {
        let from = max(opening.lowerBound, start.microseconds)
        let to = min(opening.upperBound, end.microseconds)
        if from < to { total += to - from }
      }
      day += 1
    }
    return total
  }

  /// The instant at which that many percent of the business time between two instants have passed, rounded down to a
  /// second; of the wall time, where no business time lies between them.
  package func instant(percent: Int64, from start: Timestamp, to end: Timestamp) -> Timestamp {
    let span = businessMicroseconds(from: start, to: end)
    let share = min(max(percent, 0), 100)
    func part(of span: Int64) -> Int64 { Int64(Int128(span) * Int128(share) / 100 / 1_000_000) * 1_000_000 }
    guard span > 0 else { return Timestamp(clamping: start.microseconds + part(of: max(end.since(start), 0))) }
    return adding(businessMicroseconds: part(of: span), to: start)
  }
}
