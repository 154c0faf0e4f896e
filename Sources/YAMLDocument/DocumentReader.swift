package import Diagnostics

/// Reads a file as its name says: `.json` as strict JSON, all others as YAML.
package enum DocumentReader {
  /// - Returns: The documents, one at most of a JSON file, and what is wrong with the file.
  package static func read(_ bytes: [UInt8], path: String) -> (documents: [Node], diagnostics: [Diagnostic]) {
    guard path.utf8.count >= 5, path.utf8.suffix(5).elementsEqual(".json".utf8) else {
      return YAMLReader.read(bytes, path: path)
    }
    let (document, diagnostics) = JSONReader.read(bytes, path: path)
    return (document.map { [$0] } ?? [], diagnostics)
  }
}
