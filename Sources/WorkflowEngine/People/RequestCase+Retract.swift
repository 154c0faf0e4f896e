import SpendModel
import StrictJSON

extension RequestCase {
  /// Takes back the actor's vote, or one that was cast in the actor's place, while its stage is open.
  package func retract(
    stage name: String?, context: ActContext, ids: inout IDCounter
  ) -> Result<Decision, Refusal> {
    if let name, stage(name) == nil { return .failure(unknownStage(name)) }
    var recorder = Recorder(self, context)
    recorder.fireDueTimers(ids: &ids)
    recorder.rejudge(ids: &ids)
    let person = context.actor.person ?? ""
    let voted = recorder.request.stages.filter { stage in
      (name == nil || stage.id == name) && stage.counted.contains { $0.people.contains(person) }
    }
    guard recorder.request.state == .inReview else { return recorder.notInReview() }
    let open = voted.filter { $0.state == .active || $0.state == .blocked }
    guard open.count < 2 else {
      return recorder.refuse(
        .ambiguousStage, "`\(person)` has voted on \(open.count) stages",
        hint: open.map { "--stage \($0.id)" }.joined(separator: " or "))
    }
    guard let place = open.first, let vote = place.counted.first(where: { $0.people.contains(person) }) else {
      return recorder.refuse(
        .badState,
        voted.first.map { "stage `\($0.id)` is \($0.state.rawValue), and a vote stays once its stage is" }
          ?? "`\(person)` has no vote on `\(id)` to take back",
        hint: "a vote can be taken back while its stage is open")
    }
    recorder.emit(
      .voteRevoked,
      [
        "person": .string(vote.person), "stage": .string(place.id), "verb": .string(vote.verb.rawValue),
        "revision": .integer(recorder.request.revision), "for": vote.principal.map { .string($0) },
      ])
    recorder.rejudge(ids: &ids)
    return recorder.finish()
  }

  mutating func revoke(_ event: EventReading) throws(ReplayError) {
    let person = try event.text("person")
    try edit(event, from: [.active, .blocked]) { stage throws(ReplayError) in
      guard let index = stage.votes.firstIndex(where: { $0.person == person && $0.state == .counted }) else {
        throw ReplayError("`\(person)` has no vote that counts")
      }
      stage.votes[index].state = .revoked
    }
  }
}
