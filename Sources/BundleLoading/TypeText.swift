package import Diagnostics
package import FactSchema
import YAMLDocument

/// Reads the types of a schema: `string`, `list(string)`, `map(string, money)`, `enum(a, b)`.
struct TypeText {
  /// What is wrong with a type, and where in its text, counted from 0.
  struct Failure: Error {
    let message: String
    let hint: String?
    let offset: Int
  }

  private static let simple: [String: FactType] = [
    "string": .string, "int": .int, "uint": .uint, "double": .double, "bool": .bool, "timestamp": .timestamp,
    "duration": .duration, "money": .money, "dyn": .dynamic, "text": .text,
  ]
  private static let names = [
    "string", "int", "uint", "double", "bool", "timestamp", "duration", "money", "dyn", "text", "list", "map", "enum",
  ]
  private static let maxDepth = 16

  private let characters: [Unicode.Scalar]
  private var offset = 0

  private init(_ text: String) { characters = Array(text.unicodeScalars) }

  static func parse(_ text: String) throws(Failure) -> FactType {
    var reader = TypeText(text)
    let type = try reader.readType(depth: 0)
    reader.skipBlanks()
    guard reader.offset == reader.characters.count else {
      throw reader.failure("unexpected `\(String(String.UnicodeScalarView(reader.characters[reader.offset...])))`")
    }
    return type
  }

  private func failure(_ message: String, hint: String? = nil, at offset: Int? = nil) -> Failure {
    Failure(message: message, hint: hint, offset: offset ?? self.offset)
  }

  private mutating func skipBlanks() {
    while offset < characters.count, characters[offset] == " " || characters[offset] == "\n" { offset += 1 }
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard offset < characters.count, characters[offset] == character else { return false }
    offset += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar, in name: String) throws(Failure) {
    guard skip(character) else { throw failure("expected `\(character)` in `\(name)`") }
  }

  private mutating func readWord(_ isPart: (Unicode.Scalar) -> Bool) -> String {
    skipBlanks()
    var word = String.UnicodeScalarView()
    while offset < characters.count, isPart(characters[offset]) {
      word.append(characters[offset])
      offset += 1
    }
    return String(word)
  }

  private mutating func readType(depth: Int) throws(Failure) -> FactType {
    guard depth < Self.maxDepth else { throw failure("types nested deeper than \(Self.maxDepth)") }
    skipBlanks()
    let start = offset
    let word = readWord { $0.properties.isAlphabetic || $0 == "_" || ("0"..."9").contains($0) }
    if let type = Self.simple[word] { return type }
    switch word {
    case "list":
      try expect("(", in: word)
      let element = try readType(depth: depth + 1)
      try expect(")", in: word)
      try refuseText(element, at: start)
      return .list(element)
    case "map":
      try expect("(", in: word)
      let keyStart = offset
      let key = try readType(depth: depth + 1)
      switch key {
      case .string, .int, .uint, .bool: break
      default:
        throw failure("a map's key cannot be `\(key)`", hint: "use `string`, `int`, `uint` or `bool`", at: keyStart)
      }
      try expect(",", in: word)
      let value = try readType(depth: depth + 1)
      try expect(")", in: word)
      try refuseText(value, at: start)
      return .map(key: key, value: value)
    case "enum": return .enumeration(try readValues())
    default:
      let shown = word.isEmpty ? String(String.UnicodeScalarView(characters.dropFirst(start).prefix(20))) : word
      throw failure(
        shown.isEmpty ? "a type is missing" : "unknown type `\(shown)`",
        hint: nearestName(to: word, in: Self.names).map { "did you mean `\($0)`?" }
          ?? "one of " + Self.names.map { "`\($0)`" }.joined(separator: ", "), at: start)
    }
  }

  private func refuseText(_ type: FactType, at start: Int) throws(Failure) {
    guard case .text = type else { return }
    throw failure("`text` stands alone, not inside another type", hint: "use `string`", at: start)
  }

  private mutating func readValues() throws(Failure) -> [String] {
    try expect("(", in: "enum")
    var values: [String] = []
    while true {
      skipBlanks()
      let start = offset
      let value = readWord { $0 != "," && $0 != ")" && $0 != "(" && $0 != "'" && $0 != "\"" && $0 != " " }
      guard !value.isEmpty else {
        throw failure("a value is missing in `enum`", hint: "write `enum(a, b)`, without quotes", at: start)
      }
      guard !values.contains(where: { $0.utf8.elementsEqual(value.utf8) }) else {
        throw failure("`\(value)` stands twice in `enum`", at: start)
      }
      values.append(value)
      if skip(",") { continue }
      try expect(")", in: "enum")
      return values
    }
  }
}

extension FactType {
  /// The type that a text spells as a schema has it: `list(string)`.
  ///
  /// - Parameter name: What the text is called in the diagnostic.
  package static func reading(_ text: String, named name: String) -> Result<FactType, Diagnostic> {
    do throws(TypeText.Failure) {
      return .success(try TypeText.parse(text))
    } catch {
      let position = SourcePosition(line: 1, column: error.offset + 1)
      return .failure(Diagnostic("bad-type", error.message, hint: error.hint, file: name, at: position))
    }
  }
}
