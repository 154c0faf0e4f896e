package import SpendModel
import StrictJSON

/// What somebody does about a finding or a duty.
package enum TaskAct: Sendable, Hashable {
  case acknowledge, start, verify, unblock
  /// The path says what is being done: `fix`, `negotiate` or `dispute`.
  case submit([Evidence], comment: String?, path: String?)
  case fail(comment: String)
  case assign(owner: String, due: Period?)
  case block(until: Timestamp, reason: String)
  case cancel(reason: String)

  package struct Evidence: Sendable, Hashable {
    package var kind: String
    package var name: String
    /// Of its bytes, in hex.
    package var sha256: String
    /// The number that the file states as its `score`, as it stands there.
    package var score: String?

    package init(kind: String, name: String, sha256: String, score: String? = nil) {
      self.kind = kind
      self.name = name
      self.sha256 = sha256
      self.score = score
    }
  }

  var verb: String {
    switch self {
    case .acknowledge: "ack"
    case .start: "start"
    case .verify: "verify"
    case .unblock: "unblock"
    case .submit: "submit"
    case .fail: "fail"
    case .assign: "assign"
    case .block: "block"
    case .cancel: "cancel"
    }
  }

  /// The states in which it may happen.
  var states: Set<TaskState> {
    switch self {
    case .acknowledge: [.open]
    case .start: [.open, .acknowledged]
    case .submit: [.open, .acknowledged, .inProgress]
    case .verify, .fail: [.submitted]
    case .assign, .cancel: [.open, .acknowledged, .inProgress, .submitted, .blocked]
    case .block: [.open, .acknowledged, .inProgress, .submitted]
    case .unblock: [.blocked]
    }
  }
}

extension TaskCase {
  func draft(_ type: EventType, _ actor: Actor, _ data: KeyValuePairs<String, JSONValue?> = [:]) -> EventDraft {
    EventDraft(type, stream: stream, actor: actor, data: .object(data))
  }

  /// Those who may verify it: never its owner, nor who handed it in; where its verifier leaves nobody, who stands in.
  package func verifiers(directory: Directory) -> [String] {
    let barred = [owner, submittedBy.map { $0.hasPrefix("user:") ? String($0.dropFirst(5)) : $0 } ?? owner]
    let reference = ActorReference(verifier)
    var people = reference.map { directory.people($0, cast: Cast(grantOwner: owner)) } ?? []
    people.removeAll(where: barred.contains)
    if people.isEmpty, case .group(let id)? = reference { people = directory.fallback(ofGroup: id) }
    people.removeAll(where: barred.contains)
    if people.isEmpty { people = directory.members(of: CompiledWorkflows.governanceGroup) }
    return unique(people.filter { !barred.contains($0) })
  }

  /// An act on the task. What is due before it happens first.
  ///
  /// - Parameters:
  ///   - grant: The task's grant, for a duty; closing its last duty before the start activates it.
  ///   - siblings: The grant's other duties.
  package func act(
    _ act: TaskAct, grant: GrantCase? = nil, siblings: [TaskCase] = [], context: ActContext
  ) -> Result<[EventDraft], Refusal> {
    var task = self
    let fired = task.fireDueTimers(context: context)
    switch task.decide(act, grant: grant, siblings: siblings, context: context) {
    case .success(let drafts): return .success(fired + drafts)
    case .failure(var refusal):
      refusal.drafts = fired + refusal.drafts
      return .failure(refusal)
    }
  }

  /// Fires the rungs that are due.
  package func tick(context: ActContext) -> [EventDraft] {
    var task = self
    return task.fireDueTimers(context: context)
  }

