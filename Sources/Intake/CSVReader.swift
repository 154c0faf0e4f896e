import CostEngine
import StrictJSON

/// Reads one record from each row of a CSV file with a header.
struct CSVReader: Sendable {
  private(set) var rows: CSVRows
  private(set) var builder: RecordBuilder
  private(set) var ignored: [String] = []
  /// What each column stands for.
  private let columns: [Field?]

  init(_ rows: CSVRows, header: [String], _ options: IntakeOptions, isMapped: Bool) throws(IntakeError) {
    self.rows = rows
    builder = try RecordBuilder(options, isLenientTime: isMapped)
    var mapping = try Field.mapping(options)
    var columns: [Field?] = []
    for name in header {
      let field =
        isMapped
        ? mapping.removeValue(forKey: name)
        : Field.target(named: name, meters: options.meters).map { Field(target: $0, column: name) }
      columns.append(field)
      if field == nil, ignored.count < FieldNames.mostIgnored { ignored.append(String(name.prefix(100))) }
    }
    if isMapped, let absent = mapping.keys.min() {
      throw IntakeError(
        .badMapping, "no column \(quoted(absent))",
        hint: nearestName(to: absent, in: header).map { "did you mean \(quoted($0))?" }
          ?? "columns are \(header.prefix(8).map(quoted).joined(separator: ", "))")
    }
    self.columns = columns
  }

  mutating func next() throws(IntakeError) -> IntakeItem? {
    switch try rows.next() {
    case .end: return nil
    case .broken(let reason): return rejection(reason)
    case .row:
      guard rows.cells.count == columns.count else {
        return rejection("\(rows.cells.count) cells under \(columns.count) columns")
      }
      return read()
    }
  }

  private mutating func read() -> IntakeItem {
    builder.begin()
    for (index, field) in columns.enumerated() {
      guard let field else { continue }
      let cell = rows.cells[index]
      guard !cell.range.isEmpty else { continue }
      if field.target == .tags {
        readTags(cell, field)
      } else if cell.isEscaped {
        let bytes = rows.unescaped(cell)
        builder.take(field, bytes, bytes.indices)
      } else {
        builder.take(field, rows.bytes, cell.range)
      }
    }
    switch builder.finish(line: rows.line) {
    case .success(let record): return .record(record, line: rows.line)
    case .failure(let refusal): return rejection(refusal.reason)
    }
  }

  private mutating func readTags(_ cell: CSVRows.Cell, _ field: Field) {
    var scanner = JSONScanner(rows.unescaped(cell))
    do throws(JSONError) {
      guard try scanner.peek() == .object else { return builder.refuse("`\(field.column)` is no object") }
      try Intake.readTags(&scanner, into: &builder, field)
      try scanner.finish()
    } catch {
      builder.refuse("`\(field.column)`: \(error.message)")
    }
  }

  /// A row as far as it may be kept: cells of unknown columns and long cells stand as `…`, and a row that cannot be
  /// cut into cells is kept only where every column is known.
  private func rejection(_ reason: String) -> IntakeItem {
    var shown = "…"
    if rows.cells.count == columns.count {
      let cells = zip(columns, rows.cells).map { column, cell in
        column == nil || cell.range.count > RecordBuilder.longestValue ? "…" : rows.text(cell)
      }
      let text = Array(cells.joined(separator: ",").utf8)
      shown = cut(text, text.indices)
    } else if !columns.contains(where: { $0 == nil }) {
      shown = rows.cells.isEmpty ? cut(rows.brokenText, rows.brokenText.indices) : cut(rows.bytes, rows.range)
    }
    return .rejected(Rejection(line: rows.line, reason: reason, text: shown))
  }
}

extension CSVRows {
  /// Reads the first row as the names of the columns.
  ///
  /// - Throws: Where there is none, or a name stands twice.
  mutating func readHeader() throws(IntakeError) -> [String] {
    switch try next() {
    case .end: throw IntakeError(.badHeader, "the file is empty", hint: "the first row names the columns")
    case .broken(let reason):
      throw IntakeError(.badHeader, "line \(line): \(reason)", hint: "the first row names the columns")
    case .row: break
    }
    var seen: Set<[UInt8]> = []
    var header: [String] = []
    for cell in cells {
      let name = text(cell)
      guard seen.insert(Array(name.utf8)).inserted else {
        throw IntakeError(.badHeader, "the column \(quoted(name)) stands twice", hint: "give each column its own name")
      }
      header.append(name)
    }
    return header
  }
}
