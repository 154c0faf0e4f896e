import SpendModel
import StrictJSON
import Testing

@testable import WorkflowEngine

/// Votes taken back, places handed over, claims, and stages that two people do without.
@Suite struct PlaceTests {
  private func submitted(_ change: (inout Company) -> Void = { _ in }) throws -> Desk {
    var desk = try Desk(Company.example.changed(change))
    try desk.submit(at: "11-02 09:00")
    return desk
  }

  // MARK: - Retract

  @Test func `A vote can be taken back while its stage is open`() throws {
    var desk = try submitted { company in
      let place = company.rights.reviews.firstIndex { $0.id == "legal" } ?? 0
      company.rights.reviews[place].quorum = Quorum(approve: .count(2))
    }
    try desk.vote("lea", .approve, at: "11-02 10:00")
    #expect(try desk.request().stage("legal")?.stillNeeds == 1)
    #expect(try desk.retract("lea", at: "11-02 10:01") == nil)
    let revoked = try #require(desk.records.last { $0.type == .voteRevoked })
    #expect(revoked.data == ["person": "lea", "stage": "legal", "verb": "approve", "revision": 1])
    #expect(try desk.request().stage("legal")?.stillNeeds == 2)
    // Who took it back may vote anew.
    #expect(try desk.vote("lea", .approve, at: "11-02 10:02") == nil)
    try desk.vote("max", .approve, at: "11-02 10:03")
    #expect(try desk.request().stage("legal")?.state == .satisfied)
  }

  @Test func `What cannot be taken back`() throws {
    let rows: [(name: String, votes: [(String, RequestVerb)], who: String, stage: String?, code: Refusal.Code)] = [
      ("no vote", [], "lea", nil, .badState), ("another's vote", [("lea", .approve)], "max", nil, .badState),
      ("the stage is done", [("lea", .approve)], "lea", nil, .badState),
      ("the stage is done, and named", [("lea", .approve)], "lea", "legal", .badState),
      ("another stage", [("lea", .approve)], "lea", "peer", .badState),
      ("no such stage", [("lea", .approve)], "lea", "nowhere", .unknownStage),
      ("the request is decided", [("lea", .reject)], "lea", nil, .badState),
      ("the request was returned", [("lea", .requestChanges)], "lea", nil, .badState),
    ]
    for row in rows {
      var desk = try submitted()
      for (person, verb) in row.votes { try desk.vote(person, verb, at: "11-02 10:00") }
      let before = desk.records.count
      let refusal = try desk.retract(row.who, stage: row.stage, at: "11-02 10:01")
      #expect(refusal?.code == row.code, "\(row.name): \(refusal?.message ?? "done")")
      #expect(desk.records.count == before, "\(row.name)")
    }
  }

  @Test func `A vote cast in one's place is one's own to take back`() throws {
    var desk = try submitted { company in
      let place = company.rights.reviews.firstIndex { $0.id == "legal" } ?? 0
      company.rights.reviews[place].quorum = Quorum(approve: .count(2))
    }
    desk.delegations = [
      Delegation(id: "d", of: "lea", to: "gia", from: .epoch, until: try desk.time("11-20 00:00"))
    ]
    try desk.vote("gia", .approve, at: "11-02 10:00")
    #expect(try desk.retract("lea", at: "11-02 10:01") == nil)
    #expect(desk.records.last { $0.type == .voteRevoked }?.data["for"] == "lea")
    #expect(try desk.vote("lea", .reject, at: "11-02 10:02") == nil)
    #expect(try desk.request().state == .rejected)
  }

  // MARK: - Reassign

