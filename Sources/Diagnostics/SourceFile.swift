/// A file's path, as its reader should see it, and its text.
public struct SourceFile: Hashable, Sendable {
  public let path: String
  public let text: String

  public init(path: String, text: String) {
    self.path = path
    self.text = text
  }

  /// The text of a line, without its line break; nothing where the file has no such line.
  ///
  /// - Parameter number: The line, counted from 1.
  /// - Complexity: O(*n*) in the length of the text.
  public func line(_ number: Int) -> String? {
    var current = 1
    var scalars = String.UnicodeScalarView()
    var seen = false
    for scalar in text.unicodeScalars {
      if current == number {
        seen = true
        if scalar == "\n" { break }
        scalars.append(scalar)
      } else if scalar == "\n" {
        current += 1
        if current > number { break }
        if current == number { seen = true }
      }
    }
    guard seen else { return nil }
    if scalars.last == "\r" { scalars.removeLast() }
    return String(scalars)
  }
}
