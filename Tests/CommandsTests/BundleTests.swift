import StrictJSON
import Testing

@Suite struct BundleTests {
  static let path = "rules/policy/large-spend.yaml"

  /// A rule with one threshold, and examples at it.
  static func rule(_ limit: Int, example: Int? = nil) -> String {
    """
    apiVersion: assent/v1
    kind: Rule
    id: large-spend
    title: Large spend is looked at
    owner: group:finance
    on: request
    when: request.cost > usd(\(limit))
    effect: require
    review: [governance]
    examples:
      - {name: over, given: {request: {cost: \(example ?? limit + 1) USD}}, fires: true}
      - {name: exactly the limit, given: {request: {cost: \(limit) USD}}, fires: false}

    """
  }

  /// The worked example with a limit of 10,000 USD, and a request of 7,400 USD submitted under it.
  private func workspace() throws -> Folder {
    let folder = try Folder.example()
    try folder.write(Self.path, Self.rule(10_000))
    #expect(try folder.ask("submit request.yaml", as: "zoe", at: "11-02T09:00").at("rules.1") == nil)
    return folder
  }

  private func digest(_ folder: Folder) throws -> String {
    let shown = try folder.ask("check", as: "zoe", at: "11-02T09:01")
    guard let digest = shown.at("digest") else { throw HarnessError(description: "no digest") }
    return digest
  }

  private func reviews(_ folder: Folder, at time: String) throws -> Bool {
    let submitted = try folder.ask("submit request.yaml", as: "zoe", at: time)
    return submitted["rules"]?.array?.contains { $0.at("id") == "large-spend" } ?? false
  }

  @Test func `A change is rehearsed: proposed by one, activated by a second, rolled back, all of it in the log`() throws
  {
    let folder = try workspace()
    let former = try digest(folder)
    #expect(try folder.ask("bundle show", as: "zoe", at: "11-02T09:02").at("digest") == former)
    try folder.write(Self.path, Self.rule(5_000))
    let next = try digest(folder)

    let difference = try folder.ask("bundle diff", as: "zoe", at: "11-02T09:03")
    #expect(difference.at("from") == former)
    #expect(difference.at("to") == next)
    #expect(difference.at("items.0.name") == "large-spend")
    #expect(difference.at("items.0.lines")?.contains("- when: request.cost > usd(10000)") ?? false)
    #expect(difference.at("items.0.lines")?.contains("+ when: request.cost > usd(5000)") ?? false)
    #expect(difference["items"]?.array?.count == 1)

    let proposed = try folder.ask("bundle activate --digest \(next.prefix(12))", as: "zoe", at: "11-02T09:04")
    #expect(proposed.at("state") == "proposed")
    #expect(proposed.at("mayActivate") == #"["gia","gil","gus"]"#)
    let own = try folder.run("bundle activate --digest \(next.prefix(12))", as: "zoe", now: "2026-11-02T09:05:00Z")
    #expect(own.code == 4)
    #expect(own.errors.contains("a second person activates it"))
    let barred = try folder.run("bundle activate --digest \(next.prefix(12))", as: "tom", now: "2026-11-02T09:05:00Z")
    #expect(barred.code == 5)
    #expect(barred.errors.contains("gia, gil, gus"))

    // What was proposed is stored: the folder may go on changing.
    try folder.write(Self.path, Self.rule(1))
    let active = try folder.ask("bundle activate --digest \(next)", as: "gia", at: "11-02T09:06")
    #expect(active.at("state") == "active")
    #expect(active.at("author") == "zoe")
    #expect(active.at("second") == "gia")
    try folder.write(Self.path, "broken: [")
    #expect(try reviews(folder, at: "11-02T09:07"))
    let warned = try folder.run("queue --all", as: "gia", now: "2026-11-02T09:07:00Z")
    #expect(warned.code == 0)
    #expect(warned.errors.contains("are not the bundle in force, \(next.prefix(12))"))

    #expect(try folder.run("bundle rollback --reason slow", as: "zoe", now: "2026-11-02T09:08:00Z").code == 5)
    let back = try folder.ask("bundle rollback --reason slow", as: "gus", at: "11-02T09:09")
    #expect(back.at("digest") == former)
    #expect(try !reviews(folder, at: "11-02T09:10"))
    let history = try folder.ask("bundle show", as: "zoe", at: "11-02T09:11")
    let types = history["history"]?.array?.compactMap { $0.at("type") }
    #expect(types == ["bundle.activated", "bundle.proposed", "bundle.activated", "bundle.rolled_back"])
    #expect(history.at("digest") == former)
    // Each request keeps the bundle that it pinned.
    for (request, pinned) in [("REQ-000001", former), ("REQ-000002", next), ("REQ-000003", former)] {
      #expect(try folder.ask("show \(request)", as: "zoe", at: "11-02T09:12").at("bundleSha256") == pinned)
    }
    #expect(try folder.run("audit verify").code == 0)
    #expect(try folder.run("rebuild").code == 0)
    _ = try folder.ask("audit export -d history", as: "gus", at: "11-02T09:13")
    #expect(try folder.run("audit verify history").code == 0)
  }