  @Test func `A place is handed over, and the one who had it has it no more`() throws {
    var desk = try submitted()
    #expect(try desk.reassign("lea", to: "gil", at: "11-02 10:00") == nil)
    let event = try #require(desk.records.last { $0.type == .stageReassigned })
    #expect(event.data["because"] == "manual")
    #expect(event.data["from"] == "lea" && event.data["to"] == "gil")
    #expect(event.data["candidates"] == ["max", "gil"])
    #expect(try desk.vote("lea", .approve, at: "11-02 10:01")?.code == .notCandidate)
    // It stays so when the directory is looked at anew.
    try desk.tick(at: "11-02 11:00")
    #expect(try desk.request().stage("legal")?.candidates == ["max", "gil"])
    // gil may hand it on, and back.
    #expect(try desk.reassign("gil", to: "lea", stage: "legal", at: "11-02 11:01") == nil)
    #expect(try desk.request().stage("legal")?.candidates == ["max", "lea"])
    #expect(try desk.vote("lea", .approve, at: "11-02 11:02") == nil)
    #expect(try desk.request().stage("legal")?.state == .satisfied)
  }

  @Test func `Whom a requester adds is asked beside the others, and never instead`() throws {
    var desk = try submitted()
    #expect(try desk.reassign("zoe", to: "gil", stage: "legal", adds: true, at: "11-02 10:00") == nil)
    #expect(desk.records.last { $0.type == .stageReassigned }?.data["because"] == "added")
    #expect(try desk.request().stage("legal")?.candidates == ["lea", "max", "gil"])
    try desk.vote("gil", .approve, at: "11-02 10:01", stage: "legal")
    #expect(try desk.request().stage("legal")?.state == .active, "a friend of the requester does not fill the place")
    try desk.vote("lea", .approve, at: "11-02 10:02")
    #expect(try desk.request().stage("legal")?.state == .satisfied)
  }

  @Test func `A stage waits for whom was added, who may refuse or step aside`() throws {
    for (verb, state) in [(RequestVerb.approve, StageState.satisfied), (.recuse, .satisfied), (.reject, .vetoed)] {
      var desk = try submitted()
      try desk.reassign("max", to: "gil", stage: "legal", adds: true, at: "11-02 10:00")
      try desk.vote("lea", .approve, at: "11-02 10:01")
      #expect(try desk.request().stage("legal")?.state == .active, "\(verb)")
      #expect(try desk.why("11-02 10:01").waitingOn.first { $0.stage == "legal" }?.needs == 1, "\(verb)")
      try desk.vote("gil", verb, at: "11-02 10:02", stage: "legal")
      #expect(try desk.request().stage("legal")?.state == state, "\(verb)")
    }
  }

  @Test func `Whom was added and leaves is not waited for`() throws {
    var desk = try submitted()
    try desk.reassign("max", to: "gil", stage: "legal", adds: true, at: "11-02 10:00")
    try desk.vote("lea", .approve, at: "11-02 10:01")
    var rights = Company.example.rights
    rights.people.removeAll { $0.id == "gil" }
    desk.directory = Directory(rights: rights)
    try desk.tick(at: "11-02 10:02")
    #expect(try desk.request().stage("legal")?.state == .satisfied)
  }

  @Test func `Whom a place cannot go to, and who cannot give it`() throws {
    let rows: [(name: String, who: String, to: String, stage: String?, adds: Bool, code: Refusal.Code)] = [
      ("to nobody", "lea", "nobody", nil, false, .badInput), ("to the requester", "lea", "zoe", nil, false, .excluded),
      ("to one who has a place", "lea", "max", nil, false, .badState),
      ("to oneself", "lea", "lea", nil, false, .badState),
      ("to one who acted elsewhere", "lea", "ann", nil, false, .excluded),
      ("without a place", "gil", "gus", nil, false, .notPermitted),
      ("another's stage", "lea", "gus", "peer", false, .notPermitted),
      ("no such stage", "lea", "gus", "nowhere", false, .unknownStage),
      ("a stage that is not open", "dia", "eve", "decision", false, .badState),
      ("a stage that is done", "bo", "gus", "data-governance", false, .badState),
      ("the requester may not give another's place", "zoe", "gil", "legal", false, .notPermitted),
      ("the requester may add, but not oneself", "zoe", "zoe", "legal", true, .excluded),
      ("the requester adds, and says not where", "zoe", "gil", nil, true, .ambiguousStage),
      ("somebody adds", "gil", "gus", "legal", true, .notPermitted),
    ]
    for row in rows {
      var desk = try submitted()
      try desk.vote("ann", .approve, at: "11-02 09:30")
      let refusal = try desk.reassign(row.who, to: row.to, stage: row.stage, adds: row.adds, at: "11-02 10:00")
      #expect(refusal?.code == row.code, "\(row.name): \(refusal?.message ?? "done")")
    }
    var desk = try submitted()
    #expect(try desk.reassign("lea", to: "gil", reason: " ", at: "11-02 10:00")?.code == .commentRequired)
    #expect(try desk.reassign("lea", to: "gil", at: "11-02 10:00") == nil)
  }

