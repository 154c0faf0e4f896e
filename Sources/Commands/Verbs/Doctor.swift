import ArgumentParser
import Governance
import StrictJSON

struct Doctor: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Versions, health of the database, clock, modes of files: what is not safe here.",
    discussion: """
        assent doctor

      Exits 0 when nothing is bad, 1 when something is.
      """)

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) throws(Failure) -> Answer {
    let report = try session.service().doctor()
    var table = Table([.init(""), .init(""), .init("")])
    for line in report {
      let emphasis: Text.Emphasis = line.health == .good ? .good : line.health == .note ? .careful : .bad
      table.add([Text(line.health.rawValue, emphasis), Text(line.what), Text(line.detail)])
    }
    let isBad = report.contains { $0.health == .bad }
    return Answer(
      json: items(report.map(\.json)), lines: table.lines(session.style), exitCode: isBad ? Exit.checkFailed : Exit.done
    )
  }
}

struct Completions: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The completion script of a shell: bash, zsh or fish.",
    discussion: """
        assent completions bash > ~/.local/share/bash-completion/completions/assent

      Exits 0.
      """)

  @Argument(help: "bash, zsh or fish.") var shell: Shell
  @OptionGroup var common: CommonOptions

  enum Shell: String, ExpressibleByArgument, CaseIterable { case bash, zsh, fish }

  func run() throws {
    let kind: CompletionShell =
      switch shell {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    let script = Assent.completionScript(for: kind)
    try Console.write(common.format == .json ? document(["script": .string(script)], .plain) + "\n" : script + "\n")
  }
}
