import FactSchema
import SpendModel
import StrictJSON

/// Whether an approval outlives a change of the facts that it judged.
///
/// - Parameters:
///   - rule: `equal` facts, or also a `decrease` of each that changed; `never`.
///   - before: What was judged: the facts that the stage reads, in canonical form.
///   - after: The same facts as they are now.
///   - isDuration: Whether the fact at a path of the request is a span of time.
func survives(
  _ rule: StageDefinition.Survival, from before: JSONValue, to after: JSONValue, isDuration: ([String]) -> Bool
) -> Bool {
  switch rule {
  case .never: false
  case .equal: haveSameMembers(before, after)
  case .decrease: isAtMost(after, before, path: [], isDuration: isDuration)
  }
}

/// Whether two canonical values say the same; the order of an object's members says nothing.
private func haveSameMembers(_ left: JSONValue, _ right: JSONValue, depth: Int = 0) -> Bool {
  guard case .object(let a) = left, case .object(let b) = right, depth < 32 else { return left == right }
  return a.count == b.count
    && a.allSatisfy { member in right[member.name].map { haveSameMembers(member.value, $0, depth: depth + 1) } ?? false
    }
}

/// Whether nothing grew: amounts and spans of time are no greater, lists hold no new element, all else is the same.
private func isAtMost(
  _ after: JSONValue, _ before: JSONValue, path: [String], isDuration: ([String]) -> Bool
) -> Bool {
  guard path.count < 32 else { return false }
  if let new = Money(canonical: after), let old = Money(canonical: before) { return new.exceeds(old) == false }
  switch (after, before) {
  case (.object(let new), .object(let old)):
    // A fact that appears or goes is a change of another kind.
    return new.count == old.count
      && new.allSatisfy { member in
        before[member.name].map {
          isAtMost(member.value, $0, path: path + [member.name], isDuration: isDuration)
        } ?? false
      }
  case (.array(let new), .array(let old)): return new.allSatisfy(old.contains)
  case (.string(let new), .string(let old)) where isDuration(path):
    guard let shorter = nanoseconds(new), let longer = nanoseconds(old) else { return after == before }
    return shorter <= longer
  default: return after == before
  }
}

/// The nanoseconds of a duration as it is written: `5184000s`.
private func nanoseconds(_ text: String) -> Int64? {
  text.hasSuffix("s") ? scaledDecimal(text.dropLast(), places: 9) : nil
}

/// The part of a request's facts that a stage's voters judge: `{"cost": ..., "duration": ...}`; all, where it names
/// none.
///
/// What a waiver would lift is judged by all, whatever else they read.
func facts(_ facts: JSONValue, readBy names: [String]?) -> JSONValue {
  guard let names else { return facts }
  return .object(
    (names + [Submission.waiverTerms]).compactMap { name in
      var value: JSONValue? = facts
      for step in name.split(separator: ".") { value = value?[String(step)] }
      return value.map { JSONValue.Member(name, $0) }
    })
}

extension CompiledWorkflows {
  /// The counted votes that do not outlive a resubmission, by stage and person.
  ///
  /// An approval (and an opinion) outlives it where the stage is still part of the way, its voter may still take part,
  /// and the facts that the stage reads are equal or, if the stage says so, have only decreased.
  func staleVotes(
    of before: RequestCase, by submission: Submission, verdict: Verdict, plan: Plan
  ) -> [(stage: String, person: String)] {
    var input = RoutingInput(submission, verdict)
    input.separation = workflow(plan.workflow)?.separation
    input.authors = workflow(plan.workflow)?.authors(of: submission.change, at: submission.at) ?? []
    let isReview = verdict.outcome != .deny && plan.lane == nil
    func lives(_ vote: VoteCase, on old: StageCase) -> Bool {
      guard isReview, vote.verb == .approve || (vote.verb == .reject && old.right == .input),
        let new = plan.stages.first(where: { $0.id == old.id && $0.right == old.right }),
        let definition = definition(of: old.id, in: workflow(plan.workflow)),
        vote.people.allSatisfy({ exclusion(of: $0, input: input, directory: directory) == nil })
      else { return false }
      return isUnchanged(new, definition, from: before, to: submission)
    }
    // Who acted on two stages under other rules counts on the first of them, where a person counts once now.
    let isOnce = input.separation?.distinct ?? .all == .all
    var used: Set<String> = []
    var stale: [(stage: String, person: String)] = []
    for stage in before.stages {
      let living = stage.counted.filter { vote in
        lives(vote, on: stage) && !(isOnce && vote.people.contains(where: used.contains))
      }
      stale += stage.counted.filter { !living.contains($0) }.map { (stage.id, $0.person) }
      used.formUnion(living.flatMap(\.people))
    }
    return stale
  }

  /// Whether the facts that a stage reads are such that what was said of them before still holds.
  func isUnchanged(_ stage: PlannedStage, from before: RequestCase, to submission: Submission, plan: Plan) -> Bool {
    guard let definition = definition(of: stage.id, in: workflow(plan.workflow)) else { return false }
    return isUnchanged(stage, definition, from: before, to: submission)
  }

  private func isUnchanged(
    _ stage: PlannedStage, _ definition: StageDefinition, from before: RequestCase, to submission: Submission
  ) -> Bool {
    survives(
      definition.survives, from: facts(before.facts, readBy: stage.reads),
      to: facts(submission.canonicalFacts, readBy: stage.reads)
    ) { path in
      // Members of what a stage reads are named by whole paths: `data.class`.
      let steps = path.flatMap { $0.split(separator: ".").map(String.init) }
      return conditions.schema.type(at: ["request"] + steps)?.type == .duration
    }
  }
}
