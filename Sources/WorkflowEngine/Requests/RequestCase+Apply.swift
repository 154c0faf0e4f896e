package import SpendModel
package import StrictJSON

extension RequestCase {
  /// Folds the events of a request's stream.
  ///
  /// - Parameters:
  ///   - records: All of them, oldest first; the first one is the submission.
  ///   - inputs: The input blobs that submissions name, by their digest in hex.
  /// - Throws: ``ReplayError`` where an event may not happen in the state that those before it left.
  package static func replaying(
    _ records: [EventRecord], inputs: [String: JSONValue]
  ) throws(ReplayError) -> RequestCase {
    guard let first = records.first, let id = first.stream.split(separator: "/").last else {
      throw ReplayError("a request without events")
    }
    var request = RequestCase(id: String(id))
    for record in records {
      let input = record.data["input_sha256"]?.string.flatMap { inputs[$0] }
      do {
        try request.apply(EventReading(record, input: input))
      } catch {
        throw ReplayError(idx: record.idx, error.message)
      }
    }
    return request
  }

  /// Moves the case by one event of its stream; throws, and changes nothing, where the event may not happen.
  package mutating func apply(_ record: EventRecord, input: JSONValue? = nil) throws(ReplayError) {
    try apply(EventReading(record, input: input))
  }

  mutating func apply(_ event: EventReading) throws(ReplayError) {
    var next = self
    switch event.type {
    case .requestSubmitted, .requestResubmitted: try next.submit(event)
    case .requestCommented, .deliverySent, .deliveryFailed: break
    case .voteVoid: try next.require(next.revision > 0, event)
    case .requestAmended: try next.amended(event)
    case .voteStale: try next.makeStale(event)
    case .stageCancelled: try next.settle(event, as: .cancelled, from: [.pending, .active, .blocked, .paused])
    default:
      try next.require((next.state.isUndecided || next.isPostReviewed) && next.revision > 0, event)
      try next.move(event)
    }
    self = next
  }

  func require(_ condition: Bool, _ event: EventReading) throws(ReplayError) {
    guard condition else {
      throw ReplayError("`\(event.type.rawValue)` may not happen while the request is `\(state.rawValue)`")
    }
  }

  private mutating func move(_ event: EventReading) throws(ReplayError) {
    switch event.type {
    case .requestDenied: try end(event, as: .denied, by: "rules")
    case .requestApproved:
      lane = event.data["lane"]?.string
      try end(event, as: .approved, by: lane ?? stages.last { $0.right == .decide }?.id ?? "")
    case .requestRejected: try end(event, as: .rejected, by: event.data["stage"]?.string ?? "")
    case .requestWithdrawn: try end(event, as: .withdrawn, by: event.actor)
    case .requestExpired: try end(event, as: .expired, by: event.data["stage"]?.string ?? "ttl")
    case .requestChangesRequested:
      try require(state == .inReview, event)
      state = .changesRequested
    case .stageActivated: try activate(event)
    case .stageSatisfied:
      let isAtOnce = event.data["how"] == "survived" || event.data["how"] == "told"
      try settle(event, as: .satisfied, from: isAtOnce ? [.pending] : [.active])
    case .stageVetoed: try settle(event, as: .vetoed, from: [.active])
    case .stageBlocked:
      try settle(event, as: .blocked, from: [.pending, .active])
      try arm(event)
    case .stagePaused: try settle(event, as: .paused, from: [.active, .blocked])
    case .stageSkipped: try settle(event, as: .skipped, from: [.pending])
    case .stageTimedOut: try settle(event, as: .timedOut, from: [.active, .blocked])
    case .stageReassigned: try reassign(event)
    case .stageWaived: try settle(event, as: .waived, from: [.pending, .active, .blocked])
    case .stageOverrideProposed: try proposeOverride(event)
    case .stageClaimed, .stageReleased: try claim(event)
    case .voteCast: try count(event)
    case .voteRevoked: try revoke(event)
    case .requestReevaluated: try reevaluated(event)
    case .requestMigrated: try migrated(event)
    case .requestRebased: try rebased(event)
    case .rungFired: try fire(event)
    default: throw ReplayError("`\(event.type.rawValue)` is no event of a request")
    }
  }

