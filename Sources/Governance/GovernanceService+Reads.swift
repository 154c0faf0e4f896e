import BundleLoading
import Diagnostics
import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

/// Whose items a queue shows.
package enum QueueView: Hashable, Sendable {
  /// What waits for the actor.
  case mine
  case group(String)
  case all
  case overdue
  case blocked
}

extension GovernanceService {
  /// The requests, oldest first.
  ///
  /// - Parameter state: Only those in that state.
  package func requests(state: String? = nil, mine: Bool = false) throws(Failure) -> [RequestSummary] {
    if let state, !RequestState.allCases.contains(where: { $0.rawValue == state }) {
      let names = RequestState.allCases.map(\.rawValue)
      throw Failure(
        .badInput, "unknown-state", "no state `\(state)`",
        hint: nearest(state, names) ?? "the states are \(names.joined(separator: ", "))")
    }
    let me = mine ? try identify(in: loadBundleInForce(), needsPerson: true).person?.id : nil
    return try reading { reading in
      try reading.requests(state: state).filter { me == nil || $0.requester == me }.map(RequestSummary.init)
    }
  }

  /// One request: facts, verdict, stages, grants and history.
  package func request(_ id: String) throws(Failure) -> RequestDetail {
    try reading { reading in
      _ = try reading.requestCase(id)
      guard let row = try reading.request(id) else { throw Failure.notFound("request", id) }
      let historian = Historian(words: { try reading.words(behind: $0) })
      let facts = try disclosed(try reading.json(blob: row.inputSHA256)?["facts"] ?? .object([]), reading)
      var events = try reading.events(stream: "request/" + id)
      let grants = try reading.grants(of: id)
      for grant in grants { events += try reading.events(stream: "grant/" + grant.id) }
      events.sort { $0.idx < $1.idx }
      return RequestDetail(
        summary: RequestSummary(row), factsSHA256: row.factsSHA256, bundleSHA256: row.bundleSHA256,
        workflow: row.workflow,
        facts: flattened(facts), factsJSON: facts, rules: try rules(of: row, reading),
        waived: try waived(of: row, reading), values: try values(of: row, reading),
        stages: try reading.stages(of: id).map { Waiting($0) }, grants: try grants.map { try view($0, reading) },
        history: try events.map { try historian.line($0) })
    }
  }

  /// Why a request waits: on whom, since when, and what comes next.
  package func why(_ id: String) throws(Failure) -> WhyView {
    let bundle = try loadBundleInForce()
    return try reading { reading in
      let current = try reading.requestCase(id)
      guard let row = try reading.request(id) else { throw Failure.notFound("request", id) }
      let pinned = try pinnedBundle(row.bundleSHA256, current: bundle, reading)
      let context = ActContext(
        workflows: pinned.workflows, directory: bundle.workflows.directory, actor: .timer, at: now,
        exposure: current.exposure,
        budget: nil, delegations: try reading.delegations().filter { $0.isInForce(at: now) })
      let report = current.why(context: context)
      var excluded = report.excluded.map { (person: $0.person, because: $0.because) }
      for stage in current.stages where stage.state == .pending || stage.state == .active {
        for person in stage.passedOver where !excluded.contains(where: { $0.person == person }) {
          excluded.append((person, passedOver(person, context.directory, current.exposure)))
        }
      }
      return WhyView(
        id: id, state: report.state.rawValue, waitingOn: report.open,
        next: report.next.map { ($0.rung, $0.at, $0.to) }, excluded: excluded, canUnblock: report.canUnblock,
        decided: try current.lane.map { "lane \($0)" } ?? report.decided ?? returned(current, reading),
        waived: try waived(of: row, reading), waivable: try waivable(row, reading))
    }
  }

  /// Why a manager chain went past somebody.
  private func passedOver(_ person: String, _ directory: Directory, _ exposure: Money?) -> String {
    let needed = exposure.map { "; \($0) are at stake" } ?? ""
    guard let limit = directory.limit(of: person) else { return "passed over: holds no limit" + needed }
    return "passed over: \(limit.upTo.map { "may decide up to \($0)" } ?? "unlimited")" + needed
  }

  /// Who returned a request, and with which words.
  private func returned(_ request: RequestCase, _ reading: Reading) throws -> String? {
    guard request.state == .changesRequested else { return nil }
    let events = try reading.events(stream: "request/" + request.id)
    guard let vote = events.last(where: { $0.type == .voteCast && $0.data["verb"]?.string == "request_changes" }) else {
      return nil
    }
    let words = try vote.data["comment"]?["commit"]?.string.flatMap { try reading.words(behind: $0) }
    return "returned by \(vote.data["person"]?.string ?? "?")" + (words.map { ": \u{201C}\($0)\u{201D}" } ?? "")
  }

