import Diagnostics

/// The bytes of a file, shared by all its nodes, so that places inside scalars can be found when an error asks.
///
/// Immutable; the bytes are valid UTF-8.
final class SourceText: Sendable {
  let path: String
  let bytes: [UInt8]
  /// The offset of the first byte of each line.
  let lineStarts: [Int32]
  let isASCII: Bool

  init(path: String, bytes: [UInt8], lineStarts: [Int32], isASCII: Bool) {
    self.path = path
    self.bytes = bytes
    self.lineStarts = lineStarts
    self.isASCII = isASCII
  }

  /// The offset of a place; the end where there is no such place.
  ///
  /// - Complexity: O(1) in ASCII files, else O(*n*) in the column.
  func offset(line: Int, column: Int) -> Int {
    guard line >= 1, line <= lineStarts.count else { return bytes.count }
    let start = Int(lineStarts[line - 1])
    if isASCII { return min(start + column - 1, bytes.count) }
    var (offset, left) = (start, column - 1)
    while left > 0, offset < bytes.count {
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      left -= 1
    }
    return offset
  }

  /// The place of an offset.
  ///
  /// - Complexity: O(log *n*) in the lines, and O(*n*) in the column.
  func position(ofOffset offset: Int) -> SourcePosition {
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(lineStarts[middle]) <= offset { low = middle } else { high = middle }
    }
    let start = Int(lineStarts[low])
    let column = bytes[start..<max(start, min(offset, bytes.count))].reduce(1) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) }
    return SourcePosition(line: low + 1, column: column)
  }

  func offset(_ place: Place) -> Int { offset(line: Int(place.line), column: Int(place.column)) }
}
