/// Limits of what is parsed, inclusive.
public struct ParserLimits: Sendable {
  /// Of a source.
  public var codePoints: Int
  /// Of literals, names, operators, calls and macros.
  public var nodes: Int
  /// Of expressions within expressions, parentheses, lists, maps and arguments included; 250 at most.
  public var depth: Int
  /// Of operators that hang on each other, as in `a + b + c` and `a.b.c`; `&&` and `||` count by their logarithm; 500
  /// at most.
  public var height: Int

  /// What is walked by recursion fits the stack of any thread within these.
  private static let deepest = (depth: 250, height: 500)

  public init(codePoints: Int = 100_000, nodes: Int = 100_000, depth: Int = 250, height: Int = 500) {
    self.codePoints = codePoints
    self.nodes = nodes
    self.depth = min(depth, Self.deepest.depth)
    self.height = min(height, Self.deepest.height)
  }

  public static let standard = ParserLimits()
}

/// What a parser needs to know of an environment.
struct ParserOptions: Sendable {
  var libraries: Set<Library> = Set(Library.allCases)
  /// Functions with dots in their names, such as `math.abs`: a call of one has no target.
  var qualifiedFunctions: Set<String> = []
  /// The name of the container, and of all around it, from the innermost: `a.b`, `a`.
  var containers: [String] = []
  /// Short words that stand for the beginnings of names.
  var aliases: [String: String] = [:]
  var hasMacros = true
  var limits = ParserLimits.standard

  /// What a name stands for whose first word is an alias; nothing for other names.
  func unaliased(_ name: String) -> String? {
    guard !aliases.isEmpty, let full = aliases[String(name.prefix { $0 != "." })] else { return nil }
    return full + name.drop { $0 != "." }
  }
}
