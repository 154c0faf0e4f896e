package import Diagnostics

/// The one layout of YAML files: keys in their order, blanks where they belong, comments where they were.
///
/// Formatting twice gives what formatting once gave. What stands in brackets stays there: on one line where it fits,
/// with the author's line breaks where those do, else filled up to the width.
package struct YAMLFormat: Sendable {
  /// What is known of the documents of a kind.
  package struct Rules: Sendable {
    /// The order of the keys of a mapping, by its path from the top, `[]` for an item; others follow as they are.
    package var order: @Sendable (_ path: [String]) -> [String]
    /// The canonical spelling of an expression; nothing for what is none.
    package var expression: @Sendable (_ path: [String], _ text: String) -> Spelling?

    package init(
      order: @escaping @Sendable ([String]) -> [String],
      expression: @escaping @Sendable ([String], String) -> Spelling?
    ) {
      self.order = order
      self.expression = expression
    }
  }

  /// An expression on one line, and on several.
  package struct Spelling: Sendable {
    package var line: String
    package var lines: [String]

    package init(line: String, lines: [String]) {
      self.line = line
      self.lines = lines
    }
  }

  /// The widest line, in code points.
  package static let width = 120

  private let rules: @Sendable (Node) -> Rules

  /// - Parameter rules: What is known of a document, by its root.
  package init(rules: @escaping @Sendable (Node) -> Rules) { self.rules = rules }

  /// The file in its layout; nothing, and why, where it cannot be read, or has what has no place in the layout.
  package func format(_ bytes: [UInt8], path: String) -> (text: String?, diagnostics: [Diagnostic]) {
    let (documents, diagnostics) = YAMLReader.read(bytes, path: path)
    guard !diagnostics.hasErrors, let source = documents.first?.source else { return (nil, diagnostics) }
    let comments = source.comments(outside: documents)
    guard let separators = Self.separators(between: documents, in: source) else {
      return (nil, [Self.refusal(path, "a document's end is marked in a way that has no place in the layout")])
    }
    var builder = LayoutTreeBuilder(source: source, comments: comments)
    var lines: [String] = []
    for (index, document) in documents.enumerated() {
      let separator = index < separators.count ? separators[index] : nil
      let tree = builder.tree(document, before: separator)
      var writer = LayoutWriter(source: source, rules: rules(document))
      guard let written = writer.lines(of: tree) else {
        return (nil, [Self.refusal(path, "a text below a `|` states its own indentation")])
      }
      if index > 0 { lines.append("---") }
      lines += written
    }
    let text = lines.joined(separator: "\n") + "\n"
    guard builder.isDone, Self.isFaithful(text, to: comments, path: path) else {
      return (nil, [Self.refusal(path, "a comment stands where the layout has no place for it")])
    }
    return (text, [])
  }

  private static func refusal(_ path: String, _ reason: String) -> Diagnostic {
    Diagnostic(
      "not-formatted", "the file stays as it is: \(reason)", severity: .warning,
      hint: "lay it out by hand, or write it in a plainer way", file: path)
  }

  /// The lines of the `---` between documents; nothing where there are other marks.
  private static func separators(between documents: [Node], in source: SourceText) -> [Int]? {
    var found: [Int] = []
    for (index, document) in documents.enumerated() {
      let first = index == 0 ? 1 : documents[index - 1].lastLine
      let last = document.position.line
      var marks: [Int] = []
      for number in first...max(first, last) {
        let line = source.line(number)
        if line.starts(with: "...".utf8) || line.first == UInt8(ascii: "%") { return nil }
        guard line.starts(with: "---".utf8), line.count == 3 || line.dropFirst(3).first == 0x20 else { continue }
        guard number < last else { return nil }
        marks.append(number)
      }
      if index > 0 {
        guard marks.count == 1 else { return nil }
        found += marks
      } else if marks.count > 1 {
        return nil
      }
    }
    let end = documents.last.map { $0.lastLine + 1 } ?? 1
    if end <= source.lineStarts.count {
      for number in end...source.lineStarts.count where source.line(number).starts(with: "...".utf8) { return nil }
    }
    return found
  }

  /// Whether all comments are still there.
  private static func isFaithful(_ text: String, to comments: [Comment], path: String) -> Bool {
    let (documents, diagnostics) = YAMLReader.read(Array(text.utf8), path: path)
    guard !diagnostics.hasErrors, let source = documents.first?.source else { return false }
    func sorted(_ comments: [Comment]) -> [String] {
      comments.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
    return sorted(source.comments(outside: documents)) == sorted(comments)
  }
}
