/// A text with signatures under it. Source: C2SP signed-note.
///
///     example.com/assent/main
///     25
///     CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
///
///     — example.com/assent/main Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
package struct SignedNote: Hashable, Sendable {
  package struct Signature: Hashable, Sendable {
    package let name: String
    package let keyID: UInt32
    /// Without the key's id.
    package let bytes: [UInt8]

    var line: String { "\u{2014} \(name) \(Base64.text(bigEndian(keyID) + bytes))\n" }
  }

  /// What is signed: whole lines, with the line end of the last one.
  package let body: String
  package private(set) var signatures: [Signature]

  /// The longest note, in bytes.
  package static let maxBytes = 64 << 10
  /// The most signature lines; C2SP asks for 16 at least.
  package static let maxSignatures = 100

  /// A note that nobody has signed yet.
  ///
  /// - Parameter body: Whole lines, with the line end of the last one.
  package init(body: String) throws(NoteError) {
    guard body.hasSuffix("\n"), body.utf8.count > 1 else {
      throw NoteError(.malformedNote, "a note is whole lines of text")
    }
    guard body.utf8.count <= Self.maxBytes, !hasControlCharacters(body) else {
      throw NoteError(.malformedNote, "a note is at most \(Self.maxBytes) bytes without control characters")
    }
    self.body = body
    signatures = []
  }

  /// Reads a note with one signature at least. The signatures are not checked yet: see ``verify(_:)``.
  package init(_ bytes: [UInt8]) throws(NoteError) {
    guard bytes.count <= Self.maxBytes else { throw NoteError(.malformedNote, "longer than \(Self.maxBytes) bytes") }
    guard let text = String(validating: bytes, as: UTF8.self), !hasControlCharacters(text) else {
      throw NoteError(.malformedNote, "no UTF-8, or control characters")
    }
    // The last blank line parts the body from its signatures, none of whose lines is blank.
    guard let blank = bytes.indices.last(where: { $0 > 0 && bytes[$0] == 0x0A && bytes[$0 - 1] == 0x0A }) else {
      throw NoteError(.malformedNote, "no blank line before the signatures")
    }
    try self.init(body: String(decoding: bytes[..<blank], as: UTF8.self))
    let lines = bytes[(blank + 1)...]
    guard lines.last == 0x0A else { throw NoteError(.malformedNote, "no signature, or one without its line end") }
    for line in lines.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false) {
      signatures.append(try Self.signature(String(decoding: line, as: UTF8.self)))
    }
    guard signatures.count <= Self.maxSignatures else {
      throw NoteError(.malformedNote, "more than \(Self.maxSignatures) signatures")
    }
  }

  /// Reads a note; see ``init(_:)``.
  package init(text: String) throws(NoteError) { try self.init(Array(text.utf8)) }

  private static func signature(_ line: String) throws(NoteError) -> Signature {
    let parts = line.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.elementsEqual("\u{2014}".utf8), isKeyName(String(parts[1])),
      let bytes = Base64.bytes(parts[2]), bytes.count > 4
    else { throw NoteError(.malformedNote, "no signature line: `\(line.prefix(120))`") }
    return Signature(
      name: String(parts[1]), keyID: bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) },
      bytes: Array(bytes.dropFirst(4)))
  }

  /// The note as it is stored and sent.
  package var text: String { body + "\n" + signatures.map(\.line).joined() }

  /// Adds a signature below those that stand there.
  package mutating func sign(with key: SigningKey) throws(NoteError) {
    guard signatures.count < Self.maxSignatures else {
      throw NoteError(.malformedNote, "more than \(Self.maxSignatures) signatures")
    }
    let bytes = try key.sign(Array(body.utf8))
    signatures.append(Signature(name: key.verifier.name, keyID: key.verifier.id, bytes: bytes))
  }

  /// Checks the signatures by known keys; those by others say nothing.
  ///
  /// - Returns: The keys whose signature holds, in the order of the lines.
  /// - Throws: ``NoteError`` where a signature by one of the keys does not hold, or where none is by them.
  package func verify(_ keys: [VerifierKey]) throws(NoteError) -> [VerifierKey] {
    let signed = Array(body.utf8)
    var valid: [VerifierKey] = []
    for signature in signatures {
      let key = keys.first { $0.id == signature.keyID && $0.name.utf8.elementsEqual(signature.name.utf8) }
      guard let key, !valid.contains(key) else { continue }
      guard key.isValid(signature.bytes, for: signed) else {
        throw NoteError(.wrongSignature, "the signature of `\(key.name)+\(key.idText)` does not hold")
      }
      valid.append(key)
    }
    guard !valid.isEmpty else {
      let names = signatures.map { "`\($0.name)+\(Hexadecimal.text(bigEndian($0.keyID)))`" }.joined(separator: ", ")
      throw NoteError(.unsigned, "signed by \(names.isEmpty ? "nobody" : names), by none of the known keys")
    }
    return valid
  }
}

/// Control characters other than the line end: below U+0020, as C2SP forbids.
private func hasControlCharacters(_ text: String) -> Bool { text.utf8.contains { $0 < 0x20 && $0 != 0x0A } }
