@testable import BundleLoading
import Diagnostics
import Testing

/// Bundles with mistakes, and the whole of what is said about them.
@Suite struct BadBundleTests {
  static let rule = """
    apiVersion: assent/v1
    kind: Rule
    id: a
    title: A rule
    owner: group:finance
    on: request
    when: request.cost > usd(5)
    effect: require
    review: [finance]
    examples:
      - {name: costly, given: {request: {cost: 6 USD}}, fires: true}
      - {name: cheap, given: {request: {cost: 5 USD}}, fires: false}
    """

  static let usageRule = """
    apiVersion: assent/v1
    kind: Rule
    id: a
    title: A rule
    owner: group:finance
    on: usage
    window: grant
    by: [grant]
    when: spend.effective > grant.caps.cost
    effect: finding
    finding: {owner: grant.owner, due: 5bd}
    examples:
      - {name: over, given: {spend: {effective: 6 USD}, grant: {caps: {cost: 5 USD}}}, fires: true}
      - {name: within, given: {spend: {effective: 5 USD}, grant: {caps: {cost: 5 USD}}}, fires: false}
    """

  private func errors(_ texts: KeyValuePairs<String, String>) -> String {
    let loaded = BundleLoader.load(bundleFiles(texts), scope: .rulesOnly)
    #expect(loaded.bundle == nil || !loaded.diagnostics.hasErrors)
    return rendered(loaded.diagnostics, Dictionary(uniqueKeysWithValues: texts.map { ($0.key, $0.value) }))
  }

  private func errors(rule: String) -> String {
    errors(["rules/policy/a.yaml": rule, "rules/schema.yaml": exampleSchema])
  }

  @Test func `Sound rules have nothing said about them`() {
    #expect(errors(rule: Self.rule) == "")
    #expect(errors(rule: Self.usageRule) == "")
  }

