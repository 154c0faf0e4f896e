package import Diagnostics

/// Where the errors of one file are collected while it is read: all of them, not only the first.
package final class DiagnosticSink {
  /// The path of the file, as its reader should see it.
  package let file: String?
  package private(set) var diagnostics: [Diagnostic] = []

  package init(file: String?) { self.file = file }

  package var hasErrors: Bool { diagnostics.hasErrors }

  /// Adds a diagnostic of this file.
  package func report(
    _ code: String, _ message: String, severity: Severity = .error, hint: String? = nil, at position: SourcePosition?
  ) {
    diagnostics.append(Diagnostic(code, message, severity: severity, hint: hint, file: file, at: position))
  }

  /// Adds a diagnostic as it is.
  package func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  /// Takes the last diagnostic back, if it is such a one.
  func removeLast(where isMatch: (Diagnostic) -> Bool) {
    if let last = diagnostics.last, isMatch(last) { diagnostics.removeLast() }
  }

  package func report(_ list: [Diagnostic]) { diagnostics.append(contentsOf: list) }
}

/// An author's text for a message: cut where it is long, and only its first line.
package func excerpt(_ text: String, limit: Int = 60) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if scalar == "\n" || result.count >= limit { return String(result) + "..." }
    result.append(scalar)
  }
  return String(result)
}
