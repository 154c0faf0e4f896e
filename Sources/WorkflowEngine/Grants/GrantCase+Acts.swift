package import SpendModel
import StrictJSON

extension GrantCase {
  func draft(_ type: EventType, _ actor: Actor, _ data: KeyValuePairs<String, JSONValue?> = [:]) -> EventDraft {
    EventDraft(type, stream: stream, actor: actor, data: .object(data))
  }

  /// Holds usage against the caps: over a cap the grant is suspended (or exhausted, where nothing follows), at the soft
  /// threshold owner and approvers are told, once.
  ///
  /// A cap is exceeded when used is more than it; a threshold of *n* % is reached when used is *n* % of it or more.
  ///
  /// - Parameters:
  ///   - used: What is used so far, by the cap's name.
  ///   - approvers: Who approved it, to be told beside the owner.
  package func evaluate(used: [String: Money], approvers: [String] = [], actor: Actor) -> [EventDraft] {
    guard state == .active else { return [] }
    var reached: (name: String, used: Money)?
    for cap in caps {
      guard let amount = used[cap.name] else { continue }
      // Amounts that cannot be compared are not within the cap.
      guard amount.exceeds(cap.amount) == false else {
        if onExceed.hard == .none {
          reached = reached ?? (cap.name, amount)
          continue
        }
        guard onExceed.then != nil else { return [draft(.grantExhausted, actor, ["cap": .string(cap.name)])] }
        return [
          draft(
            .grantSuspended, actor, ["because": "cap", "cap": .string(cap.name), "used": amount.canonical])
        ]
      }
      if let soft = onExceed.soft, reaches(amount, percent: soft, of: cap.amount) {
        reached = reached ?? (cap.name, amount)
      }
    }
    guard let reached, !wasToldSoft else { return [] }
    return [
      draft(
        .rungFired, actor,
        [
          "arming": 1, "rung": 2, "do": "soft", "to": array(unique([owner] + approvers)), "level": 0,
          "cap": .string(reached.name), "used": reached.used.canonical,
        ])
    ]
  }

  private func reaches(_ amount: Money, percent: Int64, of cap: Money) -> Bool {
    amount.currency == cap.currency && cap.nanos > 0
      && Int128(amount.nanos) * 100 >= Int128(cap.nanos) * Int128(percent)
  }

  /// What is due by time: it expires, it starts, it closes.
  ///
  /// - Parameter tasks: The grant's duties.
  package func tick(tasks: [TaskCase], at: Timestamp) -> [EventDraft] {
    var grant = self
    var drafts: [EventDraft] = []
    if grant.state.isLive, at >= grant.expires {
      drafts.append(grant.move(draft(.grantExpired, .timer), at: at))
    } else if grant.state == .scheduled, notBefore.map({ at >= $0 }) ?? true {
      drafts.append(grant.move(draft(.grantActivated, .timer), at: at))
    }
    drafts += grant.suspendedByDuties(tasks, at: at)
    return drafts + grant.closing(tasks: tasks, actor: .timer)
  }

  /// Folds a draft into the case and hands it on.
  mutating func move(_ draft: EventDraft, at: Timestamp) -> EventDraft {
    // Each caller looked at the state before; a refusal would leave the case as it was.
    try? apply(EventReading(draft, at: at))
    return draft
  }

  /// Who may stop this grant, and let it go on: the candidates of the decision and of the `agree` stages.
  package func stewards(of request: RequestCase, context: ActContext) -> [String] {
    let recorder = Recorder(request, context)
    var allowed: [String] = []
    for stage in request.stages where stage.right == .decide || stage.right == .agree {
      allowed += stage.candidates + stage.counted.map(\.person)
      if let definition = context.workflows.definition(of: stage.id, in: recorder.workflow) {
        allowed +=
          context.workflows.named(
            definition.candidates, stage: definition, input: recorder.input, directory: context.directory
          ).people
      }
    }
    if allowed.isEmpty {
      // A lane decided: those who could have.
      for definition in recorder.workflow?.stages ?? [] where definition.right == .decide || definition.right == .agree
      {
        allowed +=
          context.workflows.named(
            definition.candidates, stage: definition, input: recorder.input, directory: context.directory
          ).people
        allowed +=
          context.workflows.standIns(for: definition, input: recorder.input, directory: context.directory).people
      }
    }
    return unique(allowed).filter {
      context.workflows.exclusion(of: $0, input: recorder.input, directory: context.directory) == nil
    }
  }

  /// Why the actor may not stop this grant, or let it go on.
  private func refusal(_ verb: String, reason: String, request: RequestCase, context: ActContext) -> Refusal? {
    guard !reason.utf8.allSatisfy({ $0 <= 32 }) else {
      return Refusal(.commentRequired, "`\(verb)` wants a reason", hint: "add `--reason`")
    }
    let allowed = stewards(of: request, context: context)
    guard let person = context.actor.person, allowed.contains(person) else {
      return Refusal(
        .notPermitted, "`\(context.actor.id)` may not \(verb) `\(id)`",
        hint: "may: " + allowed.map { "`\($0)`" }.joined(separator: ", "))
    }
    return nil
  }

  func wrongState(_ verb: String) -> Refusal {
    Refusal(.badState, "`\(id)` is \(state.rawValue), and `\(verb)` does not fit that")
  }

  /// Ends the grant for good.
  package func revoke(
    reason: String, request: RequestCase, tasks: [TaskCase], context: ActContext
  ) -> Result<[EventDraft], Refusal> {
    if let refusal = refusal("revoke", reason: reason, request: request, context: context) { return .failure(refusal) }
    guard state.isLive else { return .failure(wrongState("revoke")) }
    var grant = self
    let revoked = grant.move(draft(.grantRevoked, context.actor, ["reason": EventDraft.text(reason)]), at: context.at)
    return .success([revoked] + grant.closing(tasks: tasks, actor: context.actor))
  }

  /// Stops the grant for a while.
  package func suspend(
    reason: String, request: RequestCase, context: ActContext
  ) -> Result<[EventDraft], Refusal> {
    if let refusal = refusal("suspend", reason: reason, request: request, context: context) { return .failure(refusal) }
    guard state == .active else { return .failure(wrongState("suspend")) }
    return .success([
      draft(.grantSuspended, context.actor, ["because": "hold", "reason": EventDraft.text(reason)])
    ])
  }

  /// Lets the grant go on.
  ///
  /// - Parameter used: What is used so far: over a cap, resuming is refused.
  package func resume(
    reason: String, used: [String: Money] = [:], request: RequestCase, context: ActContext
  ) -> Result<[EventDraft], Refusal> {
    if let refusal = refusal("resume", reason: reason, request: request, context: context) { return .failure(refusal) }
    guard state == .suspended else { return .failure(wrongState("resume")) }
    if onExceed.hard == .suspend, let cap = caps.first(where: { used[$0.name]?.exceeds($0.amount) ?? false }) {
      return .failure(
        Refusal(.badState, "the cap `\(cap.name)` of \(cap.amount) is exceeded", hint: "amend the request to raise it"))
    }
    return .success([draft(.grantResumed, context.actor, ["reason": EventDraft.text(reason)])])
  }
}
