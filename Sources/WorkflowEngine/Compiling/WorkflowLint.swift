/// What a diagnostic about decision rights or workflows means, why it matters, and what mends it.
package struct WorkflowLint: Sendable {
  package var code: String
  /// One line: what was found.
  package var title: String
  package var reason: String
  /// What is reported, as an author would write it.
  package var example: String
  package var remedy: String

  private init(_ code: String, _ title: String, reason: String, example: String, remedy: String) {
    self.code = code
    self.title = title
    self.reason = reason
    self.example = example
    self.remedy = remedy
  }

  package static let all: [WorkflowLint] = people + quorums + ladders + orders + selections

  private static let people: [WorkflowLint] = [
    .init(
      "no-fallback", "a group has no fallback, or one that leads to nobody",
      reason: "People leave, fall ill, and are excluded. What a group cannot do has to go to somebody by name.",
      example: "legal: {members: [lea, max], accountable: lea}", remedy: "Name others: `fallback: group:governance`."),
    .init(
      "empty-group", "a group has no members",
      reason: "It stands on its fallback, which is legal and seldom meant for long.", example: "legal: {members: []}",
      remedy: "Name members, or remove the group."),
    .init(
      "manager-cycle", "the managers of somebody lead back to them",
      reason: "An amount that climbs the chain would never arrive.",
      example: "tom: {manager: dia}, dia: {manager: tom}",
      remedy: "Somebody in the chain has no manager."),
    .init(
      "self-approval", "the requester, or whoever benefits, may decide a request",
      reason: "Whoever asks may not be whoever allows: the first rule of separation of duties.",
      example: "separation: {exclude: [conflicted]}",
      remedy: "Write `requester` and `beneficiary` under `separation.exclude`."),
    .init(
      "missing-review", "the catalogue lacks a review that the engine itself demands",
      reason: "A rule whose condition errs goes to `governance`, an amount that no decider holds to `authority`.",
      example: "reviews: {legal: {...}}", remedy: "Add the review to `reviews` in decision-rights.yaml."),
    .init(
      "unread-fact", "a stage does not read a fact that made it necessary",
      reason:
        "A vote stays good when a resubmission leaves alone what its stage reads: it would outlive the very change.",
      example: "a rule demands `legal` for `request.data.class`, and `legal` reads `[model]`",
      remedy: "Add the fact to `reads`."),
  ]

  private static let quorums: [WorkflowLint] = [
    .init(
      "impossible-quorum", "a stage needs more people, seats or weight than there can be",
      reason: "Every request that meets it would be blocked.", example: "quorum: {approve: 9} of a group of two",
      remedy: "Ask for fewer, or name more people or a fallback."),
    .init(
      "fragile-quorum", "a stage stops when one person is away",
      reason: "One illness would stop every request. Those of the fallback count.",
      example: "quorum: {approve: 5} of five people, fallbacks included",
      remedy: "Ask for fewer, or name more people or a fallback."),
    .init(
      "heavy-hand", "one person alone has the weight that a stage needs",
      reason: "A weighted vote that one can decide is no vote.", example: "quorum: {weight: 2, of: {ida: 2, jon: 1}}",
      remedy: "Write `minPeople: 2`, or ask for more weight."),
    .init(
      "idle-weight", "somebody has a weight and is no candidate",
      reason: "The weight says nothing, and whoever reads it believes it does.",
      example: "candidates: [group:finance], quorum: {weight: 3, of: {zoe: 2}}",
      remedy: "Leave it out, or name them among the candidates."),
    .init(
      "impossible-rejection", "it takes more people to refuse than may act",
      reason: "A stage that nobody can refuse is no review.", example: "quorum: {reject: 9} of a group of two",
      remedy: "Ask for fewer under `reject`."),
    .init(
      "no-candidates", "a stage names nobody", reason: "Every request that meets it would be blocked.",
      example: "candidates: []", remedy: "Name who may act."),
    .init(
      "many-vetoes", "more than four stages of a request's way may veto",
      reason: "Each `agree` is a veto: what many may stop, few start.",
      example: "five stages with `right: agree`, or three and two reviews that one rule demands",
      remedy: "Let some give `input`, or join some as `seats` of one stage that stands `for` them."),
  ]

  private static let ladders: [WorkflowLint] = [
    .init(
      "approval-by-timeout", "a ladder approves when time is up",
      reason: "Silence is no decision. What nobody looked at would pass.", example: "{at: due+5bd, do: approve}",
      remedy: "Let it `reject` or `expire`, with a warning before."),
    .init(
      "ladder-reaches-nobody", "a ladder never reaches anybody else",
      reason: "Whoever lets a request lie is reminded for ever.", example: "[{at: 50%, do: remind}]",
      remedy: "Add a rung such as `{at: due, do: add, to: group:governance}`."),
    .init(
      "ladder-without-end", "the last rung of a ladder leaves everything as it is",
      reason: "A request that nobody decides would wait until its time to live is over.",
      example: "[{at: due, do: add, to: group:governance}]",
      remedy: "Let the last rung be `replace`, `reject` or `expire`."),
    .init(
      "rung-order", "a rung comes before the one above it",
      reason: "Rungs fire in the order of time, whatever is read.",
      example: "[{at: due, do: add, ...}, {at: 50%, do: remind}]", remedy: "Write them in the order of time."),
    .init(
      "rung-after-end", "a rung comes after the end", reason: "Nothing waits any more by then.",
      example: "[{at: due, do: reject}, {at: due+1bd, do: add, ...}]", remedy: "Move it before the end, or remove it."),
    .init(
      "no-ladder", "a workflow or a review has no ladder", reason: "What waits would be forgotten.",
      example: "a workflow without `escalate`, and no ladder `default`",
      remedy: "Add a ladder `default` to decision-rights.yaml, or write `escalate`."),
    .init(
      "short-life", "requests end by themselves before their stages are due",
      reason: "Those who take the time that they were given would find the request gone.",
      example: "ttl: 3bd, with two stages of 2bd after each other", remedy: "Raise `ttl`, or give the stages less time."
    ),
  ]

  private static let orders: [WorkflowLint] = [
    .init(
      "no-decision", "a workflow has no stage that decides",
      reason: "Nobody would be accountable for what is approved.",
      example: "stages: [{id: peer, right: input, ...}]", remedy: "Give exactly one stage `right: decide`."),
    .init(
      "several-decisions", "a workflow has two stages that decide",
      reason: "Two who decide are nobody who decides.", example: "two stages with `right: decide`",
      remedy: "Let one of them `agree`, or let them decide together: `quorum: {approve: 2}`."),
    .init(
      "optional-decision", "the decision depends on a condition",
      reason: "Without it nobody would have decided.", example: "{id: decision, right: decide, when: ...}",
      remedy: "Leave `when` and `for` out; another workflow is for other requests."),
    .init(
      "stage-after-decision", "a stage comes after the decision, or waits for it",
      reason: "The decision is final: nothing may stop it any more.",
      example: "{id: legal, right: agree, needs: [decision]}",
      remedy: "Put it before; write what is told under `after`, what is done under `perform`."),
    .init(
      "needs-cycle", "stages wait for each other", reason: "None of them would ever open.",
      example: "{id: a, needs: [b]}, {id: b, needs: [a]}", remedy: "One of them has to come first."),
    .init(
      "stage-hides-review", "a stage has the name of a review and does not stand for it",
      reason: "The review would be asked for beside it, under the same name.", example: "{id: legal, right: agree}",
      remedy: "Write `for: [legal]`, or another name."),
  ]

  private static let selections: [WorkflowLint] = [
    .init(
      "no-default", "no workflow takes what no other takes", reason: "A request could find no way.",
      example: "select: {when: ...} in every workflow", remedy: "Write `default: true` in one."),
    .init(
      "several-defaults", "two workflows take what no other takes", reason: "Only one can.",
      example: "`default: true` in two", remedy: "Leave it out in one of them."),
    .init(
      "overlapping-selection", "two workflows of one priority may select the same request",
      reason: "Which one takes it would depend on the order of files.",
      example: "request.cost > usd(5) and request.kind == 'pilot', both of priority 10",
      remedy: "Give one the greater priority."),
  ]
}
