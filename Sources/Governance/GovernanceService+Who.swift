import BundleLoading
import PolicyEngine
import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

extension GovernanceService {
  /// Who would have to act, were this request submitted now: by the functions that route a submission.
  ///
  /// - Parameter beneficiary: Nothing: the requester.
  func who(
    _ bundle: ActiveBundle?, facts: Facts, cost: Money?, verdict: Verdict, person: Person?, beneficiary: String?,
    at time: Timestamp
  ) throws(Failure) -> WhoView {
    guard let bundle else {
      throw Failure(.usage, "no-workflows", "`--who` needs the workflows of a workspace", hint: "leave `--rules` out")
    }
    var requester = person?.id ?? ""
    if case .string(let id)? = facts[path: ["requester", "id"]] { requester = id }
    guard !requester.isEmpty else {
      throw Failure(.notPermitted, "unknown-person", "nobody asks", hint: "say who would ask with `--as PERSON`")
    }
    // Without a database nothing else counts against the same limit.
    var exposure = cost
    if Store.exists(at: workspace.databasePath) {
      exposure = try reading { reading in
        try reading.exposure(of: "", cost: cost, facts: facts, before: nil, under: bundle, at: time)
      }
    }
    let submission = Submission(
      id: "", requester: requester, submitter: person?.id ?? requester, beneficiary: beneficiary ?? requester,
      facts: facts, canonicalFacts: .object([]), canonicalRequester: .object([]), cost: cost, exposure: exposure,
      previous: nil)
    guard let plan = bundle.workflows.plan(submission, verdict: verdict, at: time) else {
      return WhoView(
        workflow: "", lane: nil, exposure: exposure, stages: [], ends: nil, notes: ["no workflow takes it"])
    }
    var view = WhoView(
      workflow: plan.workflow, lane: plan.lane.map { ($0.id, $0.grant.spoken) }, exposure: exposure, stages: [],
      ends: plan.stages.isEmpty ? nil : plan.expires, notes: unique(plan.notes))
    view.stages = bundle.workflows.prospects(of: plan, submission: submission, verdict: verdict).map {
      whoStage($0, plan, bundle, verdict, exposure)
    }
    return view
  }

  private func whoStage(
    _ prospect: Prospect, _ plan: Plan, _ bundle: ActiveBundle, _ verdict: Verdict, _ exposure: Money?
  ) -> WhoStage {
    let stage = prospect.stage
    let directory = bundle.workflows.directory
    var reasons: [String] = []
    switch stage.why {
    case .workflow: reasons = ["step of workflow \(plan.workflow)"]
    case .authority:
      reasons = ["nobody who decides may decide \(exposure.map { $0.description } ?? "an amount without a price")"]
    case .rule:
      let reviews = stage.reviews.isEmpty ? [stage.id] : stage.reviews
      reasons = verdict.fired.filter { bundle.demands($0, oneOf: reviews) }.map { "\($0.id): \($0.message)" }
    }
    return WhoStage(
      waiting: Waiting(
        stage: stage.id, right: stage.right.rawValue,
        state: stage.blocked == nil ? (stage.isOpen ? "active" : "pending") : "blocked", candidates: stage.candidates,
        since: nil, due: stage.due, needs: stage.right == .inform ? 0 : stage.approve),
      why: stage.why.rawValue, reasons: reasons, quorum: stage.quorumText, seats: stage.seats, after: prospect.after,
      time: stage.duePeriod?.description,
      passedOver: stage.passedOver.map { ($0, passedOver($0, directory, exposure)) },
      excluded: stage.excluded.map { ($0.person, $0.because) }, fallback: prospect.fallback,
      fallbackApprove: prospect.fallbackApprove, usesFallback: stage.usesFallback,
      blocked: stage.blocked.map { ($0.because, $0.told) }, asks: prospect.terms.spoken, offers: prospect.offers)
  }
}

extension ActiveBundle {
  /// Whether a rule that fired demands one of these reviews.
  func demands(_ fired: FiredRule, oneOf reviews: [String]) -> Bool {
    // A rule that could not be judged goes to governance, whatever it would do.
    if fired.indeterminate != nil, fired.effect == .deny {
      return reviews.contains(CompiledWorkflows.governanceGroup)
    }
    return policy[fired.id]?.rule.reviews.contains { reviews.contains($0.value) } ?? false
  }
}

extension PlannedStage {
  /// How many it takes, in words.
  var quorumText: String {
    if right == .inform { return "nobody: they are told" }
    if let weighing {
      return "weight \(weighing.needed) of \(weighing.minPeople) people or more"
    }
    if !seats.isEmpty { return seats.count == 1 ? "1 seat" : "\(seats.count) seats, each by another person" }
    return approve == 1 ? "1 of them" : "\(approve) of them"
  }
}

extension GrantTerms {
  /// What a lane grants, in words.
  var spoken: String {
    let caps = caps.map { "\($0.name) up to \($0.amount)" }
    return (caps + [expires.map { "for \($0)" }].compactMap { $0 }).joined(separator: ", ")
  }
}