  private mutating func end(_ event: EventReading, as final: RequestState, by decider: String) throws(ReplayError) {
    try require(state.isUndecided, event)
    if final == .approved || final == .rejected || final == .denied { try require(state == .inReview, event) }
    state = final
    decidedBy = decider
    decidedAt = event.at
    for index in timers.indices where timers[index].state == .pending { timers[index].state = .obsolete }
  }

  // MARK: - Submissions

  private mutating func submit(_ event: EventReading) throws(ReplayError) {
    let isFirst = event.type == .requestSubmitted
    let isLifted = state == .denied && event.data["waiver"]?.string != nil
    guard isFirst == (revision == 0), isFirst || state == .changesRequested || isLifted else {
      throw ReplayError("`\(event.type.rawValue)` may not happen while the request is `\(state.rawValue)`")
    }
    let number = try event.integer("revision")
    guard number == revision + 1 else { throw ReplayError("revision \(number) does not follow \(revision)") }
    guard let input = event.input else { throw ReplayError("the input of revision \(number) is missing") }
    requester = try event.text("requester")
    beneficiary = input["beneficiary"]?.string ?? requester
    submitter = input["submitter"]?.string ?? requester
    authors = strings(input["authors"])
    amends = Amendment(json: event.data["amends"]) ?? amends
    emergency = event.data["break_glass"]?["incident"]?.string.map {
      Emergency(incident: $0, bundleSHA256: event.data["bundle_sha256"]?.string ?? "")
    }
    workflow = try event.text("workflow")
    previousFacts = isFirst ? nil : facts
    facts = input["facts"] ?? .object([])
    requesterFacts = input["requester"] ?? .object([])
    factsSHA256 = event.data["facts_sha256"]?.string
    cost = event.money("cost")
    exposure = input["exposure"].flatMap { Money(canonical: $0) }
    outcome = event.data["verdict"]?["outcome"]?.string.flatMap { Outcome(rawValue: $0) } ?? .allow
    fired = event.data["verdict"]?["fired"]?.array?.compactMap { $0["rule"]?.string } ?? []
    reviews = strings(event.data["verdict"]?["reviews"])
    obligations = input["obligations"]?.array?.compactMap { Obligation(json: $0) } ?? []
    timers = event.timers(input["rungs"])
    calendarsSHA256 = nil
    if isFirst { submittedAt = event.at }
    let before = stages
    stages = []
    for value in input["stages"]?.array ?? [] {
      var stage = try StageCase(json: value)
      stage.inherit(value["inherited"])
      if let old = before.first(where: { $0.id == stage.id }) {
        stage.votes = old.votes
        stage.arming = old.arming
        stage.handovers = old.carriedHandovers
      }
      stages.append(stage)
    }
    revision = number
    state = .inReview
    decidedBy = nil
    decidedAt = nil
  }

  private mutating func makeStale(_ event: EventReading) throws(ReplayError) {
    let person = try event.text("person")
    guard let index = index(of: try event.text("stage")) else { return }
    for vote in stages[index].votes.indices where stages[index].votes[vote].person == person {
      if stages[index].votes[vote].state == .counted { stages[index].votes[vote].state = .stale }
    }
  }

  // MARK: - Stages

  mutating func edit(
    _ event: EventReading, from states: Set<StageState>, _ change: (inout StageCase) throws(ReplayError) -> Void
  ) throws(ReplayError) {
    let id = try event.text("stage")
    guard let index = index(of: id) else { throw ReplayError("the request has no stage `\(id)`") }
    guard states.contains(stages[index].state) else {
      throw ReplayError(
        "`\(event.type.rawValue)` may not happen while stage `\(id)` is `\(stages[index].state.rawValue)`")
    }
    try change(&stages[index])
  }

