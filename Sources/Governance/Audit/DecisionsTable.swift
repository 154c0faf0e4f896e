import SpendModel
import StrictJSON

/// `decisions.csv`: one row for each decision on a request, in the log's order.
struct DecisionsTable {
  static let columns = [
    "idx", "leaf_hash", "decision_id", "decided_at_utc", "request_id", "revision", "request_type", "business_unit",
    "cost_center", "project", "environment", "model_provider", "model", "data_class", "risk_tier",
    "amount_requested_nanos", "amount_approved_nanos", "currency", "period", "requester_id", "decision", "decided_how",
    "conditional", "decider_id", "decider_role", "decision_right_id", "delegation_id", "on_behalf_of", "rule_ids",
    "workflow_id", "bundle_sha256", "engine_semver", "input_sha256", "explanation_sha256", "replay_result",
    "reason_code",
    "reason_commit", "conditions", "expires_at_utc", "auth_method", "session_or_token_id", "channel",
    "source_ip_commit",
    "facts_sha256_seen", "checkpoint_size",
  ]

  /// The rows, cells in the order of ``columns``.
  static func rows(of log: ExportedLog) -> [[String]] {
    let size = String(log.entries.count)
    var rows: [(idx: Int64, cells: [String])] = []
    for (id, entries) in log.requests() {
      var submission: EventRecord?
      var lastVote: ExportedLog.Entry?
      var votes: [ExportedLog.Entry] = []
      for entry in entries {
        switch entry.event.type {
        case .requestSubmitted, .requestResubmitted:
          submission = entry.event
          lastVote = nil
        case .voteCast:
          lastVote = entry
          votes.removeAll { $0.isSameVote(as: entry) }
          votes.append(entry)
        case .voteRevoked, .voteStale: votes.removeAll { $0.isSameVote(as: entry) }
        case .requestApproved, .requestRejected, .requestDenied, .requestWithdrawn, .requestExpired:
          guard let submission else { continue }
          var row = cells(id, decision: entry, submission: submission, vote: lastVote, log: log, size: size)
          let conditions = effective(votes.compactMap { $0.event.data["conditions"] })
          row["conditions"] = conditions?.serialized()
          row["conditional"] = conditions == nil ? "0" : "1"
          rows.append((entry.event.idx, columns.map { row[$0] ?? "" }))
        default: continue
        }
      }
    }
    return rows.sorted { $0.idx < $1.idx }.map(\.cells)
  }

