import GRDB
import SpendModel
import StrictJSON
import Testing

@testable import Storage

/// Long, seeded histories: what the projections hold is what the log makes, and every change beside the log is named.
@Suite struct WalkTests {
  @Test(arguments: 0..<8)
  func `After any history the projections are those that the log makes`(_ seed: Int) throws {
    let test = try TestStore()
    try Walk(seed: UInt64(seed)).run(steps: 120, in: test)
    #expect(try test.differences() == [])
    let before = try test.dump()
    try test.store.write(at: noon, keys: test.keys) { try $0.rebuildProjections() }
    #expect(try test.dump() == before)
    #expect(try test.store.structuralProblems() == [])
  }

  static let tables = [
    "request", "stage", "vote", "grant", "task", "timer", "outbox", "bundle_activation", "idempotency", "usage_batch",
  ]

  @Test(arguments: tables)
  func `A changed, missing or added row of a projection is named, and made again`(_ table: String) throws {
    let test = try TestStore()
    try Walk(seed: 7).run(steps: 24, in: test)
    let sound = try test.dump()
    let columns = try test.raw { try $0.columns(in: table).map { (name: $0.name, isText: $0.type == "TEXT") } }
    let rows = try test.raw { try Int.fetchOne($0, sql: "SELECT count(*) FROM \"\(table)\"") ?? 0 }
    #expect(rows > 0)
    let key = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
    var changes = columns.map { column in
      let other =
        column.isText ? "coalesce(\"\(column.name)\", '') || char(0)" : "coalesce(\"\(column.name)\", 0) + 1000003"
      return "UPDATE \"\(table)\" SET \"\(column.name)\" = \(other)"
    }
    changes.append("DELETE FROM \"\(table)\"")
    for (place, change) in changes.enumerated() {
      let row = place * rows / changes.count
      let found = try differences(
        test, after: "\(change) WHERE (\(key)) IS (SELECT \(key) FROM \"\(table)\" LIMIT 1 OFFSET \(row))")
      #expect(found == [table], "\(change) of row \(row)")
    }
    // A change that stays is taken back by making the rows again.
    try test.raw { db in
      try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
      try db.execute(sql: "\(changes[changes.count - 2]) WHERE (\(key)) IS (SELECT \(key) FROM \"\(table)\" LIMIT 1)")
    }
    #expect(try test.dump() != sound)
    try test.store.write(at: noon, keys: test.keys) { try $0.rebuildProjections() }
    #expect(try test.dump() == sound)
  }

  /// The tables that differ after a change, which is then taken back.
  private func differences(_ test: TestStore, after change: String) throws -> [String] {
    struct TakenBack: Error {}
    var found: [String] = []
    do {
      try test.store.withDatabase { db in
        try db.execute(sql: "PRAGMA defer_foreign_keys = ON; PRAGMA ignore_check_constraints = ON")
        try db.execute(sql: change)
        #expect(db.changesCount == 1, "\(change)")
        found = try Reading(database: db).compareProjections().filter { !$0.differing.isEmpty }.map(\.table)
        throw TakenBack()
      }
    } catch is TakenBack {}
    return found
  }

  @Test func `Letters that look the same are a difference`() throws {
    let test = try TestStore()
    try test.append([submitted("REQ-000001", team: "\u{E9}quipe")])
    try test.raw { try $0.execute(sql: "UPDATE request SET team = ?", arguments: ["e\u{301}quipe"]) }
    #expect(try test.differences() == ["request: REQ-000001"])
  }

  @Test func `A damaged leaf stops the comparison by its number`() throws {
    let test = try TestStore()
    try test.append([logCreated, submitted("REQ-000001")])
    try test.raw { db in
      for trigger in ["log_leaf_keeps", "log_leaf_archives"] { try db.execute(sql: "DROP TRIGGER \(trigger)") }
      try db.execute(sql: "UPDATE log_leaf SET bytes = x'7b7d' WHERE idx = 1")
    }
    let error = #expect(throws: StorageError.self) { try test.differences() }
    #expect(error?.code == .corrupt)
    #expect(error?.message.hasPrefix("leaf 1 is damaged") == true)
  }
}

/// A random history in which every event is one that may happen.
struct Walk {
  private var random: SeededGenerator
  private var requests: [(id: String, revision: Int64, state: String, stages: [String])] = []
  private var grants: [(id: String, isLive: Bool)] = []
  private var tasks: [(stream: String, isClosed: Bool)] = []
  private var counted: [String: Int64] = [:]
  private var seconds: Int64 = 0

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  func run(steps: Int, in test: TestStore) throws {
    var walk = self
    try test.append([logCreated])
    for step in 0..<steps {
      walk.seconds += Int64.random(in: 0...3600, using: &walk.random)
      // One of each to begin with, so that no table is empty.
      let choice = step < 8 ? step : Int.random(in: 0..<12, using: &walk.random)
      let drafts = walk.step(choice)
      if !drafts.isEmpty { try test.append(drafts, at: later(walk.seconds)) }
    }
  }

  private mutating func next(_ kind: String) -> Int64 {
    counted[kind, default: 0] += 1
    return counted[kind, default: 0]
  }

  private mutating func submit() -> [EventDraft] {
    let id = MintedKind.request.id(next("REQ"))
    requests.append((id, 1, "in_review", usualPlan.map(\.id)))
    return [
      submitted(id, team: "équipe", key: "key of \(id)"), activated(id, "peer", candidates: ["pau"]),
      activated(id, "legal"),
    ]
  }

