import SpendModel
import StrictJSON

@testable import WorkflowEngine

extension World {
  /// Somebody does something about a duty.
  mutating func workOnTask() throws(Violation) {
    guard let id = pick(tasks.keys.sorted()), let task = tasks[id] else { return }
    let grant = task.grant.flatMap { grants[$0] }
    let siblings = (grant?.duties ?? []).filter { $0 != id }.compactMap { tasks[$0] }
    let person =
      (happens(2) ? task.owner : happens(2) ? pick(task.verifiers(directory: directory)) : pick(World.voters))
    guard let person else { return }
    let evidence = task.evidence.map { TaskAct.Evidence(kind: $0, name: "a", sha256: "b") }
    let acts: [TaskAct] = [
      .acknowledge, .start, .submit(evidence, comment: nil, path: nil), .submit([], comment: nil, path: nil), .verify,
      .verify, .fail(comment: "more"), .assign(owner: pick(World.voters) ?? person, due: nil),
      .block(until: clock.adding(seconds: 86_400), reason: "waiting"), .unblock, .cancel(reason: "not needed"),
    ]
    guard let act = pick(acts) else { return }
    let context = companyContext(.user(person, login: person))
    switch task.act(act, grant: grant, siblings: siblings, context: context) {
    case .success(let drafts):
      tell("\(person) \(act.verb) \(id)")
      if drafts.contains(where: { $0.type == .taskVerified }) {
        try require(person != task.owner && task.submittedBy != "user:\(person)", "\(person) verified their own \(id)")
      }
      if drafts.contains(where: { $0.type == .taskAssigned && $0.actor.person == person }) {
        let owner = drafts.last { $0.type == .taskAssigned }?.data["owner"]?.string.map { TaskCase.person($0) }
        try require(owner.map { directory.person($0) != nil } ?? false, "\(id) was given to \(owner ?? "nobody")")
      }
      try append(drafts)
    case .failure(let refusal):
      try require(
        refusal.drafts.allSatisfy { $0.type == .rungFired || $0.type == .taskAssigned }, "a refused act on \(id) counts"
      )
      try append(refusal.drafts)
    }
    try checkCompany()
  }

  /// A grant is used, over its cap or not, stopped, let go on, or taken back.
  mutating func useGrant() throws(Violation) {
    guard let id = pick(grants.keys.sorted()), let grant = grants[id] else { return }
    guard let live = requests.first(where: { $0.request.id == grant.request }) else { return }
    let person =
      (happens(2) ? pick(live.request.stages.flatMap { $0.counted.map(\.person) }) : pick(World.voters)) ?? "eve"
    let context = context(.user(person, login: person), for: live)
    let own = tasks.values.filter { grant.duties.contains($0.id) }
    var result: Result<[EventDraft], Refusal>
    switch dice.upTo(4) {
    case 0: result = grant.revoke(reason: "over", request: live.request, tasks: own, context: context)
    case 1: result = grant.suspend(reason: "hold", request: live.request, context: context)
    case 2: result = grant.resume(reason: "go", request: live.request, context: context)
    default:
      let share = Int64(dice.upTo(150))
      let used = grant.caps.first.map { [$0.name: Company.nanos($0.amount.nanos / 100 * share)] } ?? [:]
      result = .success(grant.evaluate(used: used, actor: .timer))
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
}
