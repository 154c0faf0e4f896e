import StrictJSON
import Testing

struct ScannerTests {
  @Test func `A record is read member by member`() throws {
    let bytes = Array(#"{"mo\u0064el":"m-1","tokens":120,"rate":0.30,"ok":true,"none":null,"extra":{"a":[1,{}]}}"#.utf8)
    var scanner = JSONScanner(bytes)
    var seen: [String] = []
    try scanner.beginObject()
    while let name = try scanner.nextName() {
      if scanner.matches(name, "model") {
        seen.append("model=" + (try scanner.readString()))
      } else if scanner.matches(name, "tokens") {
        seen.append("tokens=\(try scanner.readInteger())")
      } else if scanner.matches(name, "rate") {
        seen.append("rate=" + (try scanner.readNumber().text(in: bytes)))
      } else if scanner.matches(name, "ok") {
        seen.append("ok=\(try scanner.readBool())")
      } else {
        let range = try scanner.skipValue()
        seen.append(scanner.string(name) + "=" + String(decoding: bytes[range], as: UTF8.self))
      }
    }
    try scanner.finish()
    #expect(seen == ["model=m-1", "tokens=120", "rate=0.30", "ok=true", "none=null", #"extra={"a":[1,{}]}"#])
  }

  @Test func `The lines of a buffer are read one after another`() throws {
    let bytes = Array("{\"n\":1}\n{\"n\":}\n{\"n\":3}\n".utf8)
    var scanner = JSONScanner(bytes, in: 0..<0)
    var results: [String] = []
    var start = 0
    for end in bytes.indices where bytes[end] == UInt8(ascii: "\n") {
      scanner.reset(to: start..<end)
      do throws(JSONError) {
        try scanner.beginObject()
        while try scanner.nextName() != nil { results.append("\(try scanner.readInteger())") }
        try scanner.finish()
      } catch {
        results.append(error.description)
      }
      start = end + 1
    }
    #expect(results == ["1", "1:6: expected a value, found `}`", "3"])
  }

  @Test(arguments: [
    ("a string for an integer", "\"1\"", "1:1: expected a number, found a string"),
    ("a fraction", "1.0", "1:1: `1.0` is no integer of 64 bits - write a whole number without exponent"),
    ("an exponent", "1e2", "1:1: `1e2` is no integer of 64 bits - write a whole number without exponent"),
    (
      "too large", " 9223372036854775808",
      "1:2: `9223372036854775808` is no integer of 64 bits - write a whole number without exponent"
    ),
    ("minus zero", "-0", "1:1: `-0` is no integer of 64 bits - write a whole number without exponent"),
    ("an object", "{}", "1:1: expected a number, found an object"),
    ("nothing", "", "1:1: the text ends too early"),
  ])
  func `What is no integer is refused`(_ name: String, _ text: String, _ expected: String) {
    var scanner = JSONScanner(Array(text.utf8))
    let error = #expect(throws: JSONError.self) { try scanner.readInteger() }
    #expect(error?.description == expected)
  }

  @Test func `Calls out of order are errors, never traps`() throws {
    var scanner = JSONScanner(Array("[1]".utf8))
    #expect(throws: JSONError.self) { try scanner.nextName() }
    #expect(throws: JSONError.self) { try scanner.nextElement() }
    try scanner.beginArray()
    #expect(throws: JSONError.self) { try scanner.nextName() }
    #expect(throws: JSONError.self) { try scanner.finish() }
    #expect(try scanner.nextElement())
    #expect(throws: JSONError.self) { try scanner.readString() }
    #expect(try scanner.readInteger() == 1)
    #expect(try scanner.nextElement() == false)
    try scanner.finish()
    #expect(throws: JSONError.self) { try scanner.readNull() }
    #expect(throws: JSONError.self) { try scanner.nextElement() }
  }

  @Test func `Ranges outside the buffer are taken to its bounds`() throws {
    var scanner = JSONScanner(Array("[7]".utf8), in: -5..<900)
    #expect(try scanner.readValue() == [7])
    scanner.reset(to: 50..<60)
    #expect(throws: JSONError.self) { try scanner.readValue() }
    scanner.reset(to: 1..<2)
    #expect(try scanner.readValue() == 7)
  }
}
