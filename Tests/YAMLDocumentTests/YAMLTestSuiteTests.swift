import Diagnostics
import StrictJSON
import TestSupport
import Testing
import YAMLDocument

struct YAMLTestSuiteTests {
  private static let folder = "yaml-test-suite/src"

  /// One case of the suite: its text, and the JSON values it means; nothing where the suite gives none.
  private struct Case {
    var name: String
    var yaml: [UInt8]
    var values: [JSONValue]?
    var isWrong: Bool
  }

  private enum Outcome: Equatable {
    case agrees, refused, unjudged
    case wrong(String)
  }

  // Inside the subset the reader agrees with the suite's `json`; outside it refuses with a place. A third there is not.
  @Test func `Each case is read as the suite reads it, or refused with a place`() throws {
    guard let names = SharedFiles.names(in: "corpora/" + Self.folder) else {
      print("yaml-test-suite is not at hand: nothing was checked")
      return
    }
    var (agreed, refused, unjudged) = (0, 0, 0)
    for name in names {
      for example in try cases(of: name) {
        switch judge(example) {
        case .agrees: agreed += 1
        case .refused: refused += 1
        case .unjudged: unjudged += 1
        case .wrong(let why): Issue.record("\(example.name): \(why)")
        }
      }
    }
    print(
      "yaml-test-suite: \(names.count) files, \(agreed) cases agree, \(refused) are refused, \(unjudged) without json are read"
    )
    #expect(agreed > 0 && refused > 0)
  }

  // Every scalar that is read from the suite can be decoded again with its places.
  @Test func `Places are found in every scalar of the suite`() throws {
    var count = 0
    for name in SharedFiles.names(in: "corpora/" + Self.folder) ?? [] {
      for example in try cases(of: name) {
        let (documents, diagnostics) = YAMLReader.read(example.yaml, path: example.name)
        guard diagnostics.isEmpty else { continue }
        for document in documents {
          for scalar in scalars(of: document) {
            count += 1
            #expect(scalar.hasExactPlaces, "\(example.name): \(scalar.text ?? "")")
          }
        }
      }
    }
    print("yaml-test-suite: places checked in \(count) scalars")
  }

  private func judge(_ example: Case) -> Outcome {
    let (documents, diagnostics) = YAMLReader.read(example.yaml, path: example.name)
    if let first = diagnostics.first {
      guard diagnostics.allSatisfy({ $0.position != nil && !$0.code.isEmpty && $0.severity == .error }) else {
        return .wrong("refused without a place: \(first)")
      }
      return .refused
    }
    guard !example.isWrong else { return .wrong("read, though it is no YAML") }
    let sink = DiagnosticSink(file: example.name)
    let values = documents.map { $0.json(reporting: sink) }
    if sink.hasErrors { return .refused }
    guard let expected = example.values else { return .unjudged }
    return zip(values, expected).allSatisfy(meansTheSame) && values.count == expected.count
      ? .agrees : .wrong("read as \(values.map { $0.serialized() }), not \(expected.map { $0.serialized() })")
  }

  /// Whether two values are the same but for the spelling of numbers and the order of members.
  private func meansTheSame(_ left: JSONValue, _ right: JSONValue) -> Bool {
    switch (left, right) {
    case (.number(let a), .number(let b)): a == b || Double(a) == Double(b)
    case (.integer(let a), .number(let b)), (.number(let b), .integer(let a)): Double(a) == Double(b)
    case (.array(let a), .array(let b)): a.count == b.count && zip(a, b).allSatisfy(meansTheSame)
    case (.object(let a), .object(let b)):
      a.count == b.count
        && a.allSatisfy { member in right[member.name].map { meansTheSame(member.value, $0) } ?? false }
    default: left == right
    }
  }

  /// The cases of one file of the suite, which is itself YAML: a later case takes what it leaves out from the one before.
  private func cases(of name: String) throws -> [Case] {
    let bytes = try #require(SharedFiles.bytes(of: "corpora/\(Self.folder)/\(name)"))
    let (documents, diagnostics) = YAMLReader.read(bytes, path: name)
    #expect(diagnostics == [])
    var result: [Case] = []
    for (index, entry) in (documents.first?.items ?? []).enumerated() {
      let yaml = entry["yaml"]?.text ?? ""
      let json = entry["json"]?.text
      result.append(
        Case(
          name: "\(name)#\(index)", yaml: Array(plain(yaml).utf8), values: json.flatMap(values(of:)),
          isWrong: entry["fail"]?.text == "true"))
    }
    return result
  }

  /// The values of a text that holds several JSON texts one after another.
  private func values(of text: String) -> [JSONValue]? {
    let bytes = Array(text.utf8)
    var scanner = JSONScanner(bytes)
    var result: [JSONValue] = []
    while (try? scanner.finish()) == nil {
      guard let range = try? scanner.skipValue(), let value = try? JSONValue.parse(Array(bytes[range])) else {
        return nil
      }
      result.append(value)
      scanner.reset(to: range.upperBound..<bytes.count)
    }
    return result
  }

  /// The text that the suite's visible signs stand for.
  private func plain(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\u{2423}": result.append(" ")
      case "\u{00BB}": result.append("\t")
      case "\u{2014}": continue
      case "\u{21B5}": continue
      case "\u{2190}": result.append("\r")
      case "\u{21D4}": result.append("\u{FEFF}")
      case "\u{220E}": if result.last == "\n" { result.removeLast() }
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}

/// All scalars of a tree, keys included.
func scalars(of node: Node) -> [Node] {
  switch node.content {
  case .scalar: [node]
  case .sequence(let items): items.flatMap(scalars(of:))
  case .mapping(let entries): entries.flatMap { scalars(of: $0.key) + scalars(of: $0.value) }
  }
}
