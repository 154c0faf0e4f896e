extension Term {
  /// What would have to be so for the expression to be true, in words.
  ///
  /// - Parameter written: The expression as its author wrote it.
  func wouldHold(written: String) -> String {
    if let words = wanted { return words }
    return "`\(written)` is true"
  }

  private var wanted: String? {
    if let comparison = factComparison { return words(for: comparison) }
    switch kind {
    case .has(let operand, let name):
      return operand.path.map { "`\(($0.names + [name]).joined(separator: "."))` is stated" }
    case .not(let inner):
      switch inner.kind {
      case .has(let operand, let name):
        return operand.path.map { "`\(($0.names + [name]).joined(separator: "."))` is left out" }
      case .compare(.isIn, _, _):
        guard let comparison = inner.factComparison else { return nil }
        return "`\(comparison.path.text)` is none of \(list(comparison))"
      default: return inner.path.map { "`\($0.names.joined(separator: "."))` is false" }
      }
    case .compare(let comparison, let left, let right):
      guard let path = left.path?.names.joined(separator: ".") else {
        guard let path = right.path?.names.joined(separator: ".") else { return nil }
        if comparison == .isIn { return "`\(path)` contains \(left)" }
        return comparison.mirrored.map { "`\(path)` is \(words(for: $0)) \(left)" }
      }
      return comparison == .isIn ? "`\(path)` is in \(right)" : "`\(path)` is \(words(for: comparison)) \(right)"
    default: return path.map { "`\($0.names.joined(separator: "."))` is true" }
    }
  }

  private func words(for comparison: FactComparison) -> String {
    let path = comparison.path.text
    if comparison.comparison == .isIn { return "`\(path)` is one of \(list(comparison))" }
    let value = comparison.values.first.map { $0.literal.description } ?? ""
    return "`\(path)` is \(words(for: comparison.comparison)) \(value)"
  }

  private func list(_ comparison: FactComparison) -> String {
    comparison.values.map { $0.literal.description }.joined(separator: ", ")
  }

  private func words(for comparison: Comparison) -> String {
    switch comparison {
    case .equal: "equal to"
    case .unequal: "other than"
    case .less: "less than"
    case .lessOrEqual: "at most"
    case .greater: "more than"
    case .greaterOrEqual: "at least"
    case .isIn: "in"
    }
  }
}
