import DecisionLog
import SpendModel
import StrictJSON
import Testing

struct LeafTests {
  private static let sound =
    #"{"actor":{"auth":"local","id":"user:zoe","login":{"commit":"9c187f470608fe42329388b682c60cc2a813c86e7a72372ea5548ad191d3104f"}},"at":"2026-11-02T09:00:00.000000Z","data":{"a":[1,-2,true,null],"text":"\"é\u001f\n😂"},"idx":2,"stream":"request/REQ-000001","stream_seq":1,"type":"vote.cast","type_seq":1,"v":1}"#

  private static func both(_ bytes: [UInt8]) -> (slow: LeafError?, fast: LeafError?) {
    var (slow, fast): (LeafError?, LeafError?)
    do { _ = try Leaf.parse(bytes) } catch { slow = error }
    do { _ = try LeafSummary.read(bytes) } catch { fast = error }
    return (slow, fast)
  }

  @Test func `A sound leaf is read`() throws {
    let leaf = try Leaf.parse(Array(Self.sound.utf8))
    #expect(leaf.record.idx == 2)
    #expect(leaf.record.type == .voteCast)
    #expect(leaf.record.actor == "user:zoe")
    #expect(leaf.authentication == .local)
    #expect(leaf.record.at == Timestamp("2026-11-02T09:00:00Z"))
    #expect(leaf.record.data["a"] == [1, -2, true, nil])
  }

  @Test(
    arguments: [
      ("not JSON", #""v":1}"#, #""v":1"#, .notJSON), ("a blank", #""v":1}"#, #""v": 1}"#, .notCanonical),
      ("a line end", #""v":1}"#, "\"v\":1}\n", .notCanonical), ("a second value", #""v":1}"#, #""v":1}{}"#, .notJSON),
      ("a byte order mark", #"{"actor""#, "\u{FEFF}{\"actor\"", .notJSON),
      (
        "keys out of order", #""idx":2,"stream":"request/REQ-000001""#, #""stream":"request/REQ-000001","idx":2"#,
        .notCanonical
      ),
      ("a key twice", #""idx":2,"#, #""idx":2,"idx":2,"#, .notJSON), ("a key less", #""idx":2,"#, "", .wrongKeys),
      ("a key more", #""idx":2,"#, #""idx":2,"ids":3,"#, .notCanonical),
      ("a tenth key", #""v":1}"#, #""v":1,"w":1}"#, .wrongKeys),
      ("a float", "[1,", "[1.5,", .notJSON), ("a float for a whole number", "[1,", "[1.0,", .notJSON),
      ("an exponent", "[1,", "[1e0,", .notJSON), ("minus zero", "[1,", "[-0,", .notJSON),
      ("a leading zero", "[1,", "[01,", .notJSON),
      ("2^53", "[1,", "[9007199254740992,", .notJSON), ("2^64", "[1,", "[18446744073709551616,", .notJSON),
      ("a lone surrogate", #"\u001f"#, #"\ud800"#, .notJSON),
      ("an escape that is none", #"\u001f"#, #"\x1f"#, .notJSON),
      ("an escape in capitals", #"\u001f"#, #"\u001F"#, .notCanonical),
      ("a long escape", #"\n"#, #"\u000a"#, .notCanonical),
      ("an escape for nothing", "é", #"\u00e9"#, .notCanonical), ("a bare control character", #"\n"#, "\n", .notJSON),
      ("an escaped solidus", #"\n"#, #"\/"#, .notCanonical), ("a key of facts", #""text""#, #""Text""#, .notJSON),
      ("an unknown type", "vote.cast", "vote.sold", .unknownType),
      ("an unknown version", #""v":1}"#, #""v":2}"#, .unknownVersion),
      ("a version as text", #""v":1}"#, #""v":"1"}"#, .unknownVersion),
      ("idx below zero", #""idx":2"#, #""idx":-1"#, .badValue),
      ("idx as text", #""idx":2"#, #""idx":"2""#, .badValue),
      ("stream_seq of zero", #""stream_seq":1"#, #""stream_seq":0"#, .badValue),
      ("type_seq of zero", #""type_seq":1"#, #""type_seq":0"#, .badValue),
      ("a stream with a blank", "request/REQ", "request REQ", .badValue),
      ("an empty stream", "request/REQ-000001", "", .badValue),
      ("milliseconds", ".000000Z", ".000Z", .badValue), ("an offset", ".000000Z", ".000000+00:00", .badValue),
      ("a day that is not", "2026-11-02", "2026-02-30", .badValue), ("a small t", "02T09", "02t09", .badValue),
      ("second 60", "09:00:00.", "09:00:60.", .badValue), ("year 0", "2026-", "0000-", .badValue),
      ("an unknown auth", #""local""#, #""magic""#, .badValue),
      ("a login without local", #""local""#, #""token""#, .badValue),
      ("a short commitment", "104f", "104", .badValue), ("a commitment in capitals", "104f", "104F", .badValue),
      ("another key in actor", #""id":"user:zoe""#, #""id":"user:zoe","ip":"1""#, .wrongKeys),
      ("data that is an array", #"{"a":[1,-2,true,null],"text":"\"é\u001f\n😂"}"#, "[]", .badValue),
      ("too deep", "[1,", "[" + String(repeating: "[", count: 14) + String(repeating: "]", count: 14) + ",", .notJSON),
      ("too large", "é", String(repeating: "x", count: 66_000), .notJSON),
    ] as [(String, String, String, LeafError.Code)])
  func `Bytes that differ in one thing are no leaf`(_ name: String, old: String, new: String, code: LeafError.Code)
    throws
  {
    let range = try #require(Self.sound.firstRange(of: old))
    var text = Self.sound
    text.replaceSubrange(range, with: new)
    let (slow, fast) = Self.both(Array(text.utf8))
    #expect(slow?.code == code, "\(slow?.message ?? "accepted")")
    #expect(fast?.code == code)
  }

  @Test func `The fast reader and the strict one agree on every changed byte`() {
    let bytes = Array(Self.sound.utf8)
    var accepted = 0
    for index in bytes.indices {
      for change in [1, 2, 4, 8, 16, 32, 64, 128] as [UInt8] {
        var changed = bytes
        changed[index] ^= change
        let slow = (try? Leaf.parse(changed))?.summary
        let fast = try? LeafSummary.read(changed)
        #expect(slow == fast, "byte \(index)")
        if slow != nil { accepted += 1 }
      }
    }
    #expect(accepted > 0)
  }

  @Test func `The fast reader and the strict one agree on every cut and every doubled byte`() {
    let bytes = Array(Self.sound.utf8)
    for index in bytes.indices {
      var doubled = bytes
      doubled.insert(bytes[index], at: index)
      for changed in [Array(bytes[..<index]), Array(bytes[index...].dropFirst()), doubled] {
        let slow = (try? Leaf.parse(changed))?.summary
        let fast = try? LeafSummary.read(changed)
        #expect(slow == fast, "byte \(index)")
      }
    }
  }
}
