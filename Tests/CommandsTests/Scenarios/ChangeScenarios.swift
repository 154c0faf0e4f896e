import StrictJSON
import Testing

/// Acceptance scenarios about a change of mind: other terms, tighter rules, emergencies, and one budget for two.
@Suite struct ChangeScenarios {
  static let emergencies = """
    breakGlass: {candidates: [group:platform], caps: {cost: 2000 USD}, expires: 24h, review: {candidates: [group:governance], due: 2bd}}

    """

  /// The worked example up to its approved and active grant of 6,000 USD.
  static func granted(_ title: String) throws -> Story {
    let folder = try Folder.example()
    try folder.write(
      "more.yaml", try folder.read("request.yaml").replacing("quantity: 290000000", with: "quantity: 450000000"))
    try folder.write(
      "less.yaml", try folder.read("request.yaml").replacing("quantity: 290000000", with: "quantity: 90000000"))
    let story = Story(title, in: folder)
    try story.act("11-02 09:00", "zoe", "submit request.yaml")
    for person in ["pia", "ann", "lea"] { try story.act("11-02 10:00", person, "approve REQ-000001") }
    try story.act("11-03 12:30", "dia", "approve REQ-000001 --cap cost=6000USD")
    try story.act("11-04 08:30", "zoe", "duty submit DTY-000001 --evidence dpia.pdf")
    try story.act("11-04 10:00", "bo", "duty verify DTY-000001")
    return story
  }

  @Test func `12: Usage over the cap suspends, and an amendment asks only who reads the cost`() throws {
    let story = try Self.granted("12: usage over the cap, and an amendment")
    try story.act("11-20 10:00", "fay", "usage ingest usage.jsonl --source openai-org")
    let held = try story.act("11-20 10:01", "zoe", "grant show GRT-000001")
    #expect(held.at("state") == "suspended")
    #expect(held.at("amend.delta.amount") == "220.00")
    let offer = try story.folder.run("grant show GRT-000001", as: "zoe", now: "2026-11-20T10:01:00Z").output
    #expect(offer.contains("assent amend REQ-000001 FILE"))

    try story.act("11-20 10:02", "ann", "amend REQ-000001 more.yaml", exit: 5, words: "may not amend")
    try story.act("11-20 10:03", "zoe", "amend REQ-000001 request.yaml", exit: 2, words: "nothing changed")
    let asked = try story.act("11-20 10:10", "zoe", "amend REQ-000001 more.yaml")
    #expect(asked.at("id") == "REQ-000002")
    #expect(asked.at("amends") == "REQ-000001")
    #expect(Set(asked.waits.keys) == ["peer", "decision"])
    #expect(asked.at("later.0.stage") == "decision")
    try story.act("11-20 10:11", "zoe", "amend REQ-000001 less.yaml", exit: 4, words: "REQ-000002")
    #expect(try story.act("11-20 10:12", "zoe", "grant show GRT-000001").at("reserved.amount") == "6000.00")

    try story.act("11-20 10:20", "pia", "approve REQ-000002")
    let decided = try story.act("11-20 10:30", "dia", "approve REQ-000002")
    #expect(decided.at("state") == "approved")
    let grant = try story.act("11-20 10:31", "zoe", "grant show GRT-000002")
    for (path, value) in [
      ("state", "active"), ("caps.cost.amount", "9000.00"), ("used.cost.amount", "6220.00"),
      ("supersedes", "GRT-000001"), ("duties", "[]"), ("reserved.amount", "9000.00"),
    ] {
      #expect(grant.at(path) == value, "\(path)")
    }
    let old = try story.act("11-20 10:32", "zoe", "grant show GRT-000001")
    #expect(old.at("state") == "closed")
    #expect(old.at("reserved") == nil)
    try story.act("11-20 10:33", "zoe", "amend REQ-000001 less.yaml", exit: 4, words: "GRT-000002")
    let history = try story.folder.run("show REQ-000001", as: "zoe", now: "2026-11-20T10:34:00Z").output
    #expect(history.contains("other terms asked for by REQ-000002"))
    try story.end()
  }

