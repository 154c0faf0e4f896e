import SpendModel

/// A workflow in words: what it takes, who acts in which order, what an approval is worth.
package struct WorkflowOutline: Sendable {
  package var takes: [String]
  package var lanes: [(id: String, lines: [String])]
  package var stages: [StageOutline]
  /// The reviews of the catalogue for which it has no stage.
  package var reviews: [String]
  package var separation: String
  package var ladder: [String]
  package var grant: [String]
  package var duties: [(id: String, lines: [String])]
  package var told: [String]
}

/// A stage of a workflow in words.
package struct StageOutline: Sendable {
  package var definition: StageDefinition
  /// The longest way to it, from 1.
  package var level: Int
  package var candidates: String
  /// The people whom the candidates are today, as far as that does not depend on the request.
  package var people: [String]
  package var quorum: String
  /// What each seat of a joint stage takes.
  package var seats: [String]
  package var fallback: String?
  package var ladder: [String]
  package var asks: [String]
  /// What its voters may attach to an approval, in words.
  package var offers: [String]

  /// What stands in its box.
  package var lines: [String] {
    let stage = definition
    let due = stage.due.map { "due \($0)" }
    var lines: [String]
    if stage.seats.isEmpty {
      lines = [candidates]
      if stage.right != .inform { lines.append([quorum, due].compactMap { $0 }.joined(separator: ", ")) }
    } else {
      lines = seats + [stage.refusal, due].compactMap { $0 }
    }
    if let eligible = stage.eligible { lines.append("who: \(eligible.text)") }
    if !stage.reviews.isEmpty { lines.append("for " + stage.reviews.map(\.value).joined(separator: ", ")) }
    if let when = stage.when, !stage.isAlwaysAsked { lines.append("when \(when.text)") }
    if let fallback { lines.append("else \(fallback)") }
    if !asks.isEmpty { lines.append("asks: " + asks.joined(separator: "; ")) }
    if !stage.exclude.isEmpty { lines.append("without " + stage.exclude.map(\.spoken).joined(separator: ", ")) }
    return lines
  }
}

extension StageExclusion {
  package var spoken: String {
    switch self {
    case .separation(let word): word.rawValue
    case .actor(let reference): reference.value.description
    }
  }
}

extension ActorReference {
  /// In words: `manager of requester`.
  fileprivate var spoken: String {
    if case .managerOf(let other) = self { "manager of \(other.spoken)" } else { description }
  }
}

extension StageOutline {
  init(_ stage: StageDefinition, level: Int, of workflow: Workflow, in workflows: CompiledWorkflows) {
    definition = stage
    self.level = level
    func spoken(_ source: CandidateSource) -> String {
      switch source {
      case .actor(let reference): reference.value.spoken
      case .chain(let start, let until):
        "managers of \(start.value.spoken)" + (until.map { " until \($0.text)" } ?? "")
      case .expression(let expression): "whoever `\(expression.text)` names"
      }
    }
    var people: [String] = []
    for case .actor(let reference) in stage.candidates {
      switch reference.value {
      case .user, .group, .role: people += workflows.directory.people(reference.value, cast: Cast())
      default: break
      }
    }
    self.people = unique(people)
    candidates = stage.candidates.map(spoken).joined(separator: ", ")
    seats = stage.seats.map { seat in
      "\(seat.approve) of " + seat.candidates.map(spoken).joined(separator: ", ")
        + (seat.eligible.map { " where \($0.text)" } ?? "")
    }
    if !stage.seats.isEmpty {
      quorum = seats.joined(separator: " and ")
    } else {
      switch stage.quorum.approve {
      case .count(let count): quorum = "\(count) of them"
      case .all: quorum = "all of them"
      case .percent(let share): quorum = "\(share)% of them"
      case .weight(let weighing):
        let shares = weighing.shares.map { "\($0.person.value) \($0.weight)" }.joined(separator: ", ")
        quorum = "a weight of \(weighing.needed) (\(shares)) from \(weighing.minPeople) or more"
      }
    }
    if let refusal = stage.refusal { quorum += ", \(refusal)" }
    fallback = stage.fallback.map { fallback in
      (fallback.approve.map { "\($0) of " } ?? "") + fallback.to.value.spoken
    }
    ladder = stage.right == .inform ? [] : workflows.ladder(stage.ladder, workflow.ladder).rungs.map(\.spoken)
    asks = stage.terms.spoken
    offers = stage.conditions.offered
  }
}

extension StageDefinition {
  /// How many refusals stop it, where one does not.
  fileprivate var refusal: String? { quorum.reject > 1 ? "\(quorum.reject) to refuse" : nil }

  /// Whether it is part of every request's way, whatever rules demand.
  var isAlwaysAsked: Bool {
    guard let when else { return reviews.isEmpty }
    return when.text.utf8.elementsEqual("true".utf8)
  }
}

