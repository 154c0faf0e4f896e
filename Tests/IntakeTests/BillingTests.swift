import CostEngine
import Intake
import SpendModel
import Testing

@Suite struct `FOCUS charges` {
  static let header =
    "BilledCost,BillingCurrency,ChargePeriodStart,ProviderName,ListCost,Tags,ConsumedQuantity,ConsumedUnit,SkuPriceDetails,RegionId\n"

  static func charge(
    billed: String = "1", currency: String = "USD", start: String = "2024-09-18 23:00:00", provider: String = "AWS",
    tags: String = "NULL", quantity: String = "NULL", unit: String = "NULL", details: String = "NULL"
  ) -> String {
    func cell(_ text: String) -> String {
      "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
    return header
      + [billed, currency, start, provider, "NULL", tags, quantity, unit, details, "eu-1"].map(cell).joined(
        separator: ",") + "\n"
  }

  @Test(arguments: [
    ("1", 1_000_000_000), ("-5.0291419E-8", -50), (".0000004", 400), ("0.00000000050", 0), ("0.0000000015", 2),
    ("9223372036.854775807", Int64.max),
  ])
  func `Amounts are exact to the nano-unit`(_ text: String, _ nanos: Int64) throws {
    let record = try #require(Outcome(Self.charge(billed: text)).records.first)
    #expect(record.billed == Money(nanos: nanos, currency: .usd))
    #expect(record.list == nil)
    #expect(record.quantities.isEmpty)
    #expect(record.dimensions == ["region": "eu-1"])
    #expect(record.occurredAt == Timestamp("2024-09-18T23:00:00Z"))
  }

  @Test(arguments: [
    (charge(billed: "NULL"), "no `BilledCost`"), (charge(billed: "1,5"), "`BilledCost` is no number: `1,5`"),
    (charge(billed: "9223372036.854775808"), "`BilledCost` is too large: `9223372036.854775808`"),
    (charge(currency: "NULL"), "no `BillingCurrency`"),
    (charge(currency: "usd"), "`BillingCurrency` is no currency: `usd`"),
    (charge(start: "18.09.2024"), "`ChargePeriodStart` is no time: `18.09.2024`"),
    (charge(start: ""), "no `ChargePeriodStart`"),
    (charge(provider: "NULL"), "no `ProviderName`"), (charge(tags: "{\"a\":"), "`Tags`: the text ends in the middle"),
    (
      charge(quantity: "many", unit: "Tokens", details: "{\"TokenDirection\":\"Input\"}"),
      "`ConsumedQuantity` is no number: `many`"
    ),
    (header + "1,USD\n", "2 cells under 10 columns"),
  ])
  func `Rows that are no charge are rejected`(_ text: String, _ reason: String) {
    let outcome = Outcome(text)
    #expect(outcome.records.isEmpty)
    let found = outcome.rejections.map(\.reason)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix(String(reason.prefix { $0 != ":" })) == true, "\(found)")
  }

  @Test func `Tokens are counted by direction and cache`() {
    func meter(_ details: String) -> [String: Int64] {
      Outcome(Self.charge(quantity: "-10.0", unit: "Tokens", details: details)).totals
    }
    #expect(meter("{\"TokenDirection\":\"Output\"}") == ["output.response": -10])
    #expect(meter("{\"TokenDirection\":\"Input\",\"TokenCacheAction\":\"Read\"}") == ["input.cache_read": -10])
    #expect(meter("{\"TokenDirection\":\"Input\",\"TokenCacheAction\":\"Uncached\"}") == ["input.uncached": -10])
    #expect(meter("{}") == [:])
  }

  @Test func `Provider names become words, and tags dimensions`() throws {
    let record = try #require(
      Outcome(Self.charge(provider: "  Amazon Web Services, Inc.", tags: "{\"a\":\"x\",\"b\":1}")).records.first)
    #expect(record.provider == "amazon-web-services-inc")
    #expect(record.dimensions == ["region": "eu-1", "tags.a": "x", "tags.b": "1"])
    #expect(record.model == nil)
  }

  @Test func `A header without amounts is refused`() {
    #expect(Outcome("a,b\n", options(.focusCSV)).error?.message == "no column `BilledCost`")
  }
}

@Suite struct `Pages of the OpenAI usage API` {
  static func page(_ result: String, start: String = "1730419200") -> String {
    #"{"object":"page","data":[{"object":"bucket","results":[{"object":"organization.usage.completions.result",\#(result)}],"start_time":\#(start)}],"has_more":false}"#
  }

