package import Diagnostics
import StrictJSON

/// Reads strict JSON into the tree that YAML gives, with the place of every key and value.
package enum JSONReader {
  /// Reads one JSON text.
  ///
  /// The first error ends the text.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - path: The file's path, as it shall stand in diagnostics.
  /// - Complexity: O(*n*) in the length of the file.
  package static func read(_ bytes: [UInt8], path: String) -> (document: Node?, diagnostics: [Diagnostic]) {
    guard mayHaveFewNodes(bytes) else {
      let message = "more than \(YAMLLimits.maxNodes) values in a file"
      let hint = "split it into several files"
      return (nil, [Diagnostic("too-large", message, hint: hint, file: path, at: .start)])
    }
    do throws(JSONError) {
      let limits = JSONLimits(maxDepth: YAMLLimits.maxDepth, maxBytes: YAMLLimits.maxBytes)
      var builder = JSONTreeBuilder(bytes, path: path, limits: limits)
      return (try builder.readDocument(), [])
    } catch {
      return (nil, [error.diagnostic(file: path)])
    }
  }
}

/// Whether the text has no more values than a file may have: each but the first stands behind one of these signs.
private func mayHaveFewNodes(_ bytes: [UInt8]) -> Bool {
  guard (YAMLLimits.maxNodes..<YAMLLimits.maxBytes + 1).contains(bytes.count) else { return true }
  return bytes.withUnsafeBufferPointer { buffer in
    var count = 0
    for byte in buffer {
      switch byte {
      case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "{"): count += 1
      default: break
      }
    }
    return count < YAMLLimits.maxNodes
  }
}

extension JSONError {
  /// The place of the error.
  package var position: SourcePosition { SourcePosition(line: line, column: column) }

  /// The error as a diagnostic of a file.
  package func diagnostic(file: String?) -> Diagnostic {
    Diagnostic(code.rawValue, message, hint: hint, file: file, at: position)
  }
}

private struct JSONTreeBuilder {
  private var scanner: JSONScanner
  private let source: SourceText
  /// The last offset whose place was asked, and that place: offsets only grow.
  private var (lastOffset, lastPlace) = (0, Place(.start))

  init(_ bytes: [UInt8], path: String, limits: JSONLimits) {
    scanner = JSONScanner(bytes, limits: limits)
    let isTooLarge = bytes.count > limits.maxBytes
    var lineStarts: [Int32] = [0]
    if !isTooLarge {
      for (index, byte) in bytes.enumerated() where byte == 0x0A { lineStarts.append(Int32(clamping: index + 1)) }
    }
    source = SourceText(path: path, bytes: bytes, lineStarts: lineStarts, isASCII: false)
  }

  mutating func readDocument() throws(JSONError) -> Node {
    let node = try readNode()
    try scanner.finish()
    return node
  }

  private mutating func readNode() throws(JSONError) -> Node {
    let kind = try scanner.peek()
    let start = place(scanner.offset)
    let content: Node.Content
    switch kind {
    case .null:
      try scanner.readNull()
      content = .scalar(Scalar("null", style: .plain, type: .null))
    case .bool:
      content = .scalar(Scalar(try scanner.readBool() ? "true" : "false", style: .plain, type: .bool))
    case .number:
      let text = try scanner.readNumber().text(in: scanner.bytes)
      content = .scalar(Scalar(text, style: .plain, type: ScalarType(ofPlain: text)))
    case .string:
      content = .scalar(Scalar(try scanner.readString(), style: .doubleQuoted, type: .string))
    case .array:
      try scanner.beginArray()
      var items: [Node] = []
      while try scanner.nextElement() { items.append(try readNode()) }
      content = .sequence(items)
    case .object:
      try scanner.beginObject()
      var entries: [Node.Entry] = []
      while let name = try scanner.nextName() {
        let (from, to) = (place(name.range.lowerBound - 1), place(name.range.upperBound + 1))
        let key = Scalar(scanner.string(name), style: .doubleQuoted, type: .string)
        let node = Node(.scalar(key), from: from, to: to, in: source)
        entries.append(Node.Entry(key: node, value: try readNode()))
      }
      content = .mapping(entries)
    }
    return Node(content, from: start, to: place(scanner.offset), in: source)
  }

  /// The place of an offset that is not before the last one asked.
  private mutating func place(_ offset: Int) -> Place {
    for byte in source.bytes[lastOffset..<max(lastOffset, offset)] {
      if byte == 0x0A {
        lastPlace.line += 1
        lastPlace.column = 1
      } else if byte & 0xC0 != 0x80 {
        lastPlace.column += 1
      }
    }
    lastOffset = max(lastOffset, offset)
    return lastPlace
  }
}
