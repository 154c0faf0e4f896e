import DecisionLog
import Testing

struct EncodingTests {
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ])
  func `Base64 goes both ways`(plain: String, text: String) {
    #expect(Base64.text(Array(plain.utf8)) == text)
    #expect(Base64.bytes(text) == Array(plain.utf8))
  }

  @Test(arguments: [
    "Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm9v\n", " Zm9v", "Zm-v", "Zm_v", "====", "=AAA", "Zg==Zg==", "Z===",
    "Zm9vé",
  ])
  func `Other spellings of Base64 are refused`(text: String) {
    #expect(Base64.bytes(text) == nil)
  }

  @Test func `All bytes go both ways`() {
    let bytes = (0...255).map { UInt8($0) }
    #expect(Base64.bytes(Base64.text(bytes)) == bytes)
    #expect(Hexadecimal.bytes(Hexadecimal.text(bytes).utf8) == bytes)
  }

  @Test(arguments: ["0", "0G", "AB", "0x", " 0", "é"])
  func `Other spellings of hexadecimal are refused`(text: String) {
    #expect(Hexadecimal.bytes(text.utf8) == nil)
  }

  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  ])
  func `SHA-256 gives the known answers`(text: String, hex: String) {
    #expect(Hashing.sha256Hex(Array(text.utf8)) == hex)
  }

  @Test func `A hash is 32 bytes, and compares by them`() throws {
    let hash = try #require(LogHash(hex: String(repeating: "0f", count: 32)))
    #expect(hash.bytes == [UInt8](repeating: 15, count: 32))
    #expect(LogHash(bytes: hash.bytes) == hash)
    #expect(hash != .zero)
    #expect(LogHash(bytes: [1, 2, 3]) == nil)
    #expect(LogHash(hex: String(repeating: "0F", count: 32)) == nil)
    #expect(LogHash(hex: String(repeating: "0f", count: 33)) == nil)
  }

  @Test func `CSV quotes, doubles quotes, and disarms formulas`() {
    let rows: [(cell: String, written: String)] = [
      ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
      ("two\nlines", "\"two\nlines\""),
      ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("\rx", "\"'\rx\""),
      ("a=1", "a=1"),
      ("=\"a\",b", "\"'=\"\"a\"\",b\""), ("é", "é"), ("'x", "'x"), ("a\r\nb", "\"a\r\nb\""),
    ]
    for row in rows {
      var writer = CSVWriter(header: ["idx", "text"])
      writer.row(["1", row.cell])
      #expect(Array(writer.text.utf8) == Array("idx,text\r\n1,\(row.written)\r\n".utf8), "\(row.cell)")
    }
  }

  @Test func `A row has the header's width`() {
    var writer = CSVWriter(header: ["a", "b", "c"])
    writer.row(["1"])
    writer.row(["1", nil, "3", "4"])
    #expect(writer.text.utf8.elementsEqual("a,b,c\r\n1,,\r\n1,,3\r\n".utf8))
    var single = CSVWriter(header: ["a"])
    single.row([""])
    #expect(single.text.utf8.elementsEqual("a\r\n\"\"\r\n".utf8))
  }
}
