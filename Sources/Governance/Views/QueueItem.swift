package import SpendModel
package import StrictJSON
package import WorkflowEngine

/// One item of an approver's queue.
package struct QueueItem: Sendable {
  package var request: String
  package var stage: String
  package var right: String
  package var state: String
  package var title: String
  package var requester: String
  package var cost: Money?
  package var since: Timestamp?
  package var due: Timestamp?
  package var isOverdue: Bool
  package var candidates: [String]
  /// Why it is here: the messages of the rules that demanded it, or the workflow's name.
  package var reasons: [String]
  /// In whose place it is in the queue, by a delegation.
  package var principal: String? = nil
  /// Who says that they look at it.
  package var claimedBy: String? = nil
  /// What whoever approves attests, and whether every vote needs a comment.
  package var attest: [String] = []
  package var wantsComment = false
  /// The warnings that rules gave; whoever votes should know them.
  package var warnings: [RuleLine] = []
  /// Of a decision: what those hold against it who were asked for their view.
  package var concerns: [Concern] = []
  /// Who may act in the place of one of the candidates; told where the queue is not somebody's own.
  package var delegates: [Delegate] = []

  package var json: JSONValue {
    .object([
      "request": .string(request), "stage": .string(stage), "right": .string(right), "state": .string(state),
      "title": .string(title), "requester": .string(requester), "cost": cost?.json,
      "since": since.map { .string($0.description) }, "due": due.map { .string($0.description) },
      "overdue": .bool(isOverdue), "candidates": .array(candidates.map { .string($0) }),
      "reasons": .array(reasons.map { .string($0) }), "for": principal.map { .string($0) },
      "claimedBy": claimedBy.map { .string($0) },
      "attest": attest.isEmpty ? nil : .array(attest.map { .string($0) }), "comment": wantsComment ? "always" : nil,
      "warnings": warnings.isEmpty ? .none : .array(warnings.map(\.json)),
      "concerns": concerns.isEmpty ? .none : .array(concerns.map(\.json)),
      "delegates": delegates.isEmpty
        ? .none : .array(delegates.map { ["person": .string($0.person), "for": .string($0.of)] }),
    ])
  }
}
