package import SpendModel
import StrictJSON

package enum GrantState: String, Sendable, Hashable, CaseIterable {
  case pendingConditions = "pending_conditions"
  case scheduled, active, suspended, exhausted, expired, revoked, superseded, closed

  /// Whether it may still come to be used.
  package var isLive: Bool {
    switch self {
    case .pendingConditions, .scheduled, .active, .suspended: true
    case .exhausted, .expired, .revoked, .superseded, .closed: false
    }
  }
}

/// A grant as its events left it: the permission that an approval minted, with its limits.
package struct GrantCase: Sendable, Hashable {
  package internal(set) var id: String
  package internal(set) var state: GrantState
  package internal(set) var request: String
  package internal(set) var revision: Int64
  package internal(set) var owner: String
  package internal(set) var caps: [GrantTerms.Cap]
  package internal(set) var notBefore: Timestamp?
  package internal(set) var expires: Timestamp
  package internal(set) var reserve: BudgetReserve?
  package internal(set) var onExceed: OnExceed
  package internal(set) var duties: [String]
  package internal(set) var lane: String?
  /// Whether owner and approvers were told that the soft threshold is reached.
  package internal(set) var wasToldSoft = false
  package internal(set) var suspendedBecause: String?
  /// Whether it may be used once only, and when it was.
  package internal(set) var isSingleUse = false
  package internal(set) var consumedAt: Timestamp?
  /// All that was approved, and the parts in which it is released; nothing where all came at once.
  package internal(set) var approved: [GrantTerms.Cap] = []
  package internal(set) var parts: [Part] = []
  /// How often it has to be confirmed.
  package internal(set) var recertify: Period?

  /// A tranche: a share of what was approved, released when its duty is verified and its condition holds.
  package struct Part: Sendable, Hashable {
    /// Percent of what was approved.
    package var percent: Int
    package var duty: String?
    package var when: String?
    package var isReleased: Bool
  }
  /// The grant whose place it took, by an amendment; what was used of that one counts on.
  package internal(set) var supersedes: String?
  package internal(set) var wasRevoked = false
  /// The grant that took its place.
  package internal(set) var supersededBy: String?

  package struct BudgetReserve: Sendable, Hashable {
    package var budget: String
    package var amount: Money
  }

  package var stream: String { MintedKind.grant.streamPrefix + id }
}

extension GrantCase {
  /// Folds the events of a grant's stream.
  ///
  /// - Throws: ``ReplayError`` where an event may not happen in the state that those before it left.
  package static func replaying(_ records: [EventRecord]) throws(ReplayError) -> GrantCase {
    guard let first = records.first else { throw ReplayError("a grant without events") }
    var grant: GrantCase
    do {
      grant = try GrantCase(minted: EventReading(first, input: nil), stream: first.stream)
    } catch {
      throw ReplayError(idx: first.idx, error.message)
    }
    for record in records.dropFirst() {
      do {
        try grant.apply(EventReading(record, input: nil))
      } catch {
        throw ReplayError(idx: record.idx, error.message)
      }
    }
    return grant
  }

  init(minted event: EventReading, stream: String) throws(ReplayError) {
    guard event.type == .grantMinted, let id = stream.split(separator: "/").last else {
      throw ReplayError("a grant begins with `grant.minted`")
    }
    self.id = String(id)
    let text = try event.text("state")
    guard let state = GrantState(rawValue: text), [.pendingConditions, .scheduled, .active].contains(state) else {
      throw ReplayError("a grant cannot begin as `\(text)`")
    }
    self.state = state
    request = try event.text("request")
    revision = try event.integer("revision")
    owner = try event.text("owner")
    caps = event.data["caps"].map(GrantTerms.caps(canonical:)) ?? []
    notBefore = event.data["not_before"]?.string.flatMap { Timestamp($0) }
    expires = try event.time("expires")
    reserve = event.data["reserve"].flatMap { value in
      guard let budget = value["budget"]?.string, let amount = value["amount"].flatMap({ Money(canonical: $0) }) else {
        return nil
      }
      return BudgetReserve(budget: budget, amount: amount)
    }
    let terms = event.data["on_exceed"]
    onExceed = OnExceed(
      soft: terms?["soft"]?.integer, hard: terms?["hard"]?.string.flatMap { OnExceed.Hard(rawValue: $0) } ?? .suspend,
      then: terms?["then"]?.string.flatMap { OnExceed.Then(rawValue: $0) })
    duties = event.texts("duties")
    lane = event.data["lane"]?.string
    isSingleUse = event.data["single_use"]?.bool ?? false
    recertify = event.data["recertify"]?.string.flatMap { Period($0) }
    if let tranches = event.data["tranches"] {
      approved = tranches["approved"].map(GrantTerms.caps(canonical:)) ?? []
      parts = (tranches["parts"]?.array ?? []).map { part in
        Part(
          percent: part["percent"]?.integer.flatMap { Int(exactly: $0) } ?? 0, duty: part["duty"]?.string,
          when: part["when"]?.string, isReleased: part["duty"] == nil)
      }
    }
    supersedes = event.data["supersedes"]?.string
  }

  package mutating func apply(_ record: EventRecord) throws(ReplayError) {
    try apply(EventReading(record, input: nil))
  }

  mutating func apply(_ event: EventReading) throws(ReplayError) {
    let live: Set<GrantState> = [.pendingConditions, .scheduled, .active, .suspended]
    let next: (state: GrantState, from: Set<GrantState>)
    switch event.type {
    case .grantScheduled: next = (.scheduled, [.pendingConditions])
    case .grantActivated: next = (.active, [.pendingConditions, .scheduled])
    case .grantSuspended: next = (.suspended, [.active])
    case .grantResumed: next = (.active, [.suspended])
    case .grantExhausted: next = (.exhausted, [.active])
    case .grantExpired: next = (.expired, live)
    case .grantRevoked: next = (.revoked, live)
    case .grantSuperseded: next = (.superseded, live)
    case .grantClosed: next = (.closed, [.expired, .revoked, .superseded, .exhausted])
    case .grantConsumed:
      guard state == .active, isSingleUse, consumedAt == nil else {
        throw ReplayError("`grant.consumed` may not happen twice, nor while the grant is `\(state.rawValue)`")
      }
      consumedAt = event.at
      return
    case .grantReleased:
      let duty = try event.text("duty")
      guard state.isLive, let part = parts.firstIndex(where: { $0.duty == duty && !$0.isReleased }) else {
        throw ReplayError("`grant.released` names no tranche that is left")
      }
      parts[part].isReleased = true
      caps = event.data["caps"].map(GrantTerms.caps(canonical:)) ?? caps
      return
    case .rungFired:
      guard live.contains(state) else {
        throw ReplayError("`rung.fired` may not happen while the grant is `\(state.rawValue)`")
      }
      if event.data["do"]?.string == "soft" { wasToldSoft = true }
      return
    case .grantAssigned:
      guard state != .closed else { throw ReplayError("`grant.assigned` may not happen to a closed grant") }
      owner = try event.text("owner")
      return
    default: throw ReplayError("`\(event.type.rawValue)` is no event of a grant")
    }
    guard next.from.contains(state) else {
      throw ReplayError("`\(event.type.rawValue)` may not happen while the grant is `\(state.rawValue)`")
    }
    state = next.state
    if event.type == .grantRevoked { wasRevoked = true }
    if event.type == .grantSuperseded { supersededBy = event.data["by"]?.string }
    suspendedBecause = state == .suspended ? event.data["because"]?.string : nil
    if state == .closed { reserve = nil }
  }
}
