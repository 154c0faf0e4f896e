/// What a plain scalar means by the core schema of YAML 1.2.2, section 10.3.2.
///
/// `no`, `yes`, `on`, `1_000`, `12:30` and `0b1` are strings here, as they are not in YAML 1.1.
package enum ScalarType: UInt8, Hashable, Sendable {
  case null, bool, int, float, string

  /// The meaning of a plain scalar's bytes.
  init(ofPlain bytes: UnsafeBufferPointer<UInt8>) {
    guard let first = bytes.first else {
      self = .null
      return
    }
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      self = Self.number(bytes)
    case UInt8(ascii: "~"): self = bytes.count == 1 ? .null : .string
    case UInt8(ascii: "n"), UInt8(ascii: "N"): self = Self.isWord(bytes, "null") ? .null : .string
    case UInt8(ascii: "t"), UInt8(ascii: "T"): self = Self.isWord(bytes, "true") ? .bool : .string
    case UInt8(ascii: "f"), UInt8(ascii: "F"): self = Self.isWord(bytes, "false") ? .bool : .string
    default: self = .string
    }
  }

  /// The meaning of a plain scalar's text.
  package init(ofPlain text: String) {
    var copy = text
    self = copy.withUTF8 { Self(ofPlain: $0) }
  }

  /// The type with its article, for messages.
  package var article: String {
    switch self {
    case .null: "nothing"
    case .bool: "a boolean"
    case .int: "an integer"
    case .float: "a number"
    case .string: "a string"
    }
  }

  /// Whether the bytes are the word in lower case, upper case, or with a capital.
  private static func isWord(_ bytes: UnsafeBufferPointer<UInt8>, _ word: StaticString) -> Bool {
    word.withUTF8Buffer { lower in
      guard bytes.count == lower.count else { return false }
      let caseBit: UInt8 = 0x20
      let isLower = bytes.elementsEqual(lower)
      let isUpper = zip(bytes, lower).allSatisfy { $0 == $1 & ~caseBit }
      let isCapital = bytes[0] == lower[0] & ~caseBit && bytes.dropFirst().elementsEqual(lower.dropFirst())
      return isLower || isUpper || isCapital
    }
  }

  private static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> ScalarType {
    if bytes.count > 2, bytes[0] == UInt8(ascii: "0") {
      if bytes[1] == UInt8(ascii: "o") {
        return bytes.dropFirst(2).allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "7") ~= $0 } ? .int : .string
      }
      if bytes[1] == UInt8(ascii: "x") { return bytes.dropFirst(2).allSatisfy(isHexadecimal) ? .int : .string }
    }
    var index = 0
    if bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-") { index = 1 }
    let whole = digits(bytes, &index)
    if index == bytes.count { return whole > 0 ? .int : .string }
    if bytes[index] == UInt8(ascii: ".") {
      index += 1
      if whole == 0, isSpecial(bytes, from: index, isSigned: index > 1) { return .float }
      let fraction = digits(bytes, &index)
      if whole + fraction == 0 { return .string }
      if index == bytes.count { return .float }
    }
    guard whole > 0 || index > 1, bytes[index] | 0x20 == UInt8(ascii: "e") else { return .string }
    index += 1
    if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
    return digits(bytes, &index) > 0 && index == bytes.count ? .float : .string
  }

  private static func digits(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Int {
    let first = index
    while index < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[index] { index += 1 }
    return index - first
  }

  /// `inf` behind a dot, or `nan` without a sign: three letters in lower case, upper case, or as listed.
  private static func isSpecial(_ bytes: UnsafeBufferPointer<UInt8>, from index: Int, isSigned: Bool) -> Bool {
    guard bytes.count == index + 3 else { return false }
    let rest = bytes[index...]
    func isAny(_ words: [StaticString]) -> Bool {
      words.contains { word in word.withUTF8Buffer { rest.elementsEqual($0) } }
    }
    return isAny(["inf", "Inf", "INF"]) || !isSigned && isAny(["nan", "NaN", "NAN"])
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }
}

extension Scalar {
  /// The value of a boolean scalar.
  package var bool: Bool? {
    guard type == .bool else { return nil }
    return text.utf8.first.map { $0 | 0x20 == UInt8(ascii: "t") }
  }

  /// The value of an integer scalar that fits `Int64`.
  package var integer: Int64? {
    guard type == .int else { return nil }
    if text.utf8.starts(with: "0x".utf8) { return Int64(text.utf8.dropFirst(2).map(character), radix: 16) }
    if text.utf8.starts(with: "0o".utf8) { return Int64(text.utf8.dropFirst(2).map(character), radix: 8) }
    return Int64(text)
  }
}

private func character(_ byte: UInt8) -> Character { Character(UnicodeScalar(byte)) }

extension Int64 {
  fileprivate init?(_ digits: [Character], radix: Int) { self.init(String(digits), radix: radix) }
}
