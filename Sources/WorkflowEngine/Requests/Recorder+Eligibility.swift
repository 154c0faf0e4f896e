import SpendModel

extension Recorder {
  /// Who may act on a stage now: its candidates by the definitions that the request pinned and the directory in
  /// force, those whom the ladder added, without the excluded, and without those who acted on another stage where a
  /// person counts once.
  func eligible(_ stage: StageCase, withFallback: Bool = false) -> Candidates {
    var result = admitted(stage, withFallback: withFallback)
    let busy = busy(outside: stage)
    if busy.isEmpty { return result }
    for person in result.people where busy.contains(person) {
      result.excluded.append(Exclusion(person: person, because: "distinct"))
    }
    result.people.removeAll(where: busy.contains)
    return result
  }

  /// The same, whatever they did on other stages.
  func admitted(_ stage: StageCase, withFallback: Bool) -> Candidates {
    admission(stage, withFallback: withFallback).candidates
  }

  /// The seats of a joint stage, each with its people; nothing for any other stage.
  func seats(of stage: StageCase, withFallback: Bool = false) -> [[String]]? {
    admission(stage, withFallback: withFallback).seats
  }

  private func admission(_ stage: StageCase, withFallback: Bool) -> Answers.Admission {
    let question = Answers.Question(
      stage: stage.id, usesFallback: stage.usesFallback, climbed: stage.climbed.count,
      handovers: stage.handovers.count, withFallback: withFallback)
    if let known = answers.admissions[question] { return known }
    let definition = workflows.definition(of: stage.id, in: workflow)
    var candidates = workflows.admitted(
      named(stage, definition, withFallback: withFallback), to: definition, input: input, directory: directory)
    let seats = definition.flatMap { seated(stage, $0, withFallback: withFallback) }
    if let seats {
      let added = asked(stage)
      candidates.people.removeAll { person in !added.contains(person) && !seats.contains { $0.contains(person) } }
    }
    let admission = Answers.Admission(candidates: candidates, seats: seats)
    answers.admissions[question] = admission
    return admission
  }

  private func seated(_ stage: StageCase, _ definition: StageDefinition, withFallback: Bool) -> [[String]]? {
    guard !definition.seats.isEmpty else { return nil }
    var further = Candidates()
    further.people = joined(stage, definition, withFallback: withFallback)
    let also = workflows.admitted(further, to: definition, input: input, directory: directory).people
    return workflows.seatPeople(
      definition, input: input, directory: directory, also: also, replaced: stage.climbed.contains { $0.replaces }
    ).map { stage.seatAfterHandovers($0) }
  }

  /// How many approvals, or seats, a stage still lacks; of an input stage, how many opinions.
  ///
  /// - Parameters:
  ///   - others: Who else would have to approve.
  ///   - required: How many approvals it takes, where it has no seats; nothing: as many as it says.
  func lacks(_ stage: StageCase, with others: [String] = [], required: Int? = nil, withFallback: Bool = false) -> Int {
    guard stage.right != .input else { return stage.stillNeeds }
    let all = Set(stage.counted(.approve).map(\.holder) + others)
    // Who was added is heard beside the others, never instead of one.
    let added = asked(stage)
    let missing = added.count { !all.contains($0) }
    let approvers = all.subtracting(added)
    guard let seats = seats(of: stage, withFallback: withFallback) else {
      if let weighing = weighing(of: stage, withFallback: withFallback) {
        return weighing.lacking(given: approvers) + missing
      }
      return max(0, (required ?? stage.approve) - approvers.count) + missing
    }
    return Matching(seats: seats.map { $0.filter(approvers.contains) }).unfilled.count + missing
  }

  /// How many more approvals an open stage waits for: one more also where those given do not hold the amount.
  func needs(_ stage: StageCase) -> Int {
    let lacking = lacks(stage)
    guard lacking == 0, stage.state == .active, stage.right == .decide, !stage.counted(.approve).isEmpty else {
      return lacking
    }
    return isAuthorityHeld(by: stage.counted(.approve).map(\.holder)) ? 0 : 1
  }

  /// Whether somebody acted on another stage already, where a person counts once per request.
  func isBusy(_ person: String, outside stage: StageCase) -> Bool { busy(outside: stage).contains(person) }

  /// Those who acted on another stage already, where a person counts once per request.
  private func busy(outside stage: StageCase) -> [String] {
    guard workflow?.separation.distinct ?? .all == .all else { return [] }
    let acted = answers.acted ?? request.acted
    if answers.acted == nil { answers.acted = acted }
    return acted.isEmpty ? [] : acted.filter { $0.stage != stage.id }.map(\.person)
  }

