extension BadInput {
  static let acts: [BadInput] = [
    BadInput(
      "the requester approves",
      before: [.act("submit request.yaml", as: "zoe")],
      run: ["approve", "REQ-000001"],
      as: "zoe",
      exit: 5,
      errors: """
        error: `zoe` may not take part in `REQ-000001`: requester [excluded]
          hint: may act: pau, pia (peer); ann, bo (data-governance); lea, max (legal)

        """),
    BadInput(
      "a rejection without a reason",
      before: [.act("submit request.yaml", as: "zoe")],
      run: ["reject", "REQ-000001"],
      as: "ann",
      exit: 2,
      errors: """
        error: say why, and what would change it [comment-required]
          hint: add `--comment`

        """),
    BadInput(
      "a return without a reason",
      before: [.act("submit request.yaml", as: "zoe")],
      run: ["return", "REQ-000001"],
      as: "ann",
      exit: 2,
      errors: """
        error: say why, and what would change it [comment-required]
          hint: add `--comment`

        """),
    BadInput(
      "a cap that is given twice",
      before: [.act("submit request.yaml", as: "zoe")],
      run: ["approve", "REQ-000001", "--cap", "cost=6000USD", "--cap", "cost=5000USD"],
      as: "dia",
      exit: 2,
      errors: """
        error: the cap `cost` is given twice [duplicate-cap]
          hint: write the one that you mean

        """),
    BadInput(
      "a delegation with a cap in a currency that limits do not have",
      run: ["delegate", "--to", "tom", "--until", "2026-12-01", "--cap", "5XYZ"],
      as: "dia",
      exit: 2,
      errors: """
        error: the cap is in XYZ, and limits are in USD [wrong-currency]
          hint: write it in USD: `--cap 1000USD`

        """),
    BadInput(
      "somebody approves who is no candidate",
      before: [.act("submit request.yaml", as: "zoe")],
      run: ["approve", "REQ-000001"],
      as: "ian",
      exit: 5,
      errors: """
        error: `ian` has no right to decide on `REQ-000001` [not-candidate]
          hint: may act: pau, pia (peer); ann, bo (data-governance); lea, max (legal)

        """),
    BadInput(
      "the same person with the same vote",
      [
        .replace(
          decisionRights, "legal: {right: agree, candidates: [group:legal], due: 3bd",
          with: "legal: {right: agree, candidates: [group:legal], quorum: {approve: 2}, due: 3bd")
      ],
      before: [.act("submit request.yaml", as: "zoe"), .act("approve REQ-000001", as: "lea")],
      run: ["approve", "REQ-000001"],
      as: "lea",
      exit: 4,
      errors: "error: `lea` has already said so on stage `legal` [repeated]\n"),
    BadInput(
      "a vote on a stage that is done",
      before: [.act("submit request.yaml", as: "zoe"), .act("approve REQ-000001", as: "ann")],
      run: ["approve", "REQ-000001"],
      as: "ann",
      exit: 4,
      errors: """
        error: `ann` has already said so on stage `data-governance` [repeated]
          hint: nothing changes: `assent why REQ-000001` says what it waits for

        """),
    BadInput(
      "a vote on a stage that is not open yet",
      before: [.act("submit request.yaml", as: "zoe")],
      run: ["approve", "REQ-000001"],
      as: "dia",
      exit: 4,
      errors: """
        error: stage `decision` is not open yet [pending]
          hint: may act: pau, pia (peer); ann, bo (data-governance); lea, max (legal)

        """),
    BadInput(
      "a vote on a revision that was not seen",
      before: [.act("submit request.yaml", as: "zoe")],
      run: ["approve", "REQ-000001", "--revision", "7"],
      as: "ann",
      exit: 4,
      errors: """
        error: revision 7 was seen, and `REQ-000001` is at revision 1 [stale-revision]
          hint: look at it again: `assent show REQ-000001`

        """),
    BadInput(
      "a vote on a stage that there is not",
      before: [.act("submit request.yaml", as: "zoe")],
      run: ["approve", "REQ-000001", "--stage", "security"],
      as: "ann",
      exit: 2,
      errors: """
        error: `REQ-000001` has no stage `security` [unknown-stage]
          hint: its stages: `peer`, `data-governance`, `legal`, `decision`

        """),
    BadInput(
      "a vote on a request that there is not",
      before: [.act("submit request.yaml", as: "zoe")],
      run: ["approve", "REQ-000009"],
      as: "ann",
      exit: 6,
      errors: """
        error: no request `REQ-000009` [not-found]
          hint: `assent list` shows the requests

        """),
    BadInput(
      "a vote on what is no id",
      before: [.act("submit request.yaml", as: "zoe")],
      run: ["approve", "GRT-000001"],
      as: "ann",
      exit: 6,
      errors: """
        error: no request `GRT-000001` [not-found]
          hint: such an id looks like `REQ-000001`

        """),
    BadInput(
      "a cap that is no amount",
      before: [.act("submit request.yaml", as: "zoe")],
      run: ["approve", "REQ-000001", "--cap", "cost=lots"],
      as: "ann",
      exit: 2,
      errors: """
        error: `lots` is no amount [bad-amount]
          hint: write an amount and a currency: `--cap cost=400USD`

        """),
    BadInput(
      "a cap that there is not",
      before: [.act("submit request.yaml", as: "zoe")],
      run: ["approve", "REQ-000001", "--cap", "tokens=5"],
      as: "ann",
      exit: 2,
      errors: """
        error: no cap `tokens` [unknown-cap]
          hint: `--cap cost=400USD` caps the cost

        """),
    BadInput(
      "a period that is none",
      before: [.act("submit request.yaml", as: "zoe")],
      run: ["approve", "REQ-000001", "--expires", "soon"],
      as: "ann",
      exit: 2,
      errors: """
        error: `soon` is no length of time [bad-period]
          hint: write `90m`, `2h`, `30d`, `2w`, `4bh` or `5bd`

        """),
    BadInput(
      "a rejection without words",
      before: [.act("submit request.yaml", as: "zoe")],
      run: ["reject", "REQ-000001", "--comment", ""],
      as: "ann",
      exit: 2,
      errors: """
        error: say why, and what would change it [comment-required]
          hint: add `--comment`

        """),
    BadInput(
      "a vote after the withdrawal",
      before: [.act("submit request.yaml", as: "zoe"), .act("withdraw REQ-000001", as: "zoe")],
      run: ["approve", "REQ-000001"],
      as: "ann",
      exit: 4,
      errors: "error: `REQ-000001` is already decided: it is withdrawn [late]\n"),
    BadInput(
      "somebody else withdraws",
      before: [.act("submit request.yaml", as: "zoe")],
      run: ["withdraw", "REQ-000001"],
      as: "ann",
      exit: 5,
      errors: """
        error: `user:ann` may not withdraw `REQ-000001` [not-permitted]
          hint: may withdraw it: `zoe`, `tom`

        """),
    BadInput(
      "a withdrawal after the withdrawal",
      before: [.act("submit request.yaml", as: "zoe"), .act("withdraw REQ-000001", as: "zoe")],
      run: ["withdraw", "REQ-000001"],
      as: "zoe",
      exit: 4,
      errors: "error: `REQ-000001` is already decided: it is withdrawn [bad-state]\n"),
    BadInput(
      "a resubmission that nobody asked for",
      before: [.act("submit request.yaml", as: "zoe")],
      run: ["resubmit", "REQ-000001", "request.yaml"],
      as: "zoe",
      exit: 4,
      errors: """
        error: `REQ-000001` is in_review, and nobody asked for changes [bad-state]
          hint: withdraw it, or ask an approver to return it

        """),
    BadInput(
      "a resubmission that changes nothing",
      before: [.act("submit request.yaml", as: "zoe"), .act("return REQ-000001 --comment more", as: "ann")],
      run: ["resubmit", "REQ-000001", "request.yaml"],
      as: "zoe",
      exit: 2,
      errors: """
        error: nothing changed since revision 1 [bad-input]
          hint: the file states the whole request as it shall be; `assent show REQ-000001` says what was asked for

        """),
    BadInput(
      "somebody else resubmits",
      [.replace(request, "duration: 60d", with: "duration: 60d")],
      before: [
        .act("submit request.yaml", as: "zoe"), .act("return REQ-000001 --comment more", as: "ann"),
        .edit(.replace(request, "duration: 60d", with: "duration: 50d")),
      ],
      run: ["resubmit", "REQ-000001", "request.yaml"],
      as: "tom",
      exit: 5,
      errors: """
        error: `tom` may not resubmit `REQ-000001` [not-permitted]
          hint: its requester may: `zoe`

        """),
    BadInput(
      "a comment without words",
      before: [.act("submit request.yaml", as: "zoe")],
      run: ["comment", "REQ-000001", ""],
      as: "zoe",
      exit: 2,
      errors: "error: a comment has no words [comment-required]\n"),
    BadInput(
      "several votes, one of them bad",
      before: [.act("submit request.yaml", as: "zoe")],
      run: ["approve", "REQ-000001", "REQ-000002"],
      as: "ann",
      exit: 6,
      output: """
        REQ-000001 approved at stage data-governance; the request is in review
          STAGE  RIGHT  STATE   WHO       DUE
          peer   input  active  pau, pia  2026-11-03 09:00Z (in 24h)
          legal  agree  active  lea, max  2026-11-05 09:00Z (in 3d)
        REQ-000002 not done: no request `REQ-000002` [not-found]
          hint: `assent list` shows the requests
        1 of 2 requests done

        """),
    BadInput(
      "a grant that there is not",
      before: [.act("submit request.yaml", as: "zoe")],
      run: ["grant", "show", "GRT-000001"],
      as: "zoe",
      exit: 6,
      errors: """
        error: no grant `GRT-000001` [not-found]
          hint: `assent grant list` shows the grants

        """),
    BadInput(
      "the reasons of a request that there is not",
      before: [.act("submit request.yaml", as: "zoe")],
      run: ["why", "7"],
      as: "zoe",
      exit: 6,
      errors: """
        error: no request `REQ-000007` [not-found]
          hint: `assent list` shows the requests

        """),
    BadInput(
      "a queue of a group that there is not",
      before: [.act("submit request.yaml", as: "zoe")],
      run: ["queue", "--group", "finanse"],
      as: "zoe",
      exit: 6,
      errors: """
        error: no group `finanse` in the directory [unknown-group]
          hint: did you mean `finance`?

        """),
  ]
}
