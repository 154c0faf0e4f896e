import CEL
import Diagnostics
import FactSchema
import SpendModel

/// A conjunct that says something simple of one fact, answered without the expression language.
///
/// It answers only where the fact is missing or has the kind of value that it was made for; all else is left to the
/// expression, so that both always agree.
enum Predicate: Hashable, Sendable {
  /// `request.team == 'x'`; not, where the flag is false.
  case equals(ExactText, Bool)
  /// `request.team in ['x', 'y']`; not, where the flag is false.
  case isOneOf([ExactText], Bool)
  /// `request.team.startsWith('x')`; not, where the flag is false.
  case startsWith(ExactText, Bool)
  /// `'x' in request.tags`; not, where the flag is false.
  case contains(ExactText, Bool)
  case int(Term.Comparison, Int64)
  /// Only by size: two currencies have no order, and what else is compared is left to the expression.
  case money(Term.Comparison, Money)
  case timestamp(Term.Comparison, Timestamp)
  case duration(Term.Comparison, Int64)
  /// `request.approved`, `!request.approved`
  case isTrue(Bool)
  /// `request.approved == true`, which unlike the fact alone is no error where the fact is no boolean.
  case equalsBool(Term.Comparison, Bool)
  /// `has(request.gpu)`, and its negation.
  case present(Bool)
  /// Anything else: the expression of that place among all of its kind.
  case expression(Int)
}

extension Predicate {
  /// What the predicate says of all values of a kind but those that it names.
  func answer(of kind: FactKind) -> UInt8 {
    switch (self, kind) {
    case (.expression, _), (_, .text): Answer.open
    case (.present, .missing): Answer.erred
    case (.present(let wanted), .absent): Answer.holds(!wanted)
    case (.present(let wanted), _): Answer.holds(wanted)
    case (_, .missing), (_, .absent): Answer.erred
    case (.equals, .object), (.isOneOf, .object): Answer.open
    case (.equals(_, let wanted), _), (.isOneOf(_, let wanted), _), (.startsWith(_, let wanted), .string),
      (.contains(_, let wanted), .list):
      Answer.holds(!wanted)
    case (.int(.equal, _), .int): Answer.fails
    case (.int(.unequal, _), .int): Answer.holds
    case (.isTrue, .bool): Answer.fails
    case (.equalsBool(let comparison, _), .bool): Answer.holds(comparison == .unequal)
    default: Answer.open
    }
  }

  /// The values of which the predicate says the opposite of what it says of their kind.
  var named: [NamedValue] {
    switch self {
    case .equals(let text, _): [NamedValue(text, .string)]
    case .isOneOf(let texts, _): texts.map { NamedValue($0, .string) }
    case .startsWith(let text, _): [NamedValue(text, .prefix)]
    case .contains(let text, _): [NamedValue(text, .element)]
    case .int(.equal, let number), .int(.unequal, let number): [NamedValue(number)]
    case .isTrue(let flag), .equalsBool(_, let flag): [NamedValue(flag)]
    default: []
    }
  }

  /// Whether the predicate holds for the values that it names alone.
  var isNarrow: Bool {
    switch self {
    case .equals(_, let wanted), .isOneOf(_, let wanted), .startsWith(_, let wanted), .contains(_, let wanted): wanted
    case .int(let comparison, _): comparison == .equal
    case .isTrue: true
    case .equalsBool(let comparison, _): comparison == .equal
    case .money, .timestamp, .duration, .present, .expression: false
    }
  }

  /// What the predicate says of the values that it names.
  var answerOfNamed: UInt8 {
    switch self {
    case .int(let comparison, _), .equalsBool(let comparison, _): Answer.holds(comparison == .equal)
    default: Answer.holds(isNarrow)
    }
  }

  /// Where the predicate starts to hold, or to fail, on the way from the least value to the greatest.
  var bound: Bound? {
    switch self {
    case .int(let comparison, let number): Bound(comparison, number, .int)
    case .money(let comparison, let money): Bound(comparison, money.nanos, .money, money.currency)
    case .timestamp(let comparison, let time): Bound(comparison, time.microseconds, .timestamp)
    case .duration(let comparison, let length): Bound(comparison, length, .duration)
    default: nil
    }
  }
}

