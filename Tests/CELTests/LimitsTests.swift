import CEL
import Diagnostics
import Synchronization
import Testing

/// No expression takes more than its budget, and none brings the process down.
@Suite struct LimitsTests {
  private func outcome(_ source: String, steps: Int = 1_000_000) -> String {
    var environment = Environment()
    environment.declare("text", .string)
    environment.declare("list", .list(.int))
    let activation = Activation([
      "text": .string(String(repeating: "ab", count: 5000)), "list": .list((0..<1000).map { .int($0) }),
    ])
    switch environment.compile(source) {
    case .failure(let errors): return errors.errors.first?.code ?? ""
    case .success(let program):
      switch program.evaluate(activation, limits: EvaluationLimits(steps: steps)) {
      case .success(let value): return value.display
      case .failure(let error): return error.code.rawValue
      }
    }
  }

  /// Values within values, each holding the one before many times.
  private static func tower(_ name: String, _ pattern: String, _ height: Int) -> String {
    var source = "a\(height) == a\(height)"
    for level in (1...height).reversed() {
      source = "cel.bind(a\(level), \(pattern.replacing("%", with: "a\(level - 1)")), \(source))"
    }
    return "cel.bind(\(name), [1], \(source))"
  }

  @Test(arguments: [
    ("nested macros", "list.all(a, list.all(b, list.all(c, a + b + c >= 0)))"),
    (
      "a list that doubles",
      "cel.bind(a, list + list, cel.bind(b, a + a, cel.bind(c, b + b, list.map(x, c + c).size()))) > 0"
    ),
    ("a text that doubles", "list.map(x, text + text + text).size() > 0"),
    ("comparisons of long lists", "list.all(x, list == list) && list.all(x, list == list)"),
    ("searches", "list.all(x, list.all(y, -1 in list || true))"),
    ("ranges", "lists.range(100000).map(x, lists.range(100000)).size() > 0"),
    ("an error does not hide it", "list.all(a, list.all(b, list.all(c, a + b + c >= 0))) || true"),
    ("nor does a macro", "list.exists(q, list.all(a, list.all(b, list.all(c, a + b + c >= 0))) || q == 7)"),
    ("patterns", "list.all(x, list.all(y, text.matches('b$')))"),
    ("patterns made on the way", "list.all(x, 'a'.matches('a' + string(x)) || list.all(y, !'a'.matches(string(y))))"),
    ("a list of lists of lists", LimitsTests.tower("a0", "[%, %, %, %, %, %, %, %, %, %]", 20)),
    ("a map of maps of maps", LimitsTests.tower("a0", "{1: %, 2: %, 3: %, 4: %}", 40)),
    ("a list of copies", LimitsTests.tower("a0", "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(x, %)", 20)),
    ("a text replaced by itself", "text.replace('a', text).replace('a', text).replace('a', text).size() > 0"),
    ("a text between all", "text.split('').join(text).split('').join(text).size() > 0"),
    (
      "a text that is printed often",
      "'%s%s%s%s'.format([cel.bind(t, text.replace('', text), t + t), 1, 1, 1]).size() > 0"
    ),
    ("the size of a long text", "list.all(x, text.size() + text.size() + text.size() + text.size() > x)"),
    ("letters of a long text", "list.all(x, text.reverse().lowerAscii().substring(1).charAt(x) != '')"),
    ("a large pattern", "list.all(x, text.matches('(.{1,100}){1,4}c') || true)"),
    ("a large pattern made on the way", "list.all(x, text.matches('(.{1,100}){1,4}' + string(x)) || true)"),
    ("pieces of a long text", "list.all(x, text.split('').size() > 0)"),
    ("pieces by a pattern", "list.all(x, regex.extractAll(text, '.').size() > 0)"),
    (
      "a list of very many pieces",
      "cel.bind(t, text.replace('a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'), t.split('').size() > 0)"
    ),
    ("a map made again and again", "list.all(x, list.map(y, [y, x]).transformMap(k, v, k).size() > 0)"),
    ("a pattern that is replaced by much", "regex.replace(text, 'a', text.replace('a', 'aaaaaaaa')).size() > 0"),
  ])
  func `What takes too many steps is stopped`(_ row: (name: String, source: String)) {
    #expect(outcome(row.source) == "budget-exceeded")
  }

