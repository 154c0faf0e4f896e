extension BadInput {
  static let expressions: [BadInput] = [
    BadInput(
      "an expression that is broken off",
      run: ["cel", "1 +"],
      exit: 2,
      errors: """
        expression:1:4: error: the expression ends here, expected a value, a name, `(`, `[` or `{` [syntax]
          1 | 1 +
            |    ^
        1 error, 0 warnings

        """),
    BadInput(
      "an undeclared name",
      run: ["cel", "x + 1"],
      exit: 2,
      errors: """
        expression:1:1: error: undeclared name `x` [undeclared-name]
          1 | x + 1
            | ^
          hint: declared are `now`, `request`, `requester`
        1 error, 0 warnings

        """),
    BadInput(
      "a number and a text",
      run: ["cel", "1 + 'a'"],
      exit: 2,
      errors: """
        expression:1:3: error: found no matching overload for `_+_` applied to `(int, string)` [no-matching-overload]
          1 | 1 + 'a'
            |   ^
          hint: make a string of the other: `string(x)`
        1 error, 0 warnings

        """),
    BadInput(
      "a division by zero",
      run: ["cel", "1 / 0"],
      exit: 2,
      errors: """
        expression:1:3: error: division by zero [divide-by-zero]
          1 | 1 / 0
            |   ^
        1 error, 0 warnings

        """),
    BadInput(
      "facts that there are not",
      run: ["cel", "1 + 1", "--with", "nothing.yaml"],
      exit: 2,
      errors: """
        error: cannot read `nothing.yaml`: No such file or directory [no-such-file]
          hint: is the path right, seen from the current folder?

        """),
    BadInput(
      "a function that there is not",
      run: ["cel", "upper('a')"],
      exit: 2,
      errors: """
        expression:1:1: error: undeclared function `upper` [undeclared-function]
          1 | upper('a')
            | ^
          hint: write `text.upperAscii()`
        1 error, 0 warnings

        """),
  ]
}
