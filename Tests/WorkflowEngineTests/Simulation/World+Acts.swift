import SpendModel
import StrictJSON

@testable import WorkflowEngine

extension World {
  static let voters = [
    "zoe", "tom", "dia", "eve", "ann", "bo", "lea", "max", "pau", "pia", "fay", "flo", "ian", "ivy", "gia", "gil",
    "gus",
  ]

  mutating func pick<Element>(_ items: [Element]) -> Element? {
    items.isEmpty ? nil : items[dice.upTo(items.count)]
  }

  mutating func happens(_ oneIn: Int) -> Bool { dice.upTo(oneIn) == 0 }

  mutating func tell(_ words: String) { story.append("\(clock) \(words)") }

  private func label(_ result: Result<Decision, Refusal>) -> String {
    switch result {
    case .success(let decision): "-> \(decision.request.state.rawValue)"
    case .failure(let refusal): "-> refused \(refusal.code.rawValue): \(refusal.message)"
    }
  }

  // MARK: - Taking over

  /// What a request goes on with from one leaf of an act on: what was due before is judged by what it had before.
  struct Pin {
    var ask: Ask
    var workflows: CompiledWorkflows
    var authors: [String]
    var from: EventType
  }

  /// Takes over what an act on a request leads to, refused or not, and checks all that has to hold then.
  mutating func take(
    _ result: Result<Decision, Refusal>, at place: Int, _ words: String, isQuiet: Bool, pins pin: Pin? = nil
  ) throws(Violation) {
    tell("\(words) \(label(result))")
    let before = requests[place]
    var alone: RequestCase?
    // What a tick would have done is asked before the act changes what it is judged by.
    if case .failure(let refusal) = result, !refusal.drafts.isEmpty || checkedAt[before.request.id] != clock {
      alone = try tick(before).request
    }
    switch result {
    case .success(let decision):
      if let pin {
        let cut = decision.drafts.firstIndex { $0.type == pin.from } ?? 0
        let first = Int64(records.count)
        try append(Array(decision.drafts[..<cut]))
        (requests[place].ask, requests[place].pinned) = (pin.ask, pin.workflows)
        requests[place].authors = pin.authors
        try append(Array(decision.drafts[cut...]), first: first)
      } else {
        try append(decision.drafts)
      }
      var expected = decision.request
      let folded = requests[place].request
      expected.factsSHA256 = folded.factsSHA256
      expected.facts = folded.facts
      try require(expected == folded, "what was decided on \(folded.id) and what its leaves fold to differ")
    case .failure(let refusal):
      try require(!refusal.message.contains("may not happen"), "the case itself refused an act: \(refusal.message)")
      // Nothing happened, and what holds was seen after the last act.
      if refusal.drafts.isEmpty, checkedAt[before.request.id] == clock { return }
      try append(refusal.drafts)
      try checkRefusal(refusal)
    }
    let ticked = try tick(requests[place])
    if let alone {
      try require(
        alone == ticked.request,
        "a refused act on \(before.request.id) left something else than a tick does\n  act:\n  "
          + "\(describe(ticked.request))\n  tick:\n  \(describe(alone))")
    }
    try check(requests[place], ticked: ticked, isQuiet: isQuiet)
    try checkCompany()
    checkedAt[before.request.id] = clock
  }

  /// What the scheduler would do now, tried out and thrown away; digests are left open.
  func tick(_ live: Live) throws(Violation) -> Decision {
    var copy = ids
    switch live.request.tick(context: context(.timer, for: live), ids: &copy) {
    case .success(var decision):
      decision.request.factsSHA256 = nil
      return decision
    case .failure(let refusal): throw violation("a tick is refused: \(refusal.message)")
    }
  }

  /// A refused act leaves at most a void vote beside what was due.
  private func checkRefusal(_ refusal: Refusal) throws(Violation) {
    let voids = refusal.drafts.filter { $0.type == .voteVoid }
    try require(voids.count <= 1, "a refused act left \(voids.count) void votes")
    try require(
      !refusal.drafts.contains { [.voteCast, .requestWithdrawn, .requestResubmitted].contains($0.type) },
      "a refused act counts")
  }

  // MARK: - Requests

