import Diagnostics
import SpendModel
import StrictJSON
import Testing

@testable import WorkflowEngine

/// Joint stages, whose seats are filled by distinct people.
@Suite struct SeatTests {
  /// One of data governance and one of legal agree together; `ann` may be in both.
  private func company(_ change: (inout Company) -> Void = { _ in }) -> Company {
    Company.example.changed { company in
      let seats = ["data-governance", "legal"].map { Seat(candidates: [.actor(Company.at(.group($0)))]) }
      company.workflows[0].stages.insert(
        StageDefinition(
          id: "joint", right: .agree, reviews: ["data-governance", "legal"].map(Company.at),
          candidates: seats.flatMap(\.candidates), seats: seats, due: .businessDays(2)), at: 1)
      company.rights.groups[1].members = ["ann", "lea"].map(Company.at)
      change(&company)
    }
  }

  private func submitted(_ change: (inout Company) -> Void = { _ in }) throws -> Desk {
    var desk = try Desk(company(change))
    try desk.submit(at: "11-02 09:00")
    return desk
  }

  @Test(arguments: [
    (["bo", "lea"], true), (["lea", "bo"], true), (["ann", "bo"], true), (["bo", "ann"], true), (["ann", "lea"], true),
    (["bo"], false), (["ann"], false), (["lea"], false),
  ])
  func `Seats are filled whatever the order of votes`(_ voters: [String], _ isFilled: Bool) throws {
    var desk = try submitted()
    #expect(try desk.request().stages.map(\.id) == ["peer", "joint", "decision"])
    #expect(try desk.request().stage("joint")?.candidates == ["ann", "bo", "lea"])
    for person in voters { #expect(try desk.vote(person, .approve, at: "11-02 10:00") == nil) }
    #expect(try desk.request().stage("joint")?.state == (isFilled ? .satisfied : .active))
    if !isFilled {
      let waiting = try #require(try desk.why("11-02 10:00").waitingOn.first { $0.stage == "joint" })
      #expect(waiting.needs == 1)
    }
  }

  @Test func `Two of one seat leave the other empty`() throws {
    var desk = try submitted { company in
      company.rights.groups[1].members = ["max", "lea"].map(Company.at)
    }
    try desk.vote("ann", .approve, at: "11-02 10:00")
    try desk.vote("bo", .approve, at: "11-02 10:01")
    #expect(try desk.request().stage("joint")?.state == .active)
    try desk.vote("max", .approve, at: "11-02 10:02")
    #expect(try desk.request().stage("joint")?.state == .satisfied)
  }

  @Test func `A seat may ask something of its people`() throws {
    var desk = try submitted { company in
      company.workflows[0].stages[1].seats[1].eligible = Company.condition("'privacy' in candidate.training")
      let lea = company.rights.people.firstIndex { $0.id == "lea" } ?? 0
      company.rights.people[lea].training = ["privacy"]
    }
    #expect(try desk.request().stage("joint")?.candidates == ["ann", "bo", "lea"])
    try desk.vote("ann", .approve, at: "11-02 10:00")
    try desk.vote("bo", .approve, at: "11-02 10:01")
    #expect(try desk.request().stage("joint")?.state == .active, "neither is trained")
    try desk.vote("lea", .approve, at: "11-02 10:02")
    #expect(try desk.request().stage("joint")?.state == .satisfied)
  }

  @Test func `A seat that empties falls to the fallback`() throws {
    var desk = try submitted()
    try desk.vote("bo", .recuse, at: "11-02 10:00")
    try desk.vote("lea", .recuse, at: "11-02 10:01")
    // ann alone cannot sit on both.
    #expect(desk.records.contains { $0.type == .stageReassigned && $0.data["because"] == "fallback" })
    try desk.vote("ann", .approve, at: "11-02 10:02")
    #expect(try desk.request().stage("joint")?.state == .active)
    try desk.vote("gia", .approve, at: "11-02 10:03")
    #expect(try desk.request().stage("joint")?.state == .satisfied)
  }

  @Test func `Seats that cannot be filled, or not without one, are refused at load`() {
    func codes(_ change: (inout Company) -> Void) -> [String] {
      company(change).check().diagnostics.map { "\($0.code): \($0.message)" }
    }
    #expect(codes { _ in } == [])
    #expect(
      codes { $0.workflows[0].stages[1].seats[0].approve = 9 } == [
        "impossible-quorum: `joint` has 10 seats, and 6 people cannot fill them"
      ])
    #expect(
      codes { company in
        company.workflows[0].stages[1].fallback = Fallback(to: Company.at(.user("ann")))
        company.rights.groups[0].members = ["ann", "bo"].map(Company.at)
        company.rights.groups[1].members = ["ann"].map(Company.at)
      } == ["fragile-quorum: `joint` has 2 seats for 2 people, and stops when one is away"])
  }
}
