package import Diagnostics

/// An expression as an author wrote it: its text, its file, and where each of its places stands there.
package struct SourceExpression: Sendable {
  package var text: String
  /// The path of the file, as its reader should see it.
  package var file: String?
  private let locate: @Sendable (SourcePosition) -> SourcePosition

  /// - Parameter locate: Gives the place in the file of a place in the text, both counted from 1.
  package init(
    _ text: String, file: String?,
    locate: @escaping @Sendable (SourcePosition) -> SourcePosition
  ) {
    self.text = text
    self.file = file
    self.locate = locate
  }

  /// An expression that stands by itself.
  package init(_ text: String) {
    self.init(text, file: nil) { $0 }
  }

  /// Where the expression starts in the file.
  package var position: SourcePosition { locate(.start) }

  /// The place in the file of a place in the text.
  package func place(of inner: SourcePosition) -> SourcePosition { locate(inner) }

  /// A diagnostic at a place of the text.
  package func diagnostic(
    _ code: String, _ message: String, severity: Severity = .error, hint: String? = nil, at inner: SourcePosition? = nil
  ) -> Diagnostic {
    Diagnostic(
      code, message, severity: severity, hint: hint, file: file, at: inner.map { place(of: $0) } ?? position)
  }
}

/// A value of an author's file with its place: a name, a key.
package struct Placed<Value: Sendable>: Sendable {
  package var value: Value
  package var position: SourcePosition

  package init(_ value: Value, at position: SourcePosition) {
    self.value = value
    self.position = position
  }
}

extension Placed: Equatable where Value: Equatable {}
extension Placed: Hashable where Value: Hashable {}
