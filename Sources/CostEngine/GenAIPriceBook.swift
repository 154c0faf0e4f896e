package import Diagnostics
package import StrictJSON

/// A price book in the format of genai-prices: providers, their models with patterns of names, and decimal prices by
/// kind of usage, with tiers, dates, hours and variants.
///
/// Kinds of usage are the book's own `units`: each is a set of dimensions, and one with more dimensions is a part of
/// every one whose dimensions it contains. Source: the book's schema, and its documented rules.
package struct GenAIPriceBook: Sendable {
  let units: [String: Unit]
  let unitsByPrice: [String: Unit]
  let providers: [Provider]

  /// What is counted, and by how many it is priced.
  struct Unit: Sendable {
    var usage: String
    var price: String
    var per: Int64
    /// `direction` is `input`, and so on.
    var dimensions: [String: String]

    /// Whether the other is a part of this, or this itself.
    func contains(_ other: Unit) -> Bool { dimensions.allSatisfy { other.dimensions[$0.key] == $0.value } }

    /// Whether something may be counted as both.
    func isCompatible(with other: Unit) -> Bool {
      dimensions.allSatisfy { name, value in other.dimensions[name].map { $0 == value } ?? true }
    }
  }

  struct Provider: Sendable {
    var id: String
    /// In lower case.
    var match: Pattern?
    var fallbacks: [String]
    var models: [Model]
  }

  struct Model: Sendable {
    var id: String
    var match: Pattern
    var prices: [Conditional]
    var variants: [Variant]
  }

  /// The last one that holds counts; if none does, the first.
  struct Conditional: Sendable {
    var constraint: Constraint?
    var prices: Prices
  }

  /// Prices that replace others where the request's context is as they say.
  struct Variant: Sendable {
    var when: [(key: String, value: String)]
    var constraint: Constraint?
    var prices: Prices
  }

  struct Prices: Sendable {
    var byKey: [String: Rate] = [:]
  }

  struct Rate: Sendable {
    var base: Decimal128
    /// Rising; one counts for all of a request whose input is more than where it starts.
    var tiers: [(start: Int64, price: Decimal128)] = []
  }

  enum Constraint: Sendable {
    /// From the start of that day, UTC, on.
    case from(day: Int64)
    /// Seconds of the day, UTC; over midnight where the end comes before the start.
    case daily(from: Int64, to: Int64)
  }

  /// - Throws: What is wrong with the book, or which part of its format is not understood.
  package init(_ json: JSONValue) throws(Diagnostic) {
    guard let listed = json["providers"]?.array, let declared = json["units"]?.object else {
      throw Diagnostic(
        "no-price-book", "the file is no price book of genai-prices",
        hint: "it is an object with `units` and `providers`")
    }
    var (units, unitsByPrice): ([String: Unit], [String: Unit]) = ([:], [:])
    for member in declared {
      let unit = try Unit(member)
      units[unit.usage] = unit
      unitsByPrice[unit.price] = unit
    }
    self.units = units
    self.unitsByPrice = unitsByPrice
    var providers: [Provider] = []
    for provider in listed { providers.append(try Provider(provider)) }
    self.providers = providers
  }
}