  private static func cells(
    _ id: String, decision: ExportedLog.Entry, submission: EventRecord, vote: ExportedLog.Entry?, log: ExportedLog,
    size: String
  ) -> [String: String] {
    let event = decision.event
    let revision = submission.data["revision"]?.integer ?? 1
    let inputDigest = submission.data["input_sha256"]?.string ?? ""
    let input = log.inputs[inputDigest]
    let facts = input?["facts"]
    let grant = log.grant(of: id, revision: revision)
    let requested = submission.data["cost"].flatMap { Money(canonical: $0) }
    let approved = grant?.data["caps"]?["cost"].flatMap { Money(canonical: $0) }
    let deciding = event.type == .requestApproved || event.type == .requestRejected ? vote : nil
    var row: [String: String] = [
      "idx": String(event.idx), "leaf_hash": decision.hash, "decision_id": "\(id)/\(revision)",
      "decided_at_utc": event.at.canonicalText, "request_id": id, "revision": String(revision),
      "requester_id": submission.data["requester"]?.string ?? "",
      "workflow_id": submission.data["workflow"]?.string ?? "",
      "bundle_sha256": submission.data["bundle_sha256"]?.string ?? "",
      "engine_semver": submission.data["engine_semver"]?.string ?? "", "input_sha256": inputDigest,
      "explanation_sha256": submission.data["explanation_sha256"]?.string ?? "",
      "decision": String(event.type.rawValue.dropFirst("request.".count)), "auth_method": decision.authentication,
      "channel": decision.authentication == "local" ? "cli" : "", "checkpoint_size": size,
      "decided_how": how(event), "rule_ids": rules(submission),
    ]
    row["request_type"] = facts?["kind"]?.string
    row["business_unit"] = facts?["team"]?.string
    row["cost_center"] = facts?["costCenter"]?.string
    row["project"] = facts?["project"]?.string
    row["environment"] = facts?["environment"]?.string
    row["model_provider"] = facts?["model"]?["provider"]?.string
    row["model"] = facts?["model"]?["name"]?.string
    row["data_class"] = facts?["data"]?["class"]?.string
    row["risk_tier"] = facts?["aiAct"]?["risk"]?.string ?? facts?["riskTier"]?.string
    row["period"] = facts?["duration"]?.string
    row["amount_requested_nanos"] = requested.map { String($0.nanos) }
    row["amount_approved_nanos"] = approved.map { String($0.nanos) }
    row["currency"] = (approved ?? requested)?.currency.code
    row["expires_at_utc"] = grant?.data["expires"]?.string
    row["decider_id"] = deciding?.event.data["person"]?.string ?? event.actor
    row["decision_right_id"] =
      deciding?.event.data["stage"]?.string ?? event.data["stage"]?.string ?? event.data["lane"]?.string
    row["on_behalf_of"] = deciding?.event.data["for"]?.string
    row["delegation_id"] = deciding?.event.data["delegation"]?.string
    row["decider_role"] = deciding.map { _ in "decide" }
    row["facts_sha256_seen"] = deciding?.event.data["facts_sha256_seen"]?.string
    row["reason_commit"] = (event.data["comment"] ?? deciding?.event.data["comment"])?["commit"]?.string
    row["reason_code"] = event.data["because"]?.string
    return row
  }

  /// What all voters' conditions come to: the least cap, the earliest end, every duty.
  private static func effective(_ conditions: [JSONValue]) -> JSONValue? {
    var caps: [(name: String, cap: Money)] = []
    var expires: (text: String, seconds: Int64)?
    var duties: [JSONValue] = []
    for condition in conditions {
      for member in condition["caps"]?.object ?? [] {
        guard let cap = Money(canonical: member.value) else { continue }
        if let place = caps.firstIndex(where: { $0.name == member.name }) {
          if caps[place].cap.exceeds(cap) == true { caps[place].cap = cap }
        } else {
          caps.append((member.name, cap))
        }
      }
      if let text = condition["expires"]?.string, let seconds = Period(text)?.wallSeconds,
        expires.map({ seconds < $0.seconds }) ?? true
      {
        expires = (text, seconds)
      }
      for duty in condition["obligations"]?.array ?? [] where !duties.contains(duty) { duties.append(duty) }
    }
    guard !caps.isEmpty || expires != nil || !duties.isEmpty else { return nil }
    return .object([
      "caps": caps.isEmpty ? .none : .object(caps.map { .init($0.name, $0.cap.canonical) }),
      "expires": expires.map { .string($0.text) }, "obligations": duties.isEmpty ? .none : .array(duties),
    ])
  }

  private static func how(_ event: EventRecord) -> String {
    if let how = event.data["how"]?.string, how == "lane" || how == "break_glass" { return how }
    return switch event.type {
    case .requestDenied: "rule"
    case .requestExpired: "timer"
    default: event.actor == "timer" ? "timer" : "people"
    }
  }

  private static func rules(_ submission: EventRecord) -> String {
    (submission.data["verdict"]?["fired"]?.array ?? []).compactMap { $0["rule"]?.string }.joined(separator: " ")
  }
}

extension ExportedLog.Entry {
  /// Whether both are of one person at one stage.
  fileprivate func isSameVote(as other: ExportedLog.Entry) -> Bool {
    event.data["person"] == other.event.data["person"] && event.data["stage"] == other.event.data["stage"]
  }
}
