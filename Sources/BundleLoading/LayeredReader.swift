import Diagnostics
import YAMLDocument

/// Reads a mapping whose missing keys are taken from another one: a rule of a set, and the set's defaults.
///
/// A key with the value null is the mapping's own, and hides the default.
struct LayeredReader {
  /// Where the values come from.
  struct Source: Sendable {
    let own: Node
    let defaults: Node?
    /// The keys that are taken from the defaults; nothing means all.
    let taken: [String]?
    /// What the defaults add to what the mapping has itself.
    let defaultMembers: [RuleDigest.Member]

    /// The default of a key.
    func fallback(_ key: String) -> Node? {
      guard taken?.contains(key) ?? true, let value = defaults?[key], !value.isNull else { return nil }
      return value
    }
  }

  var own: MappingReader
  let source: Source

  var sink: DiagnosticSink { own.sink }
  var node: Node { own.node }

  /// - Parameter members: Those of the defaults, where they are known already.
  init(
    _ own: MappingReader, defaults: Node? = nil, only taken: [String]? = nil, members: [RuleDigest.Member]? = nil
  ) {
    self.own = own
    let members = members ?? RuleDigest.members(of: defaults)
    source = Source(
      own: own.node, defaults: defaults, taken: taken,
      defaultMembers: taken.map { taken in members.filter { taken.contains($0.name) } } ?? members)
  }

  private func fallback(_ key: String) -> Node? { source.fallback(key) }

  mutating func node(_ key: String, _ presence: MappingReader.Presence = .optional) -> Node? {
    if !own.has(key), let value = fallback(key) {
      own.knows(key)
      return value
    }
    return own.node(key, presence)
  }

  /// Whether the key has a value, here or in the defaults.
  func hasValue(_ key: String) -> Bool {
    if let entry = own.node.entry(key) { return !entry.value.isNull }
    return fallback(key) != nil
  }

  /// Reports a key that may not stand here.
  mutating func refuse(_ key: String, because reason: String) {
    guard hasValue(key) else {
      _ = own.entry(key)
      return
    }
    if own.has(key) {
      own.refuse(key, because: reason)
    } else {
      own.knows(key)
      sink.report(
        "misplaced-key", "key `\(key)` of the defaults may not stand here",
        hint: reason + "; write `\(key): null` to leave it out", at: own.node.position)
    }
  }

  mutating func string(_ key: String, _ presence: MappingReader.Presence = .optional) -> String? {
    node(key, presence)?.string(reporting: sink)
  }

  mutating func bool(_ key: String, _ presence: MappingReader.Presence = .optional) -> Bool? {
    node(key, presence)?.bool(reporting: sink)
  }

  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Choice.Type, _ presence: MappingReader.Presence = .optional
  ) -> Choice? where Choice.RawValue == String {
    node(key, presence)?.choice(type, reporting: sink)
  }

  mutating func nodes(
    _ key: String, _ presence: MappingReader.Presence = .optional, orSingle: Bool = false
  ) -> [Node]? {
    node(key, presence)?.list(orSingle: orSingle, reporting: sink)
  }
}
