import CEL
import Diagnostics
import Testing

/// Broken conditions, each with all that an author is told.
@Suite struct BrokenExpressionTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let source: String
    let rendered: String
    var testDescription: String { source }

    init(_ source: String, _ rendered: String) {
      self.source = source
      self.rendered = rendered
    }
  }

  private static let environment: Environment = {
    var environment = Environment()
    let gpu = ObjectType("gpu", [.init("hours", .int), .init("type", .string)])
    let request = ObjectType(
      "request",
      [
        .init("kind", .string), .init("team", .string), .init("cost", .money), .init("tags", .list(.string)),
        .init("duration", .duration), .init("budgets", .map(.string, .money)),
        .init("gpu", .object(gpu), isOptional: true),
      ])
    environment.declare("request", .object(request))
    environment.declare("now", .timestamp)
    return environment
  }()

  @Test(arguments: names + operators + macros + calls + texts)
  func `A broken condition is told in full`(_ row: Row) {
    guard case .failure(let errors) = Self.environment.compile(row.source, expecting: .bool) else {
      Issue.record("it compiled")
      return
    }
    let rendered = errors.errors.map { error in
      Diagnostic(error.code, error.message, hint: error.hint, at: error.position)
        .rendered(in: SourceFile(path: "when", text: row.source))
    }.joined(separator: "\n")
    #expect(rendered == row.rendered)
  }

  private static let names: [Row] = [
    Row(
      #"reqest.cost > usd(5)"#,
      #"""
      1:1: error: undeclared name `reqest` [undeclared-name]
        1 | reqest.cost > usd(5)
          | ^
        hint: did you mean `request`?
      """#),
    Row(
      #"request.csot > usd(5)"#,
      #"""
      1:1: error: undeclared field `csot` of `request` [undeclared-field]
        1 | request.csot > usd(5)
          | ^
        hint: did you mean `cost`?
      """#),
    Row(
      #"request.gpu.hour > 3"#,
      #"""
      1:1: error: undeclared field `hour` of `request.gpu` [undeclared-field]
        1 | request.gpu.hour > 3
          | ^
        hint: did you mean `hours`?
      """#),
    Row(
      #"request.gpu.hours.total > 3"#,
      #"""
      1:1: error: an `int` has no field `total` [undeclared-field]
        1 | request.gpu.hours.total > 3
          | ^
      """#),
    Row(
      #"request.kind.size > 3"#,
      #"""
      1:1: error: a `string` has no field `size` [undeclared-field]
        1 | request.kind.size > 3
          | ^
        hint: it is a function: write `.size()`
      """#),
    Row(
      #"has(request.gpu.hour)"#,
      #"""
      1:1: error: undeclared field `hour` of `request.gpu` [undeclared-field]
        1 | has(request.gpu.hour)
          | ^
        hint: did you mean `hours`?
      """#),
    Row(
      #"request.if == 1"#,
      #"""
      1:1: error: undeclared field `if` of `request` [undeclared-field]
        1 | request.if == 1
          | ^
        hint: it has `kind`, `team`, `cost`, `tags`, `duration`, `budgets`, `gpu`
      """#),
    Row(
      #"""
      request.
        kindd == 'a' &&
      request.teem == 'b' || naw > now
      """#,
      #"""
      1:1: error: undeclared field `kindd` of `request` [undeclared-field]
        1 | request.
          | ^
        hint: did you mean `kind`?
      3:1: error: undeclared field `teem` of `request` [undeclared-field]
        3 | request.teem == 'b' || naw > now
          | ^
        hint: did you mean `team`?
      3:24: error: undeclared name `naw` [undeclared-name]
        3 | request.teem == 'b' || naw > now
          |                        ^
        hint: did you mean `now`?
      """#),
    Row(
      #"a.b.c"#,
      #"""
      1:1: error: undeclared name `a` [undeclared-name]
        1 | a.b.c
          | ^
      """#),
  ]

  private static let operators: [Row] = [
    Row(
      #"request.cost > 500"#,
      #"""
      1:14: error: found no matching overload for `_>_` applied to `(money, int)` [no-matching-overload]
        1 | request.cost > 500
          |              ^
        hint: write an amount as `usd(500)`
      """#),
    Row(
      #"request.cost > 500.0"#,
      #"""
      1:14: error: found no matching overload for `_>_` applied to `(money, double)` [no-matching-overload]
        1 | request.cost > 500.0
          |              ^
        hint: write an amount as `usd(500)`
      """#),
    Row(
      #"request.cost > '500 USD'"#,
      #"""
      1:14: error: found no matching overload for `_>_` applied to `(money, string)` [no-matching-overload]
        1 | request.cost > '500 USD'
          |              ^
        hint: write an amount as `usd(500)`
      """#),
    Row(
      #"request.cost == 500"#,
      #"""
      1:14: error: found no matching overload for `_==_` applied to `(money, int)` [no-matching-overload]
        1 | request.cost == 500
          |              ^
        hint: write an amount as `usd(500)`
      """#),
    Row(
      #"request.cost + 5 > usd(5)"#,
      #"""
      1:14: error: found no matching overload for `_+_` applied to `(money, int)` [no-matching-overload]
        1 | request.cost + 5 > usd(5)
          |              ^
        hint: write an amount as `usd(500)`
      """#),
    Row(
      #"request.cost * request.cost > usd(5)"#,
      #"""
      1:14: error: found no matching overload for `_*_` applied to `(money, money)` [no-matching-overload]
        1 | request.cost * request.cost > usd(5)
          |              ^
        hint: an amount is multiplied by a number
      """#),
    Row(
      #"request.cost / 2 > usd(5)"#,
      #"""
      1:14: error: found no matching overload for `_/_` applied to `(money, int)` [no-matching-overload]
        1 | request.cost / 2 > usd(5)
          |              ^
        hint: an amount is divided by multiplying: `cost * 0.5`
      """#),
    Row(
      #"request.duration > 30"#,
      #"""
      1:18: error: found no matching overload for `_>_` applied to `(duration, int)` [no-matching-overload]
        1 | request.duration > 30
          |                  ^
        hint: write a length of time as `days(30)`
      """#),
    Row(
      #"now > now + 30"#,
      #"""
      1:11: error: found no matching overload for `_+_` applied to `(timestamp, int)` [no-matching-overload]
        1 | now > now + 30
          |           ^
        hint: write a length of time as `days(30)`
      """#),
    Row(
      #"now > '2026-01-01'"#,
      #"""
      1:5: error: found no matching overload for `_>_` applied to `(timestamp, string)` [no-matching-overload]
        1 | now > '2026-01-01'
          |     ^
        hint: write a time as `timestamp('2026-01-31T00:00:00Z')`
      """#),
    Row(
      #"now - 1 < now"#,
      #"""
      1:5: error: found no matching overload for `_-_` applied to `(timestamp, int)` [no-matching-overload]
        1 | now - 1 < now
          |     ^
        hint: write a length of time as `days(30)`
      """#),
    Row(
      #"request.kind"#,
      #"""
      1:1: error: the expression is a `string`, expected a `bool` [wrong-type]
        1 | request.kind
          | ^
      """#),
    Row(
      #"request.cost"#,
      #"""
      1:1: error: the expression is a `money`, expected a `bool` [wrong-type]
        1 | request.cost
          | ^
      """#),
    Row(
      #"request.tags"#,
      #"""
      1:1: error: the expression is a `list(string)`, expected a `bool` [wrong-type]
        1 | request.tags
          | ^
      """#),
    Row(
      #"request.kind && true"#,
      #"""
      1:1: error: an operand of `&&` is a `string`, expected a bool [not-a-bool]
        1 | request.kind && true
          | ^
      """#),
    Row(
      #"true || request.tags"#,
      #"""
      1:9: error: an operand of `||` is a `list(string)`, expected a bool [not-a-bool]
        1 | true || request.tags
          |         ^
      """#),
    Row(
      #"!request.kind"#,
      #"""
      1:1: error: found no matching overload for `!_` applied to `(string)` [no-matching-overload]
        1 | !request.kind
          | ^
      """#),
    Row(
      #"-request.kind == ''"#,
      #"""
      1:1: error: found no matching overload for `-_` applied to `(string)` [no-matching-overload]
        1 | -request.kind == ''
          | ^
      """#),
    Row(
      #"request.kind ? true : false"#,
      #"""
      1:1: error: the condition of `?:` is a `string`, expected a bool [not-a-bool]
        1 | request.kind ? true : false
          | ^
      """#),
    Row(
      #"true ? 1 : 'a'"#,
      #"""
      1:1: error: the branches of `?:` have types `int` and `string` [no-matching-overload]
        1 | true ? 1 : 'a'
          | ^
      """#),
    Row(
      #"request.kind in 'pilot'"#,
      #"""
      1:14: error: found no matching overload for `_in_` applied to `(string, string)` [no-matching-overload]
        1 | request.kind in 'pilot'
          |              ^
      """#),
    Row(
      #"1 in request.tags"#,
      #"""
      1:3: error: found no matching overload for `_in_` applied to `(int, list(string))` [no-matching-overload]
        1 | 1 in request.tags
          |   ^
      """#),
    Row(
      #"request.tags == 'a'"#,
      #"""
      1:14: error: found no matching overload for `_==_` applied to `(list(string), string)` [no-matching-overload]
        1 | request.tags == 'a'
          |              ^
      """#),
    Row(
      #"request.tags[0] == 1"#,
      #"""
      1:17: error: found no matching overload for `_==_` applied to `(string, int)` [no-matching-overload]
        1 | request.tags[0] == 1
          |                 ^
      """#),
    Row(
      #"request.tags['a'] == ''"#,
      #"""
      1:1: error: found no matching overload for `_[_]` applied to `(list(string), string)` [no-matching-overload]
        1 | request.tags['a'] == ''
          | ^
      """#),
    Row(
      #"request.budgets[1] > usd(1)"#,
      #"""
      1:1: error: found no matching overload for `_[_]` applied to `(map(string, money), int)` [no-matching-overload]
        1 | request.budgets[1] > usd(1)
          | ^
      """#),
    Row(
      #"null > 1"#,
      #"""
      1:6: error: found no matching overload for `_>_` applied to `(null_type, int)` [no-matching-overload]
        1 | null > 1
          |      ^
        hint: ask for presence with `has(a.b)`
      """#),
    Row(
      #"request.cost > null"#,
      #"""
      1:14: error: found no matching overload for `_>_` applied to `(money, null_type)` [no-matching-overload]
        1 | request.cost > null
          |              ^
        hint: ask for presence with `has(a.b)`
      """#),
    Row(
      #"1 == '1'"#,
      #"""
      1:3: error: found no matching overload for `_==_` applied to `(int, string)` [no-matching-overload]
        1 | 1 == '1'
          |   ^
      """#),
    Row(
      #"optional.of(1) + 1 == 2"#,
      #"""
      1:16: error: found no matching overload for `_+_` applied to `(optional_type(int), int)` [no-matching-overload]
        1 | optional.of(1) + 1 == 2
          |                ^
        hint: take its value with `.orValue(...)`
      """#),
    Row(
      #"[?1] == [1]"#,
      #"""
      1:2: error: `?` stands before an `int`, expected an optional [no-matching-overload]
        1 | [?1] == [1]
          |  ^
      """#),
    Row(
      #"request.?gpu.hours > 3"#,
      #"""
      1:20: error: found no matching overload for `_>_` applied to `(optional_type(int), int)` [no-matching-overload]
        1 | request.?gpu.hours > 3
          |                    ^
        hint: take its value with `.orValue(...)`
      """#),
    Row(
      #"1 + 2u == 3"#,
      #"""
      1:3: error: found no matching overload for `_+_` applied to `(int, uint)` [no-matching-overload]
        1 | 1 + 2u == 3
          |   ^
        hint: convert one of them: `int(x)`
      """#),
  ]

  private static let macros: [Row] = [
    Row(
      #"request.tags.exists(t, t)"#,
      #"""
      1:24: error: the condition of `exists` is a `string`, expected a bool [not-a-bool]
        1 | request.tags.exists(t, t)
          |                        ^
      """#),
    Row(
      #"request.tags.exists(request.kind, true)"#,
      #"""
      1:21: error: the first argument of `exists()` is a variable's name [bad-macro]
        1 | request.tags.exists(request.kind, true)
          |                     ^
        hint: write `list.exists(x, ...)`
      """#),
    Row(
      #"request.kind.exists(t, true)"#,
      #"""
      1:1: error: `exists` goes over a list or a map, found a `string` [not-a-list]
        1 | request.kind.exists(t, true)
          | ^
      """#),
    Row(
      #"request.tags.any(t, t == 'a')"#,
      #"""
      1:14: error: undeclared function `any` [undeclared-function]
        1 | request.tags.any(t, t == 'a')
          |              ^
        hint: write `list.exists(x, ...)`
      """#),
    Row(
      #"request.tags.filter(t, 1)"#,
      #"""
      1:24: error: the condition of `filter` is an `int`, expected a bool [not-a-bool]
        1 | request.tags.filter(t, 1)
          |                        ^
      """#),
    Row(
      #"has(request)"#,
      #"""
      1:1: error: `has()` asks for a field [bad-macro]
        1 | has(request)
          | ^
        hint: write `has(request.gpu)`
      """#),
    Row(
      #"has(request['gpu'])"#,
      #"""
      1:1: error: `has()` asks for a field [bad-macro]
        1 | has(request['gpu'])
          | ^
        hint: write `has(request.gpu)`
      """#),
    Row(
      #"cel.bind(1, 2, true)"#,
      #"""
      1:10: error: the first argument of `bind()` is a variable's name [bad-macro]
        1 | cel.bind(1, 2, true)
          |          ^
        hint: write `cel.bind(x, value, ...)`
      """#),
    Row(
      #"[1, 2].sortBy(x, [x]) == []"#,
      #"""
      1:18: error: `sortBy` sorts by a `list(int)`, which has no order [no-matching-overload]
        1 | [1, 2].sortBy(x, [x]) == []
          |                  ^
      """#),
    Row(
      #"{1: 2}.transformMapEntry(k, v, k) == {}"#,
      #"""
      1:32: error: the value of `transformMapEntry` is an `int`, expected a map [no-matching-overload]
        1 | {1: 2}.transformMapEntry(k, v, k) == {}
          |                                ^
      """#),
  ]

  private static let calls: [Row] = [
    Row(
      #"request.tags.all()"#,
      #"""
      1:14: error: undeclared function `all` [undeclared-function]
        1 | request.tags.all()
          |              ^
        hint: write `list.all(x, ...)`
      """#),
    Row(
      #"request.kind.startWith('p')"#,
      #"""
      1:14: error: undeclared function `startWith` [undeclared-function]
        1 | request.kind.startWith('p')
          |              ^
        hint: did you mean `startsWith`?
      """#),
    Row(
      #"request.kind.startsWith(3)"#,
      #"""
      1:14: error: found no matching overload for `startsWith` applied to `(string, int)` [no-matching-overload]
        1 | request.kind.startsWith(3)
          |              ^
        hint: there is `string.startsWith(string) -> bool`
      """#),
    Row(
      #"startsWith(request.kind, 'p')"#,
      #"""
      1:1: error: found no matching overload for `startsWith` applied to `(string, string)` [no-matching-overload]
        1 | startsWith(request.kind, 'p')
          | ^
        hint: there is `string.startsWith(string) -> bool`
      """#),
    Row(
      #"size(3) > 1"#,
      #"""
      1:1: error: found no matching overload for `size` applied to `(int)` [no-matching-overload]
        1 | size(3) > 1
          | ^
        hint: there is `size(string) -> int`, `size(bytes) -> int`, `size(list(T)) -> int`, `size(map(K, V)) -> int`, `string.size() -> int`, `bytes.size() -> int`
      """#),
    Row(
      #"request.kind.matches('(')"#,
      #"""
      1:22: error: `(` is no pattern of RE2 [bad-pattern]
        1 | request.kind.matches('(')
          |                      ^
      """#),
    Row(
      #"dayz(3) > request.duration"#,
      #"""
      1:1: error: undeclared function `dayz` [undeclared-function]
        1 | dayz(3) > request.duration
          | ^
        hint: did you mean `days`?
      """#),
    Row(
      #"usd('five') > request.cost && usd() > request.cost"#,
      #"""
      1:5: error: `five` is no amount in range [bad-literal]
        1 | usd('five') > request.cost && usd() > request.cost
          |     ^
        hint: write it as `usd('0.50')`
      1:31: error: found no matching overload for `usd` applied to `()` [no-matching-overload]
        1 | usd('five') > request.cost && usd() > request.cost
          |                               ^
        hint: there is `usd(int) -> money`, `usd(uint) -> money`, `usd(string) -> money`
      """#),
    Row(
      #"money(5) > request.cost"#,
      #"""
      1:1: error: found no matching overload for `money` applied to `(int)` [no-matching-overload]
        1 | money(5) > request.cost
          | ^
        hint: there is `money(int, string) -> money`, `money(uint, string) -> money`, `money(string, string) -> money`
      """#),
    Row(
      #"math.absolute(-1) == 1"#,
      #"""
      1:6: error: undeclared function `math.absolute` [undeclared-function]
        1 | math.absolute(-1) == 1
          |      ^
      """#),
    Row(
      #"sum(request.tags) == 1"#,
      #"""
      1:1: error: found no matching overload for `sum` applied to `(list(string))` [no-matching-overload]
        1 | sum(request.tags) == 1
          | ^
        hint: there is `sum(list(int)) -> int`, `sum(list(uint)) -> uint`, `sum(list(double)) -> double`, `sum(list(money)) -> money`, `sum(list(duration)) -> duration`
      """#),
    Row(
      #"'%d'.format(3) == ''"#,
      #"""
      1:6: error: found no matching overload for `format` applied to `(string, int)` [no-matching-overload]
        1 | '%d'.format(3) == ''
          |      ^
        hint: there is `string.format(list(dyn)) -> string`
      """#),
  ]

  private static let texts: [Row] = [
    Row(
      #"request.kind = 'pilot'"#,
      #"""
      1:14: error: unexpected character `=` [unexpected-character]
        1 | request.kind = 'pilot'
          |              ^
        hint: compare with `==`
      """#),
    Row(
      #"request.kind == 'pilot' & true"#,
      #"""
      1:25: error: unexpected character `&` [unexpected-character]
        1 | request.kind == 'pilot' & true
          |                         ^
        hint: write `&&`
      """#),
    Row(
      #"request.kind == 'pilot' and true"#,
      #"""
      1:25: error: unexpected `and`, expected the end of the expression or an operator [syntax]
        1 | request.kind == 'pilot' and true
          |                         ^
        hint: write `&&`
      """#),
    Row(
      #"request.kind == 'pilot"#,
      #"""
      1:17: error: a string is not closed [unterminated-string]
        1 | request.kind == 'pilot
          |                 ^
        hint: close it with `'`
      """#),
    Row(
      #"request.kind == "pilot'"#,
      #"""
      1:17: error: a string is not closed [unterminated-string]
        1 | request.kind == "pilot'
          |                 ^
        hint: close it with `"`
      """#),
    Row(
      #"(request.kind == 'pilot'"#,
      #"""
      1:25: error: the expression ends here, expected `)` [syntax]
        1 | (request.kind == 'pilot'
          |                         ^
      """#),
    Row(
      #"request.kind == 'pilot')"#,
      #"""
      1:24: error: unexpected `)`, expected the end of the expression or an operator [syntax]
        1 | request.kind == 'pilot')
          |                        ^
      """#),
    Row(
      #"request.kind in ['pilot', 3, "#,
      #"""
      1:30: error: the expression ends here, expected a value, a name, `(`, `[` or `{` [syntax]
        1 | request.kind in ['pilot', 3, 
          |                              ^
      """#),
    Row(
      #"while"#,
      #"""
      1:1: error: `while` is a reserved word [reserved-word]
        1 | while
          | ^
        hint: as a field's name it is fine
      """#),
    Row(
      #"'\d+' == ''"#,
      #"""
      1:2: error: `\d` is no escape [bad-escape]
        1 | '\d+' == ''
          |  ^
        hint: a backslash is written `\\`
      """#),
    Row(
      #"99999999999999999999 > 1"#,
      #"""
      1:1: error: `99999999999999999999` is not a number in range [number-out-of-range]
        1 | 99999999999999999999 > 1
          | ^
      """#),
    Row(
      #"request.`kind == 1"#,
      #"""
      1:9: error: a quoted name is not closed [unterminated-name]
        1 | request.`kind == 1
          |         ^
        hint: close it with a backtick
      """#),
    Row(
      #"request.kind == 'a'; true"#,
      #"""
      1:20: error: unexpected character `;` [unexpected-character]
        1 | request.kind == 'a'; true
          |                    ^
      """#),
    Row(
      #""#,
      #"""
      1:1: error: the expression ends here, expected a value, a name, `(`, `[` or `{` [syntax]
      """#),
  ]
}
