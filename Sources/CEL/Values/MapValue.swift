/// A map from bools, integers and strings; also an object of declared fields. Keeps the order of its keys.
///
/// A small map is searched in a row; a larger one has an index.
import Diagnostics

public struct MapValue: Sendable {
  public private(set) var keys: [Value] = []
  private(set) var values: [Value] = []
  private var index: [Key: Int] = [:]

  private static let rowLimit = 8

  enum Key: Hashable {
    case bool(Bool)
    case number(Int128)
    case string(String)

    init?(_ value: Value) {
      switch value {
      case .bool(let value): self = .bool(value)
      case .int(let value): self = .number(Int128(value))
      case .uint(let value): self = .number(Int128(value))
      case .double(let value):
        guard let exact = Int128(exactly: value) else { return nil }
        self = .number(exact)
      case .string(let value): self = .string(value)
      default: return nil
      }
    }

    static func == (left: Key, right: Key) -> Bool {
      switch (left, right) {
      case (.bool(let a), .bool(let b)): a == b
      case (.number(let a), .number(let b)): a == b
      case (.string(let a), .string(let b)): haveSameBytes(a, b)
      default: false
      }
    }

    func hash(into hasher: inout Hasher) {
      switch self {
      case .bool(let value): hasher.combine(value)
      case .number(let value): hasher.combine(value)
      case .string(let text):
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
      }
    }
  }

  public init() {}

  /// - Parameter fields: The first one counts where a name is repeated.
  public init(_ fields: [(String, Value)]) {
    keys.reserveCapacity(fields.count)
    values.reserveCapacity(fields.count)
    for (name, value) in fields { _ = insert(.string(name), value) }
  }

  /// - Returns: Nothing where a key is repeated, or is no bool, integer or string.
  public init?(entries: [(Value, Value)]) {
    for (key, value) in entries {
      guard insert(key, value) else { return nil }
    }
  }

  /// - Returns: Whether the key is one, and new.
  mutating func insert(_ key: Value, _ value: Value) -> Bool {
    switch key {
    case .bool, .int, .uint, .string: break
    default: return false
    }
    guard place(of: key) == nil else { return false }
    keys.append(key)
    values.append(value)
    if !index.isEmpty {
      if let made = Key(key) { index[made] = keys.count - 1 }
    } else if keys.count > Self.rowLimit {
      for (place, key) in keys.enumerated() { if let made = Key(key) { index[made] = place } }
    }
    return true
  }

  public var count: Int { keys.count }

  private func place(of key: Value) -> Int? {
    if !index.isEmpty { return Key(key).flatMap { index[$0] } }
    switch key {
    case .string(let wanted): return place(of: wanted)
    case .null, .bytes, .timestamp, .duration, .list, .map, .money, .abstract: return nil
    default: return Key(key).flatMap { wanted in keys.firstIndex { Key($0) == wanted } }
    }
  }

  private func place(of name: String) -> Int? {
    if !index.isEmpty { return index[.string(name)] }
    return keys.firstIndex { if case .string(let text) = $0 { haveSameBytes(text, name) } else { false } }
  }

  /// The value of a key; numbers find the key of the same mathematical value.
  public subscript(key: Value) -> Value? { place(of: key).map { values[$0] } }

  public subscript(name: String) -> Value? { place(of: name).map { values[$0] } }

  /// The value of a field that probably stands at a place.
  func value(of name: String, near place: Int) -> Value? {
    if place < keys.count, case .string(let text) = keys[place], haveSameBytes(text, name) { return values[place] }
    return self[name]
  }

  /// The keys with their values, in order.
  var entries: Zip2Sequence<[Value], [Value]> { zip(keys, values) }
}
