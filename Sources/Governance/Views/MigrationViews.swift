import SpendModel
package import StrictJSON
package import WorkflowEngine

/// A move of requests under way to another bundle: what it does, and how far two people got with it.
package struct MigrationView: Sendable {
  /// What becomes of one request.
  package struct Item: Sendable {
    package var request: String
    /// The bundle that it pinned.
    package var former: String
    /// Its state then, where it is moved.
    package var state: String?
    package var effect: MigrationEffect?
    /// Why it stays with the bundle that it pinned.
    package var left: String?
    package var hint: String?
  }

  package var workflow: String
  /// The bundles that requests go away from, in the order of their digests.
  package var former: [String]
  package var bundle: String
  package var renames: [Migration.Rename]
  /// Names workflow, bundles and map: what two people agree to.
  package var digest: String
  /// `listed`, `proposed` or `applied`
  package var state: String
  package var author: String?
  package var second: String?
  /// Who may agree to what is proposed, or propose what is listed.
  package var people: [String]
  package var items: [Item]

  package var moved: [Item] { items.filter { $0.left == nil } }

  package var json: JSONValue {
    .object([
      "workflow": .string(workflow), "from": .array(former.map { .string($0) }), "to": .string(bundle),
      "map": .object(renames.map { .init($0.from, .string($0.to)) }), "digest": .string(digest),
      "state": .string(state), "author": author.map { .string($0) }, "second": second.map { .string($0) },
      "may": .array(people.map { .string($0) }), "moved": .integer(Int64(moved.count)),
      "left": .integer(Int64(items.count - moved.count)), "items": .array(items.map(\.json)),
    ])
  }
}

extension MigrationView.Item {
  var json: JSONValue {
    .object([
      "request": .string(request), "from": .string(former), "state": state.map { .string($0) },
      "left": left.map { .string($0) }, "hint": hint.map { .string($0) },
      "kept": effect.map { .array($0.kept.map(\.json)) },
      "added": effect.map { .array($0.added.map { .string($0) }) },
      "dropped": effect.map { .array($0.dropped.map(\.json)) },
    ])
  }
}

extension MigrationEffect.Kept {
  var json: JSONValue {
    .object([
      "stage": .string(stage), "from": .string(from), "before": .string(before.rawValue),
      "state": .string(after.rawValue), "votes": .array(votes.map { .string($0) }),
      "lost": lost.isEmpty ? nil : .array(lost.map { .string($0) }), "due": due.map { .string($0.description) },
      "remainingSeconds": remaining.map { .integer($0 / 1_000_000) },
      "remainingOf": remaining.map { _ in isWall ? "wall" : "business" },
    ])
  }
}

extension MigrationEffect.Dropped {
  var json: JSONValue {
    [
      "stage": .string(stage), "before": .string(state.rawValue), "votes": .array(votes.map { .string($0) }),
    ]
  }
}
