import SpendModel
import StrictJSON
import Testing

@testable import WorkflowEngine

/// Duties that voters attach to their approvals.
@Suite struct AttachedDutyTests {
  /// The example, whose reviews let their voters attach duties, too.
  private func desk(reviewsOffer: Bool = true) throws -> Desk {
    var desk = try Desk(
      Company.example.changed { company in
        guard reviewsOffer else { return }
        for index in company.rights.reviews.indices { company.rights.reviews[index].conditions.addsObligations = true }
      })
    try desk.submit(at: "11-02 09:00")
    return desk
  }

  /// Approved by all, with what the three voters attach.
  private func approved(ann: [String] = [], lea: [String] = [], dia: [String] = []) throws -> Desk {
    var desk = try desk()
    try desk.vote("pia", .approve, at: "11-02 10:00")
    #expect(try desk.vote("ann", .approve, at: "11-02 11:00", duties: ann) == nil)
    #expect(try desk.vote("lea", .approve, at: "11-02 12:00", duties: lea) == nil)
    #expect(try desk.vote("dia", .approve, at: "11-03 12:30", duties: dia) == nil)
    #expect(try desk.request().state == .approved)
    return desk
  }

  private func duties(_ desk: Desk) throws -> [String] {
    try desk.grant().duties.map { id in
      let task = try desk.task(id)
      return "\(task.obligation ?? "?") \(task.phase ?? "?") \(task.owner) \(task.verifier) "
        + "\(task.evidence.joined(separator: "+")) \(task.due.description.prefix(16))"
    }
  }

