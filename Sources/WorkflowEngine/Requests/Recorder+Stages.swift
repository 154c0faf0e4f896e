import SpendModel
import StrictJSON

extension Recorder {
  /// Opens every stage whose predecessors are done.
  mutating func activateReady(ids: inout IDCounter) {
    var changed = true
    while changed, request.state == .inReview, broken == nil {
      changed = false
      for stage in request.stages where stage.state == .pending && isReady(stage) {
        // Approvals that outlived a resubmission may be all that it needs.
        let isPassed = stage.counted.isEmpty ? stage.isInherited && stage.right != .decide : lacks(stage) == 0
        if isPassed, mayBeSatisfied(stage) {
          satisfy(stage, how: "survived", ids: &ids)
          return
        }
        if stage.right == .inform { inform(stage) } else { activate(stage) }
        changed = true
      }
    }
  }

  /// Whether nothing that comes before a stage is still open. A decision waits for every other stage.
  func isReady(_ stage: StageCase) -> Bool {
    request.stages.allSatisfy { other in
      guard other.id != stage.id else { return true }
      let comesBefore =
        stage.needs.contains(other.id)
        || (stage.right == .decide && (other.right == .agree || other.right == .input))
      return !comesBefore || other.state.isDone
    }
  }

  /// Opens a stage, with its fallback where too few may act; blocks it where even then nobody could complete it.
  mutating func activate(_ stage: StageCase) {
    let definition = workflows.definition(of: stage.id, in: workflow)
    var usesFallback = stage.usesFallback
    var people = remaining(stage)
    var approve = stage.approve
    if !usesFallback, let definition, definition.seats.isEmpty {
      // Approvals that outlived a resubmission are of the set, too; who was added is none of it.
      let of = Set(people + stage.counted.map(\.holder)).subtracting(stage.added)
      approve = definition.quorum.approvals(among: of.count)
    }
    let isBlocking = stage.right != .input
    let approvers = stage.counted(.approve).map(\.holder)
    func isShort() -> Bool {
      (isBlocking ? lacks(stage, with: people, required: approve, withFallback: usesFallback) > 0 : people.isEmpty)
        || (stage.right == .decide && !isAuthorityHeld(by: approvers + people))
    }
    if !usesFallback, isShort(), let definition {
      usesFallback = true
      people = remaining(stage, withFallback: true)
      if definition.seats.isEmpty {
        approve = workflows.standIns(for: definition, input: input, directory: directory).approve ?? approve
      }
    }
    guard !isShort() else {
      if isBlocking {
        if stage.state != .blocked { block(stage) }
      } else {
        emit(.stageSkipped, ["stage": .string(stage.id)])
      }
      return
    }
    let calendar = workflows.calendar(stage.calendar)
    let kept = stage.kept?.moved(to: effective, by: calendar)
    let due = kept?.due ?? stage.duePeriod.map { calendar.adding($0, to: effective) }
    let ladder = workflows.ladder(definition?.ladder, workflow?.ladder)
    let timers =
      kept?.timers ?? due.map { ladder.timers(from: effective, due: $0, calendar: calendar, completes: !isBlocking) }
      ?? []
    emit(
      .stageActivated,
      [
        "stage": .string(stage.id), "right": .string(stage.right.rawValue), "candidates": array(people),
        "due": due.map { .string($0.canonicalText) } ?? .null, "arming": .integer(stage.arming + 1),
        "level": .integer(stage.level),
        "quorum": quorumJSON(
          approve: approve, reject: stage.reject, weighing(of: stage, withFallback: usesFallback)),
        "calendar": .string(calendar.id), "rungs": .array(timers.map(\.json)),
        "fallback": usesFallback ? true : nil, "delegates": delegatesTold(of: people),
        "since": (kept == nil ? openedLate : stage.since).map { .string($0.canonicalText) },
        "informed": stage.passedOver.isEmpty ? nil : array(stage.passedOver),
      ])
  }

  /// From when a stage counts that a late scheduler opens only now.
  private var openedLate: Timestamp? { effective < at ? effective : nil }

  mutating func block(_ stage: StageCase) {
    let definition = workflows.definition(of: stage.id, in: workflow)
    // An emergency that nobody can look at is late as soon as one that somebody could: it has no other end.
    let calendar = workflows.calendar(stage.calendar)
    let due =
      request.isPostReviewed && stage.arming == 0 ? stage.duePeriod.map { calendar.adding($0, to: effective) } : nil
    let timers = due.map { due in
      workflows.ladder(definition?.ladder, workflow?.ladder)
        .timers(from: effective, due: due, calendar: calendar, completes: false)
    }
    emit(
      .stageBlocked,
      [
        "stage": .string(stage.id),
        "because": .string(because(stage)),
        "told": array(workflows.rescuers(for: definition, input: input, directory: directory)),
        "due": due.map { .string($0.canonicalText) }, "rungs": timers.map { .array($0.map(\.json)) },
        "arming": timers.map { _ in .integer(stage.arming + 1) },
      ])
  }

