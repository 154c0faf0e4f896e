import DecisionLog
import SpendModel
import Storage
import StrictJSON

extension GovernanceService {
  /// Writes the decision history as a folder that verifies without us: leaves, tables, signed head, digests.
  ///
  /// The export itself becomes an event, which the next export holds.
  ///
  /// - Parameters:
  ///   - folder: Made if need be; it must be empty.
  ///   - from: Only decisions from this day or time on stand in the tables; the leaves are always all of them.
  ///   - to: The same, exclusive.
  package func export(to folder: String, from: String? = nil, to end: String? = nil) throws(Failure) -> ExportReport {
    let range = (
      from: try from.map { text throws(Failure) in try instant(text) },
      to: try end.map { text throws(Failure) in try instant(text) }
    )
    let target = absolute(folder)
    guard try entries(of: target).isEmpty else {
      throw Failure(
        .badInput, "folder-not-empty", "`\(folder)` is not empty",
        hint: "name a new folder: an export mixes with nothing")
    }
    let pack = try reading { reading in try ExportPack(reading, range: range, at: now) }
    try makeFolder(target)
    for (name, bytes) in pack.files { try writeFile(target + "/" + name, bytes) }
    _ = try act(needsPerson: false) { act in
      try act.append([
        EventDraft(
          .accessExported, stream: "access", actor: act.actor,
          data: .object([
            "files": .integer(Int64(pack.files.count)), "size": .integer(pack.size),
            "from": range.from.map { .string($0.canonicalText) }, "to": range.to.map { .string($0.canonicalText) },
          ]))
      ])
    }
    return ExportReport(
      folder: folder, leaves: pack.size, root: pack.root, files: pack.files.map(\.name), decisions: pack.decisions,
      approvals: pack.approvals)
  }
}

/// The files of an export, in memory, in the order in which they are written.
struct ExportPack {
  var files: [(name: String, bytes: [UInt8])] = []
  let size: Int64
  let root: String
  let decisions: Int
  let approvals: Int

  init(_ reading: Reading, range: (from: Timestamp?, to: Timestamp?), at: Timestamp) throws {
    guard let checkpoint = try reading.checkpoints().last else {
      throw Failure(
        .badInput, "empty-log", "there is nothing to export yet", hint: "`assent submit` makes the first decision")
    }
    var leaves: [UInt8] = []
    var hashes: [UInt8] = []
    var log = ExportedLog(entries: [], inputs: [:])
    var keys: [String] = []
    var counts: [String: Int64] = [:]
    var tree = CompactRange()
    try reading.forEachLeaf { leaf in
      leaves += leaf.bytes + [10]
      hashes += Array(Hexadecimal.text(leaf.hash).utf8) + [10]
      let hash = Hashing.leaf(leaf.bytes)
      guard hash.bytes == leaf.hash, leaf.idx == tree.size else {
        throw Failure(
          .integrity, "damaged-log", "leaf \(leaf.idx) is not what was written: nothing was exported",
          hint: "`assent audit verify` says what is damaged")
      }
      tree.push(hash)
      let parsed = try Leaf.parse(leaf.bytes)
      log.entries.append(
        .init(event: parsed.record, hash: Hexadecimal.text(leaf.hash), authentication: parsed.authentication.rawValue))
      counts[leaf.type, default: 0] += 1
      if let key = parsed.record.data["key"]?.string, parsed.record.type == .logCreated { keys.append(key) }
    }
    var inputs: [UInt8] = []
    for digest in ExportPack.inputDigests(log.entries.map(\.event)) {
      guard let bytes = try reading.blob(digest) else {
        throw Failure(.integrity, "blob-missing", "the input \(digest) that the log names is not stored")
      }
      inputs += bytes + [10]
      log.inputs[digest] = try JSONValue.parse(bytes)
    }
    size = Int64(log.entries.count)
    root = Hexadecimal.text(try reading.head().root)
    guard try reading.head().root == tree.root.bytes else {
      throw Failure(
        .integrity, "damaged-log", "the leaves do not make the root of the log: nothing was exported",
        hint: "`assent audit verify` says what is damaged")
    }
    let decisionTable = Self.decisions(of: log, range)
    let tables = ExportTable.all.map { (file: $0.file, written: $0.written(of: log)) }
    decisions = decisionTable.rows
    approvals = tables.first { $0.file == "approvals.csv" }?.written.rows ?? 0

    files = [
      ("leaves.jsonl", leaves), ("hashes.txt", hashes), ("inputs.jsonl", inputs),
      ("decisions.csv", decisionTable.bytes),
    ]
    files += tables.map { ($0.file, $0.written.bytes) }
    files += [
      ("checkpoint", Array(checkpoint.note.utf8)),
      ("vkeys.txt", Array(keys.map { $0 + "\n" }.joined().utf8)),
    ]
    if let key = keys.last, let verifier = try? VerifierKey(key) {
      files.append(("log.pub.pem", Array(verifier.pem.utf8)))
    }
    files.append(("VERIFY.md", Array(verificationGuide.utf8)))
    let fields: JSONValue = .object([
      "format": "assent-export/1", "tool": .string("assent \(engineVersion)"), "exportedAt": .string(at.description),
      "from": range.from.map { .string($0.description) }, "to": range.to.map { .string($0.description) },
      "decisions": .integer(Int64(decisions)), "approvals": .integer(Int64(approvals)),
      "rows": .object(tables.map { .init($0.file, .integer(Int64($0.written.rows))) }),
      "events": .object(counts.sorted { $0.key < $1.key }.map { .init($0.key, .integer($0.value)) }),
    ])
    let head = try Checkpoint(body: try SignedNote(text: checkpoint.note).body)
    let exported = files.map { ExportedFile($0.name, $0.bytes) }
    files.append(
      (ExportFiles.manifest, ExportFiles.manifestFile(fields.object ?? [], checkpoint: head, files: exported)))
    files.append((ExportFiles.sums, ExportFiles.sumsFile(files.map { ExportedFile($0.name, $0.bytes) })))
  }

