import SpendModel
import StrictJSON

@testable import WorkflowEngine

extension World {
  // MARK: - Absence

  /// Somebody lets another one vote in their place for a while, or ends that.
  mutating func delegate() throws(Violation) {
    if happens(4), let place = delegations.indices.randomElement(using: &dice) {
      delegations[place].endedAt = clock
      tell("\(delegations[place].id) ends")
      return try tickAll("look again at")
    }
    let isDecision = happens(2)
    let likely = requests.flatMap { live in
      live.request.stages.filter { $0.state == .active && (!isDecision || $0.right == .decide) }.flatMap(\.candidates)
    }
    guard let of = happens(3) ? pick(World.voters) : pick(likely), directory.person(of) != nil,
      let to = pick(happens(4) ? requests.map(\.request.requester) : World.voters)
    else { return }
    let delegation = Delegation(
      id: ids.mint(.delegation), of: of, to: to, from: clock.adding(seconds: happens(4) ? 86_400 : 0),
      until: clock.adding(seconds: pick([7200, 172_800, 1_000_000]) ?? 7200),
      cap: happens(2) ? Company.usd(pick([100, 5000, 60_000]) ?? 100) : nil)
    if let refusal = delegation.refusal(beside: delegations, directory: directory, at: clock) {
      tell("\(of) delegates to \(to) -> refused \(refusal.message)")
      return
    }
    try require(of != to && delegation.until > clock, "\(of) delegated to \(to) until \(delegation.until)")
    try require(
      !delegations.contains { $0.isLive(at: clock) && $0.of == to && $0.to == of && $0.from < delegation.until },
      "\(of) and \(to) delegate to each other")
    delegations.append(delegation)
    tell("\(of) delegates to \(to) until \(delegation.until), cap \(delegation.cap?.description ?? "none")")
    try tickAll("look again at")
    if happens(2), delegation.isInForce(at: clock) { try voteForAnother(by: delegation) }
  }

  /// A vote in another's place: by whoever was delegated to, or by somebody who only says so.
  mutating func voteForAnother(by chosen: Delegation? = nil) throws(Violation) {
    let held = delegations.filter { $0.isInForce(at: clock) }
    let delegation = chosen ?? pick(held)
    let waiting = requests.indices.filter { place in
      requests[place].request.stages.contains { stage in
        stage.state == .active && delegation.map { stage.candidates.contains($0.of) } ?? false
      }
    }
    guard let place = waiting.isEmpty || happens(4) ? pickRequest() : pick(waiting) else { return }
    guard let person = happens(4) ? pick(World.voters) : delegation?.to,
      let principal = happens(4) ? pick(World.voters) : delegation?.of
    else { return }
    var ballot = Ballot(person: person, verb: happens(5) ? .recuse : .approve, comment: "because")
    if !happens(3) { ballot.principal = principal }
    ballot.attest = attests(principal, on: requests[place], nil)
    try vote(ballot, at: place)
    // The one whose place it was votes, too.
    guard happens(3) else { return }
    let attest = attests(principal, on: requests[place], nil)
    try vote(Ballot(person: principal, verb: .approve, comment: "because", attest: attest), at: place)
  }

  // MARK: - Places and votes

  mutating func retract() throws(Violation) {
    guard let place = pickRequest() else { return }
    let live = requests[place]
    let voters = live.request.stages.flatMap { $0.counted.flatMap(\.people) }
    guard let person = happens(4) ? pick(World.voters) : pick(voters) else { return }
    let open = live.request.stages.filter { stage in stage.counted.contains { $0.people.contains(person) } }
    let result = live.request.retract(
      stage: happens(3) ? pick(open)?.id : nil, context: context(.user(person, login: person), for: live), ids: &ids)
    if case .success(let decision) = result {
      let revoked = decision.drafts.filter { $0.type == .voteRevoked }
      try require(revoked.count == 1, "retracting took back \(revoked.count) votes")
      let of = [revoked[0].data["person"]?.string, revoked[0].data["for"]?.string]
      try require(of.contains(person), "\(person) took back the vote of \(of.compactMap { $0 })")
    }
    try take(result, at: place, "\(person) retracts on \(live.request.id)", isQuiet: result.isTaken)
  }

