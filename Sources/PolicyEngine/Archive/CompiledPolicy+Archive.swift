package import CEL
package import FactSchema

extension CompiledPolicy {
  /// The policy as bytes that the same program reads back without compiling a rule.
  ///
  /// What only authors need is left out: places in files, examples. Of tables that give values only the ids are kept.
  ///
  /// - Parameter spread: How the rules are written, each for itself.
  package func archived(_ spread: Spread = .inOrder) -> [UInt8] {
    var archive = Archive()
    var plan = plan
    plan.code(&archive)
    var hasTables = hasTables
    archive.code(&hasTables)
    var (ids, subjects, tableIDs) = (ids, rules.subjects, tables.map(\.table.id))
    archive.code(&tableIDs, blank: "") { $0.code(&$1) }
    archive.code(&ids, blank: "") { $0.code(&$1) }
    archive.code(table: &subjects)
    let parts = spread.map(rules.map(\.rule)) { rules in
      var records = Archive()
      var ends: [Int] = []
      for var rule in rules {
        rule.code(&records)
        ends.append(records.bytes.count)
      }
      return (bytes: records.bytes, ends: ends)
    }
    var ends: [Int] = []
    for part in parts {
      let start = ends.last ?? 0
      ends += part.ends.map { start + $0 }
    }
    archive.reserve((ends.last ?? 0) + (ends.count + 2) * MemoryLayout<Int>.stride)
    archive.code(table: &ends)
    archive.code(tables: parts.map(\.bytes))
    return archive.bytes
  }

  /// - Parameters:
  ///   - bytes: What ``archived()`` gave.
  ///   - schema: The schema of the same files.
  ///   - tables: The tables of the same files that give values, among others.
  ///   - host: What expressions were compiled with.
  /// - Returns: Nothing where the bytes are something else.
  package init?(archived bytes: [UInt8], schema: Schema, tables: [ValueTable], host: Host) {
    var archive = Archive(reading: bytes)
    var plan = DecisionPlan([], schema: Schema(facts: ObjectShape([])))
    plan.code(&archive)
    var hasTables = false
    archive.code(&hasTables)
    var (ids, tableIDs): ([String], [String]) = ([], [])
    archive.code(&tableIDs, blank: "") { $0.code(&$1) }
    archive.code(&ids, blank: "") { $0.code(&$1) }
    var subjects: [Rule.Subject] = []
    archive.code(table: &subjects)
    var ends: [Int] = []
    archive.code(table: &ends)
    var records: [UInt8] = []
    archive.code(table: &records)
    guard archive.isSound, archive.isAtEnd, ids.count == ends.count, subjects.count == ends.count,
      plan.places.count == ends.count
    else { return nil }
    let environment = FactEnvironment(schema, host: host)
    let kept = Set(tableIDs.map { Array($0.utf8) })
    let values = PolicyCompiler.compile(
      tables.filter { kept.contains(Array($0.id.utf8)) }, in: environment, context: .init(lints: false, host: host))
    guard values.tables.count == tableIDs.count,
      let rules = CompiledRules(records: records, ends: ends, subjects: subjects, environment: environment)
    else { return nil }
    self.init(
      schema: schema, environment: environment, ids: ids, rules: rules, tables: values.tables, hasTables: hasTables,
      plan: plan)
  }
}