  @Test(arguments: [
    Row(
      "no version", ("apiVersion: assent/v1\n", ""),
      """
      rules/policy/a.yaml:1:1: error: missing key `apiVersion` [missing-key]
        1 | kind: Rule
          | ^
        hint: write `apiVersion: assent/v1`
      """),
    Row(
      "other version", ("assent/v1", "assent/v2"),
      """
      rules/policy/a.yaml:1:13: error: unknown version `assent/v2` [api-version]
        1 | apiVersion: assent/v2
          |             ^
        hint: write `apiVersion: assent/v1`
      """),
    Row(
      "unknown kind", ("kind: Rule", "kind: Rulle"),
      """
      rules/policy/a.yaml:2:7: error: unknown kind `Rulle` [unknown-kind]
        2 | kind: Rulle
          |       ^
        hint: did you mean `Rule`?
      """),
    Row(
      "misspelt kind", ("kind: Rule", "kine: Rule"),
      """
      rules/policy/a.yaml:1:1: error: missing key `kind` [missing-key]
        1 | apiVersion: assent/v1
          | ^
        hint: `kine` stands there; write `kind`
      """),
    Row(
      "a request", ("kind: Rule", "kind: Request"),
      """
      rules/policy/a.yaml:2:7: error: unknown kind `Request` [unknown-kind]
        2 | kind: Request
          |       ^
        hint: a request is submitted, not part of a bundle
      """),
    Row(
      "other id", ("id: a", "id: b"),
      """
      rules/policy/a.yaml:3:5: error: the id `b` is not the file's name [id-unlike-file]
        3 | id: b
          |     ^
        hint: name the file `b.yaml`, or write `id: a`
      """),
    Row(
      "no id", ("id: a", "id: A b"),
      """
      rules/policy/a.yaml:3:5: error: `A b` is no id [id]
        3 | id: A b
          |     ^
        hint: use 1 to 128 of `a` to `z`, `0` to `9`, `.`, `_`, `-`
      rules/policy/a.yaml:3:5: error: the id `A b` is not the file's name [id-unlike-file]
        3 | id: A b
          |     ^
        hint: name the file `A b.yaml`, or write `id: a`
      """),
    Row(
      "misspelt key", ("effect: require", "efect: require"),
      """
      rules/policy/a.yaml:8:1: error: unknown key `efect` [unknown-key]
        8 | efect: require
          | ^
        hint: did you mean `effect`?
      """),
    Row(
      "misspelt effect", ("effect: require", "effect: requires"),
      """
      rules/policy/a.yaml:8:9: error: unknown value `requires` [unknown-value]
        8 | effect: requires
          |         ^
        hint: did you mean `require`?
      """),
    Row(
      "no owner", ("owner: group:finance\n", ""),
      """
      rules/policy/a.yaml:1:1: error: missing key `owner` [missing-key]
        1 | apiVersion: assent/v1
          | ^
        hint: a rule needs it
      """),
    Row(
      "bare owner", ("group:finance", "finance"),
      """
      rules/policy/a.yaml:5:8: error: `finance` is no actor [actor]
        5 | owner: finance
          |        ^
        hint: say what it is: `user:finance`, `group:finance` or `role:finance`
      """),
    Row(
      "require without review", ("review: [finance]\n", ""),
      """
      rules/policy/a.yaml:1:1: error: missing key `review` [missing-key]
        1 | apiVersion: assent/v1
          | ^
        hint: a rule needs it
      """),
    Row(
      "review beside deny", ("effect: require", "effect: deny"),
      """
      rules/policy/a.yaml:9:1: error: key `review` may not stand here [misplaced-key]
        9 | review: [finance]
          | ^
        hint: only `effect: require` demands reviews
      """),
    Row(
      "ack beside require", ("review: [finance]", "review: [finance]\nack: true"),
      """
      rules/policy/a.yaml:10:1: error: key `ack` may not stand here [misplaced-key]
        10 | ack: true
           | ^
        hint: it belongs to `effect: warn`
      """),
    Row(
      "waivable beside require", ("review: [finance]", "review: [finance]\nwaivable: true"),
      """
      rules/policy/a.yaml:10:1: error: key `waivable` may not stand here [misplaced-key]
        10 | waivable: true
           | ^
        hint: it belongs to `effect: deny`
      """),
    Row(
      "window on request", ("on: request", "on: request\nwindow: day"),
      """
      rules/policy/a.yaml:7:1: error: key `window` may not stand here [misplaced-key]
        7 | window: day
          | ^
        hint: it belongs to `on: usage`
      """),
    Row(
      "no reviews", ("review: [finance]", "review: []"),
      """
      rules/policy/a.yaml:1:1: error: `review` names no review [missing-value]
        1 | apiVersion: assent/v1
          | ^
        hint: name at least one
      """),
    Row(
      "the same review", ("[finance]", "[finance, finance]"),
      """
      rules/policy/a.yaml:9:19: error: the review `finance` stands twice [duplicate-value]
        9 | review: [finance, finance]
          |                   ^
        hint: remove one
      """),
    Row(
      "validity", ("review: [finance]", "review: [finance]\nfrom: 2027-01-01\nuntil: 2026-01-01"),
      """
      rules/policy/a.yaml:11:8: error: `until` is not after `from` [validity]
        11 | until: 2026-01-01
           |        ^
        hint: `until` is the first moment at which the rule no longer holds
      """),
    Row(
      "no date", ("review: [finance]", "review: [finance]\nuntil: tomorrow"),
      """
      rules/policy/a.yaml:10:8: error: expected a time or a date, found `tomorrow` [timestamp]
        10 | until: tomorrow
           |        ^
        hint: write it as `2026-11-02T09:00:00Z` or `2026-11-02`
      """),
    Row(
      "obligation", ("review: [finance]", "review: [finance]\nobligations: [{id: x, before: noon, owner: requester}]"),
      """
      rules/policy/a.yaml:10:31: error: unknown value `noon` [unknown-value]
        10 | obligations: [{id: x, before: noon, owner: requester}]
           |                               ^
        hint: one of `start`, `end`
      """),
    Row(
      "example with an unknown fact", ("{cost: 6 USD}", "{csot: 6 USD}"),
      """
      rules/policy/a.yaml:11:38: error: unknown fact `request.csot` [unknown-fact]
        11 |   - {name: costly, given: {request: {csot: 6 USD}}, fires: true}
           |                                      ^
        hint: did you mean `cost`?
      """),
    Row(
      "example with a wrong type", ("{cost: 6 USD}", "{cost: 6}"),
      """
      rules/policy/a.yaml:11:44: error: `request.cost` is money, such as `500 USD`, found `6` [wrong-type]
        11 |   - {name: costly, given: {request: {cost: 6}}, fires: true}
           |                                            ^
      """),
    Row(
      "example without a result", (", fires: true", ""),
      """
      rules/policy/a.yaml:11:5: error: missing key `fires` [missing-key]
        11 |   - {name: costly, given: {request: {cost: 6 USD}}}
           |     ^
        hint: an example needs it
      """),
    Row(
      "finding on request",
      ("effect: require\nreview: [finance]", "effect: finding\nfinding: {owner: requester, due: 5bd}"),
      """
      rules/policy/a.yaml:8:9: error: a rule on requests cannot open a finding [effect]
        8 | effect: finding
          |         ^
        hint: use `deny`, `require`, `warn` or `allow`
      """),
    Row(
      "no syntax", ("review: [finance]", "review: [finance"),
      """
      rules/policy/a.yaml:10:9: error: expected `,` or `]`, found `:` [syntax]
        10 | examples:
           |         ^
        hint: the `[` stands on line 9
      """),
  ])
  func `Rules on requests`(_ row: Row<(String, String), String>) {
    let text = Self.rule.replacing(row.given.0, with: row.given.1)
    #expect(text != Self.rule)
    #expect(errors(rule: text) == row.expected)
  }

