/// A value of the language. Strings compare by code points, numbers by their mathematical value.
public indirect enum Value: Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case double(Double)
  case string(String)
  case bytes([UInt8])
  case timestamp(CELTimestamp)
  /// Nanoseconds.
  case duration(Int64)
  case list([Value])
  case map(MapValue)
  case money(MoneyValue)
  case type(String)
}

/// An instant: seconds since the epoch and nanoseconds within the second, in the years 1 to 9999.
public struct CELTimestamp: Hashable, Sendable, Comparable {
  public let seconds: Int64
  public let nanoseconds: Int32

  /// 1970-01-01T00:00:00Z.
  public static let epoch = CELTimestamp(knownSeconds: 0)

  private init(knownSeconds seconds: Int64) {
    self.seconds = seconds
    nanoseconds = 0
  }

  /// - Returns: Nothing outside the years 1 to 9999, or with nanoseconds outside of a second.
  public init?(seconds: Int64, nanoseconds: Int32) {
    guard (-62_135_596_800...253_402_300_799).contains(seconds), (0..<1_000_000_000).contains(nanoseconds) else { return nil }
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  init?(nanosecondsSinceEpoch total: Int128) {
    var (seconds, rest) = total.quotientAndRemainder(dividingBy: 1_000_000_000)
    if rest < 0 {
      seconds -= 1
      rest += 1_000_000_000
    }
    guard let exact = Int64(exactly: seconds) else { return nil }
    self.init(seconds: exact, nanoseconds: Int32(rest))
  }

  var total: Int128 { Int128(seconds) * 1_000_000_000 + Int128(nanoseconds) }

  public static func < (left: Self, right: Self) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}

/// Money: nano-units of a currency.
public struct MoneyValue: Hashable, Sendable {
  public var nanos: Int64
  public var currency: String

  public init(nanos: Int64, currency: String) {
    self.nanos = nanos
    self.currency = currency
  }
}

/// A map from bools, integers and strings; also an object of declared fields.
public struct MapValue: Sendable {
  public private(set) var keys: [Value] = []
  private var values: [Key: Value] = [:]

  enum Key: Hashable {
    case bool(Bool)
    case number(Int128)
    case string([UInt8])

    init?(_ value: Value) {
      switch value {
      case .bool(let value): self = .bool(value)
      case .int(let value): self = .number(Int128(value))
      case .uint(let value): self = .number(Int128(value))
      case .double(let value):
        guard let exact = Int128(exactly: value) else { return nil }
        self = .number(exact)
      case .string(let value): self = .string(Array(value.utf8))
      default: return nil
      }
    }
  }

  public init() {}

  public init(_ fields: [(String, Value)]) {
    for (name, value) in fields { _ = insert(.string(name), value) }
  }

  /// - Returns: Nothing where a key is repeated, or is no bool, integer or string.
  public init?(entries: [(Value, Value)]) {
    for (key, value) in entries {
      guard insert(key, value) else { return nil }
    }
  }

  public var count: Int { keys.count }

  /// - Returns: Whether the key was new and may be one.
  mutating func insert(_ key: Value, _ value: Value) -> Bool {
    guard let index = Key(key), values[index] == nil else { return false }
    if case .double = key { return false }
    keys.append(key)
    values[index] = value
    return true
  }

  public subscript(key: Value) -> Value? { Key(key).flatMap { values[$0] } }

  public subscript(name: String) -> Value? { values[.string(Array(name.utf8))] }
}

extension Value {
  /// A duration in Go's syntax, such as `1h30m` or `1.5s`; nothing for anything else.
  public static func duration(text: String) -> Value? { parseDuration(text).map { .duration($0) } }

  /// The name of the value's type, as `type()` shows it.
  public var typeName: String {
    switch self {
    case .null: "null_type"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .timestamp: "google.protobuf.Timestamp"
    case .duration: "google.protobuf.Duration"
    case .list: "list"
    case .map: "map"
    case .money: "money"
    case .type: "type"
    }
  }

  /// Equality of the language: values of other types are unequal, never an error.
  public func equals(_ other: Value) -> Bool {
    switch (self, other) {
    case (.null, .null): return true
    case (.bool(let a), .bool(let b)): return a == b
    case (.string(let a), .string(let b)): return a.utf8.elementsEqual(b.utf8)
    case (.bytes(let a), .bytes(let b)): return a == b
    case (.timestamp(let a), .timestamp(let b)): return a == b
    case (.duration(let a), .duration(let b)): return a == b
    case (.money(let a), .money(let b)): return a == b
    case (.type(let a), .type(let b)): return a == b
    case (.list(let a), .list(let b)): return a.count == b.count && zip(a, b).allSatisfy { $0.equals($1) }
    case (.map(let a), .map(let b)):
      return a.count == b.count && a.keys.allSatisfy { key in b[key].flatMap { a[key]?.equals($0) } ?? false }
    default: return compareNumbers(other) == .some(.same)
    }
  }

  enum Order { case before, same, after }

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
      return a.utf8.elementsEqual(b.utf8) ? .same : a.utf8.lexicographicallyPrecedes(b.utf8) ? .before : .after
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
