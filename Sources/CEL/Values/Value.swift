/// A value of the language. Strings compare by code points, numbers by their mathematical value.
public enum Value: Sendable {
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
  /// A type, or what else lives within expressions only: optionals, addresses of networks.
  case abstract(AbstractValue)
}

/// What an expression computes with and nothing outside of it holds: types, optionals, addresses of networks.
public indirect enum AbstractValue: Sendable {
  /// A type, by its name, as `type()` gives it.
  case name(String)
  /// `optional.of(x)`, or `optional.none()`.
  case optional(Value?)
  case address(NetworkAddress)
  case network(NetworkRange)
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

extension Value {
  public static func optional(_ value: Value?) -> Value { .abstract(.optional(value)) }

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
    case .abstract(.name): "type"
    case .abstract(.optional): "optional_type"
    case .abstract(.address): "net.IP"
    case .abstract(.network): "net.CIDR"
    }
  }

  /// Whether a function that asks for the type takes the value.
  func conforms(to type: CELType) -> Bool {
    switch (self, type) {
    case (_, .dyn), (_, .parameter), (.null, .null), (.bool, .bool), (.int, .int), (.uint, .uint), (.double, .double),
      (.string, .string), (.bytes, .bytes), (.timestamp, .timestamp), (.duration, .duration), (.money, .money),
      (.list, .list), (.map, .map), (.map, .object), (.abstract(.name), .type), (.abstract(.optional), .optional):
      true
    case (.abstract(.name), .opaque("type", _)), (.null, .opaque("wrapper", _)): true
    case (_, .opaque("wrapper", let wrapped)): wrapped.first.map { conforms(to: $0) } ?? false
    case (.abstract(.address), .opaque(let name, _)): name == "net.IP"
    case (.abstract(.network), .opaque(let name, _)): name == "net.CIDR"
    default: false
    }
  }

  /// What it takes to look at the whole value, in steps of an evaluation; no more than the limit is counted.
  ///
  /// A value may hold another one many times, so that the whole is far larger than what it takes in memory.
  func size(upTo limit: Int) -> Int {
    switch self {
    case .string(let text): return text.utf8.count / 32
    case .bytes(let bytes): return bytes.count / 32
    case .list(let items): return Self.size(of: items, upTo: limit)
    case .map(let map): return Self.size(of: map.values, upTo: limit)
    case .abstract(.optional(let wrapped?)): return 1 + wrapped.size(upTo: limit)
    default: return 0
    }
  }

  private static func size(of items: [Value], upTo limit: Int) -> Int {
    var total = items.count
    for item in items where total <= limit { total += item.size(upTo: limit - total) }
    return total
  }
}
