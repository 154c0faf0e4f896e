package import SpendModel

/// A stretch of time: from its start, up to its end.
package struct TimeSpan: Hashable, Sendable {
  package var from: Timestamp
  /// Exclusive.
  package var to: Timestamp

  package init(from: Timestamp, to: Timestamp) {
    self.from = from
    self.to = to
  }

  package func contains(_ time: Timestamp) -> Bool { from <= time && time < to }
}

/// The stretches of time over which usage is rolled up. All but a grant's lifetime are those of the UTC calendar.
package enum UsageWindow: Hashable, Sendable {
  case calendar(BudgetPeriod)
  /// That many whole days, the day in question the last of them.
  case rolling(days: Int64)
  /// The lifetime of the grant that usage counts against.
  case grant

  /// The most days that a rolling window spans.
  package static let longestRolling: Int64 = 3660

  /// Reads `hour`, `day`, `week`, `month`, `quarter`, `year`, `7d`, `grant`.
  package init?(_ text: String) {
    if let period = BudgetPeriod(rawValue: text) {
      self = .calendar(period)
    } else if text == "grant" {
      self = .grant
    } else {
      guard text.utf8.last == UInt8(ascii: "d"), text.utf8.dropLast().allSatisfy({ (48...57).contains($0) }),
        let days = Int64(text.dropLast()), (1...UsageWindow.longestRolling).contains(days)
      else { return nil }
      self = .rolling(days: days)
    }
  }

  /// The window that a time lies in; for a rolling one, the window whose last day it lies in.
  ///
  /// - Returns: Nothing for a grant's lifetime, which only the grant knows.
  package func span(of time: Timestamp) -> TimeSpan? {
    switch self {
    case .calendar(let period):
      let window = period.window(of: time)
      return TimeSpan(from: window.from, to: window.to)
    case .rolling(let days):
      let last = time.date.daysSinceEpoch
      return TimeSpan(
        from: Timestamp(clamping: (last - days + 1) * 86_400_000_000),
        to: Timestamp(clamping: (last + 1) * 86_400_000_000))
    case .grant: return nil
    }
  }

  /// The window right before one: the month before a month, the seven days before seven days.
  package func span(before span: TimeSpan) -> TimeSpan? {
    guard span.from.microseconds > Timestamp.bounds.lowerBound else { return nil }
    return self.span(of: Timestamp(clamping: span.from.microseconds - 1))
  }
}
