import DecisionLog
import SpendModel
import StrictJSON
import Testing

/// A small log and its export, whose files a test may change before they are verified.
private struct Folder {
  var files: [ExportedFile]
  static let name = "host.example/assent/main"

  static func key(_ byte: UInt8 = 7) throws -> SigningKey {
    try SigningKey(name: name, seed: [UInt8](repeating: byte, count: 32))
  }

  static func leaves(_ count: Int, key: SigningKey) throws -> [SealedLeaf] {
    var drafts = [
      EventDraft(
        .logCreated, stream: "log", actor: .user("zoe", login: "zoe"), data: ["key": .string(key.verifier.text)])
    ]
    for number in 1..<count {
      let stream = number.isMultiple(of: 3) ? "request/REQ-000002" : "request/REQ-000001"
      drafts.append(
        EventDraft(
          number.isMultiple(of: 2) ? .requestCommented : .stagePaused, stream: stream,
          actor: .user("ann", login: "ann"),
          data: [
            "comment": EventDraft.text("words \(number)"),
            "input_sha256": EventDraft.blob("input", ["n": .integer(Int64(number))]),
          ]))
    }
    var sequences = LogSequences()
    var salt: UInt8 = 0
    return try Sealer.seal(drafts, after: &sequences, at: .epoch) {
      salt &+= 1
      return [UInt8](repeating: salt, count: 32)
    }
  }

  /// The export of a log, signed and summed up as it is.
  init(_ leaves: [SealedLeaf], key: SigningKey, hashes: [LogHash]? = nil) throws {
    let root = MerkleTree.root(ofLeafHashes: leaves.map(\.hash))
    let checkpoint = try Checkpoint(origin: Self.name, size: Int64(leaves.count), root: root)
    files = [
      ExportedFile(ExportFiles.leaves, ExportFiles.leavesFile(leaves.map(\.bytes))),
      ExportedFile(ExportFiles.hashes, ExportFiles.hashesFile(hashes ?? leaves.map(\.hash))),
      ExportedFile(ExportFiles.checkpoint, Array(try checkpoint.signed(by: key).text.utf8)),
      ExportedFile(ExportFiles.keys, ExportFiles.keysFile([key.verifier])),
      ExportedFile(ExportFiles.disclosures, try ExportFiles.disclosuresFile(leaves.flatMap(\.disclosures))),
      ExportedFile("decisions.csv", Array("idx\r\n1\r\n".utf8)),
    ]
    for blob in leaves.flatMap(\.blobs) { files.append(ExportedFile(ExportFiles.blobs + blob.sha256.hex, blob.bytes)) }
    sumUp(checkpoint)
  }

  init(size: Int = 25) throws {
    let key = try Self.key()
    try self.init(try Self.leaves(size, key: key), key: key)
  }

  /// Makes manifest and sums agree with the files, as a forger would.
  mutating func sumUp(_ checkpoint: Checkpoint? = nil) {
    let note = try? SignedNote(bytes(ExportFiles.checkpoint))
    guard let head = checkpoint ?? note.flatMap({ try? Checkpoint(body: $0.body) }) else { return }
    files.removeAll { $0.path == ExportFiles.manifest || $0.path == ExportFiles.sums }
    files.append(
      ExportedFile(
        ExportFiles.manifest, ExportFiles.manifestFile([.init("query", "all")], checkpoint: head, files: files)))
    files.append(ExportedFile(ExportFiles.sums, ExportFiles.sumsFile(files)))
  }

  func bytes(_ path: String) -> [UInt8] { files.first { $0.path == path }?.bytes ?? [] }

  mutating func set(_ path: String, _ bytes: [UInt8]) {
    files.removeAll { $0.path == path }
    files.append(ExportedFile(path, bytes))
  }

  mutating func edit(_ path: String, _ change: (inout [String]) -> Void) {
    var lines = String(decoding: bytes(path), as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
    change(&lines)
    set(path, Array(lines.joined(separator: "\n").utf8))
  }
}

struct LogVerifierTests {
  @Test func `A folder as it was exported is intact`() throws {
    let folder = try Folder()
    for keys in [[], [try Folder.key().verifier]] {
      let result = LogVerifier.verify(folder.files, trusting: keys)
      #expect(result.failures.map(\.description) == [])
      #expect(result.isIntact)
      #expect(result.leaves == 25)
      #expect(result.checkpoint?.size == 25)
      #expect(result.signers == [try Folder.key().verifier])
      #expect(result.checked.count == 7)
    }
  }

