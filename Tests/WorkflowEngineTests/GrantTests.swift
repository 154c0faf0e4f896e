import Diagnostics
import SpendModel
import StrictJSON
import Testing

@testable import WorkflowEngine

/// Grants against their caps, and who may stop them.
@Suite struct GrantTests {
  private func granted(_ change: (inout Company) -> Void = { _ in }) throws -> Desk {
    var desk = try Desk(Company.example.changed(change))
    desk.budget = BudgetRoom(id: "cc-0410", remaining: Company.usd(20_000), isHard: true)
    var sample = Sample()
    sample.verdict = Sample.allowed
    sample.data = "internal"
    try desk.submit(sample, at: "11-02 09:00")
    try desk.vote("pia", .approve, at: "11-02 09:10")
    try desk.vote("dia", .approve, at: "11-02 10:00")
    return desk
  }

  @Test(
    arguments: [
      ("nothing used", 0, []), ("below the threshold", 5919, []), ("the threshold", 5920, ["rung.fired"]),
      ("exactly the cap", 7400, ["rung.fired"]), ("over the cap", 7401, ["grant.suspended"]),
    ] as [(String, Int64, [String])])
  func `Usage against the caps`(_ name: String, _ used: Int64, _ expected: [String]) throws {
    let desk = try granted()
    let drafts = try desk.grant().evaluate(used: ["cost": Company.usd(used)], approvers: ["dia"], actor: .timer)
    #expect(drafts.map(\.type.rawValue) == expected, "\(name)")
    if expected == ["rung.fired"] { #expect(drafts.first?.data["to"] == ["zoe", "dia"]) }
    if expected == ["grant.suspended"] {
      #expect(drafts.first?.data == ["because": "cap", "cap": "cost", "used": Company.usd(7401).canonical])
    }
  }

  @Test func `The threshold is told once, other names and currencies are not mixed up`() throws {
    var desk = try granted()
    let at = try desk.time("11-03 09:00")
    desk.append(try desk.grant().evaluate(used: ["cost": Company.usd(6000)], actor: .timer), at: at)
    #expect(try desk.grant().wasToldSoft)
    #expect(try desk.grant().evaluate(used: ["cost": Company.usd(6100)], actor: .timer).isEmpty)
    #expect(try desk.grant().evaluate(used: ["tokens": Company.usd(99_000)], actor: .timer).isEmpty)
    let foreign = try desk.grant().evaluate(used: ["cost": Money(nanos: 1, currency: .eur)], actor: .timer)
    #expect(foreign.map(\.type) == [.grantSuspended], "what cannot be compared is not within the cap")
    desk.append(try desk.grant().evaluate(used: ["cost": Company.usd(8000)], actor: .timer), at: at)
    #expect(try desk.grant().state == .suspended)
    #expect(
      try desk.grant().evaluate(used: ["cost": Company.usd(9000)], actor: .timer).isEmpty, "a suspended grant rests")
  }

