/// A type of the language.
import Diagnostics

public indirect enum CELType: Hashable, Sendable {
  case null, bool, int, uint, double, string, bytes, timestamp, duration, money, type
  /// Known at run time only; unifies with everything.
  case dyn
  case list(CELType)
  case map(CELType, CELType)
  case object(ObjectType)
  /// `optional_type(T)`: a value, or none.
  case optional(CELType)
  /// A type that a library or a declaration brings, such as `net.IP`, with its parameters.
  case opaque(String, [CELType])
  /// A type parameter of a declaration: each use of the declaration finds its own type for it.
  case parameter(String)
}

/// An object of declared fields.
public struct ObjectType: Hashable, Sendable {
  public var name: String
  public var fields: [Field]

  public struct Field: Hashable, Sendable {
    public var name: String
    public var type: CELType
    /// May be absent at run time: `has()` tells.
    public var isOptional: Bool

    public init(_ name: String, _ type: CELType, isOptional: Bool = false) {
      self.name = name
      self.type = type
      self.isOptional = isOptional
    }
  }

  public init(_ name: String, _ fields: [Field]) {
    self.name = name
    self.fields = fields
  }

  public subscript(name: String) -> Field? { fields.first { haveSameBytes($0.name, name) } }
}

extension CELType: CustomStringConvertible {
  /// As an author reads it: `map(string, list(int))`; an object by its name.
  public var description: String {
    switch self {
    case .null: "null_type"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .money: "money"
    case .type: "type"
    case .dyn: "dyn"
    case .list(let element): "list(\(element))"
    case .map(let key, let value): "map(\(key), \(value))"
    case .object(let type): type.name
    case .optional(let wrapped): "optional_type(\(wrapped))"
    case .opaque(let name, let parameters):
      parameters.isEmpty ? name : "\(name)(\(parameters.map(\.description).joined(separator: ", ")))"
    case .parameter(let name): name
    }
  }
}

extension CELType {
  /// The types that this one is made of.
  var parts: [CELType] {
    switch self {
    case .list(let element), .optional(let element): [element]
    case .map(let key, let value): [key, value]
    case .opaque(_, let parameters): parameters
    default: []
    }
  }

  /// The same type with other parts, in the same order.
  func replacing(parts: [CELType]) -> CELType {
    switch self {
    case .list: parts.count == 1 ? .list(parts[0]) : self
    case .optional: parts.count == 1 ? .optional(parts[0]) : self
    case .map: parts.count == 2 ? .map(parts[0], parts[1]) : self
    case .opaque(let name, _): .opaque(name, parts)
    default: self
    }
  }

  /// Every part that is a type parameter, replaced.
  func mapParameters(_ transform: (String) -> CELType) -> CELType {
    if case .parameter(let name) = self { return transform(name) }
    let parts = parts
    return parts.isEmpty ? self : replacing(parts: parts.map { $0.mapParameters(transform) })
  }

  /// Whether it is made of no other types.
  var isPlain: Bool {
    switch self {
    case .list, .map, .object, .optional, .opaque, .parameter: false
    default: true
    }
  }

  var hasParameters: Bool {
    if case .parameter = self { return true }
    return parts.contains(where: \.hasParameters)
  }

  /// Names that stand for types in expressions, with the type that they stand for.
  static let names: [String: CELType] = [
    "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string, "bytes": .bytes,
    "list": .list(.dyn), "map": .map(.dyn, .dyn), "null_type": .null, "type": .type, "dyn": .dyn,
    "optional_type": .optional(.dyn), "google.protobuf.Timestamp": .timestamp,
    "google.protobuf.Duration": .duration, "net.IP": .opaque("net.IP", []), "net.CIDR": .opaque("net.CIDR", []),
  ]

  /// `type(T)`: a type as a value, of which it is known which one. Any fits where ``type`` stands.
  public static func type(of type: CELType) -> CELType { .opaque("type", [type]) }

  /// `wrapper(T)`: a value of the type, or null.
  public static func wrapper(_ type: CELType) -> CELType { .opaque("wrapper", [type]) }

  /// The type within `wrapper(T)`; another type as it is.
  var unwrapped: CELType {
    if case .opaque("wrapper", let parts) = self, let wrapped = parts.first { wrapped } else { self }
  }

  /// Whether values of the type are types.
  var isType: Bool {
    switch self {
    case .type, .opaque("type", _): true
    default: false
    }
  }
}
