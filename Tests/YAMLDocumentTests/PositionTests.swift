import Diagnostics
import Testing

@testable import YAMLDocument

/// Places inside scalars. In each row `↓` stands before one character of the file and before the same
/// character of the decoded text.
struct PositionTests {
  @Test(arguments: [
    ("plain", "when: a ↓> b", "a ↓> b"),
    ("plain, the first character", "when: ↓a > b", "↓a > b"),
    ("plain, behind the last", "when: a > b↓", "a > b↓"),
    ("plain, before a comment", "when: a > ↓b # why", "a > ↓b"),
    ("plain, in brackets", "[a, b ↓c, d]", "b ↓c"),
    ("plain, behind wide characters", "é: \u{1F600}é ↓x", "\u{1F600}é ↓x"),
    ("plain, the second line", "when: a &&\n  ↓b &&\n  c", "a && ↓b && c"),
    ("plain, the third line", "when: a &&\n  b &&   \n      c ↓> d", "a && b && c ↓> d"),
    ("plain, a blank for a break", "when: a &&↓\n  b", "a &&↓ b"),
    ("plain, a blank for a break behind blanks", "when: a &&↓  \n  b", "a &&↓ b"),
    ("plain, behind an empty line", "when: a\n\n\n  ↓b", "a\n\n↓b"),
    ("plain, behind an empty line with blanks", "when: a\n   \n  ↓b", "a\n↓b"),
    ("plain, several lines in brackets", "k: [a\n  b ↓c, d]", "a b ↓c"),
    ("plain, windows line ends", "when: a\r\n  ↓b\r\n", "a ↓b"),
    ("single quotes", "when: 'a ↓> b'", "a ↓> b"),
    ("single quotes, the first character", "when: '↓a > b'", "↓a > b"),
    ("single quotes, behind the last", "when: 'a > b↓'", "a > b↓"),
    ("single quotes, empty", "when: '↓'", "↓"),
    ("single quotes, an escaped quote", "when: 'a == ↓''x'''", "a == ↓'x'"),
    ("single quotes, behind escaped quotes", "when: 'a == ''x'' ↓&& b'", "a == 'x' ↓&& b"),
    ("single quotes, two escaped in a row", "when: '''''↓''a'", "''↓'a"),
    ("single quotes, a backslash is itself", "when: 'a\\n↓b'", "a\\n↓b"),
    ("single quotes, inner blanks stay", "when: 'a   ↓b'", "a   ↓b"),
    ("single quotes, leading blanks stay", "when: '  ↓b '", "  ↓b "),
    ("single quotes, a folded line", "when: 'a \n  ↓b'", "a ↓b"),
    ("single quotes, an empty line", "when: 'a\n\n  ↓b'", "a\n↓b"),
    ("single quotes, a break at the end", "when: 'a\n  ↓'", "a ↓"),
    ("double quotes", "when: \"a ↓> b\"", "a ↓> b"),
    ("double quotes, behind the last", "when: \"a↓\"", "a↓"),
    ("double quotes, behind an escaped quote", "when: \"a == \\\"x\\\" ↓&& b\"", "a == \"x\" ↓&& b"),
    ("double quotes, an escaped line feed", "when: \"a↓\\nb\"", "a↓\nb"),
    ("double quotes, behind an escaped line feed", "when: \"a\\n↓b\"", "a\n↓b"),
    ("double quotes, behind four digits", "when: \"\\u00e9↓b\"", "é↓b"),
    ("double quotes, behind two digits", "when: \"\\x41↓b\"", "A↓b"),
    ("double quotes, behind eight digits", "when: \"\\U0001F600↓b\"", "\u{1F600}↓b"),
    (
      "double quotes, every short escape", "when: \"\\0\\a\\b\\t\\v\\f\\r\\e\\ \\\"\\/\\\\\\N\\_\\L\\P↓x\"",
      "\u{0}\u{7}\u{8}\t\u{B}\u{C}\r\u{1B} \"/\\\u{85}\u{A0}\u{2028}\u{2029}↓x"
    ),
    ("double quotes, an escaped break", "when: \"a\\\n  ↓b\"", "a↓b"),
    ("double quotes, an escaped break behind blanks", "when: \"a  \\\n  ↓b\"", "a  ↓b"),
    ("double quotes, an escaped break and an empty line", "when: \"a\\\n\n  ↓b\"", "a\n↓b"),
    ("double quotes, an escaped break and a blank", "when: \"a\\\n  \\  ↓b\"", "a  ↓b"),
    ("double quotes, a folded line", "when: \"a\n  ↓b\"", "a ↓b"),
    ("double quotes, two empty lines", "when: \"a\n\n\n  ↓b\"", "a\n\n↓b"),
    ("double quotes, an escape at a line's start", "when: \"a\n  \\tb↓c\"", "a \tb↓c"),
    ("literal", "when: |\n  a ↓> b\n", "a ↓> b\n"),
    ("literal, the first character", "when: |\n  ↓a\n", "↓a\n"),
    ("literal, the second line", "when: |\n  a &&\n  ↓b\n", "a &&\n↓b\n"),
    ("literal, the break of a line", "when: |\n  a &&↓\n  b\n", "a &&↓\nb\n"),
    ("literal, further indented", "when: |\n  a &&\n      ↓b\n", "a &&\n    ↓b\n"),
    ("literal, a kept blank", "when: |\n  a &&\n   ↓   b\n", "a &&\n ↓   b\n"),
    ("literal, behind an empty line", "when: |\n  a\n\n  ↓b\n", "a\n\n↓b\n"),
    ("literal, an empty line first", "when: |\n\n  ↓b\n", "\n↓b\n"),
    ("literal, behind the last", "when: |\n  a\n↓b: 1", "a\n↓"),
    ("literal, stripped", "when: |-\n  a\n  b ↓c\n", "a\nb ↓c"),
    ("literal, stripped, behind the last", "when: |-\n  a↓\n\nb: 1", "a↓"),
    ("literal, kept", "when: |+\n  a\n↓\nb: 1", "a\n↓\n"),
    ("literal, an indentation given", "when: |2\n    a\n  ↓b\n", "  a\n↓b\n"),
    ("literal, an indentation given, first line", "when: |2\n    ↓a\n  b\n", "  ↓a\nb\n"),
    ("literal, an indentation and a sign", "when: |-2\n    a\n  b↓\n", "  a\nb↓"),
    ("literal, a sign and an indentation", "when: |1+\n  ↓a\n", " ↓a\n"),
    ("literal, a comment in the header", "when: | # a + b\n  ↓a\n\n", "↓a\n"),
    ("literal, without a last break", "when: |\n  a\n  ↓b", "a\n↓b"),
    ("literal, deep in lists", "- - when: |\n      a\n      b ↓c\n", "a\nb ↓c\n"),
    ("literal, wide characters", "when: |\n  é\u{1F600} ↓x\n", "é\u{1F600} ↓x\n"),
    ("literal, a tab kept", "when: |\n  a\n  \t↓b\n", "a\n\t↓b\n"),
    ("literal, windows line ends", "when: |\r\n  a\r\n  b↓c\r\n", "a\nb↓c\n"),
    ("literal at the top", "|\n a\n ↓b\n", "a\n↓b\n"),
    ("folded", "when: >\n  a ↓> b\n", "a ↓> b\n"),
    ("folded, the second line", "when: >\n  a &&\n  ↓b\n", "a && ↓b\n"),
    ("folded, a blank for a break", "when: >\n  a &&↓\n  b\n", "a &&↓ b\n"),
    ("folded, behind an empty line", "when: >\n  a\n\n  ↓b\n", "a\n↓b\n"),
    ("folded, behind two empty lines", "when: >\n  a\n\n\n  ↓b\n", "a\n\n↓b\n"),
    ("folded, further indented", "when: >\n  a\n    ↓b\n  c\n", "a\n  ↓b\nc\n"),
    ("folded, behind further indented", "when: >\n  a\n    b\n  ↓c\n", "a\n  b\n↓c\n"),
    ("folded, further indented behind an empty line", "when: >\n  a\n\n    b\n\n  ↓c\n", "a\n\n  b\n\n↓c\n"),
    ("folded, stripped", "when: >-\n  a\n  b ↓c\n", "a b ↓c"),
    ("folded, kept", "when: >+\n  a\n\n↓\nb: 1", "a\n\n↓\n"),
    ("folded, an indentation given", "when: >2\n    a\n  ↓b\n", "  a\n↓b\n"),
    ("folded, empty lines first", "when: >\n\n\n  ↓a\n  b\n", "\n\n↓a b\n"),
    ("folded, trailing blanks stay", "when: >\n  a  \n  ↓b\n", "a   ↓b\n"),
    ("folded, without a last break", "when: >\n  a\n  ↓b", "a ↓b"),
    ("a key", "a: 1\nwh↓en: 2", "wh↓en"),
    ("a quoted key", "\"wh\\x65↓n\": 2", "whe↓n"),
  ])
  func `A character's place in the file is found`(_ name: String, _ file: String, _ text: String) throws {
    let (bytes, expected) = try unmarked(file)
    let (decoded, offset) = try split(text)
    let (documents, diagnostics) = YAMLReader.read(bytes, path: "a.yaml")
    #expect(diagnostics == [])
    let node = try #require(documents.flatMap(scalars(of:)).first { haveSameBytes($0.text ?? "", decoded) })
    #expect(node.hasExactPlaces)
    #expect(node.position(ofCharacter: offset) == expected)
    #expect(node.position(of: inner(decoded, offset)) == expected)
  }

