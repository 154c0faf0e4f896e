extension BrokenExpressionTests {
  /// Texts that are no expressions.
  static let texts: [Row] = [
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
        hint: it closes the `(` at 1:1
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
        hint: write `list.all(x, ...)`, `list.exists(x, ...)` or `list.map(x, ...)`
      """#),
    Row(
      #"'\d+' == ''"#,
      #"""
      1:2: error: `\d` is no escape [bad-escape]
        1 | '\d+' == ''
          |  ^
        hint: a pattern is written `r'...'`, where backslashes stand for themselves
      """#),
    Row(
      #"99999999999999999999 > 1"#,
      #"""
      1:1: error: `99999999999999999999` is not a number of 64 bits in range [number-out-of-range]
        1 | 99999999999999999999 > 1
          | ^
        hint: a uint goes up to 18446744073709551615
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
        hint: an expression is one value: leave it out
      """#),
    Row(
      #""#,
      #"""
      1:1: error: the expression ends here, expected a value, a name, `(`, `[` or `{` [syntax]
      """#),
    Row(
      #"request.kind == 'pilot' or true"#,
      #"""
      1:25: error: unexpected `or`, expected the end of the expression or an operator [syntax]
        1 | request.kind == 'pilot' or true
          |                         ^
        hint: write `||`
      """#),
    Row(
      #"not request.kind == 'a'"#,
      #"""
      1:5: error: unexpected `request`, expected the end of the expression or an operator [syntax]
        1 | not request.kind == 'a'
          |     ^
        hint: write `!`, as in `!(x in list)`
      """#),
    Row(
      #"request.kind is 'a'"#,
      #"""
      1:14: error: unexpected `is`, expected the end of the expression or an operator [syntax]
        1 | request.kind is 'a'
          |              ^
        hint: compare with `==`
      """#),
    Row(
      #"request.kind <> 'a'"#,
      #"""
      1:15: error: unexpected `>`, expected a value, a name, `(`, `[` or `{` [syntax]
        1 | request.kind <> 'a'
          |               ^
        hint: write `!=`
      """#),
    Row(
      #"request.kind === 'a'"#,
      #"""
      1:16: error: unexpected character `=` [unexpected-character]
        1 | request.kind === 'a'
          |                ^
        hint: compare with `==`
      """#),
    Row(
      #"a => b"#,
      #"""
      1:3: error: unexpected character `=` [unexpected-character]
        1 | a => b
          |   ^
        hint: compare with `>=`
      """#),
    Row(
      #"request.kind == ‘pilot’"#,
      #"""
      1:17: error: unexpected character `‘` [unexpected-character]
        1 | request.kind == ‘pilot’
          |                 ^
        hint: strings stand between `'` or `"`
      1:23: error: unexpected character `’` [unexpected-character]
        1 | request.kind == ‘pilot’
          |                       ^
        hint: strings stand between `'` or `"`
      """#),
    Row(
      #"request.cost > usd(5);"#,
      #"""
      1:22: error: unexpected character `;` [unexpected-character]
        1 | request.cost > usd(5);
          |                      ^
        hint: an expression is one value: leave it out
      """#),
    Row(
      #"request.cost >= $5"#,
      #"""
      1:17: error: unexpected character `$` [unexpected-character]
        1 | request.cost >= $5
          |                 ^
        hint: names are of letters, digits and `_`
      """#),
    Row(
      #"request.cost > 5%"#,
      #"""
      1:18: error: the expression ends here, expected a value, a name, `(`, `[` or `{` [syntax]
        1 | request.cost > 5%
          |                  ^
        hint: `%` is the rest of a division: write five percent as `0.05`
      """#),
    Row(
      #"request.kind == 'a' # why"#,
      #"""
      1:21: error: unexpected character `#` [unexpected-character]
        1 | request.kind == 'a' # why
          |                     ^
        hint: a comment starts with `//`
      """#),
    Row(
      #"request.kind == 'a' /* why */"#,
      #"""
      1:22: error: unexpected `*`, expected a value, a name, `(`, `[` or `{` [syntax]
        1 | request.kind == 'a' /* why */
          |                      ^
        hint: a comment starts with `//`
      """#),
    Row(
      #"1 = 1 && 2 = 2"#,
      #"""
      1:3: error: unexpected character `=` [unexpected-character]
        1 | 1 = 1 && 2 = 2
          |   ^
        hint: compare with `==`
      1:12: error: unexpected character `=` [unexpected-character]
        1 | 1 = 1 && 2 = 2
          |            ^
        hint: compare with `==`
      """#),
    Row(
      #"request.tags[0 == 'a'"#,
      #"""
      1:22: error: the expression ends here, expected `]` [syntax]
        1 | request.tags[0 == 'a'
          |                      ^
        hint: it closes the `[` at 1:13
      """#),
    Row(
      #"[1, 2"#,
      #"""
      1:6: error: the expression ends here, expected `,` or `]` [syntax]
        1 | [1, 2
          |      ^
        hint: it closes the `[` at 1:1
      """#),
    Row(
      #"{'a': 1, 'b' 2} == {}"#,
      #"""
      1:14: error: unexpected `2`, expected `:` [syntax]
        1 | {'a': 1, 'b' 2} == {}
          |              ^
      """#),
    Row(
      #"""
      (1 + 2
        > 2
        && true
      """#,
      #"""
      3:10: error: the expression ends here, expected `)` [syntax]
        3 |   && true
          |          ^
        hint: it closes the `(` at 1:1
      """#),
    Row(
      #"request.kind in ['a' 'b']"#,
      #"""
      1:22: error: unexpected `'b'`, expected `,` or `]` [syntax]
        1 | request.kind in ['a' 'b']
          |                      ^
        hint: a comma is missing, or `+` to join them
      """#),
    Row(
      #"true ? 1"#,
      #"""
      1:9: error: the expression ends here, expected `:` [syntax]
        1 | true ? 1
          |         ^
        hint: it belongs to the `?` at 1:6
      """#),
    Row(
      #"'it's' == request.kind"#,
      #"""
      1:6: error: a string is not closed [unterminated-string]
        1 | 'it's' == request.kind
          |      ^
        hint: within a string a quote is written `\'`
      """#),
    Row(
      #"""
      'abc
      def' == request.kind
      """#,
      #"""
      1:1: error: a string is not closed on its line [unterminated-string]
        1 | 'abc
          | ^
        hint: close it with `'`, or write it over several lines between `'''`
      2:4: error: a string is not closed [unterminated-string]
        2 | def' == request.kind
          |    ^
        hint: within a string a quote is written `\'`
      """#),
    Row(
      #"'\u12' == ''"#,
      #"""
      1:2: error: `\u` is no escape [bad-escape]
        1 | '\u12' == ''
          |  ^
        hint: four hexadecimal digits follow, of a code point that is no surrogate: `\u00E9`
      """#),
    Row(
      #"'\ud83d' == ''"#,
      #"""
      1:2: error: `\u` is no escape [bad-escape]
        1 | '\ud83d' == ''
          |  ^
        hint: four hexadecimal digits follow, of a code point that is no surrogate: `\u00E9`
      """#),
    Row(
      #"'\x4' == ''"#,
      #"""
      1:2: error: `\x` is no escape [bad-escape]
        1 | '\x4' == ''
          |  ^
        hint: two hexadecimal digits follow: `\x41`
      """#),
    Row(
      #"'\400' == ''"#,
      #"""
      1:2: error: `\4` is no escape [bad-escape]
        1 | '\400' == ''
          |  ^
        hint: three octal digits follow, up to `\377`
      """#),
    Row(
      #"b'\u0041' == b''"#,
      #"""
      1:3: error: `\u` is no escape [bad-escape]
        1 | b'\u0041' == b''
          |   ^
        hint: bytes have no code points: write the text itself, or bytes as `\xC3`
      """#),
    Row(
      #"0x > 1"#,
      #"""
      1:1: error: `0x` has no digits [number-out-of-range]
        1 | 0x > 1
          | ^
        hint: write hexadecimal digits, as in `0xFF`
      """#),
    Row(
      #"0XFF > 1"#,
      #"""
      1:2: error: unexpected `XFF`, expected the end of the expression or an operator [syntax]
        1 | 0XFF > 1
          |  ^
        hint: write `0x` for hexadecimal digits
      """#),
    Row(
      #"9223372036854775808 > 1"#,
      #"""
      1:1: error: `9223372036854775808` is not an int in range [number-out-of-range]
        1 | 9223372036854775808 > 1
          | ^
        hint: an int goes from -9223372036854775808 to 9223372036854775807; a uint is written `1u`
      """#),
    Row(
      #"1e999 > 1.0"#,
      #"""
      1:1: error: `1e999` is not a double in range [number-out-of-range]
        1 | 1e999 > 1.0
          | ^
        hint: a double goes up to about 1.8e308
      """#),
    Row(
      #"1.5u > 1.0"#,
      #"""
      1:4: error: unexpected `u`, expected the end of the expression or an operator [syntax]
        1 | 1.5u > 1.0
          |    ^
        hint: a uint has no fraction
      """#),
    Row(
      #"1_000 > 1"#,
      #"""
      1:2: error: unexpected `_000`, expected the end of the expression or an operator [syntax]
        1 | 1_000 > 1
          |  ^
        hint: digits stand together: `1000`
      """#),
    Row(
      #"10k > 1"#,
      #"""
      1:3: error: unexpected `k`, expected the end of the expression or an operator [syntax]
        1 | 10k > 1
          |   ^
        hint: between a number and a name an operator is missing
      """#),
    Row(
      #"f'a' == ''"#,
      #"""
      1:2: error: unexpected `'a'`, expected the end of the expression or an operator [syntax]
        1 | f'a' == ''
          |  ^
        hint: write `'...%s'.format([x])`
      """#),
    Row(
      #"rb'a' == b''"#,
      #"""
      1:3: error: unexpected `'a'`, expected the end of the expression or an operator [syntax]
        1 | rb'a' == b''
          |   ^
        hint: write `br'...'`
      """#),
    Row(
      #"for == 1"#,
      #"""
      1:1: error: `for` is a reserved word [reserved-word]
        1 | for == 1
          | ^
        hint: write `list.all(x, ...)`, `list.exists(x, ...)` or `list.map(x, ...)`
      """#),
    Row(
      #"request.in == 1"#,
      #"""
      1:9: error: `in` is no name of a field [reserved-word]
        1 | request.in == 1
          |         ^
        hint: write it between backticks
      """#),
    Row(
      #"request.true"#,
      #"""
      1:9: error: `true` is no name of a field [reserved-word]
        1 | request.true
          |         ^
        hint: write it between backticks
      """#),
    Row(
      #"request.1 == 1"#,
      #"""
      1:8: error: unexpected `.1`, expected the end of the expression or an operator [syntax]
        1 | request.1 == 1
          |        ^
        hint: a place of a list is written `list[1]`
      """#),
    Row(
      #"Money{units: 1} == usd(1)"#,
      #"""
      1:6: error: unexpected `{`, expected the end of the expression or an operator [syntax]
        1 | Money{units: 1} == usd(1)
          |      ^
        hint: messages are not there; a map is written `{'key': value}`
      """#),
    Row(
      #"request.cost\#u{A0}> usd(1)"#,
      #"""
      1:13: error: unexpected character `\#u{A0}` [unexpected-character]
        1 | request.cost\#u{A0}> usd(1)
          |             ^
        hint: it looks like a blank: write a plain one
      """#),
    Row(
      #"\#trequest.kindd == 'a'"#,
      #"""
      1:10: error: undeclared field `kindd` of `request` [undeclared-field]
        1 |  request.kindd == 'a'
          |          ^
        hint: did you mean `kind`?
      """#),
    Row(
      #"'日本語' == request.knid"#,
      #"""
      1:18: error: undeclared field `knid` of `request` [undeclared-field]
        1 | '日本語' == request.knid
          |                     ^
        hint: did you mean `kind`?
      """#),
    Row(
      #"'e\#u{301}e\#u{301}' == request.knid"#,
      #"""
      1:19: error: undeclared field `knid` of `request` [undeclared-field]
        1 | 'e\#u{301}e\#u{301}' == request.knid
          |                 ^
        hint: did you mean `kind`?
      """#),
    Row(
      #"'👩\#u{200D}💻' == request.knid"#,
      #"""
      1:18: error: undeclared field `knid` of `request` [undeclared-field]
        1 | '👩\#u{200D}💻' == request.knid
          |                   ^
        hint: did you mean `kind`?
      """#),
    Row(
      #"""
      request.kind == 'x' &&
        request.team = 'y' &&
        request.cost > 5 &&
        request.tags.exist(t, true)
      """#,
      #"""
      2:16: error: unexpected character `=` [unexpected-character]
        2 |   request.team = 'y' &&
          |                ^
        hint: compare with `==`
      """#),
    Row(
      #"""
      request.kind == 'x' &&
        (request.cost > &&
        request.team == 'y'
      """#,
      #"""
      2:19: error: unexpected `&&`, expected a value, a name, `(`, `[` or `{` [syntax]
        2 |   (request.cost > &&
          |                   ^
      3:22: error: the expression ends here, expected `)` [syntax]
        3 |   request.team == 'y'
          |                      ^
        hint: it closes the `(` at 2:3
      """#),
    Row(
      #"request.kindd == 'a' || request.teem == 'b' || request.cost > 5 || size(1) > 2 || 'a' + 1 == ''"#,
      #"""
      1:9: error: undeclared field `kindd` of `request` [undeclared-field]
        1 | request.kindd == 'a' || request.teem == 'b' || request.cost > 5 || size(1) > 2 || 'a' + 1 == ''
          |         ^
        hint: did you mean `kind`?
      1:33: error: undeclared field `teem` of `request` [undeclared-field]
        1 | request.kindd == 'a' || request.teem == 'b' || request.cost > 5 || size(1) > 2 || 'a' + 1 == ''
          |                                 ^
        hint: did you mean `team`?
      1:61: error: found no matching overload for `_>_` applied to `(money, int)` [no-matching-overload]
        1 | request.kindd == 'a' || request.teem == 'b' || request.cost > 5 || size(1) > 2 || 'a' + 1 == ''
          |                                                             ^
        hint: write an amount as `usd(500)`
      1:68: error: found no matching overload for `size` applied to `(int)` [no-matching-overload]
        1 | request.kindd == 'a' || request.teem == 'b' || request.cost > 5 || size(1) > 2 || 'a' + 1 == ''
          |                                                                    ^
        hint: there is `size(string) -> int`, `size(bytes) -> int`, `size(list(T)) -> int`, `size(map(K, V)) -> int`, `string.size() -> int`, `bytes.size() -> int` and 2 more
      1:87: error: found no matching overload for `_+_` applied to `(string, int)` [no-matching-overload]
        1 | request.kindd == 'a' || request.teem == 'b' || request.cost > 5 || size(1) > 2 || 'a' + 1 == ''
          |                                                                                       ^
        hint: make a string of the other: `string(x)`
      """#),
    Row(
      #"request.kind == 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' && request.teem == 'b'"#,
      #"""
      1:138: error: undeclared field `teem` of `request` [undeclared-field]
        1 | ...aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' && request.teem == 'b'
          |                                                                                                                 ^
        hint: did you mean `team`?
      """#),
    Row(
      #"// nothing but a comment"#,
      #"""
      1:25: error: the expression ends here, expected a value, a name, `(`, `[` or `{` [syntax]
        1 | // nothing but a comment
          |                         ^
      """#),
    Row(
      #"++now"#,
      #"""
      1:1: error: unexpected `+`, expected a value, a name, `(`, `[` or `{` [syntax]
        1 | ++now
          | ^
        hint: a sign `+` stands between two values only
      """#),
    Row(
      #"request..kind"#,
      #"""
      1:9: error: unexpected `.`, expected a field's name [syntax]
        1 | request..kind
          |         ^
        hint: there is a dot too many
      """#),
    Row(
      #"request.kind."#,
      #"""
      1:14: error: the expression ends here, expected a field's name [syntax]
        1 | request.kind.
          |              ^
      """#),
    Row(
      #"request.tags.all(t, )"#,
      #"""
      1:21: error: unexpected `)`, expected a value, a name, `(`, `[` or `{` [syntax]
        1 | request.tags.all(t, )
          |                     ^
        hint: there is a comma too many
      """#),
    Row(
      #"size(,)"#,
      #"""
      1:6: error: unexpected `,`, expected a value, a name, `(`, `[` or `{` [syntax]
        1 | size(,)
          |      ^
      """#),
    Row(
      #"&& true"#,
      #"""
      1:1: error: unexpected `&&`, expected a value, a name, `(`, `[` or `{` [syntax]
        1 | && true
          | ^
      """#),
    Row(
      #"true &&"#,
      #"""
      1:8: error: the expression ends here, expected a value, a name, `(`, `[` or `{` [syntax]
        1 | true &&
          |        ^
      """#),
    Row(
      #"true && || false"#,
      #"""
      1:9: error: unexpected `||`, expected a value, a name, `(`, `[` or `{` [syntax]
        1 | true && || false
          |         ^
      """#),
    Row(
      #"? true : false"#,
      #"""
      1:1: error: unexpected `?`, expected a value, a name, `(`, `[` or `{` [syntax]
        1 | ? true : false
          | ^
      """#),
    Row(
      #"]"#,
      #"""
      1:1: error: unexpected `]`, expected a value, a name, `(`, `[` or `{` [syntax]
        1 | ]
          | ^
      """#),
    Row(
      #"request.`no such` == 1"#,
      #"""
      1:10: error: undeclared field `no such` of `request` [undeclared-field]
        1 | request.`no such` == 1
          |          ^
        hint: it has `kind`, `team`, `cost`, `tags`, `duration`, `budgets`, `gpu`
      """#),
  ]
}
