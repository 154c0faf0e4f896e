import DecisionLog
import StrictJSON
import TestSupport
import Testing

struct CanonicalJSONTests {
  @Test func `Each file of the JCS vectors comes out byte for byte`() throws {
    guard let names = SharedFiles.names(in: "corpora/jcs/testdata/input") else {
      print("skipped: no jcs vectors beside the package")
      return
    }
    #expect(names.count == 6)
    for name in names {
      let input = try #require(SharedFiles.bytes(of: "corpora/jcs/testdata/input/" + name))
      let output = try #require(SharedFiles.bytes(of: "corpora/jcs/testdata/output/" + name))
      let value = try JSONValue.parse(input)
      #expect(try CanonicalJSON.bytes(value, .full) == output, "\(name)")
      #expect(CanonicalJSON.isCanonical(output, .full), "\(name)")
      #expect(!CanonicalJSON.isCanonical(input, .full), "\(name)")
      let hex = try #require(
        SharedFiles.bytes(of: "corpora/jcs/testdata/outhex/" + name.replacing(".json", with: ".txt")))
      let digits = hex.filter { $0 > 0x20 }
      #expect(Hexadecimal.bytes(digits) == output, "\(name)")
    }
  }

  /// RFC 8785, appendix B, and the borders between the four forms of ECMA-262.
  @Test(
    arguments: [
      (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
      (0x8000_0000_0000_0001, "-5e-324"), (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
      (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"), (0x4340_0000_0000_0000, "9007199254740992"),
      (0xc340_0000_0000_0000, "-9007199254740992"), (0x4430_0000_0000_0000, "295147905179352830000"),
      (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"), (0x44b5_2d02_c7e1_4af6, "1e+23"),
      (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"), (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
      (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"), (0x444b_1ae4_d6e2_ef50, "1e+21"),
      (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"), (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
      (0x41b3_de43_5555_5553, "333333333.3333332"), (0x41b3_de43_5555_5554, "333333333.33333325"),
      (0x41b3_de43_5555_5555, "333333333.3333333"), (0x41b3_de43_5555_5556, "333333333.3333334"),
      (0x41b3_de43_5555_5557, "333333333.33333343"), (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
      (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
    ] as [(UInt64, String)])
  func `A double prints as ECMAScript prints it`(bits: UInt64, text: String) throws {
    let value = JSONValue.number(Double(bitPattern: bits).description)
    #expect(try CanonicalJSON.text(value, .full) == text)
  }

  @Test(arguments: [
    ("blanks go", #"{ "b" : [ 1 , 2 ] , "a" : null }"#, #"{"a":null,"b":[1,2]}"#),
    (
      "keys by UTF-16, where a pair comes before U+FB33", "{\"\u{FB33}\":1,\"\u{1F602}\":2}",
      "{\"\u{1F602}\":2,\"\u{FB33}\":1}"
    ),
    ("escapes shrink", #""\u0041\/\u00e9\u001F\u000a\u2028""#, "\"A/\u{E9}\\u001f\\n\u{2028}\""),
    ("nothing is normalised", #"["e\u0301","\u00e9"]"#, "[\"e\u{301}\",\"\u{E9}\"]"),
    ("two spellings of one accent are two keys", #"{"e\u0301":1,"\u00e9":2}"#, "{\"e\u{301}\":1,\"\u{E9}\":2}"),
    (
      "large integers are doubles", "[9007199254740993,-9223372036854775808]", "[9007199254740992,-9223372036854776000]"
    ),
    ("the delete character stays", "\"\u{7F}\"", "\"\u{7F}\""),
    ("minus zero", "[-0,-0.0,0e5]", "[0,0,0]"),
    ("empty containers", "[{},[],\"\"]", "[{},[],\"\"]"),
  ])
  func `A value has one canonical text`(_ name: String, text: String, expected: String) throws {
    let result = try CanonicalJSON.text(try JSONValue.parse(text), .full)
    #expect(Array(result.utf8) == Array(expected.utf8), "\(name)")
  }

  private static func nested(_ levels: Int) -> JSONValue {
    (1..<levels).reduce(JSONValue.array([])) { value, _ in .array([value]) }
  }

  @Test func `A profile takes what it may hold`() throws {
    let rows: [(name: String, value: JSONValue, profile: CanonicalJSON.Profile)] = [
      ("the largest integer", .integer(9_007_199_254_740_991), .leaf),
      ("the smallest integer", .integer(-9_007_199_254_740_991), .leaf),
      ("keys of a leaf", ["a_1": 1, "0": 2, "_": 3], .leaf),
      ("keys of facts", ["costCenter": 1, "gen.ai/é": 2, "": 3], .blob),
      ("16 levels", Self.nested(16), .leaf),
      ("64 levels", Self.nested(64), .blob),
      ("256 levels", Self.nested(256), .full),
      ("64 KiB", .string(String(repeating: "x", count: 65_534)), .leaf),
      ("more than 64 KiB", .string(String(repeating: "x", count: 65_535)), .blob),
      ("a float", .number("1.5"), .full),
    ]
    for row in rows {
      #expect(throws: Never.self, "\(row.name)") { try CanonicalJSON.check(row.value, row.profile) }
    }
  }

  @Test func `A profile refuses what it may not hold, and says where`() throws {
    let rows:
      [(name: String, value: JSONValue, profile: CanonicalJSON.Profile, code: CanonicalError.Code, path: String)] = [
        ("2^53", ["a": [1, .integer(9_007_199_254_740_992)]], .leaf, .integerTooLarge, "/a/1"),
        ("-2^53", .integer(-9_007_199_254_740_992), .blob, .integerTooLarge, ""),
        ("the least Int64", .integer(.min), .blob, .integerTooLarge, ""),
        ("a fraction", ["cost": .number("1.5")], .blob, .fraction, "/cost"),
        ("an exponent", .number("1e3"), .leaf, .fraction, ""),
        ("minus zero", .number("-0"), .leaf, .fraction, ""),
        ("a number beyond doubles", .number("1e400"), .full, .notFinite, ""),
        ("text as a number", .number("abc"), .full, .notFinite, ""),
        ("an infinite number", .number("inf"), .full, .notFinite, ""),
        ("a capital in a leaf", ["costCenter": 1], .leaf, .badKey, ""),
        ("an empty key in a leaf", ["": 1], .leaf, .badKey, ""),
        ("a dot in a leaf", ["data": ["a.b": 1]], .leaf, .badKey, "/data"),
        ("an umlaut in a leaf", ["ä": 1], .leaf, .badKey, ""),
        ("one key twice", .object([.init("a", 1), .init("b", 2), .init("a", 3)]), .blob, .duplicateKey, ""),
        ("one key twice, in full", ["x/y": .object([.init("a", 1), .init("a", 1)])], .full, .duplicateKey, "/x~1y"),
        ("17 levels", Self.nested(17), .leaf, .tooDeep, String(repeating: "/0", count: 16)),
        ("65 levels", Self.nested(65), .blob, .tooDeep, String(repeating: "/0", count: 64)),
        ("257 levels", Self.nested(257), .full, .tooDeep, String(repeating: "/0", count: 256)),
        ("64 KiB and a byte", .string(String(repeating: "x", count: 65_535)), .leaf, .tooLarge, ""),
      ]
    for row in rows {
      let error = #expect(throws: CanonicalError.self, "\(row.name)") {
        try CanonicalJSON.bytes(row.value, row.profile)
      }
      #expect(error?.code == row.code, "\(row.name)")
      #expect(error?.path == row.path, "\(row.name)")
    }
  }

  @Test(arguments: [
    "{}", "null", #"{"a":1,"b":[true,false]}"#, #""\u001f\n\"\\""#, "-1", "[\"\u{1F602}\"]", "9007199254740991",
  ])
  func `Canonical bytes are told`(text: String) {
    #expect(CanonicalJSON.isCanonical(Array(text.utf8)))
  }

  @Test(arguments: [
    "", " {}", "{} ", "{}\n", #"{"b":1,"a":1}"#, #"{"a":1,"a":1}"#, #""\u0041""#, #""\/""#, #""\u001F""#, "01", "-0",
    "1.0",
    "1e2", "[1, 2]", "{\"a\" :1}", "\u{FEFF}{}", "9007199254740992", #""\ud800""#, #""\u000a""#, "nul", "{}{}",
  ])
  func `Other bytes are no canonical ones`(text: String) {
    #expect(!CanonicalJSON.isCanonical(Array(text.utf8)))
  }

  @Test func `Bytes that are no UTF-8 are no canonical ones`() {
    for bytes in [[0x22, 0xFF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xC0, 0x80, 0x22]] as [[UInt8]] {
      #expect(!CanonicalJSON.isCanonical(bytes))
    }
  }
}