  private mutating func step(_ choice: Int) -> [EventDraft] {
    switch choice {
    case 0:
      return [
        EventDraft(
          .bundleActivated, stream: "bundle", actor: user("zoe"),
          data: ["bundle_sha256": .string(bundleDigest), "files": 3])
      ] + submit()
    case 1, 8: return submit()
    case 2: return approve()
    case 3: return openTask()
    case 4: return [ingested(batch: next("batch"), digest: bundleDigest)]
    case 5, 9: return actOnRequest()
    case 6, 10: return actOnTask()
    default: return actOnGrant()
    }
  }

  private mutating func approve() -> [EventDraft] {
    guard let place = requests.indices.filter({ requests[$0].state == "in_review" }).randomElement(using: &random)
    else { return [] }
    requests[place].state = "approved"
    let request = requests[place]
    let (grant, duty) = (MintedKind.grant.id(next("GRT")), MintedKind.duty.id(next("DTY")))
    grants.append((grant, true))
    tasks.append(("duty/" + duty, false))
    return [
      vote(request.id, "decision", "dia", revision: request.revision),
      requestEvent(.stageSatisfied, request.id, ["stage": "decision", "how": "quorum"]),
      requestEvent(
        .requestApproved, request.id, ["revision": .integer(request.revision), "how": "people", "decided_by": ["dia"]]),
      minted(
        grant, for: request.id, revision: request.revision, state: "pending_conditions", notBefore: later(seconds + 60)),
      opened(duty: duty, grant: grant, request: request.id, cause: ["$idx": 2]),
    ]
  }

  private mutating func openTask() -> [EventDraft] {
    guard let grant = grants.randomElement(using: &random) else { return [] }
    let finding = MintedKind.finding.id(next("FND"))
    tasks.append(("finding/" + finding, false))
    return [
      opened(finding: finding, grant: grant.id, amount: Int64.random(in: 1...900, using: &random), fingerprint: finding)
    ]
  }

  private mutating func actOnRequest() -> [EventDraft] {
    guard let place = requests.indices.filter({ requests[$0].state != "approved" }).randomElement(using: &random) else {
      return []
    }
    let request = requests[place]
    guard request.state == "in_review" else {
      requests[place].revision += 1
      requests[place].state = "in_review"
      let cost = Int64.random(in: 1...9000, using: &random)
      return [
        submitted(request.id, revision: request.revision + 1, stages: usualPlan.shuffled(using: &random), cost: cost)
      ]
    }
    let person = ["lea", "max", "pau"].randomElement(using: &random) ?? "lea"
    switch Int.random(in: 0..<6, using: &random) {
    case 0, 1: return [vote(request.id, "legal", person, revision: request.revision)]
    case 2: return [vote(request.id, nil, person, revision: request.revision)]
    case 3:
      return [
        requestEvent(
          .voteStale, request.id, ["person": .string(person), "stage": "legal", "revision": .integer(request.revision)])
      ]
    case 4:
      return [
        requestEvent(
          .rungFired, request.id, by: .timer,
          [
            "stage": "legal", "arming": 1, "rung": 2, "do": "warn", "to": [.string(person)],
            "candidates": ["lea", "ada"],
            "level": 1, "collapsed": [0, 1], "rearm": ["rung": 2, "at": time(later(seconds + 900))],
          ])
      ]
    default:
      requests[place].state = "changes_requested"
      return [
        requestEvent(
          .requestChangesRequested, request.id,
          ["revision": .integer(request.revision), "stage": "legal", "by": .string(person)])
      ]
    }
  }

  private mutating func actOnTask() -> [EventDraft] {
    guard let place = tasks.indices.randomElement(using: &random) else { return [] }
    let stream = tasks[place].stream
    if tasks[place].isClosed {
      guard stream.hasPrefix("finding/") else { return [] }
      tasks[place].isClosed = false
      return [
        taskEvent(
          .taskReopened, stream,
          [
            "cause": 0, "amount": money(5), "count": 1, "due": time(later(seconds)),
            "rungs": [rung(0, "remind", at: later(seconds))], "arming": 2,
          ])
      ]
    }
    switch Int.random(in: 0..<6, using: &random) {
    case 0: return [taskEvent(.taskAcknowledged, stream)]
    case 1:
      return [
        taskEvent(.taskSubmitted, stream, ["evidence": []]),
        taskEvent(.taskFailed, stream, ["comment": EventDraft.text("no")]),
      ]
    case 2: return [taskEvent(.taskAssigned, stream, ["owner": "user:tom", "due": time(later(seconds + 5))])]
    case 3: return [taskEvent(.taskBlocked, stream, ["until": time(later(seconds)), "reason": EventDraft.text("ill")])]
    case 4:
      return [
        taskEvent(.rungFired, stream, by: .timer, ["arming": 1, "rung": 0, "do": "remind", "to": ["zoe"], "level": 1])
      ]
    default:
      tasks[place].isClosed = true
      return [taskEvent(.taskVerified, stream, ["by": "bo"])]
    }
  }

  private mutating func actOnGrant() -> [EventDraft] {
    guard let place = grants.indices.filter({ grants[$0].isLive }).randomElement(using: &random) else { return [] }
    let id = grants[place].id
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return [grantEvent(.grantActivated, id)]
    case 1: return [grantEvent(.grantSuspended, id, ["because": "cap"])]
    case 2: return [grantEvent(.grantResumed, id, ["reason": EventDraft.text("fine")])]
    case 3: return [grantEvent(.grantScheduled, id, ["at": time(later(seconds))])]
    default:
      grants[place].isLive = false
      return [grantEvent(.grantExpired, id), grantEvent(.grantClosed, id, ["released": .null])]
    }
  }
}
