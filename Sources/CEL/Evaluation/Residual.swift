/// What is left of an expression where some of its facts are not known yet.
import Diagnostics

public struct Residual: Sendable {
  /// The simplified expression; a literal where nothing is left open.
  public let expression: Expression
  /// The value, where the unknown facts do not matter for it.
  public let value: Value?
}

extension Program {
  /// Evaluates as far as the known facts go.
  ///
  ///     // request.cost > usd(500) && request.kind == 'pilot', where only the kind is known to be 'pilot'
  ///     program.residual(activation, unknown: [["request", "cost"]]).expression.formatted   // request.cost > usd('500')
  ///
  /// The residual has the value, or the error, that the whole would have had, once the rest becomes known.
  ///
  /// - Parameter unknown: Paths that are not known, and all below them. Variables that the activation leaves out are
  ///   unknown anyway; a field that a known object leaves out is absent.
  public func residual(_ activation: Activation, unknown: [[String]] = []) -> Residual {
    var simplifier = Simplifier(self, activation, unknown)
    let root = simplifier.simplified(expression.root, [])
    let made = Expression(source: expression.source, nodes: simplifier.nodes, root: root)
    return Residual(expression: made, value: simplifier.values[root])
  }
}

private struct Simplifier {
  private let program: Program
  private let activation: Activation
  private let unknown: [[String]]
  private(set) var nodes: [Expression.Node] = []
  /// What the new nodes that are constants stand for.
  private(set) var values: [Int: Value] = [:]
  /// Whether an old node hangs on nothing unknown, as far as it was asked.
  private var known: [Int: Bool] = [:]

  init(_ program: Program, _ activation: Activation, _ unknown: [[String]]) {
    self.program = program
    self.activation = activation
    self.unknown = unknown
  }

  private var expression: Expression { program.expression }

  /// - Parameter bound: The variables of the macros around.
  mutating func simplified(_ id: Int, _ bound: [String]) -> Int {
    // The mark is no part of what stands behind it.
    if case .call(Expression.OperatorCall.optionalElement, nil, let operands) = expression[id].kind {
      let inner = operands.map { simplified($0, bound) }
      return add(.call(Expression.OperatorCall.optionalElement, target: nil, inner), like: id)
    }
    if isKnown(id, bound) {
      if case .success(let value) = program.evaluate(id, activation), let made = constant(value, like: id) {
        return made
      }
      return copy(id, bound, simplifies: false)
    }
    switch expression[id].kind {
    case .binary(.and, let left, let right): return logic(id, left, right, deciding: false, bound)
    case .binary(.or, let left, let right): return logic(id, left, right, deciding: true, bound)
    case .conditional(let test, let yes, let no):
      let test = simplified(test, bound)
      if case .bool(let isTrue)? = values[test] { return simplified(isTrue ? yes : no, bound) }
      return add(.conditional(test, simplified(yes, bound), simplified(no, bound)), like: id)
    default: return copy(id, bound, simplifies: true)
    }
  }

  private mutating func logic(_ id: Int, _ left: Int, _ right: Int, deciding: Bool, _ bound: [String]) -> Int {
    let (a, b) = (simplified(left, bound), simplified(right, bound))
    for (side, other, old) in [(a, b, right), (b, a, left)] {
      guard case .bool(let value)? = values[side] else { continue }
      if value == deciding { return side }
      // What is no bool is an error in the whole, and must stay one.
      if isTruth(old) { return other }
    }
    return add(.binary(deciding ? .or : .and, a, b), like: id)
  }

  /// Whether a part is a bool, if it has a value.
  private func isTruth(_ id: Int) -> Bool {
    if program.type(of: id) == .bool { return true }
    switch expression[id].kind {
    case .has: return true
    case .binary(let sign, _, _):
      switch sign {
      case .and, .or, .equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual, .isIn: return true
      default: return false
      }
    case .comprehension(let it):
      switch it.macro {
      case .all, .exists, .existsOne: return true
      default: return false
      }
    default: return false
    }
  }

