import DecisionLog
import StrictJSON
import TestSupport
import Testing

/// The proofs of transparency-dev/merkle: 336 cases, of which 314 must fail.
struct MerkleCorpusTests {
  private static let root = "merkle-proofs/testdata"

  private static func cases(in folder: String) -> [String] {
    (SharedFiles.names(in: "corpora/" + folder) ?? []).flatMap { name in
      name.hasSuffix(".json") ? [folder + "/" + name] : cases(in: folder + "/" + name)
    }
  }

  private struct NoNumber: Error {}

  /// Numbers above Int64 are given to the verifier as the negative ones that have the same bits.
  private static func number(_ value: JSONValue?) throws -> Int64 {
    switch value {
    case .integer(let number)?: return number
    case .number(let text)?:
      guard let bits = UInt64(text) else { throw NoNumber() }
      return Int64(bitPattern: bits)
    default: throw NoNumber()
    }
  }

  /// A hash that is not of 32 bytes, which ours cannot be, is given to the verifier as another one: words such as
  /// "don't care" stand for roots in the cases, also in one that holds.
  private static func hash(_ value: JSONValue?) -> LogHash? {
    guard let text = value?.string, let bytes = Base64.bytes(text), !bytes.isEmpty else { return nil }
    return LogHash(bytes: bytes) ?? Hashing.leaf(bytes)
  }

  private static func proof(_ value: JSONValue?) -> [LogHash]? {
    guard let items = value?.array else { return [] }
    let hashes = items.compactMap { hash($0) }
    return hashes.count == items.count ? hashes : nil
  }

  private static func holds(_ test: JSONValue, _ path: String) throws -> Bool {
    guard let proof = proof(test["proof"]) else { return false }
    if path.contains("/inclusion/") || path.contains("/subtreeinclusion/") {
      guard let leaf = hash(test["leafHash"]), let root = hash(test["root"]) else { return false }
      let index = try number(test["leafIdx"])
      if test["treeSize"] != nil {
        return MerkleProof.verifyInclusion(
          leaf: leaf, index: index, size: try number(test["treeSize"]), proof: proof, root: root)
      }
      let (start, end) = (try number(test["start"]), try number(test["end"]))
      guard start <= end else { return false }
      return MerkleProof.verifyInclusion(leaf: leaf, index: index, subtree: start..<end, proof: proof, root: root)
    }
    guard let first = hash(test["root1"]), let second = hash(test["root2"]) else { return false }
    if test["size1"] != nil {
      return MerkleProof.verifyConsistency(
        oldSize: try number(test["size1"]), size: try number(test["size2"]), proof: proof, oldRoot: first, root: second)
    }
    let (start, end) = (try number(test["start"]), try number(test["end"]))
    guard start <= end else { return false }
    return MerkleProof.verifyConsistency(
      subtree: start..<end, size: try number(test["size"]), proof: proof, subtreeRoot: first, root: second)
  }

  @Test func `Each case holds or fails as it says`() throws {
    let paths = Self.cases(in: Self.root)
    guard !paths.isEmpty else {
      print("skipped: no merkle-proofs beside the package")
      return
    }
    var failing = 0
    for path in paths {
      let test = try JSONValue.parse(try #require(SharedFiles.bytes(of: "corpora/" + path)))
      let mustFail = test["wantErr"] != false
      #expect(try Self.holds(test, path) == !mustFail, "\(path)")
      if mustFail { failing += 1 }
    }
    #expect(paths.count == 336)
    #expect(failing == 314)
  }
}
