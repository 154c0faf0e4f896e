import Testing

@Suite struct ClockTests {
  /// How many leaves of the log say that the clock was behind.
  private func skews(in folder: Folder) throws -> Int {
    try folder.run("audit export -d pack", as: "zoe", now: "2026-11-03T12:00:00Z")
    return try folder.read("pack/leaves.jsonl").split(separator: "\n").count { $0.contains(#""log.clock_skewed""#) }
  }

  @Test func `A clock that goes back is recorded once, and no event stands before an earlier one`() throws {
    let folder = try Folder.example()
    _ = try folder.ask("submit request.yaml", as: "zoe", at: "11-02T09:00")
    let early = try folder.run("comment REQ-000001 early", as: "zoe", now: "2026-11-01T09:00:00Z")
    #expect(early.code == 0)
    #expect(early.errors.contains("warning: the clock is behind the log by 86400 seconds"))
    let again = try folder.run("comment REQ-000001 again", as: "zoe", now: "2026-11-01T10:00:00Z")
    #expect(again.code == 0 && again.errors.isEmpty)
    let history = try folder.ask("show REQ-000001", as: "zoe", at: "11-02T10:00")
    #expect(history.at("history.4.at") == "2026-11-02T09:00:00Z")
    _ = try folder.ask("approve REQ-000001", as: "pia", at: "11-02T11:00")
    #expect(try skews(in: folder) == 1)
    #expect(try folder.run("audit verify", as: "zoe", now: "2026-11-03T12:00:00Z").code == 0)
  }

  @Test func `A few seconds, or an act that writes nothing, are no matter`() throws {
    let folder = try Folder.example()
    _ = try folder.ask("submit request.yaml", as: "zoe", at: "11-02T09:00")
    for (command, time) in [
      ("comment REQ-000001 near", "2026-11-02T08:59:57Z"), ("tick", "2026-11-01T09:00:00Z"),
      ("show REQ-000001", "2026-11-01T09:00:00Z"),
    ] {
      let outcome = try folder.run(command, as: "zoe", now: time)
      #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(command)")
    }
    #expect(try skews(in: folder) == 0)
  }
}
