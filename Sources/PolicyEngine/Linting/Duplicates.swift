import Diagnostics
import SpendModel

/// Finds rules of one subject and effect whose conditions hold for the same facts, however they are written.
enum Duplicates {
  private struct Key: Hashable {
    let subject: Rule.Subject
    let effect: Effect
    let scope: String
    let demands: [TestedFact: ValueSet]
  }

  static func check(_ rules: [AnalysedRule]) -> [Diagnostic] {
    var seen: [Key: AnalysedRule] = [:]
    var found: [Diagnostic] = []
    for analysed in rules where analysed.region.isPossible {
      let rule = analysed.rule.rule
      let scope = rule.usage.map { "\($0.window) \($0.by.map(\.value)) \($0.filter?.text ?? "")" } ?? ""
      let key = Key(subject: rule.subject, effect: rule.effect, scope: scope, demands: analysed.region.values)
      guard let first = seen[key] else {
        seen[key] = analysed
        continue
      }
      guard first.meets(analysed) else { continue }
      found.append(
        analysed.warning(
          "duplicate-condition", "the rule `\(rule.id)` has the condition and the effect of `\(first.rule.rule.id)`",
          hint: "put what they demand into one rule"))
    }
    return found
  }
}
