import StrictJSON
import Testing

@Suite struct FlowTests {
  /// The worked example's request, seen by the peer on Monday and by data governance on Tuesday.
  private func workspace() throws -> Folder {
    let folder = try Folder.example()
    _ = try folder.ask("submit request.yaml", as: "zoe", at: "11-02T09:00")
    _ = try folder.ask("approve REQ-000001", as: "pia", at: "11-02T11:00")
    _ = try folder.ask("approve REQ-000001", as: "ann", at: "11-03T09:00")
    try folder.write("small.yaml", Exceptions.request(project: "small", more: "").replacing("100000000", with: "42000"))
    _ = try folder.ask("submit small.yaml", as: "zoe", at: "11-03T09:00")
    return folder
  }

  @Test func `An empty workspace flows nowhere`() throws {
    let folder = try Folder.example()
    let flow = try folder.ask("flow", as: "zoe", at: "11-04T09:00")
    for (path, value) in [("requests", "0"), ("leadTimes", "[]"), ("advice", "[]"), ("overdue.percent", "null")] {
      #expect(flow.at(path) == value, "\(path)")
    }
  }

  @Test func `Who held what, and what is open`() throws {
    let folder = try workspace()
    let flow = try folder.ask("flow", as: "zoe", at: "11-06T10:00")
    for (path, value) in [
      ("requests", "2"), ("decided", "1"), ("open", "1"),
      ("leadTimes.0.by", "all"), ("leadTimes.0.count", "2"), ("leadTimes.0.open", "1"),
      ("leadTimes.0.p50.wallSeconds", "0"), ("leadTimes.0.p90.wallSeconds", "null"),
      ("leadTimes.1.by", "people"), ("leadTimes.1.p50.businessSeconds", "null"),
      ("leadTimes.2.name", "sandbox"), ("leadTimes.4.name", "data-governance"),
      // Monday 10 o'clock in Berlin to Tuesday 10 o'clock: a business day of eight hours.
      ("leadTimes.4.p50.businessSeconds", "28800"), ("leadTimes.4.p50.wallSeconds", "86400"),
      ("heldBy.0.holder", "legal"), ("autoApproved.grants", "1"), ("autoApproved.percent", "100.0"),
      ("reviewYield.0.stage", "data-governance"), ("reviewYield.0.changing", "0"),
      ("overdue.open", "1"), ("overdue.overdue", "1"), ("overdue.holders.0.holder", "lea"),
    ] { #expect(flow.at(path) == value, "\(path)") }
    let text = try folder.run("flow", as: "zoe", now: "2026-11-06T10:00:00Z").output
    #expect(text.contains("2 requests since the beginning: 1 decided, 1 open"))
    #expect(text.contains("1 open item, 1 overdue"))
    let later = try folder.ask("flow --since 2026-11-03", as: "zoe", at: "11-06T10:00")
    #expect(later.at("requests") == "1")
  }

  @Test(arguments: [("flow --since yesterday", Int32(2), "`yesterday` is no time"), ("flow sandbox", 64, "sandbox")])
  func `Misuse is told`(_ command: String, _ code: Int32, _ words: String) throws {
    let outcome = try Folder.example().run(command, as: "zoe", now: "2026-11-06T10:00:00Z")
    #expect(outcome.code == code)
    #expect(outcome.errors.contains(words))
  }

  @Test func `A changed workflow asks other people for other work`() throws {
    let folder = try workspace()
    let rights = try folder.read("workflows/decision-rights.yaml")
    let flow = try folder.read("workflows/standard-experiment.yaml")
    for (name, workflow) in [
      ("same", flow),
      (
        "more",
        flow.replacing(
          "{id: peer, right: input, candidates: [group:platform], due: 1bd}",
          with: "{id: peer, right: agree, candidates: [group:governance], quorum: {approve: 2}, due: 2bd}")
      ),
    ] {
      try folder.write("\(name)/decision-rights.yaml", rights)
      try folder.write("\(name)/standard-experiment.yaml", workflow)
    }
    let same = try folder.ask("simulate --rules rules --workflows same", as: "zoe", at: "11-06T10:00")
    for (path, value) in [
      ("work.acts.before", "4"), ("work.acts.after", "4"), ("work.more", "0"), ("work.people", "[]"),
    ] { #expect(same.at(path) == value, "\(path)") }
    let more = try folder.ask("simulate --rules rules --workflows more", as: "zoe", at: "11-06T10:00")
    for (path, value) in [
      ("work.acts.before", "4"), ("work.acts.after", "5"), ("work.more", "1"), ("work.fewer", "0"),
      ("work.people.0.person", "gia"), ("work.people.0.before", "0.0"), ("work.people.0.after", "0.7"),
      ("work.people.0.busiestWeek", "0"), ("work.people.0.overloaded", "true"),
      ("work.people.3.person", "pau"), ("work.people.3.after", "0.0"), ("work.people.3.overloaded", "false"),
    ] { #expect(more.at(path) == value, "\(path)") }
    let text = try folder.run(
      "simulate --rules rules --workflows more", as: "zoe", now: "2026-11-06T10:00:00Z")
    #expect(text.output.contains("acts of people: 4 before, 5 after; more for 1 request, fewer for 0"))
  }
}
