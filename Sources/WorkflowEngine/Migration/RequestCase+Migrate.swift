import SpendModel
import StrictJSON

extension RequestCase {
  /// Lets a request in review go on with other definitions than those that it pinned.
  ///
  /// Stages go on by the same name or by the one that the migration says, if their right is the same: with their
  /// votes, as far as those who cast them may still act, with their place on the ladder, and open ones with the time
  /// that they had left. What is done stays done where the votes still suffice; all others start anew.
  ///
  /// - Parameters:
  ///   - next: The definitions to go on with.
  ///   - context: Of the definitions that it pinned.
  /// - Returns: `badState`, where it may not be moved: it is not in review, another workflow takes it now, or a review
  ///   that a rule demands would be lost.
  package func migrate(
    _ migration: Migration, to next: CompiledWorkflows, context: ActContext, ids: inout IDCounter
  ) -> Result<Migrated, Refusal> {
    var recorder = Recorder(self, context)
    recorder.fireDueTimers(ids: &ids)
    if let broken = recorder.broken { return .failure(Refusal(.badState, broken.message)) }
    let current = recorder.request
    guard current.state == .inReview else {
      let words = current.state.rawValue.replacing("_", with: " ")
      return .failure(Refusal(.badState, "it is \(words)", hint: "only what is in review is moved"))
    }
    let planned: [PlannedStage]
    switch next.stages(toMigrate: current, exposure: context.exposure ?? current.exposure) {
    case .success(let stages): planned = stages
    case .failure(let refusal): return .failure(refusal)
    }
    var after = context
    after.workflows = next
    // Whoever lets it go on by other definitions has opened the way, as whoever changes them has.
    let keepsAuthorsOut = next.workflow(current.workflow)?.keepsAuthorsOut ?? false
    let authors = keepsAuthorsOut ? unique([migration.author, migration.second]) : []
    let crossing = Crossing(current, planned, migration, authors: authors, before: recorder, after: after)
    for stage in current.stages {
      let isDropped = !crossing.steps.contains { $0.old?.id == stage.id }
      let lost = crossing.steps.first { $0.old?.id == stage.id }?.lost
      for person in lost ?? (isDropped ? stage.counted.map(\.person) : []) {
        recorder.emit(
          .voteStale,
          [
            "person": .string(person), "stage": .string(stage.id), "revision": .integer(current.revision),
            "because": "migrated",
          ])
      }
      if isDropped, !stage.state.isSettled { recorder.emit(.stageCancelled, ["stage": .string(stage.id)]) }
    }
    if let broken = recorder.broken { return .failure(Refusal(.badState, broken.message)) }
    var mover = Recorder(recorder.request, after, drafts: recorder.drafts)
    mover.emit(
      .requestMigrated,
      [
        "author": .string(migration.author), "second": .string(migration.second),
        "bundle_sha256": .string(migration.bundleSHA256), "former": .string(migration.former),
        "plan_sha256": .string(migration.plan), "proposal": migration.proposal.map { .integer($0) },
        "map": .object(migration.renames.map { .init($0.from, .string($0.to)) }),
        "revision": .integer(current.revision), "dropped": array(crossing.dropped.map(\.id)),
        "plan": .array(crossing.steps.map(\.planJSON)),
        "input_sha256": EventDraft.blob(
          "input",
          .object([
            "stages": .array(crossing.steps.map(\.json)), "authors": authors.isEmpty ? nil : array(authors),
          ])),
      ])
    mover.activateReady(ids: &ids)
    mover.rejudge(ids: &ids)
    return mover.finish().map { decision in
      Migrated(decision: decision, effect: crossing.effect(decision.request, at: mover.at, next))
    }
  }

  mutating func migrated(_ event: EventReading) throws(ReplayError) {
    try require(state == .inReview, event)
    guard let input = event.input else { throw ReplayError("the input of `request.migrated` is missing") }
    var moved: [StageCase] = []
    for value in input["stages"]?.array ?? [] {
      let stage = try migrated(stage: value)
      guard !moved.contains(where: { $0.id == stage.id }) else {
        throw ReplayError("stage `\(stage.id)` is there twice")
      }
      moved.append(stage)
    }
    stages = moved
    authors = unique(authors + strings(input["authors"]))
    calendarsSHA256 = nil
  }

  /// A stage as a migration leaves it.
  func migrated(stage value: JSONValue) throws(ReplayError) -> StageCase {
    var stage = try StageCase(json: value)
    // Each time that a name is armed has a number of its own.
    stage.arming = self.stage(stage.id)?.arming ?? 0
    guard let from = value["from"]?.string else { return stage }
    guard let old = self.stage(from) else { throw ReplayError("the request has no stage `\(from)`") }
    stage.carry(old, value)
    return stage
  }
}

extension CompiledWorkflows {
  /// The stages by which these definitions would decide a request as it stands; refused, where they would not take it
  /// or would lose a review that a rule demands.
  func stages(toMigrate request: RequestCase, exposure: Money?) -> Result<[PlannedStage], Refusal> {
    guard let workflow = workflow(request.workflow) else {
      return .failure(Refusal(.badState, "the bundle has no workflow `\(request.workflow)`"))
    }
    let input = input(request, exposure: exposure)
    var notes: [String] = []
    guard let taking = select(input, notes: &notes), taking.id.value == request.workflow else {
      return .failure(
        Refusal(
          .badState,
          "workflow `\(request.workflow)` does not take it any more"
            + (select(input, notes: &notes).map { ", `\($0.id.value)` does" } ?? "")))
    }
    let planned = stages(of: workflow, input: input, notes: &notes)
    let missing = request.reviews.filter { review in
      !planned.contains { $0.id == review || $0.reviews.contains(review) }
    }
    guard missing.isEmpty else {
      let names = missing.map { "`\($0)`" }.joined(separator: ", ")
      return .failure(
        Refusal(
          .badState, "a rule demands \(names), and no stage stands for it any more",
          hint: "a stage with `for: [\(missing[0])]`, or a review of that name, would"))
    }
    return .success(planned)
  }
}
