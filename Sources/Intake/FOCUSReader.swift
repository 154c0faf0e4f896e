import CostEngine
import SpendModel
import StrictJSON

/// Reads charges from FOCUS cost and usage rows: what was billed, and for what. `NULL` says nothing.
struct FOCUSReader: Sendable {
  private(set) var rows: CSVRows
  private let constants: RecordBuilder
  private(set) var roundedQuantities = 0
  private let options: IntakeOptions
  private let columns: [Column?]

  /// The columns that are read. Source: FOCUS 1.0 to 1.4, and the drafts of 1.5 for models.
  private enum Column: String, CaseIterable {
    case billed = "BilledCost"
    case effective = "EffectiveCost"
    case contracted = "ContractedCost"
    case list = "ListCost"
    case currency = "BillingCurrency"
    case start = "ChargePeriodStart"
    case provider = "ProviderName"
    case serviceProvider = "ServiceProviderName"
    case service = "ServiceName"
    case region = "RegionId"
    case account = "SubAccountId"
    case category = "ChargeCategory"
    case principal = "PrincipalId"
    case consumer = "ConsumerId"
    case credential = "CredentialId"
    case quantity = "ConsumedQuantity"
    case unit = "ConsumedUnit"
    case priceDetails = "SkuPriceDetails"
    case skuMeter = "SkuMeter"
    case tags = "Tags"
    case eventID = "x_EventId"
  }

  private static let dimensions: [(Column, String)] = [
    (.service, "service"), (.region, "region"), (.account, "workspace"), (.category, "operation"),
    (.principal, "principal"), (.consumer, "consumer"), (.credential, "credential"),
  ]

  init(_ rows: CSVRows, header: [String], _ options: IntakeOptions) throws(IntakeError) {
    self.rows = rows
    self.options = options
    constants = try RecordBuilder(options, isLenientTime: true)
    columns = header.map { Column(rawValue: $0) }
    for needed in [Column.billed, .currency, .start] where !columns.contains(needed) {
      throw IntakeError(
        .badHeader, "no column `\(needed.rawValue)`", hint: "FOCUS charges need it; name another form with `--format`")
    }
  }

  mutating func next() throws(IntakeError) -> IntakeItem? {
    switch try rows.next() {
    case .end: return nil
    case .broken(let reason): return rejection(reason)
    case .row:
      guard rows.cells.count == columns.count else {
        return rejection("\(rows.cells.count) cells under \(columns.count) columns")
      }
    }
    do throws(RecordBuilder.Refusal) {
      return .record(try charge(), line: rows.line)
    } catch {
      return rejection(error.reason)
    }
  }

  private func rejection(_ reason: String) -> IntakeItem {
    let text = rows.cells.isEmpty ? cut(rows.brokenText, rows.brokenText.indices) : cut(rows.bytes, rows.range)
    return .rejected(Rejection(line: rows.line, reason: reason, text: text))
  }

  // MARK: - A charge

  private mutating func charge() throws(RecordBuilder.Refusal) -> UsageRecord {
    var values: [Column: String] = [:]
    for (column, cell) in zip(columns, rows.cells) {
      guard let column, !cell.range.isEmpty else { continue }
      let value = rows.text(cell)
      if value != "NULL" { values[column] = value }
    }
    guard let start = values[.start] else { throw absent(.start) }
    guard let time = timestamp(Array(start.utf8), in: 0..<start.utf8.count, isLenient: true) else {
      throw RecordBuilder.Refusal(reason: "`ChargePeriodStart` is no time: \(quoted(start))")
    }
    guard let provider = values[.serviceProvider] ?? values[.provider], let slug = slug(provider) else {
      throw absent(.provider)
    }
    guard let code = values[.currency] else { throw absent(.currency) }
    guard let currency = Currency(code) else {
      throw RecordBuilder.Refusal(reason: "`BillingCurrency` is no currency: \(quoted(code))")
    }
    guard let billed = try money(.billed, values, currency) else { throw absent(.billed) }
    var dimensions: [String: String] = [:]
    for (column, name) in Self.dimensions {
      guard let value = values[column] else { continue }
      guard value.utf8.count <= RecordBuilder.longestValue else {
        throw RecordBuilder.Refusal(reason: "`\(column.rawValue)` is longer than \(RecordBuilder.longestValue) bytes")
      }
      dimensions[name] = value
    }
    if let tags = values[.tags] {
      for (name, value) in try object(tags, .tags) { dimensions["tags." + name] = value }
    }
    let details =
      try values[.priceDetails].map { text throws(RecordBuilder.Refusal) in try object(text, .priceDetails) } ?? [:]
    var record = UsageRecord(
      eventID: values[.eventID] ?? options.eventID([options.source, text(rows.bytes, rows.range)]),
      occurredAt: time, provider: slug, modelBilled: details["ModelId"], dimensions: dimensions)
    record.billed = billed
    record.effective = try money(.effective, values, currency)
    record.contracted = try money(.contracted, values, currency)
    record.list = try money(.list, values, currency)
    if values[.unit] == "Tokens", let quantity = values[.quantity], let meter = meter(values, details) {
      record.quantities = [UsageRecord.Quantity(meter, try tokens(quantity, meter))]
    }
    return constants.completed(record)
  }

