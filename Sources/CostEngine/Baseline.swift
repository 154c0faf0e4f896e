/// What a group uses on an ordinary day, from the days before: the median, and the median of the distances from it.
/// Both are exact integers of whatever is counted: nano-units, tokens.
package struct Baseline: Hashable, Sendable {
  package var median: Int64
  /// The median absolute deviation.
  package var mad: Int64

  /// The days that a baseline looks back on.
  package static let days: Int64 = 7

  /// - Parameter values: One for each day; of an even number the two in the middle are averaged, half-even.
  /// - Returns: Nothing for no days.
  package init?(_ values: [Int64]) {
    guard let median = Baseline.middle(values) else { return nil }
    var distances: [Int64] = []
    for value in values {
      let (distance, overflow) = value.subtractingReportingOverflow(median)
      guard !overflow, let magnitude = Int64(exactly: distance.magnitude) else { return nil }
      distances.append(magnitude)
    }
    guard let mad = Baseline.middle(distances) else { return nil }
    self.median = median
    self.mad = mad
  }

  /// Whether a day is out of the ordinary: more than the median by 6 · 1.4826 deviations, and more than 1.5 times it.
  ///
  /// The factor 1.4826 makes the deviation of normally distributed days their standard deviation.
  package func isAnomaly(_ value: Int64) -> Bool {
    let (value, median) = (Int128(value), Int128(median))
    return value * 10_000 > median * 10_000 + 6 * 14_826 * Int128(mad) && value * 2 > median * 3
  }

  private static func middle(_ values: [Int64]) -> Int64? {
    let sorted = values.sorted()
    guard let upper = sorted.dropFirst(sorted.count / 2).first else { return nil }
    guard sorted.count % 2 == 0, let lower = sorted.dropFirst(sorted.count / 2 - 1).first else { return upper }
    let sum = Int128(lower) + Int128(upper)
    let half = sum >> 1
    return Int64(exactly: sum & 1 == 1 && half & 1 == 1 ? half + 1 : half)
  }
}
