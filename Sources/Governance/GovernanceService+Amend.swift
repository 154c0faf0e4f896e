import BundleLoading
import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

extension GovernanceService {
  /// Asks for other terms than those of a live grant: a request of its own, judged by the rules in force, of which only
  /// the stages that read a changed fact are asked. Until it is approved the old grant stands.
  ///
  /// - Parameters:
  ///   - id: The approved request.
  ///   - path: The whole new request.
  /// - Throws: ``Failure``: 2 where nothing changed, 4 where no grant lives or an amendment is open, 5 where the request
  ///   is not the actor's.
  package func amend(_ id: String, _ path: String, acknowledged: [String] = []) throws(Failure) -> SubmitResult {
    let bytes = try readFile(path, limit: 8 << 20)
    return try act(isNew: true) { act in
      let before = try act.reading.requestCase(id)
      let row = try act.reading.grants(of: id).last
      var standing = act.context()
      standing.grant = try row.map { try act.situation(of: $0.id) }
      if let refusal = before.amendmentRefused(by: standing) { throw Failure(refusal) }
      for amendment in before.amendments {
        guard let open = try act.reading.request(amendment), ["in_review", "changes_requested"].contains(open.state)
        else {
          continue
        }
        throw Failure(
          .conflict, "open-amendment", "`\(amendment)` amends `\(id)` already and is not decided",
          hint: "`assent why \(amendment)` says what it waits for; `assent withdraw \(amendment)` takes it back")
      }
      let request = try act.service.decode(path, bytes, in: act.bundle.bundle)
      try act.checkAcknowledged(acknowledged)
      var ids = try act.counter()
      let assessment = try act.assess(
        request, path: path, id: ids.mint(.request), previous: nil, amends: before)
      let decision = try before.amend(
        assessment.submission, verdict: assessment.verdict, record: assessment.record,
        acknowledged: acknowledged + request.acknowledged,
        context: try act.context(for: assessment, replacing: row), ids: &ids
      ).get()
      try act.record(decision, waiver: nil)
      var result = try act.submitResult(of: decision.request, isRepeat: false)
      result.notes += assessment.notes
      return result
    }
  }

  /// Approves a request at once, in an emergency; somebody looks at it afterwards.
  ///
  /// - Throws: ``Failure``: 2 without incident or reason, or over the emergency cap; 4 where a budget has no room; 5 where
  ///   the actor, or the workflow, is barred.
  package func breakGlass(_ path: String, incident: String, reason: String) throws(Failure) -> SubmitResult {
    let bytes = try readFile(path, limit: 8 << 20)
    return try act(isNew: true) { act in
      let request = try act.service.decode(path, bytes, in: act.bundle.bundle)
      guard request.waiver == nil else {
        throw Failure(.badInput, "waiver-in-emergency", "an emergency asks for no waiver", hint: "leave `waiver` out")
      }
      var ids = try act.counter()
      let assessment = try act.assess(request, path: path, id: ids.mint(.request), previous: nil)
      let decision = try RequestCase.breakGlass(
        assessment.submission, verdict: assessment.verdict, record: assessment.record, incident: incident,
        reason: reason, unreviewed: try act.unreviewedEmergency(), context: try act.context(for: assessment), ids: &ids
      ).get()
      try act.record(decision, waiver: nil)
      var result = try act.submitResult(of: decision.request, isRepeat: false)
      result.notes += assessment.notes
      return result
    }
  }
}

extension Act {
  /// A grant with its duties, as an act that ends it has to know them.
  func situation(of grant: String) throws -> GrantSituation {
    GrantSituation(
      grant: try reading.grantCase(grant),
      tasks: try reading.tasks(ofGrant: grant).map { try reading.taskCase($0.id) })
  }

  /// The actor's emergency that waits for its review.
  func unreviewedEmergency() throws -> String? {
    for stage in try reading.waitingStages() where stage.id == CompiledWorkflows.postReview {
      if let row = try reading.request(stage.request), row.requester == person?.id { return row.id }
    }
    return nil
  }
}
