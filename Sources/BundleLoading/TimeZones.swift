package import CEL
import Glibc

/// Reads the rules of time zones from the system's database, at load and never later.
package enum TimeZones {
  private static let folder = "/usr/share/zoneinfo/"
  private static let maxBytes = 1 << 20

  /// The zones of those names that the system knows.
  static func read(_ names: some Sequence<String>) -> [String: ZoneRules] {
    var result: [String: ZoneRules] = [:]
    for name in names where isName(name) && result[name] == nil {
      if let bytes = bytes(of: folder + name), let rules = ZoneRules(tzif: bytes) { result[name] = rules }
    }
    return result
  }

  /// The zones of those names, and those that expressions in the texts name, as in `now.getHours('Europe/Berlin')`.
  ///
  /// Where an expression takes its zone from a fact, every zone may be asked for: all are read.
  ///
  /// - Parameter texts: Expressions, or files that hold some.
  package static func read(_ names: [String] = [], andThoseIn texts: [[UInt8]]) -> [String: ZoneRules] {
    var wanted = Set(names)
    for text in texts {
      switch zones(in: text) {
      case .named(let names): wanted.formUnion(names)
      case .any: return read(wanted.union(allNames()))
      }
    }
    return read(wanted)
  }

  enum Mention: Hashable {
    case named(Set<String>)
    /// A zone that only the evaluation tells.
    case any
  }

  /// The zones that calls such as `.getHours('Europe/Berlin')` name; quotes may be escaped as YAML asks for.
  static func zones(in text: [UInt8]) -> Mention {
    var names: Set<String> = []
    var place = 0
    while let found = nextGet(in: text, from: place) {
      place = found + 3
      guard found > 0, text[found - 1] == UInt8(ascii: ".") || isBlank(text[found - 1]), place < text.count,
        (65...90).contains(text[place])
      else { continue }
      var rest = text[place...].drop { isLetter($0) }.drop { isBlank($0) }
      guard rest.first == UInt8(ascii: "(") else { continue }
      rest = rest.dropFirst().drop { isBlank($0) }
      guard let first = rest.first, first != UInt8(ascii: ")") else { continue }
      let word = rest.drop { isQuote($0) }
      let name = word.prefix { isNamePart($0) }
      let behind = word.dropFirst(name.count)
      guard isQuote(first), let end = behind.first, isQuote(end),
        behind.drop(while: { isQuote($0) || isBlank($0) }).first == UInt8(ascii: ")")
      else { return .any }
      names.insert(String(decoding: name, as: UTF8.self))
    }
    return .named(names)
  }

  /// Where `get` stands next.
  private static func nextGet(in text: [UInt8], from start: Int) -> Int? {
    text.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return nil }
      var place = start
      while place + 3 <= buffer.count, let found = memchr(base + place, 103, buffer.count - place - 2) {
        place = UnsafeRawPointer(found) - base
        if buffer[place + 1] == UInt8(ascii: "e"), buffer[place + 2] == UInt8(ascii: "t") { return place }
        place += 1
      }
      return nil
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }
  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
  /// A quote, or the backslash before one.
  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }
  private static func isNamePart(_ byte: UInt8) -> Bool {
    isLetter(byte) || (48...58).contains(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/")
  }

  /// Every zone of the system's database.
  private static func allNames() -> [String] {
    var names: [String] = []
    var open = [""]
    while let prefix = open.popLast() {
      guard let directory = opendir(folder + prefix) else { continue }
      defer { closedir(directory) }
      while let entry = readdir(directory) {
        let type = Int(entry.pointee.d_type)
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        guard isName(prefix + name), prefix + name != "posix", prefix + name != "right" else { continue }
        if type == Int(DT_DIR) { open.append(prefix + name + "/") } else { names.append(prefix + name) }
      }
    }
    return names
  }

  /// Whether the text is a zone's name, and no way out of the folder: `Europe/Berlin`.
  private static func isName(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return (1...4).contains(parts.count)
      && parts.allSatisfy { part in
        guard let first = part.utf8.first, first != UInt8(ascii: ".") else { return false }
        return part.utf8.allSatisfy {
          (65...90).contains($0) || (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "_")
            || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
        }
      }
  }

  private static func bytes(of path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= maxBytes else {
      return nil
    }
    return [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, used in
      while used < buffer.count {
        let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + used }, buffer.count - used)
        if got < 0, errno == EINTR { continue }
        if got <= 0 { break }
        used += got
      }
    }
  }
}
