import SpendModel
package import StrictJSON

/// What a way of deciding asks of people, and how long it takes by what its stages usually take.
package struct Workload: Sendable {
  package struct Stage: Sendable {
    package var id: String
    package var right: DecisionRight
    var needs: [String]
    var candidates: [String]
    /// How many have to act.
    var acts: Int
    var due: Period?
  }

  package private(set) var stages: [Stage]

  /// The work of a plan.
  package init(_ plan: Plan) {
    stages = plan.stages.map {
      Stage(
        id: $0.id, right: $0.right, needs: $0.needs, candidates: $0.candidates, acts: $0.approve, due: $0.duePeriod)
    }
  }

  /// The work of a recorded submission, from the blob of its input.
  package init(input: JSONValue) {
    stages = (input["stages"]?.array ?? []).compactMap { value in
      guard let stage = try? StageCase(json: value) else { return nil }
      return Stage(
        id: stage.id, right: stage.right, needs: stage.needs, candidates: stage.candidates, acts: stage.approve,
        due: stage.duePeriod)
    }
  }

  /// How many acts of people it takes.
  package var acts: Int { stages.reduce(0) { $0 + $1.acts } }

  /// The acts that each person can expect, in thousandths: those of a stage are split evenly among its candidates.
  package var shares: [String: Int] {
    var shares: [String: Int] = [:]
    for stage in stages where !stage.candidates.isEmpty {
      for person in stage.candidates {
        shares[person, default: 0] += min(stage.acts, stage.candidates.count) * 1000 / stage.candidates.count
      }
    }
    return shares
  }

  /// How long the longest way through the stages takes, in microseconds of business time.
  ///
  /// - Parameter usual: What a stage usually takes.
  package func span(_ usual: (Stage) -> Int64) -> Int64 {
    let spans = stages.map { max(0, usual($0)) }
    var ends = [String: Int64](minimumCapacity: stages.count)
    // Whatever order they stand in, so many passes settle every chain of needs.
    for _ in stages {
      for (stage, span) in zip(stages, spans) {
        let before = stages.filter { other in
          other.id != stage.id
            && (stage.needs.contains(other.id) || (stage.right == .decide && other.right != .decide))
        }
        let start = before.reduce(Int64(0)) { max($0, ends[$1.id] ?? 0) }
        ends[stage.id] = start.addingReportingOverflow(span).overflow ? .max : start + span
      }
    }
    return ends.values.max() ?? 0
  }
}

/// What stages took and people did in the past: what a plan is measured by.
package struct PastWork: Sendable {
  private let medians: [String: Int64]
  private let calendar: BusinessCalendar
  /// A Monday's opening, so that no weekend lies between it and what is due soon after.
  private let start: Timestamp
  /// The most votes that a person cast in one week.
  package let busiestWeek: [String: Int]

  package init(_ report: FlowReport, busiestWeek: [String: Int], calendar: BusinessCalendar) {
    medians = report.leadTimes.reduce(into: [:]) { medians, group in
      if group.kind == .stage { medians[group.name] = group.business.quantile(percent: 50) }
    }
    self.calendar = calendar
    self.busiestWeek = busiestWeek
    start = calendar.nextOpening(from: Timestamp(clamping: 1_767_571_200_000_000))
  }

  /// A business day, in microseconds.
  package var businessDay: Int64 { calendar.microsecondsPerDay }

  /// What a stage usually takes, in microseconds of business time; of one without a past, all the time that it has.
  package func usual(_ stage: Workload.Stage) -> Int64 {
    medians[stage.id] ?? stage.due.map { length(of: $0) } ?? 0
  }

  fileprivate func median(of stage: String) -> Int64? { medians[stage] }

  fileprivate func length(of due: Period) -> Int64 {
    calendar.businessMicroseconds(from: start, to: calendar.adding(due, to: start))
  }
}

/// Measures one workload after another by the past; what it has worked out it knows the next time.
package struct WorkMeter {
  private let past: PastWork
  private var lengths: [Period: Int64] = [:]

  package init(_ past: PastWork) { self.past = past }

  package mutating func measure(_ work: Workload) -> WorkMeasure {
    for stage in work.stages where past.median(of: stage.id) == nil {
      if let due = stage.due, lengths[due] == nil { lengths[due] = past.length(of: due) }
    }
    let (past, lengths) = (past, lengths)
    let span = work.stages.isEmpty ? nil : work.span { past.median(of: $0.id) ?? $0.due.flatMap { lengths[$0] } ?? 0 }
    return WorkMeasure(acts: work.acts, span: span, shares: work.shares)
  }
}

/// What a workload comes to.
package struct WorkMeasure: Sendable {
  package var acts: Int
  /// In microseconds of business time; nothing where there is no stage.
  package var span: Int64?
  /// The acts that each person can expect, in thousandths.
  package var shares: [String: Int]
}
