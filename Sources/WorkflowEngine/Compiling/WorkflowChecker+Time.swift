import Diagnostics
import SpendModel

extension WorkflowChecker {
  /// Warns about a request that ends by itself before its stages, each taking its time, could be through.
  mutating func checkTime(of workflow: Workflow) {
    // A Monday morning in a year without holidays.
    let start = Timestamp(clamping: 345_600_000_000 + 9 * 3_600_000_000)
    let calendar = BusinessCalendar.plain
    var done: [String: Timestamp] = [:]
    var open = workflow.stages.filter { $0.right != .decide }
    while let index = open.firstIndex(where: { stage in
      stage.needs.allSatisfy { need in !open.contains { $0.id == need.value && $0.id != stage.id } }
    }) {
      let stage = open.remove(at: index)
      let begin = stage.needs.compactMap { done[$0.value] }.max() ?? start
      done[stage.id] = stage.due.map { calendar.adding($0, to: begin) } ?? begin
    }
    guard open.isEmpty, let decision = workflow.stages.first(where: { $0.right == .decide }), let due = decision.due
    else { return }
    let decided = calendar.adding(due, to: done.values.max() ?? start)
    guard decided > calendar.adding(workflow.ttl, to: start) else { return }
    report(
      "short-life", "requests end after \(workflow.ttl), before `\(decision.id)` is due", severity: .warning,
      hint: "give them more time with `ttl`, or the stages less", at: workflow.id.position)
  }
}
