import Diagnostics
import Testing

@testable import YAMLDocument

struct RandomScalarTests {
  private static let pieces = [
    "a", "b", "é", "\u{1F600}", " ", "  ", "\n", "\n\n", "\n ", "\n   ", "\\", "\\n", "\\\n", "\\x41", "\\u00e9", "'",
    "''",
    "\"", "\\\"", ":", "#", "-", "\t", ",", ">", "|", "?", "0", " \n",
  ]
  private static let headers = [
    "", "'", "\"", "|\n", "|-\n", "|+\n", ">\n", ">-\n", ">+\n", "|1\n", "|2-\n", ">1+\n", ">3\n",
  ]

  // Whatever is thrown at the reader: it never traps, refuses with a place, or reads scalars in which every
  // character has a place where the same character stands, or what it is folded or escaped from.
  @Test(arguments: 0..<16 as Range<UInt64>)
  func `Every character of a scalar that is read has its place`(_ seed: UInt64) throws {
    var random = Seeded(state: seed)
    for _ in 0..<500 {
      let header = try #require(Self.headers.randomElement(using: &random))
      var body = ""
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        body += try #require(Self.pieces.randomElement(using: &random))
      }
      let isBlock = header.hasSuffix("\n")
      let prefix = isBlock ? String(repeating: " ", count: Int.random(in: 1...3, using: &random)) : ""
      let lines = body.split(separator: "\n", omittingEmptySubsequences: false)
      let text = "k: " + header + prefix + lines.joined(separator: "\n" + prefix) + (isBlock ? "\n" : header) + "\n"
      let bytes = Array(text.utf8)
      let (documents, diagnostics) = YAMLReader.read(bytes, path: "a.yaml")
      #expect(diagnostics.allSatisfy { $0.position != nil })
      guard diagnostics.isEmpty else { continue }
      let file = SourceFile(path: "a.yaml", text: text)
      for node in documents.flatMap(scalars(of:)) { expectPlaces(of: node, in: file) }
    }
  }

  private func expectPlaces(of node: Node, in file: SourceFile) {
    #expect(node.hasExactPlaces, "\(file.text)")
    var last = node.position
    for (offset, character) in (node.text ?? "").unicodeScalars.enumerated() {
      let place = node.position(ofCharacter: offset)
      #expect(place >= last, "\(file.text)")
      last = place
      let line = Array((file.line(place.line) ?? "").unicodeScalars)
      let found = place.column <= line.count ? line[place.column - 1] : "\n"
      let isFolded = (character == " " || character == "\n") && (found == " " || found == "\t" || found == "\n")
      let isEscaped = found == "\\" && node.scalar?.style == .doubleQuoted
      #expect(found == character || isFolded || isEscaped, "\(offset) of \(file.text)")
    }
  }
}
