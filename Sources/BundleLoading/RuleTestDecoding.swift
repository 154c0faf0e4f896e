import Diagnostics
import FactSchema
package import PolicyEngine
import SpendModel
package import YAMLDocument

extension RuleDecoder {
  /// Reads `kind: RuleTest`.
  ///
  /// - Parameter factsOf: The facts that the named rule reads; nothing where there is no such rule, whose name
  ///   is then reported by the compiler.
  package func ruleTest(_ node: Node, rules: [Rule]) -> RuleTest? {
    guard var reader = MappingReader(node, sink, as: "a rule test") else { return nil }
    _ = (reader.node("apiVersion"), reader.node("kind"))
    let ruleNode = reader.node("rule")
    let id = ruleNode?.string(reporting: sink)
    let cases = reader.nodes("cases", .required)
    reader.finish()
    let rule = id.flatMap { id in rules.first { $0.id.utf8.elementsEqual(id.utf8) } }
    let facts: Schema? =
      if let rule { ruleFacts(of: rule.subject, by: rule.usage?.by.map(\.value) ?? [], schema: schema) } else { schema }
    var result: [RuleTest.Case] = []
    for node in cases ?? [] {
      if let facts, let testCase = testCase(node, facts, isForOneRule: ruleNode != nil) { result.append(testCase) }
    }
    guard cases != nil else { return nil }
    return RuleTest(
      rule: ruleNode.flatMap { node in id.map { Placed($0, at: node.position) } }, cases: result, file: sink.file)
  }

  private func testCase(_ node: Node, _ facts: Schema, isForOneRule: Bool) -> RuleTest.Case? {
    guard var reader = MappingReader(node, sink, as: "a case") else { return nil }
    let name = reader.string("name", .required)
    let given = reader.node("given", .required)
    let expected: RuleTest.Expectation?
    if isForOneRule {
      expected = reader.bool("fires", .required).map { .fires($0) }
      for key in ["outcome", "reviews"] { reader.refuse(key, because: "a test of one rule says `fires`") }
    } else {
      reader.refuse("fires", because: "name the rule in `rule`, or say `outcome` and `reviews`")
      let outcome = reader.choice("outcome", Outcome.self)
      let reviews = reader.strings("reviews")
      if outcome == nil, reviews == nil, !reader.has("outcome"), !reader.has("reviews") {
        sink.report(
          "missing-key", "missing key `outcome`", hint: "a case says `outcome`, `reviews`, or both", at: node.position)
      }
      expected = .verdict(outcome: outcome, reviews: reviews)
    }
    reader.finish()
    guard let name, let given, let expected, let facts = self.given(given, facts) else { return nil }
    return RuleTest.Case(name: name, given: facts, expected: expected, position: node.position)
  }
}
