extension BadFile {
  static let characters: [BadFile] = [
    BadFile(
      "an empty file", "",
      #"""
      a.yaml:1:1: error: the file holds no document [empty-file]
        hint: remove the file, or write a document
      """#),
    BadFile(
      "a file with comments alone", "# nothing\n",
      #"""
      a.yaml:1:1: error: the file holds no document [empty-file]
        1 | # nothing
          | ^
        hint: remove the file, or write a document
      """#),
    BadFile(
      "a byte order mark", "\u{FEFF}a: 1",
      #"""
      a.yaml:1:1: error: the file starts with a byte order mark [byte-order-mark]
        1 | \u{feff}a: 1
          | ^
        hint: save it as UTF-8 without one
      """#),
    BadFile(
      "a NUL", "a: 1\nb: x\u{0}y",
      #"""
      a.yaml:2:5: error: control character U+0000 is not allowed [control-character]
        2 | b: x\u{0}y
          |     ^
        hint: remove it, or write it as `\u0000` in double quotes
      """#),
    BadFile(
      "an escape character", "a: \u{1B}[2J",
      #"""
      a.yaml:1:4: error: control character U+001B is not allowed [control-character]
        1 | a: \u{1b}[2J
          |    ^
        hint: remove it, or write it as `\u001b` in double quotes
      """#),
    BadFile(
      "a lone carriage return", "a: 1\rb: 2",
      #"""
      a.yaml:1:5: error: control character U+000D is not allowed [control-character]
        1 | a: 1\u{d}b: 2
          |     ^
        hint: end lines with a line feed
      """#),
    BadFile(
      "a line separator", "a: \u{2028}b",
      #"""
      a.yaml:1:4: error: control character U+2028 is not allowed [control-character]
        1 | a: \u{2028}b
          |    ^
        hint: remove it, or write it as `\u2028` in double quotes
      """#),
    BadFile(
      "a bidirectional control", "when: a \u{202E} b",
      #"""
      a.yaml:1:9: error: control character U+202E is not allowed [control-character]
        1 | when: a \u{202e} b
          |         ^
        hint: remove it, or write it as `\u202e` in double quotes
      """#),
    BadFile(
      "two control characters", "a: \u{1}\nb\u{E9}: \u{7F}",
      #"""
      a.yaml:1:4: error: control character U+0001 is not allowed [control-character]
        1 | a: \u{1}
          |    ^
        hint: remove it, or write it as `\u0001` in double quotes
      a.yaml:2:5: error: control character U+007F is not allowed [control-character]
        2 | bé: \u{7f}
          |     ^
        hint: remove it, or write it as `\u007f` in double quotes
      """#),
    BadFile(
      "a tab before a key", "a:\n\tb: 1",
      #"""
      a.yaml:2:1: error: a tab in the indentation [tab-indentation]
        2 |  b: 1
          | ^
        hint: indent with spaces
      """#),
    BadFile(
      "a tab behind blanks", "a:\n  b: 1\n  \tc: 2",
      #"""
      a.yaml:3:3: error: a tab in the indentation [tab-indentation]
        3 |    c: 2
          |   ^
        hint: indent with spaces
      """#),
  ]
}
