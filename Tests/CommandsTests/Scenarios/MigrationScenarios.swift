import StrictJSON
import Testing

/// A workflow is edited while requests are under way.
@Suite struct MigrationScenarios {
  private static let file = "workflows/standard-experiment.yaml"
  private static let migrate = "workflow migrate standard-experiment"

  /// The worked example with an opinion and an approval; then the first stage gets another name, and finance a say.
  private func edited(_ title: String) throws -> Story {
    let story = Story(title, in: try Folder.example())
    for place in 1...3 {
      try story.act("11-02 09:0\(place)", "zoe", "submit request.yaml")
      try story.act("11-02 10:0\(place)", "pia", "approve REQ-00000\(place)")
      try story.act("11-02 10:1\(place)", "ann", "approve REQ-00000\(place)")
    }
    try story.act("11-02 10:30", "lea", "return REQ-000002 --comment unclear")
    try story.act("11-02 10:31", "zoe", "withdraw REQ-000003")
    try story.edit(
      "11-02 10:40", Self.file, "  - {id: peer, right: input",
      "  - {id: money, right: agree, candidates: [group:finance], due: 1bd}\n  - {id: colleague, right: input",
      "`peer` becomes `colleague`, and finance has a say")
    return story
  }

  /// When the stage `legal` is due.
  private func legal(_ story: Story, _ time: String) throws -> String? {
    let waits = try story.act(time, "zoe", "why REQ-000001")
    return waits["waitingOn"]?.array?.first { $0.at("stage") == "legal" }?.at("due")
  }

  @Test func `A workflow edited in flight moves its requests by two people, and nothing is lost`() throws {
    let story = try edited("a workflow edited in flight")
    let pinned = try story.act("11-02 10:50", "zoe", "show REQ-000001").at("bundleSha256")
    let due = try legal(story, "11-02 10:50")
    let leaves = try story.folder.run("audit verify").output
    let listed = try story.act("11-02 10:51", "zoe", Self.migrate + " --map peer=colleague")
    #expect(try story.folder.run("audit verify").output == leaves, "listing wrote something")
    #expect(listed.at("state") == "listed")
    #expect(listed.at("from.0") == pinned)
    #expect(listed.at("moved") == "1")
    #expect(listed.at("items.0.kept.0.from") == "peer")
    #expect(listed.at("items.0.kept.0.stage") == "colleague")
    #expect(listed.at("items.0.kept.0.votes") == #"["pia"]"#)
    #expect(listed.at("items.0.added") == #"["money"]"#)
    #expect(listed.at("items.0.dropped") == "[]")
    #expect(listed.at("items.1.request") == "REQ-000002")
    #expect(listed.at("items.1.left")?.contains("returned") ?? false)
    let plain = try story.act("11-02 10:52", "zoe", Self.migrate)
    #expect(plain.at("items.0.dropped.0.votes") == #"["pia"]"#)
    #expect(plain.at("digest") != listed.at("digest"))
    let text = try story.folder.run(Self.migrate + " --map peer=colleague", as: "gia", now: "2026-11-02T10:52:00Z")
    for words in ["colleague (was peer)", "--propose --reason", "adds", "REQ-000002 stays"] {
      #expect(text.output.contains(words), "\(text.output)")
    }

    let command = Self.migrate + " --map peer=colleague"
    let why = ["--propose", "--reason", "finance has a say now"]
    try story.act("11-02 11:00", "zoe", command, why, exit: 5, words: "gia, gil, gus")
    try story.act("11-02 11:01", "gia", command + " --propose", exit: 2, words: "--reason")
    try story.act("11-02 11:02", "gia", command + " --apply", exit: 4, words: "nobody proposed")
    #expect(try story.act("11-02 11:03", "gia", command, why).at("state") == "proposed")
    try story.act("11-02 11:04", "gil", command, why, exit: 4, words: "proposed just this already")
    try story.act("11-02 11:05", "gia", command + " --apply", exit: 5, words: "a second person")
    try story.act("11-02 11:06", "gus", Self.migrate + " --apply", exit: 4, words: "is what was proposed")
    let applied = try story.act("11-02 11:07", "gus", command + " --apply")
    #expect(applied.at("state") == "applied")
    #expect(applied.at("author") == "gia")
    #expect(applied.at("second") == "gus")
    try story.act("11-02 11:08", "gil", command + " --apply", exit: 4, words: "nobody proposed")
    try story.act("11-02 11:09", "gil", Self.migrate, why, exit: 4, words: "no request of `standard-exp")

    let moved = try story.act("11-02 11:10", "zoe", "show REQ-000001")
    #expect(moved.at("bundleSha256") == applied.at("to"))
    let waits = try story.act("11-02 11:10", "zoe", "why REQ-000001")
    #expect(waits.waits["money"] == ["fay", "flo"])
    #expect(due != nil)
    #expect(try legal(story, "11-02 11:10") == due)
    let history = try story.folder.run("show REQ-000001", as: "zoe", now: "2026-11-02T11:10:00Z").output
    #expect(history.contains("colleague (was peer)"), "\(history)")
    try story.act("11-02 11:11", "ann", "approve REQ-000001 --stage data-governance", exit: 4, words: "already said so")
    try story.act("11-02 11:12", "dia", "approve REQ-000001", exit: 4, words: "not open yet")
    for person in ["lea", "fay"] { try story.act("11-02 11:20", person, "approve REQ-000001") }
    let approved = try story.act("11-02 11:30", "dia", "approve REQ-000001")
    #expect(approved.at("state") == "approved")
    try story.act("11-02 11:31", "gus", "audit export -d history")
    #expect(try story.folder.run("audit verify history").code == 0)
    try story.end()
  }

