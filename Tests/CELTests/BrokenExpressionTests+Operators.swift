extension BrokenExpressionTests {
  /// Operators and the types of conditions.
  static let operators: [Row] = [
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
        hint: compare it: `x == '...'`, or `x != ''`
      """#),
    Row(
      #"request.cost"#,
      #"""
      1:1: error: the expression is a `money`, expected a `bool` [wrong-type]
        1 | request.cost
          | ^
        hint: compare it: `x > usd(0)`
      """#),
    Row(
      #"request.tags"#,
      #"""
      1:1: error: the expression is a `list(string)`, expected a `bool` [wrong-type]
        1 | request.tags
          | ^
        hint: compare its size: `size(x) > 0`
      """#),
    Row(
      #"request.kind && true"#,
      #"""
      1:1: error: an operand of `&&` is a `string`, expected a bool [not-a-bool]
        1 | request.kind && true
          | ^
        hint: compare it: `x == '...'`, or `x != ''`
      """#),
    Row(
      #"true || request.tags"#,
      #"""
      1:9: error: an operand of `||` is a `list(string)`, expected a bool [not-a-bool]
        1 | true || request.tags
          |         ^
        hint: compare its size: `size(x) > 0`
      """#),
    Row(
      #"!request.kind"#,
      #"""
      1:1: error: found no matching overload for `!_` applied to `(string)` [no-matching-overload]
        1 | !request.kind
          | ^
        hint: compare it: `x == '...'`, or `x != ''`
      """#),
    Row(
      #"-request.kind == ''"#,
      #"""
      1:1: error: found no matching overload for `-_` applied to `(string)` [no-matching-overload]
        1 | -request.kind == ''
          | ^
        hint: `-` takes an int or a double
      """#),
    Row(
      #"request.kind ? true : false"#,
      #"""
      1:1: error: the condition of `?:` is a `string`, expected a bool [not-a-bool]
        1 | request.kind ? true : false
          | ^
        hint: compare it: `x == '...'`, or `x != ''`
      """#),
    Row(
      #"true ? 1 : 'a'"#,
      #"""
      1:1: error: the branches of `?:` have types `int` and `string` [no-matching-overload]
        1 | true ? 1 : 'a'
          | ^
        hint: make one type of them, or hide it with `dyn(x)`
      """#),
    Row(
      #"request.kind in 'pilot'"#,
      #"""
      1:14: error: found no matching overload for `_in_` applied to `(string, string)` [no-matching-overload]
        1 | request.kind in 'pilot'
          |              ^
        hint: write `text.contains(part)`
      """#),
    Row(
      #"1 in request.tags"#,
      #"""
      1:3: error: found no matching overload for `_in_` applied to `(int, list(string))` [no-matching-overload]
        1 | 1 in request.tags
          |   ^
        hint: the list holds a `string`
      """#),
    Row(
      #"request.tags == 'a'"#,
      #"""
      1:14: error: found no matching overload for `_==_` applied to `(list(string), string)` [no-matching-overload]
        1 | request.tags == 'a'
          |              ^
        hint: write `x in list`
      """#),
    Row(
      #"request.tags[0] == 1"#,
      #"""
      1:17: error: found no matching overload for `_==_` applied to `(string, int)` [no-matching-overload]
        1 | request.tags[0] == 1
          |                 ^
        hint: convert one of them: `string(x)`, or `int('...')`
      """#),
    Row(
      #"request.tags['a'] == ''"#,
      #"""
      1:1: error: found no matching overload for `_[_]` applied to `(list(string), string)` [no-matching-overload]
        1 | request.tags['a'] == ''
          | ^
        hint: the places of a list are ints, from 0
      """#),
    Row(
      #"request.budgets[1] > usd(1)"#,
      #"""
      1:1: error: found no matching overload for `_[_]` applied to `(map(string, money), int)` [no-matching-overload]
        1 | request.budgets[1] > usd(1)
          | ^
        hint: the keys are of type `string`
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
        hint: convert one of them: `string(x)`, or `int('...')`
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
        hint: leave `?` out, or write `?optional.of(x)`
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
    Row(
      #"request.duration > '30d'"#,
      #"""
      1:18: error: found no matching overload for `_>_` applied to `(duration, string)` [no-matching-overload]
        1 | request.duration > '30d'
          |                  ^
        hint: write a length of time as `duration('36h')`
      """#),
    Row(
      #"request.duration > 30.5"#,
      #"""
      1:18: error: found no matching overload for `_>_` applied to `(duration, double)` [no-matching-overload]
        1 | request.duration > 30.5
          |                  ^
        hint: write a length of time as `days(30)`
      """#),
    Row(
      #"request.cost > request.duration"#,
      #"""
      1:14: error: found no matching overload for `_>_` applied to `(money, duration)` [no-matching-overload]
        1 | request.cost > request.duration
          |              ^
        hint: write an amount as `usd(500)`
      """#),
    Row(
      #"request.cost % 2 == 0"#,
      #"""
      1:14: error: found no matching overload for `_%_` applied to `(money, int)` [no-matching-overload]
        1 | request.cost % 2 == 0
          |              ^
        hint: `%` takes two ints or two uints
      """#),
    Row(
      #"request.kind - 'a' == ''"#,
      #"""
      1:14: error: found no matching overload for `_-_` applied to `(string, string)` [no-matching-overload]
        1 | request.kind - 'a' == ''
          |              ^
        hint: `-` takes numbers of one type, and times
      """#),
    Row(
      #"'a' * 3 == ''"#,
      #"""
      1:5: error: found no matching overload for `_*_` applied to `(string, int)` [no-matching-overload]
        1 | 'a' * 3 == ''
          |     ^
        hint: `*` takes two ints, two uints or two doubles
      """#),
    Row(
      #"request.tags + 'a' == []"#,
      #"""
      1:14: error: found no matching overload for `_+_` applied to `(list(string), string)` [no-matching-overload]
        1 | request.tags + 'a' == []
          |              ^
        hint: an element is added as a list: `list + [x]`
      """#),
    Row(
      #"[1] + ['a'] == [1] && 1.5 % 2.0 == 0.5"#,
      #"""
      1:27: error: found no matching overload for `_%_` applied to `(double, double)` [no-matching-overload]
        1 | [1] + ['a'] == [1] && 1.5 % 2.0 == 0.5
          |                           ^
        hint: `%` takes two ints or two uints
      """#),
    Row(
      #"request.tags < ['a']"#,
      #"""
      1:14: error: found no matching overload for `_<_` applied to `(list(string), list(string))` [no-matching-overload]
        1 | request.tags < ['a']
          |              ^
        hint: `<` orders two numbers, strings, bytes, bools, timestamps, durations or amounts
      """#),
    Row(
      #"request.gpu > 3"#,
      #"""
      1:13: error: found no matching overload for `_>_` applied to `(gpu, int)` [no-matching-overload]
        1 | request.gpu > 3
          |             ^
        hint: `>` orders two numbers, strings, bytes, bools, timestamps, durations or amounts
      """#),
    Row(
      #"request == 'a'"#,
      #"""
      1:9: error: found no matching overload for `_==_` applied to `(request, string)` [no-matching-overload]
        1 | request == 'a'
          |         ^
        hint: `==` compares values of one type
      """#),
    Row(
      #"request.cost == null && request.kind == null"#,
      #"""
      1:38: error: found no matching overload for `_==_` applied to `(string, null_type)` [no-matching-overload]
        1 | request.cost == null && request.kind == null
          |                                      ^
        hint: ask for presence with `has(a.b)`
      """#),
    Row(
      #"now == '2026-01-01T00:00:00Z'"#,
      #"""
      1:5: error: found no matching overload for `_==_` applied to `(timestamp, string)` [no-matching-overload]
        1 | now == '2026-01-01T00:00:00Z'
          |     ^
        hint: write a time as `timestamp('2026-01-31T00:00:00Z')`
      """#),
    Row(
      #"now + now > now"#,
      #"""
      1:5: error: found no matching overload for `_+_` applied to `(timestamp, timestamp)` [no-matching-overload]
        1 | now + now > now
          |     ^
        hint: `+` adds numbers of one type and times, and joins strings, bytes and lists
      """#),
    Row(
      #"1.0 == 1"#,
      #"""
      1:5: error: found no matching overload for `_==_` applied to `(double, int)` [no-matching-overload]
        1 | 1.0 == 1
          |     ^
        hint: convert one of them: `double(x)`
      """#),
    Row(
      #"1 < '2'"#,
      #"""
      1:3: error: found no matching overload for `_<_` applied to `(int, string)` [no-matching-overload]
        1 | 1 < '2'
          |   ^
        hint: convert one of them: `string(x)`, or `int('...')`
      """#),
    Row(
      #"true > 1"#,
      #"""
      1:6: error: found no matching overload for `_>_` applied to `(bool, int)` [no-matching-overload]
        1 | true > 1
          |      ^
        hint: `>` orders two numbers, strings, bytes, bools, timestamps, durations or amounts
      """#),
    Row(
      #"b'a' + 'b' == b''"#,
      #"""
      1:6: error: found no matching overload for `_+_` applied to `(bytes, string)` [no-matching-overload]
        1 | b'a' + 'b' == b''
          |      ^
        hint: convert one of them: `bytes(x)`
      """#),
    Row(
      #"optional.of(request.kind) == 'a'"#,
      #"""
      1:27: error: found no matching overload for `_==_` applied to `(optional_type(string), string)` [no-matching-overload]
        1 | optional.of(request.kind) == 'a'
          |                           ^
        hint: take its value with `.orValue(...)`
      """#),
    Row(
      #"request.?gpu.hours == 3"#,
      #"""
      1:20: error: found no matching overload for `_==_` applied to `(optional_type(int), int)` [no-matching-overload]
        1 | request.?gpu.hours == 3
          |                    ^
        hint: take its value with `.orValue(...)`
      """#),
    Row(
      #"type(1) == 'int'"#,
      #"""
      1:9: error: found no matching overload for `_==_` applied to `(type(int), string)` [no-matching-overload]
        1 | type(1) == 'int'
          |         ^
        hint: a type is written as its name, without quotes: `type(x) == int`
      """#),
    Row(
      #"request.budgets['a']['b'] > usd(1)"#,
      #"""
      1:1: error: found no matching overload for `_[_]` applied to `(money, string)` [no-matching-overload]
        1 | request.budgets['a']['b'] > usd(1)
          | ^
        hint: lists and maps have places
      """#),
    Row(
      #"'abc'[0] == 'a'"#,
      #"""
      1:1: error: found no matching overload for `_[_]` applied to `(string, int)` [no-matching-overload]
        1 | 'abc'[0] == 'a'
          | ^
        hint: write `text.charAt(0)`, or `text.substring(0, 1)`
      """#),
    Row(
      #"request['kind'] == 'a'"#,
      #"""
      1:1: error: found no matching overload for `_[_]` applied to `(request, string)` [no-matching-overload]
        1 | request['kind'] == 'a'
          | ^
        hint: a field is written `.name`
      """#),
    Row(
      #"-'a' == ''"#,
      #"""
      1:1: error: found no matching overload for `-_` applied to `(string)` [no-matching-overload]
        1 | -'a' == ''
          | ^
        hint: `-` takes an int or a double
      """#),
    Row(
      #"!5"#,
      #"""
      1:1: error: found no matching overload for `!_` applied to `(int)` [no-matching-overload]
        1 | !5
          | ^
        hint: compare it: `x > 0`
      """#),
    Row(
      #"1 + true == 2"#,
      #"""
      1:3: error: found no matching overload for `_+_` applied to `(int, bool)` [no-matching-overload]
        1 | 1 + true == 2
          |   ^
        hint: `+` adds numbers of one type and times, and joins strings, bytes and lists
      """#),
    Row(
      #"request.cost - 1 > usd(0) || request.kind + 1 == ''"#,
      #"""
      1:14: error: found no matching overload for `_-_` applied to `(money, int)` [no-matching-overload]
        1 | request.cost - 1 > usd(0) || request.kind + 1 == ''
          |              ^
        hint: write an amount as `usd(500)`
      1:43: error: found no matching overload for `_+_` applied to `(string, int)` [no-matching-overload]
        1 | request.cost - 1 > usd(0) || request.kind + 1 == ''
          |                                           ^
        hint: make a string of the other: `string(x)`
      """#),
    Row(
      #"{'a': 1} + {'b': 2} == {}"#,
      #"""
      1:10: error: found no matching overload for `_+_` applied to `(map(string, int), map(string, int))` [no-matching-overload]
        1 | {'a': 1} + {'b': 2} == {}
          |          ^
        hint: `+` adds numbers of one type and times, and joins strings, bytes and lists
      """#),
    Row(
      #"1 in 'abc'"#,
      #"""
      1:3: error: found no matching overload for `_in_` applied to `(int, string)` [no-matching-overload]
        1 | 1 in 'abc'
          |   ^
        hint: write `text.contains(part)`
      """#),
    Row(
      #"'a' in 1"#,
      #"""
      1:5: error: found no matching overload for `_in_` applied to `(string, int)` [no-matching-overload]
        1 | 'a' in 1
          |     ^
        hint: `in` looks for an element of a list or a key of a map
      """#),
    Row(
      #"request.cost in [1, 2]"#,
      #"""
      1:14: error: found no matching overload for `_in_` applied to `(money, list(int))` [no-matching-overload]
        1 | request.cost in [1, 2]
          |              ^
        hint: the list holds an `int`
      """#),
    Row(
      #"request.kind in {1: 'a'}"#,
      #"""
      1:14: error: found no matching overload for `_in_` applied to `(string, map(int, string))` [no-matching-overload]
        1 | request.kind in {1: 'a'}
          |              ^
        hint: the keys are of type `int`
      """#),
    Row(
      #"1 ? true : false"#,
      #"""
      1:1: error: the condition of `?:` is an `int`, expected a bool [not-a-bool]
        1 | 1 ? true : false
          | ^
        hint: compare it: `x > 0`
      """#),
    Row(
      #"true ? request.cost : 5"#,
      #"""
      1:1: error: the branches of `?:` have types `money` and `int` [no-matching-overload]
        1 | true ? request.cost : 5
          | ^
        hint: make one type of them, or hide it with `dyn(x)`
      """#),
  ]
}
