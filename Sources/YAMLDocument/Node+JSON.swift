package import StrictJSON

extension Node {
  /// The node as a JSON value: integers exact, other numbers as their text, strings as they are.
  ///
  /// A number is spelled as JSON spells it (`.5` is `0.5`, `+1` is `1`, `0x1F` is `31`). `.inf` and `.nan`,
  /// and integers in another base that leave `Int64`, have no JSON and are reported.
  ///
  /// - Returns: The value; with null in the place of what was reported.
  package func json(reporting sink: DiagnosticSink) -> JSONValue {
    switch content {
    case .sequence(let items): return .array(items.map { $0.json(reporting: sink) })
    case .mapping(let entries):
      return .object(entries.map { JSONValue.Member($0.name, $0.value.json(reporting: sink)) })
    case .scalar(let scalar):
      switch scalar.type {
      case .null: return .null
      case .bool: return .bool(scalar.bool ?? false)
      case .string: return .string(scalar.text)
      case .int, .float:
        if let value = scalar.jsonNumber { return value }
        sink.report(
          "no-such-number", "`\(excerpt(scalar.text))` is no number that can be kept",
          hint: "quote it to make it a string",
          at: position)
        return .null
      }
    }
  }
}

extension Scalar {
  /// A number as JSON has it; nothing for `.inf`, `.nan`, and large integers in another base.
  var jsonNumber: JSONValue? {
    if type == .int, text.utf8.starts(with: "0x".utf8) || text.utf8.starts(with: "0o".utf8) {
      return integer.map(JSONValue.integer)
    }
    var digits = Substring(text)
    let isNegative = digits.utf8.first == UInt8(ascii: "-")
    if isNegative || digits.utf8.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
    var whole = digits.prefix { $0.isASCII && $0.isNumber }
    let rest = digits.dropFirst(whole.count)
    while whole.utf8.first == UInt8(ascii: "0"), whole.utf8.count > 1 { whole = whole.dropFirst() }
    var tail = String(rest)
    if tail == "." {
      tail = ".0"
    } else if tail.utf8.starts(with: ".e".utf8) || tail.utf8.starts(with: ".E".utf8) {
      tail = ".0" + tail.dropFirst()
    }
    let written = (isNegative ? "-" : "") + (whole.isEmpty ? "0" : String(whole)) + tail
    return try? JSONValue.parse(written)
  }
}
