import CEL
import Diagnostics
import Testing

@Suite struct ParserTests {
  /// A row whose source is too long to be shown.
  struct LimitRow: Sendable, CustomTestStringConvertible {
    let name: String
    let source: String
    let fits: Bool
    var testDescription: String { name }

    init(_ name: String, _ source: String, _ fits: Bool) {
      self.name = name
      self.source = source
      self.fits = fits
    }
  }

  /// The canonical spelling of an expression, or the code and place of its first error.
  private func parsed(_ source: String) -> String {
    switch Environment().parse(source) {
    case .success(let program): program.expression.formatted
    case .failure(let errors): errors.errors.first.map { "\($0.code) \($0.position.line):\($0.position.column)" } ?? "?"
    }
  }

  @Test(arguments: [
    ("1+2*3", "1 + 2 * 3"), ("(1+2)*3", "(1 + 2) * 3"), ("1-(2-3)", "1 - (2 - 3)"), ("(1-2)-3", "1 - 2 - 3"),
    ("a&&b||c&&d", "a && b || c && d"), ("a&&(b||c)", "a && (b || c)"), ("((a&&b))&&c", "a && b && c"),
    ("!a.b", "!a.b"), ("!(a&&b)", "!(a && b)"), ("!!a", "!!a"), ("- -x", "--x"), ("-5", "-5"), ("-(5)", "-(5)"),
    ("--5", "--5"), ("-(!a)", "-(!a)"), ("!(-a)", "!(-a)"), ("-(1.f())", "-(1.f())"), ("- 5", "-5"),
    ("(-5).abs()", "(-5).abs()"), ("a?b:c?d:e", "a ? b : c ? d : e"), ("(a?b:c)?d:e", "(a ? b : c) ? d : e"),
    ("a==b!=c", "a == b != c"), ("a==(b<c)", "a == (b < c)"), ("a in[1,2,]", "a in [1, 2]"),
    ("{'a':1,\"b\":2,}", "{'a': 1, 'b': 2}"), ("a.b['c'].d[0]", "a.b['c'].d[0]"), ("a.`b-c`", "a.`b-c`"),
    ("has(a.b)", "has(a.b)"), ("has(a.`b-c`)", "has(a.`b-c`)"), ("l.all(x,x>0)", "l.all(x, x > 0)"),
    ("l.exists_one(x,x)", "l.exists_one(x, x)"), ("l.existsOne(x,x)", "l.exists_one(x, x)"),
    ("l.map(x,x>0,x*2)", "l.map(x, x > 0, x * 2)"), ("m.all(k,v,k==v)", "m.all(k, v, k == v)"),
    ("m.existsOne(k,v,k==v)", "m.existsOne(k, v, k == v)"), ("cel.bind(x,1,x+1)", "cel.bind(x, 1, x + 1)"),
    ("cel.block([1,cel.index(0)+1],cel.index(1))", "cel.block([1, cel.index(0) + 1], cel.index(1))"),
    (
      "cel.block([[1]],cel.block([cel.index(0)],cel.index(0)))",
      "cel.block([[1]], cel.block([cel.index(0)], cel.index(0)))"
    ),
    ("[1].map(cel.iterVar(0,0),cel.iterVar(0,0)+1)", "[1].map(cel.iterVar(0, 0), cel.iterVar(0, 0) + 1)"),
    ("a.?b.c", "a.?b.c"), ("a[?b]", "a[?b]"), ("[?a,b]", "[?a, b]"), ("{?'a':b}", "{?'a': b}"), (".a.b", ".a.b"),
    ("math.abs(-1)", "math.abs(-1)"), ("x.all(1)", "x.all(1)"), ("f()", "f()"), ("a.if", "a.if"),
    ("a.as()", "a.as()"), ("1.5", "1.5"), ("1.0", "1.0"), ("1e3", "1000.0"), (".5", "0.5"), ("0x1F", "31"),
    ("0xFu", "15u"), ("1u", "1u"), ("'\\t\\'\\u00e9'", "'\\t\\'é'"), ("b'\\xff\\'a'", "b'\\xff\\x27a'"),
    ("r'\\n'", "'\\\\n'"),
    ("'''a\nb'''", "'a\\nb'"), ("\"\"\"a\"b\"\"\"", "'a\"b'"), ("a // no more\n + b", "a + b"), ("\t a\r\n", "a"),
    ("null", "null"), ("true&&false", "true && false"), ("-9223372036854775808", "-9223372036854775808"),
  ])
  func `An expression has one canonical spelling, which is read as the same`(_ row: (source: String, formatted: String))
  {
    #expect(parsed(row.source) == row.formatted)
    #expect(parsed(row.formatted) == row.formatted)
  }

