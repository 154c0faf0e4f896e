import CEL
import Diagnostics
import SpendModel

extension WorkflowChecker {
  /// Warns about reviews whose voters do not judge the facts that made the review necessary: their votes would outlive
  /// a change of those.
  mutating func check(_ demands: [ReviewDemand]) {
    for demand in demands {
      file = rights.file
      if let review = rights.reviews.first(where: { $0.id == demand.review }) { check(review, against: demand) }
      for workflow in workflows {
        file = workflow.file
        for stage in workflow.stages where stage.reviews.contains(where: { $0.value == demand.review }) {
          check(stage, against: demand)
        }
      }
    }
  }

  /// Warns about stages whose voters do not judge what their own `when` asks: a vote would outlive its change.
  mutating func check(whens conditions: ConditionSet) {
    for workflow in workflows {
      file = workflow.file
      for stage in workflow.stages {
        guard let when = stage.when, let reads = stage.reads,
          let program = conditions.programs[.init(place: .stage, text: when.text)]
        else { continue }
        let known = reads.map { $0.value.split(separator: ".").map(String.init) }
        var told: Set<[String]> = []
        for attribute in program.expression.attributes(of: program.expression.root)
        where attribute.path.first == "request" && attribute.path.count > 1 {
          let fact = Array(attribute.path.dropFirst())
          guard !known.contains(where: { fact.starts(with: $0) || $0.starts(with: fact) }),
            told.insert(fact).inserted
          else { continue }
          report(
            "unread-fact", "`\(stage.id)` does not read `\(fact.joined(separator: "."))`, which its `when` asks for",
            severity: .warning, hint: "add it to `reads`, or a vote outlives its change",
            at: reads.first?.position ?? stage.position)
        }
      }
    }
  }

  private mutating func check(_ stage: StageDefinition, against demand: ReviewDemand) {
    guard let reads = stage.reads else { return }
    let known = reads.map { $0.value.split(separator: ".").map(String.init) }
    for path in demand.facts where path.first == "request" && path.count > 1 {
      let fact = Array(path.dropFirst())
      guard !known.contains(where: { fact.starts(with: $0) || $0.starts(with: fact) }) else { continue }
      report(
        "unread-fact",
        "`\(stage.id)` does not read `\(fact.joined(separator: "."))`, for which `\(demand.rule)` asks for it",
        severity: .warning, hint: "add it to `reads`, or a vote outlives its change",
        at: reads.first?.position ?? stage.position)
    }
  }
}
