import SpendModel
import StrictJSON

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
