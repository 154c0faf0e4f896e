package import Diagnostics

/// An author's value with its place in the file, for diagnostics that only show when all files are read.
package struct Located<Value: Sendable>: Sendable {
  package var value: Value
  package var position: SourcePosition

  package init(_ value: Value, at position: SourcePosition) {
    self.value = value
    self.position = position
  }
}

extension Located: Equatable where Value: Equatable {}
extension Located: Hashable where Value: Hashable {}

/// A condition as its author wrote it, and the way from a place in its text to the place in the file.
package struct ExpressionSource: Sendable {
  package let text: String
  package let position: SourcePosition
  /// From line and column in the text, counted from 1, to line and column in the file.
  package let locate: @Sendable (SourcePosition) -> SourcePosition

  package init(
    _ text: String, at position: SourcePosition,
    locate: (@Sendable (SourcePosition) -> SourcePosition)? = nil
  ) {
    self.text = text
    self.position = position
    self.locate =
      locate ?? { inner in
        SourcePosition(
          line: position.line + inner.line - 1,
          column: inner.line == 1 ? position.column + inner.column - 1 : inner.column)
      }
  }
}
