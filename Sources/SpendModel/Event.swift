public import StrictJSON

/// The types of event that the decision log knows: a closed list.
public enum EventType: String, Hashable, Sendable, CaseIterable {
  case requestSubmitted = "request.submitted"
  case requestResubmitted = "request.resubmitted"
  case requestReevaluated = "request.reevaluated"
  case requestMigrated = "request.migrated"
  case requestRebased = "request.rebased"
  case requestAmended = "request.amended"
  case requestApproved = "request.approved"
  case requestRejected = "request.rejected"
  case requestDenied = "request.denied"
  case requestChangesRequested = "request.changes_requested"
  case requestWithdrawn = "request.withdrawn"
  case requestExpired = "request.expired"
  case requestCommented = "request.commented"
  case stageActivated = "stage.activated"
  case stageSatisfied = "stage.satisfied"
  case stageVetoed = "stage.vetoed"
  case stagePaused = "stage.paused"
  case stageBlocked = "stage.blocked"
  case stageSkipped = "stage.skipped"
  case stageTimedOut = "stage.timed_out"
  case stageWaived = "stage.waived"
  case stageCancelled = "stage.cancelled"
  case stageReassigned = "stage.reassigned"
  case stageOverrideProposed = "stage.override_proposed"
  case stageClaimed = "stage.claimed"
  case stageReleased = "stage.released"
  case voteCast = "vote.cast"
  case voteVoid = "vote.void"
  case voteRevoked = "vote.revoked"
  case voteStale = "vote.stale"
  case rungFired = "rung.fired"
  case deliverySent = "delivery.sent"
  case deliveryFailed = "delivery.failed"
  case grantMinted = "grant.minted"
  case grantScheduled = "grant.scheduled"
  case grantActivated = "grant.activated"
  case grantSuspended = "grant.suspended"
  case grantResumed = "grant.resumed"
  case grantConsumed = "grant.consumed"
  case grantReleased = "grant.released"
  case grantExhausted = "grant.exhausted"
  case grantExpired = "grant.expired"
  case grantRevoked = "grant.revoked"
  case grantSuperseded = "grant.superseded"
  case grantAssigned = "grant.assigned"
  case grantClosed = "grant.closed"
  case taskOpened = "task.opened"
  case taskAssigned = "task.assigned"
  case taskAcknowledged = "task.acknowledged"
  case taskStarted = "task.started"
  case taskSubmitted = "task.submitted"
  case taskFailed = "task.failed"
  case taskVerified = "task.verified"
  case taskBlocked = "task.blocked"
  case taskUnblocked = "task.unblocked"
  case taskAccepted = "task.accepted"
  case taskCancelled = "task.cancelled"
  case taskReopened = "task.reopened"
  case waiverRequested = "waiver.requested"
  case waiverActivated = "waiver.activated"
  case waiverRenewed = "waiver.renewed"
  case waiverExpired = "waiver.expired"
  case waiverRevoked = "waiver.revoked"
  case usageSourceRegistered = "usage.source_registered"
  case usageIngested = "usage.ingested"
  case usageRepriced = "usage.repriced"
  case usageAllocated = "usage.allocated"
  case usageReconciled = "usage.reconciled"
  case usagePruned = "usage.pruned"
  case bundleProposed = "bundle.proposed"
  case bundleActivated = "bundle.activated"
  case bundleRolledBack = "bundle.rolled_back"
  case bundleShadowed = "bundle.shadowed"
  case bundleMigrationProposed = "bundle.migration_proposed"
  case bundleMigrated = "bundle.migrated"
  case bundleRebaseProposed = "bundle.rebase_proposed"
  case bundleRebased = "bundle.rebased"
  case delegationSet = "delegation.set"
  case delegationEnded = "delegation.ended"
  case accessRefused = "access.refused"
  case accessExported = "access.exported"
  case accessTokenCreated = "access.token_created"
  case accessTokenRevoked = "access.token_revoked"
  case accessConfigChanged = "access.config_changed"
  case logCreated = "log.created"
  case logKeyRotated = "log.key_rotated"
  case logCensus = "log.census"
  case logErased = "log.erased"
  case logArchived = "log.archived"
  case logPruned = "log.pruned"
  case logClockSkewed = "log.clock_skewed"
}

/// An event before the log has given it its place: what happened, to what, by whom.
///
/// `data` has the leaf's keys (`lower_snake`). Free text stands in it as ``EventDraft/text(_:)`` and becomes a
/// commitment when the event is appended; its words are kept apart, erasable.
public struct EventDraft: Hashable, Sendable {
  public var type: EventType
  /// `request/REQ-000123`, `grant/..`, `finding/..`, `duty/..`, `usage/SOURCE`, `bundle`, `access`, `log`.
  public var stream: String
  public var actor: Actor
  public var data: JSONValue

  public init(_ type: EventType, stream: String, actor: Actor, data: JSONValue) {
    self.type = type
    self.stream = stream
    self.actor = actor
    self.data = data
  }

  /// Free text on its way into the log: kept as a commitment in the leaf, its words in the erasable store.
  public static func text(_ words: String) -> JSONValue { .object([.init("$text", .string(words))]) }
}
