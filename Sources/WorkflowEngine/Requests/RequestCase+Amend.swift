package import SpendModel
import StrictJSON

/// What an amendment changes: an approved request, and the grant that it takes the place of.
package struct Amendment: Sendable, Hashable {
  package var request: String
  package var revision: Int64
  package var grant: String

  package init(request: String, revision: Int64, grant: String) {
    self.request = request
    self.revision = revision
    self.grant = grant
  }

  var json: JSONValue {
    ["grant": .string(grant), "request": .string(request), "revision": .integer(revision)]
  }

  init?(json value: JSONValue?) {
    guard let request = value?["request"]?.string, let revision = value?["revision"]?.integer,
      let grant = value?["grant"]?.string
    else { return nil }
    self.init(request: request, revision: revision, grant: grant)
  }
}

/// The grant that an act may end, with its duties: the one that an amendment takes the place of, or the one that an
/// emergency minted.
package struct GrantSituation: Sendable, Hashable {
  package var grant: GrantCase
  package var tasks: [TaskCase]

  package init(grant: GrantCase, tasks: [TaskCase]) {
    self.grant = grant
    self.tasks = tasks
  }
}

extension RequestCase {
  /// Asks for other terms than those of a live grant, by a request of its own that states all of it anew.
  ///
  /// Only the stages that read a changed fact are asked again: what others agreed to counts on. Until it is approved
  /// the old grant and its reserve stand; with the approval the new grant takes its place.
  ///
  /// - Parameters:
  ///   - submission: The whole new request, under an id of its own.
  ///   - context: With the grant that is amended; its budget has room for what that one holds.
  package func amend(
    _ submission: Submission, verdict: Verdict, record: SubmissionRecord, acknowledged: [String] = [],
    context: ActContext, ids: inout IDCounter
  ) -> Result<Decision, Refusal> {
    if let refusal = amendmentRefused(by: context) { return .failure(refusal) }
    guard let grant = context.grant?.grant else {
      return .failure(Refusal(.badState, "`\(id)` has no grant that could be amended"))
    }
    guard submission.beneficiary.utf8.elementsEqual(beneficiary.utf8) else {
      return .failure(
        Refusal(
          .badInput, "an amendment keeps its beneficiary, `\(beneficiary)`",
          hint: "for `\(submission.beneficiary)` submit a new request"))
    }
    guard submission.canonicalFacts != facts else {
      return .failure(
        Refusal(.badInput, "nothing changed against `\(id)`", hint: "the file states the whole new request"))
    }
    if let refusal = RequestCase.unacknowledged(verdict, acknowledged) { return .failure(refusal) }
    var record = record
    record.amends = (Amendment(request: id, revision: revision, grant: grant.id), self)
    let asked = EventDraft(
      .requestAmended, stream: stream, actor: context.actor,
      data: ["by": .string(submission.id), "grant": .string(grant.id), "revision": .integer(revision)])
    return RequestCase.submitting(
      RequestCase(id: submission.id), submission, verdict, record, context: context, ids: &ids
    ).map { decision in
      var decision = decision
      decision.drafts = [asked] + decision.drafts.shifted(by: 1)
      return decision
    }
  }

  /// Why the actor may not amend the request: only while its grant lives, and only who asked for it.
  package func amendmentRefused(by context: ActContext) -> Refusal? {
    let allowed = unique([requester, submitter, beneficiary])
    guard let person = context.actor.person, allowed.contains(person) else {
      return Refusal(
        .notPermitted, "`\(context.actor.id)` may not amend `\(id)`",
        hint: "may amend it: " + allowed.map { "`\($0)`" }.joined(separator: ", "))
    }
    guard state == .approved else {
      let hint =
        switch state {
        case .changesRequested: "`assent resubmit \(id) FILE` answers what was asked"
        case .inReview: "ask an approver to return it, or withdraw it"
        default: "submit a new request"
        }
      return Refusal(.badState, "`\(id)` is \(state.rawValue), and only what is approved can be amended", hint: hint)
    }
    guard let grant = context.grant?.grant else {
      return Refusal(.badState, "`\(id)` has no grant that could be amended", hint: "submit a new request")
    }
    guard grant.state.isLive else {
      return Refusal(
        .badState, "grant `\(grant.id)` is \(grant.state.rawValue), and only a live one can be amended",
        hint: grant.supersededBy.map { "`\($0)` took its place: amend the request of that one" }
          ?? "submit a new request")
    }
    return nil
  }

  mutating func amended(_ event: EventReading) throws(ReplayError) {
    try require(state == .approved, event)
    amendments.append(try event.text("by"))
  }
}

