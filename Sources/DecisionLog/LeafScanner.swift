import SpendModel

/// Checks in one pass that bytes are a leaf in canonical form, without making its values.
///
/// Says yes only to what ``Leaf/parse(_:)`` accepts; where it says no, that one finds the words.
struct LeafScanner {
  private let bytes: UnsafeRawBufferPointer
  private var offset = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func scan() -> LeafSummary? {
    guard bytes.count <= CanonicalJSON.Profile.leaf.maxBytes, skip("{\"actor\":"), actor(), skip(",\"at\":\""),
      let at = timestamp(), skip("\",\"data\":"), peek == UInt8(ascii: "{"), value(depth: 1),
      skip(",\"idx\":"), let idx = integer(), idx >= 0, skip(",\"stream\":"), let stream = visibleText(),
      skip(",\"stream_seq\":"), let streamSequence = integer(), streamSequence > 0,
      skip(",\"type\":"), let name = visibleText(), let type = Self.types[name],
      skip(",\"type_seq\":"), let typeSequence = integer(), typeSequence > 0, skip(",\"v\":1}"), offset == bytes.count
    else { return nil }
    return LeafSummary(
      idx: idx, type: type, typeSequence: typeSequence, stream: stream, streamSequence: streamSequence, at: at)
  }

  private static let types = [String: EventType](
    uniqueKeysWithValues: EventType.allCases.map { ($0.rawValue, $0) })

  private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func skip(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard bytes.count - offset >= count else { return false }
    let isThere = text.withUTF8Buffer { buffer in
      for index in 0..<count where buffer[index] != bytes[offset + index] { return false }
      return true
    }
    if isThere { offset += count }
    return isThere
  }

