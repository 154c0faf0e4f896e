import CostEngine
import StrictJSON

/// The fields of JSON lines by their names. Records mostly give the same names in the same order: what stood at a
/// place in the last record is tried first.
struct FieldNames: Sendable {
  struct Entry: Sendable {
    var name: [UInt8]
    var field: Field?
    /// What a mapped path goes on from, if this name may be an object on the way to a mapped one.
    var prefix: String?
  }

  /// How many names that are not known are kept.
  static let mostIgnored = 100

  private let mapping: [String: Field]?
  private let meters: Meters
  private var entries: [String: Entry] = [:]
  private var order: [Entry] = []
  private var place = 0
  private(set) var ignored: [String] = []

  init(_ options: IntakeOptions, isMapped: Bool) throws(IntakeError) {
    let mapping = try Field.mapping(options)
    self.mapping = isMapped ? mapping : nil
    meters = options.meters
  }

  mutating func begin() { place = 0 }

  /// What the next name of a record stands for.
  mutating func entry(_ name: JSONText, prefix: String?, in bytes: [UInt8]) -> Entry {
    defer { place += 1 }
    if prefix == nil, !name.isEscaped, place < order.count, bytes[name.range] == order[place].name[...] {
      return order[place]
    }
    let own = name.string(in: bytes)
    let path = prefix.map { $0 + own } ?? own
    let entry = entries[path] ?? resolve(path)
    if prefix == nil, !name.isEscaped {
      if place < order.count {
        order[place] = entry
      } else if place == order.count, place < 256 {
        order.append(entry)
      }
    }
    return entry
  }

  private mutating func resolve(_ path: String) -> Entry {
    var entry = Entry(name: Array(path.utf8), field: nil, prefix: nil)
    if let mapping {
      entry.field = mapping[path]
      let prefix = path + "."
      if mapping.keys.contains(where: { $0.utf8.starts(with: prefix.utf8) }) { entry.prefix = prefix }
    } else {
      entry.field = Field.target(named: path, meters: meters).map { Field(target: $0, column: path) }
    }
    if entry.field == nil, entry.prefix == nil, ignored.count < Self.mostIgnored, !ignored.contains(path) {
      ignored.append(path)
    }
    if entries.count < 1000 { entries[path] = entry }
    return entry
  }

  /// A rejected line as far as it may be kept: values of unknown names stand as `…`.
  func shown(_ bytes: [UInt8], _ range: Range<Int>) -> String {
    let line = cut(bytes, range)
    var scanner = JSONScanner(bytes, in: range)
    var result = "{"
    do throws(JSONError) {
      guard try scanner.peek() == .object else { return "…" }
      try scanner.beginObject()
      while let name = try scanner.nextName() {
        if result.utf8.count > 1 { result += "," }
        let path = scanner.string(name)
        result += "\"\(text(bytes, name.range))\":"
        let isKnown = mapping.map { $0[path] != nil } ?? (Field.target(named: path, meters: meters) != nil)
        if isKnown {
          result += text(bytes, try scanner.skipValue())
        } else {
          result += "…"
          try scanner.skipValue()
        }
      }
      return String(String.UnicodeScalarView(result.unicodeScalars.prefix(Rejection.longestText - 1))) + "}"
    } catch {
      return holdsText(bytes, range) ? "…" : line
    }
  }

  /// Whether a line that is no JSON may hold a prompt or a response.
  private func holdsText(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    let line = text(bytes, range)
    return ["prompt", "messages", "response", "completion", "content"].contains { line.contains("\"\($0)") }
  }
}

/// At most 500 characters of a part of bytes.
func cut(_ bytes: [UInt8], _ range: Range<Int>) -> String {
  let part = range.lowerBound..<min(range.upperBound, range.lowerBound + 4 * Rejection.longestText)
  let scalars = text(bytes, part).unicodeScalars.prefix(Rejection.longestText)
  return String(String.UnicodeScalarView(scalars))
}
