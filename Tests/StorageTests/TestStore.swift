import DecisionLog
import Foundation
import GRDB
import SpendModel
import Storage
import StrictJSON
import Synchronization

/// A database in a folder of its own, which goes with the value.
final class TestStore: Sendable {
  let folder: String
  let path: String
  let store: Store
  let keys: LogKeys

  /// - Parameter name: The file's name; the folder is new.
  init() throws {
    folder = try temporaryFolder()
    path = folder + "/assent.db"
    keys = try testKeys()
    store = try Store.open(path: path, creating: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  @discardableResult
  func append(_ drafts: [EventDraft], at: Timestamp = noon) throws -> [EventRecord] {
    try store.write(at: at, keys: keys) { try $0.append(drafts) }
  }

  /// A connection that is none of ours, as the `sqlite3` shell makes it.
  func raw<T>(_ body: (Database) throws -> T) throws -> T { try rawConnection(path, body) }

  func dump() throws -> [String] { try raw { try everything(in: $0) } }

  func differences() throws -> [String] {
    try store.read { reading in
      try reading.compareProjections().flatMap { table in table.differing.map { "\(table.table): \($0)" } }
    }
  }
}

func temporaryFolder() throws -> String {
  let path = NSTemporaryDirectory() + "/assent-storage-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  return path
}

func rawConnection<T>(_ path: String, _ body: (Database) throws -> T) throws -> T {
  var configuration = Configuration()
  configuration.foreignKeysEnabled = false
  configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = OFF") }
  let queue = try DatabaseQueue(path: path, configuration: configuration)
  return try queue.writeWithoutTransaction { try body($0) }
}

/// Every row of every table, by the types and bytes of its cells.
func everything(in db: Database) throws -> [String] {
  try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").flatMap { table in
    let columns = try db.columns(in: table).map { "typeof(\"\($0.name)\") || hex(\"\($0.name)\")" }.joined(
      separator: " || ', ' || ")
    return try String.fetchAll(db, sql: "SELECT \(columns) FROM \"\(table)\" ORDER BY 1").map { "\(table): \($0)" }
  }
}

/// Keys whose salts differ from call to call and are the same in every run.
func testKeys() throws -> LogKeys {
  let counter = Counter()
  return LogKeys(
    signing: try SigningKey(name: "localhost/assent/test", seed: [UInt8](repeating: 7, count: 32)),
    salt: { Hashing.sha256(Array("salt \(counter.next())".utf8)).bytes })
}

private final class Counter: Sendable {
  private let value = Atomic<Int>(0)
  func next() -> Int { value.add(1, ordering: .relaxed).newValue }
}

/// 2026-11-02T12:00:00Z
let noon = Timestamp(clamping: 1_793_620_800_000_000)

func later(_ seconds: Int64) -> Timestamp { noon.adding(seconds: seconds) }

/// SplitMix64: the same numbers from the same seed, everywhere. Source: G. Steele et al., OOPSLA 2014.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