  @Test func `A result becomes a record at the start of its bucket`() throws {
    let text = Self.page(
      #""input_tokens":10,"input_cached_tokens":4,"output_tokens":2,"num_model_requests":3,"project_id":"p","user_id":"u","api_key_id":"k","model":null,"batch":true,"service_tier":"flex""#
    )
    let outcome = Outcome(text)
    #expect(outcome.format == .openAIUsage)
    let record = try #require(outcome.records.first)
    #expect(record.occurredAt == Timestamp("2024-11-01T00:00:00Z"))
    #expect(record.model == "unknown")
    #expect(record.provider == "openai")
    #expect(outcome.totals == ["input.uncached": 6, "input.cache_read": 4, "output.response": 2, "request": 3])
    #expect(
      record.dimensions == [
        "operation": "completions", "project": "p", "principal": "u", "credential": "k", "service_tier": "flex",
        "processing": "batch",
      ])
    #expect(record.eventID == "#3:src10:17304192001:p1:u1:k0:4:true4:flex0:37:organization.usage.completions.result")
  }

  static func cost(_ members: String) -> String {
    #"{"object":"page","data":[{"start_time":1736553600,"results":[{"object":"organization.costs.result",\#(members)}]}]}"#
  }

  @Test func `A result of the costs is a charge`() throws {
    let text = Self.cost(
      #""amount":{"value":21.167310118127915,"currency":"usd"},"line_item":"gpt, input","project_id":"p""#)
    let record = try #require(Outcome(text).records.first)
    #expect(record.billed == Money(nanos: 21_167_310_118, currency: .usd))
    #expect(record.model == nil)
    #expect(record.quantities.isEmpty)
    #expect(record.dimensions == ["operation": "costs", "service": "gpt, input", "project": "p"])
  }

  @Test(arguments: [
    (#""amount":{"value":1}"#, "no `amount` with `value` and `currency`"),
    (#""amount":{"value":1,"currency":"dollars"}"#, "`currency` is no currency: `dollars`"),
    (#""amount":{"value":1e30,"currency":"usd"}"#, "`value` is no amount: `1e30`"),
    (#""amount":5"#, "`amount` is a number"),
  ])
  func `A result of the costs without a sound amount is rejected`(_ members: String, _ reason: String) {
    #expect(Outcome(Self.cost(members)).rejections.map(\.reason) == [reason])
  }

  @Test func `Several pages stand in a file, behind each other or in an array`() {
    let page = Self.page(#""input_tokens":10"#)
    #expect(Outcome(page + "\n" + page).records.count == 2)
    #expect(Outcome("[" + page + ",\n" + page + "]").lines == [1, 2])
    #expect(Outcome(#"{"object":"page","data":[]}"#).records.isEmpty)
  }

  @Test(arguments: [
    (page(#""input_tokens":-1"#), "`input_tokens` is negative or too large: `-1`"),
    (page(#""input_tokens":1,"input_cached_tokens":2"#), "more cached input than input: `2` of `1`"),
    (page(#""input_tokens":"1""#), "`input_tokens` is a string"),
    (page(#""model":{}"#), "`model` is an object"),
    (page(#""input_tokens":1"#, start: "9223372036854775807"), "`start_time` is no time: `9223372036854775807`"),
    (
      #"{"object":"page","data":[{"results":[{"object":"organization.usage.completions.result"}]}]}"#,
      "no `start_time` in its bucket"
    ),
    (
      #"{"object":"page","data":[{"start_time":1,"results":[{"object":"organization.usage.vector_stores.result"}]}]}"#,
      "results of `organization.usage.vector_stores.result` are not read"
    ),
    (#"{"object":"page","data":[{"start_time":1,"results":[{}]}]}"#, "no `object` says what kind of result it is"),
  ])
  func `Results that are not sound are rejected`(_ text: String, _ reason: String) {
    let outcome = Outcome(text)
    #expect(outcome.records.isEmpty)
    #expect(outcome.rejections.map(\.reason) == [reason])
  }

  @Test(arguments: [
    (#"{"object":"page","data":[{"start_time":"x"}]}"#, "line 1, column 4"),
    ("{\"object\":\"page\",\n\"data\":{}}", "line 2, column 8: expected an array, found an object"),
    (#"{"object":"page","data":["#, "line 1, column 26: "),
    (page(#""input_tokens":1"#) + "x", "line 1, column "),
  ])
  func `A broken page names its place`(_ text: String, _ message: String) {
    let error = Outcome(text, options(.openAIUsage)).error
    #expect(error?.code == .brokenPage)
    #expect(error?.message.hasPrefix(message) == true, "\(String(describing: error))")
  }
}
