import CEL
import PolicyEngine

/// The rules of a bundle as a cache keeps them: the files in which there is nothing else, and the policy.
struct CachedRules {
  /// Paths of files that hold rules and tests of rules, and nothing more.
  let files: Set<String>
  /// What the rules were compiled with; see ``setting(currency:zones:)``.
  let setting: String
  let policy: [UInt8]

  init(files: Set<String>, setting: String, policy: [UInt8]) {
    (self.files, self.setting, self.policy) = (files, setting, policy)
  }

  /// The name of an entry: by this program, for these files, with what else the result hangs on.
  static func key(_ files: BundleFiles, _ scope: BundleLoader.Scope, limit: Int?) -> String {
    let parts = [BundleCache.program, "\(scope)", limit.map { "\($0)" } ?? "all", files.digest]
    return sha256Hex(Array((parts + files.files.map(\.shownAs)).joined(separator: "\n").utf8))
  }

  /// What expressions are compiled with that the files do not say alone: the currency, and the system's time zones.
  static func setting(currency: String, zones: [String: ZoneRules]) -> String {
    let names = zones.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let words = names.map { name in "\(name): " + (zones[name]?.description ?? "") }
    return sha256Hex(Array(([currency] + words).joined(separator: "\n").utf8))
  }

  init?(_ bytes: [UInt8]) {
    guard let end = bytes.firstIndex(of: 0) else { return nil }
    let lines = bytes[..<end].split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
    guard let first = lines.first else { return nil }
    setting = first
    files = Set(lines.dropFirst())
    policy = Array(bytes[(end + 1)...])
  }

  /// Paths have no control characters.
  var bytes: [UInt8] {
    let head = ([setting] + files.sorted()).joined(separator: "\n").utf8
    var bytes: [UInt8] = []
    bytes.reserveCapacity(head.count + 1 + policy.count)
    bytes += head
    bytes.append(0)
    bytes += policy
    return bytes
  }
}
