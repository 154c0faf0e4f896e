/// Reads a usage or billing file record by record, in bounded memory.
///
///     var reader = try UsageFileReader(path: path, options: options)
///     while let item = try reader.next() { … }
///
/// A record that is not sound comes as a rejection with its line and reason; only what is wrong with the file as a
/// whole is thrown. The text of prompts and responses is never kept.
package struct UsageFileReader: Sendable {
  /// The form that the file is read as.
  package let format: UsageFormat
  // One of these, each changed in place.
  private var lines: JSONLinesReader?
  private var table: CSVReader?
  private var charges: FOCUSReader?
  private var pages: OpenAIUsageReader?

  /// - Throws: Where there is no such file, it cannot be read or recognised, or a mapping names an unknown field.
  package init(path: String, options: IntakeOptions) throws(IntakeError) {
    var source = try ByteSource(path: path)
    _ = try source.refill()
    if source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { source.position = 3 }
    if let given = options.format {
      format = given
    } else {
      format = try Detection.format(of: source.bytes[source.position...], isMapped: !options.map.isEmpty)
    }
    if !options.map.isEmpty, format != .mappedCSV, format != .mappedJSONL {
      throw IntakeError(
        .badMapping, "`\(format.rawValue)` takes no mapping",
        hint: "leave out `--map`, or name the format `mapped-csv` or `mapped-jsonl`")
    }
    switch format {
    case .genericJSONL, .mappedJSONL:
      lines = try JSONLinesReader(source, options, isMapped: format == .mappedJSONL)
    case .openAIUsage: pages = try OpenAIUsageReader(source, options)
    case .genericCSV, .mappedCSV, .focusCSV:
      var rows = CSVRows(source)
      let header = try rows.readHeader()
      if format == .focusCSV {
        charges = try FOCUSReader(rows, header: header, options)
      } else {
        table = try CSVReader(rows, header: header, options, isMapped: format == .mappedCSV)
      }
    }
  }

  /// The next record of the file; nothing at its end.
  package mutating func next() throws(IntakeError) -> IntakeItem? {
    if lines != nil { return try lines?.next() }
    if table != nil { return try table?.next() }
    if charges != nil { return try charges?.next() }
    return try pages?.next()
  }

  /// How much of the file has been read, in bytes.
  package var bytesRead: Int64 { source?.bytesRead ?? 0 }

  /// The size of the file when it was opened; zero for a pipe.
  package var totalBytes: Int64 { source?.totalBytes ?? 0 }

  /// Names in the file that stand for nothing known, at most 100: their values are not kept.
  package var ignoredFields: [String] { lines?.fields.ignored ?? table?.ignored ?? pages?.ignored ?? [] }

  /// Quantities and amounts so far that had more digits than their step, and were rounded half-even.
  package var roundedQuantities: Int {
    lines?.builder.roundedQuantities ?? table?.builder.roundedQuantities ?? charges?.roundedQuantities ?? 0
  }

  private var source: ByteSource? { lines?.source ?? table?.rows.source ?? charges?.rows.source ?? pages?.source }
}
