/// A double as ECMAScript prints it. Source: RFC 8785, section 3.2.2.3; ECMA-262, Number::toString.
enum CanonicalNumber {
  /// - Parameter number: A finite number.
  static func text(_ number: Double) -> String {
    guard number != 0 else { return "0" }  // also for -0
    let (digits, point) = shortest(number.magnitude)
    let sign = number < 0 ? "-" : ""
    let count = digits.utf8.count
    switch point {
    case 1...21 where point >= count:
      return sign + digits + String(repeating: "0", count: point - count)
    case 1...21:
      return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    case -5...0:
      return sign + "0." + String(repeating: "0", count: -point) + digits
    default:
      let exponent = point - 1
      let fraction = count > 1 ? "." + digits.dropFirst() : ""
      return sign + digits.prefix(1) + fraction + (exponent < 0 ? "e-" : "e+") + String(exponent.magnitude)
    }
  }

  /// The fewest digits that read back as the number, without zeros at either end, and where the decimal point stands:
  /// 0.digits times ten to that power.
  private static func shortest(_ number: Double) -> (digits: String, point: Int) {
    var digits: [UInt8] = []
    var point: Int?
    var exponent = 0
    let text = Array(number.description.utf8)
    let mark = text.firstIndex { $0 | 0x20 == UInt8(ascii: "e") } ?? text.count
    for byte in text[..<mark] {
      if byte == UInt8(ascii: ".") { point = digits.count } else { digits.append(byte) }
    }
    if mark < text.count { exponent = Int(String(decoding: text[(mark + 1)...], as: UTF8.self)) ?? 0 }
    var place = (point ?? digits.count) + exponent
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    while digits.first == UInt8(ascii: "0") {
      digits.removeFirst()
      place -= 1
    }
    return (String(decoding: digits, as: UTF8.self), place)
  }
}
