package import SpendModel
import StrictJSON

/// What a grant's duties do to it: start it, release parts of it, hold it up, and close it.
extension GrantCase {
  /// The grant's end: duties that end with it are cancelled; where nothing is left to do, what was reserved is released.
  func closing(tasks: [TaskCase], actor: Actor) -> [EventDraft] {
    guard !state.isLive, state != .closed else { return [] }
    let own = tasks.filter { duties.contains($0.id) && !$0.state.isClosed }
    let ending = own.filter { GrantDuty.endingWithGrant.contains($0.phase ?? "") }
    let cancelled = ending.map { $0.draft(.taskCancelled, actor, ["because": "ended"]) }
    guard own.count == ending.count else { return cancelled }
    return cancelled + [draft(.grantClosed, actor, ["released": reserve?.amount.canonical ?? .null])]
  }

  /// What follows when a duty is closed: the last one before the start activates the grant, one that held it up lets it
  /// go on, the last one of all closes an ended one.
  func dutyClosed(_ duty: String, siblings: [TaskCase], actor: Actor, at: Timestamp) -> [EventDraft] {
    let others = siblings.filter { $0.id != duty }
    if state == .pendingConditions {
      let waits = others.contains { duties.contains($0.id) && $0.phase == "start" && !$0.state.isClosed }
      guard !waits else { return [] }
      if let notBefore, notBefore > at {
        return [draft(.grantScheduled, actor, ["at": .string(notBefore.canonicalText)])]
      }
      return [draft(.grantActivated, actor, ["duty": .string(duty)])]
    }
    if state == .suspended, suspendedBecause == "duty", !others.contains(where: { holdsUp($0, at: at) }) {
      return [draft(.grantResumed, actor, ["because": "duty", "duty": .string(duty)])]
    }
    return closing(tasks: others, actor: actor)
  }

  /// Whether a duty of the grant is late, by its owner's doing, that the grant cannot do without.
  private func holdsUp(_ task: TaskCase, at: Timestamp) -> Bool {
    guard duties.contains(task.id), GrantDuty.suspending.contains(task.phase ?? "") else { return false }
    switch task.state {
    case .open, .acknowledged, .inProgress, .blocked: return task.isOverdue(at: at)
    case .submitted, .riskAccepted, .closed, .cancelled: return false
    }
  }

  /// Suspends the grant where such a duty is late; not where the grant is never cut off.
  mutating func suspendedByDuties(_ tasks: [TaskCase], at: Timestamp) -> [EventDraft] {
    guard state == .active, onExceed.hard == .suspend, let late = tasks.first(where: { holdsUp($0, at: at) }) else {
      return []
    }
    return [move(draft(.grantSuspended, .timer, ["because": "duty", "duty": .string(late.id)]), at: at)]
  }

  /// What a verified duty gives: its tranche is released, or the grant stands confirmed until the next time.
  ///
  /// - Returns: A refusal where the tranche's condition does not hold over the evidence.
  func dutyVerified(
    _ task: TaskCase, siblings: [TaskCase], context: ActContext
  ) -> Result<[EventDraft], Refusal> {
    guard state.isLive else { return .success([]) }
    if task.phase == GrantDuty.recertify, let recertify {
      return .success(confirmed(task, every: recertify, context))
    }
    guard task.phase == GrantDuty.tranche,
      let part = parts.firstIndex(where: { $0.duty == task.id && !$0.isReleased }), let when = parts[part].when
    else { return .success([]) }
    switch TrancheCondition.compile(when, evidence: task.given).map(\.truth) {
    case .success(.yes): break
    case .success(.no):
      return .failure(
        Refusal(
          .badState, "the tranche waits: `\(when)` does not hold",
          hint: "`assent duty fail \(task.id) --comment WHY` hands it back to its owner"))
    case .success(.unknown(let error)):
      return .failure(Refusal(.missingEvidence, error, hint: "evidence is JSON with a number `score`"))
    case .failure: return .failure(Refusal(.badState, "`\(when)` is no condition"))
    }
    var released = parts
    released[part].isReleased = true
    let percent = released.filter(\.isReleased).reduce(0) { $0 + $1.percent }
    return .success([
      draft(
        .grantReleased, context.actor,
        [
          "duty": .string(task.id), "percent": .integer(Int64(percent)),
          "caps": GrantTerms.canonical(caps: percent >= 100 ? approved : approved.share(percent: percent)),
        ])
    ])
  }

  /// The duty is open again until the next time, unless the grant ends before.
  private func confirmed(_ task: TaskCase, every period: Period, _ context: ActContext) -> [EventDraft] {
    let calendar = context.workflows.calendar(task.calendar)
    let due = calendar.adding(period, to: context.at)
    guard due < expires else { return [] }
    return [
      task.draft(
        .taskReopened, .timer,
        [
          "due": .string(due.canonicalText), "arming": .integer(task.arming + 1),
          "rungs": .array(
            context.workflows.ladder().taskTimers(from: context.at, due: due, calendar: calendar).map(\.json)),
        ])
    ]
  }

  /// Uses a grant that may be used once. What is due before it happens first.
  ///
  /// - Parameter tasks: The grant's duties.
  package func consume(tasks: [TaskCase], context: ActContext) -> Result<[EventDraft], Refusal> {
    let fired = tick(tasks: tasks, at: context.at)
    var grant = self
    for draft in fired where draft.stream == stream { _ = grant.move(draft, at: context.at) }
    func refuse(_ code: Refusal.Code, _ message: String, hint: String? = nil) -> Result<[EventDraft], Refusal> {
      .failure(Refusal(code, message, hint: hint, drafts: fired))
    }
    guard context.actor.person == owner else {
      return refuse(.notPermitted, "`\(context.actor.id)` may not use `\(id)`", hint: "its owner may: `\(owner)`")
    }
    guard isSingleUse else {
      return refuse(
        .badState, "`\(id)` may be used more than once: there is nothing to consume",
        hint: "a workflow says `grant: {singleUse: true}`")
    }
    if let consumedAt { return refuse(.badState, "`\(id)` was used at \(consumedAt)") }
    guard grant.state == .active else {
      return refuse(.badState, "`\(id)` is \(grant.state.rawValue), and cannot be used")
    }
    return .success(fired + [draft(.grantConsumed, context.actor, ["person": .string(owner)])])
  }
}
