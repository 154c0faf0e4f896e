package import SpendModel
package import StrictJSON

extension GenAIPriceBook {
  /// What one request costs, exact and not rounded.
  package struct Quote: Hashable, Sendable {
    package var model: String
    /// What is counted as input, what as output, and all of it: tools and requests are neither.
    package var input: Decimal128
    package var output: Decimal128
    package var total: Decimal128
  }

  /// Why a request has no price: words for people.
  package struct Refusal: Error, Hashable, Sendable {
    package var message: String
  }

  /// Prices one case: `{id, provider_id, model_ref, timestamp, context, usage}`.
  ///
  /// - Returns: `{id, ok, model_id, input_price, output_price, total_price}` with exact decimals as text, or
  ///   `{id, ok: false, error}`.
  package func answer(to question: JSONValue) -> JSONValue {
    do throws(Refusal) {
      let quote = try quote(question)
      return .object([
        "id": question["id"], "ok": true, "model_id": .string(quote.model), "input_price": .string(quote.input.text),
        "output_price": .string(quote.output.text), "total_price": .string(quote.total.text),
      ])
    } catch {
      return .object(["id": question["id"], "ok": false, "error": .string(error.message)])
    }
  }

  private func quote(_ question: JSONValue) throws(Refusal) -> Quote {
    guard let provider = question["provider_id"]?.string else { throw Refusal(message: "no `provider_id`") }
    guard let model = question["model_ref"]?.string else { throw Refusal(message: "no `model_ref`") }
    guard let time = question["timestamp"]?.string.flatMap({ Timestamp($0) }) else {
      throw Refusal(message: "no `timestamp` in the form of RFC 3339")
    }
    var context: [String: String] = [:]
    for member in question["context"]?.object ?? [] { context[member.name] = member.value.string }
    return try quote(
      provider: provider, model: model, usage: question["usage"]?.object ?? [], context: context, at: time)
  }

  /// Prices the usage of one request.
  ///
  /// - Parameters:
  ///   - usage: Counts by the book's names, such as `input_tokens`; names that it does not know do not count.
  ///   - context: What variants of prices ask for, such as `processing` is `batch`.
  package func quote(
    provider providerName: String, model name: String, usage: [JSONValue.Member], context: [String: String],
    at time: Timestamp
  ) throws(Refusal) -> Quote {
    let (provider, name) = try find(provider: providerName, model: name.lowercased())
    guard let (model, isOwn) = find(model: name, of: provider) else {
      throw Refusal(message: "no model `\(name)` of `\(provider.id)`")
    }
    let rates = model.rates(context: isOwn ? context : [:], at: time)
    let priced = try priced(rates.byKey)
    let counts = try Counts(usage, of: self)
    let parts = try counts.parts(of: priced.map(\.unit))
    let totalInput = priced.contains { !$0.rate.tiers.isEmpty } ? try counts.value(of: "input_tokens") : .zero
    var quote = Quote(model: model.id, input: .zero, output: .zero, total: .zero)
    for (unit, rate) in priced {
      guard let count = parts[unit.usage],
        let cost = rate.price(totalInput: totalInput)?.multiplied(by: count)?.divided(by: unit.per),
        let total = quote.total.adding(cost)?.in28Digits
      else { throw Refusal(message: "the amounts are too large") }
      quote.total = total
      // Parts of the total, which did not overflow.
      switch unit.dimensions["direction"] {
      case "input": quote.input = quote.input.adding(cost)?.in28Digits ?? total
      case "output": quote.output = quote.output.adding(cost)?.in28Digits ?? total
      default: break
      }
    }
    return quote
  }

  // MARK: - Looking up

  private func find(provider name: String, model: String) throws(Refusal) -> (Provider, model: String) {
    if let provider = provider(named: name) { return (provider, model) }
    // A proxy's models are named with their provider: `litellm`, `openai/gpt-4o`.
    let parts = model.split(separator: "/", maxSplits: 1)
    if name.lowercased() == "litellm", parts.count == 2, let provider = provider(named: String(parts[0])) {
      return (provider, String(parts[1]))
    }
    throw Refusal(message: "no provider `\(name)`")
  }

