import StrictJSON
import YAMLDocument

/// What tells one wording of a rule from another.
enum RuleDigest {
  /// The key of a rule, and its value as JSON; nothing where that is null.
  struct Member: Sendable {
    let name: String
    let json: String?
  }

  private static let keys = Set(RuleDecoder.keys).subtracting(["examples"])

  /// The keys of a mapping that count, in the order of their bytes.
  static func members(of node: Node?) -> [Member] {
    let quiet = DiagnosticSink(file: nil)
    var members: [Member] = []
    for entry in node?.entries ?? [] where keys.contains(entry.name) {
      let json = entry.value.isNull ? nil : entry.value.json(reporting: quiet).serialized()
      let place = members.firstIndex { precedes(entry.name, $0.name) } ?? members.count
      members.insert(Member(name: entry.name, json: json), at: place)
    }
    return members
  }

  /// The SHA-256 of the rule's keys and values, by name, defaults included, examples left out.
  ///
  /// - Parameter condition: The condition, where no key has it.
  static func make(_ source: LayeredReader.Source, condition: String?) -> String {
    var text = Array("{".utf8)
    func add(_ name: String, _ json: String) {
      if text.count > 1 { text.append(UInt8(ascii: ",")) }
      text.append(UInt8(ascii: "\""))
      text += name.utf8
      text += "\":".utf8
      text += json.utf8
    }
    var defaults = source.defaultMembers[...]
    for member in members(of: source.own) {
      while let next = defaults.first, precedes(next.name, member.name) {
        if let json = next.json { add(next.name, json) }
        defaults.removeFirst()
      }
      if let next = defaults.first, next.name == member.name { defaults.removeFirst() }
      if let json = member.json { add(member.name, json) }
    }
    for member in defaults { if let json = member.json { add(member.name, json) } }
    if let condition { add("when", JSONValue.string(condition).serialized()) }
    text.append(UInt8(ascii: "}"))
    return sha256Hex(text)
  }

  private static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}
