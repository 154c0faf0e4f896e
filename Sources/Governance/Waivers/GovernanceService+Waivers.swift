import BundleLoading
import PolicyEngine
import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

extension GovernanceService {
  /// Asks for an exception from one rule: a request of kind `waiver`, recorded, judged and routed like any other.
  ///
  /// - Throws: ``Failure``: exit 2 where the file asks for no waiver, 5 where the rule may not be waived.
  package func requestWaiver(_ path: String, key: String? = nil, dryRun: Bool = false) throws(Failure) -> SubmitResult {
    try submit(path, key: key, dryRun: dryRun, isWaiver: true)
  }

  /// The waivers, by number.
  ///
  /// - Parameter state: Only those in that state.
  package func waivers(state: String? = nil) throws(Failure) -> [WaiverView] {
    if let state, !WaiverView.states.contains(state) {
      throw Failure(
        .badInput, "unknown-state", "no state `\(state)`",
        hint: nearest(state, WaiverView.states) ?? "the states are \(WaiverView.states.joined(separator: ", "))")
    }
    let bundle = try loadBundleInForce()
    return try reading { reading in
      let uses = try reading.usesOfWaivers()
      return try reading.waivers().map { try view($0, uses, bundle, reading) }.filter {
        state == nil || $0.state == state
      }
    }
  }

  /// One waiver, with its history; by its own id or that of its request.
  package func waiver(_ id: String) throws(Failure) -> WaiverView {
    let bundle = try loadBundleInForce()
    return try reading { reading in
      let waiver = try reading.waiver(id)
      var view = try view(waiver, try reading.usesOfWaivers(), bundle, reading)
      let historian = Historian(words: { try reading.words(behind: $0) })
      var events = try reading.events(stream: waiver.stream)
      events += try reading.events(stream: "request/" + waiver.request).filter {
        [.requestSubmitted, .requestResubmitted, .voteCast, .requestApproved, .requestRejected, .requestDenied]
          .contains($0.type)
      }
      view.history = try events.sorted { $0.idx < $1.idx }.map { try historian.line($0) }
      return view
    }
  }

  /// The request by which a waiver is decided.
  package func request(ofWaiver id: String) throws(Failure) -> String {
    try reading { try $0.waiver(id).request }
  }

  /// Ends a waiver before its time: its requester, who approved it, the rule's owner, and governance may.
  package func revokeWaiver(_ id: String, reason: String) throws(Failure) -> WaiverView {
    guard !reason.utf8.allSatisfy({ $0 <= 32 }) else {
      throw Failure(.badInput, "missing-reason", "say why the waiver ends", hint: "add `--reason`")
    }
    return try act { act in
      let waiver = try act.reading.waiver(id)
      switch waiver.state(at: act.at) {
      case .active, .scheduled: break
      case .requested:
        throw Failure(
          .conflict, "not-in-force", "waiver `\(waiver.id)` is not in force: it waits for \(waiver.request)",
          hint: "`assent withdraw \(waiver.request)` takes the request back")
      case .expired, .revoked:
        throw Failure(.conflict, "has-ended", "waiver `\(waiver.id)` has ended already", hint: nil)
      }
      let directory = act.bundle.workflows.directory
      let owner = act.bundle.policy[waiver.rule]?.rule.owner
      let allowed =
        [waiver.requester] + waiver.approvedBy + (owner.map { directory.people($0, cast: Cast()) } ?? [])
        + act.bundle.guardians
      guard let person = act.person?.id, allowed.contains(person) else {
        throw Failure(
          .notPermitted, "not-permitted", "`\(act.person?.id ?? "")` may not revoke waiver `\(waiver.id)`",
          hint: "who may: " + unique(allowed).joined(separator: ", "))
      }
      try act.revoke(waiver, reason: reason)
      return try view(
        try act.reading.waiver(waiver.id), try act.reading.usesOfWaivers(), act.bundle, act.reading)
    }
  }

