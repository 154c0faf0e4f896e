package import SpendModel
package import StrictJSON

/// A request as queues and lists show it.
package struct RequestRow: Hashable, Sendable {
  package let id: String
  package let revision: Int64
  package let state: String
  package let kind: String?
  /// The requester's own words; nothing where they were erased.
  package let title: String?
  package let requester: String
  package let team: String?
  package let project: String?
  package let costCenter: String?
  package let workflow: String
  package let outcome: String
  package let cost: Money?
  package let bundleSHA256: String
  package let factsSHA256: String
  package let inputSHA256: String
  package let explanationSHA256: String
  package let submittedAt: Timestamp
  package let updatedAt: Timestamp
  package let decidedAt: Timestamp?
}

/// What the routing of a request has to know of an earlier one.
package struct CountingRow: Hashable, Sendable {
  package let id: String
  package let state: String
  package let cost: Money?
  package let project: String?
  package let team: String?
  package let costCenter: String?
  package let inputSHA256: String
}

package struct StageRow: Hashable, Sendable {
  package let request: String
  package let id: String
  package let right: String
  package let state: String
  package let why: String?
  package let candidates: [String]
  package let since: Timestamp?
  package let due: Timestamp?
  package let level: Int64
}

package struct GrantRow: Hashable, Sendable {
  package let id: String
  package let request: String
  package let revision: Int64
  package let owner: String
  package let state: String
  /// `{"cost": {"currency", "nanos"}}`
  package let caps: JSONValue
  package let onExceed: JSONValue?
  package let scope: JSONValue
  package let lane: String?
  package let mintedAt: Timestamp
  package let activeFrom: Timestamp?
  package let expires: Timestamp
  package let budget: String?
  package let reserved: Money?
  /// `{"recertify", "single_use", "tranches"}`, where it has any.
  package let terms: JSONValue?
  package let consumedAt: Timestamp?
  /// The grant whose place it took; what was used of that one counts on.
  package let supersedes: String?
}

/// A finding or a duty.
package struct TaskRow: Hashable, Sendable {
  package let id: String
  package let kind: String
  package let state: String
  package let owner: String
  package let verifier: String
  package let due: Timestamp
  package let severity: String?
  package let rule: String?
  package let obligation: String?
  package let grant: String?
  package let request: String?
  package let amount: Money?
  package let openedAt: Timestamp
  package let reopened: Int64
  package let level: Int64
  package let inputSHA256: String?

  package var isLive: Bool { state != "closed" && state != "cancelled" }
}
