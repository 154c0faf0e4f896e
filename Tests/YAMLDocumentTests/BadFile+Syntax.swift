extension BadFile {
  static let syntax: [BadFile] = [
    BadFile(
      "a colon inside a value", "title: one: two",
      #"""
      a.yaml:1:11: error: `: ` inside a value [syntax]
        1 | title: one: two
          |           ^
        hint: quote the value, or check the indentation
      """#),
    BadFile(
      "a quote without its end", "a: \"one\nb: two\n",
      #"""
      a.yaml:1:4: error: a quote without its end [syntax]
        1 | a: "one
          |    ^
        hint: close the quote
      """#),
    BadFile(
      "a single quote without its end", "a: 'it\n",
      #"""
      a.yaml:1:4: error: a quote without its end [syntax]
        1 | a: 'it
          |    ^
        hint: close the quote
      """#),
    BadFile(
      "text behind a quote", "a: 'it's'",
      #"""
      a.yaml:1:8: error: `s'` behind a closing `'` [syntax]
        1 | a: 'it's'
          |        ^
        hint: quote the whole value, or put it in a block behind `|`
      """#),
    BadFile(
      "an unknown escape", "a: \"\\d+\"",
      #"""
      a.yaml:1:5: error: unknown escape [syntax]
        1 | a: "\d+"
          |     ^
        hint: write a backslash twice, or use single quotes
      """#),
    BadFile(
      "an escape without digits", "a: \"\\u12g4\"",
      #"""
      a.yaml:1:7: error: an escape without its hexadecimal digits [syntax]
        1 | a: "\u12g4"
          |       ^
      """#),
    BadFile(
      "an escape that is no character", "a: \"\\ud800\"",
      #"""
      a.yaml:1:7: error: an escape that is no character [syntax]
        1 | a: "\ud800"
          |       ^
        hint: write the character itself
      """#),
    BadFile(
      "a bracket without its end", "a: [one, two\nb: 3",
      #"""
      a.yaml:2:2: error: expected `,` or `]`, found `:` [syntax]
        2 | b: 3
          |  ^
        hint: the `[` stands on line 1
      """#),
    BadFile(
      "a brace without its end", "a: {b: 1\nc: 2",
      #"""
      a.yaml:2:2: error: expected `,` or `}`, found `:` [syntax]
        2 | c: 2
          |  ^
        hint: the `{` stands on line 1
      """#),
    BadFile(
      "a wrong bracket", "a: [one}",
      #"""
      a.yaml:1:8: error: expected `,` or `]`, found `}` [syntax]
        1 | a: [one}
          |        ^
        hint: the `[` stands on line 1
      """#),
    BadFile(
      "an at sign", "a: @home",
      #"""
      a.yaml:1:4: error: `@` cannot start a value [syntax]
        1 | a: @home
          |    ^
        hint: quote the value
      """#),
    BadFile(
      "a percent sign", "a: %done",
      #"""
      a.yaml:1:4: error: `%` cannot start a value [syntax]
        1 | a: %done
          |    ^
        hint: quote the value
      """#),
    BadFile(
      "a backtick", "a: `x`",
      #"""
      a.yaml:1:4: error: a backtick cannot start a value [syntax]
        1 | a: `x`
          |    ^
        hint: quote the value
      """#),
    BadFile(
      "a key indented too far", "a: 1\n  b: 2",
      #"""
      a.yaml:2:4: error: `: ` inside a value [syntax]
        2 |   b: 2
          |    ^
        hint: quote the value, or check the indentation
      """#),
    BadFile(
      "a key indented too little", "a:\n    b: 1\n  c: 2",
      #"""
      a.yaml:3:3: error: expected a key, found `c:` [syntax]
        3 |   c: 2
          |   ^
        hint: check the indentation and the quotes
      """#),
    BadFile(
      "an item beside a key", "a: 1\n- b",
      #"""
      a.yaml:2:1: error: expected a key, found `-` [syntax]
        2 | - b
          | ^
        hint: check the indentation and the quotes
      """#),
    BadFile(
      "an item in a value", "a: - b",
      #"""
      a.yaml:1:4: error: a list item is not allowed here [syntax]
        1 | a: - b
          |    ^
        hint: start the list on a line of its own
      """#),
    BadFile(
      "a key without a colon", "a: 1\nb\nc: 2",
      #"""
      a.yaml:2:1: error: expected `:` after the key [syntax]
        2 | b
          | ^
        hint: check the indentation, or quote a text of several lines
      """#),
    BadFile(
      "a block header with text", "a: | one\n  two",
      #"""
      a.yaml:1:6: error: expected the end of the line, found `one` [syntax]
        1 | a: | one
          |      ^
      """#),
    BadFile(
      "an indentation of 0", "a: |0\n  two",
      #"""
      a.yaml:1:5: error: an indentation of 0 [syntax]
        1 | a: |0
          |     ^
        hint: write 1 to 9, or leave it out
      """#),
    BadFile(
      "a document marker inside a quote", "a: 'x\n---\n'",
      #"""
      a.yaml:2:1: error: a document marker inside a quoted text [syntax]
        2 | ---
          | ^
        hint: close the quote
      """#),
    BadFile(
      "a comment without a blank", "a: 'x'#y",
      #"""
      a.yaml:1:7: error: a comment without a space before it [syntax]
        1 | a: 'x'#y
          |       ^
        hint: put a space before the `#`, or quote the value
      """#),
    BadFile(
      "a line not indented enough", "a:\n  b: [\n  c]",
      #"""
      a.yaml:3:3: error: a line that is not indented enough [indentation]
        3 |   c]
          |   ^
        hint: indent it by at least 3 spaces
      """#),
    BadFile(
      "a dash in brackets", "a: [-, b]",
      #"""
      a.yaml:1:5: error: `-` cannot be a value in brackets [syntax]
        1 | a: [-, b]
          |     ^
        hint: quote the value
      """#),
    BadFile(
      "text behind the end marker", "a: 1\n... b",
      #"""
      a.yaml:2:5: error: expected `---` or the end, found `b` [syntax]
        2 | ... b
          |     ^
        hint: check the indentation
      """#),
    BadFile(
      "an ampersand", "a: & b",
      #"""
      a.yaml:1:4: error: `&` cannot start a value [syntax]
        1 | a: & b
          |    ^
        hint: quote the value
      """#),
    BadFile(
      "an asterisk", "a: *",
      #"""
      a.yaml:1:4: error: `*` cannot start a value [syntax]
        1 | a: *
          |    ^
        hint: quote the value
      """#),
    BadFile(
      "a condition that starts with a quote", "when: 'pii' in request.tags",
      #"""
      a.yaml:1:13: error: `in` behind a closing `'` [syntax]
        1 | when: 'pii' in request.tags
          |             ^
        hint: quote the whole value, or put it in a block behind `|`
      """#),
    BadFile(
      "a condition in a list that starts with a quote", "- \"a\" == b\n- c",
      #"""
      a.yaml:1:7: error: `==` behind a closing `"` [syntax]
        1 | - "a" == b
          |       ^
        hint: quote the whole value, or put it in a block behind `|`
      """#),
    BadFile(
      "a quoted value at the top with a rest", "'a' b",
      #"""
      a.yaml:1:5: error: `b` behind a closing `'` [syntax]
        1 | 'a' b
          |     ^
        hint: quote the whole value, or put it in a block behind `|`
      """#),
    BadFile(
      "a wide line", "a: \"" + String(repeating: "x", count: 150) + "\\d" + String(repeating: "y", count: 100) + "\"",
      #"""
      a.yaml:1:155: error: unknown escape [syntax]
        1 | ...xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\dyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy...
          |                                                                ^
        hint: write a backslash twice, or use single quotes
      """#),
  ]
}
