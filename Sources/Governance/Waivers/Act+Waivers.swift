import BundleLoading
import Diagnostics
import PolicyEngine
import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

extension Act {
  /// Checks what a request of kind `waiver` asks for: the rule is there and may be waived, the scope compiles, the
  /// end lies ahead.
  ///
  /// - Throws: ``Failure`` of kind `badInput`, with the place in the file; `notPermitted` where the rule may not be waived.
  func checkWaiver(_ request: SubmittedRequest, path: String) throws(Failure) {
    var kind: String?
    if case .string(let text)? = request.facts[path: ["request", "kind"]] { kind = text }
    guard let terms = request.waiver else {
      guard kind == "waiver" else { return }
      throw Failure(
        .badInput, "missing-waiver", "a request of kind `waiver` says what it waives",
        hint: "write `waiver: {rule: RULE, scope: CONDITION, until: DATE}` beside `request`")
    }
    func bad(_ code: String, _ message: String, hint: String?, at place: SourcePosition?) -> Failure {
      .bad([Diagnostic(code, message, severity: .error, hint: hint, file: path, at: place)])
    }
    guard kind == "waiver" else {
      throw bad(
        "not-a-waiver", "`waiver` stands beside a request of kind `\(kind ?? "")`",
        hint: "an exception is a request of its own: `kind: waiver`", at: terms.rule.position)
    }
    let policy = bundle.policy
    guard let rule = policy[terms.rule.value] else {
      throw bad(
        "unknown-rule", "no rule `\(terms.rule.value)` to waive",
        hint: nearest(terms.rule.value, policy.rules.map(\.rule.id)) ?? "`assent evaluate` names the rules that fire",
        at: terms.rule.position)
    }
    guard rule.rule.mayBeWaived else {
      let isDeny = rule.rule.effect == .deny
      throw Failure(
        .notPermitted, "not-waivable", "rule `\(rule.rule.id)` may not be waived",
        hint: isDeny
          ? "its owner, \(rule.rule.owner), would have to write `waivable: true`"
          : "a rule with effect `\(rule.rule.effect.rawValue)` is met, not waived; only `deny` and `finding` can be")
    }
    if let scope = terms.scope {
      let (_, diagnostics) = rule.scope(scope)
      guard !diagnostics.hasErrors else { throw .bad(diagnostics) }
      guard scope.text.utf8.count <= Self.maxScopeBytes else {
        throw bad(
          "scope-too-long", "the scope has over \(Self.maxScopeBytes) bytes",
          hint: "ask for several exceptions, or change the rule", at: scope.position)
      }
    }
    guard terms.until > at else {
      throw bad(
        "waiver-over", "the waiver ends \(terms.until.minutes), which is over",
        hint: "`until` is the first instant at which the rule counts again", at: terms.rule.position)
    }
    if let denied = terms.request {
      guard MintedKind.parse(denied)?.kind == .request, try asBad({ try reading.request(denied) }) != nil else {
        throw bad(
          "unknown-request", "no request `\(denied)` that the waiver is for", hint: "`assent list` shows the requests",
          at: terms.rule.position)
      }
    }
  }

  /// The longest scope that a leaf holds, in bytes.
  private static let maxScopeBytes = 4096

  private func asBad<T>(_ body: () throws -> T) throws(Failure) -> T { try service.asFailure(body) }

  /// Appends what a submission led to, with the waiver that it asks for, and what follows of its own accord.
  func record(_ decision: Decision, waiver terms: WaiverTerms?) throws {
    let records = try writing.append(decision.drafts)
    if let terms {
      let known = try reading.waivers().first { $0.request == decision.request.id }
      let number = try reading.nextNumber(.waiver)
      let stream = known?.stream ?? MintedKind.waiver.streamPrefix + MintedKind.waiver.id(number)
      try writing.append([
        EventDraft(
          .waiverRequested, stream: stream, actor: actor,
          data: .object([
            "request": .string(decision.request.id), "requester": .string(decision.request.requester),
            "revision": .integer(decision.request.revision), "rule": .string(terms.rule.value),
            "scope": terms.scope.map { .string($0.text) }, "from": terms.from.map { .string($0.canonicalText) },
            "until": .string(terms.until.canonicalText), "denied": terms.request.map { .string($0) },
          ]))
      ])
    }
    try followUp(records)
  }

  /// What follows from events of its own accord, in the same transaction: a waiver is in force once its request is
  /// approved.
  func followUp(_ records: [EventRecord]) throws {
    for record in records where record.type == .requestApproved {
      let request = record.stream.split(separator: "/").last.map(String.init) ?? ""
      guard try reading.request(request)?.kind == "waiver" else { continue }
      let waivers = try reading.waivers()
      guard let waiver = waivers.first(where: { $0.request == request && $0.activatedAt == nil }), waiver.until > at
      else { continue }
      try activate(waiver, among: waivers, approval: record)
    }
  }