  @Test(arguments: [
    ("", "syntax 1:1"), ("1 +", "syntax 1:4"), ("(a", "syntax 1:3"), ("a)", "syntax 1:2"), ("[1, 2", "syntax 1:6"),
    ("[,]", "syntax 1:2"), ("f(a,)", "syntax 1:5"), ("{1}", "syntax 1:3"), ("{1:}", "syntax 1:4"),
    ("a ? b", "syntax 1:6"),
    ("a ? b ? c : d : e", "syntax 1:7"), ("a b", "syntax 1:3"), ("a.", "syntax 1:3"), ("a.1", "syntax 1:2"),
    ("1.", "syntax 1:3"), ("a.in", "reserved-word 1:3"), ("a.true", "reserved-word 1:3"), ("in", "syntax 1:1"),
    ("if", "reserved-word 1:1"), ("as(1)", "reserved-word 1:1"), (".if", "syntax 1:2"), ("T{a: 1}", "syntax 1:2"),
    ("a = b", "unexpected-character 1:3"), ("a & b", "unexpected-character 1:3"), ("a | b", "unexpected-character 1:3"),
    ("a # b", "unexpected-character 1:3"), ("a @ b", "unexpected-character 1:3"), ("$a", "unexpected-character 1:1"),
    ("é", "unexpected-character 1:1"), ("a ~ b", "unexpected-character 1:3"), ("a ; b", "unexpected-character 1:3"),
    ("'a", "unterminated-string 1:1"), ("'a\nb'", "unterminated-string 1:1"), ("'''a''", "unterminated-string 1:1"),
    ("'\\s'", "bad-escape 1:2"), ("'\\x1'", "bad-escape 1:2"), ("'\\u12'", "bad-escape 1:2"),
    ("'\\uD800'", "bad-escape 1:2"),
    ("'\\U00110000'", "bad-escape 1:2"), ("'\\8'", "bad-escape 1:2"), ("'\\12'", "bad-escape 1:2"),
    ("'\\400'", "bad-escape 1:2"),
    ("b'\\u0041'", "bad-escape 1:3"), ("b'\\U00000041'", "bad-escape 1:3"), ("rb'a'", "syntax 1:3"),
    ("0X1F", "syntax 1:2"),
    ("0x", "number-out-of-range 1:1"), ("1e999", "number-out-of-range 1:1"),
    ("9223372036854775808", "number-out-of-range 1:1"),
    ("-9223372036854775809", "number-out-of-range 1:1"), ("18446744073709551616u", "number-out-of-range 1:1"),
    ("a.`b", "unterminated-name 1:3"), ("a.``", "unterminated-name 1:3"), ("`a`", "syntax 1:1"),
    ("a.`b$`", "unterminated-name 1:3"),
    ("has(a)", "bad-macro 1:1"), ("has(a.f())", "bad-macro 1:1"), ("l.all(1, true)", "bad-macro 1:7"),
    ("l.all(a.b, true)", "bad-macro 1:7"), ("m.all(k, 1, true)", "bad-macro 1:10"),
    ("m.all(k, k, true)", "bad-macro 1:10"),
    ("cel.bind(1, 2, 3)", "bad-macro 1:10"), ("a.?b()", "syntax 1:5"), ("f(?a)", "syntax 1:3"), ("a..b", "syntax 1:3"),
    ("1 2", "syntax 1:3"), ("a !b", "syntax 1:3"), ("!", "syntax 1:2"), ("a\n&&\n  ]", "syntax 3:3"),
  ])
  func `What is no expression is refused at its place`(_ row: (source: String, error: String)) {
    #expect(parsed(row.source) == row.error)
  }

