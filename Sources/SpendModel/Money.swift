/// A currency by its ISO 4217 code: three letters A to Z.
public struct Currency: Hashable, Sendable, Comparable {
  public let code: String

  /// - Returns: Nothing where the code is not three letters A to Z.
  public init?(_ code: some StringProtocol) {
    guard code.utf8.count == 3, code.utf8.allSatisfy({ (65...90).contains($0) }) else { return nil }
    self.code = String(code)
  }

  private init(known code: String) { self.code = code }

  public static let usd = Currency(known: "USD")
  public static let eur = Currency(known: "EUR")
  /// What amounts are added up in where nothing else says a currency.
  public static let reporting = usd

  public static func < (left: Self, right: Self) -> Bool { left.code.utf8.lexicographicallyPrecedes(right.code.utf8) }
}

/// Why exact arithmetic could not answer.
public enum ArithmeticError: Error, Hashable, Sendable {
  /// The result leaves `Int64`.
  case overflow
  /// Two amounts of different currencies met.
  case currencyMismatch(Currency, Currency)
}

/// An amount of money, exact: a count of nano-units (10^-9 of the currency's unit) and a currency.
///
///     Money(nanos: 1_234_500_000_000, currency: .usd).description  // "1234.50 USD"
///
/// Nothing here rounds, and nothing is a `Double`. The range is about ±9.2 billion units.
public struct Money: Hashable, Sendable {
  public var nanos: Int64
  public var currency: Currency

  public init(nanos: Int64, currency: Currency) {
    self.nanos = nanos
    self.currency = currency
  }

  /// Nano-units in one unit of a currency.
  public static let nanosPerUnit: Int64 = 1_000_000_000

  public static func zero(_ currency: Currency) -> Money { Money(nanos: 0, currency: currency) }

  /// - Throws: ``ArithmeticError`` where the currencies differ or the sum leaves `Int64`.
  public func adding(_ other: Money) throws(ArithmeticError) -> Money {
    guard currency == other.currency else { throw .currencyMismatch(currency, other.currency) }
    let (sum, overflow) = nanos.addingReportingOverflow(other.nanos)
    guard !overflow else { throw .overflow }
    return Money(nanos: sum, currency: currency)
  }

  /// - Throws: ``ArithmeticError`` where the currencies differ or the difference leaves `Int64`.
  public func subtracting(_ other: Money) throws(ArithmeticError) -> Money {
    guard currency == other.currency else { throw .currencyMismatch(currency, other.currency) }
    let (difference, overflow) = nanos.subtractingReportingOverflow(other.nanos)
    guard !overflow else { throw .overflow }
    return Money(nanos: difference, currency: currency)
  }

  /// That many percent of the amount, rounded half-even to nano-units.
  ///
  /// - Throws: ``ArithmeticError/overflow`` where the result leaves `Int64`.
  public func percent(_ percent: Int64) throws(ArithmeticError) -> Money {
    let (quotient, overflow) = roundedHalfEven(Int128(nanos) * Int128(percent), by: 100)
    guard !overflow else { throw .overflow }
    return Money(nanos: quotient, currency: currency)
  }

  /// Whether this is the greater amount; nothing where the currencies differ.
  public func exceeds(_ other: Money) -> Bool? { currency == other.currency ? nanos > other.nanos : nil }
}

/// The quotient rounded to the nearest integer, ties to the even one (IEEE 754 roundTiesToEven), and
/// whether it leaves `Int64`.
///
/// - Parameter divisor: More than zero.
public func roundedHalfEven(_ dividend: Int128, by divisor: Int128) -> (Int64, overflow: Bool) {
  precondition(divisor > 0, "a divisor is more than zero")
  var (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
  if remainder < 0 {
    quotient -= 1
    remainder += divisor
  }
  let twice = remainder.multipliedReportingOverflow(by: 2)
  if twice.overflow || twice.partialValue > divisor || (twice.partialValue == divisor && quotient & 1 == 1) {
    quotient += 1
  }
  guard let result = Int64(exactly: quotient) else { return (0, true) }
  return (result, false)
}
