import CSQLiteConfig
import GRDB
import Glibc
package import SpendModel

/// The workspace's database: the decision log, its projections and the usage records, in one SQLite file.
///
/// Callers see named operations on ``Reading`` and ``Writing``, never SQL: another implementation may stand beside
/// this one. Every write is one transaction under the writer lock; it is acknowledged after COMMIT, and a failed one
/// leaves nothing.
package final class Store: Sendable {
  package let path: String
  private let queue: DatabaseQueue

  /// Bytes of write-ahead log after which a write also checkpoints, still under the lock.
  private static let checkpointAfterBytes = 256 << 10

  private init(path: String, queue: DatabaseQueue) {
    self.path = path
    self.queue = queue
  }

  /// Whether there is a database at the path.
  package static func exists(at path: String) -> Bool { access(path, F_OK) == 0 }

  /// Opens the database, and makes it (mode 0600) where `creating` and there is none.
  ///
  /// - Throws: ``StorageError``.
  package static func open(path: String, creating: Bool) throws(StorageError) -> Store {
    if !exists(at: path) {
      guard creating else {
        throw StorageError(.missing, "no database at `\(path)`", hint: "`assent init` makes one; so does the first `assent submit`")
      }
      try create(at: path)
    }
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration())
      let version = try queue.read { try schemaVersion($0) }
      guard version == currentSchemaVersion else {
        guard version > currentSchemaVersion else {
          throw StorageError(.corrupt, "no database of this program: `\(path)`", hint: "`--database` names another one")
        }
        throw StorageError(
          .newer, "the database has schema \(version), this version knows \(currentSchemaVersion): `\(path)`",
          hint: "use the version that wrote it, or a newer one")
      }
      return Store(path: path, queue: queue)
    } catch {
      throw .of(error, path: path)
    }
  }

  /// Makes the database beside its place and moves it there whole, so that nobody ever sees half of one.
  private static func create(at path: String) throws(StorageError) {
    let lock = try WriterLock(path: path + ".lock")
    defer { _ = lock.isHeld }
    guard !exists(at: path) else { return }
    let draft = path + ".new"
    for suffix in ["", "-wal", "-shm", "-journal"] { unlink(draft + suffix) }
    let descriptor = Glibc.open(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .system("cannot create the database", path: path, errno: errno) }
    close(descriptor)
    do {
      let queue = try DatabaseQueue(path: draft, configuration: configuration())
      try queue.write { try createSchema($0) }
      try queue.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
      try queue.close()
    } catch {
      for suffix in ["", "-wal", "-shm", "-journal"] { unlink(draft + suffix) }
      throw .of(error, path: path)
    }
    for suffix in ["-wal", "-shm", "-journal"] { unlink(draft + suffix) }
    guard rename(draft, path) == 0 else { throw .system("cannot create the database", path: path, errno: errno) }
    syncFolder(of: path)
  }

  private static func syncFolder(of path: String) {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let descriptor = Glibc.open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private static func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(30)
    configuration.foreignKeysEnabled = true
    configuration.prepareDatabase { db in
      guard let connection = db.sqliteConnection else { throw StorageError(.io, "no connection to the database") }
      let code = assent_sqlite_harden(UnsafeMutableRawPointer(connection))
      guard code == 0 else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
      try db.execute(
        sql: "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0")
    }
    return configuration
  }

  /// An empty database in memory, for rebuilding projections beside the stored ones and for tests.
  package static func inMemory() throws(StorageError) -> Store {
    do {
      var configuration = Configuration()
      configuration.foreignKeysEnabled = true
      let store = Store(path: ":memory:", queue: try DatabaseQueue(configuration: configuration))
      try store.queue.write { try createSchema($0) }
      return store
    } catch {
      throw .of(error, path: ":memory:")
    }
  }

  /// The file's own mode counts, even for a user whom the system would let write.
  private func refuseIfReadOnly() throws(StorageError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .system("cannot look at the database", path: path, errno: errno) }
    guard status.st_mode & 0o222 != 0 else {
      throw StorageError(.readOnly, "the database is read-only: `\(path)`", hint: "nothing was written; `chmod u+w` it if that was not meant")
    }
  }

  /// Reads in one snapshot.
  ///
  /// - Throws: ``StorageError``, or what `body` throws.
  package func read<T>(_ body: (Reading) throws -> T) throws -> T {
    do {
      return try queue.read { try body(Reading(database: $0)) }
    } catch let error as DatabaseError {
      throw StorageError.of(error, path: path)
    }
  }

  /// Writes one business fact: all of it, or nothing, under the writer lock.
  ///
  /// - Parameters:
  ///   - at: The time of the command. Where the log is already later, events keep the log's time.
  ///   - salt: 32 fresh random bytes a call, for commitments.
  ///   - key: Signs the new head where the write grew the log.
  /// - Throws: ``StorageError``, or what `body` throws; in both cases nothing was written.
  package func write<T>(at: Timestamp, keys: LogKeys, _ body: (Writing) throws -> T) throws -> T {
    if path != ":memory:" { try refuseIfReadOnly() }
    let lock = try WriterLock(path: path == ":memory:" ? "/dev/null" : path + ".lock")
    defer { _ = lock.isHeld }
    do {
      let (result, note) = try queue.write { db in
        let writing = try Writing(database: db, at: at, keys: keys)
        try refuseIfShortened(writing.reading)
        let result = try body(writing)
        return (result, try writing.signHead())
      }
      if let note, path != ":memory:" { HeadFile(database: path).write(note) }
      checkpointIfLong()
      return result
    } catch let error as DatabaseError {
      throw StorageError.of(error, path: path)
    }
  }

  /// A log that is shorter than its last signed head was put back: nothing is built upon it.
  private func refuseIfShortened(_ reading: Reading) throws {
    guard path != ":memory:", let signed = HeadFile(database: path).size() else { return }
    let size = try reading.head().size
    guard size < signed else { return }
    throw StorageError(
      .corrupt, "the log has \(size) leaves, a head over \(signed) was signed: `\(path)` was put back to an earlier state",
      hint: "restore the later database; if the loss is meant, remove `\(path).head` and say so to the auditors")
  }

  /// The last signed head as it is kept beside the database; nothing where there is none.
  package var keptHead: String? { path == ":memory:" ? nil : HeadFile(database: path).note() }

  /// Runs `body` on the one connection, in a transaction; for databases in memory.
  func withDatabase<T>(_ body: (Database) throws -> T) throws -> T { try queue.write { try body($0) } }

  /// Called under the lock. A failed checkpoint loses nothing: the log of changes stays and is tried again.
  private func checkpointIfLong() {
    var status = stat()
    guard stat(path + "-wal", &status) == 0, status.st_size > Self.checkpointAfterBytes else { return }
    queue.inDatabase { db in
      guard let connection = db.sqliteConnection else { return }
      _ = assent_sqlite_checkpoint(UnsafeMutableRawPointer(connection))
    }
  }

  /// SQLite's own check of the file, and whether the schema is ours: what is wrong, or nothing.
  package func structuralProblems() throws(StorageError) -> [String] {
    do {
      var problems = try queue.read { db in try String.fetchAll(db, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" } }
      problems += try queue.read { db in
        try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map { "foreign key: \($0)" }
      }
      let mine = try queue.read { try schemaText($0) }
      let fresh = try Store.inMemory()
      let expected = try fresh.queue.read { try schemaText($0) }
      if mine != expected { problems.append("the schema differs from the one this version makes") }
      return problems
    } catch {
      throw .of(error, path: path)
    }
  }
}

let currentSchemaVersion = 1

func schemaVersion(_ db: Database) throws -> Int { try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0 }

private func createSchema(_ db: Database) throws {
  try db.execute(sql: logSchema + projectionSchema + usageSchema)
  try db.execute(sql: "PRAGMA user_version = \(currentSchemaVersion)")
}

private func schemaText(_ db: Database) throws -> [String] {
  try String.fetchAll(db, sql: "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name")
}

extension Store {
  /// The version of the SQLite library in use: `3.40.1`.
  package static var sqliteVersion: String { String(cString: assent_sqlite_version()) }

  /// Whether that version is in the range of the WAL-reset bug: 3.7.0 to 3.51.2, but for the backports 3.50.7 and 3.44.6.
  package static var hasResetBug: Bool {
    let parts = sqliteVersion.split(separator: ".").compactMap { Int($0) }
    guard parts.count >= 3 else { return true }
    let version = (parts[0], parts[1], parts[2])
    if version >= (3, 51, 3) || version < (3, 7, 0) { return false }
    return !((parts[1] == 50 && parts[2] >= 7) || (parts[1] == 44 && parts[2] >= 6))
  }
}
