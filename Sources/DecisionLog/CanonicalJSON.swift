package import StrictJSON

/// The canonical bytes of a JSON value. Source: RFC 8785 (JCS).
///
/// What the log hashes keeps to a profile without JCS's weak spot, numbers as doubles: see ``Profile``.
package enum CanonicalJSON {
  /// What a value may hold.
  package enum Profile: Hashable, Sendable {
    /// All of RFC 8785: numbers are doubles, and print as ECMAScript prints them.
    case full
    /// Whole numbers within ±(2^53−1) only, any keys, 64 levels: facts, explanations, evidence.
    case blob
    /// As `blob`, with keys of `[a-z0-9_]`, 16 levels and 64 KiB: the leaves of the log.
    case leaf

    /// How many arrays and objects may be open at once.
    package var maxDepth: Int {
      switch self {
      case .full: JSONLimits.deepest
      case .blob: 64
      case .leaf: 16
      }
    }

    /// The longest text, in bytes.
    package var maxBytes: Int { self == .leaf ? 64 << 10 : .max }
  }

  /// 2^53−1: the largest whole number that every reader of JSON keeps exact.
  package static let largestInteger: Int64 = 9_007_199_254_740_991

  /// The canonical bytes of a value.
  ///
  /// - Throws: ``CanonicalError`` where the value leaves the profile, names a key twice, or holds a number that no
  ///   double is near to.
  package static func bytes(_ value: JSONValue, _ profile: Profile = .blob) throws(CanonicalError) -> [UInt8] {
    var writer = CanonicalWriter(profile: profile)
    try writer.write(value)
    guard writer.bytes.count <= profile.maxBytes else {
      throw CanonicalError(.tooLarge, "\(writer.bytes.count) bytes, \(profile.maxBytes) are the most", at: "")
    }
    return writer.bytes
  }

  /// The canonical bytes as a string.
  package static func text(_ value: JSONValue, _ profile: Profile = .blob) throws(CanonicalError) -> String {
    String(decoding: try bytes(value, profile), as: UTF8.self)
  }

  /// SHA-256 of the canonical bytes.
  package static func sha256(_ value: JSONValue, _ profile: Profile = .blob) throws(CanonicalError) -> LogHash {
    Hashing.sha256(try bytes(value, profile))
  }

  /// Checks that a value keeps to the profile.
  package static func check(_ value: JSONValue, _ profile: Profile) throws(CanonicalError) {
    _ = try bytes(value, profile)
  }

  /// Whether the bytes are the canonical bytes of the value that they spell.
  package static func isCanonical(_ bytes: [UInt8], _ profile: Profile = .blob) -> Bool {
    let limits = JSONLimits(maxDepth: profile.maxDepth, maxBytes: profile.maxBytes)
    guard let value = try? JSONValue.parse(bytes, limits: limits), let again = try? Self.bytes(value, profile) else {
      return false
    }
    return again == bytes
  }
}
