import BundleLoading
import PolicyEngine
import SpendModel
import StrictJSON

/// A time-boxed exception from one rule, as its events left it.
struct Waiver: Hashable, Sendable {
  let id: String
  /// The request that asked for it.
  var request: String
  var requester: String
  var rule: String
  /// CEL over the facts that the rule reads; nothing means everywhere.
  var scope: String?
  /// From when it was asked for; nothing means from its approval.
  var from: Timestamp?
  /// The first instant at which the rule counts again.
  var until: Timestamp
  /// The denied request that it is for.
  var denied: String?
  var requestedAt: Timestamp
  var approvedBy: [String] = []
  var activatedAt: Timestamp?
  var revokedAt: Timestamp?
  var revokedBy: String?
  /// Whether the log says that it ended.
  var isMarkedExpired = false
  /// The waiver that this one goes on with.
  var renews: String?
  /// How often the exception has been renewed so far.
  var renewals: Int64 = 0
  var renewedBy: String?
}

extension Waiver {
  /// Where a waiver stands at a time. One that waits for its approval is `requested`.
  enum State: String, Hashable, Sendable, CaseIterable {
    case requested, scheduled, active, expired, revoked
  }

  func state(at instant: Timestamp) -> State {
    if let revokedAt, revokedAt <= instant { return .revoked }
    guard let start, activatedAt.map({ $0 <= instant }) ?? false else {
      return instant < until ? .requested : .expired
    }
    if until <= instant { return .expired }
    return instant < start ? .scheduled : .active
  }

  /// From when it suspends its rule: the later of its approval and the start that was asked for.
  var start: Timestamp? { activatedAt.map { max($0, from ?? $0) } }

  /// Whether an exception from that rule, for that scope, goes on with this one.
  func isContinued(by rule: String, scope other: String?) -> Bool {
    activatedAt != nil && revokedAt == nil && renewedBy == nil && self.rule.utf8.elementsEqual(rule.utf8)
      && scope.isSameText(as: other)
  }

  /// The waivers of a log, by number.
  ///
  /// - Parameter events: The `waiver.*` events, oldest first.
  static func folding(_ events: [EventRecord]) -> [Waiver] {
    var order: [String] = []
    var known: [String: Waiver] = [:]
    for event in events {
      let id = event.stream.split(separator: "/").last.map(String.init) ?? event.stream
      if event.type == .waiverRequested {
        guard let waiver = Waiver(id, event) else { continue }
        if known[id] == nil { order.append(id) }
        known[id] = waiver
        continue
      }
      known[id]?.apply(event)
    }
    return order.compactMap { known[$0] }
  }

  private init?(_ id: String, _ event: EventRecord) {
    let data = event.data
    guard let rule = data["rule"]?.string, let request = data["request"]?.string,
      let until = data["until"]?.string.flatMap({ Timestamp($0) })
    else { return nil }
    self.init(
      id: id, request: request, requester: data["requester"]?.string ?? "", rule: rule, scope: data["scope"]?.string,
      from: data["from"]?.string.flatMap { Timestamp($0) }, until: until, denied: data["denied"]?.string,
      requestedAt: event.at)
  }

  private mutating func apply(_ event: EventRecord) {
    switch event.type {
    case .waiverActivated:
      activatedAt = event.at
      approvedBy = (event.data["approved_by"]?.array ?? []).compactMap(\.string)
      until = event.data["until"]?.string.flatMap { Timestamp($0) } ?? until
      renews = event.data["renews"]?.string
      renewals = event.data["renewals"]?.integer ?? 0
    case .waiverRenewed: renewedBy = event.data["by"]?.string
    case .waiverRevoked:
      revokedAt = event.at
      revokedBy = event.actor
    case .waiverExpired: isMarkedExpired = true
    default: break
    }
  }
}

extension Waiver {
  /// The types of event that waivers have.
  static let events: [EventType] = [
    .waiverRequested, .waiverActivated, .waiverRenewed, .waiverExpired, .waiverRevoked,
  ]

  var stream: String { MintedKind.waiver.streamPrefix + id }

  func draft(_ type: EventType, _ actor: Actor, _ data: KeyValuePairs<String, JSONValue?>) -> EventDraft {
    EventDraft(type, stream: stream, actor: actor, data: .object(data))
  }

  /// The scope as an expression of no file.
  var scopeSource: SourceExpression? { scope.map { SourceExpression($0) } }
}

extension Rule {
  /// Whether a waiver may suspend the rule: a `deny` that says so, and every rule that opens findings.
  var mayBeWaived: Bool {
    switch effect {
    case .deny: isWaivable
    case .finding: true
    case .require, .warn, .allow: false
    }
  }
}
