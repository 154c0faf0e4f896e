import SpendModel
import StrictJSON
import Testing

@testable import WorkflowEngine

/// What the simulation found, once each, without its dice.
@Suite struct FoundTests {
  private func desk() throws -> Desk {
    try Desk(
      Company.example.changed { company in
        company.workflows[0].separation.distinct = .stage
        for place in [0, 1] {
          company.rights.reviews[place].candidates = [.actor(Company.at(.group("governance")))]
          company.rights.reviews[place].survives = .decrease
        }
      })
  }

  @Test func `Who acted on two stages counts on one, once the rules count a person once`() throws {
    var desk = try desk()
    try desk.submit(at: "11-02 09:00")
    for stage in ["data-governance", "legal"] {
      #expect(try desk.vote("gus", .approve, at: "11-02 09:10", stage: stage) == nil)
    }
    try desk.vote("pia", .requestChanges, at: "11-02 09:30", stage: "peer")
    #expect(try desk.request().state == .changesRequested)
    var rights = desk.workflows
    var workflow = rights.workflows[0]
    workflow.separation.distinct = .all
    rights = CompiledWorkflows(
      rights: rights.rights, workflows: [workflow], calendars: rights.calendars,
      defaultCalendar: rights.defaultCalendar, conditions: rights.conditions)
    desk.workflows = rights
    var sample = Sample()
    sample.cost = Company.usd(7000)
    try desk.resubmit(sample, at: "11-02 10:00")
    let request = try desk.request()
    #expect(
      request.stages.filter { stage in stage.counted.contains { $0.person == "gus" } }.map(\.id) == ["data-governance"])
    #expect(request.stage("legal")?.state == .active)
  }

  @Test func `What was due before a resubmission goes by the amount of before`() throws {
    var desk = try Desk()
    var sample = Sample()
    sample.verdict = Sample.allowed
    sample.data = "internal"
    sample.cost = Company.usd(7400)
    try desk.submit(sample, at: "11-02 09:00")
    try desk.vote("pia", .approve, at: "11-02 09:10")
    let at = try desk.time("11-03 09:30")
    var context = desk.context("zoe", at)
    context.exposure = Company.usd(60_000)
    let dearer = sample.submission(id: "REQ-000001", exposure: Company.usd(60_000))
    let result = try desk.request().resubmit(
      dearer, verdict: sample.verdict, record: Sample.record, standing: desk.context("zoe", at), context: context,
      ids: &desk.ids)
    let refusal = try #require(try desk.take(result, at: at))
    #expect(refusal.code == .badState)
    // The rung that was due added the manager of whoever decides 7,400.
    #expect(try desk.request().stage("decision")?.candidates == ["dia", "eve"])
  }

  @Test func `A blocked stage that a rung opens again counts from the rung, however late that fires`() throws {
    func blocked() throws -> Desk {
      var desk = try Desk()
      var sample = Sample()
      sample.verdict = Sample.allowed
      sample.data = "internal"
      sample.cost = Company.usd(3000)
      sample.submitter = "gia"
      try desk.submit(sample, at: "11-02 09:00")
      try desk.vote("pia", .approve, at: "11-02 09:10")
      // Of those who stand in for the manager, one handed it in, and one steps aside.
      try desk.vote("tom", .recuse, at: "11-02 09:20")
      try desk.vote("gus", .recuse, at: "11-02 09:30")
      #expect(try desk.request().stage("decision")?.state == .blocked)
      return desk
    }
    var punctual = try blocked()
    for hour in 9...16 { try punctual.tick(at: "11-03 \(hour < 10 ? "0" : "")\(hour):10") }
    var late = try blocked()
    try punctual.tick(at: "11-04 09:00")
    try late.tick(at: "11-04 09:00")
    let (left, right) = (try punctual.request().stage("decision"), try late.request().stage("decision"))
    #expect(right?.state == .active)
    #expect(right?.since == (try late.time("11-03 09:10")))
    #expect(left?.due == right?.due)
    #expect(left?.since == right?.since)
    #expect(left?.timers.map(\.at) == right?.timers.map(\.at))
  }

  @Test func `Where a rung hands a stage to too few people, those who stand in are asked again`() throws {
    let company = Company.example.changed { company in
      company.workflows[0].stages.insert(
        StageDefinition(
          id: "experts", right: .agree, candidates: [.actor(Company.at(.group("finance")))],
          quorum: Quorum(approve: .count(2)), due: .businessDays(1),
          ladder: .rungs(
            Ladder(
              id: nil,
              rungs: [.init(at: Company.at(.due), action: .replace, to: Company.at(.managerOf(.assignees)))]))), at: 1)
    }
    var desk = try Desk(company)
    var sample = Sample()
    (sample.verdict, sample.data) = (Sample.allowed, "internal")
    try desk.submit(sample, at: "11-02 09:00")
    try desk.tick(at: "11-03 09:00")
    let stage = try #require(try desk.request().stage("experts"))
    #expect(stage.climbed.map(\.to) == [["eve"]])
    #expect(stage.state == .active)
    #expect(stage.usesFallback)
    #expect(stage.candidates == ["gia", "gil", "gus", "eve"])
    // The originals have lost the right.
    #expect(try #require(try desk.vote("fay", .approve, at: "11-03 10:00", stage: "experts")).code == .notCandidate)
    for person in ["eve", "gia"] {
      #expect(try desk.vote(person, .approve, at: "11-03 10:10", stage: "experts") == nil)
    }
    #expect(try desk.request().stage("experts")?.state == .satisfied)
  }

  @Test(arguments: [("kept out", true), ("not asked for", false)])
  func `Whoever moves a request to other definitions opened the way`(_ name: String, _ isKeptOut: Bool) throws {
    var desk = try Desk()
    try desk.submit(at: "11-02 09:00")
    try desk.vote("ann", .approve, at: "11-02 09:10")
    try desk.vote("pia", .approve, at: "11-02 09:20")
    let other = Company.example.changed { company in
      if isKeptOut { company.workflows[0].separation.exclude.insert(.author) }
    }
    let next = try other.compiled()
    let migration = Migration(
      bundleSHA256: "d", former: "b", renames: [], plan: "e", author: "ann", second: "lea", proposal: 7)
    let at = try desk.time("11-02 10:00")
    let moved = try desk.request().migrate(migration, to: next, context: desk.context("lea", at), ids: &desk.ids).get()
    try desk.take(.success(moved.decision), at: at)
    desk.workflows = next
    #expect(moved.effect.kept.flatMap(\.lost) == (isKeptOut ? ["ann"] : []))
    let refusal = try desk.vote("lea", .approve, at: "11-02 10:10")
    #expect(refusal?.code == (isKeptOut ? .excluded : nil), "\(name)")
    guard isKeptOut else { return }
    for person in ["bo", "max"] { #expect(try desk.vote(person, .approve, at: "11-02 10:20") == nil) }
  }

  @Test func `A request whose people all left names somebody who can take it back`() throws {
    var desk = try Desk()
    try desk.submit(at: "11-02 09:00")
    try desk.vote("ann", .requestChanges, at: "11-02 09:10")
    #expect(try desk.why("11-02 09:20").canUnblock == ["zoe"])
    var rights = desk.workflows.rights
    rights.people.removeAll { $0.id == "zoe" }
    desk.directory = Directory(rights: rights)
    #expect(try desk.why("11-02 09:20").canUnblock == ["tom"])
    rights.people.removeAll { $0.id == "tom" }
    desk.directory = Directory(rights: rights)
    #expect(try desk.why("11-02 09:20").canUnblock == ["gus"])
    let at = try desk.time("11-02 09:30")
    let refused = try desk.request().withdraw(comment: nil, context: desk.context("ann", at), ids: &desk.ids)
    #expect(try #require(try desk.take(refused, at: at)).hint == "may withdraw it: `gus`")
    let taken = try desk.request().withdraw(comment: nil, context: desk.context("gus", at), ids: &desk.ids)
    #expect(try desk.take(taken, at: at) == nil)
    #expect(try desk.request().state == .withdrawn)
  }

  @Test func `What lies at the beginning of a day is carried to the beginning of one`() throws {
    let holiday = try #require(CivilDate("2026-12-01"))
    let office = try #require(try Company.example.compiled().calendars.first)
    let changed = Company.example.changed { $0.rights.calendars[0].holidays.insert(holiday) }
    let other = try #require(try changed.compiled().calendars.first)
    let start = try #require(Timestamp("2026-11-14T13:50:00Z"))
    let end = office.adding(.businessDays(1), to: start)
    #expect(end == Timestamp("2026-11-17T08:00:00Z"))
    #expect(kept(end, from: start, office, to: start, other, isWall: false) == end)
    // What lies at the end of one stays there.
    let closing = try #require(Timestamp("2026-11-16T16:00:00Z"))
    #expect(kept(closing, from: start, office, to: start, other, isWall: false) == closing)
  }

  @Test func `A ladder that warns at once warns with the move`() throws {
    var desk = try Desk()
    try desk.submit(at: "11-02 09:00")
    try desk.tick(at: "11-05 12:00")
    let other = Company.example.changed { company in
      company.workflows[0].ladder = .rungs(
        Ladder(
          id: nil,
          rungs: [
            .init(at: Company.at(.due), action: .add, to: Company.at(.group("governance"))),
            .init(at: Company.at(.afterDue(.businessDays(1))), action: .expire, warn: .businessDays(1)),
          ]))
    }
    _ = try desk.migrate(to: other, at: "11-05 12:00").get()
    let leaves = desk.records.count
    let warned = desk.records.filter { $0.type == .rungFired && $0.data["do"] == "warn" }
    #expect(!warned.isEmpty)
    try desk.tick(at: "11-05 12:00")
    #expect(desk.records.count == leaves)
    #expect(try desk.request().state == .inReview)
  }

  @Test func `An emergency that nobody can look at is late all the same`() throws {
    let workflows = try #require(
      Company.example.changed { company in
        company.rights.breakGlass = Companies.emergency
        company.rights.conflicts = ["gia", "gil", "gus", "eve"].map { Conflict(person: Company.at($0), when: nil) }
      }.check().workflows)
    var desk = Desk(workflows)
    let at = try desk.time("11-02 09:00")
    var sample = Sample()
    (sample.requester, sample.cost, sample.verdict) = ("pau", Company.usd(100), Sample.allowed)
    let decision = try RequestCase.breakGlass(
      sample.submission(id: desk.ids.mint(.request)), verdict: sample.verdict, record: Sample.record,
      incident: "INC-1", reason: "it burns", unreviewed: nil, context: desk.context("pau", at), ids: &desk.ids
    ).get()
    try desk.take(.success(decision), at: at)
    #expect(try desk.request().stage("post-review")?.state == .blocked)
    #expect(try desk.request().stage("post-review")?.due == desk.time("11-04 09:00"))
    for time in ["11-03 09:00", "11-04 09:00"] {
      var context = desk.context(.timer, try desk.time(time))
      context.grant = GrantSituation(grant: try desk.grant(), tasks: [])
      try desk.take(try desk.request().tick(context: context, ids: &desk.ids), at: context.at)
    }
    #expect(try desk.request().stage("post-review")?.state == .timedOut)
    #expect(try desk.task("FND-000001").owner == "eve")
    #expect(try desk.grant().wasRevoked)
  }

  @Test(
    arguments: [
      ("its owner is there", "zoe", "zoe"), ("its owner left", "nils", "fay"), ("nobody is left of it", "", "fay"),
    ])
  func `A finding belongs to somebody who is there`(_ name: String, _ owner: String, _ expected: String) throws {
    var desk = try Desk()
    let spec = FindingSpec(
      rule: "over-cap", severity: .high, title: "Over", message: "more", owner: .grantOwner,
      verifier: .group("finance"), group: .object([]), groupFacts: .object([]), read: [], fingerprint: "f",
      bundleSHA256: "b")
    let at = try desk.time("11-02 09:00")
    let drafts = TaskCase.open(
      spec, existing: nil, cause: .integer(0), cast: Cast(grantOwner: owner), context: desk.context(.timer, at),
      ids: &desk.ids)
    #expect(drafts.first?.data["owner"] == .string("user:" + expected), "\(name)")
  }

  @Test func `Who was added and does not meet what other definitions ask is not waited for`() throws {
    var desk = try Desk()
    try desk.submit(at: "11-02 09:00")
    let at = try desk.time("11-02 09:10")
    let added = try desk.request().reassign(
      to: "ivy", stage: "legal", reason: "knows it", adds: true, context: desk.context("max", at), ids: &desk.ids)
    try desk.take(added, at: at)
    let other = Company.example.changed { company in
      for (place, person) in company.rights.people.enumerated() where ["lea", "max"].contains(person.id) {
        company.rights.people[place].training = ["privacy"]
      }
      company.rights.reviews[1].eligible = Company.condition("'privacy' in candidate.training")
    }
    // People are those in force, conditions those of the definitions.
    desk.directory = try other.compiled().directory
    _ = try desk.migrate(to: other, at: "11-02 09:20").get()
    #expect(try desk.request().stage("legal")?.state == .active)
    #expect(try desk.vote("lea", .approve, at: "11-02 09:30", stage: "legal") == nil)
    #expect(try desk.request().stage("legal")?.state == .satisfied)
  }
}