  mutating func randomAsk() -> Ask {
    var ask = Ask()
    ask.requester = pick(["zoe", "zoe", "tom", "ann", "gus", "pia", "eve"]) ?? "zoe"
    ask.submitter = happens(5) ? pick(World.voters) ?? ask.requester : ask.requester
    ask.beneficiary = happens(5) ? pick(World.voters) ?? ask.requester : ask.requester
    ask.cost = happens(15) ? nil : Company.usd(pick([0, 300, 3000, 4900, 7400, 60_000, 300_000]) ?? 300)
    ask.data = pick(["pii", "public", "special", "internal"]) ?? "pii"
    ask.project = pick(["claims-triage", "claims-triage", "fraud"]) ?? "fraud"
    ask.costCenter = happens(3) ? "CC-0999" : Ask.budgeted
    if happens(4) { ask.notBefore = clock.adding(seconds: pick([3600, 400_000, 4_000_000, 4_000_000]) ?? 3600) }
    ask.verdict =
      pick([
        Sample.needsReviews, Sample.needsReviews, Sample.allowed, Sample.allowed, Sample.denied(waivable: true),
        Verdict(
          outcome: .require, fired: [Sample.fired("law", .require)], reviews: ["legal"], obligations: []),
        Verdict(
          outcome: .require, fired: [Sample.fired("odd", .deny)], reviews: ["governance"], obligations: [Sample.dpia]),
      ]) ?? Sample.allowed
    return ask
  }

  func submission(_ ask: Ask, _ id: String, _ exposure: Money?) -> Submission {
    ask.submission(id: id, exposure: exposure, at: clock, change: change)
  }

  /// Who is kept out of what is handed in now, having changed the rules a short while before.
  var authorsNow: [String] {
    guard let change, let workflow = workflows.workflows.first else { return [] }
    let separation = workflow.separation
    guard separation.exclude.contains(.author), clock < change.at.adding(seconds: separation.authorSeconds) else {
      return []
    }
    return change.people
  }

  mutating func submit(_ ask: Ask) throws(Violation) {
    let id = ids.mint(.request)
    let live = Live(request: RequestCase(id: id), pinned: workflows, ask: ask, authors: authorsNow)
    let exposure = exposure(of: id, ask, submittedAt: nil)
    let context = ActContext(
      workflows: workflows, directory: directory, actor: .user(ask.submitter, login: ask.submitter), at: clock,
      exposure: exposure, budget: room(of: ask))
    let result = RequestCase.submit(
      submission(ask, id, exposure), verdict: ask.verdict, record: Sample.record, context: context,
      ids: &ids)
    let words =
      "\(ask.submitter) submits \(id) for \(ask.requester)/\(ask.beneficiary), \(ask.cost?.description ?? "no price"), "
      + "\(ask.data), reviews \(ask.verdict.reviews)"
    guard case .success(let decision) = result else {
      tell("\(words) \(label(result))")
      throw violation("a submission is refused")
    }
    requests.append(live)
    // The case knows its time from the first leaf on.
    try take(.success(decision), at: requests.count - 1, words, isQuiet: true)
  }

  mutating func vote() throws(Violation) {
    guard let place = pickRequest() else { return }
    let request = requests[place].request
    let open = request.stages.filter { $0.state == .active }
    let likely = open.flatMap(\.candidates)
    let person = (likely.isEmpty || happens(isAgreeable ? 12 : 4) ? pick(World.voters) : pick(likely)) ?? "zoe"
    let verbs: [RequestVerb] = [.approve, .approve, .approve, .approve, .approve, .reject, .requestChanges, .recuse]
    let verb = isAgreeable && !happens(12) ? .approve : pick(verbs) ?? .approve
    var ballot = Ballot(person: person, verb: verb, comment: verb == .approve && happens(2) ? nil : "because")
    if happens(6) { ballot.stage = pick(request.stages)?.id }
    if happens(2), let mine = open.first(where: { $0.candidates.contains(person) }) { ballot.stage = mine.id }
    if happens(12) { ballot.revision = request.revision - 1 }
    if happens(20) { ballot.comment = nil }
    ballot.attest = attests(person, on: requests[place], ballot.stage)
    if verb == .approve, happens(6) {
      ballot.caps = [GrantTerms.Cap("cost", Company.usd(pick([100, 2000, 50_000]) ?? 100))]
    }
    if verb == .approve, happens(6) {
      let before: Obligation.Phase? = pick([nil, .start, .end]) ?? nil
      ballot.duties = [
        AddedDuty(id: pick(["report", "dpia"]) ?? "report", due: happens(2) ? .businessDays(3) : nil, phase: before)
      ]
    }
    try vote(ballot, at: place)
    if happens(6) { try vote(ballot, at: place) }
  }

