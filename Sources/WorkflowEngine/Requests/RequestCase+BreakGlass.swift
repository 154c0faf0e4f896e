import Diagnostics
package import SpendModel
import StrictJSON

/// An approval without the usual way, because something is on fire.
package struct Emergency: Sendable, Hashable {
  /// What happened, as the incident's own system names it: `INC-4711`.
  package var incident: String
  /// Of the bundle that it was judged by, in hex.
  package var bundleSHA256: String

  package init(incident: String, bundleSHA256: String) {
    self.incident = incident
    self.bundleSHA256 = bundleSHA256
  }

  /// The most bytes that the name of an incident has.
  static let maxIncidentBytes = 100
}

extension RequestCase {
  /// Approves a request at once, by one person of the emergency group: for a short time, up to the emergency cap, and
  /// looked at afterwards. What may never be waived is denied all the same.
  ///
  /// - Parameters:
  ///   - unreviewed: The actor's last emergency, where nobody has looked at it yet.
  ///   - context: With the budget that the grant is held against.
  package static func breakGlass(
    _ submission: Submission, verdict: Verdict, record: SubmissionRecord, incident: String, reason: String,
    unreviewed: String?, context: ActContext, ids: inout IDCounter
  ) -> Result<Decision, Refusal> {
    let workflows = context.workflows
    guard isWord(incident) else {
      return .failure(
        Refusal(.badInput, "an emergency names its incident", hint: "`--incident INC-4711`, up to 100 ASCII letters"))
    }
    guard !reason.utf8.allSatisfy({ $0 <= 32 }) else {
      return .failure(Refusal(.commentRequired, "an emergency says why it cannot wait", hint: "add `--reason`"))
    }
    guard let rights = workflows.rights.breakGlass else {
      return .failure(
        Refusal(
          .notPermitted, "nobody may approve in an emergency here",
          hint: "`breakGlass` in workflows/decision-rights.yaml names who may"))
    }
    let group = unique(rights.candidates.flatMap { context.directory.people($0.value, cast: submission.cast) })
    guard let person = context.actor.person, group.contains(person) else {
      return .failure(
        Refusal(
          .notPermitted, "`\(context.actor.id)` may not approve in an emergency",
          hint: "may: " + group.map { "`\($0)`" }.joined(separator: ", ")))
    }
    if let unreviewed {
      return .failure(
        Refusal(
          .notPermitted, "the last emergency of `\(person)`, `\(unreviewed)`, waits for its review",
          hint: "`assent why \(unreviewed)` says who looks at it"))
    }
    for cap in rights.caps where cap.name == "cost" {
      if let cost = submission.cost, cost.exceeds(cap.amount) != false {
        return .failure(
          Refusal(
            .badInput, "\(cost) is over the emergency cap of \(cap.amount)",
            hint: "ask for less now, and submit the rest"))
      }
    }
    let never = verdict.fired.contains { $0.effect == .deny && $0.indeterminate == nil && !$0.isWaivable }
    if never {
      return submitting(RequestCase(id: submission.id), submission, verdict, record, context: context, ids: &ids)
    }
    guard var plan = workflows.plan(submission, verdict: verdict, at: context.at, lanesOpen: false),
      let workflow = workflows.workflow(plan.workflow)
    else { return .failure(Refusal(.badState, "no workflow takes this request")) }
    guard workflow.allowsBreakGlass else {
      return .failure(
        Refusal(
          .notPermitted, "workflow `\(workflow.id.value)` allows no approval in an emergency",
          hint: "submit it: `assent submit FILE`"))
    }
    let approvers = plan.stages.flatMap(\.candidates)
    guard let review = workflows.postReview(of: submission, verdict: verdict, workflow: workflow) else {
      return .failure(Refusal(.badState, "nobody reviews emergencies"))
    }
    plan.stages = [review]
    var record = record
    record.emergency = Emergency(incident: incident, bundleSHA256: record.bundleSHA256)
    var recorder = Recorder(RequestCase(id: submission.id), context)
    recorder.emitSubmission(submission, verdict, record, plan)
    let outline = recorder.outline(emergency: rights)
    if outline.exceedsBudget {
      return .failure(
        Refusal(
          .budget, "the budget `\(context.budget?.id ?? "")` has no room for it",
          hint: context.budget.map { "it has \($0.remaining) left" }))
    }
    let governance = context.directory.members(of: CompiledWorkflows.governanceGroup)
    let told = unique(approvers + governance + review.candidates).filter { $0 != person }
    recorder.emit(
      .requestApproved,
      [
        "revision": 1, "how": "break_glass", "decided_by": array([person]), "incident": .string(incident),
        "reason": EventDraft.text(reason), "amount": outline.cost?.canonical ?? .null, "informed": array(told),
      ])
    recorder.mint(outline, lane: nil, ids: &ids)
    if let stage = recorder.request.stage(CompiledWorkflows.postReview) { recorder.activate(stage) }
    return recorder.finish(plan: plan)
  }

