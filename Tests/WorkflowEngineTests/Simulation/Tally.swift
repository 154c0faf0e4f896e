import SpendModel
import StrictJSON

@testable import WorkflowEngine

/// How often what happened in the simulated companies, by type of event and, where one type has many meanings, by
/// meaning.
struct Tally: Sendable {
  private(set) var types: [EventType: Int] = [:]
  private(set) var meanings: [String: Int] = [:]
  /// What people of `why` did when they were taken at their word.
  private(set) var offers: [String: Int] = [:]

  /// The families of events that the engine writes.
  private static let families = ["request", "stage", "vote", "rung", "grant", "task"]

  /// Every event that a company may come to: all of those families.
  static let played = EventType.allCases.filter { type in
    families.contains { type.rawValue.hasPrefix($0 + ".") }
  }

  /// The member of an event's data that tells its meanings apart.
  private static let tellers: [EventType: String] = [
    .requestApproved: "how", .requestExpired: "because", .stageSatisfied: "how", .stageReassigned: "because",
    .voteCast: "verb", .voteVoid: "because", .voteStale: "because", .rungFired: "do", .grantSuspended: "because",
    .grantResumed: "because", .grantRevoked: "because", .taskCancelled: "because", .taskAssigned: "because",
    .taskOpened: "phase", .stageTimedOut: "as",
  ]

  mutating func count(_ record: EventRecord) {
    types[record.type, default: 0] += 1
    if let member = Self.tellers[record.type], let meaning = record.data[member]?.string {
      meanings["\(record.type.rawValue) \(meaning)", default: 0] += 1
    }
  }

  mutating func count(offer: String) { offers[offer, default: 0] += 1 }

  mutating func add(_ other: Tally) {
    types.merge(other.types, uniquingKeysWith: +)
    meanings.merge(other.meanings, uniquingKeysWith: +)
    offers.merge(other.offers, uniquingKeysWith: +)
  }

  /// What never happened although it should have: types of events, and their rarer meanings.
  func missing(withMeanings: Bool) -> [String] {
    Self.played.filter { types[$0] == nil }.map(\.rawValue)
      + (withMeanings ? Self.meant.filter { meanings[$0] == nil } : [])
  }

  /// The meanings that a good play comes to.
  static let meant = [
    "request.approved lane", "request.approved people", "request.approved break_glass", "request.expired ttl",
    "request.expired ladder", "stage.satisfied silent", "stage.satisfied survived", "stage.satisfied told",
    "stage.timed_out reject", "stage.reassigned fallback", "stage.reassigned manual", "stage.reassigned added",
    "stage.reassigned changed", "vote.stale migrated", "vote.void budget", "vote.void excluded", "vote.void late",
    "vote.void not_candidate", "vote.void over_limit", "vote.void pending", "vote.void repeated", "rung.fired add",
    "rung.fired replace", "rung.fired remind", "rung.fired warn", "rung.fired soft", "grant.suspended cap",
    "grant.suspended duty", "grant.suspended hold", "grant.resumed duty", "grant.revoked late",
    "grant.revoked rejected", "task.opened tranche", "task.opened recertify", "task.opened perform",
    "task.cancelled superseded", "task.cancelled ended", "task.assigned left",
  ]

  /// One line for each type of event, with its meanings.
  var table: String {
    let rows = Self.played.map { type in
      let name = type.rawValue
      let parts = meanings.filter { $0.key.hasPrefix(name + " ") }.sorted { $0.key < $1.key }
        .map { "\($0.key.dropFirst(name.count + 1)) \($0.value)" }
      let gap = String(repeating: " ", count: max(1, 26 - name.utf8.count))
      return "  \(name)\(gap)\(types[type] ?? 0)" + (parts.isEmpty ? "" : "  (\(parts.joined(separator: ", ")))")
    }
    let taken = offers.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return rows.joined(separator: "\n") + "\n  offers of `why` taken up: \(taken.joined(separator: ", "))"
  }
}
