package import DecisionLog

/// A submission as the log has it: the bytes of its leaf, and those of the input that the leaf names.
package struct StoredSubmission: Sendable {
  package let leaf: [UInt8]
  /// Nothing where it is not stored.
  package internal(set) var input: [UInt8]?
  /// The digest by which the input was found. Whoever reads the leaf holds it against the one that stands there.
  package internal(set) var inputSHA256: LogHash?

  private static let member = Array("\"input_sha256\":\"".utf8)

  /// The digest behind the first member of that name. No text holds one: its quotes would be escaped.
  var digestInLeaf: LogHash? {
    leaf.withUnsafeBytes { leaf in
      Self.member.withUnsafeBytes { member in
        var start = 0
        while start + member.count + 64 <= leaf.count {
          if leaf[start] == member[0], leaf[start..<start + member.count].elementsEqual(member) {
            let digits = leaf[start + member.count..<start + member.count + 64]
            return LogHash(hex: String(decoding: digits, as: UTF8.self))
          }
          start += 1
        }
        return nil
      }
    }
  }
}
