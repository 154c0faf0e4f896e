package import SpendModel

/// Why a request waits: on whom, since when, what comes next, and who could help.
package struct WhyReport: Sendable, Hashable {
  package var state: RequestState
  package var waitingOn: [WaitingStage]
  package var next: NextRung?
  package var excluded: [Exclusion]
  package var canUnblock: [String]
  /// What settled it, where it is decided.
  package var decided: String?

  package struct WaitingStage: Sendable, Hashable {
    package var stage: String
    package var right: DecisionRight
    package var state: StageState
    package var why: PlannedStage.Reason
    package var candidates: [String]
    /// Who may act in the place of one of them.
    package var delegates: [Delegate] = []
    package var since: Timestamp?
    package var due: Timestamp?
    /// How many more it needs.
    package var needs: Int
    /// Who says that they look at it.
    package var claimedBy: String? = nil
    /// Who would go on without it, and waits for a second person.
    package var overrides: [String] = []
  }

  package struct NextRung: Sendable, Hashable {
    /// `remind`, `expire`, ...
    package var rung: String
    package var at: Timestamp
    package var to: [String]
    /// Nothing: the request's own time to live.
    package var stage: String?
  }

  /// Everybody who is named as somebody who could move the request on.
  package var named: [String] { unique(waitingOn.flatMap(\.candidates) + canUnblock) }
}

extension RequestCase {
  /// Why the request waits, by the same functions that decide. For an undecided request it names somebody.
  package func why(context: ActContext) -> WhyReport {
    let recorder = Recorder(self, context)
    var report = WhyReport(state: state, waitingOn: [], next: nil, excluded: [], canUnblock: [], decided: decidedBy)
    guard state.isUndecided || awaitsPostReview else { return report }
    if state.isUndecided { report.decided = nil }
    if state == .changesRequested {
      report.canUnblock = unique([requester, beneficiary])
      report.next = recorder.nextRung()
      return report
    }
    for stage in stages where !stage.state.isSettled && stage.right != .inform {
      let eligible = recorder.eligible(stage)
      let people = recorder.remaining(stage, withFallback: stage.state == .pending && eligible.people.isEmpty)
      report.waitingOn.append(
        WhyReport.WaitingStage(
          stage: stage.id, right: stage.right, state: stage.state, why: stage.why, candidates: people,
          delegates: recorder.delegates(stage, of: people), since: stage.since, due: stage.due,
          needs: recorder.needs(stage), claimedBy: stage.claimed(at: recorder.at),
          overrides: stage.overrides))
      report.excluded += eligible.excluded.filter { !report.excluded.contains($0) }
      if stage.state == .blocked {
        let definition = context.workflows.definition(of: stage.id, in: recorder.workflow)
        report.canUnblock += context.workflows.rescuers(
          for: definition, input: recorder.input, directory: context.directory)
      }
    }
    if report.waitingOn.allSatisfy({ $0.candidates.isEmpty }) {
      report.canUnblock += context.workflows.rescuers(for: nil, input: recorder.input, directory: context.directory)
    }
    report.canUnblock = unique(report.canUnblock)
    report.next = recorder.nextRung()
    return report
  }
}

extension Recorder {
  /// The rung that fires next, if nothing happens before.
  func nextRung() -> WhyReport.NextRung? {
    var next: WhyReport.NextRung?
    for timer in request.timers where timer.state == .pending && next.map({ timer.at < $0.at }) ?? true {
      next = WhyReport.NextRung(rung: timer.action.rawValue, at: timer.at, to: [request.requester], stage: nil)
    }
    for stage in request.stages where stage.state == .active || stage.state == .blocked {
      let ladder = workflows.ladder(workflows.definition(of: stage.id, in: workflow)?.ladder, workflow?.ladder)
      for timer in stage.timers where timer.state == .pending && next.map({ timer.at < $0.at }) ?? true {
        var to = remaining(stage)
        if timer.action == .add || timer.action == .replace, ladder.rungs.indices.contains(timer.rung) {
          to = targets(of: ladder.rungs[timer.rung], assignees: to)
        }
        next = WhyReport.NextRung(rung: timer.action.rawValue, at: timer.at, to: to, stage: stage.id)
      }
    }
    return next
  }
}
