import PolicyEngine
import StrictJSON
import BundleLoading
import Diagnostics
import SpendModel
import WorkflowEngine

extension GovernanceService {
  /// Runs the examples of the workflows: which lane opens, or which stages become part of the plan.
  func runWorkflowExamples(_ bundle: ActiveBundle) -> [TestReport.Case] {
    bundle.workflows.workflows.flatMap { workflow in
      workflow.examples.map { example in
        let name = "\(workflow.id.value): \(example.name)"
        guard let problem = problem(with: example, of: workflow, in: bundle) else {
          return TestReport.Case(subject: workflow.id.value, name: name, passed: true, diagnostic: nil)
        }
        return TestReport.Case(
          subject: workflow.id.value, name: name, passed: false,
          diagnostic: Diagnostic(
            "example-failed", "example `\(example.name)` of `\(workflow.id.value)`: \(problem)", file: workflow.file,
            at: example.position))
      }
    }
  }

  private func problem(with example: WorkflowExample, of workflow: Workflow, in bundle: ActiveBundle) -> String? {
    var facts = example.given
    let directory = bundle.workflows.directory
    var requester = ""
    if case .string(let id)? = facts[path: ["requester", "id"]] { requester = id }
    // Who asks does not matter to most examples: somebody who decides nothing, where there is one.
    if requester.isEmpty {
      let person =
        directory.people.first { directory.limit(of: $0.id) == nil && $0.manager != nil } ?? directory.people.first
      guard let person else { return "the directory is empty" }
      requester = person.id
      facts["requester"] = .object(requesterFacts(person))
    }
    guard directory.person(requester) != nil else { return "no person `\(requester)` in the directory" }
    if facts["now"] == nil { facts["now"] = .timestamp(now) }
    var cost: Money?
    if case .money(let stated)? = facts[path: ["request", "cost"]] { cost = stated }
    let verdict = bundle.policy.evaluate(facts, at: now)
    let submission = Submission(
      id: "", requester: requester, submitter: requester, beneficiary: requester, facts: facts,
      canonicalFacts: .object([]),
      canonicalRequester: .object([]), cost: cost, exposure: cost, previous: nil)
    guard let plan = bundle.workflows.plan(submission, verdict: verdict, at: now) else { return "no workflow takes it" }
    guard plan.workflow == workflow.id.value else { return "workflow `\(plan.workflow)` takes it" }
    if verdict.outcome == .deny {
      let rules = verdict.fired.filter { $0.effect == .deny }.map(\.id).joined(separator: ", ")
      return "it is denied by \(rules)"
    }
    let lane = plan.lane?.id
    guard lane == example.lane else {
      return lane.map { "lane `\($0)` opens" } ?? "no lane opens: the rules say `\(verdict.outcome.rawValue)`"
    }
    guard lane == nil else { return nil }
    let stages = Set(plan.stages.map(\.id))
    let expected = Set(example.stages)
    guard stages == expected else {
      return
        "the stages are \(plan.stages.map(\.id).joined(separator: ", ")), expected \(example.stages.joined(separator: ", "))"
    }
    let isBlocked = !plan.blocked.isEmpty
    guard example.isBlocked == nil || example.isBlocked == isBlocked else {
      return isBlocked ? "it is blocked: \(plan.blocked.first?.blocked?.because ?? "")" : "it is not blocked"
    }
    return nil
  }
}
