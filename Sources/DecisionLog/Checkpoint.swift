/// The head of the log as text: origin, size and root, a line each. Source: C2SP tlog-checkpoint.
package struct Checkpoint: Hashable, Sendable {
  /// `host/assent/workspace`: which log this is; also the name of the key that signs.
  package let origin: String
  package let size: Int64
  package let root: LogHash
  /// Further lines, which this program does not write and does not read.
  package let extensions: [String]

  package init(origin: String, size: Int64, root: LogHash) throws(NoteError) {
    guard isKeyName(origin) else { throw NoteError(.badName, "no name of a log: `\(origin)`") }
    guard size >= 0 else { throw NoteError(.malformedCheckpoint, "no size of a log: `\(size)`") }
    (self.origin, self.size, self.root, extensions) = (origin, size, root, [])
  }

  /// Reads the body of a note.
  package init(body: String) throws(NoteError) {
    guard body.utf8.last == 0x0A else { throw NoteError(.malformedCheckpoint, "a last line without its end") }
    let lines = body.utf8.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false).map { String($0) ?? "" }
    guard lines.count >= 3, lines.allSatisfy({ !$0.isEmpty }) else {
      throw NoteError(.malformedCheckpoint, "a checkpoint is three lines: origin, size and root")
    }
    guard let size = Int64(lines[1]), size >= 0, String(size).utf8.elementsEqual(lines[1].utf8) else {
      throw NoteError(.malformedCheckpoint, "no size of a log: `\(lines[1].prefix(40))`")
    }
    guard let bytes = Base64.bytes(lines[2]), let root = LogHash(bytes: bytes) else {
      throw NoteError(.malformedCheckpoint, "no root of a log: `\(lines[2].prefix(80))`")
    }
    (origin, self.size, self.root) = (lines[0], size, root)
    extensions = Array(lines.dropFirst(3))
  }

  /// Three lines, and any others that were read.
  package var body: String {
    ([origin, String(size), Base64.text(root.bytes)] + extensions).map { $0 + "\n" }.joined()
  }

  /// The checkpoint with one signature, as it is stored and sent.
  package func signed(by key: SigningKey) throws(NoteError) -> SignedNote {
    var note = try SignedNote(body: body)
    try note.sign(with: key)
    return note
  }

  /// Reads a signed checkpoint and checks its signatures.
  ///
  /// - Parameter keys: The keys that are trusted; those of other origins are of no use.
  /// - Returns: The checkpoint, and the keys whose signatures hold.
  package static func open(
    _ note: [UInt8], keys: [VerifierKey]
  ) throws(NoteError) -> (checkpoint: Checkpoint, signers: [VerifierKey]) {
    let note = try SignedNote(note)
    let checkpoint = try Checkpoint(body: note.body)
    return (checkpoint, try note.verify(keys))
  }
}
