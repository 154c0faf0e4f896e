package import SpendModel

/// A draft that has become a leaf, with all that must be stored beside it in the same transaction.
package struct SealedLeaf: Hashable, Sendable {
  package let record: EventRecord
  /// Counted from 1 per type of event.
  package let typeSequence: Int64
  /// The leaf's exact bytes.
  package let bytes: [UInt8]
  /// SHA-256(00 || bytes).
  package let hash: LogHash
  package let disclosures: [Disclosure]
  package let blobs: [Blob]
}

/// How far the log has come: what the next leaf is numbered by.
package struct LogSequences: Hashable, Sendable {
  /// How many leaves there are; the idx of the next.
  package var size: Int64
  /// The last number per stream; a stream that is absent has no leaf yet.
  package var streams: [String: Int64]
  /// The last number per type; a type that is absent has no leaf yet.
  package var types: [EventType: Int64]

  package init(size: Int64 = 0, streams: [String: Int64] = [:], types: [EventType: Int64] = [:]) {
    self.size = size
    self.streams = streams
    self.types = types
  }
}
