import Diagnostics
package import FactSchema
import SpendModel
package import WorkflowEngine
package import YAMLDocument

/// Reads `kind: DecisionRights` and `kind: Workflow`, key by key.
///
/// Keys that the language has and the engine does not serve yet are refused by name, never ignored.
package struct WorkflowDecoder {
  let sink: DiagnosticSink
  /// The facts that examples are read against; nothing where the schema itself is wrong: examples are then left out.
  let schema: Schema?
  /// Where documents with errors go, for what else is wrong with them; nothing where nobody asks.
  let broken: BrokenDefinitions?

  package init(schema: Schema?, broken: BrokenDefinitions? = nil, reporting sink: DiagnosticSink) {
    self.schema = schema
    self.broken = broken
    self.sink = sink
  }

  /// - Parameter node: A document whose `apiVersion` and `kind` have been looked at.
  package func workflow(_ node: Node) -> Workflow? {
    let before = sink.diagnostics.count
    guard var reader = MappingReader(node, sink, as: "a workflow") else { return nil }
    _ = (reader.node("apiVersion"), reader.node("kind"))
    let id = located(reader.node("id", .required)) { $0.authoredID(reporting: sink) }
    let owner = located(reader.node("owner", .required)) { $0.actorReference(reporting: sink) }
    let selection = reader.node("select", .required).flatMap(selection)
    let ttl = span(&reader, "ttl")
    let lanes = (reader.nodes("lanes") ?? []).compactMap(lane)
    let separation = reader.node("separation").flatMap(separation)
    let stages = (reader.nodes("stages", .required) ?? []).compactMap { stage($0, id: nil) }
    let ladder = reader.node("escalate").flatMap(ladderReference)
    let calendar = located(reader.node("calendar")) { $0.authoredID(reporting: sink) }
    let grant = reader.node("grant").flatMap { grantTerms($0, in: "a grant") }
    let informed = (reader.nodes("after") ?? []).flatMap(after)
    let perform = (reader.nodes("perform") ?? []).compactMap(performStep)
    let breakGlass = reader.bool("breakGlass")
    let examples = (reader.nodes("examples") ?? []).compactMap(example)
    reader.finish()
    let found = sink.diagnostics.dropFirst(before)
    let isWhole = !found.contains { $0.severity == .error }
    guard isWhole || broken != nil else { return nil }
    let unread = Workflow.Selection(when: nil, priority: 0, isDefault: false, at: node.position)
    let workflow = Workflow(
      id: id ?? Located(sink.file ?? "", at: node.position), owner: owner ?? Located(.requester, at: node.position),
      file: sink.file, select: selection ?? unread, ttl: ttl ?? .businessDays(20), lanes: lanes,
      separation: separation ?? .standard, stages: stages, ladder: ladder, calendar: calendar,
      grant: grant ?? GrantTerms(),
      informed: informed, perform: perform, examples: examples, allowsBreakGlass: breakGlass ?? true)
    guard !isWhole, let broken else { return workflow }
    broken.note(found, in: sink.file)
    broken.workflows.append(workflow)
    return nil
  }

  // MARK: - Parts

  private func selection(_ node: Node) -> Workflow.Selection? {
    guard var reader = MappingReader(node, sink, as: "a selection") else { return nil }
    let when = expression(reader.node("when"))
    let priority = reader.integer("priority", in: 0...1_000_000)
    let isDefault = reader.bool("default")
    reader.finish()
    if when == nil, isDefault != true, !sink.hasErrors {
      sink.report(
        "selects-nothing", "the workflow selects no request", hint: "write `when`, or `default: true`",
        at: node.position)
    }
    return Workflow.Selection(
      when: when, priority: priority ?? 0, isDefault: isDefault ?? false, at: when?.position ?? node.position)
  }

  private func lane(_ node: Node) -> Workflow.Lane? {
    guard var reader = MappingReader(node, sink, as: "a lane") else { return nil }
    let id = reader.authoredID("id", .required)
    let when = expression(reader.node("when", .required))
    let grant = reader.node("grant").flatMap { grantTerms($0, in: "a lane's grant") }
    let sample = reader.percent("sample")
    reader.finish()
    guard let id, let when else { return nil }
    return Workflow.Lane(
      id: id, at: node.position, when: when, grant: grant ?? GrantTerms(), sample: sample.map { Int($0) } ?? 0)
  }

  private func separation(_ node: Node) -> Separation? {
    guard var reader = MappingReader(node, sink, as: "a separation") else { return nil }
    let excluded = reader.nodes("exclude")?.compactMap { $0.choice(Separation.Excluded.self, reporting: sink) }
    let distinct = reader.choice("distinct", Separation.Distinct.self)
    let within = reader.node("authorWithin").flatMap { $0.wallDuration(reporting: sink) }
    reader.finish()
    let seconds = within.map { $0 / 1_000_000_000 } ?? Separation.usualAuthorSeconds
    return Separation(
      exclude: excluded.map { Exclusions($0) } ?? Separation.standard.exclude, distinct: distinct ?? .all,
      authorSeconds: seconds)
  }

  func grantTerms(_ node: Node, in name: String) -> GrantTerms? {
    guard var reader = MappingReader(node, sink, as: name) else { return nil }
    let caps = reader.node("caps").map(caps) ?? []
    let expires = span(&reader, "expires")
    let reserve = located(reader.node("reserve")) { $0.string(reporting: sink) }
    let onExceed = reader.node("onExceed").flatMap(onExceed)
    let isSingleUse = reader.bool("singleUse")
    let recertify = reader.node("recertify").flatMap(recertification)
    reader.finish()
    return GrantTerms(
      caps: caps, expires: expires, reserve: reserve, onExceed: onExceed, isSingleUse: isSingleUse ?? false,
      recertify: recertify)
  }

  private func recertification(_ node: Node) -> Recertification? {
    guard var reader = MappingReader(node, sink, as: "`recertify`") else { return nil }
    let every = span(&reader, "every", .required)
    let by = located(reader.node("by", .required)) { $0.authoredID(reporting: sink) }
    reader.finish()
    guard let every, let by else { return nil }
    return Recertification(every: every, by: by)
  }

  func caps(_ node: Node) -> [GrantTerms.Cap] {
    guard let entries = node.entries else {
      sink.report(
        "wrong-type", "expected caps, which are a mapping, found \(node.found)", hint: "write `{cost: 500 USD}`",
        at: node.position)
      return []
    }
    return entries.compactMap { entry in
      guard entry.name == "cost" else {
        sink.report(
          "unknown-cap", "the cap `\(excerpt(entry.name))` is not supported yet", hint: "known caps: `cost`",
          at: entry.key.position)
        return nil
      }
      guard let amount = entry.value.money(reporting: sink) else { return nil }
      guard amount.nanos > 0 else {
        sink.report(
          "out-of-range", "a cap of \(amount) grants nothing", hint: "write an amount above nothing",
          at: entry.value.position)
        return nil
      }
      return GrantTerms.Cap(entry.name, amount)
    }
  }

  private func onExceed(_ node: Node) -> OnExceed? {
    guard var reader = MappingReader(node, sink, as: "`onExceed`") else { return nil }
    let soft = reader.percent("soft")
    let hard = reader.choice("hard", OnExceed.Hard.self)
    let then = reader.choice("then", OnExceed.Then.self)
    reader.finish()
    return OnExceed(soft: soft, hard: hard ?? .suspend, then: then)
  }

  private func after(_ node: Node) -> [Located<ActorReference>] {
    guard var reader = MappingReader(node, sink, as: "a step after the decision") else { return [] }
    let informed = references(reader.nodes("inform", .required, orSingle: true))
    reader.finish()
    return informed
  }

  private func performStep(_ node: Node) -> PerformStep? {
    guard var reader = MappingReader(node, sink, as: "a step to perform") else { return nil }
    let id = reader.authoredID("id", .required)
    let owner = located(reader.node("owner", .required)) { $0.actorReference(reporting: sink) }
    let due = reader.literal("due", .required).flatMap(performDue)
    let evidence = reader.strings("evidence", orSingle: true)
    let verify = located(reader.node("verify", .required)) { $0.actorReference(reporting: sink) }
    let ladder = reader.node("escalate").flatMap(ladderReference)
    reader.finish()
    guard let id, let owner, let due, let verify else { return nil }
    return PerformStep(
      id: id, at: node.position, owner: owner, anchor: due.anchor, due: due.moment, evidence: evidence ?? [],
      verify: verify,
      ladder: ladder)
  }

  private func performDue(_ node: Node) -> (anchor: PerformStep.Anchor, moment: Moment)? {
    let text = node.text ?? ""
    if let period = Period(text) { return (.approval, .afterDue(period)) }
    if let moment = Moment(text, anchor: "grant.expires"), !text.hasSuffix("%") { return (.grantExpires, moment) }
    sink.report(
      "moment", "expected a moment, found \(node.found)", hint: "write it as `10bd` or `grant.expires+5bd`",
      at: node.position)
    return nil
  }

  private func example(_ node: Node) -> WorkflowExample? {
    guard var reader = MappingReader(node, sink, as: "an example") else { return nil }
    let name = reader.string("name", .required)
    let given = reader.node("given", .required)
    let lane = reader.string("lane")
    let stages = reader.strings("stages")
    let blocked = reader.bool("blocked")
    reader.finish()
    guard let schema, let name, let given else { return nil }
    guard let entries = given.entries else {
      sink.report("wrong-type", "expected facts, which are a mapping, found \(given.found)", at: given.position)
      return nil
    }
    let facts = FactDecoder(schema: schema, mode: .partial, reporting: sink).facts(entries, at: given)
    return WorkflowExample(
      name: name, at: node.position, given: facts, lane: lane, stages: stages ?? [], isBlocked: blocked)
  }

  // MARK: - Common

  /// A length of time above nothing: what ends at once, or is warned of at once, leaves nobody time to act.
  func span(
    _ reader: inout MappingReader, _ key: String, _ presence: MappingReader.Presence = .optional
  ) -> Period? {
    guard let node = reader.node(key, presence), let period = node.period(reporting: sink) else { return nil }
    guard period.wallSeconds > 0 else {
      sink.report(
        "out-of-range", "`\(excerpt(node.text ?? ""))` is no time at all",
        hint: "write more than nothing, such as `1bd`",
        at: node.position)
      return nil
    }
    return period
  }

  /// An expression with the places of its text.
  func expression(_ node: Node?) -> ExpressionSource? {
    guard let node, let text = node.string(reporting: sink) else { return nil }
    return ExpressionSource(text, at: node.position) { node.position(of: $0) }
  }

  func located<Value>(_ node: Node?, _ read: (Node) -> Value?) -> Located<Value>? {
    guard let node, let value = read(node) else { return nil }
    return Located(value, at: node.position)
  }

  func references(_ nodes: [Node]?) -> [Located<ActorReference>] {
    (nodes ?? []).compactMap { node in located(node) { $0.actorReference(reporting: sink) } }
  }

  /// Refuses keys that the language has and the engine does not serve yet.
  func notYet(_ reader: inout MappingReader, _ keys: [String]) {
    for key in keys {
      guard reader.has(key), let entry = reader.entry(key) else { continue }
      sink.report(
        "not-supported", "`\(key)` is not supported yet", hint: "leave it out; nothing would act on it",
        at: entry.key.position)
    }
  }
}
