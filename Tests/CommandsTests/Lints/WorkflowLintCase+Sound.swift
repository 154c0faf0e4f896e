extension WorkflowLintCase {
  static let sound: [WorkflowLintCase] = [
    WorkflowLintCase(
      "weights that survive an absence", .rights,
      "legal: {right: agree, ",
      "legal: {right: agree, quorum: {weight: 3, of: {lea: 2, max: 1}, minPeople: 2, reject: 2}, "),
    WorkflowLintCase(
      "a weight of somebody who stands in", .rights,
      "legal: {right: agree, ",
      "legal: {right: agree, quorum: {weight: 3, of: {lea: 2, max: 2, gia: 2}, minPeople: 2}, "),
    WorkflowLintCase(
      "a half of the group", .rights,
      "legal: {right: agree, ",
      #"legal: {right: agree, quorum: {approve: "50%"}, "#),
    WorkflowLintCase(
      "everybody, where somebody stands in", .rights,
      "legal: {right: agree, ",
      "legal: {right: agree, quorum: {approve: all}, "),
    WorkflowLintCase(
      "two seats for three people", .workflow,
      "right: input, candidates: [group:platform], ",
      "right: agree, seats: [{candidates: [group:platform]}, {candidates: [group:itam]}], "),
    WorkflowLintCase(
      "somebody kept out of a stage", .rights,
      "legal: {right: agree, ",
      "legal: {right: agree, exclude: [sameTeam, user:max], "),
    WorkflowLintCase(
      "attestations, comments and logins", .rights,
      "legal: {right: agree, ",
      "legal: {right: agree, decision: {comment: always, attest: [read-it], auth: oidc, stepUp: true}, "),
    WorkflowLintCase(
      "four vetoes, of which one rule brings two", .workflow,
      #"""
        - {id: peer, right: input, candidates: [group:platform], due: 1bd}

      """#,
      #"""
        - {id: v1, right: agree, candidates: [group:platform], due: 1bd}
        - {id: v2, right: agree, candidates: [group:platform], due: 1bd}

      """#),
    WorkflowLintCase(
      "a stage that tells", .workflow,
      "  - {id: peer, right: input, ",
      #"""
        - {id: heads-up, right: inform, candidates: [group:itam, {managerOf: requester}]}
        - {id: peer, right: input, 
      """#),
    WorkflowLintCase(
      "a stage that reads what its condition asks", .workflow,
      "{id: peer, right: input, ",
      #"{id: peer, right: input, when: "request.cost > usd(9)", reads: [cost], "#),
    WorkflowLintCase(
      "a ladder of its own", .workflow,
      "escalate: default",
      "escalate: [{at: 50%, do: remind}, {at: due, do: add, to: group:governance}, {at: due+1bd, do: reject, warn: 1bd}]"
    ),
    WorkflowLintCase(
      "a life just long enough", .workflow,
      "ttl: 20bd",
      "ttl: 2bd"),
    WorkflowLintCase(
      "another priority", .second,
      ", priority: 10, default: true",
      ", priority: 20"),
  ]
}
