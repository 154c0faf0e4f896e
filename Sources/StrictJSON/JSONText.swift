/// A string of a JSON text that was checked but not decoded: the place of what stands between the quotes.
public struct JSONText: Hashable, Sendable {
  /// The bytes between the quotes.
  public let range: Range<Int>
  /// Whether the text holds a backslash.
  public let isEscaped: Bool

  init(range: Range<Int>, isEscaped: Bool) {
    self.range = range
    self.isEscaped = isEscaped
  }

  /// The decoded string.
  ///
  /// - Parameter bytes: The bytes that the scanner reads.
  public func string(in bytes: [UInt8]) -> String {
    guard isEscaped else { return String(decoding: checked(bytes), as: UTF8.self) }
    return String(decoding: utf8(in: bytes), as: UTF8.self)
  }

  /// Whether the decoded string is exactly that name, compared as bytes.
  public func equals(_ name: StaticString, in bytes: [UInt8]) -> Bool {
    name.withUTF8Buffer { buffer in
      isEscaped ? utf8(in: bytes).elementsEqual(buffer) : checked(bytes).elementsEqual(buffer)
    }
  }

  /// The bytes of the decoded string.
  public func utf8(in bytes: [UInt8]) -> [UInt8] {
    let raw = checked(bytes)
    guard isEscaped else { return Array(raw) }
    var result: [UInt8] = []
    result.reserveCapacity(raw.count)
    var index = raw.startIndex
    while index < raw.endIndex {
      let byte = raw[index]
      index += 1
      guard byte == UInt8(ascii: "\\"), index < raw.endIndex else {
        result.append(byte)
        continue
      }
      let letter = raw[index]
      index += 1
      switch letter {
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "u"):
        var code = hexadecimal(raw, at: index) ?? 0xFFFD
        index += 4
        if 0xD800..<0xDC00 ~= code, let low = hexadecimal(raw, at: index + 2), 0xDC00..<0xE000 ~= low {
          code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
          index += 6
        }
        result.append(contentsOf: String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8)
      default: result.append(letter)
      }
    }
    return result
  }

  func hasSameText(as other: JSONText, in bytes: [UInt8]) -> Bool {
    isEscaped || other.isEscaped
      ? utf8(in: bytes) == other.utf8(in: bytes) : checked(bytes) == other.checked(bytes)
  }

  private func checked(_ bytes: [UInt8]) -> ArraySlice<UInt8> { bytes[range.clamped(to: bytes.indices)] }
}

/// The four hexadecimal digits at an index, if they stand there.
func hexadecimal(_ bytes: ArraySlice<UInt8>, at index: Int) -> UInt32? {
  guard index >= bytes.startIndex, index + 4 <= bytes.endIndex else { return nil }
  var value: UInt32 = 0
  for byte in bytes[index..<index + 4] {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
    default: return nil
    }
  }
  return value
}
