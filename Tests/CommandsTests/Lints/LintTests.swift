import StrictJSON
import Testing

@Suite struct LintTests {
  private func check(_ item: LintCase, _ more: [String] = []) throws -> Outcome {
    let folder = try Folder()
    try folder.write("rules/schema.yaml", LintCase.schema + "\n")
    try folder.write(item.file.name, item.file.text)
    return try folder.run("check --rules rules", more, now: "2026-11-26T09:00:00Z")
  }

  @Test(arguments: LintCase.conditions + LintCase.rules + LintCase.tables)
  func `What is most likely a mistake is shown at its place`(_ item: LintCase) throws {
    let outcome = try check(item)
    #expect(outcome.output == item.said + "\n")
    #expect(outcome.code == (item.said.contains(" error: ") ? 1 : 0))
  }

  @Test(arguments: LintCase.sound)
  func `What is sound is left in peace`(_ item: LintCase) throws {
    let outcome = try check(item, ["--strict"])
    #expect(outcome.output.hasPrefix("sound: "), "\(outcome.output)\(outcome.errors)")
    #expect(outcome.code == 0)
  }

  @Test func `Warnings fail only where they shall`() throws {
    let item = try #require(LintCase.conditions.first)
    #expect(try check(item).code == 0)
    #expect(try check(item, ["--strict"]).code == 1)
  }

  @Test(arguments: [
    ("gap", 0, "gap: no row of a table hits for some facts\n"), ("shadowed", 0, "shadowed: a rule never matters"),
    ("gpa", 6, "did you mean `gap`?"), ("syntax", 6, "described are always-fails, "),
  ])
  func `A code is explained`(_ code: String, _ exit: Int32, _ said: String) throws {
    let outcome = try Folder().run("check --explain \(code)")
    #expect(outcome.code == exit)
    #expect((outcome.output + outcome.errors).contains(said))
  }

  @Test func `Every code of the table is described, and every description is of use`() throws {
    let said = (LintCase.conditions + LintCase.rules + LintCase.tables).map(\.said).joined()
    for code in [
      "always-fails", "always-fires", "always-true", "costly", "duplicate-condition", "expired", "gap", "may-fail",
      "never-fires", "never-true", "no-examples", "overlap", "redundant", "shadowed", "unreachable-row",
    ] {
      #expect(said.contains("[\(code)]"), "\(code)")
      #expect(try Folder().run("check --explain \(code)").code == 0, "\(code)")
    }
  }

  @Test func `A fact that nothing reads is told in a workspace`() throws {
    let folder = try Folder()
    try folder.run("init")
    #expect(try folder.run("check --strict").code == 0)
    let schema = try folder.read("rules/schema.yaml")
    try folder.write("rules/schema.yaml", schema.replacing("\n  requester:", with: "\n    mood: string\n  requester:"))
    let outcome = try folder.run("check")
    #expect(outcome.output.contains("warning: nothing reads `request.mood` [unused-fact]"), "\(outcome.output)")
    #expect(outcome.code == 0)
  }

  @Test func `SARIF has what its schema requires`() throws {
    let folder = try Folder()
    try folder.write("rules/schema.yaml", LintCase.schema + "\n")
    let item = try #require(LintCase.tables.first)
    try folder.write(item.file.name, item.file.text)
    #expect(try folder.run("check --rules rules --sarif out.sarif").code == 1)
    let log = try JSONValue.parse(try folder.read("out.sarif"))
    #expect(log["version"]?.string == "2.1.0")
    let run = try #require(log["runs"]?.array?.first)
    let driver = try #require(run["tool"]?["driver"])
    #expect(driver["name"]?.string == "assent")
    let rules = try #require(driver["rules"]?.array)
    let results = try #require(run["results"]?.array)
    #expect(results.count == 2)
    for rule in rules { #expect(rule["id"]?.string != nil && rule["shortDescription"]?["text"]?.string != nil) }
    for result in results {
      #expect(result["message"]?["text"]?.string != nil)
      #expect(["error", "warning", "note"].contains(result["level"]?.string))
      let place = try #require(result["locations"]?.array?.first?["physicalLocation"])
      #expect(place["artifactLocation"]?["uri"]?.string == "rules/policy/t.yaml")
      #expect(place["region"]?["startLine"]?.integer ?? 0 > 0 && place["region"]?["startColumn"]?.integer ?? 0 > 0)
      if case .integer(let index)? = result["ruleIndex"], rules.indices.contains(Int(index)) {
        #expect(rules[Int(index)]["id"]?.string == result["ruleId"]?.string)
      } else {
        Issue.record("a result without its rule")
      }
    }
  }

  @Test(arguments: ["check --rules nowhere", "check --explain gap --strict", "check --sarif"])
  func `Misuse is refused`(_ command: String) throws {
    #expect(try Folder().run(command).code == (command.hasSuffix("nowhere") ? 2 : 64))
  }
}
