import StrictJSON
import Testing

extension Folder {
  /// Exports the history, verifies the folder, and reads one of its tables.
  fileprivate func exported(_ table: String, at time: String) throws -> [[String: String]] {
    let folder = "out-" + time.filter { $0.isNumber } + table
    _ = try ask("audit export -d \(folder)", as: "gus", at: time)
    let verified = try run("audit verify \(folder)")
    #expect(verified.code == 0, "\(verified.output)\(verified.errors)")
    return try rows(of: read("\(folder)/\(table).csv"))
  }

  /// The rows of a CSV file by their columns: quotes as RFC 4180 has them.
  private func rows(of text: String) -> [[String: String]] {
    var lines: [[String]] = []
    var (line, cell): ([String], String) = ([], "")
    var isQuoted = false
    var last: Character?
    for letter in text {
      switch (letter, isQuoted) {
      case ("\"", false):
        // A doubled quote stands for itself.
        if last == "\"" { cell.append("\"") }
        isQuoted = true
      case ("\"", true): isQuoted = false
      case (",", false):
        line.append(cell)
        cell = ""
      case ("\r\n", false), ("\n", false):
        lines.append(line + [cell])
        (line, cell) = ([], "")
      default: cell.append(letter)
      }
      last = letter
    }
    let head = lines.first ?? []
    return lines.dropFirst().map { Dictionary(zip(head, $0)) { $1 } }
  }
}

/// The tables of an auditor's folder beside the decisions: each act that an auditor asks for stands in one.
@Suite struct ExportTablesTests {
  /// What some columns of the rows hold.
  private func some(_ rows: [[String: String]], _ columns: String...) -> [String] {
    rows.map { row in columns.map { row[$0] ?? "(no \($0))" }.joined(separator: " ") }
  }

  @Test func `In whose place somebody voted, who handed what to whom, and who did without a stage`() throws {
    let folder = try Folder.example()
    let story = Story("the tables of what people did about stages", in: folder)
    try story.act("11-02 09:00", "zoe", "submit request.yaml")
    try story.act("11-02 09:10", "max", "claim REQ-000001 --stage legal")
    try story.act("11-02 09:20", "ann", "reassign REQ-000001 --to fay", ["--reason", "on leave"])
    try story.act("11-02 09:30", "bo", "approve REQ-000001")
    try story.act("11-02 09:40", "zoe", "approve REQ-000001", exit: 5)
    try story.act("11-02 10:00", "lea", "override REQ-000001 --stage legal", ["--reason", "no lawyer is there"])
    try story.act("11-02 10:10", "gus", "override REQ-000001 --stage legal", ["--reason", "agreed"])
    try story.act("11-02 10:20", "pia", "approve REQ-000001")
    try story.act("11-02 10:30", "dia", "delegate --to eve --until 2026-12-01 --cap 9000USD")
    try story.act("11-02 10:40", "eve", "approve REQ-000001 --cap cost=6000USD --oblige report:30d")
    try story.act("11-02 10:50", "dia", "approve REQ-000001", exit: 4)
    try story.act("11-03 10:50", "eve", "delegate end DLG-000001")

    let approvals = try folder.exported("approvals", at: "11-04T09:00")
    #expect(
      some(approvals, "step_name", "acted_by", "action", "on_behalf_of", "delegation_id", "quorum_got") == [
        "legal max claimed   0", "data-governance ann reassigned   0", "data-governance bo approve   1",
        " zoe void:excluded   ", "legal lea override_proposed   0", "legal lea gus waived   0", "peer pia approve   1",
        "decision eve approve dia DLG-000001 1", " dia void:late   ",
      ])
    #expect(some(approvals, "escalated_from", "escalated_to").dropFirst().first == "ann fay")
    #expect(approvals.dropFirst(7).first?["conditions"]?.contains(#""id":"report""#) == true)

