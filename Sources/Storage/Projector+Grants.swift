import GRDB
import SpendModel
import StrictJSON

extension Projector {
  func mint(_ event: EventRecord) throws {
    let id = subject(event)
    let state = event.data["state"]?.string ?? "active"
    let reserve = event.data["reserve"]
    let reserved = reserve?["amount"].flatMap { Money(canonical: $0) }
    guard let expires = time(event.data["expires"]) else { throw broken("leaf \(event.idx) has no time `expires`") }
    let supersedes = event.data["supersedes"]?.string
    // Usage counts from the start of the grant whose place it takes.
    let former = try supersedes.flatMap { former in
      try Int64.fetchOne(
        db.cachedStatement(sql: "SELECT active_from_us FROM \"grant\" WHERE id = ?"), arguments: [former])
    }
    let activeFrom = former ?? (state == "active" ? event.at.microseconds : nil)
    try run(
      """
      INSERT INTO "grant"(id, number, request, revision, owner, state, caps, on_exceed, scope, lane, minted_at_us,
        active_from_us, expires_at_us, budget, reserved_nanos, currency, terms, supersedes)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        id, try number(of: id), try text(event, "request"), try integer(event, "revision"), try text(event, "owner"),
        state,
        json(event.data["caps"]) ?? "{}", json(event.data["on_exceed"]), json(event.data["scope"]) ?? "{}",
        event.data["lane"]?.string, event.at.microseconds, activeFrom, expires,
        reserve?["budget"]?.string, reserved?.nanos, reserved?.currency.code, terms(event), supersedes,
      ])
    try arm(
      [["rung": 0, "do": "expire", "at": event.data["expires"] ?? .null]], stream: event.stream, stage: "", arming: 1)
    if let from = event.data["not_before"] {
      try arm([["rung": 1, "do": "activate", "at": from]], stream: event.stream, stage: "", arming: 1)
    }
    try tell([try text(event, "owner")], event, about: id)
  }

  /// What a grant has beside its caps: `{"recertify", "single_use", "tranches"}`; nothing for most.
  private func terms(_ event: EventRecord) -> String? {
    let members = ["recertify", "single_use", "tranches"].compactMap { name in
      event.data[name].map { JSONValue.Member(name, $0) }
    }
    return members.isEmpty ? nil : json(.object(members))
  }

  func moveGrant(_ event: EventRecord) throws {
    let id = subject(event)
    switch event.type {
    case .grantActivated, .grantResumed:
      try run(
        "UPDATE \"grant\" SET state = 'active', active_from_us = coalesce(active_from_us, ?) WHERE id = ?",
        [event.at.microseconds, id])
      try run(
        "UPDATE timer SET state = 'fired' WHERE stream = ? AND action = 'activate' AND state = 'pending'",
        [event.stream])
    case .grantConsumed:
      try run("UPDATE \"grant\" SET consumed_at_us = ? WHERE id = ?", [event.at.microseconds, id])
    case .grantReleased:
      try run("UPDATE \"grant\" SET caps = coalesce(?, caps) WHERE id = ?", [json(event.data["caps"]), id])
    default:
      let state = event.type.rawValue.split(separator: ".").last.map(String.init) ?? ""
      try run("UPDATE \"grant\" SET state = ? WHERE id = ?", [state, id])
    }
    switch event.type {
    case .grantSuspended:
      if let duty = event.data["duty"]?.string { try disarm(stream: event.stream, stage: duty) }
    case .grantExpired, .grantRevoked, .grantSuperseded: try disarm(stream: event.stream)
    case .grantClosed:
      try disarm(stream: event.stream)
      try run("UPDATE \"grant\" SET budget = NULL, reserved_nanos = NULL, currency = NULL WHERE id = ?", [id])
    default: break
    }
    let owner = try String.fetchOne(
      db.cachedStatement(sql: "SELECT owner FROM \"grant\" WHERE id = ?"), arguments: [id])
    try tell([owner].compactMap { $0 } + people(event.data["told"]), event, about: id)
  }

  func assignGrant(_ event: EventRecord) throws {
    let (id, owner) = (subject(event), try text(event, "owner"))
    try run("UPDATE \"grant\" SET owner = ? WHERE id = ?", [owner, id])
    try tell([owner], event, about: id)
  }

  func openTask(_ event: EventRecord) throws {
    let id = subject(event)
    let input = try event.data["input_sha256"]?.string.flatMap { try blob($0) }
    let amount = event.data["amount"].flatMap { Money(canonical: $0) }
    guard let due = time(event.data["due"]) else { throw broken("leaf \(event.idx) has no time `due`") }
    let grant = event.data["grant"]?.string ?? event.data["group"]?["grant"]?.string
    try run(
      """
      INSERT INTO task(id, kind, number, state, owner, verifier, due_us, severity, rule, obligation, "grant", request,
        fingerprint, amount_nanos, currency, window_start_us, opened_at_us, updated_at_us, reopened, level, input_sha256)
      VALUES (?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?)
      """,
      [
        id, event.stream.hasPrefix("finding/") ? "finding" : "duty", try number(of: id), try text(event, "owner"),
        try text(event, "verifier"), due, event.data["severity"]?.string, event.data["rule"]?.string,
        event.data["obligation"]?.string, grant, event.data["request"]?.string, input?["fingerprint"]?.string,
        amount?.nanos, amount?.currency.code, time(event.data["window_start"]), event.at.microseconds,
        event.at.microseconds, event.data["input_sha256"]?.string,
      ])
    try arm(event.data["rungs"] ?? input?["rungs"], stream: event.stream, stage: "", arming: 1)
    try watch(event, task: id, due: event.data["due"])
    try tell([try text(event, "owner")], event, about: id)
  }

  /// Lets the grant look when a duty is late that it cannot do without, as long as the duty is open.
  private func watch(_ event: EventRecord, task: String, due: JSONValue?) throws {
    let row = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT \"grant\", due_us, watched FROM task WHERE id = ? AND \"grant\" IS NOT NULL"),
      arguments: [task])
    guard let row, let grant = row["grant"] as String? else { return }
    let isWatched: Bool = event.data["phase"].map { ["during", "recertify"].contains($0.string) } ?? row["watched"]
    guard isWatched else { return }
    try run("UPDATE task SET watched = 1 WHERE id = ?", [task])
    let stream = "grant/" + grant
    try disarm(stream: stream, stage: task)
    guard let due else { return }
    // A duty is late once its time has passed.
    let at = time(due).map { $0 + 1 } ?? row["due_us"]
    try run(
      """
      INSERT INTO timer(stream, stage, arming, rung, action, fire_at_us, state) VALUES (?, ?, 1, 0, 'duty', ?, 'pending')
      ON CONFLICT DO UPDATE SET fire_at_us = excluded.fire_at_us, state = 'pending'
      """, [stream, task, at])
  }

  func moveTask(_ event: EventRecord) throws {
    let id = subject(event)
    let state: String? =
      switch event.type {
      case .taskAcknowledged: "acknowledged"
      case .taskStarted, .taskFailed, .taskUnblocked: "in_progress"
      case .taskSubmitted: "submitted"
      case .taskVerified: "closed"
      case .taskBlocked: "blocked"
      case .taskAccepted: "risk_accepted"
      case .taskCancelled: "cancelled"
      case .taskReopened: "open"
      default: nil
      }
    try run(
      """
      UPDATE task SET state = coalesce(?, state), owner = coalesce(?, owner), due_us = coalesce(?, due_us),
        reopened = reopened + ?, updated_at_us = ? WHERE id = ?
      """,
      [
        event.data["state"]?.string ?? state, event.data["owner"]?.string, time(event.data["due"]),
        event.type == .taskFailed || event.type == .taskReopened ? 1 : 0, event.at.microseconds, id,
      ])
    if let amount = event.data["amount"].flatMap({ Money(canonical: $0) }) {
      try run("UPDATE task SET amount_nanos = ?, currency = ? WHERE id = ?", [amount.nanos, amount.currency.code, id])
    }
    switch event.type {
    case .taskVerified, .taskCancelled, .taskAccepted: try watch(event, task: id, due: nil)
    case .taskReopened, .taskAssigned: if let due = event.data["due"] { try watch(event, task: id, due: due) }
    default: break
    }
    switch event.type {
    case .taskVerified, .taskCancelled, .taskAccepted: try disarm(stream: event.stream)
    case .taskReopened, .taskAssigned:
      if let rungs = event.data["rungs"] {
        try disarm(stream: event.stream)
        try arm(rungs, stream: event.stream, stage: "", arming: event.data["arming"]?.integer ?? 1)
      }
    default: break
    }
    let row = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT owner, verifier FROM task WHERE id = ?"), arguments: [id])
    let recipient: String? = event.type == .taskSubmitted ? row?["verifier"] : row?["owner"]
    try tell([recipient].compactMap { $0 }, event, about: id)
  }

  func activateBundle(_ event: EventRecord) throws {
    try run(
      "INSERT INTO bundle_activation(idx, sha256, at_us) VALUES (?, ?, ?)",
      [event.idx, try text(event, "bundle_sha256"), event.at.microseconds])
  }

  func ingest(_ event: EventRecord) throws {
    try run(
      "INSERT INTO usage_batch(batch, idx, source, accepted, records_sha256, at_us) VALUES (?, ?, ?, ?, ?, ?)",
      [
        try integer(event, "batch"), event.idx, try text(event, "source"), try integer(event, "accepted"),
        try text(event, "records_sha256"), event.at.microseconds,
      ])
  }
}
