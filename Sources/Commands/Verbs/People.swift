import ArgumentParser
import Governance
import SpendModel

struct Retract: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Take back your vote, as long as its stage is open.",
    discussion: """
        assent retract REQ-000001
        assent retract REQ-000001 --stage legal

      Also a vote that somebody cast in your place. Exits 0; 4 where the stage is done, or there is no vote.
      """)

  @Argument(help: "The request's id.") var id: String
  @Option(help: ArgumentHelp("The stage; needed only where you voted on two.", valueName: "stage")) var stage: String?
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let result = try session.service().retract(try canonicalID(id, .request, noun: "request"), stage: stage)
    return Answer(json: result.json, lines: result.lines(session))
  }
}

struct Claim: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Say in the queue that you look at a request: a courtesy, and no right.",
    discussion: """
        assent claim REQ-000001
        assent claim REQ-000001 --release

      The others see it, and may vote all the same. It falls when you vote or release it, when the ladder gives the \
      stage to others, and after one business day. Exits 0; 4 where somebody claimed it, 5 where you may not act on it.
      """)

  @Argument(help: "The request's id.") var id: String
  @Option(help: ArgumentHelp("The stage; needed only where you could act on two.", valueName: "stage")) var stage:
    String?
  @Flag(help: "Give it back.") var release = false
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let result = try session.service().claim(
      try canonicalID(id, .request, noun: "request"), stage: stage, releases: release)
    return Answer(json: result.json, lines: result.lines(session))
  }
}

struct Reassign: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Hand your place on a stage to somebody else, or ask one more.",
    discussion: """
        assent reassign REQ-000001 --to max --reason "he knows the contract"
        assent reassign REQ-000001 --add --to sam --stage legal --reason "it touches security"

      Without --add a candidate gives the own place away. With --add the requester or a candidate asks somebody beside \
      the others: nobody is removed, and the added approval comes on top of what the stage needs.

      Whom it goes to must meet what the stage asks, and hold the amount where it decides. Exits 0; 2 where there is no \
      such person or no reason, 4 where it is done or they may act already, 5 where you or they may not.
      """)

  @Argument(help: "The request's id.") var id: String
  @Option(help: ArgumentHelp("To whom.", valueName: "person")) var to: String
  @Option(help: ArgumentHelp("Why; required.", valueName: "words")) var reason: String
  @Option(help: ArgumentHelp("The stage; needed only where you could mean two.", valueName: "stage")) var stage: String?
  @Flag(help: "Ask them beside the others.") var add = false
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let result = try session.service().reassign(
      try canonicalID(id, .request, noun: "request"), to: to, stage: stage, reason: reason, adds: add)
    return Answer(json: result.json, lines: result.lines(session))
  }
}

struct Override: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Go on without a stage, by two people.",
    discussion: """
        assent override REQ-000001 --stage legal --reason "they are all at the trial"

      Who answers for the stage's group, and a member of governance, say the same, in whichever order; the first waits \
      for the second. Neither may be excluded from the request. A decision cannot be done without, nor can the stage \
      that holds the amount. Exits 0; 4 where the stage is done or you said so before, 5 where you may not.
      """)

  @Argument(help: "The request's id.") var id: String
  @Option(help: ArgumentHelp("The stage; required.", valueName: "stage")) var stage: String
  @Option(help: ArgumentHelp("Why; required.", valueName: "words")) var reason: String
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let result = try session.service().override(
      try canonicalID(id, .request, noun: "request"), stage: stage, reason: reason)
    return Answer(json: result.json, lines: result.lines(session))
  }
}
