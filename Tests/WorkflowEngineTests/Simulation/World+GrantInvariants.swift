import SpendModel
import StrictJSON

@testable import WorkflowEngine

/// What must hold of grants and of what has to be done, leaf by leaf and after each look of the scheduler.
extension World {
  // MARK: - Leaf by leaf

  mutating func judgeGrant(_ record: EventRecord, from before: GrantCase?, to after: GrantCase) throws(Violation) {
    let isMoved = before?.state != after.state
    switch record.type {
    case .grantMinted: try judgeMinted(record, after)
    case .grantReleased: try judgeReleased(record, from: before, to: after)
    case .grantConsumed:
      try require(before?.consumedAt == nil, "\(after.id) is used twice")
      try require(record.actor == "user:\(after.owner)", "\(record.actor) used \(after.id) of \(after.owner)")
      try require(before?.state == .active && after.isSingleUse, "\(after.id) was used, \(after.state.rawValue)")
      try require(after.expires > clock, "\(after.id) was used after its end")
    case .grantActivated:
      try checkBegun(after)
      try require(after.notBefore.map { $0 <= clock } ?? true, "\(after.id) begins before its time")
    case .grantSuspended: try judgeSuspended(record, after)
    case .grantExpired: try require(after.expires <= clock, "\(after.id) expires before \(after.expires)")
    case .grantExhausted: try require(after.onExceed.then == nil, "\(after.id) is used up, and could be amended")
    case .grantSuperseded:
      let next = record.data["by"]?.string.flatMap { grants[$0] }
      try require(next?.supersedes == after.id, "\(after.id) is superseded by nothing")
    case .grantRevoked: try judgeRevoked(record, after)
    case .grantClosed:
      let open = duties(of: after).filter { !$0.state.isClosed }
      try require(open.isEmpty, "\(after.id) is closed before \(open.map(\.id))")
      let released = record.data["released"].flatMap { Money(canonical: $0) }?.nanos ?? 0
      try require(
        released == held[after.id] ?? 0, "\(after.id) releases \(released) of \(held[after.id] ?? 0) nano-units")
      held[after.id] = 0
    default: break
    }
    if let before, isMoved {
      let ended: Set<GrantState> = [.exhausted, .expired, .revoked, .superseded]
      try require(before.state != .closed, "\(after.id) was closed, and became \(after.state.rawValue)")
      try require(
        !ended.contains(before.state) || after.state == .closed,
        "\(after.id) was \(before.state.rawValue), and became \(after.state.rawValue)")
    }
    let isSilent: Set<EventType> = [
      .rungFired, .grantAssigned, .grantConsumed, .grantReleased, .grantMinted,
    ]
    try require(isMoved || isSilent.contains(record.type), "\(record.type.rawValue) changes no state of \(after.id)")
  }

  /// No more than was asked for, no more than each of those who approved let through, and all of it held.
  private mutating func judgeMinted(_ record: EventRecord, _ grant: GrantCase) throws(Violation) {
    guard let live = requests.first(where: { $0.request.id == grant.request }) else {
      throw violation("\(grant.id) is of no request")
    }
    try require(live.request.state == .approved, "\(grant.id) before its approval")
    try require(directory.person(grant.owner) != nil, "\(grant.id) belongs to \(grant.owner), who is not there")
    try require(grant.expires > clock, "\(grant.id) is minted with its end")
    let full = (grant.approved.isEmpty ? grant.caps : grant.approved).first { $0.name == "cost" }?.amount.nanos
    var most = live.ask.cost.map(\.nanos) ?? .max
    if let lane = live.pinned.workflows[0].lanes.first(where: { $0.id == grant.lane }) {
      most = lane.grant.caps.first { $0.name == "cost" }?.amount.nanos ?? most
    }
    if live.request.emergency != nil { most = min(most, 2000 * Money.nanosPerUnit) }
    for vote in live.request.stages.flatMap({ $0.counted(.approve) }) {
      for cap in vote.caps where cap.name == "cost" { most = min(most, cap.amount.nanos) }
    }
    try require(full.map { $0 <= most } ?? (most == .max), "\(grant.id) grants \(full ?? 0) of \(most) nano-units")
    if let tranche = grant.parts.first, let full {
      let first = grant.caps.first { $0.name == "cost" }?.amount.nanos
      try require(first == full / 100 * Int64(tranche.percent), "\(grant.id) begins with \(first ?? 0) of \(full)")
      try require(grant.parts.reduce(0) { $0 + $1.percent } == 100, "the parts of \(grant.id) are no whole")
    }
    held[grant.id] = record.data["reserve"]?["amount"].flatMap { Money(canonical: $0) }?.nanos ?? 0
    if live.ask.costCenter == Ask.budgeted, let full {
      try require(held[grant.id] == full, "\(grant.id) grants \(full) and holds \(held[grant.id] ?? 0)")
    }
  }

  /// A part comes with evidence that is good enough, which somebody else than its owner looked at.
  private func judgeReleased(
    _ record: EventRecord, from before: GrantCase?, to after: GrantCase
  ) throws(Violation) {
    guard let duty = record.data["duty"]?.string, let task = tasks[duty] else {
      throw violation("a part of \(after.id) comes with no duty")
    }
    let handedIn = records.last { $0.stream == task.stream && $0.type == .taskSubmitted }
    let scores = (handedIn?.data["evidence"]?.array ?? []).filter { $0["kind"]?.string == "eval-report" }
      .compactMap { $0["score"]?.string.flatMap(Double.init) }
    try require(scores.last.map { $0 >= 0.7 } ?? false, "a part of \(after.id) came with the scores \(scores)")
    try require(record.actor != "user:\(task.owner)", "\(record.actor) released a part of their own grant")
    let percent = after.parts.filter(\.isReleased).reduce(0) { $0 + $1.percent }
    let all = after.approved.first { $0.name == "cost" }?.amount.nanos ?? 0
    try require(
      after.caps.first { $0.name == "cost" }?.amount.nanos == all / 100 * Int64(percent) || percent == 100,
      "\(percent) % of \(after.id) is \(after.caps)")
    try require(percent <= 100, "\(percent) % of \(after.id)")
  }

