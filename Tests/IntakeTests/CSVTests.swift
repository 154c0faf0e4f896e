import CostEngine
import Intake
import SpendModel
import Testing

@Suite struct `CSV` {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var teams: [String]
    var rejected: [String]

    init(_ name: String, _ text: String, teams: [String], rejected: [String] = []) {
      (testDescription, self.text, self.teams, self.rejected) = (name, text, teams, rejected)
    }
  }

  static let header = "occurred_at,provider,model,team,output_tokens\n"
  static let start = "2026-10-01T00:00:00Z,o,m,"

  @Test(arguments: [
    Row("plain rows", header + start + "a,1\n" + start + "b,2\n", teams: ["a", "b"]),
    Row("no line end at the end", header + start + "a,1", teams: ["a"]),
    Row("CRLF", header.dropLast() + "\r\n" + start + "a,1\r\n" + start + "\"b\",\"1\"\r\n", teams: ["a", "b"]),
    Row("quotes, doubled quotes, commas", header + start + "\"a \"\"x\"\", b\",1\n", teams: ["a \"x\", b"]),
    Row(
      "a line end in quotes", header + start + "\"a\nb\",1\n" + start + "c,-1", teams: ["a\nb"],
      rejected: ["4: `output_tokens` is negative: `-1`"]),
    Row("quotes to the very end", header + "2026-10-01T00:00:00Z,o,m,a,\"1\"", teams: ["a"]),
    Row(
      "quoted names", "\"occurred_at\",\"provider\",\"model\",\"team\",\"output_tokens\"\n" + start + "a,1\n",
      teams: ["a"]),
    Row("blank lines", header + "\n" + start + "a,1\n\n", teams: ["a"]),
    Row("a byte order mark", "\u{FEFF}" + header + start + "a,1\n", teams: ["a"]),
    Row("a header alone", header, teams: []),
    Row(
      "too few cells", header + start + "a\n" + start + "b,1\n", teams: ["b"], rejected: ["2: 4 cells under 5 columns"]),
    Row("too many cells", header + start + "a,1,2\n", teams: [], rejected: ["2: 6 cells under 5 columns"]),
    Row(
      "a quote within a cell", header + start + "a\"b,1\n" + start + "b,1\n", teams: ["b"],
      rejected: ["2: a quote inside a cell that does not start with one"]),
    Row(
      "text behind a quote", header + start + "\"a\"b,1\n" + start + "b,1\n", teams: ["b"],
      rejected: ["2: text after a closing quote"]),
    Row(
      "an open quote costs a line", header + start + "\"a,1\n" + start + "b,1\n", teams: ["b"],
      rejected: ["2: a quote that is not closed"]),
    Row(
      "a number that is not one", header + start + "a,one\n", teams: [],
      rejected: ["2: `output_tokens` is no number: `one`"]),
    Row("a blank number", header + start + "a, \n", teams: [], rejected: ["2: `output_tokens` is no number: ` `"]),
    Row(
      "control characters in a reason", header + start + "a,\u{1B}[2J\n", teams: [],
      rejected: ["2: `output_tokens` is no number: `\\u{1b}[2J`"]),
  ])
  func `Each row is a record or a rejection with its line`(_ row: Row) {
    let outcome = Outcome(row.text, options(.genericCSV))
    #expect(outcome.error == nil)
    #expect(outcome.records.compactMap { $0.dimensions["team"] } == row.teams)
    #expect(outcome.rejections.map { "\($0.line): \($0.reason)" } == row.rejected)
  }

  @Test func `An open quote in a large file costs one line`() {
    let rows = (0..<60_000).map { Self.start + "t,\($0)" }
    let text = Self.header + Self.start + "\"open,1\n" + rows.joined(separator: "\n")
    let outcome = Outcome(text, options(.genericCSV))
    #expect(outcome.records.count == 60_000)
    #expect(outcome.rejections.map(\.line) == [2])
  }

  @Test func `Invalid UTF-8 is rejected`() {
    let file = ScratchFile(
      bytes: Array((Self.header + Self.start).utf8) + [0xFF] + Array((",1\n" + Self.start + "é,1\n").utf8))
    let outcome = Outcome(path: file, options(.genericCSV))
    #expect(outcome.records.compactMap { $0.dimensions["team"] } == ["é"])
    #expect(outcome.rejections.map(\.reason) == ["invalid UTF-8"])
  }

  @Test func `Tags stand in a cell or in columns of their own`() throws {
    let text =
      "occurred_at,provider,model,tags,tags.c\n2026-10-01T00:00:00Z,o,m,\"{\"\"a\"\": \"\"x\"\"}\",y\n2026-10-01T00:00:00Z,o,m,{,\n"
    let outcome = Outcome(text, options())
    #expect(try #require(outcome.records.first).dimensions == ["tags.a": "x", "tags.c": "y"])
    #expect(outcome.rejections.map(\.line) == [3])
  }

  @Test func `Cells of unknown columns are kept nowhere`() {
    let text =
      "occurred_at,provider,model,prompt,output_tokens\n" + Self.start + "SECRET,1\n" + Self.start + "SECRET,-1\n"
      + Self.start + "SECRET\n" + Self.start + "\"SECRET\n"
    let outcome = Outcome(text, options())
    #expect(outcome.records.count == 1)
    #expect(outcome.ignored == ["prompt"])
    #expect(outcome.rejections.map(\.text) == ["2026-10-01T00:00:00Z,o,m,…,-1", "…", "…"])
  }

  struct BadFile: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var options: IntakeOptions
    var message: String
    var hint: String?
  }

  @Test(arguments: [
    BadFile(
      testDescription: "no header", text: "", options: options(.genericCSV), message: "the file is empty",
      hint: "the first row names the columns"),
    BadFile(
      testDescription: "a name twice", text: "team,team\n", options: options(.genericCSV),
      message: "the column `team` stands twice", hint: "give each column its own name"),
    BadFile(testDescription: "an empty file", text: " \n", options: options(), message: "the file is empty", hint: nil),
    BadFile(
      testDescription: "an array", text: "[{\"a\":1}]", options: options(), message: "a JSON array of records",
      hint: "write one record a line, without the brackets"),
    BadFile(
      testDescription: "a compressed file", text: "PK\u{3}\u{4}", options: options(), message: "a compressed file",
      hint: "unpack it first"),
    BadFile(
      testDescription: "bytes that are no text", text: "a\0b", options: options(), message: "no text in UTF-8",
      hint: "give CSV or JSON lines in UTF-8"),
    BadFile(
      testDescription: "unknown columns", text: "a,b\n", options: options(),
      message: "no known form of usage: the file starts with `a,b`",
      hint:
        "map its columns, as `--map occurred_at=COLUMN`, or name one of `jsonl`, `csv`, `openai-usage`, `focus`, `mapped-csv`, `mapped-jsonl` with `--format`"
    ),
    BadFile(
      testDescription: "an unknown field in a mapping", text: "a\n", options: options(map: [("input.uncachd", "a")]),
      message: "`--map` names the unknown field `input.uncachd`", hint: "did you mean `input.uncached`?"),
    BadFile(
      testDescription: "an unknown field in a constant", text: "a\n",
      options: options(map: [("model", "a")], set: [("provder", "x")]),
      message: "`--set` names the unknown field `provder`", hint: "did you mean `provider`?"),
    BadFile(
      testDescription: "a column that is not there", text: "Stamp,b\n",
      options: options(map: [("occurred_at", "Stanp")]), message: "no column `Stanp`", hint: "did you mean `Stamp`?"),
    BadFile(
      testDescription: "a field mapped twice", text: "a,b\n", options: options(map: [("model", "a"), ("model", "b")]),
      message: "`model` is mapped to `a` and to `b`", hint: "keep one of the two"),
    BadFile(
      testDescription: "a column mapped twice", text: "a,b\n", options: options(map: [("model", "a"), ("team", "a")]),
      message: "`a` is mapped twice", hint: "write `--map FIELD=COLUMN`, each column once"),
    BadFile(
      testDescription: "mapped and set", text: "a,b\n", options: options(map: [("model", "a")], set: [("model", "m")]),
      message: "`model` is set, and also given as `a`", hint: "keep one of the two"),
    BadFile(
      testDescription: "a constant that is no number", text: "a,b\n",
      options: options(map: [("model", "a")], set: [("request", "x")]), message: "`request` is no number: `x`",
      hint: "write `--set FIELD=VALUE`"),
    BadFile(
      testDescription: "a mapping for another form", text: "a,b\n",
      options: options(.genericCSV, map: [("model", "a")]), message: "`csv` takes no mapping",
      hint: "leave out `--map`, or name the format `mapped-csv` or `mapped-jsonl`"),
  ])
  func `A file as a whole is refused with a hint`(_ row: BadFile) {
    let outcome = Outcome(row.text, row.options)
    #expect(outcome.error?.message == row.message)
    #expect(outcome.error?.hint == row.hint)
  }

  @Test func `Files that cannot be read are told apart`() {
    #expect(Outcome("/no/such/file", reading: options()).error?.code == .noSuchFile)
    #expect(Outcome("/tmp", reading: options()).error?.code == .unreadable)
  }
}
