import CEL
import Diagnostics
import FactSchema
import SpendModel

/// A condition, ready to be judged, with the operands of its top-level `&&` for explanations.
struct Condition: Sendable {
  struct Part: Sendable {
    let node: Expression.NodeID
    let term: Term
  }

  let expression: FactExpression
  let parts: [Part]
  let schema: Schema

  init(_ expression: FactExpression, in schema: Schema) {
    self.expression = expression
    self.schema = schema
    parts = expression.term.conjuncts.map { Part(node: $0.node, term: $0) }
  }

  /// The facts that a conjunct reads, each once, in the order of its text.
  func reads(of part: Part) -> [FactPath] { part.term.reads(in: schema) }

  /// A conjunct as it is written.
  func text(of part: Part) -> String { expression.program.expression.text(of: part.node) }

  /// Where a conjunct starts in the text of the condition.
  func start(of part: Part) -> SourcePosition {
    place(ofOffset: expression.program.expression[part.node].range.lowerBound)
  }

  /// The place in the text of the condition of a code point, counted from its start.
  func place(ofOffset offset: Int) -> SourcePosition {
    PolicyEngine.place(of: offset, in: expression.program.expression.source)
  }

  /// The facts that the condition reads, each once, in the order of its text.
  var reads: [FactPath] { expression.reads }

  func judge(_ facts: BoundFacts) -> Truth { expression.truth(facts) }

  func judge(_ part: Part, _ facts: BoundFacts) -> Truth { expression.truth(of: part.node, facts) }

  /// Every conjunct with what came of it.
  func explain(_ bound: BoundFacts) -> [Conjunct] { parts.map { explain($0, bound) } }

  /// What came of a part, and of what it is made of.
  func explain(_ part: Part, _ bound: BoundFacts) -> Conjunct {
    let result: Conjunct.Result =
      switch judge(part, bound) {
      case .holds: .held
      case .fails: .failed
      case .indeterminate(let error): .erred(error)
      }
    return Conjunct(
      text: text(of: part), result: result, read: reads(of: part).map { $0.read(in: bound.facts) },
      parts: inner(part).map { explain($0, bound) })
  }

  /// What a part is made of: alternatives, conjuncts, the branches of a choice; none where it is one test.
  func inner(_ part: Part) -> [Part] {
    part.term.operands.map { Part(node: $0.node, term: $0) }
  }
}

/// The place of a code point in a text, both counted from the start.
private func place(of offset: Int, in text: String) -> SourcePosition {
  var place = SourcePosition.start
  for scalar in text.unicodeScalars.prefix(offset) {
    if scalar == "\n" {
      place.line += 1
      place.column = 1
    } else {
      place.column += 1
    }
  }
  return place
}

extension FactPath {
  /// The fact with its value; nothing where it is missing.
  func read(in facts: Facts) -> FactRead {
    var names = names[...]
    // A path may go on into a value that has no parts: `request.tags.size`.
    while !names.isEmpty {
      if let value = facts[path: names] {
        return FactRead(fact: names.joined(separator: "."), value: value)
      }
      if names.count == self.names.count, facts[path: names.dropLast()].map({ !$0.isObject }) ?? false {
        names = names.dropLast()
        continue
      }
      break
    }
    return FactRead(fact: text, value: nil)
  }
}

extension FactValue {
  fileprivate var isObject: Bool { if case .object = self { true } else { false } }
}

extension Term {
  /// The operands of the chain of `&&` at the top, in order; the term itself where it is none.
  fileprivate var conjuncts: [Term] {
    var result: [Term] = []
    var open = [self]
    while let term = open.popLast() {
      if case .and(let left, let right) = term.kind { open += [right, left] } else { result.append(term) }
    }
    return result
  }

  /// The operands of the chain of `||` at the top, in order; the term itself where it is none.
  private var alternatives: [Term] {
    var result: [Term] = []
    var open = [self]
    while let term = open.popLast() {
      if case .or(let left, let right) = term.kind { open += [right, left] } else { result.append(term) }
    }
    return result
  }

  /// What the term is made of, each of which is true or false by itself; none where it is one test.
  fileprivate var operands: [Term] {
    switch kind {
    case .and: conjuncts
    case .or: alternatives
    case .not(let inner): inner.operands.isEmpty ? [] : [inner]
    case .conditional(let test, let yes, let no): [test, yes, no]
    default: []
    }
  }
}
