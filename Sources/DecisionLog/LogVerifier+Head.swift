import StrictJSON

extension LogVerifier {
  /// The head is a checkpoint, signed by a key that counts.
  mutating func checkCheckpoint() {
    let keys = readKeys()
    guard let bytes = required(ExportFiles.checkpoint) else { return }
    let note: SignedNote
    do {
      note = try SignedNote(bytes)
      result.checkpoint = try Checkpoint(body: note.body)
    } catch {
      result.failures.append(VerificationFailure(ExportFiles.checkpoint, error.message))
      return
    }
    do {
      result.signers = try note.verify(keys)
    } catch {
      result.failures.append(VerificationFailure(ExportFiles.checkpoint, error.message))
      return
    }
    guard keysInLog.isEmpty || result.signers.contains(where: keysInLog.contains) else {
      let named = keysInLog.map { "`\($0.name)+\($0.idText)`" }.joined(separator: ", ")
      result.failures.append(
        VerificationFailure(ExportFiles.checkpoint, idx: 0, "the log names the key \(named), and another one signed"))
      return
    }
    let whence = trusted.isEmpty ? " (from \(ExportFiles.keys): compare it with one from elsewhere)" : ""
    for signer in result.signers {
      result.checked.append("the signature of the checkpoint by `\(signer.name)+\(signer.idText)`\(whence)")
    }
  }

  /// The manifest states the head that is signed.
  mutating func checkStatedHead() {
    guard let stated, let checkpoint = result.checkpoint else { return }
    if stated.leaves?.integer != checkpoint.size || stated.root != .string(checkpoint.root.hex) {
      result.failures.append(
        VerificationFailure(ExportFiles.manifest, "its `leaves` and `root` are not those of the checkpoint"))
    }
  }

  /// The keys that count: those that the caller trusts, else those of the folder.
  private mutating func readKeys() -> [VerifierKey] {
    guard let bytes = required(ExportFiles.keys) else { return trusted }
    var failures = FailureList()
    var keys: [VerifierKey] = []
    if bytes.last != 0x0A { failures.add(ExportFiles.keys, "the last line has no line end, or there is none") }
    for (number, line) in bytes.split(separator: 0x0A).enumerated() {
      do {
        let key = try VerifierKey(String(decoding: line, as: UTF8.self))
        if !trusted.isEmpty, !trusted.contains(key) {
          failures.add(ExportFiles.keys, "`\(key.name)+\(key.idText)` is none of the trusted keys")
        }
        keys.append(key)
      } catch {
        failures.add(ExportFiles.keys, "line \(number + 1): \(error.message)")
      }
    }
    result.add(failures)
    return trusted.isEmpty ? keys : trusted
  }

  /// The leaves are all that the head counts, and their root is the signed one; else the changed leaf is named.
  mutating func checkRoot() {
    guard let checkpoint = result.checkpoint, file(ExportFiles.leaves) != nil else { return }
    let root = leaves.range.root
    let isWhole = leaves.range.size == checkpoint.size
    if !isWhole {
      let count = leaves.range.size
      result.failures.append(
        VerificationFailure(
          ExportFiles.leaves, idx: count < checkpoint.size ? count : checkpoint.size,
          "\(count) leaves, the checkpoint counts \(checkpoint.size)"))
    }
    let hashes = readHashes()
    if isWhole, root == checkpoint.root {
      result.checked.append("the root over \(checkpoint.size) leaves is the signed one, `\(root.hex)`")
      guard let hashes, !isListOfLeaves(hashes) else { return }
      nameDifferences(hashes, in: ExportFiles.hashes) { "line \($0 + 1) is not the hash of the leaf" }
      return
    }
    if isWhole {
      result.failures.append(
        VerificationFailure(
          ExportFiles.checkpoint,
          "the root over the leaves is `\(root.hex)`, the signed one is `\(checkpoint.root.hex)`"))
    }
    guard let hashes else { return }
    let hashesRoot = MerkleTree.root(ofLeafHashes: hashes)
    guard hashesRoot == checkpoint.root, Int64(hashes.count) == checkpoint.size else {
      result.failures.append(
        VerificationFailure(
          ExportFiles.hashes, "its root over \(hashes.count) hashes is `\(hashesRoot.hex)`, not the signed one either"))
      nameDifferences(hashes, in: ExportFiles.leaves) { _ in "differs from its line in \(ExportFiles.hashes)" }
      return
    }
    nameDifferences(hashes, in: ExportFiles.leaves) { _ in
      "was changed: its bytes do not hash to what the signed tree holds"
    }
  }

  private func isListOfLeaves(_ hashes: [LogHash]) -> Bool {
    hashes.count == leaves.hashes.count && zip(hashes, leaves.hashes).allSatisfy { $0 == $1.hash }
  }

  private mutating func readHashes() -> [LogHash]? {
    guard let bytes = required(ExportFiles.hashes) else { return nil }
    var hashes: [LogHash] = []
    hashes.reserveCapacity(bytes.count / 65)
    for (number, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast().enumerated() {
      guard let hash = LogHash(hex: line) else {
        result.failures.append(
          VerificationFailure(ExportFiles.hashes, idx: Int64(number), "line \(number + 1) is no hash in hexadecimal"))
        return nil
      }
      hashes.append(hash)
    }
    guard bytes.isEmpty || bytes.last == 0x0A else {
      result.failures.append(VerificationFailure(ExportFiles.hashes, "the last line has no line end"))
      return nil
    }
    return hashes
  }

  /// Names each leaf whose hash is not the one of its idx, each hash without a leaf, each leaf without a hash.
  private mutating func nameDifferences(_ hashes: [LogHash], in file: String, _ message: (Int64) -> String) {
    var failures = FailureList()
    var seen = [Bool](repeating: false, count: hashes.count)
    for (idx, hash) in leaves.hashes {
      guard idx >= 0, idx < hashes.count else {
        failures.add(file, idx: idx, "stands in one of \(ExportFiles.leaves) and \(ExportFiles.hashes) only")
        continue
      }
      seen[Int(idx)] = true
      if hashes[Int(idx)] != hash { failures.add(file, idx: idx, message(idx)) }
    }
    for (index, isSeen) in seen.enumerated() where !isSeen {
      failures.add(file, idx: Int64(index), "stands in \(ExportFiles.hashes), and no leaf has that idx")
    }
    result.add(failures)
  }
}
