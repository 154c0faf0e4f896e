package import CEL
package import Diagnostics
package import FactSchema

extension CompiledWorkflows {
  /// Checks decision rights and workflows together, and makes them ready to route requests.
  ///
  /// - Parameters:
  ///   - schema: The facts that conditions may read.
  ///   - zones: The rules of the zones that calendars name: ``zoneNames(of:)``.
  ///   - demands: What rules demand, and the facts that made them: whoever stands for a review should judge those.
  /// - Returns: Nothing where there is an error, and all diagnostics.
  package static func compile(
    rights: DecisionRights, workflows: [Workflow], schema: Schema, zones: [String: ZoneRules],
    demands: [ReviewDemand] = []
  ) -> (workflows: CompiledWorkflows?, diagnostics: [Diagnostic]) {
    var checker = WorkflowChecker(rights: rights, workflows: workflows, schema: schema, zones: zones)
    checker.check()
    checker.check(demands)
    var compiler = ConditionCompiler(schema: schema, host: .standing(on: rights, zones: zones))
    compiler.compile(rights, workflows)
    checker.check(whens: compiler.conditions)
    let diagnostics = (checker.diagnostics + compiler.diagnostics).inOrder()
    guard !diagnostics.hasErrors else { return (nil, diagnostics) }
    let (calendars, main) = rights.businessCalendars(zones)
    return (
      CompiledWorkflows(
        rights: rights, workflows: workflows, calendars: calendars, defaultCalendar: main,
        conditions: compiler.conditions),
      diagnostics
    )
  }

  /// The names of the catalogue's reviews, which rules may demand.
  package var reviewNames: [String] { rights.reviews.map(\.id) }
}

/// A review that a rule demands, and the facts that its condition reads.
package struct ReviewDemand: Sendable, Hashable {
  package var rule: String
  package var review: String
  /// As paths from the top: `["request", "data", "class"]`.
  package var facts: [[String]]

  package init(rule: String, review: String, facts: [[String]]) {
    self.rule = rule
    self.review = review
    self.facts = facts
  }
}