/// A text that is the same as another one only where their bytes are.
struct ExactText: Hashable, Sendable {
  let string: String

  init(_ string: String) { self.string = string }

  static func == (left: Self, right: Self) -> Bool { haveSameBytes(left.string, right.string) }

  func hash(into hasher: inout Hasher) {
    var text = string
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

/// A value that a predicate names, as bytes.
struct NamedValue: Hashable {
  /// What the bytes stand for.
  enum Form: UInt8 { case string, prefix, element, int, bool }

  let form: Form
  let bytes: [UInt8]

  init(_ text: ExactText, _ form: Form) {
    self.form = form
    bytes = Array(text.string.utf8)
  }

  init(_ number: Int64) {
    form = .int
    bytes = withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }

  init(_ flag: Bool) {
    form = .bool
    bytes = [flag ? 1 : 0]
  }
}

/// An order comparison as the least value from which on it holds, or from which on it fails.
struct Bound {
  /// What all comparisons have in common that are answered by one search.
  struct Family: Hashable {
    let kind: FactKind
    let currency: Currency?
    /// Whether the comparison holds from the value on, or before it.
    let holdsAbove: Bool
  }

  let family: Family
  let value: Int64

  /// - Returns: Nothing where it is no order comparison, or one that no value passes.
  init?(_ comparison: Term.Comparison, _ number: Int64, _ kind: FactKind, _ currency: Currency? = nil) {
    let isStrict: Bool
    let holdsAbove: Bool
    switch comparison {
    case .greaterOrEqual: (holdsAbove, isStrict) = (true, false)
    case .greater: (holdsAbove, isStrict) = (true, true)
    case .less: (holdsAbove, isStrict) = (false, false)
    case .lessOrEqual: (holdsAbove, isStrict) = (false, true)
    case .equal, .unequal, .isIn: return nil
    }
    guard !isStrict || number < .max else { return nil }
    value = isStrict ? number + 1 : number
    family = Family(kind: kind, currency: currency, holdsAbove: holdsAbove)
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
        return (FactPath(names: path.names), .contains(ExactText(wanted), true))
      }
      guard let path = left.path, case .list(let items) = right.kind, isText(path.names, schema) else { return nil }
      let wanted = items.compactMap { if case .literal(.string(let text)) = $0.kind { ExactText(text) } else { nil } }
      return wanted.count == items.count ? (FactPath(names: path.names), .isOneOf(wanted, true)) : nil
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
      return (FactPath(names: path.names), .startsWith(ExactText(wanted), true))
    case .has(let operand, let name): return operand.path.map { (FactPath(names: $0.names + [name]), .present(true)) }
    case .not(let inner):
      if case .has(let operand, let name) = inner.kind {
        return operand.path.map { (FactPath(names: $0.names + [name]), .present(false)) }
      }
      if let path = inner.path { return (FactPath(names: path.names), .isTrue(false)) }
      guard let (path, test) = make(inner, program, schema), let negated = test.negated else { return nil }
      return (path, negated)
    case .select, .variable: return term.path.map { (FactPath(names: $0.names), .isTrue(true)) }
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
      return (path, .equals(ExactText(text), comparison == .equal))
    case .literal(.int(let number)): return (path, .int(comparison, number))
    case .literal(.bool(let flag)):
      return comparison == .equal || comparison == .unequal ? (path, .equalsBool(comparison, flag)) : nil
    case .call where other.isConstant:
      guard case .success(let value) = program.evaluate(other.node, Activation([:])) else { return nil }
      // A fact has microseconds.
      if case .timestamp(let time) = value, time.nanoseconds % 1000 != 0 { return nil }
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

extension Predicate {
  /// The opposite, where that is a predicate, and an error for the same values.
  fileprivate var negated: Predicate? {
    switch self {
    case .equals(let text, let wanted): .equals(text, !wanted)
    case .isOneOf(let texts, let wanted): .isOneOf(texts, !wanted)
    case .startsWith(let text, let wanted): .startsWith(text, !wanted)
    case .contains(let text, let wanted): .contains(text, !wanted)
    case .int, .money, .timestamp, .duration, .isTrue, .equalsBool, .present, .expression: nil
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
