import Glibc
import WorkflowEngine

/// Reads the rules of time zones from the system's database.
enum Zones {
  private static let folder = "/usr/share/zoneinfo/"
  private static let maxBytes = 1 << 20

  /// The zones of those names that the system knows.
  static func read(_ names: [String]) -> [String: ZoneRules] {
    var result: [String: ZoneRules] = [:]
    for name in names where isName(name) && result[name] == nil {
      if let bytes = bytes(of: folder + name), let rules = ZoneRules(name: name, tzif: bytes) { result[name] = rules }
    }
    return result
  }

  /// Whether the text is a zone's name, and no way out of the folder: `Europe/Berlin`.
  private static func isName(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return (1...4).contains(parts.count)
      && parts.allSatisfy { part in
        guard let first = part.utf8.first, first != UInt8(ascii: ".") else { return false }
        return part.utf8.allSatisfy {
          (65...90).contains($0) || (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "_")
            || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
        }
      }
  }

  private static func bytes(of path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= maxBytes else {
      return nil
    }
    return [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, used in
      while used < buffer.count {
        let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + used }, buffer.count - used)
        if got < 0, errno == EINTR { continue }
        if got <= 0 { break }
        used += got
      }
    }
  }
}
