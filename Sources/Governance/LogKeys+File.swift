import DecisionLog
import Glibc
import Storage

extension LogKeys {
  /// The key in the file, or nothing where there is no such file.
  static func stored(at path: String) throws(Failure) -> SigningKey? {
    guard fileExists(path) else { return nil }
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & 0o077 != 0 {
      throw Failure(
        .storage, "key-exposed", "others may read the signing key `\(path)`",
        hint: "`chmod 600 \(path)`; if it was exposed, make a new workspace key")
    }
    let text = String(decoding: try readFile(path, limit: 4096), as: UTF8.self)
    do {
      return try SigningKey(text.prefix { $0 != "\n" })
    } catch {
      throw Failure(.storage, "key-broken", "`\(path)` holds no signing key", hint: "restore it from a backup")
    }
  }

  /// The keys of a workspace that has them.
  static func stored(at keyPath: String, entropy: Entropy) throws(Failure) -> LogKeys? {
    try stored(at: keyPath).map { key in LogKeys(signing: key, salt: { entropy.bytes(32) }) }
  }

  /// Makes the keys of a new log, and keeps the signing key in a file of mode 0600.
  static func create(at keyPath: String, entropy: Entropy) throws(Failure) -> LogKeys {
    let fresh = try make(entropy).signing
    // Two first commands at once: the file that appears first holds.
    let draft = "\(keyPath).\(getpid())"
    try writeFile(draft, Array((fresh.secretText + "\n").utf8), mode: 0o600)
    if link(draft, keyPath) != 0, errno != EEXIST {
      let reason = String(cString: strerror(errno))
      unlink(draft)
      throw Failure(.storage, "cannot-write", "cannot write `\(keyPath)`: \(reason)")
    }
    unlink(draft)
    guard let key = try stored(at: keyPath) else { throw Failure(.storage, "key-broken", "`\(keyPath)` vanished") }
    return LogKeys(signing: key, salt: { entropy.bytes(32) })
  }

  /// Fresh keys that no file holds: for rehearsals, and for a new workspace.
  static func make(_ entropy: Entropy) throws(Failure) -> LogKeys {
    do {
      let key = try SigningKey(name: origin(entropy), seed: entropy.bytes(32))
      return LogKeys(signing: key, salt: { entropy.bytes(32) })
    } catch {
      throw Failure(.storage, "key-broken", "no signing key could be made: \(error)")
    }
  }

  /// The origin of the log's checkpoints: a name of its own for each log, so that no head of one passes for another's.
  private static func origin(_ entropy: Entropy) -> String { "assent/" + Hexadecimal.text(entropy.bytes(8)) }
}
