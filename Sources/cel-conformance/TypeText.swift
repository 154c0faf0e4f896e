import CEL

/// Reads types as the suite writes them: `map(string, list(T))`.
enum TypeText {
  /// - Parameter parameters: Names that stand for type parameters, beside those of one letter.
  static func type(_ text: String, parameters: Set<String> = []) -> CELType {
    var rest = Substring(text)
    return type(&rest, parameters)
  }

  private static func type(_ rest: inout Substring, _ names: Set<String>) -> CELType {
    rest = rest.drop { $0 == " " }
    let name = String(rest.prefix { $0 != "(" && $0 != ")" && $0 != "," && $0 != " " })
    rest = rest.dropFirst(name.count)
    var parameters: [CELType] = []
    if rest.first == "(" {
      repeat {
        rest = rest.dropFirst()
        parameters.append(type(&rest, names))
        rest = rest.drop { $0 == " " }
      } while rest.first == ","
      rest = rest.dropFirst()
    }
    return names.contains(name) && parameters.isEmpty ? .parameter(name) : made(name, parameters)
  }

  private static func made(_ name: String, _ parameters: [CELType]) -> CELType {
    switch (name, parameters.count) {
    case ("int", 0): .int
    case ("uint", 0): .uint
    case ("double", 0): .double
    case ("string", 0): .string
    case ("bytes", 0): .bytes
    case ("bool", 0): .bool
    case ("null_type", 0), ("null", 0): .null
    case ("timestamp", 0), ("google.protobuf.Timestamp", 0): .timestamp
    case ("duration", 0), ("google.protobuf.Duration", 0): .duration
    case ("dyn", 0), ("any", 0): .dyn
    case ("type", 0): .type
    case ("type", 1): .type(of: parameters[0])
    case ("wrapper", 1): .wrapper(parameters[0])
    case ("list", 1): .list(parameters[0])
    case ("map", 2): .map(parameters[0], parameters[1])
    case ("optional_type", 1): .optional(parameters[0])
    default: name.utf8.count == 1 ? .parameter(name) : .opaque(name, parameters)
    }
  }
}
