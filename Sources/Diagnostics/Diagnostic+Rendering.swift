extension Diagnostic {
  /// The diagnostic as people read it: place, words, the source line with a caret, and the hint.
  ///
  ///     rules/policy/a.yaml:7:7: error: undeclared name `reqest` [undeclared-name]
  ///       7 | when: reqest.cost > usd(5)
  ///         |       ^
  ///       hint: did you mean `request`?
  ///
  /// Nothing of the author's text reaches the result unescaped: control characters are shown as
  /// escapes, so that a file cannot drive the reader's terminal.
  ///
  /// - Parameter source: The file that the position points into; without it no line is shown.
  public func rendered(in source: SourceFile? = nil) -> String {
    var lines: [String] = []
    var place = ""
    if let file { place += file + ":" }
    if let position { place += "\(position.line):\(position.column):" }
    if !place.isEmpty { place += " " }
    lines.append(terminalSafe("\(place)\(severity.rawValue): \(message) [\(code)]"))
    if let position, let line = source?.line(position.line) {
      let number = String(position.line)
      let gutter = String(repeating: " ", count: number.count)
      let (shown, offset) = excerpt(of: line, column: position.column)
      lines.append("  \(number) | \(terminalSafe(shown))")
      lines.append("  \(gutter) | \(String(repeating: " ", count: offset))^")
    }
    if let hint { lines.append("  hint: \(terminalSafe(hint))") }
    return lines.joined(separator: "\n")
  }

  /// The part of a long line around a column, and the caret's offset within it.
  private func excerpt(of line: String, column: Int) -> (String, Int) {
    let width = 120
    let scalars = Array(line.unicodeScalars)
    let caret = min(max(column - 1, 0), scalars.count)
    guard scalars.count > width else { return (line, caret) }
    let first = max(0, min(caret - width / 2, scalars.count - width))
    var part = String.UnicodeScalarView()
    part.append(contentsOf: scalars[first..<min(first + width, scalars.count)])
    let (before, after) = (first > 0 ? "..." : "", first + width < scalars.count ? "..." : "")
    return (before + String(part) + after, caret - first + before.count)
  }
}

/// The text with every character that could drive a terminal shown as an escape: C0 and C1 controls,
/// line and paragraph separators, and the bidirectional controls of Unicode TR9.
///
/// Each character becomes at least one visible one, and a tab becomes a blank, so that carets stay in place.
public func terminalSafe(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
  var result = ""
  for scalar in text.unicodeScalars {
    if scalar == "\t" {
      result += " "
    } else if isUnsafe(scalar) {
      result += "\\u{" + String(scalar.value, radix: 16) + "}"
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
  return result
}

private func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x061C, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
  default: false
  }
}
