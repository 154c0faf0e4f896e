import GRDB
import SpendModel
import StrictJSON

/// Turns events into rows of the projections. A row follows from the events and their blobs alone: nothing here
/// reads a clock, a file or an engine, so that replaying the log makes the same rows again.
struct Projector {
  let db: Database
  /// The canonical JSON of a blob by its SHA-256 in hex, from wherever the log lives.
  let blob: (String) throws -> JSONValue?

  /// Applies one event. Types that no projection shows change nothing.
  func apply(_ event: EventRecord) throws {
    switch event.type {
    case .requestSubmitted, .requestResubmitted: try submit(event)
    case .requestApproved, .requestRejected, .requestDenied, .requestWithdrawn, .requestExpired,
      .requestChangesRequested:
      try settle(event)
    case .requestReevaluated: try reevaluate(event)
    case .requestMigrated: try migrate(event)
    case .requestRebased: try rebase(event)
    case .bundleMigrationProposed: try tell(people(event.data["told"]), event, about: try text(event, "workflow"))
    case .bundleRebaseProposed: try tell(people(event.data["told"]), event, about: try text(event, "of"))
    case .stageActivated: try activate(event)
    case .stageSatisfied, .stageVetoed, .stagePaused, .stageBlocked, .stageSkipped, .stageTimedOut, .stageWaived,
      .stageCancelled:
      try settleStage(event)
    case .stageReassigned: try reassign(event)
    case .stageOverrideProposed: try tell(people(event.data["told"]), event, about: subject(event))
    case .delegationSet, .delegationEnded:
      try tell(people(event.data["told"]), event, about: try text(event, "delegation"))
    case .voteCast, .voteVoid: try vote(event)
    case .voteStale, .voteRevoked: try dropVote(event)
    case .rungFired: try fire(event)
    case .grantMinted: try mint(event)
    case .grantScheduled, .grantActivated, .grantSuspended, .grantResumed, .grantExhausted, .grantExpired,
      .grantRevoked, .grantSuperseded, .grantClosed, .grantConsumed, .grantReleased:
      try moveGrant(event)
    case .grantAssigned: try assignGrant(event)
    case .taskOpened: try openTask(event)
    case .taskAssigned, .taskAcknowledged, .taskStarted, .taskSubmitted, .taskFailed, .taskVerified, .taskBlocked,
      .taskUnblocked, .taskAccepted, .taskCancelled, .taskReopened:
      try moveTask(event)
    case .bundleActivated, .bundleRolledBack: try activateBundle(event)
    case .usageIngested: try ingest(event)
    default: break
    }
  }

  func run(_ sql: String, _ arguments: StatementArguments) throws {
    try db.cachedStatement(sql: sql).execute(arguments: arguments)
  }

  /// The part of a stream's name behind the slash: the request's, grant's or task's id.
  func subject(_ event: EventRecord) -> String {
    event.stream.split(separator: "/", maxSplits: 1).last.map(String.init) ?? event.stream
  }

  func number(of id: String) throws -> Int64 {
    guard let parsed = MintedKind.parse(id) else { throw broken("`\(id)` is no id of ours") }
    return parsed.number
  }

  func text(_ event: EventRecord, _ key: String) throws -> String {
    guard let value = event.data[key]?.string else { throw broken("leaf \(event.idx) has no text `\(key)`") }
    return value
  }

  func integer(_ event: EventRecord, _ key: String) throws -> Int64 {
    guard let value = event.data[key]?.integer else { throw broken("leaf \(event.idx) has no integer `\(key)`") }
    return value
  }

  func time(_ value: JSONValue?) -> Int64? { value?.string.flatMap { Timestamp($0) }?.microseconds }

  func people(_ value: JSONValue?) -> [String] { value?.array?.compactMap(\.string) ?? [] }

  func json(_ value: JSONValue?) -> String? { value.map { $0.serialized() } }

  func broken(_ message: String) -> StorageError {
    StorageError(.corrupt, message, hint: "`assent audit verify` says what is damaged")
  }

  /// Tells somebody: a row per recipient of one event.
  func tell(_ recipients: some Sequence<String>, _ event: EventRecord, about: String) throws {
    for recipient in recipients {
      try run(
        "INSERT INTO outbox(idx, recipient, kind, about) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [event.idx, recipient, event.type.rawValue, about])
    }
  }

  /// Writes the timers that an event arms: `rungs` is a list of `{rung, do, at}`.
  func arm(_ rungs: JSONValue?, stream: String, stage: String, arming: Int64) throws {
    for rung in rungs?.array ?? [] {
      guard let number = rung["rung"]?.integer, let action = rung["do"]?.string, let at = time(rung["at"]) else {
        continue
      }
      try run(
        """
        INSERT INTO timer(stream, stage, arming, rung, action, fire_at_us, state) VALUES (?, ?, ?, ?, ?, ?, 'pending')
        ON CONFLICT DO UPDATE SET fire_at_us = excluded.fire_at_us, state = 'pending'
        """, [stream, stage, arming, number, action, at])
    }
  }

  /// Marks what is left of a stream's timers (of one stage, if given) as obsolete.
  func disarm(stream: String, stage: String? = nil) throws {
    if let stage {
      try run(
        "UPDATE timer SET state = 'obsolete' WHERE stream = ? AND stage = ? AND state = 'pending'", [stream, stage])
    } else {
      try run("UPDATE timer SET state = 'obsolete' WHERE stream = ? AND state = 'pending'", [stream])
    }
  }
}
