package import SpendModel

/// All prices in force, found by provider, model and meter.
package struct PriceCatalogue: Sendable {
  private struct Key: Hashable {
    let provider: String
    let model: String
    let meter: String

    static func == (left: Self, right: Self) -> Bool {
      sameBytes(left.provider, right.provider) && sameBytes(left.model, right.model)
        && sameBytes(left.meter, right.meter)
    }
  }

  private var byKey: [Key: [Entry]] = [:]
  /// The models that have a price, as `provider/model`.
  package private(set) var models: Set<String> = []

  package struct Entry: Hashable, Sendable {
    package let book: String
    package let price: Price
  }

  package init(_ books: [PriceBook]) {
    for book in books {
      for price in book.prices {
        let key = Key(provider: price.provider, model: price.model ?? "", meter: price.meter)
        byKey[key, default: []].append(Entry(book: book.id, price: price))
        if let model = price.model { models.insert("\(price.provider)/\(model)") }
      }
    }
  }

  /// The price of a meter at a time: one for the model before one for the provider, a contract's before a list's, the
  /// one with the most conditions, one with hours before one for the whole day, and of these the latest.
  ///
  /// - Parameters:
  ///   - isList: Whether only list prices count, and no contract's.
  ///   - dimension: The record's `processing`, `service_tier` or `region`.
  package func entry(
    provider: String, model: String?, meter: String, at time: Timestamp, isList: Bool = false,
    dimension: (String) -> String? = { _ in nil }
  ) -> Entry? {
    if let model, !model.isEmpty,
      let best = best(of: Key(provider: provider, model: model, meter: meter), at: time, isList, dimension)
    {
      return best
    }
    return best(of: Key(provider: provider, model: "", meter: meter), at: time, isList, dimension)
  }

  private func best(of key: Key, at time: Timestamp, _ isList: Bool, _ dimension: (String) -> String?) -> Entry? {
    var best: Entry?
    for entry in byKey[key] ?? [] {
      guard !isList || entry.price.contract == nil, entry.price.isValid(at: time),
        entry.price.match.allSatisfy({ match in dimension(match.dimension).map { sameBytes($0, match.value) } ?? false }
        ),
        best.map({ entry.price.isMoreSpecific(than: $0.price) }) ?? true
      else { continue }
      best = entry
    }
    return best
  }

  /// The provider of a model that exactly one provider has a price for.
  package func provider(ofModel model: String) -> String? {
    let found = models.filter { $0.hasSuffix("/" + model) }.compactMap { $0.split(separator: "/", maxSplits: 1).first }
    return found.count == 1 ? found.first.map(String.init) : nil
  }

  /// The names of the models that a provider has prices for (all, if nil).
  package func modelNames(of provider: String? = nil) -> [String] {
    models.compactMap { name in
      let parts = name.split(separator: "/", maxSplits: 1)
      guard parts.count == 2, provider == nil || provider == String(parts[0]) else { return nil }
      return String(parts[1])
    }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension Price {
  /// Whether this price holds where both could; the later of two that are alike in this, and of equals the first read.
  fileprivate func isMoreSpecific(than other: Price) -> Bool {
    let mine = (contract == nil ? 0 : 1, match.count, hours == nil ? 0 : 1, from)
    return mine > (other.contract == nil ? 0 : 1, other.match.count, other.hours == nil ? 0 : 1, other.from)
  }
}

/// Whether two texts are the same byte for byte: `==` alone takes a composed and a decomposed accent for one.
func sameBytes(_ left: String, _ right: String) -> Bool { left == right && left.utf8.elementsEqual(right.utf8) }
