import Diagnostics

/// How much an evaluation may do.
public struct EvaluationLimits: Sendable {
  /// Nodes visited, those inside of macros once per element.
  public var steps: Int

  public init(steps: Int = 1_000_000) { self.steps = steps }

  public static let standard = EvaluationLimits()
}

/// The variables of an evaluation.
public struct Activation: Sendable {
  public var variables: [String: Value]

  public init(_ variables: [String: Value] = [:]) { self.variables = variables }

  /// The value at a path of fields; nothing where a step is missing.
  public func value(at path: [String]) -> Value? {
    guard let root = path.first, var current = variables[root] else { return nil }
    for name in path.dropFirst() {
      guard case .map(let map) = current, let next = map[name] else { return nil }
      current = next
    }
    return current
  }
}

struct Evaluator {
  let expression: Expression
  let regexes: [Int: Regex]
  var locals: [(name: String, value: Value)] = []
  let activation: Activation
  let functions: FunctionLibrary
  var steps: Int

  init(_ program: Program, _ activation: Activation, _ limits: EvaluationLimits) {
    expression = program.expression
    regexes = program.regexes
    functions = program.functions
    self.activation = activation
    steps = limits.steps
  }

  mutating func run(_ id: Int) -> Result<Value, EvaluationError> {
    do { return .success(try value(id)) } catch { return .failure(error) }
  }

  private func fail(_ code: EvaluationError.Code, _ message: String, _ id: Int) -> EvaluationError {
    EvaluationError(code, message, at: expression[id].position)
  }

  private mutating func value(_ id: Int) throws(EvaluationError) -> Value {
    steps -= 1
    guard steps >= 0 else { throw fail(.budgetExceeded, "the expression takes too many steps", id) }
    switch expression[id].kind {
    case .literal(let value): return value
    case .identifier(let name):
      if let local = locals.last(where: { $0.name == name }) { return local.value }
      if let value = activation.variables[name] { return value }
      if let type = Checker.typeNames[name] { return .type(type) }
      throw fail(.unbound, "no value for `\(name)`", id)
    case .select(let operand, let field):
      guard case .map(let map) = try value(operand) else {
        throw fail(.noSuchOverload, "`\(field)` is asked of a value without fields", id)
      }
      guard let value = map[field] else { throw fail(.noSuchField, "no such field `\(spelled(id))`", id) }
      return value
    case .has(let operand, let field):
      guard case .map(let map) = try value(operand) else {
        throw fail(.noSuchOverload, "`has()` asks a value without fields", id)
      }
      return .bool(map[field] != nil)
    case .index(let operand, let key): return try index(try value(operand), try value(key), id)
    case .unary(let sign, let operand): return try unary(sign, try value(operand), id)
    case .binary(.and, let left, let right): return try logic(left, right, decidedBy: false, id)
    case .binary(.or, let left, let right): return try logic(left, right, decidedBy: true, id)
    case .binary(let sign, let left, let right):
      let (a, b) = (try value(left), try value(right))
      do { return try Arithmetic.apply(sign, a, b) } catch { throw located(error, id) }
    case .conditional(let test, let yes, let no):
      guard case .bool(let isTrue) = try value(test) else {
        throw fail(.noSuchOverload, "the condition of `?:` is no bool", test)
      }
      return try value(isTrue ? yes : no)
    case .list(let items):
      var values: [Value] = []
      for item in items { values.append(try value(item)) }
      return .list(values)
    case .map(let entries):
      var map = MapValue()
      for entry in entries {
        let key = try value(entry.key)
        let inserted = map.insert(key, try value(entry.value))
        guard inserted else { throw fail(.duplicateKey, "a map's keys are distinct bools, integers and strings", entry.key) }
      }
      return .map(map)
    case .call(let name, let target, let arguments):
      if name == "matches", let regex = regexes[id] {
        guard case .string(let text) = try value(target ?? arguments[0]) else {
          throw fail(.noSuchOverload, "`matches` is asked of a value that is no string", id)
        }
        return .bool(regex.matches(text))
      }
      var values: [Value] = []
      if let target { values.append(try value(target)) }
      for argument in arguments { values.append(try value(argument)) }
      do { return try functions.call(name, isMember: target != nil, values) } catch { throw located(error, id) }
    case .comprehension(let it): return try comprehension(it, id)
    }
  }

