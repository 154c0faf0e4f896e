import StrictJSON
import Testing

/// Grants that are used once, released in parts, or confirmed again and again.
@Suite struct GrantTermsTests {
  private static let terms = "grant: {expires: 90d, reserve: request.costCenter,"
  private static let conditions = "obligations: add}"

  /// A request of 1,000 USD, approved by tom on Tuesday, under a changed workflow.
  private func approved(grant: String = "", conditions: String = "") throws -> Folder {
    let folder = try Folder.example()
    let path = "workflows/standard-experiment.yaml"
    let workflow = try folder.read(path)
      .replacing(Self.terms, with: Self.terms + grant)
      .replacing(Self.conditions, with: "obligations: add\(conditions)}")
    try folder.write(path, workflow)
    try folder.write("small.yaml", Exceptions.request())
    _ = try folder.ask("submit small.yaml", as: "zoe", at: "11-02T09:00")
    _ = try folder.ask("approve REQ-000001", as: "pia", at: "11-02T10:00")
    let done = try folder.ask("approve REQ-000001", as: "tom", at: "11-03T09:00")
    #expect(done.at("state") == "approved" && done.at("grant.state") == "active")
    return folder
  }

  private func verify(_ folder: Folder) throws {
    #expect(try folder.run("rebuild", as: "gus", now: "2027-03-01T09:00:00Z").code == 0)
    #expect(try folder.run("audit verify", as: "gus", now: "2027-03-01T09:00:00Z").code == 0)
  }

  @Test func `A grant for single use is used once`() throws {
    let folder = try approved(grant: " singleUse: true,")
    let stranger = try folder.run("grant consume GRT-000001", as: "tom", now: "2026-11-04T09:00:00Z")
    #expect(stranger.code == 5 && stranger.errors.contains("its owner may: `zoe`"))
    let used = try folder.ask("grant consume GRT-000001", as: "zoe", at: "11-04T09:00")
    #expect(used.at("consumedAt") == "2026-11-04T09:00:00Z" && used.at("singleUse") == "true")
    let again = try folder.run("grant consume GRT-000001", as: "zoe", now: "2026-11-04T09:00:01Z")
    #expect(again.code == 4 && again.errors.contains("was used at 2026-11-04T09:00:00Z"))
    try verify(folder)
  }

  @Test func `Nothing is consumed of a grant without that, nor after its end`() throws {
    let plain = try approved().run("grant consume GRT-000001", as: "zoe", now: "2026-11-04T09:00:00Z")
    #expect(plain.code == 4 && plain.errors.contains("singleUse: true"))
    let folder = try approved(grant: " singleUse: true,")
    let late = try folder.run("grant consume GRT-000001", as: "zoe", now: "2027-02-01T09:00:00Z")
    #expect(late.code == 4 && late.errors.contains("cannot be used"))
    #expect(try folder.ask("grant show GRT-000001", as: "zoe", at: "11-04T09:00").at("state") != "active")
    try verify(folder)
  }

