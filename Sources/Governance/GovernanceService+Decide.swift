import BundleLoading
import SpendModel
import Storage
import StrictJSON
package import WorkflowEngine

/// A person's vote as they typed it.
package struct BallotText: Hashable, Sendable {
  package var verb: RequestVerb
  package var stage: String?
  package var comment: String?
  /// Narrower limits, by name: `cost` and `400USD` or `400 USD`.
  package var caps: [(name: String, text: String)]
  /// A nearer end: `30d`.
  package var expires: String?
  package var attest: [String]
  /// Duties to attach, as in ``AddedDuty``: `eval-report:30d`.
  package var duties: [String]
  /// The revision that the voter saw.
  package var revision: Int64?
  /// In whose place, by a delegation.
  package var principal: String?

  package init(
    _ verb: RequestVerb, stage: String? = nil, comment: String? = nil, caps: [(name: String, text: String)] = [],
    expires: String? = nil, attest: [String] = [], duties: [String] = [], revision: Int64? = nil
  ) {
    self.verb = verb
    self.stage = stage
    self.comment = comment
    self.caps = caps
    self.expires = expires
    self.attest = attest
    self.duties = duties
    self.revision = revision
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.verb == right.verb && left.stage == right.stage && left.comment == right.comment
      && left.caps.elementsEqual(right.caps, by: ==) && left.expires == right.expires && left.revision == right.revision
      && left.principal == right.principal && left.duties == right.duties
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(verb) }
}

extension GovernanceService {
  /// Casts the actor's vote on the stage where they may act.
  ///
  /// - Throws: ``Failure``: exit 5 where the person may not (the void vote is recorded), 4 where it is late, repeated,
  ///   or the revision is stale.
  package func vote(_ id: String, _ ballot: BallotText) throws(Failure) -> ActResult {
    let caps = try ballot.caps.map { cap throws(Failure) in try self.cap(cap.name, cap.text) }
    if let twice = caps.indices.first(where: { place in caps[..<place].contains { $0.name == caps[place].name } }) {
      throw Failure(
        .badInput, "duplicate-cap", "the cap `\(caps[twice].name)` is given twice", hint: "write the one that you mean")
    }
    let expires = try ballot.expires.map { text throws(Failure) in try self.period(text) }
    let duties = try ballot.duties.map { text throws(Failure) in
      do throws(Refusal) { return try AddedDuty.parse(text).get() } catch { throw Failure(error) }
    }
    return try act { act in
      guard let person = act.person else { throw Failure(.notPermitted, "unknown-person", "nobody votes") }
      let current = try act.examinedAgain(try act.reading.requestCase(id), before: ballot.verb)
      var ids = try act.counter()
      let context = try act.context(for: current)
      let decision = try current.vote(
        Ballot(
          person: person.id, verb: ballot.verb, stage: ballot.stage, comment: ballot.comment, revision: ballot.revision,
          factsSHA256: nil, caps: caps, expires: expires, attest: ballot.attest,
          duties: try act.known(duties, of: current), principal: ballot.principal),
        context: context, ids: &ids
      ).get()
      try act.append(decision.drafts)
      return try act.result(
        of: decision.request, verb: ballot.verb.rawValue, stage: decision.votedStage, context: context)
    }
  }

  /// Adds words to a request's history.
  package func comment(_ id: String, _ words: String) throws(Failure) -> ActResult {
    try act { act in
      let current = try act.reading.requestCase(id)
      var ids = try act.counter()
      let context = try act.context(for: current)
      let decision = try current.comment(words, context: context, ids: &ids).get()
      try act.append(decision.drafts)
      return try act.result(of: decision.request, verb: "comment", stage: nil, context: context)
    }
  }

  /// Takes a request back.
  package func withdraw(_ id: String, comment: String? = nil) throws(Failure) -> ActResult {
    try act { act in
      let current = try act.reading.requestCase(id)
      var ids = try act.counter()
      let context = try act.context(for: current)
      let decision = try current.withdraw(comment: comment, context: context, ids: &ids).get()
      try act.append(decision.drafts)
      return try act.result(of: decision.request, verb: "withdraw", stage: nil, context: context)
    }
  }

  private func cap(_ name: String, _ text: String) throws(Failure) -> GrantTerms.Cap {
    guard name == "cost" else {
      throw Failure(.badInput, "unknown-cap", "no cap `\(name)`", hint: "`--cap cost=400USD` caps the cost")
    }
    return GrantTerms.Cap(name, try amount(text, example: "--cap cost=400USD"))
  }

