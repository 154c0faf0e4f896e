import StrictJSON
import Testing

/// What `why` tells of an approved request: how its grant stands, and what is left to do.
@Suite struct StandingTests {
  @Test func `Over its cap it offers the amendment`() throws {
    let story = try ChangeScenarios.granted("why of a grant over its cap")
    try story.act("11-20 10:00", "fay", "usage ingest usage.jsonl --source openai-org")
    let why = try story.act("11-20 10:01", "zoe", "why REQ-000001")
    for (path, value) in [
      ("state", "approved"), ("grant.state", "suspended"), ("grant.suspended.because", "cap"),
      ("grant.amend.delta.amount", "220.00"), ("grant.open.0.id", "FND-000001"),
      ("grant.open.0.what", "spend-over-envelope"),
    ] { #expect(why.at(path) == value, "\(path): \(why.at(path) ?? "")") }
    let text = try story.folder.run("why REQ-000001", as: "zoe", now: "2026-11-20T10:01:00Z").output
    for said in [
      "suspended since 2026-11-20 10:00Z (1m ago): more is used than its cap",
      "220.00 USD more than was granted: an amendment asks for it", "assent amend REQ-000001 FILE",
      "FND-000001  spend-over-envelope",
    ] { #expect(text.contains(said), "\(said)\n\(text)") }
    try story.act("11-20 11:00", "zoe", "amend REQ-000001 more.yaml")
    let asked = try story.act("11-20 11:01", "zoe", "why REQ-000001")
    #expect(asked.at("amendments.0") == "REQ-000002")
    try story.end()
  }

  @Test func `Held by somebody it says by whom, why, and who may let it go on`() throws {
    let story = try ChangeScenarios.granted("why of a grant that is held")
    try story.act("11-05 10:00", "dia", "grant suspend GRT-000001", ["--reason", "the vendor was hacked"])
    let why = try story.act("11-05 11:00", "zoe", "why REQ-000001")
    #expect(why.at("grant.suspended.by") == "dia" && why.at("grant.suspended.reason") == "the vendor was hacked")
    #expect(why["grant"]?["mayResume"]?.array?.contains("dia") == true)
    #expect(why["grant"]?["mayResume"]?.array?.contains("zoe") == false)
    let text = try story.folder.run("why REQ-000001", as: "zoe", now: "2026-11-05T11:00:00Z").output
    #expect(text.contains("held by dia: \u{201C}the vendor was hacked\u{201D}") && text.contains("may resume it: "))
    try story.act("11-05 12:00", "dia", "grant revoke GRT-000001", ["--reason", "for good"])
    let ended = try story.folder.run("why REQ-000001", as: "zoe", now: "2026-11-05T13:00:00Z").output
    #expect(ended.contains("revoked by dia, 2026-11-05 12:00Z (1h ago): \u{201C}for good\u{201D}"), "\(ended)")
    try story.end()
  }

  @Test func `It waits for its duties, and tells the next part and the next confirmation`() throws {
    let folder = try Folder.example()
    let path = "workflows/standard-experiment.yaml"
    try folder.write(
      path,
      try folder.read(path).replacing(
        "grant: {expires: 90d,", with: "grant: {expires: 90d, recertify: {every: 30d, by: decision},"
      ).replacing(
        "obligations: add}",
        with: #"obligations: add, tranches: [{release: 30%}, {release: 70%, when: "evidence('report').score > 0.5"}]}"#)
    )
    try folder.write("small.yaml", Exceptions.request())
    let story = Story("why of a grant in parts", in: folder)
    try story.act("11-02 09:00", "zoe", "submit small.yaml")
    try story.act("11-02 10:00", "pia", "approve REQ-000001")
    try story.act("11-03 09:00", "tom", "approve REQ-000001 --oblige training:2bd,before=start")
    let why = try story.act("11-03 10:00", "zoe", "why REQ-000001")
    #expect(why.at("grant.state") == "pending_conditions")
    #expect(why.at("grant.nextConfirmation.due") == "2026-12-03T09:00:00Z")
    let text = try folder.run("why REQ-000001", as: "zoe", now: "2026-11-03T10:00:00Z").output
    for said in [
      "tranche of 70 %: waits for DTY-000002, evidence report: evidence('report').score > 0.5",
      "to be confirmed every 30d, next by 2026-12-03 09:00Z (in 29d) (DTY-000003)", "training", "assent duty show DTY-",
    ] { #expect(text.contains(said), "\(said)\n\(text)") }
    // Late, and without it the grant may not go on: by whom is said.
    try story.act("11-04 09:00", "zoe", "duty submit DTY-000001")
    try story.act("11-04 10:00", "tom", "duty verify DTY-000001")
    try story.act("12-04 09:00", "gus", "tick")
    let late = try folder.run("why REQ-000001", as: "zoe", now: "2026-12-04T10:00:00Z").output
    #expect(
      late.contains("the duty DTY-000003 is late") && late.contains("goes on once that duty is verified"), "\(late)")
    try story.end()
  }
}