extension CompiledWorkflows {
  /// What a stage of an amendment takes over from the request that it amends, as the submission's input holds it;
  /// nothing where it has to be asked again.
  func inheritance(
    of stage: PlannedStage, from before: RequestCase, by submission: Submission, verdict: Verdict, plan: Plan
  ) -> JSONValue? {
    guard let old = before.stages.first(where: { $0.id == stage.id && $0.right == stage.right }), old.state.isDone,
      isUnchanged(stage, from: before, to: submission, plan: plan)
    else { return nil }
    let stale = staleVotes(of: before, by: submission, verdict: verdict, plan: plan)
    let votes = old.counted.filter { vote in
      !stale.contains { $0.stage == old.id && $0.person == vote.person }
    }
    // Who agreed and may no longer take part is missed: then the stage is asked for those who are missing.
    guard !votes.isEmpty || old.counted.isEmpty else { return nil }
    return .object(["votes": .array(votes.map(\.json)), "done": votes.count == old.counted.count ? true : nil])
  }
}

extension VoteCase {
  var json: JSONValue {
    .object([
      "person": .string(person), "for": principal.map { .string($0) }, "cap": cap?.canonical,
      "verb": .string(verb.rawValue), "revision": .integer(revision), "at": .string(at.canonicalText),
      "caps": caps.isEmpty ? nil : GrantTerms.canonical(caps: caps),
      "expires": expiresSeconds.map { .string(Period.wall(seconds: $0).description) },
      "obligations": obligations.isEmpty ? nil : .array(obligations.map(\.json)),
    ])
  }

  init?(json value: JSONValue) {
    guard let person = value["person"]?.string, let verb = value["verb"]?.string.flatMap({ RequestVerb(rawValue: $0) }),
      let at = value["at"]?.string.flatMap({ Timestamp($0) })
    else { return nil }
    self.init(
      person: person, principal: value["for"]?.string, cap: value["cap"].flatMap { Money(canonical: $0) }, verb: verb,
      revision: value["revision"]?.integer ?? 1, state: .counted, at: at,
      caps: value["caps"].map(GrantTerms.caps(canonical:)) ?? [],
      expiresSeconds: value["expires"]?.string.flatMap { text in
        if case .wall(let seconds)? = Period(text) { seconds } else { nil }
      }, obligations: value["obligations"]?.array?.compactMap { Obligation(json: $0) } ?? [])
  }
}

extension StageCase {
  /// Takes over what the stage of an amended request came to.
  mutating func inherit(_ value: JSONValue?) {
    guard let value else { return }
    votes = value["votes"]?.array?.compactMap { VoteCase(json: $0) } ?? []
    isInherited = value["done"]?.bool ?? false
  }
}

extension Recorder {
  /// Ends the grant that an amendment takes the place of: its reserve is released, and what is left of its duties is
  /// done under the new one.
  mutating func supersede(by grant: String, duties: [String]) {
    guard let amends = request.amends, let old = context.grant, old.grant.id == amends.grant, old.grant.state.isLive
    else { return }
    var tasks = old.tasks
    append(
      old.grant.draft(
        .grantSuperseded, currentAuthor, ["by": .string(grant), "request": .string(request.id)]))
    for index in tasks.indices
    where old.grant.duties.contains(tasks[index].id) && tasks[index].state.isLive
      && tasks[index].obligation.map(duties.contains) ?? false
    {
      append(tasks[index].draft(.taskCancelled, currentAuthor, ["because": "superseded", "by": .string(grant)]))
      tasks[index].state = .cancelled
    }
    let isOpen = tasks.contains { old.grant.duties.contains($0.id) && !$0.state.isClosed }
    if !isOpen {
      append(
        old.grant.draft(.grantClosed, currentAuthor, ["released": old.grant.reserve?.amount.canonical ?? .null]))
    }
  }

  /// Whether a duty was done already under the grant that an amendment takes the place of.
  func isFulfilled(_ obligation: String) -> Bool {
    guard request.amends != nil, let old = context.grant else { return false }
    return old.tasks.contains {
      old.grant.duties.contains($0.id) && $0.obligation == obligation && $0.state == .closed
    }
  }

  /// Why an amendment may not be approved any more: somebody ended the grant for good.
  func amendmentRefused() -> Refusal? {
    guard let amends = request.amends, let old = context.grant?.grant, old.wasRevoked || old.supersededBy != nil else {
      return nil
    }
    return Refusal(
      .badState,
      "grant `\(amends.grant)` that `\(request.id)` amends was \(old.wasRevoked ? "revoked" : "superseded")",
      hint: "its requester withdraws it and submits a new request")
  }
}
