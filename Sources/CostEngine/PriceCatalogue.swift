package import SpendModel

/// All prices in force, found by provider, model and meter.
package struct PriceCatalogue: Sendable {
  package struct Entry: Hashable, Sendable {
    package let book: String
    package let price: Price
  }

  /// A model of a provider; an empty model stands for whatever the provider meters.
  private struct Key: Hashable {
    let provider: String
    let model: String

    static func == (left: Self, right: Self) -> Bool {
      sameBytes(left.model, right.model) && sameBytes(left.provider, right.provider)
    }
  }

  /// The prices of one meter, the most specific first: the first that holds is the one.
  struct MeterPrices: Sendable {
    let meter: String
    var candidates: [Candidate]
  }

  /// What decides whether a price holds, apart from the rest of it: most records ask no more.
  struct Candidate: Sendable {
    let entry: Int
    let from: Timestamp
    let until: Timestamp?
    let hours: Price.DailyWindow?
    let match: [Price.Match]
    let isList: Bool
  }

  private(set) var entries: [Entry] = []
  private var byModel: [Key: [MeterPrices]] = [:]
  /// The providers that have a price for a model, in the order of their bytes.
  private var providers: [String: [String]] = [:]

  package init(_ books: [PriceBook]) {
    for book in books { entries += book.prices.map { Entry(book: book.id, price: $0) } }
    let order = entries.indices.sorted { left, right in
      if entries[left].price.isMoreSpecific(than: entries[right].price) { return true }
      return !entries[right].price.isMoreSpecific(than: entries[left].price) && left < right
    }
    for index in order { add(entries[index].price, index) }
  }

  private mutating func add(_ price: Price, _ index: Int) {
    let candidate = Candidate(
      entry: index, from: price.from, until: price.until, hours: price.hours, match: price.match,
      isList: price.contract == nil)
    var meters = byModel[Key(provider: price.provider, model: price.model ?? "")] ?? []
    if let place = meters.firstIndex(where: { sameBytes($0.meter, price.meter) }) {
      meters[place].candidates.append(candidate)
    } else {
      meters.append(MeterPrices(meter: price.meter, candidates: [candidate]))
    }
    byModel[Key(provider: price.provider, model: price.model ?? "")] = meters
    guard let model = price.model else { return }
    guard providers[model]?.contains(where: { sameBytes($0, price.provider) }) != true else { return }
    providers[model, default: []].append(price.provider)
    providers[model]?.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
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
    let own = model.flatMap { prices(provider: provider, model: $0) } ?? []
    if let index = index(in: own, meter, at: time, isList: isList, dimension) { return entries[index] }
    let shared = prices(provider: provider, model: "") ?? []
    return index(in: shared, meter, at: time, isList: isList, dimension).map { entries[$0] }
  }

  /// The prices of a model of a provider; with an empty model, those for whatever the provider meters.
  func prices(provider: String, model: String) -> [MeterPrices]? { byModel[Key(provider: provider, model: model)] }

  /// The entry that holds, by its place.
  func index(
    in prices: [MeterPrices], _ meter: String, at time: Timestamp, isList: Bool, _ dimension: (String) -> String?
  ) -> Int? {
    for place in prices.indices where sameBytes(prices[place].meter, meter) {
      for candidate in prices[place].candidates {
        guard candidate.from <= time, candidate.until.map({ time < $0 }) ?? true, !isList || candidate.isList,
          candidate.hours?.contains(time) ?? true
        else { continue }
        let holds = candidate.match.allSatisfy { match in
          dimension(match.dimension).map { sameBytes($0, match.value) } ?? false
        }
        if holds { return candidate.entry }
      }
      return nil
    }
    return nil
  }

  /// The provider of a model that exactly one provider has a price for.
  package func provider(ofModel model: String) -> String? {
    guard let found = providers[model], found.count == 1 else { return nil }
    return found.first
  }

  /// The names of the models that a provider has prices for (all, if nil).
  package func modelNames(of provider: String? = nil) -> [String] {
    providers.compactMap { model, names in
      guard let provider else { return model }
      return names.contains { sameBytes($0, provider) } ? model : nil
    }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension Price {
  /// Whether this price holds where both could.
  fileprivate func isMoreSpecific(than other: Price) -> Bool {
    let mine = (contract == nil ? 0 : 1, match.count, hours == nil ? 0 : 1, from)
    return mine > (other.contract == nil ? 0 : 1, other.match.count, other.hours == nil ? 0 : 1, other.from)
  }
}

/// Whether two texts are the same byte for byte: `==` alone takes a composed and a decomposed accent for one.
func sameBytes(_ left: String, _ right: String) -> Bool {
  // Texts of different length differ, and most that are the same are so at the first look.
  guard left.utf8.count == right.utf8.count, left == right else { return false }
  return left.utf8.withContiguousStorageIfAvailable { left in
    right.utf8.withContiguousStorageIfAvailable { left.elementsEqual($0) }
  }.flatMap { $0 } ?? left.utf8.elementsEqual(right.utf8)
}
