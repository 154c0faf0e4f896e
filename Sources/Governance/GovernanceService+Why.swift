import PolicyEngine
import SpendModel
import Storage
import StrictJSON
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
        let may = report.waitingOn.first { $0.stage == stage.id }?.candidates ?? []
        for person in stage.passedOver where !may.contains(person) && !excluded.contains(where: { $0.person == person })
        {
          excluded.append((person, passedOver(person, context.directory, context.exposure)))
        }
      }
      let fired = try rules(of: row, reading)
      let bundles = try bundles(with: fired, of: row, among: [pinned, bundle], reading)
      let waiting = report.waitingOn.filter { $0.state != .pending }.map { stage in
        var view = Waiting(stage)
        view.reasons = reasons(why: stage.why.rawValue, stage: stage.stage, reviews: stage.reviews, row, fired, bundles)
        return view
      }
      return WhyView(
        id: id, state: report.state.rawValue, waitingOn: waiting,
        next: report.next.map { ($0.rung, $0.at, $0.to, $0.stage) }, excluded: excluded,
        canUnblock: report.canUnblock,
        decided: try current.lane.map { "lane \($0)" } ?? report.decided ?? returned(current, reading),
        shortage: report.shortage.map { ($0.budget, $0.remaining, $0.needed) },
        notes: unique(report.notes + routingNotes(of: current, row, pinned))
          + fired.compactMap { rule in rule.indeterminate.map { "rule \(rule.id) could not be judged: \($0)" } },
        warnings: waiting.isEmpty ? [] : fired.filter { $0.effect == "warn" && $0.indeterminate == nil },
        concerns: waiting.isEmpty ? [] : try reading.concerns(about: id),
        denied: row.state == "denied" ? fired.filter { $0.effect == "deny" && $0.indeterminate == nil } : [],
        waived: waived(in: try explanation(of: row, reading)), waivable: try waivable(row, reading),
        duties: report.duties.map(DutyLine.init),
        grant: try reading.grants(of: id).last.map { try standing(of: $0, current, context, reading) },
        amendments: try amendments(of: current, reading))
    }
  }

  /// What could not be judged when the request was routed: conditions of lanes and stages that err.
  private func routingNotes(of request: RequestCase, _ row: RequestRow, _ pinned: ActiveBundle) -> [String] {
    guard request.state == .inReview else { return [] }
    let facts = pinned.workflows.typedFacts(
      request: request.facts, requester: request.requesterFacts, at: row.submittedAt)
    let submission = Submission(
      id: request.id, requester: request.requester, submitter: request.submitter, beneficiary: request.beneficiary,
      facts: facts, canonicalFacts: request.facts, canonicalRequester: request.requesterFacts, cost: request.cost,
      exposure: request.exposure)
    let verdict = Verdict(outcome: request.outcome, fired: [], reviews: request.reviews, obligations: [])
    return pinned.workflows.plan(submission, verdict: verdict, at: row.submittedAt)?.notes ?? []
  }

  /// The requests that ask for other terms, and are not decided yet.
  private func amendments(of request: RequestCase, _ reading: Reading) throws -> [String] {
    try request.amendments.filter { id in
      ["in_review", "changes_requested"].contains(try reading.request(id)?.state)
    }
  }

  /// Why a stage is asked, in words: the rules that demand its reviews, or the workflow.
  ///
  /// - Parameter bundles: Where the rules are looked up that fired; what is demanded by a rule that none of them has as
  ///   it was then is not known, and it is named where no other is.
  func reasons(
    why: String?, stage: String, reviews: [String], _ row: RequestRow, _ fired: [RuleLine], _ bundles: [ActiveBundle]
  ) -> [String] {
    if stage == CompiledWorkflows.postReview { return ["an emergency is looked at afterwards"] }
    switch why {
    case "rule":
      let wanted = reviews.isEmpty ? [stage] : reviews
      let judged = fired.map { (rule: $0, demands: $0.demands(oneOf: wanted, in: bundles)) }
      let certain = judged.filter { $0.demands == true }
      let named = certain.isEmpty ? judged.filter { $0.demands == nil } : certain
      if named.isEmpty, row.kind == "waiver", wanted.contains(CompiledWorkflows.authorityReview) {
        return ["the exception would be renewed for the second time or more"]
      }
      return named.map { "\($0.rule.id): \($0.rule.message)" }
    case "authority": return ["nobody who decides may decide the amount"]
    default: return ["step of workflow \(row.workflow)"]
    }
  }

  /// The bundles in which the rules that fired are found as they were then: the given ones, and where that does not do,
  /// those by which the request was judged anew.
  private func bundles(
    with fired: [RuleLine], of row: RequestRow, among bundles: [ActiveBundle], _ reading: Reading
  ) throws -> [ActiveBundle] {
    guard fired.contains(where: { $0.effect == "require" && $0.definition(in: bundles) == nil }) else { return bundles }
    let digests = try reading.events(stream: MintedKind.request.streamPrefix + row.id)
      .filter { $0.type == .requestReevaluated }.compactMap { $0.data["bundle_sha256"]?.string }
    return bundles
      + unique(digests).filter { digest in !bundles.contains { $0.digest == digest } }.compactMap {
        try? storedBundle($0, reading)
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
}

extension RuleLine {
  /// Whether the rule demands one of these reviews; nothing where no bundle has it as it was when it fired.
  fileprivate func demands(oneOf reviews: [String], in bundles: [ActiveBundle]) -> Bool? {
    switch effect {
    // One that errs, or that spoke only after the submission: it is for people to judge.
    case "deny": reviews.contains(CompiledWorkflows.governanceGroup)
    case "require": definition(in: bundles).map { rule in rule.reviews.contains { reviews.contains($0.value) } }
    default: false
    }
  }

  /// The rule as it was when it fired.
  fileprivate func definition(in bundles: [ActiveBundle]) -> Rule? {
    for bundle in bundles {
      guard let rule = bundle.policy[id]?.rule else { continue }
      if digest.map({ $0.utf8.elementsEqual(rule.digest.utf8) }) ?? true { return rule }
    }
    return nil
  }
}
