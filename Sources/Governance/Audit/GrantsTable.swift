import SpendModel
import StrictJSON

/// `grants.csv`: one row for each event of a grant, with the cap and the owner as it left them: how it began, which part
/// of its caps was released and on what, when it was confirmed, held up, used, handed over, and how it ended.
struct GrantsTable {
  static let columns = [
    "idx", "at_utc", "grant_id", "request_id", "revision", "event", "by", "owner_id", "cap_nanos", "currency",
    "expires_at_utc", "released_percent", "single_use", "recertify", "budget_id", "because", "duty_id",
    "other_grant_id", "reason_commit",
  ]

  /// The rows, cells in the order of ``columns``.
  static func rows(of log: ExportedLog) -> [[String]] {
    var known: [String: ExportRow] = [:]
    var rows: [[String]] = []
    for entry in log.entries where entry.event.stream.hasPrefix("grant/") {
      let event = entry.event
      let id = event.streamSubject
      var row = known[id] ?? ExportRow(cells: ["grant_id": id])
      if event.type == .grantMinted {
        row["request_id"] = event.data["request"]?.string
        row["revision"] = event.data["revision"]?.integer.map { String($0) }
        row["expires_at_utc"] = event.data["expires"]?.string
        row["single_use"] = event.data["single_use"]?.bool == true ? "1" : "0"
        row["recertify"] = event.data["recertify"]?.string
        row["budget_id"] = event.data["reserve"]?["budget"]?.string
        let first = event.data["tranches"]?["parts"]?.array?.first?["percent"]?.integer
        row["released_percent"] = String(first ?? 100)
      }
      row["owner_id"] = event.data["owner"]?.string ?? row["owner_id"]
      row["released_percent"] = event.data["percent"]?.integer.map { String($0) } ?? row["released_percent"]
      row.set(event.costCap, nanos: "cap_nanos")
      known[id] = row
      row["idx"] = String(event.idx)
      row["at_utc"] = event.at.canonicalText
      row["event"] = event.type.rawValue
      row["by"] = event.author
      row["because"] =
        event.data["because"]?.string ?? (event.type == .rungFired ? event.data["do"]?.string : nil)
        ?? event.data["lane"]?.string.map { "lane:" + $0 }
      row["duty_id"] = event.data["duty"]?.string
      row["other_grant_id"] = event.data["by"]?.string ?? event.data["supersedes"]?.string
      row["reason_commit"] = event.commitment("reason")
      rows.append(row.ordered(by: columns))
    }
    return rows
  }
}
