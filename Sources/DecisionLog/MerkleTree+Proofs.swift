extension MerkleTree {
  /// The hashes that lead from a leaf to the root. Source: RFC 9162, section 2.1.3.1.
  ///
  /// - Parameters:
  ///   - index: The leaf's idx.
  ///   - size: How many leaves the tree has, or had.
  ///   - node: The hash of a complete subtree; level 0 is the leaf of that idx.
  /// - Returns: Nothing where the leaf lies outside the tree, or a node is missing.
  /// - Complexity: O(log² *size*) hashes at most, and as many calls of `node`.
  package static func inclusionProof<E: Error>(
    index: Int64, size: Int64, node: (NodeID) throws(E) -> LogHash?
  ) throws(E) -> [LogHash]? {
    guard 0...largestSize ~= size, 0..<size ~= index else { return nil }
    var range = 0..<size
    var siblings: [Range<Int64>] = []
    while range.count > 1 {
      let middle = range.lowerBound + split(range.upperBound - range.lowerBound)
      if index < middle {
        siblings.append(middle..<range.upperBound)
        range = range.lowerBound..<middle
      } else {
        siblings.append(range.lowerBound..<middle)
        range = middle..<range.upperBound
      }
    }
    return try hashes(of: siblings.reversed(), node: node)
  }

  /// The hashes that show the tree of `oldSize` leaves to be the start of the one of `size` leaves. Source: RFC 9162,
  /// section 2.1.4.1.
  ///
  /// - Parameter node: The hash of a complete subtree; level 0 is the leaf of that idx.
  /// - Returns: Nothing where `oldSize` is 0 or above `size`, or a node is missing.
  package static func consistencyProof<E: Error>(
    oldSize: Int64, size: Int64, node: (NodeID) throws(E) -> LogHash?
  ) throws(E) -> [LogHash]? {
    guard 0...largestSize ~= size, 1...max(size, 1) ~= oldSize, oldSize <= size else { return nil }
    var range = 0..<size
    var isWholeOldTree = true
    var parts: [Range<Int64>] = []
    while range.upperBound != oldSize {
      let middle = range.lowerBound + split(range.upperBound - range.lowerBound)
      if oldSize <= middle {
        parts.append(middle..<range.upperBound)
        range = range.lowerBound..<middle
      } else {
        parts.append(range.lowerBound..<middle)
        range = middle..<range.upperBound
        isWholeOldTree = false
      }
    }
    if !isWholeOldTree { parts.append(range) }
    return try hashes(of: parts.reversed(), node: node)
  }

  /// The root over the first `size` leaves, from stored nodes.
  package static func root<E: Error>(size: Int64, node: (NodeID) throws(E) -> LogHash?) throws(E) -> LogHash? {
    guard 0...largestSize ~= size else { return nil }
    return size == 0 ? Hashing.emptyRoot : try hash(of: 0..<size, node: node)
  }

  private static func hashes<E: Error>(
    of ranges: some Sequence<Range<Int64>>, node: (NodeID) throws(E) -> LogHash?
  ) throws(E) -> [LogHash]? {
    var result: [LogHash] = []
    for range in ranges {
      guard let hash = try hash(of: range, node: node) else { return nil }
      result.append(hash)
    }
    return result
  }

  /// The hash of a subtree, complete or at the right edge.
  private static func hash<E: Error>(of range: Range<Int64>, node: (NodeID) throws(E) -> LogHash?) throws(E) -> LogHash?
  {
    var result: LogHash?
    for id in nodes(in: range).reversed() {
      guard let hash = try node(id) else { return nil }
      result = result.map { Hashing.node(hash, $0) } ?? hash
    }
    return result ?? Hashing.emptyRoot
  }
}
