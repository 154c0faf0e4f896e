import CEL
import SpendModel

/// What routing needs to know of a request, be it new or under way.
struct RoutingInput: Sendable {
  var facts: Facts
  var previous: Facts?
  var outcome: Outcome
  var fired: [String]
  var reviews: [String]
  var requester: String
  var submitter: String
  var beneficiary: String
  var exposure: Money?
  /// Of the workflow that the request takes.
  var separation: Separation?
  /// Who changed the rules or workflows a short while before the submission, where the workflow asks.
  var authors: [String] = []
  /// The votes that count so far.
  var votes: [(stage: String, person: String, verb: RequestVerb)] = []

  /// The facts, the outcome and the exposure as conditions read them, bound once for all of them.
  var bound: [String: Value]?

  var cast: Cast { Cast(requester: requester, beneficiary: beneficiary, grantOwner: beneficiary) }

  /// Of no request.
  init() {
    self.init(
      facts: Facts(), previous: nil, outcome: .allow, fired: [], reviews: [], requester: "", submitter: "",
      beneficiary: "", exposure: nil)
  }

  init(_ submission: Submission, _ verdict: Verdict) {
    facts = submission.facts
    previous = submission.previous
    outcome = verdict.outcome
    fired = verdict.fired.map(\.id)
    reviews = verdict.reviews
    requester = submission.requester
    submitter = submission.submitter
    beneficiary = submission.beneficiary
    exposure = submission.exposure
  }

  init(
    facts: Facts, previous: Facts?, outcome: Outcome, fired: [String], reviews: [String], requester: String,
    submitter: String, beneficiary: String, exposure: Money?
  ) {
    self.facts = facts
    self.previous = previous
    self.outcome = outcome
    self.fired = fired
    self.reviews = reviews
    self.requester = requester
    self.submitter = submitter
    self.beneficiary = beneficiary
    self.exposure = exposure
  }
}

/// The people of a stage at a moment.
struct Candidates: Sendable {
  var people: [String] = []
  var passedOver: [String] = []
  var excluded: [Exclusion] = []
  /// Conditions that erred, in words.
  var notes: [String] = []
}

extension CompiledWorkflows {
  /// Who is named as a candidate of a stage, before exclusion.
  func named(
    _ sources: [CandidateSource], stage: StageDefinition, input: RoutingInput, directory: Directory
  ) -> Candidates {
    var result = Candidates()
    for source in sources {
      switch source {
      case .actor(let reference): result.people += directory.people(reference.value, cast: input.cast)
      case .chain(let start, let until):
        let origins = directory.people(start.value, cast: input.cast)
        for origin in origins {
          climb(from: origin, until: until, stage: stage, input: input, directory: directory, into: &result)
        }
      case .expression(let expression):
        switch text(expression, scope(input, stage: stage)) {
        case .success(let id) where directory.person(id) != nil: result.people.append(id)
        case .success(let id):
          result.notes.append("stage `\(stage.id)`: `\(expression.text)` names `\(id)`, who is not in the directory")
        case .failure(let error): result.notes.append("stage `\(stage.id)`: \(error.message)")
        }
      }
    }
    result.people = unique(result.people)
    result.passedOver = unique(result.passedOver).filter { !result.people.contains($0) }
    return result
  }

  private func climb(
    from origin: String, until: ExpressionSource?, stage: StageDefinition, input: RoutingInput, directory: Directory,
    into result: inout Candidates
  ) {
    var passed: [String] = []
    for manager in directory.managers(of: origin) {
      guard let until else {
        result.people.append(manager)
        result.passedOver += passed
        return
      }
      if exclusion(of: manager, input: input, directory: directory, stage: stage) != nil { continue }
      switch truth(until, scope(input, stage: stage, candidate: manager, directory: directory)) {
      case .yes:
        result.people.append(manager)
        result.passedOver += passed
        return
      case .no: passed.append(manager)
      case .unknown(let error):
        passed.append(manager)
        result.notes.append("stage `\(stage.id)`: \(error)")
      }
    }
    result.passedOver += passed
  }

