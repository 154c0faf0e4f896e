import ArgumentParser
import Governance

struct Flow: Verb {
  static let configuration = CommandConfiguration(
    abstract: "How requests flow: how long decisions take, who holds them, what reviews are worth.",
    discussion: """
        assent flow
        assent flow --since 2026-10-01 -o json

      Lead times run from the first submission to the final decision. Requests that are still open count as lasting at \
      least as long as they have (Kaplan-Meier), or a stalled queue would look fast. Times are business time by the \
      default calendar, with wall time beside it. What several stages hold at once is split among them; `nobody` is \
      what was blocked. A review's yield is the share of its votes that changed anything.
      """)

  @Option(help: ArgumentHelp("Only what was submitted from this day or time on.", valueName: "time")) var since: String?
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let progress = Progress(counting: "events")
    defer { progress.finish() }
    let flow = try session.service().flow(since: since, progress: { progress.report($0) })
    return Answer(json: flow.json, lines: flow.lines(session))
  }
}
