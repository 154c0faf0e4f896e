/// How requests flow: how long decisions take, who holds them, and whether the reviews are worth the wait.
package struct FlowReport: Sendable {
  /// Who holds a request that is with its requester, and one that nobody can act on.
  package static let requester = "requester"
  package static let nobody = "nobody"

  package var requests = 0
  package var decided = 0
  /// Taken back: neither decided nor open.
  package var withdrawn = 0
  package var leadTimes: [Group] = []
  package var held: [Holding] = []
  package var lanes: [Lane] = []
  package var stages: [Stage] = []
  package var escalated = 0
  package var expired = 0
  package var blocked = 0
  package var returned = 0
  /// Votes that stood when a request was handed in again, and how many of them outlived it.
  package var votesAtResubmission = 0
  package var votesSurvived = 0
  package var breakGlass = 0
  package var breakGlassReviewedInTime = 0
  package var amendments = 0
  package var waivers = 0
  package var waiversRenewed = 0

  /// Lead times of requests or stages that belong together.
  package struct Group: Sendable {
    package enum Kind: String, Sendable, Hashable, CaseIterable { case all, people, lane, workflow, stage }

    package var kind: Kind
    package var name: String
    /// In microseconds.
    package var wall = LeadTimes()
    /// In microseconds of the default calendar's business time.
    package var business = LeadTimes()
  }

  /// How long somebody held requests. What several stages hold at once is split evenly among them.
  package struct Holding: Sendable {
    /// A stage, ``FlowReport/requester`` or ``FlowReport/nobody``.
    package var holder: String
    package var wall: Int64
    package var business: Int64
  }

  /// What a fast lane let through, and how often that was a mistake.
  package struct Lane: Sendable {
    package var name: String
    package var grants = 0
    /// Exceeded or revoked.
    package var failed = 0
  }

  /// What the votes of a stage were worth.
  package struct Stage: Sendable {
    package var name: String
    package var votes = 0
    /// Rejections, requests for changes, and approvals that narrowed the grant.
    package var changing = 0
    /// From when the voter could look at it (the stage opened, or their own last vote) to the vote, in microseconds.
    package var think: [Int64] = []

    package var medianThink: Int64? { think.isEmpty ? nil : think.sorted()[think.count / 2] }
  }

  package var open: Int { requests - decided - withdrawn }

  package var autoApproved: Int { lanes.reduce(0) { $0 + $1.grants } }
}