  private mutating func activate(_ event: EventReading) throws(ReplayError) {
    try require(isOpenToVotes, event)
    let arming = try event.count("arming")
    let timers = event.timers(event.data["rungs"])
    try edit(event, from: [.pending, .blocked, .paused]) { stage throws(ReplayError) in
      guard arming > stage.arming else { throw ReplayError("arming \(arming) does not follow \(stage.arming)") }
      stage.state = .active
      stage.arming = arming
      stage.level = event.data["level"] == nil ? 0 : try event.count("level")
      stage.candidates = event.texts("candidates")
      stage.since = event.data["since"]?.string.flatMap { Timestamp($0) } ?? event.at
      stage.kept = nil
      stage.due = event.data["due"]?.string.flatMap { Timestamp($0) }
      stage.timers = timers
      stage.usesFallback = event.data["fallback"]?.bool ?? stage.usesFallback
      stage.read(quorum: event.data["quorum"])
    }
  }

  /// Takes over the deadline of a stage that is blocked before it was ever open.
  private mutating func arm(_ event: EventReading) throws(ReplayError) {
    guard event.data["rungs"] != nil else { return }
    let (arming, due, timers) = (try event.count("arming"), try event.time("due"), event.timers(event.data["rungs"]))
    try edit(event, from: [.blocked]) { stage in (stage.arming, stage.due, stage.timers) = (arming, due, timers) }
  }

  private mutating func settle(
    _ event: EventReading, as final: StageState, from states: Set<StageState>
  ) throws(ReplayError) {
    try edit(event, from: states) { stage in
      if final == .blocked { stage.since = stage.since ?? event.at }
      stage.state = final
      for index in stage.timers.indices where stage.timers[index].state == .pending {
        if final != .blocked { stage.timers[index].state = .obsolete }
      }
    }
  }

  private mutating func reassign(_ event: EventReading) throws(ReplayError) {
    try edit(event, from: [.active, .blocked, .pending]) { stage in
      stage.candidates = event.texts("candidates")
      stage.usesFallback = event.data["fallback"]?.bool ?? stage.usesFallback
      stage.read(quorum: event.data["quorum"])
      stage.readHandover(event)
    }
  }

  private mutating func count(_ event: EventReading) throws(ReplayError) {
    try require(isOpenToVotes, event)
    let (person, text) = (try event.text("person"), try event.text("verb"))
    guard let verb = RequestVerb(rawValue: text) else { throw ReplayError("`\(text)` is no verb of a vote") }
    let number = try event.integer("revision")
    guard number == revision else { throw ReplayError("a vote on revision \(number) of revision \(revision)") }
    let conditions = event.data["conditions"]
    let vote = VoteCase(
      person: person, principal: event.data["for"]?.string, cap: event.money("cap"), verb: verb, revision: number,
      state: .counted, at: event.at,
      caps: conditions?["caps"].map(GrantTerms.caps(canonical:)) ?? [],
      expiresSeconds: conditions?["expires"]?.string.flatMap { text in
        if case .wall(let seconds)? = Period(text) { seconds } else { nil }
      }, obligations: conditions?["obligations"]?.array?.compactMap { Obligation(json: $0) } ?? [])
    try edit(event, from: [.active]) { stage in
      for index in stage.votes.indices where stage.votes[index].person == person && stage.votes[index].state == .counted
      {
        stage.votes[index].state = .superseded
      }
      stage.votes.append(vote)
      if stage.claim?.person == person { stage.claim = nil }
    }
  }

  // MARK: - Rungs

