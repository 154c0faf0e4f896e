import Diagnostics

/// A document as it shall be laid out: its parts, each with the comments that belong to it.
struct LayoutTree {
  /// A comment on a line of its own.
  struct Lead: Hashable {
    let text: String
    let hasBlankBefore: Bool
  }

  /// An entry of a mapping, or an item of a sequence.
  struct Piece {
    var lead: [Lead] = []
    /// A blank line stands before it, behind the comments that lead it in.
    var hasBlankBefore = false
    let key: Node?
    var body: Body
    /// The comment behind the key, where the value stands below it, or behind the value, and its column.
    var trail: Comment?
  }

  indirect enum Body {
    /// A scalar, or a collection in brackets.
    case inline(Node)
    /// What comments stand within: as it is written.
    case asWritten(Node)
    case mapping([Piece], tail: [Lead])
    case sequence([Piece], tail: [Lead])
  }

  var lead: [Lead]
  /// A blank line stands between the comments that lead the document in and its first entry.
  var hasBlankAfterLead: Bool
  var body: Body
  var trail: Comment?
  var tail: [Lead]
}

extension Node {
  /// Whether the node is a collection without brackets.
  var isBlockCollection: Bool {
    switch content {
    case .scalar: return false
    case .sequence, .mapping:
      let offset = source.offset(start)
      guard offset < source.bytes.count else { return true }
      return source.bytes[offset] != UInt8(ascii: "{") && source.bytes[offset] != UInt8(ascii: "[")
    }
  }

  /// The line on which what is written of the node ends.
  var lastLine: Int {
    if scalar?.isBlock ?? false { return source.blockLines(of: self)?.upperBound ?? position.line }
    return isBlockCollection ? lastChild?.lastLine ?? position.line : end.line
  }

  private var lastChild: Node? {
    switch content {
    case .scalar: nil
    case .sequence(let items): items.last
    case .mapping(let entries): entries.last.map { $0.value.isWritten ? $0.value : $0.key }
    }
  }

  /// Whether anything of the node stands in the file: an empty value does not.
  var isWritten: Bool { start != stop }
}

/// Gives each comment to the part of the document that it belongs to.
struct LayoutTreeBuilder {
  private let source: SourceText
  private let comments: [Comment]
  private var next = 0

  init(source: SourceText, comments: [Comment]) {
    self.source = source
    self.comments = comments
  }

  /// - Parameter separator: The line of the `---` behind the document; nothing where it is the last.
  mutating func tree(_ root: Node, before separator: Int?) -> LayoutTree {
    let lead = takeLead(before: root.position)
    let body = self.body(of: root)
    let trail = root.isBlockCollection ? nil : takeTrail(on: root.lastLine)
    let hasBlank = !lead.isEmpty && source.isBlank(root.position.line - 1)
    let tail = takeLead(before: SourcePosition(line: separator ?? Int.max, column: 1))
    return LayoutTree(lead: lead, hasBlankAfterLead: hasBlank, body: body, trail: trail, tail: tail)
  }

  var isDone: Bool { next == comments.count }

  private mutating func body(of node: Node) -> LayoutTree.Body {
    guard node.isBlockCollection else {
      let first = next
      while next < comments.count, comments[next].position < node.end, !(node.scalar?.isBlock ?? false) { next += 1 }
      return next > first ? .asWritten(node) : .inline(node)
    }
    switch node.content {
    case .scalar: return .inline(node)
    case .sequence(let items):
      return .sequence(items.map { piece(key: nil, $0, from: itemStart($0)) }, tail: [])
    case .mapping(let entries):
      return .mapping(entries.map { piece(key: $0.key, $0.value, from: $0.key.position) }, tail: [])
    }
  }

  private mutating func piece(key: Node?, _ value: Node, from start: SourcePosition) -> LayoutTree.Piece {
    let lead = takeLead(before: start)
    let hasBlank = source.isBlank(start.line - 1) && start.line > 1
    var trail: Comment?
    if value.isBlockCollection, key != nil || value.position.line > start.line { trail = takeTrail(on: start.line) }
    if value.scalar?.isBlock ?? false { trail = takeTrail(on: value.position.line) }
    var body = self.body(of: value)
    if trail == nil, !value.isBlockCollection {
      trail = takeTrail(on: value.isWritten ? value.lastLine : start.line)
    }
    let tail = takeTail(deeperThan: start.column, behind: value)
    switch body {
    case .mapping(let pieces, _): body = .mapping(pieces, tail: tail)
    case .sequence(let pieces, _): body = .sequence(pieces, tail: tail)
    case .inline, .asWritten: break
    }
    return LayoutTree.Piece(lead: lead, hasBlankBefore: hasBlank, key: key, body: body, trail: trail)
  }

  /// Where the `-` of an item stands: on its line, or on one above it.
  private func itemStart(_ item: Node) -> SourcePosition {
    var line = item.position.line
    while line >= 1 {
      let text = source.line(line)
      let before = line == item.position.line ? text.prefix(source.offset(item.start) - text.startIndex) : text
      if let dash = before.lastIndex(of: UInt8(ascii: "-")),
        line == item.position.line || text.prefix(dash - text.startIndex).allSatisfy({ $0 == 0x20 || $0 == 0x2D })
      {
        return source.position(ofOffset: dash)
      }
      line -= 1
    }
    return item.position
  }

  // MARK: - Comments

  private mutating func takeLead(before place: SourcePosition) -> [LayoutTree.Lead] {
    var found: [LayoutTree.Lead] = []
    while next < comments.count, comments[next].position < place {
      found.append(lead(comments[next]))
      next += 1
    }
    return found
  }

  private mutating func takeTrail(on line: Int) -> Comment? {
    guard next < comments.count, comments[next].position.line == line, !comments[next].isAlone else { return nil }
    defer { next += 1 }
    return comments[next]
  }

  /// Comments on lines of their own below a collection that are as deep as what is in it.
  private mutating func takeTail(deeperThan column: Int, behind node: Node) -> [LayoutTree.Lead] {
    guard node.isBlockCollection else { return [] }
    var found: [LayoutTree.Lead] = []
    let end = nextContentLine(after: node.lastLine)
    while next < comments.count, comments[next].isAlone, comments[next].position.column > column,
      comments[next].position.line < end
    {
      found.append(lead(comments[next]))
      next += 1
    }
    return found
  }

  /// The next line that is neither blank nor a comment.
  private func nextContentLine(after line: Int) -> Int {
    var number = line + 1
    while number <= source.lineStarts.count {
      let text = source.line(number).drop { $0 == 0x20 || $0 == 0x09 }
      if let first = text.first, first != UInt8(ascii: "#") { return number }
      number += 1
    }
    return Int.max
  }

  private func lead(_ comment: Comment) -> LayoutTree.Lead {
    LayoutTree.Lead(text: comment.text, hasBlankBefore: comment.isAlone && source.isBlank(comment.position.line - 1))
  }
}
