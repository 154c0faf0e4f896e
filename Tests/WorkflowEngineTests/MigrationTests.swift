import SpendModel
import StrictJSON
import Testing

@testable import WorkflowEngine

extension Desk {
  /// Moves the request to other definitions; they are the pinned ones from then on.
  mutating func migrate(
    to company: Company, _ renames: [(String, String)] = [], at text: String, id: String = "REQ-000001"
  ) throws -> Result<MigrationEffect, Refusal> {
    let at = try time(text)
    let next = try company.compiled()
    let migration = Migration(
      bundleSHA256: String(repeating: "d", count: 64), former: String(repeating: "b", count: 64),
      renames: renames.map { Migration.Rename(from: $0.0, to: $0.1) }, plan: String(repeating: "e", count: 64),
      author: "gia", second: "gus", proposal: 7)
    switch try request(id).migrate(migration, to: next, context: context("gus", at), ids: &ids) {
    case .success(let migrated):
      try take(.success(migrated.decision), at: at)
      workflows = next
      return .success(migrated.effect)
    case .failure(let refusal): return .failure(refusal)
    }
  }
}

/// Requests that go on with a changed workflow.
@Suite struct MigrationTests {
  static let finance = StageDefinition(
    id: "finance", right: .agree, candidates: [.actor(Company.at(.group("finance")))], due: .businessDays(1))

  /// The peer stage under another name, or with another right.
  static func peer(_ id: String = "colleague", _ right: DecisionRight = .input) -> StageDefinition {
    var stage = Company.peer
    stage.id = id
    stage.right = right
    return stage
  }

  static func stages(_ stages: [StageDefinition]) -> Company {
    .example.changed { $0.workflows = [Company.workflow(stages: stages)] }
  }

  static func review(_ id: String, _ change: @escaping (inout StageDefinition) -> Void) -> Company {
    .example.changed { company in
      for index in company.rights.reviews.indices where company.rights.reviews[index].id == id {
        change(&company.rights.reviews[index])
      }
    }
  }

