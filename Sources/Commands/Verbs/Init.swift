import ArgumentParser
import Governance

struct Init: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Make a workspace: commented starter rules and workflows, a database, a signing key.",
    discussion: """
      Files that exist are kept as they are, so it is safe to run again.

        assent init            here
        assent init finance    in the folder finance

      Exits 0, or 74 where the folder cannot be written.
      """)

  @Argument(help: "The folder; made where there is none.", completion: .directory) var dir = "."
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let report = try GovernanceService.initialise(
      folder: dir, starter: Starter.files(login: session.caller.login), clock: session.clock, entropy: .system,
      caller: session.caller)
    var lines: [Text] = ["workspace \(report.root, .strong)"]
    lines += report.created.map { "  \("made", .good)  \($0)" }
    lines += report.kept.map { "  \("kept", .faint)  \($0)" }
    lines.append("verifier key of the log: \(report.key)")
    let enter: Text = dir == "." ? "" : "cd \(dir) && "
    lines += next("\(enter)assent check && assent test && assent submit request.yaml")
    return Answer(json: report.json, lines: lines)
  }
}
