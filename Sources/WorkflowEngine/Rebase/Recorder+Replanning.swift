import SpendModel
import StrictJSON

extension Recorder {
  /// The times that other calendars move, in the order of the stages; the request's own come first.
  func times(by next: CompiledWorkflows) -> [MovedTime] {
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
  func calendars(by next: CompiledWorkflows) -> JSONValue {
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
