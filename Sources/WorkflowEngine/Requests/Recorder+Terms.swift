import SpendModel
import StrictJSON

extension Recorder {
  /// What a stage asks of a voter and a ballot does not have: words, attestations, a surer login.
  mutating func termsRefused(
    _ ballot: Ballot, _ stage: StageCase, _ terms: VoteTerms
  ) -> Result<Decision, Refusal>? {
    if !terms.accepts(context.actor.authentication) {
      let weakest = terms.weakest?.rawValue ?? ""
      return voids(
        ballot, .weakAuthentication,
        "stage `\(stage.id)` counts only votes that are made sure of by `\(weakest)`, and this one is "
          + "`\(context.actor.authentication.rawValue)`",
        detail: weakest, stage: stage.id, hint: "vote through the server, logged in by `\(weakest)`")
    }
    if terms.commentsAlways, ballot.comment?.utf8.allSatisfy({ $0 <= 32 }) ?? true {
      return refuse(.commentRequired, "stage `\(stage.id)` wants a comment with every vote", hint: "add `--comment`")
    }
    if ballot.verb == .approve {
      let missing = terms.attest.filter { !ballot.attest.contains($0) }
      if !missing.isEmpty {
        return refuse(
          .notAttested,
          "stage `\(stage.id)` asks whoever approves to attest " + missing.map { "`\($0)`" }.joined(separator: ", "),
          hint: "add " + missing.map { "`--attest \($0)`" }.joined(separator: " "))
      }
    }
    if let unasked = ballot.attest.first(where: { !terms.attest.contains($0) }) {
      let known = terms.attest.map { "`\($0)`" }.joined(separator: ", ")
      return refuse(
        .badInput, "stage `\(stage.id)` does not ask to attest `\(unasked)`",
        hint: known.isEmpty ? "it asks for none" : "it asks for \(known)")
    }
    return nil
  }

  /// How a stage's people are weighed; nothing where they are counted, as where its fallback says how many it takes.
  func weighing(of stage: StageCase, withFallback: Bool = false) -> Weighing? {
    guard let definition = workflows.definition(of: stage.id, in: workflow), let weighing = definition.quorum.weighing,
      !(stage.usesFallback || withFallback) || definition.fallback?.approve == nil
    else { return nil }
    return weighing
  }

  /// Whether a decision's authority could be held by these people.
  func mayStillHold(_ stage: StageCase, _ people: [String]) -> Bool {
    stage.state != .active || isAuthorityHeld(by: people)
  }

  /// Tells those whom a stage informs; it is done by that.
  mutating func inform(_ stage: StageCase) {
    let people =
      workflows.definition(of: stage.id, in: workflow).map {
        workflows.named($0.candidates, stage: $0, input: input, directory: directory).people
      } ?? stage.candidates
    emit(.stageSatisfied, ["stage": .string(stage.id), "how": "told", "told": array(people)])
  }
}

/// A quorum as events hold it; weights only where people are weighed.
func quorumJSON(approve: Int, reject: Int, _ weighing: Weighing?) -> JSONValue {
  .object([
    "approve": .integer(Int64(approve)), "reject": .integer(Int64(reject)),
    "weight": weighing.map { .integer(Int64($0.needed)) },
    "min_people": weighing.map { .integer(Int64($0.minPeople)) },
    "weights": weighing.map { .object($0.shares.map { .init($0.person.value, .integer(Int64($0.weight))) }) },
  ])
}
