import StrictJSON
import Testing

/// Acceptance scenarios about time and about acts at the same moment.
@Suite struct TimeScenarios {
  @Test func `6: Nothing runs for days over a weekend, and nobody is denied`() throws {
    let story = Story("6: five days down over a weekend", in: try Folder.example())
    try story.folder.write("request.yaml", Requests.request(cost: 7400))
    try story.act("11-02 09:00", "zoe", "submit request.yaml")
    try story.act("11-02 09:10", "pia", "approve REQ-000001")
    // Due on Tuesday; the end would be on the Tuesday after, warned on Monday.
    try story.act("11-04 12:00", "gus", "tick")
    story.note("11-05 00:00", "nothing runs until Wednesday")
    try story.act("11-11 09:00", "gus", "tick")
    let why = try story.act("11-11 09:01", "zoe", "why REQ-000001")
    #expect(why.at("state") == "in_review")
    #expect(why.at("next.rung") == "expire")
    #expect(why.at("next.at") == "2026-11-12T09:00:00Z")
    try story.act("11-11 09:30", "gia", "approve REQ-000001")
    #expect(try story.act("11-11 10:00", "gil", "approve REQ-000001").at("state") == "approved")
    try story.end()
  }

  @Test func `7: Two last approvers at once, and one grant`() throws {
    let folder = try Folder.example()
    try folder.write("workflows/standard-experiment.yaml", RaceTests.workflow)
    let story = Story("7: two last approvers at once", in: folder)
    try story.folder.write("request.yaml", Requests.request(cost: 1000))
    try story.act("11-02 09:00", "zoe", "submit request.yaml")
    let codes = try story.race("11-02 09:10", ("dia", "approve REQ-000001"), ("eve", "approve REQ-000001"))
    #expect([codes.0, codes.1].sorted() == [0, 4])
    #expect(try story.act("11-02 09:11", "zoe", "show REQ-000001").at("state") == "approved")
    #expect(try story.act("11-02 09:11", "zoe", "grant list")["items"]?.array?.count == 1)
    try story.end()
  }

  @Test func `8: Approve and withdraw at once, and one of both`() throws {
    let folder = try Folder.example()
    try folder.write("workflows/standard-experiment.yaml", RaceTests.workflow)
    let story = Story("8: approve against withdraw", in: folder)
    try story.folder.write("request.yaml", Requests.request(cost: 1000))
    try story.act("11-02 09:00", "zoe", "submit request.yaml")
    let codes = try story.race("11-02 09:10", ("dia", "approve REQ-000001"), ("zoe", "withdraw REQ-000001"))
    #expect([codes.0, codes.1].sorted() == [0, 4])
    let state = try story.act("11-02 09:11", "zoe", "show REQ-000001").at("state")
    #expect(state == (codes.0 == 0 ? "approved" : "withdrawn"))
    #expect(try story.act("11-02 09:11", "zoe", "grant list")["items"]?.array?.count == (codes.0 == 0 ? 1 : 0))
    try story.end()
  }

  @Test func `15: A waiver expires, and its task is overdue at once`() throws {
    let folder = try Folder.exceptions()
    let story = Story("15: a waiver expires", in: folder)
    try folder.write("rules/policy/no-premium.yaml", Exceptions.premium.replacing("'premium'", with: "'frontier'"))
    try story.act("11-02 09:00", "zoe", "submit request.yaml")
    for person in ["pia", "ann", "lea"] { try story.act("11-02 09:10", person, "approve REQ-000001") }
    try story.act("11-02 09:11", "dia", "approve REQ-000001 --cap cost=6000USD")
    try story.act("11-02 09:20", "zoe", "duty submit DTY-000001 --evidence dpia.pdf")
    try story.act("11-02 09:30", "bo", "duty verify DTY-000001")
    try story.act("11-20 10:00", "fay", "usage ingest usage.jsonl --source openai-org")
    let due = try story.act("11-20 10:01", "fay", "finding show FND-000001").at("due")
    #expect(due == "2026-11-27T10:00:00Z")
    try folder.waive(
      Exceptions.waiver(rule: "spend-over-envelope", scope: "grant.owner == 'zoe'", until: "2026-12-10"), at: "11-21")
    story.note("11-21 10:20", "a waiver of spend-over-envelope is approved until 12-10")
    try story.act("11-21 11:00", "gus", "tick")
    #expect(try story.act("11-28 09:00", "fay", "finding show FND-000001").at("state") == "risk_accepted")
    try story.act("12-10 00:00", "gus", "tick")
    let back = try story.act("12-10 00:01", "fay", "finding show FND-000001")
    #expect(back.at("state") == "open")
    #expect(back.at("due") == due)
    #expect(back.at("overdue") == "true", "\(back.serialized())")
    try story.end()
  }
}
