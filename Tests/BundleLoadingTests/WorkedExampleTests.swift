@testable import BundleLoading
import CostEngine
import Diagnostics
import FactSchema
import PolicyEngine
import SpendModel
import TestSupport
import Testing
import WorkflowEngine

/// The worked example: its schema, rules, rights, workflow and request.
@Suite struct WorkedExampleTests {
  private static func file(_ path: String) -> String {
    WorkedExample.files.first { $0.path == path }?.text ?? ""
  }

  static let personalData = file("rules/policy/personal-data-needs-data-governance.yaml")
  static let spend = file("rules/policy/spend-over-envelope.yaml")
  static let files = WorkedExample.files.filter { $0.path.hasPrefix("rules/") || $0.path.hasPrefix("workflows/") }

  private func load(replacing old: String = "", with new: String = "") -> LoadedBundle {
    let texts = Self.files.map { ($0.path, old.isEmpty ? $0.text : $0.text.replacing(old, with: new)) }
    return BundleLoader.load(
      BundleFiles(texts.map { BundleFiles.File(path: $0.0, bytes: Array($0.1.utf8)) }), scope: .workspace)
  }

  @Test func `The files load without a word`() throws {
    let loaded = load()
    #expect(rendered(loaded.diagnostics, [:]) == "")
    let bundle = try #require(loaded.bundle)
    #expect(bundle.rules.map(\.id) == ["personal-data-needs-data-governance", "spend-over-envelope"])
    #expect(bundle.priceBooks.map(\.id) == ["openai-list"])
    #expect(bundle.budgets.map(\.id) == ["cc-0410"])
    #expect(bundle.workflows?.workflows.map(\.id.value) == ["standard-experiment"])
    #expect(bundle.digest.utf8.count == 64)
    #expect((loaded.ruleCount, loaded.workflowCount) == (2, 1))
  }

  @Test func `The examples hold, and show every conjunct both ways`() throws {
    let bundle = try #require(load().bundle)
    let results = bundle.policy.runExamples(tests: bundle.tests, at: .epoch)
    #expect((results.passed, results.failed) == (5, 0))
    #expect(results.coverage.allSatisfy { $0.seenTrue == $0.total && $0.seenFalse == $0.total })
  }

