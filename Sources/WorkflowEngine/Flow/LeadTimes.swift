/// How long things took, where those still under way count as lasting at least as long as they have.
///
/// Left out, they would flatter a queue in which the slow ones never end. The estimate is the product limit of
/// E. L. Kaplan and P. Meier (1958).
///
///     var times = LeadTimes()
///     times.add(2, isOver: true)
///     times.add(9, isOver: false)
///     times.quantile(percent: 90)  // nothing: too few are over to know
package struct LeadTimes: Sendable, Hashable {
  /// How often each span occurred.
  private var samples: [Sample: Int] = [:]
  package private(set) var count = 0
  /// How many are over.
  package private(set) var over = 0

  private struct Sample: Sendable, Hashable {
    var span: Int64
    var isOver: Bool
  }

  package init() {}

  package var open: Int { count - over }

  package mutating func add(_ span: Int64, isOver: Bool) { add(span, isOver: isOver, times: 1) }

  private mutating func add(_ span: Int64, isOver: Bool, times: Int) {
    samples[Sample(span: span, isOver: isOver), default: 0] += times
    count += times
    if isOver { over += times }
  }

  /// Takes in what others took.
  package mutating func add(_ others: LeadTimes) {
    for (sample, times) in others.samples { add(sample.span, isOver: sample.isOver, times: times) }
  }

  /// The span within which that share of them is over; nothing where too few are over to know.
  package func quantile(percent: Int) -> Int64? {
    // Of equal spans those that are over come first: the others were still under way then.
    let ordered = samples.sorted { ($0.key.span, $0.key.isOver ? 0 : 1) < ($1.key.span, $1.key.isOver ? 0 : 1) }
    let goal = 1 - Double(percent) / 100
    var (lasting, atRisk) = (1.0, Double(count))
    for (sample, times) in ordered {
      if sample.isOver {
        lasting *= (atRisk - Double(times)) / atRisk
        // The product of many fractions misses the goal by a rounding.
        if lasting <= goal + 1e-9 { return sample.span }
      }
      atRisk -= Double(times)
    }
    return nil
  }
}
