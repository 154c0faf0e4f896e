extension BadInput {
  static let tasks: [BadInput] = [
    BadInput(
      "more than was asked for",
      before: [
        .act("submit request.yaml", as: "zoe"), .act("approve REQ-000001", as: "pia"),
        .act("approve REQ-000001", as: "ann"), .act("approve REQ-000001", as: "lea"),
      ],
      run: ["approve", "REQ-000001", "--cap", "cost=9000USD"],
      as: "dia",
      exit: 2,
      errors: """
        error: the cap `cost` may only narrow what was asked for, 7400.00 USD [bad-input]
          hint: who wants more submits it again

        """),
    BadInput(
      "a decision after the decision",
      before: [
        .act("submit request.yaml", as: "zoe"), .act("approve REQ-000001", as: "pia"),
        .act("approve REQ-000001", as: "ann"), .act("approve REQ-000001", as: "lea"),
        .act("approve REQ-000001", as: "dia"),
      ],
      run: ["approve", "REQ-000001"],
      as: "eve",
      exit: 4,
      errors: "error: `REQ-000001` is already decided: it is approved [late]\n"),
    BadInput(
      "evidence that there is not",
      before: [
        .act("submit request.yaml", as: "zoe"), .act("approve REQ-000001", as: "pia"),
        .act("approve REQ-000001", as: "ann"), .act("approve REQ-000001", as: "lea"),
        .act("approve REQ-000001", as: "dia"),
      ],
      run: ["duty", "submit", "DTY-000001", "--evidence", "nothing.pdf"],
      as: "zoe",
      exit: 2,
      errors: """
        error: cannot read `nothing.pdf`: No such file or directory [no-such-file]
          hint: is the path right, seen from the current folder?

        """),
    BadInput(
      "no evidence at all",
      before: [
        .act("submit request.yaml", as: "zoe"), .act("approve REQ-000001", as: "pia"),
        .act("approve REQ-000001", as: "ann"), .act("approve REQ-000001", as: "lea"),
        .act("approve REQ-000001", as: "dia"),
      ],
      run: ["duty", "submit", "DTY-000001"],
      as: "zoe",
      exit: 2,
      errors: """
        error: evidence is missing: `dpia` [missing-evidence]
          hint: add `--evidence FILE`

        """),
    BadInput(
      "somebody else submits the evidence",
      before: [
        .act("submit request.yaml", as: "zoe"), .act("approve REQ-000001", as: "pia"),
        .act("approve REQ-000001", as: "ann"), .act("approve REQ-000001", as: "lea"),
        .act("approve REQ-000001", as: "dia"),
      ],
      run: ["duty", "submit", "DTY-000001", "--evidence", "dpia.pdf"],
      as: "tom",
      exit: 5,
      errors: """
        error: `tom` may not submit `DTY-000001` [not-permitted]
          hint: may: `zoe`

        """),
    BadInput(
      "a verification before the evidence",
      before: [
        .act("submit request.yaml", as: "zoe"), .act("approve REQ-000001", as: "pia"),
        .act("approve REQ-000001", as: "ann"), .act("approve REQ-000001", as: "lea"),
        .act("approve REQ-000001", as: "dia"),
      ],
      run: ["duty", "verify", "DTY-000001"],
      as: "ann",
      exit: 4,
      errors: "error: `DTY-000001` is open, and `verify` does not fit that [bad-state]\n"),
    BadInput(
      "the owner verifies",
      before: [
        .act("submit request.yaml", as: "zoe"), .act("approve REQ-000001", as: "pia"),
        .act("approve REQ-000001", as: "ann"), .act("approve REQ-000001", as: "lea"),
        .act("approve REQ-000001", as: "dia"), .act("duty submit DTY-000001 --evidence dpia.pdf", as: "zoe"),
      ],
      run: ["duty", "verify", "DTY-000001"],
      as: "zoe",
      exit: 5,
      errors: """
        error: `zoe` may not verify `DTY-000001`, being its owner [self-verification]
          hint: may: `ann`, `bo`

        """),
    BadInput(
      "a duty that there is not",
      before: [
        .act("submit request.yaml", as: "zoe"), .act("approve REQ-000001", as: "pia"),
        .act("approve REQ-000001", as: "ann"), .act("approve REQ-000001", as: "lea"),
        .act("approve REQ-000001", as: "dia"),
      ],
      run: ["duty", "show", "DTY-000002"],
      as: "zoe",
      exit: 6,
      errors: "error: no duty `DTY-000002` [not-found]\n"),
    BadInput(
      "a finding that there is not",
      before: [
        .act("submit request.yaml", as: "zoe"), .act("approve REQ-000001", as: "pia"),
        .act("approve REQ-000001", as: "ann"), .act("approve REQ-000001", as: "lea"),
        .act("approve REQ-000001", as: "dia"),
      ],
      run: ["finding", "ack", "FND-000001"],
      as: "zoe",
      exit: 6,
      errors: "error: no finding `FND-000001` [not-found]\n"),
    BadInput(
      "an outsider revokes",
      before: [
        .act("submit request.yaml", as: "zoe"), .act("approve REQ-000001", as: "pia"),
        .act("approve REQ-000001", as: "ann"), .act("approve REQ-000001", as: "lea"),
        .act("approve REQ-000001", as: "dia"),
      ],
      run: ["grant", "revoke", "GRT-000001", "--reason", "no"],
      as: "ian",
      exit: 5,
      errors: """
        error: `user:ian` may not revoke `GRT-000001` [not-permitted]
          hint: may: `ann`, `bo`, `lea`, `max`, `dia`

        """),
    BadInput(
      "a resumption of what is not suspended",
      before: [
        .act("submit request.yaml", as: "zoe"), .act("approve REQ-000001", as: "pia"),
        .act("approve REQ-000001", as: "ann"), .act("approve REQ-000001", as: "lea"),
        .act("approve REQ-000001", as: "dia"),
      ],
      run: ["grant", "resume", "GRT-000001", "--reason", "why not"],
      as: "dia",
      exit: 4,
      errors: "error: `GRT-000001` is pending_conditions, and `resume` does not fit that [bad-state]\n"),
    BadInput(
      "a block until a day that is none",
      before: [
        .act("submit request.yaml", as: "zoe"), .act("approve REQ-000001", as: "pia"),
        .act("approve REQ-000001", as: "ann"), .act("approve REQ-000001", as: "lea"),
        .act("approve REQ-000001", as: "dia"),
      ],
      run: ["duty", "block", "DTY-000001", "--until", "someday", "--reason", "x"],
      as: "zoe",
      exit: 2,
      errors: """
        error: `someday` is no time [bad-time]
          hint: write `2026-11-02` or `2026-11-02T09:00:00Z`

        """),
  ]
}
