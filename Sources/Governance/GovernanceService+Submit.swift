import PolicyEngine
import BundleLoading
import CostEngine
import DecisionLog
import Diagnostics
import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

extension GovernanceService {
  /// Records a request, judges it, routes it, and says who must act by when.
  ///
  /// - Parameters:
  ///   - path: A file of kind `Request`, YAML or JSON.
  ///   - key: The caller's idempotency key: the same key and body give the same answer, another body is a conflict.
  ///   - acknowledged: The ids of warnings that were read.
  ///   - dryRun: Says what would happen, and writes nothing.
  ///   - isWaiver: The file has to ask for a waiver.
  /// - Throws: ``Failure``.
  package func submit(
    _ path: String, key: String? = nil, acknowledged: [String] = [], dryRun: Bool = false, isWaiver: Bool = false
  ) throws(Failure) -> SubmitResult {
    let bytes = try readFile(path, limit: 8 << 20)
    if dryRun { return try rehearse(path, bytes, acknowledged: acknowledged, isWaiver: isWaiver) }
    return try act(isNew: true) { act in
      let idempotency = try key.map { try act.idempotency(key: $0, body: bytes) }
      if case .repeated(let id)? = idempotency {
        return try act.submitResult(of: try act.reading.requestCase(id), isRepeat: true)
      }
      let request = try act.service.decode(path, bytes, in: act.bundle.bundle)
      if isWaiver { try checkAsksForWaiver(request, path) }
      try act.checkAcknowledged(acknowledged)
      var ids = try act.counter()
      let assessment = try act.assess(request, path: path, id: ids.mint(.request), previous: nil)
      var record = assessment.record
      if case .fresh(let value)? = idempotency { record.idempotency = value }
      let decision = try RequestCase.submit(
        assessment.submission, verdict: assessment.verdict, record: record,
        acknowledged: acknowledged + request.acknowledged, context: try act.context(for: assessment), ids: &ids
      ).get()
      try act.record(decision, waiver: request.waiver)
      var result = try act.submitResult(of: decision.request, isRepeat: false)
      result.notes += assessment.notes + unique(decision.plan?.notes ?? [])
      result.notes += try act.shadow(assessment, decision.request)
      return result
    }
  }

  /// States a request anew after changes were asked for; the next revision is judged and routed like a first one.
  package func resubmit(_ id: String, _ path: String, acknowledged: [String] = []) throws(Failure) -> SubmitResult {
    let bytes = try readFile(path, limit: 8 << 20)
    return try act(isNew: true) { act in
      let current = try act.reading.requestCase(id)
      let request = try act.service.decode(path, bytes, in: act.bundle.bundle)
      var ids = try act.counter()
      let assessment = try act.assess(request, path: path, id: id, previous: current)
      let decision = try current.resubmit(
        assessment.submission, verdict: assessment.verdict, record: assessment.record,
        acknowledged: acknowledged + request.acknowledged, standing: try act.context(for: current),
        context: try act.context(
          for: assessment, replacing: try current.amends.flatMap { try act.reading.grant($0.grant) }), ids: &ids
      ).get()
      try act.record(decision, waiver: request.waiver)
      var result = try act.submitResult(of: decision.request, isRepeat: false)
      result.notes += assessment.notes + unique(decision.plan?.notes ?? [])
      result.notes += try act.shadow(assessment, decision.request)
      return result
    }
  }

  /// What `submit` would answer, in a transaction that is given up.
  private func rehearse(
    _ path: String, _ bytes: [UInt8], acknowledged: [String], isWaiver: Bool
  ) throws(Failure) -> SubmitResult {
    struct Rehearsed: Error { let result: SubmitResult }
    let bundle = try loadBundle(mustBeSound: true)
    let (person, actor) = try identify(in: bundle, needsPerson: true)
    let keys = try LogKeys.make(entropy)
    return try asFailure {
      let store = Store.exists(at: workspace.databasePath) ? try openStore(creating: false) : try Store.inMemory()
      do {
        return try store.write(at: now, keys: keys) { writing in
          let act = try Act(service: self, writing: writing, bundle: bundle, person: person, actor: actor)
          let request = try decode(path, bytes, in: bundle.bundle)
          if isWaiver { try checkAsksForWaiver(request, path) }
          var ids = try act.counter()
          let assessment = try act.assess(request, path: path, id: ids.mint(.request), previous: nil)
          let decision = try RequestCase.submit(
            assessment.submission, verdict: assessment.verdict, record: assessment.record,
            acknowledged: acknowledged + request.acknowledged, context: try act.context(for: assessment), ids: &ids
          ).get()
          try act.record(decision, waiver: request.waiver)
          var result = try act.submitResult(of: decision.request, isRepeat: false)
          result.id = nil
          result.grant = nil
          result.notes += assessment.notes + unique(decision.plan?.notes ?? [])
          throw Rehearsed(result: result)
        }
      } catch let rehearsed as Rehearsed {
        return rehearsed.result
      }
    }
  }

  private func checkAsksForWaiver(_ request: SubmittedRequest, _ path: String) throws(Failure) {
    guard request.waiver == nil else { return }
    throw Failure(
      .badInput, "missing-waiver", "`\(path)` asks for no waiver",
      hint: "write `waiver: {rule: RULE, scope: CONDITION, until: DATE}` beside `request`, with `kind: waiver`")
  }

