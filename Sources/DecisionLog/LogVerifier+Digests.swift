import StrictJSON

extension LogVerifier {
  /// Each file is named once with its digest, and each name has its file.
  mutating func checkSums() {
    guard let bytes = required(ExportFiles.sums) else { return }
    var failures = FailureList()
    var listed: [(path: String, digest: String)] = []
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
    for (number, line) in lines.enumerated() {
      let text = String(decoding: line, as: UTF8.self)
      let digest = text.utf8.prefix(64)
      guard line.count > 66, text.utf8.dropFirst(64).starts(with: "  ".utf8), LogHash(hex: String(digest) ?? "") != nil,
        let path = String(text.utf8.dropFirst(66))
      else {
        failures.add(ExportFiles.sums, "line \(number + 1) is not a digest, two blanks and a path")
        continue
      }
      listed.append((path, String(digest) ?? ""))
    }
    if bytes.last != 0x0A { failures.add(ExportFiles.sums, "the last line has no line end") }
    compare(listed, in: ExportFiles.sums, without: [ExportFiles.sums], &failures)
    if failures.isEmpty { result.checked.append("\(listed.count) files by their digests in \(ExportFiles.sums)") }
    result.add(failures)
  }

  /// The manifest names each file with its digest.
  mutating func checkManifest() {
    guard let bytes = required(ExportFiles.manifest) else { return }
    var failures = FailureList()
    defer { result.add(failures) }
    let manifest: JSONValue
    do { manifest = try JSONValue.parse(bytes) } catch {
      failures.add(ExportFiles.manifest, "no strict JSON: \(error.message)")
      return
    }
    stated = (manifest["leaves"], manifest["root"])
    guard let items = manifest["files"]?.array else {
      failures.add(ExportFiles.manifest, "has no list of files")
      return
    }
    var listed: [(path: String, digest: String)] = []
    for (index, item) in items.enumerated() {
      guard let path = item["path"]?.string, let digest = item["sha256"]?.string else {
        failures.add(ExportFiles.manifest, "file \(index + 1) of its list has no path, or no digest")
        continue
      }
      listed.append((path, digest))
    }
    compare(listed, in: ExportFiles.manifest, without: [ExportFiles.sums, ExportFiles.manifest], &failures)
    if failures.isEmpty { result.checked.append("\(listed.count) files by their digests in \(ExportFiles.manifest)") }
  }

  private func compare(
    _ listed: [(path: String, digest: String)], in list: String, without outside: [String],
    _ failures: inout FailureList
  ) {
    var named: Set<[UInt8]> = []
    for (path, digest) in listed {
      guard named.insert(Array(path.utf8)).inserted else {
        failures.add(list, "names `\(path)` twice")
        continue
      }
      guard let file = file(path) else {
        failures.add(path, "the file is missing, \(list) names it")
        continue
      }
      let found = file.sha256.hex
      if !found.utf8.elementsEqual(digest.utf8) {
        failures.add(path, "its bytes hash to `\(found)`, \(list) says `\(digest)`")
      }
    }
    for file in files where !outside.contains(where: { $0.utf8.elementsEqual(file.path.utf8) }) {
      if !named.contains(Array(file.path.utf8)) { failures.add(file.path, "\(list) does not name the file") }
    }
  }
}
