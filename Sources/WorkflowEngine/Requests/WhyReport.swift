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
  /// The budget that has no room for it: no approval completes it before there is some.
  package var shortage: Shortage?
  /// The duties that an approval would leave.
  package var duties: [RequestCase.Duty] = []
  /// What people should know: a condition that erred.
  package var notes: [String] = []

  package struct Shortage: Sendable, Hashable {
    package var budget: String
    package var remaining: Money
    package var needed: Money
  }

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
    package var reviews: [String] = []
    /// Who has agreed already.
    package var approved: [String] = []
    /// What those weigh together, of what is needed; nothing where people are counted.
    package var weight: Weight?
    /// What it asks of whoever votes, in words.
    package var asks: [String] = []
    /// Who may act where its candidates cannot.
    package var fallback: [String] = []
    /// What its voters may attach to an approval, in words.
    package var offers: [String] = []
    /// Too few of its own candidates may act: the fallback stands in, and is among them.
    package var usesFallback = false

    package struct Weight: Sendable, Hashable {
      package var given: Int
      package var needed: Int
    }
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
      report.canUnblock = recorder.answerers
      report.next = recorder.nextRung()
      return report
    }
    for stage in stages where !stage.state.isSettled && stage.right != .inform {
      let eligible = recorder.eligible(stage)
      report.waitingOn.append(recorder.waiting(stage, eligible: eligible.people))
      report.excluded += eligible.excluded.filter { !report.excluded.contains($0) }
      report.notes += eligible.notes
      // Who answers for it could help where nobody can act, or where those who can let it lie.
      if stage.state == .blocked || stage.due.map({ $0 < context.at }) ?? false {
        let definition = context.workflows.definition(of: stage.id, in: recorder.workflow)
        report.canUnblock += context.workflows.rescuers(
          for: definition, input: recorder.input, directory: context.directory)
      }
    }
    if report.waitingOn.allSatisfy({ $0.candidates.isEmpty }) {
      report.canUnblock += context.workflows.rescuers(for: nil, input: recorder.input, directory: context.directory)
    }
    // The grant that it would take the place of is gone: whoever asked takes it back, and nobody else can help.
    if let refusal = recorder.amendmentRefused() {
      report.canUnblock = recorder.withdrawers
      report.notes.append(refusal.message + (refusal.hint.map { ": \($0)" } ?? ""))
    }
    report.canUnblock = unique(report.canUnblock)
    report.notes = unique(report.notes)
    report.shortage = recorder.shortage
    report.duties = duties
    report.next = recorder.nextRung()
    return report
  }
}

extension Recorder {
  /// How a stage waits.
  func waiting(_ stage: StageCase, eligible: [String]) -> WhyReport.WaitingStage {
    let definition = workflows.definition(of: stage.id, in: workflow)
    let standIns =
      stage.usesFallback
      ? [] : definition.map { workflows.standIns(for: $0, input: input, directory: directory).people } ?? []
    let approved = stage.counted(.approve).map(\.person)
    let able = remaining(stage, withFallback: stage.state == .pending && eligible.isEmpty)
    let people = onlyAsked(stage, able) ?? able
    return WhyReport.WaitingStage(
      stage: stage.id, right: stage.right, state: stage.state, why: stage.why,
      candidates: people, delegates: delegates(stage, of: people), since: stage.since, due: stage.due,
      needs: needs(stage), claimedBy: stage.claimed(at: at), overrides: stage.overrides,
      reviews: stage.reviews, approved: approved,
      weight: weighing(of: stage).map { .init(given: $0.weight(of: approved), needed: $0.needed) },
      asks: definition?.terms.spoken ?? [],
      fallback: standIns.filter {
        workflows.exclusion(of: $0, input: input, directory: directory, stage: definition) == nil
      }, offers: definition?.conditions.offered ?? [],
      usesFallback: stage.usesFallback || definition.map(standsOnFallback) ?? false)
  }

  /// Those who were added to a stage, where it waits for them alone: the others have agreed, or enough of them.
  private func onlyAsked(_ stage: StageCase, _ able: [String]) -> [String]? {
    let awaited = asked(stage).filter(able.contains)
    guard !awaited.isEmpty, stage.right != .input, lacks(stage) == awaited.count,
      stage.right != .decide || isAuthorityHeld(by: stage.counted(.approve).map(\.holder))
    else { return nil }
    return awaited
  }

  /// Whether nobody is left of the groups that a stage names, and others stand in for them.
  private func standsOnFallback(_ definition: StageDefinition) -> Bool {
    definition.candidates.contains { source in
      guard case .actor(let reference) = source, case .group(let id) = reference.value else { return false }
      return directory.group(id)?.members.allSatisfy { directory.person($0.value) == nil } ?? false
    }
  }

  /// The budget that would refuse what an approval grants as things stand.
  var shortage: WhyReport.Shortage? {
    guard let budget = context.budget else { return nil }
    let outline = outline()
    guard outline.exceedsBudget, let needed = outline.cost else { return nil }
    return WhyReport.Shortage(budget: budget.id, remaining: budget.remaining, needed: needed)
  }

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