  /// Reads a request file against the bundle's schema.
  func decode(
    _ path: String, _ bytes: [UInt8], in bundle: Bundle, mode: FactDecoder.Mode = .submit
  ) throws(Failure) -> SubmittedRequest {
    let (request, diagnostics) = RequestDecoder.read(
      bytes, path: path, schema: bundle.schema, meters: bundle.meters.scales, mode: mode)
    guard let request, !diagnostics.hasErrors else {
      var failure = Failure.bad(diagnostics)
      failure.sources[path] = SourceFile(path: path, text: String(decoding: bytes, as: UTF8.self))
      throw failure
    }
    return request
  }
}

/// What an idempotency key means for this submission.
enum Idempotency {
  /// Not seen before: the leaf will hold it.
  case fresh(JSONValue)
  /// Seen with the same body: the request of then.
  case repeated(String)
}

extension Act {
  func idempotency(key: String, body: [UInt8]) throws -> Idempotency {
    guard (1...255).contains(key.utf8.count) else {
      throw Failure(.badInput, "bad-key", "an idempotency key has 1 to 255 bytes")
    }
    let (keyDigest, bodyDigest) = (Hashing.sha256Hex(Array(key.utf8)), Hashing.sha256Hex(body))
    guard let use = try reading.use(ofKey: keyDigest, by: actor.id) else {
      return .fresh(["body_sha256": .string(bodyDigest), "key_sha256": .string(keyDigest)])
    }
    guard use.bodySHA256 == bodyDigest else {
      throw Failure(
        .conflict, "key-reused", "the key was used for \(use.request) with another body",
        hint: "a new request needs a new key; `assent show \(use.request)` shows the old one")
    }
    return .repeated(use.request)
  }

  /// An acknowledgement names a rule that there is.
  func checkAcknowledged(_ rules: [String]) throws(Failure) {
    for id in rules where bundle.policy[id] == nil {
      throw Failure(
        .badInput, "unknown-rule", "no rule `\(id)` to acknowledge",
        hint: nearest(id, bundle.bundle.policy.ids) ?? "`assent evaluate` names the warnings that a request raises"
      )
    }
  }

  /// The answer to a submission, from the state of its case.
  func submitResult(of request: RequestCase, isRepeat: Bool) throws -> SubmitResult {
    guard let row = try reading.request(request.id) else { throw Failure.notFound("request", request.id) }
    let explanation = try service.explanation(of: row, reading)
    let why = request.why(
      context: context(pinned: try service.pinnedBundle(row.bundleSHA256, current: bundle, reading)))
    let grants = try reading.grants(of: request.id).map { try service.view($0, reading) }
    let open = why.open
    let later = try reading.stages(of: request.id).filter { $0.state == "pending" }.map { stage in
      Waiting(
        stage: stage.id, right: stage.right, state: stage.state, candidates: stage.candidates, since: nil, due: nil,
        needs: 1)
    }
    return SubmitResult(
      id: request.id, revision: request.revision, state: request.state.rawValue, workflow: request.workflow,
      lane: request.lane, factsSHA256: row.factsSHA256, outcome: row.outcome,
      rules: service.rules(in: explanation), waived: service.waived(in: explanation),
      values: service.values(in: explanation),
      waiver: row.kind == "waiver" ? try reading.waivers().first { $0.request == request.id }.map(\.id) : nil,
      obligations: try service.obligations(of: row, reading), grant: grants.last, waitingOn: open, later: later,
      cost: row.cost, amends: request.amends?.request, isRepeat: isRepeat, notes: [])
  }
}

extension WhyReport {
  /// The stages that wait for somebody now; those that follow them are left out.
  var open: [Waiting] { waitingOn.filter { $0.state != .pending }.map { Waiting($0) } }
}

extension Waiting {
  init(_ waiting: WhyReport.WaitingStage) {
    self.init(
      stage: waiting.stage, right: waiting.right.rawValue, state: waiting.state.rawValue,
      candidates: waiting.candidates,
      since: waiting.since, due: waiting.due, needs: waiting.needs, delegates: waiting.delegates,
      claimedBy: waiting.claimedBy, overrides: waiting.overrides, approved: waiting.approved,
      weight: waiting.weight.map { ($0.given, $0.needed) }, asks: waiting.asks, fallback: waiting.fallback,
      offers: waiting.offers, usesFallback: waiting.usesFallback)
  }
}

extension Act {
  /// What the engine needs to decide on a submission: exposure, and the budget of the workflow that it selects.
  ///
  /// - Parameter replacing: The grant whose place it is to take.
  func context(for assessment: Assessment, replacing: GrantRow? = nil) throws -> ActContext {
    let plan = bundle.workflows.plan(assessment.submission, verdict: assessment.verdict, at: at)
    var result = context(
      exposure: assessment.submission.exposure,
      budget: try plan.flatMap {
        try budgetRoom(workflow: $0.workflow, facts: assessment.submission.facts, replacing: replacing)
      })
    result.grant = try replacing.map { try situation(of: $0.id) }
    return result
  }
}
