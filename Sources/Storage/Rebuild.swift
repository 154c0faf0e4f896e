import DecisionLog
import Foundation
import GRDB
import SpendModel

/// How a stored projection compares with the one that the log makes.
package struct ProjectionComparison: Hashable, Sendable {
  package let table: String
  /// Rows that the log makes.
  package let rows: Int64
  /// Rows that are missing, superfluous or different, by their key.
  package let differing: [String]
}

extension Reading {
  /// Makes every projection again from the log, beside the stored ones, and compares row by row.
  ///
  /// - Throws: ``StorageError`` where a leaf or blob cannot be read.
  /// - Complexity: O(*n*) in the leaves; the projections are held in memory.
  package func compareProjections() throws -> [ProjectionComparison] {
    let fresh = try Store.inMemory()
    return try fresh.replay(self) { rebuilt in
      try projectionTables.map { table in
        let stored = try rows(of: table, in: db)
        let made = try rows(of: table, in: rebuilt)
        let keys = Set(stored.keys).union(made.keys)
        let differing = keys.filter { stored[$0] != made[$0] }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return ProjectionComparison(table: table.name, rows: Int64(made.count), differing: differing)
      }
    }
  }

  private func rows(of table: (name: String, key: String), in db: Database) throws -> [String: [DatabaseValue]] {
    let keyNames = table.key.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    var result: [String: [DatabaseValue]] = [:]
    let cursor = try Row.fetchCursor(db, sql: "SELECT * FROM \"\(table.name)\"")
    while let row = try cursor.next() {
      let key = keyNames.map { name in (row[name] as DatabaseValue).description }.joined(separator: " ")
      result[key] = Array(row.databaseValues)
    }
    return result
  }
}

extension Store {
  /// Applies the whole log of another database to this empty one, then asks it something.
  func replay<T>(_ source: Reading, _ body: (Database) throws -> T) throws -> T {
    try withDatabase { db in
      let projector = Projector(db: db, blob: { try source.json(blob: $0) })
      try source.forEachLeaf { leaf in try projector.apply(try eventRecord(of: leaf)) }
      return try body(db)
    }
  }

  private func eventRecord(of leaf: Reading.Leaf) throws -> EventRecord {
    do {
      return try EventRecord(leafBytes: leaf.bytes)
    } catch {
      throw StorageError(.corrupt, "leaf \(leaf.idx) is damaged: \(error)", hint: "`assent audit verify` says more")
    }
  }
}

extension Writing {
  /// Empties every projection and makes it again from the log.
  package func rebuildProjections() throws {
    for table in projectionTables.reversed() { try db.execute(sql: "DELETE FROM \"\(table.name)\"") }
    let projector = Projector(db: db, blob: { [reading] in try reading.json(blob: $0) })
    var records: [EventRecord] = []
    try reading.forEachLeaf { leaf in records.append(try EventRecord(leafBytes: leaf.bytes)) }
    for record in records { try projector.apply(record) }
  }
}
