import DecisionLog
import Foundation
import GRDB
package import SpendModel
package import StrictJSON

/// One snapshot of the database, with the questions that the service asks. Valid inside ``Store/read(_:)`` only.
package struct Reading {
  let db: Database

  init(database: Database) { db = database }
}

// MARK: The log

extension Reading {
  /// How many leaves the log has, and the root over them.
  package func head() throws -> (size: Int64, root: [UInt8]) {
    let statement = try db.cachedStatement(sql: "SELECT size, root FROM log_head WHERE one = 1")
    guard let row = try Row.fetchOne(statement) else { return (0, []) }
    return (row["size"], bytes(row["root"]))
  }

  /// The events of a stream, oldest first.
  package func events(stream: String) throws -> [EventRecord] {
    let rows = try Row.fetchCursor(
      db.cachedStatement(sql: "SELECT bytes FROM log_leaf WHERE stream = ? ORDER BY stream_seq"), arguments: [stream])
    var records: [EventRecord] = []
    while let row = try rows.next() { records.append(try record(row["bytes"])) }
    return records
  }

  /// The events of some types, oldest first.
  ///
  /// - Parameter containing: Only those whose bytes hold this text.
  package func events(of types: [EventType], containing text: String? = nil) throws -> [EventRecord] {
    let marks = Array(repeating: "?", count: types.count).joined(separator: ", ")
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT bytes FROM log_leaf WHERE type IN (\(marks)) AND (? IS NULL OR instr(bytes, CAST(? AS BLOB)) > 0)
          ORDER BY idx
          """), arguments: StatementArguments(types.map(\.rawValue)) + [text, text])
    var records: [EventRecord] = []
    while let row = try rows.next() { records.append(try record(row["bytes"])) }
    return records
  }

  /// Calls `body` with the events of some types in a span of time, oldest first, one after another.
  package func forEachEvent(
    of types: [EventType], from: Timestamp?, to: Timestamp?, _ body: (EventRecord) throws -> Void
  ) throws {
    let rows = try leaves(of: types, from: from, to: to)
    while let row = try rows.next() { try body(try record(row[0], isChecked: false)) }
  }

  /// Calls `body` with the leaves of submissions in a span of time, oldest first, as bytes: for reports over many, which
  /// read them on all cores.
  package func forEachSubmission(
    from: Timestamp?, to: Timestamp?, _ body: (StoredSubmission) throws -> Void
  ) throws {
    let rows = try leaves(of: [.requestSubmitted, .requestResubmitted], from: from, to: to)
    // Not the connection's own: that one serves whoever asks for a blob meanwhile.
    let blobs = try db.makeStatement(sql: "SELECT bytes FROM blob WHERE sha256 = ?")
    while let row = try rows.next() {
      var submission = StoredSubmission(leaf: bytes(at: 0, of: row), input: nil, inputSHA256: nil)
      if let digest = submission.digestInLeaf {
        submission.inputSHA256 = digest
        try blobs.setArguments([Data(digest.bytes)])
        let found = try Row.fetchCursor(blobs)
        if let blob = try found.next() { submission.input = bytes(at: 0, of: blob) }
      }
      try body(submission)
    }
  }

  private func bytes(at column: Int, of row: Row) -> [UInt8] {
    (try? row.withUnsafeData(atIndex: column) { data in
      data.map { data in data.withUnsafeBytes { [UInt8]($0) } } ?? []
    }) ?? []
  }

  /// The bytes of leaves, in the order of the log.
  private func leaves(of types: [EventType], from: Timestamp?, to: Timestamp?) throws -> RowCursor {
    let marks = databaseQuestionMarks(count: types.count)
    let first = try from.map { try firstLeaf(at: $0) } ?? 0
    // A type's number counts its leaves. Few are found by their types and sorted; many are met on a walk along the log.
    var expected: Int64 = 0
    for type in types {
      expected +=
        try Int64.fetchOne(
          db.cachedStatement(sql: "SELECT max(type_seq) FROM log_leaf WHERE type = ?"), arguments: [type.rawValue]) ?? 0
    }
    let size = try head().size
    let walk = expected > (size - first) / 32 ? "+" : ""
    return try Row.fetchCursor(
      db,
      sql: """
        SELECT bytes FROM log_leaf WHERE idx >= ? AND \(walk)type IN (\(marks)) AND at_us >= ? AND at_us < ? ORDER BY idx
        """,
      arguments: StatementArguments([first]) + StatementArguments(types.map(\.rawValue))
        + [from?.microseconds ?? .min, to?.microseconds ?? .max])
  }

  /// The place of the first leaf that is not before a time: times never go back along the log.
  private func firstLeaf(at time: Timestamp) throws -> Int64 {
    let statement = try db.cachedStatement(sql: "SELECT at_us FROM log_leaf WHERE idx = ?")
    var (low, high) = (Int64(0), try head().size)
    while low < high {
      let middle = low + (high - low) / 2
      let at = try Int64.fetchOne(statement, arguments: [middle]) ?? .max
      if at < time.microseconds { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The latest event of a type.
  package func lastEvent(of type: EventType) throws -> EventRecord? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT bytes FROM log_leaf WHERE type = ? ORDER BY type_seq DESC LIMIT 1"),
      arguments: [type.rawValue]
    ).map { try record($0["bytes"]) }
  }

  /// The latest event of a stream that is of one of these types.
  package func lastEvent(stream: String, of types: [EventType]) throws -> EventRecord? {
    try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT bytes FROM log_leaf WHERE stream = ? AND type IN (\(databaseQuestionMarks(count: types.count)))
          ORDER BY stream_seq DESC LIMIT 1
          """), arguments: StatementArguments([stream] + types.map(\.rawValue))
    ).map { try record($0["bytes"]) }
  }

  /// The event at that place of the log; nothing beyond its end.
  package func event(at idx: Int64) throws -> EventRecord? {
    try Row.fetchOne(db.cachedStatement(sql: "SELECT bytes FROM log_leaf WHERE idx = ?"), arguments: [idx]).map {
      try record($0["bytes"])
    }
  }

  /// Calls `body` with every leaf from `from`, in order: its index, its exact bytes and the stored hash.
  package func forEachLeaf(from: Int64 = 0, _ body: (Leaf) throws -> Void) throws {
    let rows = try Row.fetchCursor(
      db,
      sql:
        "SELECT idx, type, type_seq, stream, stream_seq, at_us, bytes, hash FROM log_leaf WHERE idx >= ? ORDER BY idx",
      arguments: [from])
    while let row = try rows.next() {
      // By place, not by name: this runs over the whole log.
      try body(
        Leaf(
          idx: row[0], type: row[1], typeSequence: row[2], stream: row[3], streamSequence: row[4],
          atMicroseconds: row[5],
          bytes: bytes(row[6]), hash: bytes(row[7])))
    }
  }

  /// A leaf as it is stored, columns beside the bytes that they repeat.
  package struct Leaf: Sendable {
    package let idx: Int64
    package let type: String
    package let typeSequence: Int64
    package let stream: String
    package let streamSequence: Int64
    package let atMicroseconds: Int64
    package let bytes: [UInt8]
    package let hash: [UInt8]
  }

  package func forEachNode(_ body: (_ level: Int, _ position: Int64, _ hash: [UInt8]) throws -> Void) throws {
    let rows = try Row.fetchCursor(db, sql: "SELECT level, pos, hash FROM log_node ORDER BY level, pos")
    while let row = try rows.next() { try body(row["level"], row["pos"], bytes(row["hash"])) }
  }

  /// A stored subtree hash of the Merkle tree.
  package func node(level: Int, position: Int64) throws -> [UInt8]? {
    let row =
      level == 0
      ? try Row.fetchOne(db.cachedStatement(sql: "SELECT hash FROM log_leaf WHERE idx = ?"), arguments: [position])
      : try Row.fetchOne(
        db.cachedStatement(sql: "SELECT hash FROM log_node WHERE level = ? AND pos = ?"), arguments: [level, position])
    return row.map { bytes($0["hash"]) }
  }

  /// The stored checkpoints, oldest first: size, signed note, time.
  package func checkpoints() throws -> [(size: Int64, note: String, at: Timestamp)] {
    try Row.fetchAll(db.cachedStatement(sql: "SELECT size, note, at_us FROM checkpoint ORDER BY size")).map {
      ($0["size"], $0["note"], Timestamp(clamping: $0["at_us"]))
    }
  }

  /// The bytes of a content-addressed blob, by its SHA-256 in hex.
  package func blob(_ sha256: String) throws -> [UInt8]? {
    guard let key = LogHash(hex: sha256)?.bytes else { return nil }
    return try Row.fetchOne(
      db.cachedStatement(sql: "SELECT bytes FROM blob WHERE sha256 = ?"), arguments: [Data(key)]
    ).map { bytes($0["bytes"]) }
  }

  /// The canonical JSON of a blob.
  package func json(blob sha256: String) throws -> JSONValue? {
    guard let stored = try blob(sha256) else { return nil }
    do {
      return try JSONValue.parse(stored)
    } catch {
      throw StorageError(
        .corrupt, "blob `\(sha256)` is no JSON: \(error.message)", hint: "`assent audit verify` says what is damaged")
    }
  }

  package func forEachBlob(_ body: (_ sha256: [UInt8], _ bytes: [UInt8], _ kind: String) throws -> Void) throws {
    let rows = try Row.fetchCursor(db, sql: "SELECT sha256, bytes, kind FROM blob ORDER BY sha256")
    while let row = try rows.next() { try body(bytes(row["sha256"]), bytes(row["bytes"]), row["kind"] ?? "") }
  }

  /// A row of the erasable store; salt and words are gone where they were erased.
  package struct StoredDisclosure: Sendable {
    package let commitment: [UInt8]
    package let idx: Int64?
    package let path: String?
    package let salt: [UInt8]?
    package let value: String?
  }

  package func forEachDisclosure(_ body: (StoredDisclosure) throws -> Void) throws {
    let rows = try Row.fetchCursor(
      db, sql: "SELECT commitment, idx, path, salt, value FROM disclosure ORDER BY commitment")
    while let row = try rows.next() {
      let salt: Data? = row["salt"]
      try body(
        StoredDisclosure(
          commitment: bytes(row["commitment"]), idx: row["idx"], path: row["path"], salt: salt.map { [UInt8]($0) },
          value: row["value"]))
    }
  }

  /// The exact bytes of a leaf; nothing beyond the log's end.
  package func leafBytes(at idx: Int64) throws -> [UInt8]? {
    try Row.fetchOne(db.cachedStatement(sql: "SELECT bytes FROM log_leaf WHERE idx = ?"), arguments: [idx]).map {
      bytes($0["bytes"])
    }
  }

  /// The words behind a commitment, given as hex; nothing where they were erased.
  package func words(behind commitment: String) throws -> String? {
    guard let key = LogHash(hex: commitment)?.bytes else { return nil }
    let text: String? = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT value FROM disclosure WHERE commitment = ?"), arguments: [Data(key)]
    )?["value"]
    return try text.flatMap { try json(text: $0)?.string }
  }

  /// - Parameter isChecked: Whether the bytes have to be the canonical ones of their value.
  private func record(_ stored: Data?, isChecked: Bool = true) throws -> EventRecord {
    guard let stored else { throw StorageError(.corrupt, "a leaf has left for the archive") }
    do {
      let stored = bytes(stored)
      return isChecked ? try EventRecord(leafBytes: stored) : try EventRecord(storedBytes: stored)
    } catch {
      throw StorageError(.corrupt, "a leaf of the log is damaged: \(error)", hint: "`assent audit verify` names it")
    }
  }

  private func bytes(_ data: Data?) -> [UInt8] { data?.withUnsafeBytes { [UInt8]($0) } ?? [] }
}
