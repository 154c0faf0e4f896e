package import SpendModel
package import StrictJSON

/// What moves the timers of requests under way to other calendars.
package struct Rebase: Sendable, Hashable {
  /// The bundle whose calendars they go on with, in hex.
  package var bundleSHA256: String
  package var reason: String
  /// Who asked for it first, where it took two.
  package var author: String?
  package var second: String?
  /// The leaf of the proposal.
  package var proposal: Int64?

  package init(
    bundleSHA256: String, reason: String, author: String? = nil, second: String? = nil, proposal: Int64? = nil
  ) {
    self.bundleSHA256 = bundleSHA256
    self.reason = reason
    self.author = author
    self.second = second
    self.proposal = proposal
  }
}

/// A time of a request that another calendar moves.
package struct MovedTime: Sendable, Hashable {
  /// Nothing: the request's own time to live.
  package var stage: String?
  /// `due`, or what a rung does: `remind`, `expire`, ...
  package var what: String
  package var rung: Int?
  package var from: Timestamp
  package var to: Timestamp

  package var isNearer: Bool { to < from }
}

/// The events of a move to other calendars, and what they come to.
package struct Rebased: Sendable {
  package var decision: Decision
  package var moved: [MovedTime]

  /// Whether it leaves somebody less time.
  package var isNearer: Bool { moved.contains(where: \.isNearer) }
}

extension RequestCase {
  /// Plans the timers that have not fired again by other calendars: of its open stages, and of its time to live.
  ///
  /// What fired stays fired, warnings included; an end that was warned of comes at the earliest that long after now. From
  /// then on the request goes by those calendars altogether.
  ///
  /// - Parameters:
  ///   - next: The workflows whose calendars it goes on with.
  ///   - context: Of the definitions that it pinned.
  /// - Returns: No drafts but what is due by now, where no time moves.
  package func rebase(
    _ rebase: Rebase, to next: CompiledWorkflows, context: ActContext, ids: inout IDCounter
  ) -> Result<Rebased, Refusal> {
    var recorder = Recorder(self, context)
    recorder.fireDueTimers(ids: &ids)
    if let broken = recorder.broken { return .failure(Refusal(.badState, broken.message)) }
    let current = recorder.request
    guard current.state.isUndecided || current.awaitsPostReview else {
      let words = current.state.rawValue.replacing("_", with: " ")
      return .failure(Refusal(.badState, "it is \(words)", hint: "only what is not decided has timers to move"))
    }
    let moved = recorder.times(by: next)
    guard !moved.isEmpty else { return recorder.finish().map { Rebased(decision: $0, moved: []) } }
    var after = context
    after.workflows = context.workflows.timed(by: next)
    var mover = Recorder(current, after, drafts: recorder.drafts)
    var told = [current.requester]
    for stage in current.stages where moved.contains(where: { $0.stage == stage.id && $0.what == "due" }) {
      told += recorder.remaining(stage)
    }
    mover.emit(
      .requestRebased,
      [
        "bundle_sha256": .string(rebase.bundleSHA256), "former": calendarsSHA256.map { .string($0) },
        "revision": .integer(current.revision), "calendars": recorder.calendars(by: next),
        "due": .array(
          moved.filter { $0.rung == nil }.map { time in
            .object([
              "stage": time.stage.map { .string($0) }, "from": .string(time.from.canonicalText),
              "to": .string(time.to.canonicalText),
            ])
          }),
        "timers": .array(
          moved.compactMap { time in
            time.rung.map { rung in
              .object([
                "stage": time.stage.map { .string($0) }, "rung": .integer(Int64(rung)), "do": .string(time.what),
                "arming": .integer(time.stage.flatMap { current.stage($0)?.arming } ?? current.revision),
                "from": .string(time.from.canonicalText), "to": .string(time.to.canonicalText),
              ])
            }
          }),
        "reason": EventDraft.text(rebase.reason), "author": rebase.author.map { .string($0) },
        "second": rebase.second.map { .string($0) }, "proposal": rebase.proposal.map { .integer($0) },
        "told": array(unique(told)),
      ])
    // What the other calendar lets be due by now happens with it.
    mover.fireDueTimers(ids: &ids)
    return mover.finish().map { Rebased(decision: $0, moved: moved) }
  }

