import SpendModel
import Storage
import StrictJSON
import WorkflowEngine

extension Reading {
  /// Every delegation that was ever set, by number.
  func delegations() throws -> [Delegation] {
    var delegations: [Delegation] = []
    for event in try events(of: [.delegationSet, .delegationEnded]) {
      guard let id = event.data["delegation"]?.string else { continue }
      if event.type == .delegationEnded {
        if let place = delegations.firstIndex(where: { $0.id == id }) { delegations[place].endedAt = event.at }
      } else if let delegation = Delegation(event.data, id: id) {
        delegations.append(delegation)
      }
    }
    return delegations
  }

  /// The requests on which somebody claimed a stage of late: a claim falls after a business day, and no calendar has a
  /// month without one.
  func requestsClaimed(before now: Timestamp) throws -> Set<String> {
    var streams: Set<String> = []
    try forEachEvent(of: [.stageClaimed], from: now.adding(seconds: -31 * 86_400), to: nil) { event in
      if let id = event.stream.split(separator: "/").last { streams.insert(String(id)) }
    }
    return streams
  }
}

extension Delegation {
  init?(_ data: JSONValue, id: String) {
    guard let of = data["of"]?.string, let to = data["to"]?.string,
      let from = data["from"]?.string.flatMap({ Timestamp($0) }),
      let until = data["until"]?.string.flatMap({ Timestamp($0) })
    else { return nil }
    self.init(id: id, of: of, to: to, from: from, until: until, cap: data["cap"].flatMap { Money(canonical: $0) })
  }

  /// `delegation.set`, as the log holds it.
  ///
  /// - Parameter moved: The requests that wait for the one in whose place it is, and show up for the other one now.
  func draft(by actor: Actor, moved: [String]) -> EventDraft {
    EventDraft(
      .delegationSet, stream: "bundle", actor: actor,
      data: .object([
        "delegation": .string(id), "of": .string(of), "to": .string(to), "from": .string(from.canonicalText),
        "until": .string(until.canonicalText), "cap": cap?.canonical,
        "moved": moved.isEmpty ? nil : .array(moved.map { .string($0) }), "told": [.string(to)],
      ]))
  }

  /// `delegation.ended`.
  func ended(by actor: Actor, because: String? = nil, told: [String]) -> EventDraft {
    EventDraft(
      .delegationEnded, stream: "bundle", actor: actor,
      data: .object([
        "delegation": .string(id), "of": .string(of), "to": .string(to), "because": because.map { .string($0) },
        "told": .array(told.map { .string($0) }),
      ]))
  }
}
