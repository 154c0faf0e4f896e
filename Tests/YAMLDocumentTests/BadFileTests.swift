import Diagnostics
import Testing
import YAMLDocument

/// A file that must be refused, and all that is said about it.
struct BadFile: CustomTestStringConvertible {
  let name: String
  let text: String
  let rendered: String

  init(_ name: String, _ text: String, _ rendered: String) {
    self.name = name
    self.text = text
    self.rendered = rendered
  }

  var testDescription: String { name }
}

struct BadFileTests {
  @Test(arguments: BadFile.subset + BadFile.characters + BadFile.syntax)
  func `A bad file is refused with every error, its place and a hint`(_ file: BadFile) {
    let diagnostics = YAMLReader.read(Array(file.text.utf8), path: "a.yaml").diagnostics
    let source = SourceFile(path: "a.yaml", text: file.text)
    #expect(diagnostics.map { $0.rendered(in: source) }.joined(separator: "\n") == file.rendered)
  }

  @Test func `The table is long enough, and its names are distinct`() {
    let names = (BadFile.subset + BadFile.characters + BadFile.syntax).map(\.name)
    #expect(names.count >= 40)
    #expect(Set(names).count == names.count)
  }

  @Test func `Messages keep to the style of the house`() {
    for file in BadFile.subset + BadFile.characters + BadFile.syntax {
      for diagnostic in YAMLReader.read(Array(file.text.utf8), path: "a.yaml").diagnostics {
        for words in [diagnostic.message, diagnostic.hint ?? "x"] {
          #expect(!words.hasSuffix(".") && !words.contains("\n"), "\(words)")
          #expect(words.first.map { !$0.isUppercase } ?? false, "\(words)")
        }
      }
    }
  }

  @Test(
    arguments: [
      ("a lone continuation", [0x61, 0x3A, 0x20, 0x80], 4),
      ("Latin-1", [0x61, 0x3A, 0x20, 0xE9, 0x0A], 4),
      ("an overlong NUL", [0x22, 0xC0, 0x80, 0x22], 2),
      ("a surrogate", [0xED, 0xA0, 0x80], 1),
      ("above U+10FFFF", [0xF4, 0x90, 0x80, 0x80], 1),
      ("UTF-16", [0xFF, 0xFE, 0x61, 0x00], 1),
      ("a cut sequence at the end", [0x61, 0x3A, 0x20, 0xC3, 0xA9, 0xE2, 0x82], 5),
    ] as [(String, [UInt8], Int)])
  func `Bytes that are no UTF-8 are refused at their place`(_ name: String, _ bytes: [UInt8], _ column: Int) {
    let (documents, diagnostics) = YAMLReader.read(bytes, path: "a.yaml")
    #expect(documents.isEmpty)
    #expect(
      diagnostics.map { $0.rendered() } == [
        "a.yaml:1:\(column): error: invalid UTF-8 [invalid-utf8]\n  hint: save the file as UTF-8"
      ])
  }
}
