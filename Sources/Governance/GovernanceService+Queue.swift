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
    var members: [String] = []
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
      members = directory.members(of: name)
      selection = .people(members)
    case .all: selection = .all
    case .overdue: selection = .overdue(time)
    case .blocked: selection = .blocked
    }
    return try reading { reading in
      let known = try reading.delegations()
      let delegated = known.filter { $0.isInForce(at: time) }
      let hasDelegated = known.contains { $0.to == me || $0.of == me }
      let claimed = try reading.requestsClaimed(before: time)
      // Also what they may do in the place of others.
      let people = selection.with(delegated.filter { $0.to == me || members.contains($0.to) }.map(\.of))
      // What somebody may not act on is left out, and more is read in its place.
      var wanted = limit
      while true {
        let page = try reading.queue(people, limit: wanted)
        let items = try items(
          of: page.stages, me: me, members: members, delegated: delegated, hasDelegated: hasDelegated, claimed: claimed,
          bundle: bundle, reading)
        let skipped = page.stages.count - items.count
        if let limit, let read = wanted, items.count < limit, skipped > 0, page.stages.count >= read {
          wanted = read + max(skipped, limit)
          continue
        }
        let shown = limit.map { Array(items.prefix($0)) } ?? items
        return QueueAnswer(
          items: shown, total: max(Int64(shown.count), page.total - Int64(skipped)), isAtLeast: page.isAtLeast,
          service: try me.flatMap { try serviceLevel(of: $0, bundle, reading) })
      }
    }
  }

  private func items(
    of stages: [StageRow], me: String?, members: [String], delegated: [Delegation], hasDelegated: Bool,
    claimed: Set<String>, bundle: ActiveBundle, _ reading: Reading
  ) throws -> [QueueItem] {
    let time = now
    var known: [String: (row: RequestRow, fired: [RuleLine])] = [:]
    var items: [QueueItem] = []
    for stage in stages {
      if known[stage.request] == nil, let row = try reading.request(stage.request) {
        known[stage.request] = (row, try rules(of: row, reading))
      }
      guard let (row, fired) = known[stage.request] else { continue }
      var principal: String?
      if let me, !stage.candidates.contains(me) {
        guard let found = try self.principal(of: me, on: stage, row, delegated, bundle, reading) else { continue }
        principal = found
      } else if let me {
        guard stage.state != "blocked" else { continue }
        // Whoever acted on the request, or somebody in their place, may be used up by that.
        if try hasDelegated || reading.hasVoted(me, on: row.id) {
          let waiting = try waiting(on: stage, row, delegated, bundle, reading)
          guard waiting?.candidates.contains(me) ?? false else { continue }
        }
      }
      // Who may act in the place of whom, where somebody on whom it waits delegated.
      var delegates: [Delegate] = []
      if me == nil, delegated.contains(where: { stage.candidates.contains($0.of) }) {
        delegates = try waiting(on: stage, row, delegated, bundle, reading)?.delegates ?? []
      }
      if !members.isEmpty, !stage.candidates.contains(where: members.contains) {
        guard let found = delegates.first(where: { members.contains($0.person) }) else { continue }
        principal = found.of
      }
      let terms = bundle.workflows.terms(of: stage.id, in: row.workflow)
      items.append(
        QueueItem(
          request: row.id, stage: stage.id, right: stage.right, state: stage.state, title: row.title ?? "(erased)",
          requester: row.requester, cost: row.cost, since: stage.since, due: stage.due,
          isOverdue: stage.due.map { $0 < time } ?? false, candidates: stage.candidates,
          reasons: (principal.map { ["for \($0)"] } ?? [])
            + reasons(
              why: stage.why, stage: stage.id, reviews: bundle.workflows.reviews(of: stage.id, in: row.workflow), row,
              fired, [bundle]), principal: principal,
          claimedBy: claimed.contains(row.id)
            ? try reading.requestCase(row.id).stage(stage.id)?.claimed(at: time) : nil, attest: terms.attest,
          wantsComment: terms.commentsAlways, warnings: fired.filter { $0.effect == "warn" },
          concerns: stage.right == DecisionRight.decide.rawValue ? try reading.concerns(about: row.id) : [],
          delegates: delegates))
    }
    return items
  }

  /// In whose place somebody may act on a stage, by a delegation; nothing where they may not.
  private func principal(
    of person: String, on stage: StageRow, _ row: RequestRow, _ delegations: [Delegation], _ bundle: ActiveBundle,
    _ reading: Reading
  ) throws -> String? {
    try waiting(on: stage, row, delegations, bundle, reading)?.delegates.first { $0.person == person }?.of
  }

  /// How a stage waits, by the functions that decide.
  private func waiting(
    on stage: StageRow, _ row: RequestRow, _ delegations: [Delegation], _ bundle: ActiveBundle, _ reading: Reading
  ) throws -> WhyReport.WaitingStage? {
    let current = try reading.requestCase(stage.request)
    let pinned = try pinnedBundle(row.bundleSHA256, current: bundle, reading)
    let context = ActContext(
      workflows: try pinnedWorkflows(of: current, pinned, current: bundle, reading),
      directory: bundle.workflows.directory, actor: .timer, at: now, exposure: current.exposure,
      delegations: delegations)
    return current.why(context: context).waitingOn.first { $0.stage == stage.id }
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