  /// What somebody attests who votes: most often what the stage asks for.
  mutating func attests(_ person: String, on live: Live, _ stage: String?) -> [String] {
    let open = live.request.stages.filter { $0.state == .active }
    guard let place = stage.flatMap({ live.request.stage($0) }) ?? open.first(where: { $0.candidates.contains(person) })
    else { return [] }
    let asked = live.attest(place.id)
    return happens(10) ? asked.dropLast() + (happens(2) ? ["nothing"] : []) : asked
  }

  /// Everybody who is asked about the newest request agrees, as long as somebody is.
  mutating func agree() throws(Violation) {
    for _ in 0..<12 {
      let place = requests.count - 1
      guard let stage = requests[place].request.stages.first(where: { $0.state == .active }),
        let person = pick(stage.candidates.filter { person in !stage.counted.contains { $0.people.contains(person) } })
      else { return }
      try vote(
        Ballot(
          person: person, verb: .approve, stage: stage.id, comment: "yes", attest: requests[place].attest(stage.id)),
        at: place)
    }
  }

  mutating func vote(_ ballot: Ballot, at place: Int) throws(Violation) {
    let live = requests[place]
    let isWrong = ballot.revision != nil && ballot.revision != live.request.revision
    let count = records.count
    let result = live.request.vote(
      ballot, context: context(.user(ballot.person, login: ballot.person), for: live), ids: &ids)
    let isTaken = if case .failure(let refusal) = result { !refusal.drafts.isEmpty } else { true }
    try take(
      result, at: place, "\(ballot.person) \(ballot.verb.rawValue) \(live.request.id) \(ballot.stage ?? "")",
      isQuiet: isTaken)
    if isWrong { try require(records.count == count, "a vote on a stale revision wrote something") }
  }

  /// Any request, most often one that waits.
  mutating func pickRequest() -> Int? {
    let open = requests.indices.filter {
      requests[$0].request.state.isUndecided || requests[$0].request.awaitsPostReview
    }
    return open.isEmpty || happens(10) ? pick(Array(requests.indices)) : pick(open)
  }

  mutating func withdraw() throws(Violation) {
    guard let place = pickRequest() else { return }
    try withdraw(place, by: (happens(2) ? requests[place].request.requester : pick(World.voters)) ?? "zoe")
  }

  mutating func withdraw(_ place: Int, by person: String) throws(Violation) {
    let live = requests[place]
    let result = live.request.withdraw(
      comment: nil, context: context(.user(person, login: person), for: live), ids: &ids)
    if case .success = result {
      let oracle = Oracle(live, in: self)
      let manager = oracle.managers(of: live.request.beneficiary).prefix(1)
      let own = ([live.request.requester, live.request.submitter] + manager).filter(oracle.exists)
      try require(own.contains(person) || own.isEmpty, "\(person) withdrew \(live.request.id)")
    }
    try take(result, at: place, "\(person) withdraws \(live.request.id)", isQuiet: false)
  }

  mutating func resubmit() throws(Violation) {
    let waiting = requests.indices.filter { requests[$0].request.state == .changesRequested }
    guard let place = pick(waiting.isEmpty || happens(10) ? Array(requests.indices) : waiting) else { return }
    var ask = requests[place].ask
    switch dice.upTo(5) {
    case 0: ask.cost = ask.cost.map { Company.nanos($0.nanos / 2) } ?? Company.usd(100)
    case 1: ask.cost = Company.usd(pick([300, 4900, 7400, 60_000]) ?? 300)
    case 2: ask.data = pick(["pii", "public", "special"]) ?? "pii"
    case 3: ask.days = Int64(10 + dice.upTo(80))
    default: ask.verdict = pick([Sample.needsReviews, Sample.allowed]) ?? Sample.allowed
    }
    if happens(6) { ask.submitter = pick(World.voters) ?? "zoe" }
    try resubmit(ask, at: place)
  }

