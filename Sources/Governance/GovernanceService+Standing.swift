import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

extension GovernanceService {
  /// A grant with why it does not run, who could let it go on, and what is left to do for it.
  ///
  /// - Parameter context: Of the definitions that the request pinned.
  func standing(
    of row: GrantRow, _ request: RequestCase, _ context: ActContext, _ reading: Reading
  ) throws -> GrantView {
    var view = try view(row, reading)
    let events = try reading.events(stream: MintedKind.grant.streamPrefix + row.id)
    let tasks = try reading.tasks(ofGrant: row.id).filter { !["closed", "cancelled"].contains($0.state) }
    view.open = try tasks.map { task in
      let kind: MintedKind = task.kind == "finding" ? .finding : .duty
      let opened = try reading.events(stream: kind.streamPrefix + task.id).first
      return GrantView.OpenTask(
        id: task.id, what: task.obligation ?? task.rule ?? task.id, state: task.state, owner: task.owner,
        verifier: task.verifier, due: task.due, isOverdue: task.isLive && task.due < now,
        phase: opened?.data["phase"]?.string, evidence: opened?.texts("evidence") ?? [])
    }
    let grant = try reading.grantCase(row.id)
    switch row.state {
    case "suspended":
      guard let event = events.last(where: { $0.type == .grantSuspended }) else { break }
      view.pause = try change(event, reading)
      view.mayResume = grant.stewards(of: request, context: context)
    case "revoked", "expired", "superseded", "exhausted", "closed":
      let ends: Set<EventType> = [.grantRevoked, .grantExpired, .grantSuperseded, .grantExhausted]
      view.end = try events.last { ends.contains($0.type) }.map { try change($0, reading) }
    default: break
    }
    return view
  }

  private func change(_ event: EventRecord, _ reading: Reading) throws -> GrantView.Change {
    GrantView.Change(
      what: String(event.type.rawValue.dropFirst("grant.".count)), because: event.data["because"]?.string,
      by: event.author, at: event.at, words: try event.commitment("reason").flatMap { try reading.words(behind: $0) },
      duty: event.data["duty"]?.string, other: event.data["by"]?.string)
  }

  /// What the engine needs to look at a request, without acting on it: the same as an act is decided by.
  func viewing(
    _ request: RequestCase, _ row: RequestRow, _ bundle: ActiveBundle, _ reading: Reading
  ) throws -> ActContext {
    let pinned = try pinnedBundle(row.bundleSHA256, current: bundle, reading)
    let facts = Facts(["request": Facts.strings(request.facts)])
    let old = try request.amends.flatMap { try reading.grant($0.grant) }
    var result = ActContext(
      workflows: try pinnedWorkflows(of: request, pinned, current: bundle, reading),
      directory: bundle.workflows.directory, actor: .timer, at: now,
      exposure: request.state.isUndecided
        ? try reading.exposure(
          of: request.id, cost: request.cost, facts: facts, before: row.submittedAt, replacing: old?.request,
          under: bundle, at: now) : request.exposure,
      budget: try budgetRoom(
        workflow: request.workflow, facts: facts, replacing: old, under: bundle, at: now, reading),
      delegations: try reading.delegations().filter { $0.isInForce(at: now) })
    result.grant = try old.map { grant in
      GrantSituation(
        grant: try reading.grantCase(grant.id),
        tasks: try reading.tasks(ofGrant: grant.id).map { try reading.taskCase($0.id) })
    }
    return result
  }
}
