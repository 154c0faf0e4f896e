import DecisionLog
import SpendModel

/// The bytes of a usage record that the digest of its batch covers: every cell of its row and of its meters, in a fixed
/// order, each with its length before it, NULL as `-`. No two records have the same bytes.
///
///     6:openai,-,2:10,
struct UsageEvidence {
  private(set) var bytes: [UInt8] = []

  /// The columns of `usage_event` in the order of the bytes; `meter`, `quantity` and `cost_nanos` of each meter
  /// follow, in the order of the meters' bytes. The record's own number and its batch are no part of it.
  static let columns = [
    "source", "event_id", "occurred_at_us", "dimensions", "status", "grant_id", "project", "team", "cost_center",
    "provider", "model", "currency", "list_nanos", "contracted_nanos", "billed_nanos", "effective_nanos", "unpriced",
  ]

  init() {}

  /// - Parameter dimensions: The entry's dimensions as they are stored.
  init(_ entry: UsageEntry, dimensions: String) {
    add(entry.source.utf8)
    add(entry.eventID.utf8)
    add(entry.occurredAt.microseconds)
    add(dimensions.utf8)
    add(entry.status.utf8)
    for text in [
      entry.grant, entry.project, entry.team, entry.costCenter, entry.provider, entry.model, entry.currency?.code,
    ] {
      add(text?.utf8)
    }
    for amount in [entry.list, entry.contracted, entry.billed, entry.effective] { add(amount) }
    add(entry.isUnpriced ? 1 : 0)
    for meter in entry.meters.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
      add(meter.name.utf8)
      add(meter.quantity)
      add(meter.cost)
    }
  }

  mutating func add(_ cell: (some Collection<UInt8>)?) {
    guard let cell else {
      bytes += [UInt8(ascii: "-"), UInt8(ascii: ",")]
      return
    }
    bytes += String(cell.count).utf8
    bytes.append(UInt8(ascii: ":"))
    bytes += cell
    bytes.append(UInt8(ascii: ","))
  }

  private mutating func add(_ number: Int64?) { add(number.map { String($0).utf8 }) }

  var sha256: [UInt8] { Hashing.sha256(bytes).bytes }
}
