import SpendModel
import StrictJSON

/// `exceptions.csv`: one row for each way round what rules and workflows ask: a waiver of a rule, an approval in an
/// emergency, a stage that two people did without, and votes that did not count because they came late or from whom the
/// request was for. Statuses are those at the end of the log.
struct ExceptionsTable {
  static let columns = [
    "exception_id", "type", "rule_id", "granted_by", "second_person", "reason_commit", "starts", "ends", "used_count",
    "amount_nanos", "compensating_control", "review_due", "reviewed_by", "reviewed_at", "status", "idx", "currency",
    "request_id", "stage", "incident",
  ]

  private var rows: [(idx: Int64, id: String, row: ExportRow)] = []
  /// What was used of each waiver.
  private var used: [String: Int64] = [:]
  /// The waiver or the emergency of each request.
  private var byRequest: [String: String] = [:]

  /// The rows, cells in the order of ``columns``.
  static func rows(of log: ExportedLog) -> [[String]] {
    var table = ExceptionsTable()
    for entry in log.entries { table.read(entry.event) }
    return table.rows.sorted { $0.idx < $1.idx }.map { item in
      var row = item.row
      if row["type"] == "waiver" { row["used_count"] = String(table.used[item.id] ?? 0) }
      return row.ordered(by: columns)
    }
  }

  private mutating func add(_ id: String, _ type: String, _ event: EventRecord, _ fill: (inout ExportRow) -> Void) {
    var row = ExportRow(cells: ["exception_id": id, "type": type, "idx": String(event.idx)])
    if event.stream.hasPrefix("request/") { row["request_id"] = event.streamSubject }
    row["stage"] = event.data["stage"]?.string
    fill(&row)
    rows.append((event.idx, id, row))
  }

  private mutating func edit(_ id: String?, _ change: (inout ExportRow) -> Void) {
    guard let id, let place = rows.lastIndex(where: { $0.id == id }) else { return }
    change(&rows[place].row)
  }

  private mutating func read(_ event: EventRecord) {
    let subject = event.streamSubject
    switch event.type {
    case .waiverRequested, .waiverActivated, .waiverRenewed, .waiverExpired, .waiverRevoked: readWaiver(event)
    case .taskAccepted:
      if let waiver = event.data["waiver"]?.string { used[waiver, default: 0] += 1 }
    case .requestSubmitted, .requestResubmitted:
      for waived in event.data["verdict"]?["waived"]?.array ?? [] {
        if let waiver = waived["waiver"]?.string { used[waiver, default: 0] += 1 }
      }
    case .requestApproved where event.data["how"]?.string == "break_glass": readEmergency(event)
    case .requestRejected, .requestWithdrawn, .requestExpired, .requestDenied:
      edit(byRequest[subject]) { row in
        if row["type"] == "waiver", row["status"] == "requested" {
          row["status"] = String(event.type.rawValue.dropFirst("request.".count))
        }
      }
    case .stageOverrideProposed:
      let id = "\(subject)/override/\(event.data["stage"]?.string ?? "")"
      add(id, "override", event) { row in
        row["granted_by"] = event.data["person"]?.string
        row["reason_commit"] = event.commitment("reason")
        row["status"] = "proposed"
      }
    case .stageWaived:
      let id = "\(subject)/override/\(event.data["stage"]?.string ?? "")"
      if !rows.contains(where: { $0.id == id }) { add(id, "override", event) { _ in } }
      edit(id) { row in
        let people = event.texts("by")
        row["granted_by"] = row["granted_by"] ?? people.first
        row["second_person"] = people.first { $0 != row["granted_by"] }
        row["reason_commit"] = row["reason_commit"] ?? event.commitment("reason")
        row["starts"] = event.at.canonicalText
        row["status"] = "applied"
      }
    case .grantMinted, .stageActivated, .stageSatisfied, .stageVetoed, .stageTimedOut, .voteCast, .grantRevoked:
      readReview(event)
    case .taskOpened:
      // A duty that hangs on no grant is what voters asked for in return.
      if event.data["grant"] == nil, let request = event.data["request"]?.string, let id = byRequest[request] {
        edit(id) { row in
          let known = row["compensating_control"].map { $0 + " " } ?? ""
          row["compensating_control"] = known + (event.data["obligation"]?.string ?? "")
        }
      }
    case .voteVoid: readVoid(event)
    default: break
    }
  }

