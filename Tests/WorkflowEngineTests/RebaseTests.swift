import SpendModel
import StrictJSON
import Testing

@testable import WorkflowEngine

extension Desk {
  /// Plans the request's timers again by the calendars of another company; those hold from then on.
  mutating func rebase(
    to company: Company, at text: String, id: String = "REQ-000001"
  ) throws -> Result<[MovedTime], Refusal> {
    let at = try time(text)
    let next = try company.compiled()
    let rebase = Rebase(bundleSHA256: String(repeating: "d", count: 64), reason: "a holiday")
    switch try request(id).rebase(rebase, to: next, context: context("gus", at), ids: &ids) {
    case .success(let rebased):
      try take(.success(rebased.decision), at: at)
      if !rebased.moved.isEmpty { workflows = workflows.timed(by: next) }
      return .success(rebased.moved)
    case .failure(let refusal): return .failure(refusal)
    }
  }
}

/// Timers under way that go on by another calendar.
@Suite struct RebaseTests {
  /// The example with these holidays, and nothing else changed.
  static func holidays(_ days: String...) -> Company {
    .example.changed { company in
      company.rights.calendars[0].holidays = Set(days.compactMap { CivilDate($0) })
    }
  }

  /// In review since Monday 2026-11-02 09:00 UTC, with the holidays that were known then.
  private func underWay(_ days: String...) throws -> Desk {
    var desk = try Desk(
      Company.example.changed { company in
        company.rights.calendars[0].holidays = Set(days.compactMap { CivilDate($0) })
      })
    try desk.submit(at: "11-02 09:00")
    return desk
  }

