/// Checks proofs that others made; nothing here trusts a number or a count. Source: RFC 9162, sections 2.1.3.2 and
/// 2.1.4.2; the forms for subtrees: draft-ietf-plants-merkle-tree-certs, section 4.
package enum MerkleProof {
  /// Whether the leaf stands at `index` in the tree of `size` leaves with that root.
  package static func verifyInclusion(
    leaf: LogHash, index: Int64, size: Int64, proof: [LogHash], root: LogHash
  ) -> Bool {
    guard index >= 0, index < size else { return false }
    var (node, last) = (index, size - 1)
    var hash = leaf
    for sibling in proof {
      guard last != 0 else { return false }
      if node & 1 == 1 || node == last {
        hash = Hashing.node(sibling, hash)
        while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
      } else {
        hash = Hashing.node(hash, sibling)
      }
      (node, last) = (node >> 1, last >> 1)
    }
    return last == 0 && hash == root
  }

  /// Whether the tree of `oldSize` leaves is the start of the tree of `size` leaves.
  ///
  /// A proof from the empty tree says nothing and is refused, as is one that grows backwards.
  package static func verifyConsistency(
    oldSize: Int64, size: Int64, proof: [LogHash], oldRoot: LogHash, root: LogHash
  ) -> Bool {
    guard oldSize > 0, oldSize <= size else { return false }
    if oldSize == size { return proof.isEmpty && oldRoot == root }
    return verifyConsistency(subtree: 0..<oldSize, size: size, proof: proof, subtreeRoot: oldRoot, root: root)
  }

  /// Whether the leaf of that index stands in the subtree of the leaves `subtree`, whose root is `root`.
  package static func verifyInclusion(
    leaf: LogHash, index: Int64, subtree: Range<Int64>, proof: [LogHash], root: LogHash
  ) -> Bool {
    guard isSubtree(subtree), subtree.contains(index) else { return false }
    let start = subtree.lowerBound
    return verifyInclusion(
      leaf: leaf, index: index - start, size: subtree.upperBound - start, proof: proof, root: root)
  }

  /// Whether the subtree of the leaves `subtree`, whose root is `subtreeRoot`, is a part of the tree of `size` leaves.
  package static func verifyConsistency(
    subtree: Range<Int64>, size: Int64, proof: [LogHash], subtreeRoot: LogHash, root: LogHash
  ) -> Bool {
    guard subtree.lowerBound >= 0, subtree.upperBound <= size else { return false }
    guard !subtree.isEmpty else { return proof.isEmpty && subtreeRoot == Hashing.emptyRoot }
    guard isSubtree(subtree) else { return false }
    var (first, last, end) = (subtree.lowerBound, subtree.upperBound - 1, size - 1)
    let atEdge = last == end
    while first != last, atEdge || last & 1 == 1 { (first, last, end) = (first >> 1, last >> 1, end >> 1) }
    var hashes = proof[...]
    var (old, new) = (subtreeRoot, subtreeRoot)
    if first != last {
      guard let seed = hashes.popFirst() else { return false }
      (old, new) = (seed, seed)
    }
    for hash in hashes {
      guard end != 0 else { return false }
      if last & 1 == 1 || last == end {
        if first < last { old = Hashing.node(hash, old) }
        new = Hashing.node(hash, new)
        while last & 1 == 0, last != 0 { (first, last, end) = (first >> 1, last >> 1, end >> 1) }
      } else {
        new = Hashing.node(new, hash)
      }
      (first, last, end) = (first >> 1, last >> 1, end >> 1)
    }
    return end == 0 && old == subtreeRoot && new == root
  }

  /// Whether leaves are a subtree: they start at a multiple of their count, rounded up to a power of two.
  private static func isSubtree(_ leaves: Range<Int64>) -> Bool {
    let count = leaves.upperBound - max(leaves.lowerBound, 0)
    guard leaves.lowerBound >= 0, count > 0, count <= 1 << 62 else { return false }
    let ceiling: Int64 = count == 1 ? 1 : MerkleTree.split(count) << 1
    return leaves.lowerBound & (ceiling - 1) == 0
  }
}
