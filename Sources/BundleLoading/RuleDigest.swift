import StrictJSON
import YAMLDocument

/// What tells one wording of a rule from another.
enum RuleDigest {
  private static let keys = Set(RuleDecoder.keys).subtracting(["examples"])

  /// The SHA-256 of the rule's keys and values, by name, defaults included, examples left out.
  ///
  /// - Parameter condition: The condition, where no key has it.
  static func make(_ source: LayeredReader.Source, condition: String?) -> String {
    var entries = (source.own.entries ?? []).filter { keys.contains($0.name) }
    for entry in source.defaults?.entries ?? []
    where source.own.entry(entry.name) == nil && keys.contains(entry.name) && source.fallback(entry.name) != nil {
      entries.append(entry)
    }
    entries.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    let quiet = DiagnosticSink(file: nil)
    var members = entries.filter { !$0.value.isNull }.map {
      JSONValue.Member($0.name, $0.value.json(reporting: quiet))
    }
    if let condition { members.append(.init("when", .string(condition))) }
    return sha256Hex(Array(JSONValue.object(members).serialized().utf8))
  }
}
