import Foundation
import GRDB
import SpendModel
import Testing

@testable import Storage

@Suite struct OpeningTests {
  @Test func `A fresh database is private, durable and strict`() throws {
    let test = try TestStore()
    try test.append([logCreated])
    for suffix in ["", "-wal", "-shm", ".lock", ".head"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: test.path + suffix)
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(suffix)")
    }
    #expect(!FileManager.default.fileExists(atPath: test.path + ".new"))
    try test.raw { db in
      #expect(try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal")
      let loose = try String.fetchAll(
        db, sql: "SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite%'")
      #expect(loose == [])
      #expect(throws: DatabaseError.self) { try db.execute(sql: "INSERT INTO outbox VALUES ('one', 'zoe', 'x', 'y')") }
    }
    #expect(try test.store.structuralProblems() == [])
  }

  @Test func `Our connections sync every commit and check foreign keys`() throws {
    let test = try TestStore()
    let expected = [
      "synchronous": 2, "wal_autocheckpoint": 0, "foreign_keys": 1, "mmap_size": 0, "trusted_schema": 0,
      "cell_size_check": 1,
    ]
    for (name, value) in expected {
      #expect(try test.store.withSnapshot { try Int.fetchOne($0, sql: "PRAGMA \(name)") } == value, "\(name)")
    }
  }

  @Test func `Two that open at once make one database`() async throws {
    for _ in 0..<10 {
      let folder = try temporaryFolder()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let keys = try testKeys()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 {
          group.addTask {
            let store = try Store.open(path: folder + "/a.db", creating: true)
            _ = try store.write(at: noon, keys: keys) { try $0.append([logCreated]) }
          }
        }
        try await group.waitForAll()
      }
      let store = try Store.open(path: folder + "/a.db", creating: false)
      #expect(try store.read { try $0.head().size } == 4)
    }
  }

  struct Foreign: Sendable, CustomTestStringConvertible {
    let name: String
    let code: StorageError.Code
    let message: String
    let make: @Sendable (String) throws -> Void
    var testDescription: String { name }
  }

  @Test(arguments: [
    Foreign(name: "an empty file", code: .corrupt, message: "no database of this program: `PATH`") { path in
      try Data().write(to: URL(fileURLWithPath: path))
    },
    Foreign(name: "a text", code: .corrupt, message: "no database of this program: `PATH`") { path in
      try Data(String(repeating: "not a database at all\n", count: 500).utf8).write(to: URL(fileURLWithPath: path))
    },
    Foreign(name: "another program's database", code: .corrupt, message: "no database of this program: `PATH`") {
      path in
      try rawConnection(path) { try $0.execute(sql: "CREATE TABLE song(id INTEGER PRIMARY KEY)") }
    },
    Foreign(
      name: "another program's database of version 1", code: .corrupt, message: "no database of this program: `PATH`"
    ) { path in
      try rawConnection(path) {
        try $0.execute(sql: "CREATE TABLE song(id INTEGER PRIMARY KEY); PRAGMA user_version = 1")
      }
    },
    Foreign(
      name: "another program's database with an id", code: .corrupt, message: "no database of this program: `PATH`"
    ) { path in
      try rawConnection(path) {
        try $0.execute(
          sql: "CREATE TABLE song(id INTEGER PRIMARY KEY); PRAGMA application_id = 77; PRAGMA user_version = 1")
      }
    },
    Foreign(
      name: "a newer schema", code: .newer, message: "the database has schema 9, this version knows 1: `PATH`"
    ) { path in
      _ = try Store.open(path: path, creating: true)
      try rawConnection(path) { try $0.execute(sql: "PRAGMA user_version = 9") }
    },
    Foreign(name: "a truncated database", code: .corrupt, message: "the database is damaged: `PATH`") { path in
      _ = try Store.open(path: path, creating: true)
      try truncate(path, to: 8192)
    },
    Foreign(name: "a database cut inside its header", code: .corrupt, message: "the database is damaged: `PATH`") {
      path in
      _ = try Store.open(path: path, creating: true)
      try truncate(path, to: 50)
    },
    Foreign(name: "a folder", code: .io, message: "cannot open the database `PATH`") { path in
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    },
    Foreign(
      name: "a log of changes whose database is gone", code: .missing,
      message: "no database at `PATH`, but `PATH-wal` of an earlier one"
    ) { path in
      let store = try Store.open(path: path, creating: true)
      _ = try store.write(at: noon, keys: try testKeys()) { try $0.append([logCreated]) }
      unlink(path)
    },
    Foreign(
      name: "a signed head whose database is gone", code: .missing,
      message: "no database at `PATH`, but `PATH.head` of an earlier one"
    ) { path in
      let store = try Store.open(path: path, creating: true)
      _ = try store.write(at: noon, keys: try testKeys()) { try $0.append([logCreated]) }
      for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    },
  ])
  func `What is no database of ours is refused by name`(_ row: Foreign) throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/a.db"
    try row.make(path)
    let before = try? Data(contentsOf: URL(fileURLWithPath: path))
    let error = #expect(throws: StorageError.self) { try Store.open(path: path, creating: true) }
    #expect(error?.code == row.code)
    #expect(error?.message == row.message.replacingOccurrences(of: "PATH", with: path))
    #expect((try? Data(contentsOf: URL(fileURLWithPath: path))) == before)
  }

  @Test func `A database that is not there is made only where one may be`() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let missing = #expect(throws: StorageError.self) { try Store.open(path: folder + "/a.db", creating: false) }
    #expect(missing?.code == .missing)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    let nowhere = #expect(throws: StorageError.self) { try Store.open(path: folder + "/none/a.db", creating: true) }
    #expect(nowhere?.code == .missing)
    #expect(nowhere?.message == "cannot open the lock file `\(folder)/none/a.db.lock`: No such file or directory")
  }

  @Test func `A read-only file is read and not written, by whomever`() throws {
    let test = try TestStore()
    try test.append([logCreated])
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: test.path)
    let before = try test.dump()
    let error = #expect(throws: StorageError.self) { try test.append([logCreated]) }
    #expect(error?.code == .readOnly)
    #expect(error?.message == "the database is read-only: `\(test.path)`")
    #expect(try test.store.read { try $0.head().size } == 1)
    #expect(try test.dump() == before)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: test.path)
    #expect(try test.append([logCreated]).first?.idx == 1)
  }

  @Test func `A changed schema is a structural problem`() throws {
    for change in ["CREATE TABLE extra(x)", "DROP TRIGGER log_leaf_stays", "DROP INDEX timer_due"] {
      let test = try TestStore()
      try test.raw { try $0.execute(sql: change) }
      #expect(
        try test.store.structuralProblems() == ["the schema differs from the one this version makes"], "\(change)")
    }
  }

  @Test func `The digest of our tables is up to date`() throws {
    #expect(try Store.inMemory().withSnapshot { try tablesDigest($0) } == currentTablesDigest)
  }

  @Test func `A database whose tables are not ours is refused before any work`() throws {
    for change in [
      "ALTER TABLE request RENAME COLUMN facts_sha256 TO gacts_sha256", "ALTER TABLE request RENAME TO requesu",
      "CREATE TABLE extra(x)",
    ] {
      let test = try TestStore()
      try test.raw { try $0.execute(sql: change) }
      let error = #expect(throws: StorageError.self, "\(change)") { try Store.open(path: test.path, creating: false) }
      #expect(error?.code == .corrupt, "\(change)")
      #expect(error?.message == "the tables differ from those that this version makes: `\(test.path)`")
    }
    let sound = try TestStore()
    try sound.raw { try $0.execute(sql: "ANALYZE; DROP TRIGGER log_leaf_stays") }
    _ = try Store.open(path: sound.path, creating: false)
  }

  @Test func `A half-made database of a crashed first start is made again`() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for suffix in [".new", ".new-wal", ".new-journal"] {
      try Data("half".utf8).write(to: URL(fileURLWithPath: folder + "/a.db" + suffix))
    }
    let store = try Store.open(path: folder + "/a.db", creating: true)
    #expect(try store.structuralProblems() == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.contains(".new") } == [])
  }
}

private func truncate(_ path: String, to size: Int) throws {
  let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
  try bytes.prefix(size).write(to: URL(fileURLWithPath: path))
}
