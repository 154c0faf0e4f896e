import Diagnostics
import SpendModel
import WorkflowEngine
import YAMLDocument

extension WorkflowDecoder {
  private enum Asks: String, CaseIterable { case always, reject }
  private enum Login: String, CaseIterable { case token, oidc, signed }
  private enum Narrowing: String, CaseIterable { case narrow }
  private enum Adding: String, CaseIterable { case add }
  private enum ChainKind: String, CaseIterable { case managers }

  /// - Parameter id: The name under which a review stands in the catalogue; nothing for a stage, which names itself.
  func stage(_ node: Node, id given: Located<String>?) -> StageDefinition? {
    guard var reader = MappingReader(node, sink, as: given == nil ? "a stage" : "a review") else { return nil }
    let id = given ?? located(reader.node("id", .required)) { $0.authoredID(reporting: sink) }
    let rightNode = reader.node("right", .required)
    let right = rightNode?.choice(DecisionRight.self, reporting: sink)
    if right == .perform, let rightNode {
      sink.report(
        "misplaced-stage", "what is to be performed is no stage", hint: "write it under `perform`, beside `stages`",
        at: rightNode.position)
    }
    // Whoever is told does not vote.
    let isTold = right == .inform
    if isTold {
      for key in ["seats", "eligible", "quorum", "fallback", "due", "escalate", "conditions", "decision", "exclude"] {
        reader.refuse(key, because: "whoever is informed does not act")
      }
    }
    let reviews = given == nil ? names(reader.nodes("for")) : []
    let when = given == nil ? expression(reader.node("when")) : nil
    let needs = given == nil ? names(reader.nodes("needs")) : []
    let seats = (reader.nodes("seats") ?? []).compactMap(seat)
    let isJoint = reader.has("seats")
    if isJoint {
      reader.refuse("candidates", because: "each of the `seats` has its own")
      if let seats = reader.node("seats")?.items, seats.isEmpty {
        sink.report("no-seats", "`seats` is empty", hint: "write one seat or more", at: reader.node("seats")?.position)
      }
    }
    let candidates = isJoint ? seats.flatMap(\.candidates) : self.candidates(reader.nodes("candidates", .required))
    let eligible = expression(reader.node("eligible"))
    let quorum = reader.node("quorum").flatMap { self.quorum($0, isJoint: isJoint) }
    let fallback = reader.node("fallback").flatMap(fallback)
    let due = span(&reader, "due", isTold ? .optional : .required)
    let reads = reader.nodes("reads").map { nodes in
      nodes.compactMap { node in located(node) { $0.string(reporting: sink) } }
    }
    let survives = reader.choice("survives", StageDefinition.Survival.self)
    let ladder = reader.node("escalate").flatMap(ladderReference)
    let calendar = located(reader.node("calendar")) { $0.authoredID(reporting: sink) }
    let conditions = reader.node("conditions").flatMap(conditions)
    let terms = reader.node("decision").flatMap(terms)
    let exclude = (reader.nodes("exclude") ?? []).compactMap(exclusion)
    reader.finish()
    guard let id, let right else { return nil }
    return StageDefinition(
      id: id.value, at: id.position, right: right, reviews: reviews, when: when, needs: needs, candidates: candidates,
      eligible: eligible, seats: seats, quorum: quorum ?? .one, fallback: fallback, due: due, reads: reads,
      ladder: ladder,
      calendar: calendar,
      conditions: conditions ?? .none, terms: terms ?? .none, exclude: exclude, survives: survives ?? .equal)
  }

  /// What a stage asks of its voters: `{comment: always, attest: [budget-available], auth: oidc}`.
  private func terms(_ node: Node) -> VoteTerms? {
    guard var reader = MappingReader(node, sink, as: "`decision`") else { return nil }
    let comment = reader.choice("comment", Asks.self)
    let attest = names(reader.nodes("attest"))
    var seen: Set<String> = []
    for name in attest where !seen.insert(name.value).inserted {
      sink.report("duplicate-id", "a second `\(name.value)` to attest", hint: "once is enough", at: name.position)
    }
    let stepUp = reader.bool("stepUp")
    let login = reader.choice("auth", Login.self)
    reader.finish()
    return VoteTerms(
      commentsAlways: comment == .always, attest: attest.map(\.value),
      authentication: login.flatMap { Actor.Authentication(rawValue: $0.rawValue) }, stepUp: stepUp ?? false)
  }

