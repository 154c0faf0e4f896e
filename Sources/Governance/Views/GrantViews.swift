package import SpendModel
package import StrictJSON

/// A grant: its envelope, how much of it is used, its duties and findings.
package struct GrantView: Sendable {
  package var id: String
  package var request: String
  package var revision: Int64
  package var owner: String
  package var state: String
  /// The limits by name; money for `cost`.
  package var caps: [(name: String, cap: Money)]
  package var used: [(name: String, used: Money)]
  package var activeFrom: Timestamp?
  package var expires: Timestamp
  package var budget: String?
  package var reserved: Money?
  package var lane: String?
  package var duties: [String]
  package var findings: [String]
  /// A soft threshold that is reached, in words.
  package var warning: String?
  /// Records counted against it that have no price.
  package var unpriced: Int64
  /// The grant whose place it took; what was used of that one counts on.
  package var supersedes: String? = nil
  /// By how much more an amendment would have to be, where its owner is offered one.
  package var amendBy: Money? = nil
  /// Whether it may be used once only, and when it was.
  package var isSingleUse = false
  package var consumedAt: Timestamp?
  /// The parts in which its caps are released.
  package var tranches: [Tranche] = []
  /// How often it has to be confirmed: `30d`.
  package var recertify: String?
  /// Why it does not run; nothing where it does, or where it was not asked.
  package var pause: Change?
  /// Who may let it go on.
  package var mayResume: [String] = []
  /// How it ended.
  package var end: Change?
  /// The duties and findings that are left.
  package var open: [OpenTask] = []

  /// A turn that it took.
  package struct Change: Hashable, Sendable {
    /// `suspended`, `revoked`, `expired`, `superseded` or `exhausted`.
    package var what: String
    /// `cap`, `hold` or `duty` of a suspension; `late` or `rejected` of an emergency's end.
    package var because: String?
    package var by: String
    package var at: Timestamp
    /// The reason that was given.
    package var words: String?
    /// The duty that is late.
    package var duty: String?
    /// The grant that took its place.
    package var other: String?

    var json: JSONValue {
      .object([
        "what": .string(what), "because": because.map { .string($0) }, "by": .string(by),
        "at": .string(at.description), "reason": words.map { .string($0) }, "duty": duty.map { .string($0) },
        "supersededBy": other.map { .string($0) },
      ])
    }
  }

  /// A duty or a finding that is left.
  package struct OpenTask: Hashable, Sendable {
    package var id: String
    /// The obligation or the rule.
    package var what: String
    package var state: String
    package var owner: String
    package var verifier: String
    package var due: Timestamp
    package var isOverdue: Bool
    /// `start`, `during`, `end`, `perform`, `tranche` or `recertify`; nothing for a finding.
    package var phase: String?
    /// The kinds of evidence that it wants.
    package var evidence: [String]

    var json: JSONValue {
      .object([
        "id": .string(id), "what": .string(what), "state": .string(state), "owner": .string(owner),
        "verifier": .string(verifier), "due": .string(due.description), "overdue": .bool(isOverdue),
        "phase": phase.map { .string($0) },
        "evidence": evidence.isEmpty ? .none : .array(evidence.map { .string($0) }),
      ])
    }
  }

  /// When it has to be confirmed next, and by which duty.
  package var nextConfirmation: OpenTask? { open.first { $0.phase == "recertify" } }

  package struct Tranche: Hashable, Sendable {
    package var percent: Int64
    package var isReleased: Bool
    /// The duty that releases it, and the condition that has to hold then.
    package var duty: String?
    package var when: String?

    var json: JSONValue {
      .object([
        "percent": .integer(percent), "released": .bool(isReleased), "duty": duty.map { .string($0) },
        "when": when.map { .string($0) },
      ])
    }
  }

  package var json: JSONValue {
    .object([
      "id": .string(id), "request": .string(request), "revision": .integer(revision), "owner": .string(owner),
      "state": .string(state), "caps": .object(caps.map { .init($0.name, $0.cap.json) }),
      "used": .object(used.map { .init($0.name, $0.used.json) }), "expires": .string(expires.description),
      "duties": .array(duties.map { .string($0) }), "findings": .array(findings.map { .string($0) }),
      "activeFrom": activeFrom.map { .string($0.description) }, "budget": budget.map { .string($0) },
      "reserved": reserved?.json, "lane": lane.map { .string($0) }, "warning": warning.map { .string($0) },
      "unpriced": unpriced == 0 ? nil : .integer(unpriced), "supersedes": supersedes.map { .string($0) },
      "amend": amendBy.map { ["request": .string(request), "delta": $0.json] },
      "singleUse": isSingleUse ? true : nil, "consumedAt": consumedAt.map { .string($0.description) },
      "tranches": tranches.isEmpty ? nil : .array(tranches.map(\.json)),
      "recertify": recertify.map { .string($0) }, "suspended": pause?.json,
      "mayResume": mayResume.isEmpty ? .none : .array(mayResume.map { .string($0) }), "ended": end?.json,
      "nextConfirmation": nextConfirmation.map { ["duty": .string($0.id), "due": .string($0.due.description)] },
      "open": open.isEmpty ? .none : .array(open.map(\.json)),
    ])
  }
}

/// A finding or a duty: who has to do what by when, and who verifies it.
package struct TaskView: Sendable {
  package var id: String
  package var kind: String
  package var state: String
  /// `user:zoe`
  package var owner: String
  package var verifier: String
  package var due: Timestamp
  package var isOverdue: Bool
  package var severity: String?
  package var rule: String?
  package var obligation: String?
  package var grant: String?
  package var request: String?
  package var amount: Money?
  package var message: String?
  package var action: String?
  package var openedAt: Timestamp
  package var reopened: Int64
  package var level: Int64
  package var history: [HistoryLine]

  package var json: JSONValue {
    .object([
      "id": .string(id), "kind": .string(kind), "state": .string(state), "owner": .string(owner),
      "verifier": .string(verifier), "due": .string(due.description), "overdue": .bool(isOverdue),
      "severity": severity.map { .string($0) }, "rule": rule.map { .string($0) },
      "obligation": obligation.map { .string($0) }, "grant": grant.map { .string($0) },
      "request": request.map { .string($0) }, "amount": amount?.json, "message": message.map { .string($0) },
      "action": action.map { .string($0) }, "openedAt": .string(openedAt.description), "reopened": .integer(reopened),
      "level": .integer(level), "history": history.isEmpty ? nil : .array(history.map(\.json)),
    ])
  }
}
