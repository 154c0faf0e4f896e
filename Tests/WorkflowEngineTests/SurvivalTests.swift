import Diagnostics
import SpendModel
import StrictJSON
import Testing

@testable import WorkflowEngine

/// Which votes outlive a resubmission.
@Suite struct SurvivalTests {
  /// A company where finance looks at the cost, and the decision falls before legal has spoken.
  private func company(_ survives: StageDefinition.Survival) -> Company {
    Company.example.changed { company in
      company.workflows[0].stages.insert(
        StageDefinition(
          id: "money", right: .agree, candidates: [.actor(Company.at(.group("finance")))], due: .businessDays(2),
          reads: ["cost", "duration"].map(Company.at), survives: survives), at: 1)
    }
  }

  /// Submitted, `money` and `data-governance` agreed, `legal` returned it.
  private func returned(_ survives: StageDefinition.Survival) throws -> Desk {
    var desk = try Desk(company(survives))
    try desk.submit(at: "11-02 09:00")
    try desk.vote("fay", .approve, at: "11-02 09:10", stage: "money")
    try desk.vote("ann", .approve, at: "11-02 09:20")
    try desk.vote("pia", .approve, at: "11-02 09:30")
    try desk.vote("lea", .requestChanges, at: "11-02 10:00")
    return desk
  }

  @Test(
    arguments: [
      ("cheaper, and a decrease survives", .decrease, 7000, ["money", "data-governance"]),
      ("dearer", .decrease, 7401, ["data-governance"]),
      ("cheaper, but only equal survives", .equal, 7000, ["data-governance"]),
      ("nothing ever survives", .never, 7000, ["data-governance"]),
    ] as [(String, StageDefinition.Survival, Int64, [String])])
  func `Votes outlive what they did not judge`(
    _ name: String, _ survives: StageDefinition.Survival, _ cost: Int64, _ expected: [String]
  ) throws {
    var desk = try returned(survives)
    var changed = Sample()
    changed.cost = Company.usd(cost)
    let place = desk.records.count
    #expect(try desk.resubmit(changed, at: "11-02 11:00") == nil)
    let request = try desk.request()
    #expect(request.stages.filter { $0.state == .satisfied }.map(\.id) == expected, "\(name)")
    let survived = desk.records.dropFirst(place).filter { $0.data["how"] == "survived" }
    #expect(survived.compactMap { $0.data["stage"]?.string } == expected)
    // The opinion was about everything, the return asked for a change: both are stale.
    #expect(request.stage("peer")?.state == .active)
    #expect(request.stage("legal")?.state == .active)
    #expect(request.stage("legal")?.counted.isEmpty == true)
  }

  @Test func `An approval that survived still needs the others`() throws {
    var desk = try returned(.decrease)
    var changed = Sample()
    changed.cost = Company.usd(7000)
    try desk.resubmit(changed, at: "11-02 11:00")
    #expect(try #require(try desk.vote("flo", .approve, at: "11-02 11:10", stage: "money")).code == .late)
    try desk.vote("pia", .approve, at: "11-02 11:20")
    try desk.vote("max", .approve, at: "11-02 11:30")
    #expect(try desk.request().stage("decision")?.state == .active)
    #expect(try desk.vote("dia", .approve, at: "11-02 11:40") == nil)
    #expect(try desk.request().state == .approved)
    #expect(try desk.grant().caps == [GrantTerms.Cap("cost", Company.usd(7000))])
  }

  @Test func `A voter who may no longer take part is stale`() throws {
    var desk = try returned(.decrease)
    let conflicted = company(.decrease).changed { company in
      company.rights.conflicts = [Conflict(person: Company.at("fay"), when: nil)]
    }
    desk.workflows = try conflicted.compiled()
    var changed = Sample()
    changed.cost = Company.usd(7000)
    try desk.resubmit(changed, at: "11-02 11:00")
    #expect(try desk.request().stage("money")?.state == .active)
    #expect(try desk.request().stage("money")?.candidates == ["flo"])
  }

  @Test(arguments: [
    ("equal", #"{"a":1}"#, #"{"a":1}"#, true, true),
    ("less money", #"{"c":{"currency":"USD","nanos":"2"}}"#, #"{"c":{"currency":"USD","nanos":"1"}}"#, false, true),
    ("more money", #"{"c":{"currency":"USD","nanos":"2"}}"#, #"{"c":{"currency":"USD","nanos":"3"}}"#, false, false),
    ("other money", #"{"c":{"currency":"USD","nanos":"2"}}"#, #"{"c":{"currency":"EUR","nanos":"1"}}"#, false, false),
    ("shorter", #"{"duration":"60s"}"#, #"{"duration":"59.5s"}"#, false, true),
    ("longer", #"{"duration":"60s"}"#, #"{"duration":"61s"}"#, false, false),
    ("a text that looks like a duration", #"{"team":"60s"}"#, #"{"team":"59s"}"#, false, false),
    ("a subset", #"{"t":["a","b"]}"#, #"{"t":["b"]}"#, false, true),
    ("no subset", #"{"t":["a"]}"#, #"{"t":["a","b"]}"#, false, false),
    ("another word", #"{"t":"a"}"#, #"{"t":"b"}"#, false, false),
    ("a new fact", #"{"a":1}"#, #"{"a":1,"b":2}"#, false, false),
    ("a fact gone", #"{"a":1,"b":2}"#, #"{"a":1}"#, false, false),
    ("a smaller number", #"{"a":2}"#, #"{"a":1}"#, false, false),
    ("in another order", #"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#, true, true),
  ])
  func `What is equal, and what is a decrease`(
    _ name: String, _ before: String, _ after: String, _ isEqual: Bool, _ isDecrease: Bool
  ) throws {
    let (old, new) = (try JSONValue.parse(before), try JSONValue.parse(after))
    func isDuration(_ path: [String]) -> Bool { path == ["duration"] }
    #expect(survives(.equal, from: old, to: new, isDuration: isDuration) == isEqual, "\(name)")
    #expect(survives(.decrease, from: old, to: new, isDuration: isDuration) == isDecrease, "\(name)")
    #expect(!survives(.never, from: old, to: new, isDuration: isDuration))
  }
}
