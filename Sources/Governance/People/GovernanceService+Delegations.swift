import BundleLoading
package import SpendModel
import Storage
package import StrictJSON
import WorkflowEngine

/// A delegation, as answers show it.
package struct DelegationView: Sendable {
  package var id: String
  package var of: String
  package var to: String
  package var from: Timestamp
  package var until: Timestamp
  package var cap: Money?
  /// `scheduled`, `in_force`, `over` or `ended`.
  package var state: String
  /// What waits for the one in whose place it is, and shows up for the other one.
  package var waiting: [String]

  package var json: JSONValue {
    .object([
      "id": .string(id), "of": .string(of), "to": .string(to), "from": .string(from.description),
      "until": .string(until.description), "cap": cap?.json, "state": .string(state),
      "waiting": .array(waiting.map { .string($0) }),
    ])
  }
}

extension GovernanceService {
  /// Lets somebody vote in the actor's place for a time. What waits for the actor shows up for them at once.
  ///
  /// - Parameters:
  ///   - from: A date or RFC 3339 time; nothing means now. A date is the start of that day, UTC.
  ///   - until: The first instant at which it no longer holds.
  ///   - cap: The greatest amount that may be decided by it.
  /// - Throws: ``Failure``: exit 2 where it is to oneself, ends before it begins, goes in a circle, or overlaps another.
  package func delegate(to person: String, from: String?, until: String, cap: String?) throws(Failure) -> DelegationView
  {
    let start = try from.map { text throws(Failure) in try instant(text) }
    let end = try instant(until)
    let limit = try cap.map { text throws(Failure) in try amount(text, example: "--cap 1000USD") }
    return try act { act in
      guard let of = act.person?.id else { throw Failure(.notPermitted, "unknown-person", "nobody delegates") }
      let directory = act.bundle.workflows.directory
      if directory.person(person) == nil {
        throw Failure(
          .badInput, "unknown-person", "no person `\(person)` in the directory",
          hint: nearest(person, directory.people.map(\.id)) ?? "workflows/decision-rights.yaml lists the people")
      }
      if let limit, let currency = directory.authority?.limits.lazy.compactMap(\.upTo).first?.currency,
        limit.currency != currency
      {
        throw Failure(
          .badInput, "wrong-currency", "the cap is in \(limit.currency.code), and limits are in \(currency.code)",
          hint: "write it in \(currency.code): `--cap 1000\(currency.code)`")
      }
      let others = try act.reading.delegations()
      let delegation = Delegation(
        id: MintedKind.delegation.id(try act.reading.nextNumber(.delegation)), of: of, to: person,
        from: start ?? act.at, until: end, cap: limit)
      if let refusal = delegation.refusal(beside: others, directory: directory, at: act.at) { throw refusal }
      let moved = delegation.isInForce(at: act.at) ? try act.reading.requestsWaiting(for: of) : []
      try act.append([delegation.draft(by: act.actor, moved: moved)])
      return view(delegation, at: act.at, waiting: moved)
    }
  }

  /// The delegations, by number: those that hold or are to come.
  ///
  /// - Parameter all: Also those that are over.
  package func delegations(all: Bool) throws(Failure) -> [DelegationView] {
    let time = now
    return try reading { reading in
      try reading.delegations().filter { all || $0.isLive(at: time) }.map { delegation in
        view(
          delegation, at: time,
          waiting: delegation.isInForce(at: time) ? try reading.requestsWaiting(for: delegation.of) : [])
      }
    }
  }

  /// Ends a delegation before its time: both of its people may, and those who answer for the rules.
  ///
  /// - Throws: ``Failure``: exit 4 where it is over, 5 where the actor may not, 6 where there is none.
  package func endDelegation(_ id: String) throws(Failure) -> DelegationView {
    try act { act in
      guard var delegation = try act.reading.delegations().first(where: { $0.id == id }) else {
        throw Failure.notFound("delegation", id, hint: "`assent delegate list` shows them")
      }
      let allowed = unique([delegation.of, delegation.to] + act.bundle.guardians)
      guard let person = act.person?.id, allowed.contains(person) else {
        throw Failure(
          .notPermitted, "not-permitted", "`\(act.person?.id ?? "")` may not end delegation `\(id)`",
          hint: "who may: " + allowed.joined(separator: ", "))
      }
      guard delegation.isLive(at: act.at) else {
        throw Failure(.conflict, "has-ended", "delegation `\(id)` has ended already", hint: nil)
      }
      let told = [delegation.of, delegation.to].filter { $0 != person }
      try act.append([delegation.ended(by: act.actor, told: told)])
      delegation.endedAt = act.at
      return view(delegation, at: act.at, waiting: [])
    }
  }

  private func view(_ delegation: Delegation, at time: Timestamp, waiting: [String]) -> DelegationView {
    DelegationView(
      id: delegation.id, of: delegation.of, to: delegation.to, from: delegation.from, until: delegation.until,
      cap: delegation.cap, state: delegation.state(at: time).rawValue, waiting: waiting)
  }
}

extension Reading {
  /// The requests with an open stage that waits for somebody, earliest due first.
  func requestsWaiting(for person: String) throws -> [String] {
    var requests: [String] = []
    for stage in try waitingStages() where stage.candidates.contains(person) {
      guard try !voters(request: stage.request, stage: stage.id).contains(person) else { continue }
      requests.append(stage.request)
    }
    return unique(requests)
  }
}