  static let dpia = "dpia start zoe group:data-governance dpia 2026-11-17T12:30"

  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var ann: [String] = []
    var lea: [String] = []
    var dia: [String] = []
    var duties: [String]
  }

  static let rows: [Row] = [
    Row(testDescription: "nobody attaches any", duties: [dpia]),
    Row(
      testDescription: "one, as short as it goes: ten business days, for the requester, verified by the group asked",
      ann: ["logging"], duties: [dpia, "logging during zoe group:data-governance  2026-11-17T12:30"]),
    Row(
      testDescription: "who decides out of a chain verifies themselves", dia: ["report:30d"],
      duties: [dpia, "report during zoe user:dia  2026-12-03T12:30"]),
    Row(
      testDescription: "all of it said", ann: ["report:5bd,owner=tom,evidence=eval-report,verify=group:platform"],
      duties: [dpia, "report during tom group:platform eval-report 2026-11-10T12:30"]),
    Row(
      testDescription: "before it starts, and once it ends",
      lea: ["training:2bd,before=start", "purge:14d,before=end,evidence=log"],
      duties: [
        dpia, "purge end zoe group:legal log 2027-02-15T12:30", "training start zoe group:legal  2026-11-05T12:30",
      ]),
    Row(
      testDescription: "those of all voters", ann: ["a:5bd"], lea: ["b:5bd"], dia: ["c:5bd"],
      duties: [
        "a during zoe group:data-governance  2026-11-10T12:30", "b during zoe group:legal  2026-11-10T12:30",
        "c during zoe user:dia  2026-11-10T12:30", dpia,
      ]),
    Row(
      testDescription: "the same twice is one: the strictest time, the earliest end, all the evidence",
      ann: ["report:5bd,evidence=numbers"], lea: ["report:30d,evidence=words,before=start"],
      duties: [dpia, "report start zoe group:data-governance numbers+words 2026-11-10T12:30"]),
    Row(
      testDescription: "what a rule demands comes nearer, and stays with its verifier", ann: ["dpia:2bd,verify=eve"],
      duties: ["dpia start zoe group:data-governance dpia 2026-11-05T12:30"]),
    Row(
      testDescription: "it does not become later", ann: ["dpia:60d"], duties: [dpia]),
  ]

  @Test(arguments: rows)
  func `The grant has the duties of all voters`(_ row: Row) throws {
    let desk = try approved(ann: row.ann, lea: row.lea, dia: row.dia)
    #expect(try duties(desk) == row.duties)
    let opened = desk.records.filter { $0.type == .taskOpened && $0.data["asked_by"] != nil }
    #expect(opened.isEmpty == (row.ann + row.lea + row.dia).isEmpty)
  }

  @Test func `A duty before the start holds the grant up, and its owner does not verify it`() throws {
    var desk = try approved(ann: ["training:2bd,before=start"])
    #expect(try desk.grant().state == .pendingConditions)
    let duties = try desk.grant().duties
    for id in duties {
      let evidence = try desk.task(id).evidence.map { TaskAct.Evidence(kind: $0, name: $0, sha256: "0") }
      #expect(try desk.act("zoe", .submit(evidence, comment: nil, path: nil), on: id, at: "11-04 09:00") == nil)
      #expect(try desk.act("zoe", .verify, on: id, at: "11-04 10:00")?.code == .selfVerification)
      #expect(try desk.act("bo", .verify, on: id, at: "11-04 10:00") == nil)
    }
    #expect(try desk.grant().state == .active)
  }

  @Test func `A duty that is late suspends the grant until it is done`() throws {
    var desk = try approved(ann: ["logging:2bd"])
    let dpia = try #require(try desk.grant().duties.first { try desk.task($0).obligation == "dpia" })
    let logging = try #require(try desk.grant().duties.first { try desk.task($0).obligation == "logging" })
    let evidence = [TaskAct.Evidence(kind: "dpia", name: "dpia", sha256: "0")]
    try desk.act("zoe", .submit(evidence, comment: nil, path: nil), on: dpia, at: "11-04 09:00")
    try desk.act("bo", .verify, on: dpia, at: "11-04 10:00")
    let late = try desk.time("11-06 09:00")
    desk.append(try desk.grant().tick(tasks: [try desk.task(dpia), try desk.task(logging)], at: late), at: late)
    #expect(try desk.grant().suspendedBecause == "duty")
    try desk.act("zoe", .submit([], comment: nil, path: nil), on: logging, at: "11-06 10:00")
    try desk.act("bo", .verify, on: logging, at: "11-06 11:00")
    #expect(try desk.grant().state == .active)
  }

  @Test func `What a vote attached goes with the vote`() throws {
    var desk = try desk()
    try desk.vote("pia", .approve, at: "11-02 10:00")
    try desk.vote("ann", .approve, at: "11-02 11:00", duties: ["logging:5bd"])
    #expect(try desk.why("11-02 11:30").duties.map(\.obligation.id) == ["dpia", "logging"])
    #expect(try desk.why("11-02 11:30").duties.last?.askedBy == [.init(person: "ann", stage: "data-governance")])
    try desk.vote("lea", .requestChanges, at: "11-02 12:00")
    // What ann judged did not change: her approval survives, and with it what she attached.
    try desk.resubmit(Sample(cost: Company.usd(7000)), at: "11-02 13:00")
    #expect(try desk.request().duties.map(\.obligation.id) == ["dpia", "logging"])
    try desk.vote("lea", .requestChanges, at: "11-02 14:00")
    try desk.resubmit(Sample(cost: Company.usd(7000), data: "special"), at: "11-02 15:00")
    #expect(try desk.request().duties.map(\.obligation.id) == ["dpia"])
  }

  @Test func `A permission without a grant leaves the duty all the same`() throws {
    var desk = try Desk(Company.example)
    try desk.submit(
      Sample(cost: Company.usd(100), data: "internal", kind: "waiver", verdict: Sample.allowed), at: "11-02 09:00")
    try desk.vote("pia", .approve, at: "11-02 10:00")
    let early = try desk.vote("tom", .approve, at: "11-02 11:00", duties: ["check:2bd,before=start"])
    #expect(early?.code == .badInput)
    #expect(try desk.vote("tom", .approve, at: "11-02 11:00", duties: ["check:2bd"]) == nil)
    #expect(try desk.request().state == .approved)
    let task = try desk.task()
    #expect(task.grant == nil && task.request == "REQ-000001" && task.owner == "zoe" && task.verifier == "user:tom")
  }

  struct Wrong: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var text: [String]
    var reviewsOffer = true
    var verb = RequestVerb.approve
    var said: String
  }

  static let wrong: [Wrong] = [
    Wrong(
      testDescription: "where the stage does not offer it", text: ["logging"], reviewsOffer: false,
      said: "stage `data-governance` does not let its voters attach duties"),
    Wrong(
      testDescription: "with a refusal", text: ["logging"], verb: .reject,
      said: "only an approval may narrow caps or the expiry, or attach duties"),
    Wrong(testDescription: "twice", text: ["logging", "logging:5bd"], said: "the duty `logging` is attached twice"),
    Wrong(
      testDescription: "to nobody", text: ["logging,owner=nemo"],
      said: "nobody is `user:nemo`, and the duty `logging` wants somebody"),
    Wrong(
      testDescription: "verified by nobody", text: ["logging,verify=group:none"],
      said: "nobody is `group:none`, and the duty `logging` wants somebody"),
    Wrong(
      testDescription: "verified by its owner", text: ["logging,owner=tom,verify=tom"],
      said: "`tom` would verify their own duty `logging`"),
    Wrong(
      testDescription: "too many", text: (0...20).map { "duty-\($0)" }, said: "a vote attaches up to 20 duties"),
  ]

  @Test(arguments: wrong)
  func `What may not be attached is refused, and nothing is voted`(_ wrong: Wrong) throws {
    var desk = try desk(reviewsOffer: wrong.reviewsOffer)
    let refusal = try desk.vote("ann", wrong.verb, at: "11-02 11:00", duties: wrong.text)
    #expect(refusal?.message == wrong.said)
    #expect(refusal?.code == .badInput)
    #expect(try desk.request().stage("data-governance")?.votes == [])
  }

  @Test(arguments: [
    ("", "`` is no name of a duty"), ("Eval", "`Eval` is no name of a duty"), (":30d", "`` is no name of a duty"),
    ("a:", "`` is no length of time"), ("a:soon", "`soon` is no length of time"),
    ("a:30d,", "`` says nothing of the duty `a`"), ("a,owner", "`owner` says nothing of the duty `a`"),
    ("a,owner=zoe,owner=tom", "`owner` is said twice of `a`"), ("a,owner=Zoe", "`Zoe` names nobody"),
    ("a,owner=assignees", "`assignees` names nobody"), ("a,verify=", "`` names nobody"),
    ("a,before=lunch", "`lunch` is no time of a duty"), ("a,before=during", "`during` is no time of a duty"),
    ("a,evidence=A B", "`A B` is no kind of evidence"), ("a,due=30d", "a duty has no `due`"),
  ])
  func `A duty that cannot be read is told`(_ text: String, _ said: String) {
    guard case .failure(let refusal) = AddedDuty.parse(text) else {
      Issue.record("`\(text)` was read")
      return
    }
    #expect(refusal.message == said)
  }
}