  @Test func `A decision goes only to who holds the amount`() throws {
    for (to, code) in [("tom", Refusal.Code.overLimit), ("ann", .overLimit), ("eve", nil), ("gus", nil)] {
      var desk = try submitted()
      try desk.vote("pau", .approve, at: "11-02 10:00")
      try desk.vote("bo", .approve, at: "11-02 10:01")
      try desk.vote("lea", .approve, at: "11-02 10:02")
      #expect(try desk.reassign("dia", to: to, stage: "decision", at: "11-02 10:03")?.code == code, "\(to)")
    }
  }

  @Test func `A ladder that gives the stage to others takes handed places with it`() throws {
    var desk = try submitted()
    try desk.reassign("lea", to: "gil", at: "11-02 10:00")
    try desk.tick(at: "11-06 15:00")
    let legal = try #require(try desk.request().stage("legal"))
    #expect(legal.climbed.contains { $0.replaces })
    #expect(legal.candidates == ["gia", "gil", "gus"])
    #expect(try desk.vote("max", .approve, at: "11-06 15:01")?.code == .notCandidate)
  }

  // MARK: - Claim

  @Test func `A claim is seen, binds nobody, and falls`() throws {
    func claimed(_ desk: Desk, _ text: String) throws -> String? {
      try desk.why(text).waitingOn.first { $0.stage == "legal" }?.claimedBy
    }
    var desk = try submitted()
    #expect(try desk.claim("lea", at: "11-02 10:00") == nil)
    #expect(try claimed(desk, "11-02 10:01") == "lea")
    #expect(try desk.claim("lea", at: "11-02 10:01")?.code == .repeated)
    #expect(try desk.claim("max", at: "11-02 10:01")?.code == .badState)
    #expect(try desk.claim("gil", at: "11-02 10:01")?.code == .notPermitted)
    #expect(try desk.claim("max", releases: true, at: "11-02 10:01")?.code == .notPermitted)
    #expect(try claimed(desk, "11-03 09:59") == "lea")
    #expect(try claimed(desk, "11-03 10:00") == nil, "after one business day")
    #expect(try desk.claim("lea", releases: true, at: "11-02 10:02") == nil)
    #expect(try claimed(desk, "11-02 10:03") == nil)
    #expect(try desk.claim("lea", releases: true, at: "11-02 10:03")?.code == .badState)
    // Nobody has to wait for who claimed it.
    #expect(try desk.claim("max", at: "11-02 10:04") == nil)
    #expect(try desk.vote("lea", .approve, at: "11-02 10:05") == nil)
    #expect(try desk.claim("max", at: "11-02 10:06")?.code == .notPermitted)
    #expect(try desk.claim("max", stage: "nowhere", at: "11-02 10:06")?.code == .unknownStage)
  }

  @Test func `A claim falls with the claimer's vote and when others get the stage`() throws {
    var desk = try submitted()
    try desk.claim("lea", at: "11-02 10:00")
    try desk.vote("lea", .recuse, at: "11-02 10:01")
    #expect(try desk.request().stage("legal")?.claim == nil)
    try desk.claim("max", at: "11-05 10:00")
    try desk.tick(at: "11-06 15:00")
    #expect(try desk.request().stage("legal")?.claim == nil)
  }

  // MARK: - Override

