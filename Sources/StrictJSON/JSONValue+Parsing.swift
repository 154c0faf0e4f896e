extension JSONValue {
  /// Reads a text as strict JSON (RFC 8259), with every number exact.
  ///
  ///     try JSONValue.parse("{\"count\": 3, \"share\": 0.50}")
  ///     // .object([count: .integer(3), share: .number("0.50")])
  ///
  /// Refused, beside what RFC 8259 refuses: a byte order mark, invalid UTF-8, lone surrogates, duplicate
  /// names (compared as bytes), and nesting deeper than the limit.
  ///
  /// - Throws: ``JSONError``, with the place of the first thing that is wrong.
  /// - Complexity: O(*n*) in the length of the text.
  public static func parse(_ bytes: [UInt8], limits: JSONLimits = .default) throws(JSONError) -> JSONValue {
    var scanner = JSONScanner(bytes, limits: limits)
    let value = try scanner.readValue()
    try scanner.finish()
    return value
  }

  /// Reads the bytes as strict JSON, as ``parse(_:limits:)-([UInt8],_)`` does; the bytes are copied.
  public static func parse(_ bytes: UnsafeRawBufferPointer, limits: JSONLimits = .default) throws(JSONError)
    -> JSONValue
  {
    try parse(Array(bytes), limits: limits)
  }

  /// Reads the text as strict JSON, as ``parse(_:limits:)-([UInt8],_)`` does.
  public static func parse(_ text: String, limits: JSONLimits = .default) throws(JSONError) -> JSONValue {
    try parse(Array(text.utf8), limits: limits)
  }
}

extension JSONValue {
  /// Reads the bytes as strict JSON, and keeps of an object's own members only those of these names.
  ///
  /// Everything else is held to the same rules, but never made: a part of a large text costs little more than its bytes.
  ///
  /// - Throws: ``JSONError``, with the place of the first thing that is wrong.
  public static func parse(
    _ bytes: [UInt8], keeping names: [String], limits: JSONLimits = .default
  ) throws(JSONError) -> JSONValue {
    var scanner = JSONScanner(bytes, limits: limits)
    guard try scanner.peek() == .object else { return try parse(bytes, limits: limits) }
    try scanner.beginObject()
    var members: [JSONValue.Member] = []
    while let name = try scanner.nextName() {
      let text = scanner.string(name)
      if names.contains(where: { $0.utf8.elementsEqual(text.utf8) }) {
        members.append(JSONValue.Member(text, try scanner.readValue()))
      } else {
        try scanner.skipValue()
      }
    }
    try scanner.finish()
    return .object(members)
  }
}

extension JSONScanner {
  /// Reads the next value as a tree.
  public mutating func readValue() throws(JSONError) -> JSONValue {
    switch try peek() {
    case .null:
      try readNull()
      return .null
    case .bool: return .bool(try readBool())
    case .string: return .string(try readString())
    case .number:
      let number = try readNumber()
      return number.integer.map(JSONValue.integer) ?? .number(number.text(in: bytes))
    case .array:
      try beginArray()
      var items: [JSONValue] = []
      while try nextElement() { items.append(try readValue()) }
      return .array(items)
    case .object:
      try beginObject()
      var members: [JSONValue.Member] = []
      while let name = try nextName() { members.append(JSONValue.Member(string(name), try readValue())) }
      return .object(members)
    }
  }
}
