extension Value {
  /// The value as `string()` makes it: no quotes, no trailing `.0`.
  public var text: String {
    switch self {
    case .null: return "null"
    case .bool(let value): return String(value)
    case .int(let value): return String(value)
    case .uint(let value): return String(value)
    case .double(let value): return doubleText(value)
    case .string(let value): return value
    case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
    case .timestamp(let time): return time.text
    case .duration(let nanos): return durationText(nanos)
    case .money(let money): return moneyText(money)
    case .abstract(.name(let name)): return name
    case .abstract(.optional(let wrapped)): return wrapped.map { "optional.of(\($0.display))" } ?? "optional.none()"
    case .abstract(.address(let address)): return address.text
    case .abstract(.network(let range)): return range.text
    case .list(let items): return "[" + items.map(\.display).joined(separator: ", ") + "]"
    case .map(let map):
      return "{" + map.entries.map { "\($0.display): \($1.display)" }.joined(separator: ", ") + "}"
    }
  }

  /// The value as explanations show it: strings in quotes.
  public var display: String { if case .string(let text) = self { "'\(text)'" } else { text } }
}

/// The shortest decimal that reads back as the same double; an exponent only from 10^21 on and below 10^-6.
func doubleText(_ value: Double) -> String {
  if value.isNaN { return "NaN" }
  if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
  let text = value.description
  guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...]), -7 < exponent,
    exponent < 21
  else { return text.hasSuffix(".0") ? String(text.dropLast(2)) : text }
  let mantissa = text[..<mark]
  let digits = mantissa.filter { $0 != "-" && $0 != "." }
  let places = mantissa.split(separator: ".").dropFirst().first?.utf8.count ?? 0
  let sign = mantissa.hasPrefix("-") ? "-" : ""
  if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
  return sign + digits + String(repeating: "0", count: max(0, exponent - places))
}

