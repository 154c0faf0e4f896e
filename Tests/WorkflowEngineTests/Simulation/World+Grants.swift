import SpendModel
import StrictJSON

@testable import WorkflowEngine

extension World {
  /// The duties of a grant, in the order in which they were opened.
  func duties(of grant: GrantCase) -> [TaskCase] { grant.duties.compactMap { tasks[$0] } }

  /// Somebody does something about a duty or a finding, most often what is next.
  mutating func workOnTask(phase: String? = nil) throws(Violation) {
    let open = tasks.values.filter { $0.state.isLive && (phase == nil || $0.phase == phase) }.map(\.id).sorted()
    guard let id = pick(open.isEmpty || happens(12) ? tasks.keys.sorted() : open), let task = tasks[id] else { return }
    let verifier = pick(task.verifiers(directory: directory))
    if happens(2) {
      let isDone = task.state == .submitted
      let owners: TaskAct =
        task.state == .blocked
        ? .unblock : .submit(evidence(for: task), comment: nil, path: task.rule == nil ? nil : "fix")
      return try act(isDone ? .verify : owners, on: task, by: (isDone ? verifier : task.owner) ?? task.owner)
    }
    let until = clock.adding(seconds: 86_400)
    let acts: [TaskAct] = [
      .acknowledge, .start, .submit(evidence(for: task), comment: nil, path: nil),
      .submit([], comment: nil, path: nil), .verify, .fail(comment: "more"),
      .assign(owner: pick(World.voters) ?? task.owner, due: happens(2) ? .businessDays(1) : nil),
      .block(until: until, reason: "waiting"), .unblock, .cancel(reason: "not needed"),
    ]
    guard let next = pick(acts) else { return }
    let person = happens(2) ? task.owner : (happens(2) ? verifier : pick(World.voters)) ?? task.owner
    try act(next, on: task, by: person)
  }

  /// What is handed in: most often all that is asked for, with a score that is enough or is not.
  private mutating func evidence(for task: TaskCase) -> [TaskAct.Evidence] {
    task.evidence.map { kind in
      TaskAct.Evidence(
        kind: kind, name: "a", sha256: "b", score: happens(5) ? nil : pick(["0.9", "0.71", "0.7", "0.69", "0"]))
    }
  }

  private mutating func act(_ act: TaskAct, on task: TaskCase, by person: String) throws(Violation) {
    let grant = task.grant.flatMap { grants[$0] }
    let siblings = (grant.map(duties) ?? []).filter { $0.id != task.id }
    switch task.act(act, grant: grant, siblings: siblings, context: companyContext(.user(person, login: person))) {
    case .success(let drafts):
      tell("\(person) \(act.verb) \(task.id)")
      if drafts.contains(where: { $0.type == .taskAssigned && $0.actor.person == person }) {
        let owner = drafts.last { $0.type == .taskAssigned }?.data["owner"]?.string.map { TaskCase.person($0) }
        try require(owner.map { directory.person($0) != nil } ?? false, "\(task.id) was given to \(owner ?? "nobody")")
      }
      try append(drafts)
    case .failure(let refusal):
      try require(
        refusal.drafts.allSatisfy { $0.type == .rungFired || $0.type == .taskAssigned },
        "a refused act on \(task.id) counts")
      try append(refusal.drafts)
    }
    try checkCompany()
  }

  /// A grant is used, over its cap or not, stopped, let go on, or taken back.
  mutating func useGrant() throws(Violation) {
    let live = grants.values.filter { $0.state.isLive }.map(\.id).sorted()
    guard let id = pick(live.isEmpty || happens(6) ? grants.keys.sorted() : live), let grant = grants[id] else {
      return
    }
    guard let live = requests.first(where: { $0.request.id == grant.request }) else { return }
    let person =
      (happens(2) ? pick(live.request.stages.flatMap { $0.counted.map(\.person) }) : pick(World.voters)) ?? "eve"
    let context = context(.user(person, login: person), for: live)
    let own = duties(of: grant)
    var result: Result<[EventDraft], Refusal>
    if grant.isSingleUse, happens(4) { return try consume(grant, by: happens(4) ? person : grant.owner) }
    if grant.onExceed.then == nil, happens(4) { return try use(grant, percent: 120) }
    switch dice.upTo(10) {
    case 0: result = grant.revoke(reason: "over", request: live.request, tasks: own, context: context)
    case 1, 2: result = grant.suspend(reason: "hold", request: live.request, context: context)
    case 3, 4: result = grant.resume(reason: "go", request: live.request, context: context)
    case 5, 6: return try consume(grant, by: happens(4) ? person : grant.owner)
    default: return try use(grant, percent: Int64(dice.upTo(150)))
    }
    guard case .success(let drafts) = result else { return }
    if drafts.contains(where: { $0.actor.person != nil }) {
      try require(
        !Oracle(live, in: self).isBarred(person), "\(person) stopped or freed \(id), which is their own")
    }
    tell("\(person) \(drafts.map(\.type.rawValue)) \(id)")
    try append(drafts)
    try checkCompany()
  }

