package import Diagnostics
package import SpendModel

/// How often a budget starts anew. Periods are those of the UTC calendar.
package enum BudgetPeriod: String, Hashable, Sendable, CaseIterable {
  case hour, day, week, month, quarter, year

  /// The period that a time lies in: from its start, up to the start of the next.
  package func window(of time: Timestamp) -> (from: Timestamp, to: Timestamp) {
    let date = time.date
    switch self {
    case .hour:
      let start = time.seconds - (time.seconds % 3600 + 3600) % 3600
      return (Timestamp(clamping: start * 1_000_000), Timestamp(clamping: (start + 3600) * 1_000_000))
    case .day: return days(date.daysSinceEpoch, 1)
    case .week: return days(date.daysSinceEpoch - Int64(date.weekday), 7)
    case .month: return months(date.year * 12 + date.month - 1, 1)
    case .quarter: return months(date.year * 12 + (date.month - 1) / 3 * 3, 3)
    case .year: return months(date.year * 12, 12)
    }
  }

  private func days(_ first: Int64, _ count: Int64) -> (from: Timestamp, to: Timestamp) {
    (Timestamp(clamping: first * 86_400_000_000), Timestamp(clamping: (first + count) * 86_400_000_000))
  }

  private func months(_ first: Int, _ count: Int) -> (from: Timestamp, to: Timestamp) {
    func start(_ index: Int) -> Timestamp {
      CivilDate(year: index / 12, month: index % 12 + 1, day: 1)?.startUTC ?? Timestamp(clamping: .max)
    }
    return (start(first), start(first + count))
  }
}

/// Money set aside for a scope and a period.
package struct Budget: Hashable, Sendable {
  package var id: String
  package var owner: ActorReference
  /// Dimensions and the values that they must have: `cost_center` is `CC-0410`.
  package var scope: [Price.Match]
  package var period: BudgetPeriod
  package var amount: Money
  /// In percent, rising.
  package var thresholds: [Int64]
  /// Hard: an approval fails without room. Soft: going over is a finding.
  package var isHard: Bool
  /// The path of the file, as its reader should see it.
  package var file: String?
  package var position: SourcePosition

  package init(
    id: String, owner: ActorReference, scope: [Price.Match], period: BudgetPeriod, amount: Money, thresholds: [Int64],
    isHard: Bool, file: String? = nil, at position: SourcePosition = .start
  ) {
    self.file = file
    self.id = id
    self.owner = owner
    self.scope = scope
    self.period = period
    self.amount = amount
    self.thresholds = thresholds
    self.isHard = isHard
    self.position = position
  }

  /// Whether more is spent than was set aside; nothing where the currencies differ.
  package func isExceeded(by spent: Money) -> Bool? { spent.exceeds(amount) }

  /// The thresholds that spending has reached, rising: `n` % is reached when spent is `n` % of the amount or more.
  ///
  /// - Returns: None where the currencies differ.
  package func reachedThresholds(by spent: Money) -> [Int64] {
    guard spent.currency == amount.currency else { return [] }
    return thresholds.filter { Int128(spent.nanos) * 100 >= Int128(amount.nanos) * Int128($0) }
  }

  /// The cost center that the budget is for, where that is its whole scope.
  package var costCenter: String? { scope.count == 1 && scope[0].dimension == "cost_center" ? scope[0].value : nil }
}

/// How a budget stands: what of it is spent, reserved, left.
package struct BudgetStanding: Hashable, Sendable {
  package var amount: Money
  /// Spent in the period outside of reservations.
  package var spent: Money
  /// Held by live grants.
  package var reserved: Money
  package var remaining: Money

  /// - Throws: ``ArithmeticError``.
  package init(amount: Money, spent: Money, reserved: Money) throws(ArithmeticError) {
    self.amount = amount
    self.spent = spent
    self.reserved = reserved
    remaining = try amount.subtracting(spent).subtracting(reserved)
  }
}