private func padded(_ number: Int64, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

private func trimmedFraction(_ number: Int64, _ width: Int) -> String {
  var digits = padded(number, width)
  while digits.hasSuffix("0") { digits.removeLast() }
  return digits
}

func durationText(_ nanoseconds: Int64) -> String {
  let magnitude = nanoseconds.magnitude
  let rest = Int64(magnitude % 1_000_000_000)
  return (nanoseconds < 0 ? "-" : "") + String(magnitude / 1_000_000_000)
    + (rest == 0 ? "" : "." + trimmedFraction(rest, 9)) + "s"
}

private func moneyText(_ money: MoneyValue) -> String {
  let magnitude = money.nanos.magnitude
  var decimals = padded(Int64(magnitude % 1_000_000_000), 9)
  while decimals.utf8.count > 2, decimals.hasSuffix("0") { decimals.removeLast() }
  return "\(money.nanos < 0 ? "-" : "")\(magnitude / 1_000_000_000).\(decimals) \(money.currency)"
}

/// A decimal with at most nine places, in nano-units; nothing for anything else.
func decimalNanos(_ text: String) -> Int64? {
  var (value, digits, places): (Int128, Int, Int?) = (0, 0, nil)
  var negative = false
  for (index, byte) in text.utf8.enumerated() {
    switch byte {
    case UInt8(ascii: "-") where index == 0: negative = true
    case UInt8(ascii: ".") where places == nil && digits > 0: places = 0
    case 48...57:
      digits += 1
      guard digits <= 30, places ?? 0 < 9 else { return nil }
      value = value * 10 + Int128(byte - 48)
      places = places.map { $0 + 1 }
    default: return nil
    }
  }
  guard digits > 0, places != 0 else { return nil }
  for _ in (places ?? 0)..<9 { value *= 10 }
  return Int64(exactly: negative ? -value : value)
}

/// A duration in Go's syntax: `1h30m`, `-1.5s`, `0`.
func parseDuration(_ text: String) -> Int64? {
  var rest = Substring(text)
  var negative = false
  if rest.hasPrefix("-") || rest.hasPrefix("+") { negative = rest.removeFirst() == "-" }
  if rest == "0" { return 0 }
  guard !rest.isEmpty else { return nil }
  var total: Int128 = 0
  let units: [(String, Int128)] = [
    ("ns", 1), ("us", 1000), ("\u{B5}s", 1000), ("\u{3BC}s", 1000), ("ms", 1_000_000), ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
  ]
  while !rest.isEmpty {
    let whole = rest.prefix { ("0"..."9").contains($0) }
    rest = rest.dropFirst(whole.count)
    var fraction = Substring()
    if rest.hasPrefix(".") {
      rest = rest.dropFirst()
      fraction = rest.prefix { ("0"..."9").contains($0) }
      rest = rest.dropFirst(fraction.count)
    }
    guard whole.utf8.count + fraction.utf8.count > 0, whole.utf8.count <= 19 else { return nil }
    guard let unit = units.first(where: { rest.hasPrefix($0.0) && !($0.0 == "m" && rest.hasPrefix("ms")) }) else {
      return nil
    }
    rest = rest.dropFirst(unit.0.count)
    total += (Int128(whole) ?? 0) * unit.1
    var scale = unit.1
    for digit in fraction.utf8 {
      scale /= 10
      total += Int128(digit - 48) * scale
    }
    guard total <= Int128(Int64.max) + 1 else { return nil }
  }
  return Int64(exactly: negative ? -total : total)
}

extension CELTimestamp {
  /// Reads RFC 3339.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int64? {
      guard range.upperBound <= bytes.count, bytes[range].allSatisfy({ (48...57).contains($0) }) else { return nil }
      return bytes[range].reduce(0) { $0 * 10 + Int64($1 - 48) }
    }
    guard bytes.count >= 20, let year = number(0..<4), bytes[4] == 45, let month = number(5..<7), bytes[7] == 45,
      let day = number(8..<10), bytes[10] == 84, let hour = number(11..<13), bytes[13] == 58,
      let minute = number(14..<16),
      bytes[16] == 58, let second = number(17..<19), year >= 1, (1...12).contains(month), day >= 1,
      day <= daysInMonth(month, year), hour < 24, minute < 60, second < 60
    else { return nil }
    var index = 19
    var nanos: Int64 = 0
    if bytes[index] == 46 {
      index += 1
      var count = 0
      while index < bytes.count, (48...57).contains(bytes[index]) {
        guard count < 9 else { return nil }
        nanos = nanos * 10 + Int64(bytes[index] - 48)
        count += 1
        index += 1
      }
      guard count > 0 else { return nil }
      for _ in count..<9 { nanos *= 10 }
    }
    var offset: Int64 = 0
    guard index < bytes.count else { return nil }
    if bytes[index] == 90 {
      index += 1
    } else {
      guard bytes[index] == 43 || bytes[index] == 45, let hours = number(index + 1..<index + 3),
        index + 3 < bytes.count,
        bytes[index + 3] == 58, let minutes = number(index + 4..<index + 6), hours < 24, minutes < 60
      else { return nil }
      offset = (hours * 3600 + minutes * 60) * (bytes[index] == 45 ? -1 : 1)
      index += 6
    }
    guard index == bytes.count else { return nil }
    self.init(
      seconds: daysFromCivil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset,
      nanoseconds: Int32(nanos))
  }

  /// RFC 3339 in UTC, with a fraction only where there is one.
  public var text: String {
    let days = Self.flooredDays(seconds)
    let (year, month, day) = civilFromDays(days)
    let time = seconds - days * 86_400
    let fraction = nanoseconds == 0 ? "" : "." + trimmedFraction(Int64(nanoseconds), 9)
    return
      "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(padded(time / 3600, 2)):\(padded(time / 60 % 60, 2)):"
      + "\(padded(time % 60, 2))\(fraction)Z"
  }

  static func flooredDays(_ seconds: Int64) -> Int64 {
    let (quotient, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
    return rest < 0 ? quotient - 1 : quotient
  }

  /// A part of the time as a clock shows it that is so many seconds ahead of UTC.
  func part(_ name: String, offset: Int64) -> Int64 {
    let seconds = seconds + offset
    let days = Self.flooredDays(seconds)
    let (year, month, day) = civilFromDays(days)
    let time = seconds - days * 86_400
    switch name {
    case "getFullYear": return year
    case "getMonth": return month - 1
    case "getDate": return day
    case "getDayOfMonth": return day - 1
    case "getDayOfWeek": return ((days + 4) % 7 + 7) % 7
    case "getDayOfYear": return days - daysFromCivil(year, 1, 1)
    case "getHours": return time / 3600
    case "getMinutes": return time / 60 % 60
    case "getSeconds": return time % 60
    default: return Int64(nanoseconds) / 1_000_000
    }
  }
}

func daysInMonth(_ month: Int64, _ year: Int64) -> Int64 {
  switch month {
  case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
  case 4, 6, 9, 11: 30
  default: 31
  }
}

/// Source: H. Hinnant, "chrono-compatible low-level date algorithms".
func daysFromCivil(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
  let y = month <= 2 ? year - 1 : year
  let era = (y >= 0 ? y : y - 399) / 400
  let yoe = y - era * 400
  let doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
  return era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

func civilFromDays(_ days: Int64) -> (Int64, Int64, Int64) {
  let z = days + 719_468
  let era = (z >= 0 ? z : z - 146_096) / 146_097
  let doe = z - era * 146_097
  let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365
  let doy = doe - (365 * yoe + yoe / 4 - yoe / 100)
  let mp = (5 * doy + 2) / 153
  let month = mp < 10 ? mp + 3 : mp - 9
  return (yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - (153 * mp + 2) / 5 + 1)
}
