import SpendModel
import StrictJSON

/// `remediation.csv`: one row for each finding and each duty, as the log leaves it.
struct RemediationTable {
  static let columns = [
    "finding_id", "rule_id", "detected_at", "severity", "subject", "overspend_nanos", "owner_id", "due_at",
    "acknowledged_at", "fixed_at", "verified_by", "verified_at", "verifier_is_not_owner", "status", "breach_days",
    "idx", "currency", "kind", "obligation_id", "asked_by", "phase", "grant_id", "request_id", "former_owner_ids",
    "owner_change", "reopened", "path", "waiver_id", "reason_commit",
  ]

  /// The rows, cells in the order of ``columns``.
  static func rows(of log: ExportedLog) -> [[String]] {
    var order: [String] = []
    var tasks: [String: ExportRow] = [:]
    for entry in log.entries {
      let event = entry.event
      guard event.stream.hasPrefix("finding/") || event.stream.hasPrefix("duty/") else { continue }
      let id = event.streamSubject
      if tasks[id] == nil { order.append(id) }
      var row = tasks[id] ?? ExportRow(cells: ["finding_id": id])
      row.read(event)
      tasks[id] = row
    }
    return order.compactMap { tasks[$0]?.ordered(by: columns) }
  }
}

extension ExportRow {
  fileprivate mutating func read(_ event: EventRecord) {
    let time = event.at.canonicalText
    if let path = event.data["path"]?.string { self["path"] = path }
    if let due = event.data["due"]?.string { self["due_at"] = due }
    switch event.type {
    case .taskOpened: open(event)
    case .taskAssigned:
      let before = self["owner_id"]
      self["owner_id"] = event.data["owner"]?.string.map(person)
      if let before, before != self["owner_id"] {
        self["former_owner_ids"] = [self["former_owner_ids"], before].compactMap { $0 }.joined(separator: " ")
      }
      self["owner_change"] = event.data["because"]?.string ?? (event.data["by_rung"] == nil ? event.author : "rung")
    case .taskAcknowledged:
      self["acknowledged_at"] = time
      self["status"] = "acknowledged"
    case .taskStarted: self["status"] = "in_progress"
    case .taskSubmitted:
      self["fixed_at"] = time
      self["status"] = "submitted"
    case .taskFailed:
      self["status"] = "in_progress"
      reopen()
    case .taskVerified:
      self["verified_by"] = event.author
      self["verified_at"] = time
      self["verifier_is_not_owner"] = event.author == self["owner_id"] ? "0" : "1"
      self["breach_days"] = self["due_at"].flatMap { Timestamp($0) }.map { due in
        String(max(0, event.at.since(due) / 86_400_000_000))
      }
      self["status"] = "closed"
    case .taskBlocked: self["status"] = "blocked"
    case .taskUnblocked: self["status"] = event.data["state"]?.string ?? "in_progress"
    case .taskAccepted:
      self["status"] = "risk_accepted"
      self["waiver_id"] = event.data["waiver"]?.string
    case .taskCancelled:
      self["status"] = "cancelled"
      self["reason_commit"] = event.commitment("reason")
    case .taskReopened:
      self["status"] = "open"
      set(event.money("amount"), nanos: "overspend_nanos")
      reopen()
    default: break
    }
  }

  private mutating func open(_ event: EventRecord) {
    self["kind"] = event.stream.hasPrefix("finding/") ? "finding" : "duty"
    self["rule_id"] = event.data["rule"]?.string
    self["detected_at"] = event.at.canonicalText
    self["severity"] = event.data["severity"]?.string
    self["owner_id"] = event.data["owner"]?.string.map(person)
    self["obligation_id"] = event.data["obligation"]?.string
    self["phase"] = event.data["phase"]?.string
    self["asked_by"] = event.texts("asked_by").joined(separator: " ")
    self["grant_id"] = event.data["grant"]?.string ?? event.data["group"]?["grant"]?.string
    self["request_id"] = event.data["request"]?.string ?? event.data["group"]?["request"]?.string
    self["subject"] = (event.data["group"]?.object ?? []).map { member in
      "\(member.name)=\(member.value.string ?? member.value.serialized())"
    }.joined(separator: " ")
    set(event.money("amount"), nanos: "overspend_nanos")
    self["status"] = "open"
    self["reopened"] = "0"
    self["idx"] = String(event.idx)
  }

  private mutating func reopen() {
    self["reopened"] = String((self["reopened"].flatMap { Int64($0) } ?? 0) + 1)
    for column in ["fixed_at", "verified_by", "verified_at", "verifier_is_not_owner", "breach_days"] {
      self[column] = nil
    }
  }

  private func person(_ owner: String) -> String {
    owner.hasPrefix("user:") ? String(owner.dropFirst("user:".count)) : owner
  }
}
