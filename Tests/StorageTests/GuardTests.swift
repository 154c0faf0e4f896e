import GRDB
import SpendModel
import Storage
import StrictJSON
import Testing

/// The triggers: a guard rail for any connection, also one of the `sqlite3` shell.
@Suite struct GuardTests {
  @Test(arguments: [
    ("UPDATE log_leaf SET hash = zeroblob(32)", "a leaf never changes"),
    ("UPDATE log_leaf SET bytes = x'7b7d'", "a leaf never changes"),
    ("UPDATE log_leaf SET bytes = NULL", "a leaf never changes"),
    ("UPDATE log_leaf SET archived_in = 'bundle-1'", "a leaf never changes"),
    ("UPDATE log_leaf SET at_us = 0", "a leaf never changes"),
    ("UPDATE log_leaf SET idx = idx + 100", "a leaf never changes"),
    ("UPDATE log_leaf SET stream = 'log/x'", "a leaf never changes"),
    ("DELETE FROM log_leaf WHERE idx = 0", "a leaf stays"),
    (
      "REPLACE INTO log_leaf SELECT 0, type, type_seq, stream, stream_seq, 1, bytes, hash, NULL FROM log_leaf WHERE idx = 0",
      "a leaf comes at the end"
    ),
    (
      "REPLACE INTO log_leaf SELECT 3, type, type_seq, stream, stream_seq, 1, bytes, hash, NULL FROM log_leaf WHERE idx = 0",
      "a leaf comes at the end"
    ),
    (
      "INSERT INTO log_leaf VALUES (4, 'log.census', 1, 'log', 4, 1, NULL, zeroblob(32), NULL)",
      "a leaf comes at the end"
    ),
    (
      "INSERT INTO log_leaf VALUES (3, 'log.census', 2, 'log', 4, 1, NULL, zeroblob(32), NULL)",
      "a leaf comes at the end"
    ),
    (
      "INSERT INTO log_leaf VALUES (3, 'log.census', 1, 'log', 5, 1, NULL, zeroblob(32), NULL)",
      "a leaf comes at the end"
    ),
    ("UPDATE log_node SET hash = zeroblob(32)", "a node never changes"),
    ("DELETE FROM log_node", "a node stays"),
    ("REPLACE INTO log_node SELECT level, pos, zeroblob(32) FROM log_node", "a node never changes"),
    ("UPDATE log_head SET size = 1", "the log only grows"),
    ("UPDATE log_head SET root = zeroblob(32)", "the log only grows"),
    ("DELETE FROM log_head", "the head stays"),
    ("UPDATE checkpoint SET note = 'x'", "a checkpoint never changes"),
    ("DELETE FROM checkpoint", "a checkpoint stays"),
    ("REPLACE INTO checkpoint SELECT size, 'x', 0 FROM checkpoint LIMIT 1", "a checkpoint never changes"),
    ("UPDATE blob SET bytes = x'00'", "a blob never changes"),
    ("DELETE FROM blob", "a blob stays"),
  ])
  func `The log's rows are refused a change`(_ sql: String, _ message: String) throws {
    let test = try TestStore()
    try test.append([logCreated])
    try test.append([logCreated, logCreated])
    _ = try test.store.write(at: noon, keys: test.keys) { try $0.keep([1, 2, 3], kind: "evidence") }
    let before = try test.dump()
    let error = #expect(throws: DatabaseError.self) { try test.raw { try $0.execute(sql: sql) } }
    #expect(error?.message == message)
    #expect(try test.dump() == before)
  }

  @Test func `A leaf may leave for the archive, its hash stays`() throws {
    let test = try TestStore()
    try test.append([logCreated, logCreated])
    try test.raw { try $0.execute(sql: "UPDATE log_leaf SET bytes = NULL, archived_in = 'bundle-1' WHERE idx = 0") }
    #expect(
      try test.raw {
        try Int.fetchOne($0, sql: "SELECT count(*) FROM log_leaf WHERE bytes IS NULL AND length(hash) = 32")
      } == 1)
    #expect(try test.append([logCreated]).first?.idx == 2)
  }

  @Test func `Words may be erased, and only they`() throws {
    let test = try TestStore()
    try test.append([submitted("REQ-000001")])
    #expect(try test.store.read { try $0.request("REQ-000001")?.title } == "Summaries of claims tickets")
    try test.raw { try $0.execute(sql: "UPDATE disclosure SET salt = NULL, value = NULL, erased_at_us = 1") }
    #expect(try test.store.read { try $0.request("REQ-000001")?.title } == nil)
    #expect(try test.differences() == [])
  }

  @Test func `A blob that is kept twice is there once`() throws {
    let test = try TestStore()
    let digests = try test.store.write(at: noon, keys: test.keys) { writing in
      [try writing.keep([1, 2, 3], kind: "evidence"), try writing.keep([1, 2, 3], kind: "other")]
    }
    #expect(Set(digests).count == 1)
    #expect(try test.store.read { try $0.blob(digests[0]) } == [1, 2, 3])
  }
}
