extension LogVerifier {
  /// Verifies the leaves of a store against the hashes beside them and a head: form, sequence, hashes, root.
  ///
  /// - Parameters:
  ///   - batches: All leaves in the order of their idx; see ``LeafBatch/init(rows:)``.
  ///   - hashes: The stored hash of each leaf, in the same order.
  ///   - size: How many leaves the head counts.
  ///   - root: The root of the head.
  ///   - place: What failures name: a table.
  package static func verify(
    batches: [LeafBatch], hashes: [LogHash], size: Int64, root: LogHash, place: String
  ) -> Verification {
    var result = Verification()
    var leaves = LeafSequence(file: place)
    for batch in batches { leaves.take(batch) }
    result.leaves = leaves.range.size
    result.add(leaves.failures)
    if leaves.range.size != size {
      result.failures.append(
        VerificationFailure(
          place, idx: min(leaves.range.size, size), "\(leaves.range.size) leaves, the head counts \(size)"))
    }
    var changed = FailureList()
    for (found, stored) in zip(leaves.hashes, hashes) where found.hash != stored {
      changed.add(place, idx: found.idx, "was changed: its bytes do not hash to what is stored beside them")
    }
    result.add(changed)
    if leaves.range.root != root {
      let isOfHashes = MerkleTree.root(ofLeafHashes: hashes) == root
      let whose = isOfHashes ? "the stored hashes have it" : "the stored hashes do not have it either"
      result.failures.append(
        VerificationFailure(place, "the root over the leaves is not the head's `\(root.hex)`; \(whose)"))
    }
    if result.isIntact {
      result.checked.append("\(size) leaves, gapless and in canonical form, by their hashes and the root `\(root.hex)`")
    }
    return result
  }
}
