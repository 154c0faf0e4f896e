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
    for workflow in workflows { countVetoes(of: workflow, demands) }
  }

  /// The most stages of a request's way that may veto before it is said that they are many.
  static let mostVetoes = 4

  /// Warns about a workflow whose own vetoes are many only with those that one rule brings along.
  private mutating func countVetoes(of workflow: Workflow, _ demands: [ReviewDemand]) {
    let own = workflow.stages.filter { $0.right == .agree }
    guard own.count <= Self.mostVetoes else { return }
    file = workflow.file
    var worst: (rule: String, brought: [String], count: Int)?
    for rule in unique(demands.map(\.rule)) {
      let reviews = unique(demands.filter { $0.rule == rule }.map(\.review))
      let brought = reviews.filter { review in
        rights.reviews.contains { $0.id == review && $0.right == .agree }
          && !workflow.stages.contains { stage in stage.reviews.contains { $0.value == review } }
      }
      let asked = own.filter { stage in
        stage.isAlwaysAsked || stage.reviews.contains { reviews.contains($0.value) }
      }
      let count = asked.count + brought.count
      if !brought.isEmpty, count > worst?.count ?? Self.mostVetoes { worst = (rule, brought, count) }
    }
    guard let worst else { return }
    let names = worst.brought.map { "`\($0)`" }.joined(separator: ", ")
    report(
      "many-vetoes", "\(worst.count) stages may veto, with \(names) that rule `\(worst.rule)` brings along",
      severity: .warning, hint: "each `agree` is a veto; let some give `input`, or one stage stand for several",
      at: own.last?.position ?? workflow.id.position)
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
