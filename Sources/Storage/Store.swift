import CSQLiteConfig
import GRDB
import Glibc
package import SpendModel
import Synchronization

/// The workspace's database: the decision log, its projections and the usage records, in one SQLite file.
///
/// Callers see named operations on ``Reading`` and ``Writing``, never SQL: another implementation may stand beside
/// this one. Every write is one transaction under the writer lock; it is acknowledged after COMMIT, and a failed one
/// leaves nothing.
package final class Store: Sendable {
  package let path: String
  private let queue: DatabaseQueue
  /// A write met an input/output error: what the disk holds is in doubt, and nothing more is written through here.
  private let isInDoubt = Atomic<Bool>(false)

  /// Bytes of write-ahead log after which a write also checkpoints, still under the lock.
  private let checkpointAfterBytes: Int
  /// The files as this connection found them; a checkpoint of its own changes them.
  private let files: Mutex<DatabaseFiles>
  /// The number that SQLite counts up with every change of the tables, as it was when they were checked.
  private let checkedSchema: Int

  /// A checkpoint costs two syncs, and the first commit after it one more: some ten commits share them. What is left
  /// of the log of changes is read by the next cold start, at a millisecond or two a mebibyte.
  static let usualCheckpointAfterBytes = 1 << 20
  /// How long a statement waits for another program's lock; writers of ours wait for the writer lock instead.
  private static let busySeconds = 30.0
  private static let memoryPath = ":memory:"

  private init(
    path: String, queue: DatabaseQueue, files: DatabaseFiles, checkedSchema: Int,
    checkpointAfterBytes: Int = usualCheckpointAfterBytes
  ) {
    self.path = path
    self.queue = queue
    self.files = Mutex(files)
    self.checkedSchema = checkedSchema
    self.checkpointAfterBytes = checkpointAfterBytes
  }

  private var isInMemory: Bool { path == Self.memoryPath }

  /// Whether one act after another may go through this connection: no write of its own is in doubt, and what lies at
  /// the path is still what it opened.
  ///
  /// A database that was replaced, removed, written over or copied into by another program's checkpoint is not; what
  /// another connection commits is seen by every transaction in any case.
  package var isCurrent: Bool {
    !isInMemory && !isInDoubt.load(ordering: .acquiring) && files.withLock { $0 == DatabaseFiles(of: path) }
  }

  /// Reads in one snapshot.
  ///
  /// - Throws: ``StorageError``, or what `body` throws.
  package func read<T>(_ body: (Reading) throws -> T) throws -> T {
    do {
      return try snapshot { db in
        try refuseIfOtherTables(db)
        return try body(Reading(database: db))
      }
    } catch let error as DatabaseError {
      throw translated(error)
    }
  }

  /// Writes one business fact: all of it, or nothing, under the writer lock.
  ///
  /// - Parameters:
  ///   - at: The time of the command. Where the log is already later, events keep the log's time.
  ///   - keys: The key that signs the new head where the write grew the log, and the salts for commitments.
  /// - Throws: ``StorageError``, or what `body` throws; in both cases nothing was written.
  package func write<T>(at: Timestamp, keys: LogKeys, _ body: (Writing) throws -> T) throws -> T {
    guard !isInMemory else { return try transaction(at: at, keys: keys, body).result }
    try refuseIfReadOnly()
    let lock = try WriterLock(path: path + ".lock")
    defer { _ = lock.isHeld }
    let (result, note) = try transaction(at: at, keys: keys, body)
    if let note { HeadFile(database: path).write(note) }
    checkpointIfLong()
    return result
  }

  /// - Returns: What `body` returns, and the signed head where the log grew.
  private func transaction<T>(
    at: Timestamp, keys: LogKeys, _ body: (Writing) throws -> T
  ) throws -> (result: T, note: String?) {
    guard !isInDoubt.load(ordering: .acquiring) else {
      throw StorageError(
        .io, "an earlier write met an input/output error, nothing more is written: `\(path)`",
        hint: "start again; `assent doctor` checks the database")
    }
    do {
      return try queue.write { db in
        try refuseIfOtherTables(db)
        let writing = try Writing(database: db, at: at, keys: keys)
        try refuseIfShortened(writing.reading)
        let result = try body(writing)
        return (result, try writing.signHead())
      }
    } catch let error as DatabaseError {
      let failure = translated(error)
      if failure.code == .io, error.resultCode == .SQLITE_IOERR { isInDoubt.store(true, ordering: .releasing) }
      throw failure
    }
  }

  private func translated(_ error: DatabaseError) -> StorageError { Self.translated(error, of: queue, path: path) }

  /// The error of a connection, with what the operating system said.
  private static func translated(_ error: any Error, of queue: DatabaseQueue, path: String) -> StorageError {
    guard let error = error as? DatabaseError, error.resultCode == .SQLITE_IOERR else { return .of(error, path: path) }
    return .of(error, path: path, errno: call(queue) { assent_sqlite_system_errno($0) } ?? 0)
  }

  private static func call(_ queue: DatabaseQueue, _ body: (UnsafeMutableRawPointer) -> Int32) -> Int32? {
    queue.inDatabase { db in db.sqliteConnection.map { body(UnsafeMutableRawPointer($0)) } }
  }

  /// The file's own mode counts, even for a user whom the system would let write.
  private func refuseIfReadOnly() throws(StorageError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .system("cannot look at the database", path: path, errno: errno) }
    guard status.st_mode & 0o222 != 0 else {
      throw StorageError(
        .readOnly, "the database is read-only: `\(path)`",
        hint: "nothing was written; `chmod u+w` it if that was not meant")
    }
  }

  /// A log that is shorter than its last signed head was put back: nothing is built upon it.
  private func refuseIfShortened(_ reading: Reading) throws {
    guard !isInMemory, let signed = HeadFile(database: path).size() else { return }
    let size = try reading.head().size
    guard size < signed else { return }
    throw StorageError(
      .corrupt,
      "the log has \(size) leaves, a head over \(signed) was signed: `\(path)` was put back to an earlier state",
      hint: "restore the later database; if the loss is meant, remove `\(path).head` and say so to the auditors")
  }

  /// Tables that were changed since they were checked are checked again, within the transaction that goes by them.
  private func refuseIfOtherTables(_ db: Database) throws {
    guard !isInMemory, try schemaCount(db) != checkedSchema else { return }
    try checkSchema(db, path: path)
    try checkTables(db, path: path)
  }

  /// The last signed head as it is kept beside the database; nothing where there is none.
  package var keptHead: String? { isInMemory ? nil : HeadFile(database: path).note() }

  /// Called under the lock. Waits for nobody: while somebody reads, the log of changes stays and is tried again, as
  /// after a failure; neither loses anything.
  private func checkpointIfLong() {
    var status = stat()
    guard stat(path + "-wal", &status) == 0, status.st_size > checkpointAfterBytes else { return }
    _ = Self.call(queue) { assent_sqlite_checkpoint($0, Int32(Self.busySeconds * 1000)) }
    files.withLock { $0.takeChanges(of: path) }
  }

  /// Runs `body` on the one connection, in a transaction; for databases in memory.
  func withDatabase<T>(_ body: (Database) throws -> T) throws -> T { try queue.write { try body($0) } }

  /// Runs `body` on the one connection, in a snapshot.
  func withSnapshot<T>(_ body: (Database) throws -> T) throws -> T { try snapshot(body) }

  /// A transaction that only reads. The connection is not told so: `PRAGMA query_only` would have every prepared
  /// statement prepared again, twice at each snapshot. A ``Reading`` has nothing that writes.
  private func snapshot<T>(_ body: (Database) throws -> T) throws -> T {
    try queue.inDatabase { db in
      var result: Result<T, any Error>?
      try db.inTransaction(.deferred) {
        result = Result { try body(db) }
        return .commit
      }
      guard let result else { throw StorageError(.io, "the snapshot ended before it began: `\(path)`") }
      return try result.get()
    }
  }
}