  mutating func resubmit(_ ask: Ask, at place: Int) throws(Violation) {
    let live = requests[place]
    let id = live.request.id
    let actor = Actor.user(ask.submitter, login: ask.submitter)
    let exposure = exposure(
      of: id, ask, submittedAt: live.request.submittedAt, replacing: live.request.amends?.request)
    let amended = live.request.amends.flatMap { grants[$0.grant] }
    // The next revision goes by the definitions in force; what was due before goes by those of the last one.
    let context = ActContext(
      workflows: workflows, directory: directory, actor: actor, at: clock, exposure: exposure,
      budget: room(of: ask, replacing: amended), delegations: delegations)
    let result = live.request.resubmit(
      submission(ask, id, exposure), verdict: ask.verdict, record: Sample.record,
      standing: self.context(actor, for: live), context: context, ids: &ids)
    if case .success(let decision) = result { try checkSurvival(live, decision.request, ask) }
    try take(
      result, at: place,
      "\(ask.submitter) resubmits \(id): \(ask.cost?.description ?? "no price"), \(ask.data), \(ask.days)d",
      isQuiet: false,
      pins: result.isTaken
        ? Pin(ask: ask, workflows: workflows, authors: authorsNow, from: .requestResubmitted) : nil)
  }

  /// What was said of facts that changed does not count on, unless they only decreased and the stage lets that pass.
  private func checkSurvival(_ before: Live, _ after: RequestCase, _ ask: Ask) throws(Violation) {
    var changed: [(name: String, isLess: Bool)] = []
    let (old, new) = (before.ask, ask)
    if old.cost != new.cost {
      changed.append(("cost", old.cost.map { old in new.cost.map { $0.nanos < old.nanos } ?? false } ?? false))
    }
    if old.days != new.days { changed.append(("duration", new.days < old.days)) }
    if old.data != new.data { changed.append(("data", false)) }
    let oracle = Oracle(Live(request: after, pinned: workflows, ask: ask), in: self)
    for stage in after.stages {
      guard let definition = oracle.definition(stage.id),
        stage.counted.contains(where: { $0.revision < after.revision })
      else { continue }
      let reads = definition.reads?.map(\.value)
      for fact in changed where reads?.contains(fact.name) ?? true {
        try require(
          definition.survives == .decrease && fact.isLess,
          "votes on \(stage.id) of \(after.id) outlive another \(fact.name)")
      }
      try require(definition.survives != .never, "votes on \(stage.id) of \(after.id) outlive a change")
    }
  }

  mutating func comment() throws(Violation) {
    guard let place = pickRequest(), let person = pick(World.voters) else { return }
    let live = requests[place]
    let result = live.request.comment(
      happens(5) ? " " : "a word", context: context(.user(person, login: person), for: live), ids: &ids)
    try take(result, at: place, "\(person) comments \(live.request.id)", isQuiet: false)
  }

  // MARK: - Time and change

  mutating func jump() {
    let seconds: Int64 =
      pick([60, 600, 3600, 3600, 7200, 20_000, 50_000, 90_000, 200_000, 400_000, 1_000_000]) ?? 60
    clock = clock.adding(seconds: seconds)
  }

  mutating func tickAll(_ words: String = "tick") throws(Violation) {
    for place in requests.indices
    where requests[place].request.state.isUndecided || requests[place].request.awaitsPostReview {
      let live = requests[place]
      let result = live.request.tick(context: context(.timer, for: live), ids: &ids)
      try take(result, at: place, "\(words) \(live.request.id)", isQuiet: true)
    }
    try settlePasses()
    for id in tasks.keys.sorted() {
      if let drafts = tasks[id]?.tick(context: companyContext(.timer)) { try append(drafts) }
    }
    for id in grants.keys.sorted() {
      if let drafts = grants[id]?.tick(tasks: Array(tasks.values), at: clock) { try append(drafts) }
    }
    try checkTasks()
    try checkGrants()
    try checkCompany()
  }

  /// Nobody does anything more: whatever waits ends by its clock, warned of, and no grant outlives its end.
  mutating func end() throws(Violation) {
    for days: Int64 in [40, 10, 10, 400] {
      clock = clock.adding(seconds: days * 86_400)
      try tickAll("at the end, look at")
    }
    for live in requests {
      try require(!live.request.state.isUndecided, "\(live.request.id) waits for ever\n  \(describe(live.request))")
      try require(!live.request.awaitsPostReview, "nobody ever looks at the emergency \(live.request.id)")
    }
  }

