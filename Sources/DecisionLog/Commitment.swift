package import StrictJSON

/// A promise about a value that does not show it: HMAC-SHA256 with a salt of its own as key.
///
/// The log holds the hash; salt and value lie in an erasable store. Once they are erased nobody can tell what was
/// committed, and every proof still holds. No salt is used twice: names are guessable, and equal hashes link people.
package struct Commitment: Hashable, Sendable {
  package let hash: LogHash
  /// 32 bytes.
  package let salt: [UInt8]
  /// The canonical JSON of the value: the message of the HMAC.
  package let text: String

  package static let saltByteCount = 32

  /// Commits to a value.
  ///
  ///     let purpose = try Commitment.make("Do summaries help?", salt: random32)
  ///     facts["purpose"] = purpose.json  // {"commit": "0d39..."}
  ///
  /// - Parameter salt: 32 fresh random bytes.
  /// - Throws: ``SealingError``.
  package static func make(_ value: JSONValue, salt: [UInt8]) throws(SealingError) -> Commitment {
    guard salt.count == saltByteCount else {
      throw SealingError(.badSalt, "a salt has \(saltByteCount) bytes, found \(salt.count)")
    }
    do {
      let bytes = try CanonicalJSON.bytes(value)
      return Commitment(
        hash: Hashing.hmac(key: salt, bytes), salt: salt, text: String(decoding: bytes, as: UTF8.self))
    } catch {
      throw SealingError(error)
    }
  }

  /// What stands in the leaf: `{"commit": hex}`.
  package var json: JSONValue { .object([.init("commit", .string(hash.hex))]) }

  /// Whether a hash is the commitment to the canonical text under the salt.
  package static func opens(_ hash: LogHash, salt: [UInt8], text: String) -> Bool {
    salt.count == saltByteCount && Hashing.hmac(key: salt, Array(text.utf8)) == hash
  }

  /// The hash of a `{"commit": hex}` object; nothing for any other value.
  package static func hash(in value: JSONValue) -> LogHash? {
    guard case .object(let members) = value, members.count == 1, let hex = value["commit"]?.string else { return nil }
    return LogHash(hex: hex)
  }
}

/// The words behind a commitment, and where in the log it first stands: a row of the only erasable table.
package struct Disclosure: Hashable, Sendable {
  package let commitment: LogHash
  package let idx: Int64
  /// A JSON pointer into the leaf, or on into a blob behind its digest: `/data/input_sha256/facts/title`.
  package let path: String
  package let salt: [UInt8]
  /// The canonical JSON of the value: `"Summaries of claims tickets"`, with its quotes.
  package let text: String

  package init(_ commitment: Commitment, idx: Int64, path: String) {
    self.commitment = commitment.hash
    self.idx = idx
    self.path = path
    salt = commitment.salt
    text = commitment.text
  }

  /// The value, as a string where it is one.
  package var value: JSONValue { (try? JSONValue.parse(text)) ?? .string(text) }
}

/// Bytes that are found by their SHA-256, which is what the leaf holds.
package struct Blob: Hashable, Sendable {
  package let sha256: LogHash
  package let bytes: [UInt8]
  /// `input`, `explanation`, ...
  package let kind: String

  package init(_ bytes: [UInt8], kind: String) {
    sha256 = Hashing.sha256(bytes)
    self.bytes = bytes
    self.kind = kind
  }
}
