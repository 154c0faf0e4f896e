package import SpendModel
package import StrictJSON

/// What `usage ingest` answers.
package struct IngestReport: Sendable {
  package var source: String
  package var format: String
  package var records: Int64
  package var accepted: Int64
  package var duplicates: Int64
  package var rejected: Int64
  package var unpriced: Int64
  package var cost: [Money]
  /// Where the bad records went, with line and reason.
  package var rejectFile: String?
  package var firstRejection: String?
  package var suspended: [String]
  package var findings: [TaskView]
  package var warnings: [String]

  package var json: JSONValue {
    .object([
      "source": .string(source), "format": .string(format), "records": .integer(records),
      "accepted": .integer(accepted),
      "duplicates": .integer(duplicates), "rejected": .integer(rejected), "unpriced": .integer(unpriced),
      "cost": cost.count == 1 ? cost.first?.json : .array(cost.map(\.json)),
      "rejectFile": rejectFile.map { .string($0) },
      "suspended": .array(suspended.map { .string($0) }), "findings": .array(findings.map(\.json)),
      "warnings": .array(warnings.map { .string($0) }),
    ])
  }
}

/// One row of a usage report.
package struct UsageRow: Sendable {
  package var key: [(dimension: String, value: String)]
  package var count: Int64
  package var quantities: [(meter: String, quantity: String)]
  package var cost: Money?
  package var unpriced: Int64

  package var json: JSONValue {
    .object([
      "key": .object(key.map { .init($0.dimension, .string($0.value)) }), "count": .integer(count),
      "quantity": .object(quantities.map { .init($0.meter, .number($0.quantity)) }), "cost": cost?.json,
      "unpriced": .integer(unpriced),
    ])
  }
}

/// What `tick` did.
package struct TickReport: Sendable {
  package var fired: [HistoryLine]
  package var findings: [TaskView]
  package var suspended: [String]

  package var json: JSONValue {
    [
      "fired": .array(fired.map(\.json)), "findings": .array(findings.map(\.json)),
      "suspended": .array(suspended.map { .string($0) }),
    ]
  }
}
