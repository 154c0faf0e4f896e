import ArgumentParser
import Governance
import StrictJSON

/// What a verb answers, for programs and for people, and the code it exits with.
struct Answer {
  var json: JSONValue
  var lines: [Text]
  var exitCode: Int32
  /// What people should know beside the answer; on the standard error, with text only.
  var notes: [String]
  /// The same as rows of a CSV file, the names of the columns first, where the verb has them.
  var csv: [[String]]

  init(
    json: JSONValue, lines: [Text], exitCode: Int32 = Exit.done, notes: [String] = [], csv: [[String]] = []
  ) {
    self.json = json
    self.lines = lines
    self.exitCode = exitCode
    self.notes = notes
    self.csv = csv
  }

  /// Everything is written already.
  static func streamed(exitCode: Int32) -> Answer {
    var answer = Answer(json: .null, lines: [], exitCode: exitCode)
    answer.isWritten = true
    return answer
  }

  private(set) var isWritten = false
}

/// One verb of the command line: its arguments, and what it answers.
protocol Verb: ParsableCommand {
  var common: CommonOptions { get }
  /// Whether the answer also comes as CSV.
  static var hasCSV: Bool { get }
  /// Whether `--format` may also name the format of the files that the verb reads.
  static var readsFormats: Bool { get }
  func answer(_ session: Session) throws(Failure) -> Answer
}

extension Verb {
  static var hasCSV: Bool { false }
  static var readsFormats: Bool { false }

  func run() throws {
    var (root, warnings): (String?, Warnings?)
    do {
      let session = try Session(common)
      warnings = session.warnings
      try checkFormats()
      root = try? session.workspace().root
      let answer = try answer(session)
      try present(answer, session)
      session.warnings.tell()
      if answer.exitCode != Exit.done { throw ExitCode(answer.exitCode) }
    } catch let failure as Failure {
      complain(about: failure, asJSON: common.format == .json, color: common.color, root: root, beside: warnings)
      throw ExitCode(failure.exitCode)
    }
  }
}

extension Verb {
  /// Refuses a format that the verb does not know, before it does anything.
  private func checkFormats() throws(Failure) {
    guard !Self.readsFormats else { return }
    let known = Self.hasCSV ? ["text", "json", "csv"] : ["text", "json"]
    for format in common.formats where !known.contains(format) {
      let hint = known.map { "`\($0)`" }.joined(separator: ", ")
      throw Failure(.usage, "unknown-format", "no format `\(format)`", hint: "formats are \(hint)")
    }
  }
}

private func present(_ answer: Answer, _ session: Session) throws(Failure) {
  guard !answer.isWritten else { return }
  switch session.format {
  case .json: try Console.write(document(answer.json, session.style) + "\n")
  case .csv where !answer.csv.isEmpty: try Console.write(csvDocument(answer.csv))
  case .text, .csv:
    for note in answer.notes { Console.complain(Text("note: \(note)").plain + "\n") }
    try Console.write(answer.lines.map { session.style.rendered($0) + "\n" }.joined())
  }
}

/// JSON on many lines for a terminal, on one line for everything else.
func document(_ value: JSONValue, _ style: Style) -> String { style.width == nil ? value.serialized() : value.pretty() }

/// A list as programs get it: one object with `items`.
func items(_ values: [JSONValue]) -> JSONValue { .object([.init("items", .array(values))]) }

/// RFC 4180, with a quote before what a spreadsheet would take for a formula.
func csvDocument(_ rows: [[String]]) -> String {
  rows.map { $0.map(csvField).joined(separator: ",") + "\r\n" }.joined()
}

private func csvField(_ text: String) -> String {
  let isNumber = text.utf8.allSatisfy { (48...57).contains($0) || $0 == 45 || $0 == 46 }
  let startsFormula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
  let safe = startsFormula && !isNumber ? "'" + text : text
  guard safe.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return safe }
  return "\"" + safe.replacing("\"", with: "\"\"") + "\""
}
