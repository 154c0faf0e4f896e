/// The binary operators on values, exact or refused.
enum Arithmetic {
  static func apply(_ sign: Expression.Operator, _ a: Value, _ b: Value) throws(EvaluationError) -> Value {
    switch sign {
    case .equal: return .bool(a.equals(b))
    case .unequal: return .bool(!a.equals(b))
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return .bool(try order(sign, a, b))
    case .isIn: return .bool(try isIn(a, b))
    case .add: return try add(a, b)
    case .subtract: return try subtract(a, b)
    case .multiply: return try multiply(a, b)
    case .divide, .modulo: return try divide(sign, a, b)
    default: throw noOverload(sign, a, b)
    }
  }

  /// The unary operators.
  static func apply(_ sign: Expression.Operator, _ operand: Value) throws(EvaluationError) -> Value {
    switch (sign, operand) {
    case (.not, .bool(let value)): return .bool(!value)
    case (.negate, .int(let value)): return .int(try checked((0 as Int64).subtractingReportingOverflow(value), "int"))
    case (.negate, .double(let value)): return .double(-value)
    case (.negate, .duration(let value)):
      return .duration(try checked((0 as Int64).subtractingReportingOverflow(value), "duration"))
    case (.negate, .money(let value)):
      return .money(
        MoneyValue(
          nanos: try checked((0 as Int64).subtractingReportingOverflow(value.nanos), "money"), currency: value.currency)
      )
    default:
      throw EvaluationError(.noSuchOverload, "`\(sign.text)` has no overload for \(operand.typeName)")
    }
  }

  static func noOverload(_ sign: Expression.Operator, _ a: Value, _ b: Value) -> EvaluationError {
    EvaluationError(.noSuchOverload, "`\(sign.text)` has no overload for (\(a.typeName), \(b.typeName))")
  }

  static func overflow(_ type: String) -> EvaluationError {
    EvaluationError(.overflow, "the result leaves the range of \(type)")
  }

  private static func order(_ sign: Expression.Operator, _ a: Value, _ b: Value) throws(EvaluationError) -> Bool {
    if case .money(let left) = a, case .money(let right) = b, left.currency != right.currency {
      throw EvaluationError(.invalidArgument, "amounts in \(left.currency) and \(right.currency) do not compare")
    }
    guard let order = a.compare(b) else {
      // NaN comes neither before nor after a number; with what is no number it has no order to ask for.
      guard a.isNumber, b.isNumber else { throw noOverload(sign, a, b) }
      return false
    }
    return switch sign {
    case .less: order == .before
    case .lessOrEqual: order != .after
    case .greater: order == .after
    default: order != .before
    }
  }

  private static func isIn(_ a: Value, _ b: Value) throws(EvaluationError) -> Bool {
    switch b {
    case .list(let items): return items.contains { $0.equals(a) }
    case .map(let map): return map[a] != nil
    default: throw noOverload(.isIn, a, b)
    }
  }

  private static func checked<T: FixedWidthInteger>(_ result: (partialValue: T, overflow: Bool), _ type: String)
    throws(EvaluationError) -> T
  {
    guard !result.overflow else { throw overflow(type) }
    return result.partialValue
  }

  private static func money(_ a: MoneyValue, _ b: MoneyValue, _ nanos: (partialValue: Int64, overflow: Bool))
    throws(EvaluationError) -> Value
  {
    guard a.currency == b.currency else {
      throw EvaluationError(.invalidArgument, "amounts in \(a.currency) and \(b.currency) do not add up")
    }
    return .money(MoneyValue(nanos: try checked(nanos, "money"), currency: a.currency))
  }

  private static func moved(_ time: CELTimestamp, by nanoseconds: Int128) throws(EvaluationError) -> Value {
    guard let result = CELTimestamp(nanosecondsSinceEpoch: time.total + nanoseconds) else {
      throw overflow("timestamp")
    }
    return .timestamp(result)
  }

  private static func add(_ a: Value, _ b: Value) throws(EvaluationError) -> Value {
    switch (a, b) {
    case (.int(let x), .int(let y)): return .int(try checked(x.addingReportingOverflow(y), "int"))
    case (.uint(let x), .uint(let y)): return .uint(try checked(x.addingReportingOverflow(y), "uint"))
    case (.double(let x), .double(let y)): return .double(x + y)
    case (.string(let x), .string(let y)):
      try ValueLimits.checkText(x.utf8.count + y.utf8.count)
      return .string(x + y)
    case (.bytes(let x), .bytes(let y)):
      try ValueLimits.checkText(x.count + y.count)
      return .bytes(x + y)
    case (.list(let x), .list(let y)): return .list(x + y)
    case (.money(let x), .money(let y)): return try money(x, y, x.nanos.addingReportingOverflow(y.nanos))
    case (.duration(let x), .duration(let y)): return .duration(try checked(x.addingReportingOverflow(y), "duration"))
    case (.timestamp(let x), .duration(let y)), (.duration(let y), .timestamp(let x)):
      return try moved(x, by: Int128(y))
    default: throw noOverload(.add, a, b)
    }
  }

