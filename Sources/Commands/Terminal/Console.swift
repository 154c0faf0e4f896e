import Governance
import Glibc

/// The two streams that a command writes to, unbuffered, every error noticed.
enum Console {
  /// Writes to the standard output.
  ///
  /// - Throws: ``Failure`` of kind `storage` where the bytes could not be written, such as on a full disk.
  static func write(_ text: String) throws(Failure) { try write(Array(text.utf8)) }

  static func write(_ bytes: [UInt8]) throws(Failure) {
    guard let code = put(bytes, on: STDOUT_FILENO) else { return }
    throw Failure(
      .storage, "cannot-write-output", "cannot write to the standard output: \(String(cString: strerror(code)))",
      hint: "what the command did, it did: see `assent list` before you repeat it")
  }

  /// Writes to the standard error; where that fails nobody could be told.
  static func complain(_ text: String) { _ = put(Array(text.utf8), on: STDERR_FILENO) }

  /// - Returns: The error's number where not everything was written.
  private static func put(_ bytes: [UInt8], on descriptor: Int32) -> Int32? {
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
      }
      if count < 0 {
        if errno == EINTR { continue }
        return errno
      }
      offset += count
    }
    return nil
  }
}

/// Lines for the standard output, written in large pieces.
struct LineWriter {
  private var buffer = ""
  private static let limit = 1 << 16

  mutating func line(_ text: String) throws(Failure) {
    buffer += text
    buffer += "\n"
    if buffer.utf8.count >= LineWriter.limit { try flush() }
  }

  mutating func flush() throws(Failure) {
    guard !buffer.isEmpty else { return }
    let text = buffer
    buffer = ""
    try Console.write(text)
  }
}
