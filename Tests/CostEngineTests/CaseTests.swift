import CostEngine
import SpendModel
import StrictJSON
import Testing

/// Cases of the oracle's form, priced by books of our own.
@Suite struct CaseTests {
  private static let catalogue: PriceCatalogue = {
    func price(_ meter: String, _ nanos: Int64, match: [Price.Match] = [], tiers: [Price.Tier] = []) -> Price {
      Price(
        provider: "openai", model: "gpt-4o", meter: meter, blockSteps: 1_000_000, rate: nanos * 1000, currency: .usd,
        from: Timestamp("2026-01-01T00:00:00Z") ?? .epoch, tiers: tiers, match: match)
    }
    return PriceCatalogue([
      PriceBook(
        id: "b", owner: .group("finance"), sourceName: "list", captured: CivilDate(daysSinceEpoch: 0),
        prices: [
          price("input.uncached", 2_500_000_000, tiers: [.init(above: 200_000, rate: 5_000_000_000_000)]),
          price("input.uncached", 1_250_000_000, match: [.init("processing", "batch")]),
          price("input.cache_read", 1_250_000_000), price("input.cache_write_5m", 3_000_000_000),
          price("input.cache_write_1h", 4_000_000_000), price("output.response", 10_000_000_000),
        ])
    ])
  }()

  private static func question(
    _ usage: JSONValue, model: String = "gpt-4o", at time: String = "2026-06-15T12:00:00Z", _ context: JSONValue = [:]
  ) -> JSONValue {
    [
      "id": "x", "provider_id": "openai", "model_ref": .string(model), "timestamp": .string(time), "context": context,
      "usage": usage,
    ]
  }

  @Test(
    arguments: [
      Row(
        "all kinds of input",
        question([
          "input_tokens": 1000, "cache_read_tokens": 400, "cache_write_tokens": 300, "cache_write_1h_tokens": 100,
        ]), ["0.00225", "0"]),
      Row(
        "reasoning costs what output does", question(["output_tokens": 100, "output_reasoning_tokens": 40]),
        ["0", "0.001"]),
      Row(
        "a tier by all input", question(["input_tokens": 200_001, "cache_read_tokens": 200_000]), ["0.250005", "0"]),
      Row("batch", question(["input_tokens": 1], ["processing": "batch"]), ["0.00000125", "0"]),
      Row("not rounded to nano-units", question(["input_tokens": 1]), ["0.0000025", "0"]),
      Row("nothing", question([:]), ["0", "0"]),
    ] as [Row<JSONValue, [String]>])
  func `A case costs what the books say`(_ row: Row<JSONValue, [String]>) {
    let answer = Self.catalogue.answer(to: row.given)
    #expect(answer["ok"] == true, "\(answer.serialized())")
    #expect(answer["id"] == "x")
    #expect([answer["input_price"], answer["output_price"]].map { plain($0?.string ?? "") } == row.expected)
  }

  @Test(
    arguments: [
      Row(
        "an unknown model", question(["input_tokens": 1], model: "gpt-4"),
        "no price for meter `input.uncached` of model `gpt-4` of `openai`"),
      Row(
        "an unknown model that used nothing", question([:], model: "gpt-4"), "no price for model `gpt-4` of `openai`"),
      Row(
        "before the price holds", question(["input_tokens": 1], at: "2025-12-31T23:59:59Z"),
        "no price for meter `input.uncached` of model `gpt-4o` of `openai`"),
      Row(
        "more cached than input", question(["input_tokens": 1, "cache_read_tokens": 1, "cache_write_tokens": 1]),
        "the parts of `input_tokens` are more than it: `1`"),
      Row(
        "more for an hour than written", question(["input_tokens": 5, "cache_write_1h_tokens": 1]),
        "`cache_write_1h_tokens` is more than `cache_write_tokens`: `0`"),
      Row(
        "more reasoning than output", question(["output_reasoning_tokens": 1]),
        "`output_reasoning_tokens` is more than `output_tokens`: `0`"),
      Row("a negative count", question(["input_tokens": -1]), "`input_tokens` is no whole number, zero or more: `-1`"),
      Row("a time that is none", question([:], at: "yesterday"), "no `timestamp` in the form of RFC 3339"),
    ] as [Row<JSONValue, String>])
  func `A case without a price says why`(_ row: Row<JSONValue, String>) {
    let answer = Self.catalogue.answer(to: row.given)
    #expect(answer["ok"] == false)
    #expect(answer["error"]?.string == row.expected)
  }

  private func plain(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var text = text
    while text.hasSuffix("0") { text.removeLast() }
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}
