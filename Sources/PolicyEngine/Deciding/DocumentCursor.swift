/// A place in the bytes of a JSON document, moving on in one pass.
///
/// Every step checks what it passes as `StrictJSON` does, and says no where the text is not sound, or where only the
/// strict scanner can tell; it never says yes to what that would refuse.
struct DocumentCursor {
  private let base: UnsafePointer<UInt8>
  private let end: Int
  private(set) var at = 0
  /// The names of the open objects that are kept because nothing else knows them.
  private var names: [(from: Int, to: Int)] = []

  /// The most such names of one object, and the deepest nesting, that are read here.
  private static let (mostNames, deepest) = (32, 32)

  init(_ base: UnsafePointer<UInt8>, count: Int) { (self.base, end) = (base, count) }

  /// A string without its quotes.
  struct Text {
    var from: Int
    var to: Int
    var isEscaped: Bool
  }

  enum Number {
    case integer(Int64)
    /// With a fraction or an exponent.
    case fraction
    /// No number of 64 bits.
    case tooLong
  }

  // MARK: - Bytes

  /// The next byte that is no blank; 0 at the end.
  mutating func next() -> UInt8 {
    while at < end {
      let byte = base[at]
      if byte > 0x20 { return byte }
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return 0 }
      at += 1
    }
    return 0
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard next() == byte else { return false }
    at += 1
    return true
  }

  /// Whether nothing but blanks follows.
  mutating func isAtEnd() -> Bool { next() == 0 && at == end }

  func bytes(_ text: Text) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base + text.from, count: text.to - text.from)
  }

  func isSame(_ text: Text, _ other: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard text.to - text.from == count else { return false }
    for index in 0..<count where base[text.from + index] != other[index] { return false }
    return true
  }

  private func isSame(_ left: (from: Int, to: Int), _ right: (from: Int, to: Int)) -> Bool {
    guard left.to - left.from == right.to - right.from else { return false }
    for index in 0..<left.to - left.from where base[left.from + index] != base[right.from + index] { return false }
    return true
  }

  // MARK: - Scalars

  mutating func word(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard end - at >= count else { return false }
    for index in 0..<count where base[at + index] != word.utf8Start[index] { return false }
    at += count
    return true
  }

  /// Reads a string whose quote is next.
  mutating func string() -> Text? {
    at += 1
    let from = at
    var isEscaped = false
    while true {
      while end - at >= 8 {
        let word = UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self).littleEndian
        let special = Self.special(word)
        at += special == 0 ? 8 : special.trailingZeroBitCount >> 3
        if special != 0 { break }
      }
      guard at < end else { return nil }
      switch base[at] {
      case UInt8(ascii: "\""):
        at += 1
        return Text(from: from, to: at - 1, isEscaped: isEscaped)
      case UInt8(ascii: "\\"):
        isEscaped = true
        guard escape() else { return nil }
      case 0..<0x20: return nil
      case 0x80...: guard codePoint() else { return nil }
      default: at += 1
      }
    }
  }

  /// The top bit of each byte that is a quote, a backslash, a control character, or not ASCII; what stands above the
  /// lowest one may be wrong.
  private static func special(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }
    return
      (zeros(word ^ ones &* 0x22) | zeros(word ^ ones &* 0x5C) | (word &- ones &* 0x20) & ~word | word)
      & (ones &* 0x80)
  }

  private mutating func escape() -> Bool {
    guard end - at >= 2 else { return false }
    let letter = base[at + 1]
    at += 2
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return true
    case UInt8(ascii: "u"):
      guard let code = hexadecimal() else { return false }
      guard 0xD800..<0xE000 ~= code else { return true }
      guard code < 0xDC00, end - at >= 2, base[at] == UInt8(ascii: "\\"), base[at + 1] == UInt8(ascii: "u") else {
        return false
      }
      at += 2
      guard let low = hexadecimal() else { return false }
      return 0xDC00..<0xE000 ~= low
    default: return false
    }
  }

  private mutating func hexadecimal() -> UInt32? {
    guard end - at >= 4 else { return nil }
    var code: UInt32 = 0
    for _ in 0..<4 {
      let byte = base[at]
      at += 1
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): code = code << 4 | UInt32(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): code = code << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): code = code << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
      default: return nil
      }
    }
    return code
  }

  /// Passes a code point that is not ASCII (Unicode, table 3-7).
  private mutating func codePoint() -> Bool {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch base[at] {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return false
    }
    guard end - at >= length, second.contains(base[at + 1]) else { return false }
    for index in 2..<max(2, length) where base[at + index] & 0xC0 != 0x80 { return false }
    at += length
    return true
  }

  /// Reads a number whose first byte is next.
  mutating func number() -> Number? {
    let isNegative = base[at] == UInt8(ascii: "-")
    if isNegative { at += 1 }
    let first = at
    var value: Int64 = 0
    while at < end, let digit = digit() {
      value = value &* 10 &+ Int64(digit)
      at += 1
    }
    let count = at - first
    guard count > 0, count == 1 || base[first] != UInt8(ascii: "0") else { return nil }
    var isInteger = true
    if at < end, base[at] == UInt8(ascii: ".") {
      isInteger = false
      at += 1
      guard digits() else { return nil }
    }
    if at < end, base[at] | 0x20 == UInt8(ascii: "e") {
      isInteger = false
      at += 1
      if at < end, base[at] == UInt8(ascii: "+") || base[at] == UInt8(ascii: "-") { at += 1 }
      guard digits() else { return nil }
    }
    guard isInteger else { return .fraction }
    return count > 18 || (isNegative && value == 0) ? .tooLong : .integer(isNegative ? -value : value)
  }

  private func digit() -> UInt8? {
    let digit = base[at] &- UInt8(ascii: "0")
    return digit < 10 ? digit : nil
  }

  private mutating func digits() -> Bool {
    let first = at
    while at < end, digit() != nil { at += 1 }
    return at > first
  }

  // MARK: - Values of no interest

  /// How many names are kept; an object starts with it, and ends with ``forget(to:)``.
  var kept: Int { names.count }

  mutating func forget(to count: Int) { names.removeSubrange(count...) }

  /// Keeps a name of the object that started at a count.
  ///
  /// - Returns: Whether it is new.
  mutating func keep(_ text: Text, since start: Int) -> Bool {
    guard !text.isEscaped, names.count - start < Self.mostNames else { return false }
    let name = (text.from, text.to)
    for index in start..<names.count where isSame(names[index], name) { return false }
    names.append(name)
    return true
  }

  /// Passes over the next value, checking all of it.
  mutating func skip(depth: Int) -> Bool {
    switch next() {
    case UInt8(ascii: "\""): return string() != nil
    case UInt8(ascii: "t"): return word("true")
    case UInt8(ascii: "f"): return word("false")
    case UInt8(ascii: "n"): return word("null")
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return number() != nil
    case UInt8(ascii: "{"):
      guard depth < Self.deepest else { return false }
      at += 1
      let start = kept
      defer { forget(to: start) }
      if next() == UInt8(ascii: "}") { return take(UInt8(ascii: "}")) }
      while true {
        guard next() == UInt8(ascii: "\""), let name = string(), keep(name, since: start), take(UInt8(ascii: ":")),
          skip(depth: depth + 1)
        else { return false }
        if take(UInt8(ascii: ",")) { continue }
        return take(UInt8(ascii: "}"))
      }
    case UInt8(ascii: "["):
      guard depth < Self.deepest else { return false }
      at += 1
      if next() == UInt8(ascii: "]") { return take(UInt8(ascii: "]")) }
      while true {
        guard skip(depth: depth + 1) else { return false }
        if take(UInt8(ascii: ",")) { continue }
        return take(UInt8(ascii: "]"))
      }
    default: return false
    }
  }
}
