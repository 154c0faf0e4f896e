import ArgumentParser
import Governance
import SpendModel
import StrictJSON

struct Amend: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Ask for other terms than those of a live grant.",
    discussion: """
        assent amend REQ-000001 request.yaml

      FILE states the whole new request. It becomes a request of its own, judged by the rules in force; only the \
      stages that read a changed fact are asked, what others agreed to counts on. Until it is approved the old grant \
      and its reserve stand; then the new one takes its place, and what was used counts on. A rejection changes \
      nothing.

      Exits 0; 2 where nothing changed or the request is not right, 4 where no grant lives or an amendment is open, \
      5 where it is not yours.
      """)

  @OptionGroup var restated: RestatedRequest
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let result = try session.service().amend(
      try restated.requestID(), path(restated.file), acknowledged: list(restated.acknowledged))
    return Answer(json: result.json, lines: result.lines(session), notes: result.notes)
  }
}

struct BreakGlassVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "break-glass",
    abstract: "Approve a request at once, in an emergency.",
    discussion: """
        assent break-glass request.yaml --incident INC-4711 --reason "the model in use is down"

      For people of the emergency group (`breakGlass` in workflows/decision-rights.yaml): a short grant up to the \
      emergency cap. All who would have decided are told, and somebody looks at it afterwards on the stage \
      `post-review`: `assent approve` ratifies it; rejected or late, it becomes a finding, and the grant ends. What \
      may never be waived is denied all the same.

      Exits 0; 2 without incident or reason, or over the emergency cap; 4 where a budget has no room; 5 where you may \
      not, the workflow allows none, or your last emergency waits for its review.
      """)

  @Argument(help: "The request.", completion: .file()) var file: String
  @Option(help: ArgumentHelp("The incident, as its own system names it; required.", valueName: "name")) var incident:
    String?
  @Option(help: ArgumentHelp("Why it cannot wait; required.", valueName: "words")) var reason: String?
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let result = try session.service().breakGlass(path(file), incident: incident ?? "", reason: reason ?? "")
    return Answer(json: result.json, lines: result.lines(session), notes: result.notes)
  }
}

struct Reevaluate: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Judge requests in review by the rules in force.",
    discussion: """
        assent reevaluate
        assent reevaluate REQ-000001

      For rules that were tightened and cannot wait. What they demand beyond is added, and the decision waits for it; \
      votes stay, and nothing is taken away. A new denial becomes a review by `governance`. Requests that were \
      returned are judged when they are handed in again.

      Exits 0; 4 where the request is not in review, 6 where there is none.
      """)

  @Argument(help: "One request; left out: all in review.") var id: String?
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let id = try id.map { id throws(Failure) in try canonicalID(id, .request, noun: "request") }
    let result = try session.service().reevaluate(id)
    let changed = result.filter { !$0.added.isEmpty }
    var report: [Text] = []
    for one in changed {
      report.append("\(one.request, .strong) needs more: \(names(one.added))")
      report += ruleLines(one.rules)
    }
    report.append("\(changed.count) of \(counted(result.count, "request")) need more than before")
    return Answer(json: items(result.map(\.json)), lines: report)
  }
}
