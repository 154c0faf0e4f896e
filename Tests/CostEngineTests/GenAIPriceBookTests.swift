import CostEngine
import Diagnostics
import StrictJSON
import TestSupport
import Testing

@Suite struct GenAIPriceBookTests {
  @Test func `The oracle's cases are answered as it answers them, to the last place`() throws {
    guard let oracle = try SharedFiles.json("price-oracle.json"),
      let text = try SharedFiles.json("prices-genai/genai-prices-0.2.3.json")
    else { return }
    let book = try GenAIPriceBook(text)
    let cases = oracle["cases"]?.array ?? []
    #expect(cases.count == 120)
    for item in cases {
      let answer = book.answer(to: item)
      let id = item["id"]?.string ?? ""
      #expect(answer["id"] == item["id"])
      #expect(answer["ok"] == item["expect"]?["ok"], "\(id): \(answer.serialized())")
      guard item["expect"]?["ok"] == true else {
        #expect(answer["error"]?.string?.isEmpty == false)
        continue
      }
      for name in ["model_id", "input_price", "output_price", "total_price"] {
        #expect(answer[name] == item["expect"]?[name], "\(id) \(name)")
      }
    }
  }

  private static let book = #"""
    {"units": {
      "input_tokens": {"per": 1000000, "price_key": "input_mtok", "dimensions": {"family": "tokens", "direction": "input"}},
      "output_tokens": {"per": 1000000, "price_key": "output_mtok", "dimensions": {"family": "tokens", "direction": "output"}},
      "cache_read_tokens": {"per": 1000000, "price_key": "cache_read_mtok",
        "dimensions": {"family": "tokens", "direction": "input", "token_type": "cache_read"}},
      "input_audio_tokens": {"per": 1000000, "price_key": "input_audio_mtok",
        "dimensions": {"family": "tokens", "direction": "input", "modality": "audio"}},
      "audio_seconds": {"per": 3600, "price_key": "audio_hours", "dimensions": {"family": "durations", "modality": "audio"}},
      "web_searches": {"per": 1000, "price_key": "web_searches_kcount", "dimensions": {"family": "tool_calls"}},
      "requests": {"per": 1000, "price_key": "requests_kcount", "dimensions": {"family": "requests"}}},
     "providers": [
      {"id": "acme", "provider_match": {"contains": "acme"}, "fallback_model_providers": ["other"], "models": [
        {"id": "big", "match": {"or": [{"equals": "Big"}, {"regex": "^big-\\d{4}-\\d{2}-\\d{2}$"}]},
         "prices": {"input_mtok": "2.50", "output_mtok": "10", "cache_read_mtok": "1.25"},
         "price_variants": [{"when": {"processing": "batch"}, "prices": {"input_mtok": "1.25"},
           "constraint": {"start_date": "2026-10-14"}}, {"when": {"tier": "x"}, "prices": {"input_mtok": "9"}}]},
        {"id": "tiered", "match": {"starts_with": "tiered"}, "prices": {"input_mtok":
          {"base": "1", "tiers": [{"start": 200000, "price": "2"}, {"start": 500000, "price": "4"}]}, "output_mtok": "8"}},
        {"id": "dated", "match": {"ends_with": "dated"}, "prices": [{"prices": {"input_mtok": "3"}},
          {"constraint": {"start_date": "2026-03-13"}, "prices": {"input_mtok": "2"}},
          {"constraint": {"start_time": "22:00:00+00:00", "end_time": "06:00:00+00:00"}, "prices": {"input_mtok": "1"}}]},
        {"id": "talk", "match": {"and": [{"contains": "talk"}, {"regex": "^(?!.*-tts)"}]},
         "prices": {"audio_hours": "0.36", "requests_kcount": "5", "web_searches_kcount": "10"}},
        {"id": "torn", "match": {"equals": "torn"}, "prices": {"cache_read_mtok": "1"}},
        {"id": "overlap", "match": {"equals": "overlap"}, "prices":
          {"input_mtok": "1", "cache_read_mtok": "1", "input_audio_mtok": "1"}}]},
      {"id": "other", "models": [{"id": "borrowed", "match": {"equals": "borrowed"}, "prices": {"input_mtok": 4}, "price_variants":
        [{"when": {"processing": "batch"}, "prices": {"input_mtok": "2"}}]}]}]}
    """#

  private static func question(
    _ provider: String, _ model: String, _ usage: JSONValue, at time: String = "2026-11-02T09:00:00Z",
    _ context: JSONValue = [:]
  ) -> JSONValue {
    [
      "id": 1, "provider_id": .string(provider), "model_ref": .string(model), "timestamp": .string(time),
      "context": context, "usage": usage,
    ]
  }

  private static let million: JSONValue = ["input_tokens": 1_000_000]

  @Test(arguments: [
    Row("a name in another case", question("ACME ", "BIG", million), "2.50"),
    Row("a provider by its pattern", question("my-acme-eu", "big", million), "2.50"),
    Row("a proxy that names the provider", question("litellm", "acme/big", million), "2.50"),
    Row("a regular expression", question("acme", "big-2026-01-31", million), "2.50"),
    Row("a compact date", question("acme", "big-20260131", million), "2.50"),
    Row("another provider's model", question("acme", "borrowed", million), "4"),
    Row("its variants do not hold here", question("acme", "borrowed", million, ["processing": "batch"]), "4"),
    Row(
      "what is cached is not charged twice", question("acme", "big", ["input_tokens": 1000, "cache_read_tokens": 400]),
      "0.0020"),
    Row(
      "a variant before its start",
      question("acme", "big", million, at: "2026-10-13T23:59:59Z", ["processing": "batch"]), "2.50"),
    Row(
      "a variant from its start on",
      question("acme", "big", million, at: "2026-10-14T00:00:00Z", ["processing": "batch"]), "1.25"),
    Row("a context that compares as it is written", question("acme", "big", million, ["processing": "Batch"]), "2.50"),
    Row("a tier's start is below it", question("acme", "tiered", ["input_tokens": 200_000]), "0.2"),
    Row("above it, all is charged so", question("acme", "tiered", ["input_tokens": 200_001]), "0.400002"),
    Row("the highest tier that is reached", question("acme", "tiered", ["input_tokens": 500_001]), "2.000004"),
    Row("before the date", question("acme", "dated", million, at: "2026-03-12T12:00:00Z"), "3"),
    Row("from the date on", question("acme", "dated", million, at: "2026-03-13T12:00:00Z"), "2"),
    Row("hours over midnight", question("acme", "dated", million, at: "2026-03-13T22:00:00Z"), "1"),
    Row("and in the morning", question("acme", "dated", million, at: "2026-03-13T05:59:59.999Z"), "1"),
    Row("their end is not one of them", question("acme", "dated", million, at: "2026-03-13T06:00:00Z"), "2"),
    Row("an offset of the request", question("acme", "dated", million, at: "2026-03-13T00:30:00+03:00"), "3"),
    Row("each request counts once", question("acme", "talk-1", [:]), "0.005"),
    Row("seconds by the hour", question("acme", "talk-1", ["audio_seconds": 12]), "0.0062"),
    Row("fractions of a count", question("acme", "talk-1", ["audio_seconds": .number("12.5")]), "0.00625"),
    Row(
      "names that the book does not know", question("acme", "big", ["input_tokens": 2, "thoughts": -1]), "0.0000050"),
    Row("a count of null is none", question("acme", "big", ["input_tokens": nil]), "0.00"),
  ])
  func `A request costs what the table says`(_ row: Row<JSONValue, String>) throws {
    let answer = try GenAIPriceBook(JSONValue.parse(Self.book)).answer(to: row.given)
    #expect(decimal(answer["total_price"]) == decimal(.string(row.expected)), "\(answer.serialized())")
  }

  @Test(arguments: [
    Row("an unknown provider", question("nobody", "big", million), "no provider `nobody`"),
    Row("an unknown model", question("acme", "bigger", million), "no model `bigger` of `acme`"),
    Row("a look-ahead that excludes it", question("acme", "talk-tts", million), "no model `talk-tts` of `acme`"),
    Row("a date that is none", question("acme", "big-20261331", million), "no model `big-20261331` of `acme`"),
    Row("a time that is none", question("acme", "big", million, at: "today"), "no `timestamp` in the form of RFC 3339"),
    Row(
      "a negative count", question("acme", "big", ["input_tokens": -1]),
      "`input_tokens` is no number, zero or more: `-1`"),
    Row(
      "a count in words", question("acme", "big", ["input_tokens": "many"]),
      "`input_tokens` is no number, zero or more: `\"many\"`"),
    Row(
      "a count that is true", question("acme", "big", ["input_tokens": true]),
      "`input_tokens` is no number, zero or more: `true`"),
    Row(
      "more cached than there is", question("acme", "big", ["input_tokens": 10, "cache_read_tokens": 11]),
      "the parts of `input_tokens` are more than it: `10`"),
    Row(
      "a part without the whole", question("acme", "big", ["cache_read_tokens": 11]),
      "`cache_read_tokens` is given, and not `input_tokens`, which it is a part of"),
    Row(
      "a price of a part alone", question("acme", "torn", million),
      "the book prices `cache_read_tokens` and not `input_tokens`, which it is a part of"),
    Row(
      "prices that overlap", question("acme", "overlap", million),
      "the book prices `cache_read_tokens` and `input_audio_tokens`, and not what is both"),
    Row(
      "counts beyond 128 bits", question("acme", "big", ["input_tokens": .number("9e60")]), "the counts are too large"),
    Row("no model at all", ["provider_id": "acme"] as JSONValue, "no `model_ref`"),
  ])
  func `A request without a price says why`(_ row: Row<JSONValue, String>) throws {
    let answer = try GenAIPriceBook(JSONValue.parse(Self.book)).answer(to: row.given)
    #expect(answer["ok"] == false)
    #expect(answer["error"]?.string == row.expected)
  }

  @Test(arguments: [
    Row("no book at all", "[]", "the file is no price book of genai-prices"),
    Row(
      "a pattern of a kind that is not known",
      #"{"units": {}, "providers": [{"id": "a", "models": [{"id": "m", "match": {"like": "x"}, "prices": {}}]}]}"#,
      #"a pattern `{"like":"x"}` of the price book is not known"#),
    Row(
      "a regular expression that RE2 does not know",
      #"{"units": {}, "providers": [{"id": "a", "models": [{"id": "m", "match": {"regex": "a(?=b)"}, "prices": {}}]}]}"#,
      "the pattern `a(?=b)` of the price book is no regular expression of RE2"),
    Row(
      "a negative price",
      #"{"units": {}, "providers": [{"id": "a", "models": [{"id": "m", "match": {"equals": "x"}, "prices": {"input_mtok": "-1"}}]}]}"#,
      "the price `input_mtok` of the price book is not readable: it is a decimal, zero or more, or has `base` and rising `tiers`"
    ),
    Row(
      "a block of nothing", #"{"units": {"t": {"per": 0, "dimensions": {}}}, "providers": []}"#,
      "the unit `t` of the price book is not readable: it needs `per`, more than zero, and `dimensions`"),
    Row(
      "a constraint of a kind that is not known",
      #"""
      {"units": {}, "providers": [{"id": "a", "models": [{"id": "m", "match": {"equals": "x"},
        "prices": [{"constraint": {"weekday": 1}, "prices": {}}]}]}]}
      """#,
      "the constraint of the price book is not readable: it has `start_date`, or `start_time` and `end_time`"),
  ])
  func `A book that is not understood is refused`(_ row: Row<String, String>) throws {
    let json = try JSONValue.parse(row.given)
    let error = #expect(throws: Diagnostic.self) { try GenAIPriceBook(json) }
    #expect(error?.message == row.expected)
  }

  /// A decimal without the zeros at its end.
  private func decimal(_ value: JSONValue?) -> String {
    var text = value?.string ?? "nothing"
    if text.contains(".") {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    return text
  }
}
