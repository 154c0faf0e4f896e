import CostEngine
import SpendModel
import StrictJSON

/// Reads pages of the OpenAI usage API: each result of a bucket becomes a record at the bucket's start.
///
/// A file holds one page, several behind each other, or an array of them. Source: OpenAI API reference,
/// `organization/usage/completions` and `organization/usage/embeddings`.
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

  /// A result before the start of its bucket is known.
  private struct Result {
    var line: Int
    var range: Range<Int>
    var kind = ""
    var texts: [String: String] = [:]
    var counts: [String: Int64] = [:]
    var isBatch: Bool?
    var problem: String?
  }

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
    var results: [Result] = []
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

  private static let texts: Set<String> = ["project_id", "user_id", "api_key_id", "model", "service_tier"]
  private static let counts: Set<String> = [
    "input_tokens", "input_cached_tokens", "output_tokens", "input_audio_tokens", "output_audio_tokens",
    "num_model_requests",
  ]

  private mutating func readResult() throws(JSONError) -> Result {
    _ = try scanner.peek()
    var result = Result(line: lineNumber(), range: scanner.offset..<scanner.offset)
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
        if key == "object" || key == "batch" || Self.texts.contains(key) || Self.counts.contains(key) {
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

  /// The line of the scanner's place.
  private mutating func lineNumber() -> Int {
    let place = min(scanner.offset, scanner.bytes.count)
    if counted < place { line += scanner.bytes[counted..<place].count(where: { $0 == 0x0A }) }
    counted = max(counted, place)
    return line
  }

  private func item(_ result: Result, _ start: Int64?) -> IntakeItem {
    do throws(RecordBuilder.Refusal) {
      return .record(try record(result, start), line: result.line)
    } catch {
      let text = cut(scanner.bytes, result.range)
      return .rejected(Rejection(line: result.line, reason: error.reason, text: text))
    }
  }

  private func record(_ result: Result, _ start: Int64?) throws(RecordBuilder.Refusal) -> UsageRecord {
    func refused(_ reason: String) -> RecordBuilder.Refusal { RecordBuilder.Refusal(reason: reason) }
    let isEmbedding = result.kind == "organization.usage.embeddings.result"
    guard isEmbedding || result.kind == "organization.usage.completions.result" else {
      throw refused(
        result.kind.isEmpty
          ? "no `object` says what kind of result it is" : "results of \(quoted(result.kind)) are not read")
    }
    guard let start else { throw refused("no `start_time` in its bucket") }
    let (micros, overflow) = start.multipliedReportingOverflow(by: 1_000_000)
    guard !overflow, let time = Timestamp(microseconds: micros) else {
      throw refused("`start_time` is no time: `\(start)`")
    }
    if let problem = result.problem { throw refused(problem) }
    let (input, cached) = (result.counts["input_tokens"], result.counts["input_cached_tokens"])
    guard cached ?? 0 <= input ?? 0 else {
      throw refused("more cached input than input: `\(cached ?? 0)` of `\(input ?? 0)`")
    }
    var quantities: [UsageRecord.Quantity] = []
    func add(_ meter: String, _ count: Int64?) throws(RecordBuilder.Refusal) {
      guard let count else { return }
      let steps = options.meters[meter]?.stepsPerUnit ?? 1
      let (quantity, overflow) = count.multipliedReportingOverflow(by: steps)
      guard !overflow else { throw refused("`\(meter)` is too large: `\(count)`") }
      quantities.append(UsageRecord.Quantity(meter, quantity))
    }
    if isEmbedding {
      try add("embedding.input", input)
    } else {
      try add("input.uncached", input.map { $0 - (cached ?? 0) })
      try add("input.cache_read", cached)
      try add("output.response", result.counts["output_tokens"])
      // Audio is counted apart from the text tokens above.
      try add("input.audio", result.counts["input_audio_tokens"].flatMap { $0 == 0 ? nil : $0 })
      try add("output.audio", result.counts["output_audio_tokens"].flatMap { $0 == 0 ? nil : $0 })
    }
    try add("request", result.counts["num_model_requests"])
    let texts = result.texts
    var dimensions = ["operation": isEmbedding ? "embeddings" : "completions"]
    dimensions["project"] = texts["project_id"]
    dimensions["principal"] = texts["user_id"]
    dimensions["credential"] = texts["api_key_id"]
    dimensions["service_tier"] = texts["service_tier"]
    if result.isBatch == true { dimensions["processing"] = "batch" }
    let batch = result.isBatch.map { $0 ? "true" : "false" } ?? ""
    let id = options.eventID(
      [
        options.source, String(start), texts["project_id"] ?? "", texts["user_id"] ?? "", texts["api_key_id"] ?? "",
        texts["model"] ?? "", batch, texts["service_tier"] ?? "", result.kind,
      ])
    var record = constants.completed(
      UsageRecord(
        eventID: id, occurredAt: time, provider: "openai", modelBilled: texts["model"], dimensions: dimensions,
        quantities: quantities))
    // No price is found for it: a finding, not zero.
    if record.model == nil { record.modelBilled = "unknown" }
    return record
  }
}
