import StrictJSON
import Testing

@Suite struct SimulateTests {
  /// The worked example with a limit of 10,000 USD: a request of 7,400 USD, and one of 42 cents through the lane.
  private func workspace() throws -> Folder {
    let folder = try Folder.example()
    try folder.write(BundleTests.path, BundleTests.rule(10_000))
    _ = try folder.ask("submit request.yaml", as: "zoe", at: "11-02T09:00")
    try folder.write("small.yaml", Exceptions.request(project: "small", more: "").replacing("100000000", with: "42000"))
    #expect(try folder.ask("submit small.yaml", as: "zoe", at: "11-03T09:00").at("lane") == "sandbox")
    return folder
  }

  @Test func `What was recorded is judged again, and the digest is what may be activated`() throws {
    let folder = try workspace()
    let same = try folder.ask("simulate --rules rules", as: "zoe", at: "11-04T09:00")
    for (path, value) in [
      ("judged", "2"), ("changed", "0"), ("flips", "0"), ("unread", "0"), ("money", "[]"), ("against", "recorded"),
    ] { #expect(same.at(path) == value, "\(path)") }

    try folder.write(BundleTests.path, BundleTests.rule(5_000))
    let changed = try folder.ask("simulate --rules rules", as: "zoe", at: "11-04T09:00")
    for (path, value) in [
      ("judged", "2"), ("changed", "1"), ("flips", "0"), ("rules.0.name", "large-spend"), ("rules.0.added", "1"),
      ("rules.0.money", #"[{"amount":"7400.00","currency":"USD"}]"#), ("reviews.0.name", "governance"),
      ("stages.0.name", "governance"), ("changes.0.request", "REQ-000001"),
      ("changes.0.before.rules", #"["personal-data-needs-data-governance"]"#),
    ] { #expect(changed.at(path) == value, "\(path)") }

    try folder.write(BundleTests.path, BundleTests.rule(0))
    let flipped = try folder.ask("simulate --rules rules", as: "zoe", at: "11-04T09:00")
    for (path, value) in [
      ("flips", "1"), ("money", #"[{"amount":"0.42","currency":"USD"}]"#),
      ("ways.0.name", "lane (allow) -> review (require)"), ("changes.1.after.decision", "review"),
    ] { #expect(flipped.at(path) == value, "\(path)") }
    let text = try folder.run("simulate --rules rules", as: "zoe", now: "2026-11-04T09:00:00Z")
    #expect(text.output.contains("2 requests judged, 2 changed, 1 flip, 0.42 USD touched"))
    let again = try folder.run("simulate --rules rules", as: "zoe", now: "2026-11-04T09:00:00Z")
    #expect(again.output == text.output)
    let csv = try folder.run("simulate --rules rules -o csv", as: "zoe", now: "2026-11-04T09:00:00Z").output
    #expect(csv.hasPrefix("request,revision,at,cost,currency,flip,outcome_before,"))
    #expect(
      csv.contains(
        "REQ-000002,1,2026-11-03T09:00:00Z,0.42,USD,1,allow,require,lane,review,large-spend,,governance,,"))

    let digest = try #require(flipped.at("digest"))
    #expect(text.output.contains("assent bundle activate --digest \(digest.prefix(12)) --rules rules"))
    let proposed = try folder.ask("bundle activate --digest \(digest) --rules rules", as: "zoe", at: "11-04T10:00")
    #expect(proposed.at("digest") == digest)
    #expect(try folder.ask("bundle activate --digest \(digest)", as: "gia", at: "11-04T10:01").at("state") == "active")
    #expect(try folder.ask("submit small.yaml", as: "zoe", at: "11-04T10:02").at("outcome") == "require")
    #expect(try folder.ask("bundle rollback --reason slow", as: "gia", at: "11-04T10:03").at("state") == "rolled_back")
    #expect(try folder.ask("submit small.yaml", as: "zoe", at: "11-04T10:04").at("outcome") == "allow")
  }

  @Test func `Time, workflows and documents may be chosen`() throws {
    let folder = try workspace()
    try folder.write("next/rules/policy/none.txt", "")
    for (arguments, judged) in [
      ("--since 2026-11-03", "1"), ("--until 2026-11-03", "1"), ("--since 2026-11-02T09:00:01Z", "1"),
      ("--since 2026-11-04", "0"), ("--since 2026-11-01 --until 2026-11-09", "2"),
    ] {
      let answer = try folder.ask("simulate --rules rules \(arguments)", as: "zoe", at: "11-04T09:00")
      #expect(answer.at("judged") == judged, "\(arguments)")
    }
    try folder.write("flows/decision-rights.yaml", try folder.read("workflows/decision-rights.yaml"))
    try folder.write(
      "flows/standard-experiment.yaml",
      try folder.read("workflows/standard-experiment.yaml").replacing("usd(500)", with: "usd(0)"))
    for rules in ["--rules rules", ""] {
      let lanes = try folder.ask("simulate \(rules) --workflows flows", as: "zoe", at: "11-04T09:00")
      #expect(lanes.at("ways.0.name") == "lane (allow) -> review (allow)")
      #expect(lanes.at("rules") == "[]")
    }

    try folder.write(
      "documents.jsonl",
      """
      {"request": {"kind": "experiment", "cost": "6000 USD", "environment": "dev", "data": {"class": "public"}}}
      {"request": {"kind": "experiment", "cost": "4000 USD", "environment": "dev", "data": {"class": "public"}}}
      no document

      """)
    try folder.write(BundleTests.path, BundleTests.rule(5_000))
    let documents = try folder.ask("simulate --rules rules --requests documents.jsonl", as: "zoe", at: "11-04T09:00")
    for (path, value) in [
      ("judged", "2"), ("unread", "1"), ("changed", "1"), ("changes.0.request", "line 1"),
      ("changes.0.after.rules", #"["large-spend"]"#),
    ] { #expect(documents.at(path) == value, "\(path)") }
    #expect(documents.at("against")?.count == 64)
  }

  @Test func `A waiver of then is honoured, and a lane that a budget kept shut stays shut`() throws {
    let folder = try Folder.exceptions()
    try folder.waive(Exceptions.waiver(until: "2026-11-05"))
    #expect(try folder.ask("submit premium.yaml", as: "zoe", at: "11-03T09:00").at("waived.0.id") == "no-premium")
    #expect(try folder.ask("submit premium.yaml", as: "zoe", at: "11-06T09:00").at("outcome") == "deny")
    #expect(try folder.ask("simulate --rules rules", as: "zoe", at: "11-07T09:00").at("changed") == "0")
    try folder.write(
      "rules/policy/no-premium.yaml", Exceptions.premium.replacing("waivable: true", with: "waivable: false"))
    let strict = try folder.ask("simulate --rules rules", as: "zoe", at: "11-07T09:00")
    #expect(strict.at("ways.0.name") == "review (allow) -> denied")
    #expect(strict.at("flips") == "1")

    try folder.write("rules/policy/no-premium.yaml", Exceptions.premium.replacing("'premium'", with: "'frontier'"))
    try Edit.replace("rules/budgets/cc-0410.yaml", "50000 USD", with: "600 USD").apply(to: folder)
    try folder.write("small.yaml", Exceptions.request(project: "a").replacing("100000000", with: "42000"))
    #expect(try folder.ask("submit small.yaml", as: "zoe", at: "11-08T09:00").at("lane") == "sandbox")
    #expect(try folder.ask("submit small.yaml", as: "zoe", at: "11-08T09:01").at("lane") == nil)
    let answer = try folder.ask("simulate --rules rules --since 2026-11-08", as: "zoe", at: "11-09T09:00")
    #expect(answer.at("judged") == "2")
    #expect(answer.at("changed") == "0")
  }

  @Test func `Recorded usage is judged by the rules of now and by those of the folder`() throws {
    let folder = try workspace()
    for (person, more) in [("ann", ""), ("lea", ""), ("dia", " --cap cost=6000USD")] {
      _ = try folder.ask("approve REQ-000001\(more)", as: person, at: "11-03T09:10")
    }
    _ = try folder.ask("duty submit DTY-000001 --evidence dpia.pdf", as: "zoe", at: "11-03T09:20")
    _ = try folder.ask("duty verify DTY-000001", as: "bo", at: "11-03T09:30")
    _ = try folder.ask("usage ingest usage.jsonl --source openai-org", as: "fay", at: "11-20T10:00")
    let same = try folder.ask("simulate --rules rules", as: "zoe", at: "11-21T09:00")
    #expect(same.at("usage") == #"{"before":1,"after":1,"changes":[]}"#)
    try Edit.replace(
      "rules/policy/spend-over-envelope.yaml", "when: spend.effective > grant.caps.cost",
      with: "when: spend.effective > grant.caps.cost + usd(500)"
    ).apply(to: folder)
    let milder = try folder.ask("simulate --rules rules", as: "zoe", at: "11-21T09:00")
    #expect(milder.at("usage.after") == "0")
    #expect(milder.at("usage.changes.0.rule") == "spend-over-envelope")
    #expect(milder.at("usage.changes.0.change") == "removed")
    #expect(milder.at("usage.changes.0.before") == #"{"amount":"220.00","currency":"USD"}"#)
    // Nothing was written.
    #expect(try folder.ask("finding list", as: "fay", at: "11-21T09:01")["items"]?.array?.count == 1)
    #expect(try folder.run("audit verify").code == 0)
  }

  @Test(arguments: [
    (
      name: "no folder", edits: [Edit](), arguments: "simulate --rules nowhere", exit: Int32(2),
      words: "no folder `nowhere`"
    ),
    ("no folder of workflows", [], "simulate --rules rules --workflows nowhere", 2, "no folder `nowhere`"),
    ("no rules named", [], "simulate", 64, "--rules"),
    ("another format", [], "simulate --rules rules -o xml", 64, "no format `xml`"),
    ("no time", [], "simulate --rules rules --since yesterday", 2, "`yesterday` is no time"),
    ("no file", [], "simulate --rules rules --requests nowhere.jsonl", 2, "cannot read `nowhere.jsonl`"),
    (
      "a broken rule", [.replace(BundleTests.path, "request.cost", with: "request.costs")], "simulate --rules rules", 1,
      "did you mean"
    ),
    (
      "a fact that is gone",
      [
        .replace("rules/schema.yaml", "environment: \"enum(sandbox, dev, test, staging, production)\", ", with: ""),
        .remove("rules/policy/personal-data-needs-data-governance.yaml"),
        .replace("workflows/decision-rights.yaml", "reads: [data, environment, model]", with: "reads: [data, model]"),
        .replace("workflows/decision-rights.yaml", "reads: [data, environment, model]", with: "reads: [data, model]"),
      ], "simulate --rules rules", 1,
      "fact `request.environment`: removed; read by `personal-data-needs-data-governance`"
    ),
  ])
  func `What cannot be simulated is refused`(
    row: (name: String, edits: [Edit], arguments: String, exit: Int32, words: String)
  ) throws {
    let folder = try workspace()
    for edit in row.edits { try edit.apply(to: folder) }
    let outcome = try folder.run(row.arguments, as: "zoe", now: "2026-11-04T09:00:00Z")
    #expect(outcome.code == row.exit, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains(row.words), "\(outcome.errors)")
  }
}
