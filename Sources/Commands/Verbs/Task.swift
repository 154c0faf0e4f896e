import ArgumentParser
import Governance
import SpendModel

/// What the two kinds of task are called; their verbs are the same.
protocol TaskNoun {
  static var kind: TaskKind { get }
  static var idKind: MintedKind { get }
  static var noun: String { get }
  static var plural: String { get }
  static var abstract: String { get }
}

enum Duty: TaskNoun {
  static let kind = TaskKind.duty
  static let idKind = MintedKind.duty
  static let noun = "duty"
  static let plural = "duties"
  static let abstract = "Duties: what a grant demands, its evidence, and who verifies it."
}

enum Finding: TaskNoun {
  static let kind = TaskKind.finding
  static let idKind = MintedKind.finding
  static let noun = "finding"
  static let plural = "findings"
  static let abstract = "Findings: what does not fit, who mends it by when, and who verifies that."
}

struct TaskGroup<Noun: TaskNoun>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: Noun.noun, abstract: Noun.abstract,
      subcommands: [
        TaskList<Noun>.self, TaskShow<Noun>.self, TaskAssign<Noun>.self, TaskAcknowledge<Noun>.self,
        TaskStart<Noun>.self,
        TaskSubmit<Noun>.self, TaskVerify<Noun>.self, TaskFail<Noun>.self, TaskBlock<Noun>.self, TaskUnblock<Noun>.self,
        TaskCancel<Noun>.self,
      ])
  }
}

struct TaskList<Noun: TaskNoun>: Verb {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "list", abstract: "All \(Noun.plural), the most urgent first.",
      discussion: """
          assent \(Noun.noun) list --state open --mine

        States: open acknowledged in_progress submitted blocked closed risk_accepted cancelled. Exits 0.
        """)
  }

  @Option(help: ArgumentHelp("Only those in this state.", valueName: "state")) var state: String?
  @Flag(help: "Only those that I own.") var mine = false
  @OptionGroup var common: CommonOptions

  func validate() throws {
    let states = [
      "open", "acknowledged", "in_progress", "submitted", "blocked", "closed", "risk_accepted", "cancelled",
    ]
    if let state, !states.contains(state) {
      throw ValidationError("no state `\(state)`; states are \(states.joined(separator: ", "))")
    }
  }

  func answer(_ session: Session) throws(Failure) -> Answer {
    let tasks = try session.service().tasks(Noun.kind, state: state, mine: mine)
    return Answer(json: items(tasks.map(\.json)), lines: lines(of: tasks, noun: Noun.plural, session))
  }
}

struct TaskShow<Noun: TaskNoun>: Verb {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "show", abstract: "One \(Noun.noun) with its history.",
      discussion: """
          assent \(Noun.noun) show \(Noun.idKind.id(1))

        Exits 0, 6 where there is none.
        """)
  }

  @Argument(help: "Its id.") var id: String
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let task = try session.service().task(Noun.kind, try canonicalID(id, Noun.idKind, noun: Noun.noun))
    return Answer(json: task.json, lines: task.lines(session))
  }
}

/// Acts on one task, and shows what became of it.
private func act<Noun: TaskNoun>(
  _ request: TaskActText, on id: String, _ noun: Noun.Type, _ session: Session
) throws(Failure) -> Answer {
  let id = try canonicalID(id, Noun.idKind, noun: Noun.noun)
  let task = try session.service().act(on: Noun.kind, id, request)
  return Answer(json: task.json, lines: task.lines(session))
}

private let exitCodes = "Exits 0, 4 where its state does not allow it, 5 where you may not, 6 where there is none."

struct TaskAssign<Noun: TaskNoun>: Verb {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "assign", abstract: "Give it to another owner, or another day.",
      discussion: """
          assent \(Noun.noun) assign \(Noun.idKind.id(1)) --to ann --due 5bd

        \(exitCodes)
        """)
  }

  @Argument(help: "Its id.") var id: String
  @Option(help: ArgumentHelp("The new owner.", valueName: "person")) var to: String
  @Option(help: ArgumentHelp("The time that it then has: 5bd, 2w.", valueName: "period")) var due: String?
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    try act(.assign(owner: to, due: due), on: id, Noun.self, session)
  }
}

