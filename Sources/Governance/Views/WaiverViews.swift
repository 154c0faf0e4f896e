package import SpendModel
package import StrictJSON

/// A time-boxed exception from one rule.
package struct WaiverView: Sendable {
  /// What is worth a look.
  package enum Remark: String, Hashable, Sendable, CaseIterable {
    /// It ends within 14 days.
    case expiring
    /// No verdict and no finding has needed it.
    case unused
    /// The rule wants changing.
    case renewedTwice = "renewed_twice"
    /// The rule is gone, or may not be waived any more: the waiver suspends nothing.
    case noSuchRule = "no_such_rule"
    /// The scope does not compile against the schema of now: the waiver suspends nothing.
    case brokenScope = "broken_scope"
  }

  /// How near an end counts as near, in microseconds: 14 days.
  static let nearEnd: Int64 = 14 * 86_400 * 1_000_000

  /// States of a request after which no waiver follows.
  static let declining: Set<String> = ["rejected", "withdrawn", "expired", "denied"]

  package static let states = ["requested", "scheduled", "active", "expired", "revoked", "declined"]

  package var id: String
  package var request: String
  package var title: String
  package var requester: String
  package var rule: String
  /// Nothing means everywhere.
  package var scope: String?
  package var from: Timestamp?
  package var until: Timestamp
  package var state: String
  /// The denied request that it is for.
  package var denied: String?
  package var approvedBy: [String]
  package var requestedAt: Timestamp
  package var activatedAt: Timestamp?
  package var revokedBy: String?
  package var renews: String?
  package var renewedBy: String?
  package var renewals: Int64
  /// How often it kept its rule from counting.
  package var uses: Int
  package var remarks: [Remark]
  package var history: [HistoryLine]

  package var json: JSONValue {
    .object([
      "id": .string(id), "state": .string(state), "rule": .string(rule), "scope": scope.map { .string($0) },
      "from": from.map { .string($0.description) }, "until": .string(until.description), "request": .string(request),
      "title": .string(title), "requester": .string(requester),
      "approvedBy": .array(approvedBy.map { .string($0) }), "requestedAt": .string(requestedAt.description),
      "activatedAt": activatedAt.map { .string($0.description) }, "denied": denied.map { .string($0) },
      "revokedBy": revokedBy.map { .string($0) }, "renews": renews.map { .string($0) },
      "renewedBy": renewedBy.map { .string($0) }, "renewals": .integer(renewals), "uses": .integer(Int64(uses)),
      "remarks": .array(remarks.map { .string($0.rawValue) }),
      "history": history.isEmpty ? nil : .array(history.map(\.json)),
    ])
  }
}
