package import SpendModel
package import StrictJSON
package import WorkflowEngine

/// A rule that took part in a verdict, as answers show it.
package struct RuleLine: Hashable, Sendable {
  package var id: String
  package var effect: String
  package var message: String
  package var indeterminate: String?
  /// A deny that a waiver may suspend.
  package var isWaivable = false
  /// Of the rule as it was when it fired; nothing where it is not known.
  package var digest: String? = nil

  package var json: JSONValue {
    .object([
      "id": .string(id), "effect": .string(effect), "message": .string(message),
      "indeterminate": indeterminate.map { .string($0) }, "waivable": isWaivable ? true : nil,
    ])
  }
}

extension RuleLine {
  init(_ rule: FiredRule) {
    self.init(
      id: rule.id, effect: rule.effect.rawValue, message: rule.message, indeterminate: rule.indeterminate,
      isWaivable: rule.isWaivable)
  }
}

/// A rule that a waiver suspended, as answers show it.
package struct WaivedLine: Hashable, Sendable {
  package var rule: RuleLine
  /// `WVR-000123`
  package var waiver: String
  package var approvedBy: [String]
  package var from: Timestamp
  package var until: Timestamp

  package var json: JSONValue {
    [
      "id": .string(rule.id), "effect": .string(rule.effect), "message": .string(rule.message),
      "waiver": .string(waiver), "approvedBy": .array(approvedBy.map { .string($0) }),
      "from": .string(from.description), "until": .string(until.description),
    ]
  }
}

extension WaivedLine {
  init(_ waived: WaivedRule) {
    self.init(
      rule: RuleLine(waived.rule), waiver: waived.waiver, approvedBy: waived.approvedBy, from: waived.from,
      until: waived.until)
  }
}

/// A stage that waits, on whom, and until when.
package struct Waiting: Sendable {
  package var stage: String
  package var right: String
  package var state: String
  package var candidates: [String]
  package var since: Timestamp?
  package var due: Timestamp?
  /// How many more votes it needs.
  package var needs: Int
  /// Who may act in the place of one of the candidates.
  package var delegates: [Delegate] = []
  /// Who says that they look at it.
  package var claimedBy: String? = nil
  /// Who would go on without it, and waits for a second person.
  package var overrides: [String] = []
  /// Why it is asked, in words.
  package var reasons: [String] = []
  /// Who has agreed already.
  package var approved: [String] = []
  /// What those weigh together, and what is needed; nothing where people are counted.
  package var weight: (given: Int, needed: Int)?
  /// What it asks of whoever votes, in words.
  package var asks: [String] = []
  /// Who may act where the candidates cannot.
  package var fallback: [String] = []
  /// What whoever approves may attach, in words.
  package var offers: [String] = []
  /// Too few of its own candidates may act: the fallback stands in, and is among them.
  package var usesFallback = false

  package var json: JSONValue {
    func texts(_ list: [String]) -> JSONValue? { list.isEmpty ? .none : .array(list.map { .string($0) }) }
    return .object([
      "stage": .string(stage), "right": .string(right), "state": .string(state),
      "candidates": .array(candidates.map { .string($0) }), "since": since.map { .string($0.description) },
      "due": due.map { .string($0.description) }, "needs": .integer(Int64(needs)), "reasons": texts(reasons),
      "delegates": delegates.isEmpty
        ? .none : .array(delegates.map { ["person": .string($0.person), "for": .string($0.of)] }),
      "claimedBy": claimedBy.map { .string($0) },
      "overrides": texts(overrides),
      "approved": texts(approved),
      "weight": weight.map { ["given": .integer(Int64($0.given)), "needed": .integer(Int64($0.needed))] },
      "asks": texts(asks), "fallback": texts(fallback), "offers": texts(offers),
      "usesFallback": usesFallback ? true : .none,
    ])
  }
}

/// A duty that comes with an approval, and who asks for it.
package struct DutyLine: Hashable, Sendable {
  package var id: String
  /// `start`, `during` or `end`.
  package var phase: String
  package var owner: String
  package var verifier: String
  package var evidence: String?
  /// How long after the approval (with `end`: after the grant's end): `30d`.
  package var due: String?
  /// Who attached it with their approval, each with the stage; empty: a rule demands it.
  package var askedBy: [(person: String, stage: String)]

  package static func == (left: Self, right: Self) -> Bool { left.json == right.json }
  package func hash(into hasher: inout Hasher) { hasher.combine(id) }

  package var json: JSONValue {
    .object([
      "id": .string(id), "before": phase == "during" ? nil : .string(phase), "owner": .string(owner),
      "verifier": .string(verifier), "evidence": evidence.map { .string($0) }, "due": due.map { .string($0) },
      "askedBy": askedBy.isEmpty
        ? nil : .array(askedBy.map { ["person": .string($0.person), "stage": .string($0.stage)] }),
    ])
  }
}

extension DutyLine {
  init(_ duty: RequestCase.Duty) {
    let obligation = duty.obligation
    self.init(
      id: obligation.id, phase: obligation.phase.rawValue, owner: obligation.owner.description,
      verifier: obligation.verifier.description, evidence: obligation.evidence, due: obligation.due?.description,
      askedBy: duty.askedBy.map { ($0.person, $0.stage) })
  }
}