  private func activate(_ waiver: Waiver, among waivers: [Waiver], approval: EventRecord) throws {
    let people = (approval.data["decided_by"]?.array ?? []).compactMap(\.string)
    let approvers = people.isEmpty ? [approval.data["lane"]?.string.map { "policy:" + $0 } ?? approval.actor] : people
    let former = waivers.last { $0.id != waiver.id && $0.isContinued(by: waiver.rule, scope: waiver.scope) }
    let renewals = former.map { $0.renewals + 1 } ?? 0
    let start = max(at, waiver.from ?? at)
    // It lasts no longer than those who decided let it.
    let until = min(waiver.until, try latestEnd(of: waiver, from: start) ?? waiver.until)
    try writing.append([
      waiver.draft(
        .waiverActivated, approval.isByTimer ? .timer : actor,
        [
          "approved_by": .array(approvers.map { .string($0) }), "request": .string(waiver.request),
          "rule": .string(waiver.rule), "until": .string(until.canonicalText),
          "from": .string(start.canonicalText), "renews": former.map { .string($0.id) },
          "renewals": renewals > 0 ? .integer(renewals) : nil,
        ])
    ])
    if let former {
      try writing.append([
        former.draft(.waiverRenewed, actor, ["by": .string(waiver.id), "renewals": .integer(renewals)])
      ])
    }
    if let active = try reading.waivers().first(where: { $0.id == waiver.id }) { try judgeAgain(for: active) }
  }

  private func latestEnd(of waiver: Waiver, from start: Timestamp) throws -> Timestamp? {
    let request = try reading.requestCase(waiver.request)
    guard let row = try reading.request(waiver.request) else { return nil }
    let pinned = try service.pinnedBundle(row.bundleSHA256, current: bundle, reading)
    return request.latestEnd(from: start, context: context(pinned: pinned))
  }

  /// What a waiver demands beside what rules do: the second renewal of an exception, and each one after it, is decided
  /// one level higher.
  func reviews(ofWaiver terms: WaiverTerms?) -> [String] {
    guard let terms, bundle.workflows.rights.reviews.contains(where: { $0.id == CompiledWorkflows.authorityReview })
    else { return [] }
    let former = waivers.all.last { $0.isContinued(by: terms.rule.value, scope: terms.scope?.text) }
    return former.map { $0.renewals >= 1 } ?? false ? [CompiledWorkflows.authorityReview] : []
  }

  /// Where a waiver suspends the rule of a finding: what was found is not opened, and what is open is put off until the
  /// waiver ends. What a rule could not judge is opened all the same.
  func putOff(
    _ fired: FiredFinding, facts: Facts, existing: TaskCase?, about: [String]
  ) throws -> WaivedFinding? {
    guard fired.indeterminate == nil, let waiver = waivers.suspending(fired.rule, facts, at: at) else { return nil }
    if let existing { try append(existing.accept(waiver: waiver.id, until: waiver.until, actor: actor)) }
    return WaivedFinding(
      rule: fired.rule, message: fired.message, about: about, amount: fired.amount, waiver: waiver.id,
      approvedBy: waiver.approvedBy, until: waiver.until)
  }

  /// Marks the waivers that have ended, and opens the findings again that they had put off.
  func endWaivers() throws -> [EventRecord] {
    var records: [EventRecord] = []
    for waiver in try reading.waivers() where !waiver.isMarkedExpired && waiver.state(at: at) == .expired {
      guard waiver.activatedAt != nil else { continue }
      records += try writing.append([
        waiver.draft(.waiverExpired, .timer, ["until": .string(waiver.until.canonicalText)])
      ])
      records += try reopenFindings(of: waiver)
    }
    return records
  }

  /// Ends a waiver before its time.
  func revoke(_ waiver: Waiver, reason: String) throws {
    try writing.append([waiver.draft(.waiverRevoked, actor, ["reason": EventDraft.text(reason)])])
    _ = try reopenFindings(of: waiver)
  }

  private func reopenFindings(of waiver: Waiver) throws -> [EventRecord] {
    var records: [EventRecord] = []
    for row in try reading.tasks(kind: "finding") where row.state == "risk_accepted" {
      let events = try reading.events(stream: MintedKind.finding.streamPrefix + row.id)
      guard events.last(where: { $0.type == .taskAccepted })?.data["waiver"]?.string == waiver.id else { continue }
      let task = try reading.taskCase(row.id)
      records += try append(task.reopen(cause: .integer(try reading.head().size - 1), context: context()))
    }
    return records
  }
}

extension EventRecord {
  var isByTimer: Bool { actor == Actor.timer.id }
}

extension String? {
  /// Whether both are absent, or the same bytes.
  func isSameText(as other: String?) -> Bool {
    switch (self, other) {
    case (nil, nil): true
    case (let left?, let right?): left.utf8.elementsEqual(right.utf8)
    default: false
    }
  }
}
