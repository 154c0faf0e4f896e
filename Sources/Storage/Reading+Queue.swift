import GRDB
package import SpendModel

/// What a queue asks for.
package enum QueueSelection: Hashable, Sendable {
  /// What one of these people may act on and has not.
  case people([String])
  case all
  /// Due before that time.
  case overdue(Timestamp)
  /// What nobody can act on.
  case blocked
}

/// A part of a queue, from its top.
package struct QueuePage: Sendable {
  /// The earliest due first.
  package let stages: [StageRow]
  /// How many wait in all.
  package let total: Int64
}

extension Reading {
  /// What waits, the earliest due first, and how much there is of it.
  ///
  /// - Parameter limit: How many at most; nothing: all.
  /// - Complexity: O(limit) reads of rows, and a walk over the index for the total.
  package func queue(_ selection: QueueSelection, limit: Int?) throws -> QueuePage {
    switch selection {
    case .people(let people): return try queue(of: people, limit: limit)
    case .all: return try queue(where: "state IN ('active', 'blocked')", [], limit: limit)
    case .overdue(let time):
      return try queue(
        where: "state IN ('active', 'blocked') AND coalesce(due_us, 9223372036854775807) < ?", [time.microseconds],
        limit: limit)
    case .blocked:
      let total = try Int64.fetchOne(db, sql: "SELECT count(*) FROM stage WHERE state = 'blocked'") ?? 0
      let stages = try self.stages(
        where: "state = 'blocked'", [], order: "due_us IS NULL, due_us, request, ordinal LIMIT \(limit ?? -1)")
      return QueuePage(stages: stages, total: total)
    }
  }

  private func queue(where condition: String, _ arguments: StatementArguments, limit: Int?) throws -> QueuePage {
    let total = try Int64.fetchOne(db, sql: "SELECT count(*) FROM stage WHERE \(condition)", arguments: arguments)
    let stages = try self.stages(
      where: condition, arguments,
      order: "coalesce(due_us, 9223372036854775807), request, ordinal LIMIT \(limit ?? -1)")
    return QueuePage(stages: stages, total: total ?? 0)
  }

  private func queue(of people: [String], limit: Int?) throws -> QueuePage {
    // The first of all of them are among the first of each.
    var places: [(by: Int64, request: String, stage: String)] = []
    for person in people {
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT by_us, request, stage FROM candidate WHERE person = ? ORDER BY by_us, request, stage LIMIT \(limit ?? -1)
          """, arguments: [person])
      while let row = try rows.next() { places.append((row[0], row[1], row[2])) }
    }
    if people.count > 1 {
      places.sort { ($0.by, $0.request, $0.stage) < ($1.by, $1.request, $1.stage) }
      var last: (request: String, stage: String)?
      places = places.filter { place in
        defer { last = (place.request, place.stage) }
        return last.map { $0 != (place.request, place.stage) } ?? true
      }
    }
    let stages = try places.prefix(limit ?? .max).flatMap { place in
      try self.stages(where: "request = ? AND id = ?", [place.request, place.stage])
    }
    return QueuePage(stages: stages, total: try countOfQueue(of: people))
  }

  private func countOfQueue(of people: [String]) throws -> Int64 {
    guard let person = people.first else { return 0 }
    if people.count == 1 {
      return try Int64.fetchOne(db, sql: "SELECT count(*) FROM candidate WHERE person = ?", arguments: [person]) ?? 0
    }
    let marks = people.map { _ in "?" }.joined(separator: ", ")
    return try Int64.fetchOne(
      db, sql: "SELECT count(*) FROM (SELECT DISTINCT request, stage FROM candidate WHERE person IN (\(marks)))",
      arguments: StatementArguments(people)) ?? 0
  }

  /// How long a person took for their votes since a time, each from the opening of its stage, and by when each was due.
  package func decisions(of person: String, since: Timestamp) throws -> [(
    from: Timestamp, at: Timestamp, due: Timestamp?
  )] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT s.since_us, v.at_us, s.due_us FROM vote v JOIN stage s ON s.request = v.request AND s.id = v.stage
        WHERE v.person = ? AND v.at_us >= ? AND v.state <> 'void' AND s.since_us <= v.at_us ORDER BY v.idx
        """, arguments: [person, since.microseconds]
    ).map { (Timestamp(clamping: $0[0]), Timestamp(clamping: $0[1]), time($0[2])) }
  }
}
