import Diagnostics
@testable import PolicyEngine
import SpendModel
import Testing

@Suite struct CompilerTests {
  @Test(arguments: [
    "request.cost > usd(5)", "request.data.class in ['pii', 'special'] && request.environment != 'sandbox'",
    "has(request.gpu) && request.gpu.count > 4", "request.gpu.count > 4 && has(request.gpu)",
    "!has(request.gpu) || request.gpu.count > 4", "request.gpu.count > 4 || !has(request.gpu)",
    "has(request.gpu) ? request.gpu.count > 4 : false", "!has(request.gpu) ? false : request.gpu.count > 4",
    "has(request.gpu) && has(request.gpu.note) && request.gpu.note == 'x'",
    "has(request.gpu) && (request.gpu.count > 4 || request.gpu.type == 'h100')",
    "!(!has(request.gpu) || request.gpu.count < 4)", "has(request.data.region)",
    "request.tags.exists(t, t == 'x')", "request.items.all(i, i.count > 0)", "request.extra == 5",
    "has(request.labels.x) && request.labels.x == 'y'", "'x' in request.labels && request.labels['x'] == 'y'",
    "request.tags.exists(request, request == 'prod')", "request.team.startsWith('cl')",
    "now > timestamp('2026-01-01T00:00:00Z')", "request.duration > duration('24h')", "'a' in request.tags",
    "has(requester.manager) && requester.manager == 'tom'", "'pii' == request.data.class", "true",
    "(has(request.gpu) || request.hours > 5) && request.team == 'a'",
    "[has(request.gpu), false].exists(x, x)",
    "has(request.gpu) && request.tags.exists(t, t == request.gpu.type)",
    "request.tags.exists(i, request, request == 'prod')", "request.tags.all(i, t, t != 'x' || i == 0)",
    "request.?gpu.?count.orValue(0) > 4", "request.?data.?region.orValue('eu') == 'eu'",
  ])
  func `Conditions that are sound`(_ condition: String) {
    #expect(said(about: rule(condition)) == "")
  }

