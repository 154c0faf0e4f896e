extension BadFile {
  static let subset: [BadFile] = [
    BadFile(
      "an anchor", "a: &x 1\nb: 2",
      #"""
      a.yaml:1:4: error: anchor `&x` is not allowed [anchor]
        1 | a: &x 1
          |    ^
        hint: write the value out where it is used
      """#),
    BadFile(
      "an alias", "a: 1\nb: *x",
      #"""
      a.yaml:2:4: error: alias `*x` is not allowed [alias]
        2 | b: *x
          |    ^
        hint: write the value out
      """#),
    BadFile(
      "an anchor and its alias", "base: &base\n  a: 1\nother: *base",
      #"""
      a.yaml:1:7: error: anchor `&base` is not allowed [anchor]
        1 | base: &base
          |       ^
        hint: write the value out where it is used
      a.yaml:3:8: error: alias `*base` is not allowed [alias]
        3 | other: *base
          |        ^
        hint: write the value out
      """#),
    BadFile(
      "a merge key", "a: {b: 1}\nc:\n  <<: {d: 1}",
      #"""
      a.yaml:3:3: error: merge key `<<` is not allowed [merge-key]
        3 |   <<: {d: 1}
          |   ^
        hint: write the keys out
      """#),
    BadFile(
      "a merge key with an alias", "a: &a {b: 1}\nc:\n  <<: *a\n  d: 2",
      #"""
      a.yaml:1:4: error: anchor `&a` is not allowed [anchor]
        1 | a: &a {b: 1}
          |    ^
        hint: write the value out where it is used
      a.yaml:3:3: error: merge key `<<` is not allowed [merge-key]
        3 |   <<: *a
          |   ^
        hint: write the keys out
      a.yaml:3:7: error: alias `*a` is not allowed [alias]
        3 |   <<: *a
          |       ^
        hint: write the value out
      """#),
    BadFile(
      "a string tag", "a: !!str 1",
      #"""
      a.yaml:1:4: error: tag `!!str` is not allowed [tag]
        1 | a: !!str 1
          |    ^
        hint: quote the value to make it a string
      """#),
    BadFile(
      "a local tag", "a: !money 5",
      #"""
      a.yaml:1:4: error: tag `!money` is not allowed [tag]
        1 | a: !money 5
          |    ^
        hint: a value takes its type from how it is written
      """#),
    BadFile(
      "a verbatim tag", "a: !<tag:example.com,2026:x> 5",
      #"""
      a.yaml:1:4: error: tag `!<tag:example.com,2026:x>` is not allowed [tag]
        1 | a: !<tag:example.com,2026:x> 5
          |    ^
        hint: a value takes its type from how it is written
      """#),
    BadFile(
      "a tag and an anchor", "a: !!int &n 5",
      #"""
      a.yaml:1:4: error: tag `!!int` is not allowed [tag]
        1 | a: !!int &n 5
          |    ^
        hint: a value takes its type from how it is written
      a.yaml:1:10: error: anchor `&n` is not allowed [anchor]
        1 | a: !!int &n 5
          |          ^
        hint: write the value out where it is used
      """#),
    BadFile(
      "the non-specific tag", "a: ! 5",
      #"""
      a.yaml:1:4: error: tag `!` is not allowed [tag]
        1 | a: ! 5
          |    ^
        hint: a value takes its type from how it is written
      """#),
    BadFile(
      "a tag on a mapping", "a: !!map\n  b: 1",
      #"""
      a.yaml:1:4: error: tag `!!map` is not allowed [tag]
        1 | a: !!map
          |    ^
        hint: a value takes its type from how it is written
      """#),
    BadFile(
      "a tag with an undeclared handle", "a: !x!y 5",
      #"""
      a.yaml:1:4: error: tag `!x!y` is not allowed [tag]
        1 | a: !x!y 5
          |    ^
        hint: remove it
      """#),
    BadFile(
      "a duplicate key", "id: a\nowner: b\nid: c",
      #"""
      a.yaml:3:1: error: duplicate key `id` [duplicate-key]
        3 | id: c
          | ^
        hint: it stands on line 1 already
      """#),
    BadFile(
      "duplicate keys in several mappings", "a: {b: 1, b: 2}\nc:\n  d: 1\n  d: 2\n  d: 3",
      #"""
      a.yaml:1:11: error: duplicate key `b` [duplicate-key]
        1 | a: {b: 1, b: 2}
          |           ^
        hint: it stands on line 1 already
      a.yaml:4:3: error: duplicate key `d` [duplicate-key]
        4 |   d: 2
          |   ^
        hint: it stands on line 3 already
      a.yaml:5:3: error: duplicate key `d` [duplicate-key]
        5 |   d: 3
          |   ^
        hint: it stands on line 3 already
      """#),
    BadFile(
      "a duplicate key in quotes", "id: a\n\"\\x69d\": b",
      #"""
      a.yaml:2:1: error: duplicate key `id` [duplicate-key]
        2 | "\x69d": b
          | ^
        hint: it stands on line 1 already
      """#),
    BadFile(
      "an integer key", "1: a",
      #"""
      a.yaml:1:1: error: the key `1` is an integer [non-string-key]
        1 | 1: a
          | ^
        hint: quote it: `"1"`
      """#),
    BadFile(
      "a boolean key", "true: a\nNo: b",
      #"""
      a.yaml:1:1: error: the key `true` is a boolean [non-string-key]
        1 | true: a
          | ^
        hint: quote it: `"true"`
      """#),
    BadFile(
      "a null key", "~: a\nnull: b",
      #"""
      a.yaml:1:1: error: the key `~` is null [non-string-key]
        1 | ~: a
          | ^
        hint: quote it: `"~"`
      a.yaml:2:1: error: the key `null` is null [non-string-key]
        2 | null: b
          | ^
        hint: quote it: `"null"`
      """#),
    BadFile(
      "a float key", "1.5: a",
      #"""
      a.yaml:1:1: error: the key `1.5` is a number [non-string-key]
        1 | 1.5: a
          | ^
        hint: quote it: `"1.5"`
      """#),
    BadFile(
      "an empty key", ": a",
      #"""
      a.yaml:1:1: error: expected a key, found `:` [syntax]
        1 | : a
          | ^
        hint: check the indentation and the quotes
      """#),
    BadFile(
      "an explicit empty key", "?\n: a",
      #"""
      a.yaml:1:2: error: an empty key [non-string-key]
        1 | ?
          |  ^
        hint: write a name before the `:`
      """#),
    BadFile(
      "a list as a key", "? [a, b]\n: c",
      #"""
      a.yaml:1:3: error: a list cannot be a key [non-string-key]
        1 | ? [a, b]
          |   ^
        hint: a key is a string
      """#),
    BadFile(
      "a mapping as a key", "{a: 1}: c",
      #"""
      a.yaml:1:1: error: a mapping cannot be a key [non-string-key]
        1 | {a: 1}: c
          | ^
        hint: a key is a string
      """#),
    BadFile(
      "an alias as a key", "*a : c",
      #"""
      a.yaml:1:1: error: alias `*a` is not allowed [alias]
        1 | *a : c
          | ^
        hint: write the value out
      """#),
    BadFile(
      "a version directive", "%YAML 1.2\n---\na: 1",
      #"""
      a.yaml:1:1: error: directive `%YAML` is not allowed [directive]
        1 | %YAML 1.2
          | ^
        hint: remove it; files are read as YAML 1.2
      """#),
    BadFile(
      "an old version directive", "%YAML 1.1\n---\na: 1",
      #"""
      a.yaml:1:1: error: directive `%YAML` is not allowed [directive]
        1 | %YAML 1.1
          | ^
        hint: remove it; files are read as YAML 1.2
      """#),
    BadFile(
      "a newer version directive", "%YAML 2.0\n---\na: 1",
      #"""
      a.yaml:1:1: error: directive `%YAML` is not allowed [directive]
        1 | %YAML 2.0
          | ^
        hint: remove it; files are read as YAML 1.2
      """#),
    BadFile(
      "a tag directive", "%TAG ! tag:example.com,2026:\n---\na: 1",
      #"""
      a.yaml:1:1: error: directive `%TAG` is not allowed [directive]
        1 | %TAG ! tag:example.com,2026:
          | ^
        hint: remove it; files are read as YAML 1.2
      """#),
    BadFile(
      "an unknown directive", "%FOO bar\n---\na: 1",
      #"""
      a.yaml:1:1: error: directive `%FOO` is not allowed [directive]
        1 | %FOO bar
          | ^
        hint: remove it; files are read as YAML 1.2
      """#),
    BadFile(
      "everything at once", "a: &x 1\na: !!str 2\n3: *x\n<<: {}\nb: [1",
      #"""
      a.yaml:1:4: error: anchor `&x` is not allowed [anchor]
        1 | a: &x 1
          |    ^
        hint: write the value out where it is used
      a.yaml:2:1: error: duplicate key `a` [duplicate-key]
        2 | a: !!str 2
          | ^
        hint: it stands on line 1 already
      a.yaml:2:4: error: tag `!!str` is not allowed [tag]
        2 | a: !!str 2
          |    ^
        hint: quote the value to make it a string
      a.yaml:3:1: error: the key `3` is an integer [non-string-key]
        3 | 3: *x
          | ^
        hint: quote it: `"3"`
      a.yaml:3:4: error: alias `*x` is not allowed [alias]
        3 | 3: *x
          |    ^
        hint: write the value out
      a.yaml:4:1: error: merge key `<<` is not allowed [merge-key]
        4 | <<: {}
          | ^
        hint: write the keys out
      a.yaml:5:6: error: expected `,` or `]`, found the end [syntax]
        5 | b: [1
          |      ^
        hint: the `[` stands on line 5
      """#),
    BadFile(
      "a tag that is cut short", "a: !<b c",
      #"""
      a.yaml:1:4: error: tag `!<b` is not allowed [tag]
        1 | a: !<b c
          |    ^
        hint: remove it
      """#),
  ]
}
