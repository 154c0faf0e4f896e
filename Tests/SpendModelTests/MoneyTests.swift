import SpendModel
import StrictJSON
import Testing

@Suite struct MoneyTests {
  @Test(arguments: [
    ("500 USD", 500_000_000_000), ("500.00 USD", 500_000_000_000), ("0.5 EUR", 500_000_000),
    ("-1.25 USD", -1_250_000_000),
    ("0.000000001 USD", 1), ("9223372036.854775807 USD", Int64.max), ("1.10 USD", 1_100_000_000),
    ("2.5000000000000 USD", 2_500_000_000),
  ])
  func `An amount is read exactly`(_ row: (text: String, nanos: Int64)) {
    #expect(Money(row.text)?.nanos == row.nanos)
  }

  @Test(arguments: [
    "", "500", "USD", "500USD", "500  USD", " 500 USD", "500 usd", "500 US", "500 DOLLAR", "1,000 USD", "1e3 USD",
    ".5 USD",
    "5. USD", "--1 USD", "+1 USD", "0.0000000001 USD", "9223372036.854775808 USD", "1 USD ", "\u{661} USD", "0x10 USD",
    "- USD",
  ])
  func `Anything else is refused`(_ text: String) {
    #expect(Money(text) == nil)
  }

  @Test(arguments: [
    (1_234_500_000_000, "1234.50 USD"), (125_000, "0.000125 USD"), (0, "0.00 USD"), (-1, "-0.000000001 USD"),
    (Int64.min, "-9223372036.854775808 USD"),
  ])
  func `An amount is written with two decimals and more where needed`(_ row: (nanos: Int64, text: String)) {
    #expect(Money(nanos: row.nanos, currency: .usd).description == row.text)
  }

  @Test func `Arithmetic is exact or refused`() throws {
    let one = Money(nanos: 1, currency: .usd)
    #expect(try one.adding(one).nanos == 2)
    #expect(throws: ArithmeticError.overflow) { try Money(nanos: .max, currency: .usd).adding(one) }
    #expect(throws: ArithmeticError.overflow) { try Money(nanos: .min, currency: .usd).subtracting(one) }
    #expect(throws: ArithmeticError.currencyMismatch(.usd, .eur)) { try one.adding(.zero(.eur)) }
    #expect(try Money(nanos: 5, currency: .usd).percent(50).nanos == 2)
    #expect(try Money(nanos: 15, currency: .usd).percent(10).nanos == 2)
    #expect(one.exceeds(.zero(.eur)) == nil)
    #expect(one.exceeds(one) == false)
  }

  @Test(
    arguments: [
      (5, 2, 2), (7, 2, 4), (-5, 2, -2), (-7, 2, -4), (1, 3, 0), (2, 3, 1), (-1, 3, 0), (-2, 3, -1), (0, 9, 0),
    ] as [(Int128, Int128, Int64)])
  func `A tie goes to the even neighbour`(_ row: (dividend: Int128, divisor: Int128, quotient: Int64)) {
    #expect(roundedHalfEven(row.dividend, by: row.divisor).0 == row.quotient)
  }

  @Test func `The form of leaves goes there and back`() {
    let money = Money(nanos: 1_500_000_000, currency: .eur)
    #expect(Money(canonical: money.canonical) == money)
    #expect(Money(canonical: ["currency": "EUR", "nanos": "01"]) == nil)
    #expect(Money(canonical: ["currency": "EUR", "nanos": 1]) == nil)
    #expect(Money(canonical: ["currency": "EURO", "nanos": "1"]) == nil)
  }
}
