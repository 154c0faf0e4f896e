import GRDB
import SpendModel
import StrictJSON

extension Projector {
  /// The timers of a request that have not fired have other times.
  func rebase(_ event: EventRecord) throws {
    let id = subject(event)
    for moved in event.data["due"]?.array ?? [] {
      guard let stage = moved["stage"]?.string, let due = time(moved["to"]) else { continue }
      try run("UPDATE stage SET due_us = ? WHERE request = ? AND id = ?", [due, id, stage])
      try indexCandidates(id, stage)
    }
    for moved in event.data["timers"]?.array ?? [] {
      guard let rung = moved["rung"]?.integer, let action = moved["do"]?.string, let at = time(moved["to"]) else {
        throw broken("leaf \(event.idx) moves a timer without a name")
      }
      try run(
        """
        UPDATE timer SET fire_at_us = ? WHERE stream = ? AND stage = ? AND arming = ? AND rung = ? AND action = ?
          AND state = 'pending'
        """, [at, event.stream, moved["stage"]?.string ?? "", moved["arming"]?.integer, rung, action])
    }
    try run("UPDATE request SET updated_at_us = ? WHERE id = ?", [event.at.microseconds, id])
    try tell(people(event.data["told"]), event, about: id)
  }

  /// A request goes on with other stages: those that go on from an old one take its row and its votes over.
  func migrate(_ event: EventRecord) throws {
    let id = subject(event)
    guard let input = try blob(try text(event, "input_sha256")) else {
      throw broken("leaf \(event.idx) names an input that is not stored")
    }
    var rows: [String: Row] = [:]
    for row in try Row.fetchAll(db.cachedStatement(sql: "SELECT * FROM stage WHERE request = ?"), arguments: [id]) {
      rows[row["id"]] = row
    }
    try run("DELETE FROM candidate WHERE request = ?", [id])
    try run("DELETE FROM stage WHERE request = ?", [id])
    // The request's own time to live goes on.
    try run(
      "UPDATE timer SET state = 'obsolete' WHERE stream = ? AND stage <> '' AND state = 'pending'", [event.stream])
    for (ordinal, stage) in (input["stages"]?.array ?? []).enumerated() {
      guard let name = stage["id"]?.string, let right = stage["right"]?.string else {
        throw broken("leaf \(event.idx) has a stage without a name")
      }
      let from = stage["from"]?.string
      let old = from.flatMap { rows[$0] }
      let done = old == nil ? nil : stage["state"]?.string
      let settled = done == nil ? nil : old
      try run(
        """
        INSERT INTO stage(request, id, ordinal, "right", state, why, candidates, since_us, due_us, level, arming)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          id, name, ordinal, right, done ?? "pending", stage["why"]?.string,
          settled.flatMap { $0["candidates"] as String? } ?? json(stage["candidates"]) ?? "[]",
          settled.flatMap { $0["since_us"] as Int64? }, settled.flatMap { $0["due_us"] as Int64? },
          old.flatMap { $0["level"] as Int64? } ?? 0, old.flatMap { $0["arming"] as Int64? } ?? 0,
        ])
    }
    try renameVotes(of: id, input["stages"]?.array ?? [])
    try run(
      "UPDATE request SET bundle_sha256 = ?, updated_at_us = ? WHERE id = ?",
      [try text(event, "bundle_sha256"), event.at.microseconds, id])
    let requester = try String.fetchOne(
      db.cachedStatement(sql: "SELECT requester FROM request WHERE id = ?"), arguments: [id])
    try tell([requester].compactMap { $0 }, event, about: id)
  }

  /// Names may change places, so that each goes by a name that no stage can have.
  private func renameVotes(of request: String, _ stages: [JSONValue]) throws {
    let names = stages.compactMap { stage in
      stage["from"]?.string.flatMap { from in stage["id"]?.string.map { (from: from, to: $0) } }
    }.filter { !$0.from.utf8.elementsEqual($0.to.utf8) }
    for name in names {
      try run("UPDATE vote SET stage = ? WHERE request = ? AND stage = ?", ["~" + name.to, request, name.from])
    }
    for name in names {
      try run("UPDATE vote SET stage = ? WHERE request = ? AND stage = ?", [name.to, request, "~" + name.to])
    }
  }
}
