extension FunctionLibrary {
  /// The standard functions of the language.
  public static let standard = FunctionLibrary(sizes + texts + conversions + times)

  /// The domain's functions: money, spans of time, sums.
  public static let domain: [Overload] = moneyFunctions + spans + aggregates

  private static func bad(_ message: String) -> EvaluationError { EvaluationError(.invalidArgument, message) }

  private static let sizes: [Overload] = [false, true].flatMap { isMember in
    [CELType.string, .bytes, .list(.dyn), .map(.dyn, .dyn)].map { type in
      Overload("size", isMember: isMember, [type], .int) { values throws(EvaluationError) in
        switch values[0] {
        case .string(let text): .int(Int64(text.unicodeScalars.count))
        case .bytes(let bytes): .int(Int64(bytes.count))
        case .list(let items): .int(Int64(items.count))
        case .map(let map): .int(Int64(map.count))
        default: throw bad("`size` is asked of a value without one")
        }
      }
    }
  }

  private static func text(
    _ name: String, _ test: @escaping @Sendable (String, String) -> Bool
  ) -> Overload {
    Overload(name, isMember: true, [.string, .string], .bool) { values throws(EvaluationError) in
      guard case .string(let a) = values[0], case .string(let b) = values[1] else { throw bad("two strings are needed") }
      return .bool(test(a, b))
    }
  }

  private static let texts: [Overload] = [
    text("startsWith") { a, b in Array(a.utf8).starts(with: Array(b.utf8)) },
    text("endsWith") { a, b in Array(a.utf8.reversed()).starts(with: Array(b.utf8.reversed())) },
    text("contains") { a, b in contains(Array(a.utf8), Array(b.utf8)) },
  ] + [false, true].map { isMember in
    Overload("matches", isMember: isMember, [.string, .string], .bool) { values throws(EvaluationError) in
      guard case .string(let a) = values[0], case .string(let b) = values[1] else { throw bad("two strings are needed") }
      guard let regex = Regex(b) else { throw bad("`\(b)` is no pattern of RE2") }
      return .bool(regex.matches(a))
    }
  }

