import StrictJSON

extension GenAIPriceBook {
  /// What a request used, by the book's names.
  struct Counts {
    private let book: GenAIPriceBook
    private var reported: [String: Decimal128] = [:]

    /// - Throws: Where a count that the book knows is no number, or negative.
    init(_ usage: [JSONValue.Member], of book: GenAIPriceBook) throws(Refusal) {
      self.book = book
      for member in usage where book.units[member.name] != nil && member.name != Counts.requests {
        let count: Decimal128? =
          switch member.value {
          case .null: nil
          case .integer(let value): Decimal128(value)
          case .number(let text): Decimal128(text)
          default: nil
          }
        if case .null = member.value { continue }
        guard let count, count.digits >= 0 else {
          throw Refusal(
            message: "`\(member.name)` is no number, zero or more: `\(member.value.serialized().prefix(60))`")
        }
        reported[member.name] = count
      }
    }

    /// Counted by itself: one for each request.
    private static let requests = "requests"

    /// A count; zero where it is not given, unless something that is part of it was counted.
    func value(of usage: String) throws(Refusal) -> Decimal128 {
      if let value = reported[usage] { return value }
      guard let unit = book.units[usage] else { return .zero }
      let used = reported.filter { $0.value.digits > 0 }.keys.compactMap { book.units[$0] }
        .sorted { $0.usage.utf8.lexicographicallyPrecedes($1.usage.utf8) }
      if let part = used.first(where: { unit.contains($0) }) {
        throw Refusal(message: "`\(part.usage)` is given, and not `\(usage)`, which it is a part of")
      }
      for (index, left) in used.enumerated() {
        for right in used.dropFirst(index + 1)
        where left.isCompatible(with: right) && !left.contains(right) && !right.contains(left) {
          guard left.dimensions.merging(right.dimensions, uniquingKeysWith: { first, _ in first }) != unit.dimensions
          else {
            throw Refusal(message: "`\(left.usage)` and `\(right.usage)` are given, and not `\(usage)`, which is both")
          }
        }
      }
      return .zero
    }

    /// What is left of each priced count without the parts of it that have a price of their own.
    ///
    /// - Throws: Where the parts are more than the whole.
    func parts(of priced: [Unit]) throws(Refusal) -> [String: Decimal128] {
      var parts: [String: Decimal128] = [:]
      // The most specific first, so that the parts of a whole are known.
      let ordered = priced.filter { $0.usage != Counts.requests }.sorted { left, right in
        left.dimensions.count != right.dimensions.count
          ? left.dimensions.count > right.dimensions.count : left.usage.utf8.lexicographicallyPrecedes(right.usage.utf8)
      }
      for unit in ordered {
        let whole = try value(of: unit.usage)
        var left = whole
        for other in ordered where other.usage != unit.usage && unit.contains(other) {
          guard let part = parts[other.usage], let rest = left.subtracting(part) else {
            throw Refusal(message: "the counts are too large")
          }
          left = rest
        }
        guard left.digits >= 0 else {
          throw Refusal(message: "the parts of `\(unit.usage)` are more than it: `\(whole.text)`")
        }
        parts[unit.usage] = left
      }
      if priced.contains(where: { $0.usage == Counts.requests }) { parts[Counts.requests] = Decimal128(1) }
      return parts
    }
  }
}
