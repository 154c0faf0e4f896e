import Diagnostics
import FactSchema
import PolicyEngine
import YAMLDocument

/// Finds declared facts of requests that nothing reads; of an object, only where nothing reads any of its facts.
///
/// A fact counts as read where a rule's expressions read it, where a workflow, the rights or the allocation name it in
/// any text, and where the engine itself asks for it; and it has its purpose where `describe` says what it is for.
struct UnusedFacts {
  /// What the engine reads by itself, or shows to those who decide.
  private static let engine: Set<String> = [
    "id", "revision", "kind", "team", "project", "costCenter", "environment", "duration", "cost", "model", "data",
    "notBefore",
  ]

  let schema: Schema
  /// The schema's own document.
  let node: Node
  /// The facts that rules and tables read.
  let reads: [[String]]
  /// The documents that name facts in their texts.
  let others: [Node]
  let file: String?

  func check() -> [Diagnostic] {
    var words: Set<String> = []
    for other in others { collect(other, &words) }
    guard case .object(let request)? = schema.facts["request"]?.type else { return [] }
    return request.fields.compactMap { field in
      let path = ["request", field.name]
      let name = path.joined(separator: ".")
      let members = schema.leaves.filter { $0.path.starts(with: path) }
      // Texts are for people, and no expression may read them.
      guard members.contains(where: { !isText($0.type) }) else { return nil }
      let isRead = reads.contains { $0.starts(with: path) || $0.count < 2 && path.starts(with: $0) }
      let isNamed = words.contains { $0 == field.name || $0.hasPrefix(field.name + ".") || $0.hasPrefix(name) }
      let isDescribed = schema.descriptions.keys.contains { $0 == name || $0.hasPrefix(name + ".") }
      guard !isRead, !isNamed, !isDescribed, !Self.engine.contains(field.name) else { return nil }
      return Diagnostic(
        "unused-fact", "nothing reads `\(name)`", severity: .warning,
        hint: "take it out, or say under `describe` what people need it for", file: file, at: place(of: path))
    }
  }

  private func isText(_ type: FactType) -> Bool { if case .text = type { true } else { false } }

  /// Where the schema declares the fact.
  private func place(of path: [String]) -> SourcePosition {
    var current = node["facts"]
    var place = current?.position ?? node.position
    for name in path {
      guard let entry = current?.entry(name) ?? current?.entry(name + "?") else { break }
      place = entry.key.position
      current = entry.value
    }
    return place
  }

  /// The chains of names in the texts of a document: `request.data.class`, `data.class`.
  private func collect(_ node: Node, _ words: inout Set<String>) {
    switch node.content {
    case .sequence(let items): for item in items { collect(item, &words) }
    case .mapping(let entries):
      for entry in entries {
        collect(entry.key, &words)
        collect(entry.value, &words)
      }
    case .scalar(let scalar):
      let chains = scalar.text.unicodeScalars.split { scalar in
        !(scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "." || scalar == "_"
          || scalar == "?")
      }
      for chain in chains { words.insert(String(String.UnicodeScalarView(chain.filter { $0 != "?" }))) }
    }
  }
}
