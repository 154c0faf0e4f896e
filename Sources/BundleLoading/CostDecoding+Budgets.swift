package import CEL
package import CostEngine
import Diagnostics
import FactSchema
import PolicyEngine
import SpendModel
package import YAMLDocument

extension CostDecoder {
  private enum Limit: String, CaseIterable { case hard, soft }

  /// `kind: Budget`
  package static func budget(_ node: Node, sink: DiagnosticSink) -> Budget? {
    guard var reader = MappingReader(node, sink, as: "a budget") else { return nil }
    reader.skipHead()
    let id = reader.authoredID("id", .required)
    let owner = reader.actorReference("owner", .required)
    let scopeReader = reader.mapping("scope", .required, as: "a scope")
    let scope = self.scope(scopeReader, among: UsageFacts.dimensions, sink: sink)
    if let scopeReader, scopeReader.names.isEmpty {
      sink.report(
        "empty-scope", "a budget is for something", hint: "name a dimension, such as `cost_center: CC-0410`",
        at: scopeReader.node.position)
    }
    let period = reader.choice("period", BudgetPeriod.self, .required)
    let amountNode = reader.node("amount", .required)
    let amount = amountNode?.money(reporting: sink)
    if let amount, amount.nanos < 0, let amountNode {
      sink.report("out-of-range", "a budget is not negative, found \(amountNode.found)", at: amountNode.position)
    }
    let thresholds = self.thresholds(reader.nodes("thresholds", orSingle: true) ?? [], sink)
    let limit = reader.choice("limit", Limit.self)
    reader.finish()
    guard let id, let owner, let period, let amount, !scope.isEmpty else { return nil }
    return Budget(
      id: id, owner: owner, scope: scope, period: period, amount: amount, thresholds: thresholds,
      isHard: limit == .hard,
      file: sink.file, at: node.position)
  }

  private static func thresholds(_ nodes: [Node], _ sink: DiagnosticSink) -> [Int64] {
    var thresholds: [Int64] = []
    for item in nodes {
      guard let percent = item.percent(in: 1...1000, reporting: sink) else { continue }
      if let last = thresholds.last, percent <= last {
        sink.report(
          "thresholds-fall", "`\(percent)%` follows `\(last)%`", hint: "thresholds rise", at: item.position)
        continue
      }
      thresholds.append(percent)
    }
    return thresholds
  }

  /// `kind: Allocation`
  ///
  /// - Parameter host: What the functions of expressions ask for.
  package static func allocation(_ node: Node, host: Host, sink: DiagnosticSink) -> Allocation? {
    guard var reader = MappingReader(node, sink, as: "an allocation") else { return nil }
    reader.skipHead()
    let environment = UsageFacts.record.environment(host)
    var result = Allocation()
    for var inner in reader.mappings("rules", as: "an allocation rule") ?? [] {
      guard let rule = allocationRule(&inner, environment, sink) else { continue }
      if result.rules.contains(where: { $0.id == rule.id }) {
        sink.report(
          "duplicate-id", "a rule `\(rule.id)` stands above", hint: "give each an id of its own",
          at: inner.node("id")?.position ?? rule.position)
      }
      result.rules.append(rule)
    }
    for dimension in reader.mapping("owners", as: "owners by dimension")?.rest ?? [] {
      guard isDimension(dimension, among: UsageFacts.dimensions, sink: sink),
        let values = MappingReader(dimension.value, sink, as: "owners by value")
      else { continue }
      for entry in values.rest {
        guard let owner = standingOwner(entry.value, sink) else { continue }
        result.owners.append(.init(dimension: dimension.name, value: entry.name, owner: owner))
      }
    }
    reader.finish()
    return result
  }

  private static func allocationRule(
    _ reader: inout MappingReader, _ environment: Environment, _ sink: DiagnosticSink
  ) -> Allocation.Rule? {
    let id = reader.authoredID("id", .required)
    let matchNode = reader.node("match", .required)
    let match = matchNode.flatMap { expression($0, as: .bool, environment, sink) }
    let method = reader.choice("method", Allocation.Rule.Method.self, .required)
    let target = reader.node("target", .required).flatMap { self.target($0, environment, sink) }
    reader.finish()
    guard let id, let match, let method, let target else { return nil }
    return Allocation.Rule(id: id, match: match, method: method, target: target, at: reader.node.position)
  }

  private static func target(_ node: Node, _ environment: Environment, _ sink: DiagnosticSink) -> Allocation.Rule
    .Target?
  {
    guard node.entries != nil else { return node.text(reporting: sink).map { .named($0) } }
    guard var reader = MappingReader(node, sink, as: "a target") else { return nil }
    let text = reader.node("expr", .required).flatMap { expression($0, as: .string, environment, sink) }
    reader.finish()
    return text.map { .expression($0) }
  }

  /// CEL over one record; what is wrong with it is reported at its place.
  private static func expression(
    _ node: Node, as type: CELType, _ environment: Environment, _ sink: DiagnosticSink
  ) -> String? {
    guard let text = node.string(reporting: sink) else { return nil }
    switch environment.compile(text, expecting: type) {
    case .success: return text
    case .failure(let failure):
      for error in failure.errors {
        sink.report(error.code, error.message, hint: error.hint, at: node.position(of: error.position))
      }
      return nil
    }
  }

  /// An owner that can be named without a request: a person, a group, a role.
  private static func standingOwner(_ node: Node, _ sink: DiagnosticSink) -> ActorReference? {
    guard let owner = node.actorReference(reporting: sink) else { return nil }
    switch owner {
    case .user, .group, .role: return owner
    default:
      sink.report(
        "actor", "nobody is \(node.found) without a request", hint: "write it as `group:claims` or `user:ann`",
        at: node.position)
      return nil
    }
  }
}
