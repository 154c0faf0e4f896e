import Diagnostics
@testable import PolicyEngine
import SpendModel
import Testing

@Suite struct ExampleTests {
  private static let condition = "request.data.class in ['pii', 'special'] && request.environment != 'sandbox'"

  private func example(_ name: String, _ data: String?, _ environment: String?, _ fires: Bool) -> RuleExample {
    let given = Facts()
      .with("request.data.class", data.map { .string($0) }).with("request.environment", environment.map { .string($0) })
    return RuleExample(name: name, given: given, fires: fires, position: SourcePosition(line: 9, column: 5))
  }

  /// What is said about the examples, one line each.
  private func run(_ examples: [RuleExample], tests: [RuleTest] = []) -> (TestResults, String) {
    let results = policy(rule(Self.condition, effect: .require, reviews: ["x"], examples: examples)).runExamples(
      tests: tests, at: noon)
    let lines = results.diagnostics.map { $0.message + ($0.hint.map { " (\($0))" } ?? "") }
    return (results, lines.joined(separator: "\n"))
  }

  @Test func `Examples that hold pass, and show each conjunct true and false`() {
    let (results, said) = run([
      example("a", "pii", "dev", true), example("b", "public", "dev", false), example("c", "pii", "sandbox", false),
    ])
    #expect(said == "")
    #expect((results.passed, results.failed) == (3, 0))
    #expect(results.coverage.map { "\($0.rule) \($0.seenTrue) \($0.seenFalse) \($0.total)" } == ["r 2 2 2"])
  }

  @Test(
    arguments: [
      Row(
        "does not fire", ("public", "dev", true),
        "the example `x` shall fire, and `r` does not (`request.data.class in ['pii', 'special']` is false: `request.data.class` is 'public')"
      ),
      Row(
        "fires", ("pii", "dev", false),
        "the example `x` shall not fire, and `r` does (`request.data.class` is 'pii', `request.environment` is 'dev')"),
      Row(
        "hangs", ("pii", nil, true),
        "the example `x` leaves out `request.environment`, on which `r` hangs (state `request.environment`)"),
      Row(
        "hangs, and would be right", (nil, "dev", false),
        "the example `x` leaves out `request.data.class`, on which `r` hangs (state `request.data.class`)"),
      Row(
        "hangs on all", (nil, nil, true),
        "the example `x` leaves out `request.data.class`, on which `r` hangs (state `request.data.class`, `request.environment`)"
      ),
      Row("decided without the missing", (nil, "sandbox", false), ""),
      Row("partial", ("public", nil, false), ""),
    ] as [Row<(String?, String?, Bool), String>])
  func `Examples that do not hold`(_ row: Row<(String?, String?, Bool), String>) {
    let (results, said) = run([example("x", row.given.0, row.given.1, row.given.2)])
    #expect(said == row.expected)
    #expect(results.failed == (row.expected.isEmpty ? 0 : 1))
    #expect(results.diagnostics.allSatisfy { $0.position == SourcePosition(line: 9, column: 5) })
  }

  @Test func `Coverage names what no example has shown`() {
    let (results, _) = run([example("a", "pii", "dev", true)])
    #expect(results.coverage.first?.conjuncts.map(\.seenTrue) == [true, true])
    #expect(results.coverage.first?.conjuncts.map(\.seenFalse) == [false, false])
  }

  @Test(
    arguments: [
      Row("outcome", (Outcome.require, ["x"] as [String]?, "pii", "dev"), ""),
      Row(
        "other outcome", (.deny, nil, "pii", "dev"),
        "the case `c` shall have the outcome `deny`, and has `require` (fired: `r`)"),
      Row(
        "no outcome", (.require, nil, "public", "dev"),
        "the case `c` shall have the outcome `require`, and has `allow` (no rule fired)"),
      Row(
        "other reviews", (.require, ["y"], "pii", "dev"), "the case `c` shall demand `y`, and demands `x` (fired: `r`)"),
      Row(
        "no reviews", (.require, [], "pii", "dev"), "the case `c` shall demand no review, and demands `x` (fired: `r`)"),
      Row(
        "hangs", (.require, ["x"], "pii", nil),
        "the case `c` leaves out `request.environment`, on which `r` hangs (state `request.environment`)"),
    ] as [Row<(Outcome, [String]?, String?, String?), String>])
  func `Tests of the whole bundle`(_ row: Row<(Outcome, [String]?, String?, String?), String>) {
    let given = example("", row.given.2, row.given.3, true).given
    let test = RuleTest(
      cases: [.init(name: "c", given: given, expected: .verdict(outcome: row.given.0, reviews: row.given.1))],
      file: "t.yaml")
    #expect(run([], tests: [test]).1 == row.expected)
  }

  @Test func `Tests of one rule count for it`() {
    let test = RuleTest(
      rule: Placed("r", at: .start),
      cases: [
        .init(name: "a", given: example("", "pii", "dev", true).given, expected: .fires(true)),
        .init(name: "b", given: example("", "pii", "dev", true).given, expected: .fires(false)),
      ])
    let (results, said) = run([], tests: [test])
    #expect(said.hasPrefix("the case `b` shall not fire, and `r` does"))
    #expect((results.passed, results.failed) == (1, 1))
  }
}
