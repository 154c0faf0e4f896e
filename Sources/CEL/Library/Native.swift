/// A Swift type that stands for a type of the language, so that functions can be written in Swift's own types.
protocol Native: Sendable {
  static var celType: CELType { get }
  init?(_ value: Value)
  var celValue: Value { get }
}

extension Bool: Native {
  static var celType: CELType { .bool }
  init?(_ value: Value) { if case .bool(let value) = value { self = value } else { return nil } }
  var celValue: Value { .bool(self) }
}

extension Int64: Native {
  static var celType: CELType { .int }
  init?(_ value: Value) { if case .int(let value) = value { self = value } else { return nil } }
  var celValue: Value { .int(self) }
}

extension UInt64: Native {
  static var celType: CELType { .uint }
  init?(_ value: Value) { if case .uint(let value) = value { self = value } else { return nil } }
  var celValue: Value { .uint(self) }
}

extension Double: Native {
  static var celType: CELType { .double }
  init?(_ value: Value) { if case .double(let value) = value { self = value } else { return nil } }
  var celValue: Value { .double(self) }
}

extension String: Native {
  static var celType: CELType { .string }
  init?(_ value: Value) { if case .string(let value) = value { self = value } else { return nil } }
  var celValue: Value { .string(self) }
}

/// Bytes; a list is `[Value]`.
struct Bytes: Native {
  var content: [UInt8]
  static var celType: CELType { .bytes }
  init(_ content: [UInt8]) { self.content = content }
  init?(_ value: Value) { if case .bytes(let value) = value { content = value } else { return nil } }
  var celValue: Value { .bytes(content) }
}

extension CELTimestamp: Native {
  static var celType: CELType { .timestamp }
  init?(_ value: Value) { if case .timestamp(let value) = value { self = value } else { return nil } }
  var celValue: Value { .timestamp(self) }
}

/// Nanoseconds.
struct Span: Native {
  var nanoseconds: Int64
  static var celType: CELType { .duration }
  init(_ nanoseconds: Int64) { self.nanoseconds = nanoseconds }
  init?(_ value: Value) { if case .duration(let value) = value { nanoseconds = value } else { return nil } }
  var celValue: Value { .duration(nanoseconds) }
}

extension MoneyValue: Native {
  static var celType: CELType { .money }
  init?(_ value: Value) { if case .money(let value) = value { self = value } else { return nil } }
  var celValue: Value { .money(self) }
}

extension Value: Native {
  static var celType: CELType { .dyn }
  init?(_ value: Value) { self = value }
  var celValue: Value { self }
}

extension MapValue: Native {
  static var celType: CELType { .map(.parameter("K"), .parameter("V")) }
  init?(_ value: Value) { if case .map(let value) = value { self = value } else { return nil } }
  var celValue: Value { .map(self) }
}

extension Array: Native where Element: Native {
  static var celType: CELType { .list(Element.celType) }
  init?(_ value: Value) {
    guard case .list(let items) = value else { return nil }
    self = []
    reserveCapacity(items.count)
    for item in items {
      guard let element = Element(item) else { return nil }
      append(element)
    }
  }
  var celValue: Value { .list(map(\.celValue)) }
}

extension NetworkAddress: Native {
  static var celType: CELType { .opaque("net.IP", []) }
  init?(_ value: Value) { if case .abstract(.address(let value)) = value { self = value } else { return nil } }
  var celValue: Value { .abstract(.address(self)) }
}

extension NetworkRange: Native {
  static var celType: CELType { .opaque("net.CIDR", []) }
  init?(_ value: Value) { if case .abstract(.network(let value)) = value { self = value } else { return nil } }
  var celValue: Value { .abstract(.network(self)) }
}

/// A value that a conversion does not take: one that is too large, or a text that spells something else.
func unfit(_ value: Value, _ what: String) -> EvaluationError {
  if case .string(let text) = value, text.utf8.contains(where: { !(45...57).contains($0) }) || text.isEmpty {
    return invalid("`\(text)` is no \(what)")
  }
  return invalid("`\(value.text)` is no \(what) in range")
}

func invalid(_ message: String) -> EvaluationError { EvaluationError(.invalidArgument, message) }

private func native<T: Native>(_ value: Value, of function: String) throws(EvaluationError) -> T {
  guard let native = T(value) else {
    throw EvaluationError(.noSuchOverload, "`\(function)` takes a \(T.celType), found a \(value.typeName)")
  }
  return native
}

/// A function of one operand.
func function<A: Native, R: Native>(
  _ name: String, member: Bool = false, types: [CELType]? = nil, result: CELType? = nil,
  _ body: @escaping @Sendable (A) throws(EvaluationError) -> R
) -> Overload {
  Overload(name, isMember: member, isPure: true, types ?? [A.celType], result ?? R.celType) {
    values throws(EvaluationError) in
    try body(try native(values[0], of: name)).celValue
  }
}

/// A function of two operands.
func function<A: Native, B: Native, R: Native>(
  _ name: String, member: Bool = false, types: [CELType]? = nil, result: CELType? = nil,
  _ body: @escaping @Sendable (A, B) throws(EvaluationError) -> R
) -> Overload {
  Overload(name, isMember: member, isPure: true, types ?? [A.celType, B.celType], result ?? R.celType) {
    values throws(EvaluationError) in
    try body(try native(values[0], of: name), try native(values[1], of: name)).celValue
  }
}

/// A function of three operands.
func function<A: Native, B: Native, C: Native, R: Native>(
  _ name: String, member: Bool = false, types: [CELType]? = nil, result: CELType? = nil,
  _ body: @escaping @Sendable (A, B, C) throws(EvaluationError) -> R
) -> Overload {
  Overload(name, isMember: member, isPure: true, types ?? [A.celType, B.celType, C.celType], result ?? R.celType) {
    values throws(EvaluationError) in
    try body(try native(values[0], of: name), try native(values[1], of: name), try native(values[2], of: name)).celValue
  }
}
