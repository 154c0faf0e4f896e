import Diagnostics

/// One evaluation: a walk over the plan, with the variables of the macros around and what is left of the budget.
struct Evaluator {
  private let code: Code
  private let activation: Activation
  var locals: [Result<Value, EvaluationError>] = []
  private var steps: Int

  init(_ code: Code, _ activation: Activation, steps: Int) {
    self.code = code
    self.activation = activation
    self.steps = steps
  }

  var expression: Expression { code.expression }

  /// What is left of the budget.
  var left: Int { steps }

  mutating func run(_ id: Int) -> Result<Value, EvaluationError> {
    do throws(EvaluationError) { return .success(try value(id)) } catch { return .failure(error) }
  }

  func fail(_ code: EvaluationError.Code, _ message: String, _ id: Int) -> EvaluationError {
    EvaluationError(code, message, at: expression[id].position)
  }

  mutating func spend(_ count: Int, _ id: Int) throws(EvaluationError) {
    steps -= count
    guard steps >= 0 else {
      steps = 0
      throw fail(.budgetExceeded, "the expression takes too many steps", id)
    }
  }

  mutating func value(_ id: Int) throws(EvaluationError) -> Value {
    try spend(1, id)
    switch code.steps[id] {
    case .constant(let value): return value
    case .local(let place):
      guard locals.indices.contains(place) else { throw fail(.unbound, "the part stands within a macro", id) }
      return try locals[place].get()
    case .variable(let name):
      guard let value = activation.variables[name] else { throw fail(.unbound, "no value for `\(name)`", id) }
      return value
    case .name(let candidates, let type, let operand, let field):
      for name in candidates { if let value = activation.variables[name] { return value } }
      if let type { return .type(.name(type)) }
      guard let operand else { throw fail(.unbound, "no value for `\(field)`", id) }
      let container = try value(operand)
      return try select(container, field, id)
    case .select(let operand, let field):
      let container = try value(operand)
      return try select(container, field, id)
    case .has(let operand, let field):
      let container = try value(operand)
      return .bool(try has(container, field, id))
    case .index(let operand, let key):
      let container = try value(operand)
      let key = try value(key)
      return try index(container, key, id)
    case .optionalSelect(let operand, let field):
      let container = try value(operand)
      return .optional(try has(container, field, id) ? try unwrapped(try select(container, field, id)) : nil)
    case .optionalIndex(let operand, let key):
      let container = try value(operand)
      let key = try value(key)
      return try optionalIndex(container, key, id)
    case .unary(let sign, let operand):
      let operand = try value(operand)
      do throws(EvaluationError) { return try Arithmetic.apply(sign, operand) } catch { throw located(error, id) }
    case .and(let left, let right): return try logic(left, right, decidedBy: false)
    case .or(let left, let right): return try logic(left, right, decidedBy: true)
    case .binary(let sign, let left, let right): return try binary(sign, left, right, id)
    case .isOneOf(let operand, let keys):
      guard case .string(let text) = try value(operand) else { return .bool(false) }
      return .bool(keys.contains(.string(text)))
    case .conditional(let test, let yes, let no):
      guard case .bool(let isTrue) = try value(test) else {
        throw fail(.noSuchOverload, "the condition of `?:` is no bool", test)
      }
      return try value(isTrue ? yes : no)
    case .list(let items, let optional): return try list(items, optional, id)
    case .map(let entries): return try map(entries, id)
    case .matches(let operand, let regex):
      guard case .string(let text) = try value(operand) else {
        throw fail(.noSuchOverload, "`matches` is asked of a value that is no string", id)
      }
      try spend(text.utf8.count / 32, id)
      return .bool(regex.matches(text))
    case .call(let name, let overloads, let operands, let cost):
      try spend(cost, id)
      return try call(name, overloads, operands, id)
    case .optionalOr(let left, let right, let unwraps): return try optionalOr(left, right, unwraps, id)
    case .undeclared(let name): throw fail(.undeclared, "undeclared function `\(name)`", id)
    case .comprehension(let it): return try comprehension(it, id)
    case .none: throw fail(.invalidArgument, "the part has no value by itself", id)
    }
  }

  private func located(_ error: EvaluationError, _ id: Int) -> EvaluationError {
    var error = error
    error.position = expression[id].position
    return error
  }

  // MARK: Operators

