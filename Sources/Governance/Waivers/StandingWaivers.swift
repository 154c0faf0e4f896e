import PolicyEngine
import SpendModel
import Storage

/// The waivers of a workspace, ready to suspend rules of one policy.
///
/// A waiver suspends its rule only where that is certain: it is active at the time, its scope is true of the facts
/// (one that errs is not), the rule may be waived, and the rule's condition is true (an indeterminate one goes to a
/// human, waiver or not).
struct StandingWaivers: Sendable {
  private struct Entry: Sendable {
    let waiver: Waiver
    /// Nothing where the waiver holds everywhere.
    let scope: RequestScope?
  }

  let all: [Waiver]
  /// Those of rules that there are and that may be waived, whose scopes compile, by rule.
  private var entries: [String: [Entry]] = [:]

  /// The requests for waivers that came to nothing.
  private let declined: Set<String>

  init(_ waivers: [Waiver], of policy: CompiledPolicy, declined: Set<String> = []) {
    all = waivers
    self.declined = declined
    for waiver in waivers where waiver.activatedAt != nil {
      guard let rule = policy[waiver.rule], rule.rule.mayBeWaived else { continue }
      guard let source = waiver.scopeSource else {
        entries[waiver.rule, default: []].append(Entry(waiver: waiver, scope: nil))
        continue
      }
      guard let scope = rule.scope(source).scope else { continue }
      entries[waiver.rule, default: []].append(Entry(waiver: waiver, scope: scope))
    }
  }

  /// The waiver that suspends a rule for these facts: of several the one that lasts longest.
  func suspending(_ rule: String, _ facts: Facts, at instant: Timestamp) -> Waiver? {
    guard let entries = entries[rule] else { return nil }
    var found: Waiver?
    for entry in entries where entry.waiver.state(at: instant) == .active {
      if let found, found.until >= entry.waiver.until { continue }
      guard entry.scope?.covers(facts, at: instant) ?? true else { continue }
      found = entry.waiver
    }
    return found
  }

  /// Judges a request by the rules that no waiver suspends for it, and says which ones a waiver does.
  ///
  /// - Parameter asked: The rule from which the request itself asks for an exception: what is to be decided by people
  ///   does not deny the question. A condition that errs goes to a human as always.
  func judge(
    _ facts: Facts, by policy: CompiledPolicy, at instant: Timestamp, asked: String? = nil
  ) -> Verdict {
    var verdict = policy.evaluate(facts, at: instant)
    var lifted: Set<String> = []
    if let asked,
      verdict.fired.contains(where: { $0.id == asked && $0.effect == .deny && $0.indeterminate == nil && $0.isWaivable }
      )
    {
      lifted = [asked]
      verdict = policy.evaluate(facts, at: instant, waived: lifted)
    }
    guard !entries.isEmpty else { return verdict }
    var waived: [WaivedRule] = []
    while true {
      // A suspended row of a table may let the next one speak, which may be suspended, too.
      let further = verdict.fired.compactMap { waivedRule($0, facts, at: instant) }
      guard !further.isEmpty else { break }
      waived += further
      verdict = policy.evaluate(facts, at: instant, waived: lifted.union(waived.map(\.rule.id)))
    }
    verdict.waived = waived.sorted { $0.rule.id.utf8.lexicographicallyPrecedes($1.rule.id.utf8) }
    return verdict
  }

  private func waivedRule(_ rule: FiredRule, _ facts: Facts, at instant: Timestamp) -> WaivedRule? {
    guard rule.effect == .deny, rule.indeterminate == nil,
      let waiver = suspending(rule.id, facts, at: instant), let start = waiver.start
    else { return nil }
    return WaivedRule(
      rule: rule, waiver: waiver.id, approvedBy: waiver.approvedBy, from: start, until: waiver.until)
  }

  /// Why the waivers that there are of a rule that denied do not suspend it.
  func remarks(on verdict: Verdict, at instant: Timestamp) -> [String] {
    verdict.fired.filter { $0.effect == .deny && $0.isWaivable }.flatMap { rule in
      all.filter { $0.rule.utf8.elementsEqual(rule.id.utf8) }.compactMap { waiver in
        let because: String? =
          switch waiver.state(at: instant) {
          case .requested:
            declined.contains(waiver.request) ? nil : "waits for its approval (\(waiver.request))"
          case .scheduled: "begins \(waiver.start?.minutes ?? "later")"
          case .active: rule.indeterminate == nil ? "does not cover this request" : "suspends no rule that errs"
          case .expired: waiver.activatedAt == nil ? nil : "ended \(waiver.until.minutes)"
          case .revoked: nil
          }
        return because.map { "waiver \(waiver.id) of rule \(rule.id) \($0)" }
      }
    }
  }
}

extension Reading {
  /// The waivers as they stand, ready to suspend rules of a policy.
  func standingWaivers(of policy: CompiledPolicy) throws -> StandingWaivers {
    let waivers = try waivers()
    return StandingWaivers(waivers, of: policy, declined: try declined(waivers))
  }

  /// All waivers, by number.
  func waivers() throws -> [Waiver] { Waiver.folding(try events(of: Waiver.events)) }
}
