import DecisionLog
import Glibc
import SpendModel
import Storage
import StrictJSON

extension GovernanceService {
  /// Recomputes everything from an exported folder alone: digests, leaves, tree, signature, tables.
  ///
  /// - Throws: ``Failure`` of kind `badInput` where there is no such folder.
  package static func verify(folder: String) throws(Failure) -> VerifyReport {
    guard isFolder(folder) else {
      throw Failure(.badInput, "no-folder", "no folder `\(folder)`", hint: "`assent audit export -d DIR` writes one")
    }
    var report = VerifyReport(checked: [], failures: [])
    var files: [String: [UInt8]] = [:]
    for name in try entries(of: folder) { files[name] = try readFile(folder + "/" + name, limit: 4 << 30) }
    for required in [
      "leaves.jsonl", "decisions.csv", "approvals.csv", "vkeys.txt", "checkpoint", "manifest.json", "SHA256SUMS",
    ]
    where files[required] == nil {
      report.failures.append(.init(place: required, message: "the file is missing"))
    }
    let outcome = LogVerifier.verify(files.map { ExportedFile($0.key, $0.value) })
    report.checked += outcome.checked
    // The leaf that was changed is the news; digests of files follow from it.
    let found = outcome.failures.map { VerifyReport.Difference(place: $0.file, idx: $0.idx, message: $0.message) }
    report.failures += found.filter { $0.idx != nil } + found.filter { $0.idx == nil }
    report.verifyTables(files)
    return report
  }

  /// Recomputes everything that the database holds: the file, the leaves, the tree, the checkpoints, blobs,
  /// disclosures, usage records, and every projection.
  package func verifyDatabase() throws(Failure) -> VerifyReport {
    var report = VerifyReport(checked: [], failures: [])
    let store: Store
    do {
      store = try openStore(creating: false)
    } catch {
      guard error.code == "storage-corrupt" else { throw error }
      report.failures.append(.init(place: "database", message: error.message))
      return report
    }
    do {
      for problem in try store.structuralProblems() {
        report.failures.append(.init(place: "database", message: problem))
      }
      report.checked.append("the database file")
      try store.read { reading in
        try report.verifyLog(reading, keptHead: store.keptHead)
        try report.verifyStores(reading)
        try report.verifyUsage(reading)
        for table in try reading.compareProjections() {
          if !table.differing.isEmpty {
            report.failures.append(
              .init(
                place: "table \(table.table)",
                message: "differs from what the log makes: \(table.differing.prefix(3).joined(separator: ", "))"
                  + (table.differing.count > 3 ? " and \(table.differing.count - 3) more" : "")))
          }
        }
        report.checked.append("every projection against the log")
      }
    } catch let error as StorageError {
      report.failures.append(.init(place: "database", message: error.message))
    } catch {
      report.failures.append(.init(place: "database", message: "\(error)"))
    }
    return report
  }
}

extension VerifyReport {
  /// The tables of an export follow from its leaves and inputs.
  fileprivate mutating func verifyTables(_ files: [String: [UInt8]]) {
    guard let leaves = files["leaves.jsonl"], let inputs = files["inputs.jsonl"] else { return }
    var log = ExportedLog(entries: [], inputs: [:])
    for line in leaves.split(separator: 10, omittingEmptySubsequences: true) {
      guard let leaf = try? Leaf.parse(Array(line)) else { return }
      log.entries.append(
        .init(event: leaf.record, hash: Hashing.leaf(Array(line)).hex, authentication: leaf.authentication.rawValue))
    }
    for line in inputs.split(separator: 10, omittingEmptySubsequences: true) {
      log.inputs[Hashing.sha256Hex(Array(line))] = try? JSONValue.parse(Array(line))
    }
    for digest in ExportPack.inputDigests(log.entries.map(\.event)) where log.inputs[digest] == nil {
      let entry = log.entries.first { $0.event.data["input_sha256"]?.string == digest }
      failures.append(.init(place: "inputs.jsonl", idx: entry?.event.idx, message: "no line has the SHA-256 \(digest)"))
    }
    let manifest = files["manifest.json"].flatMap { try? JSONValue.parse($0) }
    let range = (
      from: manifest?["from"]?.string.flatMap { Timestamp($0) }, to: manifest?["to"]?.string.flatMap { Timestamp($0) }
    )
    if let stored = files["decisions.csv"], stored != ExportPack.decisions(of: log, range).bytes {
      failures.append(.init(place: "decisions.csv", message: "differs from what the leaves make"))
    }
    var tables = 1
    for table in ExportTable.all {
      // An older export has fewer of them; what its list of digests names is there.
      guard let stored = files[table.file] else { continue }
      tables += 1
      guard stored != table.written(of: log).bytes else { continue }
      failures.append(.init(place: table.file, message: "differs from what the leaves make"))
    }
    checked.append("\(tables) tables against the leaves")
  }

