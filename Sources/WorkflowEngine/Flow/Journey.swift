import SpendModel
import StrictJSON

/// The way of one request through its stages, as far as times and votes go.
struct Journey: Sendable {
  var workflow: String
  let submitted: Timestamp
  var lane: String?
  /// The stage that decides.
  var decision = ""
  var decided: Timestamp?
  /// `approved`, `rejected`, `denied`, `expired`, `withdrawn`; nothing while it is undecided.
  var outcome: String?
  var isWithRequester = false
  var wasReturned = false
  var wasEscalated = false
  var wasBlocked = false
  /// Open stages, with the time since when.
  var active: [String: Timestamp] = [:]
  var due: [String: Timestamp] = [:]
  var blocked: Set<String> = []
  /// The verbs that count, by stage and person.
  var votes: [String: String] = [:]
  /// Until when the time has been put down to somebody.
  var accounted: Timestamp

  init(workflow: String, submitted: Timestamp) {
    self.workflow = workflow
    self.submitted = submitted
    accounted = submitted
  }

  /// Who holds it now: the requester, each open stage, or nobody.
  var holders: [String] {
    guard outcome == nil else { return [] }
    if isWithRequester { return [FlowReport.requester] }
    if !active.isEmpty { return active.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
    return blocked.isEmpty ? [] : [FlowReport.nobody]
  }
}
