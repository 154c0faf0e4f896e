import ArgumentParser
import Glibc
import Governance
import StrictJSON

struct CELVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "cel",
    abstract: "Try out an expression of the rules' language: its value, type, cost, and the facts it reads.",
    discussion: """
        assent cel '1 + 2'
        assent cel 'request.cost > usd(500)' --with request.yaml
        assent cel "request.data.class in ['pii'] && request.cost > usd(500)" --with request.yaml --explain
        assent cel 'request.tags.all(t, t != "x")' --ast
        assent cel --repl --with request.yaml
        assent cel -- '-1 < 0'

      In a workspace (or with --rules) the schema's facts are declared: a name or a type that is wrong is told before
      anything runs. Elsewhere the types are those of the facts in the file. A request file's estimate is priced as in
      `assent evaluate`. Where facts are missing that the value hangs on, the answer is what is left of the expression:

        $ assent cel 'request.cost > usd(500) && request.environment == "production"' --with request.yaml
        no value yet  bool
          left   request.environment == 'production'

      The cost is counted in steps; 1,000,000 are allowed. With `-o json`: value, type, cost {min, max, actual}, reads,
      residual, errors.

      Between the lines of --repl: `:help` lists the commands, tab completes names, up and down walk the history.

      Exits 0 also where facts are missing, 2 where the expression or the facts are not right, 1 where the schema of
      --rules or --workspace is broken.
      """)

  @Argument(help: "The expression.") var expression: String?
  @Option(
    help: ArgumentHelp("A file of facts (YAML or JSON), such as a request.", valueName: "file"), completion: .file())
  var with: String?
  @Option(help: ArgumentHelp("Take the schema of this folder of rules.", valueName: "dir"), completion: .directory)
  var rules: String?
  @Flag(help: "Parse only, do not check: names and types are found out when it runs.") var unchecked = false
  @Flag(help: "The expression as a tree, each node with its type; nothing is evaluated.") var ast = false
  @Flag(help: "Every part of the expression with its value.") var explain = false
  @Flag(help: "Read expressions and commands line by line; `:help` lists the commands.") var repl = false
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if (expression == nil) != repl { throw ValidationError("either an expression, or --repl") }
    if repl, unchecked || ast || explain {
      throw ValidationError("--unchecked, --ast and --explain go with an expression; in --repl there are commands")
    }
    if ast, explain { throw ValidationError("--ast and --explain stand alone") }
  }

  func answer(_ session: Session) throws(Failure) -> Answer {
    var bench = try session.workbench(rulesFolder: rules)
    if let with { try bench.load(path(with)) }
    guard let expression else { return try converse(bench, session) }
    if ast {
      let tree = try bench.tree(of: expression, isChecked: !unchecked)
      return Answer(json: ["tree": tree.json], lines: tree.lines(notesFirst: false))
    }
    let answer = try bench.answer(expression, isChecked: !unchecked, isExplained: explain)
    var notes: [String] = []
    if answer.residual != nil {
      notes.append(with == nil ? "`--with FILE` states facts" : "the file leaves facts out")
    }
    return Answer(json: answer.json, lines: answer.lines(isBrief: false), notes: notes)
  }

  // MARK: - The conversation

  private func converse(_ bench: Workbench, _ session: Session) throws(Failure) -> Answer {
    TerminalLine.isPossible ? try edit(bench, session) : try listen(bench, session)
  }

  /// Answers line by line; an error is told, and the next line is read.
  private func listen(_ bench: Workbench, _ session: Session) throws(Failure) -> Answer {
    var repl = Repl(bench)
    let isTerminal = isatty(STDIN_FILENO) == 1
    var codes: [Int32] = []
    while true {
      if isTerminal { Console.complain("cel> ") }
      guard let line = readLine() else { break }
      let code = try respond(line, &repl, session)
      guard let code else { return .streamed(exitCode: isTerminal ? Exit.done : Exit.worst(of: codes)) }
      codes.append(code)
    }
    if isTerminal { Console.complain("\n") }
    return .streamed(exitCode: isTerminal ? Exit.done : Exit.worst(of: codes))
  }

  /// The same on a terminal, with lines that are edited, completed and remembered.
  private func edit(_ bench: Workbench, _ session: Session) throws(Failure) -> Answer {
    var repl = Repl(bench)
    let history = History.standard("cel_history")
    var line = TerminalLine(history: history.entries(), style: session.style, complete: Repl.completion)
    try Console.write("`:help` lists the commands, ctrl-d leaves\n")
    var pending: [String] = []
    while true {
      switch try line.read(pending.isEmpty ? "cel> " : "...> ", repl.bench) {
      case .end: return .streamed(exitCode: Exit.done)
      case .cancelled: pending = []
      case .line(let text):
        pending.append(text)
        let whole = pending.joined(separator: "\n")
        if isUnfinished(whole) { continue }
        pending = []
        let entry = whole.split(whereSeparator: \.isNewline).joined(separator: " ")
        line.remember(entry)
        history.append(entry)
        if try respond(whole, &repl, session) == nil { return .streamed(exitCode: Exit.done) }
      }
    }
  }

  /// - Returns: The exit code of the line; nothing where it ends the conversation.
  private func respond(_ line: String, _ repl: inout Repl, _ session: Session) throws(Failure) -> Int32? {
    do throws(Failure) {
      guard let reply = try repl.respond(to: line) else { return Exit.done }
      if reply.isEnd { return nil }
      let text = session.format == .json ? [reply.json.serialized()] : reply.lines.map { session.style.rendered($0) }
      try Console.write(text.map { $0 + "\n" }.joined())
      return Exit.done
    } catch {
      if error.kind == .storage { throw error }
      complain(about: error, asJSON: session.format == .json, color: common.color, root: nil)
      return error.exitCode
    }
  }
}
