import BundleLoading
import Diagnostics
import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

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
      let current = try reading.requestCase(id)
      guard let row = try reading.request(id) else { throw Failure.notFound("request", id) }
      let historian = Historian(words: { try reading.words(behind: $0) })
      let facts = try disclosed(try reading.json(blob: row.inputSHA256)?["facts"] ?? .object([]), reading)
      var events = try reading.events(stream: "request/" + id)
      let explanation = try explanation(of: row, reading)
      let grants = try reading.grants(of: id)
      for grant in grants { events += try reading.events(stream: "grant/" + grant.id) }
      events.sort { $0.idx < $1.idx }
      return RequestDetail(
        summary: RequestSummary(row), factsSHA256: row.factsSHA256, bundleSHA256: row.bundleSHA256,
        workflow: row.workflow,
        facts: flattened(facts), factsJSON: facts, rules: rules(in: explanation),
        waived: waived(in: explanation), values: values(in: explanation),
        stages: try reading.stages(of: id).map { Waiting($0) },
        duties: current.state.isUndecided ? current.duties.map(DutyLine.init) : [],
        grants: try grants.map { try view($0, reading) },
        history: try events.map { try historian.line($0) })
    }
  }

  /// Who returned a request, and with which words.
  func returned(_ request: RequestCase, _ reading: Reading) throws -> String? {
    guard request.state == .changesRequested else { return nil }
    let events = try reading.events(stream: "request/" + request.id)
    guard let vote = events.last(where: { $0.type == .voteCast && $0.data["verb"]?.string == "request_changes" }) else {
      return nil
    }
    let words = try vote.data["comment"]?["commit"]?.string.flatMap { try reading.words(behind: $0) }
    return "returned by \(vote.data["person"]?.string ?? "?")" + (words.map { ": \u{201C}\($0)\u{201D}" } ?? "")
  }

  /// The rules that took part in a request's verdict, from its stored explanation.
  func rules(of row: RequestRow, _ reading: Reading) throws -> [RuleLine] {
    rules(in: try explanation(of: row, reading))
  }

  /// The stored explanation of a request's verdict.
  func explanation(of row: RequestRow, _ reading: Reading) throws -> JSONValue? {
    try reading.json(blob: row.explanationSHA256)
  }

  func rules(in explanation: JSONValue?) -> [RuleLine] {
    (explanation?["rules"]?.array ?? []).map { rule in
      RuleLine(
        id: rule["id"]?.string ?? "?", effect: rule["effect"]?.string ?? "?", message: rule["message"]?.string ?? "",
        indeterminate: rule["indeterminate"]?.string, isWaivable: rule["waivable"]?.bool ?? false,
        digest: rule["digest"]?.string)
    }
  }

  /// The rules that waivers suspended for a request, from its stored explanation.
  func waived(in explanation: JSONValue?) -> [WaivedLine] {
    (explanation?["waived"]?.array ?? []).compactMap { rule in
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
  func values(in explanation: JSONValue?) -> [ValueLine] {
    guard case .object(let members)? = explanation?["values"] else { return [] }
    return members.map { ValueLine(table: $0.name, canonical: $0.value) }
  }

  /// The rules that denied a request, where all of them may be waived.
  func waivable(_ row: RequestRow, _ reading: Reading) throws -> [String] {
    guard row.state == "denied" else { return [] }
    let denied = try rules(of: row, reading).filter { $0.effect == "deny" && $0.indeterminate == nil }
    return denied.allSatisfy(\.isWaivable) ? denied.map(\.id) : []
  }

  func obligations(of row: RequestRow, _ reading: Reading) throws -> [String] {
    let submission = try reading.lastEvent(stream: "request/" + row.id, of: [.requestSubmitted, .requestResubmitted])
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
