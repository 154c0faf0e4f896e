import SpendModel
import StrictJSON

extension RequestCase {
  /// Goes on without a stage, by two people: one who answers for the stage's group, and a member of governance, in
  /// whichever order. Neither may be excluded from the request, and a decision cannot be done without.
  package func override(
    stage name: String, reason: String, context: ActContext, ids: inout IDCounter
  ) -> Result<Decision, Refusal> {
    guard !reason.utf8.allSatisfy({ $0 <= 32 }) else {
      return .failure(Refusal(.commentRequired, "say why it goes on without the stage", hint: "add `--reason`"))
    }
    guard stage(name) != nil else { return .failure(unknownStage(name)) }
    var recorder = Recorder(self, context)
    recorder.fireDueTimers(ids: &ids)
    recorder.rejudge(ids: &ids)
    guard recorder.request.state == .inReview, let stage = recorder.request.stage(name) else {
      return recorder.notInReview()
    }
    guard !stage.state.isSettled else {
      return recorder.refuse(.badState, "stage `\(name)` is already \(stage.state.rawValue)")
    }
    let (owners, governance) = recorder.overriders(of: stage)
    let person = context.actor.person ?? ""
    if stage.right == .decide || stage.id == CompiledWorkflows.authorityReview {
      return recorder.refuse(
        .notPermitted,
        stage.right == .decide
          ? "stage `\(name)` decides: without it nobody would have decided"
          : "stage `\(name)` holds the amount for those who decide, and cannot be done without",
        hint: "may act: " + recorder.remaining(stage, withFallback: true).map { "`\($0)`" }.joined(separator: ", "))
    }
    if let because = recorder.exclusion(of: person, from: stage) {
      return recorder.refuse(.excluded, "`\(person)` may not take part in `\(id)`: \(because)")
    }
    guard owners.contains(person) || governance.contains(person) else {
      return recorder.refuse(
        .notPermitted, "`\(person)` may not override stage `\(name)`",
        hint: "one of \(owners.joined(separator: ", ")), and of governance \(governance.joined(separator: ", "))")
    }
    guard !stage.overrides.contains(person) else {
      return recorder.refuse(
        .repeated, "`\(person)` has asked for it already, and a second person has to agree",
        hint: "may: " + recorder.seconds(stage, owners, governance).joined(separator: ", "))
    }
    let people = stage.overrides + [person]
    let pair = Matching(seats: [owners.filter(people.contains), governance.filter(people.contains)])
    if pair.unfilled.isEmpty {
      recorder.emit(
        .stageWaived,
        [
          "stage": .string(name), "by": array(pair.people.compactMap { $0 }), "reason": EventDraft.text(reason),
          "told": array([recorder.request.requester]),
        ])
      recorder.activateReady(ids: &ids)
      recorder.rejudge(ids: &ids)
    } else {
      recorder.emit(
        .stageOverrideProposed,
        [
          "stage": .string(name), "person": .string(person), "reason": EventDraft.text(reason),
          "told": array(recorder.seconds(stage, owners, governance, first: person)),
        ])
    }
    return recorder.finish()
  }

  mutating func proposeOverride(_ event: EventReading) throws(ReplayError) {
    let person = try event.text("person")
    try edit(event, from: [.pending, .active, .blocked]) { stage in
      if !stage.overrides.contains(person) { stage.overrides.append(person) }
    }
  }
}

extension Recorder {
  /// Who may do without a stage: those who answer for its groups (where it has none, for the workflow), and the
  /// members of governance; nobody who is excluded.
  func overriders(of stage: StageCase) -> (owners: [String], governance: [String]) {
    let definition = workflows.definition(of: stage.id, in: workflow)
    var owners: [String] = []
    for case .actor(let reference) in definition?.candidates ?? [] {
      guard case .group = reference.value else { continue }
      if let person = directory.accountable(for: reference.value, cast: input.cast) { owners.append(person) }
    }
    if owners.isEmpty, let owner = workflow?.owner.value,
      let person = directory.accountable(for: owner, cast: input.cast)
    {
      owners.append(person)
    }
    func mayAct(_ person: String) -> Bool {
      exclusion(of: person, from: stage) == nil
    }
    return (
      unique(owners).filter(mayAct), directory.members(of: CompiledWorkflows.governanceGroup).filter(mayAct)
    )
  }

  /// Who could be the second of an override.
  func seconds(
    _ stage: StageCase, _ owners: [String], _ governance: [String], first: String? = nil
  ) -> [String] {
    let people = stage.overrides + [first].compactMap { $0 }
    return unique(owners + governance).filter { second in
      guard !people.contains(second) else { return false }
      let both = people + [second]
      return Matching(seats: [owners.filter(both.contains), governance.filter(both.contains)]).unfilled.isEmpty
    }
  }
}
