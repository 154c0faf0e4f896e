import Diagnostics
import SpendModel

/// Finds rules on requests that never matter, as a deny fires wherever they do. A deny that may be waived leaves them
/// their say.
enum Shadowing {
  static func check(_ rules: [AnalysedRule]) -> [Diagnostic] {
    let requests = rules.filter { $0.rule.rule.subject == .request && $0.region.isPossible }
    // A deny shadows only rules that test the first fact that it tests.
    var denies: [TestedFact: [AnalysedRule]] = [:]
    for analysed in requests where analysed.rule.rule.effect == .deny && !analysed.rule.rule.isWaivable {
      let isPicked = analysed.rule.rule.table.map { $0.hit == .first || $0.hit == .priority } ?? false
      guard !isPicked, let first = analysed.region.demands.first?.test.fact else { continue }
      denies[first, default: []].append(analysed)
    }
    guard !denies.isEmpty else { return [] }
    return requests.compactMap { analysed in
      let candidates = analysed.region.values.keys.flatMap { denies[$0] ?? [] }
      let found = candidates.filter { shadows($0, analysed) }.map(\.rule.rule.id)
      guard let deny = found.min(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) else { return nil }
      return analysed.warning(
        "shadowed", "the rule `\(analysed.rule.rule.id)` never matters: the deny `\(deny)` fires wherever it does",
        hint: "narrow one of the two conditions, or leave the rule out")
    }
  }

  private static func shadows(_ deny: AnalysedRule, _ other: AnalysedRule) -> Bool {
    let (upper, lower) = (deny.rule.rule, other.rule.rule)
    if upper.id.utf8.elementsEqual(lower.id.utf8) { return false }
    // Rows of one table are that table's matter.
    if let table = upper.table?.table, table == lower.table?.table { return false }
    // Of two that deny the same, the lint of duplicates tells.
    if lower.effect == .deny, deny.region.lies(in: other.region) { return false }
    return other.region.lies(in: deny.region) && deny.holds(wheneverDoes: other)
  }
}
