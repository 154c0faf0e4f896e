import DecisionLog
import Foundation
import GRDB
package import SpendModel
package import StrictJSON

/// One business fact being written. Valid inside ``Store/write(at:keys:_:)`` only; nothing counts before COMMIT.
package final class Writing {
  let db: Database
  /// What the transaction sees: the stored state and all that was written so far.
  package let reading: Reading
  /// The time of everything in this transaction: that of the command, or the log's last, whichever is later.
  package let at: Timestamp
  /// How far the command's clock is behind the log, in microseconds; 0 where it is not.
  package let skew: Int64
  private let keys: LogKeys
  private var committed: [Commitment] = []
  private var tree: CompactRange
  private let sizeBefore: Int64
  /// Whether anything was appended so far.
  package var hasAppended: Bool { tree.size > sizeBefore }
  /// An append that stopped halfway; the transaction may not be committed, whoever caught the error.
  private var failure: (any Error)?

  init(database: Database, at: Timestamp, keys: LogKeys) throws {
    db = database
    reading = Reading(database: database)
    self.keys = keys
    let last = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT at_us FROM log_leaf ORDER BY idx DESC LIMIT 1"))
    let previous = last.map { Timestamp(clamping: $0) } ?? at
    self.at = max(at, previous)
    skew = max(0, previous.since(at))
    let size = try reading.head().size
    sizeBefore = size
    let stored = reading
    let range = try CompactRange.load(size: size) { (id: MerkleTree.NodeID) throws -> LogHash? in
      try stored.node(level: id.level, position: id.pos).flatMap { LogHash(bytes: $0) }
    }
    guard let range else {
      throw StorageError(
        .corrupt, "the log lacks a node of its tree", hint: "`assent audit verify` says what is damaged")
    }
    tree = range
  }

  /// Appends events to the log: their leaves, tree nodes, blobs, disclosures and projections, in order.
  ///
  /// - Throws: ``StorageError``; ``SealingError`` where a draft cannot be a leaf.
  @discardableResult
  package func append(_ drafts: [EventDraft]) throws -> [EventRecord] {
    guard !drafts.isEmpty else { return [] }
    do {
      return try place(drafts)
    } catch {
      failure = error
      throw error
    }
  }

  private func place(_ drafts: [EventDraft]) throws -> [EventRecord] {
    var sequences = LogSequences(size: try reading.head().size)
    for draft in drafts where sequences.streams[draft.stream] == nil {
      sequences.streams[draft.stream] = try Int64.fetchOne(
        db.cachedStatement(sql: "SELECT max(stream_seq) FROM log_leaf WHERE stream = ?"), arguments: [draft.stream])
    }
    for draft in drafts where sequences.types[draft.type] == nil {
      sequences.types[draft.type] = try Int64.fetchOne(
        db.cachedStatement(sql: "SELECT max(type_seq) FROM log_leaf WHERE type = ?"), arguments: [draft.type.rawValue])
    }
    let leaves = try Sealer.seal(drafts, after: &sequences, at: at, committed: committed, salt: keys.salt)
    let projector = Projector(db: db, blob: { [reading] in try reading.json(blob: $0) })
    var records: [EventRecord] = []
    for leaf in leaves {
      try insert(leaf)
      // Read back from its bytes, as a rebuild will: what is projected follows from nothing else. That they are the
      // canonical ones, sealing has seen to.
      let record = try EventRecord(storedBytes: leaf.bytes)
      try projector.apply(record)
      records.append(record)
    }
    try db.cachedStatement(
      sql: """
        INSERT INTO log_head(one, size, root) VALUES (1, ?, ?)
        ON CONFLICT DO UPDATE SET size = excluded.size, root = excluded.root
        """
    ).execute(arguments: [tree.size, Data(tree.root.bytes)])
    return records
  }

  private func insert(_ leaf: SealedLeaf) throws {
    let record = leaf.record
    try db.cachedStatement(
      sql: """
        INSERT INTO log_leaf(idx, type, type_seq, stream, stream_seq, at_us, bytes, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      record.idx, record.type.rawValue, leaf.typeSequence, record.stream, record.streamSequence, record.at.microseconds,
      Data(leaf.bytes), Data(leaf.hash.bytes),
    ])
    for node in tree.append(leaf.hash) where node.level > 0 {
      try db.cachedStatement(sql: "INSERT INTO log_node(level, pos, hash) VALUES (?, ?, ?)").execute(arguments: [
        node.level, node.pos, Data(node.hash.bytes),
      ])
    }
    for blob in leaf.blobs { try insert(blob) }
    for disclosure in leaf.disclosures {
      try db.cachedStatement(
        sql: "INSERT INTO disclosure(commitment, idx, path, salt, value) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
      ).execute(arguments: [
        Data(disclosure.commitment.bytes), disclosure.idx, disclosure.path, Data(disclosure.salt), disclosure.text,
      ])
    }
  }

  private func insert(_ blob: Blob) throws {
    try db.cachedStatement(sql: "INSERT INTO blob(sha256, bytes, kind) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
      .execute(
        arguments: [Data(blob.sha256.bytes), Data(blob.bytes), blob.kind])
  }

  /// Keeps bytes by their SHA-256, once.
  ///
  /// - Returns: The SHA-256, in hex.
  @discardableResult
  package func keep(_ bytes: [UInt8], kind: String) throws -> String {
    let blob = Blob(bytes, kind: kind)
    try insert(blob)
    return blob.sha256.hex
  }

  /// Commits to words that an event appended next will hold as `{"commit": hex}`.
  package func commit(_ words: String) throws -> JSONValue {
    let commitment = try Commitment.make(.string(words), salt: keys.salt())
    committed.append(commitment)
    return commitment.json
  }

  /// Signs the head, where this write grew the log.
  ///
  /// - Returns: The signed note.
  /// - Throws: The error of an append that stopped halfway.
  func signHead() throws -> String? {
    if let failure { throw failure }
    guard tree.size > sizeBefore else { return nil }
    let checkpoint = try Checkpoint(origin: keys.signing.verifier.name, size: tree.size, root: tree.root)
    let note = try checkpoint.signed(by: keys.signing).text
    try db.cachedStatement(sql: "INSERT INTO checkpoint(size, note, at_us) VALUES (?, ?, ?)").execute(
      arguments: [tree.size, note, at.microseconds])
    return note
  }
}
