extension Value {
  /// The type that a value has as a constant: of its elements where they agree, of `dyn` where they do not.
  var declaredType: CELType {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    case .timestamp: .timestamp
    case .duration: .duration
    case .money: .money
    case .list(let items): .list(Self.common(items))
    case .map(let map): .map(Self.common(map.keys), Self.common(map.entries.map { $1 }))
    case .abstract(.name(let name)): .type(of: CELType.names[name] ?? .dyn)
    case .abstract(.optional(let wrapped)): .optional(wrapped?.declaredType ?? .dyn)
    case .abstract(.address): .opaque("net.IP", [])
    case .abstract(.network): .opaque("net.CIDR", [])
    }
  }

  private static func common(_ values: [Value]) -> CELType {
    guard let first = values.first?.declaredType else { return .dyn }
    return values.allSatisfy { $0.declaredType == first } ? first : .dyn
  }
}

extension Value {
  /// Whether the value may be a key of a map.
  var isKey: Bool {
    switch self {
    case .bool, .int, .uint, .string: true
    default: false
    }
  }
}
