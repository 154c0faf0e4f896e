import Diagnostics
@testable import PolicyEngine
import SpendModel
import Testing

@Suite struct VerdictTests {
  private static let dpia = Obligation(
    id: "dpia", phase: .during, evidence: nil, owner: .requester, due: .businessDays(10), verifier: .group("finance"))

  /// `outcome; ids of the fired, with ? where indeterminate; reviews`
  private func summary(_ verdict: Verdict) -> String {
    let fired = verdict.fired.map { $0.id + ($0.indeterminate == nil ? "" : "?") }.joined(separator: " ")
    return "\(verdict.outcome.rawValue); \(fired); \(verdict.reviews.joined(separator: " "))"
  }

  private static let yes = "request.hours == 5"
  private static let no = "request.hours == 6"
  private static let bug = "request.hours / 0 > 1"

  @Test(arguments: [
    Row("nothing fires", [rule(no, effect: .deny)], "allow; ; "),
    Row("allow", [rule(yes, effect: .allow)], "allow; r; "),
    Row("allow, indeterminate", [rule(bug, effect: .allow)], "allow; ; "),
    Row("warn", [rule(yes)], "warn; r; "),
    Row("warn, indeterminate", [rule(bug)], "warn; r?; "),
    Row("require", [rule(yes, effect: .require, reviews: ["legal", "finance"])], "require; r; finance legal"),
    Row("require, indeterminate", [rule(bug, effect: .require, reviews: ["legal"])], "require; r?; legal"),
    Row("deny", [rule(yes, effect: .deny)], "deny; r; "),
    Row("deny, indeterminate", [rule(bug, effect: .deny)], "require; r?; governance"),
    Row(
      "deny overrides, reviews stay",
      [
        rule(yes, id: "b", effect: .require, reviews: ["legal"]), rule(yes, id: "a", effect: .deny), rule(yes, id: "c"),
      ],
      "deny; a b c; legal"),
    Row(
      "a deny beside an indeterminate one",
      [rule(yes, id: "b", effect: .deny), rule(bug, id: "a", effect: .deny)], "deny; a? b; governance"),
    Row(
      "union of reviews",
      [
        rule(yes, id: "a", effect: .require, reviews: ["x", "y"]),
        rule(yes, id: "b", effect: .require, reviews: ["y", "z"]),
      ],
      "require; a b; x y z"),
    Row("false decides over an error", [rule("\(bug) && \(no)", effect: .deny)], "allow; ; "),
    Row("an error stands over true", [rule("\(yes) && \(bug)", effect: .require, reviews: ["x"])], "require; r?; x"),
  ])
  func `Effects combine`(_ row: Row<[Rule], String>) {
    let (policy, diagnostics) = PolicyCompiler.compile(schema: schema, rules: row.given, context: .init(lints: false))
    #expect(diagnostics.isEmpty)
    #expect(summary(policy.evaluate(request, at: noon)) == row.expected)
  }

  @Test func `Of two obligations with one id the stricter counts`() {
    var stricter = Self.dpia
    (stricter.phase, stricter.due, stricter.evidence) = (.start, .wall(seconds: 86_400), "dpia")
    let verdict = policy(
      rule(Self.yes, id: "a", obligations: [Self.dpia]), rule(Self.yes, id: "b", obligations: [stricter]),
      rule(
        Self.no, id: "c",
        obligations: [
          Obligation(id: "x", phase: .end, evidence: nil, owner: .requester, due: nil, verifier: .requester)
        ])
    ).evaluate(request, at: noon)
    #expect(verdict.obligations.map(\.id) == ["dpia"])
    #expect(verdict.obligations.first?.phase == .start)
    #expect(verdict.obligations.first?.due == .wall(seconds: 86_400))
    #expect(verdict.obligations.first?.evidence == "dpia")
  }

