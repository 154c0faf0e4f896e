import Diagnostics

/// Finds the type of each part, and every part that has none.
struct Checker {
  /// Names that stand for types.
  static let typeNames: [String: String] = [
    "int": "int", "uint": "uint", "double": "double", "bool": "bool", "string": "string", "bytes": "bytes", "list": "list",
    "map": "map", "null_type": "null_type", "type": "type",
  ]

  let expression: Expression
  let environment: Environment
  var locals: [(name: String, type: CELType)] = []
  var errors: [CELError] = []

  init(_ expression: Expression, _ environment: Environment) {
    self.expression = expression
    self.environment = environment
  }

  private mutating func report(_ code: String, _ message: String, _ id: Int, hint: String? = nil) {
    errors.append(CELError(code, message, at: expression[id].position, hint: hint))
  }

  mutating func type(_ id: Int) -> CELType {
    switch expression[id].kind {
    case .literal(let value): return literal(value)
    case .identifier(let name):
      if let local = locals.last(where: { $0.name == name }) { return local.type }
      if let type = environment.variables[name] { return type }
      if Self.typeNames[name] != nil { return .type }
      let near = nearestName(to: name, in: environment.variables.keys.sorted() + locals.map(\.name))
      report("undeclared-name", "undeclared name `\(name)`", id, hint: near.map { "did you mean `\($0)`?" })
      return .dyn
    case .select(let operand, let field): return select(operand, field, id)
    case .has(let operand, let field):
      _ = select(operand, field, id)
      return .bool
    case .index(let operand, let key): return index(type(operand), type(key), id)
    case .unary(let sign, let operand): return unary(sign, type(operand), id)
    case .binary(let sign, let left, let right): return binary(sign, left, right, id)
    case .conditional(let test, let yes, let no):
      expectBool(type(test), test, "the condition of `?:`")
      let (a, b) = (type(yes), type(no))
      guard let joined = join(a, b) else {
        report("no-matching-overload", "the branches of `?:` have types `\(a)` and `\(b)`", id)
        return .dyn
      }
      return joined
    case .list(let items):
      var element: CELType?
      for item in items {
        let next = type(item)
        element = element.map { join($0, next) ?? .dyn } ?? next
      }
      return .list(element ?? .dyn)
    case .map(let entries):
      var (key, value): (CELType?, CELType?) = (nil, nil)
      for entry in entries {
        let (nextKey, nextValue) = (type(entry.key), type(entry.value))
        key = key.map { join($0, nextKey) ?? .dyn } ?? nextKey
        value = value.map { join($0, nextValue) ?? .dyn } ?? nextValue
      }
      return .map(key ?? .dyn, value ?? .dyn)
    case .call(let name, let target, let arguments): return call(name, target, arguments, id)
    case .comprehension(let it): return comprehension(it, id)
    }
  }

  private func literal(_ value: Value) -> CELType {
    switch value {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    default: .dyn
    }
  }

  /// The type that both fit, where there is one.
  private func join(_ a: CELType, _ b: CELType) -> CELType? {
    if a == b { return a }
    switch (a, b) {
    case (.dyn, _), (_, .dyn): return .dyn
    case (.list(let x), .list(let y)): return join(x, y).map { .list($0) }
    case (.map(let k, let v), .map(let l, let w)):
      guard let key = join(k, l), let value = join(v, w) else { return nil }
      return .map(key, value)
    case (.null, let other), (let other, .null):
      switch other {
      case .timestamp, .duration, .object, .money: return other
      default: return nil
      }
    default: return nil
    }
  }

  private mutating func expectBool(_ type: CELType, _ id: Int, _ what: String) {
    guard type != .bool, type != .dyn else { return }
    report("not-a-bool", "\(what) is a `\(type)`, expected a bool", id)
  }

  private mutating func select(_ operand: Int, _ field: String, _ id: Int) -> CELType {
    switch type(operand) {
    case .dyn: return .dyn
    case .map(_, let value): return value
    case .object(let object):
      if let found = object[field] { return found.type }
      let near = nearestName(to: field, in: object.fields.map(\.name))
      let known = object.fields.prefix(12).map { "`\($0.name)`" }.joined(separator: ", ")
      report(
        "undeclared-field", "undeclared field `\(field)` of `\(expression.text(of: operand))`", id,
        hint: near.map { "did you mean `\($0)`?" } ?? "it has \(known)")
      return .dyn
    case let other:
      report("undeclared-field", "a `\(other)` has no field `\(field)`", id)
      return .dyn
    }
  }

  private mutating func index(_ operand: CELType, _ key: CELType, _ id: Int) -> CELType {
    switch operand {
    case .dyn: return .dyn
    case .list(let element):
      if key == .int || key == .dyn || key == .uint { return element }
    case .map(let expected, let value):
      if join(expected, key) != nil { return value }
    default: break
    }
    report("no-matching-overload", "found no matching overload for `_[_]` applied to `(\(operand), \(key))`", id)
    return .dyn
  }

  private mutating func unary(_ sign: Expression.Operator, _ operand: CELType, _ id: Int) -> CELType {
    switch (sign, operand) {
    case (_, .dyn): return sign == .not ? .bool : .dyn
    case (.not, .bool): return .bool
    case (.negate, .int), (.negate, .double), (.negate, .duration), (.negate, .money): return operand
    default:
      report("no-matching-overload", "found no matching overload for `\(sign.text)_` applied to `(\(operand))`", id)
      return .dyn
    }
  }

