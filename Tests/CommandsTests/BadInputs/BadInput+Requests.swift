extension BadInput {
  static let requests: [BadInput] = [
    BadInput(
      "a request that there is not",
      run: ["submit", "nothing.yaml"],
      as: "zoe",
      exit: 2,
      errors: """
        error: cannot read `nothing.yaml`: No such file or directory [no-such-file]
          hint: is the path right, seen from the current folder?

        """),
    BadInput(
      "a folder for a request",
      run: ["submit", "rules"],
      as: "zoe",
      exit: 2,
      errors: "error: cannot read `rules`: Is a directory [unreadable-file]\n"),
    BadInput(
      "a request that is no YAML",
      [.write(request, "request: {kind: experiment\n")],
      run: ["submit", "request.yaml"],
      as: "zoe",
      exit: 2,
      errors: """
        request.yaml:2:1: error: expected `,` or `}`, found the end [syntax]
          2 |\u{20}
            | ^
          hint: the `{` stands on line 1
        1 error, 0 warnings

        """),
    BadInput(
      "an empty request",
      [.write(request, "")],
      run: ["submit", "request.yaml"],
      as: "zoe",
      exit: 2,
      errors: """
        request.yaml:1:1: error: the file holds no document [empty-file]
          hint: remove the file, or write a document
        1 error, 0 warnings

        """),
    BadInput(
      "a document of another kind",
      [.replace(request, "kind: Request", with: "kind: Rule")],
      run: ["submit", "request.yaml"],
      as: "zoe",
      exit: 2,
      errors: """
        request.yaml:2:7: error: expected a `Request`, found `Rule` [kind]
          2 | kind: Rule
            |       ^
          hint: write `kind: Request`
        1 error, 0 warnings

        """),
    BadInput(
      "a fact that the schema has not",
      [.replace(request, "team: claims", with: "team: claims, colour: red")],
      run: ["submit", "request.yaml"],
      as: "zoe",
      exit: 2,
      errors: """
        request.yaml:3:133: error: unknown fact `request.colour` [unknown-fact]
          3 | ...claims tickets, purpose: "Do summaries shorten handling by a fifth?", team: claims, colour: red, project: claims-triage,
            |                                                                                        ^
          hint: declared here: `kind`, `title`, `purpose`, `team`, `project`, `costCenter`, `environment`, `duration`, `cost`, `model`, `data`
        1 error, 0 warnings

        """),
    BadInput(
      "a fact that is missing",
      [.replace(request, "team: claims, ", with: "")],
      run: ["submit", "request.yaml"],
      as: "zoe",
      exit: 2,
      errors: """
        request.yaml:3:10: error: the fact `request.team` is missing [missing-fact]
          3 | request: {kind: experiment, title: Summaries of claims tickets, purpose: "Do summaries shorten handling by a fifth?", pr...
            |          ^
          hint: it is a string
        1 error, 0 warnings

        """),
    BadInput(
      "a value outside the enum",
      [.replace(request, "environment: dev", with: "environment: prod")],
      run: ["submit", "request.yaml"],
      as: "zoe",
      exit: 2,
      errors: """
        request.yaml:4:37: error: `prod` is no value of `request.environment` [unknown-value]
          4 |   costCenter: CC-0410, environment: prod, duration: 60d, model: {provider: openai, name: gpt-4o, tier: premium}, data: {...
            |                                     ^
          hint: one of `sandbox`, `dev`, `test`, `staging`, `production`
        1 error, 0 warnings

        """),
    BadInput(
      "a number for a text",
      [.replace(request, "team: claims", with: "team: 7")],
      run: ["submit", "request.yaml"],
      as: "zoe",
      exit: 2,
      errors: """
        request.yaml:3:125: error: `request.team` is a string, found `7` [wrong-type]
          3 | ...tle: Summaries of claims tickets, purpose: "Do summaries shorten handling by a fifth?", team: 7, project: claims-triage,
            |                                                                                                  ^
          hint: quote it: `"7"`
        1 error, 0 warnings

        """),
    BadInput(
      "a duration that is none",
      [.replace(request, "duration: 60d", with: "duration: two months")],
      run: ["submit", "request.yaml"],
      as: "zoe",
      exit: 2,
      errors: """
        request.yaml:4:52: error: `request.duration` is a duration, such as `30d`, found `two months` [wrong-type]
          4 |   costCenter: CC-0410, environment: dev, duration: two months, model: {provider: openai, name: gpt-4o, tier: premium}, d...
            |                                                    ^
        1 error, 0 warnings

        """),
    BadInput(
      "a computed fact",
      [.replace(request, "team: claims", with: "team: claims, cost: 5 USD")],
      run: ["submit", "request.yaml"],
      as: "zoe",
      exit: 2,
      errors: """
        request.yaml:3:133: error: `request.cost` is computed [computed-fact]
          3 | ...claims tickets, purpose: "Do summaries shorten handling by a fifth?", team: claims, cost: 5 USD, project: claims-triage,
            |                                                                                        ^
          hint: leave it out; the engine fills it in
        1 error, 0 warnings

        """),
    BadInput(
      "a negative quantity",
      [.replace(request, "quantity: 1800000000", with: "quantity: -1")],
      run: ["submit", "request.yaml"],
      as: "zoe",
      exit: 2,
      errors: """
        request.yaml:6:39: error: `-1` is no quantity of `input.uncached` [quantity]
          6 |   - {meter: input.uncached, quantity: -1}
            |                                       ^
          hint: write a number, zero or more, without decimals
        1 error, 0 warnings

        """),
    BadInput(
      "a quantity that is no number",
      [.replace(request, "quantity: 1800000000", with: "quantity: many")],
      run: ["submit", "request.yaml"],
      as: "zoe",
      exit: 2,
      errors: """
        request.yaml:6:39: error: `many` is no quantity of `input.uncached` [quantity]
          6 |   - {meter: input.uncached, quantity: many}
            |                                       ^
          hint: write a number, zero or more, without decimals
        1 error, 0 warnings

        """),
    BadInput(
      "half a token",
      [.replace(request, "quantity: 1800000000", with: "quantity: 0.5")],
      run: ["submit", "request.yaml"],
      as: "zoe",
      exit: 2,
      errors: """
        request.yaml:6:39: error: `0.5` is no quantity of `input.uncached` [quantity]
          6 |   - {meter: input.uncached, quantity: 0.5}
            |                                       ^
          hint: write a number, zero or more, without decimals
        1 error, 0 warnings

        """),
    BadInput(
      "a quantity without end",
      [.replace(request, "quantity: 1800000000", with: "quantity: 99999999999999999999")],
      run: ["submit", "request.yaml"],
      as: "zoe",
      exit: 2,
      errors: """
        request.yaml:6:39: error: `99999999999999999999` is no quantity of `input.uncached` [quantity]
          6 |   - {meter: input.uncached, quantity: 99999999999999999999}
            |                                       ^
          hint: write a number, zero or more, without decimals
        1 error, 0 warnings

        """),
    BadInput(
      "a cost that leaves the range of money",
      [.replace(request, "quantity: 1800000000", with: "quantity: 9000000000000000000")],
      run: ["submit", "request.yaml"],
      as: "zoe",
      exit: 2,
      errors: """
        error: an amount leaves the range of money [amount-overflow]
          hint: the greatest amount is 9223372036.85

        """),
    BadInput(
      "a meter that there is not",
      [.replace(request, "meter: input.uncached", with: "meter: input.uncashed")],
      run: ["submit", "request.yaml"],
      as: "zoe",
      exit: 2,
      errors: """
        request.yaml:6:13: error: unknown meter `input.uncashed` [unknown-meter]
          6 |   - {meter: input.uncashed, quantity: 1800000000}
            |             ^
          hint: did you mean `input.uncached`?
        1 error, 0 warnings

        """),
    BadInput(
      "a model without a price",
      [.replace(request, "name: gpt-4o", with: "name: gpt-5o")],
      run: ["submit", "request.yaml"],
      as: "zoe",
      exit: 2,
      errors: """
        request.yaml:6:5: error: no price for meter `input.uncached` of model `gpt-5o` of `openai` [no-price]
          6 |   - {meter: input.uncached, quantity: 1800000000}
            |     ^
          hint: did you mean `gpt-4o`?
        request.yaml:7:5: error: no price for meter `output.response` of model `gpt-5o` of `openai` [no-price]
          7 |   - {meter: output.response, quantity: 290000000}
            |     ^
          hint: did you mean `gpt-4o`?
        2 errors, 0 warnings

        """),
    BadInput(
      "a key given twice in JSON",
      [.write("request.json", "{\"request\": {\"kind\": \"experiment\", \"kind\": \"pilot\"}}")],
      run: ["submit", "request.json"],
      as: "zoe",
      exit: 2,
      errors: """
        request.json:1:36: error: duplicate key `kind` [duplicate-key]
          1 | {"request": {"kind": "experiment", "kind": "pilot"}}
            |                                    ^
          hint: each name may stand once in an object
        1 error, 0 warnings

        """),
    BadInput(
      "a person whom nobody knows",
      run: ["submit", "request.yaml"],
      as: "nobody",
      exit: 5,
      errors: """
        error: no person `nobody` in the directory [unknown-person]
          hint: workflows/decision-rights.yaml lists the people

        """),
    BadInput(
      "a login whom nobody knows",
      run: ["submit", "request.yaml"],
      exit: 5,
      errors: """
        error: the login `root` is nobody in the directory [unknown-person]
          hint: say who you are with `--as PERSON`, or add yourself to workflows/decision-rights.yaml

        """),
    BadInput(
      "an idempotency key with another body",
      before: [
        .act("submit request.yaml --key k1", as: "zoe"),
        .edit(.replace(request, "duration: 60d", with: "duration: 61d")),
      ],
      run: ["submit", "request.yaml", "--key", "k1"],
      as: "zoe",
      exit: 4,
      errors: """
        error: the key was used for REQ-000001 with another body [key-reused]
          hint: a new request needs a new key; `assent show REQ-000001` shows the old one

        """),
    BadInput(
      "a bundle that is not sound",
      [.replace(personalData, "effect: require", with: "efect: require")],
      run: ["submit", "request.yaml"],
      as: "zoe",
      exit: 1,
      errors: """
        rules/policy/personal-data-needs-data-governance.yaml:8:1: error: unknown key `efect` [unknown-key]
          8 | efect: require
            | ^
          hint: did you mean `effect`?
        1 error, 0 warnings

        """),
  ]
}
