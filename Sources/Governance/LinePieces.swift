import Glibc

/// Reads a file of lines in pieces of whole lines, so that a file of any size takes little memory.
struct LinePieces {
  /// Some lines, one after the other.
  struct Piece: Sendable {
    let bytes: [UInt8]
    /// The number of its first line, from 1.
    let firstLine: Int
  }

  /// A piece's size in bytes, save where a line is longer.
  private static let pieceBytes = 1 << 20
  /// The longest line, in bytes.
  private static let maxLineBytes = 64 << 20

  private let path: String
  private let descriptor: Int32
  private var rest: [UInt8] = []
  private var line = 1
  private var isAtEnd = false

  /// - Throws: ``Failure`` of kind `badInput` where the file cannot be opened.
  init(_ path: String) throws(Failure) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw cannotRead(path, errno) }
  }

  func close() { _ = Glibc.close(descriptor) }

  /// The next piece; nothing at the end of the file.
  mutating func next() throws(Failure) -> Piece? {
    var bytes = rest
    rest = []
    var cut: Int?
    while !isAtEnd, cut == nil {
      let before = bytes.count
      guard before <= Self.maxLineBytes else {
        throw Failure(
          .badInput, "line-too-long", "line \(line) of `\(path)` is over \(Self.maxLineBytes >> 20) MiB",
          hint: "a line is one document")
      }
      try fill(&bytes)
      isAtEnd = bytes.count == before
      cut = bytes[before...].lastIndex(of: 10)
    }
    if let cut {
      rest = Array(bytes[(cut + 1)...])
      bytes.removeSubrange((cut + 1)...)
    }
    guard !bytes.isEmpty else { return nil }
    let piece = Piece(bytes: bytes, firstLine: line)
    line += bytes.count { $0 == 10 }
    return piece
  }

  private func fill(_ bytes: inout [UInt8]) throws(Failure) {
    var code: Int32 = 0
    let more = [UInt8](unsafeUninitializedCapacity: Self.pieceBytes) { buffer, count in
      while count < buffer.count {
        let got = read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
        if got < 0, errno == EINTR { continue }
        if got < 0 { code = errno }
        guard got > 0 else { return }
        count += got
      }
    }
    guard code == 0 else { throw cannotRead(path, code) }
    bytes += more
  }
}
