import BundleLoading
import DecisionLog
import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

extension GovernanceService {
  package func grants() throws(Failure) -> [GrantView] {
    try reading { reading in try reading.grants().map { try view($0, reading) } }
  }

  package func grant(_ id: String) throws(Failure) -> GrantView {
    let bundle = try loadBundleInForce()
    return try reading { reading in
      _ = try reading.grantCase(id)
      guard let row = try reading.grant(id), let asked = try reading.request(row.request) else {
        throw Failure.notFound("grant", id)
      }
      let request = try reading.requestCase(row.request)
      return try standing(of: row, request, viewing(request, asked, bundle, reading), reading)
    }
  }

  /// Ends a grant for good.
  package func revoke(_ id: String, reason: String) throws(Failure) -> GrantView {
    try move(id) { grant, request, tasks, _, context in
      grant.revoke(reason: reason, request: request, tasks: tasks, context: context)
    }
  }

  /// Holds a grant: usage goes on being counted, and each further record is a breach.
  package func suspend(_ id: String, reason: String) throws(Failure) -> GrantView {
    try move(id) { grant, request, _, _, context in grant.suspend(reason: reason, request: request, context: context) }
  }

  package func resume(_ id: String, reason: String) throws(Failure) -> GrantView {
    try move(id) { grant, request, _, used, context in
      grant.resume(reason: reason, used: used, request: request, context: context)
    }
  }

  /// Uses a grant that may be used once: whoever comes second is told when it was used.
  package func consume(_ id: String) throws(Failure) -> GrantView {
    try move(id) { grant, _, tasks, _, context in grant.consume(tasks: tasks, context: context) }
  }

  private func move(
    _ id: String,
    _ decide: (GrantCase, RequestCase, [TaskCase], [String: Money], ActContext) -> Result<[EventDraft], Refusal>
  ) throws(Failure) -> GrantView {
    try act { act in
      let grant = try act.reading.grantCase(id)
      let request = try act.reading.requestCase(grant.request)
      let tasks = try act.reading.tasks(ofGrant: id).map { try act.reading.taskCase($0.id) }
      guard let before = try act.reading.grant(id) else { throw Failure.notFound("grant", id) }
      let used = try act.usedCaps(of: before)
      try act.append(try decide(grant, request, tasks, used, try act.context(for: request)).get())
      guard let row = try act.reading.grant(id) else { throw Failure.notFound("grant", id) }
      return try view(row, act.reading)
    }
  }

  /// A grant with what is used of it, from the same sums that enforcement reads.
  func view(_ row: GrantRow, _ reading: Reading) throws -> GrantView {
    let usage = try reading.usage(ofGrant: row.id)
    let caps: [(name: String, cap: Money)] = (row.caps.object ?? []).compactMap { member in
      Money(canonical: member.value).map { (member.name, $0) }
    }
    let used = caps.map { cap in
      (cap.name, usage.spent.first { $0.currency == cap.cap.currency } ?? Money.zero(cap.cap.currency))
    }
    let tasks = try reading.tasks(ofGrant: row.id)
    let closed = Set(tasks.filter { $0.state == "closed" }.map(\.id))
    var view = GrantView(
      id: row.id, request: row.request, revision: row.revision, owner: row.owner, state: row.state, caps: caps,
      used: used,
      activeFrom: row.activeFrom, expires: row.expires, budget: row.budget, reserved: row.reserved, lane: row.lane,
      duties: tasks.filter { $0.kind == "duty" }.map(\.id), findings: tasks.filter { $0.kind == "finding" }.map(\.id),
      warning: try softWarning(row, caps: caps, used: used), unpriced: usage.unpriced, supersedes: row.supersedes,
      amendBy: try offer(row, caps: caps, used: used))
    view.isSingleUse = row.terms?["single_use"]?.bool ?? false
    view.consumedAt = row.consumedAt
    view.recertify = row.terms?["recertify"]?.string
    view.tranches = (row.terms?["tranches"]?["parts"]?.array ?? []).map { part in
      let duty = part["duty"]?.string
      return GrantView.Tranche(
        percent: part["percent"]?.integer ?? 0, isReleased: duty.map(closed.contains) ?? true, duty: duty,
        when: part["when"]?.string)
    }
    return view
  }

  /// By how much a live grant is over its cap, where its workflow offers an amendment.
  private func offer(_ row: GrantRow, caps: [(name: String, cap: Money)], used: [(String, Money)]) throws -> Money? {
    guard ["active", "suspended"].contains(row.state), row.onExceed?["then"]?.string == "amend" else { return nil }
    for (cap, use) in zip(caps, used) where use.1.exceeds(cap.cap) == true { return try use.1.subtracting(cap.cap) }
    return nil
  }

  private func softWarning(
    _ row: GrantRow, caps: [(name: String, cap: Money)], used: [(String, Money)]
  ) throws -> String? {
    for (cap, use) in zip(caps, used) where use.1.exceeds(cap.cap) == true {
      return "\(use.1) used: over the cap of \(cap.cap)"
    }
    guard let soft = row.onExceed?["soft"]?.integer else { return nil }
    for (cap, use) in zip(caps, used) where try use.1.nanos >= cap.cap.percent(soft).nanos && use.1.nanos > 0 {
      return "\(use.1) of \(cap.cap) used: over \(soft) %"
    }
    return nil
  }
}
