/// Why a key, a note or a checkpoint is refused.
package struct NoteError: Error, Hashable, Sendable {
  package enum Code: String, Hashable, Sendable, CaseIterable {
    case malformedKey = "malformed-key"
    case malformedNote = "malformed-note"
    case malformedCheckpoint = "malformed-checkpoint"
    case badName = "bad-key-name"
    /// None of the signatures is by a key that was asked for.
    case unsigned = "no-known-signature"
    /// A signature by a known key does not hold.
    case wrongSignature = "wrong-signature"
    case signingFailed = "signing-failed"
  }

  package let code: Code
  /// Lower case, without a full stop; the author's own text in backticks.
  package let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}

extension NoteError: CustomStringConvertible {
  package var description: String { message }
}
