/// How much a diagnostic matters: an `error` stops, a `warning` does not, a `note` informs.
public enum Severity: String, Hashable, Sendable, CaseIterable {
  case error, warning, note
}

/// One thing that is wrong with an author's file, as a value.
///
/// House style of messages: lower case, no full stop, no line break, the author's own text in
/// backticks, none of our type names. What would mend it stands in the hint, apart.
public struct Diagnostic: Error, Hashable, Sendable {
  /// A stable word for programs, in `kebab-case`, such as `unknown-key`.
  public var code: String
  public var severity: Severity
  public var message: String
  public var hint: String?
  /// The path of the file, as its reader should see it.
  public var file: String?
  public var position: SourcePosition?

  public init(
    _ code: String, _ message: String, severity: Severity = .error, hint: String? = nil,
    file: String? = nil, at position: SourcePosition? = nil
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.hint = hint
    self.file = file
    self.position = position
  }
}

extension [Diagnostic] {
  /// The most diagnostics that a report shows; more are counted, not listed.
  public static var limit: Int { 100 }

  public var hasErrors: Bool { contains { $0.severity == .error } }

  public func count(_ severity: Severity) -> Int { reduce(0) { $0 + ($1.severity == severity ? 1 : 0) } }

  /// The same diagnostics by file, place and code; paths compare as bytes.
  public func inOrder() -> [Diagnostic] {
    sorted { left, right in
      let (a, b) = (left.file ?? "", right.file ?? "")
      if !a.utf8.elementsEqual(b.utf8) { return a.utf8.lexicographicallyPrecedes(b.utf8) }
      let (p, q) = (left.position ?? .start, right.position ?? .start)
      if p != q { return p < q }
      if left.code != right.code { return left.code < right.code }
      return left.message < right.message
    }
  }
}
