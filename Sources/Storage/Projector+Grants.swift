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
    try run(
      """
      INSERT INTO "grant"(id, number, request, revision, owner, state, caps, on_exceed, scope, lane, minted_at_us,
        active_from_us, expires_at_us, budget, reserved_nanos, currency)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        id, try number(of: id), try text(event, "request"), try integer(event, "revision"), try text(event, "owner"),
        state,
        json(event.data["caps"]) ?? "{}", json(event.data["on_exceed"]), json(event.data["scope"]) ?? "{}",
        event.data["lane"]?.string, event.at.microseconds, state == "active" ? event.at.microseconds : nil, expires,
        reserve?["budget"]?.string, reserved?.nanos, reserved?.currency.code,
      ])
    try arm(
      [["rung": 0, "do": "expire", "at": event.data["expires"] ?? .null]], stream: event.stream, stage: "", arming: 1)
    if let from = event.data["not_before"] {
      try arm([["rung": 1, "do": "activate", "at": from]], stream: event.stream, stage: "", arming: 1)
    }
    try tell([try text(event, "owner")], event, about: id)
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
    case .grantConsumed: break
    default:
      let state = event.type.rawValue.split(separator: ".").last.map(String.init) ?? ""
      try run("UPDATE \"grant\" SET state = ? WHERE id = ?", [state, id])
    }
    switch event.type {
    case .grantExpired, .grantRevoked, .grantSuperseded: try disarm(stream: event.stream)
    case .grantClosed:
      try disarm(stream: event.stream)
      try run("UPDATE \"grant\" SET budget = NULL, reserved_nanos = NULL, currency = NULL WHERE id = ?", [id])
    default: break
    }
    let owner = try String.fetchOne(db, sql: "SELECT owner FROM \"grant\" WHERE id = ?", arguments: [id])
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
    try tell([try text(event, "owner")], event, about: id)
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
    case .taskVerified, .taskCancelled, .taskAccepted: try disarm(stream: event.stream)
    case .taskReopened, .taskAssigned:
      if let rungs = event.data["rungs"] {
        try disarm(stream: event.stream)
        try arm(rungs, stream: event.stream, stage: "", arming: event.data["arming"]?.integer ?? 1)
      }
    default: break
    }
    let row = try Row.fetchOne(db, sql: "SELECT owner, verifier FROM task WHERE id = ?", arguments: [id])
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
