extension JSONValue {
  /// The value as compact JSON, members in their order.
  ///
  /// Strings are escaped where RFC 8259 demands it, and also where a character could drive the reader's
  /// terminal: U+007F to U+009F, line and paragraph separators, bidirectional controls. A `.number`
  /// whose text is no JSON number is written as a string, so that the result is always sound JSON.
  public func serialized() -> String {
    var writer = JSONWriter(isPretty: false)
    writer.write(self)
    return writer.text
  }

  /// The value as JSON for people: one member or element a line, indented by two blanks.
  public func pretty() -> String {
    var writer = JSONWriter(isPretty: true)
    writer.write(self)
    return writer.text
  }
}

private struct JSONWriter {
  let isPretty: Bool
  private var out: [UInt8] = []
  private var depth = 0

  init(isPretty: Bool) { self.isPretty = isPretty }

  var text: String { String(decoding: out, as: UTF8.self) }

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: append("null")
    case .bool(let value): append(value ? "true" : "false")
    case .integer(let value): append(String(value))
    case .number(let text): isJSONNumber(text) ? append(text) : write(text)
    case .string(let text): write(text)
    case .array(let items):
      append("[")
      depth += 1
      for (index, item) in items.enumerated() {
        startItem(isFirst: index == 0)
        write(item)
      }
      endItems("]", isEmpty: items.isEmpty)
    case .object(let members):
      append("{")
      depth += 1
      for (index, member) in members.enumerated() {
        startItem(isFirst: index == 0)
        write(member.name)
        append(isPretty ? ": " : ":")
        write(member.value)
      }
      endItems("}", isEmpty: members.isEmpty)
    }
  }

  private mutating func startItem(isFirst: Bool) {
    if !isFirst { append(",") }
    if isPretty { breakLine() }
  }

  private mutating func endItems(_ closing: String, isEmpty: Bool) {
    depth -= 1
    if isPretty, !isEmpty { breakLine() }
    append(closing)
  }

  private mutating func breakLine() {
    out.append(0x0A)
    out.append(contentsOf: repeatElement(0x20, count: 2 * depth))
  }

  private mutating func write(_ text: String) {
    append("\"")
    defer { append("\"") }
    let isWritten = text.utf8.withContiguousStorageIfAvailable { writeASCII($0) }
    if isWritten != true { writeScalars(text) }
  }

  /// Writes a text by runs of bytes that need no escape.
  ///
  /// - Returns: Whether that is done: not where anything but visible ASCII and what it escapes stands there.
  private mutating func writeASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.allSatisfy({ 0x20 <= $0 && $0 < 0x7F }) else { return false }
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
      out.append(contentsOf: bytes[start..<index])
      out.append(UInt8(ascii: "\\"))
      start = index
    }
    out.append(contentsOf: bytes[start...])
    return true
  }

  private mutating func writeScalars(_ text: String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": append("\\\"")
      case "\\": append("\\\\")
      case "\n": append("\\n")
      case "\r": append("\\r")
      case "\t": append("\\t")
      case "\u{08}": append("\\b")
      case "\u{0C}": append("\\f")
      case _ where mustBeEscaped(scalar):
        let digits = String(scalar.value, radix: 16)
        append("\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits)
      default: out.append(contentsOf: UTF8.encode(scalar) ?? .init())
      }
    }
  }

  private mutating func append(_ text: String) { out.append(contentsOf: text.utf8) }
}

/// Controls that a terminal would obey; all lie below U+10000.
private func mustBeEscaped(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
  default: false
  }
}

private func isJSONNumber(_ text: String) -> Bool {
  guard let first = text.utf8.first, first == UInt8(ascii: "-") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= first else {
    return false
  }
  var scanner = JSONScanner(Array(text.utf8))
  guard let number = try? scanner.readNumber() else { return false }
  return number.range.upperBound == scanner.bytes.count
}
