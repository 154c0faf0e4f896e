import FactSchema
import SpendModel

/// Finds the rules that a request can concern at all: those whose condition demands that a fact equals a text are
/// looked up by it, all others are always looked at.
struct RuleIndex: Sendable {
  private struct Column: Sendable {
    let path: [String]
    var byValue: [String: [Int]]
    /// All rules of the column: where the fact is missing, each may be indeterminate.
    var all: [Int]
  }

  private var columns: [Column] = []
  private var always: [Int] = []

  /// - Parameter rules: The policy's rules; only those on requests are indexed.
  init(_ rules: [CompiledRule], schema: Schema) {
    var byPath: [FactPath: Int] = [:]
    for (place, rule) in rules.enumerated() where rule.rule.subject == .request {
      guard let (path, value) = rule.condition.parts.lazy.compactMap({ Self.key(of: $0.term, schema) }).first else {
        always.append(place)
        continue
      }
      let column: Int
      if let known = byPath[path] {
        column = known
      } else {
        column = columns.count
        byPath[path] = column
        columns.append(Column(path: path.names, byValue: [:], all: []))
      }
      columns[column].byValue[value, default: []].append(place)
      columns[column].all.append(place)
    }
  }

  /// The fact and the text that a conjunct demands of it. Texts that are not ASCII are left out, since they could
  /// equal others here that differ in their bytes.
  private static func key(of term: Term, _ schema: Schema) -> (FactPath, String)? {
    guard let comparison = term.factComparison, comparison.comparison == .equal,
      case .string(let value)? = comparison.values.first?.literal, value.utf8.allSatisfy({ $0 < 0x80 })
    else { return nil }
    switch schema.type(at: comparison.path.names)?.type {
    case .string, .enumeration: return (comparison.path, value)
    default: return nil
    }
  }

  /// The places of the rules to be judged, in order.
  func candidates(for facts: Facts) -> [Int] {
    var result = always
    for column in columns {
      switch facts[path: column.path] {
      case .string(let value)?: result += column.byValue[value] ?? []
      case nil, .text?, .object?: result += column.all
      // `==` with a value of another type is false.
      default: break
      }
    }
    result.sort()
    return result
  }
}
