import Diagnostics
import FactSchema

/// Finds rows of decision tables that can never be picked, and facts for which no row hits.
struct TableRows {
  static func check(_ rules: [AnalysedRule]) -> [Diagnostic] {
    var order: [String] = []
    var tables: [String: [AnalysedRule]] = [:]
    for analysed in rules {
      guard let row = analysed.rule.rule.table else { continue }
      if tables[row.table] == nil { order.append(row.table) }
      tables[row.table, default: []].append(analysed)
    }
    return order.flatMap { TableRows(rows: tables[$0] ?? []).check() }
  }

  private let rows: [AnalysedRule]

  private func check() -> [Diagnostic] {
    guard let first = rows.first, let table = first.rule.rule.table else { return [] }
    let schema = first.rule.environment.schema
    let boxes = rows.map { Box($0.region) }
    var found: [Diagnostic] = []
    if table.hit == .first {
      for (index, analysed) in rows.enumerated() {
        let search = BoxSearch(schema: schema)
        guard let row = analysed.rule.rule.table, analysed.region.isPossible, index > 0,
          case .none = search.point(of: boxes[index], outside: boxes[..<index])
        else { continue }
        found.append(
          analysed.rule.rule.diagnostic(
            "unreachable-row", "row \(row.row) of `\(row.table)` is never picked: rows above it hit wherever it does",
            severity: .warning, hint: "move it up, or leave it out"))
      }
    }
    // Rows of a collecting table add up; where none hits, nothing is demanded.
    guard table.hit != .collect, rows.allSatisfy(\.region.isCertain) else { return found }
    if case .some(let gap) = BoxSearch(schema: schema).point(of: Box([:]), outside: boxes[...]) {
      found.append(
        Diagnostic(
          "gap", "no row of `\(table.table)` hits where \(gap.words(in: schema))", severity: .warning,
          hint: "add a row for it, or a last one of `_` for all that is left", file: first.rule.rule.file,
          at: table.position))
    }
    return found
  }
}

/// The facts that meet a demand of each of some facts, the others being as they like.
struct Box {
  var sides: [TestedFact: ValueSet]

  init(_ sides: [TestedFact: ValueSet]) { self.sides = sides }

  init(_ region: Region) {
    // That a fact is stated goes without saying: where it is not, the row is indeterminate, and a human looks at it.
    sides = region.values.filter { fact, _ in
      if case .presence = fact { region.demands.contains { $0.test.fact == fact } } else { true }
    }
  }

  /// Example facts, in words.
  func words(in schema: Schema) -> String {
    let told = sides.filter { FactTestReader.universe(of: $0.key, in: schema) != $0.value }
      .map { (name: $0.key.text, value: FactTest(fact: $0.key, values: $0.value).example) }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    return told.map { "`\($0.name)` is \($0.value)" }.joined(separator: ", ")
  }
}

/// Looks for facts of a box that lie in none of others.
struct BoxSearch {
  enum Finding {
    case some(Box)
    case none
    /// The search took too long.
    case unknown
  }

  /// The most boxes that are looked at.
  private static let limit = 20_000

  let schema: Schema

  func point(of box: Box, outside others: ArraySlice<Box>) -> Finding {
    var open = [(box: box, next: others.startIndex)]
    var looked = 0
    while let (box, next) = open.popLast() {
      looked += 1
      guard looked <= Self.limit else { return .unknown }
      guard next < others.endIndex else { return .some(box) }
      // What is left of the box beside the other one: a piece for each side, from the last fact to the first.
      var rest = box
      var isApart = false
      var pieces: [Box] = []
      let sides = others[next].sides.sorted { $0.key.text.utf8.lexicographicallyPrecedes($1.key.text.utf8) }
      for (fact, wanted) in sides {
        let mine = rest.sides[fact] ?? FactTestReader.universe(of: fact, in: schema)
        guard let inside = mine.intersection(wanted), let beside = mine.subtracting(wanted) else { continue }
        if inside.isEmpty {
          isApart = true
          break
        }
        if !beside.isEmpty {
          var piece = rest
          piece.sides[fact] = beside
          pieces.append(piece)
        }
        rest.sides[fact] = inside
      }
      if isApart {
        open.append((box, next + 1))
      } else {
        open += pieces.reversed().map { ($0, next + 1) }
      }
    }
    return .none
  }
}