    let exceptions = try folder.exported("exceptions", at: "11-04T09:10")
    #expect(
      some(exceptions, "type", "granted_by", "second_person", "status", "request_id", "stage") == [
        "self_approval_blocked zoe  blocked REQ-000001 ", "override lea gus applied REQ-000001 legal",
        "late dia  blocked REQ-000001 ",
      ])
    #expect(exceptions.dropFirst().first?["reason_commit"]?.count == 64)

    let delegations = try folder.exported("delegations", at: "11-04T09:20")
    #expect(
      some(delegations, "of_id", "to_id", "cap_nanos", "votes", "ended_by", "ended_because", "moved_requests") == [
        "dia eve 9000000000000 1 eve by hand REQ-000001"
      ])
    let duties = try folder.exported("remediation", at: "11-04T09:30")
    #expect(some(duties, "kind", "obligation_id", "asked_by") == ["duty dpia ", "duty report eve"])
    let decisions = try folder.exported("decisions", at: "11-04T09:40")
    #expect(some(decisions, "decider_id", "on_behalf_of", "conditional") == ["eve dia 1"])
    try story.end()
  }

  @Test func `Emergencies and waivers, and what became of them`() throws {
    let folder = try Folder.example()
    try folder.write(
      "workflows/decision-rights.yaml", try folder.read("workflows/decision-rights.yaml") + ChangeScenarios.emergencies)
    try folder.write("fire.yaml", Requests.request(cost: 1500))
    try folder.write("rules/policy/no-premium.yaml", Exceptions.premium)
    try folder.write(
      "workflows/waiver.yaml",
      Exceptions.workflow.replacing("role:vp], due: 2bd}", with: "role:vp], due: 2bd, conditions: {obligations: add}}"))
    try folder.write(
      "waiver.yaml",
      Exceptions.request(kind: "waiver", more: "waiver: {rule: no-premium, until: 2026-12-01}"))
    try folder.write("premium.yaml", Exceptions.request())
    let story = Story("the table of exceptions", in: folder)
    let because = ["--reason", "the model in use is down"]
    try story.act("11-02 09:00", "zoe", "submit waiver.yaml")
    try story.act("11-02 09:10", "gia", "approve REQ-000001")
    try story.act("11-02 09:20", "eve", "approve REQ-000001 --oblige weekly-report:5bd")
    try story.act("11-02 09:30", "zoe", "submit premium.yaml")
    try story.act("11-02 10:10", "pia", "break-glass fire.yaml --incident INC-1", because)
    try story.act("11-02 10:40", "gia", "approve REQ-000003")
    try story.act("11-03 10:10", "pau", "break-glass fire.yaml --incident INC-2", because)
    try story.act("11-03 10:40", "gil", "reject REQ-000004 --comment unneeded")
    try story.act("11-04 10:10", "pau", "break-glass fire.yaml --incident INC-3", because)
    let rows = try folder.exported("exceptions", at: "11-04T11:00")
    #expect(
      some(rows, "exception_id", "type", "rule_id", "granted_by", "status", "reviewed_by", "incident", "used_count")
        == [
          "WVR-000001 waiver no-premium eve active   4", "REQ-000003 break_glass  pia ratified gia INC-1 ",
          "REQ-000004 break_glass  pau rejected gil INC-2 ", "REQ-000005 break_glass  pau unreviewed  INC-3 ",
        ])
    #expect(
      rows.first?["compensating_control"] == "weekly-report" && rows.first?["ends"]?.hasPrefix("2026-12-01") == true)
    #expect(
      rows.last?["review_due"]?.hasPrefix("2026-11-06T10:10") == true && rows.last?["amount_nanos"] == "1500000000000")
    try story.end()
  }

  @Test func `A grant's parts, its confirmation, its one use, and its new owner`() throws {
    let folder = try Folder.example()
    let path = "workflows/standard-experiment.yaml"
    try folder.write(
      path,
      try folder.read(path).replacing("grant: {expires: 90d,", with: "grant: {expires: 90d, singleUse: true,")
        .replacing(
          "obligations: add}",
          with: #"obligations: add, tranches: [{release: 30%}, {release: 70%, when: "evidence('e').score > 0.5"}]}"#))
    try folder.write("small.yaml", Exceptions.request())
    try folder.write("e.json", #"{"score": 0.7}"#)
    let story = Story("the table of grants", in: folder)
    try story.act("11-02 09:00", "zoe", "submit small.yaml")
    try story.act("11-02 10:00", "pia", "approve REQ-000001")
    try story.act("11-03 09:00", "tom", "approve REQ-000001")
    try story.act("11-04 09:00", "zoe", "duty submit DTY-000001 --evidence e.json")
    try story.act("11-04 10:00", "tom", "duty verify DTY-000001")
    try story.act("11-05 10:00", "tom", "grant suspend GRT-000001", ["--reason", "wait"])
    try story.act("11-05 11:00", "tom", "grant resume GRT-000001", ["--reason", "go on"])
    try story.act("11-05 12:00", "zoe", "grant consume GRT-000001")
    try story.edit(
      "11-06 09:00", "workflows/decision-rights.yaml",
      "  zoe: {name: Zoe Adler, login: zoe, team: claims, manager: tom, roles: [engineer]}\n", "", "zoe leaves")
    try story.act("11-06 09:01", "gus", "tick")
    let rows = try folder.exported("grants", at: "11-06T10:00")
    #expect(
      some(rows, "event", "by", "owner_id", "cap_nanos", "released_percent", "because") == [
        "grant.minted tom zoe 300000000000 30 ", "grant.released tom zoe 1000000000000 100 ",
        "grant.suspended tom zoe 1000000000000 100 hold", "grant.resumed tom zoe 1000000000000 100 ",
        "grant.consumed zoe zoe 1000000000000 100 ", "grant.assigned gus tom 1000000000000 100 left",
      ])
    let changes = try folder.exported("policy_changes", at: "11-06T10:10")
    #expect(some(changes, "event", "by") == ["bundle.activated zoe", "bundle.activated gus"])
    #expect(changes.last?["from_sha256"] == changes.first?["to_sha256"])
    try story.end()
  }

  @Test func `A table that was touched up is found`() throws {
    let folder = try Folder.example()
    _ = try folder.ask("submit request.yaml", as: "zoe", at: "11-02T09:00")
    _ = try folder.ask("audit export -d out", as: "gus", at: "11-02T10:00")
    for table in ["exceptions", "grants", "remediation", "delegations", "policy_changes", "approvals"] {
      let text = try folder.read("out/\(table).csv")
      try folder.write("out/\(table).csv", text + "x\r\n")
      let verified = try folder.run("audit verify out")
      #expect(verified.code == 3 && (verified.output + verified.errors).contains("\(table).csv"))
      try folder.write("out/\(table).csv", text)
    }
    #expect(try folder.run("audit verify out").code == 0)
  }

  @Test func `What a leaver's waiver put off goes to the next one with the rest`() throws {
    let folder = try Folder.exceptions()
    let story = Story("what was put off, and its owner leaves", in: folder)
    try folder.write("rules/policy/no-premium.yaml", Exceptions.premium.replacing("'premium'", with: "'frontier'"))
    try story.act("11-02 09:00", "zoe", "submit request.yaml")
    for person in ["pia", "ann", "lea"] { try story.act("11-02 09:10", person, "approve REQ-000001") }
    try story.act("11-02 09:11", "dia", "approve REQ-000001 --cap cost=6000USD")
    try story.act("11-02 09:20", "zoe", "duty submit DTY-000001 --evidence dpia.pdf")
    try story.act("11-02 09:30", "bo", "duty verify DTY-000001")
    try story.act("11-20 10:00", "fay", "usage ingest usage.jsonl --source openai-org")
    try folder.waive(
      Exceptions.waiver(rule: "spend-over-envelope", scope: "spend.effective < usd(7000)", until: "2026-12-10"),
      at: "11-21")
    try story.act("11-21 11:00", "gus", "tick")
    #expect(try story.act("11-21 11:01", "fay", "finding show FND-000001").at("state") == "risk_accepted")
    try story.edit(
      "11-23 09:00", "workflows/decision-rights.yaml",
      "  zoe: {name: Zoe Adler, login: zoe, team: claims, manager: tom, roles: [engineer]}\n", "", "zoe leaves")
    try story.act("11-23 09:01", "gus", "tick")
    let finding = try story.act("11-23 09:02", "tom", "finding show FND-000001")
    #expect(finding.at("state") == "risk_accepted" && finding.at("owner") == "user:tom")
    let rows = try folder.exported("remediation", at: "11-23T10:00")
    #expect(
      some(rows, "finding_id", "owner_id", "former_owner_ids", "owner_change", "status", "waiver_id") == [
        "DTY-000001 zoe   closed ", "FND-000001 tom zoe left risk_accepted WVR-000001",
      ])
    try story.act("12-10 00:00", "gus", "tick")
    let open = try story.act("12-10 00:01", "tom", "finding show FND-000001")
    #expect(open.at("state") == "open" && open.at("owner") == "user:tom")
    try story.end()
  }
}
