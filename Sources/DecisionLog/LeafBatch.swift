import SpendModel

/// Whole lines of an export's `leaves.jsonl`, each hashed and checked by itself. Batches can be made on all cores at
/// once; ``LogVerifier`` takes them in order.
package struct LeafBatch: Sendable {
  package enum Content: Hashable, Sendable {
    case leaf(LeafSummary)
    /// A leaf that the export leaves out: `{"idx":n,"hash":"..."}`.
    case absent(idx: Int64)
    case refused(LeafError)
  }

  package struct Line: Hashable, Sendable {
    /// SHA-256(00 || bytes), or the hash that stands for an absent leaf.
    package let hash: LogHash
    package let content: Content
  }

  package private(set) var lines: [Line] = []
  /// The exact bytes of the leaves that name keys of the log, in order.
  private(set) var keyLeaves: [[UInt8]] = []
  /// Whether the last line has its line end.
  package private(set) var isComplete = true

  /// - Parameter bytes: Whole lines, each with its line end (LF).
  package init(_ bytes: UnsafeRawBufferPointer) {
    var start = 0
    while start < bytes.count {
      var end = start
      while end + 8 <= bytes.count, !hasLineEnd(bytes.loadUnaligned(fromByteOffset: end, as: UInt64.self)) { end += 8 }
      while end < bytes.count, bytes[end] != 0x0A { end += 1 }
      take(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
      if end == bytes.count { isComplete = false }
      start = end + 1
    }
  }

  package init(_ bytes: [UInt8]) {
    self = bytes.withUnsafeBytes { LeafBatch($0) }
  }

  /// Leaves as a store holds them, in the order of their idx.
  ///
  /// - Parameter rows: The exact bytes, or nothing where they are archived, and the hash that is stored beside them.
  package init(rows: some Sequence<(idx: Int64, bytes: [UInt8]?, hash: LogHash)>) {
    for row in rows {
      guard let bytes = row.bytes else {
        let isPlace = 0...CanonicalJSON.largestInteger ~= row.idx
        let content = isPlace ? Content.absent(idx: row.idx) : .refused(LeafError(.badValue, "no idx: `\(row.idx)`"))
        lines.append(Line(hash: row.hash, content: content))
        continue
      }
      bytes.withUnsafeBytes { takeLeaf($0) }
    }
  }

  private mutating func take(_ line: UnsafeRawBufferPointer) {
    if let absent = Self.absentLeaf(line) {
      lines.append(absent)
      return
    }
    takeLeaf(line)
  }

  private mutating func takeLeaf(_ line: UnsafeRawBufferPointer) {
    let hash = Hashing.leaf(line)
    do {
      let summary = try LeafSummary.read(line)
      lines.append(Line(hash: hash, content: .leaf(summary)))
      if summary.type == .logCreated || summary.type == .logKeyRotated { keyLeaves.append(Array(line)) }
    } catch {
      lines.append(Line(hash: hash, content: .refused(error)))
    }
  }

  /// `{"idx":n,"hash":"<64 hex>"}`, exactly.
  private static func absentLeaf(_ line: UnsafeRawBufferPointer) -> Line? {
    guard line.count < 128, line.starts(with: "{\"idx\":".utf8) else { return nil }
    let text = String(decoding: line, as: UTF8.self)
    guard let comma = text.firstIndex(of: ","), let idx = Int64(text[..<comma].dropFirst(7)),
      0...CanonicalJSON.largestInteger ~= idx,
      let hash = LogHash(hex: text[comma...].dropFirst(9).dropLast(2)), Self.text(absent: idx, hash) == text
    else { return nil }
    return Line(hash: hash, content: .absent(idx: idx))
  }

  /// The line that stands for a leaf outside an export's filter, without its line end.
  package static func text(absent idx: Int64, _ hash: LogHash) -> String { "{\"idx\":\(idx),\"hash\":\"\(hash.hex)\"}" }

  /// Parts a buffer into about `count` pieces of whole lines, for making batches on several cores.
  package static func parts(of bytes: UnsafeRawBufferPointer, count: Int) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = 0
    let size = max(1, bytes.count / max(1, count))
    while start < bytes.count {
      var end = start + min(size, bytes.count - start)
      while end < bytes.count, bytes[end - 1] != 0x0A { end += 1 }
      result.append(start..<end)
      start = end
    }
    return result
  }
}

/// Whether one of eight bytes is a line feed; sometimes also where none is.
private func hasLineEnd(_ word: UInt64) -> Bool {
  let difference = word ^ 0x0A0A_0A0A_0A0A_0A0A
  return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080 != 0
}