/// What `submit` and `resubmit` answer.
package struct SubmitResult: Sendable {
  /// `REQ-000123`; nothing for a dry run.
  package var id: String?
  package var revision: Int64
  package var state: String
  package var workflow: String
  package var lane: String?
  package var factsSHA256: String
  package var outcome: String
  package var rules: [RuleLine]
  /// Rules that would have fired, had no waiver suspended them.
  package var waived: [WaivedLine]
  /// What tables give that yield a value.
  package var values: [ValueLine]
  /// The waiver that the request asks for.
  package var waiver: String?
  package var obligations: [String]
  package var grant: GrantView?
  package var waitingOn: [Waiting]
  /// Stages that follow once those above are done: the same form, without due times.
  package var later: [Waiting]
  package var cost: Money?
  /// The request that this one amends.
  package var amends: String? = nil
  /// The same key and body were submitted before; this is the answer of then.
  package var isRepeat: Bool
  /// What people should know: a bundle newly in force, a rule that erred.
  package var notes: [String]

  package var json: JSONValue {
    .object([
      "id": id.map { .string($0) }, "revision": .integer(revision), "state": .string(state),
      "workflow": .string(workflow), "lane": lane.map { .string($0) }, "factsSha256": .string(factsSHA256),
      "outcome": .string(outcome), "rules": .array(rules.map(\.json)),
      "waived": waived.isEmpty ? nil : .array(waived.map(\.json)), "waiver": waiver.map { .string($0) },
      "values": values.json,
      "obligations": .array(obligations.map { .string($0) }), "grant": grant?.json,
      "waitingOn": .array(waitingOn.map(\.json)), "later": .array(later.map(\.json)), "cost": cost?.json,
      "amends": amends.map { .string($0) },
      "repeated": isRepeat ? true : nil, "notes": notes.isEmpty ? nil : .array(notes.map { .string($0) }),
    ])
  }
}

/// What an act on one request answers: approve, reject, return, comment, withdraw.
package struct ActResult: Sendable {
  package var id: String
  package var verb: String
  package var stage: String?
  package var state: String
  package var grant: GrantView?
  package var duties: [String]
  package var waitingOn: [Waiting]
  /// Who may be the second, of an act that takes two.
  package var mayAgree: [String] = []

  package var json: JSONValue {
    .object([
      "id": .string(id), "verb": .string(verb), "stage": stage.map { .string($0) }, "state": .string(state),
      "grant": grant?.json, "duties": .array(duties.map { .string($0) }), "waitingOn": .array(waitingOn.map(\.json)),
      "mayAgree": mayAgree.isEmpty ? nil : .array(mayAgree.map { .string($0) }),
    ])
  }
}

/// One row of a list of requests.
package struct RequestSummary: Sendable {
  package var id: String
  package var revision: Int64
  package var state: String
  package var kind: String?
  package var title: String
  package var requester: String
  package var project: String?
  package var outcome: String
  package var cost: Money?
  package var submittedAt: Timestamp

  package var json: JSONValue {
    .object([
      "id": .string(id), "revision": .integer(revision), "state": .string(state), "kind": kind.map { .string($0) },
      "title": .string(title), "requester": .string(requester), "project": project.map { .string($0) },
      "outcome": .string(outcome), "cost": cost?.json, "submittedAt": .string(submittedAt.description),
    ])
  }
}

/// One event of a history, as people read it.
package struct HistoryLine: Sendable {
  package var idx: Int64
  package var at: Timestamp
  package var type: String
  package var actor: String
  /// One line without control characters: what happened.
  package var text: String

  package var json: JSONValue {
    [
      "idx": .integer(idx), "at": .string(at.description), "type": .string(type), "actor": .string(actor),
      "text": .string(text),
    ]
  }
}

/// One request with its facts, verdict, stages and history.
package struct RequestDetail: Sendable {
  package var summary: RequestSummary
  package var factsSHA256: String
  package var bundleSHA256: String
  package var workflow: String
  /// The facts by path, texts in plain words where they were not erased.
  package var facts: [(path: String, value: String)]
  package var factsJSON: JSONValue
  package var rules: [RuleLine]
  package var waived: [WaivedLine]
  /// What tables gave that yield a value.
  package var values: [ValueLine]
  package var stages: [Waiting]
  /// The duties that an approval would leave.
  package var duties: [DutyLine] = []
  package var grants: [GrantView]
  package var history: [HistoryLine]

  package var json: JSONValue {
    guard case .object(var members) = summary.json else { return .null }
    members += [
      .init("factsSha256", .string(factsSHA256)), .init("bundleSha256", .string(bundleSHA256)),
      .init("workflow", .string(workflow)), .init("facts", factsJSON), .init("rules", .array(rules.map(\.json))),
    ]
    if !waived.isEmpty { members.append(.init("waived", .array(waived.map(\.json)))) }
    if let values = values.json { members.append(.init("values", values)) }
    if !duties.isEmpty { members.append(.init("duties", .array(duties.map(\.json)))) }
    members += [
      .init("stages", .array(stages.map(\.json))), .init("grants", .array(grants.map(\.json))),
      .init("history", .array(history.map(\.json))),
    ]
    return .object(members)
  }
}
