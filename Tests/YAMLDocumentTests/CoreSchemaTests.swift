import Diagnostics
import StrictJSON
import Testing
import YAMLDocument

struct CoreSchemaTests {
  @Test(
    arguments: [
      (.null, ["", "~", "null", "Null", "NULL"]),
      (.bool, ["true", "True", "TRUE", "false", "False", "FALSE"]),
      (.int, ["0", "1", "-1", "+1", "007", "0o17", "0x1F", "0xabc", "9223372036854775808", "-0"]),
      (
        .float,
        [
          "1.0", "1.", ".5", "-.5", "+1.5", "1e3", "1E3", "1e+3", "1.5e-3", ".5e1", ".inf", "-.inf", "+.INF", ".Inf",
          ".nan", ".NaN", ".NAN",
        ]
      ),
      (
        .string,
        [
          "no", "No", "yes", "on", "off", "y", "n", "nULL", "nullx", "tRUE", "truE", "fAlse", "0o8", "0xG", "0b1",
          "1_000", "12:30", "1,5",
          "-", "+", ".", "-.", "..5", "1.5.", "1e", "1e+", "e3", ".e3", "--1", "+-1", "0O17", "0X1F", "-0x1F", "+0o7",
          "inf", "nan", "-.nan",
          ".iNF", ".Nan", "1.inf", "..inf", "2026-01-01", "500 USD", "80%", "0.1.2", "1 ", "Infinity", "~x", ".infx",
        ]
      ),
    ] as [(ScalarType, [String])])
  func `A plain text has its meaning by the core schema`(_ type: ScalarType, _ texts: [String]) {
    for text in texts { #expect(ScalarType(ofPlain: text) == type, "\(text)") }
  }

  @Test func `Only plain scalars have a meaning`() throws {
    let document = try #require(
      YAMLReader.read(Array("[1, '1', \"1\", true, 'true', ~, '~', '']".utf8), path: "a").documents.first)
    #expect(
      document.items?.map { $0.scalar?.type } == [.int, .string, .string, .bool, .string, .null, .string, .string])
    let block = try #require(YAMLReader.read(Array("a: |-\n  1\nb: >-\n  null\n".utf8), path: "a").documents.first)
    #expect(block.entries?.map { $0.value.scalar?.type } == [.string, .string])
  }

  @Test(arguments: [
    ("0", "0"), ("-0", "-0"), ("007", "7"), ("-007", "-7"), ("+1", "1"), ("0x1F", "31"), ("0o17", "15"), ("1.", "1.0"),
    (".5", "0.5"),
    ("-.5", "-0.5"), ("+00.50", "0.50"), ("1e3", "1e3"), ("1.e3", "1.0e3"), (".5E-1", "0.5E-1"),
    ("9223372036854775807", "9223372036854775807"),
    ("-9223372036854775808", "-9223372036854775808"), ("18446744073709551616", "18446744073709551616"),
    ("true", "true"), ("FALSE", "false"),
    ("~", "null"), ("no", "\"no\""), ("'1'", "\"1\""), ("[a, {b: 1.50}]", #"["a",{"b":1.50}]"#),
    ("0x7FFFFFFFFFFFFFFF", "9223372036854775807"),
  ])
  func `A node is written as JSON`(_ text: String, _ json: String) throws {
    let node = try #require(YAMLReader.read(Array(text.utf8), path: "a.yaml").documents.first)
    let sink = DiagnosticSink(file: "a.yaml")
    #expect(node.json(reporting: sink).serialized() == json)
    #expect(sink.diagnostics == [])
  }

  @Test(arguments: [".inf", "-.inf", ".NaN", "0xFFFFFFFFFFFFFFFFFF", "0o7777777777777777777777777"])
  func `A number that JSON has not is reported`(_ text: String) throws {
    let node = try #require(YAMLReader.read(Array("a: \(text)".utf8), path: "a.yaml").documents.first)
    let sink = DiagnosticSink(file: "a.yaml")
    #expect(node.json(reporting: sink) == ["a": nil])
    #expect(
      sink.diagnostics.map { $0.rendered() } == [
        "a.yaml:1:4: error: `\(text)` is no number that can be kept [no-such-number]\n  hint: quote it to make it a string"
      ])
  }

  @Test func `Integers are read in all three bases`() throws {
    let node = try #require(
      YAMLReader.read(Array("[12, -12, +12, 0x1f, 0o17, 9223372036854775808, 1.0]".utf8), path: "a").documents.first)
    #expect(node.items?.map { $0.scalar?.integer } == [12, -12, 12, 31, 15, nil, nil])
  }
}
