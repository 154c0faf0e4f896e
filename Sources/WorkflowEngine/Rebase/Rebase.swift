package import SpendModel

/// What moves the timers of requests under way to other calendars.
package struct Rebase: Sendable, Hashable {
  /// The bundle whose calendars they go on with, in hex.
  package var bundleSHA256: String
  package var reason: String
  /// Who asked for it first, where it took two.
  package var author: String?
  package var second: String?
  /// The leaf of the proposal.
  package var proposal: Int64?

  package init(
    bundleSHA256: String, reason: String, author: String? = nil, second: String? = nil, proposal: Int64? = nil
  ) {
    self.bundleSHA256 = bundleSHA256
    self.reason = reason
    self.author = author
    self.second = second
    self.proposal = proposal
  }
}

/// A time of a request that another calendar moves.
package struct MovedTime: Sendable, Hashable {
  /// Nothing: the request's own time to live.
  package var stage: String?
  /// `due`, or what a rung does: `remind`, `expire`, ...
  package var what: String
  package var rung: Int?
  package var from: Timestamp
  package var to: Timestamp

  package var isNearer: Bool { to < from }
}

/// The events of a move to other calendars, and what they come to.
package struct Rebased: Sendable {
  package var decision: Decision
  package var moved: [MovedTime]

  /// Whether it leaves somebody less time.
  package var isNearer: Bool { moved.contains(where: \.isNearer) }
}
