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
    var compiler = ConditionCompiler(schema: schema)
    compiler.compile(rights, workflows)
    let diagnostics = (checker.diagnostics + compiler.diagnostics).inOrder()
    guard !diagnostics.hasErrors else { return (nil, diagnostics) }
    let calendars = rights.calendars.compactMap { declared in
      BusinessCalendar(
        id: declared.id, zone: declared.zone.value == "UTC" ? .utc : zones[declared.zone.value] ?? .utc,
        hours: declared.hours, days: declared.days, holidays: declared.holidays)
    }
    let main = rights.calendars.first(where: \.isDefault)?.id ?? rights.calendars.first?.id
    return (
      CompiledWorkflows(
        rights: rights, workflows: workflows, calendars: calendars,
        defaultCalendar: calendars.first { $0.id == main } ?? .plain, conditions: compiler.conditions),
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
