import StrictJSON
import Testing

/// Duties that voters attach to their approvals, from the command line to the auditor's folder.
@Suite struct AttachedDutyTests {
  private func verify(_ folder: Folder) throws {
    #expect(try folder.run("rebuild", as: "gus", now: "2027-03-01T09:00:00Z").code == 0)
    let verified = try folder.run("audit verify", as: "gus", now: "2027-03-01T09:00:00Z")
    #expect(verified.code == 0, "\(verified.output)\(verified.errors)")
  }

  /// A request of 1,000 USD that waits for tom's decision since Monday.
  private func waiting() throws -> Folder {
    let folder = try Folder.example()
    try folder.write("small.yaml", Exceptions.request())
    _ = try folder.ask("submit small.yaml", as: "zoe", at: "11-02T09:00")
    _ = try folder.ask("approve REQ-000001", as: "pia", at: "11-02T10:00")
    return folder
  }

  @Test func `A voter's duty becomes one of the grant, and stands wherever it is asked for`() throws {
    let folder = try waiting()
    let why = try folder.run("why REQ-000001", as: "zoe", now: "2026-11-02T11:00:00Z")
    #expect(why.output.contains("may attach: lower caps (--cap), an earlier end (--expires), duties (--oblige)"))
    let who = try folder.ask("evaluate small.yaml --who", as: "zoe", at: "11-02T11:00")
    #expect(who["who"]?["stages"]?.array?.last?["offers"]?.array?.last == "duties (--oblige)")

    let done = try folder.ask(
      "approve REQ-000001 --oblige eval-report:30d,evidence=eval-report --oblige dpia", as: "tom", at: "11-03T09:00")
    #expect(done.at("duties.0") == "DTY-000001" && done.at("duties.1") == "DTY-000002")
    // What a rule knows of that name is taken from there: it is due before the start.
    #expect(done.at("grant.state") == "pending_conditions")
    let report = try folder.ask("duty show DTY-000002", as: "zoe", at: "11-03T10:00")
    for (path, value) in [
      ("obligation", "eval-report"), ("owner", "user:zoe"), ("verifier", "user:tom"), ("due", "2026-12-03T09:00:00Z"),
    ] { #expect(report.at(path) == value, "\(path)") }
    #expect(report.at("history.0.text")?.contains("duty eval-report, attached by tom") == true)
    #expect(
      try folder.ask("duty show DTY-000001", as: "zoe", at: "11-03T10:00").at("verifier") == "group:data-governance")
    let history = try folder.run("show REQ-000001", as: "zoe", now: "2026-11-03T10:00:00Z").output
    #expect(history.contains("tom: approve at stage decision, with the duty eval-report, dpia"))

    #expect(try folder.run("audit export -d out", as: "gus", now: "2026-11-04T09:00:00Z").code == 0)
    let decisions = try folder.read("out/decisions.csv")
    #expect(decisions.contains("eval-report"))
    #expect(try folder.run("audit verify out", as: "gus", now: "2026-11-04T09:00:00Z").code == 0)
    try verify(folder)
  }

  @Test func `Before the decision it is told who attached what`() throws {
    let folder = try Folder.example()
    let path = "workflows/decision-rights.yaml"
    try folder.write(
      path,
      try folder.read(path).replacing(
        "data-governance: {right: agree,", with: "data-governance: {right: agree, conditions: {obligations: add},"))
    _ = try folder.ask("submit request.yaml", as: "zoe", at: "11-02T09:00")
    let outcome = try folder.run(
      "approve REQ-000001 --oblige masking:5bd,owner=tom", as: "ann", now: "2026-11-02T10:00:00Z")
    #expect(outcome.code == 0, "\(outcome.errors)")
    for command in ["why REQ-000001", "show REQ-000001"] {
      let told = try folder.run(command, as: "zoe", now: "2026-11-02T11:00:00Z").output
      #expect(told.contains("owner user:tom, verified by group:data-governance; attached by ann at data-governance"))
      #expect(told.contains("dpia") && told.contains("before it starts"))
    }
    let json = try folder.ask("why REQ-000001", as: "zoe", at: "11-02T11:00")
    #expect(json.at("duties.1.id") == "masking" && json.at("duties.1.askedBy.0.person") == "ann")
    try verify(folder)
  }

  @Test(arguments: [
    ("pia", "REQ-000002", "--oblige masking:5bd", 2, "stage `peer` does not let its voters attach duties"),
    ("tom", "REQ-000001", "--oblige Masking", 2, "`Masking` is no name of a duty"),
    ("tom", "REQ-000001", "--oblige masking:5xd", 2, "`5xd` is no length of time"),
    ("tom", "REQ-000001", "--oblige masking,owner=tom", 2, "`tom` would verify their own duty `masking`"),
    ("pia", "REQ-000001", "--oblige masking", 4, ""),
  ])
  func `What may not be attached is refused`(
    _ person: String, _ request: String, _ option: String, _ code: Int32, _ said: String
  ) throws {
    let folder = try waiting()
    _ = try folder.ask("submit small.yaml", as: "zoe", at: "11-02T09:30")
    let outcome = try folder.run("approve \(request) \(option)", as: person, now: "2026-11-02T11:00:00Z")
    #expect(outcome.code == code && outcome.errors.contains(said), "\(outcome.code) \(outcome.errors)")
    try verify(folder)
  }
}