  @Test(arguments: [
    Row("before", "2026-11-25T23:59:59Z", false), Row("from is inclusive", "2026-11-26T00:00:00Z", true),
    Row("until is exclusive", "2026-12-01T00:00:00Z", false), Row("last moment", "2026-11-30T23:59:59Z", true),
  ])
  func `A rule holds from its start up to its end`(_ row: Row<String, Bool>) throws {
    var tested = rule(Self.yes)
    tested.from = Placed(try #require(Timestamp("2026-11-26T00:00:00Z")), at: .start)
    tested.until = Placed(try #require(Timestamp("2026-12-01T00:00:00Z")), at: .start)
    let at = try #require(Timestamp(row.given))
    #expect(policy(tested).matches(request, at: at) == (row.expected ? ["r"] : []))
    #expect(policy(tested).whyNot("r", request, at: at)?.state == (row.expected ? .fired : .outsideValidity))
  }

  @Test func `A waived rule takes no part`() {
    let both = policy(rule(Self.yes, id: "a", effect: .deny), rule(Self.yes, id: "b"))
    #expect(summary(both.evaluate(request, at: noon, waived: ["a"])) == "warn; b; ")
  }

  @Test func `A fired rule explains itself`() throws {
    let tested = rule(
      "request.data.class in ['pii', 'special'] && request.cost > usd(5)", effect: .require, reviews: ["x"],
      message: "'data class ' + request.data.class + ' needs a review'")
    let fired = try #require(policy(tested).evaluate(request, at: noon).fired.first)
    #expect(fired.message == "data class pii needs a review")
    #expect(
      fired.read.map { "\($0.fact) \($0.value?.display ?? "-")" } == [
        "request.data.class 'pii'", "request.cost 7400.00 USD",
      ])
    #expect(fired.conjuncts.map(\.text) == ["request.data.class in ['pii', 'special']", "request.cost > usd(5)"])
    #expect(fired.conjuncts.allSatisfy { $0.result == .held })
  }

  @Test func `A message that fails gives way to the title and says so`() throws {
    let fired = try #require(
      policy(rule(Self.yes, message: "string(request.hours / 0)")).evaluate(request, at: noon).fired.first)
    #expect(fired.message.hasPrefix("Rule r (the message has an error: "))
    #expect(policy(rule(Self.yes)).evaluate(request, at: noon).fired.first?.message == "Rule r")
  }

  @Test func `Matches are the true rules and the indeterminate requires`() {
    let rules = policy(
      rule(Self.yes, id: "d", effect: .allow), rule(Self.bug, id: "c", effect: .deny),
      rule(Self.bug, id: "b", effect: .require, reviews: ["x"]), rule(Self.bug, id: "e"), rule(Self.no, id: "f"),
      rule(Self.yes, id: "a", effect: .deny))
    #expect(rules.matches(request, at: noon) == ["a", "b", "d"])
  }

  @Test(arguments: [
    Row("equal", ("request.team == 'claims'", request), "warn; r; "),
    Row("other", ("request.team == 'other'", request), "allow; ; "),
    Row("missing", ("request.team == 'claims'", request.with("request.team", nil)), "warn; r?; "),
    Row("missing object", ("request.data.class == 'pii'", request.with("request.data", nil)), "warn; r?; "),
    Row("no request", ("request.data.class == 'pii'", Facts()), "warn; r?; "),
    Row(
      "missing, and false elsewhere",
      ("request.team == 'claims' && request.hours == 6", request.with("request.team", nil)), "allow; ; "),
    Row("mistyped", ("request.team == 'claims'", request.with("request.team", .int(5))), "allow; ; "),
    Row("mistyped, ordered", ("request.hours > 4", request.with("request.hours", .string("5"))), "warn; r?; "),
    Row("mistyped, unequal", ("request.team != 'claims'", request.with("request.team", .int(5))), "warn; r; "),
    Row("mistyped object", ("request.data.class == 'pii'", request.with("request.data", .int(5))), "warn; r?; "),
    Row("turned round", ("'claims' == request.team", request), "warn; r; "),
    Row("index by the second conjunct", ("request.hours == 5 && request.team == 'claims'", request), "warn; r; "),
  ])
  func `Rules are found by the facts that they demand`(_ row: Row<(String, Facts), String>) {
    #expect(summary(policy(rule(row.given.0)).evaluate(row.given.1, at: noon)) == row.expected)
  }

  @Test func `The time is bound where the facts do not state it`() {
    let tested = policy(rule("now >= timestamp('2026-11-26T12:00:00Z')"))
    #expect(tested.matches(request.with("now", nil), at: noon) == ["r"])
    #expect(tested.matches(request.with("now", .timestamp(.epoch)), at: noon) == [])
  }