  private mutating func binary(_ sign: Expression.Operator, _ left: Int, _ right: Int, _ id: Int) -> CELType {
    let (a, b) = (type(left), type(right))
    switch sign {
    case .and, .or:
      expectBool(a, left, "an operand of `\(sign.text)`")
      expectBool(b, right, "an operand of `\(sign.text)`")
      return .bool
    case .equal, .unequal:
      if join(a, b) == nil { noOverload(sign, a, b, id) }
      return .bool
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      let ordered: [CELType] = [.bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .money]
      let numbers: [CELType] = [.int, .uint, .double]
      if a == .dyn || b == .dyn || (a == b && ordered.contains(a)) || (numbers.contains(a) && numbers.contains(b)) {
        return .bool
      }
      noOverload(sign, a, b, id)
      return .bool
    case .isIn:
      switch b {
      case .dyn: return .bool
      case .list(let element), .map(let element, _):
        if join(a, element) == nil { noOverload(sign, a, b, id) }
      default: noOverload(sign, a, b, id)
      }
      return .bool
    default:
      if a == .dyn || b == .dyn { return arithmetic(sign, a == .dyn ? b : a) }
      if let result = result(sign, a, b) { return result }
      noOverload(sign, a, b, id)
      return .dyn
    }
  }

  private func arithmetic(_ sign: Expression.Operator, _ known: CELType) -> CELType {
    switch known {
    case .int, .uint, .double, .string, .bytes: known
    default: .dyn
    }
  }

  private func result(_ sign: Expression.Operator, _ a: CELType, _ b: CELType) -> CELType? {
    switch (sign, a, b) {
    case (.add, .int, .int), (.add, .uint, .uint), (.add, .double, .double), (.add, .string, .string), (.add, .bytes, .bytes),
      (.add, .duration, .duration), (.add, .money, .money), (.subtract, .int, .int), (.subtract, .uint, .uint),
      (.subtract, .double, .double), (.subtract, .duration, .duration), (.subtract, .money, .money), (.multiply, .int, .int),
      (.multiply, .uint, .uint), (.multiply, .double, .double), (.divide, .int, .int), (.divide, .uint, .uint),
      (.divide, .double, .double), (.modulo, .int, .int), (.modulo, .uint, .uint):
      return a
    case (.add, .timestamp, .duration), (.add, .duration, .timestamp), (.subtract, .timestamp, .duration): return .timestamp
    case (.subtract, .timestamp, .timestamp): return .duration
    case (.multiply, .money, .int), (.multiply, .int, .money), (.multiply, .money, .double), (.multiply, .double, .money):
      return .money
    case (.add, .list, .list): return join(a, b) ?? .list(.dyn)
    default: return nil
    }
  }

  private mutating func noOverload(_ sign: Expression.Operator, _ a: CELType, _ b: CELType, _ id: Int) {
    var hint: String?
    if a == .money || b == .money { hint = "write an amount as `usd(500)`" }
    if (a == .duration && b == .int) || (a == .int && b == .duration) { hint = "write a length of time as `days(30)`" }
    report("no-matching-overload", "found no matching overload for `_\(sign.text)_` applied to `(\(a), \(b))`", id, hint: hint)
  }

  private mutating func call(_ name: String, _ target: Int?, _ arguments: [Int], _ id: Int) -> CELType {
    var types: [CELType] = []
    if let target { types.append(type(target)) }
    for argument in arguments { types.append(type(argument)) }
    guard let overloads = environment.functions.overloads[name], !overloads.isEmpty else {
      let near = nearestName(to: name, in: environment.functions.overloads.keys.sorted())
      report("undeclared-function", "undeclared function `\(name)`", id, hint: near.map { "did you mean `\($0)`?" })
      return .dyn
    }
    let matching = overloads.filter { overload in
      overload.isMember == (target != nil) && overload.parameters.count == types.count
        && zip(overload.parameters, types).allSatisfy { join($0, $1) != nil }
    }
    guard let first = matching.first else {
      let shown = types.map(\.description).joined(separator: ", ")
      let known = overloads.prefix(6).map { "`\($0.signature)`" }.joined(separator: ", ")
      report("no-matching-overload", "found no matching overload for `\(name)` applied to `(\(shown))`", id, hint: "there is \(known)")
      return .dyn
    }
    if name == "matches", let pattern = arguments.last, case .literal(.string(let text)) = expression[pattern].kind, Regex(text) == nil {
      report("bad-pattern", "`\(text)` is no pattern of RE2", pattern)
    }
    return matching.allSatisfy { $0.result == first.result } ? first.result : .dyn
  }

  private mutating func comprehension(_ it: Expression.Comprehension, _ id: Int) -> CELType {
    let element: CELType
    switch type(it.range) {
    case .dyn: element = .dyn
    case .list(let type): element = type
    case .map(let key, _): element = key
    case let other:
      report("not-a-list", "`\(it.macro.rawValue)` goes over a list or a map, found a `\(other)`", it.range)
      element = .dyn
    }
    locals.append((it.variable, element))
    defer { locals.removeLast() }
    if let condition = it.condition { expectBool(type(condition), condition, "the condition of `\(it.macro.rawValue)`") }
    switch it.macro {
    case .all, .exists, .existsOne: return .bool
    case .filter: return .list(element)
    case .map: return .list(it.value.map { type($0) } ?? .dyn)
    }
  }
}