  /// Leaves against their columns and hashes, the tree against the leaves, checkpoints against the tree and the key.
  fileprivate mutating func verifyLog(_ reading: Reading, keptHead: String?) throws {
    var tree = CompactRange()
    var nodes: [MerkleTree.NodeID: LogHash] = [:]
    var streams: [String: Int64] = [:]
    var types: [String: Int64] = [:]
    var keys: [VerifierKey] = []
    let checkpoints = try reading.checkpoints()
    let sizes = Set(checkpoints.map(\.size))
    var roots: [Int64: LogHash] = [:]
    var times: [Int64: Int64] = [:]
    var lastAt = Int64.min
    try reading.forEachLeaf { leaf in
      func fail(_ message: String) { failures.append(.init(place: "log_leaf", idx: leaf.idx, message: message)) }
      if leaf.idx != tree.size { fail("a leaf is missing before it") }
      let hash = Hashing.leaf(leaf.bytes)
      if hash.bytes != leaf.hash { fail("its bytes do not have its hash") }
      streams[leaf.stream, default: 0] += 1
      types[leaf.type, default: 0] += 1
      if streams[leaf.stream] != leaf.streamSequence { fail("its number in stream \(leaf.stream) is not the next") }
      if types[leaf.type] != leaf.typeSequence { fail("its number among \(leaf.type) is not the next") }
      if leaf.atMicroseconds < lastAt { fail("it is earlier than the leaf before it") }
      lastAt = leaf.atMicroseconds
      do {
        let parsed = try Leaf.parse(leaf.bytes)
        if parsed.record.idx != leaf.idx || parsed.record.type.rawValue != leaf.type
          || parsed.record.stream != leaf.stream
          || parsed.record.streamSequence != leaf.streamSequence || parsed.typeSequence != leaf.typeSequence
          || parsed.record.at.microseconds != leaf.atMicroseconds
        {
          fail("its columns differ from its bytes")
        }
        if parsed.record.type == .logCreated, let text = parsed.record.data["key"]?.string {
          keys.append(try VerifierKey(text))
        }
      } catch {
        fail("its bytes are no leaf: \(error)")
      }
      for node in tree.append(hash) { nodes[node.id] = node.hash }
      if sizes.contains(tree.size) {
        roots[tree.size] = tree.root
        times[tree.size] = leaf.atMicroseconds
      }
    }
    try reading.forEachNode { level, position, hash in
      let id = MerkleTree.NodeID(level: level, pos: position)
      if nodes.removeValue(forKey: id)?.bytes != hash {
        failures.append(
          .init(place: "log_node", message: "node \(level)/\(position) differs from what the leaves make"))
      }
    }
    for id in nodes.keys.sorted(by: { ($0.level, $0.pos) < ($1.level, $1.pos) }) {
      failures.append(.init(place: "log_node", message: "node \(id.level)/\(id.pos) is missing"))
    }
    let head = try reading.head()
    if tree.size > 0, head.size != tree.size || head.root != tree.root.bytes {
      failures.append(.init(place: "log_head", message: "differs from the tree over the \(tree.size) leaves"))
    }
    checked.append("\(counted(Int(tree.size), "leaf", "leaves")), the tree and its root")
    for checkpoint in checkpoints {
      do {
        let (opened, signers) = try Checkpoint.open(Array(checkpoint.note.utf8), keys: keys)
        if signers.isEmpty { throw Failure(.integrity, "unsigned", "no signature of the log's key holds") }
        if opened.size != checkpoint.size || opened.root != roots[checkpoint.size] {
          throw Failure(
            .integrity, "wrong-root", "it signs another tree than that over the first \(checkpoint.size) leaves")
        }
        if checkpoint.at.microseconds != times[checkpoint.size] {
          throw Failure(.integrity, "wrong-time", "its time is not that of its last leaf")
        }
      } catch {
        let message = (error as? Failure)?.message ?? "\(error)"
        failures.append(.init(place: "checkpoint", idx: checkpoint.size - 1, message: message))
      }
    }
    if let keptHead {
      do {
        let (opened, signers) = try Checkpoint.open(Array(keptHead.utf8), keys: keys)
        if signers.isEmpty { throw Failure(.integrity, "unsigned", "no signature of the log's key holds") }
        if opened.size > tree.size {
          throw Failure(
            .integrity, "shortened", "it covers \(opened.size) leaves, the log has \(tree.size): it was put back")
        }
        if let root = roots[opened.size], root != opened.root {
          throw Failure(
            .integrity, "wrong-root", "it signs another tree than that over the first \(opened.size) leaves")
        }
      } catch {
        failures.append(
          .init(place: "the head beside the database", message: (error as? Failure)?.message ?? "\(error)"))
      }
      checked.append("the head beside the database")
    }
    if tree.size > 0, checkpoints.last?.size != tree.size {
      failures.append(.init(place: "checkpoint", message: "the head over \(tree.size) leaves is not signed"))
    }
    checked.append(counted(checkpoints.count, "signed checkpoint"))
  }

