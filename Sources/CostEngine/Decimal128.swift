import SpendModel

/// A decimal number as it was written: digits and a power of ten. Exact; reads exponents too.
package struct Decimal128: Hashable, Sendable {
  package let digits: Int128
  /// The number is `digits` · 10^`exponent`.
  package let exponent: Int

  init(digits: Int128, exponent: Int) {
    self.digits = digits
    self.exponent = exponent
  }

  /// Reads `-5.0291419E-8`, `.0000004`, `12`, `1e3`.
  ///
  /// - Returns: Nothing for anything else, for more than 37 significant digits, or an exponent beyond ±60.
  package init?(_ text: some StringProtocol) {
    var (value, count, places): (Int128, Int, Int) = (0, 0, 0)
    var (negative, seenPoint, seenDigit) = (false, false, false)
    var rest = Substring(text).utf8[...]
    if let sign = rest.first, sign == 45 || sign == 43 {
      negative = sign == 45
      rest = rest.dropFirst()
    }
    var power = 0
    while let byte = rest.first {
      switch byte {
      case 48...57:
        seenDigit = true
        if seenPoint { places += 1 }
        if value != 0 || byte != 48 { count += 1 }
        guard count <= 37 else { return nil }
        value = value * 10 + Int128(byte - 48)
      case 46 where !seenPoint: seenPoint = true
      case 69, 101:
        guard seenDigit, let exponent = Int(Substring(rest.dropFirst())), (-60...60).contains(exponent) else {
          return nil
        }
        power = exponent
        rest = rest.suffix(0)
        continue
      default: return nil
      }
      rest = rest.dropFirst()
    }
    guard seenDigit else { return nil }
    digits = negative ? -value : value
    exponent = power - places
  }

  /// The number times 10^`places` as an integer, rounded half-even.
  ///
  /// - Returns: Nothing where it leaves `Int64`.
  package func scaled(places: Int) -> (steps: Int64, isRounded: Bool)? {
    let shift = exponent + places
    if digits == 0 { return (0, false) }
    if shift >= 0 {
      guard shift <= 37 else { return nil }
      var value = digits
      for _ in 0..<shift {
        let (next, overflow) = value.multipliedReportingOverflow(by: 10)
        guard !overflow else { return nil }
        value = next
      }
      return Int64(exactly: value).map { ($0, false) }
    }
    guard -shift <= 37 else { return (0, true) }
    var divisor: Int128 = 1
    for _ in 0..<(-shift) { divisor *= 10 }
    let (rounded, overflow) = roundedHalfEven(digits, by: divisor)
    guard !overflow else { return nil }
    return (rounded, digits % divisor != 0)
  }
}
