import GRDB
import SpendModel
import StrictJSON

extension Projector {
  func submit(_ event: EventRecord) throws {
    let id = subject(event)
    let inputDigest = try text(event, "input_sha256")
    guard let input = try blob(inputDigest) else { throw broken("leaf \(event.idx) names an input that is not stored") }
    let facts = input["facts"]
    let cost = event.data["cost"].flatMap { Money(canonical: $0) }
    let at = event.at.microseconds
    try run(
      """
      INSERT INTO request(id, number, revision, state, kind, title_commit, requester, team, project, cost_center, workflow,
        outcome, cost_nanos, currency, bundle_sha256, facts_sha256, input_sha256, explanation_sha256, submitted_at_us,
        updated_at_us, decided_at_us)
      VALUES (?, ?, ?, 'in_review', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)
      ON CONFLICT(id) DO UPDATE SET revision = excluded.revision, state = 'in_review', kind = excluded.kind,
        title_commit = excluded.title_commit, team = excluded.team, project = excluded.project,
        cost_center = excluded.cost_center, workflow = excluded.workflow, outcome = excluded.outcome,
        cost_nanos = excluded.cost_nanos, currency = excluded.currency, bundle_sha256 = excluded.bundle_sha256,
        facts_sha256 = excluded.facts_sha256, input_sha256 = excluded.input_sha256,
        explanation_sha256 = excluded.explanation_sha256, updated_at_us = excluded.updated_at_us, decided_at_us = NULL
      """,
      [
        id, try number(of: id), try integer(event, "revision"), facts?["kind"]?.string,
        facts?["title"]?["commit"]?.string,
        try text(event, "requester"), facts?["team"]?.string, facts?["project"]?.string, facts?["costCenter"]?.string,
        try text(event, "workflow"), event.data["verdict"]?["outcome"]?.string ?? "", cost?.nanos, cost?.currency.code,
        try text(event, "bundle_sha256"), try text(event, "facts_sha256"), inputDigest,
        try text(event, "explanation_sha256"), at, at,
      ])
    try disarm(stream: event.stream)
    try run("DELETE FROM candidate WHERE request = ?", [id])
    try run("DELETE FROM stage WHERE request = ?", [id])
    let definitions = input["stages"]?.array ?? []
    for (ordinal, stage) in (event.data["plan"]?.array ?? []).enumerated() {
      guard let name = stage["stage"]?.string, let right = stage["right"]?.string else {
        throw broken("leaf \(event.idx) has a stage without a name")
      }
      let definition = definitions.first { $0["id"]?.string == name }
      try run(
        """
        INSERT INTO stage(request, id, ordinal, "right", state, why, candidates, since_us, due_us, level, arming)
        VALUES (?, ?, ?, ?, 'pending', ?, ?, NULL, NULL, 0, 0)
        """, [id, name, ordinal, right, definition?["why"]?.string, json(stage["candidates"]) ?? "[]"])
    }
    try arm(input["rungs"], stream: event.stream, stage: "", arming: try integer(event, "revision"))
    if let idempotency = event.data["idempotency"], let key = idempotency["key_sha256"]?.string,
      let body = idempotency["body_sha256"]?.string
    {
      try run(
        "INSERT INTO idempotency(actor, key_sha256, body_sha256, request) VALUES (?, ?, ?, ?)",
        [event.actor, key, body, id])
    }
  }

