internal import CLibYAML
package import Diagnostics

/// Reads YAML 1.2 files within a safe subset, keeping every place.
///
/// Refused, each with its place: anchors and aliases, tags, merge keys, directives, duplicate keys, keys
/// that are no strings, control characters, and what goes over ``YAMLLimits``. Plain scalars follow the
/// core schema: `no` is a string.
package enum YAMLReader {
  /// Reads a stream of documents.
  ///
  /// All errors are collected, and come in the order of the file; only an error of syntax, or a limit, ends the file. Where there are errors,
  /// the documents hold what could be read, which is good for finding further errors and for nothing else.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - path: The file's path, as it shall stand in diagnostics.
  /// - Complexity: O(*n*) in the length of the file.
  package static func read(_ bytes: [UInt8], path: String) -> (documents: [Node], diagnostics: [Diagnostic]) {
    let sink = DiagnosticSink(file: path)
    guard let source = SourceText.checked(bytes, sink: sink) else { return ([], sink.diagnostics) }
    let documents = read(source, sink: sink)
    if documents.isEmpty, sink.diagnostics.isEmpty {
      sink.report("empty-file", "the file holds no document", hint: "remove the file, or write a document", at: .start)
    }
    return (documents, sink.diagnostics.inOrder())
  }

  private static func read(_ source: SourceText, sink: DiagnosticSink) -> [Node] {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    defer { parser.deallocate() }
    guard yaml_parser_initialize(parser) == 1 else {
      sink.report("out-of-memory", "not enough memory to read the file", at: .start)
      return []
    }
    defer { yaml_parser_delete(parser) }
    return source.bytes.withUnsafeBufferPointer { buffer in
      guard let first = buffer.baseAddress, !buffer.isEmpty else { return [] }
      yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
      yaml_parser_set_input_string(parser, first, buffer.count)
      var builder = TreeBuilder(parser: parser, source: source, sink: sink)
      return builder.readStream()
    }
  }
}
