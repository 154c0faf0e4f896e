import DecisionLog
import SpendModel
import StrictJSON

/// A table of an export beside the decisions. Its rows follow from the log alone, always of the whole log, so that a
/// verifier makes the same bytes again.
struct ExportTable: Sendable {
  let file: String
  let columns: [String]
  let rows: @Sendable (ExportedLog) -> [[String]]

  static let all: [ExportTable] = [
    ExportTable(file: "approvals.csv", columns: ApprovalsTable.columns, rows: ApprovalsTable.rows),
    ExportTable(file: "exceptions.csv", columns: ExceptionsTable.columns, rows: ExceptionsTable.rows),
    ExportTable(file: "grants.csv", columns: GrantsTable.columns, rows: GrantsTable.rows),
    ExportTable(file: "remediation.csv", columns: RemediationTable.columns, rows: RemediationTable.rows),
    ExportTable(file: "delegations.csv", columns: DelegationsTable.columns, rows: DelegationsTable.rows),
    ExportTable(file: "policy_changes.csv", columns: PolicyChangesTable.columns, rows: PolicyChangesTable.rows),
  ]

  func written(of log: ExportedLog) -> (bytes: [UInt8], rows: Int) {
    var writer = CSVWriter(header: columns)
    let rows = rows(log)
    for row in rows { writer.row(row) }
    return (writer.bytes, rows.count)
  }
}

/// The cells of a row by the names of their columns; those that nothing is said of stay empty.
struct ExportRow {
  var cells: [String: String] = [:]

  subscript(column: String) -> String? {
    get { cells[column] }
    set { cells[column] = newValue }
  }

  func ordered(by columns: [String]) -> [String] { columns.map { cells[$0] ?? "" } }

  /// An amount and its currency.
  mutating func set(_ money: Money?, nanos: String, currency: String = "currency") {
    guard let money else { return }
    cells[nanos] = String(money.nanos)
    cells[currency] = money.currency.code
  }
}

extension EventRecord {
  /// The part of the stream's name behind the slash: `GRT-000001`.
  var streamSubject: String { stream.split(separator: "/", maxSplits: 1).last.map(String.init) ?? stream }

  /// The person who acted, without `user:`; `timer` and services as they are.
  var author: String { actor.hasPrefix("user:") ? String(actor.dropFirst("user:".count)) : actor }

  func texts(_ key: String) -> [String] { (data[key]?.array ?? []).compactMap(\.string) }

  func money(_ key: String) -> Money? { data[key].flatMap { Money(canonical: $0) } }

  func commitment(_ key: String) -> String? { data[key]?["commit"]?.string }

  /// The cap of the cost that an event of a grant states.
  var costCap: Money? { data["caps"]?["cost"].flatMap { Money(canonical: $0) } }
}
