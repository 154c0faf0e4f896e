import CEL
import Diagnostics
import SpendModel

extension WorkflowChecker {
  /// Whether what a workflow grants in parts, or again and again, can be released and confirmed by somebody.
  mutating func checkGrant(of workflow: Workflow) {
    if let recertify = workflow.grant.recertify {
      let stages = workflow.stages.filter { $0.right == .decide || $0.right == .agree }.map(\.id)
      if !stages.contains(recertify.by.value) { unknown("stage that approves", recertify.by, among: stages) }
      if let expires = workflow.grant.expires, recertify.every.wallSeconds >= expires.wallSeconds {
        report(
          "recertify-after-the-end", "the grant ends before it is confirmed for the first time", severity: .warning,
          hint: "write a shorter `every`, or a longer `expires`", at: recertify.by.position)
      }
    }
    for stage in workflow.stages { checkTranches(of: stage) }
  }

  private mutating func checkTranches(of stage: StageDefinition) {
    let tranches = stage.conditions.tranches
    guard let first = tranches.first else { return }
    if stage.right != .decide {
      report(
        "tranches-without-decision", "only the stage that decides grants in tranches",
        hint: "write `tranches` under its `conditions`", at: first.position)
    }
    let sum = tranches.reduce(0) { $0 + $1.release }
    if sum != 100 {
      report(
        "tranche-sum", "the tranches release \(sum) % of the caps", hint: "together they release 100 %",
        at: first.position)
    }
    if let when = first.when {
      report(
        "tranche-condition", "the first tranche waits for `\(when.text)`",
        hint: "it comes with the approval: leave `when` out, and let an `eligible` or a rule say who is approved",
        at: when.position)
    }
    for tranche in tranches.dropFirst() {
      guard let when = tranche.when else {
        report(
          "tranche-condition", "a further tranche without a condition",
          hint: "write `when: \"evidence('report').score >= 0.7\"`", at: tranche.position)
        continue
      }
      if case .failure(let errors) = TrancheCondition.compile(when.text) {
        for error in errors.errors {
          report(error.code, error.message, hint: error.hint, at: when.locate(error.position))
        }
      } else if TrancheCondition.kinds(in: when.text).isEmpty {
        report(
          "tranche-condition", "`\(when.text)` reads no evidence",
          hint: "write `evidence('report').score >= 0.7`", at: when.position)
      }
    }
  }
}
