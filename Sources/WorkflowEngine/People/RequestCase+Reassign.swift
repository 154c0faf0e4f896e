import SpendModel
import StrictJSON

extension RequestCase {
  /// Hands the actor's place on a stage to somebody else, or adds somebody whose approval is asked for, too.
  ///
  /// An addition removes nobody and lowers nothing: whom it adds is asked beside the others.
  ///
  /// - Parameters:
  ///   - stage: Needed only where the actor could mean two.
  ///   - adds: Whether the person is added; the requester may do that as well.
  package func reassign(
    to person: String, stage name: String?, reason: String, adds: Bool, context: ActContext, ids: inout IDCounter
  ) -> Result<Decision, Refusal> {
    guard !reason.utf8.allSatisfy({ $0 <= 32 }) else {
      return .failure(Refusal(.commentRequired, "say why it goes to `\(person)`", hint: "add `--reason`"))
    }
    if let name, stage(name) == nil { return .failure(unknownStage(name)) }
    guard context.directory.person(person) != nil else {
      return .failure(Refusal(.badInput, "`\(person)` is not in the directory", hint: "a person's id: `--to PERSON`"))
    }
    var recorder = Recorder(self, context)
    recorder.fireDueTimers(ids: &ids)
    recorder.rejudge(ids: &ids)
    guard recorder.request.state == .inReview else { return recorder.notInReview() }
    let actor = context.actor.person ?? ""
    let isRequester = adds && [requester, submitter, beneficiary].contains(actor)
    let open = recorder.request.stages.filter { $0.state == .active && (name == nil || $0.id == name) }
    let mine = open.filter { isRequester || recorder.eligible($0).people.contains(actor) }
    guard mine.count < 2 else {
      return recorder.refuse(
        .ambiguousStage, "`\(actor)` could mean \(mine.count) stages",
        hint: mine.map { "--stage \($0.id)" }.joined(separator: " or "))
    }
    guard let place = mine.first else {
      let who = open.map { "\(recorder.remaining($0).joined(separator: ", ")) (\($0.id))" }
      return recorder.refuse(
        open.isEmpty ? .badState : .notPermitted,
        open.isEmpty
          ? "no such stage of `\(id)` is open"
          : "`\(actor)` has no place\(name.map { " on stage `\($0)`" } ?? "") to give",
        hint: who.isEmpty
          ? "`assent why \(id)` says what it waits for" : "may: " + who.joined(separator: "; "))
    }
    if !adds, place.counted.contains(where: { $0.people.contains(actor) }) {
      return recorder.refuse(
        .badState, "`\(actor)` has voted on stage `\(place.id)`", hint: "`assent retract \(id)` takes the vote back")
    }
    if let refusal = recorder.mayNotJoin(person, place, adds: adds) { return refusal }
    recorder.handOver(place, from: adds ? nil : actor, to: person, reason: reason)
    recorder.rejudge(ids: &ids)
    return recorder.finish()
  }

  func unknownStage(_ name: String) -> Refusal {
    Refusal(
      .unknownStage, "`\(id)` has no stage `\(name)`",
      hint: "its stages: " + stages.map { "`\($0.id)`" }.joined(separator: ", "))
  }
}

extension Recorder {
  /// Refuses what only a request in review allows.
  func notInReview() -> Result<Decision, Refusal> {
    refuse(
      .badState,
      request.state == .changesRequested
        ? "`\(request.id)` waits for changes by `\(request.requester)`"
        : "`\(request.id)` is already decided: it is \(request.state.rawValue)")
  }

  /// Why somebody may not be brought in on a stage.
  func mayNotJoin(_ person: String, _ stage: StageCase, adds: Bool) -> Result<Decision, Refusal>? {
    if eligible(stage).people.contains(person) {
      return refuse(
        .badState, "`\(person)` may act on stage `\(stage.id)` already",
        hint: adds ? nil : "`assent recuse \(request.id)` steps aside")
    }
    if let because = exclusion(of: person, from: stage) {
      return refuse(.excluded, "`\(person)` may not take part in `\(request.id)`: \(because)")
    }
    if isBusy(person, outside: stage) {
      return refuse(.excluded, "`\(person)` has already acted on another stage of `\(request.id)`")
    }
    if stage.counted.contains(where: { $0.people.contains(person) }) {
      return refuse(.badState, "`\(person)` has already acted on stage `\(stage.id)`")
    }
    let definition = workflows.definition(of: stage.id, in: workflow)
    var named = Candidates()
    named.people = [person]
    if workflows.admitted(named, to: definition, input: input, directory: directory).people.isEmpty {
      return refuse(.excluded, "`\(person)` does not meet what stage `\(stage.id)` asks of its candidates")
    }
    if stage.right == .decide, let amount = context.exposure ?? request.exposure,
      !directory.mayDecide(person, amount)
    {
      return refuse(.overLimit, "`\(person)` may not decide \(amount)")
    }
    return nil
  }

  mutating func handOver(_ stage: StageCase, from: String?, to: String, reason: String) {
    var after = stage
    after.handovers.append(StageCase.Handover(from: from, to: to, climbs: stage.climbed.count))
    let people = eligible(after).people
    emit(
      .stageReassigned,
      [
        "stage": .string(stage.id), "candidates": array(people), "because": from == nil ? "added" : "manual",
        "from": from.map { .string($0) }, "to": .string(to), "reason": EventDraft.text(reason), "told": array([to]),
        "delegates": delegatesTold(of: [to]),
      ])
  }
}

extension Directory {
  /// Whether somebody holds an amount: alone, or as one of several who hold it together.
  func mayDecide(_ id: String, _ amount: Money) -> Bool {
    guard let person = person(id) else { return false }
    return hold([id], amount: amount)
      || (authority?.limits ?? []).contains { $0.approve > 1 && $0.covers(amount) && holds(person, $0.holder.value) }
  }
}
