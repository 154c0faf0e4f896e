import SpendModel
import StrictJSON

/// `policy_changes.csv`: one row for each change of the rules and workflows in force, and for each request under way that
/// was judged or timed by another version than the one it began with.
struct PolicyChangesTable {
  static let columns = [
    "idx", "at_utc", "event", "rule_or_workflow_id", "request_id", "from_sha256", "to_sha256", "author",
    "second_person", "by", "added_stages", "dropped_stages", "first_idx", "last_idx", "reason_commit",
  ]

  private static let types: Set<EventType> = [
    .bundleProposed, .bundleActivated, .bundleRolledBack, .bundleShadowed, .bundleMigrationProposed, .bundleMigrated,
    .bundleRebaseProposed, .bundleRebased, .requestReevaluated, .requestMigrated, .requestRebased,
  ]

  /// The rows, cells in the order of ``columns``.
  static func rows(of log: ExportedLog) -> [[String]] {
    var rows: [ExportRow] = []
    var pinned: [String: String] = [:]
    var inForce: (digest: String, place: Int)?
    for entry in log.entries {
      let event = entry.event
      let isRequest = event.stream.hasPrefix("request/")
      let digest = event.data["bundle_sha256"]?.string
      if event.type == .requestSubmitted || event.type == .requestResubmitted { pinned[event.streamSubject] = digest }
      guard types.contains(event.type) else { continue }
      var row = ExportRow(cells: ["idx": String(event.idx), "event": event.type.rawValue])
      row["at_utc"] = event.at.canonicalText
      row["rule_or_workflow_id"] = event.data["workflow"]?.string
      row["to_sha256"] = digest
      row["author"] = event.data["author"]?.string
      row["second_person"] = event.data["second"]?.string
      row["by"] = event.author
      row["reason_commit"] = event.commitment("reason")
      row["from_sha256"] = event.data["former"]?.string ?? event.texts("former").joined(separator: " ")
      if isRequest {
        row["request_id"] = event.streamSubject
        row["added_stages"] = event.texts("added").joined(separator: " ")
        row["dropped_stages"] = event.texts("dropped").joined(separator: " ")
        if row["from_sha256"]?.isEmpty ?? true { row["from_sha256"] = pinned[event.streamSubject] }
        if event.type == .requestMigrated { pinned[event.streamSubject] = digest }
      }
      if event.type == .bundleActivated || event.type == .bundleRolledBack {
        if let inForce {
          row["from_sha256"] = inForce.digest
          rows[inForce.place]["last_idx"] = String(event.idx - 1)
        }
        row["first_idx"] = String(event.idx)
        inForce = (digest ?? "", rows.count)
      }
      rows.append(row)
    }
    return rows.map { $0.ordered(by: columns) }
  }
}
