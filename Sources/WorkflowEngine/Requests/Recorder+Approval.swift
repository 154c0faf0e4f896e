package import SpendModel
import StrictJSON

/// What an approval grants, before it has an id.
struct GrantOutline: Sendable {
  var caps: [GrantTerms.Cap]
  var expires: Timestamp
  var reserve: (budget: String, amount: Money)?
  var onExceed: OnExceed
  /// The caps do not fit into a budget that refuses what does not fit.
  var exceedsBudget: Bool

  var cost: Money? { caps.first { $0.name == "cost" }?.amount }
}

extension Recorder {
  /// The least of what was asked for, what the workflow grants, and what every voter narrowed it to. A lane that states
  /// an envelope grants that one, whatever smaller sum was asked for.
  func outline(lane: Workflow.Lane? = nil, ballot: Ballot? = nil) -> GrantOutline {
    let terms = workflow?.grant ?? GrantTerms()
    var caps = lane?.grant.caps ?? []
    if let cost = request.cost, !caps.contains(where: { $0.name == "cost" }) {
      caps.append(GrantTerms.Cap("cost", cost))
    }
    var limits = terms.caps
    let calendar = workflows.defaultCalendar
    var expires = calendar.adding(lane?.grant.expires ?? terms.expires ?? .wall(seconds: 90 * 86_400), to: at)
    for stage in request.stages {
      for vote in stage.counted(.approve) {
        limits += vote.caps
        if let seconds = vote.expiresSeconds { expires = min(expires, at.adding(seconds: seconds)) }
      }
      if !stage.counted(.approve).isEmpty || stage.id == ballot?.stage,
        case .atMost(let period)? = workflows.definition(of: stage.id, in: workflow)?.conditions.expiry
      {
        expires = min(expires, calendar.adding(period, to: at))
      }
    }
    if let ballot {
      limits += ballot.caps
      if let period = ballot.expires { expires = min(expires, calendar.adding(period, to: at)) }
    }
    for limit in limits {
      if let index = caps.firstIndex(where: { $0.name == limit.name }) {
        if caps[index].amount.exceeds(limit.amount) == true { caps[index].amount = limit.amount }
      } else {
        caps.append(limit)
      }
    }
    var outline = GrantOutline(
      caps: caps.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }, expires: expires, reserve: nil,
      onExceed: lane?.grant.onExceed ?? terms.onExceed ?? .standard, exceedsBudget: false)
    if let budget = context.budget, let amount = outline.cost {
      outline.reserve = (budget.id, amount)
      outline.exceedsBudget = budget.isHard && amount.exceeds(budget.remaining) != false
    }
    return outline
  }

  /// The request is approved by people: the grant is minted and its duties are opened.
  mutating func approve(ids: inout IDCounter) {
    let outline = outline()
    let deciders = request.stages.first { $0.right == .decide }?.counted(.approve).map(\.person) ?? []
    emit(
      .requestApproved,
      [
        "revision": .integer(request.revision), "how": "people", "decided_by": array(deciders),
        "amount": outline.cost?.canonical ?? .null, "informed": informed(),
      ])
    mint(outline, lane: nil, ids: &ids)
  }

  /// The request takes a fast lane.
  mutating func approve(by lane: Workflow.Lane, ids: inout IDCounter) {
    by(.policy(lane: lane.id)) { recorder in
      let outline = recorder.outline(lane: lane)
      recorder.emit(
        .requestApproved,
        [
          "revision": .integer(recorder.request.revision), "how": "lane", "lane": .string(lane.id),
          "decided_by": .array([]),
          "amount": outline.cost?.canonical ?? .null, "informed": recorder.informed(),
        ])
      recorder.mint(outline, lane: lane, ids: &ids)
    }
  }

  private func informed() -> JSONValue? {
    let people = unique((workflow?.informed ?? []).flatMap { directory.people($0.value, cast: request.cast) })
    return people.isEmpty ? nil : array(people)
  }

  mutating func mint(_ outline: GrantOutline, lane: Workflow.Lane?, ids: inout IDCounter) {
    // Nothing is spent under an exception or a change of prices; what voters attached is due all the same.
    guard request.isGranted else {
      for duty in attachedDuties(expires: outline.expires).merged() {
        open(duty, id: ids.mint(.duty), grant: nil, cause: drafts.count - 1)
      }
      return
    }
    let grant = ids.mint(.grant)
    let isUsual = lane == nil && request.emergency == nil
    let own = duties(expires: outline.expires).filter { !isFulfilled($0.id) }
    let duties = (own + (isUsual ? grantDuties(expires: outline.expires) : [])).map { (id: ids.mint(.duty), duty: $0) }
    let notBefore: Timestamp? =
      if case .timestamp(let time)? = workflows.input(request, exposure: nil).facts[path: ["request", "notBefore"]],
        time > at
      {
        time
      } else { nil }
    // An emergency does not wait for its duties.
    let waits = request.emergency == nil && duties.contains { $0.duty.phase == "start" }
    let supersedes = request.amends.flatMap { amends in context.grant?.grant.id == amends.grant ? amends.grant : nil }
    let tranches = isUsual ? trancheTerms(of: outline.caps, duties: duties) : nil
    let released = tranches == nil ? outline.caps : outline.caps.share(percent: self.tranches.first?.release ?? 100)
    let terms = lane?.grant ?? workflow?.grant
    let place = drafts.count
    append(
      EventDraft(
        .grantMinted, stream: MintedKind.grant.streamPrefix + grant, actor: currentAuthor,
        data: .object([
          "request": .string(request.id), "revision": .integer(request.revision),
          "owner": .string(living(request.beneficiary)),
          "caps": GrantTerms.canonical(caps: released),
          "state": .string(waits ? "pending_conditions" : notBefore != nil ? "scheduled" : "active"),
          "not_before": notBefore.map { .string($0.canonicalText) }, "expires": .string(outline.expires.canonicalText),
          "reserve": outline.reserve.map { ["budget": .string($0.budget), "amount": $0.amount.canonical] },
          "on_exceed": .object([
            "soft": outline.onExceed.soft.map { .integer($0) }, "hard": .string(outline.onExceed.hard.rawValue),
            "then": outline.onExceed.then.map { .string($0.rawValue) },
          ]),
          "duties": array(duties.map(\.id)), "scope": scope(), "lane": lane.map { .string($0.id) },
          "sample": lane.map { isSampled(percent: $0.sample) } == true ? true : nil,
          "single_use": terms?.isSingleUse ?? false ? true : nil, "tranches": tranches,
          "recertify": isUsual ? workflow?.grant.recertify.map { .string($0.every.description) } : nil,
          "supersedes": supersedes.map { .string($0) },
        ])))
    for (id, duty) in duties { open(duty, id: id, grant: grant, cause: place) }
    supersede(by: grant, duties: duties.map(\.duty.id))
  }

  /// Opens a duty as a task.
  ///
  /// - Parameter cause: The place of the draft that it follows from.
  private mutating func open(_ duty: GrantDuty, id: String, grant: String?, cause: Int) {
    append(
      EventDraft(
        .taskOpened, stream: MintedKind.duty.streamPrefix + id, actor: currentAuthor,
        data: .object([
          "cause": EventDraft.index(cause), "grant": grant.map { .string($0) }, "request": .string(request.id),
          "obligation": .string(duty.id), "evidence": array(duty.evidence), "phase": .string(duty.phase),
          "owner": .string("user:" + duty.owner), "verifier": .string(duty.verifier),
          "due": .string(duty.due.canonicalText), "severity": "medium",
          "rungs": .array(
            duty.ladder.taskTimers(from: at, due: duty.due, calendar: workflows.defaultCalendar).map(\.json)),
          "calendar": .string(workflows.defaultCalendar.id),
          "asked_by": duty.askedBy.isEmpty ? .none : Optional(array(duty.askedBy)),
        ])))
  }

  /// The facts by which usage finds the grant.
  private func scope() -> JSONValue {
    var members: [JSONValue.Member] = []
    for (key, fact) in [
      ("project", "project"), ("team", "team"), ("cost_center", "costCenter"), ("environment", "environment"),
    ] {
      if let value = request.facts[fact]?.string { members.append(.init(key, .string(value))) }
    }
    return .object(members)
  }

  /// What rules demand, what voters attached, and the steps of the workflow: each duty once.
  private func duties(expires: Timestamp) -> [GrantDuty] {
    let demanded = request.obligations.map { duty($0, expires: expires) }
    let asked = (demanded + attachedDuties(expires: expires)).enumerated().sorted { left, right in
      left.element.id == right.element.id
        ? left.offset < right.offset : left.element.id.utf8.lexicographicallyPrecedes(right.element.id.utf8)
    }
    let calendar = workflows.defaultCalendar
    let steps = (workflow?.perform ?? []).map { step in
      let anchor = step.anchor == .approval ? at : expires
      return GrantDuty(
        id: step.id, phase: "perform", evidence: step.evidence, owner: owner(step.owner.value),
        verifier: verifier(step.verify.value), due: step.due.instant(from: at, due: anchor, calendar: calendar),
        ladder: workflows.ladder(step.ladder, workflow?.ladder))
    }
    return (asked.map(\.element) + steps).merged()
  }

  /// The duties of the votes that count.
  private func attachedDuties(expires: Timestamp) -> [GrantDuty] {
    request.stages.flatMap { stage in
      stage.counted(.approve).flatMap { vote in
        vote.obligations.map { obligation in
          var duty = duty(obligation, expires: expires)
          duty.askedBy = [vote.person]
          return duty
        }
      }
    }
  }

  private func duty(_ obligation: Obligation, expires: Timestamp) -> GrantDuty {
    let calendar = workflows.defaultCalendar
    let due: Timestamp =
      if let period = obligation.due {
        calendar.adding(period, to: obligation.phase == .end ? expires : at)
      } else {
        obligation.phase == .end ? expires : calendar.adding(.businessDays(10), to: at)
      }
    return GrantDuty(
      id: obligation.id, phase: obligation.phase.rawValue, evidence: obligation.evidence.map { [$0] } ?? [],
      owner: owner(obligation.owner), verifier: verifier(obligation.verifier), due: due,
      ladder: workflows.ladder(workflow?.ladder))
  }

  private func owner(_ reference: ActorReference) -> String {
    living(directory.accountable(for: reference, cast: request.cast) ?? request.beneficiary)
  }

  private func verifier(_ reference: ActorReference) -> String {
    switch reference {
    case .group, .user, .role: reference.description
    default: directory.people(reference, cast: request.cast).first.map { "user:\($0)" } ?? reference.description
    }
  }

  /// Whether the request is one of the share that is looked at afterwards: by its id, so that a replay agrees.
  private func isSampled(percent: Int) -> Bool {
    // FNV-1a, 64 bits.
    let hash = request.id.utf8.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    return hash % 100 < UInt64(clamping: percent)
  }
}

