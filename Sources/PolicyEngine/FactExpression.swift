import CEL
import Diagnostics
import SpendModel

/// An expression over facts, checked and ready to be evaluated.
struct FactExpression: Sendable {
  let term: Term
  /// The facts that it reads, each once, in the order of its text.
  let reads: [FactPath]
  let program: Program

  /// What an evaluation failed on, in words.
  struct Failure: Error, Hashable {
    let message: String
  }

  func evaluate(_ facts: BoundFacts) -> Result<Value, Failure> {
    program.evaluate(facts.activation).mapError { Failure(message: $0.message) }
  }

  /// The value of a condition.
  func truth(_ facts: BoundFacts) -> Truth { Truth(program.evaluate(facts.activation)) }

  /// The value of a part of a condition.
  func truth(of node: Expression.NodeID, _ facts: BoundFacts) -> Truth {
    Truth(program.evaluate(node, facts.activation))
  }

  func string(_ facts: BoundFacts) -> Result<String, Failure> {
    evaluate(facts).flatMap { value in
      if case .string(let text) = value { return .success(text) }
      return .failure(Failure(message: "the value is no string"))
    }
  }

  func money(_ facts: BoundFacts) -> Result<Money, Failure> {
    evaluate(facts).flatMap { value in
      if case .money(let money) = value, let currency = Currency(money.currency) {
        return .success(Money(nanos: money.nanos, currency: currency))
      }
      return .failure(Failure(message: "the value is no money"))
    }
  }
}

extension Truth {
  fileprivate init(_ result: Result<Value, EvaluationError>) {
    self =
      switch result {
      case .success(.bool(let value)): value ? .holds : .fails
      case .success: .indeterminate("the condition is neither true nor false")
      case .failure(let error): .indeterminate(error.message)
      }
  }
}

extension Term {
  /// A part of an expression as checks and explanations look at it.
  init(_ expression: Expression, _ id: Expression.NodeID) {
    let node = expression[id]
    func term(_ id: Expression.NodeID) -> Term { Term(expression, id) }
    self.init(Self.kind(node.kind, term), at: node.position, node: id)
  }

  private static func kind(_ kind: Expression.Kind, _ term: (Expression.NodeID) -> Term) -> Kind {
    switch kind {
    case .literal(let value): .literal(literal(value))
    case .identifier(let name): .variable(name)
    case .select(let operand, let field): .select(term(operand), field)
    case .has(let operand, let field): .has(term(operand), field)
    case .index(let operand, let key): .index(term(operand), term(key))
    case .call(Expression.OperatorCall.optionalSelect, nil, let operands): optionalSelect(operands.map(term))
    case .call(let name, let target, let arguments):
      .call(name, (target.map { [term($0)] } ?? []) + arguments.map(term))
    case .unary(.not, let operand): .not(term(operand))
    case .unary(let sign, let operand): .call(sign.text, [term(operand)])
    case .binary(.and, let left, let right): .and(term(left), term(right))
    case .binary(.or, let left, let right): .or(term(left), term(right))
    case .binary(let sign, let left, let right):
      if let comparison = Comparison(rawValue: sign.text) {
        .compare(comparison, term(left), term(right))
      } else {
        .call(sign.text, [term(left), term(right)])
      }
    case .conditional(let test, let yes, let no): .conditional(term(test), term(yes), term(no))
    case .list(let items): .list(items.map(term))
    case .map(let entries): .call("{}", entries.flatMap { [term($0.key), term($0.value)] })
    case .comprehension(let macro):
      .scope(
        macro.macro.rawValue, over: [term(macro.range)], names: macro.variables,
        body: [macro.condition, macro.value].compactMap { $0.map(term) })
    }
  }

  /// `a.?b`: the operand, and the name as a literal.
  private static func optionalSelect(_ operands: [Term]) -> Kind {
    guard operands.count == 2, case .literal(.string(let name)) = operands[1].kind else {
      return .call(Expression.OperatorCall.optionalSelect, operands)
    }
    return .optionalSelect(operands[0], name)
  }

  private static func literal(_ value: Value) -> Literal {
    switch value {
    case .null: .null
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .string(let value): .string(value)
    case .uint(let value): .other("\(value)u")
    case .double(let value): .other(value.description)
    default: .other(value.typeName)
    }
  }
}
