import BundleLoading
import SpendModel
import Storage
import WorkflowEngine

extension GovernanceService {
  /// Fires what is due: reminders, escalations, expiries, and usage rules over windows that have moved on.
  ///
  /// Idempotent: what has fired does not fire again. Each stream is a transaction of its own, so that one that fails
  /// holds up no other.
  package func tick() throws(Failure) -> TickReport {
    var report = TickReport(fired: [], findings: [], suspended: [], waived: [])
    let due = try act(needsPerson: false) { act in try act.reading.streamsDue(at: act.at) }
    for stream in due {
      report.fired += try act(needsPerson: false) { act in try act.lines(of: act.append(act.dueDrafts(stream))) }
    }
    report.fired += try act(needsPerson: false) { act in try act.lines(of: act.judgeAgain() + act.endWaivers()) }
    var outcome = try act(needsPerson: false) { act in try act.judgeUsage(cause: nil) }
    outcome.add(try act(needsPerson: false) { act in try act.judgeContracts() })
    report.findings = outcome.findings
    report.waived = outcome.waived
    report.suspended = outcome.suspended
    return report
  }
}

extension Act {
  /// Events as `tick` tells them, each with what it is about.
  fileprivate func lines(of records: [EventRecord]) throws -> [HistoryLine] {
    let historian = Historian(words: { try reading.words(behind: $0) })
    return try records.map { record in
      var line = try historian.line(record)
      line.text = "\(record.stream.split(separator: "/").last ?? ""): \(line.text)"
      return line
    }
  }

  /// What is due on one stream, as the engine decides it.
  func dueDrafts(_ stream: String) throws -> [EventDraft] {
    let id = stream.split(separator: "/").last.map(String.init) ?? ""
    switch MintedKind.parse(id)?.kind {
    case .request:
      let request = try reading.requestCase(id)
      var timed = try context(for: request)
      timed.actor = .timer
      var ids = try counter()
      return try request.tick(context: timed, ids: &ids).get().drafts
    case .grant:
      let tasks = try reading.tasks(ofGrant: id).map { try reading.taskCase($0.id) }
      return try reading.grantCase(id).tick(tasks: tasks, at: at)
    case .finding, .duty: return try reading.taskCase(id).tick(context: timer())
    case .waiver, .delegation, nil: return []
    }
  }

  private func timer() -> ActContext {
    var timed = context()
    timed.actor = .timer
    return timed
  }
}