  @Test(arguments: [
    LimitRow("parentheses", String(repeating: "(", count: 249) + "1" + String(repeating: ")", count: 249), true),
    LimitRow(
      "too many parentheses", String(repeating: "(", count: 250) + "1" + String(repeating: ")", count: 250), false),
    LimitRow("lists", String(repeating: "[", count: 249) + String(repeating: "]", count: 249), true),
    LimitRow("conditions", String(repeating: "true ? 1 : ", count: 249) + "1", true),
    LimitRow("too many conditions", String(repeating: "true ? 1 : ", count: 250) + "1", false),
    LimitRow("a long sum", "1" + String(repeating: " + 1", count: 500), true),
    LimitRow("a longer sum", "1" + String(repeating: " + 1", count: 501), false),
    LimitRow("signs", String(repeating: "!", count: 500) + "true", true),
    LimitRow("too many signs", String(repeating: "!", count: 501) + "true", false),
    LimitRow("fields", "a" + String(repeating: ".b", count: 501), false),
    LimitRow("a very long chain of logic", "true" + String(repeating: " && true", count: 12_000), true),
    LimitRow("100,000 characters", String(repeating: " ", count: 99_999) + "1", true),
    LimitRow("one more", String(repeating: " ", count: 100_000) + "1", false),
  ])
  func `Depth, height and length have limits`(_ row: LimitRow) {
    let result = Environment().parse(row.source)
    switch result {
    case .success(let program):
      #expect(row.fits)
      if case .failure(let error) = program.evaluate(Activation()) { Issue.record("\(error.message)") }
    case .failure(let errors):
      #expect(!row.fits)
      #expect(["too-deep", "too-long"].contains(errors.errors.first?.code ?? ""))
    }
  }

  @Test(arguments: [
    ("a ++ b && c..d && (e", ["1:4", "1:13", "1:21"]), ("f(1,, 2) || (a && * && b) || [1 2]", ["1:5", "1:19", "1:33"]),
    ("(a b && c) && d.", ["1:4", "1:17"]), ("a ? b && : c", ["1:10"]),
    ("{1, 2} && if && x.in", ["1:3", "1:11", "1:19"]), ("a && && b && )", ["1:6", "1:14"]),
  ])
  func `What is wrong behind an error is told too`(_ row: (source: String, places: [String])) {
    guard case .failure(let errors) = Environment().parse(row.source) else {
      Issue.record("it parsed")
      return
    }
    #expect(errors.errors.map { "\($0.position.line):\($0.position.column)" } == row.places)
  }

  @Test func `A block has no optional elements`() {
    guard case .failure(let errors) = Environment().parse("cel.block([1, ?optional.of(2)], cel.index(1))") else {
      Issue.record("it parsed")
      return
    }
    #expect(
      errors.errors.map { "\($0.position.column): \($0.message)" } == ["15: `cel.block()` takes no optional elements"])
  }

  @Test func `A chain of logic is balanced, and keeps its order`() throws {
    let terms = (0..<1000).map { "a\($0)" }
    let expression = try Environment().parse(terms.joined(separator: " && ")).get().expression
    #expect(expression.conjuncts.map { expression.text(of: $0) } == terms)
    #expect(expression.attributes(of: expression.root).map { $0.path } == terms.map { [$0] })
  }

  @Test(arguments: [
    ("a.b == 1 && a['c'] > a.d[0]", ["a.b", "a.c", "a.d"], [false, false, false]),
    ("has(a.b) && a.b.c", ["a.b", "a.b.c"], [true, false]), ("a.?b.orValue(1)", ["a.b"], [true]),
    ("a.?b.c + a[?'d']", ["a.b.c", "a.d"], [true, true]),
    ("l.all(x, x.a == y && x.b)", ["l", "y"], [false, false]),
    ("m.all(k, v, k == v.x + z)", ["m", "z"], [false, false]),
    ("cel.bind(x, a.b, x + y)", ["a.b", "y"], [false, false]), ("l.exists(x, .x.y)", ["l", "x.y"], [false, false]),
    ("math.abs(a.b)", ["a.b"], [false]), ("a[b.c].d", ["a", "b.c"], [false, false]),
    ("[1].map(x, [2].map(y, x + y + z))", ["z"], [false]),
  ])
  func `The paths that are read are known`(_ row: (source: String, paths: [String], asksPresence: [Bool])) throws {
    let expression = try Environment().parse(row.source).get().expression
    let attributes = expression.attributes(of: expression.root)
    #expect(attributes.map { $0.path.joined(separator: ".") } == row.paths)
    #expect(attributes.map(\.isPresenceTest) == row.asksPresence)
  }
}
