import Diagnostics
import FactSchema
import SpendModel

/// What a row of a decision table says of one fact.
private enum Constraint {
  /// One of these texts; with `excluded` alone any but those.
  case text(allowed: Set<String>?, excluded: Set<String>)
  case range(low: Int64, high: Int64, unit: Predicate)
  case bool(Bool)
  /// Nothing that could be compared.
  case opaque

  init(_ predicate: Predicate?) {
    switch predicate {
    case .equals(let value, true)?: self = .text(allowed: [value.string], excluded: [])
    case .equals(let value, false)?: self = .text(allowed: nil, excluded: [value.string])
    case .isOneOf(let values, true)?: self = .text(allowed: Set(values.map(\.string)), excluded: [])
    case .isOneOf(let values, false)?: self = .text(allowed: nil, excluded: Set(values.map(\.string)))
    case .isTrue(let value)?, .equalsBool(.equal, let value)?: self = .bool(value)
    case .equalsBool(_, let value)?: self = .bool(!value)
    case .int(let comparison, let value)?: self = Self.range(comparison, value, predicate)
    case .money(let comparison, let value)?: self = Self.range(comparison, value.nanos, predicate)
    case .timestamp(let comparison, let value)?: self = Self.range(comparison, value.microseconds, predicate)
    case .duration(let comparison, let value)?: self = Self.range(comparison, value, predicate)
    default: self = .opaque
    }
  }

  private static func range(_ comparison: Term.Comparison, _ value: Int64, _ unit: Predicate?) -> Constraint {
    guard let unit else { return .opaque }
    switch comparison {
    case .equal: return .range(low: value, high: value, unit: unit)
    case .greater: return value == .max ? .opaque : .range(low: value + 1, high: .max, unit: unit)
    case .greaterOrEqual: return .range(low: value, high: .max, unit: unit)
    case .less: return value == .min ? .opaque : .range(low: .min, high: value - 1, unit: unit)
    case .lessOrEqual: return .range(low: .min, high: value, unit: unit)
    case .unequal, .isIn: return .opaque
    }
  }
}

/// Shows that no two rows of a table can hit at once, or where they do.
struct TableOverlap {
  /// Two rows that hit at once, and facts under which they do; where cells could not be compared, it may be so.
  struct Overlap {
    let first: Rule
    let second: Rule
    let witness: String
    let isCertain: Bool
  }

  let schema: Schema

  func check(_ rules: [CompiledRule]) -> [Diagnostic] {
    var tables: [String: [CompiledRule]] = [:]
    var order: [String] = []
    for rule in rules {
      guard let row = rule.rule.table, row.hit == .unique || row.hit == .any else { continue }
      if tables[row.table] == nil { order.append(row.table) }
      tables[row.table, default: []].append(rule)
    }
    return order.flatMap { report(tables[$0] ?? []) }
  }

  private func report(_ rows: [CompiledRule]) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for (index, second) in rows.enumerated() {
      for first in rows[..<index] {
        guard let a = first.rule.table, let b = second.rule.table else { continue }
        if a.hit == .any, a.output.utf8.elementsEqual(b.output.utf8) { continue }
        guard let overlap = overlap(first, second) else { continue }
        let what = a.hit == .unique ? "hit at once" : "hit at once with different outputs"
        found.append(
          second.rule.diagnostic(
            "overlap",
            overlap.isCertain
              ? "rows \(a.row) and \(b.row) of `\(a.table)` \(what)"
              : "rows \(a.row) and \(b.row) of `\(a.table)` may \(what)",
            hint: overlap.witness))
        break
      }
    }
    return found
  }

  private func overlap(_ first: CompiledRule, _ second: CompiledRule) -> Overlap? {
    var constraints: [(path: FactPath, Constraint)] = []
    var isCertain = true
    for rule in [first, second] {
      for part in rule.condition.parts {
        guard let (path, test) = Predicate.make(part, of: rule.condition.expression.program, in: schema) else {
          // `true` is a row of `_` alone.
          if !part.reads.isEmpty { isCertain = false }
          continue
        }
        let constraint = Constraint(test)
        if case .opaque = constraint { isCertain = false }
        constraints.append((path, constraint))
      }
    }
    var paths: [FactPath] = []
    for (path, _) in constraints where !paths.contains(path) { paths.append(path) }
    var witness: [String] = []
    for path in paths {
      guard let example = example(of: path, constraints.filter { $0.path == path }.map(\.1)) else { return nil }
      if !example.isEmpty { witness.append("`\(path.text)` is \(example)") }
    }
    let words = witness.isEmpty ? "both hit whatever the facts" : "both hit where " + witness.joined(separator: ", ")
    return Overlap(
      first: first.rule, second: second.rule,
      witness: isCertain ? words : "their cells cannot be told apart; use values, lists and ranges",
      isCertain: isCertain)
  }

  /// A value that meets all constraints; empty where none can be named, nothing where there is none.
  private func example(of path: FactPath, _ constraints: [Constraint]) -> String? {
    var allowed: Set<String>?
    if case .enumeration(let values)? = schema.type(at: path.names)?.type { allowed = Set(values) }
    var excluded: Set<String> = []
    var (low, high) = (Int64.min, Int64.max)
    var unit: Predicate?
    var flag: Bool?
    for constraint in constraints {
      switch constraint {
      case .text(let values, let others):
        if let values { allowed = allowed.map { $0.intersection(values) } ?? values }
        excluded.formUnion(others)
      case .range(let from, let to, let made):
        (low, high) = (max(low, from), min(high, to))
        unit = made
      case .bool(let value):
        if let flag, flag != value { return nil }
        flag = value
      case .opaque: return ""
      }
    }
    if let flag { return String(flag) }
    if let unit { return low <= high ? shown(low == .min ? high : low, unit) : nil }
    guard let allowed else { return "something else" }
    return allowed.subtracting(excluded).min { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { "'\($0)'" }
  }

  private func shown(_ number: Int64, _ unit: Predicate) -> String {
    switch unit {
    case .money(_, let money): FactValue.money(Money(nanos: number, currency: money.currency)).display
    case .timestamp: Timestamp(clamping: number).description
    case .duration: FactValue.duration(nanoseconds: number).display
    default: String(number)
    }
  }
}
