import SpendModel
package import StrictJSON

/// What `audit export` wrote.
package struct ExportReport: Sendable {
  package var folder: String
  package var leaves: Int64
  /// The signed root, in hex.
  package var root: String
  package var files: [String]
  package var decisions: Int
  package var approvals: Int

  package var json: JSONValue {
    [
      "folder": .string(folder), "leaves": .integer(leaves), "root": .string(root),
      "files": .array(files.map { .string($0) }), "decisions": .integer(Int64(decisions)),
      "approvals": .integer(Int64(approvals)),
    ]
  }
}

/// What a verification looked at, and every difference that it found.
package struct VerifyReport: Sendable {
  /// What was checked, in order: `21 leaves`, `signature of the checkpoint`.
  package var checked: [String]
  package var failures: [Difference]

  package struct Difference: Hashable, Sendable {
    /// The file or table.
    package var place: String
    /// The leaf's index, where one is known.
    package var idx: Int64?
    package var message: String

    package init(place: String, idx: Int64? = nil, message: String) {
      self.place = place
      self.idx = idx
      self.message = message
    }
  }

  package var isIntact: Bool { failures.isEmpty }

  package var json: JSONValue {
    [
      "intact": .bool(isIntact), "checked": .array(checked.map { .string($0) }),
      "failures": .array(
        failures.map { failure in
          .object([
            "place": .string(failure.place), "idx": failure.idx.map { .integer($0) },
            "message": .string(failure.message),
          ])
        }),
    ]
  }
}

/// What `rebuild` found: per projection, rows stored and rows made again from the log.
package struct RebuildReport: Sendable {
  package var tables: [(name: String, rows: Int64, differences: Int64)]
  package var leaves: Int64

  package var isEqual: Bool { tables.allSatisfy { $0.differences == 0 } }

  package var json: JSONValue {
    [
      "equal": .bool(isEqual), "leaves": .integer(leaves),
      "tables": .array(
        tables.map { ["name": .string($0.name), "rows": .integer($0.rows), "differences": .integer($0.differences)] }),
    ]
  }
}

/// One thing that `doctor` looked at.
package struct DoctorLine: Hashable, Sendable {
  package enum Health: String, Hashable, Sendable { case good, note, bad }

  package var health: Health
  package var what: String
  package var detail: String

  package var json: JSONValue {
    ["health": .string(health.rawValue), "what": .string(what), "detail": .string(detail)]
  }
}
