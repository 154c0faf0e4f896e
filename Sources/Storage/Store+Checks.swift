import CSQLiteConfig
import DecisionLog
import GRDB

/// `PRAGMA application_id` of our files: `ASNT`.
let applicationID = 0x4153_4E54
let currentSchemaVersion = 1

func createSchema(_ db: Database) throws {
  try db.execute(sql: logSchema + projectionSchema + usageSchema)
  try db.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(currentSchemaVersion)")
}

/// Whether the file is ours and of a schema that we know.
///
/// - Throws: ``StorageError`` where it is not.
func checkSchema(_ db: Database, path: String) throws {
  let (id, version) = try (number(db, "PRAGMA application_id"), number(db, "PRAGMA user_version"))
  guard id == applicationID, version >= 1 else {
    throw StorageError(.corrupt, "no database of this program: `\(path)`", hint: "`--database` names another one")
  }
  guard version <= currentSchemaVersion else {
    throw StorageError(
      .newer, "the database has schema \(version), this version knows \(currentSchemaVersion): `\(path)`",
      hint: "use the version that wrote it, or a newer one")
  }
}

/// SHA-256 of the text of our tables.
let currentTablesDigest = "816f2898e1538e71ba93b0f4fb2af077507624a8681d2191cb06af40f4309443"

/// Refuses a database whose tables are not ours, as a damaged page of the schema makes them: it would be met in the
/// middle of a command. A missing trigger or index is for ``Store/structuralProblems()`` to say.
///
/// - Throws: ``StorageError`` where they are not.
func checkTables(_ db: Database, path: String) throws {
  guard try tablesDigest(db) == currentTablesDigest else {
    throw StorageError(
      .corrupt, "the tables differ from those that this version makes: `\(path)`",
      hint: "restore the database from a backup")
  }
}

func tablesDigest(_ db: Database) throws -> String {
  let texts = try String.fetchAll(
    db, sql: "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
  return Hashing.sha256Hex(Array(texts.joined(separator: "\n").utf8))
}

/// How often the tables were changed.
func schemaCount(_ db: Database) throws -> Int {
  try Int.fetchOne(db.cachedStatement(sql: "PRAGMA schema_version")) ?? 0
}

private func number(_ db: Database, _ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }

private func schemaText(_ db: Database) throws -> [String] {
  try String.fetchAll(
    db, sql: "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name")
}

extension Store {
  /// SQLite's own check of the file, and whether the schema is ours: what is wrong, or nothing.
  package func structuralProblems() throws(StorageError) -> [String] {
    do {
      let (damage, mine) = try withSnapshot { db in
        let damage = try String.fetchAll(db, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
        let loose = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map { row in
          "row \((row[1] as Int64?).map { "\($0)" } ?? "?") of `\((row[0] as String?) ?? "")` refers to no row of `\((row[2] as String?) ?? "")`"
        }
        return (damage + loose, try schemaText(db))
      }
      let expected = try Store.inMemory().withSnapshot { try schemaText($0) }
      return damage + (mine == expected ? [] : ["the schema differs from the one this version makes"])
    } catch {
      throw .of(error, path: path)
    }
  }

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
