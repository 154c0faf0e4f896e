import Crypto

/// The hashes of the decision log. Source: RFC 9162, section 2.1.1; FIPS 180-4.
package enum Hashing {
  /// SHA-256 of the bytes.
  package static func sha256(_ bytes: [UInt8]) -> LogHash { bytes.withUnsafeBytes { sha256($0) } }

  /// SHA-256 of the bytes.
  package static func sha256(_ bytes: UnsafeRawBufferPointer) -> LogHash {
    var hasher = SHA256()
    hasher.update(bufferPointer: bytes)
    return finish(hasher)
  }

  /// SHA-256 of the bytes, in lower-case hexadecimal, as `sha256sum` prints it.
  package static func sha256Hex(_ bytes: [UInt8]) -> String { sha256(bytes).hex }

  /// SHA-256(00 || bytes): the hash of a leaf.
  package static func leaf(_ bytes: [UInt8]) -> LogHash { bytes.withUnsafeBytes { leaf($0) } }

  /// SHA-256(00 || bytes): the hash of a leaf.
  package static func leaf(_ bytes: UnsafeRawBufferPointer) -> LogHash {
    var hasher = SHA256()
    withUnsafeBytes(of: UInt8(0)) { hasher.update(bufferPointer: $0) }
    hasher.update(bufferPointer: bytes)
    return finish(hasher)
  }

  /// SHA-256(01 || left || right): the hash of an inner node.
  package static func node(_ left: LogHash, _ right: LogHash) -> LogHash {
    withUnsafeTemporaryAllocation(byteCount: 65, alignment: 8) { buffer in
      buffer[0] = 1
      left.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: buffer[1..<33]).copyMemory(from: $0) }
      right.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: buffer[33..<65]).copyMemory(from: $0) }
      return sha256(UnsafeRawBufferPointer(buffer))
    }
  }

  /// The root of the tree without leaves: SHA-256 of nothing.
  package static let emptyRoot = sha256([])

  /// HMAC-SHA256. Source: RFC 2104.
  static func hmac(key: [UInt8], _ message: [UInt8]) -> LogHash {
    let code = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key))
    return code.withUnsafeBytes { LogHash(copying: $0) } ?? .zero
  }

  private static func finish(_ hasher: SHA256) -> LogHash {
    hasher.finalize().withUnsafeBytes { LogHash(copying: $0) } ?? .zero
  }
}
