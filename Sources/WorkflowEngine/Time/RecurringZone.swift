import SpendModel

/// The rule of a zone for all years to come, as POSIX writes it: `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// Source: POSIX.1-2017 base definitions 8.3 (`TZ`), with the extensions of RFC 8536 3.3.1 (hours -167 to 167).
package struct RecurringZone: Hashable, Sendable {
  package let standardOffset: Int64
  package let daylight: Daylight?

  package struct Daylight: Hashable, Sendable {
    package let offset: Int64
    package let start: Day
    package let end: Day
  }

  /// A day of each year with a time of day, in seconds from midnight.
  package struct Day: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
      /// `Jn`: 1 to 365, February 29 never counted.
      case julian(Int64)
      /// `n`: 0 to 365.
      case ordinal(Int64)
      /// `Mm.w.d`: week 5 is the last; Sunday is 0.
      case weekday(month: Int, week: Int, day: Int)
    }

    let kind: Kind
    let time: Int64

    /// Seconds since 1970 of that time in a year, on the zone's own clocks.
    func local(year: Int) -> Int64 {
      let first = CivilDate(year: year, month: 1, day: 1)?.daysSinceEpoch ?? 0
      switch kind {
      case .ordinal(let day): return (first + day) * 86_400 + time
      case .julian(let day):
        let isLeap = CivilDate.length(ofMonth: 2, in: year) == 29
        return (first + day - 1 + (isLeap && day >= 60 ? 1 : 0)) * 86_400 + time
      case .weekday(let month, let week, let day):
        let length = CivilDate.length(ofMonth: month, in: year)
        guard let start = CivilDate(year: year, month: month, day: 1) else { return first * 86_400 + time }
        let sundayBased = (start.weekday + 1) % 7
        var date = 1 + (day - sundayBased + 7) % 7 + (week - 1) * 7
        while date > length { date -= 7 }
        return (start.daysSinceEpoch + Int64(date) - 1) * 86_400 + time
      }
    }
  }

  /// The offset from UTC at an instant.
  package func offset(at instant: Int64) -> Int64 {
    guard let daylight else { return standardOffset }
    let days = Timestamp(clamping: (instant + standardOffset) &* 1_000_000).date
    let start = daylight.start.local(year: days.year) - standardOffset
    let end = daylight.end.local(year: days.year) - daylight.offset
    let isDaylight = start < end ? (start..<end).contains(instant) : !(end..<start).contains(instant)
    return isDaylight ? daylight.offset : standardOffset
  }
}

// MARK: - Reading

extension RecurringZone {
  /// Reads the POSIX form; nothing where the text is anything else.
  package init?(posix text: some StringProtocol) {
    var reader = PosixReader(Array(text.utf8))
    guard reader.name(), let standard = reader.offset() else { return nil }
    guard !reader.isAtEnd else {
      self.init(standardOffset: -standard, daylight: nil)
      return
    }
    guard reader.name() else { return nil }
    var offset = -standard + 3600
    if !reader.isAtEnd, !reader.sees(",") {
      guard let written = reader.offset() else { return nil }
      offset = -written
    }
    guard reader.skip(","), let start = reader.day(), reader.skip(","), let end = reader.day(), reader.isAtEnd else {
      return nil
    }
    self.init(standardOffset: -standard, daylight: Daylight(offset: offset, start: start, end: end))
  }
}

private struct PosixReader {
  private let bytes: [UInt8]
  private var next = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { next >= bytes.count }

  func sees(_ character: Unicode.Scalar) -> Bool { next < bytes.count && bytes[next] == UInt8(ascii: character) }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard sees(character) else { return false }
    next += 1
    return true
  }

  /// Three letters or more, or anything in angle brackets.
  mutating func name() -> Bool {
    if skip("<") {
      while !isAtEnd, !sees(">") { next += 1 }
      return skip(">")
    }
    let start = next
    while next < bytes.count, (65...90).contains(bytes[next] & 0xDF), bytes[next] >= 65 { next += 1 }
    return next - start >= 3
  }

  mutating func number(upTo limit: Int64) -> Int64? {
    let start = next
    var value: Int64 = 0
    while next < bytes.count, (48...57).contains(bytes[next]), next - start < 4 {
      value = value * 10 + Int64(bytes[next] - 48)
      next += 1
    }
    return next > start && value <= limit ? value : nil
  }

  /// `[+-]hh[:mm[:ss]]`, in seconds.
  mutating func offset() -> Int64? {
    let isNegative = skip("-")
    if !isNegative { _ = skip("+") }
    guard let hours = number(upTo: 167) else { return nil }
    var seconds = hours * 3600
    if skip(":") {
      guard let minutes = number(upTo: 59) else { return nil }
      seconds += minutes * 60
      if skip(":") {
        guard let rest = number(upTo: 59) else { return nil }
        seconds += rest
      }
    }
    return isNegative ? -seconds : seconds
  }

  mutating func day() -> RecurringZone.Day? {
    let kind: RecurringZone.Day.Kind
    if skip("M") {
      guard let month = number(upTo: 12), month >= 1, skip("."), let week = number(upTo: 5), week >= 1, skip("."),
        let day = number(upTo: 6)
      else { return nil }
      kind = .weekday(month: Int(month), week: Int(week), day: Int(day))
    } else if skip("J") {
      guard let day = number(upTo: 365), day >= 1 else { return nil }
      kind = .julian(day)
    } else {
      guard let day = number(upTo: 365) else { return nil }
      kind = .ordinal(day)
    }
    var time: Int64 = 7200
    if skip("/") {
      guard let written = offset() else { return nil }
      time = written
    }
    return RecurringZone.Day(kind: kind, time: time)
  }
}
