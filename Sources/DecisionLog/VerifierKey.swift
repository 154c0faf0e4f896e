import Crypto

/// A public key that signs checkpoints, as text: `name+hexid+base64(01 || key)`. Source: C2SP signed-note.
package struct VerifierKey: Hashable, Sendable {
  package let name: String
  /// The first four bytes of SHA-256(name || LF || 01 || key), as a big-endian number.
  package let id: UInt32
  /// 32 bytes: an Ed25519 public key.
  package let publicKey: [UInt8]

  /// Ed25519, in front of keys.
  static let algorithm: UInt8 = 1

  /// - Parameters:
  ///   - name: `host/assent/workspace`, without blanks and `+`.
  ///   - publicKey: 32 bytes.
  package init(name: String, publicKey: [UInt8]) throws(NoteError) {
    guard isKeyName(name) else { throw NoteError(.badName, "no name of a key: `\(name)`") }
    guard publicKey.count == 32 else {
      throw NoteError(.malformedKey, "a public key has 32 bytes, found \(publicKey.count)")
    }
    self.name = name
    self.publicKey = publicKey
    id = keyID(name: name, algorithm: Self.algorithm, publicKey: publicKey)
  }

  /// Reads the textual form.
  package init(_ text: some StringProtocol) throws(NoteError) {
    let (name, id, key) = try splitKey(text[...])
    try self.init(name: name, publicKey: key)
    guard self.id == id else { throw NoteError(.malformedKey, "the id of the key `\(name)` is not that of its bytes") }
  }

  package var text: String { "\(name)+\(idText)+\(Base64.text([Self.algorithm] + publicKey))" }

  /// Eight digits of hexadecimal.
  package var idText: String { Hexadecimal.text(bigEndian(id)) }

  /// The key as `openssl pkeyutl -pubin` reads it. Source: RFC 8410, section 4; RFC 7468, section 13.
  package var pem: String {
    let prefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
    return "-----BEGIN PUBLIC KEY-----\n\(Base64.text(prefix + publicKey))\n-----END PUBLIC KEY-----\n"
  }

  /// Whether the Ed25519 signature over the bytes holds. Source: RFC 8032, section 5.1.7, with `S` below the order.
  package func isValid(_ signature: [UInt8], for bytes: [UInt8]) -> Bool {
    guard signature.count == 64, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
      return false
    }
    return key.isValidSignature(signature, for: bytes)
  }
}

extension VerifierKey: CustomStringConvertible {
  package var description: String { text }
}

/// Whether a text may name a key: not empty, no blanks and control characters, no `+`.
func isKeyName(_ text: String) -> Bool {
  1...256 ~= text.utf8.count
    && text.unicodeScalars.allSatisfy { scalar in
      scalar != "+" && scalar.value > 0x20 && scalar.value != 0x7F && !scalar.properties.isWhitespace
        && scalar.properties.generalCategory != .control
    }
}

func keyID(name: String, algorithm: UInt8, publicKey: [UInt8]) -> UInt32 {
  let hash = Hashing.sha256(Array(name.utf8) + [0x0A, algorithm] + publicKey)
  return hash.bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
}

func bigEndian(_ number: UInt32) -> [UInt8] {
  [UInt8(number >> 24), UInt8(number >> 16 & 255), UInt8(number >> 8 & 255), UInt8(number & 255)]
}

/// Takes `name+hexid+base64(01 || 32 bytes)` apart.
func splitKey(_ text: some StringProtocol) throws(NoteError) -> (name: String, id: UInt32, key: [UInt8]) {
  let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
  guard parts.count == 3, let id = Hexadecimal.bytes(parts[1].utf8), id.count == 4, let bytes = Base64.bytes(parts[2])
  else { throw NoteError(.malformedKey, "a key is `name+id+base64`") }
  guard bytes.first == VerifierKey.algorithm else { throw NoteError(.malformedKey, "no Ed25519 key: `\(parts[0])`") }
  guard bytes.count == 33 else { throw NoteError(.malformedKey, "a key has 32 bytes, found \(bytes.count - 1)") }
  return (String(parts[0]), id.reduce(0) { $0 << 8 | UInt32($1) }, Array(bytes.dropFirst()))
}
