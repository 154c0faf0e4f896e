import SpendModel

@testable import WorkflowEngine

/// Who may do what, worked out a second time from the authored documents alone and as plainly as it can be said: the
/// simulation holds the engine's answers against it. It calls no function that decides.
struct Oracle {
  /// The people and groups in force.
  var people: DecisionRights
  /// The definitions that the request pinned.
  var pinned: DecisionRights
  var workflow: Workflow?
  var ask: Ask
  var exposure: Money?
  /// Who changed the rules by which it was handed in, as far as that keeps them out.
  var authors: [String]
  var request: RequestCase

  init(_ live: World.Live, in world: World) {
    people = world.workflows.rights
    pinned = live.pinned.rights
    workflow = live.pinned.workflows.first { $0.id.value == live.request.workflow }
    ask = live.ask
    exposure = world.exposure(
      of: live.request.id, live.ask, submittedAt: live.request.submittedAt, replacing: live.request.amends?.request)
    request = live.request
    authors = live.authors
  }

  func exists(_ id: String) -> Bool { people.people.contains { $0.id == id } }

  func managers(of id: String) -> [String] {
    var chain: [String] = []
    var current = id
    while let manager = people.people.first(where: { $0.id == current })?.manager?.value, exists(manager),
      manager != id, !chain.contains(manager)
    {
      chain.append(manager)
      current = manager
    }
    return chain
  }

  func members(of id: String, depth: Int = 0) -> Set<String> {
    guard let group = people.groups.first(where: { $0.id == id }), depth < 8 else { return [] }
    let present = Set(group.members.map(\.value).filter(exists))
    if !present.isEmpty { return present }
    switch group.fallback?.value {
    case .group(let other)?: return members(of: other, depth: depth + 1)
    case .user(let person)?: return exists(person) ? [person] : []
    default: return []
    }
  }

  func resolve(_ reference: ActorReference) -> Set<String> {
    switch reference {
    case .user(let id): exists(id) ? [id] : []
    case .group(let id): members(of: id)
    case .role(let role): Set(people.people.filter { $0.roles.contains(role) }.map(\.id))
    case .requester: [request.requester]
    case .beneficiary, .grantOwner: [request.beneficiary]
    case .assignees: []
    case .managerOf(let inner): Set(resolve(inner).compactMap { managers(of: $0).first })
    }
  }

  // MARK: - Separation of duties

  /// Whether a person must take no part, under whatever hat.
  ///
  /// - Parameter isLasting: Whatever the directory says at the moment.
  func isBarred(_ person: String, isLasting: Bool = false) -> Bool {
    let exclude = workflow?.separation.exclude ?? Separation.standard.exclude
    if exclude.contains(.requester), person == request.requester || person == request.submitter { return true }
    if exclude.contains(.submitter), person == request.submitter { return true }
    if exclude.contains(.author), authors.contains(person) { return true }
    if exclude.contains(.beneficiary), person == request.beneficiary { return true }
    if exclude.contains(.conflicted), isConflicted(person) { return true }
    if exclude.contains(.sameTeam), !isLasting, let team = team(of: request.requester), team == self.team(of: person) {
      return true
    }
    return false
  }

  private func team(of id: String) -> String? { people.people.first { $0.id == id }?.team }

  private func isConflicted(_ person: String) -> Bool {
    pinned.conflicts.contains { conflict in
      guard conflict.person.value == person else { return false }
      switch conflict.when?.text {
      case "request.project == 'claims-triage'": return ask.project == "claims-triage"
      case "request.data.class == 'special'": return ask.data == "special"
      default: return true
      }
    }
  }

  // MARK: - Amounts

  /// The largest amount of a person alone; nothing where there is none, `Int64.max` where it has no end.
  func limit(of id: String) -> Int64? {
    guard let person = people.people.first(where: { $0.id == id }) else { return nil }
    return (people.authority?.limits ?? []).filter { $0.approve <= 1 && holds(person, $0) }
      .map { $0.upTo?.nanos ?? .max }.max()
  }

  private func holds(_ person: Person, _ limit: Authority.Limit) -> Bool {
    switch limit.holder.value {
    case .role(let role): person.roles.contains(role)
    case .user(let id): person.id == id
    case .group(let id):
      people.groups.first { $0.id == id }?.members.contains { $0.value == person.id } ?? false
    default: false
    }
  }

