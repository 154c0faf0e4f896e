/// Why a value has no canonical form, or none within a profile.
package struct CanonicalError: Error, Hashable, Sendable {
  package enum Code: String, Hashable, Sendable, CaseIterable {
    case notFinite = "number-out-of-range"
    case fraction = "number-not-integer"
    case integerTooLarge = "integer-too-large"
    case badKey = "bad-key"
    case duplicateKey = "duplicate-key"
    case tooDeep = "too-deep"
    case tooLarge = "too-large"
  }

  package let code: Code
  /// Lower case, without a full stop; the author's own text in backticks.
  package let message: String
  /// Where in the value, as a JSON pointer (RFC 6901); empty for the whole.
  package let path: String

  init(_ code: Code, _ message: String, at path: String) {
    self.code = code
    self.message = message
    self.path = path
  }
}

extension CanonicalError: CustomStringConvertible {
  package var description: String { path.isEmpty ? message : "\(message) at `\(path)`" }
}
