/// Why a text is not strict JSON, as a value: a code for programs, words for people, and the place.
public struct JSONError: Error, Hashable, Sendable {
  public enum Code: String, Hashable, Sendable, CaseIterable {
    case syntax = "json-syntax"
    case unexpectedEnd = "json-unexpected-end"
    case duplicateName = "duplicate-key"
    case tooDeep = "too-deep"
    case tooLarge = "too-large"
    case invalidUTF8 = "invalid-utf8"
    case byteOrderMark = "byte-order-mark"
    case controlCharacter = "control-character"
    case loneSurrogate = "lone-surrogate"
    /// A sound value of another kind than the reader asked for.
    case unexpectedKind = "json-unexpected-kind"
  }

  public let code: Code
  /// Lower case, without a full stop; the author's own text in backticks.
  public let message: String
  /// What would mend it.
  public let hint: String?
  /// The place in bytes, from 0.
  public let offset: Int
  /// The line of the place, from 1.
  public let line: Int
  /// The column of the place in code points, from 1.
  public let column: Int

  init(_ code: Code, _ message: String, hint: String? = nil, at offset: Int, in bytes: ArraySlice<UInt8>) {
    self.code = code
    self.message = message
    self.hint = hint
    self.offset = offset - bytes.startIndex
    (line, column) = Self.place(of: offset, in: bytes)
  }

  /// Line and column of an offset; bytes that continue a code point take no column.
  static func place(of offset: Int, in bytes: ArraySlice<UInt8>) -> (line: Int, column: Int) {
    var (line, column) = (1, 1)
    for byte in bytes.prefix(upTo: min(max(offset, bytes.startIndex), bytes.endIndex)) {
      if byte == UInt8(ascii: "\n") {
        (line, column) = (line + 1, 1)
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return (line, column)
  }
}

extension JSONError: CustomStringConvertible {
  /// `1:7: expected a value, found `}``, with the hint after a dash.
  public var description: String {
    "\(line):\(column): \(message)" + (hint.map { " - " + $0 } ?? "")
  }
}