  @Test(arguments: [
    Row("undeclared", "reqest.cost > usd(5)", "1:1 undeclared-name"),
    Row("unknown fact", "request.csot > usd(5)", "1:9 "),
    Row("types", "request.cost > 5", "1:14 "),
    Row("no bool", "request.cost", "1:1 "),
    Row("no syntax", "request.cost >", "1:15 syntax"),
    Row("empty", "", "1:1 syntax"),
    Row(
      "unguarded object", "request.gpu.count > 4",
      "1:1 unguarded: `request.gpu` may be missing (ask first: `has(request.gpu) && ...`, or write `missing: indeterminate`)"
    ),
    Row(
      "unguarded leaf", "request.data.region == 'eu'",
      "1:1 unguarded: `request.data.region` may be missing (ask first: `has(request.data.region) && ...`, or write `missing: indeterminate`)"
    ),
    Row(
      "unguarded within", "has(request.gpu) && request.gpu.note == 'x'",
      "1:21 unguarded: `request.gpu.note` may be missing (ask first: `has(request.gpu.note) && ...`, or write `missing: indeterminate`)"
    ),
    Row(
      "guard of another", "has(request.data.region) && request.gpu.count > 4",
      "1:29 unguarded: `request.gpu` may be missing (ask first: `has(request.gpu) && ...`, or write `missing: indeterminate`)"
    ),
    Row(
      "the guard's own object", "has(request.gpu.note)",
      "1:5 unguarded: `request.gpu` may be missing (ask first: `has(request.gpu) && ...`, or write `missing: indeterminate`)"
    ),
    Row(
      "optional too late", "request.gpu.?note.orValue('') == 'x'",
      "1:1 unguarded: `request.gpu` may be missing (ask first: `has(request.gpu) && ...`, or write `missing: indeterminate`)"
    ),
    Row(
      "or in place of and", "has(request.gpu) || request.gpu.count > 4",
      "1:21 unguarded: `request.gpu` may be missing (ask first: `has(request.gpu) && ...`, or write `missing: indeterminate`)"
    ),
    Row(
      "half a guard", "(has(request.gpu) || request.hours > 5) && request.gpu.count > 4",
      "1:44 unguarded: `request.gpu` may be missing (ask first: `has(request.gpu) && ...`, or write `missing: indeterminate`)"
    ),
    Row(
      "wrong branch", "has(request.gpu) ? false : request.gpu.count > 4",
      "1:28 unguarded: `request.gpu` may be missing (ask first: `has(request.gpu) && ...`, or write `missing: indeterminate`)"
    ),
    Row(
      "in a macro", "request.tags.exists(t, t == request.gpu.type)",
      "1:29 unguarded: `request.gpu` may be missing (ask first: `has(request.gpu) && ...`, or write `missing: indeterminate`)"
    ),
    Row(
      "both reads", "request.gpu.count > 4 && request.data.region == 'eu'",
      """
      1:1 unguarded: `request.gpu` may be missing (ask first: `has(request.gpu) && ...`, or write `missing: indeterminate`)
      1:26 unguarded: `request.data.region` may be missing (ask first: `has(request.data.region) && ...`, or write `missing: indeterminate`)
      """),
    Row(
      "enum", "request.environment == 'prod'",
      "1:24 unknown-value: `prod` is no value of `request.environment` (one of `sandbox`, `dev`, `test`, `staging`, `production`)"
    ),
    Row(
      "enum, near", "request.environment != 'stagging'",
      "1:24 unknown-value: `stagging` is no value of `request.environment` (did you mean `staging`?)"),
    Row(
      "enum, turned round", "'PII' == request.data.class",
      "1:1 unknown-value: `PII` is no value of `request.data.class` (did you mean `pii`?)"),
    Row(
      "enum in a list", "request.data.class in ['pii', 'secret']",
      "1:31 unknown-value: `secret` is no value of `request.data.class` (one of `public`, `internal`, `pii`, `special`)"
    ),
    Row(
      "text", "request.title == 'x'",
      "1:1 text-read: `request.title` is free text, which no expression may read (declare what matters as a fact of its own)"
    ),
    Row(
      "text in a call", "request.title.contains('x') && request.hours > 5",
      "1:1 text-read: `request.title` is free text, which no expression may read (declare what matters as a fact of its own)"
    ),
    Row(
      "second line", "request.hours > 5\n  && request.gpu.count > 4",
      "2:6 unguarded: `request.gpu` may be missing (ask first: `has(request.gpu) && ...`, or write `missing: indeterminate`)"
    ),
  ])
  func `Conditions that are refused`(_ row: Row<String, String>) {
    // The language's own words are its own tests' matter: here its place counts.
    #expect(said(about: rule(row.given)).hasPrefix(row.expected))
  }

  @Test func `A rule may say that missing facts make it indeterminate`() {
    #expect(said(about: rule("request.gpu.count > 4", toleratesMissing: true)) == "")
  }

