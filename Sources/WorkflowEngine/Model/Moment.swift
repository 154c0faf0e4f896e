package import SpendModel

/// When something happens, measured against a deadline: `50%`, `due`, `due+1bd`, `grant.expires+5bd`.
package enum Moment: Hashable, Sendable {
  /// That many percent of the business time from the start to the deadline.
  case percent(Int64)
  case due
  case afterDue(Period)
  case beforeDue(Period)

  /// Reads the textual forms.
  ///
  /// - Parameter anchor: The word for the deadline: `due`, or `grant.expires`.
  package init?(_ text: String, anchor: String = "due") {
    if text.hasSuffix("%") {
      guard let percent = Int64(text.dropLast()), (0...100).contains(percent), !text.hasPrefix("+") else { return nil }
      self = .percent(percent)
      return
    }
    guard text.hasPrefix(anchor) else { return nil }
    let rest = text.dropFirst(anchor.count)
    if rest.isEmpty {
      self = .due
    } else if rest.first == "+", let period = Period(rest.dropFirst()) {
      self = .afterDue(period)
    } else if rest.first == "-", let period = Period(rest.dropFirst()) {
      self = .beforeDue(period)
    } else {
      return nil
    }
  }

  /// The instant, given the start, the deadline, and the calendar that both count in.
  package func instant(from start: Timestamp, due: Timestamp, calendar: BusinessCalendar) -> Timestamp {
    switch self {
    case .percent(let share): calendar.instant(percent: share, from: start, to: due)
    case .due: due
    case .afterDue(let period): calendar.adding(period, to: due)
    case .beforeDue(let period): calendar.subtracting(period, from: due)
    }
  }
}

extension Moment: CustomStringConvertible {
  package var description: String {
    switch self {
    case .percent(let share): "\(share)%"
    case .due: "due"
    case .afterDue(let period): "due+\(period)"
    case .beforeDue(let period): "due-\(period)"
    }
  }
}
