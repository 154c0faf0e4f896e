import Diagnostics
import SpendModel
import StrictJSON

extension GenAIPriceBook.Unit {
  init(_ member: JSONValue.Member) throws(Diagnostic) {
    guard let per = member.value["per"]?.integer, per > 0, let dimensions = member.value["dimensions"]?.object else {
      throw bad("unit", member.name, "it needs `per`, more than zero, and `dimensions`")
    }
    usage = member.name
    price = member.value["price_key"]?.string ?? member.name
    self.per = per
    self.dimensions = [:]
    for dimension in dimensions { self.dimensions[dimension.name] = dimension.value.string }
  }
}

extension GenAIPriceBook.Provider {
  init(_ json: JSONValue) throws(Diagnostic) {
    guard let id = json["id"]?.string, let listed = json["models"]?.array else {
      throw bad("provider", json["id"]?.string, "it needs `id` and `models`")
    }
    self.id = id
    match = try json["provider_match"].present.map { value throws(Diagnostic) in try GenAIPriceBook.Pattern(value) }
    fallbacks = (json["fallback_model_providers"]?.array ?? []).compactMap(\.string)
    models = []
    for model in listed { models.append(try GenAIPriceBook.Model(model)) }
  }
}

extension GenAIPriceBook.Model {
  init(_ json: JSONValue) throws(Diagnostic) {
    guard let id = json["id"]?.string, let pattern = json["match"], let priced = json["prices"] else {
      throw bad("model", json["id"]?.string, "it needs `id`, `match` and `prices`")
    }
    self.id = id
    match = try GenAIPriceBook.Pattern(pattern)
    prices = []
    if let conditionals = priced.array {
      for conditional in conditionals {
        prices.append(
          .init(
            constraint: try GenAIPriceBook.Constraint(optional: conditional["constraint"]),
            prices: try GenAIPriceBook.Prices(conditional["prices"] ?? .null)))
      }
    } else {
      prices = [.init(constraint: nil, prices: try GenAIPriceBook.Prices(priced))]
    }
    guard !prices.isEmpty else { throw bad("model", id, "its `prices` are an empty list") }
    variants = []
    for variant in json["price_variants"]?.array ?? [] {
      var when: [(key: String, value: String)] = []
      for member in variant["when"]?.object ?? [] {
        guard let value = member.value.string else { throw bad("model", id, "`when` compares with text") }
        when.append((member.name, value))
      }
      guard !when.isEmpty else { throw bad("model", id, "a variant needs `when`") }
      variants.append(
        .init(
          when: when, constraint: try GenAIPriceBook.Constraint(optional: variant["constraint"]),
          prices: try GenAIPriceBook.Prices(variant["prices"] ?? .null)))
    }
  }
}

extension GenAIPriceBook.Prices {
  init(_ json: JSONValue) throws(Diagnostic) {
    guard let members = json.object else { throw bad("prices", nil, "they are an object") }
    for member in members where member.name != "_" {
      guard let value = Optional(member.value).present else { continue }
      guard let rate = GenAIPriceBook.Rate(value) else {
        throw bad("price", member.name, "it is a decimal, zero or more, or has `base` and rising `tiers`")
      }
      byKey[member.name] = rate
    }
  }
}

extension GenAIPriceBook.Rate {
  init?(_ json: JSONValue) {
    if let flat = json.price {
      self.init(base: flat)
      return
    }
    guard let base = json["base"]?.price, let listed = json["tiers"]?.array else { return nil }
    self.init(base: base)
    for tier in listed {
      guard let start = tier["start"]?.integer, start >= 0, let price = tier["price"]?.price else { return nil }
      tiers.append((start, price))
    }
    tiers.sort { $0.start < $1.start }
  }
}

extension GenAIPriceBook.Constraint {
  init?(optional json: JSONValue?) throws(Diagnostic) {
    guard let json = json.present else { return nil }
    if let date = json["start_date"]?.string.flatMap({ CivilDate($0) }) {
      self = .from(day: date.daysSinceEpoch)
    } else if let from = json["start_time"]?.string.flatMap(secondsOfDay),
      let to = json["end_time"]?.string.flatMap(secondsOfDay)
    {
      self = .daily(from: from, to: to)
    } else {
      throw bad("constraint", json["_"]?.string, "it has `start_date`, or `start_time` and `end_time`")
    }
  }

  func holds(at time: Timestamp) -> Bool {
    let day = time.date.daysSinceEpoch
    switch self {
    case .from(let first): return day >= first
    case .daily(let from, let to):
      let micros = time.microseconds - day * 86_400_000_000
      let (start, end) = (from * 1_000_000, to * 1_000_000)
      return end < start ? micros >= start || micros < end : start <= micros && micros < end
    }
  }
}

/// `06:00:00+00:00`, `06:00:00Z` and `06:00:00` as seconds of the day, UTC.
private func secondsOfDay(_ text: String) -> Int64? {
  let zoned = text.utf8.count == 8 ? text + "Z" : text
  return Timestamp("1970-01-02T\(zoned)").map { ($0.seconds % 86_400 + 86_400) % 86_400 }
}

private func bad(_ what: String, _ name: String?, _ words: String) -> Diagnostic {
  Diagnostic(
    "bad-price-book", "the \(what)\(name.map { " `\($0)`" } ?? "") of the price book is not readable: \(words)")
}

extension JSONValue {
  /// A price: a decimal, as text or as a number, zero or more.
  fileprivate var price: Decimal128? {
    let decimal: Decimal128? =
      switch self {
      case .string(let text), .number(let text): Decimal128(text)
      case .integer(let value): Decimal128(value)
      default: nil
      }
    return decimal.flatMap { $0.digits >= 0 ? $0 : nil }
  }
}

extension JSONValue? {
  /// Nothing for `null` too.
  var present: JSONValue? { if case .some(.null) = self { nil } else { self } }
}
