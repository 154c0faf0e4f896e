import Diagnostics
import Glibc
import Governance
import StrictJSON

/// Tells on the standard error why a command was not done.
///
/// - Parameters:
///   - root: The workspace's folder, where files that diagnostics name may lie.
///   - warnings: What else is told in the same JSON document.
func complain(
  about failure: Failure, asJSON: Bool, color: ColorChoice, root: String?, beside warnings: Warnings? = nil
) {
  if asJSON {
    Console.complain((warnings?.added(to: failure.json) ?? failure.json).serialized() + "\n")
    return
  }
  let style = Style.suiting(STDERR_FILENO, color: color)
  let lines =
    failure.diagnostics.isEmpty
    ? lines(of: failure)
    : lines(of: failure.diagnostics) { path in failure.sources[path] ?? sourceFile(path, root: root) }
  Console.complain(lines.map { style.rendered($0) + "\n" }.joined())
}

extension Failure {
  /// `{"error": {"code", "message", "hint"?, "position"?}}`, and every diagnostic where there are several.
  var json: JSONValue {
    .object([
      "error": .object([
        "code": .string(code), "message": .string(message), "hint": hint.map { .string($0) },
        "position": position.map { place in
          [
            "file": .string(place.file), "line": .integer(Int64(place.at.line)),
            "column": .integer(Int64(place.at.column)),
          ]
        },
        "diagnostics": diagnostics.count > 1 ? .array(diagnostics.map(\.json)) : nil,
      ])
    ])
  }
}

/// `error: MESSAGE [CODE]`, and the hint below it.
func lines(of failure: Failure) -> [Text] {
  let head: Text = "\("error:", .bad) \(failure.message) [\(failure.code)]"
  return [head] + (failure.hint.map { ["  hint: \($0)"] } ?? [])
}

/// Diagnostics as their author reads them, each with its source line, at most 100, and how many there are.
func lines(of diagnostics: [Diagnostic], source: (String) -> SourceFile?) -> [Text] {
  var sources: [String: SourceFile?] = [:]
  var result: [Text] = []
  for diagnostic in diagnostics.prefix([Diagnostic].limit) {
    var file: SourceFile?
    if let path = diagnostic.file {
      if sources[path] == nil { sources[path] = .some(source(path)) }
      file = sources[path] ?? nil
    }
    let rendered = diagnostic.rendered(in: file).split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in rendered.enumerated() {
      result.append(index == 0 ? colored(String(line), diagnostic.severity) : Text(String(line)))
    }
  }
  if diagnostics.count > [Diagnostic].limit {
    result.append("... and \(diagnostics.count - [Diagnostic].limit) more")
  }
  result.append(summary(of: diagnostics))
  return result
}

/// `3 errors, 1 warning`
func summary(of diagnostics: [Diagnostic]) -> Text {
  "\(counted(diagnostics.count(.error), "error")), \(counted(diagnostics.count(.warning), "warning"))"
}

/// `1 rule`, `2 rules`
func counted(_ count: Int, _ noun: String, plural: String? = nil) -> Text {
  Text("\(grouped(Int64(count))) \(count == 1 ? noun : plural ?? noun + "s")")
}

private func colored(_ line: String, _ severity: Severity) -> Text {
  let word = "\(severity.rawValue):"
  guard let range = line.firstRange(of: word) else { return Text(line) }
  let emphasis: Text.Emphasis = severity == .error ? .bad : severity == .warning ? .careful : .faint
  return "\(String(line[..<range.lowerBound]))\(word, emphasis)\(String(line[range.upperBound...]))"
}

/// The file that a diagnostic names, seen from the current folder or from the workspace.
private func sourceFile(_ path: String, root: String?) -> SourceFile? {
  let places = [path] + (path.hasPrefix("/") ? [] : root.map { ["\($0)/\(path)"] } ?? [])
  for place in places {
    if let bytes = try? readFile(place, limit: 4 << 20) {
      return SourceFile(path: path, text: String(decoding: bytes, as: UTF8.self))
    }
  }
  return nil
}