struct TaskAcknowledge<Noun: TaskNoun>: Verb {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "ack", abstract: "Say that you have seen it and that it is yours.",
      discussion: """
          assent \(Noun.noun) ack \(Noun.idKind.id(1))

        \(exitCodes)
        """)
  }

  @Argument(help: "Its id.") var id: String
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer { try act(.acknowledge, on: id, Noun.self, session) }
}

struct TaskStart<Noun: TaskNoun>: Verb {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "start", abstract: "Say that you are at it.",
      discussion: """
          assent \(Noun.noun) start \(Noun.idKind.id(1))

        \(exitCodes)
        """)
  }

  @Argument(help: "Its id.") var id: String
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer { try act(.start, on: id, Noun.self, session) }
}

struct TaskSubmit<Noun: TaskNoun>: Verb {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "submit", abstract: "Hand in the evidence that it is done.",
      discussion: """
          assent \(Noun.noun) submit \(Noun.idKind.id(1)) --evidence report.pdf

        The file's digest and name are recorded, never its content. \(exitCodes)
        """)
  }

  @Argument(help: "Its id.") var id: String
  @Option(
    help: ArgumentHelp("A file, or kind=file where kinds are asked for; may be repeated.", valueName: "file"),
    completion: .file()) var evidence: [String] = []
  @Option(help: ArgumentHelp("Words for the record.", valueName: "words")) var comment: String?
  @Option(
    name: .customLong("path"), help: ArgumentHelp("How it is met: fix, negotiate or dispute.", valueName: "path"))
  var way: Way?
  @OptionGroup var common: CommonOptions

  enum Way: String, ExpressibleByArgument, CaseIterable { case fix, negotiate, dispute }

  func answer(_ session: Session) throws(Failure) -> Answer {
    try act(.submit(evidence: evidence, comment: comment, path: way?.rawValue), on: id, Noun.self, session)
  }
}

struct TaskVerify<Noun: TaskNoun>: Verb {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "verify", abstract: "Confirm that it is done; never by its owner.",
      discussion: """
          assent \(Noun.noun) verify \(Noun.idKind.id(1))

        \(exitCodes)
        """)
  }

  @Argument(help: "Its id.") var id: String
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer { try act(.verify, on: id, Noun.self, session) }
}

struct TaskFail<Noun: TaskNoun>: Verb {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "fail", abstract: "Say that the evidence does not do; it goes back to its owner.",
      discussion: """
          assent \(Noun.noun) fail \(Noun.idKind.id(1)) --comment "the second page is missing"

        \(exitCodes)
        """)
  }

  @Argument(help: "Its id.") var id: String
  @Option(help: ArgumentHelp("What is missing; required.", valueName: "words")) var comment: String
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    try act(.fail(comment: comment), on: id, Noun.self, session)
  }
}

struct TaskBlock<Noun: TaskNoun>: Verb {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "block", abstract: "Say that it waits for something else, until a day.",
      discussion: """
          assent \(Noun.noun) block \(Noun.idKind.id(1)) --until 2026-12-01 --reason "the vendor is asked"

        \(exitCodes)
        """)
  }

  @Argument(help: "Its id.") var id: String
  @Option(help: ArgumentHelp("A date or a time.", valueName: "when")) var until: String
  @Option(help: ArgumentHelp("Why; required.", valueName: "words")) var reason: String
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    try act(.block(until: until, reason: reason), on: id, Noun.self, session)
  }
}

struct TaskUnblock<Noun: TaskNoun>: Verb {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "unblock", abstract: "Say that it waits no longer.",
      discussion: """
          assent \(Noun.noun) unblock \(Noun.idKind.id(1))

        \(exitCodes)
        """)
  }

  @Argument(help: "Its id.") var id: String
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer { try act(.unblock, on: id, Noun.self, session) }
}

struct TaskCancel<Noun: TaskNoun>: Verb {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "cancel", abstract: "Say that it was none: a false positive; never by its owner.",
      discussion: """
          assent \(Noun.noun) cancel \(Noun.idKind.id(1)) --reason "counted twice by the source"

        \(exitCodes)
        """)
  }

  @Argument(help: "Its id.") var id: String
  @Option(help: ArgumentHelp("Why; required.", valueName: "words")) var reason: String
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    try act(.cancel(reason: reason), on: id, Noun.self, session)
  }
}