  /// What waits, for whom `view` says, the earliest due first.
  package func queue(_ view: QueueView) throws(Failure) -> [QueueItem] {
    let bundle = try loadBundleInForce()
    let directory = bundle.workflows.directory
    let wanted: Set<String>?
    switch view {
    case .mine:
      wanted = try identify(in: bundle, needsPerson: true).person.map { [$0.id] }
    case .group(let name):
      guard directory.groups.contains(where: { $0.id == name }) else {
        throw Failure(
          .notFound, "unknown-group", "no group `\(name)` in the directory",
          hint: nearest(name, directory.groups.map(\.id)))
      }
      wanted = Set(directory.members(of: name))
    case .all, .overdue, .blocked: wanted = nil
    }
    let time = now
    return try reading { reading in
      var items: [QueueItem] = []
      var known: [String: RequestRow] = [:]
      let delegated = try view == .mine ? reading.delegations().filter { $0.isInForce(at: time) } : []
      let claimed = try reading.requestsClaimed(before: time)
      for stage in try reading.waitingStages() {
        var principal: String?
        if let wanted, stage.candidates.allSatisfy({ !wanted.contains($0) }) {
          let mine = delegated.filter { wanted.contains($0.to) }
          guard mine.contains(where: { stage.candidates.contains($0.of) }),
            let place = try place(of: wanted, on: stage, delegated, bundle, reading)
          else { continue }
          principal = place
        }
        let isOverdue = stage.due.map { $0 < time } ?? false
        if view == .overdue, !isOverdue { continue }
        if view == .blocked, stage.state != "blocked" { continue }
        let row: RequestRow
        if let seen = known[stage.request] {
          row = seen
        } else {
          guard let found = try reading.request(stage.request) else { continue }
          (row, known[stage.request]) = (found, found)
        }
        guard row.state == "in_review" || stage.id == CompiledWorkflows.postReview else { continue }
        if case .mine = view, principal == nil, try hasVoted(wanted, stage, delegated, reading) { continue }
        items.append(
          QueueItem(
            request: row.id, stage: stage.id, right: stage.right, state: stage.state, title: row.title ?? "(erased)",
            requester: row.requester, cost: row.cost, since: stage.since, due: stage.due, isOverdue: isOverdue,
            candidates: stage.candidates,
            reasons: (principal.map { ["for \($0)"] } ?? []) + (try reasons(for: stage, row, reading)),
            principal: principal,
            claimedBy: claimed.contains(row.id)
              ? try reading.requestCase(row.id).stage(stage.id)?.claimed(at: time) : nil))
      }
      return items
    }
  }

  /// In whose place somebody may act on a stage, by a delegation; nothing where they may not.
  private func place(
    of people: Set<String>, on stage: StageRow, _ delegations: [Delegation], _ bundle: ActiveBundle, _ reading: Reading
  ) throws -> String? {
    guard let row = try reading.request(stage.request) else { return nil }
    let current = try reading.requestCase(stage.request)
    let pinned = try pinnedBundle(row.bundleSHA256, current: bundle, reading)
    let context = ActContext(
      workflows: pinned.workflows, directory: bundle.workflows.directory, actor: .timer, at: now,
      exposure: current.exposure, delegations: delegations)
    let waiting = current.why(context: context).waitingOn.first { $0.stage == stage.id }
    return waiting?.delegates.first { people.contains($0.person) }?.of
  }

  private func hasVoted(
    _ people: Set<String>?, _ stage: StageRow, _ delegations: [Delegation], _ reading: Reading
  ) throws -> Bool {
    guard let people else { return false }
    // Somebody may have voted in their place.
    if delegations.contains(where: { people.contains($0.of) }) {
      let votes = try reading.requestCase(stage.request).stage(stage.id)?.counted ?? []
      return votes.contains { !people.isDisjoint(with: $0.people) }
    }
    return try reading.voters(request: stage.request, stage: stage.id).contains { people.contains($0) }
  }

  private func reasons(for stage: StageRow, _ row: RequestRow, _ reading: Reading) throws -> [String] {
    guard stage.why == "rule" else { return ["step of workflow \(row.workflow)"] }
    return try rules(of: row, reading).filter { $0.effect == "require" }.map { "\($0.id): \($0.message)" }
  }

