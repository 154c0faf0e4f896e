package import SpendModel

/// All prices in force, found by provider, model and meter.
package struct PriceCatalogue: Sendable {
  private struct Key: Hashable {
    let provider: String
    let model: String
    let meter: String
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
  /// one with the most conditions, and of these the latest.
  ///
  /// - Parameter dimension: The record's `processing`, `service_tier` or `region`.
  package func entry(
    provider: String, model: String?, meter: String, at time: Timestamp, dimension: (String) -> String? = { _ in nil }
  ) -> Entry? {
    for name in [model ?? "", ""] {
      let valid = (byKey[Key(provider: provider, model: name, meter: meter)] ?? []).filter { entry in
        entry.price.isValid(at: time) && entry.price.match.allSatisfy { dimension($0.dimension) == $0.value }
      }
      let best = valid.max { left, right in
        (left.price.contract == nil ? 0 : 1, left.price.match.count, left.price.from)
          < (right.price.contract == nil ? 0 : 1, right.price.match.count, right.price.from)
      }
      if let best { return best }
    }
    return nil
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
    }.sorted()
  }
}
