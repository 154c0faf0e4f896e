import Diagnostics
import StrictJSON
import Testing

@testable import YAMLDocument

struct DamagedFileTests {
  private static let files = [
    """
    apiVersion: assent/v1
    kind: Rule
    when: a in ['b', "c\\u00e9"]  # why
    list:
    - |
      lit
       eral
    - >-
      fol

      ded
    - {a: b, 'c': [d, e]}
    ---
    é: ü
    ...

    """,
    #"{"a":[1,2.5e3,"x\n\ud83d\ude00"],"b":{"c":null}}"#,
    "? a\n: - b\n  -  c\n!!t &a x: *b\n%YAML 1.2\n",
  ]
  private static let signs = Array(":-?[]{},#&*!|>'\"%@` \n\t\r\\ab01~.=<é\u{1}".utf8)

  // Each file is damaged in a few places, over and over: nothing traps, each refusal has a place within the
  // file, each scalar that is read has its places, and what both JSON and YAML take is the same.
  @Test(arguments: 0..<8 as Range<UInt64>)
  func `A damaged file is refused with a place, or read`(_ seed: UInt64) throws {
    var random = Seeded(state: seed)
    for _ in 0..<400 {
      let bytes = try damaged(using: &random)
      let (documents, diagnostics) = YAMLReader.read(bytes, path: "a.yaml")
      let file = SourceFile(path: "a.yaml", text: String(decoding: bytes, as: UTF8.self))
      for diagnostic in diagnostics { expectPlace(of: diagnostic, in: file) }
      let (document, errors) = JSONReader.read(bytes, path: "a.json")
      for error in errors { expectPlace(of: error, in: file) }
      guard diagnostics.isEmpty else { continue }
      let inexact = documents.flatMap(scalars(of:)).filter { !$0.hasExactPlaces }
      #expect(inexact.isEmpty, "\(file.text)")
      guard let document, let other = documents.first else { continue }
      let sink = DiagnosticSink(file: nil)
      #expect(document.json(reporting: sink) == other.json(reporting: sink), "\(file.text)")
    }
  }

  private func expectPlace(of diagnostic: Diagnostic, in file: SourceFile) {
    guard let place = diagnostic.position, place.line >= 1, place.column >= 1 else {
      Issue.record("no place: \(diagnostic) in \(file.text)")
      return
    }
    guard diagnostic.code != "invalid-utf8" else { return }
    let length = file.line(place.line)?.unicodeScalars.count ?? 0
    #expect(place.column <= length + 2, "\(diagnostic) in \(file.text)")
  }

  private func damaged(using random: inout Seeded) throws -> [UInt8] {
    var bytes = Array(try #require(Self.files.randomElement(using: &random)).utf8)
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      let index = Int.random(in: 0..<max(1, bytes.count), using: &random)
      let sign = try #require(Self.signs.randomElement(using: &random))
      switch Int.random(in: 0..<4, using: &random) {
      case 0 where !bytes.isEmpty: bytes.remove(at: index)
      case 1 where !bytes.isEmpty: bytes[index] = sign
      case 2:
        let end = min(bytes.count, index + Int.random(in: 0..<12, using: &random))
        bytes.insert(contentsOf: bytes[min(index, end)..<end], at: Int.random(in: 0...bytes.count, using: &random))
      default: bytes.insert(sign, at: min(index, bytes.count))
      }
    }
    return bytes
  }
}