  func hold(_ approvers: Set<String>, _ amount: Int64) -> Bool {
    if amount <= 0 { return !approvers.isEmpty }
    if approvers.contains(where: { (limit(of: $0) ?? -1) >= amount }) { return true }
    return (people.authority?.limits ?? []).contains { limit in
      limit.approve > 1 && (limit.upTo?.nanos ?? .max) >= amount
        && people.people.filter { approvers.contains($0.id) && holds($0, limit) }.count >= limit.approve
    }
  }

  // MARK: - Stages

  func definition(_ stage: String) -> StageDefinition? {
    workflow?.stages.first { $0.id == stage } ?? pinned.reviews.first { $0.id == stage }
  }

  /// Everybody who may act on a stage at this moment.
  func allowed(_ stage: StageCase) -> Set<String> {
    guard let definition = definition(stage.id) else { return Set(stage.candidates.filter(exists)) }
    let isReplaced = stage.climbed.contains { $0.replaces }
    var people: Set<String> = []
    if definition.seats.isEmpty {
      if !isReplaced { people = named(definition.candidates) }
    } else if !isReplaced {
      for seat in definition.seats { people.formUnion(named(seat.candidates).filter { meets($0, seat.eligible) }) }
    }
    people.formUnion(joined(stage, definition))
    for handover in standing(stage) {
      if let from = handover.from {
        if definition.seats.isEmpty || people.contains(from) { people.insert(handover.to) }
        people.remove(from)
      } else {
        people.insert(handover.to)
      }
    }
    return people.filter {
      exists($0) && meets($0, definition.eligible) && !isBarred($0) && !isKeptOut($0, of: definition)
        && !isSpent($0, outside: stage)
    }
  }

  /// Whom the fallback and the ladder brought in.
  private func joined(_ stage: StageCase, _ definition: StageDefinition) -> Set<String> {
    var joined: Set<String> = []
    let last = stage.climbed.lastIndex { $0.replaces }
    if stage.usesFallback { joined.formUnion(fallback(of: definition)) }
    for climb in stage.climbed.dropFirst(last ?? 0) { joined.formUnion(targets(climb, of: definition)) }
    return joined
  }

  /// The handovers since the ladder last gave the stage to others.
  private func standing(_ stage: StageCase) -> [StageCase.Handover] {
    guard let last = stage.climbed.lastIndex(where: { $0.replaces }) else { return stage.handovers }
    return stage.handovers.filter { $0.climbs > last }
  }

  /// Those who were added beside the others and have to be heard.
  private func added(_ stage: StageCase) -> Set<String> {
    var people: Set<String> = []
    for handover in standing(stage) {
      if let from = handover.from {
        if people.remove(from) != nil { people.insert(handover.to) }
      } else {
        people.insert(handover.to)
      }
    }
    let aside = stage.votes.filter { $0.state == .counted && $0.verb == .recuse }.map(\.holder)
    let condition = definition(stage.id)?.eligible
    return people.subtracting(aside).filter {
      exists($0) && !isBarred($0) && !isSpent($0, outside: stage) && meets($0, condition)
    }
  }

  /// Whether a person has acted on another stage already, where that counts for all.
  func isSpent(_ person: String, outside stage: StageCase) -> Bool {
    guard workflow?.separation.distinct ?? .all == .all else { return false }
    return request.stages.contains { other in
      other.id != stage.id && other.votes.contains { $0.people.contains(person) && $0.state == .counted }
    }
  }

  /// Whether a stage does not want a person beside whom the workflow bars.
  private func isKeptOut(_ person: String, of definition: StageDefinition) -> Bool {
    definition.exclude.contains { exclusion in
      switch exclusion {
      case .separation(.sameTeam): team(of: person) != nil && team(of: person) == team(of: request.requester)
      case .separation(.requester): person == request.requester || person == request.submitter
      case .separation(.submitter): person == request.submitter
      case .separation(.beneficiary): person == request.beneficiary
      case .separation(.conflicted): isConflicted(person)
      case .separation(.author): authors.contains(person)
      case .actor(let reference): resolve(reference.value).contains(person)
      }
    }
  }

  private func meets(_ person: String, _ condition: ExpressionSource?) -> Bool {
    guard condition != nil else { return true }
    return people.people.first { $0.id == person }?.training.contains("privacy") ?? false
  }

  private func named(_ sources: [CandidateSource]) -> Set<String> {
    var result: Set<String> = []
    for source in sources {
      switch source {
      case .actor(let reference): result.formUnion(resolve(reference.value))
      case .chain(let origin, _):
        // An exposure that grew adds people and removes none.
        for amount in [request.exposure, exposure] {
          guard let amount else { continue }
          for start in resolve(origin.value) {
            let holder = managers(of: start).first { !isBarred($0) && (limit(of: $0) ?? -1) >= amount.nanos }
            if let holder { result.insert(holder) }
          }
        }
      case .expression: break
      }
    }
    return result
  }

