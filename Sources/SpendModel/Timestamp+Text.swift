extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC, with a fraction only where there is one: `2026-11-02T09:00:00Z`.
  public var description: String { text(fraction: .whenNeeded) }

  /// RFC 3339 in UTC with exactly six digits, the form of the decision log: `2026-11-02T09:00:00.000000Z`.
  public var canonicalText: String { text(fraction: .always) }

  /// The day in UTC.
  public var date: CivilDate { CivilDate(daysSinceEpoch: flooredDays) }

  private enum Fraction { case always, whenNeeded }

  private var flooredDays: Int64 {
    let (quotient, remainder) = seconds.quotientAndRemainder(dividingBy: 86_400)
    return remainder < 0 ? quotient - 1 : quotient
  }

  private func text(fraction: Fraction) -> String {
    let days = flooredDays
    let date = CivilDate(daysSinceEpoch: days)
    let time = seconds - days * 86_400
    var micros = microseconds - seconds * 1_000_000
    var result = "\(date)T\(padded(time / 3600, 2)):\(padded(time / 60 % 60, 2)):\(padded(time % 60, 2))"
    if fraction == .always {
      result += "." + padded(micros, 6)
    } else if micros != 0 {
      var width = 6
      while micros % 10 == 0 {
        micros /= 10
        width -= 1
      }
      result += "." + padded(micros, width)
    }
    return result + "Z"
  }

  /// Reads RFC 3339: `2026-11-02T09:00:00Z`, an offset such as `+01:00`, a fraction of any length.
  ///
  /// Digits beyond microseconds are cut. A leap second (`:60`) is refused.
  ///
  /// - Returns: Nothing where the text is anything else, or the instant leaves the years 1 to 9999.
  public init?(_ text: some StringProtocol) {
    var reader = DigitReader(text.utf8)
    guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
      let day = reader.number(2), reader.skip("T") || reader.skip("t"),
      let hour = reader.number(2), hour < 24, reader.skip(":"), let minute = reader.number(2), minute < 60,
      reader.skip(":"), let second = reader.number(2), second < 60,
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    var micros = 0
    if reader.skip(".") {
      guard let fraction = reader.fraction() else { return nil }
      micros = fraction
    }
    var offset = 0
    if !(reader.skip("Z") || reader.skip("z")) {
      let negative = reader.skip("-")
      guard negative || reader.skip("+"), let hours = reader.number(2), hours < 24, reader.skip(":"),
        let minutes = reader.number(2), minutes < 60
      else { return nil }
      offset = (hours * 3600 + minutes * 60) * (negative ? -1 : 1)
    }
    guard reader.isAtEnd else { return nil }
    let seconds = date.daysSinceEpoch * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
    self.init(microseconds: seconds * 1_000_000 + Int64(micros))
  }
}

extension CivilDate: CustomStringConvertible {
  /// ISO 8601: `2026-11-02`.
  public var description: String { "\(padded(Int64(year), 4))-\(padded(Int64(month), 2))-\(padded(Int64(day), 2))" }

  /// Reads ISO 8601 `2026-11-02`; nothing for anything else.
  public init?(_ text: some StringProtocol) {
    var reader = DigitReader(text.utf8)
    guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
      let day = reader.number(2), reader.isAtEnd
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// The day's first instant in UTC.
  public var startUTC: Timestamp { Timestamp(clamping: daysSinceEpoch * 86_400_000_000) }
}

private func padded(_ number: Int64, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

private struct DigitReader {
  private let bytes: [UInt8]
  private var next = 0

  init(_ text: some Sequence<UInt8>) { bytes = Array(text) }

  var isAtEnd: Bool { next == bytes.count }

  mutating func skip(_ character: Character) -> Bool {
    guard next < bytes.count, bytes[next] == character.asciiValue else { return false }
    next += 1
    return true
  }

  mutating func number(_ width: Int) -> Int? {
    guard next + width <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[next..<next + width] {
      guard (48...57).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 48)
    }
    next += width
    return value
  }

  /// Microseconds of a fraction; further digits are cut.
  mutating func fraction() -> Int? {
    var (value, count) = (0, 0)
    while next < bytes.count, (48...57).contains(bytes[next]) {
      if count < 6 { value = value * 10 + Int(bytes[next] - 48) }
      count += 1
      next += 1
    }
    guard count > 0 else { return nil }
    for _ in min(count, 6)..<6 { value *= 10 }
    return value
  }
}
