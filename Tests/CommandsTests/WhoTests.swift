import StrictJSON
import Testing

/// Who would have to approve a request: asked before it is submitted, and without a trace.
@Suite struct WhoTests {
  private func who(_ folder: Folder, as person: String = "zoe") throws -> JSONValue {
    let outcome = try folder.run("evaluate request.yaml --who -o json", as: person, now: "2026-11-02T09:00:00Z")
    #expect(outcome.code == 0, "\(outcome.errors)")
    return try #require(try JSONValue.parse(outcome.output)["who"])
  }

  @Test func `It names stages, people, reasons and times before there is a database`() throws {
    let folder = try Folder.example(with: false)
    let outcome = try folder.run("evaluate request.yaml --who", as: "zoe", now: "2026-11-02T09:00:00Z")
    #expect(outcome.code == 0)
    #expect(!folder.exists("assent.db"))
    #expect(
      outcome.output.hasSuffix(
        """
        who would have to act, workflow standard-experiment
          STAGE            RIGHT   NEEDS      WHO       TIME  DUE
          peer             input   1 of them  pau, pia  1bd   2026-11-03 09:00Z (in 24h)
                           why: step of workflow standard-experiment
                           if they cannot: gia, gil, gus
          data-governance  agree   1 of them  ann, bo   2bd   2026-11-04 09:00Z (in 2d)
                           why: personal-data-needs-data-governance: data class pii needs a review
                           if they cannot: gia, gil, gus
          legal            agree   1 of them  lea, max  3bd   2026-11-05 09:00Z (in 3d)
                           why: personal-data-needs-data-governance: data class pii needs a review
                           if they cannot: gia, gil, gus
          decision         decide  1 of them  dia       1bd
                           why: step of workflow standard-experiment
                           after: peer, data-governance, legal
                           may attach: lower caps (--cap), an earlier end (--expires), duties (--oblige)
                           told: tom (passed over: may decide up to 5000.00 USD; 7400.00 USD are at stake)
                           if they cannot: 2 of gia, gil, gus

        at stake, with what else counts: 7,400.00 USD
        it would end by itself at 2026-11-30 09:00Z

        """), "\(outcome.output)")
  }

  @Test func `It says what submit then does`() throws {
    let folder = try Folder.example()
    let who = try who(folder)
    #expect(who["workflow"] == "standard-experiment")
    let stages = try #require(who["stages"]?.array)
    let submitted = try folder.ask("submit request.yaml", as: "zoe", at: "11-02T09:00")
    let plan = (submitted["waitingOn"]?.array ?? []) + (submitted["later"]?.array ?? [])
    #expect(stages.map { $0["stage"] } == plan.map { $0["stage"] })
    #expect(stages.map { $0["candidates"] } == plan.map { $0["candidates"] })
    #expect(stages.map { $0["why"]?.string } == ["workflow", "rule", "rule", "workflow"])
  }

  @Test func `What else counts against the limit raises who decides`() throws {
    let folder = try Folder.example()
    for _ in 1...6 { try folder.run("submit request.yaml", as: "zoe", now: "2026-11-02T09:00:00Z") }
    let before = try folder.run("list -o json", as: "zoe")
    let who = try who(folder)
    #expect(who["exposure"]?["amount"] == "51800.00")
    let decision = try #require(who["stages"]?.array?.last)
    #expect(decision["candidates"] == ["eve"])
    #expect(decision["passedOver"]?.array?.compactMap { $0["person"]?.string } == ["tom", "dia"])
    #expect(try folder.run("list -o json", as: "zoe").output == before.output, "nothing was recorded")
  }

  @Test func `Who may not act is named with the cause`() throws {
    let folder = try Folder.example()
    let who = try who(folder, as: "ann")
    let governance = try #require(who["stages"]?.array?.first { $0["stage"] == "data-governance" })
    #expect(governance["candidates"] == ["bo"])
    #expect(governance["excluded"]?.array?.first?["person"] == "ann")
    #expect(governance["excluded"]?.array?.first?["because"] == "requester")
  }

  @Test(arguments: [
    (
      "quorum: {weight: 3, of: {lea: 2, max: 1}, minPeople: 2}", "weight 3 of 2 people or more",
      "weight 3 of 2 people or more"
    ), ("decision: {comment: always, attest: [read-it]}", "a comment with every vote; to attest read-it", "1 of them"),
    ("decision: {auth: oidc}", "a login by oidc", "1 of them"),
    ("exclude: [user:max]", "may not act: max (user:max)", "1 of them"),
  ])
  func `Forms of a stage are told`(_ form: String, _ said: String, _ quorum: String) throws {
    let folder = try Folder.example()
    try Edit.replace(
      "workflows/decision-rights.yaml", "legal: {right: agree, ", with: "legal: {right: agree, \(form), "
    ).apply(to: folder)
    let outcome = try folder.run("evaluate request.yaml --who", as: "zoe", now: "2026-11-02T09:00:00Z")
    #expect(outcome.output.contains(said), "\(outcome.output)\(outcome.errors)")
    let legal = try #require(try who(folder)["stages"]?.array?.first { $0["stage"] == "legal" })
    #expect(legal["quorum"]?.string == quorum)
  }

  @Test func `A folder of rules knows nobody`() throws {
    let folder = try Folder.example()
    let rules = try folder.run("evaluate --rules rules request.yaml --who", as: "zoe")
    #expect(rules.code == 64)
    #expect(rules.errors.contains("`--who` needs the workflows of a workspace"))
  }

  @Test func `What a stage asks of its voters is asked by the command line, too`() throws {
    let folder = try Folder.example()
    try Edit.replace(
      "workflows/decision-rights.yaml", "legal: {right: agree, ",
      with: "legal: {right: agree, decision: {attest: [read-it, filed-it]}, "
    ).apply(to: folder)
    try folder.run("submit request.yaml", as: "zoe", now: "2026-11-02T09:00:00Z")
    let why = try folder.run("why 1", as: "zoe", now: "2026-11-02T09:10:00Z")
    #expect(why.output.contains("asks: to attest read-it, filed-it"))
    let bare = try folder.run("approve 1 --attest read-it", as: "lea", now: "2026-11-02T09:20:00Z")
    #expect(bare.code == 2)
    #expect(
      bare.errors == """
        error: stage `legal` asks whoever approves to attest `filed-it` [not-attested]
          hint: add `--attest filed-it`

        """)
    let done = try folder.run("approve 1 --attest read-it --attest filed-it", as: "lea", now: "2026-11-02T09:21:00Z")
    #expect(done.code == 0)
    let show = try folder.run("show 1", as: "zoe", now: "2026-11-02T09:30:00Z")
    #expect(show.output.contains("lea: approve at stage legal, attests read-it, filed-it"), "\(show.output)")
    #expect(try folder.run("audit verify").code == 0)
    #expect(try folder.run("rebuild").code == 0)
  }

  @Test func `A local vote does not count where more is asked`() throws {
    let folder = try Folder.example()
    try Edit.replace(
      "workflows/decision-rights.yaml", "legal: {right: agree, ", with: "legal: {right: agree, decision: {auth: oidc}, "
    ).apply(to: folder)
    try folder.run("submit request.yaml", as: "zoe", now: "2026-11-02T09:00:00Z")
    let outcome = try folder.run("approve 1", as: "lea", now: "2026-11-02T09:20:00Z")
    #expect(outcome.code == 5)
    #expect(outcome.errors.contains("stage `legal` counts only votes that are made sure of by `oidc`"))
    #expect(outcome.errors.contains("hint: vote through the server, logged in by `oidc`"))
    let show = try folder.run("show 1", as: "zoe", now: "2026-11-02T09:30:00Z")
    #expect(show.output.contains("lea: approve did not count: auth (oidc)"), "\(show.output)")
    #expect(try folder.run("audit verify").code == 0)
  }
}