  /// Stages that other rules added: they stand before the decision, which waits again.
  func reevaluate(_ event: EventRecord) throws {
    let id = subject(event)
    let input = try event.data["input_sha256"]?.string.flatMap { try blob($0) }
    for stage in input?["stages"]?.array ?? [] {
      guard let name = stage["id"]?.string, let right = stage["right"]?.string else {
        throw broken("leaf \(event.idx) has a stage without a name")
      }
      try run(
        """
        INSERT INTO stage(request, id, ordinal, "right", state, why, candidates, since_us, due_us, level, arming)
        VALUES (?, ?, (SELECT count(*) FROM stage WHERE request = ?), ?, 'pending', ?, ?, NULL, NULL, 0, 0)
        """, [id, name, id, right, stage["why"]?.string, json(stage["candidates"]) ?? "[]"])
    }
    let decisions = try String.fetchAll(
      db.cachedStatement(
        sql: "SELECT id FROM stage WHERE request = ? AND \"right\" = 'decide' AND state IN ('active', 'blocked')"),
      arguments: [id])
    for decision in decisions {
      try run(
        "UPDATE stage SET state = 'pending', due_us = NULL WHERE request = ? AND id = ?", [id, decision])
      try disarm(stream: event.stream, stage: decision)
      try indexCandidates(id, decision)
    }
    try run(
      "UPDATE request SET explanation_sha256 = coalesce(?, explanation_sha256), updated_at_us = ? WHERE id = ?",
      [event.data["explanation_sha256"]?.string, event.at.microseconds, id])
    let requester = try String.fetchOne(
      db.cachedStatement(sql: "SELECT requester FROM request WHERE id = ?"), arguments: [id])
    try tell([requester].compactMap { $0 }, event, about: id)
  }

  func settle(_ event: EventRecord) throws {
    let id = subject(event)
    let state = event.type.rawValue.split(separator: ".").last.map(String.init) ?? ""
    let isDecided = event.type != .requestChangesRequested
    try run(
      "UPDATE request SET state = ?, updated_at_us = ?, decided_at_us = ? WHERE id = ?",
      [state, event.at.microseconds, isDecided ? event.at.microseconds : nil, id])
    if isDecided { try disarm(stream: event.stream) }
    try run("DELETE FROM candidate WHERE request = ?", [id])
    let requester = try String.fetchOne(
      db.cachedStatement(sql: "SELECT requester FROM request WHERE id = ?"), arguments: [id])
    try tell([requester].compactMap { $0 } + people(event.data["informed"]), event, about: id)
  }

  func activate(_ event: EventRecord) throws {
    let (id, stage) = (subject(event), try text(event, "stage"))
    let arming = event.data["arming"]?.integer ?? 1
    try ensureStage(id, stage, right: event.data["right"]?.string ?? "agree")
    try disarm(stream: event.stream, stage: stage)
    try run(
      """
      UPDATE stage SET state = 'active', candidates = ?, since_us = ?, due_us = ?, level = ?, arming = ?
      WHERE request = ? AND id = ?
      """,
      [
        json(event.data["candidates"]) ?? "[]", time(event.data["since"]) ?? event.at.microseconds,
        time(event.data["due"]), event.data["level"]?.integer ?? 0, arming, id, stage,
      ])
    try arm(event.data["rungs"], stream: event.stream, stage: stage, arming: arming)
    try indexCandidates(id, stage)
    try tell(people(event.data["candidates"]) + people(event.data["delegates"]), event, about: id)
  }

  func settleStage(_ event: EventRecord) throws {
    let (id, stage) = (subject(event), try text(event, "stage"))
    let state = event.type.rawValue.split(separator: ".").last.map(String.init) ?? ""
    try ensureStage(id, stage, right: event.data["right"]?.string ?? "agree")
    try run("UPDATE stage SET state = ? WHERE request = ? AND id = ?", [state, id, stage])
    if let candidates = json(event.data["candidates"]) {
      try run("UPDATE stage SET candidates = ? WHERE request = ? AND id = ?", [candidates, id, stage])
    }
    if event.type != .stageBlocked { try disarm(stream: event.stream, stage: stage) }
    if event.type == .stageBlocked {
      try run(
        "UPDATE stage SET since_us = coalesce(since_us, ?) WHERE request = ? AND id = ?",
        [event.at.microseconds, id, stage])
    }
    try indexCandidates(id, stage)
    try tell(people(event.data["told"]), event, about: id)
  }

