import Glibc

/// The lines entered in earlier sessions: a file of its owner alone, one entry in a line.
struct History: Sendable {
  /// The most entries that are read back.
  static let limit = 1000
  private static let maxBytes = 1 << 20

  private let path: String?

  /// The file in the state folder of the XDG base directories; none where there is no home.
  static func standard(_ name: String) -> History {
    let folder =
      environment("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? environment("HOME").map { $0 + "/.local/state" }
    return History(path: folder.map { $0 + "/assent/" + name })
  }

  init(path: String?) { self.path = path }

  /// The latest entries, the last one last. A file that cannot be read is an empty one.
  func entries() -> [String] {
    guard let bytes = read() else { return [] }
    return bytes.split(separator: 10).suffix(Self.limit).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Adds an entry; where that fails, the session goes on without.
  func append(_ line: String) {
    guard let path else { return }
    makeFolders(path)
    var text = line.split(whereSeparator: \.isNewline).joined(separator: " ")
    guard !text.isEmpty else { return }
    text += "\n"
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    fchmod(descriptor, 0o600)
    _ = text.withUTF8 { write(descriptor, $0.baseAddress, $0.count) }
    shorten(path)
  }

  /// A file that has grown to twice its limit keeps the latest half.
  private func shorten(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_size > Self.maxBytes / 2, let bytes = read() else { return }
    let kept = bytes.split(separator: 10).suffix(Self.limit / 2)
    let draft = path + ".new"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return }
    let whole = Array(kept.joined(separator: [10])) + [10]
    let written = write(descriptor, whole, whole.count)
    close(descriptor)
    if written == whole.count { rename(draft, path) } else { unlink(draft) }
  }

  private func read() -> [UInt8]? {
    guard let path else { return nil }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= Self.maxBytes else {
      return nil
    }
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return result }
      result += buffer.prefix(count)
    }
  }

  private func makeFolders(_ path: String) {
    var current = ""
    for part in path.split(separator: "/").dropLast() {
      current += "/" + part
      mkdir(current, 0o700)
    }
  }
}