  private mutating func copy(_ id: Int, _ bound: [String], simplifies: Bool) -> Int {
    func part(_ id: Int, _ bound: [String], _ simplifier: inout Simplifier) -> Int {
      simplifies ? simplifier.simplified(id, bound) : simplifier.copy(id, bound, simplifies: false)
    }
    let kind: Expression.Kind
    switch expression[id].kind {
    case .literal, .identifier: kind = expression[id].kind
    // A chain of names stays what it is: its operand alone is not what is asked for.
    case .select(let operand, let field): kind = .select(copy(operand, bound, simplifies: false), field: field)
    case .has(let operand, let field): kind = .has(copy(operand, bound, simplifies: false), field: field)
    case .index(let operand, let key):
      kind = .index(copy(operand, bound, simplifies: false), part(key, bound, &self))
    case .unary(let sign, let operand): kind = .unary(sign, part(operand, bound, &self))
    case .binary(let sign, let left, let right):
      kind = .binary(sign, part(left, bound, &self), part(right, bound, &self))
    case .conditional(let test, let yes, let no):
      kind = .conditional(part(test, bound, &self), part(yes, bound, &self), part(no, bound, &self))
    case .list(let items): kind = .list(items.map { part($0, bound, &self) })
    case .map(let entries): kind = .map(entries.map { (part($0.key, bound, &self), part($0.value, bound, &self)) })
    case .call(let name, let target, let arguments):
      let isOperator = name.hasPrefix("_") || name.hasPrefix("?")
      kind = .call(
        name, target: target.map { part($0, bound, &self) },
        arguments.map { isOperator ? copy($0, bound, simplifies: false) : part($0, bound, &self) })
    case .comprehension(var it):
      let inner = bound + it.variables
      it.range = part(it.range, bound, &self)
      it.condition = it.condition.map { part($0, inner, &self) }
      it.value = it.value.map { part($0, inner, &self) }
      kind = .comprehension(it)
    }
    return add(kind, like: id)
  }

  private mutating func add(_ kind: Expression.Kind, like id: Int) -> Int {
    nodes.append(Expression.Node(kind: kind, position: expression[id].position, range: expression[id].range))
    return nodes.count - 1
  }

  // MARK: What is known

  private mutating func isKnown(_ id: Int, _ bound: [String]) -> Bool {
    if let answer = known[id] { return answer }
    let answer: Bool
    if program.constant(id) != nil {
      answer = true
    } else if let path = expression.path(of: id) {
      answer = isKnown(path, bound)
    } else if case .has(let operand, let field) = expression[id].kind, let path = expression.path(of: operand) {
      answer = isKnown(path + [field], bound)
    } else if case .comprehension(let it) = expression[id].kind {
      // A node within a macro is asked for by itself only where the macro is not known.
      answer = isKnown(it.range, bound) && isClosed(it, bound)
    } else {
      answer = expression.children(of: id).reduce(true) { isKnown($1, bound) && $0 }
    }
    known[id] = answer
    return answer
  }

  private func isClosed(_ it: Expression.Comprehension, _ bound: [String]) -> Bool {
    let attributes = [it.condition, it.value].compactMap { $0 }.flatMap { expression.attributes(of: $0) }
    return attributes.allSatisfy { attribute in
      it.variables.contains(attribute.path[0]) || program.constant(attribute.node) != nil
        || isKnown(attribute.path, bound)
    }
  }

  private func isKnown(_ path: [String], _ bound: [String]) -> Bool {
    guard let root = path.first, !bound.contains(root) else { return false }
    if activation.variables[root] == nil { return CELType.names[path.joined(separator: ".")] != nil }
    return !unknown.contains { open in zip(open, path).allSatisfy { haveSameBytes($0, $1) } }
  }

  // MARK: Constants

  private mutating func constant(_ value: Value, like id: Int) -> Int? {
    guard let made = spelled(value, like: id) else { return nil }
    values[made] = value
    return made
  }

  /// A value as an expression; nothing where it has no spelling, or a long one.
  private mutating func spelled(_ value: Value, like id: Int) -> Int? {
    switch value {
    case .null, .bool, .int, .uint, .string, .bytes: return add(.literal(value), like: id)
    case .double(let number): return number.isFinite ? add(.literal(value), like: id) : nil
    case .timestamp: return call("timestamp", [value.text], like: id)
    case .duration: return call("duration", [value.text], like: id)
    case .money(let money):
      let amount = String(value.text.prefix { $0 != " " })
      return money.currency == "USD"
        ? call("usd", [amount], like: id) : call("money", [amount, money.currency], like: id)
    case .list(let items):
      guard items.count <= 20 else { return nil }
      var made: [Int] = []
      for item in items {
        guard let part = spelled(item, like: id) else { return nil }
        made.append(part)
      }
      return add(.list(made), like: id)
    case .map, .abstract: return nil
    }
  }

  private mutating func call(_ name: String, _ texts: [String], like id: Int) -> Int {
    let arguments = texts.map { add(.literal(.string($0)), like: id) }
    return add(.call(name, target: nil, arguments), like: id)
  }
}