  /// A stage that was not part of the plan (added later) gets its row when it first appears.
  private func ensureStage(_ request: String, _ stage: String, right: String) throws {
    try run(
      """
      INSERT INTO stage(request, id, ordinal, "right", state, why, candidates, since_us, due_us, level, arming)
      SELECT ?, ?, (SELECT count(*) FROM stage WHERE request = ?), ?, 'pending', 'added', '[]', NULL, NULL, 0, 0
      WHERE NOT EXISTS (SELECT 1 FROM stage WHERE request = ? AND id = ?)
      """, [request, stage, request, right, request, stage])
  }

  func reassign(_ event: EventRecord) throws {
    let (id, stage) = (subject(event), try text(event, "stage"))
    try run(
      "UPDATE stage SET candidates = ? WHERE request = ? AND id = ?",
      [json(event.data["candidates"]) ?? "[]", id, stage])
    try indexCandidates(id, stage)
    // Where somebody handed it over or added somebody, the others know already.
    let told = event.data["told"] ?? event.data["candidates"]
    try tell(people(told) + people(event.data["delegates"]), event, about: id)
  }

  func vote(_ event: EventRecord) throws {
    let (id, person) = (subject(event), try text(event, "person"))
    let stage = event.data["stage"]?.string
    let isCast = event.type == .voteCast
    if isCast {
      try run(
        "UPDATE vote SET state = 'superseded' WHERE request = ? AND stage = ? AND person = ? AND state = 'counted'",
        [id, stage, person])
    }
    try run(
      "INSERT INTO vote(idx, request, stage, person, verb, revision, state, at_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      [
        event.idx, id, stage, person, try text(event, "verb"), try integer(event, "revision"),
        isCast ? "counted" : "void",
        event.at.microseconds,
      ])
    if isCast, let stage {
      try run("DELETE FROM candidate WHERE request = ? AND stage = ? AND person = ?", [id, stage, person])
    }
  }

  func dropVote(_ event: EventRecord) throws {
    let (id, person) = (subject(event), try text(event, "person"))
    try run(
      "UPDATE vote SET state = ? WHERE request = ? AND stage = ? AND person = ? AND state = 'counted'",
      [event.type == .voteStale ? "stale" : "revoked", id, event.data["stage"]?.string, person])
    if let stage = event.data["stage"]?.string { try indexCandidates(id, stage) }
  }

  /// A rung of a stage's, a request's or a task's ladder.
  func fire(_ event: EventRecord) throws {
    let stage = event.data["stage"]?.string ?? ""
    let arming = event.data["arming"]?.integer ?? 1
    let (rung, action) = (try integer(event, "rung"), try text(event, "do"))
    try run(
      "UPDATE timer SET state = 'fired' WHERE stream = ? AND stage = ? AND arming = ? AND rung = ? AND action = ?",
      [event.stream, stage, arming, rung, action])
    for collapsed in event.data["collapsed"]?.array ?? [] {
      try run(
        "UPDATE timer SET state = 'obsolete' WHERE stream = ? AND stage = ? AND arming = ? AND rung = ? AND state = 'pending'",
        [event.stream, stage, arming, collapsed.integer])
    }
    if let rearm = event.data["rearm"], let target = rearm["rung"]?.integer, let at = time(rearm["at"]) {
      try run(
        """
        UPDATE timer SET fire_at_us = ?, state = 'pending'
        WHERE stream = ? AND stage = ? AND arming = ? AND rung = ? AND action <> 'warn'
        """, [at, event.stream, stage, arming, target])
    }
    let id = subject(event)
    if event.stream.hasPrefix("request/"), !stage.isEmpty {
      try run(
        "UPDATE stage SET level = ?, candidates = coalesce(?, candidates) WHERE request = ? AND id = ?",
        [event.data["level"]?.integer ?? 0, json(event.data["candidates"]), id, stage])
      if event.data["candidates"] != nil { try indexCandidates(id, stage) }
    } else if event.stream.hasPrefix("finding/") || event.stream.hasPrefix("duty/") {
      try run("UPDATE task SET level = ? WHERE id = ?", [event.data["level"]?.integer ?? 0, id])
    }
    try tell(people(event.data["to"]), event, about: id)
  }
}