  @Test func `Logs of every small size are intact`() throws {
    for size in 1...9 { #expect(LogVerifier.verify(try Folder(size: size).files).isIntact, "\(size)") }
  }

  @Test func `Batches that were made apart verify as one`() throws {
    let folder = try Folder()
    let bytes = folder.bytes(ExportFiles.leaves)
    for count in [1, 2, 3, 7, 100, 100_000] {
      let batches = bytes.withUnsafeBytes { buffer in
        LeafBatch.parts(of: buffer, count: count).map { LeafBatch(UnsafeRawBufferPointer(rebasing: buffer[$0])) }
      }
      let result = LogVerifier.verify(folder.files, batches: batches)
      #expect(result.isIntact)
      #expect(result.leaves == 25)
    }
  }

  @Test func `A leaf outside the filter may stand by its hash`() throws {
    var folder = try Folder()
    let leaves = try Folder.leaves(25, key: try Folder.key())
    folder.edit(ExportFiles.leaves) { lines in
      for idx in [1, 5, 6, 24] { lines[idx] = LeafBatch.text(absent: Int64(idx), leaves[idx].hash) }
    }
    folder.set(ExportFiles.disclosures, [])
    folder.sumUp()
    let result = LogVerifier.verify(folder.files)
    #expect(result.failures.map(\.description) == [])
    #expect(result.checked.contains { $0.contains("4 of them by their hash only") })
  }

  /// Each row is a forger's edit of the leaves, after which manifest and sums are made to agree again.
  @Test func `A change of the leaves is found, and the leaf is named`() throws {
    let rows: [(name: String, idx: Int64, edit: (inout [String]) -> Void)] = [
      ("a word changed", 14, { $0[14] = $0[14].replacing("user:ann", with: "user:eve") }),
      ("the first leaf changed", 0, { $0[0] = $0[0].replacing("user:zoe", with: "user:eve") }),
      ("the last leaf changed", 24, { $0[24] = $0[24].replacing("user:ann", with: "user:eve") }),
      ("a leaf deleted", 9, { $0.remove(at: 9) }),
      ("the first leaf deleted", 0, { $0.remove(at: 0) }),
      ("the last leaf deleted", 24, { $0.remove(at: 24) }),
      ("two leaves swapped", 5, { $0.swapAt(5, 6) }),
      ("a leaf doubled", 7, { $0.insert($0[7], at: 8) }),
      (
        "a leaf inserted", 3,
        { $0.insert($0[3].replacing("words", with: "other").replacing("ann", with: "eve"), at: 3) }
      ),
      ("a blank added", 11, { $0[11] += " " }),
      (
        "a key out of order", 12,
        { $0[12] = $0[12].replacing(#","v":1}"#, with: "}").replacing(#"{"actor""#, with: #"{"v":1,"actor""#) }
      ),
      ("an idx changed", 13, { $0[13] = $0[13].replacing(#""idx":13"#, with: #""idx":31"#) }),
      ("a stream_seq changed", 4, { $0[4] = $0[4].replacing(#""stream_seq":3"#, with: #""stream_seq":9"#) }),
      ("a type_seq changed", 4, { $0[4] = $0[4].replacing(#""type_seq":2"#, with: #""type_seq":1"#) }),
      ("a time set back", 20, { $0[20] = $0[20].replacing("1970-01-01", with: "1969-12-31") }),
      ("a time set forward", 20, { $0[20] = $0[20].replacing("1970-01-01", with: "1971-01-01") }),
      ("an unknown type", 2, { $0[2] = $0[2].replacing("request.commented", with: "request.forgotten") }),
      ("an empty line", 2, { $0[2] = "" }),
      ("a leaf hidden behind another hash", 8, { $0[8] = LeafBatch.text(absent: 8, .zero) }),
      ("a hidden leaf of a huge idx", 8, { $0[8] = #"{"idx":9223372036854775807,"hash":"\#(LogHash.zero.hex)"}"# }),
      ("the end cut", 20, { $0.removeLast(6) }),
      ("no line end", 24, { $0.removeLast() }),
      ("all leaves gone", 0, { $0 = [""] }),
    ]
    for row in rows {
      var folder = try Folder()
      let before = folder.bytes(ExportFiles.leaves)
      folder.edit(ExportFiles.leaves, row.edit)
      #expect(folder.bytes(ExportFiles.leaves) != before, "\(row.name)")
      folder.sumUp()
      let result = LogVerifier.verify(folder.files)
      #expect(
        result.failures.contains { $0.file == ExportFiles.leaves && $0.idx == row.idx },
        "\(row.name): \(result.failures)")
    }
  }

  @Test func `A change of another file is found, and the file is named`() throws {
    let stranger = try Folder.key(8)
    let other = try Folder(try Folder.leaves(25, key: stranger), key: stranger)
    let rows: [(name: String, file: String, sumsAgree: Bool, edit: (inout Folder) -> Void)] = [
      ("a view changed", "decisions.csv", false, { $0.set("decisions.csv", Array("idx\r\n2\r\n".utf8)) }),
      ("a view gone", "decisions.csv", false, { $0.files.removeAll { $0.path == "decisions.csv" } }),
      ("a file more", "extra.txt", false, { $0.set("extra.txt", [1]) }),
      ("no sums", ExportFiles.sums, false, { $0.files.removeAll { $0.path == ExportFiles.sums } }),
      ("sums that are none", ExportFiles.sums, false, { $0.set(ExportFiles.sums, Array("abc\n".utf8)) }),
      ("no manifest", ExportFiles.manifest, false, { $0.files.removeAll { $0.path == ExportFiles.manifest } }),
      ("a manifest that is none", ExportFiles.manifest, false, { $0.set(ExportFiles.manifest, Array("{".utf8)) }),
      (
        "a manifest of another head", ExportFiles.manifest, false,
        {
          $0.edit(ExportFiles.manifest) { lines in
            lines = lines.map { $0.replacing("\"leaves\": 25", with: "\"leaves\": 24") }
          }
        }
      ),
      ("no leaves", ExportFiles.leaves, true, { $0.files.removeAll { $0.path == ExportFiles.leaves } }),
      ("no hashes", ExportFiles.hashes, true, { $0.files.removeAll { $0.path == ExportFiles.hashes } }),
      ("no keys", ExportFiles.keys, true, { $0.files.removeAll { $0.path == ExportFiles.keys } }),
      ("no checkpoint", ExportFiles.checkpoint, false, { $0.files.removeAll { $0.path == ExportFiles.checkpoint } }),
      (
        "a hash changed", ExportFiles.hashes, true,
        { $0.edit(ExportFiles.hashes) { $0[3] = String(repeating: "0", count: 64) } }
      ),
      ("a hash gone", ExportFiles.hashes, true, { $0.edit(ExportFiles.hashes) { $0.remove(at: 3) } }),
      ("a hash that is none", ExportFiles.hashes, true, { $0.edit(ExportFiles.hashes) { $0[3] = "xyz" } }),
      ("the size changed", ExportFiles.checkpoint, true, { $0.edit(ExportFiles.checkpoint) { $0[1] = "24" } }),
      (
        "the root changed", ExportFiles.checkpoint, true,
        { $0.edit(ExportFiles.checkpoint) { $0[2] = Base64.text(LogHash.zero.bytes) } }
      ),
      ("the signature gone", ExportFiles.checkpoint, true, { $0.edit(ExportFiles.checkpoint) { $0.remove(at: 4) } }),
      (
        "another log's checkpoint", ExportFiles.checkpoint, true,
        { $0.set(ExportFiles.checkpoint, other.bytes(ExportFiles.checkpoint)) }
      ),
      ("another key", ExportFiles.checkpoint, true, { $0.set(ExportFiles.keys, other.bytes(ExportFiles.keys)) }),
      ("a key that is none", ExportFiles.keys, true, { $0.set(ExportFiles.keys, Array("key\n".utf8)) }),
      (
        "a blob changed", ExportFiles.blobs + Hashing.sha256Hex(Array(#"{"n":5}"#.utf8)), true,
        { $0.set(ExportFiles.blobs + Hashing.sha256Hex(Array(#"{"n":5}"#.utf8)), Array(#"{"n":6}"#.utf8)) }
      ),
      (
        "a disclosed word changed", ExportFiles.disclosures, true,
        {
          $0.edit(ExportFiles.disclosures) { lines in
            lines[4] = lines[4].replacing("words", with: "wards").replacing("ann", with: "eve")
          }
        }
      ),
      (
        "a disclosure that is none", ExportFiles.disclosures, true,
        { $0.edit(ExportFiles.disclosures) { $0[4] = "{}" } }
      ),
      (
        "a disclosure of nothing in the log", ExportFiles.disclosures, true,
        {
          guard let made = try? Commitment.make("I agree", salt: [UInt8](repeating: 99, count: 32)),
            let file = try? ExportFiles.disclosuresFile([Disclosure(made, idx: 3, path: "/data/comment")])
          else { return }
          $0.set(ExportFiles.disclosures, file)
        }
      ),
    ]
    for row in rows {
      var folder = try Folder()
      row.edit(&folder)
      if row.sumsAgree { folder.sumUp() }
      let result = LogVerifier.verify(folder.files)
      #expect(result.failures.contains { $0.file == row.file }, "\(row.name): \(result.failures)")
    }
  }

  @Test func `A log forged with its hashes, head and key is found by the key that it names, or by a trusted one`()
    throws
  {
    let mine = try Folder.key()
    let forger = try Folder.key(8)
    let sameLog = try Folder(try Folder.leaves(25, key: mine), key: forger)
    let result = LogVerifier.verify(sameLog.files)
    #expect(result.failures.map(\.file) == [ExportFiles.checkpoint])
    #expect(result.failures.first?.idx == 0)

    let allNew = try Folder(try Folder.leaves(25, key: forger), key: forger)
    #expect(LogVerifier.verify(allNew.files).isIntact)
    #expect(!LogVerifier.verify(allNew.files, trusting: [mine.verifier]).isIntact)
  }

  @Test func `Where leaves and hashes were changed together, the checkpoint tells`() throws {
    var folder = try Folder()
    folder.edit(ExportFiles.leaves) { $0[14] = $0[14].replacing("user:ann", with: "user:eve") }
    let lines = folder.bytes(ExportFiles.leaves).split(separator: 0x0A)
    folder.set(ExportFiles.hashes, ExportFiles.hashesFile(lines.map { Hashing.leaf(Array($0)) }))
    folder.sumUp()
    let result = LogVerifier.verify(folder.files)
    #expect(result.failures.map(\.file) == [ExportFiles.checkpoint, ExportFiles.hashes])
  }

  @Test func `Only the changed leaf is named`() throws {
    var folder = try Folder()
    folder.edit(ExportFiles.leaves) { $0[14] = $0[14].replacing("user:ann", with: "user:eve") }
    folder.sumUp()
    let failures = LogVerifier.verify(folder.files).failures
    #expect(failures.compactMap(\.idx) == [14])
  }

  @Test func `Each flipped byte of each file is found`() throws {
    let folder = try Folder(size: 2)
    let mine = [try Folder.key().verifier]
    for (place, file) in folder.files.enumerated() {
      for index in file.bytes.indices {
        var changed = folder.files
        var bytes = file.bytes
        bytes[index] ^= index.isMultiple(of: 2) ? 1 : 0x20
        changed[place] = ExportedFile(file.path, bytes)
        #expect(!LogVerifier.verify(changed, trusting: mine).isIntact, "\(file.path), byte \(index)")
      }
    }
  }

  @Test func `A folder without files says what is missing`() {
    let result = LogVerifier.verify([])
    #expect(
      Set(result.failures.map(\.file)) == [
        ExportFiles.sums, ExportFiles.manifest, ExportFiles.leaves, ExportFiles.keys, ExportFiles.checkpoint,
      ])
  }

  @Test func `Failures are counted beyond a hundred`() throws {
    var folder = try Folder()
    folder.set(ExportFiles.leaves, [UInt8](repeating: 0x0A, count: 500))
    folder.sumUp()
    let result = LogVerifier.verify(folder.files)
    #expect(result.failures.count < 400)
    #expect(result.failures.contains { $0.message.contains("400 more of this kind") })
  }

  private typealias StoredRow = (idx: Int64, bytes: [UInt8]?, hash: LogHash)

  @Test func `Rows of a store verify, and a changed one is named`() throws {
    let leaves = try Folder.leaves(25, key: try Folder.key())
    let root = MerkleTree.root(ofLeafHashes: leaves.map(\.hash))
    let edits: [(name: String, idx: Int64?, edit: (inout [StoredRow]) -> Void)] = [
      ("nothing", nil, { _ in }), ("an archived leaf", nil, { $0[3].bytes = nil }),
      ("changed bytes", 7, { $0[7].bytes?[12] ^= 1 }), ("a changed hash", 7, { $0[7].hash = .zero }),
      ("a line end in a leaf", 7, { $0[7].bytes?.append(0x0A) }), ("a row gone", 9, { $0.remove(at: 9) }),
      ("the last row gone", 24, { $0.removeLast() }), ("bytes of another row", 6, { $0[5].bytes = $0[6].bytes }),
      ("an archived leaf of another hash", 3, { ($0[3].bytes, $0[3].idx) = (nil, 4) }),
      ("an archived leaf of no idx", 3, { ($0[3].bytes, $0[3].idx) = (nil, .max) }),
    ]
    for row in edits {
      var rows = leaves.map { (idx: $0.record.idx, bytes: Optional($0.bytes), hash: $0.hash) }
      row.edit(&rows)
      let result = LogVerifier.verify(
        batches: [LeafBatch(rows: rows)], hashes: rows.map(\.hash), size: 25, root: root, place: "log_leaf")
      #expect(result.isIntact == (row.idx == nil), "\(row.name): \(result.failures)")
      guard let idx = row.idx else { continue }
      #expect(result.failures.contains { $0.idx == idx }, "\(row.name): \(result.failures)")
    }
  }
}