// MARK: Opening

extension Store {
  /// Whether there is a database at the path.
  package static func exists(at path: String) -> Bool { access(path, F_OK) == 0 }

  /// Opens the database, and makes it (mode 0600) where `creating` and there is none.
  ///
  /// - Throws: ``StorageError``.
  package static func open(path: String, creating: Bool) throws(StorageError) -> Store {
    try open(path: path, creating: creating, checkpointAfterBytes: usualCheckpointAfterBytes)
  }

  static func open(path: String, creating: Bool, checkpointAfterBytes: Int) throws(StorageError) -> Store {
    if !exists(at: path) {
      guard creating else {
        throw StorageError(
          .missing, "no database at `\(path)`", hint: "`assent init` makes one; so does the first `assent submit`")
      }
      try create(at: path)
    }
    do {
      // Before the file is opened: where it is replaced meanwhile, this is not current.
      var files = DatabaseFiles(of: path)
      let queue = try DatabaseQueue(path: path, configuration: configuration())
      let checked = try queue.inDatabase { db in
        let count = try schemaCount(db)
        try checkSchema(db, path: path)
        try checkTables(db, path: path)
        return count
      }
      files.takeLog(of: path)
      return Store(
        path: path, queue: queue, files: files, checkedSchema: checked, checkpointAfterBytes: checkpointAfterBytes)
    } catch {
      throw .of(error, path: path)
    }
  }

