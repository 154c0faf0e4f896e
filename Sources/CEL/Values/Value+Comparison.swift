import Diagnostics

extension Value {
  /// Equality of the language: values of other types are unequal, never an error.
  public func equals(_ other: Value) -> Bool {
    switch (self, other) {
    case (.null, .null): return true
    case (.bool(let a), .bool(let b)): return a == b
    case (.string(let a), .string(let b)): return haveSameBytes(a, b)
    case (.bytes(let a), .bytes(let b)): return a == b
    case (.timestamp(let a), .timestamp(let b)): return a == b
    case (.duration(let a), .duration(let b)): return a == b
    case (.money(let a), .money(let b)): return a == b
    case (.abstract(let a), .abstract(let b)): return a.equals(b)
    case (.list(let a), .list(let b)): return a.count == b.count && zip(a, b).allSatisfy { $0.equals($1) }
    case (.map(let a), .map(let b)):
      return a.count == b.count && a.entries.allSatisfy { key, value in b[key]?.equals(value) ?? false }
    default: return compareNumbers(other) == .some(.same)
    }
  }

  enum Order { case before, same, after }

  var isNumber: Bool {
    switch self {
    case .int, .uint, .double: true
    default: false
    }
  }

  func compareNumbers(_ other: Value) -> Order? {
    func order<T: Comparable>(_ a: T, _ b: T) -> Order? { a < b ? .before : a > b ? .after : a == b ? .same : nil }
    switch (self, other) {
    case (.int(let a), .int(let b)): return order(a, b)
    case (.uint(let a), .uint(let b)): return order(a, b)
    case (.double(let a), .double(let b)): return order(a, b)
    case (.int(let a), .uint(let b)): return order(Int128(a), Int128(b))
    case (.uint(let a), .int(let b)): return order(Int128(a), Int128(b))
    case (.int(let a), .double(let b)): return order(Double(a), b)
    case (.double(let a), .int(let b)): return order(a, Double(b))
    case (.uint(let a), .double(let b)): return order(Double(a), b)
    case (.double(let a), .uint(let b)): return order(a, Double(b))
    default: return nil
    }
  }

  /// The order of two values that can be ordered; nothing for others, and for NaN.
  func compare(_ other: Value) -> Order? {
    switch (self, other) {
    case (.bool(let a), .bool(let b)): return a == b ? .same : !a ? .before : .after
    case (.string(let a), .string(let b)):
      return haveSameBytes(a, b) ? .same : a.utf8.lexicographicallyPrecedes(b.utf8) ? .before : .after
    case (.bytes(let a), .bytes(let b)): return a == b ? .same : a.lexicographicallyPrecedes(b) ? .before : .after
    case (.timestamp(let a), .timestamp(let b)): return a < b ? .before : a == b ? .same : .after
    case (.duration(let a), .duration(let b)): return a < b ? .before : a == b ? .same : .after
    case (.money(let a), .money(let b)):
      guard a.currency == b.currency else { return nil }
      return a.nanos < b.nanos ? .before : a.nanos == b.nanos ? .same : .after
    default: return compareNumbers(other)
    }
  }
}

extension AbstractValue {
  func equals(_ other: AbstractValue) -> Bool {
    switch (self, other) {
    case (.name(let a), .name(let b)): haveSameBytes(a, b)
    case (.optional(let a), .optional(let b)):
      if let a, let b { a.equals(b) } else { a == nil && b == nil }
    case (.address(let a), .address(let b)): a == b
    case (.network(let a), .network(let b)): a == b
    default: false
    }
  }
}
