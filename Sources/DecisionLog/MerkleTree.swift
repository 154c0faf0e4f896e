/// The shape of the log's tree. Source: RFC 9162, section 2.1.
///
/// The tree over *n* leaves has the largest power of two below *n* on its left. Its complete subtrees never change:
/// they are the nodes, named by level and position; level 0 is the leaves' hashes.
package enum MerkleTree {
  /// The name of a complete subtree: `pos` counts subtrees of 2^`level` leaves from the left.
  package struct NodeID: Hashable, Sendable {
    package let level: Int
    package let pos: Int64

    package init(level: Int, pos: Int64) {
      self.level = level
      self.pos = pos
    }
  }

  /// A complete subtree and its hash.
  package struct Node: Hashable, Sendable {
    package let id: NodeID
    package let hash: LogHash

    package var level: Int { id.level }
    package var pos: Int64 { id.pos }
  }

  /// More leaves than this are refused; far beyond what a log can hold.
  package static let largestSize: Int64 = 1 << 53

  /// The root over the hashes of all leaves.
  package static func root(ofLeafHashes hashes: some Sequence<LogHash>) -> LogHash {
    var range = CompactRange()
    for hash in hashes { range.push(hash) }
    return range.root
  }

  /// The complete subtrees that the leaves `range` consist of, from left to right. `range` starts at a multiple of
  /// the largest of them, as every subtree of the tree does.
  static func nodes(in range: Range<Int64>) -> [NodeID] {
    var result: [NodeID] = []
    var start = range.lowerBound
    while start < range.upperBound {
      let level = (range.upperBound - start).bitWidth - 1 - (range.upperBound - start).leadingZeroBitCount
      result.append(NodeID(level: level, pos: start >> level))
      start += 1 << level
    }
    return result
  }

  /// The largest power of two below a size of two or more.
  static func split(_ size: Int64) -> Int64 { 1 << (size.bitWidth - 1 - (size - 1).leadingZeroBitCount) }
}