  /// A word of the separation, or people.
  private func exclusion(_ node: Node) -> StageExclusion? {
    if let word = node.text.flatMap({ Separation.Excluded(rawValue: $0) }) { return .separation(word) }
    return located(node) { $0.actorReference(reporting: sink) }.map { .actor($0) }
  }

  func names(_ nodes: [Node]?) -> [Located<String>] {
    (nodes ?? []).compactMap { node in located(node) { $0.authoredID(reporting: sink) } }
  }

  private func candidates(_ nodes: [Node]?) -> [CandidateSource] {
    (nodes ?? []).compactMap { node in
      if node.entry("chain") != nil { return chain(node) }
      switch node.actor(reporting: sink) {
      case .reference(let reference)?:
        if reference == .assignees {
          sink.report("actor", "`assignees` may stand only in ladders", at: node.position)
          return nil
        }
        return .actor(Located(reference, at: node.position))
      case .expression(let expression)?: return self.expression(expression).map { .expression($0) }
      case .group?:
        sink.report(
          "misplaced-key", "the number of approvals may not stand here", hint: "write it as `quorum: {approve: 2}`",
          at: node.position)
        return nil
      case nil: return nil
      }
    }
  }

  private func chain(_ node: Node) -> CandidateSource? {
    guard var reader = MappingReader(node, sink, as: "a chain") else { return nil }
    _ = reader.choice("chain", ChainKind.self, .required)
    let start = located(reader.node("of", .required)) { $0.actorReference(reporting: sink) }
    let until = expression(reader.node("until"))
    reader.finish()
    return start.map { .chain(of: $0, until: until) }
  }

  private func fallback(_ node: Node) -> Fallback? {
    switch node.actor(reporting: sink) {
    case .reference(let reference)?: return Fallback(to: Located(reference, at: node.position))
    case .group(let id, let approve)?:
      return Fallback(to: Located(.group(id), at: node.position), approve: Int(approve))
    case .expression?:
      sink.report(
        "actor", "a fallback is a person or a group", hint: "write it as `group:governance`", at: node.position)
      return nil
    case nil: return nil
    }
  }

  private func seat(_ node: Node) -> Seat? {
    guard var reader = MappingReader(node, sink, as: "a seat") else { return nil }
    let candidates = candidates(reader.nodes("candidates", .required))
    let approve = reader.integer("approve", in: 1...100)
    let eligible = expression(reader.node("eligible"))
    reader.finish()
    return Seat(candidates: candidates, approve: approve.map { Int($0) } ?? 1, eligible: eligible, at: node.position)
  }

  private func quorum(_ node: Node, isJoint: Bool) -> Quorum? {
    guard var reader = MappingReader(node, sink, as: "a quorum") else { return nil }
    if isJoint {
      for key in ["approve", "weight"] { reader.refuse(key, because: "each of the `seats` has its own `approve`") }
    }
    var approve = reader.literal("approve").flatMap(share)
    let reject = reader.integer("reject", in: 1...1000)
    if reader.has("weight") {
      reader.refuse("approve", because: "`weight` says how much is enough")
      approve = weighing(&reader).map { .weight($0) }
    } else {
      for key in ["of", "minPeople"] { reader.refuse(key, because: "nothing is weighed without `weight`") }
    }
    reader.finish()
    return Quorum(approve: approve ?? .count(1), reject: reject.map { Int($0) } ?? 1, at: node.position)
  }

  /// `weight: 3, of: {ida: 2, jon: 2}, minPeople: 2`
  private func weighing(_ reader: inout MappingReader) -> Weighing? {
    let needed = reader.integer("weight", .required, in: 1...1_000_000)
    let of = reader.node("of", .required)
    let minPeople = reader.integer("minPeople", in: 1...1000)
    guard let of, let needed else { return nil }
    guard let entries = of.entries else {
      sink.report(
        "wrong-type", "expected weights, which are a mapping by person, found \(of.found)",
        hint: "write `{ida: 2, jon: 1}`", at: of.position)
      return nil
    }
    let shares = entries.compactMap { entry -> Weighing.Share? in
      guard let person = entry.key.person(reporting: sink),
        let weight = entry.value.integer(reporting: sink, in: 1...1000)
      else { return nil }
      return Weighing.Share(Located(person, at: entry.key.position), Int(weight))
    }
    return Weighing(needed: Int(needed), shares: shares, minPeople: minPeople.map { Int($0) } ?? 1)
  }

