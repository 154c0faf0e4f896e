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
  /// Counting stopped there.
  package let isAtLeast: Bool
}

extension Reading {
  /// Where counting what waits for several people stops: they wait for much of it together.
  static let mostCounted: Int64 = 10_000

  /// What waits, the earliest due first, and how much there is of it.
  ///
  /// - Parameter limit: How many at most; nothing: all.
  /// - Complexity: O(limit) reads of rows, and a walk over an index for the total.
  package func queue(_ selection: QueueSelection, limit: Int?) throws -> QueuePage {
    switch selection {
    case .people(let people): return try queue(of: people, limit: limit)
    case .all: return try queue(in: ["active", "blocked"], before: nil, limit: limit)
    case .overdue(let time): return try queue(in: ["active", "blocked"], before: time, limit: limit)
    case .blocked: return try queue(in: ["blocked"], before: nil, limit: limit)
    }
  }

  /// The stages of these states, each by a walk over the index of those that wait.
  private func queue(in states: [String], before: Timestamp?, limit: Int?) throws -> QueuePage {
    // The index holds waiting stages only, which SQLite sees where the condition names both states.
    let waiting = "state IN ('active', 'blocked') AND state = ?"
    let late = before == nil ? "" : " AND due_us < ?"
    var (found, total): ([StageRow], Int64) = ([], 0)
    for state in states {
      let arguments = StatementArguments([state]) + StatementArguments([before?.microseconds].compactMap { $0 })
      total +=
        try Int64.fetchOne(
          db.cachedStatement(sql: "SELECT count(*) FROM stage WHERE \(waiting)\(late)"), arguments: arguments) ?? 0
      found += try stages(
        where: "\(waiting) AND due_us IS NOT NULL\(late)", arguments,
        order: "due_us, request, ordinal LIMIT \(limit ?? -1)")
      if before == nil, found.count < limit ?? .max {
        found += try stages(
          where: "\(waiting) AND due_us IS NULL", [state], order: "request, ordinal LIMIT \(limit ?? -1)")
      }
    }
    let ordered = found.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.due != b.due { return a.due.map { due in b.due.map { due < $0 } ?? true } ?? false }
      return a.request == b.request ? left.offset < right.offset : a.request < b.request
    }
    return QueuePage(stages: ordered.prefix(limit ?? .max).map(\.element), total: total, isAtLeast: false)
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
    let total = try countOfQueue(of: people)
    return QueuePage(stages: stages, total: total, isAtLeast: people.count > 1 && total >= Self.mostCounted)
  }

  private func countOfQueue(of people: [String]) throws -> Int64 {
    guard let person = people.first else { return 0 }
    if people.count == 1 {
      return try Int64.fetchOne(
        db.cachedStatement(sql: "SELECT count(*) FROM candidate WHERE person = ?"), arguments: [person]) ?? 0
    }
    let marks = people.map { _ in "?" }.joined(separator: ", ")
    return try Int64.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT count(*) FROM (SELECT DISTINCT request, stage FROM candidate WHERE person IN (\(marks))
            LIMIT \(Self.mostCounted))
          """), arguments: StatementArguments(people)) ?? 0
  }

  /// Whether a vote of a person on a request counts, on whichever stage.
  package func hasVoted(_ person: String, on request: String) throws -> Bool {
    try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM vote WHERE request = ? AND person = ? AND state = 'counted')",
      arguments: [request, person]) ?? false
  }

  /// How long a person took for their votes since a time, each from the opening of its stage, and by when each was due.
  package func decisions(of person: String, since: Timestamp) throws -> [(
    from: Timestamp, at: Timestamp, due: Timestamp?
  )] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT s.since_us, v.at_us, s.due_us FROM vote v JOIN stage s ON s.request = v.request AND s.id = v.stage
          WHERE v.person = ? AND v.at_us >= ? AND v.state <> 'void' AND s.since_us <= v.at_us ORDER BY v.idx
          """), arguments: [person, since.microseconds]
    ).map { (Timestamp(clamping: $0[0]), Timestamp(clamping: $0[1]), time($0[2])) }
  }
}
