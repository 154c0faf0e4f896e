import StrictJSON
import Testing

/// What `init` makes works as it stands, and `init` never overwrites.
@Suite struct StarterTests {
  @Test func `The starter passes check and test without a warning`() throws {
    let folder = try Folder()
    let made = try folder.run("init -o json")
    #expect(made.code == 0)
    #expect(try JSONValue.parse(made.output).at("kept") == "[]")
    let check = try folder.run("check --strict -o json")
    #expect(check.code == 0)
    let report = try JSONValue.parse(check.output)
    #expect(report.at("diagnostics") == "[]")
    #expect(report.at("rules") == "4")
    let test = try folder.run("test")
    #expect(test.code == 0)
    #expect(test.output == "11 passed, 0 failed\n")
  }

  @Test func `The starter's request goes through the fast lane`() throws {
    let folder = try Folder()
    try folder.run("init")
    let submitted = try JSONValue.parse(try folder.run("submit request.yaml -o json").output)
    #expect(submitted.at("state") == "approved")
    #expect(submitted.at("lane") == "sandbox")
    #expect(submitted.at("grant.state") == "active")
    #expect(submitted.at("cost.amount") == "42.00")
  }

  @Test func `With personal data the starter's request waits for people`() throws {
    let folder = try Folder()
    try folder.run("init")
    try Edit.replace("request.yaml", "{class: public}", with: "{class: pii}").apply(to: folder)
    let submitted = try JSONValue.parse(try folder.run("submit request.yaml -o json").output)
    #expect(submitted.at("state") == "in_review")
    #expect(submitted["waitingOn"]?.array?.compactMap { $0.at("stage") } == ["peer", "data-governance"])
    #expect(submitted.at("later.0.candidates") == #"["maya"]"#)
    let queue = try JSONValue.parse(try folder.run("queue -o json", as: "dana").output)
    #expect(queue.at("items.0.stage") == "data-governance")
  }

  @Test func `The starter denies special data in the sandbox, and that is an answer`() throws {
    let folder = try Folder()
    try folder.run("init")
    try Edit.replace("request.yaml", "{class: public}", with: "{class: special}").apply(to: folder)
    try Edit.replace("request.yaml", "environment: dev", with: "environment: sandbox").apply(to: folder)
    let outcome = try folder.run("submit request.yaml -o json")
    #expect(outcome.code == 0)
    #expect(try JSONValue.parse(outcome.output).at("state") == "denied")
  }

  @Test func `A second init keeps every byte`() throws {
    let folder = try Folder()
    try folder.run("init")
    try folder.write("request.yaml", "# mine\n")
    try Edit.remove("rules/policy/large-spend-needs-finance.yaml").apply(to: folder)
    let before = try folder.read("workflows/decision-rights.yaml")
    let again = try folder.run("init -o json")
    #expect(again.code == 0)
    #expect(try JSONValue.parse(again.output).at("created") == "[]")
    #expect(try folder.read("request.yaml") == "# mine\n")
    #expect(try folder.read("workflows/decision-rights.yaml") == before)
    #expect(!folder.exists("rules/policy/large-spend-needs-finance.yaml"))
  }

  @Test func `Init makes the folder that it is given`() throws {
    let folder = try Folder()
    let made = try folder.run("init finance")
    #expect(made.code == 0)
    #expect(folder.exists("finance/rules/schema.yaml"))
    #expect(made.output.contains("next: cd finance && assent check"))
    #expect(try folder.run("list --workspace finance").code == 0)
    #expect(try folder.run("list", environment: ["ASSENT_WORKSPACE=finance"]).code == 0)
  }
}
