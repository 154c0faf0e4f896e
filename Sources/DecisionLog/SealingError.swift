/// Why a draft cannot become a leaf. Always a mistake of the program or of a fact that is no fact; nothing was written.
package struct SealingError: Error, Hashable, Sendable {
  package enum Code: String, Hashable, Sendable, CaseIterable {
    case badSalt = "bad-salt"
    case badPlaceholder = "bad-placeholder"
    case badStream = "bad-stream"
    case badActor = "bad-actor"
    case badData = "bad-data"
    case logFull = "log-full"
    /// The value has no canonical form within the log's profile.
    case notCanonical = "not-canonical"
  }

  package let code: Code
  /// Lower case, without a full stop; the author's own text in backticks.
  package let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  init(_ error: CanonicalError) { self.init(.notCanonical, error.description) }
}

extension SealingError: CustomStringConvertible {
  package var description: String { message }
}
