import SpendModel
import StrictJSON

extension Recorder {
  /// The stage that a ballot is for, and by whose right: the one that it names; else an own right comes first, then the
  /// only delegation that fits.
  func choice(for given: Ballot) -> (StageChoice, Ballot) {
    let held = context.delegations.filter { $0.to == given.person && $0.isInForce(at: at) }
    var ballot = given
    if let principal = given.principal, principal != given.person {
      guard let delegation = held.first(where: { $0.of == principal }) else {
        let message = "`\(given.person)` has no delegation by `\(principal)`"
        return (.void(.notCandidate, message, detail: nil, stage: given.stage, hint: wayTo(principal, given)), ballot)
      }
      ballot.delegation = delegation
      return (stage(for: ballot), ballot)
    }
    let own = stage(for: ballot)
    guard case .void(let code, _, _, _, _) = own, given.principal == nil, !held.isEmpty else { return (own, ballot) }
    let tried = held.map { delegation in
      var ballot = given
      ballot.delegation = delegation
      return (choice: stage(for: ballot), ballot: ballot)
    }
    let fits = tried.filter { !$0.choice.isVoid }
    if fits.count > 1 { return (.ambiguousPrincipal(fits.map(\.ballot.holder)), ballot) }
    if let only = fits.first { return only }
    // What bars the one whose place it would be says more than that there is no own right.
    let telling = tried.first { if case .void(.notCandidate, _, _, _, _) = $0.choice { false } else { true } }
    return code == .notCandidate ? telling ?? (own, ballot) : (own, ballot)
  }

  /// Whether a ballot's right reaches a stage, and whoever uses it may act there.
  func mayAct(_ ballot: Ballot, on stage: StageCase) -> Bool {
    eligible(stage).people.contains(ballot.holder)
      && (ballot.delegation == nil
        || (exclusion(of: ballot.person, from: stage) == nil
          && !isBusy(ballot.person, outside: stage)))
  }

  /// How somebody could come to vote in a person's place.
  private func wayTo(_ principal: String, _ ballot: Ballot) -> String {
    if let held = context.delegations.first(where: { $0.of == principal && $0.isInForce(at: at) }) {
      return "`\(principal)` has delegated to `\(held.to)`"
    }
    if let held = context.delegations.first(where: { $0.to == ballot.person && $0.isInForce(at: at) }),
      context.delegations.contains(where: { $0.of == principal && $0.to == held.of && $0.isInForce(at: at) })
    {
      return "`\(principal)` delegated to `\(held.of)`, who cannot pass it on"
    }
    return "`\(principal)` can: `assent delegate --to \(ballot.person) --until DATE`"
  }

  /// Why a vote no longer counts on a stage because of one that does; nothing where it does. A person counts once, in
  /// whosever place; where two could use one right, the first counts.
  func voidedByOthers(_ ballot: Ballot, on stage: StageCase) -> (code: Refusal.Code, message: String)? {
    let people = Set([ballot.person, ballot.holder])
    for vote in stage.counted {
      if vote.holder == ballot.holder {
        if vote.person == ballot.person {
          guard vote.verb == ballot.verb else { continue }
          return (.repeated, "`\(ballot.person)` has already said so on stage `\(stage.id)`")
        }
        let place = vote.principal.map { " for `\($0)`" } ?? ""
        return (.repeated, "`\(vote.person)` has already voted\(place) on stage `\(stage.id)`")
      }
      if let person = vote.people.first(where: people.contains) {
        return (.excluded, "`\(person)` has already been counted on stage `\(stage.id)`, and counts once")
      }
    }
    return nil
  }

  /// The most that may be decided in the places of others, by whose place it is.
  func caps(with ballot: Ballot? = nil) -> [String: Money] {
    var caps: [String: Money] = [:]
    for stage in request.stages where stage.right == .decide {
      for vote in stage.counted where vote.principal != nil { caps[vote.holder] = vote.cap }
    }
    if let delegation = ballot?.delegation { caps[delegation.of] = delegation.cap }
    return caps
  }

  /// Up to what a ballot may decide: the limit of the one whose right it is, no more than the delegation says.
  func limit(of ballot: Ballot) -> Money? {
    let limit = directory.limit(of: ballot.holder)?.upTo
    guard let cap = ballot.delegation?.cap else { return limit }
    return limit.map { cap.exceeds($0) == true ? $0 : cap } ?? cap
  }

  /// Whether a delegation is too small for what a ballot would decide.
  func isOverCap(_ ballot: Ballot, on stage: StageCase) -> Bool {
    guard stage.right == .decide, ballot.verb == .approve, let cap = ballot.delegation?.cap else { return false }
    return (context.exposure ?? request.exposure).map { $0.exceeds(cap) != false } ?? true
  }

  /// Who may act on a stage in the place of one of those who may.
  func delegates(_ stage: StageCase, of people: [String]) -> [Delegate] {
    let counted = Set(stage.counted.flatMap(\.people))
    let amount = context.exposure ?? request.exposure
    return people.flatMap { person in
      context.delegations.filter { delegation in
        delegation.of == person && delegation.isInForce(at: at) && directory.person(delegation.to) != nil
          && !counted.contains(delegation.to) && !isBusy(delegation.to, outside: stage)
          && exclusion(of: delegation.to, from: stage) == nil
          && (stage.right != .decide || delegation.cap.map { amount?.exceeds($0) == false } ?? true)
      }.map { Delegate(person: $0.to, of: person) }
    }
  }

  /// Who is told beside these people, because they act in their place; nothing where nobody does.
  func delegatesTold(of people: [String]) -> JSONValue? {
    let told = context.delegations.filter { people.contains($0.of) && $0.isInForce(at: at) }.map(\.to)
    return told.isEmpty ? nil : array(unique(told).filter { !people.contains($0) })
  }
}

extension Recorder.StageChoice {
  var isVoid: Bool { if case .void = self { true } else { false } }
}
