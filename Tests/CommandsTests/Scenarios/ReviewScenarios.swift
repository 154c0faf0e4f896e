import StrictJSON
import Testing

/// What people are told about a request that waits, or that is over: by the same functions that decide.
@Suite struct ReviewScenarios {
  @Test func `Why a request was denied names the rules`() throws {
    let folder = try Folder.example()
    try folder.write(
      "rules/policy/no-harbour.yaml",
      """
      apiVersion: assent/v1
      kind: Rule
      id: no-harbour
      title: The harbour is closed
      owner: group:governance
      on: request
      when: request.project == 'harbour'
      effect: deny

      """)
    try folder.write("request.yaml", Requests.request(cost: 100, project: "harbour"))
    let story = Story("a request is denied", in: folder)
    try story.act("11-02 09:00", "zoe", "submit request.yaml")
    let why = try story.act("11-02 09:01", "zoe", "why REQ-000001")
    #expect(why["rules"]?.array?.compactMap { $0.at("id") } == ["no-harbour"])
    let text = try folder.run("why 1", as: "zoe", now: "2026-11-02T09:01:00Z").output
    #expect(text.contains("denied because\n  deny  no-harbour  The harbour is closed\n"), "\(text)")
    try story.end()
  }

  @Test func `A stage that has its quorum waits for those alone who were added`() throws {
    let story = Story("one more is asked", in: try Folder.example())
    try story.act("11-02 09:00", "zoe", "submit request.yaml")
    try story.act("11-02 09:10", "zoe", "reassign REQ-000001 --stage legal --add --to ivy --reason licences")
    let asked = try story.act("11-02 09:11", "zoe", "why REQ-000001")
    #expect(asked.waits["legal"] == ["lea", "max", "ivy"])
    try story.act("11-02 09:20", "lea", "approve REQ-000001")
    let why = try story.act("11-02 09:21", "zoe", "why REQ-000001")
    #expect(why.waits["legal"] == ["ivy"], "\(why.serialized())")
    #expect(try story.act("11-02 09:30", "ivy", "approve REQ-000001").waits["legal"] == nil)
    try story.end()
  }

  @Test func `Whoever may not decide an amount hears who may, together`() throws {
    let story = Story("an amount that nobody holds alone", in: try Folder.example())
    try story.edit(
      "11-02 08:30", "workflows/standard-experiment.yaml",
      #"[{chain: managers, of: requester, until: "candidate.limit >= exposure"}]"#, "[user:eve, group:governance]",
      "eve or governance decides")
    try story.folder.write("request.yaml", Requests.request(cost: 300_000))
    try story.act("11-02 09:00", "zoe", "submit request.yaml")
    try story.act("11-02 09:10", "pau", "approve REQ-000001")
    try story.act(
      "11-02 09:20", "eve", "approve REQ-000001", exit: 5, words: "may decide it together: 2 of `group:governance`")
    try story.act("11-02 09:30", "gia", "approve REQ-000001")
    try story.end()
  }

  @Test func `The nearer of two deadlines of one duty is told, and holds`() throws {
    let story = Story("two voters attach one duty", in: try Folder.example())
    try story.edit(
      "11-02 08:30", "workflows/decision-rights.yaml", "legal: {right: agree, candidates: [group:legal], due: 3bd",
      "legal: {right: agree, candidates: [group:legal], quorum: {approve: 2}, conditions: {obligations: add}, due: 3bd",
      "legal is two, and may attach duties")
    try story.act("11-02 09:00", "zoe", "submit request.yaml")
    try story.act("11-02 09:10", "lea", "approve REQ-000001 --oblige notes")
    try story.act("11-02 09:20", "max", "approve REQ-000001 --oblige notes:3bd,evidence=notes")
    let why = try story.act("11-02 09:21", "zoe", "why REQ-000001")
    let duty = why["duties"]?.array?.first { $0.at("id") == "notes" }
    #expect(duty?.at("due") == "3bd" && duty?.at("evidence") == "notes", "\(why.serialized())")
    for (person, minute) in [("pau", "30"), ("ann", "31"), ("dia", "32")] {
      try story.act("11-02 09:\(minute)", person, "approve REQ-000001")
    }
    let duties = try story.act("11-02 09:40", "zoe", "duty list")
    let opened = duties["items"]?.array?.first { $0.at("obligation") == "notes" }
    #expect(opened?.at("due") == "2026-11-05T09:32:00Z", "\(duties.serialized())")
    try story.end()
  }
}
