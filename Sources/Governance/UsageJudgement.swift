import BundleLoading
import CostEngine
import PolicyEngine
import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

/// What judging usage led to.
struct UsageOutcome {
  var findings: [TaskView] = []
  var suspended: [String] = []
  /// What rules found and waivers put off.
  var waived: [WaivedFinding] = []

  mutating func add(_ other: UsageOutcome) {
    findings += other.findings
    suspended += other.suspended
    waived += other.waived
  }
}

extension Act {
  /// Holds usage against the envelopes and the rules: first each grant's own `onExceed`, then the rules' findings.
  ///
  /// - Parameters:
  ///   - cause: The leaf that gave the occasion; nothing for a `tick`.
  ///   - touched: When the records were that gave it; nothing for the windows of now.
  func judgeUsage(cause: Int64?, touched: ClosedRange<Timestamp>? = nil) throws -> UsageOutcome {
    var outcome = UsageOutcome()
    for row in try observe == nil ? reading.liveGrants() : [] {
      let grant = try reading.grantCase(row.id)
      let used = try usedCaps(of: row)
      let drafts = grant.evaluate(used: used, actor: actor)
      let records = try append(drafts)
      if records.contains(where: { $0.type == .grantSuspended || $0.type == .grantExhausted }) {
        outcome.suspended.append(row.id)
      }
    }
    var scans: [UsageScan] = []
    for rule in bundle.policy.usageRules {
      guard let scope = rule.rule.usage else { continue }
      if scope.window == .grant {
        outcome.add(try judgeGrants(rule, cause: cause))
      } else {
        scans.append(UsageScan(rule, scope, windows: windows(scope.window, touched: touched)))
      }
    }
    outcome.add(try judgeWindows(scans, cause: cause))
    return outcome
  }

  func usedCaps(of row: GrantRow) throws -> [String: Money] {
    let usage = try reading.usage(ofGrant: row.id)
    var used: [String: Money] = [:]
    for member in row.caps.object ?? [] {
      guard let cap = Money(canonical: member.value) else { continue }
      used[member.name] = usage.spent.first { $0.currency == cap.currency } ?? .zero(cap.currency)
    }
    return used
  }

  // MARK: Grants over their lifetime

  private func judgeGrants(_ rule: CompiledRule, cause: Int64?) throws -> UsageOutcome {
    var outcome = UsageOutcome()
    for row in try reading.grants() where row.state != "closed" && row.state != "superseded" {
      var sums = UsageSums()
      try reading.forEachUsage(UsageFilter(grant: row.id)) { entry in
        if rule.counts(entry.recordFacts) { try sums.add(entry.cost, at: entry.occurredAt) }
      }
      guard sums.count > 0 else { continue }
      let window = TimeSpan(from: row.activeFrom ?? row.mintedAt, to: row.expires)
      let found = try judge(rule, key: [("grant", row.id)], sums: sums, window: window, grant: row, cause: cause)
      outcome.add(found)
    }
    return outcome
  }

  // MARK: Groups over windows of time

  private func judgeWindows(_ empty: [UsageScan], cause: Int64?) throws -> UsageOutcome {
    var scans = empty
    let ranges = scans.compactMap(\.range)
    guard let from = ranges.map(\.from).min(), let to = ranges.map(\.to).max() else { return UsageOutcome() }
    try reading.forEachUsage(UsageFilter(from: from, to: to)) { entry in
      var made: Facts?
      for index in scans.indices {
        try scans[index].add(entry) {
          let facts = made ?? entry.recordFacts
          made = facts
          return facts
        }
      }
    }
    var outcome = UsageOutcome()
    for scan in scans {
      for window in scan.windows {
        for (key, sums) in scan.groups(in: window) {
          let named = Array(zip(scan.names, key))
          let grant = try named.first { $0.0 == "grant" && !$0.1.isEmpty }.flatMap { try reading.grant($0.1) }
          outcome.add(
            try judge(
              scan.rule, key: named, sums: sums, window: window, grant: grant, cause: cause,
              previous: scan.previous(of: key, before: window),
              baseline: scan.baseline(of: key, before: window, currency: sums.currency)))
        }
      }
    }
    return outcome
  }