  @Test(arguments: [
    Row("string", "'cost ' + string(request.hours)", ""),
    Row("guarded by the condition", "'on ' + request.gpu.type", ""),
    Row("no string", "request.hours", "1:1 "),
    Row("undeclared", "'a' + reqest.team", "1:7 "),
    Row(
      "text", "request.title",
      "1:1 text-read: `request.title` is free text, which no expression may read (declare what matters as a fact of its own)"
    ),
    Row(
      "may fail", "request.data.region + '!'",
      "1:1 may-fail: the message fails where `request.data.region` is missing (ask first: `has(request.data.region) ? ... : ...`)"
    ),
  ])
  func `Messages`(_ row: Row<String, String>) {
    #expect(
      said(
        about: rule(
          "has(request.gpu) && request.gpu.count > 4", message: row.given,
          examples: [
            RuleExample(name: "a", given: Facts(), fires: true), RuleExample(name: "b", given: Facts(), fires: false),
          ]), lints: true
      ).hasPrefix(row.expected))
    #expect(row.expected != "" || said(about: rule("has(request.gpu)", message: row.given)) == "")
  }

  @Test(arguments: [
    Row("known", (["finance"], ["finance", "legal"]), ""),
    Row(
      "misspelt", (["finanse"], ["finance", "legal"]),
      "1:1 unknown-review: there is no review `finanse` in the catalogue (did you mean `finance`?)"),
    Row(
      "unknown", (["security"], ["finance", "legal"]),
      "1:1 unknown-review: there is no review `security` in the catalogue (one of `finance`, `legal`)"),
    Row(
      "no catalogue", (["x"], []),
      "1:1 unknown-review: there is no review `x` in the catalogue (declare it under `reviews` in `workflows/decision-rights.yaml`)"
    ),
  ])
  func `Reviews are looked up`(_ row: Row<([String], [String]), String>) {
    let tested = rule("request.hours > 5", effect: .require, reviews: row.given.0)
    #expect(said(about: tested, reviews: row.given.1) == row.expected)
    #expect(said(about: tested) == "")
  }

  @Test(arguments: [
    Row("sound", "request.hours > 5", ""),
    Row(
      "constant false", "request.hours > 5 && 1 > 2",
      "1:22 never-fires: the rule `r` can never fire: `1 > 2` is always false"),
    Row(
      "constant true", "1 < 2",
      "1:1 always-fires: the rule `r` always fires (a condition that reads no fact says nothing about a request)"),
    Row("always an error", "request.hours > 5 && 1 / 0 > 2", "1:22 always-fails: `1 / 0 > 2` always fails: "),
    Row(
      "two values", "request.team == 'a' && request.team == 'b'",
      "1:24 never-fires: the rule `r` can never fire (of `request.team` both `request.team == 'a'` and `request.team == 'b'` are demanded)"
    ),
    Row(
      "two lists", "request.team in ['a', 'b'] && request.team in ['c']",
      "1:31 never-fires: the rule `r` can never fire (of `request.team` both `request.team in ['a', 'b']` and `request.team in ['c']` are demanded)"
    ),
    Row("overlapping lists", "request.team in ['a', 'b'] && request.team in ['b', 'c']", ""),
    Row(
      "value and not", "request.team == 'a' && request.team != 'a'",
      "1:24 never-fires: the rule `r` can never fire (of `request.team` both `request.team == 'a'` and `request.team != 'a'` are demanded)"
    ),
    Row(
      "range", "request.hours > 5 && request.hours < 6",
      "1:22 never-fires: the rule `r` can never fire (of `request.hours` both `request.hours > 5` and `request.hours < 6` are demanded)"
    ),
    Row("range of one", "request.hours > 5 && request.hours <= 6", ""),
    Row(
      "range, turned round", "5 < request.hours && request.hours == 5",
      "1:22 never-fires: the rule `r` can never fire (of `request.hours` both `5 < request.hours` and `request.hours == 5` are demanded)"
    ),
    Row("not of one fact", "request.team == 'a' && requester.id == 'b'", ""),
    Row("alternatives", "request.team == 'a' || request.team == 'b'", ""),
  ])
  func `Lints`(_ row: Row<String, String>) {
    let examples = [
      RuleExample(name: "a", given: Facts(), fires: true), RuleExample(name: "b", given: Facts(), fires: false),
    ]
    let said = said(about: rule(row.given, examples: examples), lints: true)
    #expect(row.expected.hasSuffix(": ") ? said.hasPrefix(row.expected) : said == row.expected)
  }

  @Test func `A rule without examples of both kinds, one that has ended, and a duplicate are reported`() {
    var ended = rule("request.hours > 5", id: "a", examples: [RuleExample(name: "a", given: Facts(), fires: true)])
    ended.until = Placed(Timestamp("2026-11-26T00:00:00Z") ?? .epoch, at: .start)
    let (_, diagnostics) = PolicyCompiler.compile(
      schema: schema,
      rules: [
        ended, rule("request.hours > 6", id: "b"), rule("request.team == 'a' && request.hours > 6", id: "c"),
        rule("request.hours > 6\n&& 'a' == request.team", id: "d"), rule("request.hours>6", id: "e"),
      ],
      context: .init(at: noon))
    #expect(
      diagnostics.map { "\($0.code): \($0.message)" } == [
        "no-examples: the rule `a` has no example that does not fire",
        "expired: the rule `a` ended on 2026-11-26",
        "no-examples: the rule `b` has no examples",
        "no-examples: the rule `c` has no examples",
        "no-examples: the rule `d` has no examples",
        "no-examples: the rule `e` has no examples",
        "duplicate-condition: the rule `d` has the condition and the effect of `c`",
        "duplicate-condition: the rule `e` has the condition and the effect of `b`",
      ])
    #expect(diagnostics.allSatisfy { $0.severity == .warning })
  }
}
