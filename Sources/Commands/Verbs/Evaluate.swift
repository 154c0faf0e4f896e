import ArgumentParser
import Diagnostics
import Governance
import StrictJSON

struct Evaluate: Verb {
  static let configuration = CommandConfiguration(
    abstract: "What the rules would say to a request; nothing is recorded.",
    discussion: """
      FILE is one request (YAML or JSON), or one per line (.jsonl); `-` is the standard input.

        assent evaluate request.yaml --explain
        assent evaluate request.yaml --why-not spend-over-limit
        assent evaluate request.yaml --who
        assent evaluate --rules rules --matches requests.jsonl

      Exits 0, 2 for bad input (a bad line of a .jsonl yields null, the rest goes on), 6 for a rule that there is not.
      """)

  @Argument(help: "The request.", completion: .file()) var file: String
  @Flag(help: "The facts that each rule read, and which conjuncts held.") var explain = false
  @Option(
    name: .customLong("why-not"),
    help: ArgumentHelp("Why this rule did not fire, and what would have to change.", valueName: "rule"))
  var whyNot: String?
  @Flag(help: "Who would have to approve.") var who = false
  @Option(help: ArgumentHelp("A folder of rules alone, without a workspace.", valueName: "dir"), completion: .directory)
  var rules: String?
  @Flag(help: "For each document only the ids of the rules that fired, as a JSON array.") var matches = false
  @Option(
    name: .customLong("limit-rules"), help: ArgumentHelp("With --matches: only the first N rules.", valueName: "n"))
  var limitRules: Int?
  @Flag(help: "With --matches: times as one JSON line on the standard error.") var timing = false
  @Option(help: ArgumentHelp("With --matches: how many threads work at once (default: 1).", valueName: "n"))
  var threads: Int?
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if !matches, limitRules != nil || timing || threads != nil {
      throw ValidationError("--limit-rules, --timing and --threads go with --matches")
    }
    if matches, explain || who || whyNot != nil {
      throw ValidationError("--matches goes without --explain, --why-not and --who")
    }
    if let threads, !(1...256).contains(threads) { throw ValidationError("--threads is 1 to 256") }
    if let limitRules, limitRules < 0 { throw ValidationError("--limit-rules is 0 or more") }
  }

  func answer(_ session: Session) throws(Failure) -> Answer {
    if matches { return try answerMatches(session) }
    let options = EvaluateOptions(explain: explain, whyNot: whyNot, who: who, rulesFolder: rules)
    let service = try session.service(rulesFolder: rules)
    if file.hasSuffix(".jsonl") { return try answerMany(service, options, session) }
    let evaluation = try service.evaluate(path(file), options: options)
    return Answer(json: evaluation.json, lines: evaluation.lines(session))
  }

  /// One line per document, as they come.
  private func answerMany(
    _ service: GovernanceService, _ options: EvaluateOptions, _ session: Session
  ) throws(Failure) -> Answer {
    var writer = LineWriter()
    var bad = 0
    var broken: Failure?
    try service.evaluateMany(file, options: options) { result, line in
      guard broken == nil else { return }
      var text: String
      switch result {
      case .success(let evaluation):
        let fired = evaluation.rules.map(\.id)
        text =
          session.format == .json
          ? evaluation.json.serialized()
          : session.style.rendered(
            "\(line): \(evaluation.outcome, .strong)\(fired.isEmpty ? "" : "  ")\(fired.joined(separator: ", "))")
      case .failure(let failure):
        bad += 1
        text = session.format == .json ? "null" : "\(line): -"
        tell(failure, line: line, asJSON: session.format == .json)
      }
      do throws(Failure) { try writer.line(text) } catch { broken = error }
    }
    if let broken { throw broken }
    try writer.flush()
    return .streamed(exitCode: bad > 0 ? Exit.badInput : Exit.done)
  }

  private func answerMatches(_ session: Session) throws(Failure) -> Answer {
    var bad = 0
    let report = try session.service(rulesFolder: rules).matches(
      path(file), rulesFolder: rules, limitRules: limitRules, threads: threads ?? 1
    ) { lines throws(Failure) in
      try Console.write(lines)
    } complain: { failure, line in
      bad += 1
      tell(failure, line: line, asJSON: session.format == .json)
    }
    if timing { Console.complain(report.json.serialized() + "\n") }
    return .streamed(exitCode: bad > 0 ? Exit.badInput : Exit.done)
  }
}

/// Tells on the standard error what is wrong with one line of a file, at its place in the file.
private func tell(_ failure: Failure, line: Int, asJSON: Bool) {
  var failure = failure
  for index in failure.diagnostics.indices { failure.diagnostics[index].position?.line = line }
  guard asJSON else {
    let lines =
      failure.diagnostics.isEmpty
      ? [Text("line \(line): \(failure.message)").plain] : failure.diagnostics.map { $0.rendered() }
    Console.complain(lines.map { $0 + "\n" }.joined())
    return
  }
  guard case .object(var members) = failure.json else { return }
  members.append(.init("line", .integer(Int64(line))))
  Console.complain(JSONValue.object(members).serialized() + "\n")
}
