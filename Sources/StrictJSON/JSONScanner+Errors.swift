extension JSONScanner {
  func error(_ code: JSONError.Code, _ message: String, hint: String? = nil, at place: Int) -> JSONError {
    JSONError(code, message, hint: hint, at: place, in: bytes[start..<end])
  }

  func ended() -> JSONError {
    error(.unexpectedEnd, "the text ends too early", at: end)
  }

  func unexpected(_ wanted: String) -> JSONError {
    guard offset < end else { return ended() }
    return error(.syntax, "expected \(wanted), found \(found())", hint: hintForFound(), at: offset)
  }

  /// The word or character at the offset, in backticks.
  func found() -> String {
    guard offset < end else { return "the end" }
    let byte = bytes[offset]
    if byte == UInt8(ascii: "`") { return "a backtick" }
    guard isWordByte(byte) else {
      return byte < 0x20 || byte == 0x7F
        ? "the control character \(hexadecimalName(UInt32(byte)))" : "`\(character(byte))`"
    }
    var last = offset
    while last < end, isWordByte(bytes[last]), last - offset < 32 { last += 1 }
    while last > offset, last < end, bytes[last] & 0xC0 == 0x80 { last -= 1 }
    return "`\(shown(offset..<last))`"
  }

  private func hintForFound() -> String? {
    switch bytes[offset] {
    case UInt8(ascii: "'"): "strings stand in double quotes"
    case UInt8(ascii: "/"), UInt8(ascii: "#"): "JSON has no comments"
    case UInt8(ascii: "N"), UInt8(ascii: "I"): "JSON has no `NaN` and no `Infinity`"
    case UInt8(ascii: "T"), UInt8(ascii: "F"): "write `true`, `false` or `null` in lower case"
    case UInt8(ascii: "+"), UInt8(ascii: "."): "a number starts with a digit or `-`"
    default: nil
    }
  }

  func shown(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// A name for a message: decoded, and cut where it is long.
  func shown(_ text: JSONText) -> String {
    let name = text.string(in: bytes)
    return name.unicodeScalars.count <= 64
      ? name : String(String.UnicodeScalarView(name.unicodeScalars.prefix(61))) + "..."
  }

  private func character(_ byte: UInt8) -> String { String(UnicodeScalar(byte)) }
}

/// `U+0007`.
func hexadecimalName(_ code: UInt32) -> String {
  let digits = String(code, radix: 16, uppercase: true)
  return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

extension JSONScanner.Kind {
  /// The kind with its article, for messages.
  var article: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

func isWordByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"),
    UInt8(ascii: "_"), 0x80...:
    true
  default: false
  }
}
