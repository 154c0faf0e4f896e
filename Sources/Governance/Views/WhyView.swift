package import SpendModel
package import StrictJSON

/// Why a request waits: on whom, since when, what comes next, and who could help.
package struct WhyView: Sendable {
  package var id: String
  package var state: String
  package var waitingOn: [Waiting]
  package var next: (rung: String, at: Timestamp, to: [String], stage: String?)?
  package var excluded: [(person: String, because: String)]
  package var canUnblock: [String]
  /// What decided it, where it is decided.
  package var decided: String?
  /// The budget that has no room for what an approval would grant.
  package var shortage: (budget: String, remaining: Money, needed: Money)?
  /// Conditions that erred, in words.
  package var notes: [String] = []
  /// The warnings that rules gave; whoever votes should know them.
  package var warnings: [RuleLine] = []
  /// What those hold against it who were asked for their view.
  package var concerns: [Concern] = []
  /// The rules that denied it.
  package var denied: [RuleLine] = []
  package var waived: [WaivedLine]
  /// The rules that denied it and that a waiver may suspend; empty where one that denied may not be waived.
  package var waivable: [String]
  /// The duties that an approval would leave.
  package var duties: [DutyLine] = []
  /// What the approval is worth now.
  package var grant: GrantView?
  /// The requests under way that ask for other terms.
  package var amendments: [String] = []

  package var json: JSONValue {
    .object([
      "id": .string(id), "state": .string(state), "waitingOn": .array(waitingOn.map(\.json)),
      "next": next.map { next in
        .object([
          "rung": .string(next.rung), "at": .string(next.at.description), "to": .array(next.to.map { .string($0) }),
          "stage": next.stage.map { .string($0) },
        ])
      },
      "excluded": .array(excluded.map { ["person": .string($0.person), "because": .string($0.because)] }),
      "canUnblock": .array(canUnblock.map { .string($0) }), "decided": decided.map { .string($0) },
      "budget": shortage.map {
        ["id": .string($0.budget), "remaining": $0.remaining.json, "needed": $0.needed.json]
      },
      "notes": notes.isEmpty ? .none : .array(notes.map { .string($0) }),
      "warnings": warnings.isEmpty ? .none : .array(warnings.map(\.json)),
      "concerns": concerns.isEmpty ? .none : .array(concerns.map(\.json)),
      "rules": denied.isEmpty ? .none : .array(denied.map(\.json)),
      "waived": waived.isEmpty ? nil : .array(waived.map(\.json)),
      "waivable": waivable.isEmpty ? nil : .array(waivable.map { .string($0) }),
      "duties": duties.isEmpty ? nil : .array(duties.map(\.json)), "grant": grant?.json,
      "amendments": amendments.isEmpty ? nil : .array(amendments.map { .string($0) }),
    ])
  }
}
