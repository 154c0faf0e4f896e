/// Why bytes are no leaf of the log.
package struct LeafError: Error, Hashable, Sendable {
  package enum Code: String, Hashable, Sendable, CaseIterable {
    /// No strict JSON, or not within the profile: floats, large integers, keys, depth, size.
    case notJSON = "not-json"
    /// Sound, but not written in the one form that is hashed.
    case notCanonical = "not-canonical"
    case wrongKeys = "wrong-keys"
    case badValue = "bad-value"
    case unknownType = "unknown-type"
    case unknownVersion = "unknown-version"
  }

  package let code: Code
  /// Lower case, without a full stop; the text that was found in backticks.
  package let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}

extension LeafError: CustomStringConvertible {
  package var description: String { message }
}