  @Test(arguments: [["lea", "gus"], ["gus", "lea"], ["lea", "gia"], ["gia", "lea"]])
  func `Two people do without a stage, in either order`(_ people: [String]) throws {
    var desk = try submitted()
    #expect(try desk.override(people[0], stage: "legal", at: "11-02 10:00") == nil)
    let first = try #require(desk.records.last)
    #expect(first.type == .stageOverrideProposed)
    #expect(first.data["person"]?.string == people[0])
    #expect(try desk.request().stage("legal")?.state == .active)
    #expect(try desk.override(people[1], stage: "legal", at: "11-02 10:01") == nil)
    let waived = try #require(desk.records.first { $0.type == .stageWaived })
    #expect(waived.data["by"] == .array([.string("lea"), .string(people.first { $0 != "lea" } ?? "")]))
    #expect(try desk.request().stage("legal")?.state == .waived)
    try desk.vote("pau", .approve, at: "11-02 10:02")
    try desk.vote("ann", .approve, at: "11-02 10:03")
    #expect(try desk.vote("lea", .approve, at: "11-02 10:04")?.code == .late)
    try desk.vote("dia", .approve, at: "11-02 10:05")
    #expect(try desk.request().state == .approved)
  }

  @Test func `Who may not override, and what`() throws {
    let rows: [(name: String, done: [(String, String)], who: String, stage: String, code: Refusal.Code)] = [
      ("a member who does not answer for the group", [], "max", "legal", .notPermitted),
      ("somebody", [], "tom", "legal", .notPermitted), ("the requester", [], "zoe", "legal", .excluded),
      ("the decision", [], "gus", "decision", .notPermitted), ("no such stage", [], "gus", "nowhere", .unknownStage),
      ("the same person twice", [("lea", "legal")], "lea", "legal", .repeated),
      ("a member after a member", [("gia", "legal")], "gia", "legal", .repeated),
      ("a stage that is waived", [("lea", "legal"), ("gia", "legal")], "gus", "legal", .badState),
    ]
    for row in rows {
      var desk = try submitted()
      for (person, stage) in row.done { try desk.override(person, stage: stage, at: "11-02 10:00") }
      let refusal = try desk.override(row.who, stage: row.stage, at: "11-02 10:01")
      #expect(refusal?.code == row.code, "\(row.name): \(refusal?.message ?? "done")")
    }
    var desk = try submitted()
    #expect(try desk.override("lea", stage: "legal", reason: "", at: "11-02 10:00")?.code == .commentRequired)
  }

  @Test func `Two members of governance do not make up for who answers for the group`() throws {
    var desk = try submitted()
    try desk.override("gia", stage: "legal", at: "11-02 10:00")
    try desk.override("gil", stage: "legal", at: "11-02 10:01")
    #expect(try desk.request().stage("legal")?.state == .active)
    try desk.override("lea", stage: "legal", at: "11-02 10:02")
    #expect(try desk.request().stage("legal")?.state == .waived)
  }

  @Test func `Who holds the amount for others cannot be done without`() throws {
    var desk = try submitted { company in
      company.workflows[0].stages[1].candidates = [.actor(Company.at(.user("ann")))]
      company.workflows[0].stages[1].fallback = nil
    }
    #expect(try desk.request().stage("authority")?.state != nil)
    #expect(try desk.override("gus", stage: "authority", at: "11-02 10:00")?.code == .notPermitted)
  }

  // MARK: - Authors

  @Test func `Who changed the rules a short while ago decides nothing that they opened`() throws {
    let rows: [(name: String, days: Int64, excludes: Bool, isBarred: Bool)] = [
      ("ten days ago", 10, true, true), ("just under thirty", 29, true, true), ("thirty days ago", 30, true, false),
      ("where the workflow does not ask", 10, false, false),
    ]
    for row in rows {
      let company = Company.example.changed { company in
        if row.excludes { company.workflows[0].separation.exclude.insert(.author) }
      }
      var desk = try Desk(company)
      let at = try desk.time("11-02 09:00")
      desk.change = BundleChange(people: ["lea", "gia"], at: at.adding(seconds: -row.days * 86_400))
      try desk.submit(at: "11-02 09:00")
      let refusal = try desk.vote("lea", .approve, at: "11-02 10:00")
      #expect(refusal?.code == (row.isBarred ? .excluded : nil), "\(row.name)")
      if row.isBarred {
        #expect(desk.records.last?.data["detail"] == "author", "\(row.name)")
        #expect(try desk.request().stage("legal")?.candidates == ["max"], "\(row.name)")
      }
    }
  }
}