  /// Usage is held against a grant's caps; what follows is worked out a second time, in plain percent.
  private mutating func use(_ grant: GrantCase, percent share: Int64) throws(Violation) {
    guard let cap = grant.caps.first else { return }
    let used = [cap.name: Company.nanos(cap.amount.nanos / 100 * share)]
    let drafts = grant.evaluate(used: used, actor: .timer)
    var expected: EventType?
    if grant.state == .active, share > 100, cap.amount.nanos > 0, grant.onExceed.hard == .suspend {
      expected = grant.onExceed.then == nil ? .grantExhausted : .grantSuspended
    } else if grant.state == .active, let soft = grant.onExceed.soft, share >= soft || share > 100, !grant.wasToldSoft {
      expected = cap.amount.nanos > 0 ? .rungFired : nil
    }
    try require(
      drafts.map(\.type) == [expected].compactMap { $0 },
      "\(share) % used of \(grant.id), \(grant.state.rawValue): \(drafts.map(\.type.rawValue))")
    tell("\(share) % of \(grant.id) is used")
    try append(drafts)
    if let draft = drafts.first { tally.count(offer: "usage: \(draft.type.rawValue)") }
  }

  /// A grant that may be used once is used, and tried to be used again at once.
  private mutating func consume(_ grant: GrantCase, by person: String) throws(Violation) {
    let context = companyContext(.user(person, login: person))
    var uses = 0
    for _ in 0..<2 {
      guard let current = grants[grant.id] else { return }
      switch current.consume(tasks: duties(of: current), context: context) {
      case .success(let drafts):
        uses += 1
        tell("\(person) uses \(grant.id)")
        try append(drafts)
      case .failure(let refusal): try append(refusal.drafts)
      }
    }
    try require(uses < 2, "\(grant.id) was used twice")
    // Who saw it unused and comes second: the leaf does not fold.
    if uses == 1, let used = grants[grant.id] {
      guard case .success(let again) = grant.consume(tasks: duties(of: grant), context: context) else { return }
      var raced = used
      let folds = again.filter { $0.type == .grantConsumed }.allSatisfy { draft in
        (try? raced.apply(EventReading(draft, at: clock))) != nil
      }
      try require(!folds, "\(grant.id) was used twice in a race")
    }
  }

  // MARK: - Findings and exceptions

  /// Usage comes to a finding: a new one, or one that was closed before.
  mutating func find() throws(Violation) {
    // Whose owner has left meanwhile, too.
    let left = grants.values.filter { directory.person($0.owner) == nil }.map(\.id).sorted()
    guard let grant = pick(left.isEmpty ? grants.keys.sorted() : left).flatMap({ grants[$0] }) else { return }
    let number = dice.upTo(2)
    let fingerprint = "over:\(grant.id):\(number)"
    let keys: JSONValue = ["grant": .string(grant.id)]
    let spec = FindingSpec(
      rule: "over-cap", severity: .high, title: "Over", message: "more than was approved", action: "look at it",
      owner: number == 0 ? .grantOwner : .group("finance"), verifier: .group(happens(2) ? "finance" : "itam"),
      due: happens(2) ? .businessDays(2) : nil, amount: Company.usd(10), group: keys, groupFacts: keys, read: [],
      fingerprint: fingerprint, bundleSHA256: Sample.record.bundleSHA256)
    let existing = tasks.values.first { $0.fingerprint == fingerprint }
    var copy = ids
    let drafts = TaskCase.open(
      spec, existing: existing, cause: .integer(0), cast: Cast(grantOwner: grant.owner),
      context: companyContext(.timer), ids: &copy)
    ids = copy
    try require(
      drafts.count == (existing == nil || existing?.state == .closed ? 1 : 0),
      "the finding \(existing?.id ?? "-"), \(existing?.state.rawValue ?? ""), came again: \(drafts.map(\.type.rawValue))"
    )
    tell("a finding on \(grant.id)")
    try append(drafts)
    try checkCompany()
  }

  /// Somebody asks that the risk of a finding be accepted for a time.
  mutating func askForPass() throws(Violation) {
    let open = tasks.values.filter { task in
      task.rule == "over-cap" && task.state.isLive && !passes.contains { $0.finding == task.id && !$0.isOver }
    }
    guard let task = pick(open.sorted { $0.id < $1.id }) else { return }
    var ask = Ask()
    (ask.kind, ask.cost, ask.verdict, ask.data) = ("waiver", Company.usd(0), Sample.allowed, "internal")
    (ask.requester, ask.submitter, ask.beneficiary) = (task.owner, task.owner, task.owner)
    let until = clock.adding(seconds: pick([200_000, 900_000, 3_000_000]) ?? 200_000)
    try submit(ask)
    guard let request = requests.last?.request.id else { return }
    passes.append(
      Pass(id: ids.mint(.waiver), finding: task.id, request: request, until: until, due: task.due))
    try settlePasses()
  }

  /// Exceptions begin with their approval, and end at their time.
  mutating func settlePasses() throws(Violation) {
    for place in passes.indices where !passes[place].isOver {
      let pass = passes[place]
      guard let request = requests.first(where: { $0.request.id == pass.request })?.request else { continue }
      let task = tasks[pass.finding]
      if pass.isActive, clock >= pass.until {
        passes[place].isOver = true
        try append(task?.reopen(cause: .integer(0), context: companyContext(.timer)) ?? [])
        try require(
          tasks[pass.finding]?.state == .open && tasks[pass.finding]?.due == pass.due,
          "\(pass.finding) is not open again with its old deadline, \(pass.due)")
      } else if !pass.isActive, request.state == .approved, clock < pass.until {
        passes[place].isActive = true
        passes[place].due = task?.due ?? pass.due
        let drafts = task?.accept(waiver: pass.id, until: pass.until, actor: .timer) ?? []
        if drafts.isEmpty { passes[place].isOver = true }
        try append(drafts)
      } else if !request.state.isUndecided {
        passes[place].isOver = !pass.isActive
      }
    }
  }
}
