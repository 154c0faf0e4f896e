import StrictJSON

/// Writes one value in canonical form. Recursion is as deep as the profile allows, and no deeper.
struct CanonicalWriter {
  let profile: CanonicalJSON.Profile
  private(set) var bytes: [UInt8] = []
  private var path: [PathStep] = []

  enum PathStep {
    case key(String)
    case index(Int)
  }

  init(profile: CanonicalJSON.Profile) { self.profile = profile }

  mutating func write(_ value: JSONValue) throws(CanonicalError) {
    switch value {
    case .null: append("null")
    case .bool(let isTrue): append(isTrue ? "true" : "false")
    case .integer(let number): try write(number)
    case .number(let text): try write(number: text)
    case .string(let text): write(text)
    case .array(let items): try write(items)
    case .object(let members): try write(members)
    }
  }

  private mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  private mutating func write(_ number: Int64) throws(CanonicalError) {
    if number.magnitude <= CanonicalJSON.largestInteger.magnitude {
      bytes.append(contentsOf: String(number).utf8)
    } else if profile == .full {
      bytes.append(contentsOf: CanonicalNumber.text(Double(number)).utf8)
    } else {
      throw error(.integerTooLarge, "`\(number)` is beyond 2^53-1, write it as a string")
    }
  }

  private mutating func write(number text: String) throws(CanonicalError) {
    guard profile == .full else { throw error(.fraction, "`\(text)` is no whole number, write it as a string") }
    guard let number = Double(text), number.isFinite else { throw error(.notFinite, "no double is near to `\(text)`") }
    bytes.append(contentsOf: CanonicalNumber.text(number).utf8)
  }

  private mutating func write(_ items: [JSONValue]) throws(CanonicalError) {
    try enter()
    bytes.append(UInt8(ascii: "["))
    for (index, item) in items.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      path.append(.index(index))
      try write(item)
      path.removeLast()
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func write(_ members: [JSONValue.Member]) throws(CanonicalError) {
    try enter()
    bytes.append(UInt8(ascii: "{"))
    let isSorted = zip(members, members.dropFirst()).allSatisfy { precedes($0.name, $1.name) }
    let sorted = isSorted ? members : members.sorted { precedes($0.name, $1.name) }
    for (index, member) in sorted.enumerated() {
      if index > 0 {
        bytes.append(UInt8(ascii: ","))
        guard !member.name.utf8.elementsEqual(sorted[index - 1].name.utf8) else {
          throw error(.duplicateKey, "duplicate key `\(member.name)`")
        }
      }
      guard profile != .leaf || isLeafKey(member.name) else {
        throw error(.badKey, "the key `\(member.name)` is not made of a-z, 0-9 and _")
      }
      write(member.name)
      bytes.append(UInt8(ascii: ":"))
      path.append(.key(member.name))
      try write(member.value)
      path.removeLast()
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private func enter() throws(CanonicalError) {
    guard path.count < profile.maxDepth else { throw error(.tooDeep, "nested deeper than \(profile.maxDepth) levels") }
  }

  /// RFC 8785, section 3.2.2.2: only what must be escaped is, in its shortest form.
  private mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { buffer in
      var start = 0
      for index in 0..<buffer.count where isEscaped(buffer[index]) {
        bytes.append(contentsOf: buffer[start..<index])
        escape(buffer[index])
        start = index + 1
      }
      bytes.append(contentsOf: buffer[start...])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private func isEscaped(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): append("\\\"")
    case UInt8(ascii: "\\"): append("\\\\")
    case 0x08: append("\\b")
    case 0x09: append("\\t")
    case 0x0A: append("\\n")
    case 0x0C: append("\\f")
    case 0x0D: append("\\r")
    default:
      append("\\u00")
      bytes.append(contentsOf: Hexadecimal.text(CollectionOfOne(byte)).utf8)
    }
  }

  /// RFC 8785, section 3.2.3: keys in the order of their UTF-16 code units. That is the order of their UTF-8 bytes
  /// unless code points from U+E000 on are about, whose first byte is EE or more.
  private func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.contains { $0 >= 0xEE } || right.utf8.contains { $0 >= 0xEE }
      ? left.utf16.lexicographicallyPrecedes(right.utf16) : left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  private func error(_ code: CanonicalError.Code, _ message: String) -> CanonicalError {
    CanonicalError(code, message, at: path.map(\.pointer).joined())
  }
}

extension CanonicalWriter.PathStep {
  fileprivate var pointer: String {
    switch self {
    case .key(let name): "/" + pointerToken(name)
    case .index(let index): "/\(index)"
    }
  }
}

/// Whether a text may be a key of a leaf: ASCII `[a-z0-9_]`, at least one.
func isLeafKey(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy(isLeafKeyByte) }

func isLeafKeyByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
  default: false
  }
}

/// A key as a step of a JSON pointer. Source: RFC 6901, section 3.
func pointerToken(_ key: String) -> String {
  guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return key }
  var result: [UInt8] = []
  for byte in key.utf8 {
    switch byte {
    case UInt8(ascii: "~"): result += Array("~0".utf8)
    case UInt8(ascii: "/"): result += Array("~1".utf8)
    default: result.append(byte)
    }
  }
  return String(decoding: result, as: UTF8.self)
}
