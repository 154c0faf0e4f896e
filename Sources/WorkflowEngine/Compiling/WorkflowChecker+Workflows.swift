import Diagnostics
import FactSchema
import SpendModel

extension WorkflowChecker {
  mutating func checkReviews() {
    for review in rights.reviews {
      if review.right == .decide {
        report(
          "decide-in-catalogue", "the review `\(review.id)` decides",
          hint: "reviews are `agree` or `input`; a workflow decides",
          at: review.position)
      }
      check(review, of: nil)
      if review.ladder == nil, !rights.ladders.contains(where: { $0.id == "default" }) {
        report(
          "no-ladder", "the review `\(review.id)` has no ladder", hint: "add a ladder `default`, or `escalate` here",
          at: review.position)
      }
    }
    func demand(_ id: String, because hint: String) {
      if !rights.reviews.contains(where: { $0.id == id }) {
        report("missing-review", "the catalogue has no review `\(id)`", hint: hint, at: rights.id.position)
      }
    }
    demand("governance", because: "a rule whose condition errs asks for it")
    if rights.authority != nil { demand("authority", because: "an amount that no decider holds asks for it") }
  }

  mutating func checkWorkflows() {
    let names = rights.reviews.map(\.id)
    var seen: [String: Workflow] = [:]
    for workflow in workflows {
      file = workflow.file
      if let first = seen[workflow.id.value] {
        report(
          "duplicate-id", "a second workflow `\(workflow.id.value)`", hint: "the first stands in `\(first.file ?? "")`",
          at: workflow.id.position)
      }
      seen[workflow.id.value] = workflow
      check(workflow, reviews: names)
    }
    checkSelection()
  }

  private mutating func check(_ workflow: Workflow, reviews: [String]) {
    check(workflow.owner)
    check(workflow.ladder)
    check(calendar: workflow.calendar)
    for reference in workflow.informed { check(reference) }
    for step in workflow.perform {
      check(step.owner)
      check(step.verify)
      check(step.ladder)
    }
    checkSeparation(of: workflow)
    unique(workflow.perform.map { Located($0.id, at: $0.position) }, "step to perform")
    unique(workflow.lanes.map { Located($0.id, at: $0.position) }, "lane")
    unique(workflow.stages.map { Located($0.id, at: $0.position) }, "stage")
    if let reserve = workflow.grant.reserve, let type = check(fact: reserve, under: [], as: "reserve") {
      switch type {
      case .string, .enumeration: break
      default:
        report(
          "wrong-type", "`\(reserve.value)` is no string", hint: "name the fact that holds the cost center",
          at: reserve.position)
      }
    }
    for stage in workflow.stages {
      for review in stage.reviews where !reviews.contains(review.value) { unknown("review", review, among: reviews) }
      if reviews.contains(stage.id), !stage.reviews.contains(where: { $0.value == stage.id }) {
        report(
          "stage-hides-review", "the stage `\(stage.id)` has the name of a review",
          hint: "write `for: [\(stage.id)]` if it stands for it, or another name", at: stage.position)
      }
      check(stage, of: workflow)
    }
    checkOrder(of: workflow)
    checkGrant(of: workflow)
    checkTime(of: workflow)
    let vetoes = workflow.stages.filter { $0.right == .agree }
    if vetoes.count > Self.mostVetoes {
      report(
        "many-vetoes", "\(vetoes.count) stages may veto", severity: .warning,
        hint: "each `agree` is a veto; let some give `input`", at: vetoes[Self.mostVetoes].position)
    }
    if workflow.ladder == nil, !rights.ladders.contains(where: { $0.id == "default" }) {
      report(
        "no-ladder", "the workflow has no ladder", hint: "write `escalate`, or add a ladder `default`",
        at: workflow.id.position)
    }
  }

  private mutating func checkSeparation(of workflow: Workflow) {
    if !workflow.separation.exclude.contains(.requester) {
      report(
        "self-approval", "the requester may decide their own request",
        hint: "write `requester` under `separation.exclude`",
        at: workflow.id.position)
    }
    if !workflow.separation.exclude.contains(.beneficiary) {
      report(
        "self-approval", "the beneficiary may decide the request", severity: .warning,
        hint: "write `beneficiary` under `separation.exclude`", at: workflow.id.position)
    }
  }