  private func fallback(of definition: StageDefinition) -> Set<String> {
    if let fallback = definition.fallback { return resolve(fallback.to.value) }
    var people: Set<String> = []
    for case .actor(let reference) in definition.candidates {
      guard case .group(let id) = reference.value, let group = self.people.groups.first(where: { $0.id == id }),
        let next = group.fallback?.value
      else { continue }
      people.formUnion(resolve(next))
    }
    return people.isEmpty ? members(of: "governance") : people
  }

  private func targets(_ climb: StageCase.Climb, of definition: StageDefinition) -> Set<String> {
    let recorded = Set(climb.to.filter(exists))
    let rungs = ladder(of: definition)?.rungs ?? []
    guard rungs.indices.contains(climb.rung), case .group(let id)? = rungs[climb.rung].to?.value else {
      return recorded
    }
    let current = members(of: id)
    let above = recorded.filter { person in
      current.contains { isBarred($0) && managers(of: $0).contains(person) }
    }
    return current.union(above)
  }

  func ladder(of definition: StageDefinition?) -> Ladder? {
    for case let reference? in [definition?.ladder, workflow?.ladder] {
      switch reference {
      case .rungs(let ladder): return ladder
      case .named(let name): if let ladder = pinned.ladders.first(where: { $0.id == name.value }) { return ladder }
      }
    }
    return pinned.ladders.first { $0.id == "default" }
  }

  // MARK: - Quorum

  /// Why the approvals of a stage are not enough; nothing where they are.
  func lacks(_ stage: StageCase) -> String? {
    guard let definition = definition(stage.id) else { return nil }
    let added = definition.exclude.isEmpty ? added(stage) : []
    let all = Set(stage.votes.filter { $0.state == .counted && $0.verb == .approve }.map(\.holder))
    if stage.right == .input {
      let opinions = stage.votes.filter { $0.state == .counted && ($0.verb == .approve || $0.verb == .reject) }
      return opinions.count >= stage.approve ? nil : "\(opinions.count) of \(stage.approve) opinions"
    }
    if !added.isSubset(of: all) { return "\(added.subtracting(all).sorted()), who were added, have not approved" }
    let approvers = all.subtracting(added)
    if !definition.seats.isEmpty { return seated(stage, definition, approvers) ? nil : "a seat is empty" }
    var needed = 1
    switch definition.quorum.approve {
    case .count(let count): needed = count
    case .percent: needed = stage.approve
    case .weight(let weighing):
      if !stage.usesFallback || definition.fallback?.approve == nil {
        let weight = approvers.reduce(0) { sum, person in
          sum + (weighing.shares.first { $0.person.value == person }?.weight ?? 1)
        }
        let isEnough = weight >= weighing.needed && approvers.count >= weighing.minPeople
        return isEnough ? nil : "\(approvers.count) people weigh \(weight)"
      }
    case .all:
      let open = allowed(stage).subtracting(added)
        .subtracting(stage.votes.filter { $0.state == .counted }.flatMap(\.people))
      if !stage.usesFallback, !open.isEmpty, approvers.count < stage.approve {
        return "\(open.sorted()) have not approved"
      }
    }
    if stage.usesFallback, let count = definition.fallback?.approve { needed = count }
    return approvers.count >= needed ? nil : "\(approvers.count) of \(needed) approvals"
  }

  /// Whether distinct people fill the seats, by trying every arrangement.
  private func seated(_ stage: StageCase, _ definition: StageDefinition, _ approvers: Set<String>) -> Bool {
    let joined = joined(stage, definition)
    let isReplaced = stage.climbed.contains { $0.replaces }
    let seats = definition.seats.flatMap { seat in
      var people: Set<String> = isReplaced ? [] : named(seat.candidates).filter { meets($0, seat.eligible) }
      people.formUnion(joined)
      for handover in standing(stage) {
        if let from = handover.from, people.remove(from) != nil { people.insert(handover.to) }
      }
      return [Set<String>](repeating: people, count: max(1, seat.approve))
    }
    func fill(_ place: Int, _ used: Set<String>) -> Bool {
      guard place < seats.count else { return true }
      return approvers.contains { person in
        !used.contains(person) && seats[place].contains(person) && fill(place + 1, used.union([person]))
      }
    }
    return fill(0, [])
  }
}
