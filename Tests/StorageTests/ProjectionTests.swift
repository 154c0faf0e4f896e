import GRDB
import SpendModel
import Storage
import StrictJSON
import Testing

/// Sequences of events, and the rows that they make. A row is its columns' values, NULL as `-`.
@Suite struct ProjectionTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let drafts: [[EventDraft]]
    let sql: String
    let rows: [String]
    var testDescription: String { name }

    init(_ name: String, _ drafts: [EventDraft]..., sql: String, is rows: [String]) {
      (self.name, self.drafts, self.sql, self.rows) = (name, drafts, sql, rows)
    }
  }

  static let r1 = "REQ-000001"
  static let request = "SELECT state, revision, team, outcome, cost_nanos, decided_at_us IS NULL FROM request"
  static let stage = "SELECT id, \"right\", state, why, candidates, level, arming FROM stage ORDER BY ordinal"
  static let timer =
    "SELECT stage, arming, rung, action, (fire_at_us - 1793620800000000) / 1000000, state FROM timer ORDER BY 1, 2, 3, 4"
  static let votes = "SELECT idx, stage, person, verb, revision, state FROM vote ORDER BY idx"
  static let outbox = "SELECT idx, recipient, kind, about FROM outbox ORDER BY idx, recipient"
  static let grant = "SELECT state, owner, budget, reserved_nanos, currency, active_from_us IS NULL FROM \"grant\""
  static let task =
    "SELECT id, kind, state, owner, due_us / 1000000 - 1793620800, amount_nanos, reopened, level, \"grant\", fingerprint FROM task ORDER BY id"

  static let start = [logCreated, submitted(r1), activated(r1, "legal")]
  static let granted = [submitted(r1), minted("GRT-000001", for: r1)]

  @Test(arguments: [
    Row("a submission", [submitted(r1)], sql: request, is: ["in_review, 1, claims, require, 7400000000000, 1"]),
    Row(
      "a submission without a cost", [submitted(r1, cost: nil)], sql: request,
      is: ["in_review, 1, claims, require, -, 1"]),
    Row(
      "its plan", [submitted(r1)], sql: stage,
      is: [
        #"peer, input, pending, workflow, ["pau","pia"], 0, 0"#, #"legal, agree, pending, rule, ["lea","max"], 0, 0"#,
        #"decision, decide, pending, workflow, ["dia"], 0, 0"#,
      ]),
    Row("its own timers", [submitted(r1)], sql: timer, is: [", 1, 0, expire, 2000000, pending"]),
    Row(
      "a key is used once", [submitted(r1, key: "k")],
      sql: "SELECT actor, length(key_sha256), request FROM idempotency",
      is: ["user:zoe, 64, REQ-000001"]),
    Row(
      "an active stage", start, sql: stage + " LIMIT 1 OFFSET 1",
      is: [#"legal, agree, active, rule, ["lea","max"], 0, 1"#]),
    Row(
      "an active stage's timers", start, sql: timer,
      is: [
        ", 1, 0, expire, 2000000, pending", "legal, 1, 0, remind, 43200, pending", "legal, 1, 1, add, 86400, pending",
        "legal, 1, 2, reject, 172800, pending", "legal, 1, 2, warn, 100000, pending",
      ]),
    Row(
      "whom it tells", start, sql: outbox,
      is: ["2, lea, stage.activated, REQ-000001", "2, max, stage.activated, REQ-000001"]),
    Row(
      "a stage that the plan did not have", [submitted(r1), activated(r1, "extra", candidates: ["bo"])],
      sql: stage + " LIMIT 1 OFFSET 3", is: [#"extra, agree, active, added, ["bo"], 0, 1"#]),
    Row(
      "a vote, and a second thought", start, [vote(r1, "legal", "lea")], [vote(r1, "legal", "lea", "reject")],
      sql: votes,
      is: ["3, legal, lea, approve, 1, superseded", "4, legal, lea, reject, 1, counted"]),
    Row(
      "void votes of one person", start, [vote(r1, nil, "zoe")], [vote(r1, nil, "zoe")], sql: votes,
      is: ["3, -, zoe, approve, 1, void", "4, -, zoe, approve, 1, void"]),
    Row(
      "a stale vote", start, [vote(r1, "legal", "lea")],
      [requestEvent(.voteStale, r1, ["person": "lea", "stage": "legal", "revision": 1])], sql: votes,
      is: ["3, legal, lea, approve, 1, stale"]),
    Row(
      "a satisfied stage needs no reminder", start,
      [requestEvent(.stageSatisfied, r1, ["stage": "legal", "how": "quorum"])], sql: timer + " LIMIT 2 OFFSET 1",
      is: ["legal, 1, 0, remind, 43200, obsolete", "legal, 1, 1, add, 86400, obsolete"]),
    Row(
      "a blocked stage tells who can help", [submitted(r1)],
      [requestEvent(.stageBlocked, r1, ["stage": "legal", "because": "nobody", "told": ["ada"]])], sql: outbox,
      is: ["1, ada, stage.blocked, REQ-000001"]),
    Row(
      "a rung that adds", start,
      [
        requestEvent(
          .rungFired, r1, by: .timer,
          [
            "stage": "legal", "arming": 1, "rung": 1, "do": "add", "to": ["ada"], "candidates": ["lea", "max", "ada"],
            "level": 1,
          ])
      ], sql: stage + " LIMIT 1 OFFSET 1", is: [#"legal, agree, active, rule, ["lea","max","ada"], 1, 1"#]),
    Row(
      "a late warning arms the last rung again", start,
      [
        requestEvent(
          .rungFired, r1, by: .timer,
          [
            "stage": "legal", "arming": 1, "rung": 2, "do": "warn", "to": ["lea"], "candidates": ["lea"], "level": 0,
            "collapsed": [0, 1], "rearm": ["rung": 2, "at": time(later(300_000))],
          ])
      ], sql: timer + " LIMIT 4 OFFSET 1",
      is: [
        "legal, 1, 0, remind, 43200, obsolete", "legal, 1, 1, add, 86400, obsolete",
        "legal, 1, 2, reject, 300000, pending",
        "legal, 1, 2, warn, 100000, fired",
      ]),
    Row(
      "a stage that is activated again", start, [activated(r1, "legal", candidates: ["max"], arming: 2)],
      sql: "SELECT arming, state, count(*) FROM timer WHERE stage = 'legal' GROUP BY 1, 2",
      is: ["1, obsolete, 4", "2, pending, 4"]),
    Row(
      "a resubmission replaces the stages", start,
      [requestEvent(.requestChangesRequested, r1, ["revision": 1, "stage": "legal", "by": "lea"])],
      [submitted(r1, revision: 2, stages: [PlanRow(id: "solo", candidates: ["dia"])], cost: 90, team: "ops")],
      sql:
        "SELECT state, revision, team, cost_nanos, (SELECT group_concat(id) FROM stage), (SELECT count(*) FROM timer WHERE state = 'pending') FROM request",
      is: ["in_review, 2, ops, 90000000000, solo, 1"]),
    Row(
      "changes requested is no decision", start,
      [requestEvent(.requestChangesRequested, r1, ["revision": 1, "stage": "legal", "by": "lea"])], sql: request,
      is: ["changes_requested, 1, claims, require, 7400000000000, 1"]),
    Row(
      "an approval ends every timer", start,
      [
        requestEvent(
          .requestApproved, r1, ["revision": 1, "how": "people", "decided_by": ["dia"], "informed": ["fay"]])
      ],
      sql:
        "SELECT state, (SELECT count(*) FROM timer WHERE state = 'pending'), (SELECT group_concat(recipient) FROM outbox WHERE idx = 3) FROM request",
      is: ["approved, 0, fay,zoe"]),
    Row(
      "a rejection", start, [requestEvent(.requestRejected, r1, ["revision": 1, "stage": "legal", "by": ["lea"]])],
      sql: request, is: ["rejected, 1, claims, require, 7400000000000, 0"]),
    Row(
      "a denial", [submitted(r1)],
      [requestEvent(.requestDenied, r1, ["revision": 1, "rules": ["x"], "waivable": true])], sql: request,
      is: ["denied, 1, claims, require, 7400000000000, 0"]),
    Row(
      "a withdrawal", start, [requestEvent(.requestWithdrawn, r1, ["revision": 1])], sql: request,
      is: ["withdrawn, 1, claims, require, 7400000000000, 0"]),
    Row(
      "an expiry", start, [requestEvent(.requestExpired, r1, by: .timer, ["revision": 1, "because": "ttl"])],
      sql: request, is: ["expired, 1, claims, require, 7400000000000, 0"]),
    Row(
      "a grant with its reserve", granted, sql: grant, is: ["active, zoe, cc-0410, 6000000000000, USD, 0"]),
    Row(
      "a grant that waits", [submitted(r1), minted("GRT-000001", for: r1, state: "pending_conditions", reserve: nil)],
      sql: grant,
      is: ["pending_conditions, zoe, -, -, -, 1"]),
    Row(
      "a scheduled grant's timers",
      [submitted(r1, rungs: []), minted("GRT-000001", for: r1, state: "scheduled", notBefore: later(500))],
      sql: timer, is: [", 1, 0, expire, 7776000, pending", ", 1, 1, activate, 500, pending"]),
    Row(
      "an activated grant is not due again",
      [submitted(r1, rungs: []), minted("GRT-000001", for: r1, state: "scheduled", notBefore: later(500))],
      [grantEvent(.grantActivated, "GRT-000001")], sql: timer,
      is: [", 1, 0, expire, 7776000, pending", ", 1, 1, activate, 500, fired"]),
    Row(
      "a suspended grant", granted, [grantEvent(.grantSuspended, "GRT-000001", ["because": "cap"])], sql: grant,
      is: ["suspended, zoe, cc-0410, 6000000000000, USD, 0"]),
    Row(
      "a resumed grant", granted, [grantEvent(.grantSuspended, "GRT-000001", ["because": "hold"])],
      [grantEvent(.grantResumed, "GRT-000001", by: user("dia"), ["reason": EventDraft.text("sorted out")])], sql: grant,
      is: ["active, zoe, cc-0410, 6000000000000, USD, 0"]),
    Row(
      "a closed grant gives its reserve back", granted, [grantEvent(.grantExpired, "GRT-000001")],
      [grantEvent(.grantClosed, "GRT-000001", ["released": money(10)])], sql: grant, is: ["closed, zoe, -, -, -, 0"]),
    Row(
      "a duty", granted + [opened(duty: "DTY-000001", grant: "GRT-000001", request: r1)], sql: task,
      is: ["DTY-000001, duty, open, user:zoe, 1209600, -, 0, 0, GRT-000001, -"]),
    Row(
      "a finding", granted + [opened(finding: "FND-000001", grant: "GRT-000001", fingerprint: "f1")], sql: task,
      is: ["FND-000001, finding, open, user:zoe, 604800, 220000000000, 0, 0, GRT-000001, f1"]),
    Row(
      "a finding that comes back, with more",
      granted + [opened(finding: "FND-000001", grant: "GRT-000001", fingerprint: "f1")],
      [
        taskEvent(.taskAcknowledged, "finding/FND-000001"),
        taskEvent(.taskVerified, "finding/FND-000001", ["by": "fay"]),
      ],
      [
        taskEvent(
          .taskReopened, "finding/FND-000001",
          [
            "cause": 2, "amount": money(300), "count": 1, "due": time(later(900)),
            "rungs": [rung(0, "remind", at: later(800))], "arming": 2,
          ])
      ], sql: task, is: ["FND-000001, finding, open, user:zoe, 900, 300000000000, 1, 0, GRT-000001, f1"]),
    Row(
      "a duty that is handed over, worked on, failed and verified",
      granted + [opened(duty: "DTY-000001", grant: "GRT-000001", request: r1)],
      [taskEvent(.taskAssigned, "duty/DTY-000001", ["owner": "user:tom", "due": time(later(100))])],
      [taskEvent(.taskStarted, "duty/DTY-000001")],
      [
        taskEvent(
          .taskSubmitted, "duty/DTY-000001",
          ["evidence": [["kind": "document", "name": EventDraft.text("dpia.pdf"), "sha256": .string(bundleDigest)]]]),
        taskEvent(.taskFailed, "duty/DTY-000001", ["comment": EventDraft.text("no")]),
      ],
      [taskEvent(.taskBlocked, "duty/DTY-000001", ["until": time(later(90)), "reason": EventDraft.text("ill")])],
      [taskEvent(.taskUnblocked, "duty/DTY-000001"), taskEvent(.taskVerified, "duty/DTY-000001", ["by": "bo"])],
      sql: task,
      is: ["DTY-000001, duty, closed, user:tom, 100, -, 1, 0, GRT-000001, -"]),
    Row(
      "evidence goes to the verifier", granted + [opened(duty: "DTY-000001", grant: "GRT-000001", request: r1)],
      [taskEvent(.taskSubmitted, "duty/DTY-000001", ["evidence": []])], sql: outbox + " LIMIT 1 OFFSET 2",
      is: ["3, group:data-governance, task.submitted, DTY-000001"]),
    Row(
      "a task's rung", granted + [opened(duty: "DTY-000001", grant: "GRT-000001", request: r1)],
      [
        taskEvent(
          .rungFired, "duty/DTY-000001", by: .timer,
          ["arming": 1, "rung": 1, "do": "replace", "to": ["ada"], "level": 1])
      ],
      sql: "SELECT level, (SELECT group_concat(state) FROM timer WHERE stream LIKE 'duty%') FROM task",
      is: ["1, pending,fired"]),
    Row(
      "bundles",
      [
        EventDraft(
          .bundleActivated, stream: "bundle", actor: user("zoe"),
          data: ["bundle_sha256": .string(bundleDigest), "files": 3])
      ], sql: "SELECT idx, sha256 FROM bundle_activation", is: ["0, \(bundleDigest)"]),
    Row(
      "batches", [ingested(batch: 1, accepted: 4, digest: bundleDigest)],
      sql: "SELECT batch, idx, source, accepted, records_sha256 FROM usage_batch",
      is: ["1, 0, openai-org, 4, \(bundleDigest)"]),
  ])
  func `Events make the rows in the table`(_ row: Row) throws {
    let test = try TestStore()
    for drafts in row.drafts { try test.append(drafts) }
    let found = try test.raw { db in
      try GRDB.Row.fetchAll(db, sql: row.sql).map { found in
        found.databaseValues.map { value in
          switch value.storage {
          case .null: "-"
          case .int64(let number): "\(number)"
          case .string(let text): text
          default: "?"
          }
        }.joined(separator: ", ")
      }
    }
    #expect(found == row.rows)
    #expect(try test.differences() == [])
  }

  @Test(arguments: [
    ("a vote on no request", [vote("REQ-000002", "legal", "lea")]),
    ("a second grant of a revision", granted + [minted("GRT-000002", for: r1)]),
    (
      "a finding twice",
      granted + [
        opened(finding: "FND-000001", grant: "GRT-000001", fingerprint: "f"),
        opened(finding: "FND-000002", grant: "GRT-000001", fingerprint: "f"),
      ]
    ),
    ("a key twice", [submitted(r1, key: "k"), submitted("REQ-000002", key: "k")]),
    ("a batch twice", [ingested(batch: 1, digest: bundleDigest), ingested(batch: 1, digest: bundleDigest)]),
    ("a state that is none", [submitted(r1), minted("GRT-000001", for: r1, state: "happy")]),
    (
      "a vote without a verb",
      [submitted(r1), requestEvent(.voteCast, r1, ["stage": "legal", "person": "lea", "revision": 1])]
    ),
    ("a stage without a name", [submitted(r1), requestEvent(.stageActivated, r1, ["candidates": []])]),
    (
      "a grant without an end",
      [submitted(r1), grantEvent(.grantMinted, "GRT-000001", ["request": .string(r1), "revision": 1, "owner": "zoe"])]
    ),
    ("an id of another kind", [submitted("xyz")]),
  ])
  func `Events that fit no row are refused, and leave nothing`(_ name: String, _ drafts: [EventDraft]) throws {
    let test = try TestStore()
    let error = #expect(throws: StorageError.self) { try test.append(drafts) }
    #expect(error?.code == .corrupt)
    #expect(try test.store.read { try $0.head().size } == 0)
  }
}
