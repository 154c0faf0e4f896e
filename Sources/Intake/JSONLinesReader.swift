import CostEngine
import Glibc
import StrictJSON

/// Reads one record from each line.
struct JSONLinesReader: Sendable {
  /// A line of more bytes is rejected.
  static let longestLine = 1 << 20

  private(set) var source: ByteSource
  private(set) var fields: FieldNames
  private(set) var builder: RecordBuilder
  private var scanner: JSONScanner
  private var line = 0
  /// Names of open objects that a mapping reaches into.
  private var prefixes: [String] = []

  init(_ source: ByteSource, _ options: IntakeOptions, isMapped: Bool) throws(IntakeError) {
    self.source = source
    fields = try FieldNames(options, isMapped: isMapped)
    builder = try RecordBuilder(options, isLenientTime: isMapped)
    scanner = JSONScanner(source.bytes)
  }

  mutating func next() throws(IntakeError) -> IntakeItem? {
    while true {
      switch try nextLine() {
      case .end: return nil
      case .tooLong(let range):
        return rejection("a line of more than \(Self.longestLine) bytes", range)
      case .line(let range):
        guard !isBlank(range) else { continue }
        return read(range)
      }
    }
  }

  // MARK: - Lines

  private enum Line { case line(Range<Int>), tooLong(Range<Int>), end }

  private mutating func nextLine() throws(IntakeError) -> Line {
    var searched = source.position
    while true {
      if let end = newline(from: searched) {
        let range = source.position..<end
        source.position = end + 1
        line += 1
        return range.count > Self.longestLine ? .tooLong(range) : .line(range)
      }
      let pending = source.bytes.count - source.position
      if pending > Self.longestLine { return try skipLongLine() }
      guard try source.refill() else {
        guard pending > 0 else { return .end }
        let range = source.position..<source.bytes.count
        source.position = source.bytes.count
        line += 1
        scanner = JSONScanner(source.bytes)
        return .line(range)
      }
      searched = pending
      scanner = JSONScanner(source.bytes)
    }
  }

  /// Passes over a line that is too long, keeping its start for the reject file.
  private mutating func skipLongLine() throws(IntakeError) -> Line {
    let start = source.bytes[source.position..<source.position + 4096]
    line += 1
    var isFound = false
    while !isFound {
      if let end = newline(from: source.position) {
        source.position = end + 1
        isFound = true
      } else {
        source.position = source.bytes.count
        isFound = try !source.refill()
      }
    }
    scanner = JSONScanner(Array(start))
    return .tooLong(0..<start.count)
  }

  private func newline(from start: Int) -> Int? {
    source.bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress, start < buffer.count,
        let found = memchr(base + start, 0x0A, buffer.count - start)
      else { return nil }
      return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
  }

  private func isBlank(_ range: Range<Int>) -> Bool {
    source.bytes[range].allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }
  }

  // MARK: - Records

  private mutating func read(_ range: Range<Int>) -> IntakeItem {
    builder.begin()
    fields.begin()
    do throws(JSONError) {
      scanner.reset(to: range)
      guard try scanner.peek() == .object else {
        try scanner.skipValue()
        return rejection("a record is an object", range)
      }
      try readObject()
      try scanner.finish()
    } catch {
      return rejection("column \(error.column): \(error.message)", range)
    }
    switch builder.finish(line: line) {
    case .success(let record): return .record(record, line: line)
    case .failure(let refusal): return rejection(refusal.reason, range)
    }
  }

  private mutating func readObject() throws(JSONError) {
    prefixes.removeAll(keepingCapacity: true)
    try scanner.beginObject()
    while true {
      guard let name = try scanner.nextName() else {
        guard prefixes.popLast() != nil else { return }
        continue
      }
      let entry = fields.entry(name, prefix: prefixes.last, in: scanner.bytes)
      if let field = fields.known[entry].field {
        try readValue(field)
      } else if let prefix = fields.known[entry].prefix, try scanner.peek() == .object {
        prefixes.append(prefix)
        try scanner.beginObject()
      } else {
        try scanner.skipValue()
      }
    }
  }

  private mutating func readValue(_ field: Field) throws(JSONError) {
    switch try scanner.peek() {
    case .string:
      let value = try scanner.readText()
      if value.isEscaped {
        let decoded = value.utf8(in: scanner.bytes)
        builder.take(field, decoded, decoded.indices)
      } else {
        builder.take(field, scanner.bytes, value.range)
      }
    case .number:
      let number = try scanner.readNumber()
      if let integer = number.integer {
        builder.take(field, integer: integer, scanner.bytes, number.range)
      } else {
        builder.take(field, scanner.bytes, number.range)
      }
    case .null: try scanner.readNull()
    case .object where field.target == .tags: try readTags(&scanner, into: &builder, field)
    case .bool, .array, .object:
      try scanner.skipValue()
      builder.refuse("`\(field.column)` is neither text nor a number")
    }
  }

  private func rejection(_ reason: String, _ range: Range<Int>) -> IntakeItem {
    .rejected(Rejection(line: line, reason: reason, text: fields.shown(scanner.bytes, range)))
  }
}

/// Reads an object of tags, whose values are text, numbers, or true and false.
func readTags(_ scanner: inout JSONScanner, into builder: inout RecordBuilder, _ field: Field) throws(JSONError) {
  try scanner.beginObject()
  while let name = try scanner.nextName() {
    let tag = scanner.string(name)
    switch try scanner.peek() {
    case .string: builder.take(tag: tag, try scanner.readString(), field)
    case .number: builder.take(tag: tag, try scanner.readNumber().text(in: scanner.bytes), field)
    case .bool: builder.take(tag: tag, try scanner.readBool() ? "true" : "false", field)
    case .null: try scanner.readNull()
    case .array, .object:
      try scanner.skipValue()
      builder.refuse("the tag \(quoted(tag)) is no text")
    }
  }
}