  @Test(arguments: [
    (
      name: "a failing example", edits: [Edit.write(path, rule(5_000, example: 4_000))], arguments: "bundle activate",
      person: "zoe", exit: Int32(1), words: "example"
    ),
    (
      "a broken rule", [.replace(path, "request.cost", with: "request.costs")], "bundle activate", "zoe", 1,
      "did you mean"
    ),
    (
      "a fact that is gone", [.replace("rules/schema.yaml", "title: text, ", with: "")], "bundle activate",
      "zoe",
      1, "fact `request.title`: removed; no rule reads it"
    ),
    (
      "a fact of another type", [.replace("rules/schema.yaml", "team: string, project", with: "team: int, project")],
      "bundle activate", "zoe", 1, "fact `request.team`: string became int"
    ),
    ("another digest", [], "bundle activate --digest 00000000ffff", "zoe", 2, "not `00000000ffff`"),
    ("no digest", [], "bundle activate --digest HEAD", "zoe", 2, "`HEAD` is no digest"),
    ("no such folder", [], "bundle activate --rules nowhere", "zoe", 2, "no folder `nowhere`"),
    ("nobody", [], "bundle activate", "nobody", 5, "no person `nobody`"),
    ("nothing to go back to", [], "bundle rollback --reason x", "gia", 4, "no former bundle"),
    ("a bundle that never was", [], "bundle rollback --to 12345678 --reason x", "gia", 6, "ever in force"),
    ("no reason", [], "bundle rollback", "gia", 64, "--reason"),
    ("a shadow of itself", [], "bundle shadow live", "gia", 4, "nothing would differ"),
    ("no shadow to end", [], "bundle shadow --end", "gia", 4, "no shadow runs"),
    ("a shadow of nothing", [], "bundle shadow", "gia", 64, "name a bundle"),
    ("a bundle that there is not", [], "bundle diff live 12345678", "gia", 6, "no bundle and no folder"),
    ("one that is not shown", [], "bundle show 12345678", "gia", 6, "no bundle and no folder"),
  ])
  func `What may not come into force is refused, and nothing is written`(
    row: (name: String, edits: [Edit], arguments: String, person: String, exit: Int32, words: String)
  ) throws {
    let folder = try workspace()
    let before = try folder.ask("bundle show", as: "zoe", at: "11-02T09:01")["history"]
    for edit in row.edits { try edit.apply(to: folder) }
    let outcome = try folder.run(row.arguments, as: row.person, now: "2026-11-02T09:02:00Z")
    #expect(outcome.code == row.exit, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains(row.words), "\(outcome.errors)")
    #expect(try folder.ask("bundle show", as: "zoe", at: "11-02T09:03")["history"] == before)
  }

  @Test func `A difference tells rules, workflows, files and facts, and no layout`() throws {
    let folder = try workspace()
    for edit in [
      Edit.write("rules/policy/further.yaml", Self.rule(9).replacing("large-spend", with: "further")),
      .replace(
        "rules/policy/spend-over-envelope.yaml", "severity: high\n", with: "\n# a comment\n\nseverity:    high\n"),
      .replace("workflows/standard-experiment.yaml", "ttl: 20bd", with: "ttl: 25bd"),
      .replace("rules/budgets/cc-0410.yaml", "50000 USD", with: "60000 USD"),
      .replace("rules/schema.yaml", "team: string, project", with: "team: string, \"region?\": string, project"),
      .replace("rules/schema.yaml", "experiment, pilot", with: "experiment, spike, pilot"),
    ] { try edit.apply(to: folder) }
    let difference = try folder.ask("bundle diff", as: "zoe", at: "11-02T09:02")
    let items = difference["items"]?.array?.map {
      "\($0.at("kind") ?? "") \($0.at("name") ?? "") \($0.at("change") ?? "")"
    }
    #expect(
      items == [
        "rule further added", "workflow standard-experiment changed", "file rules/budgets/cc-0410.yaml changed",
        "file rules/schema.yaml changed",
      ])
    #expect(
      difference["facts"]?.array?.map { "\($0.at("fact") ?? ""): \($0.at("breaking") ?? "")" } == [
        "request.kind: false", "request.region: false",
      ])
    try Edit.replace("rules/schema.yaml", "environment: \"enum(sandbox, dev, ", with: "environment: \"enum(dev, ")
      .apply(
        to: folder)
    try Edit.remove("rules/policy/personal-data-needs-data-governance.yaml").apply(to: folder)
    let broken = try folder.run("bundle diff", now: "2026-11-02T09:02:00Z")
    #expect(broken.code == 1)
    #expect(broken.output.contains("removed rule personal-data-needs-data-governance"))
    #expect(broken.output.contains("read by personal-data-needs-data-governance"))
  }

  @Test func `A shadow is judged beside the bundle in force, decides nothing, and its differences are recorded`() throws
  {
    let folder = try workspace()
    let former = try digest(folder)
    try folder.write(Self.path, Self.rule(5_000))
    let begun = try folder.ask("bundle shadow rules", as: "gia", at: "11-02T09:02")
    #expect(begun.at("running") == "true")
    try folder.write(Self.path, Self.rule(10_000))
    #expect(try digest(folder) == former)
    #expect(try !reviews(folder, at: "11-02T09:03"))
    try Edit.replace("request.yaml", "1800000000", with: "100000").apply(to: folder)
    #expect(try !reviews(folder, at: "11-02T09:04"))
    let report = try folder.ask("bundle shadow --report", as: "gia", at: "11-02T09:05")
    #expect(report.at("judged") == "2")
    #expect(report.at("different") == "1")
    #expect(report.at("differences.0.request") == "REQ-000002")
    #expect(report.at("differences.0.live.rules") == #"["personal-data-needs-data-governance"]"#)
    #expect(report.at("differences.0.shadow.rules") == #"["large-spend","personal-data-needs-data-governance"]"#)
    #expect(try folder.ask("bundle shadow --end", as: "gia", at: "11-02T09:06").at("running") == "false")
    try Edit.replace("request.yaml", "100000}", with: "1800000000}").apply(to: folder)
    #expect(try !reviews(folder, at: "11-02T09:07"))
    #expect(try folder.ask("bundle shadow --report", as: "gia", at: "11-02T09:08").at("judged") == "2")
    #expect(try folder.run("audit verify").code == 0)
    #expect(try folder.run("rebuild").code == 0)
  }
}
