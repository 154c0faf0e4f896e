package import SpendModel
import StrictJSON

extension RequestCase {
  /// Hands a request in: it is denied, takes a fast lane, or goes into review.
  ///
  /// - Parameter acknowledged: The rules whose warnings the submitter has acknowledged.
  package static func submit(
    _ submission: Submission, verdict: Verdict, record: SubmissionRecord, acknowledged: [String] = [],
    context: ActContext, ids: inout IDCounter
  ) -> Result<Decision, Refusal> {
    if let refusal = unacknowledged(verdict, acknowledged) { return .failure(refusal) }
    return submitting(
      RequestCase(id: submission.id), submission, verdict, record, context: context, ids: &ids)
  }

  /// Hands a changed request in again. Votes whose facts changed become stale, the others stay.
  ///
  /// - Parameter standing: What the revision before is judged by: what comes due before is done by that.
  package func resubmit(
    _ submission: Submission, verdict: Verdict, record: SubmissionRecord, acknowledged: [String] = [],
    standing: ActContext? = nil, context: ActContext, ids: inout IDCounter
  ) -> Result<Decision, Refusal> {
    var context = context
    // An amendment takes the place of the same grant, whichever revision of it is approved.
    if context.grant == nil { context.grant = standing?.grant }
    var recorder = Recorder(self, standing ?? context)
    recorder.fireDueTimers(ids: &ids)
    let current = recorder.request
    guard current.state == .changesRequested else {
      return recorder.refuse(
        .badState, "`\(id)` is \(current.state.rawValue), and nobody asked for changes",
        hint: current.state == .inReview ? "withdraw it, or ask an approver to return it" : "submit a new request")
    }
    guard [current.requester, current.submitter, current.beneficiary].contains(submission.submitter) else {
      return recorder.refuse(
        .notPermitted, "`\(submission.submitter)` may not resubmit `\(id)`",
        hint: "its requester may: `\(current.requester)`")
    }
    guard submission.canonicalFacts != current.facts else {
      return recorder.refuse(
        .badInput, "nothing changed since revision \(current.revision)",
        hint: "the file states the whole request as it shall be; `assent show \(id)` says what was asked for")
    }
    if let refusal = RequestCase.unacknowledged(verdict, acknowledged) { return .failure(refusal) }
    return RequestCase.submitting(
      current, submission, verdict, record, context: context, before: recorder.drafts, ids: &ids)
  }

  /// Judges a denied request again, as it was handed in, because a waiver that was asked for it has been approved.
  ///
  /// - Parameter record: Names the waiver.
  package func judgedAgain(
    _ submission: Submission, verdict: Verdict, record: SubmissionRecord, context: ActContext, ids: inout IDCounter
  ) -> Result<Decision, Refusal> {
    guard state == .denied, record.waiver != nil else {
      return .failure(Refusal(.badState, "`\(id)` is \(state.rawValue), and no waiver opens it again"))
    }
    return RequestCase.submitting(self, submission, verdict, record, context: context, ids: &ids)
  }

  static func unacknowledged(_ verdict: Verdict, _ acknowledged: [String]) -> Refusal? {
    let missing = verdict.fired.filter { $0.effect == .warn && $0.mustAcknowledge && !acknowledged.contains($0.id) }
    guard let first = missing.first, verdict.outcome != .deny else { return nil }
    return Refusal(
      .notAcknowledged, "the warning of `\(first.id)` must be acknowledged: \(first.message)",
      hint: missing.map { "--ack \($0.id)" }.joined(separator: " "))
  }

  static func submitting(
    _ before: RequestCase, _ submission: Submission, _ verdict: Verdict, _ record: SubmissionRecord,
    context: ActContext,
    before drafts: [EventDraft] = [], ids: inout IDCounter
  ) -> Result<Decision, Refusal> {
    let workflows = context.workflows
    guard var plan = workflows.plan(submission, verdict: verdict, at: context.at) else {
      return .failure(Refusal(.badState, "no workflow takes this request", hint: "one workflow must be the default"))
    }
    var recorder = Recorder(before, context, drafts: drafts)
    recorder.emitSubmission(submission, verdict, record, plan)
    if let lane = plan.lane, recorder.outline(lane: lane).exceedsBudget {
      // A lane needs room in the budget; without, people decide.
      guard let other = workflows.plan(submission, verdict: verdict, at: context.at, lanesOpen: false) else {
        return .failure(Refusal(.badState, "no workflow takes this request"))
      }
      plan = other
      plan.notes.append("lane `\(lane.id)`: the budget `\(context.budget?.id ?? "")` has no room")
      recorder = Recorder(before, context, drafts: drafts)
      recorder.emitSubmission(submission, verdict, record, plan)
    }
    for (stage, person) in workflows.staleVotes(of: before, by: submission, verdict: verdict, plan: plan) {
      recorder.emit(
        .voteStale,
        ["person": .string(person), "stage": .string(stage), "revision": .integer(recorder.request.revision)])
    }
    if verdict.outcome == .deny {
      let denied = verdict.fired.filter { $0.effect == .deny && $0.indeterminate == nil }
      recorder.emit(
        .requestDenied,
        [
          "revision": .integer(recorder.request.revision), "rules": array(denied.map(\.id)),
          "waivable": .bool(!denied.isEmpty && denied.allSatisfy(\.isWaivable)),
        ])
    } else if let lane = plan.lane {
      recorder.approve(by: lane, ids: &ids)
    } else {
      for stage in recorder.request.stages where plan.stages.contains(where: { $0.id == stage.id && $0.blocked != nil })
      {
        recorder.block(stage)
      }
      recorder.activateReady(ids: &ids)
      recorder.rejudge(ids: &ids)
    }
    return recorder.finish(plan: plan)
  }
}