  /// Why a person may take no part in a request; nothing where they may.
  ///
  /// - Parameter stage: Also why not in this one.
  func exclusion(
    of person: String, input: RoutingInput, directory: Directory, stage: StageDefinition? = nil
  ) -> String? {
    var excluded = (input.separation ?? .standard).exclude
    if let stage, !stage.exclude.isEmpty { for word in stage.exclude.words { excluded.insert(word) } }
    if excluded.contains(.requester), person == input.requester { return "requester" }
    if excluded.contains(.requester) || excluded.contains(.submitter), person == input.submitter {
      return "submitter"
    }
    if excluded.contains(.beneficiary), person == input.beneficiary { return "beneficiary" }
    if excluded.contains(.author), input.authors.contains(person) { return "author" }
    if excluded.contains(.conflicted) {
      for conflict in rights.conflicts where conflict.person.value == person {
        guard let when = conflict.when else { return "conflicted" }
        switch truth(when, scope(input)) {
        case .yes, .unknown: return "conflicted"
        case .no: break
        }
      }
    }
    if excluded.contains(.sameTeam), let team = directory.person(input.requester)?.team,
      directory.person(person)?.team == team
    {
      return "sameTeam"
    }
    guard let stage, !stage.exclude.isEmpty else { return nil }
    return stage.exclude.references.first { directory.people($0, cast: input.cast).contains(person) }?.description
  }

  /// The error of a conflict that could not be judged, in words: it then counts as one.
  private func conflictNote(of person: String, input: RoutingInput) -> String? {
    guard (input.separation ?? .standard).exclude.contains(.conflicted) else { return nil }
    for conflict in rights.conflicts where conflict.person.value == person {
      guard let when = conflict.when else { return nil }
      switch truth(when, scope(input)) {
      case .yes: return nil
      case .unknown(let error): return "conflict of `\(person)`: \(error)"
      case .no: break
      }
    }
    return nil
  }

  /// The named people who may take part in a stage, and the others with the reason.
  func admitted(
    _ named: Candidates, to stage: StageDefinition?, input: RoutingInput, directory: Directory
  ) -> Candidates {
    var result = named
    result.people = []
    for person in named.people {
      if let because = exclusion(of: person, input: input, directory: directory, stage: stage) {
        result.excluded.append(Exclusion(person: person, because: because))
        if let note = conflictNote(of: person, input: input) { result.notes.append(note) }
        continue
      }
      guard let stage, let eligible = stage.eligible else {
        result.people.append(person)
        continue
      }
      switch truth(eligible, scope(input, stage: stage, candidate: person, directory: directory)) {
      case .yes: result.people.append(person)
      case .no: result.excluded.append(Exclusion(person: person, because: "eligible"))
      case .unknown(let error):
        result.excluded.append(Exclusion(person: person, because: "eligible"))
        result.notes.append("stage `\(stage.id)`: \(error)")
      }
    }
    return result
  }

  /// The people of each seat of a joint stage, a seat for two standing there twice; nothing for any other stage.
  ///
  /// - Parameters:
  ///   - also: Who may sit on every seat: whom a ladder or a fallback brought in.
  ///   - replaced: Whether only those may.
  func seatPeople(
    _ stage: StageDefinition, input: RoutingInput, directory: Directory, also: [String] = [], replaced: Bool = false
  ) -> [[String]] {
    stage.seats.flatMap { seat in
      var people: [String] = []
      if !replaced {
        let named = named(seat.candidates, stage: stage, input: input, directory: directory)
        var own = stage
        own.eligible = seat.eligible
        people =
          admitted(
            admitted(named, to: stage, input: input, directory: directory), to: own, input: input, directory: directory
          ).people
      }
      return [[String]](repeating: unique(people + also), count: max(1, seat.approve))
    }
  }

  /// Who stands in for a stage's candidates: its own fallback, else those of the groups it names, else the
  /// governance group.
  func standIns(
    for stage: StageDefinition, input: RoutingInput, directory: Directory
  ) -> (people: [String], approve: Int?) {
    if let fallback = stage.fallback {
      return (directory.people(fallback.to.value, cast: input.cast), fallback.approve)
    }
    var people: [String] = []
    for case .actor(let reference) in stage.candidates {
      if case .group(let id) = reference.value { people += directory.fallback(ofGroup: id) }
    }
    if people.isEmpty { people = directory.members(of: Self.governanceGroup) }
    return (unique(people), nil)
  }

  /// Who could mend a stage that nobody can complete: those who answer for its groups, then for the workflows.
  func rescuers(for stage: StageDefinition?, input: RoutingInput, directory: Directory) -> [String] {
    var people: [String] = []
    for case .actor(let reference) in stage?.candidates ?? [] {
      if let person = directory.accountable(for: reference.value, cast: input.cast) { people.append(person) }
    }
    if let person = directory.accountable(for: .group(Self.governanceGroup), cast: Cast()) { people.append(person) }
    if let person = directory.accountable(for: rights.owner.value, cast: Cast()) { people.append(person) }
    if people.isEmpty, let anyone = directory.people.first { people.append(anyone.id) }
    return unique(people)
  }

  package static let governanceGroup = "governance"
}
