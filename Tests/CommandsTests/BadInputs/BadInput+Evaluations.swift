extension BadInput {
  static let evaluations: [BadInput] = [
    BadInput(
      "a rule to explain that there is not",
      run: ["evaluate", "request.yaml", "--why-not", "nothing"],
      as: "zoe",
      exit: 6,
      errors: """
        error: no rule `nothing` on requests [unknown-rule]
          hint: `assent check` counts the rules; they lie under rules/policy/

        """),
    BadInput(
      "a request to evaluate that there is not",
      run: ["evaluate", "nothing.yaml"],
      as: "zoe",
      exit: 2,
      errors: """
        error: cannot read `nothing.yaml`: No such file or directory [no-such-file]
          hint: is the path right, seen from the current folder?

        """),
    BadInput(
      "a folder of rules that there is not",
      run: ["evaluate", "request.yaml", "--rules", "nowhere"],
      as: "zoe",
      exit: 2,
      errors: """
        error: no folder `nowhere` [no-folder]
          hint: `--rules` names a folder with a schema and rules

        """),
    BadInput(
      "a bad line among good ones",
      [.write("two.jsonl", "{\"request\": {\"kind\": \"experiment\"}}\n{\"request\": \n")],
      run: ["evaluate", "two.jsonl"],
      as: "zoe",
      exit: 2,
      output: """
        1: require  personal-data-needs-data-governance
        2: -

        """,
      errors: "two.jsonl:2:13: error: the text ends too early [json-unexpected-end]\n"),
    BadInput(
      "an export that there is not",
      run: ["audit", "verify", "nowhere"],
      as: "gus",
      exit: 2,
      errors: """
        error: no folder `nowhere` [no-folder]
          hint: `assent audit export -d DIR` writes one

        """),
    BadInput(
      "an export into a folder that is in use",
      run: ["audit", "export", "-d", "rules"],
      as: "gus",
      exit: 2,
      errors: """
        error: `rules` is not empty [folder-not-empty]
          hint: name a new folder: an export mixes with nothing

        """),
    BadInput(
      "an export from no time",
      run: ["audit", "export", "-d", "history", "--from", "then"],
      as: "gus",
      exit: 2,
      errors: """
        error: `then` is no time [bad-time]
          hint: write `2026-11-02` or `2026-11-02T09:00:00Z`

        """),
    BadInput(
      "a leaf that was changed",
      before: [
        .act("submit request.yaml", as: "zoe"), .act("audit export -d history", as: "gus"),
        .edit(.replace("history/leaves.jsonl", "\"outcome\":\"require\"", with: "\"outcome\":\"allow\"")),
      ],
      run: ["audit", "verify", "history"],
      as: "gus",
      exit: 3,
      output: """
          checked  6 leaves, gapless and in canonical form
          checked  the signature of the checkpoint by `assent/KEY+KEY` (from vkeys.txt: compare it with one from elsewhere)
          checked  7 tables against the leaves
          differs  leaves.jsonl, leaf 2: was changed: its bytes do not hash to what the signed tree holds
          differs  leaves.jsonl: its bytes hash to `DIGEST...`, SHA256SUMS says `DIGEST...`
          differs  leaves.jsonl: its bytes hash to `DIGEST...`, manifest.json says `DIGEST...`
          differs  checkpoint: the root over the leaves is `DIGEST...`, the signed one is `DIGEST...`
        not intact: 4 differences

        """),
  ]
}
