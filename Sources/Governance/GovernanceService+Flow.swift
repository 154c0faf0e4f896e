import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

extension GovernanceService {
  /// How requests flow: lead times, who held them, what reviews were worth, and what waits past its due time now.
  ///
  /// - Parameters:
  ///   - since: A day or time; only what was submitted from then on.
  ///   - progress: Told how many events have been read.
  /// - Throws: ``Failure`` for a time that is none, and where the database cannot be read.
  package func flow(
    since: String? = nil, progress: (@Sendable (Int64) -> Void)? = nil
  ) throws(Failure) -> FlowView {
    let start = try since.map { text throws(Failure) in try instant(text) }
    let bundle = try loadBundleInForce()
    let calendar = bundle.workflows.defaultCalendar
    let now = now
    return try reading { reading in
      var tally = FlowTally(calendar: calendar, since: start)
      var count: Int64 = 0
      try reading.forEachEvent(of: FlowTally.types, from: start, to: nil) { event in
        tally.add(event)
        count += 1
        progress?(count)
      }
      var view = FlowView(
        since: start, at: now, businessDay: calendar.microsecondsPerDay, report: tally.report(at: now), holders: [],
        open: 0, overdue: 0, stalled: [],
        openFindings: 0, envelopes: try envelopes(since: start, reading))
      try addOpenItems(to: &view, calendar: calendar, reading)
      return view
    }
  }

  private func addOpenItems(to view: inout FlowView, calendar: BusinessCalendar, _ reading: Reading) throws {
    var holders: [String: FlowView.Holder] = [:]
    func count(_ names: [String], isOverdue: Bool) {
      view.open += 1
      if isOverdue { view.overdue += 1 }
      for name in names {
        holders[name, default: FlowView.Holder(name: name)].open += 1
        if isOverdue { holders[name]?.overdue += 1 }
      }
    }
    for stage in try reading.waitingStages() {
      let names = stage.state == "blocked" ? [FlowReport.nobody] : stage.candidates
      count(names, isOverdue: stage.due.map { $0 < view.at } ?? false)
    }
    let idle = calendar.subtracting(.businessDays(5), from: view.at)
    for kind in ["finding", "duty"] {
      for task in try reading.tasks(kind: kind) where task.isLive && task.state != "risk_accepted" {
        let isOverdue = task.due < view.at
        count([task.owner.hasPrefix("user:") ? String(task.owner.dropFirst(5)) : task.owner], isOverdue: isOverdue)
        guard kind == "finding" else { continue }
        view.openFindings += 1
        let events = try reading.events(stream: "finding/" + task.id)
        let moved = events.last { $0.type != .rungFired }?.at ?? task.openedAt
        let hasNext = try reading.hasPendingTimer(stream: "finding/" + task.id)
        if task.owner.isEmpty || moved < idle || (isOverdue && !hasNext) { view.stalled.append(task.id) }
      }
    }
    view.holders = holders.values.sorted {
      $0.overdue != $1.overdue ? $0.overdue > $1.overdue : $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }
  }

  /// What grants that are over had approved, and what was used of it.
  private func envelopes(since: Timestamp?, _ reading: Reading) throws -> [FlowView.Envelope] {
    var sums: [Currency: FlowView.Envelope] = [:]
    for grant in try reading.grants() where !grant.isLive && grant.state != "superseded" {
      guard since.map({ grant.mintedAt >= $0 }) ?? true,
        let cap = grant.caps["cost"].flatMap({ Money(canonical: $0) })
      else { continue }
      let spent = try reading.usage(ofGrant: grant.id).spent.first { $0.currency == cap.currency }
      var sum =
        sums[cap.currency]
        ?? FlowView.Envelope(approved: .zero(cap.currency), used: .zero(cap.currency), grants: 0)
      sum.approved = try sum.approved.adding(cap)
      sum.used = try sum.used.adding(spent ?? .zero(cap.currency))
      sum.grants += 1
      sums[cap.currency] = sum
    }
    return sums.sorted { $0.key < $1.key }.map(\.value)
  }
}
