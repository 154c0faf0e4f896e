import ArgumentParser
import Glibc
import Governance
import StrictJSON

struct CELVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "cel",
    abstract: "Evaluate an expression of the rules' language: its type and its value.",
    discussion: """
        assent cel '1 + 2'
        assent cel 'request.cost > usd(500)' --with request.yaml
        assent cel -- '-1 < 0'
        assent cel --repl

      Needs no workspace. Exits 0, 2 where the expression or the facts are not right.
      """)

  @Argument(help: "The expression.") var expression: String?
  @Option(help: ArgumentHelp("A file of facts (YAML or JSON).", valueName: "file"), completion: .file())
  var with: String?
  @Flag(help: "Read expressions line by line until the end of the input.") var repl = false
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if (expression == nil) != repl { throw ValidationError("either an expression, or --repl") }
  }

  func answer(_ session: Session) throws(Failure) -> Answer {
    guard let expression else { return try converse(session) }
    let answer = try GovernanceService.cel(expression, factsPath: with.map(path))
    return Answer(json: answer.json, lines: answer.lines)
  }

  /// Answers one expression per line; an error is told, and the next line is read.
  private func converse(_ session: Session) throws(Failure) -> Answer {
    let isTerminal = isatty(STDIN_FILENO) == 1
    var codes: [Int32] = []
    while true {
      if isTerminal { Console.complain("cel> ") }
      guard let line = readLine() else { break }
      guard line.contains(where: { !$0.isWhitespace }) else { continue }
      do throws(Failure) {
        let answer = try GovernanceService.cel(line, factsPath: with.map(path))
        let text =
          session.format == .json
          ? [answer.json.serialized()] : answer.lines.map { session.style.rendered($0) }
        try Console.write(text.map { $0 + "\n" }.joined())
        codes.append(Exit.done)
      } catch {
        if error.kind == .storage { throw error }
        complain(about: error, asJSON: session.format == .json, color: common.color, root: nil)
        codes.append(error.exitCode)
      }
    }
    if isTerminal { Console.complain("\n") }
    return .streamed(exitCode: isTerminal ? Exit.done : Exit.worst(of: codes))
  }
}

extension CELAnswer {
  var lines: [Text] {
    ["\(value, .strong)  \(type, .faint)"] + (cost.map { ["cost \($0)"] } ?? [])
  }
}
