/// What a file may take at most; each limit is refused by name, before it costs time or memory.
package enum YAMLLimits {
  /// The longest file, in bytes.
  package static let maxBytes = 8 << 20
  /// The deepest nesting of sequences and mappings.
  package static let maxDepth = 64
  /// The most nodes of a file, keys included.
  package static let maxNodes = 500_000
  /// The most documents of a file.
  package static let maxDocuments = 20_000
  /// The most lines of a file.
  package static let maxLines = 1_000_000
  /// The most keys of one mapping.
  package static let maxKeys = 10_000
  /// The most items of one sequence.
  package static let maxItems = 100_000
  /// The most diagnostics that are collected from one file; the first ones are kept.
  package static let maxDiagnostics = 100
}
