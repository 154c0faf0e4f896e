import CEL
import FactSchema
import SpendModel

/// A conjunct that says something simple of one fact, tested without the expression language.
///
/// A test answers only where the fact has the kind of value that it was made for; all else, absence included, is
/// left to the expression, so that both always agree.
enum Predicate: Hashable, Sendable {
  case string(Term.Comparison, String)
  case oneOf([String])
  case int(Term.Comparison, Int64)
  case money(Term.Comparison, Money)
  case timestamp(Term.Comparison, Timestamp)
  case duration(Term.Comparison, Int64)
  /// `request.approved`, `!request.approved`
  case bool(Bool)
  /// `request.approved == true`, which unlike the fact alone is no error where the fact is no boolean.
  case equalsBool(Term.Comparison, Bool)
  /// `'x' in request.tags`
  case contains(String)
  /// `request.team.startsWith('x')`
  case prefix(String)
  /// `has(request.gpu)`, and its negation: answers only where the fact is there.
  case present(Bool)

  /// - Returns: Nothing where the expression has to answer.
  func test(_ value: FactValue?) -> Bool? {
    guard let value else { return nil }
    switch (self, value) {
    case (.string(.equal, let wanted), .string(let text)): return isSame(text, wanted)
    case (.string(.unequal, let wanted), .string(let text)): return !isSame(text, wanted)
    case (.oneOf(let wanted), .string(let text)): return wanted.contains { isSame($0, text) }
    case (.int(let comparison, let wanted), .int(let number)): return comparison.holds(number, wanted)
    case (.money(let comparison, let wanted), .money(let money)):
      return money.currency == wanted.currency ? comparison.holds(money.nanos, wanted.nanos) : nil
    case (.timestamp(let comparison, let wanted), .timestamp(let time)):
      return comparison.holds(time.microseconds, wanted.microseconds)
    case (.duration(let comparison, let wanted), .duration(let length)): return comparison.holds(length, wanted)
    case (.bool(let wanted), .bool(let flag)): return flag == wanted
    case (.equalsBool(.equal, let wanted), .bool(let flag)): return flag == wanted
    case (.equalsBool(.unequal, let wanted), .bool(let flag)): return flag != wanted
    case (.contains(let wanted), .list(let items)):
      return items.contains { if case .string(let text) = $0 { isSame(text, wanted) } else { false } }
    case (.prefix(let wanted), .string(let text)): return text.utf8.starts(with: wanted.utf8)
    case (.present, .text): return nil
    case (.present(let wanted), _): return wanted
    default: return nil
    }
  }
}

extension Term.Comparison {
  fileprivate func holds(_ left: Int64, _ right: Int64) -> Bool? {
    switch self {
    case .equal: left == right
    case .unequal: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    case .isIn: nil
    }
  }
}

extension Predicate {
  /// The conjunct as a test of one fact; nothing where it is no such thing.
  static func make(_ part: Condition.Part, of program: Program, in schema: Schema) -> (path: FactPath, test: Predicate)?
  {
    guard let (path, test) = make(part.term, program, schema) else { return nil }
    return schema.facts[path.names[0]] == nil ? nil : (path, test)
  }

  private static func make(_ term: Term, _ program: Program, _ schema: Schema) -> (path: FactPath, test: Predicate)? {
    switch term.kind {
    case .compare(.isIn, let left, let right):
      if case .literal(.string(let wanted)) = left.kind, let path = right.path {
        guard case .list? = schema.type(at: path.names)?.type else { return nil }
        return (FactPath(names: path.names), .contains(wanted))
      }
      guard let path = left.path, case .list(let items) = right.kind, isText(path.names, schema) else { return nil }
      let wanted = items.compactMap { if case .literal(.string(let text)) = $0.kind { text } else { nil } }
      return wanted.count == items.count ? (FactPath(names: path.names), .oneOf(wanted)) : nil
    case .compare(let comparison, let left, let right):
      if let path = left.path { return compare(path.names, comparison, right, program, schema) }
      if let path = right.path, let mirrored = comparison.mirrored {
        return compare(path.names, mirrored, left, program, schema)
      }
      return nil
    case .call("startsWith", let arguments):
      guard arguments.count == 2, let path = arguments[0].path, isText(path.names, schema),
        case .literal(.string(let wanted)) = arguments[1].kind
      else { return nil }
      return (FactPath(names: path.names), .prefix(wanted))
    case .has(let operand, let name): return operand.path.map { (FactPath(names: $0.names + [name]), .present(true)) }
    case .not(let inner):
      if case .has(let operand, let name) = inner.kind {
        return operand.path.map { (FactPath(names: $0.names + [name]), .present(false)) }
      }
      return inner.path.map { (FactPath(names: $0.names), .bool(false)) }
    case .select, .variable: return term.path.map { (FactPath(names: $0.names), .bool(true)) }
    default: return nil
    }
  }

  private static func isText(_ names: [String], _ schema: Schema) -> Bool {
    switch schema.type(at: names)?.type {
    case .string, .enumeration: true
    default: false
    }
  }

  /// A comparison with what is no fact: a literal, or a call of literals, whose value is found here and now.
  private static func compare(
    _ names: [String], _ comparison: Term.Comparison, _ other: Term, _ program: Program, _ schema: Schema
  ) -> (path: FactPath, test: Predicate)? {
    let path = FactPath(names: names)
    switch other.kind {
    case .literal(.string(let text)):
      guard isText(names, schema), comparison == .equal || comparison == .unequal else { return nil }
      return (path, .string(comparison, text))
    case .literal(.int(let number)): return (path, .int(comparison, number))
    case .literal(.bool(let flag)):
      return comparison == .equal || comparison == .unequal ? (path, .equalsBool(comparison, flag)) : nil
    case .call where other.isConstant:
      guard case .success(let value) = program.evaluate(other.node, Activation([:])) else { return nil }
      switch value.fact {
      case .money(let money): return (path, .money(comparison, money))
      case .timestamp(let time): return (path, .timestamp(comparison, time))
      case .duration(let nanoseconds): return (path, .duration(comparison, nanoseconds))
      default: return nil
      }
    default: return nil
    }
  }
}

extension Term {
  /// Whether the term is made of literals alone.
  fileprivate var isConstant: Bool {
    switch kind {
    case .literal: true
    case .call(_, let arguments): arguments.allSatisfy(\.isConstant)
    default: false
    }
  }
}
