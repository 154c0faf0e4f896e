package import CostEngine
package import Diagnostics
package import FactSchema
package import PolicyEngine
package import WorkflowEngine

/// All rules and workflows of an organisation, checked and compiled: what a request pins by its digest.
package struct Bundle: Sendable {
  package let files: BundleFiles
  package let schema: Schema
  package let policy: CompiledPolicy
  package let tests: [RuleTest]
  /// Those that the files declare, and the canonical ones.
  package let meters: Meters
  package let priceBooks: [PriceBook]
  package let contracts: [Contract]
  package let budgets: [Budget]
  package let allocation: Allocation?
  /// Nothing where only rules were loaded.
  package let workflows: CompiledWorkflows?

  /// In the order of path and place.
  package var rules: [Rule] { policy.rules.map(\.rule) }

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
  /// How many rules could be read, sound or not.
  package let ruleCount: Int
  /// How many workflows could be read, sound or not.
  package let workflowCount: Int
}
