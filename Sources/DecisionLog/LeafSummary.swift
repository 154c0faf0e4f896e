package import SpendModel

/// What verification needs of a leaf: its place in the log, and nothing of its data.
package struct LeafSummary: Hashable, Sendable {
  package let idx: Int64
  package let type: EventType
  package let typeSequence: Int64
  package let stream: String
  package let streamSequence: Int64
  package let at: Timestamp

  /// Reads a leaf as strictly as ``Leaf/parse(_:)`` does, in one pass where the bytes are sound.
  ///
  /// - Throws: ``LeafError``, as ``Leaf/parse(_:)`` words it.
  package static func read(_ bytes: UnsafeRawBufferPointer) throws(LeafError) -> LeafSummary {
    var scanner = LeafScanner(bytes)
    if let summary = scanner.scan() { return summary }
    return try Leaf.parse(Array(bytes)).summary
  }

  /// Reads a leaf; see ``read(_:)-(UnsafeRawBufferPointer)``.
  package static func read(_ bytes: [UInt8]) throws(LeafError) -> LeafSummary {
    if let summary = bytes.withUnsafeBytes({ buffer -> LeafSummary? in
      var scanner = LeafScanner(buffer)
      return scanner.scan()
    }) {
      return summary
    }
    return try Leaf.parse(bytes).summary
  }
}

extension Leaf {
  /// The leaf's place in the log.
  package var summary: LeafSummary {
    LeafSummary(
      idx: record.idx, type: record.type, typeSequence: typeSequence, stream: record.stream,
      streamSequence: record.streamSequence, at: record.at)
  }
}
