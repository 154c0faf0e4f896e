import CostEngine
import StrictJSON

/// Reads pages of the OpenAI usage and costs API: each result of a bucket becomes a record at the bucket's start.
///
/// A file holds one page, several behind each other, or an array of them. Source: OpenAI API reference,
/// `organization/usage/completions`, `organization/usage/embeddings`, `organization/costs`.
struct OpenAIUsageReader: Sendable {
  /// A file of more bytes is not read.
  static let longestFile = 64 << 20

  private(set) var source: ByteSource
  private(set) var ignored: [String] = []
  private let options: IntakeOptions
  private let constants: RecordBuilder
  private var scanner: JSONScanner
  private var state = State.outside
  private var isInArray = false
  /// What is left of the bucket at hand, the next one last.
  private var pending: [IntakeItem] = []
  private var counted = 0
  private var line = 1

  private enum State { case outside, page, data, end }

  init(_ source: ByteSource, _ options: IntakeOptions) throws(IntakeError) {
    var source = source
    while try source.refill() {
      guard source.bytes.count <= Self.longestFile else {
        throw IntakeError(.tooLarge, "more than 64 MiB of pages", hint: "give the pages as several files")
      }
    }
    self.source = source
    self.options = options
    constants = try RecordBuilder(options, isLenientTime: false)
    scanner = JSONScanner(source.bytes, in: source.position..<source.bytes.count)
  }

  mutating func next() throws(IntakeError) -> IntakeItem? {
    while pending.isEmpty {
      do throws(JSONError) {
        guard try step() else { return nil }
      } catch {
        state = .end
        throw IntakeError(.brokenPage, "line \(error.line), column \(error.column): \(error.message)", hint: error.hint)
      }
    }
    return pending.popLast()
  }

  /// Reads on by one bucket or one level; false at the end.
  private mutating func step() throws(JSONError) -> Bool {
    switch state {
    case .end: return false
    case .outside:
      if isInArray {
        if try scanner.nextElement() {
          try scanner.beginObject()
          state = .page
        } else {
          try scanner.finish()
          state = .end
        }
      } else if isAtEnd {
        state = .end
      } else if try scanner.peek() == .array, counted == 0 {
        try scanner.beginArray()
        isInArray = true
      } else {
        try scanner.beginObject()
        state = .page
      }
    case .page:
      guard let name = try scanner.nextName() else {
        state = .outside
        return true
      }
      if scanner.matches(name, "data") {
        try scanner.beginArray()
        state = .data
      } else {
        try scanner.skipValue()
      }
    case .data:
      if try scanner.nextElement() { try readBucket() } else { state = .page }
    }
    return true
  }

  /// Whether only blanks are left.
  private var isAtEnd: Bool {
    scanner.bytes[scanner.offset...].allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
  }

  private mutating func readBucket() throws(JSONError) {
    var start: Int64?
    var results: [OpenAIResult] = []
    try scanner.beginObject()
    while let name = try scanner.nextName() {
      if scanner.matches(name, "start_time") {
        start = try scanner.readInteger()
      } else if scanner.matches(name, "results") {
        try scanner.beginArray()
        while try scanner.nextElement() { results.append(try readResult()) }
      } else {
        try scanner.skipValue()
      }
    }
    for result in results.reversed() { pending.append(item(result, start)) }
  }

  private static let texts: Set<String> = [
    "project_id", "user_id", "api_key_id", "model", "service_tier", "line_item",
  ]
  private static let counts: Set<String> = [
    "input_tokens", "input_cached_tokens", "output_tokens", "input_audio_tokens", "output_audio_tokens",
    "num_model_requests",
  ]

  private mutating func readResult() throws(JSONError) -> OpenAIResult {
    _ = try scanner.peek()
    var result = OpenAIResult(line: lineNumber(), range: scanner.offset..<scanner.offset)
    try scanner.beginObject()
    while let name = try scanner.nextName() {
      let key = scanner.string(name)
      let kind = try scanner.peek()
      switch kind {
      case .null: try scanner.readNull()
      case .string where key == "object": result.kind = try scanner.readString()
      case .string where Self.texts.contains(key):
        let value = try scanner.readString()
        if value.utf8.count > RecordBuilder.longestValue {
          result.problem = result.problem ?? "`\(key)` is longer than \(RecordBuilder.longestValue) bytes"
        } else if !value.isEmpty {
          result.texts[key] = value
        }
      case .object where key == "amount": try readAmount(&result)
      case .bool where key == "batch": result.isBatch = try scanner.readBool()
      case .number where Self.counts.contains(key):
        let number = try scanner.readNumber()
        let text = number.text(in: scanner.bytes)
        if let integer = number.integer ?? exactQuantity(text, scale: 0)?.steps, integer >= 0 {
          result.counts[key] = integer
        } else {
          result.problem = result.problem ?? "`\(key)` is negative or too large: \(quoted(text))"
        }
      default:
        try scanner.skipValue()
        if ["object", "batch", "amount"].contains(key) || Self.texts.contains(key) || Self.counts.contains(key) {
          result.problem =
            result.problem ?? "`\(key)` is \(kind.rawValue == "object" ? "an object" : "a \(kind.rawValue)")"
        } else if ignored.count < FieldNames.mostIgnored, !ignored.contains(String(key.prefix(100))) {
          ignored.append(String(key.prefix(100)))
        }
      }
    }
    result.range = result.range.lowerBound..<scanner.offset
    return result
  }

  private mutating func readAmount(_ result: inout OpenAIResult) throws(JSONError) {
    try scanner.beginObject()
    while let name = try scanner.nextName() {
      let kind = try scanner.peek()
      if kind == .number, scanner.matches(name, "value") {
        result.amount = try scanner.readNumber().text(in: scanner.bytes)
      } else if kind == .string, scanner.matches(name, "value") {
        result.amount = try scanner.readString()
      } else if kind == .string, scanner.matches(name, "currency") {
        result.currency = try scanner.readString()
      } else {
        try scanner.skipValue()
      }
    }
  }

  /// The line of the scanner's place.
  private mutating func lineNumber() -> Int {
    let place = min(scanner.offset, scanner.bytes.count)
    if counted < place { line += scanner.bytes[counted..<place].count(where: { $0 == 0x0A }) }
    counted = max(counted, place)
    return line
  }

  private func item(_ result: OpenAIResult, _ start: Int64?) -> IntakeItem {
    do throws(RecordBuilder.Refusal) {
      return .record(try result.record(start: start, options, constants), line: result.line)
    } catch {
      let text = cut(scanner.bytes, result.range)
      return .rejected(Rejection(line: result.line, reason: error.reason, text: text))
    }
  }
}
