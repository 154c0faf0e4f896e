import StrictJSON
import Testing

/// Files for exceptions beside those of the worked example.
enum Exceptions {
  static let premium = """
    apiVersion: assent/v1
    kind: Rule
    id: no-premium
    title: No premium models
    owner: group:finance
    on: request
    when: request.model.tier == 'premium' && request.kind != 'waiver'
    effect: deny
    waivable: true
    message: "'tier ' + request.model.tier + ' is closed'"

    """

  static let production = """
    apiVersion: assent/v1
    kind: Rule
    id: no-production
    title: Nothing goes to production yet
    owner: group:governance
    on: request
    when: request.environment == 'production'
    effect: deny

    """

  static let workflow = """
    apiVersion: assent/v1
    kind: Workflow
    id: waiver
    owner: group:governance
    select: {when: "request.kind == 'waiver'", priority: 100}
    stages:
      - {id: governance, right: agree, candidates: [group:governance], for: [governance], when: "true", due: 2bd}
      - {id: decision, right: decide, candidates: [role:vp], due: 2bd}
    escalate: default
    grant: {expires: 90d}

    """

  /// A request without any price, of the project `claims-triage`.
  static func request(
    kind: String = "experiment", project: String = "claims-triage", environment: String = "dev",
    tier: String = "premium",
    more: String = ""
  ) -> String {
    """
    apiVersion: assent/v1
    kind: Request
    request: {kind: \(kind), title: A try, purpose: To see, team: claims, project: \(project), costCenter: CC-0410,
      environment: \(environment), duration: 60d, model: {provider: openai, name: gpt-4o, tier: \(tier)}, data: {class: public}}
    estimate: [{meter: output.response, quantity: 100000000}]
    \(more)

    """
  }

  static func waiver(
    rule: String = "no-premium", scope: String? = "request.project == 'claims-triage'", from: String? = nil,
    until: String? = "2026-12-01", kind: String = "waiver", more: String = ""
  ) -> String {
    var terms = "rule: \(rule)"
    if let scope { terms += "\n  scope: \(scope)" }
    if let from { terms += "\n  from: \(from)" }
    if let until { terms += "\n  until: \(until)" }
    return request(kind: kind, more: "waiver:\n  \(terms)\n\(more)")
  }
}

extension Folder {
  /// The worked example with two rules that deny, and a workflow for exceptions.
  static func exceptions() throws -> Folder {
    let folder = try Folder.example()
    try folder.write("rules/policy/no-premium.yaml", Exceptions.premium)
    try folder.write("rules/policy/no-production.yaml", Exceptions.production)
    try folder.write("workflows/waiver.yaml", Exceptions.workflow)
    try folder.write("premium.yaml", Exceptions.request())
    return folder
  }

  /// Asks for a waiver and has it approved; returns its id.
  @discardableResult
  func waive(_ text: String, at day: String = "11-02") throws -> String {
    try write("waiver.yaml", text)
    let asked = try ask("waiver request waiver.yaml", as: "zoe", at: "\(day)T10:00")
    guard let id = asked.at("waiver"), let request = asked.at("id") else {
      throw HarnessError(description: "no waiver in \(asked.serialized())")
    }
    _ = try ask("waiver approve \(id)", as: "gia", at: "\(day)T10:10")
    let decided = try ask("approve \(request)", as: "eve", at: "\(day)T10:20")
    #expect(decided.at("state") == "approved")
    return id
  }

  func outcome(of file: String = "premium.yaml", at time: String) throws -> String? {
    try ask("evaluate \(file)", as: "zoe", at: time).at("outcome")
  }
}