  private mutating func fire(_ event: EventReading) throws(ReplayError) {
    let arming = try event.integer("arming")
    guard let rung = Int(exactly: try event.integer("rung")),
      let action = TimerCase.Action(rawValue: try event.text("do"))
    else { throw ReplayError("`rung.fired` names no rung") }
    let skipped = event.data["collapsed"]?.array?.compactMap(\.integer) ?? []
    let moved = event.data["rearm"].flatMap { rearm -> (Int64, Timestamp)? in
      guard let target = rearm["rung"]?.integer, let at = rearm["at"]?.string.flatMap({ Timestamp($0) }) else {
        return nil
      }
      return (target, at)
    }
    guard event.data["stage"] != nil else {
      guard arming == revision else { throw ReplayError("a rung of arming \(arming) in revision \(revision)") }
      try timers.fire(rung, action, collapsed: skipped, rearm: moved)
      return
    }
    try edit(event, from: [.active, .blocked]) { stage throws(ReplayError) in
      guard arming == stage.arming else { throw ReplayError("a rung of arming \(arming) while \(stage.arming) holds") }
      try stage.timers.fire(rung, action, collapsed: skipped, rearm: moved)
      if event.data["level"] != nil { stage.level = try event.count("level") }
      if event.data["candidates"] != nil { stage.candidates = event.texts("candidates") }
      if action == .add || action == .replace {
        stage.climbed.append(
          StageCase.Climb(rung: rung, replaces: action == .replace && !event.texts("to").isEmpty, to: event.texts("to"))
        )
        if action == .replace {
          stage.claim = nil
          // Whoever stood in lost the right with the others; where the new ones are too few, they are asked again.
          if !event.texts("to").isEmpty { stage.usesFallback = false }
        }
      }
    }
  }
}

extension [TimerCase] {
  /// Marks a timer as fired, once, with those that it stands for; moves another one.
  mutating func fire(
    _ rung: Int, _ action: TimerCase.Action, collapsed: [Int64], rearm: (rung: Int64, at: Timestamp)?
  ) throws(ReplayError) {
    guard let index = firstIndex(where: { $0.rung == rung && $0.action == action && $0.state == .pending }) else {
      throw ReplayError("rung \(rung) (`\(action.rawValue)`) is not armed")
    }
    self[index].state = .fired
    for other in indices where self[other].state == .pending {
      if collapsed.contains(Int64(self[other].rung)) { self[other].state = .obsolete }
      if let rearm, Int64(self[other].rung) == rearm.rung, self[other].action != .warn { self[other].at = rearm.at }
    }
  }
}

extension StageCase {
  /// Reads a stage of a submission's input.
  init(json value: JSONValue) throws(ReplayError) {
    guard let id = value["id"]?.string, let right = value["right"]?.string.flatMap({ DecisionRight(rawValue: $0) })
    else {
      throw ReplayError("a stage without a name and a right")
    }
    self.init(
      id: id, right: right, why: value["why"]?.string.flatMap { PlannedStage.Reason(rawValue: $0) } ?? .workflow,
      reviews: strings(value["for"]), needs: strings(value["needs"]), candidates: strings(value["candidates"]),
      passedOver: strings(value["passed_over"]), approve: 1, reject: 1, reads: value["reads"].map(strings),
      duePeriod: value["due"]?.string.flatMap { Period($0) }, calendar: value["calendar"]?.string ?? "",
      usesFallback: value["fallback"]?.bool ?? false)
    read(quorum: value["quorum"])
  }

  mutating func read(quorum: JSONValue?) {
    if let count = quorum?["approve"]?.integer.flatMap({ Int(exactly: $0) }) { approve = Swift.max(1, count) }
    if let count = quorum?["reject"]?.integer.flatMap({ Int(exactly: $0) }) { reject = Swift.max(1, count) }
  }
}

extension GrantTerms {
  static func caps(canonical value: JSONValue) -> [Cap] {
    (value.object ?? []).compactMap { member in Money(canonical: member.value).map { Cap(member.name, $0) } }
  }

  static func canonical(caps: [Cap]) -> JSONValue { .object(caps.map { .init($0.name, $0.amount.canonical) }) }
}
