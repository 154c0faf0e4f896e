import ArgumentParser
import Diagnostics
import Governance
import StrictJSON

struct Format: Verb {
  static let configuration = CommandConfiguration(
    commandName: "fmt",
    abstract: "Give rules and workflows their one layout; comments stay, and nothing changes its meaning.",
    discussion: """
      PATH is a file or a folder; with none, rules/ and workflows/ of the workspace.

        assent fmt                     write the files that are laid out otherwise
        assent fmt --check             only name them; for a build that shall refuse them
        assent fmt --diff              only show what would change

      Keys come in the order of rules/README.md, expressions in their canonical spelling, long conditions with one
      thought to a line. What stands in brackets stays there. A file that cannot be laid out without changing what it
      says, or without losing a comment, stays as it is, and is named.

      Exits 0; with --check 1 where a file would change; 2 for a file that cannot be read as YAML.
      """)

  @Argument(help: ArgumentHelp("Files or folders.", valueName: "path"), completion: .file()) var paths: [String] = []
  @Flag(help: "Write nothing; name the files that would change, and fail if there are any.") var check = false
  @Flag(help: "Write nothing; show what would change.") var diff = false
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let service = try paths.isEmpty ? session.service() : session.service(rulesFolder: "")
    let report = try service.format(paths)
    var lines: [Text] = []
    if !report.diagnostics.isEmpty { lines += Commands.lines(of: report.diagnostics) { report.sources[$0] } }
    for file in report.files {
      if diff {
        lines += unifiedDiff(file.before, file.after, path: file.path)
      } else {
        lines.append("\(check ? "would change" : "laid out") \(file.path)")
      }
    }
    if !check, !diff { try report.write() }
    let others = report.looked - report.files.count
    let verb: Text = check || diff ? "would change" : "laid out"
    lines.append(
      report.files.isEmpty
        ? "\(counted(report.looked, "file")), all in their layout"
        : "\(counted(report.files.count, "file")) \(verb), \(others) as before")
    let code =
      report.diagnostics.hasErrors
      ? Exit.badInput : check && !report.files.isEmpty ? Exit.checkFailed : Exit.done
    return Answer(json: report.json, lines: lines, exitCode: code)
  }
}