  /// The inputs that requests were judged on, each once, in the log's order.
  static func inputDigests(_ events: [EventRecord]) -> [String] {
    var seen: Set<String> = []
    return events.compactMap { event in
      guard let digest = event.data["input_sha256"]?.string, seen.insert(digest).inserted else { return nil }
      return digest
    }
  }

  static func decisions(of log: ExportedLog, _ range: (from: Timestamp?, to: Timestamp?)) -> (bytes: [UInt8], rows: Int)
  {
    var writer = CSVWriter(header: DecisionsTable.columns)
    var count = 0
    for row in DecisionsTable.rows(of: log) {
      if let at = row.dropFirst(3).first.flatMap({ Timestamp($0) }) {
        if let from = range.from, at < from { continue }
        if let to = range.to, at >= to { continue }
      }
      writer.row(row)
      count += 1
    }
    return (writer.bytes, count)
  }
}

/// How an auditor checks the folder without this program.
private let verificationGuide = """
  # How to verify this export

  `assent audit verify FOLDER` recomputes everything below from this folder alone. Without it, with standard tools:

  1. The files are those of the manifest: `sha256sum -c SHA256SUMS`
  2. A line of `leaves.jsonl` is a leaf: its hash is SHA-256 of one zero byte and the line without its line break, and
     stands in the same line of `hashes.txt`:
     `head -1 leaves.jsonl | tr -d '\\n' | (printf '\\0'; cat) | sha256sum`
  3. The hashes make up the tree of RFC 9162, section 2.1.1; its root is line 3 of `checkpoint`, in base64.
  4. The checkpoint is signed with the key in `log.pub.pem`:
     `awk 'BEGIN{RS="";ORS="\\n"}NR==1{print}' checkpoint > body`
     `tail -1 checkpoint | awk '{print $3}' | base64 -d | tail -c +5 > sig`
     `openssl pkeyutl -verify -pubin -inkey log.pub.pem -rawin -in body -sigfile sig`
  5. Compare the key with the one that you were given when the log was created, and the root with any earlier one.
  6. A line of `inputs.jsonl` is what a request was judged on; its SHA-256 is the `input_sha256` of a leaf.
     Every `.csv` follows from `leaves.jsonl` and `inputs.jsonl`: an `idx` in it is the line of its leaf, from 0.

  Free text and logins stand here as commitments, `{"commit": ...}`: HMAC-SHA256 of the JSON text under a salt that is
  kept apart. Whoever is shown salt and text can check them against the commitment.

  """
