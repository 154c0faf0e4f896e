import ArgumentParser
import Diagnostics
import Governance
import StrictJSON

struct Check: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Compile rules and workflows, and say all that is wrong with them.",
    discussion: """
      Reads the files of the workspace and needs no database.

        assent check --strict --sarif check.sarif

      Exits 0 when the bundle is sound, 1 when it has errors (with --strict: or warnings).
      """)

  @Flag(help: "Warnings fail, too.") var strict = false
  @Option(help: ArgumentHelp("Write the diagnostics as SARIF 2.1.0.", valueName: "file"), completion: .file())
  var sarif: String?
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let report = try session.service().check()
    if let sarif { try writeFile(sarif, Array((sarifLog(report.diagnostics).pretty() + "\n").utf8)) }
    let fails = report.diagnostics.hasErrors || (strict && report.diagnostics.count(.warning) > 0)
    return Answer(
      json: report.json, lines: report.lines(session), exitCode: fails ? Exit.checkFailed : Exit.done)
  }
}
