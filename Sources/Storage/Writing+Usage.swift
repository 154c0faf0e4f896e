import DecisionLog
import Foundation
import GRDB
import SpendModel

/// What became of the records of one batch.
package struct UsageBatchOutcome: Hashable, Sendable {
  package let batch: Int64
  package let accepted: Int64
  package let duplicates: Int64
  /// SHA-256 over the SHA-256 of each stored record's ``UsageEvidence``, in order.
  package let recordsSHA256: String
}

extension Writing {
  /// Stores the records of a batch; one whose (source, event id) is known is a duplicate and is left out.
  ///
  /// - Parameters:
  ///   - next: Gives the records one after another; nil at the end.
  ///   - stored: Told of each record that was stored.
  package func insertUsage(
    next: () throws -> UsageEntry?, stored: (UsageEntry) throws -> Void
  ) throws -> UsageBatchOutcome {
    let batch = try reading.nextBatch()
    let insertEvent = try db.makeStatement(
      sql: """
        INSERT INTO usage_event(batch, source, event_id, occurred_at_us, dimensions, status, grant_id, project, team,
          cost_center, provider, model, currency, list_nanos, contracted_nanos, billed_nanos, effective_nanos, unpriced)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(source, event_id) DO NOTHING
        """)
    let insertMeter = try db.makeStatement(
      sql: "INSERT INTO usage_meter(record, meter, quantity, cost_nanos) VALUES (?, ?, ?, ?)")
    var (accepted, duplicates) = (Int64(0), Int64(0))
    var digests: [UInt8] = []
    while let entry = try next() {
      let dimensions = entry.dimensionsText
      try insertEvent.execute(arguments: [
        batch, entry.source, entry.eventID, entry.occurredAt.microseconds, dimensions, entry.status,
        entry.grant,
        entry.project, entry.team, entry.costCenter, entry.provider, entry.model, entry.currency?.code, entry.list,
        entry.contracted, entry.billed, entry.effective, entry.isUnpriced,
      ])
      guard db.changesCount > 0 else {
        duplicates += 1
        continue
      }
      let record = db.lastInsertedRowID
      for meter in entry.meters {
        try insertMeter.execute(arguments: [record, meter.name, meter.quantity, meter.cost])
      }
      accepted += 1
      digests += UsageEvidence(entry, dimensions: dimensions).sha256
      try stored(entry)
    }
    return UsageBatchOutcome(
      batch: batch, accepted: accepted, duplicates: duplicates, recordsSHA256: Hashing.sha256Hex(digests))
  }
}
