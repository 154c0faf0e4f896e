import StrictJSON
import TestSupport
import Testing

extension Folder {
  /// A workspace with the files of the worked example and a fresh log, made at 2026-11-02 08:00 UTC.
  static func example(with log: Bool = true) throws -> Folder {
    let folder = try Folder()
    if log {
      let made = try folder.run("init", now: "2026-11-02T08:00:00Z")
      guard made.code == 0 else { throw HarnessError(description: "init: \(made.errors)") }
      removeTree(folder.path + "/rules")
      removeTree(folder.path + "/workflows")
    }
    for file in WorkedExample.files { try folder.write(file.path, file.text) }
    return folder
  }

  /// Runs the binary with `-o json` and reads its answer.
  func ask(_ command: String, _ more: [String] = [], as person: String, at time: String) throws -> JSONValue {
    let outcome = try run(command + " -o json", more, as: person, now: "2026-\(time):00Z")
    guard outcome.code == 0 else {
      throw HarnessError(description: "\(command): exit \(outcome.code), \(outcome.errors)")
    }
    return try JSONValue.parse(outcome.output)
  }
}

extension JSONValue {
  /// The value at a path such as `waitingOn.0.stage`, as text; nothing where there is none.
  func at(_ path: String) -> String? {
    var value = self
    for step in path.split(separator: ".") {
      if let index = Int(step) {
        guard let items = value.array, items.indices.contains(index) else { return nil }
        value = items[index]
      } else {
        guard let member = value[String(step)] else { return nil }
        value = member
      }
    }
    return value.string ?? value.serialized()
  }
}

