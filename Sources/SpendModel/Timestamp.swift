/// An instant: microseconds since 1970-01-01T00:00:00Z, without leap seconds, in the years 1 to 9999.
public struct Timestamp: Hashable, Sendable, Comparable {
  public let microseconds: Int64

  /// 0001-01-01T00:00:00Z and the last microsecond of 9999.
  public static let bounds: ClosedRange<Int64> = -62_135_596_800_000_000...253_402_300_799_999_999

  /// - Returns: Nothing outside the years 1 to 9999.
  public init?(microseconds: Int64) {
    guard Timestamp.bounds.contains(microseconds) else { return nil }
    self.microseconds = microseconds
  }

  /// The nearest instant in the years 1 to 9999.
  public init(clamping microseconds: Int64) {
    self.microseconds = min(max(microseconds, Timestamp.bounds.lowerBound), Timestamp.bounds.upperBound)
  }

  public static let epoch = Timestamp(clamping: 0)

  /// Whole seconds since the epoch, rounded down.
  public var seconds: Int64 {
    let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    return remainder < 0 ? quotient - 1 : quotient
  }

  public static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

  /// The instant that many seconds later (earlier, if negative), within the years 1 to 9999.
  public func adding(seconds: Int64) -> Timestamp {
    let (span, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
    let (sum, carry) = microseconds.addingReportingOverflow(overflow ? (seconds < 0 ? .min : .max) : span)
    return Timestamp(clamping: carry ? (seconds < 0 ? .min : .max) : sum)
  }

  /// Microseconds from the other instant to this one.
  public func since(_ other: Timestamp) -> Int64 { microseconds - other.microseconds }
}

/// A day of the proleptic Gregorian calendar, without a time and a zone.
public struct CivilDate: Hashable, Sendable, Comparable {
  public let year: Int
  public let month: Int
  public let day: Int

  /// - Returns: Nothing for a day that does not exist, or outside the years 1 to 9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CivilDate.length(ofMonth: month, in: year)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// The day that many days after 1970-01-01.
  ///
  /// Source: H. Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
  public init(daysSinceEpoch days: Int64) {
    let z = days + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let doe = z - era * 146_097
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100)
    let mp = (5 * doy + 2) / 153
    day = Int(doy - (153 * mp + 2) / 5 + 1)
    month = Int(mp < 10 ? mp + 3 : mp - 9)
    year = Int(yoe + era * 400) + (month <= 2 ? 1 : 0)
  }

  /// Days since 1970-01-01. Source: as above, `days_from_civil`.
  public var daysSinceEpoch: Int64 {
    let y = Int64(month <= 2 ? year - 1 : year)
    let era = (y >= 0 ? y : y - 399) / 400
    let yoe = y - era * 400
    let doy = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
    let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy
    return era * 146_097 + doe - 719_468
  }

  /// 0 is Monday, 6 is Sunday (ISO 8601 order).
  public var weekday: Int {
    let index = (daysSinceEpoch + 3) % 7
    return Int(index < 0 ? index + 7 : index)
  }

  public static func length(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  public static func < (left: Self, right: Self) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }
}