  private func decide(
    _ act: TaskAct, grant: GrantCase?, siblings: [TaskCase], context: ActContext
  ) -> Result<[EventDraft], Refusal> {
    let directory = context.directory
    guard let person = context.actor.person else {
      return .failure(Refusal(.notPermitted, "`\(context.actor.id)` is no person"))
    }
    guard act.states.contains(state) else {
      return .failure(Refusal(.badState, "`\(id)` is \(state.rawValue), and `\(act.verb)` does not fit that"))
    }
    if let refusal = notPermitted(act, person, directory) { return .failure(refusal) }
    let actor = context.actor
    switch act {
    case .acknowledge: return .success([draft(.taskAcknowledged, actor)])
    case .start: return .success([draft(.taskStarted, actor)])
    case .unblock:
      return .success([draft(.taskUnblocked, actor, ["state": .string((blockedFrom ?? .inProgress).rawValue)])])
    case .submit(let given, let comment, let path):
      let missing = evidence.filter { kind in !given.contains { $0.kind == kind } }
      guard missing.isEmpty else {
        return .failure(
          Refusal(
            .missingEvidence, "evidence is missing: " + missing.map { "`\($0)`" }.joined(separator: ", "),
            hint: "add `--evidence FILE`"))
      }
      if let path, !["fix", "negotiate", "dispute"].contains(path) {
        return .failure(Refusal(.badInput, "`\(path)` is no path", hint: "one of `fix`, `negotiate`, `dispute`"))
      }
      let items: [JSONValue] = given.map {
        .object([
          "kind": .string($0.kind), "name": EventDraft.text($0.name), "score": $0.score.map { .string($0) },
          "sha256": .string($0.sha256),
        ])
      }
      return .success([
        draft(
          .taskSubmitted, actor,
          ["evidence": .array(items), "comment": comment.map { EventDraft.text($0) }, "path": path.map { .string($0) }])
      ])
    case .verify:
      let verified = draft(.taskVerified, actor, ["by": .string(person)])
      let given: [EventDraft]
      switch grant?.dutyVerified(self, siblings: siblings, context: context) {
      case .failure(let refusal)?: return .failure(refusal)
      case .success(let drafts)?: given = drafts
      case nil: given = []
      }
      let follows = grant?.dutyClosed(id, siblings: siblings, actor: actor, at: context.at) ?? []
      return .success([verified] + given + follows)
    case .fail(let comment):
      guard isSaid(comment) else { return .failure(wantsWords("fail", "--comment")) }
      return .success([draft(.taskFailed, actor, ["comment": EventDraft.text(comment)])])
    case .assign(let owner, let due): return assign(owner, due, context)
    case .block(let until, let reason):
      guard isSaid(reason) else { return .failure(wantsWords("block", "--reason")) }
      guard until > context.at else { return .failure(Refusal(.badInput, "\(until) has passed")) }
      return .success([
        draft(.taskBlocked, actor, ["until": .string(until.canonicalText), "reason": EventDraft.text(reason)])
      ])
    case .cancel(let reason):
      guard isSaid(reason) else { return .failure(wantsWords("cancel", "--reason")) }
      let cancelled = draft(.taskCancelled, actor, ["reason": EventDraft.text(reason)])
      return .success([cancelled] + (grant?.dutyClosed(id, siblings: siblings, actor: actor, at: context.at) ?? []))
    }
  }

  private func isSaid(_ words: String) -> Bool { !words.utf8.allSatisfy { $0 <= 32 } }

  private func wantsWords(_ verb: String, _ option: String) -> Refusal {
    Refusal(.commentRequired, "`\(verb)` wants a reason", hint: "add `\(option)`")
  }

  private func notPermitted(_ act: TaskAct, _ person: String, _ directory: Directory) -> Refusal? {
    let verifiers = verifiers(directory: directory)
    func refuse(_ allowed: [String]) -> Refusal {
      Refusal(
        .notPermitted, "`\(person)` may not \(act.verb) `\(id)`",
        hint: "may: " + allowed.map { "`\($0)`" }.joined(separator: ", "))
    }
    switch act {
    case .acknowledge, .start, .submit: return person == owner ? nil : refuse([owner])
    case .block, .unblock: return person == owner || verifiers.contains(person) ? nil : refuse([owner] + verifiers)
    case .verify, .fail, .cancel:
      let isOwn = person == owner || submittedBy == "user:\(person)"
      if isOwn {
        return Refusal(
          .selfVerification, "`\(person)` may not \(act.verb) `\(id)`, being its owner",
          hint: "may: " + verifiers.map { "`\($0)`" }.joined(separator: ", "))
      }
      return verifiers.contains(person) ? nil : refuse(verifiers)
    case .assign:
      let managers = Array(directory.managers(of: owner).prefix(1))
      let allowed = unique([owner] + managers + verifiers)
      return allowed.contains(person) ? nil : refuse(allowed)
    }
  }

