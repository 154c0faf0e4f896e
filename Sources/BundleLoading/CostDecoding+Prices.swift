package import CostEngine
import Diagnostics
import SpendModel
package import YAMLDocument

extension CostDecoder {
  /// `kind: PriceBook`
  ///
  /// - Parameter meters: What prices may be for.
  package static func priceBook(_ node: Node, meters: Meters, sink: DiagnosticSink) -> PriceBook? {
    guard var reader = MappingReader(node, sink, as: "a price book") else { return nil }
    reader.skipHead()
    let id = reader.authoredID("id", .required)
    let owner = reader.actorReference("owner", .required)
    var (name, captured): (String?, CivilDate?) = (nil, nil)
    if var source = reader.mapping("source", .required, as: "a source") {
      name = source.text("name", .required)
      captured = source.date("captured", .required)
      source.finish()
    }
    var prices: [Price] = []
    for var inner in reader.mappings("prices", .required, orSingle: false, as: "a price") ?? [] {
      if let price = price(&inner, meters: meters, sink: sink) { prices.append(price) }
      inner.finish()
    }
    reader.finish()
    reportOverlaps(prices, sink)
    guard let id, let owner, let name, let captured else { return nil }
    return PriceBook(id: id, owner: owner, sourceName: name, captured: captured, prices: prices, file: sink.file)
  }

  private static func price(_ reader: inout MappingReader, meters: Meters, sink: DiagnosticSink) -> Price? {
    let provider = reader.text("provider", .required)
    let model = reader.text("model")
    let meterNode = reader.node("meter", .required)
    let meter = meterNode.flatMap { self.meter($0, meters, sink) }
    let block = reader.node("per", .required).flatMap { blockSteps($0, meter, sink) }
    let rateNode = reader.node("price", .required)
    let rate = rateNode.flatMap { self.rate($0, sink) }
    let from = reader.timestamp("from", .required)
    let until = reader.timestamp("until")
    if let from, let until, from >= until {
      sink.report(
        "empty-validity", "the price ends at `\(shown(until))`, and starts at `\(shown(from))`",
        hint: "`until` is the first moment at which it no longer holds",
        at: reader.node("until")?.position ?? reader.node.position)
    }
    let hours = reader.node("hours").flatMap { dailyWindow($0, sink) }
    let tiers = self.tiers(&reader, meter, rate?.currency, sink)
    if tiers.isEmpty, !reader.has("tiers") { reader.refuse("tierMode", because: "it belongs beside `tiers`") }
    let mode = reader.choice("tierMode", Price.TierMode.self) ?? .wholeRequest
    let match = scope(
      reader.mapping("match", as: "what a record must have"), among: ["processing", "service_tier", "region"],
      sink: sink)
    let contract = reader.authoredID("contract")
    guard let provider, let meter, let block, let rate, let from else { return nil }
    if let rateNode { warnOfUnit(rate.rate, block, meter, rateNode, sink) }
    return Price(
      provider: provider, model: model, meter: meter.name, blockSteps: block, rate: rate.rate, currency: rate.currency,
      from: from, until: until, hours: hours, tiers: tiers, tierMode: mode, match: match, contract: contract,
      at: reader.node.position)
  }

  private static func meter(_ node: Node, _ meters: Meters, _ sink: DiagnosticSink) -> Meter? {
    guard let name = node.string(reporting: sink) else { return nil }
    if let meter = meters[name] { return meter }
    let near = nearestName(to: name, in: meters.names).map { "did you mean `\($0)`?" }
    sink.report(
      "unknown-meter", "unknown meter \(node.found)", hint: near ?? "declare it in `rules/meters.yaml`",
      at: node.position)
    return nil
  }

  /// Prices above this for a million tokens are most likely for another block: in 10^-12 units a token.
  private static let dearestToken: Int128 = 1_000_000_000

  private static func warnOfUnit(_ rate: Int64, _ block: Int64, _ meter: Meter, _ node: Node, _ sink: DiagnosticSink) {
    guard meter.unit == "Tokens", Int128(rate) > Int128(block) * dearestToken else { return }
    sink.report(
      "suspicious-price", "\(node.found) is more than 1000 for a million tokens", severity: .warning,
      hint: "is the price for another block than `per` says?", at: node.position)
  }

  /// A time as its author may have written it: a day where it is the start of one.
  private static func shown(_ time: Timestamp) -> String { time.date.startUTC == time ? "\(time.date)" : "\(time)" }

