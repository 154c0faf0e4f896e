import ArgumentParser
import Diagnostics
import Governance
import StrictJSON

struct Check: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Compile rules and workflows, and say all that is wrong with them.",
    discussion: """
      Reads the files of the workspace and needs no database. Errors are what cannot be right; warnings are what can
      be and most likely is not: a rule that can never fire or that a deny shadows, a table with a gap, a fact that
      nothing reads, an example that is lacking.

        assent check --strict --sarif check.sarif
        assent check --rules my-rules          a folder of rules alone, without workflows
        assent check --explain gap             what a code means, and what mends it

      Exits 0 when the bundle is sound, 1 when it has errors (with --strict: or warnings).
      """)

  @Flag(help: "Warnings fail, too.") var strict = false
  @Option(help: ArgumentHelp("Write the diagnostics as SARIF 2.1.0.", valueName: "file"), completion: .file())
  var sarif: String?
  @Option(help: ArgumentHelp("A folder of rules alone, without a workspace.", valueName: "dir"), completion: .directory)
  var rules: String?
  @Option(
    help: ArgumentHelp("Say what a code means, and check nothing.", valueName: "code"),
    completion: .list(LintText.all.map(\.code)))
  var explain: String?
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if explain != nil, strict || sarif != nil || rules != nil {
      throw ValidationError("--explain goes without --strict, --sarif and --rules")
    }
  }

  func answer(_ session: Session) throws(Failure) -> Answer {
    if let explain { return try answer(explaining: explain) }
    let report = try session.service(rulesFolder: rules).check(rulesFolder: rules)
    if let sarif { try writeFile(sarif, Array((sarifLog(report.diagnostics).pretty() + "\n").utf8)) }
    let fails = report.diagnostics.hasErrors || (strict && report.diagnostics.count(.warning) > 0)
    return Answer(
      json: report.json, lines: report.lines(session), exitCode: fails ? Exit.checkFailed : Exit.done)
  }

  private func answer(explaining code: String) throws(Failure) -> Answer {
    guard let lint = LintText.of(code) else {
      let codes = LintText.all.map(\.code)
      throw Failure(
        .notFound, "unknown-code", "no description of `\(code)`",
        hint: nearestName(to: code, in: codes).map { "did you mean `\($0)`?" }
          ?? "described are " + codes.joined(separator: ", ") + "; the others say all in their hint")
    }
    return Answer(
      json: [
        "code": .string(lint.code), "title": .string(lint.title), "reason": .string(lint.reason),
        "example": .string(lint.example), "remedy": .string(lint.remedy),
      ],
      lines: [
        "\(lint.code, .strong): \(lint.title)", "", "  \(lint.reason)", "", "  for example  \(lint.example)",
        "  what to do   \(lint.remedy)",
      ])
  }
}
