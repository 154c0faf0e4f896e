import StrictJSON
import Testing

/// Queues and explanations name those who may act, and the rules that ask for it.
@Suite struct TruthTests {
  private func stages(_ folder: Folder, of person: String, at time: String) throws -> [String] {
    try folder.ask("queue", as: person, at: time)["items"]?.array?.compactMap { $0.at("stage") } ?? []
  }

  @Test func `A queue leaves out what its person has been used up for, and brings it back`() throws {
    let folder = try Folder.inReview()
    try folder.run("tick", now: "2026-11-06T10:00:00Z")
    #expect(try stages(folder, of: "gia", at: "11-06T10:00") == ["data-governance", "legal"])
    _ = try folder.ask("approve REQ-000001 --stage legal", as: "gia", at: "11-06T10:10")
    let why = try folder.ask("why REQ-000001", as: "zoe", at: "11-06T10:11")
    #expect(why.at("waitingOn.0.candidates") == #"["gil","gus"]"#)
    #expect(try stages(folder, of: "gia", at: "11-06T10:11") == [])
    #expect(try folder.ask("queue", as: "gia", at: "11-06T10:11").at("total") == "0")
    #expect(try stages(folder, of: "gil", at: "11-06T10:11") == ["data-governance"])
  }

  @Test func `The act that a queue suggests can be done as it stands`() throws {
    let folder = try Folder.example()
    try Edit.replace(
      "workflows/decision-rights.yaml", "legal: {right: agree,",
      with: "legal: {right: agree, decision: {attest: [contract-read, no-minors], comment: always},"
    ).apply(to: folder)
    _ = try folder.ask("submit request.yaml", as: "zoe", at: "11-02T09:00")
    let queue = try folder.run("queue", as: "lea", now: "2026-11-02T10:00:00Z").output
    let line = try #require(queue.split(separator: "\n").first { $0.hasPrefix("next: assent ") })
    let command = line.dropFirst("next: assent ".count).split(separator: "    ")[0].replacing("\"...\"", with: "read")
    #expect(try folder.ask(String(command), as: "lea", at: "11-02T10:01").at("stage") == "legal")
  }

  @Test func `What is left out makes room for what follows`() throws {
    let folder = try Folder.inReview()
    for minute in 1...3 { _ = try folder.ask("submit request.yaml", as: "zoe", at: "11-02T09:0\(minute)") }
    try folder.run("tick", now: "2026-11-06T10:00:00Z")
    for request in 1...3 {
      _ = try folder.ask("approve REQ-00000\(request) --stage data-governance", as: "gia", at: "11-06T10:10")
    }
    let queue = try folder.ask("queue --limit 1", as: "gia", at: "11-06T10:11")
    #expect(queue.at("items.0.request") == "REQ-000004")
    #expect(queue["items"]?.array?.count == 1)
  }

  @Test func `Each stage names the rules that ask for it, also those that came later`() throws {
    let folder = try Folder.inReview()
    let rule = """
      apiVersion: assent/v1
      kind: Rule
      id: ID
      title: A later one
      owner: group:finance
      on: request
      when: request.cost > usd(10)
      EFFECT

      """
    func reasons(at time: String) throws -> [String: String] {
      let waiting = try folder.ask("why REQ-000001", as: "zoe", at: time)["waitingOn"]?.array ?? []
      return Dictionary(
        waiting.map { ($0.at("stage") ?? "", $0.at("reasons") ?? "") }, uniquingKeysWith: { first, _ in first })
    }
    try folder.write(
      "rules/policy/later-review.yaml",
      rule.replacing("ID", with: "later-review").replacing("EFFECT", with: "effect: require\nreview: [authority]"))
    _ = try folder.ask("reevaluate", as: "gia", at: "11-02T10:00")
    try folder.write(
      "rules/policy/later-denial.yaml",
      rule.replacing("ID", with: "later-denial").replacing("EFFECT", with: "effect: deny"))
    _ = try folder.ask("reevaluate", as: "gia", at: "11-02T10:10")
    let expected = [
      "peer": #"["step of workflow standard-experiment"]"#,
      "data-governance": #"["personal-data-needs-data-governance: data class pii needs a review"]"#,
      "legal": #"["personal-data-needs-data-governance: data class pii needs a review"]"#,
      "authority": #"["later-review: A later one"]"#, "governance": #"["later-denial: A later one"]"#,
    ]
    #expect(try reasons(at: "11-02T10:20") == expected)
    let queue = try folder.ask("queue", as: "gia", at: "11-02T10:20")["items"]?.array ?? []
    #expect(queue.map { $0.at("reasons.0") } == ["later-denial: A later one", "later-review: A later one"])
    // The rules are gone again; what they asked for stays, and so does why.
    for name in ["later-review", "later-denial"] {
      try folder.write(
        "rules/policy/\(name).yaml",
        rule.replacing("ID", with: name).replacing("EFFECT", with: "effect: warn"))
    }
    _ = try folder.ask("comment REQ-000001 hm", as: "zoe", at: "11-02T10:30")
    #expect(try reasons(at: "11-02T10:40") == expected)
  }

