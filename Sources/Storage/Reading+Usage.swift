import DecisionLog
import Foundation
import GRDB
package import SpendModel
import StrictJSON

/// Which usage records a question is about.
package struct UsageFilter: Hashable, Sendable {
  /// From this time on.
  package var from: Timestamp?
  /// Before this time.
  package var to: Timestamp?
  package var grant: String?
  package var batch: Int64?

  package init(from: Timestamp? = nil, to: Timestamp? = nil, grant: String? = nil, batch: Int64? = nil) {
    self.from = from
    self.to = to
    self.grant = grant
    self.batch = batch
  }
}

extension Reading {
  /// What counts against a grant: the sums by currency, and how many records have no price.
  package func usage(ofGrant grant: String) throws -> (spent: [Money], unpriced: Int64) {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT currency, sum(effective_nanos) AS total, sum(unpriced) AS unpriced FROM usage_event WHERE grant_id = ?
        GROUP BY currency ORDER BY currency
        """, arguments: [grant])
    let unpriced = rows.reduce(Int64(0)) { $0 + ($1["unpriced"] ?? 0) }
    return (rows.compactMap { money($0["total"], $0["currency"]) }, unpriced)
  }

  /// What was spent on a cost center in a period outside of those grants, by currency.
  package func spent(
    costCenter: String, from: Timestamp, to: Timestamp, outsideGrants grants: [String]
  ) throws -> [Money] {
    let marks = databaseQuestionMarks(count: grants.count)
    let condition = grants.isEmpty ? "" : "AND (grant_id IS NULL OR grant_id NOT IN (\(marks)))"
    return try Row.fetchAll(
      db,
      sql: """
        SELECT currency, sum(effective_nanos) AS total FROM usage_event WHERE cost_center = ? AND occurred_at_us >= ?
          AND occurred_at_us < ? \(condition) GROUP BY currency ORDER BY currency
        """,
      arguments: StatementArguments([costCenter]) + [from.microseconds, to.microseconds] + StatementArguments(grants)
    ).compactMap { money($0["total"], $0["currency"]) }
  }

  /// Calls `body` with each usage record that the filter lets through, in the order in which they were stored.
  package func forEachUsage(_ filter: UsageFilter, _ body: (UsageEntry) throws -> Void) throws {
    var (conditions, arguments): ([String], StatementArguments) = ([], [])
    if let from = filter.from {
      conditions.append("occurred_at_us >= ?")
      arguments += [from.microseconds]
    }
    if let to = filter.to {
      conditions.append("occurred_at_us < ?")
      arguments += [to.microseconds]
    }
    if let grant = filter.grant {
      conditions.append("grant_id = ?")
      arguments += [grant]
    }
    if let batch = filter.batch {
      conditions.append("batch = ?")
      arguments += [batch]
    }
    let condition = conditions.isEmpty ? "true" : conditions.joined(separator: " AND ")
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT usage_event.*, (SELECT group_concat(meter || char(31) || quantity || char(31) || coalesce(cost_nanos, ''), char(30))
          FROM (SELECT * FROM usage_meter WHERE usage_meter.record = usage_event.record ORDER BY meter)) AS meters
        FROM usage_event WHERE \(condition) ORDER BY record
        """, arguments: arguments)
    while let row = try rows.next() { try body(try entry(row)) }
  }

  private func entry(_ row: Row) throws -> UsageEntry {
    let dimensions = try json(text: row["dimensions"])?.object ?? []
    let meters = ((row["meters"] as String?) ?? "").split(separator: "\u{1E}").compactMap { text -> UsageEntry.Meter? in
      let parts = text.split(separator: "\u{1F}", omittingEmptySubsequences: false)
      guard parts.count == 3, let quantity = Int64(parts[1]) else { return nil }
      return .init(String(parts[0]), quantity: quantity, cost: Int64(parts[2]))
    }
    return UsageEntry(
      source: row["source"], eventID: row["event_id"], occurredAt: Timestamp(clamping: row["occurred_at_us"]),
      status: row["status"], provider: row["provider"], model: row["model"], grant: row["grant_id"],
      project: row["project"], team: row["team"], costCenter: row["cost_center"],
      dimensions: dimensions.map { .init($0.name, $0.value.string ?? "") },
      currency: (row["currency"] as String?).flatMap { Currency($0) }, list: row["list_nanos"],
      contracted: row["contracted_nanos"], billed: row["billed_nanos"], effective: row["effective_nanos"],
      isUnpriced: row["unpriced"], meters: meters)
  }

  /// The batches that the log knows: number, leaf, digest of the records.
  package func usageBatches() throws -> [(number: Int64, idx: Int64, recordsSHA256: String)] {
    try Row.fetchAll(db, sql: "SELECT batch, idx, records_sha256 FROM usage_batch ORDER BY batch").map {
      ($0["batch"], $0["idx"], $0["records_sha256"])
    }
  }

  /// The digest of a batch's records as they are stored now.
  package func digestOfUsage(batch: Int64) throws -> String {
    var digests: [UInt8] = []
    try forEachUsage(UsageFilter(batch: batch)) { digests += Hashing.sha256($0.evidence).bytes }
    return Hashing.sha256Hex(digests)
  }

  /// How many stored records belong to no batch of the log.
  package func usageOutsideBatches() throws -> Int64 {
    try Int64.fetchOne(db, sql: "SELECT count(*) FROM usage_event WHERE batch NOT IN (SELECT batch FROM usage_batch)") ?? 0
  }
}