  /// `1000000 Tokens` in the meter's steps.
  private static func blockSteps(_ node: Node, _ meter: Meter?, _ sink: DiagnosticSink) -> Int64? {
    let parts = (node.text ?? "").split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].utf8.allSatisfy({ (48...57).contains($0) }), let count = Int64(parts[0]), count > 0
    else {
      sink.report(
        "bad-block", "expected a count and a unit, found \(node.found)",
        hint: "write it as `1000000 \(meter?.unit ?? "Tokens")`", at: node.position)
      return nil
    }
    guard let meter else { return nil }
    guard parts[1].utf8.elementsEqual(meter.unit.utf8) else {
      sink.report(
        "wrong-unit", "meter `\(meter.name)` is counted in `\(meter.unit)`, found `\(excerpt(String(parts[1])))`",
        hint: "write `\(count) \(meter.unit)`", at: node.position)
      return nil
    }
    let (steps, overflow) = count.multipliedReportingOverflow(by: meter.stepsPerUnit)
    guard !overflow, steps <= largestBlock else {
      sink.report(
        "bad-block", "a block of `\(parts[0])` is too large",
        hint: "at most `\(largestBlock / meter.stepsPerUnit) \(meter.unit)`", at: node.position)
      return nil
    }
    return steps
  }

  /// In steps of the meter.
  private static let largestBlock: Int64 = 1_000_000_000_000_000

  /// `2.50 USD` in 10^-12 of the currency.
  private static func rate(_ node: Node, _ sink: DiagnosticSink) -> (rate: Int64, currency: Currency)? {
    let parts = (node.text ?? "").split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, let currency = Currency(parts[1]), let decimal = Decimal128(parts[0]) else {
      sink.report(
        "money", "expected an amount and a currency, found \(node.found)", hint: "write it as `2.50 USD`",
        at: node.position)
      return nil
    }
    guard decimal.digits >= 0 else {
      sink.report("negative-price", "a price is not negative, found \(node.found)", at: node.position)
      return nil
    }
    guard let scaled = decimal.scaled(places: 12) else {
      sink.report(
        "out-of-range", "a price of \(node.found) is too large", hint: "price a smaller block", at: node.position)
      return nil
    }
    if scaled.isRounded {
      sink.report(
        "rounded-price", "\(node.found) has more than 12 decimals and is rounded", severity: .warning,
        hint: "price a larger block to keep them", at: node.position)
    }
    return (scaled.steps, currency)
  }

  private static func tiers(
    _ reader: inout MappingReader, _ meter: Meter?, _ currency: Currency?, _ sink: DiagnosticSink
  ) -> [Price.Tier] {
    var tiers: [Price.Tier] = []
    let stepsPerUnit = meter?.stepsPerUnit ?? 1
    for var inner in reader.mappings("tiers", as: "a tier") ?? [] {
      let above = inner.integer("above", .required, in: 0...Int64.max / stepsPerUnit)
      let place = inner.node("price", .required)
      let rate = place.flatMap { self.rate($0, sink) }
      inner.finish()
      guard let above, let rate, let place else { continue }
      if let currency, rate.currency != currency {
        sink.report(
          "currency-mismatch", "a tier in `\(rate.currency.code)` of a price in `\(currency.code)`",
          hint: "write all amounts of a price in one currency", at: place.position)
      }
      if let last = tiers.last, above * stepsPerUnit <= last.above {
        sink.report(
          "tiers-fall", "`\(above)` follows `\(last.above / stepsPerUnit)`", hint: "tiers rise",
          at: inner.node("above")?.position ?? place.position)
        continue
      }
      tiers.append(.init(above: above * stepsPerUnit, rate: rate.rate))
    }
    return tiers
  }

  /// `00:30-16:30`, UTC.
  private static func dailyWindow(_ node: Node, _ sink: DiagnosticSink) -> Price.DailyWindow? {
    func minutes(_ text: Substring) -> Int? {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } }),
        let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60, hour * 60 + minute <= 1440
      else { return nil }
      return hour * 60 + minute
    }
    let parts = (node.text ?? "").split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let from = minutes(parts[0]), let to = minutes(parts[1]), from != to, from < 1440 else {
      sink.report(
        "bad-hours", "expected hours of the day, found \(node.found)", hint: "write them as `00:30-16:30`, in UTC",
        at: node.position)
      return nil
    }
    return .init(from: from, to: to)
  }

  /// Two prices of the same thing at the same time: nobody could say which holds.
  private static func reportOverlaps(_ prices: [Price], _ sink: DiagnosticSink) {
    var seen: [[String]: [Price]] = [:]
    for price in prices {
      let key = price.subject
      if let other = seen[key, default: []].first(where: { $0.overlaps(price) }) {
        let (earlier, later) = other.from <= price.from ? (other, price) : (price, other)
        sink.report(
          "overlapping-prices",
          "a price of `\(price.meter)` for `\(price.model ?? price.provider)` stands at line \(other.position.line) too",
          hint: earlier.from < later.from
            ? "end the earlier one with `until: \(shown(later.from))`"
            : "keep one of the two, or give them different `hours`",
          at: price.position)
      }
      seen[key, default: []].append(price)
    }
  }
}

extension Price {
  /// What the price is for: two of the same subject must not hold at the same time.
  var subject: [String] {
    [provider, model ?? "", meter, contract ?? ""] + match.map { "\($0.dimension)=\($0.value)" }.sorted()
  }

  /// Whether both hold at some moment, where neither is the more specific one.
  func overlaps(_ other: Price) -> Bool {
    guard other.until.map({ from < $0 }) ?? true, until.map({ other.from < $0 }) ?? true else { return false }
    switch (hours, other.hours) {
    case (nil, nil): return true
    case (let mine?, let others?): return mine.overlaps(others)
    default: return false
    }
  }
}

extension Price.DailyWindow {
  /// Whether both hold at some minute of the day.
  fileprivate func overlaps(_ other: Self) -> Bool {
    parts.contains { mine in other.parts.contains { $0.overlaps(mine) } }
  }

  /// The window as parts of one day.
  private var parts: [Range<Int>] { from <= to ? [from..<to] : [from..<1440, 0..<to] }
}