extension Ladder {
  /// The timers of its rungs for a task, which never ends by time: its terminal rungs hand it to a named person.
  func taskTimers(from start: Timestamp, due: Timestamp, calendar: BusinessCalendar) -> [TimerCase] {
    rungs.enumerated().map { number, rung in
      TimerCase(
        rung: number, action: TimerCase.Action(rung.action),
        at: max(start, rung.at.value.instant(from: start, due: due, calendar: calendar)), to: rung.to?.value)
    }
  }
}

extension RequestCase {
  /// The latest end of what its approval permits where that is no envelope, such as an exception from a rule: the least
  /// of what the workflow, the lane and every voter say; nothing where none of them does.
  ///
  /// - Parameter start: What permissions count from.
  package func latestEnd(from start: Timestamp, context: ActContext) -> Timestamp? {
    guard let workflow = context.workflows.workflow(workflow) else { return nil }
    let calendar = context.workflows.defaultCalendar
    let lane = workflow.lanes.first { $0.id == self.lane }
    var ends = [lane?.grant.expires ?? workflow.grant.expires].compactMap { $0 }.map { calendar.adding($0, to: start) }
    for stage in stages {
      let approvals = stage.counted(.approve)
      ends += approvals.compactMap(\.expiresSeconds).map { start.adding(seconds: $0) }
      if !approvals.isEmpty,
        case .atMost(let period)? = context.workflows.definition(of: stage.id, in: workflow)?.conditions.expiry
      {
        ends.append(calendar.adding(period, to: start))
      }
    }
    return ends.min()
  }
}
