import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

extension GovernanceService {
  /// How many items a queue shows, where nobody says how many.
  package static let usualQueueLimit = 50
  /// Over how many days the service level of an approver is taken.
  private static let serviceDays: Int64 = 90

  /// What waits, for whom `view` says, the earliest due first.
  ///
  /// - Parameter limit: How many items at most; nothing: all of them.
  /// - Throws: ``Failure``: 6 for a group that there is not.
  package func queue(_ view: QueueView, limit: Int? = usualQueueLimit) throws(Failure) -> QueueAnswer {
    let bundle = try loadBundleInForce()
    let time = now
    var me: String?
    let selection: QueueSelection
    switch view {
    case .mine:
      me = try identify(in: bundle, needsPerson: true).person?.id
      selection = .people([me].compactMap { $0 })
    case .group(let name):
      let directory = bundle.workflows.directory
      guard directory.group(name) != nil else {
        throw Failure(
          .notFound, "unknown-group", "no group `\(name)` in the directory",
          hint: nearest(name, directory.groups.map(\.id)))
      }
      selection = .people(directory.members(of: name))
    case .all: selection = .all
    case .overdue: selection = .overdue(time)
    case .blocked: selection = .blocked
    }
    return try reading { reading in
      let delegated = try me == nil ? [] : reading.delegations().filter { $0.isInForce(at: time) }
      let claimed = try reading.requestsClaimed(before: time)
      let page = try reading.queue(
        selection.with(delegated.filter { $0.to == me }.map(\.of)), limit: limit)
      var known: [String: (row: RequestRow, fired: [RuleLine])] = [:]
      var items: [QueueItem] = []
      for stage in page.stages {
        if known[stage.request] == nil, let row = try reading.request(stage.request) {
          known[stage.request] = (row, try rules(of: row, reading))
        }
        guard let (row, fired) = known[stage.request] else { continue }
        var principal: String?
        if let me, !stage.candidates.contains(me) {
          guard let found = try self.principal(of: me, on: stage, row, delegated, bundle, reading) else { continue }
          principal = found
        } else if let me, delegated.contains(where: { $0.to == me || $0.of == me }) {
          // They may have voted, or somebody in their place.
          let votes = try reading.requestCase(stage.request).stage(stage.id)?.counted ?? []
          if votes.contains(where: { $0.people.contains(me) }) { continue }
        }
        items.append(
          QueueItem(
            request: row.id, stage: stage.id, right: stage.right, state: stage.state, title: row.title ?? "(erased)",
            requester: row.requester, cost: row.cost, since: stage.since, due: stage.due,
            isOverdue: stage.due.map { $0 < time } ?? false, candidates: stage.candidates,
            reasons: (principal.map { ["for \($0)"] } ?? [])
              + reasons(
                why: stage.why, stage: stage.id, reviews: reviews(of: stage, row, bundle), row, fired,
                row.bundleSHA256 == bundle.digest ? bundle : nil), principal: principal,
            claimedBy: claimed.contains(row.id)
              ? try reading.requestCase(row.id).stage(stage.id)?.claimed(at: time) : nil))
      }
      return QueueAnswer(
        items: items, total: page.total, isAtLeast: page.isAtLeast,
        service: try me.flatMap { try serviceLevel(of: $0, bundle, reading) })
    }
  }

  /// In whose place somebody may act on a stage, by a delegation; nothing where they may not.
  private func principal(
    of person: String, on stage: StageRow, _ row: RequestRow, _ delegations: [Delegation], _ bundle: ActiveBundle,
    _ reading: Reading
  ) throws -> String? {
    let current = try reading.requestCase(stage.request)
    let pinned = try pinnedBundle(row.bundleSHA256, current: bundle, reading)
    let context = ActContext(
      workflows: pinned.workflows, directory: bundle.workflows.directory, actor: .timer, at: now,
      exposure: current.exposure, delegations: delegations)
    let waiting = current.why(context: context).waitingOn.first { $0.stage == stage.id }
    return waiting?.delegates.first { $0.person == person }?.of
  }

  /// The reviews that a stage stands for, where the request's bundle is the one in force.
  private func reviews(of stage: StageRow, _ row: RequestRow, _ bundle: ActiveBundle) -> [String] {
    guard row.bundleSHA256 == bundle.digest else { return [] }
    return bundle.workflows.reviews(of: stage.id, in: row.workflow)
  }

  /// How soon somebody decided lately; nothing where they decided nothing.
  private func serviceLevel(of person: String, _ bundle: ActiveBundle, _ reading: Reading) throws -> ServiceLevel? {
    let calendar = bundle.workflows.defaultCalendar
    let since = now.adding(seconds: -Self.serviceDays * 86_400)
    let decisions = try reading.decisions(of: person, since: since)
    guard !decisions.isEmpty else { return nil }
    let spans = decisions.map { calendar.businessMicroseconds(from: $0.from, to: $0.at) }.sorted()
    let withDue = decisions.filter { $0.due != nil }
    return ServiceLevel(
      person: person, days: Self.serviceDays, decisions: decisions.count, median: spans[(spans.count - 1) / 2],
      day: calendar.microsecondsPerDay,
      inTime: withDue.count { decision in decision.due.map { decision.at <= $0 } ?? false },
      withDue: withDue.count)
  }
}

extension QueueSelection {
  /// What these people may act on, too.
  fileprivate func with(_ others: [String]) -> QueueSelection {
    guard case .people(let people) = self else { return self }
    return .people(people + others.filter { !people.contains($0) })
  }
}
