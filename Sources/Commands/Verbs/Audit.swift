import ArgumentParser
import Governance

struct AuditGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "The decision history, for those who need not trust us.",
    subcommands: [AuditExport.self, AuditVerify.self])
}

struct AuditExport: Verb {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the decision history with its proofs into a folder.",
    discussion: """
        assent audit export -d history
        assent audit export -d november --from 2026-11-01 --to 2026-12-01

      The folder says how to verify it without this program. The export itself is an event of the log. Exits 0, 2 \
      for a folder that is not empty, 3 where the log does not verify.
      """)

  @Option(
    name: [.customShort("d"), .customLong("directory")], help: ArgumentHelp("The folder.", valueName: "dir"),
    completion: .directory)
  var directory: String
  @Option(help: ArgumentHelp("From this date or time on.", valueName: "when")) var from: String?
  @Option(help: ArgumentHelp("Up to, and not including, this date or time.", valueName: "when")) var to: String?
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let report = try session.service().export(to: directory, from: from, to: to)
    return Answer(
      json: report.json,
      lines: [
        "\(report.folder, .strong): \(counted(Int(clamping: report.leaves), "leaf", plural: "leaves")), \(counted(report.decisions, "decision")), \(counted(report.approvals, "approval"))",
        "  root \(report.root)", "  files \(names(report.files))",
      ] + next("assent audit verify \(directory)"))
  }
}

struct AuditVerify: Verb {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check a history: an exported folder, or without one the database and its projections.",
    discussion: """
        assent audit verify history
        assent audit verify

      Exits 0 when all holds, 3 when anything differs: then every difference is listed.
      """)

  @Argument(help: "An exported folder.", completion: .directory) var dir: String?
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let report: VerifyReport
    if let dir {
      report = try GovernanceService.verify(folder: dir)
    } else {
      report = try session.service().verifyDatabase()
    }
    var lines: [Text] = report.checked.map { "  checked  \(withShortDigests($0))" }
    for failure in report.failures {
      let place: Text = failure.idx.map { "\(failure.place), leaf \($0)" } ?? "\(failure.place)"
      lines.append("  \("differs", .bad)  \(place): \(withShortDigests(failure.message))")
    }
    let count = report.failures.count
    lines.append(
      report.isIntact ? "\("intact", .good)" : "\(Text("not intact", .bad)): \(counted(count, "difference"))")
    return Answer(json: report.json, lines: lines, exitCode: report.isIntact ? Exit.done : Exit.integrity)
  }
}

struct Rebuild: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Make every projection again from the log, and say whether it equals what is stored.",
    discussion: """
        assent rebuild

      Exits 0 when they are equal, 3 when not.
      """)

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let report = try session.service().rebuild()
    var table = Table([.init("TABLE"), .init("ROWS", .right), .init("DIFFERENCES", .right)])
    for row in report.tables {
      table.add([
        Text(row.name), Text(grouped(row.rows)), Text(grouped(row.differences), row.differences > 0 ? .bad : .none),
      ])
    }
    let verdict: Text =
      report.isEqual ? "\("equal", .good)" : "\("not equal", .bad), and now as the log makes them"
    return Answer(
      json: report.json,
      lines: table.lines(session.style) + [
        "",
        "\(verdict): \(counted(report.tables.count, "table")) from \(counted(Int(clamping: report.leaves), "leaf", plural: "leaves"))",
      ],
      exitCode: report.isEqual ? Exit.done : Exit.integrity)
  }
}