  @Test func `What could not be judged is told, at the submission and to those who ask why`() throws {
    let folder = try Folder.example()
    try Edit.replace(
      "workflows/standard-experiment.yaml", "  - {id: peer, right: input,",
      with: "  - {id: odd, right: agree, when: \"requester.roles[7] == 'x'\", candidates: [group:itam], due: 1bd, "
        + "eligible: \"candidate.training[3] == 'y'\"}\n  - {id: peer, right: input,"
    ).apply(to: folder)
    let note = "note: stage `odd`: `requester.roles[7] == 'x'`: the list has no place 7"
    let outcome = try folder.run("submit request.yaml", as: "zoe", now: "2026-11-02T09:00:00Z")
    #expect((outcome.output + outcome.errors).contains(note), "\(outcome.output)\(outcome.errors)")
    let why = try folder.run("why REQ-000001", as: "zoe", now: "2026-11-02T09:10:00Z").output
    #expect(why.contains(note), "\(why)")
    #expect(why.contains("ian  not eligible by the stage's condition"), "\(why)")
    let who = try folder.run("evaluate request.yaml --who", as: "zoe", now: "2026-11-02T09:10:00Z").output
    #expect(who.split(separator: "candidate.training[3]").count == 2, "\(who)")
  }

  /// An approved request of 7,400 USD with an amendment to another amount, on a budget of 10,000 USD.
  private func amended(_ tokens: Int, with edits: [Edit] = []) throws -> Folder {
    let folder = try Folder.example()
    for edit in edits { try edit.apply(to: folder) }
    try folder.write(
      "rules/budgets/cc-0410.yaml",
      """
      apiVersion: assent/v1
      kind: Budget
      id: cc-0410
      owner: group:finance
      scope: {cost_center: CC-0410}
      period: quarter
      amount: 10000 USD
      limit: hard

      """)
    _ = try folder.ask("submit request.yaml", as: "zoe", at: "11-02T09:00")
    for (person, time) in [("pia", "09:10"), ("ann", "09:20"), ("lea", "09:30"), ("dia", "09:40")] {
      _ = try folder.ask("approve REQ-000001", as: person, at: "11-02T\(time)")
    }
    try Edit.replace("request.yaml", "quantity: 290000000", with: "quantity: \(tokens)").apply(to: folder)
    _ = try folder.ask("amend REQ-000001 request.yaml", as: "zoe", at: "11-03T09:00")
    return folder
  }

  @Test(arguments: [(490_000_000, false), (590_000_000, true)])
  func `What an amendment takes the place of is room for it, to those who ask why, too`(
    _ tokens: Int, _ isShort: Bool
  ) throws {
    let folder = try amended(tokens)
    let why = try folder.ask("why REQ-000002", as: "zoe", at: "11-03T09:10")
    #expect((why["budget"] != nil) == isShort, "\(why.serialized())")
    _ = try folder.ask("approve REQ-000002", as: "pia", at: "11-03T09:20")
    let vote = try folder.run("approve REQ-000002", as: "dia", now: "2026-11-03T09:30:00Z")
    #expect(vote.code == (isShort ? 4 : 0), "\(vote.errors)")
    guard isShort else { return }
    // What it says that fits does fit.
    #expect(vote.errors.contains("it has 10000.00 USD left: `--cap cost=10000.00USD` fits"), "\(vote.errors)")
    let less = try folder.ask("approve REQ-000002 --cap cost=10000.00USD", as: "dia", at: "11-03T09:40")
    #expect(less.at("state") == "approved")
  }

