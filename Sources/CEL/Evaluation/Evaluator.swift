import Diagnostics

/// One evaluation: a walk over the plan, with the variables of the macros around and what is left of the budget.
struct Evaluator {
  private let code: Code
  let bindings: Activation.Bindings
  /// Whether the slots of the activation are those of the plan.
  private let hasSlots: Bool
  var locals: [Result<Value, EvaluationError>] = []
  /// The macros around, with what had been spent before each: an exhausted budget names them.
  private var macros: [(node: Int, before: Int)] = []
  private var budget: Budget

  init(_ code: Code, _ activation: Activation, _ limits: EvaluationLimits) {
    self.code = code
    bindings = activation.bindings
    hasSlots = bindings.layout === code.layout
    budget = Budget(limits)
  }

  var expression: Expression { code.expression }
  var tables: Plan.Tables { code.tables }

  /// What is left of the budget.
  var left: Int { budget.left }
  /// What has been spent of it.
  var spent: Int { budget.spent }

  mutating func run(_ id: Int) -> Result<Value, EvaluationError> {
    do throws(EvaluationError) { return .success(try value(id)) } catch { return .failure(error) }
  }

  func fail(_ code: EvaluationError.Code, _ message: String, _ id: Int) -> EvaluationError {
    EvaluationError(code, message, at: expression[id].position)
  }

  func located(_ error: EvaluationError, _ id: Int) -> EvaluationError {
    var error = error
    error.position = expression[id].position
    return error
  }

  // MARK: Budget

  @inline(__always) mutating func spend(_ count: Int, _ id: Int) throws(EvaluationError) {
    if !budget.take(count) { try spendRest(count, id) }
  }

  @inline(never) private mutating func spendRest(_ count: Int, _ id: Int) throws(EvaluationError) {
    switch budget.refill(count) {
    case nil: return
    case .cancelled?: throw fail(.cancelled, "the evaluation was cancelled", id)
    case .spent?:
      var message = "the expression takes more than \(budget.whole) steps"
      for macro in macros {
        let node = expression[macro.node]
        guard case .comprehension(let it) = node.kind else { continue }
        let steps = budget.whole - macro.before
        message += ", \(steps) of them in `\(it.macro.rawValue)` at \(node.position.line):\(node.position.column)"
      }
      throw fail(.budgetExceeded, message, id)
    }
  }

  /// Within a macro, so that an exhausted budget can say where.
  mutating func within<Result>(
    _ id: Int, _ body: (inout Evaluator) throws(EvaluationError) -> Result
  ) throws(EvaluationError) -> Result {
    macros.append((id, budget.spent))
    defer { macros.removeLast() }
    return try body(&self)
  }

  // MARK: Steps

  mutating func value(_ id: Int) throws(EvaluationError) -> Value {
    try spend(1, id)
    return try value(of: code.steps[id], id)
  }

  private mutating func value(of step: Plan.Step, _ id: Int) throws(EvaluationError) -> Value {
    switch step {
    case .constant(let place): return tables.constants[place]
    case .local(let place):
      guard locals.indices.contains(place) else { throw fail(.unbound, "the part stands within a macro", id) }
      return try locals[place].get()
    case .slot(let slot, let depth, let otherwise):
      if hasSlots, let value = bindings.slots[slot] {
        try spend(depth, id)
        return value
      }
      return try value(of: tables.others[otherwise], id)
    case .variable(let name):
      let name = tables.names[name]
      guard let value = bindings.variables[name] else { throw fail(.unbound, "no value for `\(name)`", id) }
      return value
    case .name(let place): return try unresolved(tables.unresolved[place], id)
    case .select(let operand, let field):
      let container = try value(operand)
      return try select(container, tables.names[field], id)
    case .has(let operand, let field):
      let container = try value(operand)
      return .bool(try has(container, tables.names[field], id))
    case .index(let operand, let key):
      let container = try value(operand)
      let key = try value(key)
      return try index(container, key, id)
    case .optionalSelect(let operand, let field):
      let container = try value(operand)
      let field = tables.names[field]
      return .optional(try has(container, field, id) ? unwrapped(try select(container, field, id)) : nil)
    case .optionalIndex(let operand, let key):
      let container = try value(operand)
      let key = try value(key)
      return try optionalIndex(container, key, id)
    case .unary(.not, _), .test, .and, .or, .isOneOf, .matches, .text: return .bool(try truth(of: step, id))
    case .unary(let sign, let operand):
      let operand = try value(operand)
      do throws(EvaluationError) { return try Arithmetic.apply(sign, operand) } catch { throw located(error, id) }
    case .binary(let sign, let left, let right): return try binary(sign, left, right, id)
    case .conditional(let test, let yes, let no):
      guard let isTrue = try truth(test) else {
        throw fail(.noSuchOverload, "the condition of `?:` is no bool", test)
      }
      return try value(isTrue ? yes : no)
    case .list(let place): return try list(tables.lists[place], id)
    case .map(let place): return try map(tables.maps[place], id)
    case .call(let place): return try call(tables.calls[place], id)
    case .optionalOr(let left, let right, let unwraps): return try optionalOr(left, right, unwraps, id)
    case .undeclared(let name): throw fail(.undeclared, "undeclared function `\(tables.names[name])`", id)
    case .comprehension(let place): return try comprehension(tables.comprehensions[place], id)
    case .none: throw fail(.invalidArgument, "the part has no value by itself", id)
    }
  }

