package import Diagnostics
import StrictJSON
import YAMLDocument

/// Lays out the files of a bundle: keys in their order, expressions in their spelling, comments kept, and every
/// document meaning what it meant.
package enum BundleFormat {
  /// A file in its layout.
  package struct Formatted: Sendable {
    /// Nothing where the file stays as it is.
    package var text: String?
    /// Why it could not be laid out.
    package var diagnostics: [Diagnostic]
  }

  /// - Parameter path: The file's path, as its reader should see it.
  package static func format(_ bytes: [UInt8], path: String) -> Formatted {
    let layout = YAMLFormat { root in
      KindLayout(root).rules
    }
    let (text, diagnostics) = layout.format(bytes, path: path)
    guard let text else { return Formatted(text: nil, diagnostics: diagnostics) }
    guard meaning(of: Array(text.utf8), path) == meaning(of: bytes, path) else {
      let refusal = Diagnostic(
        "not-formatted", "the file stays as it is: another layout would change what it says", severity: .warning,
        hint: "lay it out by hand, or write it in a plainer way", file: path)
      return Formatted(text: nil, diagnostics: [refusal])
    }
    return Formatted(text: text.utf8.elementsEqual(bytes) ? nil : text, diagnostics: [])
  }

  /// What the documents of a file say, however they are laid out; nothing where they cannot be read.
  package static func meaning(of bytes: [UInt8], _ path: String) -> String? {
    let (documents, diagnostics) = YAMLReader.read(bytes, path: path)
    guard !diagnostics.hasErrors else { return nil }
    let sink = DiagnosticSink(file: path)
    let values = documents.map { meaning(of: $0, [], KindLayout($0).rules, sink) }
    return JSONValue.array(values).serialized()
  }

  private static func meaning(
    of node: Node, _ path: [String], _ rules: YAMLFormat.Rules, _ sink: DiagnosticSink
  ) -> JSONValue {
    switch node.content {
    case .scalar(let scalar):
      rules.expression(path, scalar.text).map { ["expression": .string($0.line)] } ?? node.json(reporting: sink)
    case .sequence(let items): .array(items.map { meaning(of: $0, path + ["[]"], rules, sink) })
    case .mapping(let entries):
      .object(
        entries.map { JSONValue.Member($0.name, meaning(of: $0.value, path + [$0.name], rules, sink)) }
          .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) })
    }
  }
}
