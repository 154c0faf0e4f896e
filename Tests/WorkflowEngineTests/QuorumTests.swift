import SpendModel
import StrictJSON
import Testing

@testable import WorkflowEngine

/// How many, of which weight, and when it is over before everybody has voted.
@Suite struct QuorumTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var quorum: Quorum
    /// `fay` approves, `fay-` rejects, `fay?` recuses.
    var votes: String
    var state: StageState

    init(_ name: String, _ quorum: Quorum, _ votes: String, _ state: StageState) {
      (testDescription, self.quorum, self.votes, self.state) = (name, quorum, votes, state)
    }
  }

  static func weight(_ needed: Int, minPeople: Int = 2, reject: Int = 2) -> Quorum {
    let shares = [("fay", 2), ("flo", 2), ("ian", 1), ("ivy", 1)].map { Weighing.Share(Company.at($0), $1) }
    return Quorum(approve: .weight(Weighing(needed: needed, shares: shares, minPeople: minPeople)), reject: reject)
  }

  static let rows: [Row] = [
    Row("nobody has voted", weight(3), "", .active),
    Row("one heavy hand is not enough", weight(3), "fay", .active),
    Row("heavy and light", weight(3), "fay ian", .satisfied),
    Row("light and heavy", weight(3), "ivy flo", .satisfied),
    Row("two light ones are not enough", weight(3), "ian ivy", .active),
    Row("two light ones and a heavy one", weight(3), "ian ivy flo", .satisfied),
    Row("the weight of one, and one person too few", weight(2), "fay", .active),
    Row("the weight of one, and two people", weight(2), "fay flo", .satisfied),
    Row("one person is enough where nobody says more", weight(2, minPeople: 1), "fay", .satisfied),
    Row("three people, whatever they weigh", weight(2, minPeople: 3), "fay flo", .active),
    Row("one refuses", weight(3), "fay-", .active),
    Row("a light one refuses, and a heavy one: people are counted", weight(3), "ian- fay-", .vetoed),
    Row("two light ones refuse", weight(3), "ian- ivy-", .vetoed),
    Row("those who are left can no longer weigh enough", weight(3, reject: 4), "fay- flo-", .vetoed),
    Row("those who are left just weigh enough", weight(3, reject: 4), "ian- fay-", .active),
    Row("and do", weight(3, reject: 4), "ian- fay- flo ivy", .satisfied),
    Row("a change of mind counts once", weight(3), "fay- fay ian", .satisfied),
    Row("two of four", Quorum(approve: .count(2)), "fay ivy", .satisfied),
    Row("one of two that it takes", Quorum(approve: .count(2)), "fay", .active),
    Row("one refuses where one may", Quorum(approve: .count(2)), "fay ivy-", .vetoed),
    Row(
      "three of four, and two refused of three that it takes", Quorum(approve: .count(3), reject: 3), "fay- flo-",
      .vetoed),
    Row(
      "two of four, and two refused of three that it takes", Quorum(approve: .count(2), reject: 3), "fay- flo-", .active
    ),
    Row("a half of four", Quorum(approve: .percent(50)), "fay", .active),
    Row("a half of four is two", Quorum(approve: .percent(50)), "fay flo", .satisfied),
    Row("a percent more is three", Quorum(approve: .percent(51)), "fay flo", .active),
    Row("and three are", Quorum(approve: .percent(51)), "fay flo ian", .satisfied),
    Row("a hundred percent", Quorum(approve: .percent(100), reject: 2), "fay flo ian", .active),
    Row("one of them refuses", Quorum(approve: .percent(100), reject: 2), "fay flo ian-", .vetoed),
    Row("all but one", Quorum(approve: .all), "fay flo ian", .active),
    Row("all", Quorum(approve: .all), "fay flo ian ivy", .satisfied),
    Row("all, and one steps aside", Quorum(approve: .all), "fay flo ian ivy?", .satisfied),
    Row("one of all refuses, and more were needed", Quorum(approve: .all, reject: 2), "fay flo-", .vetoed),
    Row("steps aside, then the rest", Quorum(approve: .all, reject: 2), "ivy? fay flo ian", .satisfied),
  ]

  private func desk(_ quorum: Quorum, _ change: (inout Company) -> Void = { _ in }) throws -> Desk {
    var desk = try Desk(
      Company.example.changed { company in
        company.rights.groups[0].members = ["fay", "flo", "ian", "ivy"].map(Company.at)
        company.rights.reviews[0].quorum = quorum
        change(&company)
      })
    try desk.submit(at: "11-02 09:00")
    return desk
  }

  private func cast(_ votes: String, on desk: inout Desk) throws {
    for (minute, vote) in votes.split(separator: " ").enumerated() {
      let verb: RequestVerb = vote.hasSuffix("-") ? .reject : vote.hasSuffix("?") ? .recuse : .approve
      let person = String(vote.filter { $0.isLetter })
      #expect(
        try desk.vote(person, verb, at: "11-02 10:\(minute + 10)", stage: "data-governance") == nil, "\(vote)")
    }
  }

  @Test(arguments: rows)
  func `Votes lead to the state in the table`(_ row: Row) throws {
    var desk = try desk(row.quorum)
    try cast(row.votes, on: &desk)
    let request = try desk.request()
    #expect(request.stage("data-governance")?.state == row.state)
    #expect(request.state == (row.state == .vetoed ? .rejected : .inReview))
  }

  @Test func `Weights are told and recorded`() throws {
    var desk = try desk(Self.weight(3))
    #expect(try desk.why("11-02 09:00").waitingOn.first { $0.stage == "data-governance" }?.needs == 2)
    let quorum = desk.records.first { $0.type == .stageActivated && $0.data["stage"] == "data-governance" }?.data[
      "quorum"]
    #expect(quorum?["weight"] == 3)
    #expect(quorum?["min_people"] == 2)
    #expect(quorum?["weights"]?["fay"] == 2)
    let other = desk.records.first { $0.type == .stageActivated && $0.data["stage"] == "legal" }?.data["quorum"]
    #expect(other == ["approve": 1, "reject": 1])
    try cast("fay", on: &desk)
    #expect(try desk.why("11-02 11:00").waitingOn.first { $0.stage == "data-governance" }?.needs == 1)
  }

  @Test func `Who steps aside takes their weight along, and those who stand in weigh one`() throws {
    var desk = try desk(Self.weight(3))
    try cast("fay? flo? ian", on: &desk)
    let stage = try #require(try desk.request().stage("data-governance"))
    #expect(stage.state == .active)
    #expect(stage.usesFallback)
    for person in ["ivy", "gia"] {
      #expect(try desk.request().stage("data-governance")?.state == .active)
      #expect(try desk.vote(person, .approve, at: "11-02 12:00", stage: "data-governance") == nil)
    }
    #expect(try desk.request().stage("data-governance")?.state == .satisfied)
  }

  @Test func `A fallback that counts people counts no weights`() throws {
    var desk = try desk(Self.weight(3)) {
      $0.rights.reviews[0].fallback = Fallback(to: Company.at(.group("governance")), approve: 2)
    }
    try cast("fay? flo? ian gia", on: &desk)
    #expect(try desk.request().stage("data-governance")?.state == .satisfied)
  }

  @Test func `Weights that other stages need are not counted twice`() throws {
    // legal can be only fay and flo, so that one of the two weights is spoken for.
    let plan = { (needed: Int) throws -> Plan in
      let company = Company.example.changed { company in
        company.rights.groups[0].members = ["fay", "flo", "ian", "ivy"].map(Company.at)
        company.rights.groups[1].members = ["fay", "flo"].map(Company.at)
        for index in [0, 1] { company.rights.groups[index].fallback = Company.at(.user("fay")) }
        company.rights.reviews[0].quorum = Self.weight(needed)
      }
      let compiled = try Company.example.compiled()
      let forced = CompiledWorkflows(
        rights: company.rights, workflows: company.workflows, calendars: compiled.calendars,
        defaultCalendar: compiled.defaultCalendar, conditions: compiled.conditions)
      let at = try #require(Timestamp("2026-11-02T09:00:00Z"))
      return try #require(
        forced.plan(Sample().submission(id: "REQ-000001"), verdict: Sample.needsReviews, at: at))
    }
    #expect(try plan(4).blocked.isEmpty)
    #expect(try plan(5).blocked.map(\.id) == ["data-governance"])
  }

  @Test func `Approvals that outlive a resubmission belong to the set`() throws {
    for (quorum, needs) in [(Quorum(approve: .all), 2), (Quorum(approve: .percent(75)), 1)] {
      var desk = try desk(quorum)
      try cast("fay flo", on: &desk)
      #expect(try desk.vote("lea", .requestChanges, at: "11-02 11:00", stage: "legal") == nil)
      var sample = Sample()
      sample.cost = Company.usd(7000)
      #expect(try desk.resubmit(sample, at: "11-02 12:00") == nil)
      let waiting = try desk.why("11-02 12:00").waitingOn.first { $0.stage == "data-governance" }
      #expect(waiting?.state == .active)
      #expect(waiting?.needs == needs)
    }
  }
}
