package import DecisionLog

/// What a write needs beside its events: the key that signs the log's heads, and fresh salts for commitments.
package struct LogKeys: Sendable {
  package let signing: SigningKey
  /// 32 fresh random bytes a call.
  package let salt: @Sendable () -> [UInt8]

  package init(signing: SigningKey, salt: @escaping @Sendable () -> [UInt8]) {
    self.signing = signing
    self.salt = salt
  }
}
