import Foundation
import GRDB
import Governance
import Testing
import WorkflowEngine

@Suite struct TamperTests {
  @Test func `A changed cell of any table is found`() throws {
    let workspace = try TestWorkspace()
    try workspace.approveFirstRequest()
    _ = try workspace.overspend()
    let path = workspace.workspace.databasePath
    #expect(try workspace.service("fay", at: "06T09:00").verifyDatabase().isIntact)
    let original = try Data(contentsOf: URL(fileURLWithPath: path))
    let log = try Data(contentsOf: URL(fileURLWithPath: path + "-wal"))

    func restore() throws {
      try? FileManager.default.removeItem(atPath: path + "-shm")
      try original.write(to: URL(fileURLWithPath: path))
      try log.write(to: URL(fileURLWithPath: path + "-wal"))
    }
    let queue = try DatabaseQueue(path: path)
    let cells = try queue.read { db in
      try String.fetchAll(
        db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
      ).flatMap { table in
        try db.columns(in: table).map {
          (table: table, column: $0.name, isBlob: $0.type == "BLOB", isText: $0.type == "TEXT")
        }
      }
    }
    try queue.close()
    var tried = 0
    for cell in cells {
      // Where no row has a value in the column there is nothing to change.
      let queue = try DatabaseQueue(path: path)
      let changed = try queue.writeWithoutTransaction { db -> Int in
        try db.execute(sql: "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
        for trigger in try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
          try db.execute(sql: "DROP TRIGGER \(trigger)")
        }
        let other =
          cell.isBlob
          ? "CAST(substr(\"\(cell.column)\", 1, length(\"\(cell.column)\") - 1) || iif(substr(\"\(cell.column)\", -1) = X'78', 'y', 'x') AS BLOB)"
          : cell.isText ? "\"\(cell.column)\" || 'x'" : "\"\(cell.column)\" + 1"
        do {
          try db.execute(
            sql: """
              UPDATE "\(cell.table)" SET "\(cell.column)" = \(other)
              WHERE "\(cell.column)" IS NOT NULL AND "\(cell.column)" = (SELECT max("\(cell.column)") FROM "\(cell.table)")
              """)
        } catch is DatabaseError {
          return 0
        }
        return db.changesCount
      }
      try queue.close()
      if changed > 0 {
        tried += 1
        let report = try workspace.service("fay", at: "06T09:00").verifyDatabase()
        #expect(
          report.failures.contains { !$0.message.contains("schema") },
          "\(cell.table).\(cell.column) was changed unnoticed")
      }
      try restore()
    }
    #expect(tried > 80)
  }

  @Test func `A database put back to an earlier state is refused`() throws {
    let workspace = try TestWorkspace()
    _ = try workspace.service("zoe", at: "02T09:00").submit(workspace.request)
    let path = workspace.workspace.databasePath
    var earlier: [String: Data] = [:]
    for suffix in ["", "-wal"] { earlier[suffix] = try Data(contentsOf: URL(fileURLWithPath: path + suffix)) }
    _ = try workspace.service("ann", at: "02T10:00").vote("REQ-000001", BallotText(.approve))
    try? FileManager.default.removeItem(atPath: path + "-shm")
    for (suffix, data) in earlier { try data.write(to: URL(fileURLWithPath: path + suffix)) }
    #expect(try !workspace.service("ann", at: "02T11:00").verifyDatabase().isIntact)
    let failure = #expect(throws: Failure.self) {
      try workspace.service("tom", at: "02T11:00").vote("REQ-000001", BallotText(.approve))
    }
    #expect(failure?.kind == .storage)
    try FileManager.default.removeItem(atPath: path + ".head")
    #expect(try workspace.service("ann", at: "02T12:00").verifyDatabase().isIntact)
  }

  @Test func `One flipped byte of an export is found`() throws {
    let workspace = try TestWorkspace()
    try workspace.approveFirstRequest()
    let folder = workspace.root + "/out"
    _ = try workspace.service("fay", at: "06T09:00").export(to: folder)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
      let url = URL(fileURLWithPath: folder + "/" + name)
      let original = try Data(contentsOf: url)
      for place in [0, original.count / 3, original.count / 2, original.count - 2]
      where original.indices.contains(place) {
        var changed = original
        changed[place] ^= 1
        try changed.write(to: url)
        #expect(try !GovernanceService.verify(folder: folder).isIntact, "\(name), byte \(place)")
      }
      try original.write(to: url)
    }
    #expect(try GovernanceService.verify(folder: folder).isIntact)
  }
}
