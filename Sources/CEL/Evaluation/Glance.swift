/// What a comparison mostly needs to know of a value: one machine word, without a reference to count.
struct Glance: Sendable {
  enum Kind: UInt8, Sendable { case other, bool, int, text }

  let kind: Kind
  /// The int; 1 for true; of a text of up to seven bytes the bytes and their number, of a longer one a hash below a
  /// number that no short one has.
  let word: UInt64

  init(_ value: Value?) {
    switch value {
    case .bool(let value)?: (kind, word) = (.bool, value ? 1 : 0)
    case .int(let value)?: (kind, word) = (.int, UInt64(bitPattern: value))
    case .string(let text)?: (kind, word) = (.text, Self.word(of: text))
    default: (kind, word) = (.other, 0)
    }
  }

  init(_ text: String) { (kind, word) = (.text, Self.word(of: text)) }

  private static let long: UInt64 = 0xFF << 56

  private static func word(of text: String) -> UInt64 {
    let count = text.utf8.count
    var word: UInt64 = 0
    if count <= 7 {
      for byte in text.utf8 { word = word << 8 | UInt64(byte) }
      return word | UInt64(count) << 56
    }
    for byte in text.utf8 { word = (word ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return long | word ^ word >> 28 & ~long
  }

  /// Whether the word says all of a text.
  private var isWhole: Bool { word < Self.long }

  /// Whether two texts are the same; nothing where a look at them is needed.
  func isSameText(_ other: Glance) -> Bool? { word != other.word ? false : isWhole ? true : nil }
}