  private func located(_ error: EvaluationError, _ id: Int) -> EvaluationError {
    var error = error
    error.position = expression[id].position
    return error
  }

  private func spelled(_ id: Int) -> String { expression.path(of: id)?.joined(separator: ".") ?? "?" }

  /// `&&` and `||`: one side that decides absorbs an error of the other.
  private mutating func logic(
    _ left: Int, _ right: Int, decidedBy deciding: Bool, _ id: Int
  ) throws(EvaluationError) -> Value {
    let first = run(left)
    if case .success(.bool(let value)) = first, value == deciding { return .bool(deciding) }
    let second = run(right)
    if case .success(.bool(let value)) = second, value == deciding { return .bool(deciding) }
    for (result, operand) in [(first, left), (second, right)] {
      switch result {
      case .failure(let error): throw error
      case .success(.bool): continue
      case .success: throw fail(.noSuchOverload, "an operand of `\(deciding ? "||" : "&&")` is no bool", operand)
      }
    }
    return .bool(!deciding)
  }

  private func index(_ operand: Value, _ key: Value, _ id: Int) throws(EvaluationError) -> Value {
    switch operand {
    case .map(let map):
      guard let value = map[key] else { throw fail(.noSuchKey, "no such key", id) }
      return value
    case .list(let items):
      let place: Int?
      switch key {
      case .int(let value): place = Int(exactly: value)
      case .uint(let value): place = Int(exactly: value)
      case .double(let value): place = Int(exactly: value)
      default: throw fail(.noSuchOverload, "a list is indexed by an integer", id)
      }
      guard let place, items.indices.contains(place) else { throw fail(.indexOutOfRange, "the list has no such place", id) }
      return items[place]
    default: throw fail(.noSuchOverload, "only lists and maps have places", id)
    }
  }

  private func unary(_ sign: Expression.Operator, _ operand: Value, _ id: Int) throws(EvaluationError) -> Value {
    switch (sign, operand) {
    case (.not, .bool(let value)): return .bool(!value)
    case (.negate, .int(let value)):
      guard value != .min else { throw fail(.overflow, "the result leaves the range of int", id) }
      return .int(-value)
    case (.negate, .double(let value)): return .double(-value)
    case (.negate, .duration(let value)):
      guard value != .min else { throw fail(.overflow, "the result leaves the range of duration", id) }
      return .duration(-value)
    case (.negate, .money(let value)):
      guard value.nanos != .min else { throw fail(.overflow, "the result leaves the range of money", id) }
      return .money(MoneyValue(nanos: -value.nanos, currency: value.currency))
    default: throw fail(.noSuchOverload, "`\(sign.text)` has no overload for \(operand.typeName)", id)
    }
  }

  private mutating func comprehension(_ it: Expression.Comprehension, _ id: Int) throws(EvaluationError) -> Value {
    let items: [Value]
    switch try value(it.range) {
    case .list(let list): items = list
    case .map(let map): items = map.keys
    default: throw fail(.noSuchOverload, "`\(it.macro.rawValue)` goes over lists and maps", id)
    }
    var (count, results, pending): (Int, [Value], EvaluationError?) = (0, [], nil)
    for item in items {
      locals.append((it.variable, item))
      defer { locals.removeLast() }
      switch it.macro {
      case .all, .exists:
        guard let condition = it.condition else { continue }
        let deciding = it.macro == .exists
        switch run(condition) {
        case .success(.bool(let value)): if value == deciding { return .bool(deciding) }
        case .success: pending = pending ?? fail(.noSuchOverload, "the condition is no bool", condition)
        case .failure(let error):
          if error.code == .budgetExceeded { throw error }
          pending = pending ?? error
        }
      case .existsOne, .filter:
        guard let condition = it.condition else { continue }
        guard case .bool(let value) = try value(condition) else {
          throw fail(.noSuchOverload, "the condition is no bool", condition)
        }
        if value {
          count += 1
          results.append(item)
        }
      case .map:
        if let condition = it.condition {
          guard case .bool(let value) = try value(condition) else {
            throw fail(.noSuchOverload, "the condition is no bool", condition)
          }
          if !value { continue }
        }
        if let mapped = it.value { results.append(try value(mapped)) }
      }
    }
    if let pending { throw pending }
    switch it.macro {
    case .all: return .bool(true)
    case .exists: return .bool(false)
    case .existsOne: return .bool(count == 1)
    case .map, .filter: return .list(results)
    }
  }
}
