import CEL
import Diagnostics
import FactSchema
import SpendModel

extension PolicyCompiler {
  /// Checks the tables that give values against the facts of requests.
  static func compile(
    _ tables: [ValueTable], in environment: FactEnvironment, context: Context
  ) -> (tables: [CompiledTable], diagnostics: [Diagnostic]) {
    var compiled: [CompiledTable] = []
    var diagnostics: [Diagnostic] = []
    for table in tables {
      var found: [Diagnostic] = []
      let checked = TableChecker(table: table, environment: environment).check(&found)
      if context.lints, let checked { found += TableChecker.lints(checked, environment.schema, at: context.at) }
      diagnostics += context.lints ? found : found.filter { $0.severity == .error }
      if let checked, !found.hasErrors { compiled.append(checked) }
    }
    return (compiled, diagnostics)
  }
}

private struct TableChecker {
  let table: ValueTable
  let environment: FactEnvironment

  /// The table, where cells and values are sound and all values are of one kind.
  func check(_ found: inout [Diagnostic]) -> CompiledTable? {
    let checker = ExpressionChecker(environment: environment)
    var rows: [CompiledTable.Row] = []
    var kind: CELType?
    for row in table.rows {
      let condition = checker.condition(row.condition, allowsMissing: table.toleratesMissing, &found)
      let known = condition.map { checker.known(in: $0) } ?? []
      var value: FactExpression?
      if let source = row.value {
        value = checker.expression(
          source, as: nil, guards: known, missing: table.toleratesMissing ? .allowed : .refused, &found)
        guard let type = value?.program.type else { continue }
        if ![.int, .double, .money].contains(type) {
          found.append(
            source.diagnostic(
              "value-type", "`\(source.text)` gives \(type), and a table adds up numbers or money",
              hint: "write a whole number, a number with a point, or money: `3`, `0.5`, `usd(100)`"))
        } else if let kind, kind != type {
          found.append(
            source.diagnostic(
              "value-type", "`\(source.text)` gives \(type), and the rows above give \(kind)",
              hint: "let all rows give the same kind of value"))
        } else {
          kind = type
        }
      }
      if let condition { rows.append(CompiledTable.Row(condition: condition, value: value)) }
    }
    return found.hasErrors ? nil : CompiledTable(table: table, rows: rows)
  }

  static func lints(_ compiled: CompiledTable, _ schema: Schema, at instant: Timestamp?) -> [Diagnostic] {
    let table = compiled.table
    var found: [Diagnostic] = []
    if let instant, let until = table.until, until.value <= instant {
      found.append(
        Diagnostic(
          "expired", "the table `\(table.id)` ended on \(until.value.date)", severity: .warning,
          hint: "remove it, or move `until`", file: table.file, at: until.position))
    }
    let regions = compiled.rows.map { Region($0.condition, in: schema) }
    for (index, region) in regions.enumerated() {
      guard let demand = region.contradiction else { continue }
      let condition = compiled.rows[index].condition
      found.append(
        table.rows[index].condition.diagnostic(
          "never-fires", "row \(index + 1) of `\(table.id)` can never hit", severity: .warning,
          hint: "no value of `\(demand.test.fact.text)` meets its cells",
          at: condition.start(of: condition.parts[demand.part])))
    }
    // A sum or a count of no rows is 0; the least and the most of none is nothing.
    guard table.collect == .min || table.collect == .max, regions.allSatisfy(\.isCertain) else { return found }
    if case .some(let gap) = BoxSearch(schema: schema).point(of: Box([:]), outside: regions.map { Box($0) }[...]) {
      found.append(
        Diagnostic(
          "gap", "`\(table.id)` gives no value where \(gap.words(in: schema))", severity: .warning,
          hint: "add a row for it, or a last one of `_` for all that is left", file: table.file, at: table.position))
    }
    return found
  }
}