  @Test func `Tranches are released on evidence, by somebody else`() throws {
    let folder = try approved(
      conditions:
        #", tranches: [{release: 30%}, {release: 70%, when: "evidence('eval-report').score >= 0.7"}]"#)
    let first = try folder.ask("grant show GRT-000001", as: "zoe", at: "11-03T10:00")
    for (path, value) in [
      ("caps.cost.amount", "300.00"), ("tranches.0.released", "true"), ("tranches.1.released", "false"),
      ("tranches.1.percent", "70"), ("tranches.1.duty", "DTY-000001"), ("reserved.amount", "1000.00"),
    ] { #expect(first.at(path) == value, "\(path)") }

    try folder.write("eval-report.json", #"{"score": 0.62, "cases": 400}"#)
    let missing = try folder.run("duty submit DTY-000001", as: "zoe", now: "2026-11-05T09:00:00Z")
    #expect(missing.code == 2 && missing.errors.contains("evidence is missing: `eval-report`"))
    _ = try folder.ask("duty submit DTY-000001 --evidence eval-report.json", as: "zoe", at: "11-05T09:00")
    let own = try folder.run("duty verify DTY-000001", as: "zoe", now: "2026-11-05T10:00:00Z")
    #expect(own.code == 5)
    let low = try folder.run("duty verify DTY-000001", as: "tom", now: "2026-11-05T10:00:00Z")
    #expect(low.code == 4 && low.errors.contains("`evidence('eval-report').score >= 0.7` does not hold"))
    _ = try folder.ask("duty fail DTY-000001 --comment below", as: "tom", at: "11-05T10:05")

    try folder.write("eval-report.json", "no report at all")
    _ = try folder.ask("duty submit DTY-000001 --evidence eval-report.json", as: "zoe", at: "11-06T09:00")
    let scoreless = try folder.run("duty verify DTY-000001", as: "tom", now: "2026-11-06T10:00:00Z")
    #expect(scoreless.code == 2 && scoreless.errors.contains("evidence is JSON with a number `score`"))
    _ = try folder.ask("duty fail DTY-000001 --comment nothing", as: "tom", at: "11-06T10:05")

    try folder.write("eval-report.json", #"{"score": 0.7}"#)
    _ = try folder.ask("duty submit DTY-000001 --evidence eval-report.json", as: "zoe", at: "11-09T09:00")
    _ = try folder.ask("duty verify DTY-000001", as: "tom", at: "11-09T10:00")
    let all = try folder.ask("grant show GRT-000001", as: "zoe", at: "11-09T11:00")
    #expect(all.at("caps.cost.amount") == "1000.00" && all.at("tranches.1.released") == "true")
    try verify(folder)
  }

  @Test func `A grant that is not confirmed is suspended, and goes on once it is`() throws {
    let folder = try approved(grant: " recertify: {every: 30d, by: decision},")
    #expect(try folder.ask("grant show GRT-000001", as: "zoe", at: "11-04T09:00").at("recertify") == "30d")
    _ = try folder.ask("tick", as: "gus", at: "12-03T09:00")
    #expect(try folder.ask("grant show GRT-000001", as: "zoe", at: "12-03T09:00").at("state") == "active")
    _ = try folder.ask("tick", as: "gus", at: "12-03T09:01")
    #expect(try folder.ask("grant show GRT-000001", as: "zoe", at: "12-03T09:02").at("state") == "suspended")
    _ = try folder.ask("duty submit DTY-000001", as: "zoe", at: "12-03T10:00")
    _ = try folder.ask("duty verify DTY-000001", as: "tom", at: "12-03T11:00")
    #expect(try folder.ask("grant show GRT-000001", as: "zoe", at: "12-03T11:01").at("state") == "active")
    let next = try folder.ask("duty show DTY-000001", as: "zoe", at: "12-03T11:02")
    #expect(next.at("state") == "open" && next.at("due") == "2027-01-02T11:00:00Z")
    // Its end is the end of the duty, too.
    _ = try folder.run("grant revoke GRT-000001 --reason done", as: "tom", now: "2026-12-04T09:00:00Z")
    #expect(try folder.ask("grant show GRT-000001", as: "zoe", at: "12-04T09:01").at("state") == "closed")
    #expect(try folder.ask("duty show DTY-000001", as: "zoe", at: "12-04T09:02").at("state") == "cancelled")
    try verify(folder)
  }

  struct Wrong: CustomTestStringConvertible {
    var name: String
    var grant = ""
    var conditions = ""
    var words: String
    var testDescription: String { name }
  }

  @Test(arguments: [
    Wrong(
      name: "parts of less than all", conditions: ", tranches: [{release: 30%}, {release: 60%, when: \"true\"}]",
      words: "the tranches release 90 % of the caps"),
    Wrong(
      name: "a first part that waits", conditions: ", tranches: [{release: 100%, when: \"evidence('x').score > 1.0\"}]",
      words: "the first tranche waits for"),
    Wrong(
      name: "a further part that does not", conditions: ", tranches: [{release: 50%}, {release: 50%}]",
      words: "a further tranche without a condition"),
    Wrong(
      name: "no evidence", conditions: ", tranches: [{release: 50%}, {release: 50%, when: \"true\"}]",
      words: "`true` reads no evidence"),
    Wrong(
      name: "no condition",
      conditions: ", tranches: [{release: 50%}, {release: 50%, when: \"evidence('x').points > 1\"}]",
      words: "points"),
    Wrong(name: "nobody to confirm", grant: " recertify: {every: 30d, by: peer},", words: "`peer`"),
    Wrong(
      name: "too late to confirm", grant: " recertify: {every: 90d, by: decision},", words: "the grant ends before"),
    Wrong(name: "no period", grant: " recertify: {by: decision},", words: "missing key `every`"),
    Wrong(name: "a word for once", grant: " singleUse: once,", words: "expected `true` or `false`"),
  ])
  func `What cannot be is told`(_ wrong: Wrong) throws {
    let folder = try Folder.example()
    let path = "workflows/standard-experiment.yaml"
    try folder.write(
      path,
      try folder.read(path).replacing(Self.terms, with: Self.terms + wrong.grant)
        .replacing(Self.conditions, with: "obligations: add\(wrong.conditions)}"))
    let outcome = try folder.run("check --strict", as: "zoe", now: "2026-11-02T09:00:00Z")
    #expect(outcome.code == 1)
    #expect((outcome.output + outcome.errors).contains(wrong.words), "\(outcome.output + outcome.errors)")
  }
}
