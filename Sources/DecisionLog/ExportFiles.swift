package import StrictJSON

/// A file of an exported folder.
package struct ExportedFile: Hashable, Sendable {
  /// Below the folder, with `/` between steps: `blobs/<sha256>`.
  package let path: String
  package let bytes: [UInt8]
  /// The digest of the bytes, taken once, when the value is made: for large files, on another core.
  package let sha256: LogHash

  package init(_ path: String, _ bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    sha256 = Hashing.sha256(bytes)
  }
}

/// The files of an exported folder that its verification rests on, and how they are written.
package enum ExportFiles {
  /// Each line is exactly a leaf's bytes, and a line end (LF).
  package static let leaves = "leaves.jsonl"
  /// Each line is a leaf's hash in hexadecimal: names the leaf that was changed, since its own root is the signed one.
  package static let hashes = "hashes.txt"
  /// The signed head.
  package static let checkpoint = "checkpoint"
  /// The keys that may sign, one a line.
  package static let keys = "vkeys.txt"
  /// What was asked for, counts, and the SHA-256 of each file but itself and `SHA256SUMS`.
  package static let manifest = "manifest.json"
  /// As `sha256sum` writes and checks it; all files but itself.
  package static let sums = "SHA256SUMS"
  /// What stands behind commitments, one a line, for those entitled to it.
  package static let disclosures = "disclosures.jsonl"
  /// A folder of files that are named by the SHA-256 of their bytes.
  package static let blobs = "blobs/"

  /// `leaves.jsonl`.
  package static func leavesFile(_ leaves: some Sequence<[UInt8]>) -> [UInt8] {
    var result: [UInt8] = []
    for leaf in leaves {
      result += leaf
      result.append(0x0A)
    }
    return result
  }

  /// `hashes.txt`.
  package static func hashesFile(_ hashes: some Sequence<LogHash>) -> [UInt8] {
    var result: [UInt8] = []
    for hash in hashes {
      result += Array(hash.hex.utf8)
      result.append(0x0A)
    }
    return result
  }

  /// `vkeys.txt`.
  package static func keysFile(_ keys: [VerifierKey]) -> [UInt8] { keys.flatMap { Array(($0.text + "\n").utf8) } }

  /// `disclosures.jsonl`.
  package static func disclosuresFile(_ disclosures: [Disclosure]) throws(CanonicalError) -> [UInt8] {
    var result: [UInt8] = []
    for disclosure in disclosures {
      let line: JSONValue = [
        "commitment": .string(disclosure.commitment.hex), "idx": .integer(disclosure.idx),
        "path": .string(disclosure.path), "salt": .string(Hexadecimal.text(disclosure.salt)),
        "value": disclosure.value,
      ]
      result += try CanonicalJSON.bytes(line)
      result.append(0x0A)
    }
    return result
  }

  /// `manifest.json`, with `fields` before the list of files.
  ///
  /// - Parameters:
  ///   - fields: The query, its runner, counts and control totals. The names `files`, `leaves` and `root` are taken.
  ///   - files: All files but `manifest.json` and `SHA256SUMS`.
  package static func manifestFile(
    _ fields: [JSONValue.Member], checkpoint: Checkpoint, files: [ExportedFile]
  ) -> [UInt8] {
    let list = sorted(files).map { file -> JSONValue in
      [
        "path": .string(file.path), "bytes": .integer(Int64(file.bytes.count)),
        "sha256": .string(file.sha256.hex),
      ]
    }
    let manifest = JSONValue.object(
      fields + [
        .init("leaves", .integer(checkpoint.size)), .init("root", .string(checkpoint.root.hex)),
        .init("files", .array(list)),
      ])
    return Array((manifest.pretty() + "\n").utf8)
  }

  /// `SHA256SUMS` over all the other files.
  package static func sumsFile(_ files: [ExportedFile]) -> [UInt8] {
    sorted(files).flatMap { Array("\($0.sha256.hex)  \($0.path)\n".utf8) }
  }

  private static func sorted(_ files: [ExportedFile]) -> [ExportedFile] {
    files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }
}
