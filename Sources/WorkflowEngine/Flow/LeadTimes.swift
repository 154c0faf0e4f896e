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
  private var samples: [Sample] = []
  /// How many are over.
  package private(set) var over = 0

  private struct Sample: Sendable, Hashable {
    var span: Int64
    var isOver: Bool
  }

  package init() {}

  package var count: Int { samples.count }
  package var open: Int { samples.count - over }

  package mutating func add(_ span: Int64, isOver: Bool) {
    samples.append(Sample(span: span, isOver: isOver))
    if isOver { over += 1 }
  }

  /// The span within which that share of them is over; nothing where too few are over to know.
  package func quantile(percent: Int) -> Int64? {
    // Of equal spans those that are over come first: the others were still under way then.
    let ordered = samples.sorted { ($0.span, $0.isOver ? 0 : 1) < ($1.span, $1.isOver ? 0 : 1) }
    let goal = 1 - Double(percent) / 100
    var lasting = 1.0
    for (place, sample) in ordered.enumerated() where sample.isOver {
      let atRisk = Double(ordered.count - place)
      lasting *= (atRisk - 1) / atRisk
      // The product of many fractions misses the goal by a rounding.
      if lasting <= goal + 1e-9 { return sample.span }
    }
    return nil
  }
}