  mutating func rebased(_ event: EventReading) throws(ReplayError) {
    try require(state.isUndecided || isPostReviewed, event)
    calendarsSHA256 = try event.text("bundle_sha256")
    for value in event.data["due"]?.array ?? [] {
      guard let id = value["stage"]?.string, let place = index(of: id),
        let to = value["to"]?.string.flatMap({ Timestamp($0) })
      else { throw ReplayError("`request.rebased` moves a deadline of no stage") }
      stages[place].due = to
    }
    for value in event.data["timers"]?.array ?? [] {
      guard let rung = value["rung"]?.integer.flatMap({ Int(exactly: $0) }),
        let action = value["do"]?.string.flatMap({ TimerCase.Action(rawValue: $0) }),
        let to = value["to"]?.string.flatMap({ Timestamp($0) })
      else { throw ReplayError("`request.rebased` names no rung") }
      if let id = value["stage"]?.string {
        guard let place = index(of: id) else { throw ReplayError("the request has no stage `\(id)`") }
        try stages[place].timers.move(rung, action, to: to)
      } else {
        try timers.move(rung, action, to: to)
      }
    }
  }
}

extension [TimerCase] {
  /// Gives a timer that has not fired another time.
  fileprivate mutating func move(_ rung: Int, _ action: TimerCase.Action, to time: Timestamp) throws(ReplayError) {
    guard let place = firstIndex(where: { $0.rung == rung && $0.action == action && $0.state == .pending }) else {
      throw ReplayError("rung \(rung) (`\(action.rawValue)`) is not armed")
    }
    self[place].at = time
  }
}

extension CompiledWorkflows {
  /// The same workflows by the calendars of others.
  package func timed(by other: CompiledWorkflows) -> CompiledWorkflows {
    var rights = rights
    rights.calendars = other.rights.calendars
    return CompiledWorkflows(
      rights: rights, workflows: workflows, calendars: other.calendars, defaultCalendar: other.defaultCalendar,
      conditions: conditions)
  }

  /// The terms of a calendar, from which its version follows: equal terms give equal times.
  package func terms(ofCalendar id: String) -> JSONValue {
    guard let calendar = rights.calendars.first(where: { $0.id == id }) else { return ["id": .string(id)] }
    return [
      "days": .array(calendar.days.sorted().map { .integer(Int64($0)) }),
      "holidays": .array(calendar.holidays.sorted().map { .string($0.description) }),
      "hours": .array(
        calendar.hours.map { [.integer($0.lowerBound), .integer($0.upperBound)] }), "id": .string(id),
      "zone": .string(calendar.zone.value),
    ]
  }

  /// The calendars that requests of a workflow may go by, with those of every workflow where none is named.
  package func calendarIDs(of request: RequestCase) -> [String] {
    unique(
      [calendar(workflow(request.workflow)?.calendar?.value).id] + request.stages.map { calendar($0.calendar).id })
  }
}

extension Recorder {
  /// The times that other calendars move, in the order of the stages; the request's own come first.
  fileprivate func times(by next: CompiledWorkflows) -> [MovedTime] {
    var moved: [MovedTime] = []
    let own = workflow?.calendar?.value
    let (old, new) = (workflows.calendar(own), next.calendar(own))
    let isWarned = request.timers.contains { $0.action == .warn && $0.state != .pending }
    for timer in request.timers where timer.state == .pending && isCalendarKept(own, next) {
      let time = ownTime(timer, old, new, isWarned: isWarned)
      guard time != timer.at else { continue }
      moved.append(MovedTime(stage: nil, what: timer.action.rawValue, rung: timer.rung, from: timer.at, to: time))
    }
    for stage in request.stages where (stage.state == .active || stage.state == .blocked) {
      guard isCalendarKept(stage.calendar, next), let since = stage.since, let due = stage.due else { continue }
      moved += times(of: stage, from: since, due: due, by: next)
    }
    return moved
  }

  /// Whether the others have a calendar of that name; without one nothing says how to go on.
  private func isCalendarKept(_ id: String?, _ next: CompiledWorkflows) -> Bool {
    let name = workflows.calendar(id).id
    return next.calendar(name).id == name
  }

