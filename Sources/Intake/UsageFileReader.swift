/// Reads a usage or billing file record by record, in bounded memory.
///
///     var reader = try UsageFileReader(path: path, options: options)
///     while let item = try reader.next() { … }
///
/// A record that is not sound comes as a rejection with its line and reason; only what is wrong with the file as a
/// whole is thrown. The text of prompts and responses is never kept.
package struct UsageFileReader: Sendable {
  // One of these, each changed in place.
  private var lines: JSONLinesReader?

  /// The form that the file is read as.
  package let format: UsageFormat

  /// - Throws: Where there is no such file, it cannot be read or recognised, or a mapping names an unknown field.
  package init(path: String, options: IntakeOptions) throws(IntakeError) {
    var source = try ByteSource(path: path)
    _ = try source.refill()
    format = options.format ?? .genericJSONL
    lines = try JSONLinesReader(source, options, isMapped: format == .mappedJSONL)
  }

  /// The next record of the file; nothing at its end.
  package mutating func next() throws(IntakeError) -> IntakeItem? { try lines?.next() }

  /// How much of the file has been read, in bytes.
  package var bytesRead: Int64 { lines?.source.bytesRead ?? 0 }

  /// The size of the file when it was opened.
  package var totalBytes: Int64 { lines?.source.totalBytes ?? 0 }

  /// Names in the file that stand for nothing known, at most 100: their values are not kept.
  package var ignoredFields: [String] { lines?.fields.ignored ?? [] }

  /// Quantities so far that had more digits than their meter's step, and were rounded half-even.
  package var roundedQuantities: Int { lines?.builder.roundedQuantities ?? 0 }
}
