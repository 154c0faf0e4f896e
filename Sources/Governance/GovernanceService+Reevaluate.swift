import BundleLoading
import PolicyEngine
import SpendModel
import Storage
package import StrictJSON
import WorkflowEngine

/// What judging an undecided request anew came to.
package struct Reevaluation: Sendable {
  package var request: String
  /// What the rules say now.
  package var outcome: String
  /// The stages that were added.
  package var added: [String]
  /// Rules that fire now and did not before.
  package var rules: [RuleLine]
  package var waitingOn: [Waiting]

  package var json: JSONValue {
    [
      "request": .string(request), "outcome": .string(outcome), "added": .array(added.map { .string($0) }),
      "rules": .array(rules.map(\.json)), "waitingOn": .array(waitingOn.map(\.json)),
    ]
  }
}

extension GovernanceService {
  /// Judges requests in review by the rules in force: what those demand beyond is added, nothing is taken away.
  ///
  /// - Parameter id: One request; nothing means all that are in review, each in a transaction of its own.
  /// - Throws: ``Failure``: 4 where the request is not in review, 6 where there is none.
  package func reevaluate(_ id: String? = nil) throws(Failure) -> [Reevaluation] {
    let ids: [String]
    if let id {
      ids = [id]
    } else {
      ids = try reading { reading in try reading.requests(state: "in_review").map(\.id) }
    }
    var result: [Reevaluation] = []
    for id in ids {
      let one: Reevaluation? = try act { act in
        let current = try act.reading.requestCase(id)
        // Of many, one may have been decided since.
        if ids.count > 1, current.state != .inReview { return nil }
        let (decision, verdict) = try act.reevaluate(current, by: act.bundle)
        let why = decision.request.why(context: try act.context(for: decision.request))
        return Reevaluation(
          request: id, outcome: verdict.outcome.rawValue,
          added: decision.request.stages.map(\.id).filter { current.stage($0) == nil },
          rules: verdict.fired.filter { !current.fired.contains($0.id) }.map { RuleLine($0) }, waitingOn: why.open)
      }
      if let one { result.append(one) }
    }
    return result
  }
}

extension Act {
  /// Judges a request in review by a bundle's rules, on its facts and the present time, and records what that adds.
  func reevaluate(_ request: RequestCase, by rules: ActiveBundle) throws -> (Decision, Verdict) {
    let verdict = try judge(request, by: rules)
    var ids = try counter()
    let decision = try request.reevaluate(
      verdict, bundleSHA256: rules.digest, explanation: try explanation(of: verdict, beside: request.id),
      rules: rules.workflows, context: try context(for: request), ids: &ids
    ).get()
    if !decision.drafts.isEmpty {
      try keep(rules.files)
      try append(decision.drafts)
    }
    return (decision, verdict)
  }

  /// The case as it stands before a vote that may be the last: the rules that it pinned are asked once more, as time has
  /// passed; what they demand now and did not then is added first.
  func examinedAgain(_ request: RequestCase, before verb: RequestVerb) throws -> RequestCase {
    guard verb == .approve, request.state == .inReview,
      request.stages.contains(where: { $0.right == .decide && $0.state == .active }),
      let row = try reading.request(request.id)
    else { return request }
    let pinned = try service.pinnedBundle(row.bundleSHA256, current: bundle, reading)
    let verdict = try judge(request, by: pinned)
    let isSame =
      verdict.reviews.allSatisfy { review in
        request.reviews.contains(review) || request.stages.contains { $0.id == review || $0.reviews.contains(review) }
      } && verdict.fired.allSatisfy { $0.effect != .deny || request.fired.contains($0.id) }
    guard !isSame else { return request }
    return try reevaluate(request, by: pinned).0.request
  }

  private func judge(_ request: RequestCase, by rules: ActiveBundle) throws -> Verdict {
    let facts = try facts(of: request, revision: request.revision, by: rules)
    return StandingWaivers(waivers.all, of: rules.policy).judge(
      facts, by: rules.policy, at: at, asked: WaiverTerms.rule(in: request.facts))
  }

  /// The facts of a request as it was handed in, at the present time.
  func facts(of request: RequestCase, revision: Int64, by rules: ActiveBundle) throws -> Facts {
    let stated = try words(in: request.facts)
    var facts = rules.workflows.typedFacts(request: stated, requester: request.requesterFacts, at: at)
    facts[path: ["request", "id"]] = .string(request.id)
    facts[path: ["request", "revision"]] = .int(revision)
    for (path, text) in texts(in: stated) { facts[path: ["request"] + path] = .string(text) }
    return facts
  }

  /// Facts with the words behind their commitments.
  private func words(in facts: JSONValue) throws -> JSONValue {
    guard case .object(let members) = facts else { return facts }
    if members.count == 1, let commitment = facts["commit"]?.string {
      return .object([.init("words", .string(try reading.words(behind: commitment) ?? ""))])
    }
    return .object(try members.map { .init($0.name, try words(in: $0.value)) })
  }

  private func texts(in facts: JSONValue, at path: [String] = []) -> [(path: [String], text: String)] {
    guard case .object(let members) = facts, path.count < 32 else { return [] }
    if members.count == 1, let text = facts["words"]?.string { return [(path, text)] }
    return members.flatMap { texts(in: $0.value, at: path + [$0.name]) }
  }

  /// The explanation of a verdict, with the rules that took part in the one before.
  private func explanation(of verdict: Verdict, beside request: String) throws -> JSONValue {
    let now = verdict.canonicalExplanation
    guard let row = try reading.request(request), let before = try reading.json(blob: row.explanationSHA256),
      case .object(let members) = now
    else { return now }
    let names = Set(verdict.fired.map(\.id))
    let kept = (before["rules"]?.array ?? []).filter { !names.contains($0["id"]?.string ?? "") }
    return .object(
      members.map { member in
        member.name == "rules" ? .init("rules", .array(kept + (member.value.array ?? []))) : member
      })
  }
}
