import SpendModel

/// Picks, of the rows of a decision table that hit, those that count.
///
/// A row that is indeterminate counts beside the one that is picked, as a human has to look at it.
enum TableHits {
  /// - Parameter judgements: In the order of rules, rows of a table from top to bottom.
  static func pick(_ judgements: [Judgement]) -> [Judgement] {
    guard judgements.contains(where: { $0.rule.table?.isSelective ?? false }) else { return judgements }
    var picked: [String: Int] = [:]
    for (index, judgement) in judgements.enumerated() {
      guard let row = judgement.rule.table, row.isSelective, judgement.truth == .holds else { continue }
      guard let best = picked[row.table] else {
        picked[row.table] = index
        continue
      }
      if row.hit == .priority, strength(judgement.rule) > strength(judgements[best].rule) { picked[row.table] = index }
    }
    return judgements.enumerated().filter { index, judgement in
      guard let row = judgement.rule.table, row.isSelective, let best = picked[row.table] else { return true }
      if judgement.truth == .holds { return index == best }
      // Below the row that hit first, nothing is looked at.
      return row.hit == .priority || index < best
    }.map(\.element)
  }

  private static func strength(_ rule: Rule) -> Int {
    switch rule.effect {
    case .allow, .finding: 0
    case .warn: 1
    case .require: 2
    case .deny: 3
    }
  }
}

extension TableRow {
  /// Whether of several rows that hit only one counts.
  fileprivate var isSelective: Bool { hit == .first || hit == .priority }
}
