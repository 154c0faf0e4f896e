import SpendModel

extension Recorder {
  enum StageChoice {
    case stage(StageCase)
    case ambiguous([String])
    case ambiguousPrincipal([String])
    case void(Refusal.Code, String, detail: String?, stage: String?, hint: String?)
  }

  /// The stage that a ballot is for: the named one, else the only one on which the person may act.
  func stage(for ballot: Ballot) -> StageChoice {
    let person = ballot.holder
    for person in unique([ballot.person, person]) {
      guard directory.person(person) != nil else {
        return .void(.notCandidate, "`\(person)` is not in the directory", detail: nil, stage: ballot.stage, hint: nil)
      }
      if let because = workflows.exclusion(of: person, input: input, directory: directory) {
        return .void(
          .excluded, "`\(person)` may not take part in `\(request.id)`: \(because)", detail: because,
          stage: ballot.stage, hint: mayAct())
      }
    }
    var stages = request.stages
    if let name = ballot.stage { stages = stages.filter { $0.id == name } }
    let open = stages.filter { $0.state == .active || $0.state == .blocked }
    let mine = open.filter { mayAct(ballot, on: $0) }
    // A stage on which the person has not acted comes before one where a vote would be a change of mind.
    let fresh = mine.filter { stage in
      !stage.counted.contains { $0.people.contains(person) || $0.people.contains(ballot.person) }
    }
    let choice = fresh.isEmpty ? mine : fresh
    if choice.count > 1 { return .ambiguous(choice.map(\.id)) }
    if let only = choice.first {
      guard only.state == .active else {
        return .void(.pending, "stage `\(only.id)` is blocked", detail: nil, stage: only.id, hint: nil)
      }
      return .stage(only)
    }
    return nowhere(ballot, stages)
  }

  /// Why a person can act on none of the stages.
  private func nowhere(_ ballot: Ballot, _ given: [StageCase]) -> StageChoice {
    let person = ballot.holder
    // Whoever is informed does not vote.
    let stages = given.filter { $0.right != .inform }
    for stage in stages where stage.state == .active || stage.state == .blocked {
      let excluded = eligible(stage).excluded.filter { $0.person == person }
      if excluded.contains(where: { $0.because == "eligible" }) {
        return .void(
          .excluded, "`\(person)` does not meet what stage `\(stage.id)` asks of its candidates", detail: "eligible",
          stage: stage.id, hint: mayAct())
      }
      if let barred = excluded.first(where: { $0.because != "distinct" }) {
        return .void(
          .excluded, "`\(person)` may not act on stage `\(stage.id)`: \(barred.because)", detail: barred.because,
          stage: stage.id, hint: mayAct())
      }
      let isUsed = isBusy(ballot.person, outside: stage) && eligible(stage).people.contains(person)
      if isUsed || !excluded.isEmpty {
        return .void(
          .excluded,
          "`\(isUsed ? ballot.person : person)` has already acted on another stage of `\(request.id)`",
          detail: "distinct",
          stage: stage.id,
          hint: mayAct())
      }
    }
    if let settled = stages.first(where: { stage in
      stage.state.isSettled && stage.votes.contains { $0.holder == person && $0.state == .counted }
    }) {
      let isSame = settled.counted.contains {
        $0.holder == person && ($0.verb == ballot.verb || $0.person != ballot.person)
      }
      return .void(
        isSame ? .repeated : .late,
        isSame
          ? voidedByOthers(ballot, on: settled)?.message
            ?? "`\(person)` has already said so on stage `\(settled.id)`"
          : "stage `\(settled.id)` is already \(settled.state.rawValue)",
        detail: nil, stage: settled.id, hint: "nothing changes: `assent why \(request.id)` says what it waits for")
    }
    if let waiting = stages.first(where: { $0.state == .pending && eligible($0).people.contains(person) }) {
      return .void(.pending, "stage `\(waiting.id)` is not open yet", detail: nil, stage: waiting.id, hint: mayAct())
    }
    if let done = stages.first(where: { $0.state.isSettled && eligible($0).people.contains(person) }) {
      return .void(
        .late, "stage `\(done.id)` is already \(done.state.rawValue)", detail: nil, stage: done.id, hint: mayAct())
    }
    return .void(
      .notCandidate, "`\(person)` has no right to decide on `\(request.id)`", detail: nil,
      stage: given.count == 1 ? given.first?.id : nil, hint: mayAct())
  }

  private func mayAct() -> String? {
    let open = request.stages.filter { $0.state == .active }
    guard !open.isEmpty else { return nil }
    return "may act: "
      + open.map { stage in "\(remaining(stage).joined(separator: ", ")) (\(stage.id))" }.joined(separator: "; ")
  }
}