extension Ladder.Rung {
  /// `due+1bd replace group:governance`
  package var spoken: String {
    var words = "\(at.value) \(action.rawValue)"
    if let to { words += " \(to.value)" }
    if action.isTerminal { words += ", warned \(notice) before" }
    return words
  }
}

extension CompiledWorkflows {
  /// A workflow in words.
  ///
  /// - Parameter states: How the stages of one request stand, by id: only those that it has are told then.
  package func outline(of workflow: Workflow, states: [String: String]? = nil) -> WorkflowOutline {
    var takes: [String] = workflow.select.when.map { ["where \($0.text)"] } ?? []
    takes.append("priority \(workflow.select.priority)")
    if workflow.select.isDefault { takes.append("and whatever no other takes") }
    takes.append("ends by itself after \(workflow.ttl)")
    let levels = levels(of: workflow)
    let covered = Set(workflow.stages.flatMap { $0.reviews.map(\.value) })
    let excluded = Separation.Excluded.allCases.filter(workflow.separation.exclude.contains).map(\.rawValue)
    var stages = workflow.stages.map { StageOutline($0, level: levels[$0.id] ?? 1, of: workflow, in: self) }
    var reviews = rights.reviews.filter { !covered.contains($0.id) }
    if let states {
      stages.removeAll { states[$0.definition.id] == nil }
      let inserted = reviews.filter { states[$0.id] != nil }
      let place = stages.firstIndex { $0.definition.right == .decide } ?? stages.count
      stages.insert(contentsOf: inserted.map { StageOutline($0, level: 1, of: workflow, in: self) }, at: place)
      reviews = []
    }
    return WorkflowOutline(
      takes: takes,
      lanes: workflow.lanes.map { lane in
        var lines = ["when \(lane.when.text)"]
        lines += words(of: lane.grant).map { "grants \($0)" }
        if lane.sample > 0 { lines.append("\(lane.sample)% are looked at afterwards") }
        return (lane.id, lines)
      },
      stages: stages, reviews: reviews.map(\.id),
      separation: "without \(excluded.joined(separator: ", ")); a person counts once "
        + (workflow.separation.distinct == .all ? "per request" : "per stage"),
      ladder: ladder(workflow.ladder).rungs.map(\.spoken), grant: words(of: workflow.grant) + parts(of: workflow),
      duties: workflow.perform.map { step in
        let due = step.anchor == .approval ? "\(step.due)" : "\(step.due)".replacing("due", with: "grant.expires")
        var lines = [
          "\(step.owner.value.spoken), due \(due.replacing("due+", with: ""))", "verified by \(step.verify.value)",
        ]
        if !step.evidence.isEmpty { lines.append("evidence " + step.evidence.joined(separator: ", ")) }
        return (step.id, lines)
      }, told: workflow.informed.map { $0.value.spoken })
  }

  /// The longest way to each stage, from 1; the decision comes after all others.
  private func levels(of workflow: Workflow) -> [String: Int] {
    var levels: [String: Int] = [:]
    // Needs have no cycles; each turn settles at least one stage.
    for _ in workflow.stages {
      for stage in workflow.stages where levels[stage.id] == nil {
        let needs = stage.needs.map { levels[$0.value] }
        if needs.allSatisfy({ $0 != nil }) { levels[stage.id] = 1 + (needs.compactMap { $0 }.max() ?? 0) }
      }
    }
    let last = workflow.stages.filter { $0.right != .decide }.compactMap { levels[$0.id] }.max() ?? 0
    for stage in workflow.stages where stage.right == .decide { levels[stage.id] = last + 1 }
    return levels
  }

  /// The parts in which a decision lets the caps be used.
  private func parts(of workflow: Workflow) -> [String] {
    let tranches = workflow.stages.first { $0.right == .decide }?.conditions.tranches ?? []
    return tranches.map { part in
      "\(part.release)% of it " + (part.when.map { "once \($0.text)" } ?? "at once")
    }
  }

  private func words(of grant: GrantTerms) -> [String] {
    var words = grant.caps.map { "\($0.name) up to \($0.amount)" }
    if let expires = grant.expires { words.append("for \(expires)") }
    if let reserve = grant.reserve { words.append("held against the budget of \(reserve.value)") }
    if let exceed = grant.onExceed {
      if let soft = exceed.soft { words.append("told at \(soft)%") }
      words.append(exceed.hard == .suspend ? "suspended beyond its cap" : "reported beyond its cap")
      if exceed.then == .amend { words.append("then an amendment") }
    }
    if let recertify = grant.recertify {
      words.append("confirmed every \(recertify.every) by who approved at \(recertify.by.value), else suspended")
    }
    if grant.isSingleUse { words.append("used once") }
    return words
  }
}
