package import Diagnostics

extension Node {
  /// The place in the file of a character of the decoded scalar.
  ///
  ///     note: "caf\u00e9 > x"    // the `>` is character 5 of the text, and stands in column 18
  ///
  /// Exact for every style, folded and escaped ones included. A blank that stands for a line break has
  /// the place of the break. Where this is no scalar, its own place.
  ///
  /// - Parameter offset: Code points from the start of the decoded text, from 0; the text's length means
  ///   the place behind its last character, and what lies outside is taken to the nearest end.
  /// - Complexity: O(*n*) in the length of the scalar; it is for reporting errors.
  package func position(ofCharacter offset: Int) -> SourcePosition {
    guard let scalar, let map = ScalarMap(of: scalar, at: start, to: stop, in: source) else { return position }
    return map.places[min(max(offset, 0), map.places.count - 1)].position
  }

  /// The place in the file of a place in the decoded scalar, both counted from 1, columns in code points.
  package func position(of inner: SourcePosition) -> SourcePosition {
    guard let scalar else { return position }
    var (line, offset) = (1, 0)
    for character in scalar.text.unicodeScalars {
      if line >= inner.line { break }
      if character == "\n" { line += 1 }
      offset += 1
    }
    return position(ofCharacter: offset + max(inner.column - 1, 0))
  }
}
