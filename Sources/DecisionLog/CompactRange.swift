/// The right edge of the tree: the hashes of the complete subtrees that make it up, largest first. All that
/// appending needs, at most 53 hashes for any log.
package struct CompactRange: Hashable, Sendable {
  /// How many leaves there are.
  package private(set) var size: Int64
  /// One hash for each bit that is set in `size`, from the highest.
  package private(set) var hashes: [LogHash]

  /// The empty tree.
  package init() {
    size = 0
    hashes = []
  }

  /// - Returns: Nothing unless there is one hash for each bit that is set in `size`.
  package init?(size: Int64, hashes: [LogHash]) {
    guard 0...MerkleTree.largestSize ~= size, hashes.count == size.nonzeroBitCount else { return nil }
    self.size = size
    self.hashes = hashes
  }

  /// The nodes whose hashes the range over `size` leaves consists of, in order.
  package static func nodes(size: Int64) -> [MerkleTree.NodeID] {
    0...MerkleTree.largestSize ~= size ? MerkleTree.nodes(in: 0..<size) : []
  }

  /// Reads the range over `size` leaves from stored nodes.
  ///
  /// - Parameter node: The hash of a complete subtree; level 0 is the leaf of that idx.
  /// - Returns: Nothing where a node is missing.
  package static func load<E: Error>(
    size: Int64, node: (MerkleTree.NodeID) throws(E) -> LogHash?
  ) throws(E) -> CompactRange? {
    var hashes: [LogHash] = []
    for id in nodes(size: size) {
      guard let hash = try node(id) else { return nil }
      hashes.append(hash)
    }
    return CompactRange(size: size, hashes: hashes)
  }

  /// Appends a leaf.
  ///
  /// - Parameter leaf: SHA-256(00 || bytes).
  /// - Returns: The subtrees of two leaves and more that are now complete, lowest first: to be stored, and never
  ///   changed. None at every second leaf; one on average.
  package mutating func append(_ leaf: LogHash) -> [MerkleTree.Node] {
    var nodes: [MerkleTree.Node] = []
    push(leaf) { level, pos, hash in nodes.append(.init(id: .init(level: level, pos: pos), hash: hash)) }
    return nodes
  }

  /// Appends a leaf whose new nodes nobody stores.
  package mutating func push(_ leaf: LogHash) { push(leaf) { _, _, _ in } }

  private mutating func push(_ leaf: LogHash, complete: (Int, Int64, LogHash) -> Void) {
    precondition(size < MerkleTree.largestSize, "a log holds at most 2^53 leaves")
    var hash = leaf
    var level = 0
    while size >> level & 1 == 1, let left = hashes.popLast() {
      hash = Hashing.node(left, hash)
      level += 1
      complete(level, size >> level, hash)
    }
    hashes.append(hash)
    size += 1
  }

  /// The root of the tree.
  package var root: LogHash {
    guard var hash = hashes.last else { return Hashing.emptyRoot }
    for left in hashes.dropLast().reversed() { hash = Hashing.node(left, hash) }
    return hash
  }
}