  @Test func `The request has the verdict of the page`() throws {
    let bundle = try #require(load().bundle)
    let (request, diagnostics) = RequestDecoder.read(
      Array(WorkedExample.request.utf8), path: "request.yaml", schema: bundle.schema, meters: bundle.meters.scales,
      mode: .submit)
    #expect(diagnostics.isEmpty)
    let facts = try #require(request?.facts)
    let verdict = bundle.policy.evaluate(facts, at: .epoch)
    #expect(verdict.outcome == .require)
    #expect(verdict.fired.map(\.id) == ["personal-data-needs-data-governance"])
    #expect(verdict.fired.first?.message == "data class pii needs a review")
    #expect(verdict.fired.first?.digest.utf8.count == 64)
    #expect(verdict.reviews == ["data-governance", "legal"])
    #expect(
      verdict.obligations == [
        Obligation(
          id: "dpia", phase: .start, evidence: "dpia", owner: .requester, due: nil, verifier: .group("data-governance"))
      ])
  }

  @Test(arguments: [
    Row(
      "unknown review", ("review: [data-governance, legal]", "review: [data-governanc, legal]"),
      """
      rules/policy/personal-data-needs-data-governance.yaml:9:10: error: there is no review `data-governanc` in the catalogue [unknown-review]
        hint: did you mean `data-governance`?
      """),
    Row(
      "enum in a condition", ("!= 'sandbox'", "!= 'sandbx'"),
      """
      rules/policy/personal-data-needs-data-governance.yaml:7:74: error: `sandbx` is no value of `request.environment` [unknown-value]
        hint: did you mean `sandbox`?
      """),
    Row(
      "in a message", ("+ request.data.class +", "+ request.title +"),
      """
      rules/policy/personal-data-needs-data-governance.yaml:12:27: error: `request.title` is free text, which no expression may read [text-read]
        hint: declare what matters as a fact of its own
      """),
    Row(
      "in a block",
      (
        "when: spend.effective > grant.caps.cost",
        "when: |\n  spend.effective > grant.caps.cost\n    && baseline.median > usd(5)"
      ),
      """
      rules/policy/spend-over-envelope.yaml:12:8: error: `baseline.median` may be missing [unguarded]
        hint: ask first: `has(baseline.median) && ...`, or write `missing: indeterminate`
      """),
    Row(
      "in a folded block",
      (
        "when: spend.effective > grant.caps.cost",
        "when: >-\n  spend.effective > grant.caps.cost\n  && baseline.median > usd(5)"
      ),
      """
      rules/policy/spend-over-envelope.yaml:12:6: error: `baseline.median` may be missing [unguarded]
        hint: ask first: `has(baseline.median) && ...`, or write `missing: indeterminate`
      """),
    Row(
      "in an amount", ("amount: spend.effective - grant.caps.cost", "amount: baseline.mad"),
      """
      rules/policy/spend-over-envelope.yaml:13:49: error: `baseline.mad` may be missing [unguarded]
        hint: ask first: `has(baseline.mad) && ...`, or write `missing: indeterminate`
      """),
    Row("second budget", ("period: quarter", "period: quarter"), ""),
    Row(
      "no examples",
      (
        "  - {name: synthetic data, given: {request: {data: {class: synthetic}, environment: dev}}, fires: false}\n  - {name: sandbox, given: {request: {data: {class: pii}, environment: sandbox}}, fires: false}",
        ""
      ),
      """
      rules/policy/personal-data-needs-data-governance.yaml:1:1: warning: the rule `personal-data-needs-data-governance` has no example that does not fire [no-examples]
        hint: write one that fires and one that does not, under `examples`
      """),
    Row("unknown zone", ("zone: Europe/Berlin", "zone: Europe/../../etc/passwd"), "error"),
  ])
  func `Mistakes in the files`(_ row: Row<(String, String), String>) {
    let loaded = load(replacing: row.given.0, with: row.given.1)
    let text = rendered(loaded.diagnostics, [:])
    #expect(
      row.expected == "error" ? loaded.bundle == nil && text.contains("decision-rights.yaml") : text == row.expected)
  }

  @Test func `A review that does not read what its rule looks at is reported`() {
    let loaded = load(
      replacing: "due: 2bd, reads: [data, environment, model]}", with: "due: 2bd, reads: [data, model]}")
    #expect(loaded.bundle != nil)
    #expect(
      loaded.diagnostics.map { "\($0.code): \($0.message)" } == [
        "unread-fact: `data-governance` does not read `environment`, for which `personal-data-needs-data-governance` asks for it"
      ])
  }

  @Test func `A workspace without rights says so, rules alone do not need them`() {
    let rules = bundleFiles([
      "rules/schema.yaml": exampleSchema, "rules/policy/personal-data-needs-data-governance.yaml": Self.personalData,
    ])
    #expect(
      rendered(BundleLoader.load(rules, scope: .workspace).diagnostics, [:]) == """
        workflows/decision-rights.yaml: error: there are no decision rights [missing-rights]
          hint: declare people, groups and reviews in `workflows/decision-rights.yaml`, `kind: DecisionRights`
        """)
    #expect(BundleLoader.load(rules, scope: .rulesOnly).bundle != nil)
  }

  @Test func `Second documents and ids are refused`() {
    let (prices, budget) = (Self.file("rules/prices/openai-list.yaml"), Self.file("rules/budgets/cc-0410.yaml"))
    let text = [prices, budget, prices, budget].joined(separator: "---\n")
    let loaded = BundleLoader.load(
      bundleFiles(["rules/schema.yaml": exampleSchema, "rules/p.yaml": text]), scope: .rulesOnly)
    #expect(
      rendered(loaded.diagnostics, [:]) == """
        rules/p.yaml:22:5: error: a second PriceBook `openai-list` [duplicate-id]
          hint: the first stands in `rules/p.yaml`, line 3
        rules/p.yaml:31:5: error: a second Budget `cc-0410` [duplicate-id]
          hint: the first stands in `rules/p.yaml`, line 12
        """)
  }

  @Test func `A rule's digest is of what it says, wherever it stands`() throws {
    let inSet = """
      apiVersion: assent/v1
      kind: RuleSet
      defaults: {on: request, owner: group:data-governance, severity: high, effect: warn}
      rules:
        - id: a
          title: T
          when: request.cost > usd(5)
      """
    let alone = """
      apiVersion: assent/v1
      kind: Rule
      severity: high
      when: "request.cost > usd(5)"
      id: a
      effect: warn
      owner: group:data-governance
      title: T
      on: request
      examples: [{name: a, given: {request: {cost: 6 USD}}, fires: true}]
      """
    func digest(_ text: String, _ path: String) -> String? {
      BundleLoader.load(bundleFiles(["rules/schema.yaml": exampleSchema, path: text]), scope: .rulesOnly).bundle?.rules
        .first?.digest
    }
    let first = try #require(digest(inSet, "rules/set.yaml"))
    #expect(first == digest(alone, "rules/a.yaml"))
    #expect(first != digest(alone.replacing("usd(5)", with: "usd(6)"), "rules/a.yaml"))
  }

  @Test func `Rule tests run with the bundle`() throws {
    let tests = """
      apiVersion: assent/v1
      kind: RuleTest
      rule: personal-data-needs-data-governance
      cases:
        - {name: special, given: {request: {data: {class: special}, environment: production}}, fires: true}
        - {name: wrong, given: {request: {data: {class: public}}}, fires: true}
      ---
      apiVersion: assent/v1
      kind: RuleTest
      cases:
        - {name: all, given: {request: {data: {class: pii}, environment: dev}}, outcome: require, reviews: [legal, data-governance]}
      ---
      apiVersion: assent/v1
      kind: RuleTest
      rule: spend-over-envelope
      cases:
        - {name: usage, given: {spend: {effective: 1 USD}, grant: {caps: {cost: 2 USD}}}, fires: false}
      """
    let loaded = BundleLoader.load(
      bundleFiles([
        "rules/schema.yaml": exampleSchema, "rules/policy/personal-data-needs-data-governance.yaml": Self.personalData,
        "rules/policy/spend-over-envelope.yaml": Self.spend, "rules/tests/t.yaml": tests,
      ]), scope: .rulesOnly)
    let bundle = try #require(loaded.bundle)
    let results = bundle.policy.runExamples(tests: bundle.tests, at: .epoch)
    #expect((results.passed, results.failed) == (8, 1))
    #expect(
      rendered(results.diagnostics, ["rules/tests/t.yaml": tests]) == """
        rules/tests/t.yaml:6:5: error: the case `wrong` shall fire, and `personal-data-needs-data-governance` does not [example]
          6 |   - {name: wrong, given: {request: {data: {class: public}}}, fires: true}
            |     ^
          hint: `request.data.class in ['pii', 'special']` is false: `request.data.class` is 'public'
        """)
  }

  @Test func `A test of a rule that is not there is refused`() {
    let loaded = BundleLoader.load(
      bundleFiles([
        "rules/schema.yaml": exampleSchema, "rules/policy/spend-over-envelope.yaml": Self.spend,
        "rules/t.yaml": "apiVersion: assent/v1\nkind: RuleTest\nrule: spend-over-envelop\ncases: []\n",
      ]), scope: .rulesOnly)
    #expect(
      rendered(loaded.diagnostics, [:]) == """
        rules/t.yaml:3:7: error: there is no rule `spend-over-envelop` [unknown-rule]
          hint: did you mean `spend-over-envelope`?
        """)
  }
}
