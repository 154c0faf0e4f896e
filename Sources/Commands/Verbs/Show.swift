import ArgumentParser
import Governance
import SpendModel

struct ListVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Requests, the oldest first.",
    discussion: """
        assent list --state in_review --mine

      States: in_review changes_requested approved rejected denied withdrawn expired. Exits 0.
      """)

  @Option(help: ArgumentHelp("Only requests in this state.", valueName: "state")) var state: String?
  @Flag(help: "Only my own.") var mine = false
  @OptionGroup var common: CommonOptions

  static let states = [
    "in_review", "changes_requested", "approved", "rejected", "denied", "withdrawn", "expired",
  ]

  func validate() throws {
    if let state, !ListVerb.states.contains(state) {
      throw ValidationError("no state `\(state)`; states are \(ListVerb.states.joined(separator: ", "))")
    }
  }

  func answer(_ session: Session) throws(Failure) -> Answer {
    let requests = try session.service().requests(state: state, mine: mine)
    return Answer(json: items(requests.map(\.json)), lines: lines(of: requests, session))
  }
}

struct Show: Verb {
  static let configuration = CommandConfiguration(
    abstract: "One request: its facts, the rules that spoke, its stages, its history.",
    discussion: """
        assent show REQ-000001

      Exits 0, 6 where there is no such request.
      """)

  @Argument(help: "The request's id.") var id: String
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let id = try canonicalID(id, .request, noun: "request")
    let request = try session.service().request(id)
    return Answer(json: request.json, lines: request.lines(session))
  }
}

struct Why: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Why a request waits: on whom, since when, what comes next, who could help.",
    discussion: """
        assent why REQ-000001

      Exits 0, 6 where there is no such request.
      """)

  @Argument(help: "The request's id.") var id: String
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let id = try canonicalID(id, .request, noun: "request")
    let view = try session.service().why(id)
    return Answer(json: view.json, lines: view.lines(session))
  }
}
