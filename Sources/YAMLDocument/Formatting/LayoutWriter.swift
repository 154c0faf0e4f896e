import Diagnostics

/// Writes a layout tree as lines.
struct LayoutWriter {
  let source: SourceText
  let rules: YAMLFormat.Rules
  /// Something came up that cannot be laid out.
  private var hasFailed = false

  init(source: SourceText, rules: YAMLFormat.Rules) {
    self.source = source
    self.rules = rules
  }

  mutating func lines(of tree: LayoutTree) -> [String]? {
    var lines: [String] = []
    append(tree.lead, at: 0, isFirst: true, to: &lines)
    if tree.hasBlankAfterLead { lines.append("") }
    var body: [String]
    switch tree.body {
    case .inline, .asWritten:
      body = value(tree.body, behind: "", at: 0, path: [], trail: tree.trail)
    case .mapping, .sequence: body = block(tree.body, at: 0, path: [])
    }
    lines += body
    append(tree.tail, at: 0, isFirst: false, to: &lines)
    return hasFailed ? nil : lines
  }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }

  private func append(_ lead: [LayoutTree.Lead], at depth: Int, isFirst: Bool, to lines: inout [String]) {
    for (index, comment) in lead.enumerated() {
      if comment.hasBlankBefore, !(isFirst && index == 0) { lines.append("") }
      lines.append(blanks(depth) + comment.text)
    }
  }

  // MARK: - Blocks

  /// The lines of a collection without brackets.
  private mutating func block(_ body: LayoutTree.Body, at depth: Int, path: [String]) -> [String] {
    let pieces: [LayoutTree.Piece]
    let tail: [LayoutTree.Lead]
    switch body {
    case .inline, .asWritten: return []
    case .mapping(let entries, let end): (pieces, tail) = (ordered(entries, path), end)
    case .sequence(let items, let end): (pieces, tail) = (items, end)
    }
    var lines: [String] = []
    for (index, piece) in pieces.enumerated() {
      var piece = piece
      if piece.key == nil { hoist(&piece, path) }
      append(piece.lead, at: depth, isFirst: index == 0, to: &lines)
      if piece.hasBlankBefore, index > 0 || !piece.lead.isEmpty { lines.append("") }
      lines += self.lines(of: piece, at: depth, path: path)
    }
    append(tail, at: depth, isFirst: false, to: &lines)
    return lines
  }

  /// The comments that lead in what comes first in an item stand above the item.
  private func hoist(_ piece: inout LayoutTree.Piece, _ path: [String]) {
    guard case .mapping(let entries, let tail) = piece.body else { return }
    var pieces = ordered(entries, path + ["[]"])
    guard !pieces.isEmpty, !pieces[0].lead.isEmpty else { return }
    piece.lead += pieces[0].lead.map { LayoutTree.Lead(text: $0.text, hasBlankBefore: false) }
    if piece.lead.count == pieces[0].lead.count, piece.hasBlankBefore, let first = piece.lead.first {
      piece.lead[0] = LayoutTree.Lead(text: first.text, hasBlankBefore: true)
      piece.hasBlankBefore = false
    }
    pieces[0].lead = []
    pieces[0].hasBlankBefore = false
    piece.body = .mapping(pieces, tail: tail)
  }

  private func ordered(_ pieces: [LayoutTree.Piece], _ path: [String]) -> [LayoutTree.Piece] {
    places(pieces.map { $0.key?.text ?? "" }, path).map { pieces[$0] }
  }

  /// The places of the keys in their order.
  private func places(_ names: [String], _ path: [String]) -> [Int] {
    let order = rules.order(path)
    guard !order.isEmpty else { return Array(names.indices) }
    let ranks = names.map { name in order.firstIndex { haveSameBytes($0, name) } ?? order.count }
    return names.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }
  }

  private mutating func lines(of piece: LayoutTree.Piece, at depth: Int, path: [String]) -> [String] {
    if let key = piece.key {
      let name = source.text(from: key.start, to: key.stop)
      let path = path + [key.text ?? ""]
      switch piece.body {
      case .inline, .asWritten:
        return value(piece.body, behind: blanks(depth) + name + ":", at: depth, path: path, trail: piece.trail)
      case .mapping, .sequence:
        return [with(piece.trail, behind: blanks(depth) + name + ":")] + block(piece.body, at: depth + 2, path: path)
      }
    }
    let path = path + ["[]"]
    switch piece.body {
    case .inline, .asWritten:
      return value(piece.body, behind: blanks(depth) + "-", at: depth, path: path, trail: piece.trail)
    case .mapping, .sequence:
      var lines = block(piece.body, at: depth + 2, path: path)
      if let trail = piece.trail { return [with(trail, behind: blanks(depth) + "-")] + lines }
      if let first = lines.first { lines[0] = blanks(depth) + "- " + first.dropFirst(depth + 2) }
      return lines
    }
  }

  /// A line with its comment, which stays in its column where the text leaves room for it.
  private func with(_ comment: Comment?, behind line: String) -> String {
    guard let comment else { return line }
    let width = line.unicodeScalars.count
    let column = comment.position.column - 1
    return line + blanks(column > width ? column - width : 2) + comment.text
  }

  // MARK: - Values

  /// The lines of a value that stands behind something: `key:`, `-`.
  private mutating func value(
    _ body: LayoutTree.Body, behind head: String, at depth: Int, path: [String], trail: Comment?
  ) -> [String] {
    let gap = head.isEmpty ? "" : " "
    switch body {
    case .mapping, .sequence: return []
    case .asWritten(let node):
      var lines = asWritten(node, at: depth + 2)
      lines[0] = head + gap + lines[0]
      lines[lines.count - 1] = with(trail, behind: lines[lines.count - 1])
      return lines
    case .inline(let node):
      guard node.isWritten else { return [with(trail, behind: head)] }
      guard let scalar = node.scalar else {
        let further = head.hasSuffix("-") ? depth + 3 : depth + 2
        var lines = FlowWriter(source: source, rules: rules).lines(
          of: node, behind: head + gap, at: further, path: path)
        lines[lines.count - 1] = with(trail, behind: lines[lines.count - 1])
        return lines
      }
      return self.scalar(scalar, node, behind: head + gap, at: depth, path: path, trail: trail)
    }
  }

  private mutating func scalar(
    _ scalar: Scalar, _ node: Node, behind head: String, at depth: Int, path: [String], trail: Comment?
  ) -> [String] {
    if let spelling = rules.expression(path, scalar.text) {
      let isLong = scalar.text.utf8.contains(0x0A)
      let line = head + ScalarSpelling.expression(spelling.line, of: node, in: source, isInFlow: false)
      if spelling.lines.count < 2 || !isLong && line.unicodeScalars.count <= YAMLFormat.width {
        return [with(trail, behind: line)]
      }
      return [with(trail, behind: head + "|-")] + spelling.lines.map { blanks(depth + 2) + $0 }
    }
    switch scalar.style {
    case .literal, .folded: return block(node, behind: head, at: depth, trail: trail)
    case .plain, .singleQuoted, .doubleQuoted:
      var lines = [head + ScalarSpelling.line(of: node, in: source, isInFlow: false)]
      if scalar.style == .plain, node.position.line < node.end.line, !scalar.text.utf8.contains(0x0A) {
        lines = ScalarSpelling.folded(scalar.text, behind: head, at: depth + 2)
      }
      lines[lines.count - 1] = with(trail, behind: lines[lines.count - 1])
      return lines
    }
  }

  /// A text below `|` or `>`, moved to its depth.
  private mutating func block(_ node: Node, behind head: String, at depth: Int, trail: Comment?) -> [String] {
    let sign = source.bytes[source.offset(node.start)...].prefix { $0 > 0x20 }
    if sign.contains(where: { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) { hasFailed = true }
    var lines = [with(trail, behind: head + String(decoding: sign, as: UTF8.self))]
    guard let numbers = source.blockLines(of: node) else { return lines }
    let text = numbers.map { source.line($0) }
    let indentation = text.first { !$0.allSatisfy { $0 == 0x20 } }?.prefix { $0 == 0x20 }.count ?? 0
    for line in text {
      let rest = line.dropFirst(min(indentation, line.prefix { $0 == 0x20 }.count))
      lines.append(rest.isEmpty ? "" : blanks(depth + 2) + String(decoding: rest, as: UTF8.self))
    }
    // `|+` keeps the blank lines that follow.
    if sign.contains(UInt8(ascii: "+")) { hasFailed = true }
    return lines
  }

  /// A collection in brackets that has comments within: its lines, moved together.
  private func asWritten(_ node: Node, at depth: Int) -> [String] {
    let text = source.text(from: node.start, to: node.stop)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.reversed().drop { $0 == " " || $0 == "\t" || $0 == "\r" }.reversed())
    }
    let least = lines.dropFirst().filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    for index in lines.indices.dropFirst() where !lines[index].isEmpty {
      lines[index] = blanks(depth) + lines[index].dropFirst(least)
    }
    return lines
  }
}
