package import SpendModel
package import StrictJSON

/// Who would have to approve a request, were it submitted now.
package struct WhoView: Sendable {
  package var workflow: String
  /// The fast lane that would approve it at once, and what that grants.
  package var lane: (id: String, grant: String)?
  /// What limits are compared with: the cost with all that counts against the same limit.
  package var exposure: Money?
  package var stages: [WhoStage]
  /// When it would end by itself.
  package var ends: Timestamp?
  /// Conditions that erred.
  package var notes: [String]

  package var json: JSONValue {
    .object([
      "workflow": .string(workflow),
      "lane": lane.map { ["id": .string($0.id), "grant": .string($0.grant)] }, "exposure": exposure?.json,
      "stages": .array(stages.map(\.json)), "blocked": .bool(stages.contains { $0.blocked != nil }),
      "ends": ends.map { .string($0.description) }, "notes": notes.isEmpty ? nil : .array(notes.map { .string($0) }),
    ])
  }
}

/// A stage that a request would meet.
package struct WhoStage: Sendable {
  package var waiting: Waiting
  /// `workflow`, `rule` or `authority`.
  package var why: String
  /// Why it is asked, in words.
  package var reasons: [String]
  /// How many it takes, in words: `2 of them`, `weight 3 of 2 people`.
  package var quorum: String
  /// The people of each seat of a joint stage.
  package var seats: [[String]]
  /// The stages before it.
  package var after: [String]
  /// How long it has once it is open: `2bd`.
  package var time: String?
  package var passedOver: [(person: String, because: String)]
  package var excluded: [(person: String, because: String)]
  package var fallback: [String]
  package var fallbackApprove: Int?
  package var usesFallback: Bool
  package var blocked: (because: String, told: [String])?
  /// What it asks of whoever votes.
  package var asks: [String]
  /// What its voters may attach to an approval.
  package var offers: [String]

  package var json: JSONValue {
    guard case .object(let base) = waiting.json else { return .null }
    func people(_ list: [(person: String, because: String)]) -> JSONValue? {
      list.isEmpty ? .none : .array(list.map { ["person": .string($0.person), "because": .string($0.because)] })
    }
    func texts(_ list: [String]) -> JSONValue? { list.isEmpty ? .none : .array(list.map { .string($0) }) }
    let further: JSONValue = .object([
      "why": .string(why), "reasons": texts(reasons), "quorum": .string(quorum),
      "seats": seats.isEmpty ? .none : .array(seats.map { .array($0.map { .string($0) }) }), "after": texts(after),
      "time": time.map { .string($0) }, "passedOver": people(passedOver), "excluded": people(excluded),
      "fallback": texts(fallback), "fallbackApprove": fallbackApprove.map { .integer(Int64($0)) },
      "usesFallback": usesFallback ? true : .none,
      "blocked": blocked.map { ["because": .string($0.because), "told": .array($0.told.map { .string($0) })] },
      "asks": texts(asks), "offers": texts(offers),
    ])
    return .object(base + (further.object ?? []))
  }
}
