import Diagnostics
import SpendModel
import StrictJSON
import Testing

@testable import WorkflowEngine

/// What acts on a request lead to, one fact at a time.
@Suite struct RequestTests {
  private let monday = Timestamp("2026-11-02T09:00:00Z") ?? .epoch

  // MARK: - Submissions

  @Test func `A denied request is decided at once`() throws {
    var desk = try Desk()
    var sample = Sample()
    sample.verdict = Sample.denied(waivable: true)
    try desk.submit(sample, at: "11-02 09:00")
    #expect(desk.types(from: 0) == ["request.submitted", "request.denied"])
    #expect(desk.records.last?.data == ["revision": 1, "rules": ["no-frontier"], "waivable": true])
    #expect(try desk.request().state == .denied)
    #expect(try #require(try desk.vote("dia", .approve, at: "11-02 10:00")).code == .late)
  }

  @Test func `A fast lane grants by its policy`() throws {
    var desk = try Desk()
    var sample = Sample()
    sample.cost = Company.usd(300)
    sample.data = "public"
    sample.verdict = Sample.allowed
    try desk.submit(sample, at: "11-02 09:00")
    #expect(desk.types(from: 0) == ["request.submitted", "request.approved", "grant.minted"])
    #expect(desk.records.dropFirst().allSatisfy { $0.actor == "policy:sandbox" })
    #expect(desk.records.first?.actor == "user:zoe")
    let grant = try desk.grant()
    #expect(grant.state == .active)
    #expect(grant.lane == "sandbox")
    // The lane's own envelope, whatever smaller sum was asked for.
    #expect(grant.caps == [GrantTerms.Cap("cost", Company.usd(500))])
    #expect(grant.expires.description == "2026-12-02T09:00:00Z")
    #expect(try desk.request().lane == "sandbox")
  }

  @Test func `A lane stays shut where a rule required, where it does not match, and where it errs`() throws {
    for (name, change) in Self.shut {
      var desk = try Desk()
      var sample = Sample()
      sample.cost = Company.usd(300)
      sample.data = "public"
      sample.verdict = Sample.allowed
      change(&sample)
      try desk.submit(sample, at: "11-02 09:00")
      #expect(try desk.request().state == .inReview, "\(name)")
    }
  }

  static let shut: [(String, @Sendable (inout Sample) -> Void)] = [
    ("a rule required", { $0.verdict = Sample.needsReviews }), ("too dear", { $0.cost = Company.usd(501) }),
    ("other data", { $0.data = "pii" }), ("no price", { $0.cost = nil }),
  ]

  @Test func `A lane without room in the budget leaves it to people`() throws {
    var desk = try Desk()
    desk.budget = BudgetRoom(id: "b", remaining: Company.usd(400), isHard: true)
    var sample = Sample()
    sample.cost = Company.usd(300)
    sample.data = "public"
    sample.verdict = Sample.allowed
    try desk.submit(sample, at: "11-02 09:00")
    #expect(try desk.request().state == .inReview)
    #expect(try desk.request().stage("decision")?.candidates == ["tom"])
  }

  @Test func `A warning that must be acknowledged is acknowledged at submit`() throws {
    var desk = try Desk()
    var sample = Sample()
    sample.verdict = Verdict(
      outcome: .warn, fired: [Sample.fired("costly", .warn, ack: true)], reviews: [], obligations: [])
    let refusal = try #require(try desk.submit(sample, at: "11-02 09:00"))
    #expect(refusal.code == .notAcknowledged)
    #expect(refusal.hint == "--ack costly")
    #expect(desk.records.isEmpty)
    #expect(try desk.submit(sample, at: "11-02 09:00", acknowledged: ["costly"]) == nil)
  }