  /// Why nobody can complete a stage, in words.
  private func because(_ stage: StageCase) -> String {
    let people = remaining(stage, withFallback: true)
    if lacks(stage, with: people, withFallback: true) > 0 {
      return "needs \(lacks(stage)) more, and too few people may act"
    }
    if stage.right == .decide, !isAuthorityHeld(by: stage.counted(.approve).map(\.holder) + people) {
      return "nobody who may act holds the amount"
    }
    return "other stages need the same people, and each counts once"
  }

  mutating func satisfy(_ stage: StageCase, how: String, ids: inout IDCounter) {
    emit(.stageSatisfied, ["stage": .string(stage.id), "how": .string(how)])
    guard request.state == .inReview else { return }
    if stage.right == .decide {
      approve(ids: &ids)
    } else {
      activateReady(ids: &ids)
    }
  }

  /// Ends the request, and with it every stage that is still open.
  mutating func end(_ type: EventType, by actor: Actor? = nil, _ data: KeyValuePairs<String, JSONValue?>) {
    emit(type, by: actor, data)
    for stage in request.stages where !stage.state.isSettled {
      emit(.stageCancelled, by: actor, ["stage": .string(stage.id)])
    }
  }

  /// Looks again at what can still be completed, after an act or a change of the directory: an open stage that too
  /// few may complete gets its fallback, then is blocked; a blocked one that can be completed opens again.
  mutating func rejudge(ids: inout IDCounter) {
    // Opening one stage may take the people that another one needs; each round settles one stage at least.
    for _ in 0...request.stages.count * 2 {
      let before = drafts.count
      rejudgeOnce(ids: &ids)
      if drafts.count == before { break }
    }
    // What was opened with what was left of its time may be due at once.
    if effective == at, isSomethingDue { fireDueTimers(ids: &ids) }
  }

  private mutating func rejudgeOnce(ids: inout IDCounter) {
    guard request.isOpenToVotes, broken == nil else { return }
    for stage in request.stages where stage.state == .active { tellIfChanged(stage) }
    for stage in request.stages where stage.state == .active && stage.right != .input && stage.isApprovedByAnybody {
      // Everybody's approval was asked for, and those who still may have all given it.
      let required = required(stage, remaining: remainingOwn(stage).count)
      if lacks(stage, required: required) == 0, mayBeSatisfied(stage) {
        satisfy(stage, how: "quorum", ids: &ids)
        guard request.isOpenToVotes else { return }
      }
    }
    for place in gaps() {
      let stage = request.stages[place]
      if stage.state == .active, isVetoedByRejections(stage) {
        emit(.stageVetoed, ["stage": .string(stage.id)])
        guard !request.isPostReviewed else { return endEmergency(because: "rejected", by: currentAuthor, ids: &ids) }
        end(
          .requestRejected,
          [
            "revision": .integer(request.revision), "stage": .string(stage.id),
            "by": array(stage.counted(.reject).map(\.person)),
          ])
        return
      }
      if stage.state == .active, !stage.usesFallback { addFallback(to: stage) }
    }
    for place in gaps() where request.stages[place].state == .active || request.stages[place].state == .pending {
      block(request.stages[place])
    }
    let short = gaps()
    for place in request.stages.indices where request.stages[place].state == .blocked && !short.contains(place) {
      if isReady(request.stages[place]) { activate(request.stages[place]) }
    }
  }

  /// Records the candidates of an open stage anew, where people came or went: by the directory, or by an exposure that
  /// only somebody else may decide.
  private mutating func tellIfChanged(_ stage: StageCase) {
    let people = admitted(stage, withFallback: false).people
    guard people != stage.candidates else { return }
    let known = Set(stage.candidates + stage.votes.flatMap(\.people))
    let voted = Set(stage.counted.flatMap(\.people))
    let isNew = people.contains { !known.contains($0) && !isBusy($0, outside: stage) }
    let isGone = stage.candidates.contains { !people.contains($0) && !voted.contains($0) }
    guard isNew || isGone else { return }
    emit(
      .stageReassigned,
      [
        "stage": .string(stage.id), "candidates": array(eligible(stage).people), "because": "changed",
        "delegates": delegatesTold(of: eligible(stage).people),
      ])
  }

  /// Whether a decision that has its approvals also has the authority and the money.
  func mayBeSatisfied(_ stage: StageCase) -> Bool {
    guard stage.right == .decide else { return true }
    return isAuthorityHeld(by: stage.counted(.approve).map(\.holder)) && !outline().exceedsBudget
  }

