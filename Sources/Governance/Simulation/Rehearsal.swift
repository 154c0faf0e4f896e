import BundleLoading
import PolicyEngine
import SpendModel
import StrictJSON
import WorkflowEngine

/// A bundle that judges what was recorded.
struct Rehearsal: Sendable {
  let bundle: ActiveBundle
  let waivers: StandingWaivers

  init(_ bundle: ActiveBundle, waivers: [Waiver]) {
    self.bundle = bundle
    self.waivers = StandingWaivers(waivers, of: bundle.policy)
  }

  /// What would become of a recorded submission; nothing where no workflow takes it.
  func decision(_ event: EventRecord, _ input: JSONValue, lanesOpen: Bool = true) -> (SimulatedDecision, Plan)? {
    guard let stated = input["facts"], let requester = event.data["requester"]?.string else { return nil }
    let at = input["now"]?.string.flatMap { Timestamp($0) } ?? event.at
    var facts = bundle.workflows.typedFacts(request: stated, requester: input["requester"] ?? .object([]), at: at)
    facts[path: ["request", "id"]] = .string(event.stream.split(separator: "/").last.map(String.init) ?? "")
    facts[path: ["request", "revision"]] = .int(event.data["revision"]?.integer ?? 1)
    return decide(
      Submission(
        id: "", requester: requester, submitter: input["submitter"]?.string ?? requester,
        beneficiary: input["beneficiary"]?.string ?? requester, facts: facts, canonicalFacts: stated,
        canonicalRequester: input["requester"] ?? .object([]),
        cost: event.data["cost"].flatMap { Money(canonical: $0) },
        exposure: input["exposure"].flatMap { Money(canonical: $0) }), at: at, lanesOpen: lanesOpen)
  }

  /// What would become of a document.
  func decision(_ facts: Facts, at: Timestamp) -> (SimulatedDecision, Plan)? {
    var requester = ""
    if case .string(let id)? = facts[path: ["requester", "id"]] { requester = id }
    var cost: Money?
    if case .money(let money)? = facts[path: ["request", "cost"]] { cost = money }
    return decide(
      Submission(
        id: "", requester: requester, submitter: requester, beneficiary: requester, facts: facts,
        canonicalFacts: .object([]), canonicalRequester: .object([]), cost: cost), at: at)
  }

  private func decide(_ submission: Submission, at: Timestamp, lanesOpen: Bool = true) -> (SimulatedDecision, Plan)? {
    let verdict = waivers.judge(
      submission.facts, by: bundle.policy, at: at, asked: WaiverTerms.rule(in: submission.canonicalFacts))
    guard let plan = bundle.workflows.plan(submission, verdict: verdict, at: at, lanesOpen: lanesOpen) else {
      return nil
    }
    let decision = SimulatedDecision(
      outcome: verdict.outcome.rawValue,
      decision: verdict.outcome == .deny ? "denied" : plan.lane == nil ? "review" : "lane",
      rules: verdict.fired.map(\.id), reviews: verdict.reviews, workflow: plan.workflow,
      stages: plan.stages.map(\.id).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) },
      waived: verdict.waived.map(\.rule.id))
    return (decision, plan)
  }
}

/// A submission as the log has it, on its way through a rehearsal.
struct RecordedSubmission: Sendable {
  let event: EventRecord
  /// The bytes of its input.
  let bytes: [UInt8]

  /// What came of it then, and what comes of it now.
  struct Judged: Sendable {
    let input: JSONValue
    let before: SimulatedDecision
    let after: SimulatedDecision
    let plan: Plan
  }
}

extension Rehearsal {
  /// How many submissions are judged at once.
  static let batchSize = 4096

  /// Judges submissions on all cores; the answers come in their order.
  ///
  /// - Returns: An answer for each; nothing for one whose input is no input, or that no workflow takes.
  func judged(_ batch: [RecordedSubmission]) -> [RecordedSubmission.Judged?] {
    Spread.overCores.map(batch) { part in part.map(judged) }.flatMap { $0 }
  }

  private func judged(_ recorded: RecordedSubmission) -> RecordedSubmission.Judged? {
    guard let input = try? JSONValue.parse(recorded.bytes), let (after, plan) = decision(recorded.event, input) else {
      return nil
    }
    return RecordedSubmission.Judged(
      input: input, before: SimulatedDecision(recorded.event, input), after: after, plan: plan)
  }
}

extension SimulatedDecision {
  /// What became of a submission, as its leaf and its input say.
  init(_ event: EventRecord, _ input: JSONValue) {
    let verdict = event.data["verdict"]
    let outcome = verdict?["outcome"]?.string ?? "?"
    self.init(
      outcome: outcome, decision: outcome == "deny" ? "denied" : input["lane"] == nil ? "review" : "lane",
      rules: (verdict?["fired"]?.array ?? []).compactMap { $0["rule"]?.string },
      reviews: (verdict?["reviews"]?.array ?? []).compactMap(\.string),
      workflow: event.data["workflow"]?.string ?? "?",
      stages: (event.data["plan"]?.array ?? []).compactMap { $0["stage"]?.string }
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) },
      waived: (verdict?["waived"]?.array ?? []).compactMap { $0["rule"]?.string })
  }
}
