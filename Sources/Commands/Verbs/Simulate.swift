import ArgumentParser
import Governance
import SpendModel

struct Simulate: Verb {
  static let configuration = CommandConfiguration(
    abstract: "What changed rules or workflows would have decided, on what was recorded.",
    discussion: """
        assent simulate --rules ../proposal/rules
        assent simulate --workflows ../proposal/workflows --since 2026-10-01 -o csv
        assent simulate --rules ../proposal/rules --requests next-quarter.jsonl

      Every recorded submission is judged again at its time, with its facts, its exposure and the waivers of then, and \
      held against what was decided: which decisions flip, which rules, reviews and stages come and go, how much money \
      they are about. So are the groups of recorded usage, by the rules of now and those of the folder. Costs are those \
      that were recorded. With --requests the documents of a file (a JSON object with `request` a line) are judged by \
      the bundle in force and by the folder. Nothing is written.

      The last line has the digest: `assent bundle activate --digest` puts exactly that in force. Exits 0; 1 where the \
      folder has errors, or a fact was removed or retyped (--accept-schema goes on), 2 where there is no such folder.
      """)

  @Option(
    help: ArgumentHelp(
      "The changed rules, or a changed workspace (default with --workflows: this workspace's rules).",
      valueName: "dir"), completion: .directory)
  var rules: String?
  @Option(
    help: ArgumentHelp(
      "The changed workflows (default: those beside the rules, or this workspace's).", valueName: "dir"),
    completion: .directory)
  var workflows: String?
  @Option(help: ArgumentHelp("Only what was submitted from this day or time on.", valueName: "time")) var since: String?
  @Option(help: ArgumentHelp("Only what was submitted before this day or time.", valueName: "time")) var until: String?
  @Option(
    help: ArgumentHelp("Documents that were never recorded, one a line.", valueName: "file.jsonl"), completion: .file())
  var requests: String?
  @Flag(name: .customLong("accept-schema"), help: "Go on where a fact was removed or retyped.") var acceptsSchema =
    false
  @OptionGroup var common: CommonOptions

  static var hasCSV: Bool { true }

  func validate() throws {
    if rules == nil, workflows == nil {
      throw ValidationError("say what is changed: `--rules DIR`, `--workflows DIR` or both")
    }
  }

  func answer(_ session: Session) throws(Failure) -> Answer {
    let service = try session.service()
    let rules = rules ?? service.workspace.root + "/rules"
    let progress = Progress(counting: "requests")
    defer { progress.finish() }
    let simulation = try service.simulate(
      SimulateOptions(
        rules: rules, workflows: workflows, since: since, until: until, requests: requests,
        acceptsSchema: acceptsSchema, progress: { progress.report($0) }))
    var lines = simulation.lines(session)
    var command = "assent bundle activate --digest \(simulation.digest.prefix(12)) --rules \(rules)"
    if let workflows { command += " --workflows \(workflows)" }
    lines += next(Text(command))
    return Answer(json: simulation.json, lines: lines, csv: simulation.csv)
  }
}
