import GRDB
package import SpendModel
import StrictJSON

// MARK: Requests and stages

extension Reading {
  package func request(_ id: String) throws -> RequestRow? { try requests(where: "id = ?", [id]).first }

  /// The requests in that state (all, if nil), oldest first.
  package func requests(state: String? = nil) throws -> [RequestRow] {
    try state.map { try requests(where: "state = ?", [$0]) } ?? requests(where: "true", [])
  }

  /// The requests that the routing of another one has to know of: those undecided, and those approved with a live
  /// grant; earlier ones only, oldest first.
  ///
  /// - Parameters:
  ///   - number: Of the other one.
  ///   - start: Only those submitted from then on.
  ///   - project: Only those of it; nothing means of any, or none.
  package func requestsCounting(
    before number: Int64, from start: Timestamp?, project: String?
  ) throws -> [CountingRow] {
    // In two texts, so that a project is found by its index.
    let condition = project == nil ? "" : "project = ? AND"
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT id, state, cost_nanos, currency, project, team, cost_center, input_sha256 FROM request
          WHERE \(condition) number < ? AND submitted_at_us >= ?
            AND (state IN ('in_review', 'changes_requested') OR id IN (SELECT request FROM "grant"
              WHERE state IN ('pending_conditions', 'scheduled', 'active', 'suspended')))
          ORDER BY number
          """),
      arguments: StatementArguments(project.map { [$0] } ?? []) + [number, start?.microseconds ?? .min])
    var counting: [CountingRow] = []
    // By place, not by name: there may be many.
    while let row = try rows.next() {
      counting.append(
        CountingRow(
          id: row[0], state: row[1], cost: money(row[2], row[3]), project: row[4], team: row[5], costCenter: row[6],
          inputSHA256: row[7]))
    }
    return counting
  }

  private func requests(
    where condition: String, _ arguments: StatementArguments
  ) throws -> [RequestRow] {
    try Row.fetchAll(
      db.cachedStatement(sql: "SELECT * FROM request WHERE \(condition) ORDER BY number"), arguments: arguments
    ).map { row in
      RequestRow(
        id: row["id"], revision: row["revision"], state: row["state"], kind: row["kind"],
        title: try (row["title_commit"] as String?).flatMap { try words(behind: $0) },
        requester: row["requester"],
        team: row["team"], project: row["project"], costCenter: row["cost_center"], workflow: row["workflow"],
        outcome: row["outcome"], cost: money(row["cost_nanos"], row["currency"]), bundleSHA256: row["bundle_sha256"],
        factsSHA256: row["facts_sha256"], inputSHA256: row["input_sha256"],
        explanationSHA256: row["explanation_sha256"],
        submittedAt: Timestamp(clamping: row["submitted_at_us"]), updatedAt: Timestamp(clamping: row["updated_at_us"]),
        decidedAt: (row["decided_at_us"] as Int64?).map { Timestamp(clamping: $0) })
    }
  }

  /// The stages of a request, in the order of its plan.
  package func stages(of request: String) throws -> [StageRow] { try stages(where: "request = ?", [request]) }

  /// Every stage that waits for somebody, the earliest due first.
  package func waitingStages() throws -> [StageRow] {
    try stages(where: "state IN ('active', 'blocked')", [], order: "due_us IS NULL, due_us, request, ordinal")
  }

  /// The requests in review that a change for these people may move: an unsettled stage names one of them, or the
  /// request is theirs, or nobody may act on it. Oldest first.
  package func requestsInReview(touching people: Set<String>) throws -> [String] {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT request.id, request.requester, stage.state, stage.candidates FROM request
        JOIN stage ON stage.request = request.id
        WHERE request.state = 'in_review' AND stage.state IN ('active', 'blocked', 'pending')
        ORDER BY request.number
        """)
    var ids: [String] = []
    while let row = try rows.next() {
      let id: String = row[0]
      if ids.last == id { continue }
      let (requester, state, candidates): (String, String, String) = (row[1], row[2], row[3])
      let names = try strings(candidates)
      if state == "blocked" || people.contains(requester) || names.contains(where: people.contains) { ids.append(id) }
    }
    return ids
  }

  /// The people whose votes count on a stage.
  package func voters(request: String, stage: String) throws -> [String] {
    try String.fetchAll(
      db.cachedStatement(
        sql: "SELECT person FROM vote WHERE request = ? AND stage = ? AND state = 'counted' ORDER BY person"),
      arguments: [request, stage])
  }

  /// The leaves of the votes by which those who were asked for their view raised a concern, as they stand.
  package func concerns(of request: String) throws -> [Int64] {
    try Int64.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT v.idx FROM vote v JOIN stage s ON s.request = v.request AND s.id = v.stage
          WHERE v.request = ? AND v.state = 'counted' AND v.verb = 'reject' AND s."right" = 'input' ORDER BY v.idx
          """), arguments: [request])
  }

  func stages(
    where condition: String, _ arguments: StatementArguments, order: String = "request, ordinal"
  ) throws -> [StageRow] {
    try Row.fetchAll(
      db.cachedStatement(sql: "SELECT * FROM stage WHERE \(condition) ORDER BY \(order)"), arguments: arguments
    ).map {
      row in
      StageRow(
        request: row["request"], id: row["id"], right: row["right"], state: row["state"], why: row["why"],
        candidates: try strings(row["candidates"]), since: time(row["since_us"]), due: time(row["due_us"]),
        level: row["level"])
    }
  }
}

// MARK: Grants and tasks

extension Reading {
  package func grant(_ id: String) throws -> GrantRow? { try grants(where: "id = ?", [id]).first }

  package func grants() throws -> [GrantRow] { try grants(where: "true", []) }

  package func grants(of request: String) throws -> [GrantRow] { try grants(where: "request = ?", [request]) }

  /// The grants that usage may count against: `pending_conditions` to `suspended`, oldest first.
  package func liveGrants() throws -> [GrantRow] {
    try grants(where: "state IN ('pending_conditions', 'scheduled', 'active', 'suspended')", [])
  }

  private func grants(where condition: String, _ arguments: StatementArguments) throws -> [GrantRow] {
    try Row.fetchAll(
      db.cachedStatement(sql: "SELECT * FROM \"grant\" WHERE \(condition) ORDER BY number"), arguments: arguments
    ).map {
      row in
      GrantRow(
        id: row["id"], request: row["request"], revision: row["revision"], owner: row["owner"], state: row["state"],
        caps: try json(text: row["caps"]) ?? .object([]), onExceed: try json(text: row["on_exceed"]),
        scope: try json(text: row["scope"]) ?? .object([]), lane: row["lane"],
        mintedAt: Timestamp(clamping: row["minted_at_us"]),
        activeFrom: time(row["active_from_us"]), expires: Timestamp(clamping: row["expires_at_us"]),
        budget: row["budget"],
        reserved: money(row["reserved_nanos"], row["currency"]), terms: try json(text: row["terms"]),
        consumedAt: time(row["consumed_at_us"]), supersedes: row["supersedes"])
    }
  }

  package func task(_ id: String) throws -> TaskRow? { try tasks(where: "id = ?", [id]).first }

  /// Findings or duties, oldest first.
  package func tasks(kind: String) throws -> [TaskRow] { try tasks(where: "kind = ?", [kind]) }

  /// The findings and duties that somebody has to do something about, now or once a waiver ends.
  package func liveTasks(ownedBy person: String) throws -> [TaskRow] {
    try tasks(
      where: """
        owner IN (?, ?)
          AND state IN ('open', 'acknowledged', 'in_progress', 'submitted', 'blocked', 'risk_accepted')
        """, ["user:" + person, person])
  }

  /// The duties and findings that belong to a grant.
  package func tasks(ofGrant grant: String) throws -> [TaskRow] { try tasks(where: "\"grant\" = ?", [grant]) }

  package func task(fingerprint: String) throws -> TaskRow? { try tasks(where: "fingerprint = ?", [fingerprint]).first }

  private func tasks(where condition: String, _ arguments: StatementArguments) throws -> [TaskRow] {
    try Row.fetchAll(
      db.cachedStatement(sql: "SELECT * FROM task WHERE \(condition) ORDER BY kind, number"), arguments: arguments
    ).map {
      row in
      TaskRow(
        id: row["id"], kind: row["kind"], state: row["state"], owner: row["owner"], verifier: row["verifier"],
        due: Timestamp(clamping: row["due_us"]), severity: row["severity"], rule: row["rule"],
        obligation: row["obligation"],
        grant: row["grant"], request: row["request"], amount: money(row["amount_nanos"], row["currency"]),
        openedAt: Timestamp(clamping: row["opened_at_us"]), reopened: row["reopened"], level: row["level"],
        inputSHA256: row["input_sha256"])
    }
  }

  /// The streams that have a timer due at that time, the earliest first.
  package func streamsDue(at: Timestamp) throws -> [String] {
    // The `+` keeps SQLite from walking every timer in the order of the streams.
    try String.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT stream FROM timer WHERE state = 'pending' AND fire_at_us <= ? GROUP BY +stream
            ORDER BY min(fire_at_us), stream
          """), arguments: [at.microseconds])
  }

  /// Whether something is still to happen by itself on a stream.
  package func hasPendingTimer(stream: String) throws -> Bool {
    try Bool.fetchOne(
      db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM timer WHERE stream = ? AND state = 'pending')"),
      arguments: [stream]) ?? false
  }

  /// The sum that live grants hold reserved on a budget, by currency.
  ///
  /// - Throws: ``ArithmeticError/overflow`` where a sum leaves `Int64`; ``StorageError``.
  package func reserved(onBudget budget: String) throws -> [Money] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT currency, \(sum("reserved_nanos")) FROM "grant" WHERE budget = ? AND state IN
            ('pending_conditions', 'scheduled', 'active', 'suspended', 'exhausted') GROUP BY currency ORDER BY currency
          """), arguments: [budget]
    ).compactMap { try money(summed: $0) }
  }
}

// MARK: Counters, keys, bundles

extension Reading {
  /// The number that the next thing of a kind gets: one more than the greatest.
  package func nextNumber(_ kind: MintedKind) throws -> Int64 {
    let sql =
      switch kind {
      case .request: "SELECT max(number) FROM request"
      case .grant: "SELECT max(number) FROM \"grant\""
      case .finding: "SELECT max(number) FROM task WHERE kind = 'finding'"
      case .duty: "SELECT max(number) FROM task WHERE kind = 'duty'"
      case .waiver: "SELECT count(DISTINCT stream) FROM log_leaf WHERE type = 'waiver.requested'"
      case .delegation: "SELECT max(type_seq) FROM log_leaf WHERE type = 'delegation.set'"
      }
    return (try Int64.fetchOne(db.cachedStatement(sql: sql)) ?? 0) + 1
  }

  /// The number that the next usage batch gets.
  package func nextBatch() throws -> Int64 {
    (try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(batch) FROM usage_batch")) ?? 0) + 1
  }

  /// What an idempotency key of an actor was used for: the request, and the digest of the body.
  package func use(ofKey keySHA256: String, by actor: String) throws -> (request: String, bodySHA256: String)? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT request, body_sha256 FROM idempotency WHERE actor = ? AND key_sha256 = ?"),
      arguments: [actor, keySHA256]
    ).map { ($0["request"], $0["body_sha256"]) }
  }

  /// The event that put the bundle in force of which the last act was done; nothing before the first.
  package func lastActivation() throws -> EventRecord? {
    try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(idx) FROM bundle_activation")).flatMap { try event(at: $0) }
  }

  /// The digest of the bundle under which the last act was done.
  package func activeBundle() throws -> String? {
    try String.fetchOne(db.cachedStatement(sql: "SELECT sha256 FROM bundle_activation ORDER BY idx DESC LIMIT 1"))
  }
}

// MARK: Decoding

extension Reading {
  func money(_ nanos: Int64?, _ code: String?) -> Money? {
    guard let nanos, let code, let currency = Currency(code) else { return nil }
    return Money(nanos: nanos, currency: currency)
  }

  func time(_ microseconds: Int64?) -> Timestamp? { microseconds.map { Timestamp(clamping: $0) } }

  func json(text: String?) throws -> JSONValue? {
    guard let text else { return nil }
    do {
      return try JSONValue.parse(Array(text.utf8))
    } catch {
      throw StorageError(.corrupt, "a row holds broken JSON: \(error.message)", hint: "`assent rebuild` makes it again")
    }
  }

  private func strings(_ text: String?) throws -> [String] { try json(text: text)?.array?.compactMap(\.string) ?? [] }
}
