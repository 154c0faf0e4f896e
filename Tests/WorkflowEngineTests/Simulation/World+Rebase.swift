import SpendModel

@testable import WorkflowEngine

extension World {
  /// A calendar was edited, and a request's timers are planned again by it.
  mutating func rebase() throws(Violation) {
    let open = requests.indices.filter { requests[$0].request.state.isUndecided || happens(20) }
    guard let place = pick(open) else { return }
    let live = requests[place]
    let next = edited(live.pinned)
    let before = live.request
    let result = before.rebase(
      Rebase(bundleSHA256: String(repeating: "d", count: 64), reason: "a holiday"), to: next,
      context: context(.user("gus", login: "gus"), for: live), ids: &ids)
    let pin = Pin(
      ask: live.ask, workflows: live.pinned.timed(by: next), authors: live.authors, from: .requestRebased)
    if case .success(let rebased) = result {
      for time in rebased.moved {
        try require(time.from != time.to, "\(before.id) is told of a time that does not move")
      }
      let fired = before.stages.flatMap(\.timers).count { $0.state == .fired }
      let after = rebased.decision.request.stages.flatMap(\.timers).count { $0.state == .fired }
      try require(after >= fired, "what fired on \(before.id) is to fire again")
    }
    var (isTaken, isMoved) = (false, false)
    if case .success(let rebased) = result { (isTaken, isMoved) = (true, !rebased.moved.isEmpty) }
    try take(
      result.map(\.decision), at: place, "the timers of \(before.id) are planned by another calendar",
      isQuiet: isTaken, pins: isMoved ? pin : nil)
  }

  /// The same definitions by calendars with other holidays: some of the days to come.
  private mutating func edited(_ workflows: CompiledWorkflows) -> CompiledWorkflows {
    let today = clock.seconds / 86_400
    var holidays = workflows.defaultCalendar.holidays
    if happens(2) { holidays = holidays.filter { !happens(2) || $0.daysSinceEpoch < today } }
    for _ in 0..<dice.upTo(3) { holidays.insert(CivilDate(daysSinceEpoch: today + Int64(dice.upTo(9)) - 2)) }
    func edited(_ calendar: BusinessCalendar) -> BusinessCalendar {
      BusinessCalendar(
        id: calendar.id, zone: calendar.zone, hours: calendar.hours, days: calendar.days, holidays: holidays)
        ?? calendar
    }
    return CompiledWorkflows(
      rights: workflows.rights, workflows: workflows.workflows, calendars: workflows.calendars.map(edited),
      defaultCalendar: edited(workflows.defaultCalendar), conditions: workflows.conditions)
  }
}
