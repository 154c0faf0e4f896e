import CEL
package import Diagnostics
package import SpendModel

/// An expression over the facts of a request, or of what else a rule looks at, that says where something holds, such
/// as a waiver.
package struct RequestScope: Sendable {
  private let expression: FactExpression
  private let environment: FactEnvironment

  fileprivate init(_ expression: FactExpression, _ environment: FactEnvironment) {
    self.expression = expression
    self.environment = environment
  }

  /// Whether the request lies in the scope; one whose scope cannot be judged does not, so that the rule stands.
  package func covers(_ facts: Facts, at instant: Timestamp) -> Bool {
    expression.truth(environment.bind(facts, now: instant)) == .holds
  }
}

extension CompiledPolicy {
  /// Checks an expression over the facts of requests, as a rule's condition is checked.
  package func scope(_ source: SourceExpression) -> (scope: RequestScope?, diagnostics: [Diagnostic]) {
    var errors: [Diagnostic] = []
    let scope = RequestScope(source, environment, &errors)
    return (scope, errors)
  }
}

extension CompiledRule {
  /// Checks an expression over the facts that this rule may read: those of requests, of a group of usage, of a record.
  package func scope(_ source: SourceExpression) -> (scope: RequestScope?, diagnostics: [Diagnostic]) {
    var errors: [Diagnostic] = []
    let scope = RequestScope(source, environment, &errors)
    return (scope, errors)
  }
}

extension RequestScope {
  fileprivate init?(_ source: SourceExpression, _ environment: FactEnvironment, _ errors: inout [Diagnostic]) {
    let checked = ExpressionChecker(environment: environment).expression(
      source, as: .bool, guards: [], missing: .refused, &errors)
    guard let checked else { return nil }
    self.init(checked, environment)
  }
}
