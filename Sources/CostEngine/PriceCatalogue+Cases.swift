import SpendModel
package import StrictJSON

extension PriceCatalogue {
  /// Prices one case in the form of ``GenAIPriceBook/answer(to:)`` by these books: exact, and not rounded.
  ///
  /// Input includes what was read from a cache and written to one, output includes reasoning, as providers count them.
  /// Reasoning without a price of its own costs what other output costs. The context's `processing`, `service_tier` and
  /// `region` choose prices.
  ///
  /// - Returns: `{id, ok, model_id, input_price, output_price, total_price}` with exact decimals as text, or
  ///   `{id, ok: false, error}`.
  package func answer(to question: JSONValue) -> JSONValue {
    do throws(GenAIPriceBook.Refusal) {
      let (model, input, output) = try exactCosts(question)
      guard let total = input.adding(output) else { throw .init(message: "the amounts are too large") }
      return .object([
        "id": question["id"], "ok": true, "model_id": .string(model), "input_price": .string(input.text),
        "output_price": .string(output.text), "total_price": .string(total.text),
      ])
    } catch {
      return .object(["id": question["id"], "ok": false, "error": .string(error.message)])
    }
  }

  private func exactCosts(
    _ question: JSONValue
  ) throws(GenAIPriceBook.Refusal) -> (model: String, input: Decimal128, output: Decimal128) {
    guard let provider = question["provider_id"]?.string else { throw .init(message: "no `provider_id`") }
    guard let model = question["model_ref"]?.string else { throw .init(message: "no `model_ref`") }
    guard let time = question["timestamp"]?.string.flatMap({ Timestamp($0) }) else {
      throw .init(message: "no `timestamp` in the form of RFC 3339")
    }
    func find(_ meter: String) -> Price? {
      entry(provider: provider, model: model, meter: meter, at: time) { question["context"]?[$0]?.string }?.price
    }
    let usage = try CaseUsage(question["usage"])
    var (input, output, currency): (Decimal128, Decimal128, Currency?) = (.zero, .zero, nil)
    for (meter, quantity) in usage.quantities(hasReasoning: find("output.reasoning") != nil) {
      guard let price = find(meter), currency == nil || currency == price.currency else {
        throw .init(message: "no price for meter `\(meter)` of model `\(model)` of `\(provider)`")
      }
      currency = price.currency
      guard let cost = price.exactCost(of: quantity, total: usage.input) else {
        throw .init(message: "the amounts are too large")
      }
      // Exact sums of amounts that 128 bits hold.
      if meter.hasPrefix("input.") {
        input = input.adding(cost) ?? input
      } else {
        output = output.adding(cost) ?? output
      }
    }
    guard currency != nil || entry(provider: provider, model: model, meter: "input.uncached", at: time) != nil else {
      throw .init(message: "no price for model `\(model)` of `\(provider)`")
    }
    return (model, input, output)
  }
}

extension Price {
  /// The cost before rounding, in the currency's unit; nothing where 128 bits do not hold it.
  ///
  /// - Parameters:
  ///   - quantity: In the meter's step.
  ///   - total: What tiers are chosen by.
  package func exactCost(of quantity: Int64, total: Int64) -> Decimal128? {
    Decimal128(digits: product(of: quantity, total: total), exponent: -12).divided(by: blockSteps)
  }
}

/// The counts of a case, disjoint.
private struct CaseUsage {
  /// All input, cached or not.
  var input: Int64
  private var read: Int64
  private var write: Int64
  private var write1h: Int64
  private var output: Int64
  private var reasoning: Int64

  init(_ usage: JSONValue?) throws(GenAIPriceBook.Refusal) {
    func count(_ name: String) throws(GenAIPriceBook.Refusal) -> Int64 {
      guard let value = usage?[name], value != .null else { return 0 }
      guard let count = value.integer, count >= 0 else {
        throw .init(message: "`\(name)` is no whole number, zero or more: `\(value.serialized().prefix(60))`")
      }
      return count
    }
    input = try count("input_tokens")
    read = try count("cache_read_tokens")
    write = try count("cache_write_tokens")
    write1h = try count("cache_write_1h_tokens")
    output = try count("output_tokens")
    reasoning = try count("output_reasoning_tokens")
    guard read <= input, write <= input - read else {
      throw .init(message: "the parts of `input_tokens` are more than it: `\(input)`")
    }
    guard write1h <= write else {
      throw .init(message: "`cache_write_1h_tokens` is more than `cache_write_tokens`: `\(write)`")
    }
    guard reasoning <= output else {
      throw .init(message: "`output_reasoning_tokens` is more than `output_tokens`: `\(output)`")
    }
  }

  /// What there is of each meter.
  func quantities(hasReasoning: Bool) -> [(meter: String, quantity: Int64)] {
    let all: [(meter: String, quantity: Int64)] = [
      ("input.uncached", input - read - write), ("input.cache_read", read), ("input.cache_write_5m", write - write1h),
      ("input.cache_write_1h", write1h), ("output.response", hasReasoning ? output - reasoning : output),
      ("output.reasoning", hasReasoning ? reasoning : 0),
    ]
    return all.filter { $0.quantity > 0 }
  }
}
