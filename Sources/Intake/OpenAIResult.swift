import CostEngine
import SpendModel

/// One result of a bucket, as it was read: what it means depends on its kind and on the start of the bucket.
struct OpenAIResult: Sendable {
  /// Where it starts, from 1.
  var line: Int
  var range: Range<Int>
  /// `organization.usage.completions.result`
  var kind = ""
  var texts: [String: String] = [:]
  var counts: [String: Int64] = [:]
  var isBatch: Bool?
  /// The decimal text of what was billed.
  var amount: String?
  var currency: String?
  /// The first thing that is wrong with it.
  var problem: String?

  private typealias Refusal = RecordBuilder.Refusal

  /// The record that the result stands for.
  ///
  /// - Parameter start: Seconds since 1970 of the bucket's start.
  func record(
    start: Int64?, _ options: IntakeOptions, _ constants: RecordBuilder
  ) throws(RecordBuilder.Refusal) -> UsageRecord {
    guard !kind.isEmpty else { throw Refusal(reason: "no `object` says what kind of result it is") }
    guard let start else { throw Refusal(reason: "no `start_time` in its bucket") }
    let (micros, overflow) = start.multipliedReportingOverflow(by: 1_000_000)
    guard !overflow, let time = Timestamp(microseconds: micros) else {
      throw Refusal(reason: "`start_time` is no time: `\(start)`")
    }
    if let problem { throw Refusal(reason: problem) }
    var record = UsageRecord(eventID: eventID(start, options), occurredAt: time, provider: "openai")
    record.modelBilled = texts["model"]
    record.dimensions["project"] = texts["project_id"]
    record.dimensions["principal"] = texts["user_id"]
    record.dimensions["credential"] = texts["api_key_id"]
    record.dimensions["service_tier"] = texts["service_tier"]
    if isBatch == true { record.dimensions["processing"] = "batch" }
    switch kind {
    case "organization.usage.completions.result":
      record.dimensions["operation"] = "completions"
      record.quantities = try completions(options)
    case "organization.usage.embeddings.result":
      record.dimensions["operation"] = "embeddings"
      record.quantities = try quantities(
        [("embedding.input", counts["input_tokens"]), ("request", counts["num_model_requests"])], options)
    case "organization.costs.result":
      record.dimensions["operation"] = "costs"
      record.dimensions["service"] = texts["line_item"]
      record.billed = try billed()
    default: throw Refusal(reason: "results of \(quoted(kind)) are not read")
    }
    record = constants.completed(record)
    // No price is found for it: a finding, not zero.
    if record.model == nil, record.billed == nil { record.modelBilled = "unknown" }
    return record
  }

  private func completions(_ options: IntakeOptions) throws(Refusal) -> [UsageRecord.Quantity] {
    let (input, cached) = (counts["input_tokens"], counts["input_cached_tokens"])
    guard cached ?? 0 <= input ?? 0 else {
      throw Refusal(reason: "more cached input than input: `\(cached ?? 0)` of `\(input ?? 0)`")
    }
    func unlessZero(_ name: String) -> Int64? { counts[name].flatMap { $0 == 0 ? nil : $0 } }
    return try quantities(
      [
        ("input.uncached", input.map { $0 - (cached ?? 0) }), ("input.cache_read", cached),
        ("output.response", counts["output_tokens"]),
        // Audio is counted apart from the text tokens above.
        ("input.audio", unlessZero("input_audio_tokens")), ("output.audio", unlessZero("output_audio_tokens")),
        ("request", counts["num_model_requests"]),
      ], options)
  }

  private func quantities(
    _ counts: [(meter: String, count: Int64?)], _ options: IntakeOptions
  ) throws(Refusal) -> [UsageRecord.Quantity] {
    var result: [UsageRecord.Quantity] = []
    for (meter, count) in counts {
      guard let count else { continue }
      let (quantity, overflow) = count.multipliedReportingOverflow(by: options.meters[meter]?.stepsPerUnit ?? 1)
      guard !overflow else { throw Refusal(reason: "`\(meter)` is too large: `\(count)`") }
      result.append(UsageRecord.Quantity(meter, quantity))
    }
    return result
  }

  /// The amount of a costs result, to the nano-unit: the API writes binary fractions with up to 17 digits.
  private func billed() throws(Refusal) -> Money {
    guard let amount, let code = currency else { throw Refusal(reason: "no `amount` with `value` and `currency`") }
    guard let known = Currency(code.uppercased()) else {
      throw Refusal(reason: "`currency` is no currency: \(quoted(code))")
    }
    guard let nanos = exactQuantity(amount, scale: 9)?.steps else {
      throw Refusal(reason: "`value` is no amount: \(quoted(amount))")
    }
    return Money(nanos: nanos, currency: known)
  }

  private func eventID(_ start: Int64, _ options: IntakeOptions) -> String {
    let batch = isBatch.map { $0 ? "true" : "false" } ?? ""
    let names = ["project_id", "user_id", "api_key_id", "model"].map { texts[$0] ?? "" }
    return options.eventID(
      [options.source, String(start)] + names + [batch, texts["service_tier"] ?? "", texts["line_item"] ?? "", kind])
  }
}
