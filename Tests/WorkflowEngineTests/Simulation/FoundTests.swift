import SpendModel
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
}
