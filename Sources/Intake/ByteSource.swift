import Glibc

/// A file that is read in chunks; holds only what has not been used yet.
struct ByteSource: Sendable {
  /// How much is read at once.
  static let chunk = 256 << 10

  private let file: OpenFile
  private let path: String
  /// What was read and not dropped.
  private(set) var bytes: [UInt8] = []
  /// The first byte that is still needed.
  var position = 0
  private(set) var isAtEnd = false
  private(set) var bytesRead: Int64 = 0
  /// The size when the file was opened; zero for a pipe.
  let totalBytes: Int64

  init(path: String) throws(IntakeError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      guard errno != ENOENT else {
        throw IntakeError(.noSuchFile, "no file `\(path)`", hint: "check the path")
      }
      throw ByteSource.unreadable(path)
    }
    file = OpenFile(descriptor: descriptor)
    self.path = path
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw ByteSource.unreadable(path) }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw IntakeError(.unreadable, "`\(path)` is a directory", hint: "name the files in it")
    }
    totalBytes = Int64(status.st_size)
  }

  /// Drops what lies before ``position``, which becomes 0, and reads on.
  ///
  /// - Returns: Whether there was more.
  mutating func refill() throws(IntakeError) -> Bool {
    guard !isAtEnd else { return false }
    let kept = bytes.count - position
    let size = max(ByteSource.chunk, kept)
    var failed = false
    let descriptor = file.descriptor
    let old = bytes
    let start = position
    bytes = [UInt8](unsafeUninitializedCapacity: kept + size) { buffer, count in
      for index in 0..<kept { buffer.initializeElement(at: index, to: old[start + index]) }
      count = kept
      guard let base = buffer.baseAddress else { return }
      while true {
        let got = read(descriptor, base + kept, size)
        if got < 0, errno == EINTR { continue }
        failed = got < 0
        count = kept + max(0, got)
        return
      }
    }
    position = 0
    guard !failed else { throw ByteSource.unreadable(path) }
    let got = bytes.count - kept
    bytesRead += Int64(got)
    isAtEnd = got == 0
    return got > 0
  }

  private static func unreadable(_ path: String) -> IntakeError {
    IntakeError(.unreadable, "cannot read `\(path)`: \(String(cString: strerror(errno)))")
  }
}

private final class OpenFile: Sendable {
  let descriptor: Int32

  init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { _ = close(descriptor) }
}
