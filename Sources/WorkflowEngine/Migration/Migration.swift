package import SpendModel

/// The move of requests under way from the bundle that they pinned to another one, as two people agreed to it.
package struct Migration: Sendable, Hashable {
  /// A stage that goes on under another name.
  package struct Rename: Sendable, Hashable {
    package var from: String
    package var to: String

    package init(from: String, to: String) {
      self.from = from
      self.to = to
    }
  }

  /// The bundle that the request goes on with, in hex.
  package var bundleSHA256: String
  /// The bundle that it pinned, in hex.
  package var former: String
  package var renames: [Rename]
  /// The digest of what was agreed to, in hex.
  package var plan: String
  /// Who proposed it.
  package var author: String
  /// Who agreed.
  package var second: String
  /// The leaf of the proposal.
  package var proposal: Int64?

  package init(
    bundleSHA256: String, former: String, renames: [Rename], plan: String, author: String, second: String,
    proposal: Int64?
  ) {
    self.bundleSHA256 = bundleSHA256
    self.former = former
    self.renames = renames
    self.plan = plan
    self.author = author
    self.second = second
    self.proposal = proposal
  }
}

/// What a migration does to one request.
package struct MigrationEffect: Sendable, Hashable {
  /// A stage that goes on, with the votes on it.
  package struct Kept: Sendable, Hashable {
    package var stage: String
    /// Its name before.
    package var from: String
    package var before: StageState
    package var after: StageState
    /// Whose votes count on.
    package var votes: [String]
    /// Whose votes do not: the new definitions do not let them act.
    package var lost: [String]
    package var due: Timestamp?
    /// The time that is left of an open one, in microseconds, of business time or of wall time.
    package var remaining: Int64?
    package var isWall: Bool
  }

  /// A stage that the new workflow does not ask for.
  package struct Dropped: Sendable, Hashable {
    package var stage: String
    package var state: StageState
    package var votes: [String]
  }

  package var kept: [Kept]
  /// Stages that start anew.
  package var added: [String]
  package var dropped: [Dropped]
}

/// The events of a migration, and what they come to.
package struct Migrated: Sendable {
  package var decision: Decision
  package var effect: MigrationEffect
}
