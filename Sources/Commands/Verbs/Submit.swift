import ArgumentParser
import Governance
import SpendModel

struct Submit: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Ask whether an experiment may start: recorded, judged by the rules, routed to who must agree.",
    discussion: """
      FILE is a request (YAML or JSON); `-` is the standard input.

        assent submit request.yaml
        assent submit request.yaml --dry-run
        assent submit request.yaml --key build-4711      the same answer, however often it is sent

      Prints the id, the outcome and its reasons, and who must act by when. Exits 0 also where the request is \
      denied; 2 where the request is not right, 4 where the key was used with another body, 5 where you may not ask.
      """)

  @Argument(help: "The request.", completion: .file()) var file: String
  @Option(help: ArgumentHelp("Idempotency key: the same key and body are recorded once.", valueName: "k")) var key:
    String?
  @Option(name: .customLong("ack"), help: ArgumentHelp("Acknowledge a warning; may be repeated.", valueName: "rule"))
  var acknowledged: [String] = []
  @Flag(name: .customLong("dry-run"), help: "Tell the answer, and record nothing.") var dryRun = false
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let result = try session.service().submit(path(file), key: key, acknowledged: list(acknowledged), dryRun: dryRun)
    return Answer(json: result.json, lines: result.lines(session), notes: result.notes)
  }
}

struct Resubmit: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Answer a request for changes with a new revision.",
    discussion: """
        assent resubmit REQ-000001 request.yaml

      Votes survive on stages that read nothing of what changed. Exits 0; 2 where nothing changed or the request \
      is not right, 4 where the request does not wait for changes, 5 where it is not yours.
      """)

  @OptionGroup var restated: RestatedRequest
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let result = try session.service().resubmit(
      try restated.requestID(), path(restated.file), acknowledged: list(restated.acknowledged))
    return Answer(json: result.json, lines: result.lines(session), notes: result.notes)
  }
}

/// A request that is stated anew, as a whole.
struct RestatedRequest: ParsableArguments {
  @Argument(help: "The id of the request that there is.") var id: String
  @Argument(help: "The whole new request.", completion: .file()) var file: String
  @Option(name: .customLong("ack"), help: ArgumentHelp("Acknowledge a warning; may be repeated.", valueName: "rule"))
  var acknowledged: [String] = []

  func requestID() throws(Failure) -> String { try canonicalID(id, .request, noun: "request") }
}

struct Withdraw: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Take a request back before it is decided.",
    discussion: """
        assent withdraw REQ-000001 --comment "we found a cheaper way"

      Exits 0, 4 where it is decided already, 5 where it is neither yours nor a report's of yours.
      """)

  @Argument(help: "The request's id.") var id: String
  @Option(help: ArgumentHelp("Why.", valueName: "words")) var comment: String?
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let id = try canonicalID(id, .request, noun: "request")
    let result = try session.service().withdraw(id, comment: comment)
    return Answer(json: result.json, lines: result.lines(session))
  }
}
