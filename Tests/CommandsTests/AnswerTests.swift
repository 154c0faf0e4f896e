import StrictJSON
import Testing

/// What people read: whole answers of the verbs that they use most.
@Suite struct AnswerTests {
  @Test func `Submit tells the outcome, its reasons, who must act by when, and what comes after`() throws {
    let folder = try Folder.example()
    let outcome = try folder.run("submit request.yaml", as: "zoe", now: "2026-11-02T09:00:00Z")
    #expect(
      outcome.output == """
        REQ-000001 is in review, 7,400.00 USD
        outcome require, workflow standard-experiment

        because
          require  personal-data-needs-data-governance  data class pii needs a review

        who must act
          STAGE            RIGHT  STATE   WHO       DUE
          peer             input  active  pau, pia  2026-11-03 09:00Z (in 24h)
          data-governance  agree  active  ann, bo   2026-11-04 09:00Z (in 2d)
          legal            agree  active  lea, max  2026-11-05 09:00Z (in 3d)

        after that
          STAGE     RIGHT   STATE    WHO
          decision  decide  pending  dia

        duties once approved: dpia

        next: assent why REQ-000001

        """)
  }

  @Test func `The queue tells what is asked, by whom, how much, why, by when, and what to type`() throws {
    let folder = try Folder.example()
    try folder.run("submit request.yaml", as: "zoe", now: "2026-11-02T09:00:00Z")
    let outcome = try folder.run("queue", as: "ann", now: "2026-11-03T16:00:00Z")
    #expect(
      outcome.output == """
        REQUEST     WHAT                         BY           COST  DUE
        REQ-000001  Summaries of claims tickets  zoe  7,400.00 USD  in 17h
                    data-governance (agree) by 2026-11-04 09:00Z
                    why: personal-data-needs-data-governance: data class pii needs a review

        1 item
        next: assent approve REQ-000001    (facts: assent show REQ-000001)
              assent reject|return REQ-000001 --comment "..."

        """)
    #expect(try folder.run("queue", as: "gia", now: "2026-11-03T16:00:00Z").output == "nothing waits for you\n")
    let late = try folder.run("queue --overdue", as: "gia", now: "2026-11-09T16:00:00Z")
    #expect(late.output.contains("5d overdue"))
  }

  @Test func `For programs the standard error holds one document, warnings and all`() throws {
    let folder = try Folder.example()
    try folder.run("submit request.yaml", as: "zoe", now: "2026-11-02T09:00:00Z")
    try Edit.replace("workflows/standard-experiment.yaml", "due: 1bd", with: "due: soon").apply(to: folder)
    let said = "the files of the workspace have errors (`assent check`)"
    let refused = try folder.run("approve 1 -o json", as: "ian", now: "2026-11-02T10:00:00Z")
    #expect(refused.code == 5)
    let error = try JSONValue.parse(refused.errors)
    #expect(error.at("error.code") == "not-candidate")
    #expect(error["warnings"]?.array?.first?.string?.hasPrefix(said) ?? false, "\(refused.errors)")
    let done = try folder.run("approve 1 -o json", as: "ann", now: "2026-11-02T10:00:00Z")
    #expect(done.code == 0)
    #expect(try JSONValue.parse(done.errors)["warnings"]?.array?.count == 1)
    #expect(try JSONValue.parse(done.output).at("id") == "REQ-000001")
    let text = try folder.run("why 1", as: "zoe", now: "2026-11-02T10:00:00Z")
    #expect(text.errors.hasPrefix("warning: " + said))
  }

  @Test func `Why names people and times`() throws {
    let folder = try Folder.example()
    try folder.run("submit request.yaml", as: "zoe", now: "2026-11-02T09:00:00Z")
    let outcome = try folder.run("why req-1", as: "zoe", now: "2026-11-02T10:00:00Z")
    #expect(
      outcome.output == """
        REQ-000001 is in review

        waits on
          STAGE            RIGHT  STATE   WHO       SINCE                       DUE
          peer             input  active  pau, pia  2026-11-02 09:00Z (1h ago)  2026-11-03 09:00Z (in 23h)
                           why: step of workflow standard-experiment
          data-governance  agree  active  ann, bo   2026-11-02 09:00Z (1h ago)  2026-11-04 09:00Z (in 47h)
                           why: personal-data-needs-data-governance: data class pii needs a review
          legal            agree  active  lea, max  2026-11-02 09:00Z (1h ago)  2026-11-05 09:00Z (in 2d)
                           why: personal-data-needs-data-governance: data class pii needs a review

        what comes next: a reminder to pau, pia, 2026-11-02 13:00Z (in 3h)

        duties once approved
          dpia  before it starts  owner requester, verified by group:data-governance

        may not act
          tom  passed over: may decide up to 5000.00 USD; 7400.00 USD are at stake

        """)
  }

  @Test func `Several approvals are one report, and the first refusal its exit code`() throws {
    let folder = try Folder.example()
    for _ in 1...2 { try folder.run("submit request.yaml", as: "zoe", now: "2026-11-02T09:00:00Z") }
    let outcome = try folder.run("approve 1 7 2", as: "ann", now: "2026-11-02T10:00:00Z")
    #expect(outcome.code == 6)
    #expect(outcome.output.contains("REQ-000001 approved at stage data-governance; the request is in review"))
    #expect(outcome.output.contains("7 not done: no request `REQ-000007` [not-found]"))
    #expect(outcome.output.hasSuffix("2 of 3 requests done\n"))
    let again = try folder.run("approve 1 2 -o json", as: "lea", now: "2026-11-02T10:01:00Z")
    #expect(again.code == 0)
    #expect(try JSONValue.parse(again.output)["items"]?.array?.compactMap { $0.at("stage") } == ["legal", "legal"])
  }

  @Test func `A request comes back for changes, and its next revision goes on`() throws {
    let folder = try Folder.example()
    try folder.run("submit request.yaml", as: "zoe", now: "2026-11-02T09:00:00Z")
    let returned = try folder.ask(
      "return REQ-000001", ["--comment", "how long is it kept?"], as: "ann", at: "11-02T09:30")
    #expect(returned.at("state") == "changes_requested")
    let why = try folder.run("why 1", as: "zoe", now: "2026-11-02T09:31:00Z")
    #expect(why.output.contains("next: assent resubmit REQ-000001 FILE"))
    #expect(try folder.run("show 1", as: "zoe", now: "2026-11-02T09:31:00Z").output.contains("how long is it kept?"))
    try Edit.replace("request.yaml", "duration: 60d", with: "duration: 50d").apply(to: folder)
    let second = try folder.ask("resubmit REQ-000001 request.yaml", as: "zoe", at: "11-02T10:00")
    #expect(second.at("revision") == "2")
    #expect(second.at("state") == "in_review")
    #expect(try folder.run("approve 1 --revision 1", as: "ann", now: "2026-11-02T10:01:00Z").code == 4)
    #expect(try folder.run("approve 1 --revision 2", as: "ann", now: "2026-11-02T10:02:00Z").code == 0)
  }

  @Test func `Data cannot drive the terminal of whoever reads it`() throws {
    let folder = try Folder.example()
    let title = #"title: "red \x1b[31m \u202e and\r over""#
    try Edit.replace("request.yaml", "title: Summaries of claims tickets", with: title).apply(to: folder)
    try folder.run("submit request.yaml", as: "zoe", now: "2026-11-02T09:00:00Z")
    for verb in ["queue", "list", "show 1", "why 1", "queue -o json", "show 1 -o json", "queue --color always"] {
      let outcome = try folder.run(verb, as: "ann", now: "2026-11-02T10:00:00Z")
      let text = outcome.output + outcome.errors
      #expect(outcome.code == 0, "\(verb)")
      let own = verb.hasSuffix("always") ? text.replacing("\u{1B}[", with: "").unicodeScalars : text.unicodeScalars
      #expect(!own.contains { ($0.value < 0x20 && $0 != "\n") || $0.value == 0x202E || $0.value == 0x7F }, "\(verb)")
      if verb.hasSuffix("always") { #expect(!text.contains("\u{1B}[31m and"), "\(verb)") }
    }
  }

  @Test func `Check writes SARIF, and test JUnit XML`() throws {
    let folder = try Folder.example(with: false)
    try Edit.replace(BadInput.personalData, "effect: require", with: "efect: require").apply(to: folder)
    #expect(try folder.run("check --sarif check.sarif").code == 1)
    let run = try #require(try JSONValue.parse(try folder.read("check.sarif"))["runs"]?.array?.first)
    #expect(run.at("results.0.ruleId") == "unknown-key")
    #expect(run.at("results.0.locations.0.physicalLocation.region") == #"{"startLine":8,"startColumn":1}"#)
    try Edit.replace(BadInput.personalData, "efect: require", with: "effect: require").apply(to: folder)
    try Edit.replace(BadInput.personalData, "fires: false}", with: "fires: true}").apply(to: folder)
    #expect(try folder.run("test --junit results.xml").code == 1)
    let xml = try folder.read("results.xml")
    #expect(
      xml.hasPrefix(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          + "<testsuites name=\"assent\" tests=\"5\" failures=\"1\" errors=\"0\">"))
    #expect(xml.contains("<failure type=\"example\" message=\"the example `synthetic data` shall fire"))
  }

  @Test func `Check answers in JSON with every diagnostic and its place`() throws {
    let folder = try Folder.example(with: false)
    try Edit.replace(BadInput.personalData, "effect: require", with: "efect: require").apply(to: folder)
    let outcome = try folder.run("check -o json")
    #expect(outcome.code == 1)
    #expect(outcome.errors.isEmpty)
    let report = try JSONValue.parse(outcome.output)
    #expect(report.at("errors") == "1")
    #expect(report.at("warnings") == "0")
    #expect(
      report.at("diagnostics.0")
        == #"{"severity":"error","code":"unknown-key","message":"unknown key `efect`","hint":"did you mean `effect`?","position":{"file":"rules/policy/personal-data-needs-data-governance.yaml","line":8,"column":1}}"#
    )
  }

  @Test func `Errors in JSON have code, message, hint and place`() throws {
    let folder = try Folder.example(with: false)
    try Edit.replace("request.yaml", "environment: dev", with: "environment: prod").apply(to: folder)
    let outcome = try folder.run("submit request.yaml -o json", as: "zoe")
    #expect(outcome.code == 2)
    #expect(outcome.output.isEmpty)
    let error = try #require(try JSONValue.parse(outcome.errors)["error"])
    #expect(error.at("code") == "unknown-value")
    #expect(error.at("message") == "`prod` is no value of `request.environment`")
    #expect(error.at("position") == #"{"file":"request.yaml","line":4,"column":37}"#)
  }

  @Test func `More than a hundred errors are counted, not listed`() throws {
    let folder = try Folder.example(with: false)
    let keys = (1...150).map { "wrong\($0): x\n" }.joined()
    try folder.write(BadInput.mini, BadInput.miniRule + keys)
    let outcome = try folder.run("check")
    #expect(outcome.code == 1)
    #expect(outcome.output.hasSuffix("... and 50 more\n150 errors, 0 warnings\n"))
    #expect(outcome.output.split(separator: "\n").count { $0.contains(": error: ") } == 100)
  }

  @Test func `Evaluate writes a line per document, null for a bad one, and goes on`() throws {
    let folder = try Folder.example(with: false)
    try folder.write(
      "three.jsonl",
      """
      {"request": {"kind": "experiment", "environment": "dev", "data": {"class": "pii"}}}
      {"request":
      {"request": {"kind": "experiment", "environment": "dev", "data": {"class": "public"}}}

      """)
    let matches = try folder.run("evaluate --rules rules three.jsonl --matches --timing")
    #expect(matches.code == 2)
    #expect(matches.output == "[\"personal-data-needs-data-governance\"]\nnull\n[]\n")
    let timing = try JSONValue.parse(String(matches.errors.split(separator: "\n").last ?? ""))
    #expect(timing.object?.map(\.name) == ["rules", "documents", "load_ms", "mean_us", "p50_us", "p99_us", "cpu_us"])
    let verdicts = try folder.run("evaluate three.jsonl -o json", as: "zoe")
    #expect(verdicts.code == 2)
    let lines = verdicts.output.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.dropFirst().first == "null")
    let told = try JSONValue.parse(verdicts.errors)
    #expect(told.at("line") == "2")
    #expect(told.at("error.position.line") == "2")
  }

  @Test func `Usage is rolled up as text, JSON and CSV`() throws {
    let folder = try Folder.example()
    _ = try folder.ask("usage ingest usage.jsonl --source openai-org", as: "fay", at: "11-20T10:00")
    let again = try folder.ask("usage ingest usage.jsonl --source openai-org", as: "fay", at: "11-20T10:01")
    #expect(again.at("duplicates") == "4")
    #expect(again.at("accepted") == "0")
    let csv = try folder.run("usage report --by team,model -o csv", as: "fay")
    #expect(
      csv.output.hasPrefix("team,model,count,") && csv.output.contains("claims,gpt-4o,4,")
        && csv.output.contains(",6220.00,USD,0\r\n"))
    let rows = try folder.ask("usage report --by team --from 2026-11-05 --to 2026-11-06", as: "fay", at: "11-20T10:02")
    #expect(rows.at("items.0.count") == "1")
    #expect(rows.at("items.0.cost.amount") == "1600.00")
  }

  @Test func `A bad record is told with its line and reason, and the rest is taken`() throws {
    let folder = try Folder.example()
    let usage = try folder.read("usage.jsonl")
    try folder.write("usage.jsonl", usage + #"{"event_id": "e9", "occurred_at": "then", "provider": "openai"}"# + "\n")
    let outcome = try folder.run("usage ingest usage.jsonl --source s -o json", as: "fay", now: "2026-11-20T10:00:00Z")
    #expect(outcome.code == 0)
    let report = try JSONValue.parse(outcome.output)
    #expect(report.at("accepted") == "4")
    #expect(report.at("rejected") == "1")
    let reject = try JSONValue.parse(try folder.read(report.at("rejectFile") ?? ""))
    #expect(reject.at("line") == "5")
    #expect(reject.at("reason")?.isEmpty == false)
  }

  @Test(arguments: [
    ("1 + 2", "3  int\n"), ("'a' + 'b'", "'ab'  string\n"), ("usd(5) < usd(6)", "true  bool\n"),
    ("[1, 2].map(x, x * 2)", "[2, 4]  list(int)\n"), ("dyn('a')", "'a'  string\n"),
    ("'\\u001b[31m'", "'\\u{1b}[31m'  string\n"),
  ])
  func `An expression has a value and a type`(_ expression: String, _ answer: String) throws {
    let outcome = try Folder().run("cel", [expression])
    #expect(outcome.output.hasPrefix(answer))
    #expect(outcome.output.contains("  cost   "))
    #expect(outcome.code == 0)
  }

  @Test func `Expressions read facts from a file, and line by line`() throws {
    let folder = try Folder()
    try folder.write("facts.yaml", "request: {cost: 700 USD, tags: [a, b]}\n")
    #expect(
      try folder.run("cel --with facts.yaml", ["request.cost > usd(500) && 'a' in request.tags"]).output
        == """
        true  bool
          cost   9 steps, estimated 5 to 809
          reads  request.cost = 700.00 USD
                 request.tags = ['a', 'b']

        """)
    try folder.write("lines", "1 + 1\n\n1 +\n2 * 3\n")
    let outcome = try folder.run("cel --repl", input: folder.path + "/lines")
    #expect(outcome.output == "2  int\n6  int\n")
    #expect(outcome.errors.contains("the expression ends here"))
    #expect(outcome.code == 2)
  }
}
