import Testing

/// A change of the worked example's files.
enum Edit: Sendable {
  case write(String, String)
  case replace(String, String, with: String)
  case remove(String)

  func apply(to folder: Folder) throws {
    switch self {
    case .write(let path, let text): try folder.write(path, text)
    case .replace(let path, let old, let new):
      let text = try folder.read(path)
      guard let range = text.firstRange(of: old) else { throw HarnessError(description: "no `\(old)` in \(path)") }
      try folder.write(path, String(text[..<range.lowerBound]) + new + String(text[range.upperBound...]))
    case .remove(let path):
      removeTree(folder.path + "/" + path)
    }
  }
}

/// What comes before the act that is refused.
enum Step: Sendable {
  case act(String, as: String)
  case edit(Edit)
}

/// An input that is wrong, and all that the binary says about it.
struct BadInput: Sendable, CustomTestStringConvertible {
  let name: String
  let edits: [Edit]
  let before: [Step]
  let arguments: [String]
  let person: String?
  let exit: Int32
  let output: String
  let errors: String

  var testDescription: String { name }

  init(
    _ name: String, _ edits: [Edit] = [], before: [Step] = [], run arguments: [String], as person: String? = nil,
    exit: Int32, output: String = "", errors: String = ""
  ) {
    self.name = name
    self.edits = edits
    self.before = before
    self.arguments = arguments
    self.person = person
    self.exit = exit
    self.output = output
    self.errors = errors
  }

  static let now = "2026-11-02T09:00:00Z"

  static let personalData = "rules/policy/personal-data-needs-data-governance.yaml"
  static let overEnvelope = "rules/policy/spend-over-envelope.yaml"
  static let mini = "rules/policy/mini.yaml"
  static let prices = "rules/prices/openai-list.yaml"
  static let decisionRights = "workflows/decision-rights.yaml"
  static let workflow = "workflows/standard-experiment.yaml"
  static let request = "request.yaml"

  /// The least rule that is sound.
  static let miniRule = """
    apiVersion: assent/v1
    kind: Rule
    id: mini
    title: A rule
    owner: group:finance
    on: request
    when: request.cost > usd(5)
    effect: warn
    examples:
      - {name: over, given: {request: {cost: 6 USD}}, fires: true}
      - {name: under, given: {request: {cost: 5 USD}}, fires: false}

    """

  func check() throws {
    let folder = try Folder.example(with: false)
    for edit in edits { try edit.apply(to: folder) }
    for step in before {
      switch step {
      case .edit(let edit): try edit.apply(to: folder)
      case .act(let command, let person):
        let outcome = try folder.run(command, as: person, now: BadInput.now)
        guard outcome.code == 0 else { throw HarnessError(description: "\(command): \(outcome.errors)") }
      }
    }
    let outcome = try folder.run("", arguments, as: person, now: BadInput.now)
    #expect(settled(outcome.output, folder) == output)
    #expect(settled(outcome.errors, folder) == errors)
    #expect(outcome.code == exit)
  }
}

/// The text with what differs from run to run named: the folder, keys and digests.
private func settled(_ text: String, _ folder: Folder) -> String {
  var result = ""
  var word = ""
  func settledWord() -> String {
    let isHex = word.allSatisfy { $0.isHexDigit }
    return isHex && (word.count == 64 || word.count == 12)
      ? "DIGEST" : isHex && (word.count == 16 || word.count == 8) ? "KEY" : word
  }
  for character in text.replacing(folder.path, with: "FOLDER") {
    if character.isASCII, character.isLetter || character.isNumber {
      word.append(character)
    } else {
      result += settledWord()
      word = ""
      result.append(character)
    }
  }
  return result + settledWord()
}

/// Whoever gets it wrong is told what, where and how to mend it: the whole text and the exit code, row by row.
@Suite struct BadInputTests {
  @Test(arguments: BadInput.bundles)
  func `What is wrong with a bundle`(_ row: BadInput) throws { try row.check() }

  @Test(arguments: BadInput.requests)
  func `What is wrong with a request`(_ row: BadInput) throws { try row.check() }

  @Test(arguments: BadInput.acts)
  func `What is wrong with an act on a request`(_ row: BadInput) throws { try row.check() }

  @Test(arguments: BadInput.tasks)
  func `What is wrong with an act on a grant or a task`(_ row: BadInput) throws { try row.check() }

  @Test(arguments: BadInput.stores)
  func `What is wrong with a workspace or its database`(_ row: BadInput) throws { try row.check() }

  @Test(arguments: BadInput.usages)
  func `What is wrong with usage and prices`(_ row: BadInput) throws { try row.check() }

  @Test(arguments: BadInput.expressions)
  func `What is wrong with an expression`(_ row: BadInput) throws { try row.check() }

  @Test(arguments: BadInput.evaluations)
  func `What is wrong with a dry decision or an audit`(_ row: BadInput) throws { try row.check() }
}