  @Test func `Less than before asks nobody who let it decrease, and a rejection changes nothing`() throws {
    let story = try Self.granted("an amendment for less, rejected, then withdrawn, then approved")
    try story.act("11-05 09:00", "zoe", "amend REQ-000001 more.yaml")
    try story.act("11-05 09:10", "pia", "approve REQ-000002")
    #expect(
      try story.act("11-05 09:20", "dia", "reject REQ-000002 --comment no").at("state") == "rejected")
    let stands = try story.act("11-05 09:21", "zoe", "grant show GRT-000001")
    #expect(stands.at("state") == "active")
    #expect(stands.at("reserved.amount") == "6000.00")

    try story.act("11-05 09:30", "zoe", "amend REQ-000001 more.yaml")
    try story.act("11-05 09:31", "zoe", "withdraw REQ-000003")
    let less = try story.act("11-05 09:40", "zoe", "amend REQ-000001 less.yaml")
    #expect(Set(less.waits.keys) == ["peer", "decision"])
    // The decision outlives a decrease: with the last opinion it is approved.
    #expect(try story.act("11-05 09:50", "pia", "approve REQ-000004").at("state") == "approved")
    #expect(try story.act("11-05 09:51", "zoe", "grant show GRT-000002").at("caps.cost.amount") == "5400.00")
    try story.act("11-05 10:00", "gia", "grant revoke GRT-000002 --reason over", exit: 5)
    try story.act("11-05 10:01", "dia", "grant revoke GRT-000002 --reason over")
    try story.act("11-05 10:02", "zoe", "amend REQ-000004 more.yaml", exit: 4, words: "only a live one")
    try story.end()
  }

  @Test func `What was granted is amended only while it may be`() throws {
    let folder = try Folder.example()
    try folder.write("request.yaml", Requests.request(cost: 4000))
    try folder.write("more.yaml", Requests.request(cost: 4500))
    try folder.write("other.yaml", Requests.request(cost: 4500) + "beneficiary: tom\n")
    let story = Story("amendments that may not be", in: folder)
    try story.act("11-02 09:00", "zoe", "submit request.yaml")
    try story.act("11-02 09:10", "zoe", "amend REQ-000001 more.yaml", exit: 4, words: "only what is approved")
    try story.act("11-02 09:11", "zoe", "amend REQ-000009 more.yaml", exit: 6)
    try story.act("11-02 09:12", "zoe", "amend GRT-000001 more.yaml", exit: 6)
    for person in ["pia", "tom"] { try story.act("11-02 10:00", person, "approve REQ-000001") }
    try story.act("11-02 10:10", "zoe", "amend REQ-000001 other.yaml", exit: 2, words: "keeps its beneficiary")
    try story.act("11-02 10:20", "zoe", "amend REQ-000001 more.yaml")
    try story.act("11-02 10:30", "tom", "grant revoke GRT-000001 --reason stop")
    try story.act("11-02 10:40", "pia", "approve REQ-000002")
    try story.act("11-02 10:50", "tom", "approve REQ-000002", exit: 4, words: "was revoked")
    try story.act("11-02 11:00", "zoe", "withdraw REQ-000002")
    try story.end()
  }

  static let financeRule = """
    apiVersion: assent/v1
    kind: Rule
    id: premium-needs-finance
    title: Premium models need finance
    owner: group:finance
    on: request
    when: request.model.tier == 'premium'
    effect: require
    review: [finance]

    """

  @Test func `13: A rule tightened in flight adds a stage, and nothing is lost`() throws {
    let folder = try Folder.example()
    let story = Story("13: a rule tightened in flight", in: folder)
    try story.act("11-02 09:00", "zoe", "submit request.yaml")
    for person in ["pia", "ann", "lea"] { try story.act("11-02 10:00", person, "approve REQ-000001") }
    #expect(try story.act("11-02 10:10", "gus", "reevaluate").at("items.0.added") == "[]")
    try folder.write("rules/policy/premium-needs-finance.yaml", Self.financeRule)
    try story.edit(
      "11-02 10:30", "workflows/decision-rights.yaml", "  governance: {right: agree",
      "  finance: {right: agree, candidates: [group:finance], due: 2bd}\n  governance: {right: agree",
      "finance has to agree to premium models")
    let judged = try story.act("11-02 11:00", "gus", "reevaluate REQ-000001")
    #expect(judged.at("items.0.added") == #"["finance"]"#)
    #expect(judged.at("items.0.rules.0.id") == "premium-needs-finance")
    #expect(judged["items"]?.array?.first?.waits == ["finance": ["fay", "flo"]])
    #expect(try story.act("11-02 11:01", "gus", "reevaluate").at("items.0.added") == "[]")
    try story.act("11-02 11:10", "dia", "approve REQ-000001", exit: 4, words: "not open yet")
    try story.act("11-02 11:11", "ann", "approve REQ-000001 --stage data-governance", exit: 4, words: "already said so")
    try story.act("11-02 11:20", "fay", "approve REQ-000001")
    #expect(try story.act("11-02 11:30", "dia", "approve REQ-000001").at("state") == "approved")
    try story.act("11-02 11:40", "gus", "reevaluate REQ-000001", exit: 4)
    try story.act("11-02 11:41", "gus", "reevaluate REQ-000007", exit: 6)
    try story.end()
  }

  @Test func `A new denial becomes a review by governance`() throws {
    let folder = try Folder.example()
    let story = Story("a denial in flight", in: folder)
    try story.act("11-02 09:00", "zoe", "submit request.yaml")
    try folder.write(
      "rules/policy/no-premium.yaml",
      Exceptions.premium.replacing("waivable: true\n", with: ""))
    let judged = try story.act("11-02 09:30", "gus", "reevaluate")
    #expect(judged.at("items.0.outcome") == "deny")
    #expect(judged.at("items.0.added") == #"["governance"]"#)
    #expect(judged["items"]?.array?.first?.waits["governance"] == ["gia", "gil", "gus"])
    #expect(
      try story.act("11-02 09:40", "gia", "reject REQ-000001 --comment closed").at("state") == "rejected")
    try story.end()
  }

  @Test func `14: An emergency that nobody ratifies becomes a finding, and its grant ends`() throws {
    let folder = try Folder.example()
    try folder.write(
      "workflows/decision-rights.yaml", try folder.read("workflows/decision-rights.yaml") + Self.emergencies)
    try folder.write("fire.yaml", Requests.request(cost: 1500, data: "pii"))
    try folder.write("big.yaml", Requests.request(cost: 2500))
    try folder.write("denied.yaml", Exceptions.request(environment: "production"))
    try folder.write("rules/policy/no-production.yaml", Exceptions.production)
    let story = Story("14: an emergency that nobody ratifies", in: folder)
    let because = ["--reason", "the model in use is down"]
    func breakGlass(_ time: String, _ person: String, _ file: String, _ exit: Int32, _ words: String) throws {
      try story.act(time, person, "break-glass \(file) --incident INC-1", because, exit: exit, words: words)
    }
    try story.act("11-02 09:00", "pia", "break-glass fire.yaml", because, exit: 2, words: "--incident")
    try story.act("11-02 09:01", "pia", "break-glass fire.yaml --incident INC-1", exit: 2, words: "--reason")
    try breakGlass("11-02 09:02", "pia", "big.yaml", 2, "over the emergency cap")
    try breakGlass("11-02 09:03", "zoe", "fire.yaml", 5, "may not approve in an emergency")
    #expect(
      try story.act("11-02 09:04", "pia", "break-glass denied.yaml --incident INC-1", because).at("state") == "denied")

    let fire = try story.act("11-02 09:10", "pia", "break-glass fire.yaml --incident INC-1", because)
    #expect(fire.at("state") == "approved")
    #expect(fire.at("grant.state") == "active")
    #expect(fire.at("grant.expires") == "2026-11-03T09:10:00Z")
    #expect(fire.waits == ["post-review": ["gia", "gil", "gus"]])
    try breakGlass("11-02 09:20", "pia", "fire.yaml", 5, "REQ-000002")
    let queue = try story.act("11-02 09:21", "gia", "queue")
    #expect(queue.at("items.0.stage") == "post-review")
    try story.act("11-02 09:22", "pia", "approve REQ-000002", exit: 5)
    try story.act("11-02 09:23", "gia", "return REQ-000002 --comment hm", exit: 2, words: "ratified or not")
    #expect(try story.act("11-03 10:00", "gus", "tick").serialized().contains("warned"))
    try story.act("11-04 10:00", "gus", "tick")
    let finding = try story.act("11-04 10:01", "gus", "finding show FND-000001")
    for (path, value) in [("state", "open"), ("severity", "high"), ("owner", "user:eve"), ("rule", "break-glass")] {
      #expect(finding.at(path) == value, "\(path)")
    }
    #expect(finding.at("grant") == "GRT-000001")

    let second = try story.act("11-04 10:10", "pia", "break-glass fire.yaml --incident INC-2", because)
    #expect(second.at("id") == "REQ-000003")
    try story.act("11-04 10:20", "gil", "reject REQ-000003 --comment unneeded")
    #expect(try story.act("11-04 10:21", "pia", "grant show GRT-000002").at("state") == "revoked")
    #expect(try story.act("11-04 10:22", "gil", "finding list").serialized().contains("FND-000002"))
    let third = try story.act("11-04 10:30", "pia", "break-glass fire.yaml --incident INC-3", because)
    #expect(third.at("id") == "REQ-000004")
    try story.act("11-04 10:40", "gia", "approve REQ-000004")
    #expect(try story.act("11-04 10:41", "pia", "grant show GRT-000003").at("state") == "active")
    try story.act("11-10 10:00", "gus", "tick")
    #expect(!(try story.act("11-10 10:01", "gil", "finding list").serialized().contains("FND-000003")))
    try story.end()
  }

  @Test func `A workflow may allow no emergency, and a company may have none`() throws {
    let folder = try Folder.example()
    try folder.write("fire.yaml", Requests.request(cost: 1500))
    let story = Story("emergencies that may not be", in: folder)
    let because = ["--reason", "down"]
    try story.act(
      "11-02 09:00", "pia", "break-glass fire.yaml --incident INC-1", because, exit: 5, words: "nobody may approve")
    try folder.write(
      "workflows/decision-rights.yaml", try folder.read("workflows/decision-rights.yaml") + Self.emergencies)
    try folder.write(
      "workflows/standard-experiment.yaml",
      try folder.read("workflows/standard-experiment.yaml") + "breakGlass: false\n")
    try story.act(
      "11-02 09:10", "pia", "break-glass fire.yaml --incident INC-1", because, exit: 5, words: "allows no approval")
    #expect(try story.act("11-02 09:11", "pia", "list")["items"]?.array?.isEmpty == true)
  }

  @Test func `Two approvals at once never spend one budget`() throws {
    let folder = try Folder.example()
    try folder.write(
      "workflows/standard-experiment.yaml",
      try folder.read("workflows/standard-experiment.yaml").replacing(
        "  - {id: peer, right: input, candidates: [group:platform], due: 1bd}\n", with: ""))
    for (name, project) in [("one", "claims-triage"), ("two", "claims-letters")] {
      try folder.write("\(name).yaml", Requests.request(cost: 30000, project: project))
    }
    let story = Story("two approvals, one budget", in: folder)
    try story.act("11-02 09:00", "zoe", "submit one.yaml")
    try story.act("11-02 09:01", "zoe", "submit two.yaml")
    let codes = try story.race("11-02 10:00", ("dia", "approve REQ-000001"), ("dia", "approve REQ-000002"))
    #expect([codes.0, codes.1].sorted() == [0, 4])
    let late = codes.0 == 0 ? "REQ-000002" : "REQ-000001"
    let grants = try story.act("11-02 10:01", "zoe", "grant list")
    #expect(grants["items"]?.array?.count == 1)
    try story.act("11-02 10:02", "dia", "approve \(late)", exit: 4, words: "cc-0410")
    let history = try folder.run("show \(late)", as: "zoe", now: "2026-11-02T10:03:00Z").output
    #expect(history.contains("did not count: budget"))
    #expect(try story.act("11-02 10:04", "zoe", "show \(late)").at("state") == "in_review")
    try story.act("11-02 10:05", "dia", "approve \(late) --cap cost=20000USD")
    try story.end()
  }
}
