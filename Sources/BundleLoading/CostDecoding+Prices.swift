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
      name = source.string("name", .required)
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
    return PriceBook(id: id, owner: owner, sourceName: name, captured: captured, prices: prices)
  }

  private static func price(_ reader: inout MappingReader, meters: Meters, sink: DiagnosticSink) -> Price? {
    let provider = reader.string("provider", .required)
    let model = reader.string("model", .optional)
    let meterNode = reader.node("meter", .required)
    let meter = meterNode?.text.flatMap { meters[$0] }
    if let meterNode, meter == nil {
      let near = nearestName(to: meterNode.text ?? "", in: meters.names).map { "did you mean `\($0)`?" }
      sink.report(
        "unknown-meter", "unknown meter \(meterNode.found)", hint: near ?? "declare it in rules/meters.yaml",
        at: meterNode.position)
    }
    let block = reader.node("per", .required).flatMap { blockSteps($0, meter, sink) }
    let rate = reader.node("price", .required).flatMap { self.rate($0, sink) }
    let from = reader.timestamp("from", .required)
    let until = reader.timestamp("until")
    if let from, let until, from >= until {
      sink.report(
        "empty-validity", "the price ends at `\(until.date)`, not after it starts at `\(from.date)`",
        at: reader.node("until", .optional)?.position ?? .start)
    }
    let hours = reader.node("hours", .optional).flatMap { dailyWindow($0, sink) }
    let mode = reader.choice("tierMode", Price.TierMode.self, .optional) ?? .wholeRequest
    let tiers = tiers(&reader, rate?.currency, sink)
    var match: [Price.Match] = []
    for entry in reader.node("match", .optional)?.entries ?? [] {
      guard ["processing", "service_tier", "region"].contains(entry.name) else {
        sink.report(
          "unknown-key", "unknown key `\(entry.name)`", hint: "a price matches `processing`, `service_tier` or `region`",
          at: entry.key.position)
        continue
      }
      if let value = entry.value.string(reporting: sink) { match.append(.init(entry.name, value)) }
    }
    let contract = reader.string("contract", .optional)
    guard let provider, let meter, let block, let rate, let from else { return nil }
    return Price(
      provider: provider, model: model, meter: meter.name, blockSteps: block, rate: rate.rate, currency: rate.currency,
      from: from, until: until, hours: hours, tiers: tiers, tierMode: mode, match: match, contract: contract,
      at: meterNode?.position ?? .start)
  }

  /// `1000000 Tokens` in the meter's steps.
  private static func blockSteps(_ node: Node, _ meter: Meter?, _ sink: DiagnosticSink) -> Int64? {
    let parts = (node.text ?? "").split(separator: " ", maxSplits: 1)
    guard parts.count == 2, let count = Int64(parts[0]), count > 0 else {
      sink.report(
        "bad-block", "expected a count and a unit, found \(node.found)", hint: "write it as `1000000 Tokens`", at: node.position)
      return nil
    }
    guard let meter else { return nil }
    guard parts[1].utf8.elementsEqual(meter.unit.utf8) else {
      sink.report(
        "wrong-unit", "meter `\(meter.name)` is counted in `\(meter.unit)`, found `\(parts[1])`",
        hint: "write `\(count) \(meter.unit)`", at: node.position)
      return nil
    }
    let (steps, overflow) = count.multipliedReportingOverflow(by: meter.stepsPerUnit)
    guard !overflow, steps <= 1_000_000_000_000_000 else {
      sink.report("bad-block", "a block of `\(parts[0])` is too large", at: node.position)
      return nil
    }
    return steps
  }

  /// `2.50 USD` in 10^-12 of the currency.
  private static func rate(_ node: Node, _ sink: DiagnosticSink) -> (rate: Int64, currency: Currency)? {
    let parts = (node.text ?? "").split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, let currency = Currency(parts[1]), let decimal = Decimal128(parts[0]),
      let scaled = decimal.scaled(places: 12)
    else {
      sink.report("money", "expected an amount and a currency, found \(node.found)", hint: "write it as `2.50 USD`", at: node.position)
      return nil
    }
    guard scaled.steps >= 0 else {
      sink.report("negative-price", "a price is not negative, found \(node.found)", at: node.position)
      return nil
    }
    if scaled.isRounded {
      sink.report(
        "rounded-price", "the price has more than 12 decimals and is rounded", severity: .warning, at: node.position)
    }
    return (scaled.steps, currency)
  }

  private static func tiers(_ reader: inout MappingReader, _ currency: Currency?, _ sink: DiagnosticSink) -> [Price.Tier] {
    var tiers: [Price.Tier] = []
    for var inner in reader.mappings("tiers", .optional, orSingle: false, as: "a tier") ?? [] {
      let above = inner.integer("above", .required, in: 0...Int64.max)
      let place = inner.node("price", .required)
      let rate = place.flatMap { self.rate($0, sink) }
      inner.finish()
      guard let above, let rate else { continue }
      if let currency, rate.currency != currency, let place {
        sink.report("currency-mismatch", "a tier in `\(rate.currency.code)` of a price in `\(currency.code)`", at: place.position)
      }
      if let last = tiers.last, above <= last.above, let place {
        sink.report("tiers-fall", "tiers rise, `\(above)` follows `\(last.above)`", at: place.position)
      }
      tiers.append(.init(above: above, rate: rate.rate))
    }
    return tiers
  }

  /// `00:30-16:30`, UTC.
  private static func dailyWindow(_ node: Node, _ sink: DiagnosticSink) -> Price.DailyWindow? {
    func minutes(_ text: Substring) -> Int? {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Int(parts[0]), let minute = Int(parts[1]),
        (0...24).contains(hour), (0..<60).contains(minute), hour * 60 + minute <= 1440
      else { return nil }
      return hour * 60 + minute
    }
    let parts = (node.text ?? "").split(separator: "-")
    guard parts.count == 2, let from = minutes(parts[0]), let to = minutes(parts[1]), from != to else {
      sink.report("bad-hours", "expected hours of the day, found \(node.found)", hint: "write them as `00:30-16:30`, in UTC", at: node.position)
      return nil
    }
    return .init(from: from, to: to)
  }

  /// Two prices of the same thing at the same time: nobody could say which holds.
  private static func reportOverlaps(_ prices: [Price], _ sink: DiagnosticSink) {
    var seen: [String: [Price]] = [:]
    for price in prices {
      let conditions = price.match.map { "\($0.dimension)=\($0.value)" }.sorted().joined(separator: ",")
      let hours = price.hours.map { "\($0.from)-\($0.to)" } ?? ""
      let key = [price.provider, price.model ?? "", price.meter, conditions, hours, price.contract ?? ""].joined(separator: "|")
      for other in seen[key] ?? [] {
        let startsBefore = other.until.map { price.from < $0 } ?? true
        let endsAfter = price.until.map { other.from < $0 } ?? true
        if startsBefore, endsAfter {
          sink.report(
            "overlapping-prices", "a price of `\(price.meter)` for `\(price.model ?? price.provider)` stands at line \(other.position.line)",
            hint: "end the earlier one with `until: \(price.from.date)`", at: price.position)
          break
        }
      }
      seen[key, default: []].append(price)
    }
  }
}
