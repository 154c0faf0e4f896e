import StrictJSON
import Testing

struct WritingTests {
  @Test(
    arguments: [
      (.null, "null"),
      (true, "true"),
      (-5, "-5"),
      (.number("1.50"), "1.50"),
      (.number("-0"), "-0"),
      ([], "[]"),
      ([:], "{}"),
      (["b": 1, "a": [2, "x"]], #"{"b":1,"a":[2,"x"]}"#),
      ("quote \" and \\ and / and '", #""quote \" and \\ and / and '""#),
      ("\u{0}\u{8}\t\n\u{C}\r\u{1F}", #""\u0000\b\t\n\f\r\u001f""#),
      ("\u{7F}\u{9B}", #""\u007f\u009b""#),
      ("\u{2028}\u{202E}\u{2066}\u{FEFF}\u{200F}", #""\u2028\u202e\u2066\ufeff\u200f""#),
      ("\u{E9}\u{1F600}", "\"\u{E9}\u{1F600}\""),
      (["\u{1B}[2J": 1], #"{"\u001b[2J":1}"#),
    ] as [(JSONValue, String)])
  func `A value is written compactly`(_ value: JSONValue, _ expected: String) {
    #expect(value.serialized() == expected)
  }

  @Test(arguments: ["", "abc", "01", "1.", "NaN", "1 ", " 1", "1,2", "\"", "-", "1e", "0x1"])
  func `A number whose text is none is written as a string`(_ text: String) throws {
    #expect(try JSONValue.parse(JSONValue.number(text).serialized()) == .string(text))
  }

  @Test func `A value is written for people`() {
    let value: JSONValue = ["id": "REQ-000123", "empty": [:], "none": [], "lines": [1, ["a": nil]]]
    #expect(
      value.pretty() == """
        {
          "id": "REQ-000123",
          "empty": {},
          "none": [],
          "lines": [
            1,
            {
              "a": null
            }
          ]
        }
        """)
  }
}