extension Recorder {
  init(_ request: RequestCase, _ context: ActContext, drafts: [EventDraft]) {
    self.init(request, context)
    for draft in drafts { append(draft) }
  }

  /// The leaf of a submission, and the blob with all that folding needs beyond it.
  mutating func emitSubmission(
    _ submission: Submission, _ verdict: Verdict, _ record: SubmissionRecord, _ plan: Plan
  ) {
    let revision = request.revision + 1
    let calendar = workflows.calendar(workflows.workflow(plan.workflow)?.calendar?.value)
    let warnAt = max(at, calendar.subtracting(.businessDays(1), from: plan.expires))
    let rungs = [TimerCase(rung: 0, action: .warn, at: warnAt), TimerCase(rung: 0, action: .expire, at: plan.expires)]
    let authors = workflows.workflow(plan.workflow)?.authors(of: submission.change, at: context.at) ?? []
    let input: JSONValue = .object([
      "facts": submission.canonicalFacts, "requester": submission.canonicalRequester,
      "beneficiary": .string(submission.beneficiary), "submitter": .string(submission.submitter),
      "now": .string(at.canonicalText), "estimate": record.estimate, "exposure": submission.exposure?.canonical,
      "expires_at": .string(plan.expires.canonicalText), "rungs": .array(rungs.map(\.json)),
      "stages": .array(
        plan.stages.map { stage in
          guard let before = record.amends?.before,
            let inherited = workflows.inheritance(
              of: stage, from: before, by: submission, verdict: verdict, plan: plan),
            case .object(let members) = stage.json
          else { return stage.json }
          return .object(members + [.init("inherited", inherited)])
        }), "lane": plan.lane.map { .string($0.id) },
      "obligations": .array(verdict.obligations.map(\.json)), "digests": record.digests,
      "authors": authors.isEmpty ? nil : array(authors),
    ])
    let fired: [JSONValue] = verdict.fired.map { ["effect": .string($0.effect.rawValue), "rule": .string($0.id)] }
    emit(
      revision == 1 ? .requestSubmitted : .requestResubmitted,
      [
        "bundle_sha256": .string(record.bundleSHA256), "cost": submission.cost?.canonical,
        "engine_semver": .string(record.engineVersion),
        "explanation_sha256": EventDraft.blob("explanation", record.explanation),
        "facts_sha256": EventDraft.digest(of: submission.canonicalFacts),
        "input_sha256": EventDraft.blob("input", input),
        "plan": .array(plan.stages.map(\.planJSON)), "requester": .string(submission.requester),
        "revision": .integer(revision),
        "verdict": .object([
          "fired": .array(fired), "obligations": array(verdict.obligations.map(\.id)),
          "outcome": .string(verdict.outcome.rawValue), "reviews": array(verdict.reviews),
          "waived": verdict.waived.isEmpty
            ? nil : .array(verdict.waived.map { ["rule": .string($0.rule.id), "waiver": .string($0.waiver)] }),
        ]),
        "workflow": .string(plan.workflow), "idempotency": record.idempotency,
        "amends": record.amends?.amendment.json,
        "break_glass": record.emergency.map { ["incident": .string($0.incident)] },
        "waiver": record.waiver.map { .string($0) },
      ])
  }
}

extension PlannedStage {
  var planJSON: JSONValue {
    [
      "candidates": array(candidates), "due": due.map { .string($0.canonicalText) } ?? .null,
      "right": .string(right.rawValue), "stage": .string(id),
    ]
  }

  var json: JSONValue {
    .object([
      "id": .string(id), "right": .string(right.rawValue), "why": .string(why.rawValue), "for": array(reviews),
      "needs": array(needs), "candidates": array(candidates),
      "quorum": quorumJSON(approve: approve, reject: reject, weighing), "reads": reads.map(array),
      "due": duePeriod.map { .string($0.description) }, "calendar": .string(calendar), "passed_over": array(passedOver),
      "fallback": usesFallback ? true : nil,
    ])
  }
}
