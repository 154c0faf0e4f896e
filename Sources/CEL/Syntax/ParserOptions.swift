/// Limits of what is parsed, inclusive.
public enum ParserLimits {
  /// Of a source.
  public static let codePoints = 100_000
  /// Of expressions within expressions, parentheses, lists, maps and arguments included.
  public static let depth = 250
  /// Of operators that hang on each other, as in `a + b + c` and `a.b.c`; `&&` and `||` count by their logarithm.
  public static let height = 500
}

/// What a parser needs to know of an environment.
struct ParserOptions: Sendable {
  var libraries: Set<Library> = Set(Library.allCases)
  /// Functions with dots in their names, such as `math.abs`: a call of one has no target.
  var qualifiedFunctions: Set<String> = []
  /// The name of the container, and of all around it, from the innermost: `a.b`, `a`.
  var containers: [String] = []
  var hasMacros = true
}