  @Test(
    arguments: [
      (3000, "tom", []), (7400, "dia", ["tom"]), (50_000, "dia", ["tom"]), (60_000, "eve", ["tom", "dia"]),
      (300_000, "gia,gil,gus", ["tom", "dia", "eve"]),
    ] as [(Int64, String, [String])])
  func `The chain climbs to the first who holds the amount`(_ cost: Int64, _ deciders: String, _ past: [String]) throws
  {
    let workflows = try Company.example.compiled()
    var sample = Sample()
    sample.cost = Company.usd(cost)
    let plan = try #require(
      workflows.plan(sample.submission(id: "REQ-000001"), verdict: sample.verdict, at: monday))
    let decision = try #require(plan.stages.last)
    #expect(decision.candidates.joined(separator: ",") == deciders)
    #expect(decision.passedOver == past)
    #expect(decision.usesFallback == (deciders == "gia,gil,gus"))
    #expect(decision.approve == (decision.usesFallback ? 2 : 1))
    // Two of governance hold any amount together, so nothing more is needed.
    #expect(!plan.stages.contains { $0.id == "authority" })
  }

  @Test func `What counts together counts for the chain`() throws {
    let workflows = try Company.example.compiled()
    let plan = try #require(
      workflows.plan(
        Sample().submission(id: "REQ-000001", exposure: Company.usd(70_000)), verdict: Sample.allowed,
        at: monday))
    #expect(plan.stages.last?.candidates == ["eve"])
  }

  @Test func `Without a price nobody alone may decide`() throws {
    let workflows = try Company.example.compiled()
    var sample = Sample()
    sample.cost = nil
    let plan = try #require(
      workflows.plan(
        sample.submission(id: "REQ-000001"), verdict: Sample.allowed, at: monday))
    #expect(plan.stages.map(\.id) == ["peer", "authority", "decision"])
    #expect(plan.stages.last?.candidates == ["gia", "gil", "gus"])
    #expect(!plan.notes.isEmpty)
  }

  @Test func `Deciders without the amount need the authority stage first`() throws {
    let company = Company.example.changed { company in
      company.workflows[0].stages[1].candidates = [.actor(Company.at(.user("pau"))), .actor(Company.at(.user("pia")))]
    }
    var desk = try Desk(company)
    var sample = Sample()
    sample.verdict = Sample.allowed
    sample.data = "internal"
    try desk.submit(sample, at: "11-02 09:00")
    #expect(try desk.request().stages.map(\.id) == ["peer", "authority", "decision"])
    #expect(try desk.request().stage("authority")?.why == .authority)
    try desk.vote("pau", .approve, at: "11-02 09:10")
    try desk.vote("gia", .approve, at: "11-02 09:20")
    try desk.vote("gus", .approve, at: "11-02 09:30")
    #expect(try desk.request().stage("decision")?.state == .active)
    // pau gave an opinion already, and a person counts once.
    #expect(try #require(try desk.vote("pau", .approve, at: "11-02 09:40")).code == .excluded)
    #expect(try desk.vote("pia", .approve, at: "11-02 09:50") == nil)
    #expect(try desk.request().state == .approved)
  }

  // MARK: - Votes that do not count

  struct Refused: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var person: String
    var verb: RequestVerb = .approve
    var stage: String?
    var after: [String] = []
    var code: Refusal.Code
    var detail: String?
    var exit: Int32

    init(
      _ name: String, _ person: String, verb: RequestVerb = .approve, stage: String? = nil, after: [String] = [],
      _ code: Refusal.Code, detail: String? = nil, exit: Int32
    ) {
      (testDescription, self.person, self.verb, self.stage) = (name, person, verb, stage)
      (self.after, self.code, self.detail, self.exit) = (after, code, detail, exit)
    }
  }

  @Test(arguments: [
    Refused("the requester", "zoe", .excluded, detail: "requester", exit: 5),
    Refused("the requester on a named stage", "zoe", stage: "legal", .excluded, detail: "requester", exit: 5),
    Refused("somebody else", "fay", .notCandidate, exit: 5),
    Refused("nobody", "ghost", .notCandidate, exit: 5),
    Refused("a candidate of another stage", "ann", stage: "legal", .notCandidate, exit: 5),
    Refused("passed over", "tom", .notCandidate, exit: 5),
    Refused("too early", "dia", .pending, exit: 4),
    Refused("the same again", "pia", after: ["pia"], .repeated, exit: 4),
    Refused("behind somebody else", "pau", after: ["pia"], .late, exit: 4),
    Refused("on two stages", "gus", after: ["gus"], .notCandidate, exit: 5),
  ])
  func `Votes that do not count`(_ row: Refused) throws {
    var desk = try Desk()
    try desk.submit(at: "11-02 09:00")
    for person in row.after { try desk.vote(person, .approve, at: "11-02 09:30") }
    let before = try desk.request()
    let refusal = try #require(try desk.vote(row.person, row.verb, at: "11-02 10:00", stage: row.stage))
    #expect(refusal.code == row.code)
    #expect(refusal.code.exit == row.exit)
    let leaf = try #require(desk.records.last)
    #expect(leaf.type == .voteVoid)
    #expect(leaf.data["because"]?.string == row.code.rawValue)
    #expect(leaf.data["detail"]?.string == row.detail)
    #expect(try desk.request() == before, "a void vote changes no state")
  }

  @Test func `What is wrong with a ballot writes nothing`() throws {
    var desk = try Desk()
    try desk.submit(at: "11-02 09:00")
    let count = desk.records.count
    #expect(try #require(try desk.vote("ann", .approve, at: "11-02 10:00", revision: 2)).code == .staleRevision)
    #expect(try #require(try desk.vote("ann", .approve, at: "11-02 10:00", stage: "nowhere")).code == .unknownStage)
    #expect(try #require(try desk.vote("ann", .reject, at: "11-02 10:00", comment: " ")).code == .commentRequired)
    #expect(
      try #require(try desk.vote("ann", .requestChanges, at: "11-02 10:00", comment: "")).code == .commentRequired)
    let cap = GrantTerms.Cap("cost", Company.usd(1))
    #expect(try #require(try desk.vote("ann", .approve, at: "11-02 10:00", caps: [cap])).code == .badInput)
    #expect(try #require(try desk.vote("ann", .reject, at: "11-02 10:00", caps: [cap])).code == .badInput)
    let more = GrantTerms.Cap("cost", Company.usd(7401))
    #expect(try #require(try desk.vote("ann", .approve, at: "11-02 10:00", caps: [more])).code == .badInput)
    let less = GrantTerms.Cap("cost", Company.usd(-1))
    #expect(try #require(try desk.vote("ann", .approve, at: "11-02 10:00", caps: [less])).code == .badInput)
    let other = GrantTerms.Cap("cost", Money(nanos: 1, currency: .eur))
    #expect(try #require(try desk.vote("ann", .approve, at: "11-02 10:00", caps: [other])).code == .badInput)
    #expect(
      try #require(try desk.vote("ann", .approve, at: "11-02 10:00", expires: .businessDays(3))).code == .badInput)
    #expect(desk.records.count == count)
  }

  @Test func `Somebody who could act on two stages says on which`() throws {
    let company = Company.example.changed { company in
      company.rights.groups[1].members = [Company.at("ann"), Company.at("max")]
    }
    var desk = try Desk(company)
    try desk.submit(at: "11-02 09:00")
    let count = desk.records.count
    let refusal = try #require(try desk.vote("ann", .approve, at: "11-02 10:00"))
    #expect(refusal.code == .ambiguousStage)
    #expect(refusal.hint == "--stage data-governance or --stage legal")
    #expect(desk.records.count == count)
    #expect(try desk.vote("ann", .approve, at: "11-02 10:00", stage: "legal") == nil)
    // Having acted on one, ann may not act on the other: a person counts once.
    let second = try #require(try desk.vote("ann", .approve, at: "11-02 10:05"))
    #expect(second.code == .excluded)
    #expect(desk.records.last?.data["detail"] == "distinct")
    #expect(try desk.vote("bo", .approve, at: "11-02 10:10") == nil)
  }

  @Test func `A repeated vote is void, another verb replaces the first`() throws {
    let company = Company.example.changed { $0.rights.reviews[0].quorum = Quorum(approve: .count(2), reject: 2) }
    var desk = try Desk(company)
    try desk.submit(at: "11-02 09:00")
    #expect(try desk.vote("ann", .approve, at: "11-02 10:00") == nil)
    #expect(try #require(try desk.vote("ann", .approve, at: "11-02 10:01")).code == .repeated)
    #expect(try desk.vote("ann", .recuse, at: "11-02 10:02") == nil)
    let stage = try #require(try desk.request().stage("data-governance"))
    #expect(stage.votes.map(\.state) == [.superseded, .counted])
    #expect(stage.counted(.approve).isEmpty)
  }

  @Test func `Over the limit is refused, and says who holds the amount`() throws {
    let company = Company.example.changed { company in
      company.workflows[0].stages[1].candidates = [.actor(Company.at(.user("tom"))), .actor(Company.at(.user("dia")))]
    }
    var desk = try Desk(company)
    var sample = Sample()
    sample.verdict = Sample.allowed
    sample.data = "internal"
    try desk.submit(sample, at: "11-02 09:00")
    try desk.vote("pia", .approve, at: "11-02 09:10")
    let refusal = try #require(try desk.vote("tom", .approve, at: "11-02 10:00"))
    #expect(refusal.code == .overLimit)
    #expect(refusal.message == "7400.00 USD is over what `tom` may decide, 5000.00 USD")
    #expect(refusal.hint == "may decide it: `dia`, `eve`")
    #expect(try desk.vote("dia", .approve, at: "11-02 10:01") == nil)
    #expect(try desk.request().state == .approved)
  }

  @Test func `No room in a hard budget voids the last vote, a soft one does not`() throws {
    for isHard in [true, false] {
      var desk = try Desk()
      desk.budget = BudgetRoom(id: "b", remaining: Company.usd(6500), isHard: isHard)
      try Self.toDecision(&desk)
      let refusal = try desk.vote("dia", .approve, at: "11-02 10:00")
      #expect(refusal?.code == (isHard ? .budget : nil))
      #expect(try desk.request().state == (isHard ? .inReview : .approved))
      if isHard {
        // A narrower envelope fits.
        let cap = GrantTerms.Cap("cost", Company.usd(6500))
        #expect(try desk.vote("dia", .approve, at: "11-02 10:05", caps: [cap]) == nil)
        #expect(try desk.grant().reserve?.amount == Company.usd(6500))
      }
    }
  }

  @Test(arguments: [
    // The workflow grants 90 days.
    (Conditions.Expiry.narrow, "91d", false), (.narrow, "90d", true), (.narrow, "1d", true),
    (.atMost(.wall(seconds: 60 * 86_400)), "61d", false), (.atMost(.wall(seconds: 60 * 86_400)), "60d", true),
    (.atMost(.wall(seconds: 200 * 86_400)), "91d", false),
  ])
  func `An approval narrows the expiry, and never widens it`(
    _ expiry: Conditions.Expiry, _ asked: String, _ isTaken: Bool
  ) throws {
    var desk = try Desk(Company.example.changed { $0.workflows[0].stages[1].conditions.expiry = expiry })
    try Self.toDecision(&desk)
    let count = desk.records.count
    let refusal = try desk.vote("dia", .approve, at: "11-02 10:00", expires: Period(asked))
    #expect((refusal == nil) == isTaken)
    #expect(try desk.request().state == (isTaken ? .approved : .inReview))
    if !isTaken {
      #expect(refusal?.code == .badInput)
      #expect(desk.records.count == count)
    }
  }

  @Test func `Whoever is informed has no vote`() throws {
    let company = Company.example.changed { company in
      company.workflows[0].stages[0].right = .inform
      company.workflows[0].stages[0].due = nil
    }
    var desk = try Desk(company)
    try desk.submit(at: "11-02 09:00")
    #expect(try desk.vote("pia", .approve, at: "11-02 09:10")?.code == .notCandidate)
  }

  @Test func `A conflict that cannot be judged counts, and is told`() throws {
    let company = Company.example.changed { company in
      company.rights.conflicts = [
        Conflict(person: Company.at("ann"), when: Company.condition("int(request.project) > 3"))
      ]
    }
    var desk = try Desk(company)
    try desk.submit(at: "11-02 09:00")
    let why = try desk.why("11-02 09:01")
    #expect(why.excluded.contains { $0.person == "ann" && $0.because == "conflicted" })
    #expect(why.notes.contains { $0.hasPrefix("conflict of `ann`: ") }, "\(why.notes)")
    #expect(try desk.vote("ann", .approve, at: "11-02 09:02")?.code == .excluded)
  }

  @Test func `Why says where a fallback stands in`() throws {
    var desk = try Desk(Company.example.changed { $0.rights.groups[0].members = [] })
    try desk.submit(at: "11-02 09:00")
    let waiting = try desk.why("11-02 09:01").waitingOn
    #expect(waiting.filter(\.usesFallback).map(\.stage) == ["data-governance"])
    #expect(waiting.first { $0.stage == "data-governance" }?.candidates == ["gia", "gil", "gus"])
  }

  static func toDecision(_ desk: inout Desk) throws {
    try desk.submit(at: "11-02 09:00")
    for (person, at) in [("pia", "11-02 09:10"), ("ann", "11-02 09:20"), ("lea", "11-02 09:30")] {
      try desk.vote(person, .approve, at: at)
    }
  }

  // MARK: - What votes lead to

  @Test func `A veto ends the request`() throws {
    var desk = try Desk()
    try desk.submit(at: "11-02 09:00")
    try desk.vote("ann", .reject, at: "11-02 10:00")
    #expect(
      desk.types(from: 4)
        == [
          "vote.cast", "stage.vetoed", "request.rejected", "stage.cancelled", "stage.cancelled", "stage.cancelled",
        ])
    #expect(desk.records[6].data == ["revision": 1, "stage": "data-governance", "by": ["ann"]])
    #expect(try desk.request().state == .rejected)
    #expect(try #require(try desk.vote("lea", .approve, at: "11-02 11:00")).code == .late)
  }

  @Test func `A concern is an opinion, and ends nothing`() throws {
    var desk = try Desk()
    try desk.submit(at: "11-02 09:00")
    try desk.vote("pia", .reject, at: "11-02 10:00")
    #expect(try desk.request().stage("peer")?.state == .satisfied)
    #expect(try desk.request().state == .inReview)
  }

  @Test func `Returning stops all clocks, resubmitting makes votes stale`() throws {
    var desk = try Desk()
    try desk.submit(at: "11-02 09:00")
    try desk.vote("pia", .approve, at: "11-02 09:30")
    try desk.vote("ann", .requestChanges, at: "11-02 10:00")
    #expect(desk.types(from: 6) == ["vote.cast", "request.changes_requested", "stage.paused", "stage.paused"])
    #expect(try desk.request().state == .changesRequested)
    #expect(try #require(try desk.vote("lea", .approve, at: "11-02 10:10")).code == .pending)
    try desk.tick(at: "11-12 09:00")
    #expect(try desk.request().state == .changesRequested, "no stage's clock runs")

    #expect(try #require(try desk.resubmit(Sample(), at: "11-12 09:30")).code == .badInput, "nothing changed")
    var other = Sample()
    other.submitter = "fay"
    other.cost = Company.usd(5000)
    #expect(try #require(try desk.resubmit(other, at: "11-12 09:30")).code == .notPermitted)
    var changed = Sample()
    changed.cost = Company.usd(5000)
    let place = desk.records.count
    #expect(try desk.resubmit(changed, at: "11-12 10:00") == nil)
    #expect(
      desk.types(from: place)
        == [
          "request.resubmitted", "vote.stale", "vote.stale", "stage.activated", "stage.activated", "stage.activated",
        ])
    let request = try desk.request()
    #expect(request.revision == 2)
    #expect(request.state == .inReview)
    #expect(request.stage("data-governance")?.arming == 2)
    #expect(request.stages.flatMap(\.counted).isEmpty)
    #expect(try #require(try desk.vote("ann", .approve, at: "11-12 10:05", revision: 1)).code == .staleRevision)
    #expect(try desk.vote("ann", .approve, at: "11-12 10:05", revision: 2) == nil)
    #expect(try #require(try desk.resubmit(Sample(), at: "11-12 11:00")).code == .badState)
  }

  @Test func `Caps and expiry are the least of all`() throws {
    var desk = try Desk()
    try Self.toDecision(&desk)
    try desk.vote(
      "dia", .approve, at: "11-02 10:00", caps: [GrantTerms.Cap("cost", Company.usd(4000))], expires: Period("30d"))
    let grant = try desk.grant()
    #expect(grant.caps == [GrantTerms.Cap("cost", Company.usd(4000))])
    #expect(grant.expires.description == "2026-12-02T10:00:00Z")
  }

  @Test func `Of two last approvers one counts`() throws {
    let company = Company.example.changed { company in
      company.workflows[0].stages[1].candidates = [.actor(Company.at(.user("eve"))), .actor(Company.at(.user("dia")))]
    }
    var desk = try Desk(company)
    try Self.toDecision(&desk)
    #expect(try desk.vote("eve", .approve, at: "11-02 10:00") == nil)
    #expect(try #require(try desk.vote("dia", .approve, at: "11-02 10:00")).code == .late)
    #expect(desk.records.filter { $0.type == .grantMinted }.count == 1)
  }

  @Test func `A lost membership counts at once`() throws {
    var desk = try Desk()
    try desk.submit(at: "11-02 09:00")
    let changed = Company.example.changed { $0.rights.groups[0].members = [Company.at("bo")] }
    desk.directory = Directory(rights: changed.rights)
    #expect(
      try #require(try desk.vote("ann", .approve, at: "11-02 10:00", stage: "data-governance")).code == .notCandidate)
    #expect(try desk.vote("bo", .approve, at: "11-02 10:01") == nil)
  }

  @Test func `A recusal leaves it to the others, then to the fallback`() throws {
    var desk = try Desk()
    try desk.submit(at: "11-02 09:00")
    try desk.vote("ann", .recuse, at: "11-02 10:00")
    #expect(try desk.request().stage("data-governance")?.state == .active)
    let place = desk.records.count
    try desk.vote("bo", .recuse, at: "11-02 10:01")
    #expect(desk.types(from: place) == ["vote.cast", "stage.reassigned"])
    #expect(try desk.request().stage("data-governance")?.candidates == ["gia", "gil", "gus"])
    #expect(try desk.vote("gia", .approve, at: "11-02 10:02") == nil)
    #expect(try desk.request().stage("data-governance")?.state == .satisfied)
  }

  @Test func `Nobody left blocks the stage, and somebody is named who can help`() throws {
    var desk = try Desk()
    try desk.submit(at: "11-02 09:00")
    let empty = Company.example.changed { company in
      company.rights.groups[0].members = []
      company.rights.groups[5].members = []
      company.rights.groups[0].fallback = nil
      company.rights.groups[5].fallback = nil
    }
    desk.directory = Directory(rights: empty.rights)
    let place = desk.records.count
    try desk.tick(at: "11-02 10:00")
    #expect(desk.types(from: place).contains("stage.blocked"))
    #expect(try desk.request().stage("data-governance")?.state == .blocked)
    let why = try desk.why("11-02 10:00")
    #expect(!why.canUnblock.isEmpty)
    #expect(try #require(desk.records.last { $0.type == .stageBlocked }).data["told"]?.array?.isEmpty == false)
    // Members come back: it opens again.
    desk.directory = desk.workflows.directory
    try desk.tick(at: "11-02 11:00")
    #expect(try desk.request().stage("data-governance")?.state == .active)
    #expect(try desk.request().stage("data-governance")?.arming == 2)
    #expect(try desk.vote("ann", .approve, at: "11-02 11:05") == nil)
  }

  @Test func `What nobody could approve is blocked at once`() throws {
    let company = Company.example.changed { company in
      // One person for two stages, and the same one stands in.
      company.rights.groups[0].members = [Company.at("ann")]
      company.rights.groups[1].members = [Company.at("ann")]
      company.rights.groups[0].fallback = Company.at(.user("ann"))
      company.rights.groups[1].fallback = Company.at(.user("ann"))
    }
    let diagnostics = company.check().diagnostics
    #expect(diagnostics.contains { $0.code == "fragile-quorum" })
    var desk = Desk(try Company.example.compiled())
    desk.directory = Directory(rights: company.rights)
    let forced = CompiledWorkflows(
      rights: company.rights, workflows: company.workflows, calendars: desk.workflows.calendars,
      defaultCalendar: desk.workflows.defaultCalendar, conditions: desk.workflows.conditions)
    desk.workflows = forced
    try desk.submit(at: "11-02 09:00")
    #expect(desk.types(from: 0) == ["request.submitted", "stage.blocked", "stage.activated", "stage.activated"])
    let because = try #require(desk.records.first { $0.type == .stageBlocked }).data["because"]
    #expect(because == "other stages need the same people, and each counts once")
    let why = try desk.why("11-02 09:00")
    #expect(why.canUnblock.contains("gus"))
  }

  // MARK: - Withdrawing and commenting

  @Test(arguments: [("zoe", true), ("tom", true), ("dia", false), ("ann", false)])
  func `Who may withdraw`(_ person: String, _ may: Bool) throws {
    var desk = try Desk()
    try desk.submit(at: "11-02 09:00")
    let at = try desk.time("11-02 10:00")
    let result = try desk.request().withdraw(
      comment: "no longer needed", context: desk.context(person, at), ids: &desk.ids)
    let refusal = try desk.take(result, at: at)
    #expect(refusal?.code == (may ? nil : .notPermitted))
    #expect(try desk.request().state == (may ? .withdrawn : .inReview))
    if may {
      #expect(try #require(try desk.vote("ann", .approve, at: "11-02 10:00")).code == .late)
      let again = try desk.request().withdraw(comment: nil, context: desk.context("zoe", at), ids: &desk.ids)
      #expect(try desk.take(again, at: at)?.code == .badState)
    }
  }

  @Test func `A comment changes nothing, and needs words`() throws {
    var desk = try Desk()
    try desk.submit(at: "11-02 09:00")
    let before = try desk.request()
    let at = try desk.time("11-02 10:00")
    #expect(try desk.take(before.comment("good idea", context: desk.context("fay", at), ids: &desk.ids), at: at) == nil)
    #expect(desk.records.last?.data["comment"] == ["commit": "c0"])
    #expect(try desk.request() == before)
    #expect(
      try desk.take(before.comment("  \n", context: desk.context("fay", at), ids: &desk.ids), at: at)?.code
        == .commentRequired)
  }

  @Test func `Why names who is waited for, what comes next, and who is excluded`() throws {
    var desk = try Desk()
    var sample = Sample()
    sample.requester = "ann"
    try desk.submit(sample, at: "11-02 09:00")
    let why = try desk.why("11-02 10:00")
    #expect(why.state == .inReview)
    #expect(why.waitingOn.map(\.stage) == ["peer", "data-governance", "legal", "decision"])
    #expect(why.waitingOn[1].candidates == ["bo"])
    #expect(why.excluded == [Exclusion(person: "ann", because: "requester")])
    #expect(why.next?.rung == "remind")
    #expect(why.next?.stage == "peer")
    #expect(why.next?.to == ["pau", "pia"])
    #expect(why.next?.at.description == "2026-11-02T13:00:00Z")
  }
}
