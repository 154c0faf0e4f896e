import Diagnostics

/// Decodes one mapping of a document, key by key, and collects everything that is wrong with it.
///
///     guard var rule = MappingReader(node, sink, as: "a rule") else { return nil }
///     let id = rule.string("id", .required)
///     let effect = rule.choice("effect", Effect.self, .required)
///     let reviews = rule.strings("review", orSingle: true)
///     rule.finish()     // reports `efect`, which nobody asked for, with the hint "did you mean `effect`?"
///
/// No getter throws: each returns nothing where the key is absent or wrong, and reports what is wrong.
/// A value of null is the same as an absent key.
package struct MappingReader {
  package enum Presence: Sendable {
    case required, optional
  }

  package let node: Node
  package let sink: DiagnosticSink
  private let entries: [Node.Entry]
  private let name: String?
  private var isUsed: [Bool]
  /// What has been asked for, once or more often.
  private var known: [String] = []
  private var missing: [String] = []

  /// - Parameters:
  ///   - node: The mapping; anything else is reported.
  ///   - sink: Where errors go.
  ///   - name: What the mapping is, with its article, for messages: `a rule`.
  package init?(_ node: Node, _ sink: DiagnosticSink, as name: String? = nil) {
    guard let entries = node.entries else {
      let wanted = name.map { "\($0), which is a mapping" } ?? "a mapping"
      sink.report("wrong-type", "expected \(wanted), found \(node.found)", at: node.position)
      return nil
    }
    self.node = node
    self.sink = sink
    self.name = name
    self.entries = entries
    isUsed = [Bool](repeating: false, count: entries.count)
  }

  /// The names of all keys, in the order of the text.
  package var names: [String] { entries.map(\.name) }

  /// The keys that no getter has asked for yet.
  package var rest: [Node.Entry] { zip(entries, isUsed).filter { !$0.1 }.map(\.0) }

  /// Whether the mapping has the key, be its value null.
  package func has(_ key: String) -> Bool { entries.place(of: key) != nil }

  // MARK: - Getters

  /// The value of a key, whatever it is.
  package mutating func node(_ key: String, _ presence: Presence = .optional) -> Node? {
    guard let entry = entry(key, presence) else { return nil }
    if entry.value.isNull {
      if presence == .required {
        sink.report("missing-value", "key `\(key)` has no value", at: entry.key.position)
      }
      return nil
    }
    return entry.value
  }

  /// The entry of a key, also where its value is null.
  package mutating func entry(_ key: String, _ presence: Presence = .optional) -> Node.Entry? {
    known.append(key)
    guard let index = entries.place(of: key) else {
      if presence == .required { missing.append(key) }
      return nil
    }
    isUsed[index] = true
    return entries[index]
  }

  package mutating func string(_ key: String, _ presence: Presence = .optional) -> String? {
    node(key, presence)?.string(reporting: sink)
  }

  /// A scalar's text, whatever its type: for literals such as `500 USD`, `30`, `80%`, which have their own reader.
  package mutating func literal(_ key: String, _ presence: Presence = .optional) -> Node? {
    node(key, presence)?.literal(reporting: sink)
  }

  package mutating func bool(_ key: String, _ presence: Presence = .optional) -> Bool? {
    node(key, presence)?.bool(reporting: sink)
  }

  /// An integer within the range; one outside is reported.
  package mutating func integer(
    _ key: String, _ presence: Presence = .optional, in range: ClosedRange<Int64> = Int64.min...Int64.max
  ) -> Int64? {
    node(key, presence)?.integer(reporting: sink, in: range)
  }

  /// A string that is one of the cases' raw values.
  package mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Choice.Type, _ presence: Presence = .optional
  ) -> Choice? where Choice.RawValue == String {
    node(key, presence)?.choice(type, reporting: sink)
  }

  /// A list of strings.
  ///
  /// - Parameter orSingle: Whether a lone string stands for a list of one.
  package mutating func strings(_ key: String, _ presence: Presence = .optional, orSingle: Bool = false) -> [String]? {
    nodes(key, presence, orSingle: orSingle)?.compactMap { $0.string(reporting: sink) }
  }

  /// A list of whatever.
  ///
  /// - Parameter orSingle: Whether a lone value stands for a list of one.
  package mutating func nodes(_ key: String, _ presence: Presence = .optional, orSingle: Bool = false) -> [Node]? {
    node(key, presence)?.list(orSingle: orSingle, reporting: sink)
  }

  /// A mapping, to be read by its own reader.
  package mutating func mapping(_ key: String, _ presence: Presence = .optional, as name: String? = nil)
    -> MappingReader?
  {
    node(key, presence).flatMap { MappingReader($0, sink, as: name) }
  }

  /// A list of mappings; an item that is none is reported and left out.
  package mutating func mappings(
    _ key: String, _ presence: Presence = .optional, orSingle: Bool = false, as name: String? = nil
  ) -> [MappingReader]? {
    nodes(key, presence, orSingle: orSingle)?.compactMap { MappingReader($0, sink, as: name) }
  }

  // MARK: - Closing

  /// Names keys that are known although this mapping's reader has no use for them now.
  package mutating func knows(_ keys: [String]) { known += keys }

  /// The same of one key.
  package mutating func knows(_ key: String) { known.append(key) }

  /// Takes the keys that no getter has asked for, where an author may choose their names.
  package mutating func takeRest() -> [Node.Entry] {
    defer { isUsed = [Bool](repeating: true, count: entries.count) }
    return rest
  }

  /// Reports a key that may not stand here, such as `review` beside `effect: deny`.
  ///
  /// - Parameter reason: Why, as a hint.
  package mutating func refuse(_ key: String, because reason: String) {
    guard let entry = entry(key) else { return }
    sink.report("misplaced-key", "key `\(key)` may not stand here", hint: reason, at: entry.key.position)
  }

  /// Reports the keys that nobody asked for, and the required ones that are missing.
  ///
  /// A missing key that an unknown one nearly spells is left to that one's hint.
  package mutating func finish() {
    let rest = rest
    if rest.isEmpty, missing.isEmpty { return }
    var seen: Set<String> = []
    let known = known.filter { seen.insert($0).inserted }
    var meant: [String] = []
    let absent = known.filter { !has($0) }
    for entry in rest {
      let hint: String
      if let nearest = nearestName(to: entry.name, in: absent) ?? nearestName(to: entry.name, in: known) {
        hint = "did you mean `\(nearest)`?"
        meant.append(nearest)
      } else if known.isEmpty {
        hint = "no key is known here"
      } else {
        hint = "keys\(name.map { " of " + $0 } ?? ""): " + known.map { "`\($0)`" }.joined(separator: ", ")
      }
      sink.report("unknown-key", "unknown key `\(excerpt(entry.name))`", hint: hint, at: entry.key.position)
    }
    for key in missing where !meant.contains(where: { haveSameBytes($0, key) }) {
      let hint = name.map { "\($0) needs it" }
      sink.report("missing-key", "missing key `\(key)`", hint: hint, at: node.position)
    }
  }
}
