import Diagnostics

extension Checker {
  // MARK: Fields and places

  mutating func select(_ operand: CELType, _ field: String, _ id: Int, _ whole: Int) -> CELType {
    switch operand.unwrapped {
    case .dyn: return .dyn
    case .parameter:
      _ = substitution.fits(.dyn, operand)
      return .dyn
    case .map(_, let value): return value
    case .optional(let wrapped):
      let found = select(wrapped, field, id, whole)
      if case .optional = found { return found }
      return .optional(found)
    case .object(let object):
      if let found = object[field] { return found.type }
      let near = nearestName(to: field, in: object.fields.map(\.name))
      let known = object.fields.prefix(12).map { "`\($0.name)`" }.joined(separator: ", ")
      report(
        "undeclared-field", "undeclared field `\(field)` of `\(expression.text(of: id))`",
        at: place(of: field, in: whole),
        hint: near.map { "did you mean `\($0)`?" } ?? "it has \(known)")
      return .dyn
    default:
      let type = shown(operand)
      report(
        "undeclared-field", "\(type.withArticle) has no field `\(field)`", at: place(of: field, in: whole),
        hint: environment.functions.overloads[field]?.first { $0.isMember }.map { _ in
          "it is a function: write `.\(field)()`"
        } ?? Hints.fields(type))
      return .dyn
    }
  }

