import CEL
package import Diagnostics
package import SpendModel

/// An expression over the facts of a request that says where something holds, such as a waiver.
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
    let expression = ExpressionChecker(environment: environment).expression(
      source, as: .bool, guards: [], missing: .refused, &errors)
    return (expression.map { RequestScope($0, environment) }, errors)
  }
}
