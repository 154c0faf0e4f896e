extension WorkflowLintCase {
  static let people: [WorkflowLintCase] = [
    WorkflowLintCase(
      "a group without a fallback", .rights,
      "legal: {members: [lea, max], accountable: lea, fallback: group:governance}",
      "legal: {members: [lea, max], accountable: lea}",
      code: "no-fallback",
      #"""
      workflows/decision-rights.yaml:23:95: error: the group `legal` has no fallback [no-fallback]
        23 | ...nce: {members: [ann, bo], accountable: ann, fallback: group:governance}, legal: {members: [lea, max], accountable: lea},
           |                                                                             ^
        hint: name who acts when none of its members can: `fallback: group:governance`
      1 error, 0 warnings
      """#),
    WorkflowLintCase(
      "an empty group", .rights,
      "legal: {members: [lea, max], accountable: lea",
      "legal: {members: [], accountable: lea",
      code: "empty-group",
      #"""
      workflows/decision-rights.yaml:23:95: warning: the group `legal` has no members [empty-group]
        23 | ...: [ann, bo], accountable: ann, fallback: group:governance}, legal: {members: [], accountable: lea, fallback: group:gover...
           |                                                                ^
        hint: it stands on its fallback
      0 errors, 1 warning in 2 rules, 1 workflow
      """#),
    WorkflowLintCase(
      "managers in a circle", .rights,
      "team: operations, roles: [vp]",
      "team: operations, manager: tom, roles: [vp]",
      code: "manager-cycle",
      #"""
      workflows/decision-rights.yaml:7:62: error: the managers of `tom` lead back to it: tom -> dia -> eve -> tom [manager-cycle]
        7 |   tom: {name: Tom Brandt, login: tom, team: claims, manager: dia, roles: [team-lead]}
          |                                                              ^
        hint: somebody in it has no manager
      1 error, 0 warnings
      """#),
    WorkflowLintCase(
      "whoever asks may decide", .workflow,
      "exclude: [requester, beneficiary, conflicted]",
      "exclude: [beneficiary, conflicted]",
      code: "self-approval",
      #"""
      workflows/standard-experiment.yaml:3:5: error: the requester may decide their own request [self-approval]
        3 | id: standard-experiment
          |     ^
        hint: write `requester` under `separation.exclude`
      1 error, 0 warnings
      """#),
    WorkflowLintCase(
      "whoever benefits may decide", .workflow,
      "exclude: [requester, beneficiary, conflicted]",
      "exclude: [requester, conflicted]",
      code: "self-approval",
      #"""
      workflows/standard-experiment.yaml:3:5: warning: the beneficiary may decide the request [self-approval]
        3 | id: standard-experiment
          |     ^
        hint: write `beneficiary` under `separation.exclude`
      0 errors, 1 warning in 2 rules, 1 workflow
      """#),
    WorkflowLintCase(
      "no review for what errs", .rights,
      #"""
        governance: {right: agree, candidates: [group:governance], due: 1bd}

      """#,
      "",
      code: "missing-review",
      #"""
      workflows/decision-rights.yaml:3:5: error: the catalogue has no review `governance` [missing-review]
        3 | id: company
          |     ^
        hint: a rule whose condition errs asks for it
      1 error, 0 warnings
      """#),
    WorkflowLintCase(
      "a vote that outlives its cause", .rights,
      "legal: {right: agree, candidates: [group:legal], due: 3bd, reads: [data, environment, model]}",
      "legal: {right: agree, candidates: [group:legal], due: 3bd, reads: [environment, model]}",
      code: "unread-fact",
      #"""
      workflows/decision-rights.yaml:28:70: warning: `legal` does not read `data.class`, for which `personal-data-needs-data-governance` asks for it [unread-fact]
        28 |   legal: {right: agree, candidates: [group:legal], due: 3bd, reads: [environment, model]}
           |                                                                      ^
        hint: add it to `reads`, or a vote outlives its change
      0 errors, 1 warning in 2 rules, 1 workflow
      """#),
    WorkflowLintCase(
      "a vote that outlives its own condition", .workflow,
      "{id: peer, right: input, candidates: [group:platform], due: 1bd}",
      #"{id: peer, right: input, when: "request.cost > usd(9)", candidates: [group:platform], due: 1bd, reads: [model]}"#,
      code: "unread-fact",
      #"""
      workflows/standard-experiment.yaml:10:109: warning: `peer` does not read `cost`, which its `when` asks for [unread-fact]
        10 |   - {id: peer, right: input, when: "request.cost > usd(9)", candidates: [group:platform], due: 1bd, reads: [model]}
           |                                                                                                             ^
        hint: add it to `reads`, or a vote outlives its change
      0 errors, 1 warning in 2 rules, 1 workflow
      """#),
    WorkflowLintCase(
      "more approvals than people", .rights,
      "legal: {right: agree, ",
      "legal: {right: agree, quorum: {approve: 9}, ",
      code: "impossible-quorum",
      #"""
      workflows/decision-rights.yaml:28:33: error: `legal` needs 9 approvals of 5 people [impossible-quorum]
        28 |   legal: {right: agree, quorum: {approve: 9}, candidates: [group:legal], due: 3bd, reads: [data, environment, model]}
           |                                 ^
        hint: ask for fewer, or name more people
      1 error, 0 warnings
      """#),
    WorkflowLintCase(
      "more seats than people", .workflow,
      "{id: peer, right: input, candidates: [group:platform], due: 1bd}",
      "{id: peer, right: agree, seats: [{candidates: [user:pau], approve: 3}], fallback: user:pia, due: 1bd}",
      code: "impossible-quorum",
      #"""
      workflows/standard-experiment.yaml:10:10: error: `peer` has 3 seats, and 2 people cannot fill them [impossible-quorum]
        10 |   - {id: peer, right: agree, seats: [{candidates: [user:pau], approve: 3}], fallback: user:pia, due: 1bd}
           |          ^
        hint: ask for fewer, or name more people
      1 error, 0 warnings
      """#),
    WorkflowLintCase(
      "more weight than there is", .rights,
      "legal: {right: agree, ",
      "legal: {right: agree, quorum: {weight: 9, of: {lea: 2, max: 1}, minPeople: 2}, ",
      code: "impossible-quorum",
      #"""
      workflows/decision-rights.yaml:28:33: error: `legal` needs a weight of 9 from 2 of 5 people, who weigh 6 [impossible-quorum]
        28 |   legal: {right: agree, quorum: {weight: 9, of: {lea: 2, max: 1}, minPeople: 2}, candidates: [group:legal], due: 3bd, re...
           |                                 ^
        hint: ask for less, or name more people
      1 error, 0 warnings
      """#),
    WorkflowLintCase(
      "one away is one too many", .rights,
      "legal: {right: agree, ",
      "legal: {right: agree, quorum: {approve: 5}, ",
      code: "fragile-quorum",
      #"""
      workflows/decision-rights.yaml:28:33: error: `legal` needs 5 of 5 people, and stops when one is away [fragile-quorum]
        28 |   legal: {right: agree, quorum: {approve: 5}, candidates: [group:legal], due: 3bd, reads: [data, environment, model]}
           |                                 ^
        hint: name more people, or a fallback
      1 error, 0 warnings
      """#),
    WorkflowLintCase(
      "one away takes too much weight along", .rights,
      "legal: {right: agree, ",
      "legal: {right: agree, quorum: {weight: 5, of: {lea: 2, max: 1}, minPeople: 2}, ",
      code: "fragile-quorum",
      #"""
      workflows/decision-rights.yaml:28:33: error: `legal` needs a weight of 5 from 2 of 5 people, and stops when `lea` is away [fragile-quorum]
        28 |   legal: {right: agree, quorum: {weight: 5, of: {lea: 2, max: 1}, minPeople: 2}, candidates: [group:legal], due: 3bd, re...
           |                                 ^
        hint: weigh others more, or name a fallback
      1 error, 0 warnings
      """#),
    WorkflowLintCase(
      "one person is the quorum", .rights,
      "legal: {right: agree, ",
      "legal: {right: agree, quorum: {weight: 2, of: {lea: 2, max: 1}}, ",
      code: "heavy-hand",
      #"""
      workflows/decision-rights.yaml:28:50: warning: `lea` alone is the quorum of `legal` [heavy-hand]
        28 |   legal: {right: agree, quorum: {weight: 2, of: {lea: 2, max: 1}}, candidates: [group:legal], due: 3bd, reads: [data, en...
           |                                                  ^
        hint: write `minPeople: 2`
      0 errors, 1 warning in 2 rules, 1 workflow
      """#),
    WorkflowLintCase(
      "the weight of a stranger", .rights,
      "legal: {right: agree, ",
      "legal: {right: agree, quorum: {weight: 2, of: {lea: 1, max: 1, zoe: 1}, minPeople: 2}, ",
      code: "idle-weight",
      #"""
      workflows/decision-rights.yaml:28:66: warning: `zoe` has a weight, and is no candidate of `legal` [idle-weight]
        28 | ...al: {right: agree, quorum: {weight: 2, of: {lea: 1, max: 1, zoe: 1}, minPeople: 2}, candidates: [group:legal], due: 3bd,...
           |                                                                ^
        hint: leave it out, or name them among the candidates
      0 errors, 1 warning in 2 rules, 1 workflow
      """#),
    WorkflowLintCase(
      "nobody can refuse", .rights,
      "legal: {right: agree, ",
      "legal: {right: agree, quorum: {reject: 9}, ",
      code: "impossible-rejection",
      #"""
      workflows/decision-rights.yaml:28:33: warning: it takes 9 of 2 people to refuse at `legal` [impossible-rejection]
        28 |   legal: {right: agree, quorum: {reject: 9}, candidates: [group:legal], due: 3bd, reads: [data, environment, model]}
           |                                 ^
        hint: ask for fewer under `reject`
      0 errors, 1 warning in 2 rules, 1 workflow
      """#),
    WorkflowLintCase(
      "nobody is named", .workflow,
      "candidates: [group:platform]",
      "candidates: []",
      code: "no-candidates",
      #"""
      workflows/standard-experiment.yaml:10:10: error: the stage `peer` has no candidates [no-candidates]
        10 |   - {id: peer, right: input, candidates: [], due: 1bd}
           |          ^
        hint: name who may act
      1 error, 0 warnings
      """#),
    WorkflowLintCase(
      "three vetoes, and two more that one rule brings", .workflow,
      #"""
        - {id: peer, right: input, candidates: [group:platform], due: 1bd}

      """#,
      #"""
        - {id: v1, right: agree, candidates: [group:platform], due: 1bd}
        - {id: v2, right: agree, candidates: [group:platform], due: 1bd}
        - {id: v3, right: agree, candidates: [group:platform], due: 1bd}

      """#,
      code: "many-vetoes",
      #"""
      workflows/standard-experiment.yaml:12:10: warning: 5 stages may veto, with `data-governance`, `legal` that rule `personal-data-needs-data-governance` brings along [many-vetoes]
        12 |   - {id: v3, right: agree, candidates: [group:platform], due: 1bd}
           |          ^
        hint: each `agree` is a veto; let some give `input`, or one stage stand for several
      0 errors, 1 warning in 2 rules, 1 workflow
      """#),
    WorkflowLintCase(
      "five vetoes", .workflow,
      #"""
        - {id: peer, right: input, candidates: [group:platform], due: 1bd}

      """#,
      #"""
        - {id: v1, right: agree, candidates: [group:platform], due: 1bd}
        - {id: v2, right: agree, candidates: [group:platform], due: 1bd}
        - {id: v3, right: agree, candidates: [group:platform], due: 1bd}
        - {id: v4, right: agree, candidates: [group:platform], due: 1bd}
        - {id: v5, right: agree, candidates: [group:platform], due: 1bd}

      """#,
      code: "many-vetoes",
      #"""
      workflows/standard-experiment.yaml:14:10: warning: 5 stages may veto [many-vetoes]
        14 |   - {id: v5, right: agree, candidates: [group:platform], due: 1bd}
           |          ^
        hint: each `agree` is a veto; let some give `input`
      0 errors, 1 warning in 2 rules, 1 workflow
      """#),
  ]
}