  private func told(_ moved: [MovedTime]) -> [String] {
    moved.map {
      "\($0.stage ?? "-") \($0.what) \($0.from.description.prefix(16)) \($0.to.description.prefix(16))"
    }
  }

  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var known: [String] = ["2026-12-25"]
    var next: Company
    /// Some of the times that move.
    var moved: [String]
    var count: Int
  }

  static let rows: [Row] = [
    Row(testDescription: "nothing changed", next: .example, moved: [], count: 0),
    Row(
      testDescription: "a holiday long after its end", next: holidays("2026-12-25", "2027-06-01"), moved: [], count: 0),
    Row(
      testDescription: "a holiday within", next: holidays("2026-12-25", "2026-11-03"),
      moved: [
        "- warn 2026-11-27T09:00 2026-11-30T09:00", "- expire 2026-11-30T09:00 2026-12-01T09:00",
        "peer due 2026-11-03T09:00 2026-11-04T09:00", "peer complete 2026-11-03T09:00 2026-11-04T09:00",
        "legal due 2026-11-05T09:00 2026-11-06T09:00", "legal remind 2026-11-03T13:00 2026-11-04T13:00",
        "legal expire 2026-11-12T09:00 2026-11-13T09:00",
      ], count: 16),
    Row(
      testDescription: "one that was a holiday is none", known: ["2026-12-25", "2026-11-03"], next: .example,
      moved: ["peer due 2026-11-04T09:00 2026-11-03T09:00", "legal expire 2026-11-13T09:00 2026-11-12T09:00"],
      count: 16),
  ]

  @Test(arguments: rows)
  func `Times that have not come are planned as they would have been`(_ row: Row) throws {
    var desk = try Desk(
      Company.example.changed { $0.rights.calendars[0].holidays = Set(row.known.compactMap { CivilDate($0) }) })
    try desk.submit(at: "11-02 09:00")
    let moved = try desk.rebase(to: row.next, at: "11-02 10:00").get()
    let texts = told(moved)
    #expect(moved.count == row.count, "\(texts)")
    for text in row.moved { #expect(texts.contains(text), "\(text) in \(texts)") }
    #expect(desk.records.contains { $0.type == .requestRebased } == !moved.isEmpty)
    // It stands then as if it had been planned so from the start.
    var other = try Desk(row.next)
    try other.submit(at: "11-02 09:00")
    for stage in try other.request().stages {
      let mine = try #require(try desk.request().stage(stage.id))
      #expect(mine.due == stage.due && mine.timers == stage.timers, "\(stage.id)")
    }
    #expect(try desk.request().timers == other.request().timers)
    // A second time moves nothing.
    #expect(try desk.rebase(to: row.next, at: "11-02 10:01").get() == [])
  }

  @Test func `What fired stays fired, and what comes later goes by the new calendar`() throws {
    var desk = try underWay("2026-12-25")
    try desk.tick(at: "11-03 13:30")
    let before = desk.records.filter { $0.type == .rungFired }.count
    let moved = try desk.rebase(to: Self.holidays("2026-12-25", "2026-11-04"), at: "11-03 14:00").get()
    #expect(!moved.contains { $0.stage == "peer" }, "peer is done: \(told(moved))")
    #expect(desk.records.filter { $0.type == .rungFired }.count == before)
    let fired = try desk.request().stage("legal")?.timers.filter { $0.state == .fired } ?? []
    #expect(fired.map(\.action) == [.remind])
    try desk.vote("ann", .approve, at: "11-03 15:00")
    try desk.vote("lea", .approve, at: "11-03 15:00")
    // The decision has one business day, and Wednesday is none.
    #expect(try desk.request().stage("decision")?.due == desk.time("11-05 15:00"))
  }

  @Test func `An end that was warned of comes no sooner than its notice`() throws {
    // Warned on 11-12 of an end on 11-13, for 11-03 was a holiday.
    var desk = try underWay("2026-12-25", "2026-11-03")
    try desk.vote("ann", .approve, at: "11-02 10:00")
    try desk.tick(at: "11-12 09:00")
    let end = try #require(try desk.request().stage("legal")?.timers.first { $0.action == .expire })
    #expect(end.at == (try desk.time("11-13 09:00")))
    // It was none: planned so from the start, the end would have been now. It stays where it was told to be.
    let moved = try desk.rebase(to: .example, at: "11-12 10:00").get()
    #expect(!moved.contains { $0.stage == "legal" && $0.what == "expire" }, "\(told(moved))")
    #expect(try desk.request().state == .inReview)
    try desk.tick(at: "11-13 09:00")
    #expect(try desk.request().state == .expired)
  }

  @Test func `What the new calendar lets be due by now happens with it, warned of first`() throws {
    var desk = try underWay("2026-12-25", "2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06", "2026-11-09")
    let at = "11-12 10:00"
    _ = try desk.rebase(to: .example, at: at).get()
    let request = try desk.request()
    #expect(request.state == .inReview)
    let legal = try #require(request.stage("legal"))
    #expect(legal.timers.contains { $0.action == .warn && $0.state == .fired })
    #expect(legal.timers.first { $0.action == .expire }?.at == (try desk.time("11-13 10:00")))
  }

  @Test func `A returned request moves its time to live, a decided one nothing`() throws {
    var desk = try underWay("2026-12-25")
    try desk.vote("lea", .requestChanges, at: "11-02 10:00")
    let moved = try desk.rebase(to: Self.holidays("2026-12-25", "2026-11-03"), at: "11-02 11:00").get()
    #expect(Set(moved.map(\.stage)) == [nil])
    try desk.resubmit(Sample(cost: Company.usd(7000)), at: "11-02 12:00")
    // Handed in again, it is planned by what is in force then.
    #expect(try desk.request().calendarsSHA256 == nil)
    var done = try underWay("2026-12-25")
    try done.vote("lea", .reject, at: "11-02 10:00")
    guard case .failure(let refusal) = try done.rebase(to: .example, at: "11-02 11:00") else {
      Issue.record("a rejected request was rebased")
      return
    }
    #expect(refusal.code == .badState && refusal.message == "it is rejected")
  }

  @Test func `A calendar that is gone, and wall time, move nothing`() throws {
    var desk = try underWay("2026-12-25")
    let renamed = Company.example.changed {
      $0.rights.calendars[0].id = "works"
      $0.rights.calendars[0].holidays = []
    }
    #expect(try desk.rebase(to: renamed, at: "11-02 10:00").get() == [])
    var wall = try Desk(
      Company.example.changed { company in
        for index in company.rights.reviews.indices { company.rights.reviews[index].due = .wall(seconds: 86_400) }
      })
    try wall.submit(at: "11-02 09:00")
    let moved = try wall.rebase(to: Self.holidays("2026-11-03"), at: "11-02 10:00").get()
    #expect(!moved.contains { $0.stage == "legal" && $0.what == "due" }, "\(told(moved))")
  }
}
