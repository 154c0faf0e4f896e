package import CostEngine
import Diagnostics
import SpendModel
package import YAMLDocument

/// Reads the documents about money: meters, price books, contracts, budgets, allocation.
package enum CostDecoder {
  /// `kind: Meters`
  package static func meters(_ node: Node, sink: DiagnosticSink) -> Meters? {
    guard var reader = MappingReader(node, sink, as: "meters") else { return nil }
    reader.skipHead()
    var meters: [Meter] = []
    for entry in reader.node("meters", .required)?.entries ?? [] {
      guard isMeterName(entry.name) else {
        sink.report("bad-id", "`\(entry.name)` is no meter's name", hint: "use `[a-z0-9._]`", at: entry.key.position)
        continue
      }
      guard var inner = MappingReader(entry.value, sink, as: "a meter") else { continue }
      let kind = inner.choice("kind", CostObject.self, .required)
      let unit = inner.string("unit", .required)
      let scale = inner.integer("scale", .optional, in: 0...6) ?? 0
      if scale != 0, scale != 6 {
        sink.report("bad-scale", "a meter's scale is 0 or 6, found `\(scale)`", at: inner.node("scale", .optional)?.position ?? node.position)
      }
      inner.finish()
      if let kind, let unit { meters.append(Meter(name: entry.name, kind: kind, unit: unit, scale: Int(scale))) }
    }
    reader.finish()
    return Meters(meters).completed(by: .canonical)
  }

  /// `kind: Contract`
  package static func contract(_ node: Node, sink: DiagnosticSink) -> Contract? {
    guard var reader = MappingReader(node, sink, as: "a contract") else { return nil }
    reader.skipHead()
    let id = reader.authoredID("id", .required)
    let owner = reader.actorReference("owner", .required)
    let provider = reader.string("provider", .required)
    let metric = reader.string("metric", .required)
    var (from, until, notice, renews): (CivilDate?, CivilDate?, Period?, Bool) = (nil, nil, nil, false)
    if var term = reader.mapping("term", .required, as: "a term") {
      from = term.date("from", .required)
      until = term.date("until", .required)
      notice = term.period("notice")
      renews = term.bool("renews", .optional) ?? false
      if let from, let until, from >= until {
        sink.report("empty-term", "the term ends at `\(until)`, not after it starts at `\(from)`", at: term.node("until", .optional)?.position ?? node.position)
      }
      term.finish()
    }
    var commitment: Contract.Commitment?
    if var inner = reader.mapping("commitment", .optional, as: "a commitment") {
      let category = inner.string("category", .required)
      if let category, !["spend", "usage"].contains(category) {
        sink.report(
          "unknown-value", "unknown category `\(category)`", hint: "a commitment is of `spend` or `usage`",
          at: inner.node("category", .optional)?.position ?? node.position)
      }
      let quantity = inner.literal("quantity", .required)?.text
      let amount = quantity.flatMap { Money($0) }
      if category == "spend", let quantity, amount == nil {
        sink.report(
          "money", "`\(quantity)` is no amount and currency", hint: "write it as `500 USD`",
          at: inner.node("quantity", .optional)?.position ?? node.position)
      }
      inner.finish()
      if let category { commitment = .init(category: category, amount: amount, quantity: quantity) }
    }
    var (services, regions): ([String], [String]) = ([], [])
    if var inner = reader.mapping("exclusions", .optional, as: "exclusions") {
      services = inner.strings("services", .optional, orSingle: true) ?? []
      regions = inner.strings("regions", .optional, orSingle: true) ?? []
      inner.finish()
    }
    reader.finish()
    guard let id, let owner, let provider, let metric, let from, let until else { return nil }
    return Contract(
      id: id, owner: owner, provider: provider, from: from, until: until, notice: notice, renews: renews, metric: metric,
      commitment: commitment, excludedServices: services, excludedRegions: regions, at: node.position)
  }

  /// `kind: Budget`
  package static func budget(_ node: Node, sink: DiagnosticSink) -> Budget? {
    guard var reader = MappingReader(node, sink, as: "a budget") else { return nil }
    reader.skipHead()
    let id = reader.authoredID("id", .required)
    let owner = reader.actorReference("owner", .required)
    var scope: [Price.Match] = []
    for entry in reader.node("scope", .required)?.entries ?? [] {
      if let value = entry.value.string(reporting: sink) { scope.append(.init(entry.name, value)) }
    }
    let period = reader.choice("period", BudgetPeriod.self, .required)
    let amount = reader.money("amount", .required)
    if let amount, amount.nanos < 0 {
      sink.report("negative-amount", "a budget is not negative", at: reader.node("amount", .optional)?.position ?? node.position)
    }
    var thresholds: [Int64] = []
    for item in reader.nodes("thresholds", .optional, orSingle: true) ?? [] {
      guard let percent = item.percent(in: 1...1000, reporting: sink) else { continue }
      if let last = thresholds.last, percent <= last {
        sink.report("thresholds-fall", "thresholds rise, `\(percent)%` follows `\(last)%`", at: item.position)
      }
      thresholds.append(percent)
    }
    let limit = reader.choice("limit", Limit.self, .optional)
    reader.finish()
    guard let id, let owner, let period, let amount else { return nil }
    return Budget(
      id: id, owner: owner, scope: scope, period: period, amount: amount, thresholds: thresholds, isHard: limit == .hard,
      at: node.position)
  }

  private enum Limit: String, CaseIterable { case hard, soft }

  /// `kind: Allocation`
  package static func allocation(_ node: Node, sink: DiagnosticSink) -> Allocation? {
    guard var reader = MappingReader(node, sink, as: "an allocation") else { return nil }
    reader.skipHead()
    var result = Allocation()
    for var inner in reader.mappings("rules", .optional, orSingle: false, as: "an allocation rule") ?? [] {
      let id = inner.authoredID("id", .required)
      let match = inner.string("match", .required)
      let method = inner.choice("method", Allocation.Rule.Method.self, .required)
      let target = inner.node("target", .required)
      let place = target?.position ?? node.position
      inner.finish()
      guard let id, let match, let method, let target else { continue }
      let text = target.text ?? target["expr"]?.text
      guard let text else {
        sink.report("wrong-type", "a target is a name or `{expr: ...}`, found \(target.found)", at: place)
        continue
      }
      if result.rules.contains(where: { $0.id == id }) {
        sink.report("duplicate-id", "a rule `\(id)` stands above", at: place)
      }
      result.rules.append(.init(id: id, match: match, method: method, target: text, at: place))
    }
    for dimension in reader.node("owners", .optional)?.entries ?? [] {
      for entry in dimension.value.entries ?? [] {
        guard let owner = entry.value.actorReference(reporting: sink) else { continue }
        result.owners.append(.init(dimension: dimension.name, value: entry.name, owner: owner))
      }
    }
    reader.finish()
    return result
  }
}

/// Meters are named like dimensions, with dots: `input.cache_write_5m`.
private func isMeterName(_ name: String) -> Bool { isAuthoredID(name) }

extension MappingReader {
  /// The keys that the loader has looked at.
  mutating func skipHead() {
    _ = node("apiVersion", .optional)
    _ = node("kind", .optional)
  }
}
