import SpendModel
import StrictJSON

extension StageCase {
  /// The deadline and the rungs that an open stage keeps while it waits to be opened again by other definitions.
  package struct KeptTime: Sendable, Hashable {
    /// The time at which these were worked out.
    var at: Timestamp
    var due: Timestamp
    var timers: [TimerCase]
    /// Whether its length is wall time, and not business time.
    var isWall: Bool

    var json: JSONValue {
      .object([
        "at": .string(at.canonicalText), "due": .string(due.canonicalText), "rungs": .array(timers.map(\.json)),
        "wall": isWall ? true : nil,
      ])
    }
  }

  /// Takes over what an older stage has been through.
  ///
  /// - Parameter value: `state`, where it is done; `kept`, the time that it keeps; `ladder`, where that is another.
  mutating func carry(_ old: StageCase, _ value: JSONValue) {
    votes = old.votes
    isInherited = old.isInherited
    arming = max(arming, old.arming)
    level = old.level
    handovers = old.handovers
    climbed = old.climbed
    claim = old.claim
    overrides = old.overrides
    if value["ladder"] != nil {
      // What the rungs brought in stays; which rungs those were says nothing on another ladder.
      for index in climbed.indices { climbed[index].rung = -1 }
    }
    guard let state = value["state"]?.string.flatMap({ StageState(rawValue: $0) }), state.isDone else {
      kept = value["kept"].flatMap { KeptTime(json: $0) }
      since = kept == nil ? nil : old.since
      return
    }
    self.state = state
    candidates = old.candidates
    since = old.since
    due = old.due
    timers = old.timers
    for index in timers.indices where timers[index].state == .pending { timers[index].state = .obsolete }
  }
}

extension StageCase.KeptTime {
  init?(json value: JSONValue) {
    guard let at = value["at"]?.string.flatMap({ Timestamp($0) }),
      let due = value["due"]?.string.flatMap({ Timestamp($0) })
    else { return nil }
    self.init(
      at: at, due: due, timers: value["rungs"]?.array?.compactMap { TimerCase(json: $0) } ?? [],
      isWall: value["wall"]?.bool ?? false)
  }

  /// The same lengths of time, counted from another instant.
  func moved(to start: Timestamp, by calendar: BusinessCalendar) -> Self {
    guard start != at else { return self }
    var result = self
    func moved(_ instant: Timestamp) -> Timestamp {
      kept(instant, from: at, calendar, to: start, calendar, isWall: isWall)
    }
    result.at = start
    result.due = moved(due)
    for index in timers.indices { result.timers[index].at = moved(timers[index].at) }
    return result
  }
}

/// The instant that lies as far behind one start as another lies behind its own; what is past stays where it is.
func kept(
  _ instant: Timestamp, from start: Timestamp, _ calendar: BusinessCalendar, to other: Timestamp,
  _ otherCalendar: BusinessCalendar, isWall: Bool
) -> Timestamp {
  guard instant > start else { return instant }
  if isWall { return other.adding(seconds: instant.since(start) / 1_000_000) }
  let moved = otherCalendar.adding(
    businessMicroseconds: calendar.businessMicroseconds(from: start, to: instant), to: other)
  // The end of one day and the beginning of the next are as far away; what lay at a beginning stays at one.
  return calendar.isOpening(at: instant) ? otherCalendar.nextOpening(from: moved) : moved
}

extension Ladder {
  /// Whether another ladder does the same at the same times.
  func isSame(as other: Ladder) -> Bool {
    rungs.count == other.rungs.count
      && zip(rungs, other.rungs).allSatisfy { left, right in
        left.at.value == right.at.value && left.action == right.action && left.to?.value == right.to?.value
          && left.notice == right.notice
      }
  }
}