  /// Where a field's name stands: it is the last thing of its selection.
  private func place(of field: String, in whole: Int) -> SourcePosition {
    let node = expression[whole]
    if case .call(_, _, let operands) = node.kind, let name = operands.last { return expression[name].position }
    let wanted = Array(field.unicodeScalars)
    let text = Array(expression.text(of: whole).unicodeScalars)
    var start = text.count - wanted.count
    while start > 0, !text[start..<start + wanted.count].elementsEqual(wanted) { start -= 1 }
    guard start > 0 else { return node.position }
    // The range may start earlier than the position, at a parenthesis.
    var (line, column) = (1, 1)
    for scalar in expression.source.unicodeScalars.prefix(node.range.lowerBound + start) {
      (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
    }
    return SourcePosition(line: line, column: column)
  }

  /// `a[b]` and `a[?b]`; what is taken from an optional is one.
  mutating func index(_ operand: CELType, _ key: CELType, isOptional: Bool, _ id: Int) -> CELType {
    var (container, wraps) = (operand, isOptional)
    if case .optional(let wrapped) = operand { (container, wraps) = (wrapped, true) }
    var element: CELType?
    switch container {
    case .dyn: element = .dyn
    case .parameter:
      _ = substitution.fits(.dyn, container)
      element = .dyn
    case .list(let item): if substitution.fits(key, .int) || substitution.fits(key, .uint) { element = item }
    case .map(let expected, let value): if substitution.fits(key, expected) { element = value }
    default: break
    }
    guard let element else {
      report(
        "no-matching-overload",
        "found no matching overload for `\(isOptional ? "_[?_]" : "_[_]")` applied to `(\(shown(operand)), \(shown(key)))`",
        id, hint: Hints.index(shown(operand)))
      return .dyn
    }
    return wraps ? .optional(element) : element
  }

  // MARK: Operators

  mutating func unary(_ sign: Expression.Operator, _ operand: CELType, _ id: Int) -> CELType {
    let wanted: [CELType] = sign == .not ? [.bool] : [.int, .double] + (hasDomain ? [.duration, .money] : [])
    if case .dyn = operand { return sign == .not ? .bool : .dyn }
    for type in wanted where substitution.fits(operand, type) { return type }
    report(
      "no-matching-overload", "found no matching overload for `\(sign.text)_` applied to `(\(shown(operand)))`", id,
      hint: sign == .not ? Hints.notABool(shown(operand)) : Hints.operands(sign, hasDomain: hasDomain))
    return .dyn
  }

  private var hasDomain: Bool { environment.libraries.contains(.domain) }

  mutating func binary(_ sign: Expression.Operator, _ left: Int, _ right: Int, _ id: Int) -> CELType {
    let a = type(left)
    let b = known(right)
    return binary(sign, substitution.resolve(a), b, left, right, id)
  }

  private mutating func binary(
    _ sign: Expression.Operator, _ a: CELType, _ b: CELType, _ left: Int, _ right: Int, _ id: Int
  ) -> CELType {
    switch sign {
    case .and, .or:
      expectBool(a, left, "an operand of `\(sign.text)`")
      expectBool(b, right, "an operand of `\(sign.text)`")
      return .bool
    case .equal, .unequal:
      if join(a, b) == nil { noOverload(sign, a, b, id) }
      return .bool
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      if !(isOrdered(a) && isOrdered(b) && (isNumber(a) && isNumber(b) || join(a, b) != nil)) {
        noOverload(sign, a, b, id)
      }
      return .bool
    case .isIn:
      switch b {
      case .dyn: break
      case .parameter: _ = substitution.fits(.dyn, b)
      case .list(let element), .map(let element, _):
        if join(a, element) == nil { noOverload(sign, a, b, id) }
      default: noOverload(sign, a, b, id)
      }
      return .bool
    default:
      guard let result = arithmetic(sign, a, b) else {
        noOverload(sign, a, b, id)
        return .dyn
      }
      return result
    }
  }

  func isOrdered(_ type: CELType) -> Bool {
    switch type.unwrapped {
    case .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .money, .dyn, .parameter: true
    default: false
    }
  }

  private func isNumber(_ type: CELType) -> Bool {
    switch type.unwrapped {
    case .int, .uint, .double, .dyn, .parameter: true
    default: false
    }
  }

  private typealias Rule = (Expression.Operator, CELType, CELType, CELType)

  private static let rules: [Rule] = {
    var rules: [Rule] = [
      (.add, .string, .string, .string), (.add, .bytes, .bytes, .bytes), (.add, .duration, .duration, .duration),
      (.add, .timestamp, .duration, .timestamp), (.add, .duration, .timestamp, .timestamp),
      (.subtract, .timestamp, .duration, .timestamp), (.subtract, .timestamp, .timestamp, .duration),
      (.subtract, .duration, .duration, .duration), (.modulo, .int, .int, .int), (.modulo, .uint, .uint, .uint),
    ]
    for type in [CELType.int, .uint, .double] {
      for sign in [Expression.Operator.add, .subtract, .multiply, .divide] { rules.append((sign, type, type, type)) }
    }
    return rules
  }()

  private static let moneyRules: [Rule] = [
    (.add, .money, .money, .money), (.subtract, .money, .money, .money), (.multiply, .money, .int, .money),
    (.multiply, .int, .money, .money), (.multiply, .money, .double, .money), (.multiply, .double, .money, .money),
  ]

  /// The type of a result: one, where all rules that fit agree.
  private mutating func arithmetic(_ sign: Expression.Operator, _ a: CELType, _ b: CELType) -> CELType? {
    if sign == .add, case .list = a, case .list = b { return join(a, b) ?? .list(.dyn) }
    var result: CELType?
    let before = substitution
    var after: Substitution?
    for rule in hasDomain ? Self.rules + Self.moneyRules : Self.rules where rule.0 == sign {
      substitution = before
      guard !isNull(a), !isNull(b), substitution.fits([a, b], [rule.1, rule.2]) else { continue }
      if after == nil { after = substitution }
      result = result == nil || result == rule.3 ? rule.3 : .dyn
    }
    substitution = after ?? before
    guard sign == .add else { return result }
    for (one, other) in [(a, b), (b, a)] {
      guard case .list = one else { continue }
      if case .dyn = other { return one }
      if case .parameter = other, substitution.fits(other, one) { return one }
    }
    if case .dyn = a, case .dyn = b { return .dyn }
    return result
  }

  private func isNull(_ type: CELType) -> Bool { if case .null = type { true } else { false } }

  private mutating func noOverload(_ sign: Expression.Operator, _ a: CELType, _ b: CELType, _ id: Int) {
    let (a, b) = (shown(a), shown(b))
    report(
      "no-matching-overload", "found no matching overload for `_\(sign.text)_` applied to `(\(a), \(b))`", id,
      hint: Hints.noOverload(sign, a, b) ?? Hints.operands(sign, hasDomain: hasDomain))
  }
}