  private func share(_ node: Node) -> Quorum.Share? {
    if node.text == "all" { return .all }
    if node.text?.hasSuffix("%") ?? false {
      return node.percent(in: 1...100, reporting: sink).map { .percent(Int($0)) }
    }
    return node.integer(reporting: sink, in: 1...1000).map { .count(Int($0)) }
  }

  private func conditions(_ node: Node) -> Conditions? {
    guard var reader = MappingReader(node, sink, as: "`conditions`") else { return nil }
    let narrowsCaps = reader.choice("caps", Narrowing.self) != nil
    var expiry: Conditions.Expiry?
    if let node = reader.node("expires") {
      if node.entries != nil {
        if var inner = MappingReader(node, sink, as: "an expiry") {
          expiry = span(&inner, "max", .required).map { .atMost($0) }
          inner.finish()
        }
      } else if node.choice(Narrowing.self, reporting: sink) != nil {
        expiry = .narrow
      }
    }
    let addsObligations = reader.choice("obligations", Adding.self) != nil
    let tranches = reader.nodes("tranches")?.compactMap(tranche) ?? []
    reader.finish()
    return Conditions(
      narrowsCaps: narrowsCaps, expiry: expiry, addsObligations: addsObligations, tranches: tranches)
  }

  private func tranche(_ node: Node) -> Tranche? {
    guard var reader = MappingReader(node, sink, as: "a tranche") else { return nil }
    let release = reader.percent("release", .required, in: 1...100)
    let when = expression(reader.node("when"))
    reader.finish()
    return release.map { Tranche(release: Int($0), when: when, at: node.position) }
  }

  // MARK: - Ladders

  /// The name of a ladder, or its rungs.
  func ladderReference(_ node: Node) -> LadderReference? {
    if node.items != nil { return .rungs(Ladder(id: nil, at: node.position, rungs: rungs(node))) }
    return located(node) { $0.authoredID(reporting: sink) }.map { .named($0) }
  }

  func rungs(_ node: Node) -> [Ladder.Rung] { (node.list(reporting: sink) ?? []).compactMap(rung) }

  private func action(_ node: Node) -> Ladder.Action? {
    if node.text == "approve" {
      sink.report(
        "approval-by-timeout", "`approve` is nothing that time may do",
        hint: "silence never approves: `reject`, `expire`",
        at: node.position)
      return nil
    }
    return node.choice(Ladder.Action.self, reporting: sink)
  }

  private func rung(_ node: Node) -> Ladder.Rung? {
    guard var reader = MappingReader(node, sink, as: "a rung") else { return nil }
    let at = located(reader.literal("at", .required)) { node -> Moment? in
      if let moment = Moment(node.text ?? "") { return moment }
      sink.report(
        "moment", "expected a moment, found \(node.found)", hint: "write it as `50%`, `due` or `due+1bd`",
        at: node.position)
      return nil
    }
    let action = reader.node("do", .required).flatMap(action)
    let to = located(reader.node("to")) { $0.actorReference(reporting: sink) }
    let warn = span(&reader, "warn")
    let reason = reader.string("reason")
    if let action {
      let needsTarget = action == .add || action == .replace
      if needsTarget, !reader.has("to") {
        sink.report("missing-key", "missing key `to`", hint: "`\(action.rawValue)` needs it", at: node.position)
      }
      if !needsTarget { reader.refuse("to", because: "`\(action.rawValue)` goes to those who have the stage") }
      if action != .reject, action != .expire {
        reader.refuse("warn", because: "only `reject` and `expire` need a warning")
        reader.refuse("reason", because: "only `reject` and `expire` have a reason")
      }
    }
    reader.finish()
    guard let at, let action else { return nil }
    return Ladder.Rung(at: at, action: action, to: to, warn: warn, reason: reason)
  }
}