  private mutating func unresolved(_ name: Plan.Unresolved, _ id: Int) throws(EvaluationError) -> Value {
    for candidate in name.candidates { if let value = bindings.variables[candidate] { return value } }
    if let type = name.type { return .abstract(.name(type)) }
    guard let operand = name.operand else { throw fail(.unbound, "no value for `\(name.field)`", id) }
    let container = try value(operand)
    return try select(container, name.field, id)
  }

  // MARK: Truth

  /// Whether a part holds; nothing where its value is no bool.
  mutating func truth(_ id: Int) throws(EvaluationError) -> Bool? {
    try spend(1, id)
    let step = code.steps[id]
    switch step {
    case .unary(.not, _), .test, .and, .or, .isOneOf, .matches, .text: return try truth(of: step, id)
    case .slot(let slot, let depth, _):
      guard hasSlots else { break }
      let glance = bindings.glances[slot]
      if glance.kind == .bool {
        try spend(depth, id)
        return glance.word == 1
      }
    default: break
    }
    if case .bool(let value) = try value(of: step, id) { return value }
    return nil
  }

  private mutating func truth(of step: Plan.Step, _ id: Int) throws(EvaluationError) -> Bool {
    switch step {
    case .test(let place):
      let test = tables.tests[place]
      if hasSlots, let answer = bindings.passes(test, code) {
        try spend(test.steps - 1, id)
        return answer
      }
      return try truth(plain: tables.others[test.otherwise], id)
    case .and(let left, let right): return try logic(left, right, decidedBy: false)
    case .or(let left, let right): return try logic(left, right, decidedBy: true)
    case .unary(.not, let operand):
      if let isTrue = try truth(operand) { return !isTrue }
      throw fail(.noSuchOverload, "`!` is asked of a value that is no bool", id)
    default: return try truth(plain: step, id)
    }
  }

  private mutating func truth(plain step: Plan.Step, _ id: Int) throws(EvaluationError) -> Bool {
    switch step {
    case .isOneOf(let operand, let place):
      guard case .string(let text) = try value(operand) else { return false }
      try spend(text.utf8.count / 32, id)
      return tables.choices[place].contains(text)
    case .matches(let operand, let pattern):
      guard case .string(let text) = try value(operand) else {
        throw fail(.noSuchOverload, "`matches` is asked of a value that is no string", id)
      }
      let pattern = tables.patterns[pattern]
      try spend(pattern.effort(text), id)
      return pattern.matches(text)
    case .text(let kind, let operand, let part):
      let (operand, part) = (try value(operand), try value(part))
      guard case .string(let text) = operand, case .string(let part) = part else {
        throw fail(
          .noSuchOverload, "`\(kind)` has no overload for (\(operand.typeName), \(part.typeName))", id)
      }
      try spend(text.utf8.count / 32 + part.utf8.count / 32, id)
      return kind.holds(text, part)
    case .binary(let sign, let left, let right):
      guard case .bool(let value) = try binary(sign, left, right, id) else { return false }
      return value
    default: return false
    }
  }

  /// `&&` and `||`: one side that decides absorbs an error of the other.
  private mutating func logic(_ left: Int, _ right: Int, decidedBy deciding: Bool) throws(EvaluationError) -> Bool {
    var pending: EvaluationError?
    do throws(EvaluationError) {
      if try decides(left, deciding) { return deciding }
    } catch {
      if error.isFinal { throw error }
      pending = error
    }
    do throws(EvaluationError) {
      if try decides(right, deciding) { return deciding }
    } catch {
      if error.isFinal { throw error }
      pending = pending ?? error
    }
    if let pending { throw pending }
    return !deciding
  }

  private mutating func decides(_ operand: Int, _ deciding: Bool) throws(EvaluationError) -> Bool {
    guard let value = try truth(operand) else {
      throw fail(.noSuchOverload, "an operand of `\(deciding ? "||" : "&&")` is no bool", operand)
    }
    return value == deciding
  }

  // MARK: Operators

  private mutating func binary(_ sign: Expression.Operator, _ left: Int, _ right: Int, _ id: Int)
    throws(EvaluationError) -> Value
  {
    let a = try value(left)
    let b = try value(right)
    // What is compared is paid before it is looked at.
    switch sign {
    case .equal, .unequal: try spend(min(a.size(upTo: budget.left), b.size(upTo: budget.left)), id)
    case .isIn: if case .list = b { try spend(b.size(upTo: budget.left) / 4, id) }
    default: break
    }
    let result: Value
    do throws(EvaluationError) { result = try Arithmetic.apply(sign, a, b) } catch { throw located(error, id) }
    if sign == .add {
      switch result {
      case .list(let items): try spend(items.count, id)
      case .string, .bytes: try spend(result.size(upTo: budget.left), id)
      default: break
      }
    }
    return result
  }
}

extension EvaluationError {
  /// Whether no operator or macro may absorb it.
  var isFinal: Bool { code == .budgetExceeded || code == .cancelled }
}
