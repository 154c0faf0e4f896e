import Diagnostics
package import FactSchema
package import PolicyEngine
import SpendModel
import StrictJSON
package import YAMLDocument

/// Reads `kind: Rule` and `kind: RuleSet`, key by key.
package struct RuleDecoder {
  /// The keys of a rule, in their order in a file.
  static let keys = [
    "id", "title", "owner", "rationale", "on", "window", "by", "where", "when", "missing", "effect", "review",
    "obligations", "waivable", "ack", "severity", "message", "finding", "from", "until", "examples",
  ]

  enum Missing: String, CaseIterable { case indeterminate }

  let sink: DiagnosticSink
  /// The facts that examples are read against; nothing where the schema itself is wrong: examples are then left out.
  let schema: Schema?
  /// Where rules with errors go, for what else is wrong with them; nothing where nobody asks.
  let broken: BrokenDefinitions?

  package init(schema: Schema?, broken: BrokenDefinitions? = nil, reporting sink: DiagnosticSink) {
    self.schema = schema
    self.broken = broken
    self.sink = sink
  }

  /// - Parameter node: A document whose `apiVersion` and `kind` have been looked at.
  package func rule(_ node: Node) -> Rule? {
    guard var reader = MappingReader(node, sink, as: "a rule") else { return nil }
    _ = (reader.node("apiVersion"), reader.node("kind"))
    var layered = LayeredReader(reader)
    return decode(&layered)
  }

  /// All rules of a set whose own keys are sound.
  package func ruleSet(_ node: Node) -> [Rule] {
    guard var reader = MappingReader(node, sink, as: "a rule set") else { return [] }
    _ = (reader.node("apiVersion"), reader.node("kind"))
    let defaults = reader.node("defaults")
    let rules = reader.nodes("rules", .required)
    reader.finish()
    if let defaults, var known = MappingReader(defaults, sink, as: "defaults of rules") {
      known.knows(Self.keys)
      for key in Self.keys { _ = known.entry(key) }
      known.refuse("id", because: "each rule has its own")
      known.finish()
    }
    let members = RuleDigest.members(of: defaults)
    return (rules ?? []).compactMap { node in
      guard let own = MappingReader(node, sink, as: "a rule") else { return nil }
      var layered = LayeredReader(own, defaults: defaults?.entries == nil ? nil : defaults, members: members)
      return decode(&layered)
    }
  }

  /// A rule of a mapping; nothing where something required is missing or wrong.
  ///
  /// - Parameter row: What a row of a table has of its table, and not of its own keys.
  func decode(_ reader: inout LayeredReader, row: (id: String, condition: SourceExpression, place: TableRow)? = nil)
    -> Rule?
  {
    let errorsBefore = sink.diagnostics.count(.error)
    let source = reader.source
    let id = row?.id ?? reader.node("id", .required)?.authoredID(reporting: sink)
    let title = reader.string("title", .required)
    let owner = reader.node("owner", .required)?.actorReference(reporting: sink)
    let rationale = reader.string("rationale")
    let subject = reader.choice("on", Rule.Subject.self, .required)
    let condition = row?.condition ?? expression(reader.node("when", .required))
    let effect = reader.choice("effect", Effect.self, .required)
    let toleratesMissing = reader.choice("missing", Missing.self) != nil
    let severity = reader.choice("severity", RuleSeverity.self)
    let message = expression(reader.node("message"))
    let from = reader.node("from").flatMap { node in
      node.timestamp(reporting: sink).map { Placed($0, at: node.position) }
    }
    let until = reader.node("until").flatMap { node in
      node.timestamp(reporting: sink).map { Placed($0, at: node.position) }
    }
    if let from, let until, from.value >= until.value {
      sink.report(
        "validity", "`until` is not after `from`",
        hint: "`until` is the first moment at which the rule no longer holds", at: until.position)
    }
    let reviews = self.reviews(&reader, effect)
    let obligations = owner.map { self.obligations(&reader, effect, owner: $0) } ?? []
    let isWaivable = only("waivable", of: .deny, effect, &reader) { $0.bool("waivable") } ?? false
    let mustAcknowledge = only("ack", of: .warn, effect, &reader) { $0.bool("ack") } ?? false
    let usage = scope(&reader, subject)
    let finding = self.finding(&reader, effect, subject)
    if let subject, let effect { checkEffect(effect, on: subject, &reader) }
    if let subject { warnIfNeverAsked(subject, &reader) }
    let examples = self.examples(&reader, subject: subject, by: usage?.by.map(\.value) ?? [])
    reader.own.finish()
    let isWhole =
      sink.diagnostics.count(.error) == errorsBefore && id != nil && title != nil && owner != nil && effect != nil
    guard let subject, let condition, isWhole || broken != nil else { return nil }
    let rule = Rule(
      id: id ?? "", title: title ?? "", owner: owner ?? .requester, rationale: rationale, subject: subject,
      condition: condition, effect: effect ?? .require,
      reviews: reviews, obligations: obligations, isWaivable: isWaivable, mustAcknowledge: mustAcknowledge,
      severity: severity ?? .medium, message: message, from: from, until: until, toleratesMissing: toleratesMissing,
      usage: usage, finding: finding, examples: examples, table: row?.place, file: sink.file,
      position: reader.node.position,
      digest: RuleDigest.make(source, condition: row?.condition.text))
    if !isWhole { broken?.rules.append(rule) }
    return isWhole ? rule : nil
  }

  /// An expression with the places of its text.
  func expression(_ node: Node?) -> SourceExpression? {
    guard let node else { return nil }
    // `when: true` is a boolean for YAML and an expression for us.
    guard let scalar = node.scalar, scalar.type != .null else {
      sink.report("wrong-type", "expected an expression, found \(node.found)", at: node.position)
      return nil
    }
    return node.expression(in: sink.file)
  }

  private func reviews(_ reader: inout LayeredReader, _ effect: Effect?) -> [Placed<String>] {
    guard effect == nil || effect == .require else {
      reader.refuse("review", because: "only `effect: require` demands reviews")
      return []
    }
    let nodes = reader.nodes("review", effect == nil ? .optional : .required, orSingle: true)
    if let nodes, nodes.isEmpty {
      sink.report("missing-value", "`review` names no review", hint: "name at least one", at: reader.node.position)
    }
    var result: [Placed<String>] = []
    for node in nodes ?? [] {
      guard let name = node.authoredID(reporting: sink) else { continue }
      if result.contains(where: { $0.value == name }) {
        sink.report("duplicate-value", "the review `\(name)` stands twice", hint: "remove one", at: node.position)
        continue
      }
      result.append(Placed(name, at: node.position))
    }
    return result
  }

  private func obligations(_ reader: inout LayeredReader, _ effect: Effect?, owner: ActorReference) -> [Obligation] {
    guard effect != .deny, effect != .finding else {
      reader.refuse("obligations", because: "nothing is granted with `effect: \(effect?.rawValue ?? "")`")
      return []
    }
    var result: [Obligation] = []
    for node in reader.nodes("obligations") ?? [] {
      guard let obligation = obligation(node, owner: owner) else { continue }
      if result.contains(where: { $0.id == obligation.id }) {
        sink.report(
          "duplicate-id", "the obligation `\(obligation.id)` stands twice", hint: "remove one", at: node.position)
        continue
      }
      result.append(obligation)
    }
    return result
  }

  private enum Before: String, CaseIterable { case start, end }

  private func obligation(_ node: Node, owner: ActorReference) -> Obligation? {
    guard var reader = MappingReader(node, sink, as: "an obligation") else { return nil }
    let id = reader.authoredID("id", .required)
    let before = reader.choice("before", Before.self)
    let evidence = reader.string("evidence")
    let who = reader.actorReference("owner", .required)
    let due = reader.period("due")
    reader.finish()
    guard let id, let who else { return nil }
    let phase: Obligation.Phase =
      switch before {
      case .start: .start
      case .end: .end
      case nil: .during
      }
    return Obligation(id: id, phase: phase, evidence: evidence, owner: who, due: due, verifier: owner)
  }

  /// The value of a key that belongs to one effect; refused beside others.
  private func only<Value>(
    _ key: String, of wanted: Effect, _ effect: Effect?, _ reader: inout LayeredReader,
    read: (inout LayeredReader) -> Value?
  ) -> Value? {
    if effect == nil || effect == wanted { return read(&reader) }
    reader.refuse(key, because: "it belongs to `effect: \(wanted.rawValue)`")
    return nil
  }

  private func checkEffect(_ effect: Effect, on subject: Rule.Subject, _ reader: inout LayeredReader) {
    guard let place = reader.node("effect")?.position else { return }
    if subject == .request, effect == .finding {
      sink.report(
        "effect", "a rule on requests cannot open a finding", hint: "use `deny`, `require`, `warn` or `allow`",
        at: place)
    } else if subject != .request, effect != .finding {
      sink.report(
        "effect", "a rule on \(subject.rawValue) cannot `\(effect.rawValue)`", hint: "use `effect: finding`", at: place)
    }
  }

  /// Rules that are checked and whose examples run, while nothing asks them yet.
  private func warnIfNeverAsked(_ subject: Rule.Subject, _ reader: inout LayeredReader) {
    guard [.charge, .commitment, .source, .useCase].contains(subject), let place = reader.node("on")?.position else {
      return
    }
    sink.report(
      "not-evaluated", "rules on `\(subject.rawValue)` are checked and tested, and not evaluated yet",
      severity: .warning, hint: "it finds nothing until then; rules on `usage` see what was used and its cost",
      at: place)
  }

  private func scope(_ reader: inout LayeredReader, _ subject: Rule.Subject?) -> UsageScope? {
    guard subject == nil || subject == .usage else {
      for key in ["window", "by", "where"] { reader.refuse(key, because: "it belongs to `on: usage`") }
      return nil
    }
    let presence: MappingReader.Presence = subject == nil ? .optional : .required
    let windowNode = reader.node("window", presence)
    var window: UsageScope.Window?
    if let windowNode, let text = windowNode.string(reporting: sink) {
      window = UsageScope.Window(text)
      if window == nil {
        sink.report(
          "window", "`\(excerpt(text))` is no window",
          hint: "one of `hour`, `day`, `week`, `month`, `quarter`, `grant`, or a span of whole days such as `7d`",
          at: windowNode.position)
      }
    }
    var by: [Placed<String>] = []
    for node in reader.nodes("by", presence, orSingle: true) ?? [] {
      guard let name = node.string(reporting: sink) else { continue }
      guard UsageFacts.isDimension(name) else {
        sink.report(
          "unknown-dimension", "usage has no dimension `\(excerpt(name))`",
          hint: nearestName(to: name, in: UsageFacts.dimensions).map { "did you mean `\($0)`?" }
            ?? "one of " + UsageFacts.dimensions.map { "`\($0)`" }.joined(separator: ", ") + ", `tags['x']`",
          at: node.position)
        continue
      }
      if by.contains(where: { $0.value == name }) {
        sink.report("duplicate-value", "the dimension `\(name)` stands twice", hint: "remove one", at: node.position)
        continue
      }
      by.append(Placed(name, at: node.position))
    }
    let filter = expression(reader.node("where"))
    if window == .grant, let place = windowNode?.position, !by.contains(where: { $0.value == "grant" }) {
      sink.report(
        "window", "the window `grant` needs groups by grant", hint: "write `by: [grant]`", at: place)
    }
    return window.map { UsageScope(window: $0, by: by, filter: filter) }
  }

  private func finding(_ reader: inout LayeredReader, _ effect: Effect?, _ subject: Rule.Subject?) -> FindingTemplate? {
    guard effect == nil || effect == .finding else {
      reader.refuse("finding", because: "it belongs to `effect: finding`")
      return nil
    }
    guard let node = reader.node("finding", effect == nil ? .optional : .required),
      var inner = MappingReader(node, sink, as: "a finding")
    else { return nil }
    let owner = inner.actorReference("owner", .required)
    let due = inner.period("due", .required)
    let amount = expression(inner.node("amount"))
    let action = inner.string("action")
    let grant = inner.choice("grant", FindingTemplate.GrantAction.self)
    inner.finish()
    guard let owner, let due else { return nil }
    return FindingTemplate(owner: owner, due: due, amount: amount, action: action, grant: grant ?? .none)
  }

  private func examples(_ reader: inout LayeredReader, subject: Rule.Subject?, by: [String]) -> [RuleExample] {
    guard let nodes = reader.nodes("examples") else { return [] }
    let facts = subject.flatMap { ruleFacts(of: $0, by: by, schema: schema) }
    var result: [RuleExample] = []
    for node in nodes {
      guard var example = MappingReader(node, sink, as: "an example") else { continue }
      let name = example.string("name", .required)
      let given = example.node("given", .required)
      let fires = example.bool("fires", .required)
      example.finish()
      guard let name, let given, let fires, let facts, let read = self.given(given, facts) else { continue }
      result.append(RuleExample(name: name, given: read, fires: fires, position: node.position))
    }
    return result
  }

  /// Facts of an example or a test case, which may be partial.
  func given(_ node: Node, _ schema: Schema) -> Facts? {
    guard let entries = node.entries else {
      sink.report("wrong-type", "expected facts by name, found \(node.found)", at: node.position)
      return nil
    }
    return FactDecoder(schema: schema, mode: .partial, reporting: sink).facts(entries, at: node)
  }
}

extension Node {
  /// The scalar's text as an expression, with the places of its characters.
  package func expression(in file: String?) -> SourceExpression {
    SourceExpression(text ?? "", file: file) { position(of: $0) }
  }
}

/// The facts that a rule on that subject may read; nothing where the schema is needed and missing.
func ruleFacts(of subject: Rule.Subject, by: [String], schema: Schema?) -> Schema? {
  switch subject {
  case .request: schema
  case .usage: UsageFacts.group(by: by)
  default: UsageFacts.record(subject)
  }
}
