import CostEngine
import SpendModel

/// Gathers the fields of one record, keeps the first thing that is wrong with it, and makes the record.
struct RecordBuilder: Sendable {
  /// The most bytes of an id or of a dimension's value: longer text is no name.
  static let longestValue = 1024

  private let options: IntakeOptions
  private let isLenientTime: Bool
  private let tokenScales: (uncached: Int, cached: Int, output: Int)
  private var constants: Values
  private var values = Values()
  /// Quantities whose digits beyond the meter's step were rounded.
  private(set) var roundedQuantities = 0
  /// The first thing that is wrong with the record at hand.
  private(set) var problem: String?

  private struct Values: Sendable {
    var eventID: String?
    var occurredAt: Timestamp?
    var provider: String?
    var modelBilled: String?
    var modelRequested: String?
    var status: String?
    var input: Int64?
    var cached: Int64?
    var output: Int64?
    var dimensions: [String: String] = [:]
    var quantities: [UsageRecord.Quantity] = []
  }

  init(_ options: IntakeOptions, isLenientTime: Bool) throws(IntakeError) {
    self.options = options
    self.isLenientTime = isLenientTime
    let meters = options.meters
    tokenScales = (
      meters["input.uncached"]?.scale ?? 0, meters["input.cache_read"]?.scale ?? 0,
      meters["output.response"]?.scale ?? 0
    )
    constants = Values()
    guard !options.set.isEmpty else { return }
    var constant = self
    for (name, value) in options.set {
      let field = try Field.named(name, column: name, option: "--set", meters: meters)
      let bytes = Array(value.utf8)
      if field.target == .tags {
        constant.refuse("`tags` cannot be set as a whole: set `tags.NAME`")
      } else {
        constant.take(field, bytes, bytes.indices)
      }
      if let problem = constant.problem { throw IntakeError(.badMapping, problem, hint: "write `--set FIELD=VALUE`") }
    }
    constants = constant.values
  }

  /// Starts the next record.
  mutating func begin() {
    values.eventID = nil
    values.occurredAt = nil
    values.provider = nil
    values.modelBilled = nil
    values.modelRequested = nil
    values.status = nil
    values.input = nil
    values.cached = nil
    values.output = nil
    // Most records of a file are alike: room for what the last one held.
    values.dimensions = Dictionary(minimumCapacity: values.dimensions.count)
    let count = values.quantities.count
    values.quantities = []
    values.quantities.reserveCapacity(count)
    problem = nil
  }

  /// Keeps a reason to reject the record, if it is the first.
  mutating func refuse(_ reason: @autoclosure () -> String) {
    if problem == nil { problem = reason() }
  }

  /// Takes the text of a field; text without bytes says nothing.
  mutating func take(_ field: Field, _ bytes: [UInt8], _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    switch field.target {
    case .occurredAt:
      guard let time = timestamp(bytes, in: range, isLenient: isLenientTime) else {
        return refuse("`\(field.column)` is no time: \(quoted(text(bytes, range)))")
      }
      if !put(time, in: &values.occurredAt) { refuseTwice(field) }
    case .eventID: if let text = name(field, bytes, range), !put(text, in: &values.eventID) { refuseTwice(field) }
    case .provider: if let text = name(field, bytes, range), !put(text, in: &values.provider) { refuseTwice(field) }
    case .modelBilled:
      if let text = name(field, bytes, range), !put(text, in: &values.modelBilled) { refuseTwice(field) }
    case .modelRequested:
      if let text = name(field, bytes, range), !put(text, in: &values.modelRequested) { refuseTwice(field) }
    case .status:
      switch text(bytes, range) {
      case "ok": if !put("ok", in: &values.status) { refuseTwice(field) }
      case "error": if !put("error", in: &values.status) { refuseTwice(field) }
      case let other: refuse("`\(field.column)` is \(quoted(other)), which is neither `ok` nor `error`")
      }
    case .dimension(let name):
      guard range.count <= Self.longestValue else { return refuseLength(field) }
      guard values.dimensions.updateValue(text(bytes, range), forKey: name) == nil else { return refuseTwice(field) }
    case .inputTokens, .cachedInputTokens, .outputTokens, .meter:
      guard let quantity = quantity(field, bytes, range) else { return }
      take(field, quantity: quantity)
    case .tags: refuse("`\(field.column)` is no object")
    }
  }

  /// Takes a number that is written as an integer, in the units of the meter.
  mutating func take(_ field: Field, integer: Int64, _ bytes: [UInt8], _ range: Range<Int>) {
    switch field.target {
    case .inputTokens where tokenScales.uncached == 0, .cachedInputTokens where tokenScales.cached == 0,
      .outputTokens where tokenScales.output == 0, .meter(_, scale: 0):
      guard integer >= 0 else { return refuseNegative(field, String(integer)) }
      take(field, quantity: integer)
    default: take(field, bytes, range)
    }
  }

  mutating func take(tag name: String, _ value: String, _ field: Field) {
    guard value.utf8.count <= Self.longestValue, name.utf8.count <= Self.longestValue else {
      return refuseLength(field)
    }
    guard !name.isEmpty, !value.isEmpty else { return }
    guard values.dimensions.updateValue(value, forKey: "tags." + name) == nil else {
      return refuse("`tags.\(name)` stands twice")
    }
  }

