import BundleLoading
import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

extension GovernanceService {
  /// Takes back the actor's vote while its stage is open.
  package func retract(_ id: String, stage: String?) throws(Failure) -> ActResult {
    try decide(id, verb: "retract", named: .voteRevoked) { request, context, ids in
      request.retract(stage: stage, context: context, ids: &ids)
    }
  }

  /// Hands the actor's place on a stage to somebody else, or adds somebody.
  package func reassign(
    _ id: String, to person: String, stage: String?, reason: String, adds: Bool
  ) throws(Failure) -> ActResult {
    try decide(id, verb: adds ? "add" : "reassign", named: .stageReassigned) { request, context, ids in
      request.reassign(to: person, stage: stage, reason: reason, adds: adds, context: context, ids: &ids)
    }
  }

  /// Says that the actor looks at a stage, or no longer does.
  package func claim(_ id: String, stage: String?, releases: Bool) throws(Failure) -> ActResult {
    try decide(
      id, verb: releases ? "release" : "claim", named: releases ? .stageReleased : .stageClaimed
    ) { request, context, ids in
      request.claim(stage: stage, releases: releases, context: context, ids: &ids)
    }
  }

  /// Goes on without a stage, by two people; the first of them waits for the second.
  package func override(_ id: String, stage: String, reason: String) throws(Failure) -> ActResult {
    try decide(id, verb: "override", named: .stageOverrideProposed) { request, context, ids in
      request.override(stage: stage, reason: reason, context: context, ids: &ids)
    }
  }

  /// One act on a request, by the engine's word.
  ///
  /// - Parameter type: The event whose stage the answer names.
  private func decide(
    _ id: String, verb: String, named type: EventType,
    _ body: (RequestCase, ActContext, inout IDCounter) -> Result<Decision, Refusal>
  ) throws(Failure) -> ActResult {
    try act { act in
      let current = try act.reading.requestCase(id)
      var ids = try act.counter()
      let context = try act.context(for: current)
      let decision = try body(current, context, &ids).get()
      try act.append(decision.drafts)
      let last = decision.drafts.last { $0.type == type || $0.type == .stageWaived }
      var result = try act.result(
        of: decision.request, verb: verb, stage: last?.data["stage"]?.string, context: context)
      if last?.type == .stageOverrideProposed {
        result.mayAgree = (last?.data["told"]?.array ?? []).compactMap(\.string)
      }
      return result
    }
  }
}