  @Test func `Why not says which conjuncts fail and what would have to hold`() throws {
    let tested = policy(
      rule("request.environment != 'dev' && request.cost > usd(5) && has(request.gpu) && request.gpu.count > 4"))
    let whyNot = try #require(tested.whyNot("r", request, at: noon))
    #expect(whyNot.state == .notFired)
    #expect(
      whyNot.failing.map {
        "\($0.conjunct) | \($0.read.map { "\($0.fact) \($0.value?.display ?? "-")" }.joined()) | \($0.wouldHold)\($0.error == nil ? "" : " !")"
      } == [
        #"request.environment != 'dev' | request.environment 'dev' | `request.environment` is other than 'dev', such as 'production', 'sandbox', 'staging', 'test'"#,
        #"has(request.gpu) | request.gpu - | `request.gpu` is stated"#,
        #"request.gpu.count > 4 | request.gpu.count - | `request.gpu.count` is more than 4, such as 5 !"#,
      ])
    #expect(tested.whyNot("x", request, at: noon) == nil)
  }

  @Test(arguments: [
    Row("in", "request.team in ['a', 'b']", "`request.team` is one of 'a', 'b'"),
    Row("not in", "!(request.team in ['a', 'b', 'claims'])", "`request.team` is none of 'a', 'b', 'claims'"),
    Row("contains", "'c' in request.tags", "`request.tags` contains 'c'"),
    Row("money", "request.cost > usd(9000)", "`request.cost` is more than usd(9000), such as 9000.01 USD"),
    Row("turned round", "usd(9000) <= request.cost", "`request.cost` is at least usd(9000), such as 9000.00 USD"),
    Row("not stated", "!has(request.data)", "`request.data` is left out"),
    Row(
      "anything else", "request.tags.size() > 5 || request.hours > 7",
      "`request.tags.size() > 5 || request.hours > 7` is true"),
  ])
  func `What would have to hold, in words`(_ row: Row<String, String>) {
    #expect(policy(rule(row.given)).whyNot("r", request, at: noon)?.failing.map(\.wouldHold) == [row.expected])
  }

  /// Of a part that is not as wanted: how deep it stands, what came of it, what it read, and what would have to hold.
  private func outline(_ parts: [FailingConjunct], depth: Int = 0) -> [String] {
    parts.flatMap { part -> [String] in
      let result =
        switch part.result {
        case .held: "held"
        case .failed: "failed"
        case .erred: "error"
        }
      let read = part.read.map { "\($0.fact) \($0.value?.display ?? "-")" }.joined(separator: ", ")
      let line = "\(String(repeating: "  ", count: depth))\(result) \(part.conjunct) [\(read)] \(part.wouldHold)"
      return [line.trimmedEnd] + outline(part.parts, depth: depth + 1)
    }
  }

  @Test(arguments: [
    Row(
      "alternatives", "request.hours > 7 || request.team == 'x' && request.environment == 'dev'",
      [
        "failed request.hours > 7 || request.team == 'x' && request.environment == 'dev' "
          + "[request.hours 5, request.team 'claims', request.environment 'dev'] "
          + "`request.hours > 7 || request.team == 'x' && request.environment == 'dev'` is true",
        "  failed request.hours > 7 [request.hours 5] `request.hours` is more than 7, such as 8",
        "  failed request.team == 'x' && request.environment == 'dev' [request.team 'claims', request.environment 'dev'] "
          + "`request.team == 'x' && request.environment == 'dev'` is true",
        "    failed request.team == 'x' [request.team 'claims'] `request.team` is equal to 'x'",
        "    held request.environment == 'dev' [request.environment 'dev']",
      ]),
    Row(
      "not of both", "!(request.hours == 5 && request.team == 'claims')",
      [
        "failed !(request.hours == 5 && request.team == 'claims') [request.hours 5, request.team 'claims'] "
          + "`!(request.hours == 5 && request.team == 'claims')` is true",
        "  failed (request.hours == 5 && request.team == 'claims') [request.hours 5, request.team 'claims'] "
          + "`(request.hours == 5 && request.team == 'claims')` is false",
        "    failed request.hours == 5 [request.hours 5] `request.hours == 5` is false, such as 4",
        "    failed request.team == 'claims' [request.team 'claims'] `request.team == 'claims'` is false",
      ]),
    Row(
      "the branch that is taken", "has(request.gpu) ? request.gpu.count > 4 : request.hours < 2",
      [
        "failed has(request.gpu) ? request.gpu.count > 4 : request.hours < 2 "
          + "[request.gpu -, request.gpu.count -, request.hours 5] "
          + "`has(request.gpu) ? request.gpu.count > 4 : request.hours < 2` is true",
        "  failed has(request.gpu) [request.gpu -]",
        "  failed request.hours < 2 [request.hours 5] `request.hours` is less than 2, such as 1",
      ]),
    Row(
      "one fact", "request.hours == 1 || request.hours == 3",
      [
        "failed request.hours == 1 || request.hours == 3 [request.hours 5] "
          + "`request.hours == 1 || request.hours == 3` is true, such as 3",
        "  failed request.hours == 1 [request.hours 5] `request.hours` is equal to 1",
        "  failed request.hours == 3 [request.hours 5] `request.hours` is equal to 3",
      ]),
  ])
  func `Why not opens alternatives and what stands in them`(_ row: Row<String, [String]>) throws {
    let whyNot = try #require(policy(rule(row.given)).whyNot("r", request, at: noon))
    #expect(outline(whyNot.failing) == row.expected)
  }

  @Test(arguments: [
    Row("a cent more", "request.cost > usd(9000)", "request.cost 9000.01 USD"),
    Row("a cent less", "request.cost < usd(500)", "request.cost 499.99 USD"),
    Row("up to", "request.cost <= usd(500)", "request.cost 500.00 USD"),
    Row("from either side", "request.cost < usd(500) || request.cost > usd(8000)", "request.cost 8000.01 USD"),
    Row("turned round", "usd(500) >= request.cost", "request.cost 500.00 USD"),
    Row("another currency", "request.cost > money('10', 'EUR')", "request.cost 10.01 EUR"),
    Row("a whole number", "request.hours >= 7", "request.hours 7"),
    Row("not", "!(request.hours < 7)", "request.hours 7"),
    Row("a duration", "request.duration > duration('48h')", "request.duration 172801s"),
    Row("a time", "now < timestamp('2026-11-26T12:00:00Z')", "now 2026-11-26T11:59:59Z"),
    Row("members", "request.data.class in ['public', 'internal']", "request.data.class 'internal', 'public'"),
    Row(
      "the other values", "request.environment != 'dev'",
      "request.environment 'production', 'sandbox', 'staging', 'test'"),
    Row("any text but one", "request.team != 'claims'", nil),
    Row("more than one fact", "request.hours > 7 || request.team == 'x'", nil),
    Row("no value at all", "request.hours < 5 && request.hours > 5", "request.hours 4; request.hours 6"),
    Row("what cannot be", "request.hours > 9223372036854775807", nil),
    Row("a call", "request.tags.size() > 5", nil),
    Row("whether it is stated", "has(request.gpu)", nil),
  ])
  func `Values at which it would hold`(_ row: Row<String, String?>) throws {
    let whyNot = try #require(policy(rule(row.given)).whyNot("r", request, at: noon))
    let targets = whyNot.failing.compactMap(\.target).map { target in
      "\(target.fact) " + target.values.map(\.display).joined(separator: ", ")
    }
    #expect(targets == (row.expected.map { $0.split(separator: "; ").map(String.init) } ?? []))
  }

  @Test func `The explanation says which alternative held`() throws {
    let tested = policy(rule("request.hours == 5 && (request.team == 'x' || request.cost > usd(5))"))
    let conjuncts = try #require(tested.evaluate(request, at: noon).fired.first).conjuncts
    #expect(
      conjuncts.map { $0.parts.map { "\($0.text) \($0.result)" } } == [
        [], ["request.team == 'x' failed", "request.cost > usd(5) held"],
      ])
  }
}

extension String {
  fileprivate var trimmedEnd: String { hasSuffix(" ") ? String(dropLast()) : self }
}