  /// The rules that took part in a request's verdict, from its stored explanation.
  func rules(of row: RequestRow, _ reading: Reading) throws -> [RuleLine] {
    (try reading.json(blob: row.explanationSHA256)?["rules"]?.array ?? []).map { rule in
      RuleLine(
        id: rule["id"]?.string ?? "?", effect: rule["effect"]?.string ?? "?", message: rule["message"]?.string ?? "",
        indeterminate: rule["indeterminate"]?.string, isWaivable: rule["waivable"]?.bool ?? false)
    }
  }

  /// The rules that waivers suspended for a request, from its stored explanation.
  func waived(of row: RequestRow, _ reading: Reading) throws -> [WaivedLine] {
    (try reading.json(blob: row.explanationSHA256)?["waived"]?.array ?? []).compactMap { rule in
      let waiver = rule["waiver"]
      guard let from = waiver?["from"]?.string.flatMap({ Timestamp($0) }),
        let until = waiver?["until"]?.string.flatMap({ Timestamp($0) })
      else { return nil }
      return WaivedLine(
        rule: RuleLine(
          id: rule["id"]?.string ?? "?", effect: rule["effect"]?.string ?? "?", message: rule["message"]?.string ?? "",
          isWaivable: true),
        waiver: waiver?["id"]?.string ?? "?", approvedBy: (waiver?["approved_by"]?.array ?? []).compactMap(\.string),
        from: from, until: until)
    }
  }

  /// What tables gave for a request, from its stored explanation.
  func values(of row: RequestRow, _ reading: Reading) throws -> [ValueLine] {
    guard case .object(let members)? = try reading.json(blob: row.explanationSHA256)?["values"] else { return [] }
    return members.map { ValueLine(table: $0.name, canonical: $0.value) }
  }

  /// The rules that denied a request, where all of them may be waived.
  func waivable(_ row: RequestRow, _ reading: Reading) throws -> [String] {
    guard row.state == "denied" else { return [] }
    let denied = try rules(of: row, reading).filter { $0.effect == "deny" && $0.indeterminate == nil }
    return denied.allSatisfy(\.isWaivable) ? denied.map(\.id) : []
  }

  func obligations(of row: RequestRow, _ reading: Reading) throws -> [String] {
    let events = try reading.events(stream: "request/" + row.id)
    let submission = events.last { $0.type == .requestSubmitted || $0.type == .requestResubmitted }
    return (submission?.data["verdict"]?["obligations"]?.array ?? []).compactMap(\.string)
  }

  /// Facts with the words behind their commitments, where those were not erased.
  func disclosed(_ facts: JSONValue, _ reading: Reading) throws -> JSONValue {
    guard case .object(let members) = facts else { return facts }
    if members.count == 1, let commitment = facts["commit"]?.string {
      return .string(try reading.words(behind: commitment) ?? "(erased)")
    }
    if let money = Money(canonical: facts) { return money.json }
    return .object(try members.map { .init($0.name, try disclosed($0.value, reading)) })
  }

  /// A duration in its largest whole unit; any other text as it is.
  private func spoken(_ text: String) -> String {
    guard text.hasSuffix("s"), let seconds = Int64(text.dropLast()), seconds > 0 else { return text }
    return Period.wall(seconds: seconds).description
  }

  private func flattened(_ facts: JSONValue, prefix: String = "") -> [(path: String, value: String)] {
    guard case .object(let members) = facts else {
      return [(prefix, facts.string.map(spoken) ?? facts.serialized())]
    }
    if let amount = facts["amount"]?.string, let currency = facts["currency"]?.string {
      return [(prefix, "\(amount) \(currency)")]
    }
    return members.flatMap { flattened($0.value, prefix: prefix.isEmpty ? $0.name : "\(prefix).\($0.name)") }
  }
}

extension RequestSummary {
  init(_ row: RequestRow) {
    self.init(
      id: row.id, revision: row.revision, state: row.state, kind: row.kind, title: row.title ?? "(erased)",
      requester: row.requester, project: row.project, outcome: row.outcome, cost: row.cost, submittedAt: row.submittedAt
    )
  }
}

extension Waiting {
  init(_ row: StageRow) {
    self.init(
      stage: row.id, right: row.right, state: row.state, candidates: row.candidates, since: row.since, due: row.due,
      needs: 0)
  }
}

/// A hint that names the nearest known name.
func nearest(_ name: String, _ known: some Sequence<String>) -> String? {
  nearestName(to: name, in: known).map { "did you mean `\($0)`?" }
}
