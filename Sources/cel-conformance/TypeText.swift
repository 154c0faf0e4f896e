import CEL

/// Reads types as the suite writes them: `map(string, list(T))`.
enum TypeText {
  static func type(_ text: String) -> CELType {
    var rest = Substring(text)
    return type(&rest)
  }

  private static func type(_ rest: inout Substring) -> CELType {
    rest = rest.drop { $0 == " " }
    let name = String(rest.prefix { $0 != "(" && $0 != ")" && $0 != "," && $0 != " " })
    rest = rest.dropFirst(name.count)
    var parameters: [CELType] = []
    if rest.first == "(" {
      repeat {
        rest = rest.dropFirst()
        parameters.append(type(&rest))
        rest = rest.drop { $0 == " " }
      } while rest.first == ","
      rest = rest.dropFirst()
    }
    return made(name, parameters)
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
    case ("timestamp", 0): .timestamp
    case ("duration", 0): .duration
    case ("dyn", 0), ("any", 0): .dyn
    case ("type", _): .type
    case ("wrapper", 1): parameters[0]
    case ("list", 1): .list(parameters[0])
    case ("map", 2): .map(parameters[0], parameters[1])
    case ("optional_type", 1): .optional(parameters[0])
    default: name.utf8.count == 1 ? .parameter(name) : .opaque(name, parameters)
    }
  }
}
