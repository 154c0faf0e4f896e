import CostEngine
import StrictJSON

/// The fields of JSON lines by their names. Records mostly give the same names in the same order: what stood at a
/// place in the last record is tried first.
struct FieldNames: Sendable {
  struct Entry: Sendable {
    let name: [UInt8]
    var field: Field?
    /// What a mapped path goes on from, if this name may be an object on the way to a mapped one.
    var prefix: String?
  }

  /// How many names that are not known are kept.
  static let mostIgnored = 100

  private let mapping: [String: Field]?
  private let meters: Meters
  private var entries: [String: Int] = [:]
  /// Places in ``known`` of the names of the last record, in its order.
  private var order: [Int] = []
  private(set) var known: [Entry] = []
  private var place = 0
  private(set) var ignored: [String] = []

  init(_ options: IntakeOptions, isMapped: Bool) throws(IntakeError) {
    let mapping = try Field.mapping(options)
    self.mapping = isMapped ? mapping : nil
    meters = options.meters
    known = [Entry(name: [], field: nil, prefix: nil)]
  }

  mutating func begin() { place = 0 }

  /// What the next name of a record stands for, as a place in ``known``.
  mutating func entry(_ name: JSONText, prefix: String?, in bytes: [UInt8]) -> Int {
    defer { place += 1 }
    let isPlain = prefix == nil && !name.isEscaped
    if isPlain, place < order.count, isSame(bytes, name.range, known[order[place]].name) { return order[place] }
    let own = name.string(in: bytes)
    let path = prefix.map { $0 + own } ?? own
    let entry = entries[path] ?? resolve(path)
    if isPlain, entry != 0 {
      if place < order.count {
        order[place] = entry
      } else if place == order.count, place < 256 {
        order.append(entry)
      }
    }
    return entry
  }

  private func isSame(_ bytes: [UInt8], _ range: Range<Int>, _ name: [UInt8]) -> Bool {
    guard range.count == name.count, range.upperBound <= bytes.count else { return false }
    for index in 0..<name.count where bytes[range.lowerBound + index] != name[index] { return false }
    return true
  }

  private mutating func resolve(_ path: String) -> Int {
    var entry = Entry(name: Array(path.utf8), field: nil, prefix: nil)
    if let mapping {
      entry.field = mapping[path]
      let prefix = path + "."
      if mapping.keys.contains(where: { $0.utf8.starts(with: prefix.utf8) }) { entry.prefix = prefix }
    } else {
      entry.field = Field.target(named: path, meters: meters).map { Field(target: $0, column: path) }
    }
    if entry.field == nil, entry.prefix == nil, ignored.count < Self.mostIgnored {
      let shown = String(path.prefix(100))
      if !ignored.contains(shown) { ignored.append(shown) }
    }
    // Where there are too many names to keep, the first entry stands for the one at hand.
    guard entries.count < 1000, path.utf8.count <= 256 else {
      known[0] = entry
      return 0
    }
    known.append(entry)
    entries[path] = known.count - 1
    return known.count - 1
  }

  /// A rejected line as far as it may be kept: known names with short values, all else as `…`.
  func shown(_ bytes: [UInt8], _ range: Range<Int>) -> String {
    var scanner = JSONScanner(bytes, in: range)
    var result = ""
    do throws(JSONError) {
      guard try scanner.peek() == .object else { return "…" }
      try scanner.beginObject()
      result = "{"
      while let name = try scanner.nextName() {
        guard result.utf8.count < 4 * Rejection.longestText else { break }
        if result.utf8.count > 1 { result += "," }
        result += cut(bytes, name.range.lowerBound - 1..<name.range.upperBound + 1) + ":"
        let path = scanner.string(name)
        let isKnown = mapping.map { $0[path] != nil } ?? (Field.target(named: path, meters: meters) != nil)
        let kind = try scanner.peek()
        let value = try scanner.skipValue()
        let isShort = kind != .object && kind != .array && value.count <= RecordBuilder.longestValue
        result += isKnown && isShort ? text(bytes, value) : "…"
      }
      result += "}"
    } catch {
      result += "…"
    }
    return String(String.UnicodeScalarView(result.unicodeScalars.prefix(Rejection.longestText)))
  }
}

/// At most 500 characters of a part of bytes.
func cut(_ bytes: [UInt8], _ range: Range<Int>) -> String {
  let part = range.lowerBound..<min(range.upperBound, range.lowerBound + 4 * Rejection.longestText)
  let scalars = text(bytes, part).unicodeScalars.prefix(Rejection.longestText)
  return String(String.UnicodeScalarView(scalars))
}