  private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    guard !part.isEmpty else { return true }
    guard text.count >= part.count else { return false }
    return (0...(text.count - part.count)).contains { text[$0..<$0 + part.count].elementsEqual(part) }
  }

  private static func convert(_ name: String, _ from: CELType, _ to: CELType, _ body: @escaping @Sendable (Value) -> Value?) -> Overload {
    Overload(name, [from], to) { values throws(EvaluationError) in
      guard let value = body(values[0]) else { throw bad("the \(values[0].typeName) is no \(to.description) in range") }
      return value
    }
  }

  private static let conversions: [Overload] = [
    Overload("dyn", [.dyn], .dyn) { values throws(EvaluationError) in values[0] },
    Overload("type", [.dyn], .type) { values throws(EvaluationError) in .type(values[0].typeName) },
    convert("int", .int, .int) { $0 },
    convert("int", .uint, .int) { if case .uint(let value) = $0 { Int64(exactly: value).map { .int($0) } } else { nil } },
    convert("int", .double, .int) {
      guard case .double(let value) = $0, value.isFinite, value > -9_223_372_036_854_775_808.0, value < 9_223_372_036_854_775_808.0
      else { return nil }
      return .int(Int64(value))
    },
    convert("int", .string, .int) {
      guard case .string(let text) = $0, !text.hasPrefix("+"), let value = Int64(text) else { return nil }
      return .int(value)
    },
    convert("int", .timestamp, .int) { if case .timestamp(let time) = $0 { .int(time.seconds) } else { nil } },
    convert("uint", .uint, .uint) { $0 },
    convert("uint", .int, .uint) { if case .int(let value) = $0 { UInt64(exactly: value).map { .uint($0) } } else { nil } },
    convert("uint", .double, .uint) {
      guard case .double(let value) = $0, value.isFinite, value > -1, value < 18_446_744_073_709_551_616.0 else { return nil }
      return .uint(UInt64(value))
    },
    convert("uint", .string, .uint) {
      guard case .string(let text) = $0, !text.hasPrefix("+"), let value = UInt64(text) else { return nil }
      return .uint(value)
    },
    convert("double", .double, .double) { $0 },
    convert("double", .int, .double) { if case .int(let value) = $0 { .double(Double(value)) } else { nil } },
    convert("double", .uint, .double) { if case .uint(let value) = $0 { .double(Double(value)) } else { nil } },
    convert("double", .string, .double) { if case .string(let text) = $0 { Double(text).map { .double($0) } } else { nil } },
    convert("bool", .bool, .bool) { $0 },
    convert("bool", .string, .bool) {
      guard case .string(let text) = $0 else { return nil }
      if ["1", "t", "true", "TRUE", "True"].contains(text) { return .bool(true) }
      return ["0", "f", "false", "FALSE", "False"].contains(text) ? .bool(false) : nil
    },
    convert("bytes", .string, .bytes) { if case .string(let text) = $0 { .bytes(Array(text.utf8)) } else { nil } },
    convert("bytes", .bytes, .bytes) { $0 },
  ] + [CELType.string, .int, .uint, .double, .bool, .bytes, .timestamp, .duration, .money].map { type in
    convert("string", type, .string) { value in
      if case .bytes(let bytes) = value {
        return String(validating: bytes, as: UTF8.self).map { .string($0) }
      }
      return .string(value.text)
    }
  }

  private static let times: [Overload] = [
    convert("timestamp", .timestamp, .timestamp) { $0 },
    convert("timestamp", .string, .timestamp) { if case .string(let text) = $0 { CELTimestamp(text).map { .timestamp($0) } } else { nil } },
    convert("timestamp", .int, .timestamp) {
      if case .int(let seconds) = $0 { CELTimestamp(seconds: seconds, nanoseconds: 0).map { .timestamp($0) } } else { nil }
    },
    convert("duration", .duration, .duration) { $0 },
    convert("duration", .string, .duration) { if case .string(let text) = $0 { parseDuration(text).map { .duration($0) } } else { nil } },
  ] + parts(.timestamp) + parts(.duration)

  private static func parts(_ type: CELType) -> [Overload] {
    let names =
      type == .timestamp
      ? ["getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getHours", "getMinutes", "getSeconds", "getMilliseconds"]
      : ["getHours", "getMinutes", "getSeconds", "getMilliseconds"]
    return names.map { name in
      Overload(name, isMember: true, [type], .int) { values throws(EvaluationError) in
        switch values[0] {
        case .timestamp(let time): return .int(time.part(name))
        case .duration(let nanos):
          switch name {
          case "getHours": return .int(nanos / 3_600_000_000_000)
          case "getMinutes": return .int(nanos / 60_000_000_000)
          case "getSeconds": return .int(nanos / 1_000_000_000)
          default: return .int(nanos / 1_000_000 % 1000)
          }
        default: throw bad("`\(name)` is asked of a value that is no time")
        }
      }
    }
  }

  private static func amount(_ value: Value, _ currency: String) throws(EvaluationError) -> Value {
    guard currency.utf8.count == 3, currency.utf8.allSatisfy({ (65...90).contains($0) }) else {
      throw bad("`\(currency)` is no currency code")
    }
    let nanos: Int64?
    switch value {
    case .int(let units): nanos = Int64(exactly: Int128(units) * 1_000_000_000)
    case .uint(let units): nanos = Int64(exactly: Int128(units) * 1_000_000_000)
    case .string(let text): nanos = decimalNanos(text)
    default: nanos = nil
    }
    guard let nanos else { throw bad("the \(value.typeName) is no amount in range") }
    return .money(MoneyValue(nanos: nanos, currency: currency))
  }

  private static let moneyFunctions: [Overload] = [CELType.int, .uint, .string].flatMap { type in
    [
      Overload("usd", [type], .money) { values throws(EvaluationError) in try amount(values[0], "USD") },
      Overload("money", [type, .string], .money) { values throws(EvaluationError) in
        guard case .string(let currency) = values[1] else { throw bad("a currency is a string") }
        return try amount(values[0], currency)
      },
    ]
  }

  private static let spans: [Overload] = [("days", Int128(86_400_000_000_000)), ("hours", 3_600_000_000_000)].map { name, unit in
    Overload(name, [.int], .duration) { values throws(EvaluationError) in
      guard case .int(let count) = values[0], let nanos = Int64(exactly: Int128(count) * unit) else {
        throw Arithmetic.overflow("duration")
      }
      return .duration(nanos)
    }
  }

  private static let aggregates: [Overload] = ["sum", "min", "max", "avg"].flatMap { name in
    [CELType.int, .uint, .double, .money].map { element in
      Overload(name, [.list(element)], element) { values throws(EvaluationError) in
        guard case .list(let items) = values[0] else { throw bad("`\(name)` goes over a list") }
        guard var result = items.first else {
          guard name == "sum" else { throw bad("`\(name)` of nothing") }
          return element == .money ? .money(MoneyValue(nanos: 0, currency: "USD")) : .int(0)
        }
        for item in items.dropFirst() {
          switch name {
          case "min": if item.compare(result) == .before { result = item }
          case "max": if item.compare(result) == .after { result = item }
          default: result = try Arithmetic.apply(.add, result, item)
          }
        }
        guard name == "avg" else { return result }
        switch result {
        case .int(let value): return .int(value / Int64(items.count))
        case .uint(let value): return .uint(value / UInt64(items.count))
        case .double(let value): return .double(value / Double(items.count))
        case .money(let value): return .money(MoneyValue(nanos: value.nanos / Int64(items.count), currency: value.currency))
        default: throw bad("`avg` goes over numbers or money")
        }
      }
    }
  }
}
