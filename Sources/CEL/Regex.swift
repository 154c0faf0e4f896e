import CRE2

/// A compiled RE2 pattern. RE2 patterns are immutable and safe to share between threads.
final class Regex: Sendable {
  private nonisolated(unsafe) let pattern: UnsafeMutableRawPointer

  /// - Returns: Nothing where the text is no pattern of RE2.
  init?(_ text: String) {
    var text = text
    guard let compiled = text.withUTF8({ bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        characters.baseAddress.map { cre2_compile($0, characters.count) } ?? cre2_compile("", 0)
      }
    }) else { return nil }
    pattern = compiled
  }

  deinit { cre2_free(pattern) }

  func matches(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        characters.baseAddress.map { cre2_matches(pattern, $0, characters.count) } ?? cre2_matches(pattern, "", 0)
      }
    } == 1
  }
}
