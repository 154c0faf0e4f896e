import DecisionLog
import StrictJSON
import Testing

struct MerkleTests {
  /// RFC 9162, section 2.1.1, as it is written there.
  private static func naiveRoot(_ leaves: ArraySlice<LogHash>) -> LogHash {
    guard leaves.count > 1, let first = leaves.first else { return leaves.first ?? Hashing.sha256([]) }
    _ = first
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    let middle = leaves.startIndex + split
    return Hashing.node(naiveRoot(leaves[..<middle]), naiveRoot(leaves[middle...]))
  }

  /// RFC 9162, section 2.1.3.1.
  private static func naivePath(_ index: Int, _ leaves: ArraySlice<LogHash>) -> [LogHash] {
    guard leaves.count > 1 else { return [] }
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    let middle = leaves.startIndex + split
    return index < split
      ? naivePath(index, leaves[..<middle]) + [naiveRoot(leaves[middle...])]
      : naivePath(index - split, leaves[middle...]) + [naiveRoot(leaves[..<middle])]
  }

  /// RFC 9162, section 2.1.4.1.
  private static func naiveConsistency(_ old: Int, _ leaves: ArraySlice<LogHash>, _ isWhole: Bool) -> [LogHash] {
    if old == leaves.count { return isWhole ? [] : [naiveRoot(leaves)] }
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    let middle = leaves.startIndex + split
    return old <= split
      ? naiveConsistency(old, leaves[..<middle], isWhole) + [naiveRoot(leaves[middle...])]
      : naiveConsistency(old - split, leaves[middle...], false) + [naiveRoot(leaves[..<middle])]
  }

  private struct Log {
    var leaves: [LogHash] = []
    var nodes: [MerkleTree.NodeID: LogHash] = [:]
    var roots: [LogHash] = [Hashing.emptyRoot]

    init(size: Int) {
      var range = CompactRange()
      for number in 0..<size {
        let leaf = Hashing.leaf([UInt8(number & 255), UInt8(number >> 8)])
        leaves.append(leaf)
        for node in range.append(leaf) { nodes[node.id] = node.hash }
        roots.append(range.root)
      }
    }

    func node(_ id: MerkleTree.NodeID) -> LogHash? {
      id.level == 0 ? (id.pos < leaves.count ? leaves[Int(id.pos)] : nil) : nodes[id]
    }
  }

  @Test func `Roots, stored nodes and the loaded edge agree with the recursion for sizes 0 to 257`() throws {
    let log = Log(size: 257)
    for size in 0...257 {
      let root = Self.naiveRoot(log.leaves[..<size])
      #expect(log.roots[size] == root, "size \(size)")
      #expect(MerkleTree.root(ofLeafHashes: log.leaves[..<size]) == root, "size \(size)")
      #expect(MerkleTree.root(size: Int64(size), node: log.node) == root, "size \(size)")
      let loaded = try #require(CompactRange.load(size: Int64(size), node: log.node))
      #expect(loaded.root == root, "size \(size)")
      #expect(loaded.hashes.count == size.nonzeroBitCount)
    }
    #expect(log.nodes.count == 255)
  }

