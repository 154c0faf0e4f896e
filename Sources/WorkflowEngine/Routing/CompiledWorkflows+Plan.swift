package import SpendModel

extension CompiledWorkflows {
  /// The workflow that a request takes: of those whose condition holds the one of greatest priority, else the default.
  func select(_ input: RoutingInput, notes: inout [String]) -> Workflow? {
    var best: Workflow?
    for workflow in workflows {
      guard let when = workflow.select.when else { continue }
      switch truth(when, scope(input)) {
      case .yes: if best.map({ $0.select.priority < workflow.select.priority }) ?? true { best = workflow }
      case .no: break
      case .unknown(let error): notes.append("workflow `\(workflow.id.value)`: \(error)")
      }
    }
    return best ?? workflows.first { $0.select.isDefault }
  }

  /// Who has to decide a request by when, and whether it may take a fast lane; pure.
  ///
  /// - Parameter lanesOpen: Whether fast lanes may be tried at all; they never are where a rule required or denied.
  package func plan(_ submission: Submission, verdict: Verdict, at: Timestamp, lanesOpen: Bool = true) -> Plan? {
    var input = RoutingInput(submission, verdict)
    input.bound = bound(input)
    var notes: [String] = []
    guard let workflow = select(input, notes: &notes) else { return nil }
    input.separation = workflow.separation
    input.authors = workflow.authors(of: submission.change, at: at)
    var lane: Workflow.Lane?
    if lanesOpen, verdict.outcome < .require {
      for candidate in workflow.lanes where lane == nil {
        switch truth(candidate.when, scope(input)) {
        case .yes: lane = candidate
        case .no: break
        case .unknown(let error): notes.append("lane `\(candidate.id)`: \(error)")
        }
      }
    }
    let calendar = calendar(workflow.calendar?.value)
    var plan = Plan(
      workflow: workflow.id.value, lane: lane, stages: [], expires: calendar.adding(workflow.ttl, to: at), notes: notes)
    guard lane == nil, verdict.outcome != .deny else { return plan }
    plan.stages = stages(of: workflow, input: input, notes: &plan.notes)
    settleFeasibility(of: &plan, workflow: workflow, input: input)
    open(&plan, at: at)
    return plan
  }

  /// The stages that a workflow and the demanded reviews ask for, before fallbacks stand in.
  func stages(of workflow: Workflow, input: RoutingInput, notes: inout [String]) -> [PlannedStage] {
    var active: [(definition: StageDefinition, why: PlannedStage.Reason)] = []
    var covered: Set<String> = []
    for stage in workflow.stages {
      let demanded = stage.reviews.filter { input.reviews.contains($0.value) }
      covered.formUnion(demanded.map(\.value))
      var isActive = !demanded.isEmpty
      if !isActive {
        if let when = stage.when {
          switch truth(when, scope(input, stage: stage)) {
          case .yes: isActive = true
          case .no: break
          case .unknown(let error):
            // Whether it is needed is not known: towards a human.
            isActive = true
            notes.append("stage `\(stage.id)`: \(error)")
          }
        } else {
          isActive = stage.reviews.isEmpty
        }
      }
      if isActive { active.append((stage, demanded.isEmpty ? .workflow : .rule)) }
    }
    let inserted = input.reviews.filter { !covered.contains($0) }.compactMap { review in
      rights.reviews.first { $0.id == review }.map { ($0, PlannedStage.Reason.rule) }
    }
    let place = active.firstIndex { $0.definition.right == .decide } ?? active.count
    active.insert(
      contentsOf: inserted.filter { review, _ in !active.contains { $0.definition.id == review.id } }, at: place)
    let ids = Set(active.map(\.definition.id))
    var stages = active.map {
      stage($0.definition, why: $0.why, of: workflow, present: ids, input: input, notes: &notes)
    }
    insertAuthority(into: &stages, workflow: workflow, input: input, notes: &notes)
    return stages
  }

  func stage(
    _ definition: StageDefinition, why: PlannedStage.Reason, of workflow: Workflow, present: Set<String>,
    input: RoutingInput, notes: inout [String]
  ) -> PlannedStage {
    let named = named(definition.candidates, stage: definition, input: input, directory: directory)
    // Anybody may be told.
    var admitted =
      definition.right == .inform ? named : admitted(named, to: definition, input: input, directory: directory)
    notes += admitted.notes
    let seats = seatPeople(definition, input: input, directory: directory)
    if !seats.isEmpty { admitted.people.removeAll { person in !seats.contains { $0.contains(person) } } }
    return PlannedStage(
      id: definition.id, right: definition.right, why: why,
      reviews: definition.reviews.map(\.value).filter { input.reviews.contains($0) },
      needs: definition.needs.map(\.value).filter(present.contains), candidates: admitted.people,
      seats: seats,
      approve: seats.isEmpty ? definition.quorum.approvals(among: admitted.people.count) : seats.count,
      reject: definition.quorum.reject, weighing: definition.quorum.weighing,
      reads: definition.reads?.map(\.value), duePeriod: definition.due,
      calendar: calendar(definition.calendar?.value ?? workflow.calendar?.value).id, passedOver: admitted.passedOver,
      excluded: admitted.excluded, usesFallback: false, isOpen: false)
  }

