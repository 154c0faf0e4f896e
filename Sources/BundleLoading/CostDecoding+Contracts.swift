package import CostEngine
import Diagnostics
import SpendModel
package import YAMLDocument

extension CostDecoder {
  /// `kind: Contract`
  package static func contract(_ node: Node, sink: DiagnosticSink) -> Contract? {
    guard var reader = MappingReader(node, sink, as: "a contract") else { return nil }
    reader.skipHead()
    let id = reader.authoredID("id", .required)
    let owner = reader.actorReference("owner", .required)
    let provider = reader.text("provider", .required)
    let term = reader.mapping("term", .required, as: "a term").flatMap { self.term($0, sink) }
    let metric = reader.text("metric", .required)
    let commitment = reader.mapping("commitment", as: "a commitment").flatMap { self.commitment($0, sink) }
    var (services, regions): ([String], [String]) = ([], [])
    if var inner = reader.mapping("exclusions", as: "exclusions") {
      services = inner.strings("services", orSingle: true) ?? []
      regions = inner.strings("regions", orSingle: true) ?? []
      inner.finish()
    }
    reader.finish()
    guard let id, let owner, let provider, let metric, let term else { return nil }
    return Contract(
      id: id, owner: owner, provider: provider, from: term.from, until: term.until, notice: term.notice,
      renews: term.renews, metric: metric, commitment: commitment, excludedServices: services, excludedRegions: regions,
      at: node.position)
  }

  private struct Term {
    var from: CivilDate
    var until: CivilDate
    var notice: Period?
    var renews: Bool
  }

  private static func term(_ reader: MappingReader, _ sink: DiagnosticSink) -> Term? {
    var reader = reader
    let from = reader.date("from", .required)
    let until = reader.date("until", .required)
    let notice = reader.period("notice")
    let renews = reader.bool("renews") ?? false
    reader.finish()
    guard let from, let until else { return nil }
    guard from < until else {
      sink.report(
        "empty-term", "the term ends on `\(until)`, and starts on `\(from)`",
        hint: "`until` is the first day after the term", at: reader.node("until")?.position ?? reader.node.position)
      return nil
    }
    return Term(from: from, until: until, notice: notice, renews: renews)
  }

  private enum Category: String, CaseIterable { case spend, usage }

  private static func commitment(_ reader: MappingReader, _ sink: DiagnosticSink) -> Contract.Commitment? {
    var reader = reader
    let category = reader.choice("category", Category.self, .required)
    let quantity = reader.literal("quantity", .required)
    reader.finish()
    guard let category, let quantity, let text = quantity.text else { return nil }
    guard category == .spend else { return usage(quantity, text, sink) }
    guard let amount = quantity.money(reporting: sink) else { return nil }
    guard amount.nanos > 0 else {
      sink.report("out-of-range", "a commitment is more than zero, found \(quantity.found)", at: quantity.position)
      return nil
    }
    return Contract.Commitment(category: category.rawValue, amount: amount, quantity: text)
  }

  /// A commitment in units: `1000000000 Tokens`.
  private static func usage(_ node: Node, _ text: String, _ sink: DiagnosticSink) -> Contract.Commitment? {
    let parts = text.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, let count = Decimal128(parts[0]), count.digits > 0, Money(text) == nil else {
      sink.report(
        "bad-quantity", "expected a count and a unit, found \(node.found)", hint: "write it as `1000000000 Tokens`",
        at: node.position)
      return nil
    }
    return Contract.Commitment(category: Category.usage.rawValue, amount: nil, quantity: text)
  }
}