  private mutating func skipByte(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  private mutating func actor() -> Bool {
    guard skip("{\"auth\":"), let name = visibleText(), let authentication = Actor.Authentication(rawValue: name),
      skip(",\"id\":"), visibleText() != nil
    else { return false }
    if skip(",\"login\":{\"commit\":\"") {
      guard authentication == .local, bytes.count - offset >= 64 else { return false }
      for index in offset..<offset + 64 where !isHexadecimalDigit(bytes[index]) { return false }
      offset += 64
      guard skip("\"}") else { return false }
    }
    return skipByte("}")
  }

  /// A string of 1 to 200 characters of ASCII that can be seen, none of them escaped.
  private mutating func visibleText() -> String? {
    guard peek == UInt8(ascii: "\"") else { return nil }
    let first = offset + 1
    var next = first
    while next < bytes.count, bytes[next] != UInt8(ascii: "\"") {
      guard 0x21...0x7E ~= bytes[next], bytes[next] != UInt8(ascii: "\\") else { return nil }
      next += 1
    }
    guard next < bytes.count, 1...200 ~= next - first else { return nil }
    offset = next + 1
    return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[first..<next]), as: UTF8.self)
  }

  private mutating func timestamp() -> Timestamp? {
    guard bytes.count - offset >= 27 else { return nil }
    guard let year = number(4), skipByte("-"), let month = number(2), skipByte("-"), let day = number(2), skipByte("T"),
      let hour = number(2), hour < 24, skipByte(":"), let minute = number(2), minute < 60, skipByte(":"),
      let second = number(2), second < 60, skipByte("."), let micros = number(6), skipByte("Z"),
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    let seconds = date.daysSinceEpoch * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    return Timestamp(microseconds: seconds * 1_000_000 + Int64(micros))
  }

  private mutating func number(_ width: Int) -> Int? {
    guard bytes.count - offset >= width else { return nil }
    var value = 0
    for _ in 0..<width {
      guard isDigit(bytes[offset]) else { return nil }
      value = value * 10 + Int(bytes[offset] - UInt8(ascii: "0"))
      offset += 1
    }
    return value
  }

  /// A whole number within ±(2^53−1), as it is written in canonical form.
  private mutating func integer() -> Int64? {
    let isNegative = skipByte("-")
    let first = offset
    var value: Int64 = 0
    while offset < bytes.count, isDigit(bytes[offset]), offset - first < 17 {
      value = value * 10 + Int64(bytes[offset] - UInt8(ascii: "0"))
      offset += 1
    }
    guard offset > first, bytes[first] != UInt8(ascii: "0") || (offset == first + 1 && !isNegative),
      value <= CanonicalJSON.largestInteger
    else { return nil }
    return isNegative ? -value : value
  }

  /// Any value; `depth` arrays and objects are open around it.
  private mutating func value(depth: Int) -> Bool {
    switch peek {
    case UInt8(ascii: "\""): return string() != nil
    case UInt8(ascii: "{"): return object(depth: depth + 1)
    case UInt8(ascii: "["): return array(depth: depth + 1)
    case UInt8(ascii: "t"): return skip("true")
    case UInt8(ascii: "f"): return skip("false")
    case UInt8(ascii: "n"): return skip("null")
    default: return integer() != nil
    }
  }

  private mutating func array(depth: Int) -> Bool {
    guard depth <= CanonicalJSON.Profile.leaf.maxDepth, skipByte("[") else { return false }
    if skipByte("]") { return true }
    repeat {
      guard value(depth: depth) else { return false }
    } while skipByte(",")
    return skipByte("]")
  }

  private mutating func object(depth: Int) -> Bool {
    guard depth <= CanonicalJSON.Profile.leaf.maxDepth, skipByte("{") else { return false }
    if skipByte("}") { return true }
    var last = 0..<0
    repeat {
      guard let name = string(), !name.isEmpty else { return false }
      for index in name where !isLeafKeyByte(bytes[index]) { return false }
      guard last.isEmpty || bytes[last].lexicographicallyPrecedes(bytes[name]) else { return false }
      last = name
      guard skipByte(":"), value(depth: depth) else { return false }
    } while skipByte(",")
    return skipByte("}")
  }

  /// A string in its shortest form.
  ///
  /// - Returns: Where what stands between the quotes lies.
  private mutating func string() -> Range<Int>? {
    guard skipByte("\"") else { return nil }
    let first = offset
    while offset < bytes.count {
      let isWord = offset + 8 <= bytes.count
      if isWord, isPlain(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) {
        offset += 8
        continue
      }
      let next = isWord ? offset + 8 : bytes.count
      while offset < next {
        switch bytes[offset] {
        case UInt8(ascii: "\""):
          offset += 1
          return first..<offset - 1
        case UInt8(ascii: "\\"):
          guard escape() else { return nil }
        case 0..<0x20: return nil
        case 0..<0x80: offset += 1
        default:
          guard let length = lengthOfCodePoint() else { return nil }
          offset += length
        }
      }
    }
    return nil
  }

  /// Whether none of eight bytes is a control character, a quote, a backslash, or above ASCII.
  private func isPlain(_ word: UInt64) -> Bool {
    let (ones, tops): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
    let (quote, backslash) = (word ^ (ones &* 0x22), word ^ (ones &* 0x5C))
    let hits = (word &- ones &* 0x20) | (quote &- ones) | (backslash &- ones) | word
    return hits & tops == 0
  }

  private mutating func escape() -> Bool {
    guard bytes.count - offset >= 2 else { return false }
    switch bytes[offset + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
      UInt8(ascii: "r"), UInt8(ascii: "t"):
      offset += 2
      return true
    default:
      guard skip("\\u00"), bytes.count - offset >= 2 else { return false }
      let (high, low) = (bytes[offset], bytes[offset + 1])
      guard high == UInt8(ascii: "0") || high == UInt8(ascii: "1"), isHexadecimalDigit(low) else { return false }
      if high == UInt8(ascii: "0"), [0x38, 0x39, 0x61, 0x63, 0x64].contains(low) { return false }  // 8 9 a c d
      offset += 2
      return true
    }
  }

  /// The length of the well-formed UTF-8 sequence of two bytes or more that is next. Source: Unicode, table 3-7.
  private func lengthOfCodePoint() -> Int? {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch bytes[offset] {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return nil
    }
    guard bytes.count - offset >= length, second.contains(bytes[offset + 1]) else { return nil }
    for next in offset + 2..<max(offset + 2, offset + length) where bytes[next] & 0xC0 != 0x80 { return nil }
    return length
  }

  private func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }

  private func isHexadecimalDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte || 0x61...0x66 ~= byte }
}
