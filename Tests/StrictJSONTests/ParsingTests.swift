import StrictJSON
import Testing

struct ParsingTests {
  @Test(
    arguments: [
      ("null", "null", .null),
      ("a boolean", " true\n", true),
      ("zero", "0", 0),
      ("the least integer", "-9223372036854775808", .integer(.min)),
      ("the greatest integer", "9223372036854775807", .integer(.max)),
      ("one above it", "9223372036854775808", .number("9223372036854775808")),
      ("one below the least", "-9223372036854775809", .number("-9223372036854775809")),
      ("minus zero", "-0", .number("-0")),
      ("a fraction keeps its zeros", "1.50", .number("1.50")),
      ("an exponent", "1E+2", .number("1E+2")),
      ("escapes", #""a\"\\\/\b\f\n\r\t\u00e9""#, "a\"\\/\u{8}\u{C}\n\r\t\u{E9}"),
      ("a pair of surrogates", #""\ud83d\uDE00""#, "\u{1F600}"),
      ("an escaped NUL", #""\u0000""#, "\u{0}"),
      ("UTF-8 as it is", "\"\u{E9}\u{1F600}\"", "\u{E9}\u{1F600}"),
      ("DEL is no control of RFC 8259", "\"\u{7F}\"", "\u{7F}"),
      ("empty containers", #"[{}, [], ""]"#, [[:], [], ""]),
      ("members in order", #"{"b":1,"a":[2,{"b":null}]}"#, ["b": 1, "a": [2, ["b": nil]]]),
      ("an empty name", #"{"":1}"#, ["": 1]),
    ] as [(String, String, JSONValue)])
  func `A text is read exactly`(_ name: String, _ text: String, _ expected: JSONValue) throws {
    #expect(try JSONValue.parse(text) == expected)
  }

  @Test func `Composed and decomposed names are two names`() throws {
    let value = try JSONValue.parse("{\"\u{E9}\": 1, \"e\u{301}\": 2}")
    #expect(value.object?.count == 2)
    #expect(value["e\u{301}"] == 2)
  }

  @Test func `All three entrances read the same`() throws {
    let text = #"{"a":[1,2.5,"x"]}"#
    let bytes = Array(text.utf8)
    let value = try JSONValue.parse(text)
    #expect(try JSONValue.parse(bytes) == value)
    let raw = try bytes.withUnsafeBytes { buffer in try JSONValue.parse(buffer) }
    #expect(raw == value)
  }

  @Test(arguments: [
    ("", "1:1: the text ends too early"),
    ("  \n ", "2:2: the text ends too early"),
    ("[1,\n 2", "2:3: the text ends too early"),
    ("{\"a\"", "1:5: the text ends too early"),
    ("{\"a\":", "1:6: the text ends too early"),
    ("tru", "1:4: the text ends too early"),
    ("\"abc", "1:1: a string without its closing quote"),
    ("[1 2]", "1:4: expected `,` or `]`, found `2`"),
    ("{\"a\" 1}", "1:6: expected `:`, found `1`"),
    ("{\"a\":1 \"b\":2}", "1:8: expected `,` or `}`, found `\"`"),
    ("{a:1}", "1:2: expected a name in quotes, found `a`"),
    ("{'a':1}", "1:2: expected a name in quotes, found `'` - strings stand in double quotes"),
    ("[1,]", "1:3: a comma before `]` - remove the comma"),
    ("{\"a\":1,}", "1:7: a comma before `}` - remove the comma"),
    ("[,1]", "1:2: expected a value, found `,`"),
    ("1 2", "1:3: expected the end, found `2` - a text holds one value"),
    ("True", "1:1: expected a value, found `True` - write `true`, `false` or `null` in lower case"),
    ("truely", "1:1: expected a value, found `truely`"),
    ("NaN", "1:1: expected a value, found `NaN` - JSON has no `NaN` and no `Infinity`"),
    ("// x\n1", "1:1: expected a value, found `/` - JSON has no comments"),
    ("01", "1:1: a number with a leading zero - remove the zero, or write a string"),
    ("+1", "1:1: expected a value, found `+` - a number starts with a digit or `-`"),
    ("-", "1:2: the text ends too early"),
    ("-x", "1:2: expected a digit after `-`, found `x`"),
    ("1.", "1:3: the text ends too early"),
    ("1.e1", "1:3: expected a digit after `.`, found `e1`"),
    ("1e,", "1:3: expected a digit after the exponent, found `,`"),
    ("0x1F", "1:2: expected the end of a number, found `x1F`"),
    ("\"\u{E9}\n\"", "1:3: control character U+000A in a string - write it as an escape, such as `\\n`"),
    ("\"\\q\"", "1:2: unknown escape - the escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four digits"),
    ("\"\\u12\"", "1:2: an escape `\\u` without four hexadecimal digits"),
    ("\"\\ud800\"", "1:2: a lone surrogate `\\ud800` - a code point above U+FFFF takes two escapes"),
    ("\"\\udc00\\ud800\"", "1:2: a lone surrogate `\\udc00` - a code point above U+FFFF takes two escapes"),
    ("\"\\ud800\\u0041\"", "1:2: a lone surrogate `\\ud800` - a code point above U+FFFF takes two escapes"),
    ("\u{FEFF}1", "1:1: starts with a byte order mark - save the text as UTF-8 without it"),
    ("{\"a\":1,\n \"a\":2}", "2:2: duplicate key `a` - each name may stand once in an object"),
    ("{\"a\":1,\"\\u0061\":2}", "1:8: duplicate key `a` - each name may stand once in an object"),
    ("[{\"x\":{\"k\":1,\"k\":2}}]", "1:14: duplicate key `k` - each name may stand once in an object"),
    ("\u{0}", "1:1: expected a value, found the control character U+0000"),
    ("`1`", "1:1: expected a value, found a backtick"),
  ])
  func `A wrong text is refused with its place and a hint`(_ text: String, _ expected: String) {
    let error = #expect(throws: JSONError.self) { try JSONValue.parse(text) }
    #expect(error?.description == expected)
  }

  @Test(
    arguments: [
      ("a lone continuation", [0x80]), ("an overlong slash", [0xC0, 0xAF]), ("an overlong NUL", [0xE0, 0x80, 0x80]),
      ("a surrogate", [0xED, 0xA0, 0x80]), ("above U+10FFFF", [0xF4, 0x90, 0x80, 0x80]),
      ("a cut sequence", [0xE2, 0x82]),
      ("an impossible byte", [0xFF]), ("an overlong four-byte sequence", [0xF0, 0x80, 0x80, 0x80]),
    ] as [(String, [UInt8])])
  func `Bytes that are no UTF-8 are refused`(_ name: String, _ bytes: [UInt8]) {
    let error = #expect(throws: JSONError.self) { try JSONValue.parse([0x22, 0x61] + bytes + [0x22]) }
    #expect(error?.code == .invalidUTF8)
    #expect(error?.offset == 2)
  }

  @Test func `The depth limit holds at its edge`() throws {
    let limits = JSONLimits(maxDepth: 3)
    #expect(throws: Never.self) { try JSONValue.parse("[[[1]]]", limits: limits) }
    let error = #expect(throws: JSONError.self) { try JSONValue.parse("[[{\"a\":[]}]]", limits: limits) }
    #expect(error?.description == "1:8: nested deeper than 3 levels - flatten the text")
    #expect(JSONLimits(maxDepth: 1_000_000).maxDepth == JSONLimits.deepest)
    #expect(JSONLimits(maxDepth: -1).maxDepth == 0)
  }

  @Test func `Bombs are refused at once`() {
    let deep = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
    #expect(throws: JSONError.self) { try JSONValue.parse(deep) }
    let tooLarge = #expect(throws: JSONError.self) { try JSONValue.parse("[1, 2]", limits: JSONLimits(maxBytes: 5)) }
    #expect(tooLarge?.description == "1:1: longer than 5 bytes")
  }

  @Test(arguments: [2, 24, 25, 26, 1000])
  func `A duplicate name is found among any number of names`(_ count: Int) throws {
    let members = (0..<count).map { "\"n\($0)\":\($0)" }
    #expect(try JSONValue.parse("{\(members.joined(separator: ","))}").object?.count == count)
    for index in [0, count / 2, count - 1] {
      let text = "{\(members.joined(separator: ",")),\"n\(index)\":0}"
      let error = #expect(throws: JSONError.self) { try JSONValue.parse(text) }
      #expect(error?.code == .duplicateName)
    }
  }

  @Test func `Names of an object inside a large one are its own`() throws {
    let members = (0..<40).map { "\"n\($0)\":{\"n\($0)\":1,\"n0\($0)\":{}}" }
    #expect(throws: Never.self) { try JSONValue.parse("{\(members.joined(separator: ","))}") }
  }

  /// Each text is cut at each byte, and has each byte replaced: nothing traps, and what is accepted survives writing.
  @Test func `Damaged texts are refused or read, and nothing else`() throws {
    let text = Array(#"{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00é"],"b":{"c":null,"d":true}}"#.utf8)
    for index in text.indices {
      #expect(throws: JSONError.self) { try JSONValue.parse(Array(text[..<index])) }
      for byte in [0, 0x22, 0x2C, 0x5B, 0x5C, 0x5D, 0x7B, 0x7D, 0x80, 0xC3, 0xFF, 0x30, 0x65] as [UInt8] {
        var damaged = text
        damaged[index] = byte
        if let value = try? JSONValue.parse(damaged) { #expect(try JSONValue.parse(value.serialized()) == value) }
      }
    }
  }

  @Test(arguments: [
    (#"{"a":1,"b":{"a":2},"c":[3]}"#, ["a", "c"], #"{"a":1,"c":[3]}"#), (#"{"a":1}"#, [], "{}"), ("[1]", ["a"], "[1]"),
    ("{}", ["a"], "{}"), (#"{"b":{"x":"y\u00e9"},"a":null}"#, ["a"], #"{"a":null}"#),
    (#"{"\u0061":1,"b":2}"#, ["a"], #"{"a":1}"#),
  ])
  func `A part of an object is read like the whole`(_ text: String, _ names: [String], _ part: String) throws {
    #expect(try JSONValue.parse(Array(text.utf8), keeping: names) == JSONValue.parse(part))
  }

  @Test(arguments: [
    #"{"a":1,"b":01}"#, #"{"a":1,"b":{"c":1,"c":2}}"#, #"{"b":1,"b":2}"#, #"{"a":1,"b":"\ud800"}"#, #"{"a":1} 2"#,
    #"{"a":1,"b":[}"#, #"{"a":1"#, "",
  ])
  func `What is not kept is held to the same rules`(_ text: String) {
    let whole = #expect(throws: JSONError.self) { try JSONValue.parse(text) }
    let part = #expect(throws: JSONError.self) { try JSONValue.parse(Array(text.utf8), keeping: ["a"]) }
    #expect(whole == part)
  }
}
