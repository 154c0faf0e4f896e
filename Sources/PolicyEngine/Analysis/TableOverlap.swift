import Diagnostics
import FactSchema
import SpendModel

/// Shows that no two rows of a table can hit at once, or where they do.
struct TableOverlap {
  let schema: Schema

  func check(_ rules: [CompiledRule]) -> [Diagnostic] {
    var tables: [String: [(rule: CompiledRule, region: Region)]] = [:]
    var order: [String] = []
    for rule in rules {
      guard let row = rule.rule.table, row.hit == .unique || row.hit == .any else { continue }
      if tables[row.table] == nil { order.append(row.table) }
      tables[row.table, default: []].append((rule, Region(rule.condition, in: schema)))
    }
    return order.flatMap { report(tables[$0] ?? []) }
  }

  private func report(_ rows: [(rule: CompiledRule, region: Region)]) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for (index, second) in rows.enumerated() {
      for first in rows[..<index] {
        guard let a = first.rule.rule.table, let b = second.rule.rule.table else { continue }
        if a.hit == .any, a.output.utf8.elementsEqual(b.output.utf8) { continue }
        let both = Region(first.region.demands + second.region.demands, in: schema)
        guard both.isPossible else { continue }
        let what = a.hit == .unique ? "hit at once" : "hit at once with different outputs"
        found.append(
          second.rule.rule.diagnostic(
            "overlap",
            both.isCertain
              ? "rows \(a.row) and \(b.row) of `\(a.table)` \(what)"
              : "rows \(a.row) and \(b.row) of `\(a.table)` may \(what)",
            hint: both.isCertain
              ? witness(both) : "their cells cannot be told apart; use values, lists and ranges"))
        break
      }
    }
    return found
  }

  /// Facts that lie in a region, in words.
  private func witness(_ region: Region) -> String {
    let words = Box(region).words(in: schema)
    return words.isEmpty ? "both hit whatever the facts" : "both hit where \(words)"
  }
}