  private mutating func binary(_ sign: Expression.Operator, _ left: Int, _ right: Int, _ id: Int)
    throws(EvaluationError) -> Value
  {
    let a = try value(left)
    let b = try value(right)
    // What is compared is paid before it is looked at.
    switch sign {
    case .equal, .unequal: try spend(min(a.size(upTo: steps), b.size(upTo: steps)), id)
    case .isIn: if case .list = b { try spend(b.size(upTo: steps) / 4, id) }
    default: break
    }
    let result: Value
    do throws(EvaluationError) { result = try Arithmetic.apply(sign, a, b) } catch { throw located(error, id) }
    switch sign {
    case .add:
      switch result {
      case .list(let items): try spend(items.count, id)
      case .string, .bytes: try spend(result.size(upTo: steps), id)
      default: break
      }
    default: break
    }
    return result
  }

  /// `&&` and `||`: one side that decides absorbs an error of the other.
  private mutating func logic(_ left: Int, _ right: Int, decidedBy deciding: Bool) throws(EvaluationError) -> Value {
    var pending: EvaluationError?
    do throws(EvaluationError) {
      if try decides(left, deciding) { return .bool(deciding) }
    } catch {
      if error.code == .budgetExceeded { throw error }
      pending = error
    }
    do throws(EvaluationError) {
      if try decides(right, deciding) { return .bool(deciding) }
    } catch {
      if error.code == .budgetExceeded { throw error }
      pending = pending ?? error
    }
    if let pending { throw pending }
    return .bool(!deciding)
  }

  private mutating func decides(_ operand: Int, _ deciding: Bool) throws(EvaluationError) -> Bool {
    guard case .bool(let value) = try value(operand) else {
      throw fail(.noSuchOverload, "an operand of `\(deciding ? "||" : "&&")` is no bool", operand)
    }
    return value == deciding
  }

  // MARK: Lists, maps, calls

  private mutating func list(_ items: [Int], _ optional: [Bool], _ id: Int) throws(EvaluationError) -> Value {
    var values: [Value] = []
    values.reserveCapacity(items.count)
    for (place, item) in items.enumerated() {
      let element = try value(item)
      guard optional.indices.contains(place), optional[place] else {
        values.append(element)
        continue
      }
      guard case .type(.optional(let wrapped)) = element else {
        throw fail(.noSuchOverload, "`?` stands before no optional", item)
      }
      if let wrapped { values.append(wrapped) }
    }
    return try made(.list(values), id)
  }

  /// A value that was put together, once the whole of it is paid.
  mutating func made(_ value: Value, _ id: Int) throws(EvaluationError) -> Value {
    try spend(value.size(upTo: steps), id)
    return value
  }

  private mutating func map(_ entries: [(key: Int, value: Int, isOptional: Bool)], _ id: Int) throws(EvaluationError)
    -> Value
  {
    var map = MapValue()
    for entry in entries {
      let key = try value(entry.key)
      var element = try value(entry.value)
      if entry.isOptional {
        guard case .type(.optional(let wrapped)) = element else {
          throw fail(.noSuchOverload, "`?` stands before a key whose value is no optional", entry.key)
        }
        guard let wrapped else { continue }
        element = wrapped
      }
      guard map.insert(key, element) else {
        throw fail(.duplicateKey, "a map's keys are distinct bools, integers and strings", entry.key)
      }
    }
    return try made(.map(map), id)
  }

  /// Functions that do not look into their operands.
  private static let cheapFunctions: Set<String> = [
    "size", "first", "last", "hasValue", "value", "optional.of", "optional.none", "type", "dyn", "bool", "int",
    "double",
  ]

  private mutating func call(_ name: String, _ overloads: [Overload], _ operands: [Int], _ id: Int)
    throws(EvaluationError) -> Value
  {
    var values: [Value] = []
    values.reserveCapacity(operands.count)
    let isCheap = Self.cheapFunctions.contains(name)
    for operand in operands {
      let value = try value(operand)
      if !isCheap { try spend(value.size(upTo: steps), id) }
      values.append(value)
    }
    for overload in overloads where overload.accepts(values) {
      let result: Value
      do throws(EvaluationError) { result = try overload.body(values) } catch { throw located(error, id) }
      return isCheap ? result : try made(result, id)
    }
    let types = values.map(\.typeName).joined(separator: ", ")
    throw fail(.noSuchOverload, "`\(name)` has no overload for (\(types))", id)
  }
}
