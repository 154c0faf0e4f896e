/// Cuts a file into rows of cells (RFC 4180): quotes, doubled quotes, line ends in quotes, CRLF.
struct CSVRows: Sendable {
  /// A row of more bytes is rejected.
  static let longestRow = 1 << 20

  struct Cell: Sendable {
    /// What stands in the cell, without the quotes around it.
    var range: Range<Int>
    var isQuoted: Bool
    /// Whether doubled quotes stand in it.
    var isEscaped: Bool
  }

  enum Row: Sendable {
    /// ``cells`` hold the row.
    case row
    /// Why it is none; reading goes on with the next line.
    case broken(String)
    case end
  }

  private(set) var source: ByteSource
  /// The cells of the row at hand, as places in the bytes of ``source``.
  private(set) var cells: [Cell] = []
  /// The whole row, without its line end.
  private(set) var range = 0..<0
  /// Where the row starts, from 1.
  private(set) var line = 0
  private var nextLine = 1

  init(_ source: ByteSource) { self.source = source }

  var bytes: [UInt8] { source.bytes }

  /// Moves to the next row that is not blank.
  mutating func next() throws(IntakeError) -> Row {
    while true {
      line = nextLine
      switch scan() {
      case .row(let end, let resume, let lines):
        range = source.position..<end
        source.position = resume
        nextLine += lines
        if cells.count == 1, cells[0].range.isEmpty, !cells[0].isQuoted { continue }
        if range.count > Self.longestRow {
          brokenText = Array(source.bytes[range].prefix(4096))
          cells = []
          return .broken("a row of more than \(Self.longestRow) bytes")
        }
        if hasInvalidText(range) { return .broken("invalid UTF-8") }
        return .row
      case .broken(let reason):
        try skipLine()
        return .broken(reason)
      case .incomplete where source.bytes.count - source.position > Self.longestRow:
        try skipLine()
        return .broken("a row of more than \(Self.longestRow) bytes, or a quote that is not closed")
      case .incomplete:
        guard source.isAtEnd else {
          _ = try source.refill()
          continue
        }
        guard source.position < source.bytes.count else { return .end }
        try skipLine()
        return .broken("a quote that is not closed")
      }
    }
  }

  /// The decoded bytes of a cell that holds doubled quotes.
  func unescaped(_ cell: Cell) -> [UInt8] {
    var result: [UInt8] = []
    var isSecond = false
    for byte in source.bytes[cell.range] {
      if byte == UInt8(ascii: "\""), !isSecond {
        isSecond = true
        continue
      }
      isSecond = false
      result.append(byte)
    }
    return result
  }

  func text(_ cell: Cell) -> String {
    cell.isEscaped ? String(decoding: unescaped(cell), as: UTF8.self) : Intake.text(source.bytes, cell.range)
  }

  // MARK: - Scanning

  private enum Scan {
    /// Where the row ends, where the next one starts, and how many lines that is.
    case row(end: Int, resume: Int, lines: Int)
    case broken(String)
    case incomplete
  }

  private mutating func scan() -> Scan {
    let start = source.position
    let isAtEnd = source.isAtEnd
    var found = cells
    found.removeAll(keepingCapacity: true)
    cells = []
    defer { cells = found }
    return source.bytes.withUnsafeBufferPointer { buffer in
      guard start < buffer.count else { return .incomplete }
      var place = start
      var lines = 1
      while true {
        if place < buffer.count, buffer[place] == UInt8(ascii: "\"") {
          let first = place + 1
          place = first
          var isEscaped = false
          while true {
            guard place < buffer.count else { return .incomplete }
            let byte = buffer[place]
            place += 1
            if byte == UInt8(ascii: "\n") { lines += 1 }
            guard byte == UInt8(ascii: "\"") else { continue }
            guard place < buffer.count else {
              if isAtEnd { break }
              return .incomplete
            }
            guard buffer[place] == UInt8(ascii: "\"") else { break }
            isEscaped = true
            place += 1
          }
          found.append(Cell(range: first..<place - 1, isQuoted: true, isEscaped: isEscaped))
        } else {
          let first = place
          while place < buffer.count {
            let byte = buffer[place]
            if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") { break }
            guard byte != UInt8(ascii: "\"") else {
              return .broken("a quote inside a cell that does not start with one")
            }
            place += 1
          }
          var last = place
          if place < buffer.count, buffer[place] == UInt8(ascii: "\n") || isAtEnd, last > first,
            buffer[last - 1] == UInt8(ascii: "\r")
          {
            last = buffer[place] == UInt8(ascii: "\n") ? last - 1 : last
          }
          found.append(Cell(range: first..<last, isQuoted: false, isEscaped: false))
        }
        guard place < buffer.count else {
          return isAtEnd ? .row(end: place, resume: place, lines: lines) : .incomplete
        }
        switch buffer[place] {
        case UInt8(ascii: ","): place += 1
        case UInt8(ascii: "\n"):
          let end = place > start && buffer[place - 1] == UInt8(ascii: "\r") ? place - 1 : place
          return .row(end: end, resume: place + 1, lines: lines)
        case UInt8(ascii: "\r"):
          guard place + 1 < buffer.count else {
            return isAtEnd ? .row(end: place, resume: place + 1, lines: lines) : .incomplete
          }
          guard buffer[place + 1] == UInt8(ascii: "\n") else { return .broken("text after a closing quote") }
          return .row(end: place, resume: place + 2, lines: lines)
        default: return .broken("text after a closing quote")
        }
      }
    }
  }

  /// Passes over the rest of the line at hand; ``range`` is what there was of it, at most 4 KiB.
  private mutating func skipLine() throws(IntakeError) {
    cells = []
    var kept: [UInt8]?
    while true {
      if let end = source.bytes[source.position...].firstIndex(of: UInt8(ascii: "\n")) {
        range = source.position..<min(end, source.position + 4096)
        brokenText = kept ?? Array(source.bytes[range])
        source.position = end + 1
        break
      }
      kept = kept ?? Array(source.bytes[source.position...].prefix(4096))
      source.position = source.bytes.count
      guard try source.refill() else {
        brokenText = kept ?? []
        break
      }
    }
    range = 0..<0
    nextLine += 1
  }

  /// How the line of a broken row starts.
  private(set) var brokenText: [UInt8] = []

  private func hasInvalidText(_ range: Range<Int>) -> Bool {
    let row = source.bytes[range]
    guard row.contains(where: { $0 >= 0x80 }) else { return false }
    return String(validating: row, as: UTF8.self) == nil
  }
}
