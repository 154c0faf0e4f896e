import DecisionLog
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
  /// Makes every projection again from the log, beside the stored ones, and compares row by row, byte by byte.
  ///
  /// - Throws: ``StorageError`` where a leaf or blob cannot be read.
  /// - Complexity: O(*n*) in the leaves; the projections are held in memory.
  package func compareProjections() throws -> [ProjectionComparison] {
    let fresh = try Store.inMemory()
    return try fresh.withDatabase { rebuilt in
      try project(into: rebuilt)
      return try projectionTables.map { table in
        let stored = try rows(of: table, in: db)
        let made = try rows(of: table, in: rebuilt)
        let differing = Set(stored.keys).union(made.keys).filter { stored[$0]?.content != made[$0]?.content }
        let names = differing.compactMap { stored[$0]?.name ?? made[$0]?.name }
        return ProjectionComparison(
          table: table.name, rows: Int64(made.count),
          differing: names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
      }
    }
  }

  /// Applies every leaf to the projections of a database.
  func project(into target: Database) throws {
    let projector = Projector(db: target, blob: { try json(blob: $0) })
    try forEachLeaf { leaf in try projector.apply(try eventRecord(of: leaf)) }
  }

  private func eventRecord(of leaf: Leaf) throws -> EventRecord {
    do {
      return try EventRecord(leafBytes: leaf.bytes)
    } catch {
      throw StorageError(.corrupt, "leaf \(leaf.idx) is damaged: \(error)", hint: "`assent audit verify` says more")
    }
  }

  /// A projection's rows by the bytes of their key. SQLite spells out the bytes, as hex: two strings that Swift takes
  /// for equal are not, and nothing behind a NUL is lost.
  private func rows(
    of table: (name: String, key: [String]), in db: Database
  ) throws -> [String: (name: String, content: String)] {
    let columns = try db.columns(in: table.name).map(\.name)
    let sql = """
      SELECT \(spelled(table.key)), \(table.key.map { "CAST(\"\($0)\" AS TEXT)" }.joined(separator: " || ' ' || ")), \(spelled(columns))
      FROM "\(table.name)"
      """
    var result: [String: (name: String, content: String)] = [:]
    let cursor = try Row.fetchCursor(db, sql: sql)
    while let row = try cursor.next() {
      let key: String = row[0]
      result[key] = (row[1] ?? key, row[2])
    }
    return result
  }

  private func spelled(_ columns: [String]) -> String {
    columns.map { "typeof(\"\($0)\") || hex(\"\($0)\")" }.joined(separator: " || ',' || ")
  }
}

extension Writing {
  /// Empties every projection and makes it again from the log.
  package func rebuildProjections() throws {
    for table in projectionTables.reversed() { try db.execute(sql: "DELETE FROM \"\(table.name)\"") }
    try reading.project(into: db)
  }
}
