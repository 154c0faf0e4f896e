package import SpendModel
import StrictJSON

extension StageCase {
  /// A place that somebody handed over, or a person who was added.
  package struct Handover: Sendable, Hashable {
    /// Whose place it was; nothing: an addition.
    package var from: String?
    package var to: String
    /// How many rungs had brought people in before.
    package var climbs: Int
  }

  /// What somebody says who looks at it: a courtesy to the others, and no right.
  package struct Claim: Sendable, Hashable {
    package var person: String
    /// When it falls by itself.
    package var until: Timestamp
  }

  /// Those that hold since the ladder last gave the stage to others.
  private var standing: [Handover] {
    guard let replaced = climbed.lastIndex(where: \.replaces) else { return handovers }
    return handovers.filter { $0.climbs > replaced }
  }

  /// Those that go on when the request is handed in again, and its ladders start anew.
  var carriedHandovers: [Handover] { standing.map { Handover(from: $0.from, to: $0.to, climbs: 0) } }

  /// Who was added and has not stepped aside: each of them is asked beside the others.
  package var added: [String] {
    var people: [String] = []
    for handover in standing {
      if let from = handover.from {
        if let place = people.firstIndex(of: from) { people[place] = handover.to }
      } else {
        people.append(handover.to)
      }
    }
    let aside = counted(.recuse).map(\.holder)
    return unique(people).filter { !aside.contains($0) }
  }

  /// Who approved by a place of the stage, and not because they were added.
  var ownApprovers: [String] {
    let added = added
    return counted(.approve).map(\.holder).filter { !added.contains($0) }
  }

  /// These people, once places are handed over and others added.
  func afterHandovers(_ people: [String]) -> [String] {
    standing.reduce(people) { people, handover in
      people.filter { $0 != handover.from && $0 != handover.to } + [handover.to]
    }
  }

  /// The people of a seat, once places are handed over.
  func seatAfterHandovers(_ people: [String]) -> [String] {
    standing.reduce(people) { people, handover in
      guard let from = handover.from, people.contains(from) else { return people }
      return people.filter { $0 != from && $0 != handover.to } + [handover.to]
    }
  }

  mutating func readHandover(_ event: EventReading) {
    guard let to = event.data["to"]?.string else { return }
    switch event.data["because"]?.string {
    case "manual": handovers.append(Handover(from: event.data["from"]?.string, to: to, climbs: climbed.count))
    case "added": handovers.append(Handover(from: nil, to: to, climbs: climbed.count))
    default: break
    }
  }

  /// Who looks at it, at a time.
  package func claimed(at: Timestamp) -> String? {
    guard state == .active, let claim, at < claim.until else { return nil }
    return claim.person
  }
}

extension Recorder {
  /// Those who were added to a stage and are to be heard: the others may go on without one who may not act any more.
  func asked(_ stage: StageCase) -> [String] {
    stage.added.filter { person in
      directory.person(person) != nil && exclusion(of: person, from: stage) == nil && !isBusy(person, outside: stage)
        && isFit(person, for: stage)
    }
  }

  /// Whether a person meets what a stage asks of its candidates, by definitions that may be others than when they were
  /// added.
  private func isFit(_ person: String, for stage: StageCase) -> Bool {
    guard let definition = workflows.definition(of: stage.id, in: workflow), definition.eligible != nil else {
      return true
    }
    var named = Candidates()
    named.people = [person]
    return !workflows.admitted(named, to: definition, input: input, directory: directory).people.isEmpty
  }

  /// Why somebody may not act on a stage, whatever their rights; nothing where they may.
  func exclusion(of person: String, from stage: StageCase) -> String? {
    workflows.exclusion(
      of: person, input: input, directory: directory, stage: workflows.definition(of: stage.id, in: workflow))
  }

  /// Those who may still act on a stage by a place of its own.
  func remainingOwn(_ stage: StageCase) -> [String] {
    let added = asked(stage)
    return remaining(stage).filter { !added.contains($0) }
  }
}
