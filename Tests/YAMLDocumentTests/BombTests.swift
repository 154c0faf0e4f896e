import Diagnostics
import Testing
import YAMLDocument

struct Bomb: CustomTestStringConvertible {
  let name: String
  let text: String
  /// How many diagnostics there are, and the first line of the first.
  let count: Int
  let first: String

  init(_ name: String, _ text: String, _ count: Int, _ first: String) {
    self.name = name
    self.text = text
    self.count = count
    self.first = first
  }

  var testDescription: String { name }
}

private func text(_ part: String, _ count: Int) -> String { String(repeating: part, count: count) }

private func numbered(_ count: Int) -> String { (0..<count).map { "k\($0): 1\n" }.joined() }

private let stairs = (0..<200).map { String(repeating: " ", count: $0) + "a:\n" }.joined()

private let laughs =
  "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
  + (1..<10).map { level in
    let parts = repeatElement("*a\(level - 1)", count: 9).joined(separator: ",")
    return "a\(level): &a\(level) [\(parts)]\n"
  }.joined()

/// Files made to cost time or memory: each is refused by name, and early.
struct BombTests {
  @Test(arguments: [
    Bomb("references in references", laughs, 91, "a.yaml:1:5: error: anchor `&a0` is not allowed [anchor]"),
    Bomb(
      "brackets in brackets", text("[", 1_000_000), 1, "a.yaml:1:65: error: nested deeper than 64 levels [too-deep]"),
    Bomb("braces in braces", text("{a: ", 100_000), 1, "a.yaml:1:257: error: nested deeper than 64 levels [too-deep]"),
    Bomb("lists in lists", text("- ", 100_000), 1, "a.yaml:1:129: error: nested deeper than 64 levels [too-deep]"),
    Bomb("keys in keys", text("? ", 100_000), 1, "a.yaml:1:129: error: nested deeper than 64 levels [too-deep]"),
    Bomb("mappings in mappings", stairs, 1, "a.yaml:65:65: error: nested deeper than 64 levels [too-deep]"),
    Bomb("a huge scalar", text("a", 9 << 20), 1, "a.yaml:1:1: error: the file is larger than 8 MiB [too-large]"),
    Bomb("too many keys", numbered(10_001), 1, "a.yaml:10001:1: error: more than 10000 keys in a mapping [too-large]"),
    Bomb(
      "too many items", text("-\n", 100_001), 1, "a.yaml:100001:2: error: more than 100000 items in a list [too-large]"),
    Bomb(
      "too many items in brackets", "[" + text("a,", 100_001), 1,
      "a.yaml:1:200002: error: more than 100000 items in a list [too-large]"),
    Bomb(
      "too many documents", text("---\n", 20_001), 1,
      "a.yaml:20002:1: error: more than 20000 documents in a file [too-large]"),
    Bomb(
      "too many lines", text("#\n", 1_000_001), 1,
      "a.yaml:1000001:1: error: more than 1000000 lines in a file [too-large]"),
    Bomb(
      "too many values", text("- [" + text("a,", 99) + "]\n", 6_000), 1,
      "a.yaml:5000:200: error: more than 500000 values in a file [too-large]"),
    Bomb("too many anchors", text("- &a b\n", 10_000), 100, "a.yaml:1:3: error: anchor `&a` is not allowed [anchor]"),
    Bomb("too many tags", text("- !!a b\n", 10_000), 100, "a.yaml:1:3: error: tag `!!a` is not allowed [tag]"),
    Bomb("too many duplicates", text("a: 1\n", 10_000), 100, "a.yaml:2:1: error: duplicate key `a` [duplicate-key]"),
    Bomb(
      "too many control characters", text("\u{1}", 10_000), 20,
      "a.yaml:1:1: error: control character U+0001 is not allowed [control-character]"),
  ])
  func `A bomb is refused by name`(_ bomb: Bomb) {
    let start = ContinuousClock.now
    let diagnostics = YAMLReader.read(Array(bomb.text.utf8), path: "a.yaml").diagnostics
    // Optimised, each takes less than 50 ms; this bound only catches what grows with the square of the size.
    #expect(ContinuousClock.now - start < .seconds(10))
    #expect(diagnostics.count == bomb.count)
    #expect(diagnostics.first?.rendered().split(separator: "\n").first.map(String.init) == bomb.first)
  }

  @Test(arguments: [
    Bomb("brackets", text("[", 100_000), 1, "a.json:1:65: error: nested deeper than 64 levels [too-deep]"),
    Bomb("objects", text("{\"a\":", 100_000), 1, "a.json:1:321: error: nested deeper than 64 levels [too-deep]"),
    Bomb("too large", "\"" + text("a", 9 << 20) + "\"", 1, "a.json:1:1: error: longer than 8388608 bytes [too-large]"),
    Bomb(
      "too many values", "[" + text("[],", 600_000) + "0]", 1,
      "a.json:1:1: error: more than 500000 values in a file [too-large]"),
  ])
  func `A bomb of JSON is refused by name`(_ bomb: Bomb) {
    let (document, diagnostics) = JSONReader.read(Array(bomb.text.utf8), path: "a.json")
    #expect(document == nil)
    #expect(diagnostics.first?.rendered().split(separator: "\n").first.map(String.init) == bomb.first)
  }

  @Test func `What is as large as the limits allow is read`() {
    #expect(YAMLReader.read(Array(numbered(10_000).utf8), path: "a.yaml").diagnostics == [])
    let deep = text("[", 63) + "a" + text("]", 63)
    #expect(YAMLReader.read(Array("k: \(deep)".utf8), path: "a.yaml").diagnostics == [])
    #expect(JSONReader.read(Array("{\"k\": \(text("[", 63))1\(text("]", 63))}".utf8), path: "a.json").diagnostics == [])
    let wide = "a: \"" + text("é", (8 << 20) / 2 - 10) + "\""
    #expect(YAMLReader.read(Array(wide.utf8), path: "a.yaml").diagnostics == [])
  }
}