  /// The windows that a rule judges: those that the records touch, else the one that `at` lies in.
  private func windows(_ window: UsageScope.Window, touched: ClosedRange<Timestamp>?) -> [TimeSpan] {
    let range = touched ?? at...at
    if case .rolling = window { return window.usageWindow.span(of: range.upperBound).map { [$0] } ?? [] }
    var result: [TimeSpan] = []
    var next = window.usageWindow.span(of: range.lowerBound)
    while let span = next, span.from <= range.upperBound, result.count < 1000 {
      result.append(span)
      next = span.to > span.from ? window.usageWindow.span(of: span.to) : nil
    }
    return result
  }

  // MARK: One group

  private func judge(
    _ rule: CompiledRule, key: [(String, String)], sums: UsageSums, window: TimeSpan, grant: GrantRow?, cause: Int64?,
    previous: UsageSums? = nil, baseline: (median: Money, mad: Money)? = nil
  ) throws -> UsageOutcome {
    let reporting = bundle.costs.reportingCurrency
    var facts = Facts([
      "spend": sums.spend(reporting), "quantity": sums.quantity, "count": .int(sums.count),
      "unpriced": .int(sums.unpriced),
      "first": .timestamp(sums.first ?? window.from), "last": .timestamp(sums.last ?? window.from),
      "now": .timestamp(at),
    ])
    var dimensions = Facts()
    var tags = Facts()
    for (name, value) in key {
      if let tag = UsageFacts.tag(of: name) { tags[tag] = .string(value) } else { dimensions[name] = .string(value) }
    }
    if !tags.isEmpty { dimensions["tags"] = .object(tags) }
    facts["usage"] = .object(dimensions)
    if let previous {
      facts["previous"] = .object(
        Facts(["spend": previous.spend(reporting), "quantity": previous.quantity, "count": .int(previous.count)]))
    }
    if let baseline {
      facts["baseline"] = .object(Facts(["median": .money(baseline.median), "mad": .money(baseline.mad)]))
    }
    if let grant { facts["grant"] = .object(grantFacts(grant)) }
    if let costCenter = key.first(where: { $0.0 == "cost_center" })?.1 ?? grant?.scope["cost_center"]?.string,
      let budget = bundle.costs.budget(costCenter: costCenter)
    {
      facts["budget"] = try service.standing(of: budget, at: at, reading).facts
    }
    guard let fired = rule.evaluateUsage(facts, at: at) else { return UsageOutcome() }
    return try open(fired, facts: facts, key: key, window: window, grant: grant, cause: cause)
  }

  private func grantFacts(_ row: GrantRow) -> Facts {
    var caps = Facts()
    for member in row.caps.object ?? [] { caps[member.name] = Money(canonical: member.value).map { .money($0) } }
    return Facts([
      "id": .string(row.id), "owner": .string(row.owner), "caps": .object(caps), "expires": .timestamp(row.expires),
      "state": .string(row.state),
    ])
  }

  /// Opens the finding, or reopens the one of the same fingerprint; and does to the grant what the rule says.
  private func open(
    _ fired: FiredFinding, facts: Facts, key: [(String, String)], window: TimeSpan, grant: GrantRow?, cause: Int64?
  ) throws -> UsageOutcome {
    let fingerprint =
      ([fired.rule] + key.map { "\($0.0)=\($0.1)" } + [window.from.canonicalText]).joined(separator: "|")
    if let observe {
      if fired.indeterminate == nil, waivers.suspending(fired.rule, facts, at: at) != nil { return UsageOutcome() }
      observe(
        FoundUsage(
          rule: fired.rule, fingerprint: fingerprint, about: key.map(\.1), window: window.from, amount: fired.amount))
      return UsageOutcome()
    }
    let existing = try reading.task(fingerprint: fingerprint).map { try reading.taskCase($0.id) }
    var outcome = UsageOutcome()
    if let waived = try putOff(fired, facts: facts, existing: existing, about: key.map(\.1)) {
      outcome.waived = [waived]
      return outcome
    }
    guard comesBack(fired, existing, cause: cause) else { return outcome }
    var ids = try counter()
    let drafts = TaskCase.open(
      findingSpec(fired, facts: facts, key: key, window: window, fingerprint: fingerprint), existing: existing,
      cause: .integer(try cause ?? reading.head().size - 1), cast: Cast(grantOwner: grant?.owner), context: context(),
      ids: &ids)
    let records = try append(drafts)
    outcome.findings = try opened(by: records)
    if !records.isEmpty, let grant, fired.grant != .none { outcome.suspended += try hold(grant, fired) }
    return outcome
  }