  private func view(
    _ waiver: Waiver, _ uses: [String: Int], _ bundle: ActiveBundle, _ reading: Reading
  ) throws -> WaiverView {
    let time = now
    let row = try reading.request(waiver.request)
    var state = waiver.state(at: time).rawValue
    if waiver.activatedAt == nil, let row, WaiverView.declining.contains(row.state) {
      state = "declined"
    }
    let count = uses[waiver.id] ?? 0
    var remarks: [WaiverView.Remark] = []
    let isLive = state == "active" || state == "scheduled"
    if state == "active", waiver.until.since(time) <= WaiverView.nearEnd { remarks.append(.expiring) }
    if state == "active" || state == "expired", count == 0 { remarks.append(.unused) }
    if waiver.renewals >= 2 { remarks.append(.renewedTwice) }
    let rule = bundle.policy[waiver.rule]
    if isLive, !(rule?.rule.mayBeWaived ?? false) { remarks.append(.noSuchRule) }
    if isLive, let rule, let scope = waiver.scopeSource, rule.scope(scope).scope == nil { remarks.append(.brokenScope) }
    return WaiverView(
      id: waiver.id, request: waiver.request, title: row?.title ?? "(erased)", requester: waiver.requester,
      rule: waiver.rule, scope: waiver.scope, from: waiver.start ?? waiver.from, until: waiver.until, state: state,
      denied: waiver.denied, approvedBy: waiver.approvedBy, requestedAt: waiver.requestedAt,
      activatedAt: waiver.activatedAt, revokedBy: waiver.revokedBy, renews: waiver.renews, renewedBy: waiver.renewedBy,
      renewals: waiver.renewals, uses: count, remarks: remarks, history: [])
  }
}

extension ActiveBundle {
  /// Who answers for the rules as a whole: the group `governance`, else the owner of the decision rights.
  var guardians: [String] {
    let members = workflows.directory.members(of: CompiledWorkflows.governanceGroup)
    return members.isEmpty ? workflows.directory.people(workflows.rights.owner.value, cast: Cast()) : members
  }
}

extension Reading {
  /// The requests for waivers that came to nothing, of those that no approval followed.
  func declined(_ waivers: [Waiver]) throws -> Set<String> {
    var result: Set<String> = []
    for waiver in waivers where waiver.activatedAt == nil {
      if let state = try request(waiver.request)?.state, WaiverView.declining.contains(state) {
        result.insert(waiver.request)
      }
    }
    return result
  }

  /// The waiver of that id, or the one that a request asks for.
  func waiver(_ id: String) throws -> Waiver {
    let waivers = try waivers()
    guard let waiver = waivers.first(where: { $0.id == id || $0.request == id }) else {
      throw Failure.notFound("waiver", id, hint: "`assent waiver list` shows the waivers")
    }
    return waiver
  }

  /// How often each waiver kept a rule from counting: in verdicts, and on findings that it put off.
  func usesOfWaivers() throws -> [String: Int] {
    var uses: [String: Int] = [:]
    for event in try events(of: [.requestSubmitted, .requestResubmitted], containing: "\"waived\":[") {
      for item in event.data["verdict"]?["waived"]?.array ?? [] {
        if let id = item["waiver"]?.string { uses[id, default: 0] += 1 }
      }
    }
    for event in try events(of: [.taskAccepted]) {
      if let id = event.data["waiver"]?.string { uses[id, default: 0] += 1 }
    }
    return uses
  }
}

extension WaiverTerms {
  /// The rule from which a request asks for an exception, from its canonical facts; nothing where it asks for none.
  static func rule(in facts: JSONValue) -> String? { facts[Submission.waiverTerms]?["rule"]?.string }

  /// The terms as those who decide see them, and as they are committed to.
  var facts: FactValue {
    var facts = Facts(["rule": .string(rule.value), "until": .timestamp(until)])
    facts["scope"] = scope.map { .string($0.text) }
    facts["from"] = from.map { .timestamp($0) }
    facts["request"] = request.map { .string($0) }
    return .object(facts)
  }
}
