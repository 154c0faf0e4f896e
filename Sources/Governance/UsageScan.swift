import CostEngine
import PolicyEngine
import SpendModel
import Storage

/// What one rule on usage looks at, gathered in one pass over the stored records that all rules share.
struct UsageScan {
  let rule: CompiledRule
  /// The dimensions that make a group.
  let names: [String]
  /// The windows to judge, in order.
  let windows: [TimeSpan]
  /// These, and the windows before them where the rule compares, in order.
  private let spans: [TimeSpan]
  private var groups: [[[String]: UsageSums]]
  /// Spend by group and day (counted from 1970), for the baseline.
  private var days: [[String]: [Int64: Int64]] = [:]
  private let looksBack: Bool
  private let hasFilter: Bool

  init(_ rule: CompiledRule, _ scope: UsageScope, windows: [TimeSpan]) {
    self.rule = rule
    self.windows = windows
    names = scope.by.map(\.value)
    hasFilter = scope.filter != nil
    let condition = rule.rule.condition.text
    looksBack = condition.contains("baseline")
    var spans = windows
    if condition.contains("previous") { spans += windows.compactMap { scope.window.usageWindow.span(before: $0) } }
    self.spans = Array(Set(spans)).sorted { $0.from < $1.from }
    groups = Array(repeating: [:], count: self.spans.count)
  }

  /// The records that the rule needs: from this time, up to that one.
  var range: TimeSpan? {
    guard let first = spans.first, let last = spans.map(\.to).max() else { return nil }
    return TimeSpan(from: looksBack ? first.from.adding(seconds: -Baseline.days * 86_400) : first.from, to: last)
  }

  /// Adds a record.
  ///
  /// - Parameter facts: The record as `where` conditions read it, made once for all rules.
  mutating func add(_ entry: UsageEntry, facts: () -> Facts) throws {
    let place = spans.lastIndex { $0.contains(entry.occurredAt) }
    guard place != nil || looksBack else { return }
    guard !hasFilter || rule.counts(facts()) else { return }
    let key = names.map { entry.dimension($0) ?? "" }
    if let place { try groups[place][key, default: UsageSums()].add(entry.cost, at: entry.occurredAt) }
    if looksBack, let amount = entry.effective {
      let day = entry.occurredAt.date.daysSinceEpoch
      let (sum, overflow) = (days[key]?[day] ?? 0).addingReportingOverflow(amount)
      guard !overflow else { throw ArithmeticError.overflow }
      days[key, default: [:]][day] = sum
    }
  }

  /// The groups of a window, in the order of their keys.
  func groups(in window: TimeSpan) -> [(key: [String], sums: UsageSums)] {
    guard let place = spans.firstIndex(of: window) else { return [] }
    return groups[place].sorted { left, right in
      left.key.joined(separator: "\u{1F}").utf8.lexicographicallyPrecedes(right.key.joined(separator: "\u{1F}").utf8)
    }.map { ($0.key, $0.value) }
  }

  /// The sums of a group in the window before.
  func previous(of key: [String], before window: TimeSpan) -> UsageSums? {
    guard let span = rule.rule.usage?.window.usageWindow.span(before: window), let place = spans.firstIndex(of: span)
    else {
      return nil
    }
    return groups[place][key]
  }

  /// Median and deviation of a group's daily spend over the seven days before a window.
  func baseline(of key: [String], before window: TimeSpan, currency: Currency?) -> (median: Money, mad: Money)? {
    guard looksBack, let currency else { return nil }
    let first = window.from.date.daysSinceEpoch
    let values = (1...Baseline.days).map { days[key]?[first - $0] ?? 0 }
    guard values.contains(where: { $0 != 0 }), let baseline = Baseline(values) else { return nil }
    return (Money(nanos: baseline.median, currency: currency), Money(nanos: baseline.mad, currency: currency))
  }
}