  /// Where no decider can hold the amount, others have to agree to it first.
  private func insertAuthority(
    into stages: inout [PlannedStage], workflow: Workflow, input: RoutingInput, notes: inout [String]
  ) {
    guard let place = stages.firstIndex(where: { $0.right == .decide }), directory.authority != nil,
      let decision = workflow.stages.first(where: { $0.right == .decide }),
      !stages.contains(where: { $0.id == Self.authorityReview }),
      let review = rights.reviews.first(where: { $0.id == Self.authorityReview })
    else { return }
    var deciders = stages[place].candidates
    if deciders.isEmpty {
      let standIns = standIns(for: decision, input: input, directory: directory)
      deciders = standIns.people.filter { exclusion(of: $0, input: input, directory: directory) == nil }
    }
    if let exposure = input.exposure {
      if directory.hold(deciders, amount: exposure) { return }
    } else if deciders.contains(where: { directory.limit(of: $0).map { $0.upTo == nil } ?? false }) {
      return
    }
    let ids = Set(stages.map(\.id))
    stages.insert(stage(review, why: .authority, of: workflow, present: ids, input: input, notes: &notes), at: place)
  }

  /// Lets fallbacks stand in where people are missing, and marks what still cannot be completed.
  private func settleFeasibility(of plan: inout Plan, workflow: Workflow, input: RoutingInput) {
    func unfilled(_ stages: [PlannedStage]) -> Set<Int> {
      let blocking = stages.indices.filter { stages[$0].right == .agree || stages[$0].right == .decide }
      return feasibilityGaps(
        blocking.flatMap { place in
          let stage = stages[place]
          guard stage.seats.isEmpty else {
            return stage.seats.map { StageDemand(place, needs: 1, candidates: $0) }
          }
          guard let weighing = stage.weighing else {
            return [StageDemand(place, needs: stage.approve, candidates: stage.candidates)]
          }
          return [
            StageDemand(
              place, needs: weighing.minPeople, candidates: stage.candidates, weight: (weighing.needed, weighing))
          ]
        }, distinct: workflow.separation.distinct)
    }
    // An input stage without anybody waits for its due time in vain: its fallback looks at it.
    var short = unfilled(plan.stages)
    short.formUnion(
      plan.stages.indices.filter { plan.stages[$0].right == .input && plan.stages[$0].candidates.isEmpty })
    for index in short.sorted() {
      guard let definition = definition(of: plan.stages[index].id, in: workflow) else { continue }
      let standIns = standIns(for: definition, input: input, directory: directory)
      var named = Candidates()
      named.people = standIns.people
      let admitted = admitted(named, to: definition, input: input, directory: directory)
      var stage = plan.stages[index]
      stage.usesFallback = true
      stage.excluded += admitted.excluded.filter { !stage.excluded.contains($0) }
      stage.candidates = unique(stage.candidates + admitted.people)
      if let approve = standIns.approve, stage.seats.isEmpty {
        stage.approve = approve
        stage.weighing = nil
      }
      for seat in stage.seats.indices { stage.seats[seat] = unique(stage.seats[seat] + admitted.people) }
      plan.stages[index] = stage
    }
    guard !short.isEmpty else { return }
    for index in unfilled(plan.stages).sorted() {
      let stage = plan.stages[index]
      plan.stages[index].blocked = PlannedStage.Blocked(
        because: "needs \(stage.approve), and too few people may act",
        told: rescuers(for: definition(of: stage.id, in: workflow), input: input, directory: directory))
    }
  }

  private func open(_ plan: inout Plan, at: Timestamp) {
    let hasOthers = plan.stages.contains { $0.right == .agree || $0.right == .input }
    for index in plan.stages.indices {
      let stage = plan.stages[index]
      guard stage.blocked == nil, stage.needs.isEmpty, stage.right != .decide || !hasOthers else { continue }
      plan.stages[index].isOpen = true
      plan.stages[index].due = stage.duePeriod.map { calendar(stage.calendar).adding($0, to: at) }
    }
  }

  /// The stage of that id in a workflow, else in the catalogue.
  func definition(of id: String, in workflow: Workflow?) -> StageDefinition? {
    // By place: a definition is large, and copying each one on the way would take longer than all else.
    if let workflow, let place = workflow.stages.indices.first(where: { workflow.stages[$0].id == id }) {
      return workflow.stages[place]
    }
    let reviews = rights.reviews
    if let place = reviews.indices.first(where: { reviews[$0].id == id }) { return reviews[place] }
    return id == Self.postReview ? postReviewDefinition : nil
  }

  package static let authorityReview = "authority"
}