  @Test(arguments: [
    ("list.all(a, a >= 0)", "true"), ("list.map(a, a * a).filter(a, a % 2 == 0).size()", "500"),
    ("text.size()", "10000"),
    ("text.matches('^(a|b)*$')", "true"), ("lists.range(1000).map(x, x).size()", "1000"),
    ("list.sortBy(x, -x)[0]", "999"),
  ])
  func `What is reasonable is not`(_ row: (source: String, expected: String)) {
    #expect(outcome(row.source, steps: 20_000) == row.expected)
  }

  @Test(arguments: [
    "1 + 1", "list.all(x, true)", "[1, 2].map(x, x)", "text + text", "'a'.matches('a')", "list == list", "true || true",
    "has({'a': 1}.a)",
  ])
  func `No budget means no result, or one found at load`(_ source: String) {
    #expect(["budget-exceeded"].contains(outcome(source, steps: 0)))
  }

  @Test func `Constants take a bounded time to load`() throws {
    let source = "[" + [String](repeating: "lists.range(100000)", count: 4000).joined(separator: ", ") + "].size()"
    let program = try Environment().compile(source).get()
    #expect(program.constant(program.expression.root) == nil)
    guard case .failure(let error) = program.evaluate(Activation()) else {
      Issue.record("it was made")
      return
    }
    #expect(error.code == .budgetExceeded)
  }

  @Test func `A part of a macro has no value by itself`() throws {
    let program = try Environment().compile("[1].map(x, x + 1)").get()
    for node in program.expression.nodes.indices { _ = program.evaluate(node, Activation()) }
    for node in [-1, 1000] {
      guard case .failure(let error) = program.evaluate(node, Activation()) else {
        Issue.record("it has a value")
        continue
      }
      #expect(error.code == .invalidArgument)
    }
  }

  @Test func `A conjunct is evaluated alone`() throws {
    var environment = Environment()
    environment.declare("a", .int)
    environment.declare("b", .map(.string, .int))
    let program = try environment.compile("a > 1 && b.x == 2 && [a].exists(y, y == 3)").get()
    let activation = Activation(["a": .int(3), "b": .map(MapValue())])
    let found = program.expression.conjuncts.map { node in
      switch program.evaluate(node, activation) {
      case .success(let value): value.display
      case .failure(let error):
        "\(error.code.rawValue) at \(error.position.line):\(error.position.column): \(error.message)"
      }
    }
    #expect(found == ["true", "no-such-field at 1:10: no such field `b.x`", "true"])
  }
}

/// An evaluation that is not wanted any more, and one that takes too much, end with a reason.
@Suite struct StoppingTests {
  private let source = "list.all(a, list.exists(b, a + b == -1) || true)"

  private func error(_ limits: EvaluationLimits) throws -> EvaluationError? {
    var environment = Environment()
    environment.declare("list", .list(.int))
    let activation = environment.bind(["list": .list((0..<1000).map { .int($0) })])
    guard case .failure(let error) = try environment.compile(source).get().evaluate(activation, limits: limits) else {
      return nil
    }
    return error
  }

  @Test func `An exhausted budget names the macros that it went into`() throws {
    let error = try #require(try error(EvaluationLimits(steps: 50_000)))
    #expect(error.code == .budgetExceeded)
    #expect(
      error.message
        == "the expression takes more than 50000 steps, 49998 of them in `all` at 1:6, 4959 of them in `exists` at 1:18"
    )
  }

  @Test(arguments: [(0, true), (1, true), (20, true), (10_000_000, false)])
  func `Who waits may cancel`(_ row: (after: Int, stops: Bool)) throws {
    let asked = Asked(row.after)
    let error = try error(EvaluationLimits(steps: 100_000_000) { asked.next() })
    #expect((error?.code == .cancelled) == row.stops)
    #expect(error?.message == (row.stops ? "the evaluation was cancelled" : nil))
  }

  @Test func `A budget holds also where somebody may cancel`() throws {
    #expect(try error(EvaluationLimits(steps: 9000) { false })?.code == .budgetExceeded)
    #expect(try error(EvaluationLimits(steps: 0) { false })?.code == .budgetExceeded)
    #expect(try error(EvaluationLimits(steps: -1) { false })?.code == .budgetExceeded)
  }

  /// Answers yes after some questions.
  private final class Asked: Sendable {
    private let left: Mutex<Int>
    init(_ count: Int) { left = Mutex(count) }
    func next() -> Bool {
      left.withLock {
        $0 -= 1
        return $0 < 0
      }
    }
  }
}
