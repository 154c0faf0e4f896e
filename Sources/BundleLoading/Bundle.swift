package import Diagnostics
package import FactSchema
package import PolicyEngine

/// All rules and workflows of an organisation, checked and compiled: what a request pins by its digest.
package struct Bundle: Sendable {
  package let files: BundleFiles
  package let schema: Schema
  package let policy: CompiledPolicy
  package let rules: [Rule]
  package let tests: [RuleTest]

  /// The SHA-256 of the files' manifest, in hex.
  package var digest: String { files.digest }
}

/// What came of loading files: a bundle, or the reasons why there is none.
package struct LoadedBundle: Sendable {
  /// Nothing where there is an error.
  package let bundle: Bundle?
  /// All that is wrong with the files, by file and place.
  package let diagnostics: [Diagnostic]
  /// The files that the diagnostics point into, by their paths there.
  package let sources: [String: SourceFile]
}
