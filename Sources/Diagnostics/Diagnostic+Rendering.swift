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
    guard scalars.count > width else { return (line, columns(of: scalars[..<caret])) }
    let first = max(0, min(caret - width / 2, scalars.count - width))
    var part = String.UnicodeScalarView()
    part.append(contentsOf: scalars[first..<min(first + width, scalars.count)])
    let (before, after) = (first > 0 ? "..." : "", first + width < scalars.count ? "..." : "")
    return (before + String(part) + after, columns(of: scalars[first..<caret]) + before.count)
  }

  /// How many columns of a terminal characters take once they are shown.
  private func columns(of scalars: ArraySlice<Unicode.Scalar>) -> Int {
    scalars.reduce(0) { count, scalar in
      count + (isUnsafe(scalar) && scalar != "\t" ? terminalSafe(String(scalar)).count : width(of: scalar))
    }
  }

  /// None for what combines with the character before it, two for wide ones of East Asia and for pictures.
  private func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
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
