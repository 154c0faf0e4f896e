import BundleLoading
import PolicyEngine
import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

extension Act {
  /// Judges the denied request that a waiver is for again, as it was handed in, once the waiver is in force: by the
  /// rules in force, as its next revision. Nothing happens where it is no longer denied, or was judged again already.
  @discardableResult
  func judgeAgain(for waiver: Waiver) throws -> [EventRecord] {
    guard let id = waiver.denied, waiver.state(at: at) == .active, let row = try reading.request(id),
      row.state == RequestState.denied.rawValue
    else { return [] }
    let wasJudged = try reading.events(stream: MintedKind.request.streamPrefix + id).contains {
      $0.type == .requestResubmitted && $0.data["waiver"]?.string == waiver.id
    }
    guard !wasJudged else { return [] }
    let current = try reading.requestCase(id)
    let assessment = try assessAgain(current, row, for: waiver)
    var ids = try counter()
    let decision = try current.judgedAgain(
      assessment.submission, verdict: assessment.verdict, record: assessment.record,
      context: try context(for: assessment), ids: &ids
    ).get()
    return try append(decision.drafts)
  }

  /// The denied requests whose waivers have come into force, where these began after their approval.
  func judgeAgain() throws -> [EventRecord] {
    var records: [EventRecord] = []
    for waiver in waivers.all where waiver.denied != nil { records += try judgeAgain(for: waiver) }
    return records
  }

  private func assessAgain(_ current: RequestCase, _ row: RequestRow, for waiver: Waiver) throws -> Assessment {
    let facts = try facts(of: current, revision: current.revision + 1, by: bundle)
    // The waiver itself may have come into force within this act.
    let verdict = try reading.standingWaivers(of: bundle.policy).judge(
      facts, by: bundle.policy, at: at, asked: WaiverTerms.rule(in: current.facts))
    var submission = Submission(
      id: current.id, requester: current.requester, submitter: current.submitter, beneficiary: current.beneficiary,
      facts: facts, canonicalFacts: current.facts, canonicalRequester: current.requesterFacts, cost: current.cost,
      exposure: try exposure(
        of: current.id, cost: current.cost, facts: facts, before: row.submittedAt, replacing: nil),
      previous: nil)
    submission.change = try lastChange()
    var record = SubmissionRecord(
      bundleSHA256: bundle.digest, engineVersion: engineVersion, explanation: verdict.canonicalExplanation,
      estimate: try reading.json(blob: row.inputSHA256)?["estimate"] ?? .array([]),
      digests: ["bundle": .string(bundle.digest)])
    record.waiver = waiver.id
    return Assessment(submission: submission, record: record, verdict: verdict, notes: [])
  }
}
