import SpendModel
import StrictJSON
import Testing

@testable import WorkflowEngine

extension Desk {
  /// A grant with its tasks, as an act that ends it knows them.
  func situation(_ grant: String = "GRT-000001") throws -> GrantSituation {
    let grant = try self.grant(grant)
    return GrantSituation(grant: grant, tasks: try grant.duties.map { try task($0) })
  }

  @discardableResult
  mutating func amend(
    _ request: Sample, of id: String = "REQ-000001", grant: String = "GRT-000001", at text: String
  ) throws -> Refusal? {
    let at = try time(text)
    var context = context(request.submitter ?? request.requester, at)
    context.grant = try situation(grant)
    let before = try self.request(id)
    let result = before.amend(
      request.submission(id: ids.mint(.request)), verdict: request.verdict, record: Sample.record, context: context,
      ids: &ids)
    return try take(result, at: at)
  }

  /// A vote on an amendment, which knows the grant whose place it is to take.
  @discardableResult
  mutating func vote(_ person: String, _ verb: RequestVerb, at text: String, amending grant: String, id: String) throws
    -> Refusal?
  {
    let at = try time(text)
    var context = context(person, at)
    context.grant = try situation(grant)
    let ballot = Ballot(person: person, verb: verb, comment: verb == .approve ? nil : "because")
    return try take(try request(id).vote(ballot, context: context, ids: &ids), at: at)
  }
}

/// Other terms for what was approved.
@Suite struct AmendmentTests {
  /// The worked example, approved for all of its 7,400 USD.
  private func approved(_ company: Company = .example) throws -> Desk {
    var desk = try Desk(company)
    try desk.submit(at: "11-02 09:00")
    for person in ["pia", "ann", "lea", "dia"] { try desk.vote(person, .approve, at: "11-02 10:00") }
    return desk
  }

  private func sample(cost: Int64 = 7400, data: String = "pii") -> Sample {
    var sample = Sample()
    sample.cost = Company.usd(cost)
    sample.data = data
    return sample
  }

  @Test(
    arguments: [
      ("dearer", 9000, "pii", ["data-governance", "legal"]),
      ("cheaper", 7000, "pii", ["data-governance", "legal"]),
      ("other data", 7400, "special", []),
    ] as [(String, Int64, String, [String])])
  func `Only who reads what changed is asked again`(
    _ name: String, _ cost: Int64, _ data: String, _ passed: [String]
  ) throws {
    var desk = try approved()
    #expect(try desk.amend(sample(cost: cost, data: data), at: "11-03 09:00") == nil)
    let request = try desk.request("REQ-000002")
    #expect(request.amends == Amendment(request: "REQ-000001", revision: 1, grant: "GRT-000001"))
    #expect(request.stages.filter { $0.state == .satisfied }.map(\.id) == passed, "\(name)")
    #expect(try desk.request().amendments == ["REQ-000002"])
    #expect(try desk.grant().state == .pendingConditions)
  }

