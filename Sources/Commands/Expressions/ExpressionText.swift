import Diagnostics
import Governance

extension ExpressionAnswer {
  /// Value and type; for people at length also the cost and the facts that it read.
  func lines(isBrief: Bool) -> [Text] {
    var lines: [Text] = [value.map { "\($0, .strong)  \(type, .faint)" } ?? "no value yet  \(type, .faint)"]
    if let residual { lines.append("  \("left", .faint)   \(residual)") }
    if !isBrief {
      if let steps, value != nil {
        lines.append("  \("cost", .faint)   \(counted(steps, "step")), estimated \(range(estimate))")
      } else {
        lines.append("  \("cost", .faint)   estimated \(range(estimate)) steps")
      }
      for (index, read) in reads.enumerated() {
        let label: Text = index == 0 ? "\("reads", .faint)" : "     "
        lines.append("  \(label)  \(read.fact) \(read.value.map { "= \($0)" } ?? "is missing")")
      }
    } else if residual != nil {
      lines += errors.map { "  \($0.message, .faint)" }
    }
    if let tree { lines += [""] + tree.lines(notesFirst: true) }
    return lines
  }
}

/// `3 to 7`, or `3`.
func range(_ range: ClosedRange<Int>) -> Text {
  let (low, high) = (grouped(Int64(range.lowerBound)), grouped(Int64(range.upperBound)))
  return range.lowerBound == range.upperBound ? Text(low) : "\(low) to \(high)"
}

extension ExpressionTree {
  /// The tree with branches of lines.
  ///
  /// - Parameter notesFirst: Whether what is known of a part stands before it.
  func lines(notesFirst: Bool) -> [Text] {
    let drawn = lines.map { line -> Text in
      var branch = ""
      for isLast in line.isLast.dropLast() { branch += isLast ? "   " : "│  " }
      if let isLast = line.isLast.last { branch += isLast ? "└─ " : "├─ " }
      let note = Text(line.note, line.isError ? .bad : .strong)
      return notesFirst
        ? "\(branch, .faint)\(note)  \(line.label)" : "\(branch, .faint)\(line.label)  \(line.note, .faint)"
    }
    return drawn + (isCut ? ["... and more"] : [])
  }
}
