package import SpendModel

/// The sums of the usage records of one group, as rules on usage read them.
package struct UsageSums: Hashable, Sendable {
  package var count: Int64 = 0
  /// Records without a price; and those of another currency than the first, since no sum holds both.
  package var unpriced: Int64 = 0
  package var first: Timestamp?
  package var last: Timestamp?
  /// The currency of the amounts; nothing where nothing has a price.
  package var currency: Currency?
  /// In nano-units.
  package var list: Int64 = 0
  package var contracted: Int64 = 0
  package var billed: Int64 = 0
  package var effective: Int64 = 0
  /// In steps, by meter.
  package var quantities: [String: Int64] = [:]

  package init() {}

  /// Adds a record.
  ///
  /// - Throws: ``ArithmeticError/overflow``; the sums are then of no use.
  package mutating func add(_ cost: RecordCost, at time: Timestamp) throws(ArithmeticError) {
    count += 1
    first = min(first ?? time, time)
    last = max(last ?? time, time)
    for meter in cost.meters { quantities[meter.meter] = try sum(quantities[meter.meter] ?? 0, meter.quantity) }
    guard !cost.isUnpriced, let added = cost.currency, currency == nil || currency == added else {
      unpriced += 1
      return
    }
    currency = added
    list = try sum(list, cost.list ?? 0)
    contracted = try sum(contracted, cost.contracted ?? cost.list ?? 0)
    billed = try sum(billed, cost.billed ?? 0)
    effective = try sum(effective, cost.effective ?? 0)
  }

  /// Adds sums that were formed elsewhere, such as by a database.
  ///
  /// - Throws: ``ArithmeticError/overflow``; the sums are then of no use.
  package mutating func add(_ other: UsageSums) throws(ArithmeticError) {
    count = try sum(count, other.count)
    first = [first, other.first].compactMap { $0 }.min()
    last = [last, other.last].compactMap { $0 }.max()
    for (meter, quantity) in other.quantities { quantities[meter] = try sum(quantities[meter] ?? 0, quantity) }
    guard currency == nil || other.currency == nil || currency == other.currency else {
      unpriced = try sum(unpriced, other.count)
      return
    }
    unpriced = try sum(unpriced, other.unpriced)
    currency = currency ?? other.currency
    list = try sum(list, other.list)
    contracted = try sum(contracted, other.contracted)
    billed = try sum(billed, other.billed)
    effective = try sum(effective, other.effective)
  }

  private func sum(_ left: Int64, _ right: Int64) throws(ArithmeticError) -> Int64 {
    let (result, overflow) = left.addingReportingOverflow(right)
    guard !overflow else { throw .overflow }
    return result
  }
}

/// The records that share their dimensions, over one window.
package struct UsageGroup: Hashable, Sendable {
  /// The values of the dimensions that groups are by, in that order; empty where a record has none.
  package var key: [String]
  package var span: TimeSpan
  package var sums: UsageSums
}

/// Rolls usage up: by dimensions, over windows.
///
///     var rollup = UsageRollup(by: ["cost_center"], over: .calendar(.month))
///     for (record, cost) in records { try rollup.add(record, cost) }
///     rollup.groups  // by key, then by time
package struct UsageRollup: Sendable {
  package let dimensions: [String]
  package let window: UsageWindow
  /// A rolling window ends with the day of this.
  private let end: Timestamp?
  private var sums: [Key: UsageSums] = [:]

  private struct Key: Hashable {
    var values: [String]
    var span: TimeSpan

    static func == (left: Self, right: Self) -> Bool {
      left.span == right.span && left.values.count == right.values.count
        && zip(left.values, right.values).allSatisfy { sameBytes($0, $1) }
    }
  }

  /// - Parameter end: A time in the last day of a rolling window, which has no other place; else of no matter.
  package init(by dimensions: [String], over window: UsageWindow, endingWith end: Timestamp? = nil) {
    self.dimensions = dimensions
    self.window = window
    self.end = end
  }

  /// Adds a record; one that lies in no window is left out.
  ///
  /// - Parameters:
  ///   - source: The registered source, for the dimension of that name.
  ///   - grant: What the record counts against.
  /// - Throws: ``ArithmeticError/overflow``.
  package mutating func add(
    _ record: UsageRecord, _ cost: RecordCost, source: String = "", grant: LiveGrant? = nil
  ) throws(ArithmeticError) {
    guard let span = span(of: record.occurredAt, grant) else { return }
    func key(_ meter: String) -> Key {
      let values = dimensions.map { name in
        switch name {
        case "grant": grant?.id ?? ""
        case "source": source
        case "meter": meter
        default: record.dimension(name) ?? ""
        }
      }
      return Key(values: values, span: span)
    }
    guard dimensions.contains("meter") else {
      try sums[key(""), default: UsageSums()].add(cost, at: record.occurredAt)
      return
    }
    for meter in cost.meters {
      let part = RecordCost(
        meters: [meter], currency: meter.cost == nil ? nil : cost.currency, list: meter.cost, effective: meter.cost,
        isUnpriced: meter.cost == nil)
      try sums[key(meter.meter), default: UsageSums()].add(part, at: record.occurredAt)
    }
  }

  /// All groups by their keys as bytes, then by their windows.
  package var groups: [UsageGroup] {
    sums.map { UsageGroup(key: $0.key.values, span: $0.key.span, sums: $0.value) }.sorted { left, right in
      for (a, b) in zip(left.key, right.key) where !sameBytes(a, b) {
        return a.utf8.lexicographicallyPrecedes(b.utf8)
      }
      return left.span.from < right.span.from
    }
  }

  /// The sums of a group over a window; nothing where it has no record there.
  package func sums(of key: [String], over span: TimeSpan) -> UsageSums? { sums[Key(values: key, span: span)] }

  private func span(of time: Timestamp, _ grant: LiveGrant?) -> TimeSpan? {
    switch window {
    case .calendar: return window.span(of: time)
    case .rolling: return end.flatMap { window.span(of: $0) }.flatMap { $0.contains(time) ? $0 : nil }
    case .grant: return grant.map { TimeSpan(from: $0.from, to: $0.expires) }
    }
  }
}
