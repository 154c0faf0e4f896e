import Diagnostics

/// The type of a declared fact: a CEL type, an enumeration of strings, or free text.
package indirect enum FactType: Hashable, Sendable {
  case string, int, uint, double, bool, timestamp, duration, money, dynamic
  /// Free words for people: shown, kept as a commitment in the log, never readable by a condition.
  case text
  case enumeration([String])
  case list(FactType)
  case map(key: FactType, value: FactType)
  case object(ObjectShape)
}

/// The facts that an object has, in the order in which they were declared.
package struct ObjectShape: Hashable, Sendable {
  package var fields: [Field]

  package struct Field: Hashable, Sendable {
    package var name: String
    package var type: FactType
    /// Written with `?` behind the name: may be absent.
    package var isOptional: Bool

    package init(_ name: String, _ type: FactType, isOptional: Bool = false) {
      self.name = name
      self.type = type
      self.isOptional = isOptional
    }
  }

  package init(_ fields: [Field]) { self.fields = fields }

  /// The field of that name, compared as bytes.
  package subscript(name: String) -> Field? {
    // Fields are not copied, as they would be for a closure.
    for index in fields.indices where haveSameBytes(fields[index].name, name) { return fields[index] }
    return nil
  }
}

extension FactType: CustomStringConvertible {
  /// The type as a schema spells it: `list(string)`, `enum(a, b)`.
  package var description: String {
    switch self {
    case .string: "string"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .bool: "bool"
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .money: "money"
    case .dynamic: "dyn"
    case .text: "text"
    case .enumeration(let values): "enum(\(values.joined(separator: ", ")))"
    case .list(let element): "list(\(element))"
    case .map(let key, let value): "map(\(key), \(value))"
    case .object: "object"
    }
  }
}