  func companyContext(_ actor: Actor) -> ActContext {
    ActContext(workflows: workflows, directory: directory, actor: actor, at: clock)
  }

  /// Somebody leaves or comes back, joins or leaves a group: a new bundle, under which all is looked at again.
  mutating func changePeople() throws(Violation) {
    var rights = workflows.rights
    let original = Company.example.rights
    switch dice.upTo(5) {
    case 0:
      let owners = grants.values.filter { $0.state != .closed }.map(\.owner).sorted()
      guard rights.people.count > 8, let leaver = happens(2) ? pick(owners) : pick(rights.people.map(\.id)),
        directory.person(leaver) != nil
      else { return }
      rights.people.removeAll { $0.id == leaver }
      tell("\(leaver) leaves")
    case 1:
      let away = original.people.filter { person in !rights.people.contains { $0.id == person.id } }
      guard let back = pick(away) else { return }
      rights.people.append(back)
      tell("\(back.id) comes back")
    case 2, 3:
      let place = dice.upTo(rights.groups.count)
      guard let member = pick(rights.groups[place].members) else { return }
      rights.groups[place].members.removeAll { $0.value == member.value }
      tell("\(member.value) leaves group \(rights.groups[place].id)")
    default:
      let place = dice.upTo(rights.groups.count)
      guard let person = pick(rights.people), !rights.groups[place].members.contains(where: { $0.value == person.id })
      else { return }
      rights.groups[place].members.append(Company.at(person.id))
      tell("\(person.id) joins group \(rights.groups[place].id)")
    }
    let before = workflows.directory
    workflows = workflows.with(rights)
    try handOver(since: before)
    try tickAll("look again at")
  }

  /// What belonged to somebody who left goes to their successor, and no delegation outlives them.
  private mutating func handOver(since before: Directory) throws(Violation) {
    let change = DirectoryChange(from: before, to: directory)
    for person in change.left {
      for place in delegations.indices where [delegations[place].of, delegations[place].to].contains(person) {
        delegations[place].endedAt = delegations[place].endedAt ?? clock
      }
      guard let successor = change.successor(of: person) else { continue }
      // What nobody hands over, the scheduler does.
      for task in tasks.values.sorted(by: { $0.id < $1.id })
      where task.owner == person && task.state.isLive && happens(2) {
        try append([task.draft(.taskAssigned, .timer, ["owner": .string("user:" + successor), "because": "left"])])
      }
      for grant in grants.values.sorted(by: { $0.id < $1.id }) where grant.owner == person && grant.state != .closed {
        try append([
          grant.draft(
            .grantAssigned, .timer, ["owner": .string(successor), "from": .string(person), "because": "left"])
        ])
      }
    }
  }

  /// Other definitions, with the people who are there.
  func inForce(_ other: CompiledWorkflows) -> CompiledWorkflows {
    var rights = other.rights
    rights.people = workflows.rights.people.map { person in
      var person = person
      person.training = other.rights.people.first { $0.id == person.id }?.training ?? person.training
      return person
    }
    rights.groups = workflows.rights.groups
    return other.with(rights)
  }

  /// Rules and workflows change: what is under way keeps what it pinned, what comes takes the new.
  mutating func changeWorkflow() throws(Violation) {
    guard let other = pick(Companies.compiled) else { return }
    workflows = inForce(other)
    change = BundleChange(people: [pick(World.voters), pick(World.voters)].compactMap { $0 }, at: clock)
    tell("another workflow is activated by \(change?.people ?? [])")
    try tickAll("look again at")
  }
}

extension CompiledWorkflows {
  /// The same definitions over another directory.
  func with(_ rights: DecisionRights) -> CompiledWorkflows {
    CompiledWorkflows(
      rights: rights, workflows: workflows, calendars: calendars, defaultCalendar: defaultCalendar,
      conditions: conditions)
  }
}

extension World.Live {
  /// What a stage asks of those who approve.
  func attest(_ stage: String) -> [String] {
    let workflow = pinned.workflows.first { $0.id.value == request.workflow }
    let definition = workflow?.stages.first { $0.id == stage } ?? pinned.rights.reviews.first { $0.id == stage }
    return definition?.terms.attest ?? []
  }
}

extension Result<Decision, Refusal> {
  var isTaken: Bool { if case .success = self { true } else { false } }
}