  /// In review since Monday 09:00, with an opinion of pia and the approval of ann.
  private func underWay() throws -> Desk {
    var desk = try Desk(.example)
    try desk.submit(at: "11-02 09:00")
    try desk.vote("pia", .approve, at: "11-02 10:00")
    try desk.vote("ann", .approve, at: "11-02 10:00")
    return desk
  }

  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    var company: Company
    var renames: [(String, String)] = []
    /// `name: state, votes`, in order.
    var stages: [String]
    var added: [String] = []
    var dropped: [String] = []
    var testDescription: String { name }
  }

  static let rows: [Row] = [
    Row(
      name: "nothing changed", company: .example,
      stages: ["peer: satisfied pia", "data-governance: satisfied ann", "legal: active", "decision: pending"]),
    Row(
      name: "a stage under another name", company: stages([peer(), Company.decision]), renames: [("peer", "colleague")],
      stages: ["colleague: satisfied pia", "data-governance: satisfied ann", "legal: active", "decision: pending"]),
    Row(
      name: "a stage of another name", company: stages([peer(), Company.decision]),
      stages: ["colleague: active", "data-governance: satisfied ann", "legal: active", "decision: pending"],
      added: ["colleague"], dropped: ["peer"]),
    Row(
      name: "one more stage", company: stages([Company.peer, finance, Company.decision]),
      stages: [
        "peer: satisfied pia", "finance: active", "data-governance: satisfied ann", "legal: active",
        "decision: pending",
      ], added: ["finance"]),
    Row(
      name: "one stage less", company: stages([Company.decision]),
      stages: ["data-governance: satisfied ann", "legal: active", "decision: pending"], dropped: ["peer"]),
    Row(
      name: "another right", company: stages([peer("peer", .agree), Company.decision]),
      stages: ["peer: active", "data-governance: satisfied ann", "legal: active", "decision: pending"],
      added: ["peer"], dropped: ["peer"]),
    Row(
      name: "a name that moved to another stage", company: stages([Company.peer, peer(), Company.decision]),
      renames: [("peer", "colleague")],
      stages: [
        "peer: active", "colleague: satisfied pia", "data-governance: satisfied ann", "legal: active",
        "decision: pending",
      ], added: ["peer"]),
    Row(
      name: "a greater quorum", company: review("data-governance") { $0.quorum.approve = .count(2) },
      stages: ["peer: satisfied pia", "data-governance: active ann", "legal: active", "decision: pending"]),
    Row(
      name: "other people", company: review("data-governance") { $0.candidates = [.actor(Company.at(.group("itam")))] },
      stages: ["peer: satisfied pia", "data-governance: active", "legal: active", "decision: pending"]),
    Row(
      name: "reviews that change places", company: .example,
      renames: [("data-governance", "legal"), ("legal", "data-governance")],
      stages: ["peer: satisfied pia", "data-governance: active", "legal: active", "decision: pending"]),
  ]

  @Test(arguments: rows) func `What goes on keeps its votes, and nothing else changes`(row: Row) throws {
    var desk = try underWay()
    let effect = try desk.migrate(to: row.company, row.renames, at: "11-02 11:00").get()
    let request = try desk.request()
    let found = request.stages.map { stage in
      let votes = stage.counted.map(\.person).joined(separator: " ")
      return "\(stage.id): \(stage.state.rawValue)" + (votes.isEmpty ? "" : " " + votes)
    }
    #expect(found == row.stages)
    #expect(effect.added == row.added)
    #expect(effect.dropped.map(\.stage) == row.dropped)
    // Votes are counted, or told as stale: none is lost without a word.
    let cast = Set(desk.records.filter { $0.type == .voteCast }.compactMap { $0.data["person"]?.string })
    let stale = Set(desk.records.filter { $0.type == .voteStale }.compactMap { $0.data["person"]?.string })
    let counted = Set(request.stages.flatMap { $0.counted.map(\.person) })
    #expect(cast == counted.union(stale))
    #expect(counted.isDisjoint(with: stale))
    #expect(!(try desk.why("11-02 11:00").waitingOn.isEmpty))
    #expect(request.timers.contains { $0.state == .pending })
  }

  @Test(
    arguments: [
      (
        "a review is gone", .example.changed { $0.rights.reviews.removeAll { $0.id == "legal" } },
        "a rule demands `legal`"
      ),
      (
        "another workflow takes it",
        .example.changed { company in
          var other = company.workflows[0]
          other.id = Company.at("other")
          other.select.priority = 20
          other.select.isDefault = false
          company.workflows.append(other)
        }, "`other` does"
      ),
      (
        "no such workflow",
        .example.changed { $0.workflows = [Company.workflow("other", stages: [Company.decision])] },
        "no workflow `standard-experiment`"
      ),
    ] as [(String, Company, String)])
  func `What may not be moved says why`(_ name: String, _ company: Company, _ words: String) throws {
    var desk = try underWay()
    let before = try desk.request()
    let result = try desk.migrate(to: company, at: "11-02 11:00")
    guard case .failure(let refusal) = result else {
      Issue.record("\(name): it was moved")
      return
    }
    #expect(refusal.code == .badState)
    #expect(refusal.message.contains(words), "\(refusal.message)")
    #expect(try desk.request() == before)
  }

  @Test(arguments: [("returned", RequestVerb.requestChanges), ("rejected", .reject)])
  func `Only what is in review is moved`(_ name: String, _ verb: RequestVerb) throws {
    var desk = try underWay()
    try desk.vote("lea", verb, at: "11-02 10:30")
    guard case .failure(let refusal) = try desk.migrate(to: .example, at: "11-02 11:00") else {
      Issue.record("\(name): it was moved")
      return
    }
    #expect(refusal.hint == "only what is in review is moved")
  }

  @Test func `An open stage keeps its deadline and what is left of its ladder`() throws {
    var desk = try underWay()
    try desk.tick(at: "11-03 13:30")
    let before = try #require(try desk.request().stage("legal"))
    #expect(before.timers.contains { $0.action == .remind && $0.state == .fired })
    let effect = try desk.migrate(to: Self.stages([Company.peer, Self.finance, Company.decision]), at: "11-03 14:00")
      .get()
    let after = try #require(try desk.request().stage("legal"))
    #expect(after.due == before.due)
    #expect(after.since == before.since)
    #expect(after.arming == before.arming + 1)
    #expect(after.timers == before.timers.filter { $0.state == .pending })
    // 15:00 to 17:00, eight hours, and 09:00 to 10:00 in Berlin.
    #expect(effect.kept.first { $0.stage == "legal" }?.remaining == Int64(11 * 3_600_000_000))
    #expect(try desk.request().stage("finance")?.since == desk.time("11-03 14:00"))
  }

  @Test func `Time that is left is carried to another calendar`() throws {
    var desk = try underWay()
    let company = Company.example.changed { company in
      company.rights.calendars = company.rights.calendars.map { office in
        CalendarDeclaration(
          id: office.id, zone: Company.at("America/New_York"), hours: office.hours, days: office.days,
          holidays: office.holidays, isDefault: true)
      }
    }
    _ = try desk.migrate(to: company, at: "11-04 09:00").get()
    // Eight business hours were left, and New York opens at 14:00 UTC.
    #expect(try desk.request().stage("legal")?.due == desk.time("11-04 22:00"))
  }

  @Test func `Another ladder begins where the stage stands, and does nothing twice`() throws {
    var desk = try underWay()
    try desk.tick(at: "11-03 12:00")
    let company = Company.example.changed { company in
      company.rights.ladders = [
        Ladder(
          id: "default",
          rungs: [
            .init(at: Company.at(.percent(10)), action: .remind),
            .init(at: Company.at(.due), action: .add, to: Company.at(.group("governance"))),
            .init(at: Company.at(.afterDue(.businessDays(1))), action: .expire, warn: .businessDays(1)),
          ])
      ]
    }
    _ = try desk.migrate(to: company, at: "11-03 13:00").get()
    let stage = try #require(try desk.request().stage("legal"))
    #expect(stage.timers.map(\.action) == [.add, .warn, .expire])
    #expect(stage.due == (try desk.time("11-05 09:00")))
    let place = desk.records.count
    try desk.tick(at: "11-03 14:00")
    #expect(desk.types(from: place) == [])
  }

  @Test func `A decision that waits again keeps what time it had left`() throws {
    var desk = try underWay()
    try desk.vote("lea", .approve, at: "11-02 10:00")
    #expect(try desk.request().stage("decision")?.due == desk.time("11-03 10:00"))
    _ = try desk.migrate(to: Self.stages([Company.peer, Self.finance, Company.decision]), at: "11-02 12:00").get()
    #expect(try desk.request().stage("decision")?.state == .pending)
    #expect(try desk.vote("dia", .approve, at: "11-02 12:10")?.code == .pending)
    #expect(try desk.vote("fay", .approve, at: "11-03 08:00") == nil)
    // Four hours on Monday and two on Tuesday were left; Tuesday begins at 09:00 in Berlin.
    #expect(try desk.request().stage("decision")?.due == desk.time("11-03 14:00"))
    #expect(try desk.vote("dia", .approve, at: "11-03 09:00") == nil)
    #expect(try desk.request().state == .approved)
  }

  @Test func `A smaller quorum may be met already`() throws {
    var desk = try Desk(Self.review("legal") { $0.quorum.approve = .count(2) })
    try desk.submit(at: "11-02 09:00")
    for person in ["pia", "ann", "lea"] { try desk.vote(person, .approve, at: "11-02 10:00") }
    let effect = try desk.migrate(to: .example, at: "11-02 11:00").get()
    #expect(effect.kept.first { $0.stage == "legal" }?.after == .satisfied)
    #expect(try desk.request().stage("decision")?.state == .active)
    #expect(try desk.vote("dia", .approve, at: "11-02 12:00") == nil)
  }
}
