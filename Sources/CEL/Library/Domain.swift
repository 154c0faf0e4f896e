extension FunctionLibrary {
  /// Money, spans of time, sums: see the design's page on the language.
  static func domain(_ host: Host) -> [Overload] { money + spans(host) + aggregates(host) }

  private static func amount(_ nanos: Int64?, _ currency: String, _ written: Value) throws(EvaluationError)
    -> MoneyValue
  {
    guard currency.utf8.count == 3, currency.utf8.allSatisfy({ (65...90).contains($0) }) else {
      throw invalid("`\(currency)` is no currency")
    }
    guard let nanos else { throw unfit(written, "amount") }
    return MoneyValue(nanos: nanos, currency: currency)
  }

  private static func nanos(_ units: some BinaryInteger) -> Int64? { Int64(exactly: Int128(units) * 1_000_000_000) }

  private static let money: [Overload] = [
    function("usd") { (units: Int64) throws(EvaluationError) in try amount(nanos(units), "USD", .int(units)) },
    function("usd") { (units: UInt64) throws(EvaluationError) in try amount(nanos(units), "USD", .uint(units)) },
    function("usd") { (text: String) throws(EvaluationError) in try amount(decimalNanos(text), "USD", .string(text)) },
    function("money") { (units: Int64, currency: String) throws(EvaluationError) in
      try amount(nanos(units), currency, .int(units))
    },
    function("money") { (units: UInt64, currency: String) throws(EvaluationError) in
      try amount(nanos(units), currency, .uint(units))
    },
    function("money") { (text: String, currency: String) throws(EvaluationError) in
      try amount(decimalNanos(text), currency, .string(text))
    },
    function("string") { (money: MoneyValue) in Value.money(money).text },
  ]

  private static func span(_ count: Int64, _ unit: Int128) throws(EvaluationError) -> Span {
    guard let nanoseconds = Int64(exactly: Int128(count) * unit) else { throw Arithmetic.overflow("duration") }
    return Span(nanoseconds)
  }

  private static func spans(_ host: Host) -> [Overload] {
    [
      function("days") { (count: Int64) throws(EvaluationError) in try span(count, 86_400_000_000_000) },
      function("hours") { (count: Int64) throws(EvaluationError) in try span(count, 3_600_000_000_000) },
      function("bd") { (time: CELTimestamp, count: Int64) throws(EvaluationError) in
        guard let moved = host.businessDays(time, count) else {
          throw invalid("`bd` finds no business day, or no calendar")
        }
        return moved
      },
    ]
  }

  // MARK: Sums

  private static let summed: [CELType] = [.int, .uint, .double, .money, .duration]
  private static let ordered: [CELType] = summed + [.string, .timestamp]

  private static func aggregates(_ host: Host) -> [Overload] {
    let sums = summed.map { type in
      function("sum", types: [.list(type)], result: type) { (items: [Value]) throws(EvaluationError) in
        guard let first = items.first else { return zero(type, host) }
        return try total(items.dropFirst(), from: first)
      }
    }
    let averages = ([.int, .uint, .double, .money, .duration] as [CELType]).map { type in
      function("avg", types: [.list(type)], result: type) { (items: [Value]) throws(EvaluationError) in
        try average(items)
      }
    }
    let extremes = ordered.flatMap { type in
      [("min", Value.Order.before), ("max", .after)].map { name, wanted in
        function(name, types: [.list(type)], result: type) { (items: [Value]) throws(EvaluationError) in
          guard var best = items.first else { throw invalid("`\(name)` of nothing") }
          for item in items.dropFirst() where try order(item, best, name) == wanted { best = item }
          return best
        }
      }
    }
    return sums + averages + extremes
  }

  private static func zero(_ type: CELType, _ host: Host) -> Value {
    switch type {
    case .uint: .uint(0)
    case .double: .double(0)
    case .money: .money(MoneyValue(nanos: 0, currency: host.currency))
    case .duration: .duration(0)
    default: .int(0)
    }
  }

  private static func order(_ a: Value, _ b: Value, _ name: String) throws(EvaluationError) -> Value.Order {
    if case .money(let x) = a, case .money(let y) = b, x.currency != y.currency {
      throw invalid("amounts in \(x.currency) and \(y.currency) do not compare")
    }
    guard let order = a.compare(b) else {
      throw EvaluationError(.noSuchOverload, "`\(name)` has no order for (\(a.typeName), \(b.typeName))")
    }
    return order
  }

  private static func total(_ items: ArraySlice<Value>, from first: Value) throws(EvaluationError) -> Value {
    // The sum is exact before it is looked at, so that the order of the items does not matter.
    var (integers, isExact, currency): (Int128, Bool, String?) = (0, true, nil)
    switch first {
    case .int(let value): integers = Int128(value)
    case .uint(let value): integers = Int128(value)
    case .duration(let value): integers = Int128(value)
    case .money(let value): (integers, currency) = (Int128(value.nanos), value.currency)
    case .double: isExact = false
    default: throw EvaluationError(.noSuchOverload, "`sum` goes over numbers or money, found a \(first.typeName)")
    }
    var result = first
    for item in items {
      switch (item, first) {
      case (.int(let value), .int), (.duration(let value), .duration): integers += Int128(value)
      case (.uint(let value), .uint): integers += Int128(value)
      case (.money(let value), .money):
        guard value.currency == currency else {
          throw invalid("amounts in \(currency ?? "") and \(value.currency) do not add up")
        }
        integers += Int128(value.nanos)
      default: result = try Arithmetic.apply(.add, result, item)
      }
    }
    guard isExact else { return result }
    return try made(integers, like: first)
  }

  private static func made(_ total: Int128, like first: Value) throws(EvaluationError) -> Value {
    if case .uint = first {
      guard let value = UInt64(exactly: total) else { throw Arithmetic.overflow("uint") }
      return .uint(value)
    }
    guard let value = Int64(exactly: total) else { throw Arithmetic.overflow(first.typeName) }
    return switch first {
    case .duration: .duration(value)
    case .money(let money): .money(MoneyValue(nanos: value, currency: money.currency))
    default: .int(value)
    }
  }

  /// Money and durations round half-even to their smallest unit; integers truncate, as `/` does.
  private static func average(_ items: [Value]) throws(EvaluationError) -> Value {
    guard let first = items.first else { throw invalid("`avg` of nothing") }
    let count = Int128(items.count)
    switch first {
    case .double:
      guard case .double(let total) = try total(items.dropFirst(), from: first) else {
        throw invalid("`avg` mixes types")
      }
      return .double(total / Double(items.count))
    default:
      var sum: Int128 = 0
      for item in items {
        guard item.typeName == first.typeName, let part = integer(item) else {
          throw EvaluationError(.noSuchOverload, "`avg` goes over numbers or money of one type")
        }
        if case .money(let a) = first, case .money(let b) = item, a.currency != b.currency {
          throw invalid("amounts in \(a.currency) and \(b.currency) do not add up")
        }
        sum += part
      }
      switch first {
      case .int, .uint: return try made(sum / count, like: first)
      default: return try made(roundedHalfEven(sum, over: count), like: first)
      }
    }
  }

  private static func integer(_ value: Value) -> Int128? {
    switch value {
    case .int(let value), .duration(let value): Int128(value)
    case .uint(let value): Int128(value)
    case .money(let value): Int128(value.nanos)
    default: nil
    }
  }
}

/// A quotient, rounded to the nearest integer, and to the even one where two are near.
func roundedHalfEven(_ dividend: Int128, over divisor: Int128) -> Int128 {
  var (quotient, rest) = dividend.quotientAndRemainder(dividingBy: divisor)
  if rest < 0 {
    quotient -= 1
    rest += divisor
  }
  if rest > divisor - rest || (rest == divisor - rest && quotient & 1 == 1) { quotient += 1 }
  return quotient
}
