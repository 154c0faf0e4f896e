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
  /// What rules found and waivers put off.
  package var waived: [WaivedFinding]

  package var json: JSONValue {
    .object([
      "source": .string(source), "format": .string(format), "records": .integer(records),
      "accepted": .integer(accepted),
      "duplicates": .integer(duplicates), "rejected": .integer(rejected), "unpriced": .integer(unpriced),
      "cost": cost.count == 1 ? cost.first?.json : .array(cost.map(\.json)),
      "rejectFile": rejectFile.map { .string($0) },
      "suspended": .array(suspended.map { .string($0) }), "findings": .array(findings.map(\.json)),
      "warnings": .array(warnings.map { .string($0) }),
      "waived": waived.isEmpty ? nil : .array(waived.map(\.json)),
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
  /// What rules found and waivers put off.
  package var waived: [WaivedFinding]

  package var json: JSONValue {
    .object([
      "fired": .array(fired.map(\.json)), "findings": .array(findings.map(\.json)),
      "suspended": .array(suspended.map { .string($0) }),
      "waived": waived.isEmpty ? nil : .array(waived.map(\.json)),
    ])
  }
}

/// What a rule found and did not open, since a waiver suspends it there.
package struct WaivedFinding: Hashable, Sendable {
  package var rule: String
  package var message: String
  /// The values of the group's dimensions, or the record's id.
  package var about: [String]
  package var amount: Money?
  package var waiver: String
  package var approvedBy: [String]
  package var until: Timestamp

  package var json: JSONValue {
    .object([
      "rule": .string(rule), "message": .string(message), "about": .array(about.map { .string($0) }),
      "amount": amount?.json, "waiver": .string(waiver), "approvedBy": .array(approvedBy.map { .string($0) }),
      "until": .string(until.description),
    ])
  }
}
