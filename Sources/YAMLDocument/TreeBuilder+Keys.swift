import Diagnostics

extension TreeBuilder {
  /// Whether a key is a string; refused if not.
  func isName(_ key: Node) throws(Stopped) -> Bool {
    guard let scalar = key.scalar else {
      try refuse("non-string-key", "\(key.kindName) cannot be a key", hint: "a key is a string", at: key.start)
      return false
    }
    guard scalar.style == .plain else { return true }
    if scalar.text == "<<" {
      try refuse("merge-key", "merge key `<<` is not allowed", hint: "write the keys out", at: key.start)
      return false
    }
    guard scalar.type != .string else { return true }
    let text = excerpt(scalar.text)
    if text.isEmpty {
      try refuse("non-string-key", "an empty key", hint: "write a name before the `:`", at: key.start)
    } else {
      try refuse(
        "non-string-key", "the key `\(text)` is \(scalar.type == .null ? "null" : scalar.type.article)",
        hint: "quote it: `\"\(text)\"`", at: key.start)
    }
    return false
  }
}

/// The keys of a mapping, compared as bytes: searched in a row while they are few, else by a seeded hash.
struct KeySet {
  private static let rowLimit = 16
  private var lines: [ByteKey: Place] = [:]

  /// Takes a key that shall be added to the entries.
  ///
  /// - Returns: The place of the same key among the entries, if there is one.
  mutating func insert(_ key: Node, into entries: [Node.Entry]) -> Place? {
    let name = key.text ?? ""
    if entries.count < Self.rowLimit {
      return entries.place(of: name).map { entries[$0].key.start }
    }
    if lines.isEmpty {
      for entry in entries { lines[ByteKey(text: entry.name)] = entry.key.start }
    }
    if let first = lines[ByteKey(text: name)] { return first }
    lines[ByteKey(text: name)] = key.start
    return nil
  }
}

private struct ByteKey: Hashable {
  let text: String

  static func == (left: Self, right: Self) -> Bool { haveSameBytes(left.text, right.text) }

  func hash(into hasher: inout Hasher) {
    var copy = text
    copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