  @Test func `The owners of a workflow move requests, too, also back to a bundle that the log knows`() throws {
    let folder = try Folder.example()
    try Edit.replace(Self.file, "owner: group:governance", with: "owner: group:finance").apply(to: folder)
    let story = Story("moved on and back", in: folder)
    try story.act("11-02 09:00", "zoe", "submit request.yaml")
    try story.act("11-02 09:10", "pia", "approve REQ-000001")
    let first = try #require(try story.act("11-02 09:11", "zoe", "show REQ-000001").at("bundleSha256"))
    try story.edit(
      "11-02 09:20", Self.file, "candidates: [group:platform], due: 1bd", "candidates: [group:itam], due: 2bd",
      "others look first")
    let why = ["--propose", "--reason", "the platform team is gone"]
    let proposed = try story.act("11-02 09:30", "fay", Self.migrate, why)
    #expect(proposed.at("may") == #"["gia","gil","gus","flo"]"#)
    #expect(proposed.at("items.0.kept.0.lost") == #"["pia"]"#)
    try story.act("11-02 09:31", "flo", Self.migrate + " --apply")
    // An opinion that was heard is no condition: the stage stays done, the vote does not count.
    #expect(try story.act("11-02 09:32", "zoe", "why REQ-000001").waits.keys.sorted() == ["data-governance", "legal"])
    let back = Self.migrate + " --digest \(first.prefix(12))"
    try story.act("11-02 09:40", "gia", back, why)
    try story.act("11-02 09:41", "flo", back + " --apply")
    #expect(try story.act("11-02 09:42", "zoe", "show REQ-000001").at("bundleSha256") == first)
    for person in ["ann", "lea"] { try story.act("11-02 10:00", person, "approve REQ-000001") }
    #expect(try story.act("11-02 10:10", "dia", "approve REQ-000001").at("state") == "approved")
    try story.act("11-02 10:11", "gia", back, why, exit: 4, words: "no undecided request")
    try story.end()
  }

  @Test(arguments: [
    ("no such workflow", "workflow migrate nothing", Int32(6), "no workflow `nothing`"),
    ("a workflow that is nearly meant", "workflow migrate standard-experimnt", 6, "did you mean"),
    ("no such bundle", migrate + " --digest 12345678", 6, "no bundle `12345678`"),
    ("no digest", migrate + " --digest HEAD", 6, "no bundle `HEAD`"),
    ("half a map", migrate + " --map peer", 2, "--map old=new"),
    ("an empty name", migrate + " --map =peer", 2, "maps no stage"),
    ("an old stage that nobody has", migrate + " --map pear=colleague", 2, "did you mean `peer`"),
    ("a new stage that there is not", migrate + " --map peer=coleague", 2, "did you mean `colleague`"),
    ("one stage as two", migrate + " --map peer=colleague --map peer=legal", 2, "each stage goes on as one"),
    ("two stages as one", migrate + " --map peer=colleague --map legal=colleague", 2, "each stage goes on as one"),
    ("both at once", migrate + " --propose --apply", 64, "--propose is for one person"),
    ("no workflow", "workflow migrate", 64, "workflow"),
  ])
  func `What cannot be meant is refused`(_ name: String, _ command: String, _ exit: Int32, _ words: String) throws {
    let folder = try Folder.example()
    let story = Story(name, in: folder)
    try story.act("11-02 09:00", "zoe", "submit request.yaml")
    try story.edit("11-02 10:40", Self.file, "{id: peer, ", "{id: colleague, ", "a stage is renamed")
    try story.act("11-02 10:50", "gia", command, exit: exit, words: words)
  }
}
