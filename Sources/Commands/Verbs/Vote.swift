import ArgumentParser
import Governance
import SpendModel
import StrictJSON
import WorkflowEngine

/// Which requests, and where on them.
struct VoteOptions: ParsableArguments {
  @Argument(help: "Requests; several are acted on one by one.") var ids: [String]
  @Option(help: ArgumentHelp("The stage; needed only where you could act on two.", valueName: "stage")) var stage:
    String?
  @Option(help: ArgumentHelp("The revision that you saw; where it is stale, exit 4.", valueName: "n")) var revision:
    Int64?
  @Option(
    name: .customLong("for"),
    help: ArgumentHelp(
      "In whose place, by a delegation; left out, an own right comes first, then the only delegation that fits.",
      valueName: "person"))
  var principal: String?
}

struct Approve: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Agree to a request, or decide for it; on an `input` stage: no concern.",
    discussion: """
        assent approve REQ-000001
        assent approve REQ-000001 --cap cost=6000USD --expires 30d
        assent approve REQ-000001 --oblige eval-report:30d,evidence=eval-report
        assent approve REQ-000001 REQ-000002 --comment "as agreed in the budget round"

      Where a stage offers it (`conditions`), an approval may narrow the cap and the time, and attach duties: a name, \
      when it is due, and as far as rules do not know it already, `owner=` (left out: who the grant is for), \
      `evidence=`, `verify=` (left out: the group that the stage asks) and `before=start` or `before=end`. All \
      voters' terms hold together: the least cap, the earliest end, every duty.

      Exits 0; 4 where it is decided, stale or voted on already; 5 where you may not act (said why, and who may); \
      6 where there is none. With several ids the first code that is not 0.
      """)

  @OptionGroup var vote: VoteOptions
  @Option(help: ArgumentHelp("Words for the record.", valueName: "words")) var comment: String?
  @Option(name: .customLong("cap"), help: ArgumentHelp("Allow less: cost=400USD.", valueName: "name=amount")) var caps:
    [Pair] = []
  @Option(help: ArgumentHelp("Allow it for a shorter time: 30d.", valueName: "period")) var expires: String?
  @Option(help: ArgumentHelp("What the stage asks you to attest; may be repeated.", valueName: "x")) var attest:
    [String] = []
  @Option(
    name: .customLong("oblige"),
    help: ArgumentHelp(
      "A duty to attach: eval-report:30d,owner=zoe; may be repeated.", valueName: "id[:due][,key=value]"))
  var duties: [String] = []
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    try castEach(vote, session, color: common.color) { stage, revision in
      BallotText(
        .approve, stage: stage, comment: comment, caps: caps.map { ($0.name, $0.value) }, expires: expires,
        attest: list(attest), duties: duties, revision: revision)
    }
  }
}

struct Reject: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Veto a request, or decide against it; on an `input` stage: a concern.",
    discussion: """
        assent reject REQ-000001 --comment "no budget left this quarter"

      `return` asks for changes instead. Exit codes are those of `assent approve`, and 2 without a comment.
      """)

  @OptionGroup var vote: VoteOptions
  @Option(help: ArgumentHelp("Why, and what would change it; required.", valueName: "words")) var comment: String?
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    try castEach(vote, session, color: common.color) { stage, revision in
      BallotText(.reject, stage: stage, comment: comment, revision: revision)
    }
  }
}

struct Return: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Ask the requester for changes; the clock of the approvers stops.",
    discussion: """
        assent return REQ-000001 --comment "please say how long the data is kept"

      Exit codes are those of `assent approve`, and 2 without a comment.
      """)

  @OptionGroup var vote: VoteOptions
  @Option(help: ArgumentHelp("What to change; required.", valueName: "words")) var comment: String?
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    try castEach(vote, session, color: common.color) { stage, revision in
      BallotText(.requestChanges, stage: stage, comment: comment, revision: revision)
    }
  }
}

struct Recuse: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Step aside: somebody else shall act on it.",
    discussion: """
        assent recuse REQ-000001 --comment "I worked on it"

      Exit codes are those of `assent approve`.
      """)

  @OptionGroup var vote: VoteOptions
  @Option(help: ArgumentHelp("Why.", valueName: "words")) var comment: String?
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    try castEach(vote, session, color: common.color) { stage, revision in
      BallotText(.recuse, stage: stage, comment: comment, revision: revision)
    }
  }
}

struct CommentVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "comment",
    abstract: "Add words to a request's history.",
    discussion: """
        assent comment REQ-000001 "the vendor answered: two weeks"
        assent comment REQ-000001 --comment "the vendor answered: two weeks"

      Exits 0, 6 where there is no such request.
      """)

  @Argument(help: "The request's id.") var id: String
  @Argument(help: "The words.") var words: String?
  @Option(name: .customLong("comment"), help: ArgumentHelp("The words, as votes take them.", valueName: "words"))
  var option: String?
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard (words == nil) != (option == nil) else {
      throw ValidationError("say the words once: as an argument or with --comment")
    }
  }

  func answer(_ session: Session) throws(Failure) -> Answer {
    let id = try canonicalID(id, .request, noun: "request")
    let result = try session.service().comment(id, words ?? option ?? "")
    return Answer(json: result.json, lines: result.lines(session))
  }
}

/// Votes on each request by itself; one report, and the first code that is not 0.
private func castEach(
  _ options: VoteOptions, _ session: Session, color: ColorChoice, ballot: (String?, Int64?) -> BallotText
) throws(Failure) -> Answer {
  let service = try session.service()
  func cast(_ id: String) throws(Failure) -> ActResult {
    var text = ballot(options.stage, options.revision)
    text.principal = options.principal
    return try service.vote(try canonicalID(id, .request, noun: "request"), text)
  }
  if options.ids.count == 1, let id = options.ids.first {
    let result = try cast(id)
    return Answer(json: result.json, lines: result.lines(session))
  }
  var (values, report, codes): ([JSONValue], [Text], [Int32]) = ([], [], [])
  for id in options.ids {
    do throws(Failure) {
      let result = try cast(id)
      values.append(result.json)
      report += result.lines(session)
      codes.append(Exit.done)
    } catch {
      guard case .object(let members) = error.json else { throw error }
      values.append(.object([.init("id", .string(id))] + members))
      report.append("\(id, .strong) \("not done:", .bad) \(error.message) [\(error.code)]")
      if let hint = error.hint { report.append("  hint: \(hint)") }
      codes.append(error.exitCode)
    }
  }
  let done = codes.count { $0 == Exit.done }
  report.append("\(done) of \(counted(codes.count, "request")) done")
  return Answer(json: items(values), lines: report, exitCode: Exit.worst(of: codes))
}
