import CostEngine
import Diagnostics
import SpendModel
import Testing
import YAMLDocument

@testable import BundleLoading

@Suite struct BudgetDecodingTests {
  @Test(
    arguments: [
      Row(
        "an unknown period", ("period: quarter", "period: quarterly"),
        #"""
        d.yaml:6:9: error: unknown value `quarterly` [unknown-value]
          6 | period: quarterly
            |         ^
          hint: did you mean `quarter`?
        """#),
      Row(
        "an amount without a currency", ("amount: 50000 USD", "amount: 50000"),
        #"""
        d.yaml:7:9: error: expected an amount and a currency, found `50000` [money]
          7 | amount: 50000
            |         ^
          hint: write it as `500 USD`
        """#),
      Row(
        "an amount with more than nine decimals", ("amount: 50000 USD", "amount: 0.0000000001 USD"),
        #"""
        d.yaml:7:9: error: expected an amount and a currency, found `0.0000000001 USD` [money]
          7 | amount: 0.0000000001 USD
            |         ^
          hint: write it as `500 USD`
        """#),
      Row(
        "a negative amount", ("amount: 50000 USD", "amount: -1 USD"),
        #"""
        d.yaml:7:9: error: a budget is not negative, found `-1 USD` [out-of-range]
          7 | amount: -1 USD
            |         ^
        """#),
      Row(
        "thresholds that fall", ("[50%, 80%, 100%]", "[80%, 50%]"),
        #"""
        d.yaml:8:19: error: `50%` follows `80%` [thresholds-fall]
          8 | thresholds: [80%, 50%]
            |                   ^
          hint: thresholds rise
        """#),
      Row(
        "a threshold that is no percentage", ("[50%, 80%, 100%]", "[0.5]"),
        #"""
        d.yaml:8:14: error: expected a percentage, found `0.5` [percent]
          8 | thresholds: [0.5]
            |              ^
          hint: write it as `80%`
        """#),
      Row(
        "an unknown limit", ("limit: hard", "limit: harsh"),
        #"""
        d.yaml:9:8: error: unknown value `harsh` [unknown-value]
          9 | limit: harsh
            |        ^
          hint: one of `hard`, `soft`
        """#),
      Row(
        "an unknown dimension", ("cost_center:", "cost_centre:"),
        #"""
        d.yaml:5:9: error: unknown dimension `cost_centre` [unknown-dimension]
          5 | scope: {cost_centre: CC-0410}
            |         ^
          hint: did you mean `cost_center`?
        """#),
      Row(
        "a dimension in another spelling", ("cost_center:", "costCenter:"),
        #"""
        d.yaml:5:9: error: unknown dimension `costCenter` [unknown-dimension]
          5 | scope: {costCenter: CC-0410}
            |         ^
          hint: did you mean `cost_center`?
        """#),
      Row(
        "no scope", ("{cost_center: CC-0410}", "{}"),
        #"""
        d.yaml:5:8: error: a budget is for something [empty-scope]
          5 | scope: {}
            |        ^
          hint: name a dimension, such as `cost_center: CC-0410`
        """#),
      Row(
        "a scope that is a word", ("{cost_center: CC-0410}", "CC-0410"),
        #"""
        d.yaml:5:8: error: expected a scope, which is a mapping, found `CC-0410` [wrong-type]
          5 | scope: CC-0410
            |        ^
        """#),
      Row(
        "a value that is a number", ("CC-0410}", "410}"),
        #"""
        d.yaml:5:22: error: expected a string, found `410` [wrong-type]
          5 | scope: {cost_center: 410}
            |                      ^
          hint: quote it: `"410"`
        """#),
      Row(
        "an id in capitals", ("id: cc-0410", "id: CC-0410"),
        #"""
        d.yaml:3:5: error: `CC-0410` is no id [id]
          3 | id: CC-0410
            |     ^
          hint: use 1 to 128 of `a` to `z`, `0` to `9`, `.`, `_`, `-`
        """#),
    ] as [Row<(String, String), String>])
  func `A budget with one thing wrong says what and where`(_ row: Row<(String, String), String>) throws {
    #expect(try MoneyDocument.budget.read(changed(MoneyTexts.budget, row.given)) == row.expected)
  }

  @Test(
    arguments: [
      Row(
        "an expression with a mistake", ("usage.tags\"", "usage.tag\""),
        #"""
        d.yaml:4:42: error: undeclared field `tag` of `usage` [undeclared-field]
          4 |   - {id: by-tag, match: "'team' in usage.tag", method: tag, target: {expr: "usage.tags['team']"}}
            |                                          ^
          hint: did you mean `tags`?
        """#),
      Row(
        "an expression that is not true or false", ("match: \"true\"", "match: \"1 + 1\""),
        #"""
        d.yaml:5:26: error: the expression is an `int`, expected a `bool` [wrong-type]
          5 |   - {id: rest, match: "1 + 1", method: direct, target: unallocated}
            |                          ^
          hint: compare it: `x > 0`
        """#),
      Row(
        "an expression that does not end", ("match: \"true\"", "match: \"true &&\""),
        #"""
        d.yaml:5:31: error: the expression ends here, expected a value, a name, `(`, `[` or `{` [syntax]
          5 |   - {id: rest, match: "true &&", method: direct, target: unallocated}
            |                               ^
        """#),
      Row(
        "a target's expression that is no text", ("usage.tags['team']\"}}", "size(usage.tags)\"}}"),
        #"""
        d.yaml:4:78: error: the expression is an `int`, expected a `string` [wrong-type]
          4 |   - {id: by-tag, match: "'team' in usage.tags", method: tag, target: {expr: "size(usage.tags)"}}
            |                                                                              ^
        """#),
      Row(
        "an unknown method", ("method: direct", "method: directly"),
        #"""
        d.yaml:5:39: error: unknown value `directly` [unknown-value]
          5 |   - {id: rest, match: "true", method: directly, target: unallocated}
            |                                       ^
          hint: did you mean `direct`?
        """#),
      Row(
        "no target", (", target: unallocated", ""),
        #"""
        d.yaml:5:5: error: missing key `target` [missing-key]
          5 |   - {id: rest, match: "true", method: direct}
            |     ^
          hint: an allocation rule needs it
        """#),
      Row(
        "an empty target", ("target: unallocated", "target: \"\""),
        #"""
        d.yaml:5:55: error: the text is empty [blank-text]
          5 |   - {id: rest, match: "true", method: direct, target: ""}
            |                                                       ^
          hint: say something, or leave the key out where it is optional
        """#),
      Row(
        "the same id twice", ("id: rest", "id: by-tag"),
        #"""
        d.yaml:5:10: error: a rule `by-tag` stands above [duplicate-id]
          5 |   - {id: by-tag, match: "true", method: direct, target: unallocated}
            |          ^
          hint: give each an id of its own
        """#),
      Row(
        "an owner that only a request has", ("group:claims", "requester"),
        #"""
        d.yaml:6:35: error: nobody is `requester` without a request [actor]
          6 | owners: {project: {claims-triage: requester}}
            |                                   ^
          hint: write it as `group:claims` or `user:ann`
        """#),
      Row(
        "owners by an unknown dimension", ("{project:", "{projects:"),
        #"""
        d.yaml:6:10: error: unknown dimension `projects` [unknown-dimension]
          6 | owners: {projects: {claims-triage: group:claims}}
            |          ^
          hint: did you mean `project`?
        """#),
      Row(
        "owners that are a word", ("{claims-triage: group:claims}", "group:claims"),
        #"""
        d.yaml:6:19: error: expected owners by value, which is a mapping, found `group:claims` [wrong-type]
          6 | owners: {project: group:claims}
            |                   ^
        """#),
      Row(
        "a rule that is a word", ("rules:\n  - {id: by-tag", "rules:\n  - all\n  - {id: by-tag"),
        #"""
        d.yaml:4:5: error: expected an allocation rule, which is a mapping, found `all` [wrong-type]
          4 |   - all
            |     ^
        """#),
    ] as [Row<(String, String), String>])
  func `An allocation with one thing wrong says what and where`(_ row: Row<(String, String), String>) throws {
    #expect(try MoneyDocument.allocation.read(changed(MoneyTexts.allocation, row.given)) == row.expected)
  }
}
