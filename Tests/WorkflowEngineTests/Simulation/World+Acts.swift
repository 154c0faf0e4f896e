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

  /// Takes over what an act on a request leads to, refused or not, and checks all that has to hold then.
  mutating func take(
    _ result: Result<Decision, Refusal>, at place: Int, _ words: String, isQuiet: Bool, pins ask: Ask? = nil
  ) throws(Violation) {
    tell("\(words) \(label(result))")
    let before = requests[place]
    switch result {
    case .success(let decision):
      if let ask {
        // What was due is judged by the revision before, the rest by the one that comes.
        let cut = decision.drafts.firstIndex { $0.type == .requestResubmitted } ?? 0
        let first = Int64(records.count)
        try append(Array(decision.drafts[..<cut]))
        (requests[place].ask, requests[place].pinned) = (ask, workflows)
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
    if case .failure = result {
      let alone = try tick(before)
      try require(
        alone.request == ticked.request,
        "a refused act on \(before.request.id) left something else than a tick does\n  act:\n  "
          + "\(describe(ticked.request))\n  tick:\n  \(describe(alone.request))")
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

  mutating func submit(_ ask: Ask) throws(Violation) {
    let id = ids.mint(.request)
    let live = Live(request: RequestCase(id: id), pinned: workflows, ask: ask)
    let exposure = exposure(of: id, ask, submittedAt: nil)
    let context = ActContext(
      workflows: workflows, directory: directory, actor: .user(ask.submitter, login: ask.submitter), at: clock,
      exposure: exposure, budget: room(of: ask))
    let result = RequestCase.submit(
      ask.submission(id: id, exposure: exposure), verdict: ask.verdict, record: Sample.record, context: context,
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
    if verb == .approve, happens(6) {
      ballot.caps = [GrantTerms.Cap("cost", Company.usd(pick([100, 2000, 50_000]) ?? 100))]
    }
    try vote(ballot, at: place)
    if happens(6) { try vote(ballot, at: place) }
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
      try require(
        [live.request.requester, live.request.submitter].contains(person)
          || Oracle(live, in: self).managers(of: live.request.beneficiary).first == person,
        "\(person) withdrew \(live.request.id)")
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
    let exposure = exposure(of: id, ask, submittedAt: live.request.submittedAt)
    // The next revision goes by the definitions in force; what was due before goes by those of the last one.
    let context = ActContext(
      workflows: workflows, directory: directory, actor: actor, at: clock, exposure: exposure, budget: room(of: ask),
      delegations: delegations)
    let result = live.request.resubmit(
      ask.submission(id: id, exposure: exposure), verdict: ask.verdict, record: Sample.record,
      standing: self.context(actor, for: live), context: context, ids: &ids)
    try take(
      result, at: place,
      "\(ask.submitter) resubmits \(id): \(ask.cost?.description ?? "no price"), \(ask.data), \(ask.days)d",
      isQuiet: false, pins: result.isTaken ? ask : nil)
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
    for id in tasks.keys.sorted() {
      if let drafts = tasks[id]?.tick(context: companyContext(.timer)) { try append(drafts) }
    }
    for id in grants.keys.sorted() {
      if let drafts = grants[id]?.tick(tasks: Array(tasks.values), at: clock) { try append(drafts) }
    }
    try checkTasks()
    try checkCompany()
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
      guard rights.people.count > 8, let leaver = pick(rights.people.map(\.id)) else { return }
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
    workflows = workflows.with(rights)
    try tickAll("look again at")
  }

  /// Rules and workflows change: what is under way keeps what it pinned, what comes takes the new.
  mutating func changeWorkflow() throws(Violation) {
    guard let other = pick(Companies.compiled) else { return }
    var rights = other.rights
    rights.people = workflows.rights.people.map { person in
      var person = person
      person.training = other.rights.people.first { $0.id == person.id }?.training ?? person.training
      return person
    }
    rights.groups = workflows.rights.groups
    workflows = other.with(rights)
    tell("another workflow is activated")
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

extension Result<Decision, Refusal> {
  var isTaken: Bool { if case .success = self { true } else { false } }
}
