import StrictJSON
import Testing

/// What waits, in part and in whole.
@Suite struct QueueTests {
  private func filled(_ count: Int) throws -> Folder {
    let folder = try Folder.example()
    for minute in 0..<count {
      try folder.run("submit request.yaml", as: "zoe", now: "2026-11-02T09:\(minute < 10 ? "0" : "")\(minute):00Z")
    }
    return folder
  }

  private func queue(_ folder: Folder, _ options: String, as person: String = "ann") throws -> JSONValue {
    let outcome = try folder.run("queue -o json \(options)", as: person, now: "2026-11-03T08:00:00Z")
    #expect(outcome.code == 0, "\(outcome.errors)")
    return try JSONValue.parse(outcome.output)
  }

  @Test(arguments: [
    ("--mine", 4, 4), ("--mine --limit 3", 3, 4), ("--mine --limit 0", 4, 4), ("--all", 12, 12),
    ("--all --limit 5", 5, 12), ("--group legal --limit 1", 1, 4), ("--group data-governance", 4, 4),
    ("--overdue", 0, 0), ("--blocked", 0, 0),
  ])
  func `A queue is cut, and says of how much`(_ options: String, _ shown: Int, _ total: Int64) throws {
    let queue = try queue(try filled(4), options)
    #expect(queue["items"]?.array?.count == shown)
    #expect(queue["total"] == .integer(total))
    #expect(queue["more"] == .integer(total - Int64(shown)))
  }

  @Test func `Whoever has voted is no longer waited for, and a vote that is stale is waited for again`() throws {
    let folder = try filled(2)
    try folder.run("approve 1", as: "ann", now: "2026-11-02T10:00:00Z")
    #expect(try queue(folder, "--mine")["items"]?.array?.compactMap { $0.at("request") } == ["REQ-000002"])
    #expect(try queue(folder, "--mine", as: "bo")["total"] == 1, "the stage is done")
    #expect(try queue(folder, "--group data-governance")["total"] == 1)
    try folder.run("return 1", ["--comment", "which region?"], as: "lea", now: "2026-11-02T10:10:00Z")
    #expect(try queue(folder, "--all")["items"]?.array?.allSatisfy { $0.at("request") == "REQ-000002" } == true)
    try Edit.replace("request.yaml", "class: pii", with: "class: internal").apply(to: folder)
    try folder.run("resubmit 1 request.yaml", as: "zoe", now: "2026-11-02T10:20:00Z")
    #expect(try folder.run("rebuild").code == 0)
    #expect(try folder.run("audit verify").code == 0)
  }

  @Test func `Whoever decides is shown the warnings and what others hold against it`() throws {
    let folder = try Folder.example()
    try folder.write(
      "rules/policy/a-word.yaml",
      """
      apiVersion: assent/v1
      kind: Rule
      id: a-word
      title: Mind the harbour
      owner: group:finance
      on: request
      when: request.cost > usd(10)
      effect: warn

      """)
    try folder.write("request.yaml", Requests.request(cost: 7400))
    try folder.run("submit request.yaml", as: "zoe", now: "2026-11-02T09:00:00Z")
    let asked = try #require(try queue(folder, "--mine", as: "pau")["items"]?.array?.first)
    #expect(asked["warnings"]?.array?.compactMap { $0.at("id") } == ["a-word"])
    #expect(asked["concerns"] == nil)
    try folder.run(
      "reject 1", ["--comment", "no \u{1B}[31mgood\u{202E}"], as: "pau", now: "2026-11-02T10:00:00Z")
    let item = try #require(try queue(folder, "--mine", as: "dia")["items"]?.array?.first)
    let concern = try #require(item["concerns"]?.array?.first)
    #expect(concern.at("person") == "pau" && concern.at("stage") == "peer")
    #expect(concern.at("comment") == "no \u{1B}[31mgood\u{202E}")
    let why = try folder.run("why 1 -o json", as: "dia", now: "2026-11-02T10:00:00Z")
    #expect(try JSONValue.parse(why.output)["concerns"] == item["concerns"])
    for command in ["queue", "why 1"] {
      let text = try folder.run(command, as: "dia", now: "2026-11-02T10:00:00Z").output
      #expect(text.contains("warning: a-word: Mind the harbour"), "\(text)")
      #expect(text.contains("concern: pau at peer: no \\u{1b}[31mgood\\u{202e}"), "\(text)")
    }
  }

  @Test func `A group's queue has what its members may do in the place of others`() throws {
    let folder = try filled(1)
    #expect(try queue(folder, "--group platform")["items"]?.array?.compactMap { $0.at("stage") } == ["peer"])
    let set = try folder.run("delegate --to pau --until 2026-12-01", as: "max", now: "2026-11-02T10:00:00Z")
    #expect(set.code == 0, "\(set.errors)")
    let items = try queue(folder, "--group platform")["items"]?.array ?? []
    #expect(Set(items.compactMap { $0.at("stage") }) == ["peer", "legal"])
    let legal = try #require(items.first { $0.at("stage") == "legal" })
    #expect(legal.at("for") == "max" && legal.at("delegates") == #"[{"person":"pau","for":"max"}]"#)
    #expect(legal.at("reasons.0")?.isEmpty == false)
    let text = try folder.run("queue --group legal", as: "zoe", now: "2026-11-03T08:00:00Z").output
    #expect(text.contains("lea, max; pau for max"), "\(text)")
    // Who has voted for somebody has voted, and nothing is left of it for the group.
    try folder.run("approve 1 --for max --stage legal", as: "pau", now: "2026-11-03T08:10:00Z")
    #expect(try queue(folder, "--group platform")["items"]?.array?.compactMap { $0.at("stage") } == ["peer"])
    #expect(try queue(folder, "--group legal")["items"] == [])
    #expect(try folder.run("rebuild").code == 0)
  }

  @Test func `How soon one decided stands beside the queue`() throws {
    let folder = try filled(3)
    #expect(try queue(folder, "--mine")["service"] == nil)
    try folder.run("approve 1", as: "ann", now: "2026-11-02T11:00:00Z")
    try folder.run("approve 2", as: "ann", now: "2026-11-02T13:01:00Z")
    let service = try #require(try queue(folder, "--mine")["service"])
    #expect(service.at("person") == "ann")
    #expect(service["decisions"] == 2)
    #expect(service["medianBusinessSeconds"] == 7200)
    #expect(service["inTime"] == 2)
    let text = try folder.run("queue", as: "ann", now: "2026-11-03T08:00:00Z")
    #expect(
      text.output.contains("you decide within 2bh (the median of 2 in 90 days), 2 of 2 in time"), "\(text.output)")
    #expect(try queue(folder, "--group legal")["service"] == nil, "the queue of others has none")
  }

  @Test(arguments: [("--limit -1", 64), ("--mine --all", 64), ("--group leagl", 6)])
  func `Misuse is refused`(_ options: String, _ code: Int32) throws {
    #expect(try filled(1).run("queue \(options)", as: "ann").code == code)
  }
}
