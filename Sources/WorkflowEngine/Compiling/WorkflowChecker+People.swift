import Diagnostics
import SpendModel

/// Whether a stage has people enough, whoever asks and whoever is away.
extension WorkflowChecker {
  mutating func checkPeople(of stage: StageDefinition) {
    if let weighing = stage.quorum.weighing {
      check(weighing, of: stage)
    } else if stage.seats.isEmpty {
      checkQuorum(of: stage)
    } else {
      checkSeats(of: stage)
    }
    checkRejections(of: stage)
  }

  /// The people whom a stage names, and whether it may name others once a request comes in.
  private func candidates(of stage: StageDefinition) -> (people: Set<String>, isOpen: Bool) {
    var people: Set<String> = []
    var isOpen = false
    for source in stage.candidates {
      guard case .actor(let reference) = source, let named = fixed(reference.value) else {
        isOpen = true
        continue
      }
      people.formUnion(named)
    }
    return (people.subtracting(excluded(from: stage)), isOpen)
  }

  /// The people whom a stage never lets act.
  private func excluded(from stage: StageDefinition) -> Set<String> {
    Set(stage.exclude.references.flatMap { fixed($0) ?? [] })
  }

  /// Whether enough people exist, and still do when one of them is away. Fallbacks count.
  private mutating func checkQuorum(of stage: StageDefinition) {
    let (people, isOpen) = candidates(of: stage)
    let standIns = standIns(for: stage)
    let position = stage.quorum.position ?? stage.position
    let needed = stage.quorum.approvals(among: people.count)
    // Where somebody is named only when a request comes in, the fallback alone has to do in the end.
    guard checkFallback(of: stage, standIns) else { return }
    let all = people.union(standIns)
    if isOpen {
      let alone = stage.fallback?.approve ?? needed
      if alone + 1 > standIns.count {
        report(
          "fragile-quorum", "`\(stage.id)` may be left to its fallback, which needs \(alone) of \(count(standIns))",
          hint: "let it survive the absence of one person", at: position)
      }
      return
    }
    if case .count(let wanted) = stage.quorum.approve, wanted > all.count {
      report(
        "impossible-quorum", "`\(stage.id)` needs \(wanted) approvals of \(count(all))",
        hint: "ask for fewer, or name more people", at: position)
    } else if stage.quorum.approve == .all ? all.count < 2 : needed + 1 > all.count {
      report(
        "fragile-quorum", "`\(stage.id)` needs \(needed) of \(count(all)), and stops when one is away",
        hint: "name more people, or a fallback", at: position)
    }
  }

  /// Whether as many stand in as the fallback asks for.
  private mutating func checkFallback(of stage: StageDefinition, _ standIns: Set<String>) -> Bool {
    guard let approve = stage.fallback?.approve, approve > standIns.count, let fallback = stage.fallback else {
      return true
    }
    report(
      "impossible-quorum", "the fallback of `\(stage.id)` needs \(approve) of \(count(standIns))",
      hint: "ask for fewer, or name more people", at: fallback.to.position)
    return false
  }