/// The worked example as a run of the binary: each act, its exit code, what it answers, and the log it leaves.
@Suite struct ExampleTests {
  @Test func `One request goes from its file to a finding`() throws {
    let folder = try Folder.example()

    let submitted = try folder.ask("submit request.yaml", as: "zoe", at: "11-02T09:00")
    #expect(submitted.at("id") == "REQ-000001")
    #expect(submitted.at("revision") == "1")
    #expect(submitted.at("state") == "in_review")
    #expect(submitted.at("outcome") == "require")
    #expect(submitted.at("factsSha256")?.count == 64)
    #expect(
      submitted.at("rules")
        == #"[{"id":"personal-data-needs-data-governance","effect":"require","message":"data class pii needs a review"}]"#
    )
    #expect(submitted.at("cost") == #"{"amount":"7400.00","currency":"USD"}"#)
    let plan: [(stage: String, right: String, candidates: String, due: String?)] = [
      ("peer", "input", #"["pau","pia"]"#, "2026-11-03T09:00:00Z"),
      ("data-governance", "agree", #"["ann","bo"]"#, "2026-11-04T09:00:00Z"),
      ("legal", "agree", #"["lea","max"]"#, "2026-11-05T09:00:00Z"),
    ]
    for (index, row) in plan.enumerated() {
      #expect(submitted.at("waitingOn.\(index).stage") == row.stage)
      #expect(submitted.at("waitingOn.\(index).right") == row.right)
      #expect(submitted.at("waitingOn.\(index).candidates") == row.candidates)
      #expect(submitted.at("waitingOn.\(index).due") == row.due)
    }
    #expect(submitted.at("later.0.stage") == "decision")
    #expect(submitted.at("later.0.candidates") == #"["dia"]"#)

    let peer = try folder.ask("approve REQ-000001", as: "pia", at: "11-02T10:15")
    #expect(peer.at("stage") == "peer")
    #expect(peer.at("state") == "in_review")

    let excluded = try folder.run("approve REQ-000001", as: "zoe", now: "2026-11-02T10:40:00Z")
    #expect(excluded.code == 5)
    #expect(excluded.errors.contains("requester"))

    let governance = try folder.ask("approve REQ-000001", as: "ann", at: "11-02T13:00")
    #expect(governance.at("stage") == "data-governance")

    let legal = try folder.ask("approve REQ-000001", as: "lea", at: "11-03T09:10")
    #expect(legal.at("stage") == "legal")
    #expect(legal.at("waitingOn.0.stage") == "decision")
    #expect(legal.at("waitingOn.0.due") == "2026-11-04T09:10:00Z")

    let why = try folder.ask("why REQ-000001", as: "zoe", at: "11-03T09:11")
    #expect(why.at("waitingOn.0.candidates") == #"["dia"]"#)
    #expect(why.at("next.rung") == "remind")

    let decided = try folder.ask("approve REQ-000001 --cap cost=6000USD", as: "dia", at: "11-03T12:30")
    #expect(decided.at("state") == "approved")
    #expect(decided.at("grant.id") == "GRT-000001")
    #expect(decided.at("grant.state") == "pending_conditions")
    #expect(decided.at("grant.reserved.amount") == "6000.00")
    #expect(decided.at("grant.budget") == "cc-0410")
    #expect(decided.at("duties") == #"["DTY-000001"]"#)

    let duty = try folder.ask("duty show DTY-000001", as: "zoe", at: "11-03T12:31")
    #expect(duty.at("owner") == "user:zoe")
    #expect(duty.at("verifier") == "group:data-governance")
    #expect(duty.at("due") == "2026-11-17T12:30:00Z")

    #expect(
      try folder.ask("duty submit DTY-000001 --evidence dpia.pdf", as: "zoe", at: "11-04T08:30").at("state")
        == "submitted")
    #expect(try folder.ask("duty verify DTY-000001", as: "bo", at: "11-04T10:00").at("state") == "closed")
    #expect(try folder.ask("grant show GRT-000001", as: "zoe", at: "11-04T10:01").at("state") == "active")

    let ingested = try folder.ask("usage ingest usage.jsonl --source openai-org", as: "fay", at: "11-20T10:00")
    #expect(ingested.at("accepted") == "4")
    #expect(ingested.at("cost") == #"{"amount":"6220.00","currency":"USD"}"#)
    #expect(ingested.at("suspended") == #"["GRT-000001"]"#)

    let grant = try folder.ask("grant show GRT-000001", as: "zoe", at: "11-20T10:01")
    for (path, value) in [
      ("id", "GRT-000001"), ("request", "REQ-000001"), ("revision", "1"), ("owner", "zoe"), ("state", "suspended"),
      ("caps", #"{"cost":{"amount":"6000.00","currency":"USD"}}"#),
      ("used", #"{"cost":{"amount":"6220.00","currency":"USD"}}"#),
      ("expires", "2027-02-01T12:30:00Z"), ("duties", #"["DTY-000001"]"#), ("findings", #"["FND-000001"]"#),
    ] {
      #expect(grant.at(path) == value, "\(path)")
    }

    let finding = try folder.ask("finding show FND-000001", as: "zoe", at: "11-20T10:01")
    for (path, value) in [
      ("state", "open"), ("severity", "high"), ("amount", #"{"amount":"220.00","currency":"USD"}"#),
      ("owner", "user:zoe"),
      ("due", "2026-11-27T10:00:00Z"), ("verifier", "group:finance"), ("rule", "spend-over-envelope"),
    ] {
      #expect(finding.at(path) == value, "\(path)")
    }

    _ = try folder.ask("audit export -d history", as: "gus", at: "11-20T11:00")
    #expect(try leafTypes(folder, "history").prefix(25) == Self.leaves[...])
    #expect(try folder.run("audit verify history").code == 0)
    #expect(try folder.run("audit verify").code == 0)
    #expect(try folder.run("rebuild").code == 0)
  }

  /// The types of the leaves that the worked example tells, by index.
  static let leaves = [
    "log.created", "bundle.activated", "request.submitted", "stage.activated", "stage.activated", "stage.activated",
    "vote.cast",
    "stage.satisfied", "vote.void", "vote.cast", "stage.satisfied", "vote.cast", "stage.satisfied", "stage.activated",
    "vote.cast",
    "stage.satisfied", "request.approved", "grant.minted", "task.opened", "task.submitted", "task.verified",
    "grant.activated",
    "usage.ingested", "grant.suspended", "task.opened",
  ]
}

/// The types of an export's leaves, in order; their indices must count from 0 without a gap.
func leafTypes(_ folder: Folder, _ export: String) throws -> [String] {
  try folder.read("\(export)/leaves.jsonl").split(separator: "\n").enumerated().map { place, line in
    let leaf = try JSONValue.parse(String(line))
    guard leaf["idx"]?.integer == Int64(place), let type = leaf["type"]?.string else {
      throw HarnessError(description: "leaf \(place) is out of its place: \(line)")
    }
    return type
  }
}
