import SpendModel

/// Finds the rules that a request can concern at all: those whose condition demands that a fact equals a text are
/// looked up by it, all others are always looked at.
struct RuleIndex: Sendable {
  private struct Column: Sendable {
    let slot: Int
    var byValue: [String: [Int32]] = [:]
    /// All rules of the column: where the fact is missing, each may be indeterminate.
    var all: [Int32] = []
  }

  private var columns: [Column] = []
  private var always: [Int32] = []

  /// - Parameter demand: The slot of a fact and the text that it must equal; nothing where there is none. Texts that
  ///   are not ASCII are not looked up, since they could equal others here that differ in their bytes.
  mutating func add(_ place: Int, guardedBy demand: (slot: Int, value: String)?) {
    guard let demand, demand.value.utf8.allSatisfy({ $0 < 0x80 }) else {
      always.append(Int32(place))
      return
    }
    let column: Int
    if let known = columns.firstIndex(where: { $0.slot == demand.slot }) {
      column = known
    } else {
      column = columns.count
      columns.append(Column(slot: demand.slot))
    }
    columns[column].byValue[demand.value, default: []].append(Int32(place))
    columns[column].all.append(Int32(place))
  }

  /// Calls the body for each place of a rule to be judged, in no order.
  func forEachCandidate(_ values: [FactValue?], _ body: (Int) -> Void) {
    for place in always { body(Int(place)) }
    for column in columns {
      switch values[column.slot] {
      case .string(let value)?: for place in column.byValue[value] ?? [] { body(Int(place)) }
      case nil, .text?, .object?: for place in column.all { body(Int(place)) }
      // `==` with a value of another type is false.
      default: break
      }
    }
  }
}
