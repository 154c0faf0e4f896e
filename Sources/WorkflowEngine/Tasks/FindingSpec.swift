package import SpendModel
package import StrictJSON

/// A finding that a rule or a reconciliation wants to open.
package struct FindingSpec: Sendable {
  package var rule: String
  package var severity: RuleSeverity
  package var title: String
  package var message: String
  package var action: String?
  package var owner: ActorReference
  /// Who owns the rule, and so verifies.
  package var verifier: ActorReference
  /// Left out: 10bd.
  package var due: Period?
  package var amount: Money?
  /// The keys of the group: `{"grant": "GRT-000001"}`.
  package var group: JSONValue
  /// All facts of the group that were read, in canonical form.
  package var groupFacts: JSONValue
  package var read: [FactRead]
  package var windowStart: Timestamp?
  /// Which findings are the same: of the rule, the group's key and the window's start.
  package var fingerprint: String
  /// In hex.
  package var bundleSHA256: String

  package init(
    rule: String, severity: RuleSeverity, title: String, message: String, action: String? = nil, owner: ActorReference,
    verifier: ActorReference, due: Period? = nil, amount: Money? = nil, group: JSONValue, groupFacts: JSONValue,
    read: [FactRead], windowStart: Timestamp? = nil, fingerprint: String, bundleSHA256: String
  ) {
    self.rule = rule
    self.severity = severity
    self.title = title
    self.message = message
    self.action = action
    self.owner = owner
    self.verifier = verifier
    self.due = due
    self.amount = amount
    self.group = group
    self.groupFacts = groupFacts
    self.read = read
    self.windowStart = windowStart
    self.fingerprint = fingerprint
    self.bundleSHA256 = bundleSHA256
  }
}

extension TaskCase {
  /// Opens a finding; reopens a closed one of the same fingerprint, and leaves a live, accepted or cancelled one alone.
  ///
  /// - Parameters:
  ///   - existing: The finding of that fingerprint, if there is one.
  ///   - cause: The leaf's index, or ``EventDraft/index(_:)``.
  ///   - cast: Who stands for `grant.owner`.
  package static func open(
    _ spec: FindingSpec, existing: TaskCase?, cause: JSONValue, cast: Cast, context: ActContext, ids: inout IDCounter
  ) -> [EventDraft] {
    let calendar = context.workflows.defaultCalendar
    let due = calendar.adding(spec.due ?? .businessDays(10), to: context.at)
    let rungs = context.workflows.ladder().taskTimers(from: context.at, due: due, calendar: calendar)
    if let existing {
      guard existing.state == .closed else { return [] }
      return [
        existing.draft(
          .taskReopened, context.actor,
          [
            "cause": cause, "amount": spec.amount?.canonical, "count": .integer(existing.reopened + 1),
            "due": .string(due.canonicalText), "rungs": .array(rungs.map(\.json)),
            "arming": .integer(existing.arming + 1),
          ])
      ]
    }
    let directory = context.directory
    // Nothing is given to somebody who left.
    let owners: [ActorReference] = [
      spec.owner, spec.verifier, .group(CompiledWorkflows.governanceGroup), context.workflows.rights.owner.value,
    ]
    let owner =
      owners.lazy.compactMap { directory.accountable(for: $0, cast: cast) }.first { directory.person($0) != nil }
      ?? directory.people.first?.id ?? "nobody"
    let input: JSONValue = .object([
      "group": spec.groupFacts, "fingerprint": .string(spec.fingerprint), "message": .string(spec.message),
      "action": spec.action.map { .string($0) }, "title": .string(spec.title), "rungs": .array(rungs.map(\.json)),
      "calendar": .string(calendar.id),
    ])
    let read: [JSONValue] = spec.read.map { fact in
      .object([
        "fact": .string(fact.fact),
        "value": fact.value.map { $0.canonical(commitment: { _, _ in .null }) },
      ])
    }
    return [
      EventDraft(
        .taskOpened, stream: MintedKind.finding.streamPrefix + ids.mint(.finding), actor: context.actor,
        data: .object([
          "amount": spec.amount?.canonical, "bundle_sha256": .string(spec.bundleSHA256), "cause": cause,
          "due": .string(due.canonicalText), "group": spec.group, "input_sha256": EventDraft.blob("input", input),
          "owner": .string("user:" + owner), "read": .array(read), "rule": .string(spec.rule),
          "severity": .string(spec.severity.rawValue), "verifier": .string(spec.verifier.description),
          "window_start": spec.windowStart.map { .string($0.canonicalText) },
        ]))
    ]
  }
}