@Suite struct WaiverTests {
  @Test func `An approved waiver suspends its rule, and every answer says so`() throws {
    let folder = try Folder.exceptions()
    let denied = try folder.ask("submit premium.yaml", as: "zoe", at: "11-02T09:00")
    #expect(denied.at("outcome") == "deny")
    #expect(denied.at("rules.0.waivable") == "true")
    let words = try folder.run("why REQ-000001", as: "zoe", now: "2026-11-02T09:01:00Z").output
    #expect(words.contains("waiver: {rule: no-premium, scope: CONDITION, until: DATE, request: REQ-000001}"))

    #expect(try folder.waive(Exceptions.waiver(more: "  request: REQ-000001")) == "WVR-000001")
    let submitted = try folder.ask("submit premium.yaml", as: "zoe", at: "11-02T11:00")
    #expect(submitted.at("outcome") == "allow")
    #expect(submitted.at("state") == "in_review")
    let expected =
      #"[{"id":"no-premium","effect":"deny","message":"tier premium is closed","waiver":"WVR-000001","#
      + #""approvedBy":["eve"],"from":"2026-11-02T10:20:00Z","until":"2026-12-01T00:00:00Z"}]"#
    #expect(submitted.at("waived") == expected)
    #expect(try folder.ask("evaluate premium.yaml", as: "zoe", at: "11-02T11:01").at("waived") == expected)
    #expect(try folder.ask("why REQ-000003", as: "zoe", at: "11-02T11:01").at("waived") == expected)
    #expect(try folder.ask("show REQ-000003", as: "zoe", at: "11-02T11:01").at("waived") == expected)
    for command in ["evaluate premium.yaml --explain", "why REQ-000003", "show REQ-000003"] {
      let text = try folder.run(command, as: "zoe", now: "2026-11-02T11:02:00Z").output
      #expect(text.contains("waiver WVR-000001, approved by eve, until 2026-12-01 00:00Z"), "\(command)")
    }

    let waiver = try folder.ask("waiver show WVR-000001", as: "zoe", at: "11-02T11:03")
    for (path, value) in [
      ("state", "active"), ("rule", "no-premium"), ("scope", "request.project == 'claims-triage'"), ("uses", "2"),
      ("denied", "REQ-000001"), ("request", "REQ-000002"), ("approvedBy", #"["eve"]"#), ("remarks", "[]"),
    ] {
      #expect(waiver.at(path) == value, "\(path)")
    }
    #expect(try folder.run("rebuild").code == 0)
    #expect(try folder.run("audit verify").code == 0)
    _ = try folder.ask("audit export -d history", as: "gus", at: "11-02T12:00")
    #expect(try folder.run("audit verify history").code == 0)
    #expect(
      try folder.read("history/leaves.jsonl").contains(#""waived":[{"rule":"no-premium","waiver":"WVR-000001"}]"#))
  }

  @Test func `A waiver holds from its start until its end, and within its scope`() throws {
    let folder = try Folder.exceptions()
    try folder.waive(Exceptions.waiver(from: "2026-11-10", until: "2026-11-20T12:00:00Z"))
    try folder.write("other.yaml", Exceptions.request(project: "claims-other"))
    for (time, outcome) in [
      ("11-09T23:59", "deny"), ("11-10T00:00", "allow"), ("11-20T11:59", "allow"), ("11-20T12:00", "deny"),
    ] {
      #expect(try folder.outcome(at: time) == outcome, "\(time)")
      #expect(try folder.outcome(of: "other.yaml", at: time) == "deny", "\(time)")
    }
    let early = try folder.run("evaluate premium.yaml", as: "zoe", now: "2026-11-09T00:00:00Z").output
    #expect(early.contains("note: waiver WVR-000001 of rule no-premium begins 2026-11-10 00:00Z"))
    let other = try folder.run("submit other.yaml", as: "zoe", now: "2026-11-15T00:00:00Z")
    #expect(other.errors.contains("waiver WVR-000001 of rule no-premium does not cover this request"))
    let late = try folder.run("submit premium.yaml", as: "zoe", now: "2026-11-21T00:00:00Z")
    #expect(late.errors.contains("waiver WVR-000001 of rule no-premium ended 2026-11-20 12:00Z"))
  }

  @Test func `A waiver that is not approved, or revoked, or whose scope errs, suspends nothing`() throws {
    let folder = try Folder.exceptions()
    try folder.write("waiver.yaml", Exceptions.waiver())
    _ = try folder.ask("waiver request waiver.yaml", as: "zoe", at: "11-02T09:00")
    #expect(try folder.outcome(at: "11-02T09:01") == "deny")
    _ = try folder.ask("approve REQ-000001", as: "gia", at: "11-02T09:02")
    #expect(try folder.outcome(at: "11-02T09:03") == "deny")
    _ = try folder.run("reject REQ-000001 --comment no", as: "eve", now: "2026-11-02T09:04:00Z")
    #expect(try folder.outcome(at: "11-02T09:05") == "deny")
    #expect(try folder.ask("waiver show 1", as: "zoe", at: "11-02T09:06").at("state") == "declined")

    let second = try folder.waive(Exceptions.waiver())
    #expect(second == "WVR-000002")
    #expect(try folder.outcome(at: "11-02T11:00") == "allow")
    let barred = try folder.run("waiver revoke 2 --reason so", as: "tom", now: "2026-11-02T11:10:00Z")
    #expect(barred.code == 5)
    #expect(barred.errors.contains("zoe, eve"))
    #expect(
      try folder.ask("waiver revoke 2", ["--reason", "it is signed"], as: "fay", at: "11-02T11:20").at("state")
        == "revoked")
    #expect(try folder.outcome(at: "11-02T11:21") == "deny")
    #expect(try folder.run("waiver revoke 2 --reason again", as: "fay", now: "2026-11-02T11:22:00Z").code == 4)

    // It divides by nothing for every request: it is never true.
    try folder.waive(Exceptions.waiver(scope: "1 / (size(request.project) - 13) == 1"), at: "11-03")
    #expect(try folder.outcome(at: "11-03T11:00") == "deny")
  }

  @Test(arguments: [
    (
      name: "no such rule", text: Exceptions.waiver(rule: "no-premiun"), exit: Int32(2),
      words: "did you mean `no-premium`?"
    ),
    (
      "a deny that is not waivable", Exceptions.waiver(rule: "no-production"), 5,
      "rule `no-production` may not be waived"
    ),
    (
      "a require", Exceptions.waiver(rule: "personal-data-needs-data-governance"), 5,
      "a rule with effect `require` is met, not waived"
    ),
    ("no end", Exceptions.waiver(until: nil), 2, "until"),
    ("an end that is over", Exceptions.waiver(until: "2026-11-01"), 2, "is over"),
    ("an end before its start", Exceptions.waiver(from: "2026-12-02"), 2, "`until` is not after `from`"),
    ("a scope with a misspelt fact", Exceptions.waiver(scope: "request.projekt == 'x'"), 2, "projekt"),
    ("a scope that is no condition", Exceptions.waiver(scope: "request.project"), 2, "bool"),
    ("a scope that does not parse", Exceptions.waiver(scope: "request.project =="), 2, "waiver.yaml:8:28"),
    ("facts of another rule", Exceptions.waiver(scope: "spend.effective > usd(1)"), 2, "undeclared name `spend`"),
    (
      "a scope of a usage rule over requests", Exceptions.waiver(rule: "spend-over-envelope"), 2,
      "undeclared name `request`"
    ),
    ("another kind of request", Exceptions.waiver(kind: "experiment"), 2, "`kind: waiver`"),
    ("a waiver of nothing", Exceptions.request(kind: "waiver"), 2, "asks for no waiver"),
    ("a plain request", Exceptions.request(), 2, "asks for no waiver"),
    ("no such denied request", Exceptions.waiver(more: "  request: REQ-000099"), 2, "no request `REQ-000099`"),
    ("an unknown key", Exceptions.waiver(more: "  untill: 2027-01-01"), 2, "untill"),
  ])
  func `What may not be waived is refused, and nothing is written`(
    row: (name: String, text: String, exit: Int32, words: String)
  ) throws {
    let folder = try Folder.exceptions()
    try folder.write("waiver.yaml", row.text)
    let outcome = try folder.run("waiver request waiver.yaml", as: "zoe", now: "2026-11-02T09:00:00Z")
    #expect(outcome.code == row.exit, "\(outcome.errors)")
    #expect(outcome.errors.contains(row.words), "\(outcome.errors)")
    #expect(try folder.ask("list", as: "zoe", at: "11-02T09:01").at("items") == "[]")
  }

  @Test func `A waiver ends by its time, and the list says what is worth a look`() throws {
    let folder = try Folder.exceptions()
    try folder.waive(Exceptions.waiver(until: "2026-11-12"))
    let list = try folder.ask("waiver list", as: "zoe", at: "11-02T11:00")
    #expect(list.at("items.0.remarks") == #"["expiring","unused"]"#)
    _ = try folder.ask("submit premium.yaml", as: "zoe", at: "11-02T11:01")
    #expect(try folder.ask("waiver list", as: "zoe", at: "11-02T11:02").at("items.0.remarks") == #"["expiring"]"#)

    let ended = try folder.ask("tick", as: "gus", at: "11-12T00:00")
    #expect(ended["fired"]?.array?.contains { $0.at("type") == "waiver.expired" } ?? false)
    let again = try folder.ask("tick", as: "gus", at: "11-12T00:01")
    #expect(!(again["fired"]?.array?.contains { $0.at("type") == "waiver.expired" } ?? false))
    #expect(
      try folder.ask("waiver list --state expired", as: "zoe", at: "11-12T00:02").at("items.0.id") == "WVR-000001")
    #expect(try folder.ask("waiver list --state active", as: "zoe", at: "11-12T00:02").at("items") == "[]")

    try folder.waive(Exceptions.waiver(until: "2026-11-20"), at: "11-12")
    // Once more is decided one level higher.
    try folder.write("waiver.yaml", Exceptions.waiver(until: "2026-11-30"))
    let third = try #require(try folder.ask("waiver request waiver.yaml", as: "zoe", at: "11-19T10:00").at("id"))
    for (person, stage) in [("gia", "governance"), ("gil", "authority"), ("gus", "authority"), ("eve", "decision")] {
      _ = try folder.ask("approve \(third) --stage \(stage)", as: person, at: "11-19T10:10")
    }
    let renewed = try folder.ask("waiver show WVR-000003", as: "zoe", at: "11-19T11:00")
    #expect(renewed.at("renews") == "WVR-000002")
    #expect(renewed.at("renewals") == "2")
    #expect(renewed.at("remarks")?.contains("renewed_twice") ?? false)
    #expect(
      try folder.run("waiver list", now: "2026-11-19T11:00:00Z").output.contains("the rule wants changing"))
    // What the rule may not be relieved of any more is not relieved.
    try folder.write(
      "rules/policy/no-premium.yaml", Exceptions.premium.replacing("waivable: true", with: "waivable: false"))
    #expect(try folder.outcome(at: "11-19T12:00") == "deny")
    #expect(
      try folder.ask("waiver show WVR-000003", as: "zoe", at: "11-19T12:00").at("remarks")?.contains("no_such_rule")
        ?? false)
    #expect(try folder.run("rebuild").code == 0)
  }

  @Test func `Whoever judged other terms judges again`() throws {
    let folder = try Folder.exceptions()
    try folder.write("waiver.yaml", Exceptions.waiver())
    _ = try folder.ask("submit waiver.yaml", as: "zoe", at: "11-02T09:00")
    _ = try folder.ask("approve REQ-000001", as: "gia", at: "11-02T09:10")
    _ = try folder.ask("return REQ-000001", ["--comment", "shorter"], as: "eve", at: "11-02T09:20")
    try folder.write("waiver.yaml", Exceptions.waiver(scope: "true"))
    let wider = try folder.ask("resubmit REQ-000001 waiver.yaml", as: "zoe", at: "11-02T09:30")
    #expect(wider.at("waiver") == "WVR-000001")
    #expect(wider.at("waitingOn.0.stage") == "governance")
    _ = try folder.ask("approve REQ-000001", as: "gia", at: "11-02T09:40")
    _ = try folder.ask("approve REQ-000001", as: "eve", at: "11-02T09:50")
    #expect(try folder.ask("waiver show WVR-000001", as: "zoe", at: "11-02T10:00").at("scope") == "true")
    #expect(try folder.waive(Exceptions.waiver(scope: "false"), at: "11-03") == "WVR-000002")
  }

  @Test func `A waiver of a rule on usage puts its findings off until it ends`() throws {
    let folder = try Folder.exceptions()
    _ = try folder.ask("submit request.yaml", as: "zoe", at: "11-02T09:00").at("state")
    try folder.write("rules/policy/no-premium.yaml", Exceptions.premium.replacing("'premium'", with: "'frontier'"))
    _ = try folder.ask("submit request.yaml", as: "zoe", at: "11-02T09:00")
    for (person, more) in [("pia", ""), ("ann", ""), ("lea", ""), ("dia", " --cap cost=6000USD")] {
      _ = try folder.ask("approve REQ-000002\(more)", as: person, at: "11-02T09:10")
    }
    _ = try folder.ask("duty submit DTY-000001 --evidence dpia.pdf", as: "zoe", at: "11-02T09:20")
    _ = try folder.ask("duty verify DTY-000001", as: "bo", at: "11-02T09:30")
    let id = try folder.waive(
      Exceptions.waiver(rule: "spend-over-envelope", scope: "spend.effective < usd(7000)", until: "2026-11-25"))
    let ingested = try folder.ask("usage ingest usage.jsonl --source openai-org", as: "fay", at: "11-20T10:00")
    #expect(ingested.at("findings") == "[]")
    #expect(ingested.at("waived.0.waiver") == id)
    #expect(ingested.at("waived.0.amount") == #"{"amount":"220.00","currency":"USD"}"#)
    #expect(try folder.ask("tick", as: "gus", at: "11-24T00:00").at("waived.0.rule") == "spend-over-envelope")
    #expect(try folder.ask("finding list", as: "fay", at: "11-24T00:01").at("items") == "[]")
    let after = try folder.ask("tick", as: "gus", at: "11-25T00:00")
    #expect(after.at("findings.0.rule") == "spend-over-envelope")

    // What is open already is put off, and comes back with the due date that it had.
    let due = after.at("findings.0.due")
    try folder.waive(
      Exceptions.waiver(rule: "spend-over-envelope", scope: "grant.owner == 'zoe'", until: "2026-12-10"), at: "11-26")
    _ = try folder.ask("tick", as: "gus", at: "11-26T11:00")
    #expect(try folder.ask("finding show FND-000001", as: "fay", at: "11-26T11:01").at("state") == "risk_accepted")
    #expect(try folder.ask("waiver show 2", as: "fay", at: "11-26T11:01").at("uses") == "1")
    _ = try folder.ask("tick", as: "gus", at: "12-10T00:00")
    let back = try folder.ask("finding show FND-000001", as: "fay", at: "12-10T00:01")
    #expect(back.at("state") == "open")
    #expect(back.at("due") == due)
    #expect(try folder.run("audit verify").code == 0)
    #expect(try folder.run("rebuild").code == 0)
  }
}
