extension WorkflowLintCase {
  static let orders: [WorkflowLintCase] = [
    WorkflowLintCase(
      "silence that approves", .rights,
      "{at: due+5bd, do: expire, warn: 1bd}",
      "{at: due+5bd, do: approve}",
      code: "approval-by-timeout",
      #"""
      workflows/decision-rights.yaml:35:152: error: `approve` is nothing that time may do [approval-by-timeout]
        35 | ...due, do: add, to: {managerOf: assignees}}, {at: due+1bd, do: replace, to: group:governance}, {at: due+5bd, do: approve}]
           |                                                                                                                   ^
        hint: silence never approves: `reject`, `expire`
      1 error, 0 warnings
      """#),
    WorkflowLintCase(
      "a ladder that only reminds", .workflow,
      "escalate: default",
      "escalate: [{at: 50%, do: remind}]",
      code: "ladder-reaches-nobody",
      #"""
      workflows/standard-experiment.yaml:13:11: error: the ladder reaches nobody else [ladder-reaches-nobody]
        13 | escalate: [{at: 50%, do: remind}]
           |           ^
        hint: add a rung such as `{at: due, do: add, to: group:governance}`
      1 error, 0 warnings
      """#),
    WorkflowLintCase(
      "a ladder that asks the requester", .workflow,
      "escalate: default",
      "escalate: [{at: due, do: add, to: requester}, {at: due+1bd, do: reject}]",
      code: "ladder-reaches-nobody",
      #"""
      workflows/standard-experiment.yaml:13:35: error: the ladder hands it to `requester`, who may not decide it or has it already [ladder-reaches-nobody]
        13 | escalate: [{at: due, do: add, to: requester}, {at: due+1bd, do: reject}]
           |                                   ^
        hint: name somebody else: `group:governance`, `{managerOf: assignees}`
      1 error, 0 warnings
      """#),
    WorkflowLintCase(
      "a ladder without an end", .workflow,
      "escalate: default",
      "escalate: [{at: due, do: add, to: group:governance}]",
      code: "ladder-without-end",
      #"""
      workflows/standard-experiment.yaml:13:17: error: the ladder does not end [ladder-without-end]
        13 | escalate: [{at: due, do: add, to: group:governance}]
           |                 ^
        hint: let its last rung be `replace`, `reject` or `expire`
      1 error, 0 warnings
      """#),
    WorkflowLintCase(
      "rungs out of order", .workflow,
      "escalate: default",
      "escalate: [{at: due, do: add, to: group:governance}, {at: 50%, do: remind}, {at: due+1bd, do: reject}]",
      code: "rung-order",
      #"""
      workflows/standard-experiment.yaml:13:59: error: `50%` comes before the rung above it [rung-order]
        13 | escalate: [{at: due, do: add, to: group:governance}, {at: 50%, do: remind}, {at: due+1bd, do: reject}]
           |                                                           ^
        hint: write rungs in the order of time
      1 error, 0 warnings
      """#),
    WorkflowLintCase(
      "a rung after the end", .workflow,
      "escalate: default",
      "escalate: [{at: due, do: reject}, {at: due+1bd, do: add, to: group:governance}]",
      code: "rung-after-end",
      #"""
      workflows/standard-experiment.yaml:13:40: error: the ladder does not end [ladder-without-end]
        13 | escalate: [{at: due, do: reject}, {at: due+1bd, do: add, to: group:governance}]
           |                                        ^
        hint: let its last rung be `replace`, `reject` or `expire`
      workflows/standard-experiment.yaml:13:40: error: a rung after `reject` [rung-after-end]
        13 | escalate: [{at: due, do: reject}, {at: due+1bd, do: add, to: group:governance}]
           |                                        ^
        hint: nothing waits any more by then
      2 errors, 0 warnings
      """#),
    WorkflowLintCase(
      "no ladder at all", .rights,
      "  default: [{at: 50%",
      "  usual: [{at: 50%",
      code: "no-ladder",
      #"""
      workflows/decision-rights.yaml:27:3: error: the review `data-governance` has no ladder [no-ladder]
        27 |   data-governance: {right: agree, candidates: [group:data-governance], due: 2bd, reads: [data, environment, model]}
           |   ^
        hint: add a ladder `default`, or `escalate` here
      workflows/decision-rights.yaml:28:3: error: the review `legal` has no ladder [no-ladder]
        28 |   legal: {right: agree, candidates: [group:legal], due: 3bd, reads: [data, environment, model]}
           |   ^
        hint: add a ladder `default`, or `escalate` here
      workflows/decision-rights.yaml:29:3: error: the review `governance` has no ladder [no-ladder]
        29 |   governance: {right: agree, candidates: [group:governance], due: 1bd}
           |   ^
        hint: add a ladder `default`, or `escalate` here
      workflows/decision-rights.yaml:30:3: error: the review `authority` has no ladder [no-ladder]
        30 |   authority: {right: agree, candidates: [group:governance], quorum: {approve: 2}, due: 2bd, reads: [cost]}
           |   ^
        hint: add a ladder `default`, or `escalate` here
      workflows/standard-experiment.yaml:13:11: error: unknown ladder `default` [unknown-ladder]
        13 | escalate: default
           |           ^
        hint: there is `usual`
      5 errors, 0 warnings
      """#),
    WorkflowLintCase(
      "a life too short", .workflow,
      "ttl: 20bd",
      "ttl: 1bd",
      code: "short-life",
      #"""
      workflows/standard-experiment.yaml:3:5: warning: requests end after 1bd, before `decision` is due [short-life]
        3 | id: standard-experiment
          |     ^
        hint: give them more time with `ttl`, or the stages less
      0 errors, 1 warning in 2 rules, 1 workflow
      """#),
    WorkflowLintCase(
      "no decision", .workflow,
      "right: decide",
      "right: agree",
      code: "no-decision",
      #"""
      workflows/standard-experiment.yaml:3:5: error: the workflow has no stage that decides [no-decision]
        3 | id: standard-experiment
          |     ^
        hint: exactly one stage has `right: decide`
      1 error, 0 warnings
      """#),
    WorkflowLintCase(
      "two decisions", .workflow,
      "right: input",
      "right: decide",
      code: "several-decisions",
      #"""
      workflows/standard-experiment.yaml:11:10: error: a second stage that decides, `decision` [several-decisions]
        11 |   - {id: decision, right: decide, candidates: [{chain: managers, of: requester, until: "candidate.limit >= exposure"}], ...
           |          ^
        hint: `peer` decides already
      1 error, 0 warnings
      """#),
    WorkflowLintCase(
      "a decision that may not be", .workflow,
      "{id: decision, right: decide, ",
      #"{id: decision, right: decide, when: "request.cost > usd(9)", "#,
      code: "optional-decision",
      #"""
      workflows/standard-experiment.yaml:11:10: error: the decision `decision` depends on a condition [optional-decision]
        11 |   - {id: decision, right: decide, when: "request.cost > usd(9)", candidates: [{chain: managers, of: requester, until: "c...
           |          ^
        hint: a decision is always part of the way
      1 error, 0 warnings
      """#),
    WorkflowLintCase(
      "a stage that waits for the decision", .workflow,
      "{id: peer, right: input, ",
      "{id: peer, right: input, needs: [decision], ",
      code: "stage-after-decision",
      #"""
      workflows/standard-experiment.yaml:10:38: error: the stage `peer` waits for the decision [stage-after-decision]
        10 |   - {id: peer, right: input, needs: [decision], candidates: [group:platform], due: 1bd}
           |                                      ^
        hint: the decision waits for it
      1 error, 0 warnings
      """#),
    WorkflowLintCase(
      "stages that wait for each other", .workflow,
      "{id: peer, right: input, ",
      "{id: peer, right: input, needs: [peer], ",
      code: "needs-cycle",
      #"""
      workflows/standard-experiment.yaml:10:38: error: stages wait for each other: `peer` [needs-cycle]
        10 |   - {id: peer, right: input, needs: [peer], candidates: [group:platform], due: 1bd}
           |                                      ^
        hint: one of them has to come first
      1 error, 0 warnings
      """#),
    WorkflowLintCase(
      "a stage that hides a review", .workflow,
      "id: peer",
      "id: legal",
      code: "stage-hides-review",
      #"""
      workflows/standard-experiment.yaml:10:10: error: the stage `legal` has the name of a review [stage-hides-review]
        10 |   - {id: legal, right: input, candidates: [group:platform], due: 1bd}
           |          ^
        hint: write `for: [legal]` if it stands for it, or another name
      1 error, 0 warnings
      """#),
    WorkflowLintCase(
      "no default", .workflow,
      ", default: true",
      "",
      code: "no-default",
      #"""
      workflows/standard-experiment.yaml:5:16: error: none of the workflows is the default [no-default]
        5 | select: {when: "request.kind == 'experiment'", priority: 10}
          |                ^
        hint: write `default: true` under `select` in one
      1 error, 0 warnings
      """#),
    WorkflowLintCase(
      "two defaults", .second,
      "priority: 10",
      "priority: 20",
      code: "several-defaults",
      #"""
      workflows/standard-experiment.yaml:5:16: error: a second default workflow, `standard-experiment` [several-defaults]
        5 | select: {when: "request.kind == 'experiment'", priority: 10, default: true}
          |                ^
        hint: `second` is the first
      1 error, 0 warnings
      """#),
    WorkflowLintCase(
      "two of one priority", .second,
      ", priority: 10, default: true",
      ", priority: 10",
      code: "overlapping-selection",
      #"""
      workflows/standard-experiment.yaml:5:16: error: `standard-experiment` and `second` may select the same request at priority 10 [overlapping-selection]
        5 | select: {when: "request.kind == 'experiment'", priority: 10, default: true}
          |                ^
        hint: give one the greater priority
      1 error, 0 warnings
      """#),
  ]
}