  /// An amount as typed, more than nothing: `400USD`, `400 USD`.
  func amount(_ text: String, example: String) throws(Failure) -> Money {
    guard let money = Money(text) ?? Money(spaced(text)), money.nanos > 0 else {
      throw Failure(
        .badInput, "bad-amount", "`\(text)` is no amount", hint: "write an amount and a currency: `\(example)`")
    }
    return money
  }

  /// `400USD` as `400 USD`.
  private func spaced(_ text: String) -> String {
    guard text.utf8.count > 3 else { return text }
    return text.dropLast(3) + " " + text.suffix(3)
  }

  func period(_ text: String) throws(Failure) -> Period {
    guard let period = Period(text) else {
      throw Failure(
        .badInput, "bad-period", "`\(text)` is no length of time",
        hint: "write `90m`, `2h`, `30d`, `2w`, `4bh` or `5bd`")
    }
    return period
  }
}

extension Act {
  /// Duties with what is left out taken from the rules and the workflow that the request pinned.
  func known(_ duties: [AddedDuty], of request: RequestCase) throws -> [AddedDuty] {
    guard !duties.isEmpty, let row = try reading.request(request.id) else { return duties }
    let pinned = try service.pinnedBundle(row.bundleSHA256, current: bundle, reading)
    let workflow = pinned.workflows.workflow(request.workflow)
    return try duties.map { duty in
      if let demanded = request.duties.first(where: { $0.obligation.id == duty.id })?.obligation {
        return duty.completed(by: demanded)
      }
      if let step = workflow?.perform.first(where: { $0.id == duty.id }) {
        guard duty.due != nil else {
          throw Failure(
            .badInput, "duty-known", "an approval leaves the duty `\(duty.id)` anyway",
            hint: "`--oblige \(duty.id):10bd` brings it nearer")
        }
        return duty.completed(
          by: Obligation(
            id: step.id, phase: .during, evidence: step.evidence.first, owner: step.owner.value, due: nil,
            verifier: step.verify.value))
      }
      return duty.completed(by: pinned.obligation(duty.id))
    }
  }

  /// What the engine needs to decide on a request: its pinned definitions, its exposure and its budget as of now.
  func context(for request: RequestCase) throws -> ActContext {
    guard let row = try reading.request(request.id) else { throw Failure.notFound("request", request.id) }
    let pinned = try service.pinnedBundle(row.bundleSHA256, current: bundle, reading)
    let facts = Facts(["request": Facts.strings(request.facts)])
    let old = try request.amends.flatMap { try reading.grant($0.grant) }
    var result = context(
      pinned: pinned,
      exposure: try exposure(
        of: request.id, cost: request.cost, facts: facts, before: row.submittedAt, replacing: old?.request),
      budget: try budgetRoom(workflow: request.workflow, facts: facts, replacing: old))
    result.workflows = try service.pinnedWorkflows(of: request, pinned, current: bundle, reading)
    let own = try request.emergency == nil ? nil : reading.grants(of: request.id).last
    result.grant = try (old ?? own).map { try situation(of: $0.id) }
    return result
  }

  /// The answer to an act, from the state that it led to.
  ///
  /// - Parameter context: What the act was decided by.
  func result(
    of request: RequestCase, verb: String, stage: String?, context: ActContext
  ) throws -> ActResult {
    let grants = try reading.grants(of: request.id).map { try service.view($0, reading) }
    let why = request.why(context: context)
    let duties = try grants.last.map { try reading.tasks(ofGrant: $0.id).filter { $0.kind == "duty" }.map(\.id) } ?? []
    return ActResult(
      id: request.id, verb: verb, stage: stage, state: request.state.rawValue, grant: grants.last, duties: duties,
      waitingOn: why.open)
  }
}

extension Decision {
  /// The stage on which the vote counts.
  var votedStage: String? { drafts.last { $0.type == .voteCast }?.data["stage"]?.string }
}

extension Facts {
  /// The texts of a canonical object as facts; whatever is no string is left out.
  static func strings(_ value: JSONValue) -> FactValue {
    if let text = value.string { return .string(text) }
    var facts = Facts()
    for member in value.object ?? [] where member.value.string != nil || member.value.object != nil {
      facts[member.name] = strings(member.value)
    }
    return .object(facts)
  }
}
