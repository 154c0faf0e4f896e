package import SpendModel

/// Who has to decide a request, in which order and by when. Nothing is written by planning.
package struct Plan: Sendable {
  package var workflow: String
  /// The fast lane that the request may take.
  package var lane: Workflow.Lane?
  /// From first to last; the decision is the last one.
  package var stages: [PlannedStage]
  /// When it ends by itself.
  package var expires: Timestamp
  /// What people should know: a condition that erred.
  package var notes: [String]

  /// Stages that no set of people could complete.
  package var blocked: [PlannedStage] { stages.filter { $0.blocked != nil } }
}

/// A stage of a plan, its candidates resolved.
package struct PlannedStage: Sendable {
  /// Why a stage is part of a plan.
  package enum Reason: String, Sendable, Hashable { case workflow, rule, authority }

  package var id: String
  package var right: DecisionRight
  package var why: Reason
  package var reviews: [String]
  package var needs: [String]
  package var candidates: [String]
  /// The seats of a joint stage, each with its people; a seat for two stands there twice.
  package var seats: [[String]]
  package var approve: Int
  package var reject: Int
  /// How its people are weighed; nothing where they are counted.
  package var weighing: Weighing?
  package var reads: [String]?
  package var duePeriod: Period?
  package var calendar: String
  /// Managers whom the chain went past, and who are told.
  package var passedOver: [String]
  package var excluded: [Exclusion]
  package var usesFallback: Bool
  /// Waits for nothing before it.
  package var isOpen: Bool
  /// When it is due, for an open stage.
  package var due: Timestamp?
  package var blocked: Blocked?

  package struct Blocked: Sendable, Hashable {
    package var because: String
    package var told: [String]
  }
}

/// A person who may not act, and why: `requester`, `conflicted`, ...
package struct Exclusion: Sendable, Hashable {
  package var person: String
  package var because: String

  package init(person: String, because: String) {
    self.person = person
    self.because = because
  }
}