  mutating func reassign() throws(Violation) {
    guard let place = pickRequest() else { return }
    let live = requests[place]
    let open = live.request.stages.filter { $0.state == .active }
    guard let stage = pick(open), let to = pick(World.voters),
      let person = happens(4) ? pick(World.voters) : pick(stage.candidates)
    else { return }
    let adds = happens(3)
    let result = live.request.reassign(
      to: to, stage: happens(3) ? nil : stage.id, reason: "away", adds: adds,
      context: context(.user(person, login: person), for: live), ids: &ids)
    if case .success(let decision) = result,
      let after = decision.request.stage(stage.id), let before = decision.drafts.first(where: { $0.data["to"] != nil })
    {
      try require(
        !Oracle(live, in: self).isBarred(to) || before.data["to"]?.string != to,
        "\(to) was given a place on \(live.request.id), of which they must take no part")
      try require(after.approve >= 1, "\(stage.id) needs \(after.approve)")
    }
    try take(
      result, at: place, "\(person) \(adds ? "adds" : "hands their place to") \(to) on \(live.request.id) \(stage.id)",
      isQuiet: result.isTaken)
  }

  mutating func claim() throws(Violation) {
    guard let place = pickRequest() else { return }
    let live = requests[place]
    let claimed = live.request.stages.compactMap { $0.claimed(at: clock) }
    let releases = happens(3) || !claimed.isEmpty
    let likely = releases && !claimed.isEmpty ? claimed : live.request.stages.flatMap(\.candidates)
    guard let person = happens(4) ? pick(World.voters) : pick(likely) else { return }
    let result = live.request.claim(
      stage: nil, releases: releases, context: context(.user(person, login: person), for: live), ids: &ids)
    try take(result, at: place, "\(person) claims \(live.request.id)", isQuiet: false)
    guard result.isTaken, !releases, happens(2) else { return }
    let released = requests[place].request.claim(
      stage: nil, releases: true, context: context(.user(person, login: person), for: requests[place]), ids: &ids)
    try take(released, at: place, "\(person) lets go of \(live.request.id)", isQuiet: false)
  }

  /// Two people go on without a stage; whoever else tries does not.
  mutating func override() throws(Violation) {
    guard let place = pickRequest(), let stage = pick(requests[place].request.stages) else { return }
    for _ in 0..<(happens(2) ? 2 : 1) {
      let live = requests[place]
      guard let person = happens(3) ? pick(World.voters) : pick(["gia", "gil", "gus", "ann", "lea", "pia", "fay"])
      else {
        return
      }
      let result = live.request.override(
        stage: stage.id, reason: "it has to go on", context: context(.user(person, login: person), for: live),
        ids: &ids)
      try take(result, at: place, "\(person) overrides \(stage.id) of \(live.request.id)", isQuiet: result.isTaken)
    }
  }

  // MARK: - What must hold of it

  /// A vote in another's place: both may take part, the place is the other's, and the amount is within the delegation.
  func judgeDelegated(
    _ record: EventRecord, _ principal: String, _ oracle: Oracle, _ stage: StageCase
  ) throws(Violation) {
    let person = record.data["person"]?.string ?? ""
    let held = delegations.filter { $0.of == principal && $0.to == person && $0.from <= clock && clock < $0.until }
    guard let delegation = held.first(where: { $0.endedAt == nil }) else {
      throw violation("\(person) voted for \(principal) on \(stage.id) without a delegation that holds")
    }
    try require(
      !oracle.isBarred(principal), "\(person) voted for \(principal), who must take no part in \(oracle.request.id)")
    try require(!oracle.isSpent(person, outside: stage), "\(person) acted on another stage of \(oracle.request.id)")
    try require(
      oracle.allowed(stage).contains(principal), "\(person) voted for \(principal) on \(stage.id), who has no right")
    if stage.right == .decide, record.data["verb"]?.string == "approve", let cap = delegation.cap,
      let amount = oracle.exposure
    {
      try require(amount.nanos <= cap.nanos, "\(person) decided \(amount) for \(principal), and may only \(cap)")
    }
  }

  func judgeWaived(_ record: EventRecord, _ live: Live) throws(Violation) {
    guard let place = record.data["stage"]?.string, let stage = live.request.stage(place) else { return }
    let by = record.data["by"]?.array?.compactMap(\.string) ?? []
    let oracle = Oracle(live, in: self)
    try require(Set(by).count == 2, "\(place) was waived by \(by)")
    try require(by.allSatisfy { !oracle.isBarred($0) }, "\(place) was waived by \(by), not all of whom may take part")
    try require(stage.right != .decide, "a decision was waived")
    try require(
      !Set(by).isDisjoint(with: oracle.members(of: "governance")), "\(place) was waived without governance: \(by)")
  }
}
