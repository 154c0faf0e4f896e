import ArgumentParser
import Diagnostics
import Governance
import StrictJSON

/// The command `assent`: what it is, and its verbs.
struct Assent: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assent",
    abstract: "Rules and approvals for spend on AI: visible, accountable, tied to value, without blocking experiments.",
    discussion: """
      A workspace is a folder with rules/, workflows/ and a database. A first round:

        assent init                        a workspace with commented starter files
        assent check && assent test        are the rules sound, do examples hold
        assent submit request.yaml         may it start, or who has to agree
        assent queue                       what waits for me
        assent approve REQ-000001          agree to it
        assent audit export -d history     the history, for the auditor

      Every verb takes `-o json`. Exit codes: 0 done (a denied request is an answer), 1 the check failed, 2 bad \
      input, 3 integrity, 4 conflict, 5 not permitted, 6 not found, 64 misuse of the command line, 74 storage.
      """,
    version: "assent 1.0.0",
    groupedSubcommands: [
      CommandGroup(
        name: "Rules and workflows",
        subcommands: [
          Init.self, Check.self, Test.self, Format.self, Evaluate.self, CELVerb.self, WorkflowGroup.self,
        ]),
      CommandGroup(name: "Changes", subcommands: [Simulate.self, BundleGroup.self]),
      CommandGroup(
        name: "Requests",
        subcommands: [
          Submit.self, Resubmit.self, Amend.self, Withdraw.self, BreakGlassVerb.self, Reevaluate.self, CommentVerb.self,
          ListVerb.self, Show.self, Why.self,
        ]),
      CommandGroup(
        name: "Approvals",
        subcommands: [
          Queue.self, Approve.self, Reject.self, Return.self, Recuse.self, Retract.self, Claim.self, Reassign.self,
          DelegateGroup.self, Override.self,
        ]),
      CommandGroup(name: "Exceptions", subcommands: [WaiverGroup.self]),
      CommandGroup(
        name: "Grants, duties, findings", subcommands: [GrantGroup.self, TaskGroup<Duty>.self, TaskGroup<Finding>.self]),
      CommandGroup(name: "Usage and prices", subcommands: [UsageGroup.self, PriceGroup.self]),
      CommandGroup(
        name: "Looking back", subcommands: [Flow.self]),
      CommandGroup(
        name: "Keeping", subcommands: [Tick.self, AuditGroup.self, Rebuild.self, Doctor.self, Completions.self]),
    ])

  static var _errorPrefix: String { "error: " }

  @OptionGroup var common: CommonOptions
}

/// The whole command line as one function: arguments in, exit code out.
package enum CommandLineTool {
  /// Runs the verb that the arguments name; its answer goes to the standard output, errors to the standard error.
  ///
  /// - Parameter arguments: Without the name of the program.
  /// - Returns: The exit code, as the table in interfaces has it.
  package static func run(_ arguments: [String]) -> Int32 {
    do {
      var command = try parsed(arguments)
      try command.run()
      return Exit.done
    } catch let code as ExitCode {
      return code.rawValue
    } catch {
      return report(error, arguments)
    }
  }

  /// The daily verbs by their names. Each is parsed by itself, which spares a cold start the tree of all verbs.
  private static let daily: [String: any ParsableCommand.Type] = [
    "submit": Submit.self, "evaluate": Evaluate.self, "queue": Queue.self, "why": Why.self, "show": Show.self,
    "list": ListVerb.self, "approve": Approve.self, "reject": Reject.self, "return": Return.self, "check": Check.self,
    "test": Test.self, "tick": Tick.self,
  ]

  /// What a daily verb does not take is told by the whole tree, in the words of its help.
  private static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
    if let name = arguments.first, let verb = daily[name], let command = try? verb.parse(Array(arguments.dropFirst())) {
      return command
    }
    return try Assent.parseAsRoot(arguments)
  }

  /// A help text on its way to its reader, or misuse of the command line.
  private static func report(_ error: any Error, _ arguments: [String]) -> Int32 {
    let code = Assent.exitCode(for: error)
    guard code != .success else {
      let text = tidied(Assent.fullMessage(for: error))
      do throws(Failure) {
        try Console.write(text.hasSuffix("\n") ? text : text + "\n")
        return Exit.done
      } catch {
        complain(about: error, asJSON: false, color: .auto, root: nil)
        return error.exitCode
      }
    }
    if let failure = unknownVerb(arguments) {
      complain(about: failure, asJSON: asksForJSON(arguments), color: .auto, root: nil)
      return failure.exitCode
    }
    if asksForJSON(arguments) {
      let failure = Failure(
        .usage, "usage", Assent.message(for: error), hint: "see `assent --help` and `assent VERB --help`")
      Console.complain(failure.json.serialized() + "\n")
    } else {
      let lines = tidied(Assent.fullMessage(for: error)).split(separator: "\n", omittingEmptySubsequences: false)
      Console.complain(lines.map { terminalSafe(String($0)) + "\n" }.joined())
    }
    return code == .validationFailure ? Exit.misuse : code.rawValue
  }

  /// The usage line without the options that every verb has: they stand in the list below it.
  private static func tidied(_ text: String) -> String {
    let everywhere = "[--workspace <dir>] [--database <path>] [--as <person>] [--format <format> ...] [--color <when>]"
    guard let range = text.firstRange(of: everywhere) else { return text }
    return text[..<range.lowerBound] + "[<options>]" + text[range.upperBound...]
  }

  /// The verb that does not exist, with the one that was meant.
  private static func unknownVerb(_ arguments: [String]) -> Failure? {
    var (command, spoken) = (Assent.self as any ParsableCommand.Type, "assent")
    for argument in arguments {
      let verbs = command.configuration.subcommands
      guard !verbs.isEmpty, !argument.hasPrefix("-"), argument != "help" else { return nil }
      if let next = verbs.first(where: { $0._commandName == argument }) {
        command = next
        spoken += " \(argument)"
        continue
      }
      let nearest = nearestName(to: argument, in: verbs.map { $0._commandName })
      let hint = nearest.map { "did you mean `\(spoken) \($0)`?" } ?? "see `\(spoken) --help`"
      return Failure(.usage, "unknown-verb", "unknown verb `\(argument)` of `\(spoken)`", hint: hint)
    }
    return nil
  }

  /// Whether the arguments ask for JSON, told without parsing them.
  private static func asksForJSON(_ arguments: [String]) -> Bool {
    for (index, argument) in arguments.enumerated() {
      if argument == "--" { return false }
      if ["-ojson", "-o=json", "--format=json"].contains(argument) { return true }
      if argument == "-o" || argument == "--format", index + 1 < arguments.count, arguments[index + 1] == "json" {
        return true
      }
    }
    return false
  }
}
