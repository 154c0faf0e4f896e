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

// MARK: Sums

extension Reading {
  /// What counts against a grant: the sums by currency, and how many records have no price; what was used of the
  /// grants whose place it took counts on.
  ///
  /// - Throws: ``ArithmeticError/overflow`` where a sum leaves `Int64`; ``StorageError``.
  package func usage(ofGrant grant: String) throws -> (spent: [Money], unpriced: Int64) {
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          WITH RECURSIVE chain(id) AS (SELECT ? UNION SELECT supersedes FROM "grant" JOIN chain USING (id)
            WHERE supersedes IS NOT NULL)
          SELECT currency, \(sum("effective_nanos")), sum(unpriced) AS unpriced FROM usage_event
          WHERE grant_id IN (SELECT id FROM chain)
          GROUP BY currency ORDER BY currency
          """), arguments: [grant])
    let unpriced = rows.reduce(Int64(0)) { $0 + ($1["unpriced"] ?? 0) }
    return (try rows.compactMap { try money(summed: $0) }, unpriced)
  }

  /// What was spent on a cost center in a period outside of the grants that hold a reserve on a budget, by currency.
  ///
  /// - Throws: ``ArithmeticError/overflow`` where a sum leaves `Int64`; ``StorageError``.
  package func spent(
    costCenter: String, from: Timestamp, to: Timestamp, outsideGrantsOn budget: String
  ) throws -> [Money] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT currency, \(sum("effective_nanos")) FROM usage_event WHERE cost_center = ? AND occurred_at_us >= ?
            AND occurred_at_us < ?
            AND (grant_id IS NULL OR NOT EXISTS (SELECT 1 FROM "grant" WHERE id = grant_id AND budget = ?))
          GROUP BY currency ORDER BY currency
          """),
      arguments: [costCenter, from.microseconds, to.microseconds, budget]
    ).compactMap { try money(summed: $0) }
  }

  /// The SQL of an exact sum, as its upper and lower 32 bits: SQLite's own fails where a step leaves 64 bits.
  func sum(_ column: StaticString) -> String { "sum(\(column) >> 32) AS upper, sum(\(column) & 4294967295) AS lower" }

  /// The amount of a row with `currency` and a sum; nothing where no row of the group has an amount.
  func money(summed row: Row) throws -> Money? {
    guard let upper = row["upper"] as Int64?, let lower = row["lower"] as Int64? else { return nil }
    guard let total = Int64(exactly: Int128(upper) << 32 + Int128(lower)) else { throw ArithmeticError.overflow }
    return money(total, row["currency"])
  }
}

// MARK: Records

extension Reading {
  /// From the first to the last usage record in a span of time; nothing where there is none.
  package func usageRange(from: Timestamp?, to: Timestamp?) throws -> ClosedRange<Timestamp>? {
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT min(occurred_at_us) AS first, max(occurred_at_us) AS last FROM usage_event
          WHERE occurred_at_us >= ? AND occurred_at_us < ?
          """), arguments: [from?.microseconds ?? .min, to?.microseconds ?? .max])
    guard let first = row?["first"] as Int64?, let last = row?["last"] as Int64? else { return nil }
    return Timestamp(clamping: first)...Timestamp(clamping: last)
  }

  /// Calls `body` with each usage record that the filter lets through, in the order in which they were stored.
  package func forEachUsage(_ filter: UsageFilter, _ body: (UsageEntry) throws -> Void) throws {
    var (conditions, arguments): ([String], StatementArguments) = ([], [])
    if let from = filter.from {
      conditions.append("e.occurred_at_us >= ?")
      arguments += [from.microseconds]
    }
    if let to = filter.to {
      conditions.append("e.occurred_at_us < ?")
      arguments += [to.microseconds]
    }
    if let grant = filter.grant {
      conditions.append("e.grant_id = ?")
      arguments += [grant]
    }
    if let batch = filter.batch {
      conditions.append("e.batch = ?")
      arguments += [batch]
    }
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT e.record, m.meter, m.quantity, m.cost_nanos, e.source, e.event_id, e.occurred_at_us, e.status, e.provider,
          e.model, e.grant_id, e.project, e.team, e.cost_center, e.dimensions, e.currency, e.list_nanos,
          e.contracted_nanos, e.billed_nanos, e.effective_nanos, e.unpriced
        FROM usage_event AS e LEFT JOIN usage_meter AS m ON m.record = e.record
        WHERE \(conditions.isEmpty ? "true" : conditions.joined(separator: " AND ")) ORDER BY e.record, m.meter
        """, arguments: arguments)
    var (current, entry): (Int64?, UsageEntry?) = (nil, nil)
    while let row = try rows.next() {
      let record: Int64 = row[0]
      if record != current {
        if let entry { try body(entry) }
        (current, entry) = (record, try self.entry(row))
      }
      if let name: String = row[1] { entry?.meters.append(.init(name, quantity: row[2], cost: row[3])) }
    }
    if let entry { try body(entry) }
  }

  /// By place, not by name: this runs over every record.
  private func entry(_ row: Row) throws -> UsageEntry {
    UsageEntry(
      source: row[4], eventID: row[5], occurredAt: Timestamp(clamping: row[6]), status: row[7], provider: row[8],
      model: row[9], grant: row[10], project: row[11], team: row[12], costCenter: row[13],
      dimensions: (try json(text: row[14])?.object ?? []).map { .init($0.name, $0.value.string ?? "") },
      currency: (row[15] as String?).flatMap { Currency($0) }, list: row[16], contracted: row[17], billed: row[18],
      effective: row[19], isUnpriced: row[20], meters: [])
  }
}

// MARK: Batches

extension Reading {
  /// The batches that the log knows: number, leaf, digest of the records.
  package func usageBatches() throws -> [(number: Int64, idx: Int64, recordsSHA256: String)] {
    try Row.fetchAll(db.cachedStatement(sql: "SELECT batch, idx, records_sha256 FROM usage_batch ORDER BY batch")).map {
      ($0["batch"], $0["idx"], $0["records_sha256"])
    }
  }

  /// The digest of a batch's records as they are stored now.
  package func digestOfUsage(batch: Int64) throws -> String {
    let text = UsageEvidence.columns.map { "CAST(e.\($0) AS BLOB)" }.joined(separator: ", ")
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT e.record, CAST(m.meter AS BLOB), CAST(m.quantity AS BLOB), CAST(m.cost_nanos AS BLOB), \(text)
        FROM usage_event AS e LEFT JOIN usage_meter AS m ON m.record = e.record WHERE e.batch = ? ORDER BY e.record, m.meter
        """, arguments: [batch])
    var (current, evidence, digests): (Int64?, UsageEvidence, [UInt8]) = (nil, UsageEvidence(), [])
    while let row = try rows.next() {
      let record: Int64 = row[0]
      if record != current {
        if current != nil { digests += evidence.sha256 }
        (current, evidence) = (record, UsageEvidence())
        for place in UsageEvidence.columns.indices { evidence.add(row[4 + place] as Data?) }
      }
      guard let meter: Data = row[1] else { continue }
      evidence.add(meter)
      evidence.add(row[2] as Data?)
      evidence.add(row[3] as Data?)
    }
    if current != nil { digests += evidence.sha256 }
    return Hashing.sha256Hex(digests)
  }

  /// How many stored records belong to no batch of the log.
  package func usageOutsideBatches() throws -> Int64 {
    try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT count(*) FROM usage_event WHERE batch NOT IN (SELECT batch FROM usage_batch)"))
      ?? 0
  }
}
