import CEL
import Testing

@Suite struct EvaluationTests {
  /// What an expression gives: its value as text, or the code of its error.
  private func outcome(_ source: String, _ variables: [String: Value] = [:], domain: Bool = true) -> String {
    var environment = Environment(domain: domain)
    environment.refusesFailingLiterals = false
    for name in variables.keys { environment.declare(name, .dyn) }
    switch environment.compile(source) {
    case .failure(let errors): return "does not compile: " + (errors.errors.first?.code ?? "")
    case .success(let program):
      switch program.evaluate(Activation(variables)) {
      case .success(let value): return value.display
      case .failure(let error): return "error: " + error.code.rawValue
      }
    }
  }

  @Test(arguments: [
    ("1 + 2 * 3", "7"), ("-7 / 2", "-3"), ("-7 % 2", "-1"), ("7u / 2u", "3"), ("1.0 / 0.0", "Infinity"),
    ("2 - -2", "4"),
    ("-9223372036854775808", "-9223372036854775808"), ("0x10", "16"), ("1e3", "1000"), ("'a' + \"b\"", "'ab'"),
    ("b'a' == bytes('a')", "true"), ("'\\u00e9' == '\\x65\\u0301'", "false"), ("size('\\u03c0\\u03ad')", "2"),
    ("'a' < 'b' && !(2 > 3)", "true"), ("1 == 1.0 || false", "does not compile: no-matching-overload"),
    ("dyn(1) == 1.0", "true"), ("dyn(1) == 'a'", "false"), ("1 in [1, 2]", "true"), ("'k' in {'k': 1}", "true"),
    ("{'a': 1}['a']", "1"), ("[1, 2][1]", "2"), ("true ? 1 : 2", "1"), ("[1, 2, 3].all(x, x > 0)", "true"),
    ("[1, 2, 3].exists(x, x == 2)", "true"), ("[1, 2, 2].exists_one(x, x == 2)", "false"),
    ("[1, 2].map(x, x * 2)", "[2, 4]"),
    ("[1, 2, 3].map(x, x > 1, x * 10)", "[20, 30]"), ("[1, 2, 3].filter(x, x % 2 == 1)", "[1, 3]"),
    ("'abc'.startsWith('ab') && 'abc'.endsWith('bc') && 'abc'.contains('b')", "true"),
    ("'abc'.matches('^a.c$')", "true"),
    ("duration('1h30m') == duration('90m')", "true"),
    ("timestamp('2026-11-02T09:00:00Z') + duration('1h')", "2026-11-02T10:00:00Z"),
    ("timestamp('2026-11-02T09:00:00Z').getDayOfWeek()", "1"), ("string(1.0)", "'1'"), ("int('42')", "42"),
    ("uint(3.9)", "3"),
    ("type(1) == int", "true"), ("!!true", "true"), ("has({'a': 1}.a)", "true"), ("has({'a': 1}.b)", "false"),
  ])
  func `An expression has its value`(_ row: (source: String, expected: String)) {
    #expect(outcome(row.source) == row.expected)
  }

  @Test(arguments: [
    ("9223372036854775807 + 1", "overflow"), ("-9223372036854775808 / -1", "overflow"),
    ("-(-9223372036854775808)", "overflow"),
    ("0u - 1u", "overflow"), ("1 / 0", "divide-by-zero"), ("1 % 0", "divide-by-zero"), ("[1][1]", "index-out-of-range"),
    ("{'a': 1}['b']", "no-such-key"), ("{'a': 1}.b", "no-such-field"), ("{1: 1, 1: 2}", "duplicate-key"),
    ("int('4x')", "invalid-argument"), ("int('+4')", "invalid-argument"), ("uint(-1)", "invalid-argument"),
    ("int(1e99)", "invalid-argument"), ("bool('yes')", "invalid-argument"), ("double('1e999')", "invalid-argument"),
    ("double('nan(1)')", "invalid-argument"),
    ("double(' 1')", "invalid-argument"), ("uint('-1')", "invalid-argument"),
    ("int('9223372036854775808')", "invalid-argument"), ("duration('1y')", "invalid-argument"),
    ("timestamp('2026-02-30T00:00:00Z')", "invalid-argument"), ("dyn(1) + 'a'", "no-such-overload"),
    ("usd(1) + money(1, 'EUR')", "invalid-argument"), ("usd(1) < money(1, 'EUR')", "invalid-argument"),
    ("usd('1.0000000001')", "invalid-argument"), ("usd(9223372037)", "invalid-argument"),
    ("money(1, 'euro')", "invalid-argument"),
    ("days(200000)", "overflow"), ("min([])", "invalid-argument"), ("'a'.matches(dyn('('))", "invalid-argument"),
  ])
  func `An expression without a value says why`(_ row: (source: String, code: String)) {
    #expect(outcome(row.source) == "error: " + row.code)
  }

  @Test(arguments: [
    ("usd(500)", "500.00 USD"), ("usd('0.50')", "0.50 USD"), ("usd(2) * 3", "6.00 USD"), ("usd(10) * 0.8", "8.00 USD"),
    ("usd('0.000000001') * 0.5", "0.00 USD"), ("usd('0.000000003') * 0.5", "0.000000002 USD"),
    ("usd(7) - usd(9)", "-2.00 USD"),
    ("usd(5) == money(5, 'USD')", "true"), ("usd(5) == money(5, 'EUR')", "false"),
    ("sum([usd(1), usd(2)])", "3.00 USD"),
    ("max([1, 5, 3])", "5"), ("days(2) == duration('48h')", "true"), ("sum([])", "0"),
    ("sum([usd(1)].filter(m, m > usd(1)))", "0.00 USD"), ("sum([1.5].filter(x, x > 2.0)) + 0.5", "0.5"),
  ])
  func `Money is exact`(_ row: (source: String, expected: String)) {
    #expect(outcome(row.source) == row.expected)
  }

  @Test func `Money and its kin are off where the domain is`() {
    #expect(outcome("usd(1)", domain: false) == "does not compile: undeclared-function")
  }

  @Test(arguments: [
    ("false && 1 / 0 == 1", "false"), ("1 / 0 == 1 && false", "false"), ("true || 1 / 0 == 1", "true"),
    ("1 / 0 == 1 || true", "true"), ("1 / 0 == 1 || false", "error: divide-by-zero"),
    ("[1, 2, 3].all(e, 6 / (2 - e) == 6)", "false"), ("[2, 0].exists(e, 2 / e == 1)", "true"),
    ("[0, 1].all(e, 2 / e > 0)", "error: divide-by-zero"), ("[1, 0].filter(e, 1 / e == 1)", "error: divide-by-zero"),
  ])
  func `One side that decides absorbs an error of the other`(_ row: (source: String, expected: String)) {
    #expect(outcome(row.source) == row.expected)
  }

  @Test func `A catastrophic pattern takes linear time`() {
    let text = String(repeating: "a", count: 100_000) + "!"
    #expect(outcome("text.matches('^(a+)+$')", ["text": .string(text)]) == "false")
  }

  @Test func `A budget of steps stops what would not end soon`() throws {
    let list = "[" + (0..<200).map(String.init).joined(separator: ",") + "]"
    let source = "\(list).all(a, \(list).all(b, \(list).all(c, a + b + c >= 0)))"
    let program = try Environment().compile(source).get()
    guard case .failure(let error) = program.evaluate(Activation()) else {
      Issue.record("it ended")
      return
    }
    #expect(error.code == .budgetExceeded)
  }
}
