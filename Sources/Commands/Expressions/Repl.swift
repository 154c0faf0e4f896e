import Diagnostics
import Governance
import StrictJSON

/// A conversation about expressions: each line is an expression, or a command behind a colon.
struct Repl {
  struct Reply {
    var json: JSONValue
    var lines: [Text]
    var isEnd = false
  }

  private(set) var bench: Workbench

  init(_ bench: Workbench) { self.bench = bench }

  struct Command: Sendable {
    let name: String
    let arguments: String
    let does: String
  }

  static let commands: [Command] = [
    Command(name: ":help", arguments: "", does: "these commands"),
    Command(name: ":type", arguments: "EXPR", does: "its type, without evaluating it"),
    Command(name: ":cost", arguments: "EXPR", does: "the steps that it takes, estimated and counted"),
    Command(name: ":ast", arguments: "EXPR", does: "its tree, each node with its type"),
    Command(name: ":explain", arguments: "EXPR", does: "its tree, each part with its value"),
    Command(
      name: ":residual", arguments: "EXPR [NAME...]", does: "what is left of it, the names taken as unknown"),
    Command(
      name: ":let", arguments: "NAME = EXPR", does: "name a value, or state a fact: `:let request.cost = usd(5)`"),
    Command(
      name: ":declare", arguments: "NAME TYPE", does: "declare a name without a value: `:declare tags list(string)`"),
    Command(name: ":unlet", arguments: "NAME", does: "forget a name or a fact"),
    Command(name: ":vars", arguments: "", does: "names, types and values"),
    Command(name: ":load", arguments: "FILE", does: "take the facts of a file"),
    Command(name: ":functions", arguments: "[PREFIX]", does: "functions and macros with their signatures"),
    Command(name: ":quit", arguments: "", does: "leave; so does ctrl-d"),
  ]

  /// Answers one line; nothing for an empty one.
  mutating func respond(to line: String) throws(Failure) -> Reply? {
    let text = trimmed(line)
    guard !text.isEmpty else { return nil }
    guard text.hasPrefix(":") else {
      let answer = try bench.answer(text)
      return Reply(json: answer.json, lines: answer.lines(isBrief: true))
    }
    let name = String(text.prefix { !$0.isWhitespace })
    let rest = trimmed(String(text.dropFirst(name.count)))
    let known = Self.commands.map(\.name)
    guard
      let command = known.first(where: { $0 == name }) ?? only(known.filter { $0.hasPrefix(name) && name.count > 1 })
    else {
      throw Failure(
        .badInput, "unknown-command", "there is no command `\(name)`",
        hint: nearestName(to: name, in: known).map { "did you mean `\($0)`?" } ?? "`:help` lists the commands")
    }
    return try respond(command, rest)
  }

  private func only(_ names: [String]) -> String? { names.count == 1 ? names[0] : nil }

  private mutating func respond(_ command: String, _ rest: String) throws(Failure) -> Reply {
    switch command {
    case ":type":
      let type = try bench.type(of: expression(rest, command))
      return Reply(json: ["type": .string(type)], lines: [Text(type)])
    case ":cost":
      let (estimate, steps) = try bench.cost(of: expression(rest, command))
      return Reply(
        json: [
          "min": .integer(Int64(estimate.lowerBound)), "max": .integer(Int64(estimate.upperBound)),
          "actual": .integer(Int64(steps)),
        ], lines: ["\(counted(steps, "step")), estimated \(range(estimate))"])
    case ":ast":
      let tree = try bench.tree(of: expression(rest, command))
      return Reply(json: ["tree": tree.json], lines: tree.lines(notesFirst: false))
    case ":explain":
      let answer = try bench.answer(expression(rest, command), isExplained: true)
      return Reply(json: answer.json, lines: answer.tree?.lines(notesFirst: true) ?? [])
    case ":residual":
      let (source, unknown) = unknownNames(try expression(rest, command))
      let residual = try bench.residual(of: source, unknown: unknown)
      return Reply(json: ["residual": .string(residual)], lines: [Text(residual)])
    case ":let": return try assign(rest)
    case ":declare":
      let name = String(rest.prefix { !$0.isWhitespace })
      let type = trimmed(String(rest.dropFirst(name.count)))
      guard !name.isEmpty, !type.isEmpty else { throw misused(command) }
      try bench.declare(name, as: type)
      return told(name)
    case ":unlet":
      guard !rest.isEmpty else { throw misused(command) }
      try bench.remove(rest)
      return Reply(json: ["removed": .string(rest)], lines: [])
    case ":vars": return list(bench.listed)
    case ":load":
      guard !rest.isEmpty else { throw misused(command) }
      let before = bench.listed
      try bench.load(path(rest))
      let known = bench.listed.filter { $0.value != nil }
      let changed = known.filter { now in !before.contains { $0.name == now.name && $0.value == now.value } }
      return list(changed)
    case ":functions":
      let found = bench.functions(startingWith: rest)
      guard !found.isEmpty else {
        throw Failure(
          .badInput, "unknown-function", "no function begins with `\(rest)`", hint: "`:functions` lists all")
      }
      return Reply(json: items(found.map { .string($0) }), lines: found.map { Text($0) })
    case ":quit": return Reply(json: ["bye": true], lines: [], isEnd: true)
    default: return help
    }
  }