  private func ownTime(
    _ timer: TimerCase, _ old: BusinessCalendar, _ new: BusinessCalendar, isWarned: Bool
  ) -> Timestamp {
    guard let ttl = workflow?.ttl else { return timer.at }
    func end(_ calendar: BusinessCalendar) -> Timestamp { calendar.adding(ttl, to: request.submittedAt) }
    func warning(_ calendar: BusinessCalendar) -> Timestamp {
      max(request.submittedAt, calendar.subtracting(.businessDays(1), from: end(calendar)))
    }
    let plan = timer.action == .warn ? warning : end
    if plan(old) == timer.at { return guarded(plan(new), timer, isWarned: isWarned, notice: .businessDays(1), new) }
    let isWall = if case .wall = ttl { true } else { false }
    let time = replanned(timer.at, from: request.submittedAt, old, new, isWall: isWall)
    return guarded(time, timer, isWarned: isWarned, notice: .businessDays(1), new)
  }

  private func times(
    of stage: StageCase, from since: Timestamp, due: Timestamp, by next: CompiledWorkflows
  ) -> [MovedTime] {
    let (old, new) = (workflows.calendar(stage.calendar), next.calendar(stage.calendar))
    let isWall = if case .wall? = stage.duePeriod { true } else { false }
    func mapped(_ instant: Timestamp) -> Timestamp { replanned(instant, from: since, old, new, isWall: isWall) }
    // As it was planned at first, where that is how it was planned; else the same business time as before.
    let isPlain = stage.duePeriod.map { old.adding($0, to: since) == due } ?? false
    let nextDue = isPlain ? stage.duePeriod.map { new.adding($0, to: since) } ?? due : mapped(due)
    let definition = workflows.definition(of: stage.id, in: workflow)
    let ladder = workflows.ladder(definition?.ladder, workflow?.ladder)
    let completes = stage.right == .input
    let before = ladder.timers(from: since, due: due, calendar: old, completes: completes)
    let after = ladder.timers(from: since, due: nextDue, calendar: new, completes: completes)
    func same(_ timer: TimerCase, _ list: [TimerCase]) -> TimerCase? {
      list.first { $0.rung == timer.rung && $0.action == timer.action }
    }
    var moved: [MovedTime] = []
    if nextDue != due { moved.append(MovedTime(stage: stage.id, what: "due", rung: nil, from: due, to: nextDue)) }
    for timer in stage.timers where timer.state == .pending {
      let planned = same(timer, before)?.at == timer.at ? same(timer, after)?.at : nil
      let isWarned = stage.timers.contains {
        $0.rung == timer.rung && $0.action == .warn && $0.state != .pending
      }
      let notice = ladder.rungs.indices.contains(timer.rung) ? ladder.rungs[timer.rung].notice : .businessDays(1)
      let time = guarded(planned ?? mapped(timer.at), timer, isWarned: isWarned, notice: notice, new)
      guard time != timer.at else { continue }
      moved.append(
        MovedTime(stage: stage.id, what: timer.action.rawValue, rung: timer.rung, from: timer.at, to: time))
    }
    return moved
  }

  /// An end that was warned of does not come sooner than it was to, or than that long after now.
  private func guarded(
    _ time: Timestamp, _ timer: TimerCase, isWarned: Bool, notice: Period, _ calendar: BusinessCalendar
  ) -> Timestamp {
    guard isWarned, timer.action == .reject || timer.action == .expire else { return time }
    return max(time, min(timer.at, calendar.adding(notice, to: at)))
  }

  /// Which calendars the request goes by, each with its version before and after.
  fileprivate func calendars(by next: CompiledWorkflows) -> JSONValue {
    .array(
      workflows.calendarIDs(of: request).map { id in
        [
          "calendar": .string(id), "from": EventDraft.digest(of: workflows.terms(ofCalendar: id)),
          "to": EventDraft.digest(of: next.terms(ofCalendar: id)),
        ]
      })
  }
}

/// The instant as much business time behind a start as another lies behind it by another calendar; what was in office
/// hours stays in them.
private func replanned(
  _ instant: Timestamp, from start: Timestamp, _ old: BusinessCalendar, _ new: BusinessCalendar, isWall: Bool
) -> Timestamp {
  guard !isWall, instant > start, old != new else { return instant }
  let span = old.businessMicroseconds(from: start, to: instant)
  let moved = new.adding(businessMicroseconds: span, to: start)
  return old.isOpen(at: instant) && !new.isOpen(at: moved) ? new.nextOpening(from: moved) : moved
}
