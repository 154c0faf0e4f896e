import ArgumentParser
import Governance

struct Tick: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Fire what is due: reminders, escalations, expiries, evaluations.",
    discussion: """
      Run it every few minutes where no server runs; what was fired is not fired again.

        assent tick

      Exits 0, also where nothing was due.
      """)

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let report = try session.service().tick()
    var lines: [Text] = report.fired.isEmpty ? ["nothing was due"] : historyLines(report.fired, session)
    for grant in report.suspended {
      lines.append("\(grant, .strong) is \("suspended", .bad)  (assent grant show \(grant))")
    }
    lines += section("put off by a waiver", waivedFindingLines(report.waived))
    if !report.findings.isEmpty {
      lines += section("findings", Commands.lines(of: report.findings, noun: "findings", session))
    }
    return Answer(json: report.json, lines: lines)
  }
}
