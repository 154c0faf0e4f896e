import StrictJSON
import Testing

/// Acceptance scenarios about amounts and about what a change of facts does to votes.
@Suite struct MoneyScenarios {
  static let financeRule = """
    apiVersion: assent/v1
    kind: Rule
    id: large-spend-needs-finance
    title: Large spend needs finance
    owner: group:finance
    on: request
    when: request.cost > usd(5000)
    effect: require
    review: [finance]

    """

  static let workflow = """
    apiVersion: assent/v1
    kind: Workflow
    id: standard-experiment
    owner: group:governance
    select: {when: "request.kind == 'experiment'", priority: 10, default: true}
    stages:
      - {id: finance, right: agree, for: [finance], candidates: [group:finance], due: 2bd, reads: [cost, costCenter],
         survives: decrease}
      - {id: decision, right: decide, candidates: [user:dia, user:eve], quorum: {approve: 2}, due: 1bd,
         reads: [cost, costCenter, duration], survives: decrease}
    escalate: default
    grant: {expires: 90d}

    """

  @Test func `9: Cost lowered, finance and decision survive; raised, only they are stale`() throws {
    let folder = try Folder.example()
    try folder.write("workflows/standard-experiment.yaml", Self.workflow)
    try folder.write("rules/policy/large-spend-needs-finance.yaml", Self.financeRule)
    try Edit.replace(
      "workflows/decision-rights.yaml", "  governance: {right: agree",
      with: "  finance: {right: agree, candidates: [group:finance], due: 2bd}\n  governance: {right: agree"
    ).apply(to: folder)
    try folder.write("request.yaml", Requests.request(cost: 8000, data: "pii"))
    try folder.write("cheaper.yaml", Requests.request(cost: 6000, data: "pii"))
    try folder.write("dearer.yaml", Requests.request(cost: 9000, data: "pii"))
    let story = Story("9: cost lowered and raised", in: folder)
    try story.act("11-02 09:00", "zoe", "submit request.yaml")
    for person in ["ann", "lea", "fay", "dia"] { try story.act("11-02 09:10", person, "approve REQ-000001") }

    try story.act("11-02 09:20", "eve", "return REQ-000001 --comment cheaper")
    let lowered = try story.act("11-02 09:30", "zoe", "resubmit REQ-000001 cheaper.yaml")
    #expect(Set(lowered.waits.keys) == ["decision"])
    #expect(lowered.waits["decision"] == ["eve"], "dia's vote survived: \(lowered.serialized())")

    try story.act("11-02 09:40", "eve", "return REQ-000001 --comment more")
    let raised = try story.act("11-02 09:50", "zoe", "resubmit REQ-000001 dearer.yaml")
    #expect(Set(raised.waits.keys) == ["finance", "decision"])
    #expect(raised.waits["finance"] == ["fay", "flo"])
    for person in ["flo", "dia", "eve"] { try story.act("11-02 10:00", person, "approve REQ-000001") }
    #expect(try story.act("11-02 10:01", "zoe", "show REQ-000001").at("state") == "approved")
    try story.end()
  }

  @Test func `Why goes by what counts beside a request now`() throws {
    let story = Story("a request is taken back, and the next one is small again", in: try Folder.example())
    try story.folder.write("request.yaml", Requests.request(cost: 4900))
    try story.act("11-02 09:00", "zoe", "submit request.yaml")
    #expect(try story.act("11-02 09:01", "zoe", "submit request.yaml").waits["decision"] == ["dia"])
    for number in 1...2 { try story.act("11-02 09:10", "pia", "approve REQ-00000\(number)") }
    #expect(try story.act("11-02 09:11", "zoe", "why REQ-000002").waits["decision"] == ["dia"])
    try story.act("11-02 09:20", "zoe", "withdraw REQ-000001")
    // Tom holds 4,900; dia was asked and stays.
    let why = try story.act("11-02 09:21", "zoe", "why REQ-000002")
    #expect(Set(why.waits["decision"] ?? []) == ["tom", "dia"], "\(why.serialized())")
    #expect(why["excluded"]?.array?.contains { $0.at("person") == "tom" } == false)
    #expect(try story.act("11-02 09:22", "tom", "approve REQ-000002").at("state") == "approved")
    try story.end()
  }

  @Test func `10: Ten requests of 4,900 climb the chain`() throws {
    let story = Story("10: ten requests of 4,900", in: try Folder.example())
    try story.folder.write("request.yaml", Requests.request(cost: 4900))
    var deciders: [[String]] = []
    for number in 1...11 {
      let minute = number < 10 ? "0\(number)" : "\(number)"
      let submitted = try story.act("11-02 09:\(minute)", "zoe", "submit request.yaml")
      deciders.append(submitted.waits["decision"] ?? [])
    }
    // 4,900 is within a team lead's 5,000; two are not; eleven are over a director's 50,000.
    #expect(deciders == [["tom"]] + [[String]](repeating: ["dia"], count: 9) + [["eve"]])
    try story.act("11-02 10:00", "pia", "approve REQ-000010")
    try story.act("11-02 10:01", "tom", "approve REQ-000010", exit: 5)
    #expect(try story.act("11-02 10:02", "dia", "approve REQ-000010").at("state") == "approved")
    try story.end()
  }

  @Test func `11: Personal data and GPUs over 50,000 get both sets of reviews`() throws {
    let folder = try Folder.shipped()
    let story = Story("11: personal data and GPUs over 50,000", in: folder)
    for (environment, expected) in [
      ("dev", Set(["capacity", "finance", "data-governance", "legal", "decision"])),
      ("production", Set(["privacy-security", "legal", "finance", "platform", "decision"])),
    ] {
      try folder.write(
        "request.yaml",
        """
        apiVersion: assent/v1
        kind: Request
        request: {kind: finetune, title: A model of tickets, purpose: To see, team: claims, project: tickets-\(environment),
          costCenter: CC-0410, environment: \(environment), duration: 50d,
          model: {provider: openai, name: gpt-4o, tier: premium}, data: {class: pii, region: eu},
          gpu: {type: h100, count: 8, hours: 1200}, trainingData: {source: tickets, rights: owned},
          valueHypothesis: {outcome: faster, baseline: 12 minutes, effect: a fifth, measuredBy: handling time,
            review: 2026-12-20T00:00:00Z, stopRule: no effect}}
        estimate: [{meter: output.response, quantity: 6000000000}]

        """)
      let submitted = try story.act("11-02 09:00", "zoe", "submit request.yaml")
      #expect(submitted.at("state") == "in_review", "\(submitted.serialized())")
      #expect(expected.isSubset(of: submitted.waits.keys), "\(environment): \(submitted.waits.keys.sorted())")
    }
    try story.end()
  }
}

extension Folder {
  /// A workspace with the rules and workflows that the project ships.
  static func shipped() throws -> Folder {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
    let folder = try Folder()
    let made = try folder.run("init", now: "2026-11-02T08:00:00Z")
    guard made.code == 0 else { throw HarnessError(description: "init: \(made.errors)") }
    for name in ["rules", "workflows"] {
      removeTree(folder.path + "/" + name)
      let scratch = try Scratch()
      let copy = try Binary.start(
        ["/bin/cp", "-r", root + "/" + name, folder.path + "/" + name], in: "/", output: scratch.output,
        errors: scratch.errors, isBinary: false)
      guard try Binary.wait(for: copy) == 0 else { throw HarnessError(description: "cannot copy \(name)") }
    }
    return folder
  }
}