  @Test func `Proofs of all pairs up to 257 are those of the recursion, and hold`() throws {
    let log = Log(size: 257)
    for size in 1...257 {
      for index in stride(from: 0, to: size, by: size > 64 ? 3 : 1) {
        let proof = try #require(MerkleTree.inclusionProof(index: Int64(index), size: Int64(size), node: log.node))
        if size <= 64 { #expect(proof == Self.naivePath(index, log.leaves[..<size])) }
        let isHeld = MerkleProof.verifyInclusion(
          leaf: log.leaves[index], index: Int64(index), size: Int64(size), proof: proof, root: log.roots[size])
        #expect(isHeld, "leaf \(index) of \(size)")
      }
      for old in 1...size {
        let proof = try #require(MerkleTree.consistencyProof(oldSize: Int64(old), size: Int64(size), node: log.node))
        if size <= 64 { #expect(proof == Self.naiveConsistency(old, log.leaves[..<size], true)) }
        let isHeld = MerkleProof.verifyConsistency(
          oldSize: Int64(old), size: Int64(size), proof: proof, oldRoot: log.roots[old], root: log.roots[size])
        #expect(isHeld, "\(old) to \(size)")
      }
    }
  }

  @Test func `A proof that differs in one thing does not hold, for sizes up to 20`() throws {
    let log = Log(size: 21)
    let wrong = Hashing.leaf([9, 9, 9])
    for size in 1...20 {
      for index in 0..<size {
        let (leaf, root) = (log.leaves[index], log.roots[size])
        let proof = try #require(MerkleTree.inclusionProof(index: Int64(index), size: Int64(size), node: log.node))
        func holds(_ leaf: LogHash, _ index: Int, _ proof: [LogHash], _ root: LogHash) -> Bool {
          MerkleProof.verifyInclusion(leaf: leaf, index: Int64(index), size: Int64(size), proof: proof, root: root)
        }
        #expect(!holds(wrong, index, proof, root))
        #expect(!holds(leaf, index, proof, wrong))
        #expect(!holds(leaf, index, proof + [wrong], root))
        #expect(!holds(leaf, index, [wrong] + proof, root))
        for other in -1...size where other != index { #expect(!holds(leaf, other, proof, root)) }
        for place in proof.indices {
          var changed = proof
          changed[place] = wrong
          #expect(!holds(leaf, index, changed, root))
          changed.remove(at: place)
          #expect(!holds(leaf, index, changed, root))
        }
      }
      for old in 1...size {
        let proof = try #require(MerkleTree.consistencyProof(oldSize: Int64(old), size: Int64(size), node: log.node))
        func holds(_ old: Int, _ proof: [LogHash], _ oldRoot: LogHash, _ root: LogHash) -> Bool {
          MerkleProof.verifyConsistency(
            oldSize: Int64(old), size: Int64(size), proof: proof, oldRoot: oldRoot, root: root)
        }
        #expect(!holds(old, proof, wrong, log.roots[size]))
        #expect(!holds(old, proof, log.roots[old], wrong))
        #expect(!holds(old, proof + [wrong], log.roots[old], log.roots[size]))
        #expect(!holds(old, [wrong] + proof, log.roots[old], log.roots[size]))
        for place in proof.indices {
          var changed = proof
          changed[place] = wrong
          #expect(!holds(old, changed, log.roots[old], log.roots[size]))
        }
        for other in -1...size + 1 where other != old {
          #expect(!holds(other, proof, log.roots[old], log.roots[size]))
        }
      }
    }
  }

  @Test func `What lies outside the tree has no proof`() {
    let log = Log(size: 5)
    for (index, size) in [(-1, 5), (5, 5), (0, 0), (0, -1), (0, Int64.max), (Int64.max, Int64.max), (0, 9)]
      as [(Int64, Int64)]
    {
      #expect(MerkleTree.inclusionProof(index: index, size: size, node: log.node) == nil)
    }
    for (old, size) in [(0, 5), (6, 5), (-1, 5), (0, 0), (1, -1), (1, Int64.max), (.max, .max), (1, 9)]
      as [(Int64, Int64)]
    {
      #expect(MerkleTree.consistencyProof(oldSize: old, size: size, node: log.node) == nil)
    }
    #expect(CompactRange(size: 3, hashes: [.zero]) == nil)
    #expect(CompactRange(size: -1, hashes: []) == nil)
    #expect(CompactRange(size: .max, hashes: []) == nil)
    #expect(CompactRange.load(size: 9, node: log.node) == nil)
    #expect(CompactRange.nodes(size: -4).isEmpty)
  }

  @Test func `An error of the store passes through`() {
    struct Broken: Error {}
    #expect(throws: Broken.self) {
      try MerkleTree.inclusionProof(index: 1, size: 5) { (_: MerkleTree.NodeID) throws(Broken) -> LogHash? in
        throw Broken()
      }
    }
    #expect(throws: Broken.self) {
      try CompactRange.load(size: 5) { (_: MerkleTree.NodeID) throws(Broken) -> LogHash? in throw Broken() }
    }
  }
}
