import BundleLoading
import DecisionLog
import PolicyEngine
import SpendModel
import Storage
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

/// A recorded submission as it was decided, and as it would be.
struct RehearsedSubmission: Sendable {
  var change: Simulation.Change
  var before: WorkMeasure
  var after: WorkMeasure
  /// The submission itself where a lane would take it now and none did then, by the same rules.
  var newlyInLane: (event: EventRecord, input: JSONValue)?
}

extension Rehearsal {
  /// How many submissions are judged at once.
  static let batchSize = 4096

  /// What a rehearsal reads of a submission's input.
  private static let inputNames = [
    "beneficiary", "exposure", "facts", "lane", "now", "requester", "stages", "submitter",
  ]

  /// Judges submissions on all cores; the answers come in their order.
  ///
  /// - Returns: An answer for each; nothing for one whose leaf or input cannot be read, or that no workflow takes.
  func judged(_ batch: [StoredSubmission], by past: PastWork) -> [RehearsedSubmission?] {
    Spread.overCores.map(batch) { part in
      var meter = WorkMeter(past)
      return part.map { judged($0, &meter) }
    }.flatMap { $0 }
  }

  private func judged(_ stored: StoredSubmission, _ meter: inout WorkMeter) -> RehearsedSubmission? {
    guard let bytes = stored.input, let event = try? EventRecord(storedBytes: stored.leaf),
      let digest = event.data["input_sha256"]?.string.flatMap({ LogHash(hex: $0) }), digest == stored.inputSHA256,
      let input = try? JSONValue.parse(bytes, keeping: Self.inputNames), let (after, plan) = decision(event, input)
    else { return nil }
    let before = SimulatedDecision(event, input)
    let isNewlyInLane =
      after.decision == "lane" && before.decision == "review" && before.outcome == after.outcome
    return RehearsedSubmission(
      change: Simulation.Change(
        request: event.stream.split(separator: "/").last.map(String.init) ?? event.stream,
        revision: event.data["revision"]?.integer ?? 1, at: event.at,
        cost: event.data["cost"].flatMap { Money(canonical: $0) }, before: before, after: after),
      before: meter.measure(Workload(input: input)), after: meter.measure(Workload(plan)),
      newlyInLane: isNewlyInLane ? (event, input) : nil)
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