  private func assign(_ owner: String, _ due: Period?, _ context: ActContext) -> Result<[EventDraft], Refusal> {
    guard context.directory.person(owner) != nil else {
      return .failure(
        Refusal(.badInput, "`\(owner)` is not in the directory", hint: "a task has a person as its owner"))
    }
    let calendar = context.workflows.calendar(calendar)
    let date = due.map { calendar.adding($0, to: context.at) }
    // The owner may hand it on, not give it more time.
    if let date, date > self.due, context.actor.person == self.owner {
      return .failure(
        Refusal(
          .notPermitted, "its owner may not move `\(id)` beyond \(self.due)", hint: "its verifier may: \(verifier)"))
    }
    let rungs = date.map { date in
      context.workflows.ladder().taskTimers(from: context.at, due: date, calendar: calendar)
    }
    return .success([
      draft(
        .taskAssigned, context.actor,
        [
          "owner": .string("user:" + owner), "due": date.map { .string($0.canonicalText) },
          "rungs": rungs.map { .array($0.map(\.json)) }, "arming": rungs.map { _ in .integer(arming + 1) },
        ])
    ])
  }

  // MARK: - Rungs

  /// Fires what is due, in order; missed reminders collapse into the last one. A task never ends by time: the last
  /// rungs hand it to the person who answers for governance.
  mutating func fireDueTimers(context: ActContext) -> [EventDraft] {
    guard state.isLive else { return [] }
    let at = max(context.at, latest)
    let directory = context.directory
    var drafts: [EventDraft] = []
    // Who left owns nothing: the one who answers for governance takes over.
    if directory.person(owner) == nil,
      let successor = directory.accountable(for: .group(CompiledWorkflows.governanceGroup), cast: Cast())
        ?? directory.people.first?.id
    {
      let assigned = draft(.taskAssigned, .timer, ["owner": .string("user:" + successor), "because": "left"])
      drafts.append(assigned)
      try? apply(EventReading(assigned, at: at))
    }
    func isDue(_ timer: TimerCase) -> Bool { timer.state == .pending && timer.at <= at }
    var passed: [Int] = []
    let due = timers.filter(isDue).sorted { ($0.at, $0.rung) < ($1.at, $1.rung) }
    let lastReminder = due.last { $0.action == .remind }
    for timer in due {
      if timer.action == .remind, timer != lastReminder {
        passed.append(timer.rung)
        continue
      }
      var to = [owner]
      var handsOver: String?
      switch timer.action {
      case .remind, .warn, .complete: break
      case .add, .replace:
        let cast = Cast(grantOwner: owner, assignees: [owner])
        let target = timer.to.flatMap { directory.accountable(for: $0, cast: cast) }
        to =
          target.map { [$0] } ?? directory.accountable(for: .group(CompiledWorkflows.governanceGroup), cast: cast).map {
            [$0]
          } ?? [owner]
        if timer.action == .replace { handsOver = to.first }
      case .reject, .expire:
        handsOver = directory.accountable(for: .group(CompiledWorkflows.governanceGroup), cast: Cast())
        to = handsOver.map { [$0] } ?? [owner]
      }
      let isReminder = timer.action == .remind
      drafts.append(
        draft(
          .rungFired, .timer,
          [
            "arming": .integer(arming), "rung": .integer(Int64(timer.rung)), "do": .string(timer.action.rawValue),
            "to": array(to), "level": .integer(level + (isReminder ? 0 : 1)),
            "collapsed": isReminder && !passed.isEmpty ? .array(passed.map { .integer(Int64($0)) }) : nil,
          ]))
      if let handsOver, handsOver != owner {
        drafts.append(
          draft(
            .taskAssigned, .timer, ["owner": .string("user:" + handsOver), "by_rung": .integer(Int64(timer.rung))]))
      }
      for draft in drafts.suffix(handsOver != nil && handsOver != owner ? 2 : 1) {
        try? apply(EventReading(draft, at: at))
      }
    }
    return drafts
  }
}