  /// The record, or the reason why there is none.
  mutating func finish(line: Int) -> Result<UsageRecord, Refusal> {
    guard problem == nil else { return .failure(Refusal(reason: problem ?? "")) }
    guard let time = values.occurredAt ?? constants.occurredAt else { return missing("occurred_at") }
    guard let provider = values.provider ?? constants.provider else { return missing("provider") }
    let requested = values.modelRequested ?? constants.modelRequested
    let billed = values.modelBilled ?? constants.modelBilled
    guard requested != nil || billed != nil else { return missing("model") }
    if let reason = addTokens() { return .failure(Refusal(reason: reason)) }
    for (name, value) in constants.dimensions where values.dimensions[name] == nil { values.dimensions[name] = value }
    for constant in constants.quantities where !values.quantities.contains(where: { $0.meter == constant.meter }) {
      values.quantities.append(constant)
    }
    let id = values.eventID ?? constants.eventID ?? options.eventID([options.source, options.fileName, String(line)])
    return .success(
      UsageRecord(
        eventID: id, occurredAt: time, provider: provider, modelRequested: requested, modelBilled: billed,
        status: values.status ?? constants.status ?? "ok", dimensions: values.dimensions, quantities: values.quantities)
    )
  }

  /// A record that another reader made, with the constants for what it does not give.
  func completed(_ record: UsageRecord) -> UsageRecord {
    var record = record
    if record.model == nil {
      record.modelBilled = constants.modelBilled
      record.modelRequested = constants.modelRequested
    }
    for (name, value) in constants.dimensions where record.dimensions[name] == nil { record.dimensions[name] = value }
    for constant in constants.quantities where !record.quantities.contains(where: { $0.meter == constant.meter }) {
      record.quantities.append(constant)
    }
    return record
  }

  /// Why a record is rejected.
  struct Refusal: Error { var reason: String }

  // MARK: - Parts

  /// Splits the input into what was cached and what was not.
  private mutating func addTokens() -> String? {
    let input = values.input ?? constants.input
    let cached = values.cached ?? constants.cached
    if input != nil || cached != nil {
      let (all, read) = (input ?? 0, cached ?? 0)
      guard read <= all else { return "more cached input than input: `\(read)` of `\(all)`" }
      if input != nil, let reason = add("input.uncached", all - read) { return reason }
      if cached != nil, let reason = add("input.cache_read", read) { return reason }
    }
    guard let output = values.output ?? constants.output else { return nil }
    return add("output.response", output)
  }

  private mutating func add(_ meter: String, _ quantity: Int64) -> String? {
    guard !values.quantities.contains(where: { $0.meter == meter }) else {
      return "`\(meter)` is given, and also follows from the token counts"
    }
    values.quantities.append(UsageRecord.Quantity(meter, quantity))
    return nil
  }

  private mutating func take(_ field: Field, quantity: Int64) {
    switch field.target {
    case .inputTokens: if !put(quantity, in: &values.input) { refuseTwice(field) }
    case .cachedInputTokens: if !put(quantity, in: &values.cached) { refuseTwice(field) }
    case .outputTokens: if !put(quantity, in: &values.output) { refuseTwice(field) }
    case .meter(let name, _):
      guard !values.quantities.contains(where: { $0.meter == name }) else { return refuseTwice(field) }
      values.quantities.append(UsageRecord.Quantity(name, quantity))
    default: return
    }
  }

  private mutating func quantity(_ field: Field, _ bytes: [UInt8], _ range: Range<Int>) -> Int64? {
    let scale =
      switch field.target {
      case .inputTokens: tokenScales.uncached
      case .cachedInputTokens: tokenScales.cached
      case .outputTokens: tokenScales.output
      case .meter(_, let scale): scale
      default: 0
      }
    if scale == 0, let small = smallInteger(bytes, range) { return small }
    let written = text(bytes, range)
    guard let decimal = Decimal128(written) else {
      refuse("`\(field.column)` is no number: \(quoted(written))")
      return nil
    }
    guard decimal.digits >= 0 else {
      refuseNegative(field, written)
      return nil
    }
    guard let scaled = decimal.scaled(places: scale) else {
      refuse("`\(field.column)` is too large: \(quoted(written))")
      return nil
    }
    if scaled.isRounded { roundedQuantities += 1 }
    return scaled.steps
  }

  private mutating func name(_ field: Field, _ bytes: [UInt8], _ range: Range<Int>) -> String? {
    guard range.count <= Self.longestValue else {
      refuseLength(field)
      return nil
    }
    return text(bytes, range)
  }

  private mutating func refuseTwice(_ field: Field) {
    refuse("\(quoted(field.column)) says once more what another field says")
  }

  private mutating func refuseLength(_ field: Field) {
    refuse("\(quoted(field.column)) is longer than \(Self.longestValue) bytes")
  }

  private mutating func refuseNegative(_ field: Field, _ text: String) {
    refuse("`\(field.column)` is negative: \(quoted(text))")
  }

  private func missing(_ name: String) -> Result<UsageRecord, Refusal> { .failure(Refusal(reason: "no `\(name)`")) }
}

/// The text of a part of bytes.
func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
  String(decoding: bytes[range.clamped(to: bytes.indices)], as: UTF8.self)
}

/// One to eighteen digits as an integer.
private func smallInteger(_ bytes: [UInt8], _ range: Range<Int>) -> Int64? {
  guard (1...18).contains(range.count) else { return nil }
  var value: Int64 = 0
  for byte in bytes[range.clamped(to: bytes.indices)] {
    guard byte &- 48 < 10 else { return nil }
    value = value * 10 + Int64(byte - 48)
  }
  return value
}

/// Fills an empty place; false where it is taken.
private func put<Value>(_ value: Value, in place: inout Value?) -> Bool {
  guard place == nil else { return false }
  place = value
  return true
}
