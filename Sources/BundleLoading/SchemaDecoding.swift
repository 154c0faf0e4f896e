import Diagnostics
package import FactSchema
package import YAMLDocument

/// Reads `kind: Schema`: the facts that conditions may read.
package enum SchemaDecoder {
  /// - Parameter node: A document whose `apiVersion` and `kind` have been looked at.
  package static func decode(_ node: Node, reporting sink: DiagnosticSink) -> Schema? {
    guard var reader = MappingReader(node, sink, as: "a schema") else { return nil }
    _ = (reader.node("apiVersion"), reader.node("kind"))
    let facts = reader.node("facts", .required)
    let describe = reader.node("describe")
    reader.finish()
    guard let facts else { return nil }
    guard facts.entries != nil else {
      sink.report("wrong-type", "expected the facts by name, found \(facts.found)", at: facts.position)
      return nil
    }
    guard let shape = shape(of: facts, isTop: true, sink) else { return nil }
    let schema = Schema(facts: shape, descriptions: descriptions(describe, shape, sink))
    return schema
  }

  private static func shape(of node: Node, isTop: Bool = false, _ sink: DiagnosticSink) -> ObjectShape? {
    var fields: [ObjectShape.Field] = []
    for entry in node.entries ?? [] {
      var name = entry.name
      let isOptional = name.hasSuffix("?")
      if isOptional { name.removeLast() }
      guard isFactName(name) else {
        sink.report(
          "fact-name", "`\(excerpt(name))` is no name of a fact",
          hint: "use letters, digits and `_`, not starting with a digit",
          at: entry.key.position)
        continue
      }
      if isTop, reservedWords.contains(name) {
        sink.report(
          "fact-name", "`\(name)` is a reserved word of CEL", hint: "choose another name", at: entry.key.position)
        continue
      }
      if isTop, isOptional {
        sink.report(
          "fact-name", "a fact of the first level cannot be optional", hint: "make the facts inside it optional",
          at: entry.key.position)
      }
      guard !fields.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
        sink.report("duplicate-key", "the fact `\(name)` is declared twice", at: entry.key.position)
        continue
      }
      if let type = type(of: entry.value, sink) { fields.append(.init(name, type, isOptional: isOptional)) }
    }
    return ObjectShape(fields)
  }

  private static func type(of node: Node, _ sink: DiagnosticSink) -> FactType? {
    if node.entries != nil { return shape(of: node, sink).map { .object($0) } }
    if let items = node.items {
      guard items.count == 1, let item = items.first, item.entries != nil else {
        sink.report(
          "fact-type", "a list of objects is written as a list with one mapping",
          hint: "write `[{name: string}]`, or `list(string)` for a list of values", at: node.position)
        return nil
      }
      return shape(of: item, sink).map { .list(.object($0)) }
    }
    guard let text = node.text, !node.isNull else {
      sink.report(
        "wrong-type", "expected a type, found nothing", hint: "write a type, such as `string`", at: node.position)
      return nil
    }
    do throws(TypeText.Failure) {
      return try TypeText.parse(text)
    } catch {
      sink.report("fact-type", error.message, hint: error.hint, at: node.position(ofCharacter: error.offset))
      return nil
    }
  }

  private static func descriptions(_ node: Node?, _ shape: ObjectShape, _ sink: DiagnosticSink) -> [String: String] {
    guard let node else { return [:] }
    guard let entries = node.entries else {
      sink.report("wrong-type", "expected descriptions by path, found \(node.found)", at: node.position)
      return [:]
    }
    let schema = Schema(facts: shape)
    var result: [String: String] = [:]
    for entry in entries {
      let path = entry.name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      guard schema.type(at: path) != nil else {
        let paths = schema.leaves.map { $0.path.joined(separator: ".") }
        sink.report(
          "unknown-fact", "there is no fact `\(excerpt(entry.name))`",
          hint: nearestName(to: entry.name, in: paths).map { "did you mean `\($0)`?" }, at: entry.key.position)
        continue
      }
      if let words = entry.value.string(reporting: sink) { result[entry.name] = words }
    }
    return result
  }
}

/// Whether a condition can spell the name: ASCII letters, digits and `_`, not starting with a digit.
func isFactName(_ name: String) -> Bool {
  guard let first = name.utf8.first, name.utf8.count <= 128 else { return false }
  let isLetter: (UInt8) -> Bool = { (65...90).contains($0) || (97...122).contains($0) || $0 == 95 }
  return isLetter(first) && name.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) }
}

/// Words that CEL keeps for itself, refused as variables.
private let reservedWords: Set<String> = [
  "as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop",
  "namespace", "null", "package", "return", "true", "var", "void", "while",
]
