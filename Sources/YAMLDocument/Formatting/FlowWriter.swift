import Diagnostics

/// Writes a collection in brackets: on one line where it fits, else on several.
struct FlowWriter {
  let source: SourceText
  let rules: YAMLFormat.Rules

  /// A part that stays whole, and whether its author began a line with it.
  private struct Word {
    var text: String
    var startsLine: Bool
  }

  /// - Parameters:
  ///   - head: What stands before it on its first line.
  ///   - depth: The indentation of its further lines.
  func lines(of node: Node, behind head: String, at depth: Int, path: [String]) -> [String] {
    var line = node.position.line
    let words = self.words(node, path, &line)
    let whole = head + words.map(\.text).joined(separator: " ")
    if whole.unicodeScalars.count <= YAMLFormat.width { return [whole] }
    let broken = fill(words, head, depth) { $0.startsLine }
    if broken.count > 1, broken.allSatisfy({ $0.unicodeScalars.count <= YAMLFormat.width }) { return broken }
    return fill(words, head, depth) { _ in false }
  }

  /// Puts words on lines: a new one where it is asked for, or, if it is never, where a word does not fit.
  private func fill(_ words: [Word], _ head: String, _ depth: Int, breaksBefore: (Word) -> Bool) -> [String] {
    let isFree = !words.dropFirst().contains(where: breaksBefore)
    var lines: [String] = []
    var line = head
    for (index, word) in words.enumerated() {
      let isTooLong = line.unicodeScalars.count + 1 + word.text.unicodeScalars.count > YAMLFormat.width
      if index > 0, breaksBefore(word) || isFree && isTooLong {
        lines.append(line)
        line = String(repeating: " ", count: depth) + word.text
      } else {
        line += (index > 0 ? " " : "") + word.text
      }
    }
    return lines + [line]
  }

  /// - Parameter line: The line on which the word before ended.
  private func words(_ node: Node, _ path: [String], _ line: inout Int) -> [Word] {
    let startsLine = node.position.line > line
    line = max(line, node.position.line)
    var words: [Word] = []
    let brackets: (String, String)
    switch node.content {
    case .scalar(let scalar):
      line = max(line, node.end.line)
      let text =
        rules.expression(path, scalar.text).map {
          ScalarSpelling.expression($0.line, of: node, in: source, isInFlow: true)
        } ?? (node.isWritten ? ScalarSpelling.line(of: node, in: source, isInFlow: true) : "null")
      return [Word(text: text, startsLine: startsLine)]
    case .sequence(let items):
      brackets = ("[", "]")
      for (index, item) in items.enumerated() {
        var inner = self.words(item, path + ["[]"], &line)
        if index < items.count - 1 { inner[inner.count - 1].text += "," }
        words += inner
      }
    case .mapping(let entries):
      brackets = ("{", "}")
      let places = order(entries, path)
      let isMoved = places != Array(entries.indices)
      var written: [[Word]] = entries.map { entry in
        let startsLine = entry.key.position.line > line
        line = max(line, entry.key.end.line)
        var inner = self.words(entry.value, path + [entry.name], &line)
        inner[0] = Word(text: key(entry.key) + ": " + inner[0].text, startsLine: startsLine)
        return inner
      }
      if isMoved {
        written = written.map { $0.map { Word(text: $0.text, startsLine: false) } }
      }
      for (index, place) in places.enumerated() {
        var inner = written[place]
        if index < places.count - 1 { inner[inner.count - 1].text += "," }
        words += inner
      }
    }
    guard !words.isEmpty else { return [Word(text: brackets.0 + brackets.1, startsLine: startsLine)] }
    words[0] = Word(text: brackets.0 + words[0].text, startsLine: startsLine)
    words[words.count - 1].text += brackets.1
    line = max(line, node.end.line)
    return words
  }

  private func order(_ entries: [Node.Entry], _ path: [String]) -> [Int] {
    let order = rules.order(path)
    guard !order.isEmpty else { return Array(entries.indices) }
    let ranks = entries.map { entry in order.firstIndex { haveSameBytes($0, entry.name) } ?? order.count }
    return entries.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }
  }

  /// A key; one that ends in `?` between quotes, as some tools stumble over it here.
  private func key(_ node: Node) -> String {
    let text = ScalarSpelling.line(of: node, in: source, isInFlow: true)
    return node.scalar?.style == .plain && text.hasSuffix("?") ? "\"\(text)\"" : text
  }
}
