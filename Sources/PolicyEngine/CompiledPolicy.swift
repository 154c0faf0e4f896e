package import Diagnostics
package import FactSchema

/// Rules, checked and ready to judge.
package struct CompiledPolicy: Sendable {
  package let schema: Schema
}

package struct PolicyCompiler {
  package static func compile(
    schema: Schema, rules: [Rule], reviews: [String]?
  ) -> (policy: CompiledPolicy, diagnostics: [Diagnostic]) { (CompiledPolicy(schema: schema), []) }
}
