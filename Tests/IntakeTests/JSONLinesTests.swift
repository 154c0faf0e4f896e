import CostEngine
import Intake
import SpendModel
import Testing

@Suite struct `JSON lines` {
  static let line = #"{"occurred_at":"2026-10-01T00:00:00Z","provider":"o","model":"m","output_tokens":1}"#

  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var records: [Int]
    var rejected: [Int]

    init(_ name: String, _ text: String, records: [Int], rejected: [Int] = []) {
      (testDescription, self.text, self.records, self.rejected) = (name, text, records, rejected)
    }
  }

  @Test(arguments: [
    Row("no line end at the end", line, records: [1]),
    Row("blank lines", "\n\n" + line + "\n \n" + line + "\n\n", records: [3, 5]),
    Row("CRLF", line + "\r\n" + line + "\r\n", records: [1, 2]),
    Row("a byte order mark", "\u{FEFF}" + line + "\n", records: [1]),
    Row("an empty file", "", records: []),
    Row(
      "other names in another order",
      line + "\n" + #"{"model":"m","extra":1,"provider":"o","occurred_at":"2026-10-01T00:00:00Z"}"#, records: [1, 2]),
    Row("a broken line between", line + "\n{\"a\":\n" + line, records: [1, 3], rejected: [2]),
    Row("text behind the record", line + " x\n" + line, records: [2], rejected: [1]),
    Row("two records on a line", line + line + "\n", records: [], rejected: [1]),
    Row("values that are no objects", "1\n[1]\n\"a\"\nnull\nx\n", records: [], rejected: [1, 2, 3, 4, 5]),
    Row(
      "nested too deep", "{\"a\":" + String(repeating: "[", count: 100_000) + "\n" + line, records: [2], rejected: [1]),
    Row(
      "a line of two MiB", "{\"a\":\"" + String(repeating: "x", count: 2 << 20) + "\"}\n" + line, records: [2],
      rejected: [1]),
    Row(
      "a long line at the end", line + "\n{\"a\":\"" + String(repeating: "x", count: 2 << 20), records: [1],
      rejected: [2]),
  ])
  func `Each line is a record or a rejection with its number`(_ row: Row) {
    let outcome = Outcome(row.text, options(.genericJSONL))
    #expect(outcome.error == nil)
    #expect(outcome.lines == row.records)
    #expect(outcome.rejections.map(\.line) == row.rejected)
    #expect(outcome.rejections.allSatisfy { $0.text.unicodeScalars.count <= 500 })
  }

  @Test func `Invalid UTF-8 is rejected`() {
    let file = ScratchFile(
      bytes: Array(Self.line.utf8) + [0x0A] + Array(#"{"team":""#.utf8) + [0xFF] + Array("\"}\n".utf8))
    let outcome = Outcome(path: file, options(.genericJSONL))
    #expect(outcome.records.count == 1)
    #expect(outcome.rejections.map(\.reason) == ["column 10: invalid UTF-8"])
  }

  @Test func `Records across chunks are whole`() {
    let padding = String(repeating: "y", count: 700)
    let text = (0..<2000).map {
      #"{"event_id":"e\#($0)","occurred_at":"2026-10-01T00:00:00Z","provider":"o","model":"m","team":"\#(padding)","output_tokens":\#($0)}"#
    }.joined(separator: "\n")
    let outcome = Outcome(text, options())
    #expect(outcome.records.map(\.eventID) == (0..<2000).map { "e\($0)" })
    #expect(outcome.totals == ["output.response": 1_999_000])
  }

  @Test func `A mapping reaches into objects`() throws {
    let text =
      #"{"ts":"2026-10-01 00:00:00.1234567","usage":{"prompt_tokens":5,"d":{"c":2}},"m":"gpt","prompt":"SECRET"}"#
    let outcome = Outcome(
      text,
      options(
        map: [
          ("occurred_at", "ts"), ("input_tokens", "usage.prompt_tokens"), ("cached_input_tokens", "usage.d.c"),
          ("model", "m"),
        ],
        set: [("provider", "azure")]))
    #expect(outcome.format == .mappedJSONL)
    let record = try #require(outcome.records.first)
    #expect(outcome.totals == ["input.uncached": 3, "input.cache_read": 2])
    #expect(record.provider == "azure")
    #expect(record.occurredAt.description == "2026-10-01T00:00:00.123456Z")
    #expect(outcome.ignored == ["prompt"])
  }
}