  /// An empty database in memory, for rebuilding projections beside the stored ones and for dry runs.
  package static func inMemory() throws(StorageError) -> Store {
    do {
      var configuration = Configuration()
      configuration.foreignKeysEnabled = true
      let store = Store(
        path: memoryPath, queue: try DatabaseQueue(configuration: configuration), files: DatabaseFiles(of: memoryPath),
        checkedSchema: 0)
      try store.queue.write { try createSchema($0) }
      return store
    } catch {
      throw .of(error, path: memoryPath)
    }
  }

  /// Makes the database beside its place and moves it there whole, so that nobody ever sees half of one.
  private static func create(at path: String) throws(StorageError) {
    let lock = try WriterLock(path: path + ".lock")
    defer { _ = lock.isHeld }
    guard !exists(at: path) else { return }
    try refuseBesideRemains(of: path)
    let draft = path + ".new"
    for suffix in ["", "-wal", "-shm", "-journal"] { unlink(draft + suffix) }
    let descriptor = Glibc.open(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .system("cannot create the database", path: path, errno: errno) }
    close(descriptor)
    do {
      try fill(DatabaseQueue(path: draft, configuration: configuration()), path: path)
    } catch {
      for suffix in ["", "-wal", "-shm", "-journal"] { unlink(draft + suffix) }
      throw .of(error, path: path)
    }
    for suffix in ["-wal", "-shm", "-journal"] { unlink(draft + suffix) }
    unlink(path + "-shm")
    guard rename(draft, path) == 0 else { throw .system("cannot create the database", path: path, errno: errno) }
    syncFolder(of: path)
  }

  /// Makes the schema, sets the journal's mode and closes.
  private static func fill(_ queue: DatabaseQueue, path: String) throws {
    do {
      try queue.write { try createSchema($0) }
      let mode = try queue.inDatabase { try String.fetchOne($0, sql: "PRAGMA journal_mode = WAL") }
      guard mode == "wal" else {
        throw StorageError(
          .io, "this file system has no write-ahead log for `\(path)`", hint: "put the database on a local disk")
      }
    } catch {
      throw translated(error, of: queue, path: path)
    }
    try queue.close()
  }

  /// A database that is gone leaves no room for a new one: its log of changes would be taken for the new one's, and
  /// its last signed head says that leaves are missing.
  private static func refuseBesideRemains(of path: String) throws(StorageError) {
    var status = stat()
    let hasChanges = stat(path + "-wal", &status) == 0 && status.st_size > 0
    guard hasChanges || HeadFile(database: path).size() ?? 0 > 0 else { return }
    let remains = hasChanges ? path + "-wal" : HeadFile(database: path).path
    throw StorageError(
      .missing, "no database at `\(path)`, but `\(remains)` of an earlier one",
      hint: "restore the database; if the loss is meant, remove `\(remains)` and say so to the auditors")
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
    configuration.busyMode = .timeout(busySeconds)
    configuration.foreignKeysEnabled = true
    configuration.prepareDatabase { db in
      guard let connection = db.sqliteConnection else { throw StorageError(.io, "no connection to the database") }
      let code = assent_sqlite_harden(UnsafeMutableRawPointer(connection))
      guard code == 0 else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
      try db.execute(
        sql:
          "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0")
    }
    return configuration
  }
}
