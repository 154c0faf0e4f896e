import SpendModel
import StrictJSON

/// Verifies an exported folder from its bytes alone: no database, no clock, and no trust in who wrote it.
///
///     let result = LogVerifier.verify(files, trusting: [key])
///     for failure in result.failures { print(failure) }  // leaves.jsonl: leaf 14: was changed: ...
///
/// Checked are: digests of `SHA256SUMS` and `manifest.json`; the signature under the head; each leaf's form; idx,
/// `stream_seq`, `type_seq` and time from leaf to leaf; the root over the leaves against the signed one; blobs by their
/// names; disclosures by their commitments. The views (`*.csv`) are made again by whoever made them.
package struct LogVerifier {
  var result = Verification()
  let files: [ExportedFile]
  /// The keys that the caller knows from elsewhere; where there are none, those of the folder count.
  let trusted: [VerifierKey]
  var leaves = LeafSequence(file: ExportFiles.leaves)
  /// The size and root that the manifest states.
  var stated: (leaves: JSONValue?, root: JSONValue?)?
  /// The keys that the log itself names, by leaf.
  var keysInLog: [VerifierKey] = []

  /// Verifies the folder.
  ///
  /// - Parameters:
  ///   - files: All files of the folder.
  ///   - keys: Keys known from elsewhere. With none, a folder whose every file was made anew, with a key of its own,
  ///     verifies: only a head or a key held elsewhere tells.
  ///   - batches: The batches of `leaves.jsonl`, where they were made already, on several cores.
  package static func verify(
    _ files: [ExportedFile], trusting keys: [VerifierKey] = [], batches: [LeafBatch]? = nil
  ) -> Verification {
    var verifier = LogVerifier(files: files, trusted: keys)
    verifier.checkSums()
    verifier.checkManifest()
    verifier.checkLeaves(batches)
    verifier.checkCheckpoint()
    verifier.checkStatedHead()
    verifier.checkRoot()
    verifier.checkBlobs()
    verifier.checkDisclosures()
    return verifier.result
  }

  private init(files: [ExportedFile], trusted: [VerifierKey]) {
    self.files = files
    self.trusted = trusted
  }

  func file(_ path: String) -> ExportedFile? { files.first { $0.path.utf8.elementsEqual(path.utf8) } }

  /// The bytes of a file that must be there.
  mutating func required(_ path: String) -> [UInt8]? {
    guard let file = file(path) else {
      result.failures.append(VerificationFailure(path, "the file is missing"))
      return nil
    }
    return file.bytes
  }

  private mutating func checkLeaves(_ batches: [LeafBatch]?) {
    guard let bytes = required(ExportFiles.leaves) else { return }
    for batch in batches ?? [LeafBatch(bytes)] {
      leaves.take(batch)
      for leaf in batch.keyLeaves { keysInLog += Self.keys(in: leaf) }
    }
    result.leaves = leaves.range.size
    if leaves.failures.isEmpty {
      let absent = leaves.absent > 0 ? ", \(leaves.absent) of them by their hash only" : ""
      result.checked.append("\(leaves.range.size) leaves, gapless and in canonical form\(absent)")
    }
    result.add(leaves.failures)
  }

  /// The keys that `log.created` (`key`) and `log.key_rotated` (`new`) name.
  private static func keys(in leaf: [UInt8]) -> [VerifierKey] {
    guard let data = (try? Leaf.parse(leaf))?.record.data else { return [] }
    return ["key", "new"].compactMap { name in data[name]?.string.flatMap { try? VerifierKey($0) } }
  }

  private mutating func checkBlobs() {
    let prefix = ExportFiles.blobs
    var failures = FailureList()
    var count = 0
    for file in files where file.path.hasPrefix(prefix) {
      count += 1
      let name = file.path.dropFirst(prefix.count).prefix { $0 != "." }
      let digest = file.sha256.hex
      if !digest.utf8.elementsEqual(name.utf8) {
        failures.add(file.path, "its bytes hash to `\(digest)`, which is not its name")
      }
    }
    if failures.isEmpty, count > 0 { result.checked.append("\(count) blobs by the hash that names them") }
    result.add(failures)
  }
}
