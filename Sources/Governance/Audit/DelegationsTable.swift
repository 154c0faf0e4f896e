import SpendModel
import StrictJSON

/// `delegations.csv`: who could vote in whose place, from when until when, up to which amount, and how often they did.
struct DelegationsTable {
  static let columns = [
    "delegation_id", "of_id", "to_id", "starts", "ends", "cap_nanos", "currency", "set_by", "set_at", "moved_requests",
    "ended_at", "ended_by", "ended_because", "votes", "idx",
  ]

  /// The rows, cells in the order of ``columns``.
  static func rows(of log: ExportedLog) -> [[String]] {
    var order: [String] = []
    var delegations: [String: ExportRow] = [:]
    var votes: [String: Int] = [:]
    for entry in log.entries {
      let event = entry.event
      guard let id = event.data["delegation"]?.string else { continue }
      switch event.type {
      case .delegationSet:
        order.append(id)
        var row = ExportRow(cells: ["delegation_id": id, "idx": String(event.idx)])
        row["of_id"] = event.data["of"]?.string
        row["to_id"] = event.data["to"]?.string
        row["starts"] = event.data["from"]?.string
        row["ends"] = event.data["until"]?.string
        row.set(event.money("cap"), nanos: "cap_nanos")
        row["set_by"] = event.author
        row["set_at"] = event.at.canonicalText
        row["moved_requests"] = event.texts("moved").joined(separator: " ")
        delegations[id] = row
      case .delegationEnded:
        delegations[id]?["ended_at"] = event.at.canonicalText
        delegations[id]?["ended_by"] = event.author
        delegations[id]?["ended_because"] = event.data["because"]?.string ?? "by hand"
      case .voteCast: votes[id, default: 0] += 1
      default: continue
      }
    }
    return order.compactMap { id in
      guard var row = delegations[id] else { return nil }
      row["votes"] = String(votes[id] ?? 0)
      return row.ordered(by: columns)
    }
  }
}
