import SpendModel
import StrictJSON

/// How the stages of a request pass from one set of definitions to another.
struct Crossing {
  /// A stage of the new plan, with the old one that it goes on from.
  struct Step {
    var planned: PlannedStage
    var old: StageCase?
    /// Whose votes do not count on.
    var lost: [String] = []
    /// How it stands then, where it is done.
    var done: StageState?
    var kept: StageCase.KeptTime?
    var hasOtherLadder = false

    /// What folding reads.
    var json: JSONValue {
      guard let old, case .object(let members) = planned.json else { return planned.json }
      let carried: JSONValue = .object([
        "from": .string(old.id), "state": done.map { .string($0.rawValue) }, "kept": kept?.json,
        "ladder": hasOtherLadder ? "other" : nil,
      ])
      return .object(members + (carried.object ?? []))
    }

    /// What the leaf says.
    var planJSON: JSONValue {
      .object([
        "stage": .string(planned.id), "right": .string(planned.right.rawValue),
        "from": old.map { .string($0.id) },
      ])
    }
  }

  private(set) var steps: [Step]
  let dropped: [StageCase]

  /// - Parameters:
  ///   - authors: Who may take no part any more, because they move it.
  ///   - before: Of the definitions that the request pinned.
  ///   - after: The context of those that it goes on with.
  init(
    _ current: RequestCase, _ planned: [PlannedStage], _ migration: Migration, authors: [String], before: Recorder,
    after: ActContext
  ) {
    steps = planned.map { stage in Step(planned: stage, old: Self.source(of: stage, current, migration)) }
    let used = Set(steps.compactMap(\.old?.id))
    dropped = current.stages.filter { !used.contains($0.id) }
    for place in steps.indices { keepTime(at: place, before, after) }
    settle(current, authors, after)
  }

  /// The stage that goes on as another: the one that the migration names, else that of the same name, if nothing else
  /// goes on from it. The right has to be the same.
  private static func source(of stage: PlannedStage, _ current: RequestCase, _ migration: Migration) -> StageCase? {
    let named = migration.renames.first { $0.to == stage.id && current.stage($0.from) != nil }
    let isElsewhere = migration.renames.contains { $0.from == stage.id }
    guard named != nil || !isElsewhere, let old = current.stage(named?.from ?? stage.id), old.right == stage.right
    else { return nil }
    return old
  }

  /// Works out which time an open stage keeps.
  private mutating func keepTime(at place: Int, _ before: Recorder, _ after: ActContext) {
    let planned = steps[place].planned
    guard let old = steps[place].old else { return }
    let next = after.workflows
    let workflow = next.workflow(before.request.workflow)
    let oldDefinition = before.workflows.definition(of: old.id, in: before.workflow)
    let definition = next.definition(of: planned.id, in: workflow)
    let ladder = next.ladder(definition?.ladder, workflow?.ladder)
    let isSame = before.workflows.ladder(oldDefinition?.ladder, before.workflow?.ladder).isSame(as: ladder)
    steps[place].hasOtherLadder = !isSame
    guard old.state == .active || old.state == .blocked, let due = old.due, let since = old.since else { return }
    let (calendar, other) = (before.workflows.calendar(old.calendar), next.calendar(planned.calendar))
    let isWall = if case .wall? = old.duePeriod { true } else { false }
    let now = before.at
    func carried(_ instant: Timestamp) -> Timestamp {
      calendar == other ? instant : kept(instant, from: now, calendar, to: now, other, isWall: isWall)
    }
    var timers: [TimerCase]
    if isSame {
      timers = old.timers.filter { $0.state == .pending }
      for index in timers.indices { timers[index].at = carried(timers[index].at) }
    } else {
      // What the old ladder did is done; an end is warned of anew.
      timers = ladder.timers(from: since, due: carried(due), calendar: other, completes: planned.right == .input)
      timers.removeAll { timer in
        let isWithout = timer.action == .remind || timer.action == .add || timer.action == .replace
        return isWithout && timer.at <= now
      }
    }
    steps[place].kept = StageCase.KeptTime(at: now, due: carried(due), timers: timers, isWall: isWall)
  }

  /// Says which votes count on, and which stages are done.
  private mutating func settle(_ current: RequestCase, _ authors: [String], _ after: ActContext) {
    var probe = current
    probe.authors = unique(probe.authors + authors)
    probe.stages = steps.compactMap { try? current.migrated(stage: $0.json) }
    guard probe.stages.count == steps.count else { return }
    let recorder = Recorder(probe, after)
    let isDistinct = recorder.workflow?.separation.distinct ?? .all == .all
    var acted: Set<String> = []
    for place in steps.indices where steps[place].old != nil {
      for index in probe.stages[place].votes.indices where probe.stages[place].votes[index].state == .counted {
        let vote = probe.stages[place].votes[index]
        let isTwice = isDistinct && vote.people.contains(where: acted.contains)
        guard !isTwice, recorder.mayStand(vote, on: recorder.request.stages[place]) else {
          steps[place].lost.append(vote.person)
          probe.stages[place].votes[index].state = .stale
          continue
        }
        acted.formUnion(vote.people)
      }
    }
    let counting = Recorder(probe, after)
    for place in steps.indices {
      guard let old = steps[place].old else { continue }
      let needsVotes = (old.right == .agree || old.right == .decide) && !old.isInherited
      switch old.state {
      case .satisfied where needsVotes && counting.lacks(counting.request.stages[place]) > 0: break
      case .satisfied, .waived, .skipped: steps[place].done = old.state
      default: break
      }
    }
  }

  /// What came of it.
  func effect(_ request: RequestCase, at now: Timestamp, _ next: CompiledWorkflows) -> MigrationEffect {
    let kept = steps.compactMap { step -> MigrationEffect.Kept? in
      guard let old = step.old else { return nil }
      let due = request.stage(step.planned.id)?.due ?? step.kept?.due
      let remaining = step.kept.map { kept -> Int64 in
        guard !kept.isWall else { return max(0, kept.due.since(now)) }
        return next.calendar(step.planned.calendar).businessMicroseconds(from: now, to: kept.due)
      }
      return MigrationEffect.Kept(
        stage: step.planned.id, from: old.id, before: old.state,
        after: request.stage(step.planned.id)?.state ?? .pending,
        votes: old.counted.map(\.person).filter { !step.lost.contains($0) }, lost: step.lost, due: due,
        remaining: remaining, isWall: step.kept?.isWall ?? false)
    }
    return MigrationEffect(
      kept: kept, added: steps.filter { $0.old == nil }.map(\.planned.id),
      dropped: dropped.map {
        MigrationEffect.Dropped(stage: $0.id, state: $0.state, votes: $0.counted.map(\.person))
      })
  }
}

extension Recorder {
  /// Whether a vote may count on under these definitions: nobody behind it is excluded, and whoever's right was used
  /// has it. Who left since, or stepped aside, is no matter of definitions.
  func mayStand(_ vote: VoteCase, on stage: StageCase) -> Bool {
    guard vote.verb != .recuse else { return true }
    guard vote.people.allSatisfy({ exclusion(of: $0, from: stage) == nil }) else { return false }
    guard directory.person(vote.holder) != nil, !stage.added.contains(vote.holder) else { return true }
    // Who voted before a rung gave the stage to others keeps the vote.
    var first = stage
    first.climbed = []
    first.handovers = []
    return [stage, first].contains { admitted($0, withFallback: true).people.contains(vote.holder) }
  }
}
