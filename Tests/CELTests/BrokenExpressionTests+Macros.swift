extension BrokenExpressionTests {
  /// Macros.
  static let macros: [Row] = [
    Row(
      #"request.tags.exists(t, t)"#,
      #"""
      1:24: error: the condition of `exists` is a `string`, expected a bool [not-a-bool]
        1 | request.tags.exists(t, t)
          |                        ^
        hint: compare it: `x == '...'`, or `x != ''`
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
        hint: write `text.split(',')` for its parts
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
        hint: compare it: `x > 0`
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
        hint: write `has(a.b)`, or ask for the key: `'gpu' in map`
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
        hint: sort by a number, a text, a time or an amount
      """#),
    Row(
      #"{1: 2}.transformMapEntry(k, v, k) == {}"#,
      #"""
      1:32: error: the value of `transformMapEntry` is an `int`, expected a map [no-matching-overload]
        1 | {1: 2}.transformMapEntry(k, v, k) == {}
          |                                ^
        hint: write `{key: value}`
      """#),
    Row(
      #"request.tags.exist(t, t == 'a')"#,
      #"""
      1:14: error: undeclared function `exist` [undeclared-function]
        1 | request.tags.exist(t, t == 'a')
          |              ^
        hint: did you mean `exists`?
      """#),
    Row(
      #"request.tags.all(t)"#,
      #"""
      1:14: error: undeclared function `all` [undeclared-function]
        1 | request.tags.all(t)
          |              ^
        hint: write `list.all(x, ...)`
      """#),
    Row(
      #"request.tags.all(t, s, u, true)"#,
      #"""
      1:14: error: undeclared function `all` [undeclared-function]
        1 | request.tags.all(t, s, u, true)
          |              ^
        hint: write `list.all(x, ...)`
      """#),
    Row(
      #"request.tags.map(t, t == 'a')"#,
      #"""
      1:14: error: the expression is a `list(bool)`, expected a `bool` [wrong-type]
        1 | request.tags.map(t, t == 'a')
          |              ^
        hint: write `list.exists(x, x)`, or `list.all(x, x)`
      """#),
    Row(
      #"request.tags.filter(t, t)"#,
      #"""
      1:24: error: the condition of `filter` is a `string`, expected a bool [not-a-bool]
        1 | request.tags.filter(t, t)
          |                        ^
        hint: compare it: `x == '...'`, or `x != ''`
      """#),
    Row(
      #"request.tags.exists('t', true)"#,
      #"""
      1:21: error: the first argument of `exists()` is a variable's name [bad-macro]
        1 | request.tags.exists('t', true)
          |                     ^
        hint: write `list.exists(x, ...)`
      """#),
    Row(
      #"exists(request.tags, t, t == 'a')"#,
      #"""
      1:1: error: undeclared function `exists` [undeclared-function]
        1 | exists(request.tags, t, t == 'a')
          | ^
        hint: write `list.exists(x, ...)`
      """#),
    Row(
      #"any(request.tags)"#,
      #"""
      1:1: error: undeclared function `any` [undeclared-function]
        1 | any(request.tags)
          | ^
        hint: write `list.exists(x, ...)`
      """#),
    Row(
      #"has(request.gpu.hours.total)"#,
      #"""
      1:23: error: an `int` has no field `total` [undeclared-field]
        1 | has(request.gpu.hours.total)
          |                       ^
      """#),
    Row(
      #"has(request.gpus)"#,
      #"""
      1:13: error: undeclared field `gpus` of `request` [undeclared-field]
        1 | has(request.gpus)
          |             ^
        hint: did you mean `gpu`?
      """#),
    Row(
      #"has('a')"#,
      #"""
      1:1: error: `has()` asks for a field [bad-macro]
        1 | has('a')
          | ^
        hint: write `has(request.gpu)`
      """#),
    Row(
      #"has(request.gpu, 1)"#,
      #"""
      1:1: error: undeclared function `has` [undeclared-function]
        1 | has(request.gpu, 1)
          | ^
        hint: write `has(a.b)`
      """#),
    Row(
      #"cel.bind(x, request.cost)"#,
      #"""
      1:5: error: undeclared function `cel.bind` [undeclared-function]
        1 | cel.bind(x, request.cost)
          |     ^
        hint: write `cel.bind(x, value, ... x ...)`
      """#),
    Row(
      #"cel.bnid(x, 1, x == 1)"#,
      #"""
      1:5: error: undeclared function `cel.bnid` [undeclared-function]
        1 | cel.bnid(x, 1, x == 1)
          |     ^
        hint: write `cel.bind(x, value, ... x ...)`
      """#),
    Row(
      #"request.tags.all(i, i, true)"#,
      #"""
      1:21: error: the variables of `all()` have one name [bad-macro]
        1 | request.tags.all(i, i, true)
          |                     ^
        hint: write `map.all(key, value, ...)`
      """#),
    Row(
      #"request.tags.transformList(i, t, t == 1) == []"#,
      #"""
      1:36: error: found no matching overload for `_==_` applied to `(string, int)` [no-matching-overload]
        1 | request.tags.transformList(i, t, t == 1) == []
          |                                    ^
        hint: convert one of them: `string(x)`, or `int('...')`
      """#),
    Row(
      #"optional.of(1).optMap(x, x + 'a').hasValue()"#,
      #"""
      1:28: error: found no matching overload for `_+_` applied to `(int, string)` [no-matching-overload]
        1 | optional.of(1).optMap(x, x + 'a').hasValue()
          |                            ^
        hint: make a string of the other: `string(x)`
      """#),
    Row(
      #"request.kind.optMap(x, x).hasValue()"#,
      #"""
      1:1: error: `optMap` goes into an optional, found a `string` [not-an-optional]
        1 | request.kind.optMap(x, x).hasValue()
          | ^
        hint: an optional is written `a.?b`, or `optional.of(x)`
      """#),
    Row(
      #"request.budgets.exists(k, k > 3)"#,
      #"""
      1:29: error: found no matching overload for `_>_` applied to `(string, int)` [no-matching-overload]
        1 | request.budgets.exists(k, k > 3)
          |                             ^
        hint: convert one of them: `string(x)`, or `int('...')`
      """#),
    Row(
      #"request.budgets.all(k, v, v > 3)"#,
      #"""
      1:29: error: found no matching overload for `_>_` applied to `(money, int)` [no-matching-overload]
        1 | request.budgets.all(k, v, v > 3)
          |                             ^
        hint: write an amount as `usd(500)`
      """#),
    Row(
      #"request.tags.all(t, request.tags.exists(u, u == tt))"#,
      #"""
      1:49: error: undeclared name `tt` [undeclared-name]
        1 | request.tags.all(t, request.tags.exists(u, u == tt))
          |                                                 ^
        hint: did you mean `t`?
      """#),
    Row(
      #"request.tags.sortBy(t, request) == []"#,
      #"""
      1:24: error: `sortBy` sorts by a `request`, which has no order [no-matching-overload]
        1 | request.tags.sortBy(t, request) == []
          |                        ^
        hint: sort by a number, a text, a time or an amount
      """#),
    Row(
      #"request.tags.filter(t, t.size() > 2).size > 1"#,
      #"""
      1:38: error: a `list(string)` has no field `size` [undeclared-field]
        1 | request.tags.filter(t, t.size() > 2).size > 1
          |                                      ^
        hint: it is a function: write `.size()`
      """#),
  ]
}
