import StrictJSON
import Testing

/// `workflow rebase`: a calendar is edited while requests are under way.
@Suite struct RebaseTests {
  private static let rights = "workflows/decision-rights.yaml"

  private func underWay(_ title: String) throws -> Story {
    let story = Story(title, in: try Folder.example())
    try story.act("11-02 09:00", "zoe", "submit request.yaml")
    try story.act("11-02 09:01", "zoe", "submit request.yaml")
    try story.act("11-02 10:00", "pia", "approve REQ-000001")
    return story
  }

  private func legal(_ story: Story, _ id: String = "REQ-000001") throws -> String? {
    let why = try story.act("11-02 12:30", "zoe", "why \(id)")
    return why["waitingOn"]?.array?.first { $0.at("stage") == "legal" }?.at("due")
  }

  @Test func `A new holiday moves nothing by itself, and what has not come with a rebase`() throws {
    let story = try underWay("a holiday is added")
    try story.edit(
      "11-02 11:00", Self.rights, "holidays: [2026-12-25]", "holidays: [2026-11-03, 2026-12-25]", "Tuesday is a holiday"
    )
    #expect(try legal(story) == "2026-11-05T09:00:00Z")
    let leaves = try story.folder.run("audit verify").output
    let listed = try story.act("11-02 12:00", "zoe", "workflow rebase")
    #expect(try story.folder.run("audit verify").output == leaves, "looking wrote something")
    #expect(listed.at("state") == "listed" && listed.at("nearer") == "false")
    #expect(listed["items"]?.array?.map { $0.at("request") } == ["REQ-000001", "REQ-000002"])
    try story.act(
      "11-02 12:01", "zoe", "workflow rebase", ["--reason", "it is a holiday"], exit: 5, words: "gia, gil, gus")
    try story.act("11-02 12:02", "gia", "workflow rebase", ["--reason", " "], exit: 2, words: "--reason")
    let one = try story.act("11-02 12:03", "gia", "workflow rebase req-1", ["--reason", "it is a holiday"])
    #expect(one.at("state") == "applied" && one.at("items.0.request") == "REQ-000001")
    #expect(try legal(story) == "2026-11-06T09:00:00Z")
    #expect(try legal(story, "REQ-000002") == "2026-11-05T09:01:00Z")
    try story.act(
      "11-02 12:04", "gia", "workflow rebase REQ-000001", ["--reason", "again"], exit: 4, words: "no time of")
    let all = try story.act("11-02 12:05", "gus", "workflow rebase standard-experiment", ["--reason", "all of them"])
    #expect(all["items"]?.array?.map { $0.at("request") } == ["REQ-000002"])
    // What is opened later has the new calendar, too.
    for (person, time) in [("ann", "11-02 15:00"), ("lea", "11-02 15:10")] {
      try story.act(time, person, "approve REQ-000001")
    }
    let why = try story.act("11-02 15:30", "zoe", "why REQ-000001")
    #expect(why.at("waitingOn.0.stage") == "decision" && why.at("waitingOn.0.due") == "2026-11-04T15:10:00Z")
    let history = try story.folder.run("show REQ-000001", as: "zoe", now: "2026-11-02T16:00:00Z").output
    #expect(history.contains("legal due 2026-11-06 09:00Z") && history.contains("it is a holiday"), "\(history)")
    try story.end()
  }

  @Test func `Where a time comes nearer it takes two`() throws {
    let folder = try Folder.example()
    try folder.write(
      Self.rights,
      try folder.read(Self.rights).replacing("holidays: [2026-12-25]", with: "holidays: [2026-11-03, 2026-12-25]"))
    let story = Story("a holiday is none", in: folder)
    try story.act("11-02 09:00", "zoe", "submit request.yaml")
    try story.edit(
      "11-02 11:00", Self.rights, "holidays: [2026-11-03, 2026-12-25]", "holidays: [2026-12-25]", "Tuesday is none")
    let why = ["--reason", "a slip of the pen"]
    let asked = try story.act("11-02 12:00", "gia", "workflow rebase", why)
    #expect(asked.at("state") == "proposed" && asked.at("nearer") == "true" && asked.at("may") == #"["gil","gus"]"#)
    #expect(try legal(story) == "2026-11-06T09:00:00Z")
    try story.act("11-02 12:01", "gia", "workflow rebase", why, exit: 4, words: "a second person has to agree")
    let done = try story.act("11-02 12:02", "gus", "workflow rebase", why)
    #expect(done.at("state") == "applied" && done.at("author") == "gia" && done.at("second") == "gus")
    #expect(try legal(story) == "2026-11-05T09:00:00Z")
    try story.act("11-02 12:03", "gil", "workflow rebase", why, exit: 4, words: "no time of any request")
    let text = try folder.run("workflow rebase", as: "zoe", now: "2026-11-02T12:04:00Z").output
    #expect(text.contains("no time would move"))
    // The export says who, why and from which calendars.
    _ = try folder.ask("audit export -d out", as: "gus", at: "11-02T13:00")
    let changes = try folder.read("out/policy_changes.csv")
    #expect(changes.contains("request.rebased,standard-experiment") || changes.contains("request.rebased"))
    #expect(changes.contains("gia,gus"))
    try story.end()
  }

  @Test(arguments: [
    ("workflow rebase REQ-000009", 6, "REQ-000009"), ("workflow rebase standard-experimnet", 6, "did you mean"),
    ("workflow rebase --apply", 64, "Unknown option"), ("workflow rebase REQ-000001 --dry-run --reason x", 0, ""),
  ])
  func `What there is not is said`(_ command: String, _ code: Int32, _ said: String) throws {
    let story = try underWay("what cannot be rebased")
    let outcome = try story.folder.run(command, as: "gia", now: "2026-11-02T12:00:00Z")
    #expect(outcome.code == code && outcome.errors.contains(said), "\(outcome.output)\(outcome.errors)")
    let fresh = try Folder.example(with: false).run("workflow rebase", as: "gia", now: "2026-11-02T12:00:00Z")
    #expect(fresh.code == 6)
  }
}
