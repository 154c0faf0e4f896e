import CEL
import SpendModel

@testable import WorkflowEngine

/// Zones for tests, without reading files.
enum Zones {
  static let berlin = zone("CET-1CEST,M3.5.0,M10.5.0/3")
  static let newYork = zone("EST5EDT,M3.2.0,M11.1.0")

  static func zone(_ rule: String) -> ZoneRules {
    ZoneRules(posix: rule) ?? .utc
  }

  static func calendar(_ id: String, _ zone: ZoneRules, hours: [Range<Int64>] = [32_400..<61_200]) -> BusinessCalendar {
    let christmas = CivilDate("2026-12-25").map { [$0] } ?? []
    return BusinessCalendar(id: id, zone: zone, hours: hours, days: [0, 1, 2, 3, 4], holidays: Set(christmas)) ?? .plain
  }

  static func office(_ id: String, _ zone: ZoneRules) -> BusinessCalendar { calendar(id, zone) }
}
