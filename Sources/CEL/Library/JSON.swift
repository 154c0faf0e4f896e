/// `json.encode(value)`: the JSON of a value, as the language's specification maps it.
enum JSONText {
  /// Integers up to this size are numbers to every reader of JSON; larger ones are written as strings.
  private static let exact: Int128 = (1 << 53) - 1

  /// - Throws: ``EvaluationError/Code/invalidArgument`` for what JSON has no form for: types, optionals, addresses,
  ///   and maps with keys that are no strings.
  static func encode(_ value: Value) throws(EvaluationError) -> String {
    var result = ""
    try append(value, to: &result, depth: 0)
    return result
  }

  private static let depthLimit = 64

  private static func append(
    _ value: Value, to result: inout String, depth: Int
  ) throws(EvaluationError) {
    guard depth <= depthLimit else { throw invalid("JSON nests at most \(depthLimit) deep") }
    try ValueLimits.checkText(result.utf8.count)
    switch value {
    case .null, .bool: result += value.text
    case .int(let number): append(Int128(number), to: &result)
    case .uint(let number): append(Int128(number), to: &result)
    case .double(let number):
      if number.isFinite { result += doubleText(number) } else { append(doubleText(number), to: &result) }
    case .string(let text): append(text, to: &result)
    case .bytes(let bytes): append(Base64.encode(bytes), to: &result)
    case .timestamp, .duration, .money: append(value.text, to: &result)
    case .list(let items):
      result.append("[")
      for (place, item) in items.enumerated() {
        if place > 0 { result.append(",") }
        try append(item, to: &result, depth: depth + 1)
      }
      result.append("]")
    case .map(let map): try append(map, to: &result, depth: depth)
    case .abstract: throw invalid("there is no JSON of a value of type \(value.typeName)")
    }
  }

  /// The entries by the bytes of their keys, so that equal maps have one text.
  private static func append(
    _ map: MapValue, to result: inout String, depth: Int
  ) throws(EvaluationError) {
    var entries: [(key: String, value: Value)] = []
    for (key, value) in map.entries {
      guard case .string(let name) = key else { throw invalid("a key of JSON is a string, found \(key.display)") }
      entries.append((name, value))
    }
    entries.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    result.append("{")
    for (place, entry) in entries.enumerated() {
      if place > 0 { result.append(",") }
      append(entry.key, to: &result)
      result.append(":")
      try append(entry.value, to: &result, depth: depth + 1)
    }
    result.append("}")
  }

  private static func append(_ number: Int128, to result: inout String) {
    if number.magnitude <= exact.magnitude {
      result += String(number)
    } else {
      append(String(number), to: &result)
    }
  }

  private static func append(_ text: String, to result: inout String) {
    result.append("\"")
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += ("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
      default: result.unicodeScalars.append(scalar)
      }
    }
    result.append("\"")
  }
}
