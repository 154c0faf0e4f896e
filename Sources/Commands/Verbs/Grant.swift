import ArgumentParser
import Governance
import SpendModel

struct GrantGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grant",
    abstract: "Envelopes: what was granted, and how much of it is used.",
    subcommands: [
      GrantList.self, GrantShow.self, GrantRevoke.self, GrantSuspend.self, GrantResume.self,
      GrantConsume.self,
    ])
}

struct GrantList: Verb {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "All grants, with caps and use.",
    discussion: """
        assent grant list

      Exits 0.
      """)

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let grants = try session.service().grants()
    return Answer(json: items(grants.map(\.json)), lines: lines(of: grants, session))
  }
}

struct GrantShow: Verb {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "One grant: its caps, its use, its duties and findings.",
    discussion: """
        assent grant show GRT-000001

      Exits 0, 6 where there is no such grant.
      """)

  @Argument(help: "The grant's id.") var id: String
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let grant = try session.service().grant(try canonicalID(id, .grant, noun: "grant"))
    return Answer(json: grant.json, lines: grant.lines(session))
  }
}

struct GrantConsume: Verb {
  static let configuration = CommandConfiguration(
    commandName: "consume", abstract: "Use a grant that may be used once.",
    discussion: """
        assent grant consume GRT-000001 && ./train.sh

      For grants of workflows that say `grant: {singleUse: true}`. Of two that come at the same time one goes on. Exits \
      0 the first time, 4 where it was used or is not active, 5 where you are not its owner.
      """)

  @Argument(help: "The grant's id.") var id: String
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let grant = try session.service().consume(try canonicalID(id, .grant, noun: "grant"))
    return Answer(json: grant.json, lines: grant.lines(session))
  }
}

struct GrantRevoke: Verb {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "End a grant for good.",
    discussion: """
        assent grant revoke GRT-000001 --reason "the vendor changed its terms"

      Whoever could agree to or decide on the request may. Exits 0, 4 where it has ended, 5 where you may not.
      """)

  @Argument(help: "The grant's id.") var id: String
  @Option(help: ArgumentHelp("Why; required.", valueName: "words")) var reason: String
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let grant = try session.service().revoke(try canonicalID(id, .grant, noun: "grant"), reason: reason)
    return Answer(json: grant.json, lines: grant.lines(session))
  }
}

struct GrantSuspend: Verb {
  static let configuration = CommandConfiguration(
    commandName: "suspend", abstract: "Hold a grant until it is resumed.",
    discussion: """
        assent grant suspend GRT-000001 --reason "waiting for the security report"

      Exits 0, 4 where it is not live, 5 where you may not.
      """)

  @Argument(help: "The grant's id.") var id: String
  @Option(help: ArgumentHelp("Why; required.", valueName: "words")) var reason: String
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let grant = try session.service().suspend(try canonicalID(id, .grant, noun: "grant"), reason: reason)
    return Answer(json: grant.json, lines: grant.lines(session))
  }
}

struct GrantResume: Verb {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Let a suspended grant be used again.",
    discussion: """
        assent grant resume GRT-000001 --reason "the report is in"

      Exits 0, 4 where it is not suspended, 5 where you may not.
      """)

  @Argument(help: "The grant's id.") var id: String
  @Option(help: ArgumentHelp("Why; required.", valueName: "words")) var reason: String
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let grant = try session.service().resume(try canonicalID(id, .grant, noun: "grant"), reason: reason)
    return Answer(json: grant.json, lines: grant.lines(session))
  }
}
