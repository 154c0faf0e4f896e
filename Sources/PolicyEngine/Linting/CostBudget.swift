import CEL
import Diagnostics

/// Finds conditions that may be stopped, if lists and texts are as long as may be expected.
enum CostBudget {
  /// The steps after which an evaluation is stopped.
  static let steps = EvaluationLimits.standard.steps

  static func check(_ rule: CompiledRule) -> [Diagnostic] {
    let program = rule.condition.expression.program
    let most = program.cost().upperBound
    guard most > steps else { return [] }
    let parts = program.costliest(3)
    let shown = parts.map { part in
      let text = program.expression.text(of: part.node)
      return "`\(text.count > 60 ? text.prefix(57) + "..." : text[...])` up to \(part.steps.upperBound)"
    }
    let hints = CostHints()
    let place = parts.first.map { rule.condition.place(ofOffset: program.expression[$0.node].range.lowerBound) }
    return [
      rule.rule.condition.diagnostic(
        "costly", "the condition may take \(most) steps, and is stopped after \(steps)", severity: .warning,
        hint: "with lists of \(hints.elements) and texts of \(hints.characters) bytes; "
          + shown.joined(separator: ", "),
        at: place)
    ]
  }
}
