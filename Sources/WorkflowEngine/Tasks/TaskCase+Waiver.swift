package import SpendModel
package import StrictJSON

extension TaskCase {
  /// What a waiver does to a finding that is still open: its risk is accepted until the waiver ends.
  package func accept(waiver: String, until: Timestamp, actor: Actor) -> [EventDraft] {
    guard state.isLive else { return [] }
    return [draft(.taskAccepted, actor, ["until": .string(until.canonicalText), "waiver": .string(waiver)])]
  }

  /// Opens a finding again whose waiver has ended, with the due date that it had.
  ///
  /// - Parameter cause: The index of the leaf that ended the waiver.
  package func reopen(cause: JSONValue, context: ActContext) -> [EventDraft] {
    guard state == .riskAccepted else { return [] }
    let calendar = context.workflows.defaultCalendar
    let rungs = context.workflows.ladder().taskTimers(from: context.at, due: due, calendar: calendar)
    return [
      draft(
        .taskReopened, context.actor,
        [
          "cause": cause, "count": .integer(reopened + 1), "due": .string(due.canonicalText),
          "rungs": .array(rungs.map(\.json)), "arming": .integer(arming + 1),
        ])
    ]
  }
}
