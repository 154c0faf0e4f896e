import Diagnostics

/// How scalars are written.
enum ScalarSpelling {
  /// The scalar on one line: as its author wrote it, where that is one line.
  static func line(of node: Node, in source: SourceText, isInFlow: Bool) -> String {
    guard let scalar = node.scalar else { return "" }
    var text = source.text(from: node.start, to: node.stop)
    while text.last == " " || text.last == "\t" { text.removeLast() }
    guard node.position.line < node.end.line || scalar.isBlock else { return text }
    if scalar.style == .plain, !scalar.text.utf8.contains(0x0A) { return scalar.text }
    return quoted(scalar.text)
  }

  /// An expression in its spelling; as its author wrote it, quotes and all, where that is its spelling already.
  static func expression(_ text: String, of node: Node, in source: SourceText, isInFlow: Bool) -> String {
    if let scalar = node.scalar, !scalar.isBlock, node.position.line == node.end.line, haveSameBytes(scalar.text, text)
    {
      return line(of: node, in: source, isInFlow: isInFlow)
    }
    return !isInFlow && isPlain(text) ? text : quoted(text)
  }

  /// Words on lines of the width, behind what stands before them on the first.
  static func folded(_ text: String, behind head: String, at depth: Int) -> [String] {
    var lines: [String] = []
    var line = head
    var isFresh = true
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if !isFresh, line.unicodeScalars.count + 1 + word.unicodeScalars.count > YAMLFormat.width {
        lines.append(line)
        line = String(repeating: " ", count: depth) + word
      } else {
        line += (isFresh ? "" : " ") + word
      }
      isFresh = false
    }
    return lines + [line]
  }

  /// Whether the text may stand without quotes outside of brackets, and is a string there.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, ScalarType(ofPlain: text) == .string else { return false }
    if "-?:,[]{}#&*!|>'\"%@` ".unicodeScalars.contains(first) { return false }
    if text.hasSuffix(" ") || text.hasSuffix(":") { return false }
    if text.firstRange(of: ": ") != nil || text.firstRange(of: " #") != nil { return false }
    return text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && !(0x80..<0xA0).contains($0.value) }
  }

  /// The text between double quotes.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || isBreak(scalar):
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0x2028 || scalar.value == 0x2029 || scalar.value == 0xFEFF
  }
}
