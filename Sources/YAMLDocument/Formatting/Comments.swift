import Diagnostics

/// A comment of a file, from its `#` on.
struct Comment: Hashable, Sendable {
  let text: String
  let position: SourcePosition
  /// Nothing but blanks stands before it.
  let isAlone: Bool
}

extension SourceText {
  /// The lines of the file without their breaks, as bytes.
  func line(_ number: Int) -> ArraySlice<UInt8> {
    guard number >= 1, number <= lineStarts.count else { return [] }
    var line = bytes[Int(lineStarts[number - 1])...].prefix { $0 != 0x0A }
    if line.last == 0x0D { line.removeLast() }
    return line
  }

  func isBlank(_ number: Int) -> Bool { line(number).allSatisfy { $0 == 0x20 || $0 == 0x09 } }

  /// What the file holds between two places.
  func text(from start: Place, to end: Place) -> String {
    let (first, last) = (offset(start), offset(end))
    return first < last ? String(decoding: bytes[first..<last], as: UTF8.self) : ""
  }

  /// All comments outside of the documents' scalars, in the order of the file.
  func comments(outside documents: [Node]) -> [Comment] {
    var scalars: [Range<Int>] = []
    for document in documents { collect(document, &scalars) }
    var found: [Comment] = []
    var next = scalars.startIndex
    var offset = 0
    while offset < bytes.count {
      while next < scalars.endIndex, scalars[next].upperBound <= offset { next += 1 }
      if next < scalars.endIndex, scalars[next].contains(offset) {
        offset = scalars[next].upperBound
        continue
      }
      guard bytes[offset] == UInt8(ascii: "#"), offset == 0 || [0x20, 0x09, 0x0A].contains(bytes[offset - 1]) else {
        offset += 1
        continue
      }
      let position = position(ofOffset: offset)
      var text = bytes[offset...].prefix { $0 != 0x0A }
      offset += text.count
      while let last = text.last, last == 0x20 || last == 0x09 || last == 0x0D { text.removeLast() }
      let before = line(position.line).prefix { $0 != UInt8(ascii: "#") }
      found.append(
        Comment(
          text: String(decoding: text, as: UTF8.self), position: position,
          isAlone: before.allSatisfy { $0 == 0x20 || $0 == 0x09 }))
    }
    return found
  }

  /// The scalars, in the order of the file, of block scalars the lines below their first.
  private func collect(_ node: Node, _ found: inout [Range<Int>]) {
    switch node.content {
    case .sequence(let items): for item in items { collect(item, &found) }
    case .mapping(let entries):
      for entry in entries {
        collect(entry.key, &found)
        collect(entry.value, &found)
      }
    case .scalar(let scalar):
      if scalar.isBlock {
        guard let lines = blockLines(of: node) else { return }
        let (first, last) = (lines.lowerBound, lines.upperBound)
        let end = Int(lineStarts[last - 1]) + line(last).count
        found.append(Int(lineStarts[first - 1])..<max(end, Int(lineStarts[first - 1])))
      } else {
        let (start, end) = (offset(node.start), offset(node.stop))
        if start < end { found.append(start..<end) }
      }
    }
  }

  /// The lines that hold a block scalar's text: those below its `|` that are blank, or as deep as the first that is
  /// not; nothing where it has no text.
  func blockLines(of node: Node) -> ClosedRange<Int>? {
    guard let text = node.text, text.utf8.contains(where: { $0 != 0x0A }) else { return nil }
    let header = node.position.line
    var (last, depth) = (header, 0)
    var number = header + 1
    while number <= lineStarts.count {
      if !isBlank(number) {
        let indentation = line(number).prefix { $0 == 0x20 }.count
        if depth == 0 { depth = indentation }
        guard indentation >= depth, depth > 0 else { break }
        last = number
      }
      number += 1
    }
    return (header + 1)...max(last, header + 1)
  }
}

extension Scalar {
  var isBlock: Bool { style == .literal || style == .folded }
}
