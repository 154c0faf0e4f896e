package import StrictJSON

/// A bundle: its digest, its files, and how the bundles before it came into force.
package struct BundleView: Sendable {
  package var digest: String
  package var isInForce: Bool
  /// Whether somebody put the bundle in force that is; else the files of the workspace are the bundle.
  package var isDeliberate: Bool
  package var files: [(path: String, sha256: String, bytes: Int)]
  package var rules: Int
  package var workflows: Int
  package var errors: Int
  /// The digest of the workspace's files, where it is another.
  package var draft: String?
  /// What waits for a second person.
  package var proposed: String?
  package var proposedBy: String?
  package var former: String?
  /// The bundle that is judged beside the one in force.
  package var shadow: String?
  package var history: [HistoryLine]

  package var json: JSONValue {
    .object([
      "digest": .string(digest), "inForce": .bool(isInForce), "activated": .bool(isDeliberate),
      "rules": .integer(Int64(rules)), "workflows": .integer(Int64(workflows)), "errors": .integer(Int64(errors)),
      "draft": draft.map { .string($0) }, "proposed": proposed.map { .string($0) },
      "proposedBy": proposedBy.map { .string($0) }, "former": former.map { .string($0) },
      "shadow": shadow.map { .string($0) },
      "files": .array(
        files.map { file in
          ["path": .string(file.path), "sha256": .string(file.sha256), "bytes": .integer(Int64(file.bytes))]
        }),
      "history": .array(history.map(\.json)),
    ])
  }
}

/// What became of a bundle that somebody proposed, activated or went back to.
package struct BundleStep: Sendable {
  package var digest: String
  /// `proposed`, `active` or `rolled_back`
  package var state: String
  package var author: String
  package var second: String?
  /// The bundle that was in force before.
  package var former: String?
  /// Who may activate what is proposed.
  package var mayActivate: [String]
  package var difference: BundleDifference

  package var json: JSONValue {
    .object([
      "digest": .string(digest), "state": .string(state), "author": .string(author),
      "second": second.map { .string($0) }, "former": former.map { .string($0) },
      "mayActivate": mayActivate.isEmpty ? nil : .array(mayActivate.map { .string($0) }),
      "difference": difference.json,
    ])
  }
}

/// How a shadow bundle fared beside the one in force.
package struct ShadowReport: Sendable {
  package struct Difference: Hashable, Sendable {
    package var request: String
    package var revision: Int64
    /// The outcome, and what differs in rules and reviews, in the one in force and in the shadow.
    package var live: Side
    package var shadow: Side
  }

  package struct Side: Hashable, Sendable {
    package var outcome: String
    package var rules: [String]
    package var reviews: [String]

    package var json: JSONValue {
      [
        "outcome": .string(outcome), "rules": .array(rules.map { .string($0) }),
        "reviews": .array(reviews.map { .string($0) }),
      ]
    }
  }

  /// Nothing where no shadow runs, nor ever ran.
  package var digest: String?
  package var isRunning: Bool
  package var since: String?
  /// Submissions that were judged by both.
  package var judged: Int
  package var differences: [Difference]

  package var json: JSONValue {
    .object([
      "digest": digest.map { .string($0) }, "running": .bool(isRunning), "since": since.map { .string($0) },
      "judged": .integer(Int64(judged)), "different": .integer(Int64(differences.count)),
      "differences": .array(
        differences.map { item in
          [
            "request": .string(item.request), "revision": .integer(item.revision), "live": item.live.json,
            "shadow": item.shadow.json,
          ]
        }),
    ])
  }
}
