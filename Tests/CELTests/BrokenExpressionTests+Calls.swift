extension BrokenExpressionTests {
  /// Functions, and literals that can only fail.
  static let calls: [Row] = [
    Row(
      #"'%s'.format([foo]) == ''"#,
      #"""
      1:14: error: undeclared name `foo` [undeclared-name]
        1 | '%s'.format([foo]) == ''
          |              ^
        hint: declared are `now`, `request`
      """#),
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
        hint: there is `size(string) -> int`, `size(bytes) -> int`, `size(list(T)) -> int`, `size(map(K, V)) -> int`, `string.size() -> int`, `bytes.size() -> int` and 2 more
      """#),
    Row(
      #"request.kind.matches('(')"#,
      #"""
      1:22: error: `(` is no pattern of RE2 [bad-pattern]
        1 | request.kind.matches('(')
          |                      ^
        hint: `(` is not closed
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
      1:5: error: `five` is no amount [bad-literal]
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
        hint: there is `math.abs`, `math.bitAnd`, `math.bitNot`, `math.bitOr`, `math.bitShiftLeft`, `math.bitShiftRight`, `math.bitXor`, `math.ceil` and 10 more
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
    Row(
      #"request.kind.matches('a(?=b)')"#,
      #"""
      1:22: error: `a(?=b)` is no pattern of RE2 [bad-pattern]
        1 | request.kind.matches('a(?=b)')
          |                      ^
        hint: RE2 has no look-around
      """#),
    Row(
      #"request.kind.matches('[a-')"#,
      #"""
      1:22: error: `[a-` is no pattern of RE2 [bad-pattern]
        1 | request.kind.matches('[a-')
          |                      ^
        hint: `[` is not closed
      """#),
    Row(
      #"request.kind.matches('(a)\\1')"#,
      #"""
      1:22: error: `(a)\1` is no pattern of RE2 [bad-pattern]
        1 | request.kind.matches('(a)\\1')
          |                      ^
        hint: RE2 has no back references such as `\1`
      """#),
    Row(
      #"request.kind.matches('*.csv')"#,
      #"""
      1:22: error: `*.csv` is no pattern of RE2 [bad-pattern]
        1 | request.kind.matches('*.csv')
          |                      ^
        hint: `*`, `+` and `?` repeat what stands before them
      """#),
    Row(
      #"regex.extract(request.kind, '(a') == optional.none()"#,
      #"""
      1:29: error: `(a` is no pattern of RE2 [bad-pattern]
        1 | regex.extract(request.kind, '(a') == optional.none()
          |                             ^
        hint: `(` is not closed
      """#),
    Row(
      #"request.kind.contains(1)"#,
      #"""
      1:14: error: found no matching overload for `contains` applied to `(string, int)` [no-matching-overload]
        1 | request.kind.contains(1)
          |              ^
        hint: there is `string.contains(string) -> bool`
      """#),
    Row(
      #"request.kind.upper() == 'A'"#,
      #"""
      1:14: error: undeclared function `upper` [undeclared-function]
        1 | request.kind.upper() == 'A'
          |              ^
        hint: write `text.upperAscii()`
      """#),
    Row(
      #"request.kind.substring('a') == ''"#,
      #"""
      1:14: error: found no matching overload for `substring` applied to `(string, string)` [no-matching-overload]
        1 | request.kind.substring('a') == ''
          |              ^
        hint: there is `string.substring(int) -> string`, `string.substring(int, int) -> string`
      """#),
    Row(
      #"len(request.tags) > 1"#,
      #"""
      1:1: error: undeclared function `len` [undeclared-function]
        1 | len(request.tags) > 1
          | ^
        hint: write `size(x)`
      """#),
    Row(
      #"round(1.5) == 2.0"#,
      #"""
      1:1: error: undeclared function `round` [undeclared-function]
        1 | round(1.5) == 2.0
          | ^
        hint: write `math.round(x)`
      """#),
    Row(
      #"math.greatest('a') == 1"#,
      #"""
      1:6: error: found no matching overload for `math.greatest` applied to `(string)` [no-matching-overload]
        1 | math.greatest('a') == 1
          |      ^
        hint: there is `math.greatest(int) -> int`, `math.greatest(uint) -> uint`, `math.greatest(double) -> double`, `math.greatest(list(int)) -> int`, `math.greatest(list(uint)) -> uint`, `math.greatest(list(double)) -> double` and 9 more
      """#),
    Row(
      #"math.max(1, 2) == 2"#,
      #"""
      1:6: error: undeclared function `math.max` [undeclared-function]
        1 | math.max(1, 2) == 2
          |      ^
        hint: write `math.greatest(a, b)`
      """#),
    Row(
      #"strings.quot('a') == ''"#,
      #"""
      1:9: error: undeclared function `strings.quot` [undeclared-function]
        1 | strings.quot('a') == ''
          |         ^
        hint: did you mean `strings.quote`?
      """#),
    Row(
      #"timestamp('2026-13-45') < now"#,
      #"""
      1:11: error: `2026-13-45` is no timestamp in range [bad-literal]
        1 | timestamp('2026-13-45') < now
          |           ^
        hint: write it as `timestamp('2026-01-31T00:00:00Z')`
      """#),
    Row(
      #"timestamp('yesterday') < now"#,
      #"""
      1:11: error: `yesterday` is no timestamp [bad-literal]
        1 | timestamp('yesterday') < now
          |           ^
        hint: write it as `timestamp('2026-01-31T00:00:00Z')`
      """#),
    Row(
      #"now - duration('30 days') < now"#,
      #"""
      1:16: error: `30 days` is no duration [bad-literal]
        1 | now - duration('30 days') < now
          |                ^
        hint: write it as `duration('90m')`, or `days(30)`
      """#),
    Row(
      #"duration('1y') < request.duration"#,
      #"""
      1:10: error: `1y` is no duration [bad-literal]
        1 | duration('1y') < request.duration
          |          ^
        hint: write it as `duration('90m')`, or `days(30)`
      """#),
    Row(
      #"usd('1,000') > request.cost"#,
      #"""
      1:5: error: `1,000` is no amount [bad-literal]
        1 | usd('1,000') > request.cost
          |     ^
        hint: write it as `usd('0.50')`
      """#),
    Row(
      #"money(5, 'euro') > request.cost"#,
      #"""
      1:10: error: `euro` is no currency [bad-literal]
        1 | money(5, 'euro') > request.cost
          |          ^
      """#),
    Row(
      #"usd(5, 'EUR') > request.cost"#,
      #"""
      1:1: error: found no matching overload for `usd` applied to `(int, string)` [no-matching-overload]
        1 | usd(5, 'EUR') > request.cost
          | ^
        hint: there is `usd(int) -> money`, `usd(uint) -> money`, `usd(string) -> money`
      """#),
    Row(
      #"'%d of %d'.format([1]) == ''"#,
      #"""
      1:19: error: the format asks for 2 values, found 1 [bad-format]
        1 | '%d of %d'.format([1]) == ''
          |                   ^
        hint: each `%` takes the next value; a percent sign is written `%%`
      """#),
    Row(
      #"'%d'.format([request.kind]) == ''"#,
      #"""
      1:14: error: `%d` formats no `string` [bad-format]
        1 | '%d'.format([request.kind]) == ''
          |              ^
        hint: it formats numbers; write `%s` for any value
      """#),
    Row(
      #"'%q'.format([1]) == ''"#,
      #"""
      1:1: error: `%q` is no clause of a format [bad-format]
        1 | '%q'.format([1]) == ''
          | ^
        hint: write `%s`, `%d`, `%.2f`, `%e`, `%b`, `%o`, `%x`, or `%%`
      """#),
    Row(
      #"'%.2f'.format([request.cost]) == ''"#,
      #"""
      1:16: error: `%f` formats no `money` [bad-format]
        1 | '%.2f'.format([request.cost]) == ''
          |                ^
        hint: it formats numbers; write `%s` for any value
      """#),
    Row(
      #"request.tags.join(1) == ''"#,
      #"""
      1:14: error: found no matching overload for `join` applied to `(list(string), int)` [no-matching-overload]
        1 | request.tags.join(1) == ''
          |              ^
        hint: there is `list(string).join(string) -> string`, `list(string).join() -> string`
      """#),
    Row(
      #"sum(request.budgets) > usd(1)"#,
      #"""
      1:1: error: found no matching overload for `sum` applied to `(map(string, money))` [no-matching-overload]
        1 | sum(request.budgets) > usd(1)
          | ^
        hint: there is `sum(list(int)) -> int`, `sum(list(uint)) -> uint`, `sum(list(double)) -> double`, `sum(list(money)) -> money`, `sum(list(duration)) -> duration`
      """#),
    Row(
      #"days('3') > request.duration"#,
      #"""
      1:1: error: found no matching overload for `days` applied to `(string)` [no-matching-overload]
        1 | days('3') > request.duration
          | ^
        hint: there is `days(int) -> duration`
      """#),
    Row(
      #"days(1.5) > request.duration"#,
      #"""
      1:1: error: found no matching overload for `days` applied to `(double)` [no-matching-overload]
        1 | days(1.5) > request.duration
          | ^
        hint: there is `days(int) -> duration`
      """#),
    Row(
      #"string(request.tags) == ''"#,
      #"""
      1:1: error: found no matching overload for `string` applied to `(list(string))` [no-matching-overload]
        1 | string(request.tags) == ''
          | ^
        hint: there is `string(string) -> string`, `string(bool) -> string`, `string(int) -> string`, `string(uint) -> string`, `string(double) -> string`, `string(bytes) -> string` and 5 more
      """#),
    Row(
      #"int('x') == 1"#,
      #"""
      1:5: error: `x` is no int [bad-literal]
        1 | int('x') == 1
          |     ^
        hint: write digits only, as in `int('42')`
      """#),
    Row(
      #"ip('300.1.1.1').isLoopback()"#,
      #"""
      1:4: error: `300.1.1.1` is no address of IPv4 or IPv6 [bad-literal]
        1 | ip('300.1.1.1').isLoopback()
          |    ^
        hint: write it as `ip('192.168.0.1')` or `ip('2001:db8::1')`
      """#),
    Row(
      #"cidr('10.0.0.0').prefixLength() == 8"#,
      #"""
      1:6: error: `10.0.0.0` is no network such as `10.0.0.0/8` [bad-literal]
        1 | cidr('10.0.0.0').prefixLength() == 8
          |      ^
        hint: write it as `cidr('10.0.0.0/8')`
      """#),
    Row(
      #"size(request.tags, 1) == 1"#,
      #"""
      1:1: error: found no matching overload for `size` applied to `(list(string), int)` [no-matching-overload]
        1 | size(request.tags, 1) == 1
          | ^
        hint: there is `size(string) -> int`, `size(bytes) -> int`, `size(list(T)) -> int`, `size(map(K, V)) -> int`, `string.size() -> int`, `bytes.size() -> int` and 2 more
      """#),
    Row(
      #"request.size() > 1"#,
      #"""
      1:9: error: found no matching overload for `size` applied to `(request)` [no-matching-overload]
        1 | request.size() > 1
          |         ^
        hint: there is `string.size() -> int`, `bytes.size() -> int`, `list(T).size() -> int`, `map(K, V).size() -> int`, `size(string) -> int`, `size(bytes) -> int` and 2 more
      """#),
    Row(
      #"now.getHours(1) == 1"#,
      #"""
      1:5: error: found no matching overload for `getHours` applied to `(timestamp, int)` [no-matching-overload]
        1 | now.getHours(1) == 1
          |     ^
        hint: there is `timestamp.getHours(string) -> int`, `timestamp.getHours() -> int`, `duration.getHours() -> int`
      """#),
    Row(
      #"bd(now) > now"#,
      #"""
      1:1: error: found no matching overload for `bd` applied to `(timestamp)` [no-matching-overload]
        1 | bd(now) > now
          | ^
        hint: there is `bd(timestamp, int) -> timestamp`
      """#),
    Row(
      #"if(true, 1, 2) == 1"#,
      #"""
      1:1: error: `if` is a reserved word [reserved-word]
        1 | if(true, 1, 2) == 1
          | ^
        hint: write `condition ? yes : no`
      """#),
    Row(
      #"request.tags.isEmpty()"#,
      #"""
      1:14: error: undeclared function `isEmpty` [undeclared-function]
        1 | request.tags.isEmpty()
          |              ^
        hint: write `size(x) == 0`
      """#),
    Row(
      #"foo.bar.baz(1)"#,
      #"""
      1:1: error: undeclared name `foo` [undeclared-name]
        1 | foo.bar.baz(1)
          | ^
        hint: declared are `now`, `request`
      1:9: error: undeclared function `baz` [undeclared-function]
        1 | foo.bar.baz(1)
          |         ^
      """#),
  ]
}