  private func provider(named name: String) -> Provider? {
    let name = String(name.lowercased().drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    return providers.first { sameBytes($0.id, name) } ?? providers.first { $0.match?.matches(name) ?? false }
  }

  /// The first model whose pattern the name fits, else one of the providers whose models this one offers. A date as
  /// `-20251211` is tried as `-2025-12-11` too.
  private func find(model name: String, of provider: Provider) -> (Model, isOwn: Bool)? {
    var names = [name]
    if let dashed = dashedDate(name) { names.append(dashed) }
    for name in names {
      if let model = provider.models.first(where: { $0.match.matches(name) }) { return (model, true) }
      for fallback in provider.fallbacks {
        let other = providers.first { sameBytes($0.id, fallback) }
        if let model = other?.models.first(where: { $0.match.matches(name) }) { return (model, false) }
      }
    }
    return nil
  }

  private func dashedDate(_ name: String) -> String? {
    for (index, part) in name.split(separator: "-", omittingEmptySubsequences: false).enumerated() where index > 0 {
      let digits = part.prefix { $0 != ":" }
      guard digits.utf8.count == 8, digits.utf8.allSatisfy({ (48...57).contains($0) }), digits.hasPrefix("20") else {
        continue
      }
      let dashed = "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.suffix(2))"
      guard CivilDate(dashed) != nil else { continue }
      return String(name[..<digits.startIndex]) + dashed + name[digits.endIndex...]
    }
    return nil
  }

  /// The units that have a price, by name. A part has one only where the whole has, and where two overlap, what is
  /// both has one too: else nobody could say what a count costs.
  private func priced(_ rates: [String: Rate]) throws(Refusal) -> [(unit: Unit, rate: Rate)] {
    var priced: [(unit: Unit, rate: Rate)] = []
    for (key, rate) in rates {
      if let unit = unitsByPrice[key] { priced.append((unit, rate)) }
    }
    priced.sort { $0.unit.usage.utf8.lexicographicallyPrecedes($1.unit.usage.utf8) }
    for (unit, _) in priced {
      for other in units.values where other.contains(unit) && !priced.contains(where: { $0.unit.usage == other.usage })
      {
        throw Refusal(message: "the book prices `\(unit.usage)` and not `\(other.usage)`, which it is a part of")
      }
    }
    for (index, (left, _)) in priced.enumerated() {
      for (right, _) in priced.dropFirst(index + 1) where left.isCompatible(with: right) {
        let both = left.dimensions.merging(right.dimensions) { first, _ in first }
        guard priced.contains(where: { $0.unit.dimensions == both }) else {
          throw Refusal(message: "the book prices `\(left.usage)` and `\(right.usage)`, and not what is both")
        }
      }
    }
    return priced
  }
}

extension GenAIPriceBook.Model {
  /// The prices at a time; of the variants that hold, the first that names a price replaces it.
  func rates(context: [String: String], at time: Timestamp) -> GenAIPriceBook.Prices {
    var rates = (prices.last { $0.constraint?.holds(at: time) ?? true } ?? prices.first)?.prices ?? .init()
    var replaced: Set<String> = []
    for variant in variants where variant.constraint?.holds(at: time) ?? true {
      guard variant.when.allSatisfy({ pair in context[pair.key].map { sameBytes($0, pair.value) } ?? false }) else {
        continue
      }
      for (key, rate) in variant.prices.byKey where replaced.insert(key).inserted { rates.byKey[key] = rate }
    }
    return rates
  }
}

extension GenAIPriceBook.Rate {
  func price(totalInput: Decimal128) -> Decimal128? {
    for tier in tiers.reversed() {
      guard let over = totalInput.subtracting(Decimal128(tier.start)) else { return nil }
      if over.digits > 0 { return tier.price }
    }
    return base
  }
}
