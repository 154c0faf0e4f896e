extension BrokenExpressionTests {
  /// Names and fields.
  static let names: [Row] = [
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
      1:9: error: undeclared field `csot` of `request` [undeclared-field]
        1 | request.csot > usd(5)
          |         ^
        hint: did you mean `cost`?
      """#),
    Row(
      #"request.gpu.hour > 3"#,
      #"""
      1:13: error: undeclared field `hour` of `request.gpu` [undeclared-field]
        1 | request.gpu.hour > 3
          |             ^
        hint: did you mean `hours`?
      """#),
    Row(
      #"request.gpu.hours.total > 3"#,
      #"""
      1:19: error: an `int` has no field `total` [undeclared-field]
        1 | request.gpu.hours.total > 3
          |                   ^
      """#),
    Row(
      #"request.kind.size > 3"#,
      #"""
      1:14: error: a `string` has no field `size` [undeclared-field]
        1 | request.kind.size > 3
          |              ^
        hint: it is a function: write `.size()`
      """#),
    Row(
      #"has(request.gpu.hour)"#,
      #"""
      1:17: error: undeclared field `hour` of `request.gpu` [undeclared-field]
        1 | has(request.gpu.hour)
          |                 ^
        hint: did you mean `hours`?
      """#),
    Row(
      #"request.if == 1"#,
      #"""
      1:9: error: undeclared field `if` of `request` [undeclared-field]
        1 | request.if == 1
          |         ^
        hint: it has `kind`, `team`, `cost`, `tags`, `duration`, `budgets`, `gpu`
      """#),
    Row(
      #"""
      request.
        kindd == 'a' &&
      request.teem == 'b' || naw > now
      """#,
      #"""
      2:3: error: undeclared field `kindd` of `request` [undeclared-field]
        2 |   kindd == 'a' &&
          |   ^
        hint: did you mean `kind`?
      3:9: error: undeclared field `teem` of `request` [undeclared-field]
        3 | request.teem == 'b' || naw > now
          |         ^
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
        hint: declared are `now`, `request`
      """#),
    Row(
      #"Request.kind == 'a'"#,
      #"""
      1:1: error: undeclared name `Request` [undeclared-name]
        1 | Request.kind == 'a'
          | ^
        hint: did you mean `request`?
      """#),
    Row(
      #"requst.gpu.hours > 3"#,
      #"""
      1:1: error: undeclared name `requst` [undeclared-name]
        1 | requst.gpu.hours > 3
          | ^
        hint: did you mean `request`?
      """#),
    Row(
      #"request.budgets.marketing.total > 3"#,
      #"""
      1:27: error: a `money` has no field `total` [undeclared-field]
        1 | request.budgets.marketing.total > 3
          |                           ^
      """#),
    Row(
      #"request.tags.first == 'a'"#,
      #"""
      1:14: error: a `list(string)` has no field `first` [undeclared-field]
        1 | request.tags.first == 'a'
          |              ^
        hint: it is a function: write `.first()`
      """#),
    Row(
      #"request.gpu.?hour.orValue(0) > 3"#,
      #"""
      1:14: error: undeclared field `hour` of `request.gpu` [undeclared-field]
        1 | request.gpu.?hour.orValue(0) > 3
          |              ^
        hint: did you mean `hours`?
      """#),
    Row(
      #"request.gpu[0] == 1"#,
      #"""
      1:1: error: found no matching overload for `_[_]` applied to `(gpu, int)` [no-matching-overload]
        1 | request.gpu[0] == 1
          | ^
        hint: a field is written `.name`
      """#),
    Row(
      #"null == nil"#,
      #"""
      1:9: error: undeclared name `nil` [undeclared-name]
        1 | null == nil
          |         ^
        hint: write `null`, or ask `has(a.b)`
      """#),
    Row(
      #"True && true"#,
      #"""
      1:1: error: undeclared name `True` [undeclared-name]
        1 | True && true
          | ^
        hint: write `true`
      """#),
    Row(
      #"none == 1"#,
      #"""
      1:1: error: undeclared name `none` [undeclared-name]
        1 | none == 1
          | ^
        hint: write `null`, or ask `has(a.b)`
      """#),
    Row(
      #"size > 3"#,
      #"""
      1:1: error: undeclared name `size` [undeclared-name]
        1 | size > 3
          | ^
        hint: it is a function: write `size(...)`
      """#),
    Row(
      #"now()"#,
      #"""
      1:1: error: undeclared function `now` [undeclared-function]
        1 | now()
          | ^
        hint: `now` is a value: write it without parentheses
      """#),
    Row(
      #"usd > request.cost"#,
      #"""
      1:1: error: undeclared name `usd` [undeclared-name]
        1 | usd > request.cost
          | ^
        hint: it is a function: write `usd(...)`
      """#),
    Row(
      #"now.year > 2025"#,
      #"""
      1:5: error: a `timestamp` has no field `year` [undeclared-field]
        1 | now.year > 2025
          |     ^
        hint: its parts are functions: `.getFullYear()`, `.getMonth()`, `.getDate()`, `.getHours()`
      """#),
    Row(
      #"request.kind.length() > 3"#,
      #"""
      1:14: error: undeclared function `length` [undeclared-function]
        1 | request.kind.length() > 3
          |              ^
        hint: write `size(x)`
      """#),
    Row(
      #"tag.startsWith('a') && request.tags.exists(tag, tag == 'a')"#,
      #"""
      1:1: error: undeclared name `tag` [undeclared-name]
        1 | tag.startsWith('a') && request.tags.exists(tag, tag == 'a')
          | ^
        hint: declared are `now`, `request`
      """#),
    Row(
      #"request.tags.exists(t, tt == 'a')"#,
      #"""
      1:24: error: undeclared name `tt` [undeclared-name]
        1 | request.tags.exists(t, tt == 'a')
          |                        ^
        hint: did you mean `t`?
      """#),
    Row(
      #"[1, 2].map(i, j) == []"#,
      #"""
      1:15: error: undeclared name `j` [undeclared-name]
        1 | [1, 2].map(i, j) == []
          |               ^
        hint: did you mean `i`?
      """#),
    Row(
      #"{kind: 'pilot'}.kind == 'pilot'"#,
      #"""
      1:2: error: undeclared name `kind` [undeclared-name]
        1 | {kind: 'pilot'}.kind == 'pilot'
          |  ^
        hint: a text is written `'kind'`
      """#),
    Row(
      #"request.team == kind"#,
      #"""
      1:17: error: undeclared name `kind` [undeclared-name]
        1 | request.team == kind
          |                 ^
        hint: declared are `now`, `request`
      """#),
    Row(
      #"müller == 'a'"#,
      #"""
      1:2: error: unexpected character `ü` [unexpected-character]
        1 | müller == 'a'
          |  ^
        hint: names are of ASCII letters, digits and `_`; other text goes in quotes
      """#),
  ]
}