  @Test func `What follows a cap depends on the workflow`() throws {
    let reports = try granted { $0.workflows[0].grant.onExceed = OnExceed(soft: nil, hard: .none, then: nil) }
    #expect(try reports.grant().evaluate(used: ["cost": Company.usd(8000)], actor: .timer).map(\.type) == [.rungFired])
    let ends = try granted { $0.workflows[0].grant.onExceed = OnExceed(soft: nil, hard: .suspend, then: nil) }
    #expect(
      try ends.grant().evaluate(used: ["cost": Company.usd(8000)], actor: .timer).map(\.type) == [.grantExhausted])
  }

  @Test(arguments: [("dia", true), ("zoe", false), ("pia", false), ("tom", false), ("fay", false)])
  func `Who may revoke`(_ person: String, _ may: Bool) throws {
    var desk = try granted()
    let at = try desk.time("11-05 09:00")
    let result = try desk.grant().revoke(
      reason: "not needed", request: desk.request(), tasks: [], context: desk.context(person, at))
    switch result {
    case .success(let drafts):
      #expect(may)
      #expect(drafts.map(\.type) == [.grantRevoked, .grantClosed])
      #expect(drafts.last?.data["released"] == Company.usd(7400).canonical)
      desk.append(drafts, at: at)
      #expect(try desk.grant().state == .closed)
      let again = try desk.grant().revoke(
        reason: "again", request: desk.request(), tasks: [], context: desk.context(person, at))
      guard case .failure(let refusal) = again else {
        Issue.record("a closed grant was revoked")
        return
      }
      #expect(refusal.code == .badState)
    case .failure(let refusal):
      #expect(!may)
      #expect(refusal.code == .notPermitted)
    }
  }

  @Test func `Holding and resuming, with a reason`() throws {
    var desk = try granted()
    let at = try desk.time("11-05 09:00")
    func context() -> ActContext { desk.context("dia", at) }
    guard
      case .failure(let wordless) = try desk.grant().suspend(reason: " ", request: desk.request(), context: context()),
      case .failure(let early) = try desk.grant().resume(reason: "go on", request: desk.request(), context: context()),
      case .success(let held) = try desk.grant().suspend(reason: "a look", request: desk.request(), context: context())
    else {
      Issue.record("a hold did not go as it should")
      return
    }
    #expect(wordless.code == .commentRequired)
    #expect(early.code == .badState)
    desk.append(held, at: at)
    #expect(try desk.grant().suspendedBecause == "hold")
    guard
      case .failure(let over) = try desk.grant().resume(
        reason: "go on", used: ["cost": Company.usd(8000)], request: desk.request(), context: desk.context("dia", at)),
      case .success(let resumed) = try desk.grant().resume(
        reason: "go on", used: ["cost": Company.usd(10)], request: desk.request(), context: desk.context("dia", at))
    else {
      Issue.record("resuming did not go as it should")
      return
    }
    #expect(over.code == .badState)
    desk.append(resumed, at: at)
    #expect(try desk.grant().state == .active)
  }

  @Test func `A grant expires, waits for its duties, and closes`() throws {
    var desk = try Desk()
    try RequestTests.toDecision(&desk)
    try desk.vote("dia", .approve, at: "11-02 10:00")
    let early = try desk.time("12-01 10:00")
    #expect(try desk.grant().tick(tasks: [desk.task()], at: early).isEmpty)
    let late = try desk.time("2027-02-01T10:00:00Z")
    let drafts = try desk.grant().tick(tasks: [desk.task()], at: late)
    #expect(drafts.map(\.type) == [.grantExpired], "a duty is still open")
    desk.append(drafts, at: late)
    #expect(try desk.grant().tick(tasks: [desk.task()], at: late).isEmpty)
    let evidence = TaskAct.Evidence(kind: "dpia", name: "dpia.pdf", sha256: "00")
    // The duty went up its ladder meanwhile: whoever has it now hands it in.
    let at = "2027-02-02T10:00:00Z"
    desk.append(try desk.task().tick(context: desk.context(.timer, desk.time(at))), at: try desk.time(at))
    let owner = try desk.task().owner
    #expect(try desk.act(owner, .submit([evidence], comment: nil, path: nil), at: at) == nil)
    let verifier = try #require(try desk.task().verifiers(directory: desk.directory).first)
    #expect(try desk.act(verifier, .verify, at: "2027-02-02T11:00:00Z") == nil)
    #expect(desk.records.last?.type == .grantClosed)
    #expect(try desk.grant().state == .closed)
  }

  @Test func `Duties after the decision are measured from it or from the grant's end`() throws {
    var desk = try granted { company in
      company.workflows[0].perform = [
        PerformStep(
          id: "teardown", owner: Company.at(.requester), anchor: .grantExpires, due: .afterDue(.businessDays(5)),
          evidence: ["teardown-log"], verify: Company.at(.group("platform"))),
        PerformStep(
          id: "outcome", owner: Company.at(.managerOf(.requester)), anchor: .approval, due: .afterDue(.businessDays(2)),
          verify: Company.at(.group("finance"))),
      ]
    }
    #expect(try desk.grant().state == .active, "only duties before the start hold it up")
    #expect(try desk.grant().duties == ["DTY-000001", "DTY-000002"])
    let teardown = try desk.task("DTY-000001")
    #expect(teardown.due.description == "2027-02-08T08:00:00Z")
    #expect(teardown.evidence == ["teardown-log"])
    #expect(teardown.phase == "perform")
    #expect(try desk.task("DTY-000002").owner == "tom")
    #expect(try desk.task("DTY-000002").due.description == "2026-11-04T10:00:00Z")
    #expect(
      try #require(try desk.act("zoe", .submit([], comment: nil, path: nil), at: "11-03 09:00")).code
        == .missingEvidence)
  }
}
