extension JSONScanner {
  /// Reads a string whose opening quote is next, checking escapes and UTF-8.
  mutating func scanString() throws(JSONError) -> JSONText {
    offset += 1
    let first = offset
    var isEscaped = false
    while offset < end {
      let byte = bytes[offset]
      switch byte {
      case UInt8(ascii: "\""):
        offset += 1
        return JSONText(range: first..<offset - 1, isEscaped: isEscaped)
      case UInt8(ascii: "\\"):
        isEscaped = true
        try scanEscape()
      case 0..<0x20:
        throw error(
          .controlCharacter, "control character \(hexadecimalName(UInt32(byte))) in a string",
          hint: "write it as an escape, such as `\\n`", at: offset)
      case 0x80...:
        guard let length = lengthOfCodePoint(bytes, at: offset, end: end) else {
          throw error(.invalidUTF8, "invalid UTF-8", hint: "save the text as UTF-8", at: offset)
        }
        offset += length
      default:
        offset += 1
      }
    }
    throw error(.unexpectedEnd, "a string without its closing quote", at: first - 1)
  }

  private mutating func scanEscape() throws(JSONError) {
    let place = offset
    offset += 1
    guard offset < end else { throw ended() }
    let letter = bytes[offset]
    offset += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"),
      UInt8(ascii: "r"), UInt8(ascii: "t"):
      return
    case UInt8(ascii: "u"):
      let code = try scanHexadecimal(from: place)
      guard 0xD800..<0xE000 ~= code else { return }
      let isPair =
        code < 0xDC00 && end - offset >= 6 && bytes[offset] == UInt8(ascii: "\\")
        && bytes[offset + 1] == UInt8(ascii: "u")
      if isPair {
        offset += 2
        if 0xDC00..<0xE000 ~= (try scanHexadecimal(from: offset - 2)) { return }
      }
      throw error(
        .loneSurrogate, "a lone surrogate `\(shown(place..<place + 6))`",
        hint: "a code point above U+FFFF takes two escapes",
        at: place)
    default:
      throw error(
        .syntax, "unknown escape", hint: "the escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four digits",
        at: place)
    }
  }

  private mutating func scanHexadecimal(from place: Int) throws(JSONError) -> UInt32 {
    guard end - offset >= 4 else { throw error(.syntax, "an escape `\\u` without four hexadecimal digits", at: place) }
    guard let code = hexadecimal(bytes[offset..<offset + 4], at: offset) else {
      throw error(.syntax, "an escape `\\u` without four hexadecimal digits", at: place)
    }
    offset += 4
    return code
  }
}

/// The length of the well-formed UTF-8 sequence at an index (Unicode, table 3-7); nothing where there is none.
func lengthOfCodePoint(_ bytes: [UInt8], at index: Int, end: Int) -> Int? {
  let lead = bytes[index]
  let length: Int
  var second: ClosedRange<UInt8> = 0x80...0xBF
  switch lead {
  case 0..<0x80: return 1
  case 0xC2...0xDF: length = 2
  case 0xE0: (length, second) = (3, 0xA0...0xBF)
  case 0xED: (length, second) = (3, 0x80...0x9F)
  case 0xE1...0xEF: length = 3
  case 0xF0: (length, second) = (4, 0x90...0xBF)
  case 0xF1...0xF3: length = 4
  case 0xF4: (length, second) = (4, 0x80...0x8F)
  default: return nil
  }
  guard end - index >= length, second.contains(bytes[index + 1]) else { return nil }
  for next in index + 2..<max(index + 2, index + length) where bytes[next] & 0xC0 != 0x80 { return nil }
  return length
}
