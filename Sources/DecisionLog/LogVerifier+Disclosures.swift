import StrictJSON

extension LogVerifier {
  /// Each disclosed value is what its commitment promises, and a leaf or a blob of the folder holds the commitment.
  mutating func checkDisclosures() {
    guard let file = file(ExportFiles.disclosures) else { return }
    var failures = FailureList()
    var count = 0
    let held = commitments()
    for (number, line) in file.bytes.split(separator: 0x0A).enumerated() {
      count += 1
      guard let value = try? JSONValue.parse(Array(line)), let hex = value["commitment"]?.string,
        let hash = LogHash(hex: hex), let salt = value["salt"]?.string.flatMap({ Hexadecimal.bytes($0.utf8) }),
        let text = value["value"].flatMap({ try? CanonicalJSON.text($0) })
      else {
        failures.add(file.path, "line \(number + 1) is no disclosure")
        continue
      }
      let idx = value["idx"]?.integer
      if !Commitment.opens(hash, salt: salt, text: text) {
        failures.add(file.path, idx: idx, "line \(number + 1): the value is not what `\(hex)` promises")
      } else if !held.contains(hash) {
        failures.add(file.path, idx: idx, "line \(number + 1): no leaf and no blob holds the commitment `\(hex)`")
      }
    }
    if failures.isEmpty { result.checked.append("\(count) disclosed values by their commitments") }
    result.add(failures)
  }

  /// All commitments that stand in leaves and blobs.
  private func commitments() -> Set<LogHash> {
    let mark = Array("{\"commit\":\"".utf8)
    var result: Set<LogHash> = []
    for file in files where file.path.hasPrefix(ExportFiles.blobs) || file.path == ExportFiles.leaves {
      let bytes = file.bytes
      var start = 0
      while let brace = bytes[start...].firstIndex(of: UInt8(ascii: "{")) {
        start = brace + 1
        let digits = brace + mark.count
        guard bytes.count - brace >= mark.count + 64, bytes[brace..<digits].elementsEqual(mark) else { continue }
        if let digest = Hexadecimal.bytes(bytes[digits..<digits + 64]), let hash = LogHash(bytes: digest) {
          result.insert(hash)
        }
      }
    }
    return result
  }
}