  private func absent(_ column: Column) -> RecordBuilder.Refusal {
    RecordBuilder.Refusal(reason: "no `\(column.rawValue)`")
  }

  private mutating func money(
    _ column: Column, _ values: [Column: String], _ currency: Currency
  ) throws(RecordBuilder.Refusal) -> Money? {
    guard let text = values[column] else { return nil }
    guard let decimal = Decimal128(text) else {
      throw RecordBuilder.Refusal(reason: "`\(column.rawValue)` is no number: \(quoted(text))")
    }
    guard let scaled = decimal.scaled(places: 9) else {
      throw RecordBuilder.Refusal(reason: "`\(column.rawValue)` is too large: \(quoted(text))")
    }
    if scaled.isRounded { roundedQuantities += 1 }
    return Money(nanos: scaled.steps, currency: currency)
  }

  private mutating func tokens(_ text: String, _ meter: String) throws(RecordBuilder.Refusal) -> Int64 {
    guard let scaled = exactQuantity(text, scale: options.meters[meter]?.scale ?? 0) else {
      throw RecordBuilder.Refusal(reason: "`ConsumedQuantity` is no number: \(quoted(text))")
    }
    if scaled.isRounded { roundedQuantities += 1 }
    return scaled.steps
  }

  /// The meter of tokens, from the price details of the row, else from what it calls its meter.
  private func meter(_ values: [Column: String], _ details: [String: String]) -> String? {
    let direction = details["TokenDirection"] ?? values[.skuMeter] ?? ""
    if direction.hasPrefix("Output") { return "output.response" }
    switch details["TokenCacheAction"] {
    case "Read": return "input.cache_read"
    case "Write": return "input.cache_write_5m"
    default: return direction.hasPrefix("Input") ? "input.uncached" : nil
    }
  }

  /// The members of an object in a cell that are text, numbers, or true and false.
  private func object(_ text: String, _ column: Column) throws(RecordBuilder.Refusal) -> [String: String] {
    var result: [String: String] = [:]
    var scanner = JSONScanner(Array(text.utf8))
    do throws(JSONError) {
      guard try scanner.peek() != .null else { return [:] }
      try scanner.beginObject()
      while let name = try scanner.nextName() {
        let key = scanner.string(name)
        switch try scanner.peek() {
        case .string: result[key] = try scanner.readString()
        case .number: result[key] = try scanner.readNumber().text(in: scanner.bytes)
        case .bool: result[key] = try scanner.readBool() ? "true" : "false"
        case .null, .array, .object: try scanner.skipValue()
        }
        let isTooLong = max(key.utf8.count, result[key]?.utf8.count ?? 0) > RecordBuilder.longestValue
        if isTooLong || key.isEmpty || result[key]?.isEmpty == true { result[key] = nil }
      }
      try scanner.finish()
    } catch {
      throw RecordBuilder.Refusal(reason: "`\(column.rawValue)`: \(error.message)")
    }
    return result
  }
}

/// A name in lower case, its words (ASCII letters and digits) joined by `-`: `Solora AI` is `solora-ai`.
///
/// - Returns: Nothing where there is no such word.
func slug(_ name: String) -> String? {
  var result = ""
  for byte in name.utf8 {
    let lower = byte &- 65 < 26 ? byte + 32 : byte
    if lower &- 97 < 26 || lower &- 48 < 10 {
      result.unicodeScalars.append(Unicode.Scalar(lower))
    } else if !result.isEmpty, result.utf8.last != 45 {
      result += "-"
    }
  }
  while result.utf8.last == 45 { result.removeLast() }
  return result.isEmpty ? nil : result
}
