import StrictJSON
import Testing

extension Folder {
  /// The worked example with its request in review.
  static func inReview() throws -> Folder {
    let folder = try Folder.example()
    _ = try folder.ask("submit request.yaml", as: "zoe", at: "11-02T09:00")
    return folder
  }

  /// Runs a command that is to be refused, and gives what it says.
  func refused(_ command: String, _ more: [String] = [], as person: String, at time: String, exit: Int32) throws
    -> String
  {
    let outcome = try run(command, more, as: person, now: "2026-\(time):00Z")
    #expect(outcome.code == exit, "\(command): \(outcome.output)\(outcome.errors)")
    return outcome.errors
  }

  /// The projections and the log say the same, and the log holds together.
  func isSound() throws -> Bool { try run("audit verify").code == 0 && run("rebuild").code == 0 }
}

@Suite struct PeopleTests {
  @Test func `A delegation moves what waits, is voted by, and leaves again`() throws {
    let folder = try Folder.inReview()
    let set = try folder.ask(
      "delegate --to gia --from 2026-11-02 --until 2026-11-20 --cap 9000USD", as: "lea", at: "11-02T10:00")
    #expect(set.at("id") == "DLG-000001")
    #expect(set.at("state") == "in_force")
    #expect(set.at("waiting") == #"["REQ-000001"]"#)
    let queue = try folder.ask("queue", as: "gia", at: "11-02T10:01")
    #expect(queue.at("items.0.request") == "REQ-000001")
    #expect(queue.at("items.0.stage") == "legal")
    #expect(queue.at("items.0.for") == "lea")
    #expect(queue.at("items.0.reasons.0") == "for lea")
    let why = try folder.ask("why REQ-000001", as: "zoe", at: "11-02T10:01")
    let legal = why["waitingOn"]?.array?.first { $0.at("stage") == "legal" }
    #expect(legal?.at("delegates") == #"[{"person":"gia","for":"lea"}]"#)
    #expect(try folder.run("why REQ-000001", as: "zoe", now: "2026-11-02T10:01:00Z").output.contains("gia for lea"))
    // Before its end it leaves the queue when it is ended, and after it in any case.
    #expect(try folder.ask("queue", as: "gia", at: "11-20T10:01").at("items") == "[]")
    #expect(try folder.refused("delegate end DLG-000001", as: "tom", at: "11-02T10:02", exit: 5).contains("lea, gia"))
    #expect(try folder.refused("delegate end DLG-000009", as: "lea", at: "11-02T10:02", exit: 6).contains("delegation"))
    _ = try folder.ask("delegate end DLG-000001", as: "lea", at: "11-02T10:03")
    #expect(try folder.ask("queue", as: "gia", at: "11-02T10:04").at("items") == "[]")
    _ = try folder.refused("delegate end dlg-1", as: "lea", at: "11-02T10:04", exit: 4)
    #expect(try folder.ask("delegate list", as: "lea", at: "11-02T10:04").at("items") == "[]")
    #expect(try folder.ask("delegate list --all", as: "lea", at: "11-02T10:04").at("items.0.state") == "ended")
    #expect(
      try folder.refused("approve REQ-000001 --for lea", as: "gia", at: "11-02T10:05", exit: 5)
        .contains("assent delegate --to gia --until DATE"))
    // A new one, and a vote by it.
    _ = try folder.ask("delegate --to gia --until 2026-11-20T00:00:00Z", as: "lea", at: "11-02T10:06")
    let vote = try folder.ask("approve REQ-000001", as: "gia", at: "11-02T10:07")
    #expect(vote.at("stage") == "legal")
    #expect(try folder.ask("queue", as: "gia", at: "11-02T10:08").at("items") == "[]")
    let shown = try folder.run("show REQ-000001", as: "zoe", now: "2026-11-02T10:08:00Z").output
    #expect(shown.contains("gia for lea: approve at stage legal"))
    #expect(try folder.isSound())
  }

  @Test(arguments: [
    ("delegate --to lea --until 2026-11-20", "cannot delegate to oneself"),
    ("delegate --to nobody --until 2026-11-20", "no person `nobody`"),
    ("delegate --to pia --from 2026-11-20 --until 2026-11-20", "it would end"),
    ("delegate --to pia --until 2026-11-01", "it would end"),
    ("delegate --to pia --until soon", "`soon` is no time"),
    ("delegate --to pia --until 2026-11-20 --cap much", "`much` is no amount"),
    ("delegate --to pia --until 2026-11-20 --cap 0USD", "no amount"),
    ("delegate --to pia --until 2026-11-20", "`lea` has delegated to `gil`"),
  ])
  func `A delegation that makes no sense is refused`(_ command: String, _ words: String) throws {
    let folder = try Folder.inReview()
    _ = try folder.ask("delegate --to gil --until 2026-11-09", as: "lea", at: "11-02T10:00")
    #expect(try folder.refused(command, as: "lea", at: "11-02T10:01", exit: 2).contains(words))
    #expect(
      try folder.refused("delegate --to lea --until 2026-11-20", as: "gil", at: "11-02T10:01", exit: 2).contains(
        "circle"))
  }

  @Test func `Neither a requester's delegate nor two for one place count`() throws {
    let folder = try Folder.inReview()
    _ = try folder.ask("delegate --to gia --until 2026-11-20", as: "zoe", at: "11-02T10:00")
    let barred = try folder.refused("approve REQ-000001 --for zoe", as: "gia", at: "11-02T10:01", exit: 5)
    #expect(barred.contains("`zoe` may not take part in `REQ-000001`: requester"))
    _ = try folder.ask("delegate --to zoe --until 2026-11-20", as: "bo", at: "11-02T10:02")
    let through = try folder.refused("approve REQ-000001 --for bo", as: "zoe", at: "11-02T10:03", exit: 5)
    #expect(through.contains("requester"))
    // Two with one place: the first counts.
    _ = try folder.ask("delegate --to gil --until 2026-11-20", as: "lea", at: "11-02T10:04")
    _ = try folder.ask("approve REQ-000001", as: "gil", at: "11-02T10:05")
    let second = try folder.refused("approve REQ-000001", as: "lea", at: "11-02T10:06", exit: 4)
    #expect(second.contains("`gil` has already voted for `lea` on stage `legal`"))
    // Several that fit: which one?
    _ = try folder.ask("delegate --to gus --until 2026-11-20", as: "ann", at: "11-02T10:07")
    _ = try folder.ask("delegate --to gus --until 2026-11-20", as: "pau", at: "11-02T10:07")
    let several = try folder.refused("approve REQ-000001", as: "gus", at: "11-02T10:08", exit: 2)
    #expect(several.contains("--for"))
    _ = try folder.ask("approve REQ-000001 --for ann", as: "gus", at: "11-02T10:09")
    _ = try folder.refused("approve REQ-000001 --for pau", as: "gus", at: "11-02T10:10", exit: 5)
    _ = try folder.ask("audit export -d history", as: "gus", at: "11-02T10:11")
    #expect(try folder.run("audit verify history").code == 0)
    #expect(try folder.isSound())
  }

  @Test func `The record of a decision names whose place it was`() throws {
    let folder = try Folder.inReview()
    for (person, time) in [("pau", "10:00"), ("ann", "10:01"), ("lea", "10:02")] {
      _ = try folder.ask("approve REQ-000001", as: person, at: "11-02T\(time)")
    }
    _ = try folder.ask("delegate --to eve --until 2026-11-20 --cap 7000USD", as: "dia", at: "11-02T10:03")
    let over = try folder.refused("approve REQ-000001", as: "eve", at: "11-02T10:04", exit: 5)
    #expect(over.contains("the delegation by `dia` goes up to 7000.00 USD"))
    _ = try folder.ask("delegate end DLG-000001", as: "eve", at: "11-02T10:05")
    _ = try folder.ask("delegate --to eve --until 2026-11-20", as: "dia", at: "11-02T10:06")
    #expect(try folder.ask("approve REQ-000001", as: "eve", at: "11-02T10:07").at("state") == "approved")
    _ = try folder.ask("audit export -d history", as: "gus", at: "11-02T10:08")
    #expect(try folder.read("history/decisions.csv").contains("DLG-000002,dia"))
    #expect(try folder.isSound())
  }

  @Test func `A vote is taken back, a place handed over, one more asked, a claim seen`() throws {
    let folder = try Folder.inReview()
    let claimed = try folder.ask("claim REQ-000001", as: "lea", at: "11-02T10:00")
    #expect(claimed.at("stage") == "legal")
    let seen = try folder.ask("queue", as: "max", at: "11-02T10:01")
    #expect(seen.at("items.0.claimedBy") == "lea")
    #expect(
      try folder.run("queue", as: "max", now: "2026-11-02T10:01:00Z").output.contains("claimed: lea looks at it"))
    #expect(try folder.refused("claim REQ-000001", as: "max", at: "11-02T10:01", exit: 4).contains("courtesy"))
    _ = try folder.refused("claim REQ-000001", as: "tom", at: "11-02T10:01", exit: 5)
    _ = try folder.ask("claim REQ-000001 --release", as: "lea", at: "11-02T10:02")
    #expect(try folder.ask("queue", as: "max", at: "11-02T10:03").at("items.0.claimedBy") == nil)

    let handed = try folder.ask(
      "reassign REQ-000001 --to gil --reason", ["she is away"], as: "lea", at: "11-02T10:04")
    #expect(handed.at("stage") == "legal")
    #expect(try folder.ask("queue", as: "gil", at: "11-02T10:05").at("items.0.stage") == "legal")
    #expect(try folder.ask("queue", as: "lea", at: "11-02T10:05").at("items") == "[]")
    _ = try folder.refused("approve REQ-000001", as: "lea", at: "11-02T10:05", exit: 5)
    _ = try folder.refused("reassign REQ-000001 --to zoe --reason x", as: "max", at: "11-02T10:06", exit: 5)
    _ = try folder.refused("reassign REQ-000001 --to nobody --reason x", as: "max", at: "11-02T10:06", exit: 2)

    _ = try folder.ask(
      "reassign REQ-000001 --add --to gus --stage data-governance --reason", ["he knows them"], as: "zoe",
      at: "11-02T10:07")
    _ = try folder.ask("approve REQ-000001 --stage data-governance", as: "gus", at: "11-02T10:08")
    let waits = try folder.ask("why REQ-000001", as: "zoe", at: "11-02T10:08")
    let stage = waits["waitingOn"]?.array?.first { $0.at("stage") == "data-governance" }
    #expect(stage?.at("state") == "active")
    #expect(stage?.at("needs") == "1")
    _ = try folder.ask("retract REQ-000001", as: "gus", at: "11-02T10:09")
    _ = try folder.refused("retract REQ-000001", as: "gus", at: "11-02T10:10", exit: 4)
    let shown = try folder.run("show REQ-000001", as: "zoe", now: "2026-11-02T10:11:00Z").output
    #expect(shown.contains("lea handed it to gil: \u{201C}she is away\u{201D}"))
    #expect(shown.contains("gus asked, too: \u{201C}he knows them\u{201D}"))
    #expect(shown.contains("gus took approve at stage data-governance back"))
    _ = try folder.ask("audit export -d history", as: "gus", at: "11-02T10:12")
    #expect(try folder.run("audit verify history").code == 0)
    #expect(try folder.isSound())
  }

  @Test func `Two people do without a stage, and nobody without a decision`() throws {
    let folder = try Folder.inReview()
    _ = try folder.refused("override REQ-000001 --stage legal --reason x", as: "max", at: "11-02T10:00", exit: 5)
    _ = try folder.refused("override REQ-000001 --stage legal --reason x", as: "zoe", at: "11-02T10:00", exit: 5)
    _ = try folder.refused(
      "override REQ-000001 --stage legal", ["--reason", " "], as: "lea", at: "11-02T10:00", exit: 2)
    let decision = try folder.refused(
      "override REQ-000001 --stage decision --reason x", as: "gus", at: "11-02T10:00", exit: 5)
    #expect(decision.contains("without it nobody would have decided"))
    let first = try folder.ask("override REQ-000001 --stage legal --reason trial", as: "lea", at: "11-02T10:01")
    #expect(first.at("mayAgree") == #"["gia","gil","gus"]"#)
    _ = try folder.refused("override REQ-000001 --stage legal --reason trial", as: "lea", at: "11-02T10:02", exit: 4)
    let asked = try folder.ask("why REQ-000001", as: "zoe", at: "11-02T10:02")
    #expect(asked["waitingOn"]?.array?.first { $0.at("stage") == "legal" }?.at("overrides") == #"["lea"]"#)
    let second = try folder.ask("override REQ-000001 --stage legal --reason agreed", as: "gia", at: "11-02T10:03")
    #expect(second.at("mayAgree") == nil)
    let shown = try folder.ask("show REQ-000001", as: "zoe", at: "11-02T10:04")
    #expect(shown["stages"]?.array?.first { $0.at("stage") == "legal" }?.at("state") == "waived")
    _ = try folder.refused("override REQ-000001 --stage legal --reason x", as: "gus", at: "11-02T10:05", exit: 4)
    #expect(try folder.isSound())
  }

  // MARK: - Leavers

  /// Takes somebody out of the company.
  private func leave(_ person: String, _ folder: Folder) throws {
    let path = "workflows/decision-rights.yaml"
    var lines = try folder.read(path).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lines.removeAll { $0.hasPrefix("  \(person): {name") || $0.hasPrefix("      \(person): {name") }
    var text = lines.joined(separator: "\n")
    for (old, new) in [("[\(person), ", "["), (", \(person)]", "]"), ("manager: \(person),", "manager: eve,")] {
      text = text.replacing(old, with: new)
    }
    try folder.write(path, text)
  }

  @Test func `Who leaves leaves nothing without an owner`() throws {
    let folder = try Folder.inReview()
    for (person, time) in [("pau", "10:00"), ("ann", "10:01"), ("lea", "10:02"), ("dia", "10:03")] {
      _ = try folder.ask("approve REQ-000001", as: person, at: "11-02T\(time)")
    }
    #expect(try folder.ask("duty show DTY-000001", as: "zoe", at: "11-02T10:04").at("owner") == "user:zoe")
    let undecided = try folder.ask("submit request.yaml --key again", as: "zoe", at: "11-02T10:05")
    _ = try folder.ask("delegate --to gia --until 2026-12-01", as: "zoe", at: "11-02T10:06")
    try leave("zoe", folder)
    // The next act of anybody settles it, in one transaction with the new directory.
    _ = try folder.ask("tick", as: "gus", at: "11-02T11:00")
    #expect(try folder.ask("duty show DTY-000001", as: "tom", at: "11-02T11:01").at("owner") == "user:tom")
    #expect(try folder.ask("grant show GRT-000001", as: "tom", at: "11-02T11:01").at("owner") == "tom")
    #expect(try folder.ask("delegate list", as: "gia", at: "11-02T11:01").at("items") == "[]")
    // What was asked for before and is approved after has an owner who is there. Nobody is above a requester who left:
    // the fallback of the decision stands in.
    let id = try #require(undecided.at("id"))
    for (person, time) in [("pau", "12:00"), ("ann", "12:01"), ("lea", "12:02"), ("gia", "12:03"), ("gil", "12:04")] {
      _ = try folder.ask("approve \(id)", as: person, at: "11-02T\(time)")
    }
    #expect(try folder.ask("grant show GRT-000002", as: "tom", at: "11-02T12:05").at("owner") == "tom")
    #expect(try folder.ask("duty show DTY-000002", as: "tom", at: "11-02T12:05").at("owner") == "user:tom")
    #expect(try folder.isSound())
  }

  @Test func `The last voter loses the right a second before`() throws {
    let folder = try Folder.inReview()
    let path = "workflows/decision-rights.yaml"
    let text = try folder.read(path).replacing(
      "members: [lea, max], accountable: lea", with: "members: [max], accountable: max")
    try folder.write(path, text)
    let late = try folder.run("approve REQ-000001", as: "lea", now: "2026-11-02T10:00:01Z")
    #expect(late.code == 5, "\(late.output)")
    // max is the only one left; without him the fallback stands in, and somebody is named.
    let why = try folder.ask("why REQ-000001", as: "zoe", at: "11-02T10:01")
    #expect(why["waitingOn"]?.array?.first { $0.at("stage") == "legal" }?.at("candidates") == #"["max"]"#)
    try folder.write(path, text.replacing("members: [max], accountable: max", with: "members: []"))
    _ = try folder.ask("tick", as: "gus", at: "11-02T10:02")
    let after = try folder.ask("why REQ-000001", as: "zoe", at: "11-02T10:03")
    let legal = after["waitingOn"]?.array?.first { $0.at("stage") == "legal" }
    #expect(legal?.at("candidates") == #"["gia","gil","gus"]"#)
    #expect(try folder.isSound())
  }

  @Test func `A deliberate activation settles people with it`() throws {
    let folder = try Folder.inReview()
    try leave("lea", folder)
    try folder.write(
      "workflows/decision-rights.yaml",
      folder.read("workflows/decision-rights.yaml").replacing("accountable: lea", with: "accountable: max"))
    _ = try folder.ask("bundle activate", as: "ann", at: "11-02T10:00")
    #expect(try folder.ask("queue", as: "max", at: "11-02T10:01").at("items.0.candidates") == #"["lea","max"]"#)
    _ = try folder.ask("bundle activate", as: "gus", at: "11-02T10:02")
    #expect(try folder.ask("queue", as: "max", at: "11-02T10:03").at("items.0.candidates") == #"["max"]"#)
    _ = try folder.ask("bundle rollback --reason back", as: "gus", at: "11-02T10:04")
    #expect(try folder.ask("queue", as: "max", at: "11-02T10:05").at("items.0.candidates") == #"["lea","max"]"#)
    #expect(try folder.isSound())
  }

  @Test func `Who changed the rules does not decide what they opened`() throws {
    let folder = try Folder.example()
    let path = "workflows/standard-experiment.yaml"
    let text = try folder.read(path)
    try folder.write(
      path,
      text.replacing(
        "exclude: [requester, beneficiary, conflicted]",
        with: "authorWithin: 10d, exclude: [requester, beneficiary, conflicted, author]"))
    #expect(try folder.read(path) != text)
    _ = try folder.ask("bundle activate", as: "lea", at: "11-01T10:00")
    _ = try folder.ask("bundle activate", as: "gus", at: "11-01T10:01")
    _ = try folder.ask("submit request.yaml", as: "zoe", at: "11-02T09:00")
    #expect(try folder.refused("approve REQ-000001", as: "lea", at: "11-02T10:00", exit: 5).contains("author"))
    _ = try folder.ask("submit request.yaml", as: "zoe", at: "11-12T09:00")
    _ = try folder.ask("approve REQ-000002", as: "lea", at: "11-12T10:00")
    try folder.write(path, text.replacing("exclude: [requester", with: "authorWithin: 3bd, exclude: [requester"))
    let checked = try folder.run("check", as: "zoe", now: "2026-11-12T10:00:00Z")
    #expect(checked.code == 1)
    #expect((checked.output + checked.errors).contains("business time"))
  }
}
