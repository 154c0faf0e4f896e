/// Where a request stands. Final are `rejected`, `withdrawn` and `expired`; `approved` and `denied` stay open for an
/// amendment or a waiver.
package enum RequestState: String, Sendable, Hashable, CaseIterable {
  case inReview = "in_review"
  case changesRequested = "changes_requested"
  case approved, rejected, denied, withdrawn, expired

  /// Whether somebody still has to act before the request is decided.
  package var isUndecided: Bool { self == .inReview || self == .changesRequested }
}

package enum StageState: String, Sendable, Hashable, CaseIterable {
  case pending, skipped, active, blocked, paused, satisfied, vetoed
  case timedOut = "timed_out"
  case waived, cancelled

  /// Whether those who wait for the stage may go on.
  var isDone: Bool { self == .satisfied || self == .skipped || self == .waived }

  /// Whether nothing more happens to the stage.
  var isSettled: Bool { isDone || self == .vetoed || self == .timedOut || self == .cancelled }
}

/// What a voter says.
package enum RequestVerb: String, Sendable, Hashable, CaseIterable {
  case approve, reject
  case requestChanges = "request_changes"
  case recuse
}

package enum VoteState: String, Sendable, Hashable, CaseIterable {
  case counted, superseded, revoked, stale
}
