import Diagnostics

extension SourceText {
  /// Checks a file's bytes before they are parsed, and finds its lines.
  ///
  /// Refused are: files over the limit, a byte order mark, invalid UTF-8, control characters, lone carriage
  /// returns, and characters that break or reorder lines for some readers only (U+0085, U+2028, U+2029,
  /// bidirectional controls), since a rule must look to all as it works.
  ///
  /// - Returns: The text, or nothing where the file must not be parsed; the sink says why.
  static func checked(_ bytes: [UInt8], sink: DiagnosticSink) -> SourceText? {
    let path = sink.file ?? ""
    guard bytes.count <= YAMLLimits.maxBytes else {
      let limit = "\(YAMLLimits.maxBytes >> 20) MiB"
      sink.report("too-large", "the file is larger than \(limit)", hint: "split it into several files", at: .start)
      return nil
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      sink.report(
        "byte-order-mark", "the file starts with a byte order mark", hint: "save it as UTF-8 without one", at: .start)
      return nil
    }
    var check = ByteCheck()
    let isSound = bytes.withUnsafeBufferPointer { check.run($0, sink: sink) }
    guard isSound else { return nil }
    return SourceText(path: path, bytes: bytes, lineStarts: check.lineStarts, isASCII: check.isASCII)
  }
}

/// One pass over a file's bytes.
private struct ByteCheck {
  var lineStarts: [Int32] = [0]
  var isASCII = true
  private var found = 0
  private static let mostFound = 20

  mutating func run(_ bytes: UnsafeBufferPointer<UInt8>, sink: DiagnosticSink) -> Bool {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if 0x20 <= byte, byte < 0x7F {
        index += 1
      } else if byte == 0x0A {
        index += 1
        lineStarts.append(Int32(clamping: index))
        guard lineStarts.count <= YAMLLimits.maxLines else {
          sink.report(
            "too-large", "more than \(YAMLLimits.maxLines) lines in a file", hint: "split it into several files",
            at: SourcePosition(line: lineStarts.count, column: 1))
          return false
        }
      } else if byte == 0x09 || byte == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A {
        index += 1
      } else if byte < 0x80 {
        refuse(UInt32(byte), at: index, in: bytes, sink: sink)
        index += 1
      } else {
        isASCII = false
        guard let (value, length) = decode(bytes, at: index) else {
          sink.report("invalid-utf8", "invalid UTF-8", hint: "save the file as UTF-8", at: place(index, in: bytes))
          return false
        }
        if isRefused(value) { refuse(value, at: index, in: bytes, sink: sink) }
        index += length
      }
      if found == Self.mostFound { return false }
    }
    return found == 0
  }

  private mutating func refuse(
    _ value: UInt32, at index: Int, in bytes: UnsafeBufferPointer<UInt8>, sink: DiagnosticSink
  ) {
    found += 1
    let digits = String(value, radix: 16, uppercase: true)
    let name = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    let escape = "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits.lowercased()
    let hint =
      value == 0x0D ? "end lines with a line feed" : "remove it, or write it as `\(escape)` in double quotes"
    sink.report(
      "control-character", "control character \(name) is not allowed", hint: hint, at: place(index, in: bytes))
  }

  /// Characters above ASCII that must not stand in a file as they are.
  private func isRefused(_ value: UInt32) -> Bool {
    switch value {
    case 0x80..<0xA0, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }

  private func decode(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (UInt32, Int)? {
    var iterator = UTF8()
    var rest = bytes[index..<min(index + 4, bytes.count)].makeIterator()
    guard case .scalarValue(let scalar) = iterator.decode(&rest) else { return nil }
    return (scalar.value, UTF8.width(scalar))
  }

  private func place(_ index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> SourcePosition {
    let start = Int(lineStarts.last ?? 0)
    let column = bytes[start..<index].reduce(1) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) }
    return SourcePosition(line: lineStarts.count, column: column)
  }
}