  @Test(arguments: [
    ("the first character", #"{"when": "↓a > b"}"#, "↓a > b"),
    ("behind the last", #"{"when": "a > b↓"}"#, "a > b↓"),
    ("behind an escaped quote", #"{"when": "a == \"x\" ↓&& b"}"#, #"a == "x" ↓&& b"#),
    ("behind a pair of surrogates", #"{"when": "\ud83d\ude00↓x"}"#, "\u{1F600}↓x"),
    ("the pair itself", #"{"when": "a↓\ud83d\ude00x"}"#, "a↓\u{1F600}x"),
    ("behind short escapes", #"{"when": "\b\f\n\r\t\/\\↓x"}"#, "\u{8}\u{C}\n\r\t/\\↓x"),
    ("on the second line", "{\"a\": 1,\n  \"when\": \"é ↓x\"}", "é ↓x"),
    ("in a key", #"{"wh\u0065↓n": 1}"#, "whe↓n"),
    ("a number", #"{"when": 1↓23}"#, "1↓23"),
  ])
  func `A character's place in a JSON file is found`(_ name: String, _ file: String, _ text: String) throws {
    let (bytes, expected) = try unmarked(file)
    let (decoded, offset) = try split(text)
    let (document, diagnostics) = JSONReader.read(bytes, path: "a.json")
    #expect(diagnostics == [])
    let node = try #require(document.map(scalars(of:))?.first { haveSameBytes($0.text ?? "", decoded) })
    #expect(node.hasExactPlaces)
    #expect(node.position(ofCharacter: offset) == expected)
  }

  @Test func `What lies outside a scalar is taken to its ends`() throws {
    let (documents, _) = YAMLReader.read(Array("a: 'bc'\nd: [e]".utf8), path: "a.yaml")
    let document = try #require(documents.first)
    let scalar = try #require(document["a"])
    #expect(scalar.position(ofCharacter: -1) == SourcePosition(line: 1, column: 5))
    #expect(scalar.position(ofCharacter: Int.max) == SourcePosition(line: 1, column: 7))
    #expect(scalar.position(of: SourcePosition(line: 9, column: 9)) == SourcePosition(line: 1, column: 7))
    #expect(scalar.position(of: SourcePosition(line: -9, column: -9)) == SourcePosition(line: 1, column: 5))
    #expect(scalar.position(of: SourcePosition(line: 1, column: Int.max)) == SourcePosition(line: 1, column: 7))
    #expect(document["d"]?.position(ofCharacter: 3) == SourcePosition(line: 2, column: 4))
  }

  @Test func `Nodes know where they start and end`() throws {
    let text = """
      # first
      id: a-rule
      list:
      - one
      - {k: "v"}
      text: |
        x
      none:
      last: [a,
        b ]
      """
    let document = try #require(YAMLReader.read(Array(text.utf8), path: "a.yaml").documents.first)
    func places(_ node: Node?) -> String {
      node.map { "\($0.position.line):\($0.position.column)-\($0.end.line):\($0.end.column)" } ?? "none"
    }
    #expect(places(document) == "2:1-10:6")
    #expect(places(document.entry("id")?.key) == "2:1-2:3")
    #expect(places(document["id"]) == "2:5-2:11")
    #expect(places(document["list"]) == "4:1-5:11")
    #expect(places(document["list"]?.items?.last) == "5:3-5:11")
    #expect(places(document["list"]?.items?.last?["k"]) == "5:7-5:10")
    #expect(places(document["text"]) == "6:7-8:1")
    #expect(places(document["none"]) == "8:6-8:6")
    #expect(places(document["last"]) == "9:7-10:6")
  }

  /// The file's bytes without the mark, and the mark's place.
  private func unmarked(_ file: String) throws -> ([UInt8], SourcePosition) {
    let (text, offset) = try split(file)
    var place = SourcePosition.start
    for scalar in text.unicodeScalars.prefix(offset) {
      place =
        scalar == "\n"
        ? SourcePosition(line: place.line + 1, column: 1) : SourcePosition(line: place.line, column: place.column + 1)
    }
    return (Array(text.utf8), place)
  }

  /// The text without the mark, and the code points before it.
  private func split(_ marked: String) throws -> (String, Int) {
    let scalars = Array(marked.unicodeScalars)
    let offset = try #require(scalars.firstIndex(of: "\u{2193}"))
    var text = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() where index != offset { text.append(scalar) }
    return (String(text), offset)
  }

  /// Line and column of an offset in a decoded text.
  private func inner(_ text: String, _ offset: Int) -> SourcePosition {
    var place = SourcePosition.start
    for scalar in text.unicodeScalars.prefix(offset) {
      place =
        scalar == "\n"
        ? SourcePosition(line: place.line + 1, column: 1) : SourcePosition(line: place.line, column: place.column + 1)
    }
    return place
  }
}
