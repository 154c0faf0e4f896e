extension Money: CustomStringConvertible {
  /// Amount and currency as people write them: `1234.50 USD`.
  public var description: String { "\(amountText) \(currency.code)" }

  /// The amount alone, with two decimals, and more only where they are not zero: `1234.50`, `0.000125`.
  public var amountText: String {
    let magnitude = nanos.magnitude
    let (units, rest) = magnitude.quotientAndRemainder(dividingBy: UInt64(Money.nanosPerUnit))
    var decimals = String(rest)
    decimals = String(repeating: "0", count: 9 - decimals.utf8.count) + decimals
    while decimals.utf8.count > 2, decimals.hasSuffix("0") { decimals.removeLast() }
    return "\(nanos < 0 ? "-" : "")\(units).\(decimals)"
  }

  /// Reads `500 USD`, `500.00 USD`, `-0.000125 EUR`: a decimal of at most nine places, one blank, a currency.
  ///
  /// - Returns: Nothing where the text is anything else or leaves the range.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, let currency = Currency(parts[1]), let nanos = scaledDecimal(parts[0], places: 9) else {
      return nil
    }
    self.init(nanos: nanos, currency: currency)
  }
}

/// The decimal times 10^`places`, exactly; digits, at most one point with digits on both sides, an optional minus.
///
///     scaledDecimal("12.5", places: 6)  // 12_500_000
///
/// - Returns: Nothing where the text is no such decimal, has more places, or leaves `Int64`.
public func scaledDecimal(_ text: some StringProtocol, places: Int) -> Int64? {
  var value: Int64 = 0
  var negative = false
  var digits = 0
  var decimals: Int?
  for (index, byte) in text.utf8.enumerated() {
    switch byte {
    case UInt8(ascii: "-") where index == 0: negative = true
    case UInt8(ascii: "."):
      guard decimals == nil, digits > 0 else { return nil }
      decimals = 0
    case 48...57:
      digits += 1
      if let seen = decimals {
        guard seen < places || byte == 48 else { return nil }
        decimals = seen + 1
        if seen >= places { continue }
      }
      guard let next = appending(byte - 48, to: value) else { return nil }
      value = next
    default: return nil
    }
  }
  guard digits > 0, decimals != 0 else { return nil }
  for _ in min(decimals ?? 0, places)..<places {
    guard let next = appending(0, to: value) else { return nil }
    value = next
  }
  return negative ? -value : value
}

private func appending(_ digit: UInt8, to value: Int64) -> Int64? {
  let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
  let (sum, carry) = tens.addingReportingOverflow(Int64(digit))
  return overflow || carry ? nil : sum
}
