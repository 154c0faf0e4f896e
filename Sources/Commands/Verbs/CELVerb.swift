import ArgumentParser
import Governance

struct CELVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "cel",
    abstract: "Evaluate an expression of the rules' language: its type and its value.",
    discussion: """
        assent cel '1 + 2'
        assent cel 'request.cost > usd(500)' --with request.yaml
        assent cel -- '-1 < 0'

      Needs no workspace. Exits 0, 2 where the expression or the facts are not right.
      """)

  @Argument(help: "The expression.") var expression: String
  @Option(help: ArgumentHelp("A file of facts (YAML or JSON).", valueName: "file"), completion: .file()) var with:
    String?
  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let answer = try GovernanceService.cel(expression, factsPath: with.map(path))
    var lines: [Text] = ["\(answer.value, .strong)  \(answer.type, .faint)"]
    if let cost = answer.cost { lines.append("cost \(cost)") }
    return Answer(json: answer.json, lines: lines)
  }
}