  private static func isWord(_ text: String) -> Bool {
    (1...Emergency.maxIncidentBytes).contains(text.utf8.count) && text.utf8.allSatisfy { (33...126).contains($0) }
  }

  /// Whether it was approved in an emergency, and somebody still has to look at it, or has looked.
  var isPostReviewed: Bool { emergency != nil && state == .approved }

  /// Whether people act on its stages: before the decision, or after one in an emergency.
  var isOpenToVotes: Bool { state == .inReview || isPostReviewed }

  /// Whether an emergency waits for its review.
  package var awaitsPostReview: Bool { isPostReviewed && stages.contains { !$0.state.isSettled } }
}

extension CompiledWorkflows {
  /// The stage on which an emergency is looked at afterwards.
  package static let postReview = "post-review"

  /// What that stage asks, as decision rights state it: late is as bad as rejected, after a warning.
  var postReviewDefinition: StageDefinition? {
    rights.breakGlass.map { rights in
      let end = Located(Moment.due, at: .start)
      return StageDefinition(
        id: Self.postReview, right: .agree, candidates: rights.reviewers.map { .actor($0) }, due: rights.reviewDue,
        ladder: .rungs(Ladder(id: Self.postReview, rungs: [.init(at: end, action: .reject, warn: .businessDays(1))])),
        survives: .never)
    }
  }

  func postReview(of submission: Submission, verdict: Verdict, workflow: Workflow) -> PlannedStage? {
    guard let definition = definition(of: Self.postReview, in: workflow) else { return nil }
    var input = RoutingInput(submission, verdict)
    input.separation = workflow.separation
    let named = named(definition.candidates, stage: definition, input: input, directory: directory)
    let admitted = admitted(named, to: definition, input: input, directory: directory)
    return PlannedStage(
      id: definition.id, right: definition.right, why: .rule, reviews: [], needs: [], candidates: admitted.people,
      seats: [], approve: 1, reject: 1, weighing: nil, reads: nil, duePeriod: definition.due,
      calendar: calendar(workflow.calendar?.value).id, passedOver: [], excluded: admitted.excluded,
      usesFallback: false, isOpen: false)
  }
}

extension Recorder {
  /// What an emergency grants: the emergency caps, or what was asked for where that is less, for the emergency's time.
  func outline(emergency rights: BreakGlass) -> GrantOutline {
    var outline = outline()
    for cap in rights.caps {
      if let index = outline.caps.firstIndex(where: { $0.name == cap.name }) {
        if outline.caps[index].amount.exceeds(cap.amount) != false { outline.caps[index].amount = cap.amount }
      } else {
        outline.caps.append(cap)
      }
    }
    outline.expires = min(outline.expires, workflows.defaultCalendar.adding(rights.expires, to: at))
    if let budget = context.budget, let amount = outline.cost {
      outline.reserve = (budget.id, amount)
      outline.exceedsBudget = budget.isHard && amount.exceeds(budget.remaining) != false
    }
    return outline
  }

  /// An emergency that nobody ratified: a finding for whom the requester reports to, and the grant ends if it lives.
  mutating func endEmergency(because: String, by actor: Actor, ids: inout IDCounter) {
    guard let emergency = request.emergency, let situation = context.grant else { return }
    let grant = situation.grant
    var judged = context
    judged.actor = actor
    judged.at = at
    let keys: JSONValue = ["grant": .string(grant.id), "request": .string(request.id)]
    let spec = FindingSpec(
      rule: "break-glass", severity: .high, title: "An emergency approval that was not ratified",
      message:
        "the emergency \(emergency.incident) of \(request.requester) was \(because == "late" ? "not reviewed in time" : "not ratified")",
      action: "say what was spent and why, or undo it", owner: .managerOf(.requester),
      verifier: directory.governance, amount: grant.caps.first { $0.name == "cost" }?.amount, group: keys,
      groupFacts: keys, read: [], fingerprint: "break-glass:\(request.id)", bundleSHA256: emergency.bundleSHA256)
    for draft in TaskCase.open(
      spec, existing: nil, cause: EventDraft.index(drafts.count - 1), cast: request.cast, context: judged, ids: &ids)
    { append(draft) }
    guard grant.state.isLive else { return }
    var ended = grant
    let revoked = grant.draft(.grantRevoked, actor, ["because": .string(because), "request": .string(request.id)])
    append(revoked)
    // The state was looked at just before; a refusal would leave the grant as it was.
    try? ended.apply(EventReading(revoked, at: at))
    for draft in ended.closing(tasks: situation.tasks, actor: actor) { append(draft) }
  }
}