  @Test func `The new grant takes the old one's place with its last approval`() throws {
    var desk = try approved()
    try desk.amend(sample(cost: 9000), at: "11-03 09:00")
    #expect(try desk.vote("pia", .approve, at: "11-03 10:00", amending: "GRT-000001", id: "REQ-000002") == nil)
    let place = desk.records.count
    #expect(try desk.vote("dia", .approve, at: "11-03 11:00", amending: "GRT-000001", id: "REQ-000002") == nil)
    #expect(
      desk.types(from: place) == [
        "vote.cast", "stage.satisfied", "request.approved", "grant.minted", "task.opened", "grant.superseded",
        "task.cancelled", "grant.closed",
      ])
    #expect(try desk.grant("GRT-000002").supersedes == "GRT-000001")
    #expect(try desk.grant().supersededBy == "GRT-000002")
    #expect(try desk.grant().state == .closed)
    let refusal = try desk.amend(sample(cost: 9500), at: "11-04 09:00")
    #expect(refusal?.code == .badState)
    #expect(refusal?.hint?.contains("GRT-000002") == true)
  }

  @Test func `What was done under the old grant need not be done again`() throws {
    var desk = try approved()
    try desk.act(
      "zoe", .submit([.init(kind: "dpia", name: "dpia.pdf", sha256: "00")], comment: nil, path: nil), at: "11-03 08:30")
    try desk.act("bo", .verify, at: "11-03 09:00")
    try desk.amend(sample(cost: 9000), at: "11-03 09:30")
    try desk.vote("pia", .approve, at: "11-03 10:00", amending: "GRT-000001", id: "REQ-000002")
    try desk.vote("dia", .approve, at: "11-03 11:00", amending: "GRT-000001", id: "REQ-000002")
    #expect(try desk.grant("GRT-000002").state == .active)
    #expect(try desk.grant("GRT-000002").duties.isEmpty)
  }

  @Test func `A rejection changes nothing`() throws {
    var desk = try approved()
    let before = try desk.grant()
    try desk.amend(sample(cost: 9000), at: "11-03 09:00")
    try desk.vote("pia", .approve, at: "11-03 10:00", amending: "GRT-000001", id: "REQ-000002")
    try desk.vote("dia", .reject, at: "11-03 11:00", amending: "GRT-000001", id: "REQ-000002")
    #expect(try desk.request("REQ-000002").state == .rejected)
    #expect(try desk.grant() == before)
    #expect(try desk.amend(sample(cost: 8000), at: "11-04 09:00") == nil)
  }

  @Test func `Amendments that may not be`() throws {
    var desk = try approved()
    #expect(try desk.amend(sample(), at: "11-03 09:00")?.code == .badInput)
    var stranger = sample(cost: 9000)
    stranger.requester = "ann"
    #expect(try desk.amend(stranger, at: "11-03 09:00")?.code == .notPermitted)
    var other = sample(cost: 9000)
    other.beneficiary = "tom"
    #expect(try desk.amend(other, at: "11-03 09:00")?.code == .badInput)
    var open = try Desk()
    try open.submit(at: "11-02 09:00")
    let at = try open.time("11-02 10:00")
    #expect(try open.request().amendmentRefused(by: open.context("zoe", at))?.code == .badState)
    #expect(try open.request().amendmentRefused(by: open.context("ann", at))?.code == .notPermitted)
  }

  @Test func `Tighter rules add to a request and take nothing from it`() throws {
    var desk = try Desk()
    try desk.submit(at: "11-02 09:00")
    for person in ["pia", "ann", "lea"] { try desk.vote(person, .approve, at: "11-02 10:00") }
    #expect(try desk.request().stage("decision")?.state == .active)
    let tighter = Verdict(
      outcome: .require, fired: [Sample.fired("new", .require)], reviews: ["governance"], obligations: [])
    for round in 1...2 {
      let at = try desk.time("11-02 11:0\(round)")
      let place = desk.records.count
      let result = try desk.request().reevaluate(
        tighter, bundleSHA256: String(repeating: "c", count: 64), explanation: [:], rules: desk.workflows,
        context: desk.context("gus", at), ids: &desk.ids)
      #expect(try desk.take(result, at: at) == nil)
      #expect(desk.types(from: place) == (round == 1 ? ["request.reevaluated", "stage.activated"] : []))
    }
    let request = try desk.request()
    #expect(request.stages.map(\.id) == ["peer", "data-governance", "legal", "governance", "decision"])
    #expect(request.stage("decision")?.state == .pending)
    #expect(request.stage("legal")?.counted.count == 1)
    #expect(try desk.vote("dia", .approve, at: "11-02 12:00")?.code == .pending)
    #expect(try desk.vote("gia", .approve, at: "11-02 12:10") == nil)
    #expect(try desk.vote("dia", .approve, at: "11-02 12:20") == nil)
    #expect(try desk.request().state == .approved)
  }

  @Test func `An amendment whose grant is gone names those who can take it back, and nobody else`() throws {
    var desk = try approved()
    try desk.amend(sample(cost: 9000), at: "11-03 09:00")
    let at = try desk.time("11-03 10:00")
    let revoked = try desk.grant().revoke(
      reason: "over", request: desk.request(), tasks: desk.situation().tasks, context: desk.context("dia", at)
    ).get()
    desk.append(revoked, at: at)
    var context = desk.context(.timer, try desk.time("11-09 10:00"))
    context.grant = try desk.situation()
    let why = try desk.request("REQ-000002").why(context: context)
    #expect(why.canUnblock == ["zoe", "tom"])
    for (person, isAllowed) in [("gus", false), ("zoe", true)] {
      let result = try desk.request("REQ-000002").withdraw(
        comment: nil, context: desk.context(person, at), ids: &desk.ids)
      #expect(result.isTaken == isAllowed, "\(person)")
    }
  }
}
