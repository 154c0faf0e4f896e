extension BadInput {
  static let usages: [BadInput] = [
    BadInput(
      "usage that there is not",
      run: ["usage", "ingest", "nothing.jsonl", "--source", "s"],
      as: "fay",
      exit: 2,
      errors: """
        error: cannot read `nothing.jsonl`: No such file or directory [no-such-file]
          hint: is the path right, seen from the current folder?

        """),
    BadInput(
      "usage that is all bad",
      [
        .write(
          "bad.jsonl",
          "{\"event_id\": \"e1\", \"occurred_at\": \"2026-11-05T12:00:00Z\", \"provider\": \"openai\", \"model\": \"gpt-4o\", \"input_tokens\": -5}\n{\"event_id\": \"e2\"\n"
        )
      ],
      run: ["usage", "ingest", "bad.jsonl", "--source", "s"],
      as: "fay",
      exit: 2,
      errors: """
        error: no record of `bad.jsonl` could be taken: line 1: `input_tokens` is negative: `-5` [nothing-accepted]
          hint: all 2 stand with their reasons in `bad.jsonl.rejects`

        """),
    BadInput(
      "a format that there is not",
      run: ["usage", "ingest", "usage.jsonl", "--source", "s", "--format", "klingon"],
      as: "fay",
      exit: 2,
      errors: """
        error: no format `klingon` [unknown-format]
          hint: the formats are jsonl, csv, openai-usage, focus, mapped-csv, mapped-jsonl

        """),
    BadInput(
      "a source that is no id",
      run: ["usage", "ingest", "usage.jsonl", "--source", "A B"],
      as: "fay",
      exit: 2,
      errors: """
        error: `A B` is no name of a source [bad-source]
          hint: use `[a-z0-9._-]`, such as `openai-org`

        """),
    BadInput(
      "a column that the file has not",
      run: ["usage", "ingest", "usage.jsonl", "--source", "s", "--map", "nothing=COLUMN"],
      as: "fay",
      exit: 2,
      errors: """
        error: `--map` names the unknown field `nothing` [bad-mapping]
          hint: fields are `occurred_at`, `provider`, `model`, dimensions and meters

        """),
    BadInput(
      "a dimension that there is not",
      run: ["usage", "report", "--by", "colour"],
      as: "fay",
      exit: 2,
      errors: """
        error: no dimension `colour` [unknown-dimension]
          hint: the dimensions are grant, source, provider, service, region, model, model_requested, operation, service_tier, processing, kind, meter, principal, consumer, credential, workspace, project, team, cost_center, environment, use_case, agent, session, status, day, month

        """),
    BadInput(
      "a report from no time",
      run: ["usage", "report", "--by", "team", "--from", "yesterday"],
      as: "fay",
      exit: 2,
      errors: """
        error: `yesterday` is no time [bad-time]
          hint: write `2026-11-02` or `2026-11-02T09:00:00Z`

        """),
    BadInput(
      "a quote for a model without a price",
      run: [
        "price", "quote", "--provider", "openai", "--model", "gpt-9", "--meter", "input.uncached", "--quantity", "5",
      ],
      as: "fay",
      exit: 6,
      errors: """
        error: no price for meter `input.uncached` of model `gpt-9` of `openai` at 2026-11-02T09:00:00Z [no-price]

        """),
    BadInput(
      "a quote for a negative quantity",
      run: [
        "price", "quote", "--provider", "openai", "--model", "gpt-4o", "--meter", "input.uncached", "--quantity=-5",
      ],
      as: "fay",
      exit: 2,
      errors: """
        error: `-5` is no quantity of Tokens [bad-quantity]
          hint: a number, zero or more

        """),
    BadInput(
      "a quote for what is no quantity",
      run: [
        "price", "quote", "--provider", "openai", "--model", "gpt-4o", "--meter", "input.uncached", "--quantity",
        "many",
      ],
      as: "fay",
      exit: 2,
      errors: """
        error: `many` is no quantity of Tokens [bad-quantity]
          hint: a number, zero or more

        """),
    BadInput(
      "a quote at no time",
      run: [
        "price", "quote", "--provider", "openai", "--model", "gpt-4o", "--meter", "input.uncached", "--quantity", "5",
        "--at", "noon",
      ],
      as: "fay",
      exit: 2,
      errors: """
        error: `noon` is no time [bad-time]
          hint: write `2026-11-02` or `2026-11-02T09:00:00Z`

        """),
  ]
}