  private func named(_ stage: StageCase, _ definition: StageDefinition?, withFallback: Bool) -> Candidates {
    guard let definition else {
      // The pinned definitions do not know the stage: those who were recorded stand.
      var recorded = Candidates()
      recorded.people = stage.candidates.filter { directory.person($0) != nil }
      return recorded
    }
    var result = Candidates()
    if !stage.climbed.contains(where: \.replaces) {
      result = workflows.named(definition.candidates, stage: definition, input: input, directory: directory)
      if context.exposure != nil, context.exposure != request.exposure {
        // A grown exposure may add candidates, never remove those who had the right at the submission.
        let before = workflows.input(request, exposure: request.exposure)
        let earlier = workflows.named(definition.candidates, stage: definition, input: before, directory: directory)
        result.people = unique(earlier.people + result.people)
      }
    }
    result.people += joined(stage, definition, withFallback: withFallback)
    result.people = stage.afterHandovers(unique(result.people)).filter { directory.person($0) != nil }
    return result
  }

  /// Whom a stage's fallback and its ladder brought in.
  private func joined(_ stage: StageCase, _ definition: StageDefinition, withFallback: Bool) -> [String] {
    var people: [String] = []
    if withFallback || stage.usesFallback {
      people += workflows.standIns(for: definition, input: input, directory: directory).people
    }
    let ladder = workflows.ladder(definition.ladder, workflow?.ladder)
    let first = stage.climbed.lastIndex { $0.replaces } ?? 0
    for climb in stage.climbed[first...] {
      people += climb.to.filter { directory.person($0) != nil && stillTargeted($0, by: climb, on: ladder) }
      if ladder.rungs.indices.contains(climb.rung), case .group(let id)? = ladder.rungs[climb.rung].to?.value {
        people += directory.members(of: id)
      }
    }
    return unique(people)
  }

  /// Whether somebody whom a rung added is still one of those whom it names, or stands above one who is excluded.
  private func stillTargeted(_ person: String, by climb: StageCase.Climb, on ladder: Ladder) -> Bool {
    guard ladder.rungs.indices.contains(climb.rung), let reference = ladder.rungs[climb.rung].to?.value else {
      return true
    }
    switch reference {
    case .group, .role:
      let members = directory.people(reference, cast: input.cast)
      if members.contains(person) { return true }
      return members.contains { member in
        workflows.exclusion(of: member, input: input, directory: directory) != nil
          && directory.managers(of: member).contains(person)
      }
    default: return true
    }
  }

  /// Whom a rung brings in: its target without the excluded, for whom their nearest manager who may act stands in.
  func targets(of rung: Ladder.Rung, assignees: [String]) -> [String] {
    guard let reference = rung.to?.value else { return [] }
    var cast = input.cast
    cast.assignees = assignees
    var people: [String] = []
    for person in directory.people(reference, cast: cast) {
      if workflows.exclusion(of: person, input: input, directory: directory) == nil {
        people.append(person)
      } else if let manager = directory.managers(of: person).first(where: {
        workflows.exclusion(of: $0, input: input, directory: directory) == nil
      }) {
        people.append(manager)
      }
    }
    return unique(people)
  }

  /// How many approvals a stage needs: fewer where everybody's is asked and some lost the right.
  ///
  /// - Parameters:
  ///   - remaining: How many may still act.
  ///   - voter: Who is about to approve and is not among them.
  func required(_ stage: StageCase, remaining: Int, voter: String? = nil) -> Int {
    guard !stage.usesFallback, let definition = workflows.definition(of: stage.id, in: workflow),
      definition.quorum.approve == .all
    else { return stage.approve }
    // Who rejected has not lost the right: their approval is missing.
    let able = stage.counted(.reject).isEmpty ? [] : eligible(stage).people
    let rejecting = stage.counted(.reject).map(\.holder).filter { $0 != voter && able.contains($0) }
    let approving = stage.ownApprovers.filter { $0 != voter }
    return max(1, min(stage.approve, approving.count + rejecting.count + remaining + (voter == nil ? 0 : 1)))
  }

  /// Whether those who approved a decision hold its amount, or others agreed to it for them.
  ///
  /// - Parameter ballot: An approval that is about to be counted.
  func isAuthorityHeld(by approvers: [String], with ballot: Ballot? = nil) -> Bool {
    let caps = caps(with: ballot)
    guard directory.authority != nil else { return true }
    if request.stages.contains(where: { $0.id == CompiledWorkflows.authorityReview && $0.state.isDone }) { return true }
    guard let amount = context.exposure ?? request.exposure else {
      return approvers.contains { caps[$0] == nil && directory.limit(of: $0).map { $0.upTo == nil } ?? false }
    }
    // Who votes for somebody else decides no more than the delegation says.
    let able = approvers.filter { caps[$0].map { amount.exceeds($0) == false } ?? true }
    return directory.hold(able, amount: amount)
  }

  /// Whether a person is one of several who hold the amount together, and enough of the others are among these.
  func sharesAuthority(_ person: String, with others: [String]) -> Bool {
    guard let amount = context.exposure ?? request.exposure else { return false }
    return directory.holdTogether(unique(others + [person]), amount: amount, including: person)
  }

  /// Those who may still act on a stage and have not.
  func remaining(_ stage: StageCase, withFallback: Bool = false) -> [String] {
    let voted = stage.counted.flatMap(\.people)
    return eligible(stage, withFallback: withFallback).people.filter { !voted.contains($0) }
  }
}