  private mutating func unique(_ names: [Located<String>], _ what: String) {
    var seen: Set<String> = []
    for name in names where !seen.insert(name.value).inserted {
      report("duplicate-id", "a second \(what) `\(name.value)`", hint: "ids are unique", at: name.position)
    }
  }

  private mutating func check(calendar: Located<String>?) {
    guard let calendar, !rights.calendars.contains(where: { $0.id == calendar.value }) else { return }
    unknown("calendar", calendar, among: rights.calendars.map(\.id))
  }

  // MARK: - Stages

  /// What is wrong with a stage as such, or with a review of the catalogue.
  private mutating func check(_ stage: StageDefinition, of workflow: Workflow?) {
    let before = diagnostics.count(.error)
    for source in stage.candidates {
      switch source {
      case .actor(let reference): check(reference)
      case .chain(let start, _): check(start)
      case .expression: break
      }
    }
    if let fallback = stage.fallback { check(fallback.to) }
    check(stage.ladder)
    check(calendar: stage.calendar)
    for name in stage.reads ?? [] { _ = check(fact: name, under: ["request"], as: "reads") }
    if stage.candidates.isEmpty {
      report("no-candidates", "the stage `\(stage.id)` has no candidates", hint: "name who may act", at: stage.position)
    }
    for exclusion in stage.exclude { if case .actor(let reference) = exclusion { check(reference) } }
    guard diagnostics.count(.error) == before, stage.right == .agree || stage.right == .decide else { return }
    checkPeople(of: stage)
  }

  // MARK: - Order

  private mutating func checkOrder(of workflow: Workflow) {
    let ids = workflow.stages.map(\.id)
    let deciders = workflow.stages.filter { $0.right == .decide }
    if deciders.isEmpty {
      report(
        "no-decision", "the workflow has no stage that decides", hint: "exactly one stage has `right: decide`",
        at: workflow.id.position)
    }
    for other in deciders.dropFirst() {
      report(
        "several-decisions", "a second stage that decides, `\(other.id)`", hint: "`\(deciders[0].id)` decides already",
        at: other.position)
    }
    if let decision = deciders.first {
      if !decision.reviews.isEmpty || decision.when != nil {
        report(
          "optional-decision", "the decision `\(decision.id)` depends on a condition",
          hint: "a decision is always part of the way",
          at: decision.position)
      }
      let place = workflow.stages.firstIndex { $0.id == decision.id } ?? 0
      for stage in workflow.stages[(place + 1)...] where stage.right != .decide {
        report(
          "stage-after-decision", "the stage `\(stage.id)` comes after the decision",
          hint: stage.right == .inform ? "write it under `after`" : "put it before `\(decision.id)`", at: stage.position
        )
      }
    }
    for stage in workflow.stages {
      for need in stage.needs {
        if !ids.contains(need.value) {
          unknown("stage", need, among: ids.filter { $0 != stage.id })
        } else if deciders.contains(where: { $0.id == need.value }), stage.right != .decide {
          report(
            "stage-after-decision", "the stage `\(stage.id)` waits for the decision", hint: "the decision waits for it",
            at: need.position)
        }
      }
    }
    reportNeedCycle(of: workflow)
  }

  private mutating func reportNeedCycle(of workflow: Workflow) {
    var done: Set<String> = []
    var open = workflow.stages
    while true {
      let ready = open.filter { stage in
        stage.needs.allSatisfy { need in done.contains(need.value) || !open.contains { $0.id == need.value } }
      }
      guard !ready.isEmpty else { break }
      done.formUnion(ready.map(\.id))
      open.removeAll { stage in ready.contains { $0.id == stage.id } }
    }
    guard let first = open.first else { return }
    report(
      "needs-cycle", "stages wait for each other: " + open.map { "`\($0.id)`" }.joined(separator: ", "),
      hint: "one of them has to come first", at: first.needs.first?.position ?? first.position)
  }
}