  /// The places of the stages that no set of people can complete any more.
  private func gaps() -> [Int] {
    if let known = answers.gaps { return known }
    let found = feasibilityGaps(demands(), distinct: workflow?.separation.distinct ?? .all).sorted()
    answers.gaps = found
    return found
  }

  /// What the stages that are not done take to be completed.
  private func demands() -> [StageDemand] {
    var open: [StageDemand] = []
    // Open stages choose first, so that a gap shows where there is still time to fill it.
    for isPending in [false, true] {
      for (place, stage) in request.stages.enumerated() where stage.right == .agree || stage.right == .decide {
        guard (stage.state == .pending) == isPending, !stage.state.isSettled, stage.state != .paused else { continue }
        var people = remaining(stage, withFallback: stage.state != .active)
        // Each one who was added is a place of its own.
        let added = asked(stage)
        for person in added where !stage.counted(.approve).contains(where: { $0.holder == person }) {
          open.append(StageDemand(place, needs: 1, candidates: people.filter { $0 == person }))
        }
        people.removeAll(where: added.contains)
        if let seats = seats(of: stage, withFallback: stage.state != .active) {
          let able = Set(people + stage.counted(.approve).map(\.holder))
          for seat in seats { open.append(StageDemand(place, needs: 1, candidates: seat.filter(able.contains))) }
          continue
        }
        let approvers = stage.ownApprovers
        if let weighing = weighing(of: stage, withFallback: stage.state != .active),
          stage.right != .decide || mayStillHold(stage, approvers + people)
        {
          open.append(
            StageDemand(
              place, needs: weighing.minPeople - approvers.count, candidates: people,
              weight: (weighing.needed - weighing.weight(of: approvers), weighing)))
          continue
        }
        var needs = required(stage, remaining: people.count) - approvers.count
        if stage.state != .active, !stage.usesFallback, remaining(stage).count < needs,
          let definition = workflows.definition(of: stage.id, in: workflow),
          let approve = workflows.standIns(for: definition, input: input, directory: directory).approve
        {
          needs = approve - stage.ownApprovers.count
        }
        // All have agreed who could, and none of them holds the amount: somebody who does has to join them.
        if needs <= 0, stage.state == .active || stage.state == .blocked, !mayBeSatisfied(stage) { needs = 1 }
        // However many agree, none of those who may holds the amount.
        if stage.right == .decide, stage.state == .active || stage.state == .blocked,
          !isAuthorityHeld(by: stage.counted(.approve).map(\.holder) + people)
        {
          needs = people.count + 1
        }
        open.append(StageDemand(place, needs: max(0, needs), candidates: people))
      }
    }
    return open
  }

  private func isVetoedByRejections(_ stage: StageCase) -> Bool {
    let rejecting = stage.counted(.reject).map(\.holder)
    // Stand-ins make up for people who may not act, not for those who refused.
    let available = remaining(stage)
    let required = required(stage, remaining: remainingOwn(stage).count)
    return !rejecting.isEmpty && lacks(stage, with: available, required: required) > 0
      && lacks(stage, with: available + rejecting, required: required) == 0
  }

  private mutating func addFallback(to stage: StageCase) {
    guard let definition = workflows.definition(of: stage.id, in: workflow) else { return }
    let people = remaining(stage, withFallback: true)
    guard people.count > remaining(stage).count else { return }
    let approve =
      definition.seats.isEmpty ? workflows.standIns(for: definition, input: input, directory: directory).approve : nil
    emit(
      .stageReassigned,
      [
        "stage": .string(stage.id), "candidates": array(people), "because": "fallback", "fallback": true,
        "delegates": delegatesTold(of: people),
        "quorum": approve.map { ["approve": .integer(Int64($0)), "reject": .integer(Int64(stage.reject))] },
      ])
  }
}

extension Ladder {
  /// The timers of its rungs. A terminal rung has two: the warning before it, and the rung.
  ///
  /// - Parameter completes: Whether the deadline itself ends the wait, as for opinions; nothing comes after it then.
  func timers(from start: Timestamp, due: Timestamp, calendar: BusinessCalendar, completes: Bool) -> [TimerCase] {
    var timers: [TimerCase] = []
    for (number, rung) in rungs.enumerated() {
      let at = max(start, rung.at.value.instant(from: start, due: due, calendar: calendar))
      if completes, at >= due || rung.action.isTerminal { continue }
      if rung.action.isTerminal {
        timers.append(
          TimerCase(rung: number, action: .warn, at: max(start, calendar.subtracting(rung.notice, from: at))))
      }
      timers.append(TimerCase(rung: number, action: TimerCase.Action(rung.action), at: at))
    }
    if completes { timers.append(TimerCase(rung: rungs.count, action: .complete, at: due)) }
    return timers
  }
}
