import CostEngine
import Intake
import SpendModel
import Testing

@Suite struct `The generic usage record` {
  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    var members: String
    /// The reason for a rejection, or nothing.
    var reason: String?
    var quantities: [String: Int64] = [:]
    var dimensions: [String: String] = [:]
    var testDescription: String { name }

    init(_ name: String, _ members: String, rejected reason: String) {
      self.name = name
      self.members = members
      self.reason = reason
    }

    init(_ name: String, _ members: String, _ quantities: [String: Int64] = [:], dimensions: [String: String] = [:]) {
      self.name = name
      self.members = members
      self.quantities = quantities
      self.dimensions = dimensions
    }
  }

  static let basis = GenericRecord.basis

  static let rows: [Row] = [
    Row(
      "tokens, split by the cache", basis + #","input_tokens":100,"cached_input_tokens":30,"output_tokens":7"#,
      ["input.uncached": 70, "input.cache_read": 30, "output.response": 7]),
    Row("absent counts stay absent", basis + #","output_tokens":7"#, ["output.response": 7]),
    Row("a zero that is given stays", basis + #","input_tokens":0"#, ["input.uncached": 0]),
    Row("null says nothing", basis + #","input_tokens":null,"output_tokens":1,"team":null"#, ["output.response": 1]),
    Row("a meter by its name, exactly", basis + #","gpu.allocated":12.5"#, ["gpu.allocated": 12_500_000]),
    Row(
      "an exponent", basis + #","gpu.allocated":1.25e1,"image.generated":3e2"#,
      ["gpu.allocated": 12_500_000, "image.generated": 300]),
    Row("a decimal in quotes", basis + #","review":"0.1""#, ["review": 100_000]),
    Row("half a token is rounded to even", basis + #","output_tokens":2.5"#, ["output.response": 2]),
    Row(
      "dimensions", basis + #","team":"a","cost_center":"CC-1","project":12"#,
      dimensions: ["team": "a", "cost_center": "CC-1", "project": "12"]),
    Row(
      "tags", basis + #","tags":{"a":"x","b":2,"c":true,"d":null}"#,
      dimensions: ["tags.a": "x", "tags.b": "2", "tags.c": "true"]),
    Row("an escaped name and value", basis + #","t\u0065am":"\u00e9""#, dimensions: ["team": "é"]),
    Row("an offset", #""occurred_at":"2026-10-01T02:00:00.000+02:00","provider":"openai","model":"gpt-4o""#),
    Row(
      "only the model that was asked for",
      #""occurred_at":"2026-10-01T00:00:00Z","provider":"openai","model_requested":"m""#),
    Row("more digits than tokens can have", basis + #","input_tokens":9223372036854775807"#, ["input.uncached": .max]),

    Row("a negative count", basis + #","input_tokens":-5"#, rejected: "`input_tokens` is negative: `-5`"),
    Row("a negative decimal", basis + #","gpu.used":-0.5"#, rejected: "`gpu.used` is negative: `-0.5`"),
    Row(
      "more cached than input", basis + #","input_tokens":5,"cached_input_tokens":6"#,
      rejected: "more cached input than input: `6` of `5`"),
    Row(
      "cached without input", basis + #","cached_input_tokens":6"#, rejected: "more cached input than input: `6` of `0`"
    ),
    Row("no time", #""provider":"openai","model":"m""#, rejected: "no `occurred_at`"),
    Row(
      "a time without a zone", #""occurred_at":"2026-10-01T00:00:00","provider":"o","model":"m""#,
      rejected: "`occurred_at` is no time: `2026-10-01T00:00:00`"),
    Row(
      "a day that does not exist", #""occurred_at":"2026-02-30T00:00:00Z","provider":"o","model":"m""#,
      rejected: "`occurred_at` is no time: `2026-02-30T00:00:00Z`"),
    Row(
      "a time as a number", #""occurred_at":1790000000,"provider":"o","model":"m""#,
      rejected: "`occurred_at` is no time: `1790000000`"),
    Row("no provider", #""occurred_at":"2026-10-01T00:00:00Z","provider":"","model":"m""#, rejected: "no `provider`"),
    Row("no model", #""occurred_at":"2026-10-01T00:00:00Z","provider":"o""#, rejected: "no `model`"),
    Row(
      "a number that is not one", basis + #","input_tokens":"many""#, rejected: "`input_tokens` is no number: `many`"),
    Row(
      "a count out of range", basis + #","input_tokens":9223372036854775808"#,
      rejected: "`input_tokens` is too large: `9223372036854775808`"),
    Row("an exponent out of range", basis + #","gpu.used":1e50"#, rejected: "`gpu.used` is too large: `1e50`"),
    Row(
      "another status", basis + #","status":"200""#, rejected: "`status` is `200`, which is neither `ok` nor `error`"),
    Row("a list where text is due", basis + #","team":["a"]"#, rejected: "`team` is neither text nor a number"),
    Row(
      "true where a number is due", basis + #","input_tokens":true"#,
      rejected: "`input_tokens` is neither text nor a number"),
    Row("tags that are no object", basis + #","tags":"a=b""#, rejected: "`tags` is no object"),
    Row("a tag that is no text", basis + #","tags":{"a":{}}"#, rejected: "the tag `a` is no text"),
    Row("a name that stands twice", basis + #","team":"a","team":"b""#, rejected: "column 87: duplicate key `team`"),
    Row(
      "two names for one thing", basis + #","model_billed":"x""#,
      rejected: "`model_billed` says once more what another field says"),
    Row(
      "a meter beside the counts it follows from", basis + #","input.uncached":5,"input_tokens":5"#,
      rejected: "`input.uncached` is given, and also follows from the token counts"),
    Row(
      "a value that is no name", basis + #","team":"\#(String(repeating: "x", count: 1025))""#,
      rejected: "`team` is longer than 1024 bytes"),
  ]

  @Test(arguments: rows)
  func `A record is taken or rejected as the table says`(_ row: Row) throws {
    let outcome = Outcome("{" + row.members + "}\n", options(.genericJSONL))
    #expect(outcome.error == nil)
    #expect(outcome.rejections.first?.reason == row.reason)
    guard row.reason == nil else {
      #expect(outcome.records.isEmpty)
      return
    }
    let record = try #require(outcome.records.first)
    #expect(outcome.totals == row.quantities)
    #expect(record.dimensions == row.dimensions)
    #expect(record.occurredAt == Timestamp("2026-10-01T00:00:00Z"))
    #expect(record.status == "ok")
  }

  @Test func `Rounded digits are counted`() {
    #expect(Outcome("{" + Self.basis + #","gpu.used":0.12345678}"#, options(.genericJSONL)).rounded == 1)
    #expect(Outcome("{" + Self.basis + #","gpu.used":0.123456}"#, options(.genericJSONL)).rounded == 0)
  }

  @Test func `An id depends on source, file and line where the record has none`() {
    let line = "{" + Self.basis + "}\n"
    let outcome = Outcome(line + line + "{" + Self.basis + #","event_id":"e-1"}"# + "\n", options())
    #expect(outcome.records.map(\.eventID) == ["#3:src4:file1:1", "#3:src4:file1:2", "e-1"])
  }

  @Test func `Constants fill what a record does not give`() throws {
    let text = #"{"occurred_at":"2026-10-01T00:00:00Z","provider":"openai","team":"a"}"# + "\n"
    let outcome = Outcome(
      text,
      options(
        .genericJSONL, set: [("provider", "azure"), ("model", "m"), ("team", "b"), ("project", "p"), ("request", "1")]))
    let record = try #require(outcome.records.first)
    #expect(record.provider == "openai")
    #expect(record.model == "m")
    #expect(record.dimensions == ["team": "a", "project": "p"])
    #expect(record["request"] == 1)
  }

  @Test(arguments: ["prompt", "messages", "response", "completion", "content", "anything"])
  func `Text of unknown fields is kept nowhere`(_ name: String) {
    let good = "{" + Self.basis + ",\"\(name)\":\"SECRET\"}\n"
    let bad = "{" + Self.basis + ",\"\(name)\":[\"SECRET\"],\"input_tokens\":-1}\n"
    let broken = "{" + Self.basis + ",\"\(name == "anything" ? "prompt" : name)\":\"SECRET\",,}\n"
    let outcome = Outcome(good + bad + broken, options(.genericJSONL))
    #expect(outcome.records.count == 1)
    #expect(outcome.rejections.count == 2)
    #expect(outcome.ignored.contains(name))
    #expect(!"\(outcome)".contains("SECRET"))
    #expect(outcome.rejections.first?.text.contains("\"input_tokens\":-1") == true)
  }
}