  @Test func `An amendment that is handed in again counts without the grant that it takes the place of`() throws {
    let folder = try amended(
      490_000_000,
      with: [
        .replace(
          "workflows/decision-rights.yaml", "role:director, upTo: 50000 USD", with: "role:director, upTo: 10000 USD")
      ])
    _ = try folder.ask("return REQ-000002 --comment less", as: "pau", at: "11-03T09:10")
    try Edit.replace("request.yaml", "quantity: 490000000", with: "quantity: 480000000").apply(to: folder)
    _ = try folder.ask("resubmit REQ-000002 request.yaml", as: "zoe", at: "11-03T09:20")
    // 9,300 USD are at stake, not those and the 7,400 that they take the place of.
    let log = try folder.ask("show REQ-000002", as: "zoe", at: "11-03T09:30")
    let decision = log["stages"]?.array?.first { $0["stage"]?.string == "decision" }
    #expect(decision?["candidates"]?.serialized() == #"["dia"]"#, "\(log.serialized())")
    _ = try folder.ask("approve REQ-000002", as: "pia", at: "11-03T09:40")
    #expect(try folder.ask("approve REQ-000002", as: "dia", at: "11-03T09:50").at("state") == "approved")
  }

  @Test func `Why says that the grant is gone which an amendment would replace`() throws {
    let folder = try amended(300_000_000)
    _ = try folder.ask("grant revoke GRT-000001 --reason x", as: "dia", at: "11-03T09:10")
    let why = try folder.ask("why REQ-000002", as: "zoe", at: "11-03T09:20")
    #expect(why.at("canUnblock") == #"["zoe","tom"]"#)
    #expect(why.at("notes.0")?.contains("grant `GRT-000001` that `REQ-000002` amends was revoked") ?? false)
    _ = try folder.ask("withdraw REQ-000002", as: "zoe", at: "11-03T09:30")
  }

  @Test(arguments: ["reject", "return"])
  func `A refusal without words is bad input, and writes nothing`(_ verb: String) throws {
    let folder = try Folder.inReview()
    let words = try folder.refused("\(verb) REQ-000001", as: "lea", at: "11-02T10:00", exit: 2)
    #expect(words.contains("say why") && words.contains("--comment"), "\(words)")
    #expect(try folder.ask("show REQ-000001", as: "zoe", at: "11-02T10:01")["history"]?.array?.count == 4)
  }

  @Test func `Without a group of that name, who owns the decision rights is governance`() throws {
    let folder = try Folder.example()
    for file in ["workflows/decision-rights.yaml", "workflows/standard-experiment.yaml"] {
      var text = try folder.read(file)
      for (old, new) in [
        ("group:governance", "group:board"), ("governance: {members", "board: {members"),
        ("{group: governance,", "{group: board,"), ("data-board: {members", "data-governance: {members"),
      ] { text = text.replacing(old, with: new) }
      if file.hasSuffix("rights.yaml") {
        text += """
          breakGlass: {candidates: [group:platform], caps: {cost: 9000 USD}, expires: 24h,
            review: {candidates: [group:board], due: 2bd}}

          """
      }
      try folder.write(file, text)
    }
    let check = try folder.run("check")
    #expect(check.code == 0, "\(check.errors)\(check.output)")
    _ = try folder.ask("submit request.yaml", as: "zoe", at: "11-02T09:00")
    _ = try folder.ask("override REQ-000001 --stage legal --reason trial", as: "lea", at: "11-02T09:10")
    _ = try folder.ask("override REQ-000001 --stage legal --reason trial", as: "gia", at: "11-02T09:20")
    let emergency = try folder.ask(
      "break-glass request.yaml --incident I-1 --reason fire", as: "pia", at: "11-02T10:00")
    let id = try #require(emergency.at("id"))
    #expect(emergency.at("waitingOn.0.candidates") == #"["gia","gil","gus"]"#)
    _ = try folder.ask("reject \(id) --comment no", as: "gia", at: "11-02T11:00")
    let finding = try folder.ask("finding show FND-000001", as: "gia", at: "11-02T11:10")
    #expect(finding.at("verifier") == "group:board")
    _ = try folder.ask("finding submit FND-000001 --comment done", as: "eve", at: "11-02T12:00")
    #expect(try folder.ask("finding verify FND-000001", as: "gus", at: "11-02T12:10").at("state") == "closed")
    #expect(try folder.isSound())
  }
}
