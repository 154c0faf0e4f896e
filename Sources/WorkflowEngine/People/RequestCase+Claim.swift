import SpendModel
import StrictJSON

extension RequestCase {
  /// Says that the actor looks at a stage, or no longer does. The others see it and may act all the same.
  package func claim(
    stage name: String?, releases: Bool, context: ActContext, ids: inout IDCounter
  ) -> Result<Decision, Refusal> {
    if let name, stage(name) == nil { return .failure(unknownStage(name)) }
    var recorder = Recorder(self, context)
    recorder.fireDueTimers(ids: &ids)
    recorder.rejudge(ids: &ids)
    guard recorder.request.state == .inReview else { return recorder.notInReview() }
    let person = context.actor.person ?? ""
    let open = recorder.request.stages.filter { $0.state == .active && (name == nil || $0.id == name) }
    let claimed = open.filter { $0.claimed(at: recorder.at) == person }
    if releases {
      guard let place = claimed.first else {
        let other = open.compactMap { $0.claimed(at: recorder.at) }.first
        return recorder.refuse(
          other == nil ? .badState : .notPermitted, "`\(person)` has not claimed `\(id)`",
          hint: other.map { "`\($0)` has" })
      }
      recorder.emit(.stageReleased, ["stage": .string(place.id), "person": .string(person)])
      return recorder.finish()
    }
    let mine = open.filter { stage in
      let people = recorder.remaining(stage)
      return people.contains(person) || recorder.delegates(stage, of: people).contains { $0.person == person }
    }
    guard mine.count < 2 else {
      return recorder.refuse(
        .ambiguousStage, "`\(person)` could claim \(mine.count) stages",
        hint: mine.map { "--stage \($0.id)" }.joined(separator: " or "))
    }
    guard let place = mine.first else {
      let who = open.map { "\(recorder.remaining($0).joined(separator: ", ")) (\($0.id))" }
      return recorder.refuse(
        open.isEmpty ? .badState : .notPermitted,
        open.isEmpty ? "no such stage of `\(id)` is open" : "`\(person)` may not act on `\(id)`",
        hint: who.isEmpty ? nil : "may: " + who.joined(separator: "; "))
    }
    if let other = place.claimed(at: recorder.at) {
      return recorder.refuse(
        other == person ? .repeated : .badState,
        other == person
          ? "`\(person)` has claimed stage `\(place.id)` already"
          : "`\(other)` has claimed stage `\(place.id)` until \(place.claim?.until.description ?? "")",
        hint: other == person ? nil : "a claim is a courtesy: you may vote all the same")
    }
    let until = recorder.workflows.calendar(place.calendar).adding(.businessDays(1), to: recorder.at)
    recorder.emit(
      .stageClaimed,
      ["stage": .string(place.id), "person": .string(person), "until": .string(until.canonicalText)])
    return recorder.finish()
  }

  mutating func claim(_ event: EventReading) throws(ReplayError) {
    let claim: StageCase.Claim? =
      event.type == .stageClaimed
      ? StageCase.Claim(person: try event.text("person"), until: try event.time("until")) : nil
    try edit(event, from: [.active]) { stage in stage.claim = claim }
  }
}
