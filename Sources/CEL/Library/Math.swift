extension FunctionLibrary {
  static let math: [Overload] = extremes + rounding + signs + tests + bits

  // MARK: Greatest and least

  private static let extremes: [Overload] = [("math.greatest", Value.Order.after), ("math.least", .before)].flatMap {
    name, wanted in
    @Sendable func best(_ items: [Value]) throws(EvaluationError) -> Value {
      guard var best = items.first else { throw invalid("`\(name)` of nothing") }
      for item in items {
        guard item.isNumber else {
          throw EvaluationError(.noSuchOverload, "`\(name)` takes numbers, found a \(item.typeName)")
        }
        if item.compareNumbers(best) == wanted { best = item }
      }
      return best
    }
    let numbers: [CELType] = [.int, .uint, .double]
    let one = numbers.map { type in
      function(name, types: [type], result: type) { (value: Value) throws(EvaluationError) in try best([value]) }
    }
    let two = numbers.flatMap { a in
      numbers.map { b in
        function(name, types: [a, b], result: a == b ? a : .dyn) { (a: Value, b: Value) throws(EvaluationError) in
          try best([a, b])
        }
      }
    }
    let many = numbers.map { type in
      function(name, types: [.list(type)], result: type) { (items: [Value]) throws(EvaluationError) in try best(items) }
    }
    return one + two + many
  }

  // MARK: Rounding and signs

  private static let rounding: [Overload] = [
    function("math.ceil") { (value: Double) in value.rounded(.up) },
    function("math.floor") { (value: Double) in value.rounded(.down) },
    function("math.round") { (value: Double) in value.rounded(.toNearestOrAwayFromZero) },
    function("math.trunc") { (value: Double) in value.rounded(.towardZero) },
    function("math.sqrt") { (value: Double) in value.squareRoot() },
    function("math.sqrt") { (value: Int64) in Double(value).squareRoot() },
    function("math.sqrt") { (value: UInt64) in Double(value).squareRoot() },
  ]

  private static let signs: [Overload] = [
    function("math.abs") { (value: Int64) throws(EvaluationError) -> Int64 in
      guard value != .min else { throw Arithmetic.overflow("int") }
      return abs(value)
    },
    function("math.abs") { (value: UInt64) in value },
    function("math.abs") { (value: Double) in value.magnitude },
    function("math.sign") { (value: Int64) in value.signum() },
    function("math.sign") { (value: UInt64) -> UInt64 in value == 0 ? 0 : 1 },
    function("math.sign") { (value: Double) -> Double in value > 0 ? 1 : value < 0 ? -1 : value.isNaN ? value : 0 },
  ]

  private static let tests: [Overload] = [
    function("math.isNaN") { (value: Double) in value.isNaN },
    function("math.isInf") { (value: Double) in value.isInfinite },
    function("math.isFinite") { (value: Double) in value.isFinite },
  ]

  // MARK: Bits

  private static func offset(_ count: Int64) throws(EvaluationError) -> Int64 {
    guard count >= 0 else { throw invalid("a shift by \(count) is negative") }
    return min(count, 64)
  }

  private static let bits: [Overload] = [
    function("math.bitAnd") { (a: Int64, b: Int64) in a & b },
    function("math.bitAnd") { (a: UInt64, b: UInt64) in a & b },
    function("math.bitOr") { (a: Int64, b: Int64) in a | b },
    function("math.bitOr") { (a: UInt64, b: UInt64) in a | b },
    function("math.bitXor") { (a: Int64, b: Int64) in a ^ b },
    function("math.bitXor") { (a: UInt64, b: UInt64) in a ^ b },
    function("math.bitNot") { (value: Int64) in ~value },
    function("math.bitNot") { (value: UInt64) in ~value },
    function("math.bitShiftLeft") { (value: Int64, count: Int64) throws(EvaluationError) in value << (try offset(count))
    },
    function("math.bitShiftLeft") { (value: UInt64, count: Int64) throws(EvaluationError) in
      value << (try offset(count))
    },
    function("math.bitShiftRight") { (value: Int64, count: Int64) throws(EvaluationError) in
      Int64(bitPattern: UInt64(bitPattern: value) >> (try offset(count)))
    },
    function("math.bitShiftRight") { (value: UInt64, count: Int64) throws(EvaluationError) in
      value >> (try offset(count))
    },
  ]
}