  @Test(arguments: [
    Row(
      "no finding", ("finding: {owner: grant.owner, due: 5bd}\n", ""),
      """
      rules/policy/a.yaml:1:1: error: missing key `finding` [missing-key]
        1 | apiVersion: assent/v1
          | ^
        hint: a rule needs it
      """),
    Row(
      "deny on usage", ("effect: finding\nfinding: {owner: grant.owner, due: 5bd}", "effect: deny"),
      """
      rules/policy/a.yaml:10:9: error: a rule on usage cannot `deny` [effect]
        10 | effect: deny
           |         ^
        hint: use `effect: finding`
      """),
    Row(
      "unknown window", ("window: grant", "window: year"),
      """
      rules/policy/a.yaml:7:9: error: `year` is no window [window]
        7 | window: year
          |         ^
        hint: one of `hour`, `day`, `week`, `month`, `quarter`, `grant`, or a span of whole days such as `7d`
      """),
    Row(
      "window of no whole days", ("window: grant", "window: 36h"),
      """
      rules/policy/a.yaml:7:9: error: `36h` is no window [window]
        7 | window: 36h
          |         ^
        hint: one of `hour`, `day`, `week`, `month`, `quarter`, `grant`, or a span of whole days such as `7d`
      """),
    Row(
      "unknown dimension", ("by: [grant]", "by: [grant, projct]"),
      """
      rules/policy/a.yaml:8:13: error: usage has no dimension `projct` [unknown-dimension]
        8 | by: [grant, projct]
          |             ^
        hint: did you mean `project`?
      """),
    Row(
      "unknown grant action", ("due: 5bd}", "due: 5bd, grant: stop}"),
      """
      rules/policy/a.yaml:11:48: error: unknown value `stop` [unknown-value]
        11 | finding: {owner: grant.owner, due: 5bd, grant: stop}
           |                                                ^
        hint: one of `none`, `suspend`, `revoke`
      """),
    Row(
      "no due", (", due: 5bd", ""),
      """
      rules/policy/a.yaml:11:10: error: missing key `due` [missing-key]
        11 | finding: {owner: grant.owner}
           |          ^
        hint: a finding needs it
      """),
  ])
  func `Rules on usage`(_ row: Row<(String, String), String>) {
    let text = Self.usageRule.replacing(row.given.0, with: row.given.1)
    #expect(text != Self.usageRule)
    #expect(errors(rule: text) == row.expected)
  }

