import CEL
import Diagnostics
import Testing

@Suite struct CheckerTests {
  private var environment: Environment {
    var environment = Environment()
    let request = ObjectType(
      "request",
      [
        .init("kind", .string), .init("cost", .money), .init("tags", .list(.string)), .init("duration", .duration),
        .init("gpu", .object(ObjectType("gpu", [.init("hours", .int)])), isOptional: true),
      ])
    environment.declare("request", .object(request))
    environment.declare("now", .timestamp)
    return environment
  }

  /// All errors of an expression as an author reads them.
  private func rendered(_ source: String) -> String {
    guard case .failure(let errors) = environment.compile(source, expecting: .bool) else { return "sound" }
    return errors.errors.map { error in
      Diagnostic(error.code, error.message, hint: error.hint, file: "when", at: error.position)
        .rendered(in: SourceFile(path: "when", text: source))
    }.joined(separator: "\n")
  }

  @Test(arguments: [
    "request.kind == 'experiment'", "request.cost > usd(500) && request.kind in ['pilot']",
    "has(request.gpu) && request.gpu.hours > 3",
    "request.tags.exists(t, t == 'x')", "now > timestamp('2026-01-01T00:00:00Z')", "request.duration <= days(30)",
    "request.cost * 0.8 < usd(5)", "!(request.kind.matches('^a'))", "size(request.tags) == 0 ? true : false",
  ])
  func `A sound condition compiles`(_ source: String) {
    #expect(rendered(source) == "sound")
  }

  @Test func `An undeclared name has a neighbour`() {
    #expect(
      rendered("reqest.cost > usd(5)") == """
        when:1:1: error: undeclared name `reqest` [undeclared-name]
          1 | reqest.cost > usd(5)
            | ^
          hint: did you mean `request`?
        """)
  }

  @Test func `All errors are told, in order`() {
    #expect(
      rendered("request.csot > usd(5) &&\n  request.kind > 3") == """
        when:1:9: error: undeclared field `csot` of `request` [undeclared-field]
          1 | request.csot > usd(5) &&
            |         ^
          hint: did you mean `cost`?
        when:2:16: error: found no matching overload for `_>_` applied to `(string, int)` [no-matching-overload]
          2 |   request.kind > 3
            |                ^
          hint: convert one of them: `string(x)`, or `int('...')`
        """)
  }

  @Test(arguments: [
    ("request.cost > 5", "no-matching-overload"), ("request.duration > 30", "no-matching-overload"),
    ("request.kind", "wrong-type"),
    ("request.kind && true", "not-a-bool"), ("request.kind == 'a", "unterminated-string"),
    ("request.kind = 'a'", "unexpected-character"),
    ("(request.kind == 'a'", "syntax"), ("request.kind == 'a' 'b'", "syntax"), ("", "syntax"), ("1 +", "syntax"),
    ("foo(1) == 1", "undeclared-function"), ("request.kind.startsWith(1)", "no-matching-overload"),
    ("request.kind.matches('(')", "bad-pattern"), ("has(request)", "bad-macro"),
    ("request.tags.all(1, true)", "bad-macro"),
    ("request.tags.all(t, 1)", "not-a-bool"), ("request.kind.all(t, true)", "not-a-list"),
    ("request.cost + 1 > usd(2)", "no-matching-overload"),
    ("1 in 2", "no-matching-overload"), ("-'a' == 'a'", "no-matching-overload"), ("!1", "no-matching-overload"),
    ("request.gpu.hours.minutes == 1", "undeclared-field"), ("while == 1", "reserved-word"),
    ("99999999999999999999 == 1", "number-out-of-range"),
    ("'\\q' == ''", "bad-escape"), ("request.`kind == 1", "unterminated-name"), ("a ? b : c ? d", "syntax"),
    ("[1, 2", "syntax"),
    ("{1: 2", "syntax"), ("request.(kind)", "syntax"), ("request.kind == request.cost", "no-matching-overload"),
    ("now > now + 1", "no-matching-overload"), ("request.tags[0] == 1", "no-matching-overload"),
    ("true ? 1 : 'a'", "no-matching-overload"),
    ("1 & 2 == 3", "unexpected-character"), ("request.kind ? true : false", "not-a-bool"),
  ])
  func `A broken condition is refused with its code`(_ row: (source: String, code: String)) {
    guard case .failure(let errors) = environment.compile(row.source, expecting: .bool) else {
      Issue.record("`\(row.source)` compiled")
      return
    }
    #expect(errors.errors.map(\.code).contains(row.code), "\(errors.errors.map(\.code))")
  }

  @Test func `Depth and length have limits`() {
    let deep = String(repeating: "(", count: 400) + "true" + String(repeating: ")", count: 400)
    #expect(rendered(deep).contains("[too-deep]"))
    let fine = String(repeating: "(", count: 100) + "true" + String(repeating: ")", count: 100)
    #expect(rendered(fine) == "sound")
    #expect(rendered("'" + String(repeating: "a", count: 100_000) + "' == ''").contains("[too-long]"))
  }

  @Test func `An expression tells what it reads and how it is joined`() throws {
    let program = try environment.compile(
      "request.kind == 'a' && has(request.gpu) && request.tags.exists(t, t == request.kind)"
    ).get()
    let expression = program.expression
    #expect(expression.conjuncts.map { expression.text(of: $0) }.first == "request.kind == 'a'")
    #expect(expression.conjuncts.count == 3)
    let attributes = expression.attributes(of: expression.root)
    #expect(
      attributes.map { $0.path.joined(separator: ".") } == [
        "request.kind", "request.gpu", "request.tags", "request.kind",
      ])
    #expect(attributes.map(\.isPresenceTest) == [false, true, false, false])
  }
}
