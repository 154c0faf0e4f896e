import SpendModel
import StrictJSON

extension Recorder {
  /// Fires what is due, in the order of time, and of place where times are equal.
  ///
  /// What the timers of one instant lead to is settled before those of the next one fire, and counts from that instant:
  /// a scheduler that runs late changes no deadline. Missed reminders of a stage collapse into the last one. A terminal
  /// rung fires only where its warning was given long enough before; a late warning moves it.
  mutating func fireDueTimers(ids: inout IDCounter) {
    var skipped: [String: [TimerCase]] = [:]
    var instant: Timestamp?
    // Each turn fires one timer, sets one aside or closes an instant, so there are only as many turns as timers.
    while broken == nil {
      let next = request.state.isUndecided || request.awaitsPostReview ? nextDue(skipped) : nil
      if let fired = instant, next.map({ fired < $0.timer.at }) ?? true {
        instant = nil
        // Whom a rung brought in may be too few, or just enough; what is opened then may be due by now, too.
        counting(from: fired) { $0.byTimer { $0.rejudge(ids: &ids) } }
        continue
      }
      guard let (stage, timer) = next else { return }
      guard let stage else {
        fireRequestTimer(timer)
        instant = timer.at
        continue
      }
      if timer.action == .remind, hasLaterReminder(stage, timer) {
        skipped[stage.armed, default: []].append(timer)
        continue
      }
      let collapsed = timer.action == .remind ? skipped.removeValue(forKey: stage.armed) ?? [] : []
      counting(from: timer.at) { $0.fire(timer, of: stage, collapsed: collapsed, ids: &ids) }
      instant = timer.at
    }
  }

  /// Lets what is opened count from a time that has passed.
  private mutating func counting(from instant: Timestamp, _ body: (inout Recorder) -> Void) {
    effective = min(instant, at)
    body(&self)
    effective = at
  }

  var isSomethingDue: Bool {
    broken == nil && (request.state.isUndecided || request.awaitsPostReview) && nextDue([:]) != nil
  }

  /// The earliest due timer, with its stage; without one, it is the request's own.
  private func nextDue(_ skipped: [String: [TimerCase]]) -> (stage: StageCase?, timer: TimerCase)? {
    var best: (stage: StageCase?, timer: TimerCase)?
    func consider(_ stage: StageCase?, _ timers: [TimerCase]) {
      for timer in timers where timer.state == .pending && timer.at <= at {
        if let stage, skipped[stage.armed]?.contains(timer) ?? false { continue }
        if best.map({ timer.at < $0.timer.at }) ?? true { best = (stage, timer) }
      }
    }
    consider(nil, request.timers)
    if request.isOpenToVotes {
      for stage in request.stages where stage.state == .active || stage.state == .blocked {
        consider(stage, stage.timers)
      }
    }
    return best
  }

  private func hasLaterReminder(_ stage: StageCase, _ timer: TimerCase) -> Bool {
    stage.timers.contains {
      $0.state == .pending && $0.action == .remind && $0.at <= at && ($0.at, $0.rung) > (timer.at, timer.rung)
    }
  }

  private mutating func fireRequestTimer(_ timer: TimerCase) {
    let calendar = workflows.calendar(workflow?.calendar?.value)
    var told = [request.requester]
    for stage in request.stages where stage.state == .active { told += stage.candidates }
    var rearm: JSONValue?
    if timer.action == .warn, let end = request.timers.first(where: { $0.action == .expire && $0.state == .pending }) {
      let earliest = calendar.adding(.businessDays(1), to: at)
      if earliest > end.at { rearm = ["rung": .integer(Int64(end.rung)), "at": .string(earliest.canonicalText)] }
    }
    emit(
      .rungFired, by: .timer,
      [
        "arming": .integer(request.revision), "rung": .integer(Int64(timer.rung)), "do": .string(timer.action.rawValue),
        "to": array(unique(told)), "level": 0, "rearm": rearm,
      ])
    if timer.action == .expire {
      end(.requestExpired, by: .timer, ["revision": .integer(request.revision), "because": "ttl"])
    }
  }

  private mutating func fire(_ timer: TimerCase, of stage: StageCase, collapsed: [TimerCase], ids: inout IDCounter) {
    let definition = workflows.definition(of: stage.id, in: workflow)
    let ladder = workflows.ladder(definition?.ladder, workflow?.ladder)
    let rung = ladder.rungs.indices.contains(timer.rung) ? ladder.rungs[timer.rung] : nil
    var to = remaining(stage)
    var candidates: [String]?
    var level = stage.level
    var rearm: JSONValue?
    switch timer.action {
    case .remind, .complete: break
    case .add:
      let targets = rung.map { self.targets(of: $0, assignees: to) } ?? []
      candidates = unique(to + targets)
      to = targets
      level += 1
    case .replace:
      let targets = rung.map { self.targets(of: $0, assignees: to) } ?? []
      // Nobody to hand it to: those who have it keep it.
      candidates = targets.isEmpty ? to : targets
      to = targets
      level += 1
    case .warn:
      to = unique([request.requester] + to)
      let calendar = workflows.calendar(stage.calendar)
      let notice = rung?.notice ?? .businessDays(1)
      if let end = stage.timers.first(where: { $0.rung == timer.rung && $0.action != .warn && $0.state == .pending }) {
        let earliest = calendar.adding(notice, to: at)
        if earliest > end.at { rearm = ["rung": .integer(Int64(end.rung)), "at": .string(earliest.canonicalText)] }
      }
    case .reject, .expire: to = unique([request.requester] + to)
    }
    emit(
      .rungFired, by: .timer,
      [
        "stage": .string(stage.id), "arming": .integer(stage.arming), "rung": .integer(Int64(timer.rung)),
        "do": .string(timer.action.rawValue), "to": array(to), "candidates": candidates.map(array),
        "level": .integer(level), "rearm": rearm,
        "collapsed": collapsed.isEmpty ? nil : .array(collapsed.map { .integer(Int64($0.rung)) }),
      ])
    switch timer.action {
    case .complete:
      byTimer { $0.satisfy(stage, how: "silent", ids: &ids) }
    case .reject, .expire:
      emit(.stageTimedOut, by: .timer, ["stage": .string(stage.id), "as": .string(timer.action.rawValue)])
      if request.isPostReviewed {
        endEmergency(because: "late", by: .timer, ids: &ids)
      } else if timer.action == .reject {
        end(
          .requestRejected, by: .timer,
          ["revision": .integer(request.revision), "stage": .string(stage.id), "by": .array([])])
      } else {
        end(
          .requestExpired, by: .timer,
          ["revision": .integer(request.revision), "because": "ladder", "stage": .string(stage.id)])
      }
    default: break
    }
  }
}

extension StageCase {
  /// Tells one time that the stage was armed from another.
  fileprivate var armed: String { "\(id) \(arming)" }
}