  /// A finding that was dealt with comes back when more is at stake than then; one without an amount, when new usage
  /// brings it up. That sums over a window stay as they were is no reason.
  private func comesBack(_ fired: FiredFinding, _ existing: TaskCase?, cause: Int64?) -> Bool {
    guard let existing, existing.state == .closed else { return true }
    guard let before = existing.amount, let now = fired.amount else { return cause != nil }
    return now.exceeds(before) ?? true
  }

  /// Suspends or revokes the grant because the rule of a finding says so.
  private func hold(_ row: GrantRow, _ fired: FiredFinding) throws -> [String] {
    let grant = try reading.grantCase(row.id)
    guard grant.state == .active || (grant.state.isLive && fired.grant == .revoke) else { return [] }
    let isFinal = fired.grant == .revoke
    let reason = EventDraft.text("rule \(fired.rule): \(fired.message)")
    let data: JSONValue = isFinal ? ["reason": reason] : ["because": "finding", "reason": reason]
    try append([
      EventDraft(
        isFinal ? .grantRevoked : .grantSuspended, stream: MintedKind.grant.streamPrefix + row.id, actor: actor,
        data: data)
    ])
    return [row.id]
  }

  private func findingSpec(
    _ fired: FiredFinding, facts: Facts, key: [(String, String)], window: TimeSpan, fingerprint: String
  ) -> FindingSpec {
    FindingSpec(
      rule: fired.rule, severity: fired.severity, title: bundle.policy[fired.rule]?.rule.title ?? fired.rule,
      message: fired.message, action: fired.action, owner: fired.owner, verifier: fired.verifier, due: fired.due,
      amount: fired.amount, group: .object(key.map { .init(leafKey($0.0), .string($0.1)) }),
      groupFacts: facts.canonical { _, words in .string(words) }, read: fired.read, windowStart: window.from,
      fingerprint: fingerprint, bundleSHA256: bundle.digest)
  }

  /// A dimension as a key of a leaf: `tags['x']` is `tag_x`.
  private func leafKey(_ dimension: String) -> String {
    let name = UsageFacts.tag(of: dimension).map { "tag_" + $0.lowercased() } ?? dimension
    return String(name.map { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_") ? $0 : "_" })
  }
}

extension UsageSums {
  /// What was spent, as rules read it.
  func spend(_ reporting: Currency) -> FactValue {
    let currency = currency ?? reporting
    func money(_ nanos: Int64) -> FactValue { .money(Money(nanos: nanos, currency: currency)) }
    return .object(
      Facts([
        "list": money(list), "contracted": money(contracted), "billed": money(billed), "effective": money(effective),
      ]))
  }

  /// Quantities by meter, in steps, as rules read them.
  var quantity: FactValue {
    var facts = Facts()
    for (meter, quantity) in quantities { facts[meter] = .int(quantity) }
    return .object(facts)
  }
}

extension UsageScope.Window {
  /// The same window as the cost engine knows it.
  var usageWindow: UsageWindow {
    switch self {
    case .hour: .calendar(.hour)
    case .day: .calendar(.day)
    case .week: .calendar(.week)
    case .month: .calendar(.month)
    case .quarter: .calendar(.quarter)
    case .rolling(let days): .rolling(days: days)
    case .grant: .grant
    }
  }
}

extension UsageEntry {
  /// What the record costs, as it was priced when it was stored.
  var cost: RecordCost {
    RecordCost(
      meters: meters.map { ($0.name, $0.quantity, $0.cost) }, currency: currency, list: list, contracted: contracted,
      billed: billed, effective: effective, isUnpriced: isUnpriced)
  }

  /// The record as `where` conditions read it: every dimension as a string, empty where it is not known.
  var recordFacts: Facts {
    var dimensions = Facts()
    for name in UsageFacts.dimensions { dimensions[name] = .string(dimension(name) ?? "") }
    var tags = Facts()
    for dimension in self.dimensions where dimension.name.hasPrefix("tags.") {
      tags[String(dimension.name.dropFirst(5))] = .string(dimension.value)
    }
    dimensions["tags"] = .object(tags)
    return Facts(["usage": .object(dimensions)])
  }
}