  @Test(arguments: ["charge", "commitment", "source", "useCase"])
  func `A rule that nothing asks yet says so`(_ subject: String) {
    let text = """
      apiVersion: assent/v1
      kind: Rule
      id: a
      title: A rule
      owner: group:finance
      on: \(subject)
      when: now > timestamp('2026-01-01T00:00:00Z')
      effect: finding
      finding: {owner: group:finance, due: 5bd}
      examples:
        - {name: later, given: {now: "2026-02-01T00:00:00Z"}, fires: true}
        - {name: before, given: {now: "2025-02-01T00:00:00Z"}, fires: false}
      """
    #expect(
      errors(rule: text) == """
        rules/policy/a.yaml:6:5: warning: rules on `\(subject)` are checked and tested, and not evaluated yet [not-evaluated]
          6 | on: \(subject)
            |     ^
          hint: it finds nothing until then; rules on `usage` see what was used and its cost
        """)
  }

  @Test func `The defaults of a set count as the rule's own, and can be left out by null`() {
    let set = """
      apiVersion: assent/v1
      kind: RuleSet
      defaults: {owner: group:finance, on: request, effect: require, review: [finance]}
      rules:
        - {id: a, title: A, when: request.cost > usd(5)}
        - {id: b, title: B, when: request.cost > usd(6), effect: deny}
        - {id: c, title: C, when: request.cost > usd(7), effect: deny, review: null}
        - {id: a, title: D, when: request.cost > usd(8)}
      """
    #expect(
      errors(["rules/policy/set.yaml": set, "rules/schema.yaml": exampleSchema]).split(separator: "\n").filter {
        !$0.contains("warning") && !$0.contains("write one that fires") && !$0.contains(" | ")
      }.joined(
        separator: "\n")
          == """
          rules/policy/set.yaml:6:5: error: key `review` of the defaults may not stand here [misplaced-key]
            hint: only `effect: require` demands reviews; write `review: null` to leave it out
          rules/policy/set.yaml:8:5: error: a second rule `a` [duplicate-id]
            hint: the first stands in `rules/policy/set.yaml`, line 5
          """)
  }

  @Test func `All errors of all files are reported, in order`() {
    let text = errors([
      "rules/b.yaml": "apiVersion: assent/v1\nkind: Rul\n", "rules/a.yaml": "", "workflows/w.yaml": Self.rule,
      "rules/schema.yaml": "apiVersion: assent/v1\nkind: Schema\nfacts: {x: strin}\n---\n" + exampleSchema,
    ])
    #expect(
      text.split(separator: "\n").filter { $0.contains("error: ") }.map(String.init) == [
        "rules/a.yaml:1:1: error: the file holds no document [empty-file]",
        "rules/b.yaml:2:7: error: unknown kind `Rul` [unknown-kind]",
        "rules/schema.yaml:3:12: error: unknown type `strin` [fact-type]",
        "rules/schema.yaml:5:1: error: a second document of kind `Schema` [several-documents]",
        "workflows/w.yaml:2:7: error: a `Rule` belongs under `rules/` [misplaced-document]",
        "workflows/w.yaml:3:5: error: the id `a` is not the file's name [id-unlike-file]",
      ])
  }

  @Test func `A bundle without a schema says so`() {
    #expect(
      errors(["rules/policy/a.yaml": "apiVersion: assent/v1\nkind: RuleSet\nrules: []\n"]) == """
        rules/schema.yaml: error: there is no schema [missing-schema]
          hint: declare the facts in `rules/schema.yaml`, `kind: Schema`
        """)
  }
}