  /// Only an emergency does not wait for what has to be done before.
  private func checkBegun(_ grant: GrantCase) throws(Violation) {
    let waits = duties(of: grant).filter { $0.phase == "start" && !$0.state.isClosed }
    let isEmergency = requests.contains { $0.request.id == grant.request && $0.request.emergency != nil }
    try require(waits.isEmpty || isEmergency, "\(grant.id) begins before \(waits.map(\.id))")
  }

  private func judgeSuspended(_ record: EventRecord, _ grant: GrantCase) throws(Violation) {
    guard record.data["because"]?.string == "duty" else { return }
    guard let task = record.data["duty"]?.string.flatMap({ tasks[$0] }) else {
      throw violation("\(grant.id) is suspended for no duty")
    }
    try require(
      task.due < clock && task.state.isLive && ["during", "recertify"].contains(task.phase),
      "\(grant.id) is suspended for \(task.id), \(task.state.rawValue), due \(task.due)")
  }

  private func judgeRevoked(_ record: EventRecord, _ grant: GrantCase) throws(Violation) {
    guard record.actor.hasPrefix("user:"), let live = requests.first(where: { $0.request.id == grant.request }) else {
      return
    }
    let person = String(record.actor.dropFirst(5))
    try require(!Oracle(live, in: self).isBarred(person), "\(person) revoked \(grant.id), which is their own")
  }

  /// A leaf changes something, the owner never looks at what they did themselves, and what is closed stays closed until
  /// it comes again.
  mutating func judgeTask(_ record: EventRecord, from before: TaskCase?, to after: TaskCase) throws(Violation) {
    guard let before else {
      return try require(directory.person(after.owner) != nil, "\(after.id) is opened for nobody")
    }
    var same = before
    same.latest = after.latest
    let isSame = same == after
    try require(!isSame || record.type == .taskAssigned, "\(record.type.rawValue) changes nothing of \(after.id)")
    if [.taskVerified, .taskFailed].contains(record.type) {
      try require(
        record.actor != "user:\(before.owner)" && record.actor != before.submittedBy,
        "\(record.actor) looked at their own \(after.id)")
    }
    if record.type == .taskCancelled, record.actor.hasPrefix("user:"), record.data["reason"] != nil {
      try require(record.actor != "user:\(before.owner)", "\(record.actor) dropped their own \(after.id)")
    }
    if record.type == .taskSubmitted {
      let kinds = (record.data["evidence"]?.array ?? []).compactMap { $0["kind"]?.string }
      try require(Set(before.evidence).isSubset(of: kinds), "\(after.id) was handed in with \(kinds)")
      try require(record.actor == "user:\(before.owner)", "\(record.actor) handed in \(after.id)")
    }
    if before.state.isClosed { try require(record.type == .taskReopened, "\(after.id) was closed") }
    if record.type == .taskReopened, before.state == .riskAccepted {
      try require(after.due == before.due, "\(after.id) came back with another deadline")
    }
    if record.type == .taskAssigned, record.actor == "user:\(before.owner)" {
      try require(after.due <= before.due, "\(before.owner) gave \(after.id) more time")
    }
  }

  // MARK: - After a look of the scheduler

  /// No task without a living owner, nor without somebody else who verifies it.
  func checkTasks() throws(Violation) {
    for task in tasks.values where task.state.isLive {
      try require(directory.person(task.owner) != nil, "\(task.id) belongs to \(task.owner), who left")
      let verifiers = task.verifiers(directory: directory)
      try require(!verifiers.contains(task.owner), "\(task.owner) verifies their own \(task.id)")
      try require(
        task.timers.allSatisfy { $0.state != .pending || $0.at > clock }, "\(task.id) has rungs that are due")
    }
    for task in tasks.values where task.state == .riskAccepted {
      try require(
        passes.contains { $0.finding == task.id && $0.isActive && !$0.isOver && clock < $0.until },
        "the risk of \(task.id) is accepted by nothing")
    }
  }

  /// No grant lives beyond its end, begins before its time, or goes on unconfirmed.
  func checkGrants() throws(Violation) {
    for grant in grants.values {
      if grant.state != .closed {
        try require(directory.person(grant.owner) != nil, "\(grant.id) belongs to \(grant.owner), who left")
      }
      if grant.state.isLive { try require(grant.expires > clock, "\(grant.id) lives beyond \(grant.expires)") }
      if grant.state == .active {
        try checkBegun(grant)
        try require(grant.notBefore.map { $0 <= clock } ?? true, "\(grant.id) has begun before its time")
        let late = duties(of: grant).filter {
          $0.phase == "recertify" && $0.due < clock && $0.state.isLive && $0.state != .submitted
        }
        try require(late.isEmpty || grant.onExceed.hard == .none, "\(grant.id) goes on, unconfirmed since \(late)")
      }
      if !grant.state.isLive, grant.state != .closed {
        try require(
          duties(of: grant).contains { !$0.state.isClosed }, "\(grant.id) is over, all is done, and it is not closed")
      }
    }
  }
}
