/// Writes a table as CSV: UTF-8, CRLF at each line end, quotes where needed. Source: RFC 4180.
///
/// A cell that a spreadsheet would take for a formula gets a `'` before it (OWASP ASVS 5.0, 1.2.10).
package struct CSVWriter: Sendable {
  package private(set) var bytes: [UInt8] = []
  /// How many cells each row has.
  package let columns: Int

  package init(header: [String]) {
    columns = header.count
    append(header)
  }

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Appends a row. Missing cells at its end are empty; cells beyond the header's are left out.
  package mutating func row(_ cells: [String?]) {
    append((0..<columns).map { $0 < cells.count ? cells[$0] ?? "" : "" })
  }

  private mutating func append(_ cells: [String]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(cell, isAlone: cells.count == 1)
    }
    bytes += [0x0D, 0x0A]
  }

  private mutating func append(_ cell: String, isAlone: Bool) {
    var text = Array(cell.utf8)
    switch text.first {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D:
      text.insert(UInt8(ascii: "'"), at: 0)
    default: break
    }
    let needsQuotes = text.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) } || (isAlone && text.isEmpty)
    guard needsQuotes else {
      bytes += text
      return
    }
    bytes.append(0x22)
    for byte in text {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }
}
