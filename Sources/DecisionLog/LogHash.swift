/// 32 bytes: a SHA-256, or a commitment. Kept inline, so that a million of them are one block of memory.
package struct LogHash: Hashable, Sendable {
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  package static let byteCount = 32
  package static let zero = LogHash()

  private init() {}

  /// - Returns: Nothing unless there are exactly 32 bytes.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    withUnsafeMutableBytes(of: &words) { buffer in
      for (index, byte) in bytes.enumerated() { buffer[index] = byte }
    }
  }

  init?(copying source: UnsafeRawBufferPointer) {
    guard source.count == Self.byteCount else { return nil }
    withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: source) }
  }

  /// - Returns: Nothing unless the text is 64 digits of lower-case hexadecimal.
  package init?(hex: some StringProtocol) { self.init(hex: hex.utf8) }

  /// - Returns: Nothing unless there are 64 digits of lower-case hexadecimal.
  package init?(hex: some Collection<UInt8>) {
    guard hex.count == 2 * Self.byteCount else { return nil }
    var (index, high) = (0, UInt8(0))
    for digit in hex {
      guard let value = Hexadecimal.value(of: digit) else { return nil }
      if index.isMultiple(of: 2) {
        high = value << 4
      } else {
        withUnsafeMutableBytes(of: &words) { $0[index / 2] = high | value }
      }
      index += 1
    }
  }

  package var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

  /// 64 digits of lower-case hexadecimal.
  package var hex: String { withUnsafeBytes { Hexadecimal.text($0) } }

  package func withUnsafeBytes<T>(_ body: (UnsafeRawBufferPointer) -> T) -> T {
    Swift.withUnsafeBytes(of: words) { body($0) }
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.words.0 == right.words.0 && left.words.1 == right.words.1 && left.words.2 == right.words.2
      && left.words.3 == right.words.3
  }

  package func hash(into hasher: inout Hasher) { withUnsafeBytes { hasher.combine(bytes: $0) } }
}

extension LogHash: CustomStringConvertible {
  package var description: String { hex }
}
