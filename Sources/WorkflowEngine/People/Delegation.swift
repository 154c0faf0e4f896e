package import SpendModel

/// For a time, one person votes in another's place.
///
/// In force from its start up to, and not including, its end, unless it was ended before. One step deep: what is
/// delegated to somebody is not theirs to pass on.
///
/// That a window opens or closes by itself is no event: `delegation.set` tells both instants when it is made, and every
/// vote names the delegation that it uses. So nothing depends on when somebody looked, and a late scheduler changes
/// nothing. Only an end before its time is recorded, as `delegation.ended`.
package struct Delegation: Sendable, Hashable {
  /// `DLG-000001`
  package var id: String
  /// Whose rights they are.
  package var of: String
  /// Who votes in that place.
  package var to: String
  package var from: Timestamp
  /// The first instant at which it no longer holds.
  package var until: Timestamp
  /// The greatest amount that may be decided by it; nothing: as much as the person may whose rights they are.
  package var cap: Money?
  /// When somebody ended it before its time.
  package var endedAt: Timestamp?

  package init(
    id: String, of: String, to: String, from: Timestamp, until: Timestamp, cap: Money? = nil, endedAt: Timestamp? = nil
  ) {
    self.id = id
    self.of = of
    self.to = to
    self.from = from
    self.until = until
    self.cap = cap
    self.endedAt = endedAt
  }

  package enum State: String, Sendable, Hashable, CaseIterable {
    case scheduled
    case inForce = "in_force"
    case over, ended
  }

  package func state(at: Timestamp) -> State {
    if endedAt != nil { return .ended }
    if at < from { return .scheduled }
    return at < until ? .inForce : .over
  }

  package func isInForce(at: Timestamp) -> Bool { state(at: at) == .inForce }

  /// Whether it still holds, or is yet to.
  package func isLive(at: Timestamp) -> Bool { endedAt == nil && at < until }

  /// Whether both hold at some instant.
  func overlaps(_ other: Delegation) -> Bool { from < other.until && other.from < until }

  /// Why it may not be set beside those that there are; nothing where it may.
  package func refusal(beside others: [Delegation], directory: Directory, at: Timestamp) -> Refusal? {
    guard directory.person(to) != nil else {
      return Refusal(.badInput, "`\(to)` is not in the directory", hint: "a person's id: `--to PERSON`")
    }
    guard of != to else { return Refusal(.badInput, "`\(of)` cannot delegate to oneself") }
    guard from < until else {
      return Refusal(
        .badInput, "it would end \(until), and begins only \(from)",
        hint: "`--until` is the first instant at which it no longer holds")
    }
    guard at < until else { return Refusal(.badInput, "it would have ended \(until), which has passed") }
    if let cap, cap.nanos <= 0 { return Refusal(.badInput, "the cap \(cap) leaves nothing to decide") }
    let beside = others.filter { $0.isLive(at: at) && overlaps($0) }
    if let other = beside.first(where: { $0.of == of }) {
      return Refusal(
        .badInput, "`\(of)` has delegated to `\(other.to)` from \(other.from) until \(other.until) (\(other.id))",
        hint: "one at a time: begin later, or `assent delegate end \(other.id)` first")
    }
    if let way = cycle(among: beside) {
      return Refusal(
        .badInput, "the delegations would go in a circle: " + way.map { "`\($0)`" }.joined(separator: " to "),
        hint: "delegate to somebody else, or for another time")
    }
    return nil
  }

  /// The way back to the one who delegates, where there is one.
  private func cycle(among others: [Delegation]) -> [String]? {
    var cameFrom: [String: String] = [to: of]
    var queue = [to]
    var next = 0
    while next < queue.count {
      let person = queue[next]
      next += 1
      for other in others where other.of == person {
        guard other.to != of else {
          var way = [of, person]
          while let before = cameFrom[way[way.count - 1]], way[way.count - 1] != of || way.count == 1 {
            way.append(before)
          }
          return way.reversed()
        }
        guard cameFrom[other.to] == nil else { continue }
        cameFrom[other.to] = person
        queue.append(other.to)
      }
    }
    return nil
  }
}

/// Somebody who may vote in the place of a candidate.
package struct Delegate: Sendable, Hashable {
  package var person: String
  /// Whose place it is.
  package var of: String

  package init(person: String, of: String) {
    self.person = person
    self.of = of
  }
}