  /// Blobs against their digests and the leaves that name them, words against their commitments and places.
  fileprivate mutating func verifyStores(_ reading: Reading) throws {
    let named = try blobsNamed(reading)
    var blobs = 0
    try reading.forEachBlob { digest, bytes, kind in
      blobs += 1
      let name = Hexadecimal.text(digest)
      if Hashing.sha256(bytes).bytes != digest {
        failures.append(.init(place: "blob", message: "\(name) does not have its digest"))
      } else if !(named[name]?.contains(kind) ?? false) {
        failures.append(.init(place: "blob", message: "no leaf names \(name) as `\(kind)`"))
      }
    }
    var disclosures = 0
    try reading.forEachDisclosure { stored in
      disclosures += 1
      let name = Hexadecimal.text(stored.commitment)
      if let salt = stored.salt, let value = stored.value {
        let hash = LogHash(bytes: stored.commitment)
        if !(hash.map { Commitment.opens($0, salt: salt, text: value) } ?? false) {
          failures.append(.init(place: "disclosure", idx: stored.idx, message: "\(name) is not what was committed to"))
        }
      }
      if try commitment(at: stored.path ?? "", of: stored.idx ?? -1, reading) != name {
        failures.append(.init(place: "disclosure", idx: stored.idx, message: "\(name) does not stand where it should"))
      }
    }
    checked.append("\(counted(blobs, "blob")) and \(counted(disclosures, "disclosure"))")
  }

  /// The blobs that leaves name, by digest, with what they name them as.
  private func blobsNamed(_ reading: Reading) throws -> [String: Set<String>] {
    var named: [String: Set<String>] = [:]
    try reading.forEachLeaf { leaf in
      guard let data = try? Leaf.parse(leaf.bytes).record.data else { return }
      for kind in ["input", "explanation"] {
        if let digest = data["\(kind)_sha256"]?.string { named[digest, default: []].insert(kind) }
      }
      for item in data["evidence"]?.array ?? [] {
        if let digest = item["sha256"]?.string { named[digest, default: []].insert("evidence") }
      }
      let namesBundle = ["bundle.activated", "bundle.proposed", "bundle.shadowed"].contains(leaf.type)
      guard namesBundle, let digest = data["bundle_sha256"]?.string else { return }
      named[digest, default: []].insert("bundle")
      for line in String(decoding: try reading.blob(digest) ?? [], as: UTF8.self).split(separator: "\n") {
        named[String(line.prefix(64)), default: []].insert("bundle-file")
      }
    }
    return named
  }

  /// The commitment that stands at a JSON pointer into a leaf, or on into a blob behind its digest.
  private func commitment(at path: String, of idx: Int64, _ reading: Reading) throws -> String? {
    var value = try reading.leafBytes(at: idx).flatMap { try? JSONValue.parse($0) }
    for step in path.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
      let name = String(step).replacing("~1", with: "/").replacing("~0", with: "~")
      if let digest = value?.string { value = try reading.blob(digest).flatMap { try? JSONValue.parse($0) } }
      if let items = value?.array {
        value = Int(name).flatMap { items.indices.contains($0) ? items[$0] : nil }
      } else {
        value = value?[name]
      }
    }
    return value?["commit"]?.string
  }

  /// Usage records against the digest in their batch's leaf.
  fileprivate mutating func verifyUsage(_ reading: Reading) throws {
    let batches = try reading.usageBatches()
    for batch in batches where try reading.digestOfUsage(batch: batch.number) != batch.recordsSHA256 {
      failures.append(
        .init(
          place: "usage_event", idx: batch.idx,
          message: "the records of batch \(batch.number) are not those that were ingested"))
    }
    let strays = try reading.usageOutsideBatches()
    if strays > 0 { failures.append(.init(place: "usage_event", message: "\(strays) records belong to no batch")) }
    checked.append("\(counted(batches.count, "batch", "batches")) of usage records")
  }
}

/// The names in a folder, in the order of their bytes; empty where there is no such folder.
func entries(of folder: String) throws(Failure) -> [String] {
  guard let directory = opendir(folder) else {
    guard errno == ENOENT else {
      throw Failure(.badInput, "unreadable-folder", "cannot read `\(folder)`: \(String(cString: strerror(errno)))")
    }
    return []
  }
  defer { closedir(directory) }
  var names: [String] = []
  while let entry = readdir(directory) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

/// A count and its noun: `1 leaf`, `2 leaves`.
func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
  "\(count) \(count == 1 ? one : many ?? one + "s")"
}
