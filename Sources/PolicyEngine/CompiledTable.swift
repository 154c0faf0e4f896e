import CEL
import Diagnostics
import FactSchema
import SpendModel

/// A table that gives a value, checked and ready to be asked.
package struct CompiledTable: Sendable {
  struct Row: Sendable {
    let condition: Condition
    let value: FactExpression?
  }

  package let table: ValueTable
  let rows: [Row]

  /// The facts that cells and values read, each once.
  package var factPaths: [[String]] {
    rows.flatMap { $0.condition.reads + ($0.value?.reads ?? []) }.map(\.names)
  }

  /// The value for a request; nothing where the table does not hold at that time.
  ///
  /// A row that cannot be judged leaves the table without a value: a guess could be too low as well as too high.
  func value(_ facts: BoundFacts, at instant: Timestamp) -> TableValue? {
    guard table.from.map({ $0 <= instant }) ?? true, table.until.map({ instant < $0.value }) ?? true else { return nil }
    var hits: [Int] = []
    var values: [Value] = []
    for (index, row) in rows.enumerated() {
      switch row.condition.judge(facts) {
      case .fails: continue
      case .indeterminate(let error): return failed(index, error, hits)
      case .holds: hits.append(index + 1)
      }
      guard let value = row.value else { continue }
      switch value.evaluate(facts) {
      case .success(let value): values.append(value)
      case .failure(let failure): return failed(index, failure.message, hits)
      }
    }
    switch Self.collect(values, hits.count, table.collect) {
    case .success(let value): return TableValue(table: table.id, value: value, rows: hits)
    case .failure(let failure): return TableValue(table: table.id, value: nil, rows: hits, error: failure.message)
    }
  }

  private func failed(_ row: Int, _ error: String, _ hits: [Int]) -> TableValue {
    TableValue(table: table.id, value: nil, rows: hits, error: "row \(row + 1): \(error)")
  }

  private static func collect(
    _ values: [Value], _ count: Int, _ collect: ValueTable.Collect
  ) -> Result<FactValue?, FactExpression.Failure> {
    if collect == .count { return .success(.int(Int64(count))) }
    let numbers = values.compactMap { Amount($0) }
    guard var result = numbers.first else { return .success(nil) }
    for number in numbers.dropFirst() {
      guard let next = result.joined(with: number, collect) else {
        return .failure(FactExpression.Failure(message: "the values are too large, or of several currencies"))
      }
      result = next
    }
    return .success(result.value)
  }
}

/// A number or an amount.
private enum Amount {
  case int(Int64)
  case double(Double)
  case money(Money)

  init?(_ value: Value) {
    switch value.fact {
    case .int(let number): self = .int(number)
    case .double(let number): self = .double(number)
    case .money(let money): self = .money(money)
    default: return nil
    }
  }

  var value: FactValue {
    switch self {
    case .int(let number): .int(number)
    case .double(let number): .double(number)
    case .money(let money): .money(money)
    }
  }

  /// Nothing on overflow, and for amounts of two currencies.
  func joined(with other: Amount, _ collect: ValueTable.Collect) -> Amount? {
    switch (self, other) {
    case (.int(let left), .int(let right)): return Self.join(left, right, collect).map { .int($0) }
    case (.double(let left), .double(let right)):
      switch collect {
      case .min: return .double(Swift.min(left, right))
      case .max: return .double(Swift.max(left, right))
      case .sum, .count: return .double(left + right)
      }
    case (.money(let left), .money(let right)):
      guard left.currency == right.currency else { return nil }
      return Self.join(left.nanos, right.nanos, collect).map { .money(Money(nanos: $0, currency: left.currency)) }
    default: return nil
    }
  }

  private static func join(_ left: Int64, _ right: Int64, _ collect: ValueTable.Collect) -> Int64? {
    switch collect {
    case .min: return Swift.min(left, right)
    case .max: return Swift.max(left, right)
    case .sum, .count:
      let (sum, overflow) = left.addingReportingOverflow(right)
      return overflow ? nil : sum
    }
  }
}
