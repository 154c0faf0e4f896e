import PolicyEngine
import SpendModel
import Storage
import WorkflowEngine

extension GovernanceService {
  /// Why a request waits: on whom, since when, and what comes next.
  package func why(_ id: String) throws(Failure) -> WhyView {
    let bundle = try loadBundleInForce()
    return try reading { reading in
      let current = try reading.requestCase(id)
      guard let row = try reading.request(id) else { throw Failure.notFound("request", id) }
      let pinned = try pinnedBundle(row.bundleSHA256, current: bundle, reading)
      let context = try viewing(current, row, bundle, reading)
      let report = current.why(context: context)
      var excluded = report.excluded.map { (person: $0.person, because: $0.because) }
      for stage in current.stages where stage.state == .pending || stage.state == .active {
        for person in stage.passedOver where !excluded.contains(where: { $0.person == person }) {
          excluded.append((person, passedOver(person, context.directory, current.exposure)))
        }
      }
      let fired = try rules(of: row, reading)
      let waiting = report.waitingOn.filter { $0.state != .pending }.map { stage in
        var view = Waiting(stage)
        view.reasons = reasons(why: stage.why.rawValue, stage: stage.stage, reviews: stage.reviews, row, fired, pinned)
        return view
      }
      return WhyView(
        id: id, state: report.state.rawValue, waitingOn: waiting,
        next: report.next.map { ($0.rung, $0.at, $0.to, $0.stage) }, excluded: excluded,
        canUnblock: report.canUnblock,
        decided: try current.lane.map { "lane \($0)" } ?? report.decided ?? returned(current, reading),
        shortage: report.shortage.map { ($0.budget, $0.remaining, $0.needed) },
        notes: report.notes
          + fired.compactMap { rule in rule.indeterminate.map { "rule \(rule.id) could not be judged: \($0)" } },
        waived: try waived(of: row, reading), waivable: try waivable(row, reading),
        duties: report.duties.map(DutyLine.init),
        grant: try reading.grants(of: id).last.map { try standing(of: $0, current, context, reading) },
        amendments: try amendments(of: current, reading))
    }
  }

  /// The requests that ask for other terms, and are not decided yet.
  private func amendments(of request: RequestCase, _ reading: Reading) throws -> [String] {
    try request.amendments.filter { id in
      ["in_review", "changes_requested"].contains(try reading.request(id)?.state)
    }
  }

  /// Why a stage is asked, in words: the rules that demand its reviews, or the workflow.
  ///
  /// - Parameter bundle: The one that the request pinned; without it every rule that demands something is named.
  func reasons(
    why: String?, stage: String, reviews: [String], _ row: RequestRow, _ fired: [RuleLine], _ bundle: ActiveBundle?
  ) -> [String] {
    switch why {
    case "rule":
      let demanding = fired.filter { $0.effect == "require" || $0.indeterminate != nil }
      let wanted = reviews.isEmpty ? [stage] : reviews
      let mine = bundle.map { bundle in demanding.filter { bundle.demands($0, oneOf: wanted) } } ?? []
      return (mine.isEmpty ? demanding : mine).map { "\($0.id): \($0.message)" }
    case "authority": return ["nobody who decides may decide the amount"]
    default: return ["step of workflow \(row.workflow)"]
    }
  }

  /// Why a manager chain went past somebody.
  func passedOver(_ person: String, _ directory: Directory, _ exposure: Money?) -> String {
    let needed = exposure.map { "; \($0) are at stake" } ?? ""
    guard let limit = directory.limit(of: person) else { return "passed over: holds no limit" + needed }
    return "passed over: \(limit.upTo.map { "may decide up to \($0)" } ?? "unlimited")" + needed
  }
}

extension ActiveBundle {
  /// The obligation of that name which a rule would demand.
  func obligation(_ id: String) -> Obligation? {
    for place in policy.ids.indices {
      if let found = policy.rules[place].rule.obligations.first(where: { $0.id == id }) { return found }
    }
    return nil
  }

  /// Whether a rule of a stored verdict demands one of these reviews.
  func demands(_ rule: RuleLine, oneOf reviews: [String]) -> Bool {
    if rule.indeterminate != nil, rule.effect == "deny" { return reviews.contains(CompiledWorkflows.governanceGroup) }
    return policy[rule.id]?.rule.reviews.contains { reviews.contains($0.value) } ?? false
  }
}
