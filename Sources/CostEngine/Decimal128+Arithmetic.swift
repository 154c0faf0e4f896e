// Exact decimal arithmetic that keeps the places of what it is given, as people write sums: 2.50 + 1 is 3.50.
extension Decimal128 {
  package static let zero = Decimal128(digits: 0, exponent: 0)

  package init(_ integer: Int64) { self.init(digits: Int128(integer), exponent: 0) }

  /// - Returns: Nothing where the sum has more digits than 128 bits hold.
  package func adding(_ other: Decimal128) -> Decimal128? {
    let common = min(exponent, other.exponent)
    guard let left = Decimal128.raised(digits, exponent - common),
      let right = Decimal128.raised(other.digits, other.exponent - common)
    else { return nil }
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? nil : Decimal128(digits: sum, exponent: common)
  }

  /// - Returns: Nothing where the difference has more digits than 128 bits hold.
  package func subtracting(_ other: Decimal128) -> Decimal128? {
    let (negated, overflow) = (0 as Int128).subtractingReportingOverflow(other.digits)
    return overflow ? nil : adding(Decimal128(digits: negated, exponent: other.exponent))
  }

  /// - Returns: Nothing where the product has more digits than 128 bits hold.
  package func multiplied(by other: Decimal128) -> Decimal128? {
    let (product, overflow) = digits.multipliedReportingOverflow(by: other.digits)
    return overflow ? nil : Decimal128(digits: product, exponent: exponent + other.exponent)
  }

  /// The exact quotient, with as few places as it needs, but no fewer than the dividend; without an end, rounded
  /// half-even to 28 digits.
  ///
  /// - Parameter divisor: More than zero.
  /// - Returns: Nothing where 128 bits do not hold it.
  package func divided(by divisor: Int64) -> Decimal128? {
    guard divisor > 0 else { return nil }
    let divisor = UInt128(divisor)
    var (quotient, rest) = digits.magnitude.quotientAndRemainder(dividingBy: divisor)
    var power = exponent
    while rest != 0, quotient < Decimal128.leastOf28Digits {
      let (next, left) = (rest * 10).quotientAndRemainder(dividingBy: divisor)
      (quotient, rest) = (quotient * 10 + next, left)
      power -= 1
    }
    if rest * 2 > divisor || (rest * 2 == divisor && quotient & 1 == 1) { quotient += 1 }
    guard let magnitude = Int128(exactly: quotient) else { return nil }
    return Decimal128(digits: digits < 0 ? -magnitude : magnitude, exponent: power)
  }

  private static let leastOf28Digits: UInt128 = 1_000_000_000_000_000_000_000_000_000

  /// The number in 28 digits, rounded half-even where it has more: what sums of numbers without an end are kept in.
  package var in28Digits: Decimal128 {
    var (magnitude, divisor, power): (UInt128, UInt128, Int) = (digits.magnitude, 1, exponent)
    while magnitude / divisor >= Decimal128.leastOf28Digits * 10 {
      divisor *= 10
      power += 1
    }
    guard divisor > 1 else { return self }
    let rest = magnitude % divisor
    magnitude /= divisor
    if rest * 2 > divisor || (rest * 2 == divisor && magnitude & 1 == 1) { magnitude += 1 }
    return Int128(exactly: magnitude).map { Decimal128(digits: digits < 0 ? -$0 : $0, exponent: power) } ?? self
  }

  /// Digits without a power of ten: `0.09166700`, `2.50`, `1500`.
  package var text: String {
    let magnitude = String(digits.magnitude)
    let sign = digits < 0 ? "-" : ""
    guard exponent < 0 else { return sign + magnitude + (digits == 0 ? "" : String(repeating: "0", count: exponent)) }
    let places = -exponent
    let padded = String(repeating: "0", count: max(0, places + 1 - magnitude.utf8.count)) + magnitude
    return sign + String(padded.dropLast(places)) + "." + String(padded.suffix(places))
  }

  private static func raised(_ digits: Int128, _ power: Int) -> Int128? {
    guard digits != 0 else { return 0 }
    guard power <= 38 else { return nil }
    var value = digits
    for _ in 0..<power {
      let (next, overflow) = value.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      value = next
    }
    return value
  }
}