  private mutating func readWaiver(_ event: EventRecord) {
    let id = event.streamSubject
    switch event.type {
    case .waiverRequested:
      if !rows.contains(where: { $0.id == id }) { add(id, "waiver", event) { _ in } }
      if let request = event.data["request"]?.string { byRequest[request] = id }
      edit(id) { row in
        row["request_id"] = event.data["request"]?.string
        row["rule_id"] = event.data["rule"]?.string
        row["starts"] = event.data["from"]?.string
        row["ends"] = event.data["until"]?.string
        row["status"] = "requested"
      }
    case .waiverActivated:
      edit(id) { row in
        let people = event.texts("approved_by")
        row["granted_by"] = people.first
        row["second_person"] = people.dropFirst().first
        row["starts"] = event.data["from"]?.string ?? event.at.canonicalText
        row["ends"] = event.data["until"]?.string
        row["status"] = "active"
      }
    case .waiverRevoked:
      edit(id) { row in
        row["status"] = "revoked"
        row["ends"] = event.at.canonicalText
        row["reason_commit"] = event.commitment("reason")
        row["reviewed_by"] = event.author
        row["reviewed_at"] = event.at.canonicalText
      }
    default: edit(id) { $0["status"] = String(event.type.rawValue.dropFirst("waiver.".count)) }
    }
  }

  private mutating func readEmergency(_ event: EventRecord) {
    let id = event.streamSubject
    byRequest[id] = id
    add(id, "break_glass", event) { row in
      row["granted_by"] = event.texts("decided_by").first
      row["reason_commit"] = event.commitment("reason")
      row["incident"] = event.data["incident"]?.string
      row["starts"] = event.at.canonicalText
      row.set(event.money("amount"), nanos: "amount_nanos")
      row["compensating_control"] = "post-review"
      row["status"] = "unreviewed"
    }
  }

  /// What becomes of an emergency: its grant's end, and its review.
  private mutating func readReview(_ event: EventRecord) {
    let request = event.data["request"]?.string ?? event.streamSubject
    guard byRequest[request] == request else { return }
    let isReview = event.data["stage"]?.string == "post-review"
    edit(request) { row in
      switch event.type {
      case .grantMinted:
        row["ends"] = event.data["expires"]?.string
        row.set(event.costCap, nanos: "amount_nanos")
      case .stageActivated where isReview: row["review_due"] = event.data["due"]?.string
      case .voteCast where isReview && ["approve", "reject"].contains(event.data["verb"]?.string):
        row["reviewed_by"] = event.data["person"]?.string
        row["reviewed_at"] = event.at.canonicalText
      case .stageSatisfied where isReview: row["status"] = "ratified"
      case .stageVetoed where isReview: row["status"] = "rejected"
      case .stageTimedOut where isReview: row["status"] = "late"
      case .grantRevoked: row["ends"] = event.at.canonicalText
      default: break
      }
    }
  }

  private mutating func readVoid(_ event: EventRecord) {
    let because = event.data["because"]?.string
    let isOwn =
      because == "excluded" && ["requester", "submitter", "beneficiary"].contains(event.data["detail"]?.string)
    guard because == "late" || isOwn else { return }
    add("\(event.streamSubject)/\(event.idx)", isOwn ? "self_approval_blocked" : "late", event) { row in
      row["granted_by"] = event.data["person"]?.string
      row["starts"] = event.at.canonicalText
      row["status"] = "blocked"
    }
  }
}
