import Crypto

/// A private key that signs checkpoints. Its text goes into the key file and nowhere else.
package struct SigningKey: Sendable {
  package let verifier: VerifierKey
  private let seed: [UInt8]
  private let key: Curve25519.Signing.PrivateKey

  /// - Parameters:
  ///   - name: `host/assent/workspace`, without blanks and `+`.
  ///   - seed: 32 fresh random bytes.
  package init(name: String, seed: [UInt8]) throws(NoteError) {
    guard seed.count == 32, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
      throw NoteError(.malformedKey, "a private key has 32 bytes, found \(seed.count)")
    }
    self.seed = seed
    self.key = key
    verifier = try VerifierKey(name: name, publicKey: Array(key.publicKey.rawRepresentation))
  }

  /// Reads the text of a key file, with or without a line end after it: `PRIVATE+KEY+name+id+base64(01 || seed)`.
  package init(_ text: some StringProtocol) throws(NoteError) {
    let prefix = "PRIVATE+KEY+"
    guard text.hasPrefix(prefix) else { throw NoteError(.malformedKey, "a private key starts with `\(prefix)`") }
    let line = String(text.last == "\n" ? text.dropLast() : text[...]).dropFirst(prefix.count)
    let (name, id, seed) = try splitKey(line)
    try self.init(name: name, seed: seed)
    guard verifier.id == id else {
      throw NoteError(.malformedKey, "the id of the private key `\(name)` is not that of its bytes")
    }
  }

  /// The text of the key file, without a line end. Whoever has it can sign.
  package var secretText: String {
    "PRIVATE+KEY+\(verifier.name)+\(verifier.idText)+\(Base64.text([VerifierKey.algorithm] + seed))"
  }

  /// The Ed25519 signature over the bytes: 64 bytes.
  package func sign(_ bytes: [UInt8]) throws(NoteError) -> [UInt8] {
    do {
      return Array(try key.signature(for: bytes))
    } catch {
      throw NoteError(.signingFailed, "the key `\(verifier.name)` could not sign")
    }
  }
}

extension SigningKey: CustomStringConvertible, CustomDebugStringConvertible {
  package var description: String { "private key of \(verifier.name)+\(verifier.idText)" }
  package var debugDescription: String { description }
}