  private var help: Reply {
    var table = Table([.init("COMMAND"), .init("DOES")])
    for command in Self.commands {
      table.add(["\(command.name, .strong) \(command.arguments)", Text(command.does)])
    }
    let keys: Text =
      "tab completes, up and down walk the history, ctrl-c drops the line; open brackets go on in the next"
    return Reply(
      json: items(
        Self.commands.map {
          ["command": .string($0.name), "arguments": .string($0.arguments), "does": .string($0.does)]
        }), lines: table.lines(.plain).dropFirst() + ["", keys])
  }

  private mutating func assign(_ rest: String) throws(Failure) -> Reply {
    guard let equals = rest.firstIndex(of: "=") else { throw misused(":let") }
    let name = trimmed(String(rest[..<equals]))
    let source = trimmed(String(rest[rest.index(after: equals)...]))
    guard !name.isEmpty, !source.isEmpty, !source.hasPrefix("=") else { throw misused(":let") }
    try bench.bind(name, to: source)
    return told(name)
  }

  /// The name as it stands now.
  private func told(_ name: String) -> Reply { list(bench.listed.filter { $0.name == name || $0.name == name + "?" }) }

  private func list(_ names: [Workbench.Listed]) -> Reply {
    let lines = names.map { listed -> Text in
      "\(listed.name): \(listed.type, .faint)\(listed.value.map { " = \($0)" } ?? "")"
    }
    return Reply(
      json: items(
        names.map {
          .object(["name": .string($0.name), "type": .string($0.type), "value": $0.value.map { .string($0) } ?? .null])
        }), lines: lines)
  }

  /// The expression, and the names behind it: words are taken off its end until the rest is an expression.
  private func unknownNames(_ text: String) -> (source: String, names: [[String]]) {
    var source = text
    var names: [[String]] = []
    while !bench.parses(source), names.count < 20 {
      let word = String(source.reversed().prefix { !$0.isWhitespace && $0 != "," }.reversed())
      guard !word.isEmpty, word.count < source.count else { return (text, []) }
      names.append(word.split(separator: ".").map(String.init))
      source = String(source.dropLast(word.count))
      while let last = source.last, last.isWhitespace || last == "," { source.removeLast() }
    }
    return bench.parses(source) ? (source, names) : (text, [])
  }

  private func expression(_ rest: String, _ command: String) throws(Failure) -> String {
    guard !rest.isEmpty else { throw misused(command) }
    return rest
  }

  private func misused(_ command: String) -> Failure {
    let usage = Self.commands.first { $0.name == command }.map { "\($0.name) \($0.arguments)" } ?? command
    return Failure(.badInput, "misused-command", "`\(command)` needs more", hint: "write `\(usage)`")
  }

  // MARK: - Completing

  /// How a line may go on: a command, a file, or an expression.
  static func completion(_ bench: Workbench, _ line: String) -> Completion {
    guard line.hasPrefix(":") else { return bench.completion(after: line) }
    guard let end = line.firstIndex(where: \.isWhitespace) else {
      let fitting = commands.filter { $0.name.hasPrefix(line) }
      return Completion(
        replaced: line.count,
        candidates: fitting.map { .init($0.name + ($0.arguments.isEmpty ? "" : " "), $0.does) })
    }
    switch line[..<end] {
    case ":load", ":functions", ":help", ":vars", ":quit": return Completion(replaced: 0, candidates: [])
    default: return bench.completion(after: String(line[end...]))
    }
  }
}

private func trimmed(_ text: String) -> String {
  var rest = text[...]
  while rest.first?.isWhitespace == true { rest.removeFirst() }
  while rest.last?.isWhitespace == true { rest.removeLast() }
  return String(rest)
}