  private static func subtract(_ a: Value, _ b: Value) throws(EvaluationError) -> Value {
    switch (a, b) {
    case (.int(let x), .int(let y)): return .int(try checked(x.subtractingReportingOverflow(y), "int"))
    case (.uint(let x), .uint(let y)): return .uint(try checked(x.subtractingReportingOverflow(y), "uint"))
    case (.double(let x), .double(let y)): return .double(x - y)
    case (.money(let x), .money(let y)): return try money(x, y, x.nanos.subtractingReportingOverflow(y.nanos))
    case (.duration(let x), .duration(let y)):
      return .duration(try checked(x.subtractingReportingOverflow(y), "duration"))
    case (.timestamp(let x), .duration(let y)): return try moved(x, by: -Int128(y))
    case (.timestamp(let x), .timestamp(let y)):
      guard let difference = Int64(exactly: x.total - y.total) else { throw overflow("duration") }
      return .duration(difference)
    default: throw noOverload(.subtract, a, b)
    }
  }

  private static func multiply(_ a: Value, _ b: Value) throws(EvaluationError) -> Value {
    switch (a, b) {
    case (.int(let x), .int(let y)): return .int(try checked(x.multipliedReportingOverflow(by: y), "int"))
    case (.uint(let x), .uint(let y)): return .uint(try checked(x.multipliedReportingOverflow(by: y), "uint"))
    case (.double(let x), .double(let y)): return .double(x * y)
    case (.money(let x), .int(let y)), (.int(let y), .money(let x)):
      return .money(
        MoneyValue(nanos: try checked(x.nanos.multipliedReportingOverflow(by: y), "money"), currency: x.currency))
    case (.money(let x), .double(let y)), (.double(let y), .money(let x)):
      return .money(MoneyValue(nanos: try scaled(x.nanos, by: y), currency: x.currency))
    default: throw noOverload(.multiply, a, b)
    }
  }

  /// Nano-units times a double that counts as its shortest decimal, rounded half-even.
  private static func scaled(_ nanos: Int64, by factor: Double) throws(EvaluationError) -> Int64 {
    guard factor.isFinite else { throw EvaluationError(.invalidArgument, "money times \(factor) is no amount") }
    var text = factor.magnitude.description
    var exponent = 0
    if let mark = text.firstIndex(of: "e") {
      exponent = Int(text[text.index(after: mark)...]) ?? 0
      text = String(text[..<mark])
    }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    var digits = String(parts[0]) + (parts.count > 1 ? String(parts[1]) : "")
    exponent -= parts.count > 1 ? parts[1].utf8.count : 0
    while digits.hasSuffix("0"), digits.utf8.count > 1 {
      digits.removeLast()
      exponent += 1
    }
    guard let mantissa = Int128(digits) else { throw overflow("money") }
    if nanos == 0 || mantissa == 0 { return 0 }
    var product = Int128(nanos) * mantissa * (factor < 0 ? -1 : 1)
    if exponent >= 0 {
      for _ in 0..<min(exponent, 40) {
        let (next, overflow) = product.multipliedReportingOverflow(by: 10)
        guard !overflow else { throw Arithmetic.overflow("money") }
        product = next
      }
      guard exponent <= 40, let result = Int64(exactly: product) else { throw overflow("money") }
      return result
    }
    guard -exponent <= 37 else { return 0 }
    var divisor: Int128 = 1
    for _ in 0..<(-exponent) { divisor *= 10 }
    var (quotient, rest) = product.quotientAndRemainder(dividingBy: divisor)
    if rest < 0 {
      quotient -= 1
      rest += divisor
    }
    if rest > divisor - rest || (rest == divisor - rest && quotient & 1 == 1) { quotient += 1 }
    guard let result = Int64(exactly: quotient) else { throw overflow("money") }
    return result
  }

  private static func divide(_ sign: Expression.Operator, _ a: Value, _ b: Value) throws(EvaluationError) -> Value {
    let isModulo = sign == .modulo
    switch (a, b) {
    case (.int(let x), .int(let y)):
      guard y != 0 else { throw EvaluationError(.divideByZero, isModulo ? "modulus by zero" : "division by zero") }
      return .int(
        try checked(isModulo ? x.remainderReportingOverflow(dividingBy: y) : x.dividedReportingOverflow(by: y), "int"))
    case (.uint(let x), .uint(let y)):
      guard y != 0 else { throw EvaluationError(.divideByZero, isModulo ? "modulus by zero" : "division by zero") }
      return .uint(isModulo ? x % y : x / y)
    case (.double(let x), .double(let y)) where !isModulo: return .double(x / y)
    default: throw noOverload(sign, a, b)
    }
  }
}
