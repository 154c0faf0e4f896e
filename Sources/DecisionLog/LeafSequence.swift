import SpendModel

/// Checks that leaves follow each other without a gap: idx, numbers per stream and per type, time.
struct LeafSequence {
  private(set) var failures = FailureList()
  private(set) var range = CompactRange()
  /// The hash of each line, and the idx that it has or, where it is refused, should have.
  private(set) var hashes: [(idx: Int64, hash: LogHash)] = []
  private(set) var refused: Int64 = 0
  private(set) var absent: Int64 = 0
  /// How many idx have no line.
  private(set) var missing: Int64 = 0
  private var expected: Int64 = 0
  private var streams: [String: Int64] = [:]
  private var types: [EventType: Int64] = [:]
  private var lastAt: Timestamp?
  private let file: String

  init(file: String) { self.file = file }

  mutating func take(_ batch: LeafBatch) {
    hashes.reserveCapacity(hashes.count + batch.lines.count)
    for line in batch.lines { take(line) }
    if !batch.isComplete { failures.add(file, idx: hashes.last?.idx, "the last line has no line end") }
  }

  private mutating func take(_ line: LeafBatch.Line) {
    range.push(line.hash)
    switch line.content {
    case .refused(let error):
      failures.add(file, idx: expected, error.message)
      hashes.append((expected, line.hash))
      refused += 1
      expected += 1
    case .absent(let idx):
      absent += 1
      place(idx, line.hash)
    case .leaf(let leaf):
      place(leaf.idx, line.hash)
      check(leaf)
    }
  }

  private mutating func place(_ idx: Int64, _ hash: LogHash) {
    hashes.append((idx, hash))
    if idx < expected {
      failures.add(file, idx: idx, "stands again or out of order: expected leaf \(expected)")
      return
    }
    if idx > expected {
      let count = idx - expected
      missing += count
      failures.add(
        file, idx: expected,
        count == 1 ? "missing, leaf \(idx) follows" : "missing, with \(count - 1) more up to leaf \(idx)")
    }
    expected = idx + 1
  }

  private mutating func check(_ leaf: LeafSummary) {
    let unseen = refused + absent + missing
    let stream = (streams[leaf.stream] ?? 0) + 1
    if leaf.streamSequence < stream || leaf.streamSequence - stream > unseen {
      failures.add(
        file, idx: leaf.idx, "`stream_seq` of `\(leaf.stream)` is \(leaf.streamSequence), expected \(stream)")
    }
    streams[leaf.stream] = max(leaf.streamSequence, stream)
    let type = (types[leaf.type] ?? 0) + 1
    if leaf.typeSequence < type || leaf.typeSequence - type > unseen {
      failures.add(
        file, idx: leaf.idx, "`type_seq` of `\(leaf.type.rawValue)` is \(leaf.typeSequence), expected \(type)")
    }
    types[leaf.type] = max(leaf.typeSequence, type)
    if let lastAt, leaf.at < lastAt {
      failures.add(file, idx: leaf.idx, "its time \(leaf.at.canonicalText) is before that of the leaf before it")
    }
    lastAt = max(leaf.at, lastAt ?? leaf.at)
  }
}