  /// Whether the weights add up, and still do when one person is away.
  private mutating func check(_ weighing: Weighing, of stage: StageDefinition) {
    let (people, isOpen) = candidates(of: stage)
    let standIns = standIns(for: stage)
    let position = stage.quorum.position ?? stage.position
    let before = diagnostics.count(.error)
    var seen: Set<String> = []
    for share in weighing.shares {
      check(person: share.person)
      if !seen.insert(share.person.value).inserted {
        report(
          "duplicate-id", "a second weight of `\(share.person.value)`", hint: "a person has one weight",
          at: share.person.position)
      } else if !isOpen, !people.contains(share.person.value), !standIns.contains(share.person.value),
        directory.person(share.person.value) != nil
      {
        report(
          "idle-weight", "`\(share.person.value)` has a weight, and is no candidate of `\(stage.id)`",
          severity: .warning, hint: "leave it out, or name them among the candidates", at: share.person.position)
      }
    }
    guard diagnostics.count(.error) == before, checkFallback(of: stage, standIns) else { return }
    if weighing.minPeople < 2, let heavy = weighing.shares.first(where: { $0.weight >= weighing.needed }) {
      report(
        "heavy-hand", "`\(heavy.person.value)` alone is the quorum of `\(stage.id)`", severity: .warning,
        hint: "write `minPeople: 2`", at: heavy.person.position)
    }
    // Who stands in weighs 1, unless the fallback counts people.
    func suffices(without away: String?) -> Bool {
      let present = people.filter { $0 != away }
      if !isOpen, weighing.isMet(by: present) { return true }
      let others = standIns.filter { $0 != away }
      if let approve = stage.fallback?.approve { return others.count >= approve }
      return weighing.isMet(by: isOpen ? others : present.union(others))
    }
    let all = people.union(standIns)
    let sum = "`\(stage.id)` needs a weight of \(weighing.needed) from \(weighing.minPeople) of \(count(all))"
    if !suffices(without: nil) {
      report(
        "impossible-quorum", "\(sum), who weigh \(weighing.weight(of: all))",
        hint: "ask for less, or name more people", at: position)
    } else if let away = all.sorted().first(where: { !suffices(without: $0) }) {
      report(
        "fragile-quorum", "\(sum), and stops when `\(away)` is away", hint: "weigh others more, or name a fallback",
        at: position)
    }
  }

  /// Whether those who may act can also refuse.
  private mutating func checkRejections(of stage: StageDefinition) {
    let (people, isOpen) = candidates(of: stage)
    guard !isOpen, stage.quorum.reject > people.union(standIns(for: stage)).count else { return }
    report(
      "impossible-rejection", "it takes \(stage.quorum.reject) of \(count(people)) to refuse at `\(stage.id)`",
      severity: .warning, hint: "ask for fewer under `reject`", at: stage.quorum.position ?? stage.position)
  }

  /// Who stands in for a stage's candidates, as far as that is known without a request.
  private func standIns(for stage: StageDefinition) -> Set<String> {
    var people: Set<String> = []
    if let fallback = stage.fallback {
      people = Set(fixed(fallback.to.value) ?? [])
    } else {
      for case .actor(let reference) in stage.candidates {
        if case .group(let id) = reference.value { people.formUnion(directory.fallback(ofGroup: id)) }
      }
      if people.isEmpty { people = Set(directory.members(of: CompiledWorkflows.governanceGroup)) }
    }
    return people.subtracting(excluded(from: stage))
  }

  /// Whether distinct people can fill all seats, and still can when one of them is away.
  private mutating func checkSeats(of stage: StageDefinition) {
    let standIns = standIns(for: stage)
    let excluded = excluded(from: stage)
    var seats: [[String]] = []
    for seat in stage.seats {
      var people = standIns
      for case .actor(let reference) in seat.candidates { people.formUnion(fixed(reference.value) ?? []) }
      for _ in 0..<min(max(1, seat.approve), 1000) { seats.append(people.subtracting(excluded).sorted()) }
    }
    let all = Set(seats.joined())
    if !Matching(seats: seats).unfilled.isEmpty {
      report(
        "impossible-quorum", "`\(stage.id)` has \(seats.count) seats, and \(count(all)) cannot fill them",
        hint: "ask for fewer, or name more people", at: stage.position)
    } else if all.contains(where: { away in
      !Matching(seats: seats.map { seat in seat.filter { $0 != away } }).unfilled.isEmpty
    }) {
      report(
        "fragile-quorum", "`\(stage.id)` has \(seats.count) seats for \(count(all)), and stops when one is away",
        hint: "name more people, or a fallback", at: stage.position)
    }
  }

  private func count(_ people: Set<String>) -> String { people.count == 1 ? "1 person" : "\(people.count) people" }

  /// The people whom a reference always names; nothing where that depends on the request.
  private func fixed(_ reference: ActorReference) -> [String]? {
    switch reference {
    case .user, .group, .role: directory.people(reference, cast: Cast())
    default: nil
    }
  }
}
