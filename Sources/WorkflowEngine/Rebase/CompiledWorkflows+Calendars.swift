import SpendModel
package import StrictJSON

extension CompiledWorkflows {
  /// The same workflows by the calendars of others.
  package func timed(by other: CompiledWorkflows) -> CompiledWorkflows {
    var rights = rights
    rights.calendars = other.rights.calendars
    return CompiledWorkflows(
      rights: rights, workflows: workflows, calendars: other.calendars, defaultCalendar: other.defaultCalendar,
      conditions: conditions)
  }

  /// The terms of a calendar, from which its version follows: equal terms give equal times.
  package func terms(ofCalendar id: String) -> JSONValue {
    guard let calendar = rights.calendars.first(where: { $0.id == id }) else { return ["id": .string(id)] }
    return [
      "days": .array(calendar.days.sorted().map { .integer(Int64($0)) }),
      "holidays": .array(calendar.holidays.sorted().map { .string($0.description) }),
      "hours": .array(
        calendar.hours.map { [.integer($0.lowerBound), .integer($0.upperBound)] }), "id": .string(id),
      "zone": .string(calendar.zone.value),
    ]
  }

  /// The calendars that a request goes by: that of its workflow, and those of its stages.
  func calendarIDs(of request: RequestCase) -> [String] {
    unique(
      [calendar(workflow(request.workflow)?.calendar?.value).id] + request.stages.map { calendar($0.calendar).id })
  }
}
