package import SpendModel
import StrictJSON

/// Counts how requests flow, from their events one after another; pure.
///
///     var tally = FlowTally(calendar: workflows.defaultCalendar)
///     for event in events { tally.add(event) }
///     let report = tally.report(at: now)
package struct FlowTally: Sendable {
  private let calendar: BusinessCalendar
  /// Requests that were submitted before this are not looked at.
  private let since: Timestamp?
  private var journeys: [String: Journey] = [:]
  private var groups: [FlowReport.Group.Kind: [String: FlowReport.Group]] = [:]
  private var held: [String: (wall: Int64, business: Int64)] = [:]
  private var lanes: [String: FlowReport.Lane] = [:]
  private var laneOfGrant: [String: String] = [:]
  private var failedGrants: Set<String> = []
  private var stages: [String: FlowReport.Stage] = [:]
  private var lastVote: [String: Timestamp] = [:]
  private var weeks: [String: (week: Int64, votes: Int, most: Int)] = [:]
  private var report = FlowReport()

  /// The types of event that it reads.
  package static let types: [EventType] = [
    .requestSubmitted, .requestResubmitted, .requestAmended, .requestApproved, .requestRejected, .requestDenied,
    .requestChangesRequested, .requestWithdrawn, .requestExpired, .requestReevaluated, .requestMigrated,
    .stageActivated, .stageSatisfied, .stageVetoed,
    .stagePaused, .stageBlocked, .stageTimedOut, .stageWaived, .stageCancelled, .voteCast, .voteStale, .voteRevoked,
    .rungFired, .grantMinted, .grantSuspended, .grantRevoked, .waiverActivated, .waiverRenewed,
  ]

  package init(calendar: BusinessCalendar, since: Timestamp? = nil) {
    self.calendar = calendar
    self.since = since
  }

  /// Adds an event; they come in the order of the log.
  package mutating func add(_ event: EventRecord) {
    let subject = event.stream.split(separator: "/", maxSplits: 1).last.map(String.init) ?? event.stream
    switch event.type {
    case .requestSubmitted:
      guard since.map({ event.at >= $0 }) ?? true else { return }
      var journey = Journey(workflow: event.data["workflow"]?.string ?? "", submitted: event.at)
      journey.decision = decision(in: event)
      journeys[subject] = journey
    case .waiverActivated where since.map({ event.at >= $0 }) ?? true: report.waivers += 1
    case .waiverRenewed where since.map({ event.at >= $0 }) ?? true: report.waiversRenewed += 1
    case .grantMinted:
      if let lane = event.data["lane"]?.string, let request = event.data["request"]?.string, journeys[request] != nil {
        laneOfGrant[subject] = lane
        lanes[lane, default: FlowReport.Lane(name: lane)].grants += 1
      }
    case .grantSuspended, .grantRevoked:
      guard let lane = laneOfGrant[subject], event.data["because"] != "hold", failedGrants.insert(subject).inserted
      else { return }
      lanes[lane, default: FlowReport.Lane(name: lane)].failed += 1
    default:
      guard var journey = journeys.removeValue(forKey: subject) else { return }
      account(&journey, until: event.at)
      move(&journey, by: event)
      journeys[subject] = journey
    }
  }

  private mutating func move(_ journey: inout Journey, by event: EventRecord) {
    let stage = event.data["stage"]?.string ?? ""
    switch event.type {
    case .requestResubmitted:
      journey.isWithRequester = false
      // A denied one that a waiver opened again.
      (journey.outcome, journey.decided) = (nil, nil)
      journey.workflow = event.data["workflow"]?.string ?? journey.workflow
      journey.decision = decision(in: event)
      let standing = journey.votes.values.count { $0 != RequestVerb.requestChanges.rawValue }
      report.votesAtResubmission += standing
      report.votesSurvived += standing
    case .requestChangesRequested:
      journey.isWithRequester = true
      journey.wasReturned = true
    case .requestApproved, .requestRejected, .requestDenied, .requestWithdrawn, .requestExpired:
      decide(&journey, event)
    case .requestAmended: report.amendments += 1
    case .requestMigrated: migrate(&journey, event)
    // A decision that was open waits for what was added.
    case .requestReevaluated: close(journey.decision, of: &journey, at: event.at, isOver: false)
    case .requestRebased:
      for moved in event.data["due"]?.array ?? [] {
        if let stage = moved["stage"]?.string { journey.due[stage] = moved["to"]?.string.flatMap { Timestamp($0) } }
      }
    case .stageActivated:
      journey.blocked.remove(stage)
      journey.active[stage] = event.data["since"]?.string.flatMap { Timestamp($0) } ?? event.at
      journey.due[stage] = event.data["due"]?.string.flatMap { Timestamp($0) }
    case .stageBlocked:
      close(stage, of: &journey, at: event.at, isOver: false)
      journey.blocked.insert(stage)
      journey.wasBlocked = true
    case .stageSatisfied, .stageVetoed, .stageTimedOut, .stageWaived:
      if stage == Self.postReview, event.type == .stageSatisfied, journey.due[stage].map({ event.at <= $0 }) ?? true {
        report.breakGlassReviewedInTime += 1
      }
      close(stage, of: &journey, at: event.at, isOver: true)
    case .stagePaused, .stageCancelled: close(stage, of: &journey, at: event.at, isOver: false)
    case .voteCast: vote(&journey, event)
    case .voteStale, .voteRevoked:
      let key = stage + "/" + (event.data["person"]?.string ?? "")
      if let verb = journey.votes.removeValue(forKey: key), event.type == .voteStale,
        verb != RequestVerb.requestChanges.rawValue
      {
        report.votesSurvived -= 1
      }
    case .rungFired:
      let action = event.data["do"]?.string
      if action == "add" || action == "replace" { journey.wasEscalated = true }
    default: break
    }
  }

  private func decision(in event: EventRecord) -> String {
    let decision = event.data["plan"]?.array?.first { $0["right"]?.string == DecisionRight.decide.rawValue }
    return decision?["stage"]?.string ?? ""
  }

  /// Open stages are opened again, with the time since when they wait; votes go on under the new names.
  private func migrate(_ journey: inout Journey, _ event: EventRecord) {
    journey.active = [:]
    journey.blocked = []
    for stage in event.data["plan"]?.array ?? [] {
      guard let from = stage["from"]?.string, let to = stage["stage"]?.string, from != to else { continue }
      for (key, verb) in journey.votes where key.hasPrefix(from + "/") {
        journey.votes[key] = nil
        journey.votes[to + key.dropFirst(from.count)] = verb
      }
    }
  }

  /// The stage on which an emergency approval is looked at afterwards.
  private static let postReview = "post-review"

  private mutating func decide(_ journey: inout Journey, _ event: EventRecord) {
    journey.outcome = event.type.rawValue.split(separator: ".").last.map(String.init)
    journey.decided = event.at
    journey.lane = event.data["lane"]?.string
    if event.data["how"] == "break_glass" { report.breakGlass += 1 }
  }

  private mutating func vote(_ journey: inout Journey, _ event: EventRecord) {
    guard let stage = event.data["stage"]?.string, let person = event.data["person"]?.string,
      let verb = event.data["verb"]?.string
    else { return }
    journey.votes[stage + "/" + person] = verb
    let opened = journey.active[stage] ?? event.at
    let before = lastVote.updateValue(event.at, forKey: person)
    countWeek(of: person, event.at)
    guard verb != RequestVerb.recuse.rawValue else { return }
    var entry = stages[stage] ?? FlowReport.Stage(name: stage)
    entry.votes += 1
    if verb != RequestVerb.approve.rawValue || event.data["conditions"] != nil { entry.changing += 1 }
    entry.think.append(event.at.since(max(opened, before ?? opened)))
    stages[stage] = entry
  }

  private mutating func countWeek(of person: String, _ at: Timestamp) {
    let week = at.seconds / (7 * 86_400)
    var entry = weeks[person] ?? (week, 0, 0)
    if entry.week != week { (entry.week, entry.votes) = (week, 0) }
    entry.votes += 1
    entry.most = max(entry.most, entry.votes)
    weeks[person] = entry
  }

  /// The most votes that each person cast in one week.
  package var busiestWeek: [String: Int] { weeks.mapValues(\.most) }

  // MARK: - Time

  /// Puts the time since the last event down to whoever held the request meanwhile.
  private mutating func account(_ journey: inout Journey, until at: Timestamp) {
    let holders = journey.holders
    defer { journey.accounted = at }
    guard !holders.isEmpty, journey.accounted < at else { return }
    let wall = at.since(journey.accounted) / Int64(holders.count)
    let business = calendar.businessMicroseconds(from: journey.accounted, to: at) / Int64(holders.count)
    for holder in holders {
      let before = held[holder] ?? (0, 0)
      held[holder] = (before.wall + wall, before.business + business)
    }
  }

  private mutating func close(_ stage: String, of journey: inout Journey, at: Timestamp, isOver: Bool) {
    journey.blocked.remove(stage)
    guard let opened = journey.active.removeValue(forKey: stage) else { return }
    count(.stage, stage, from: opened, to: at, isOver: isOver)
  }

  private mutating func count(
    _ kind: FlowReport.Group.Kind, _ name: String, from: Timestamp, to: Timestamp, isOver: Bool
  ) {
    let wall = to.since(from)
    let business = calendar.businessMicroseconds(from: from, to: to)
    groups[kind, default: [:]][name, default: FlowReport.Group(kind: kind, name: name)].wall.add(wall, isOver: isOver)
    groups[kind, default: [:]][name]?.business.add(business, isOver: isOver)
  }

  // MARK: - Report

  /// How it stands at a time.
  package func report(at now: Timestamp) -> FlowReport {
    var tally = self
    for id in journeys.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      guard var journey = journeys[id] else { continue }
      tally.account(&journey, until: max(now, journey.accounted))
      tally.sum(journey, at: now)
    }
    var report = tally.report
    report.leadTimes = FlowReport.Group.Kind.allCases.flatMap { kind in
      ordered(tally.groups[kind] ?? [:]).map(\.value)
    }
    report.held = tally.held.map {
      FlowReport.Holding(holder: $0.key, wall: $0.value.wall, business: $0.value.business)
    }
    .sorted { ($1.wall, $0.holder) < ($0.wall, $1.holder) }
    report.lanes = ordered(tally.lanes).map(\.value)
    report.stages = ordered(tally.stages).map(\.value)
    return report
  }

  private mutating func sum(_ journey: Journey, at now: Timestamp) {
    report.requests += 1
    // Whoever takes a request back ends the wait without a decision.
    let isDecided = journey.outcome != nil && journey.outcome != "withdrawn"
    if isDecided { report.decided += 1 }
    if journey.outcome == "withdrawn" { report.withdrawn += 1 }
    if journey.wasEscalated { report.escalated += 1 }
    if journey.wasBlocked { report.blocked += 1 }
    if journey.wasReturned { report.returned += 1 }
    if journey.outcome == "expired" { report.expired += 1 }
    let end = max(journey.decided ?? now, journey.submitted)
    count(.all, "all", from: journey.submitted, to: end, isOver: isDecided)
    if let lane = journey.lane {
      count(.lane, lane, from: journey.submitted, to: end, isOver: isDecided)
    } else if journey.outcome != "denied" {
      count(.people, "people", from: journey.submitted, to: end, isOver: isDecided)
      count(.workflow, journey.workflow, from: journey.submitted, to: end, isOver: isDecided)
    }
    for (stage, opened) in journey.active {
      count(.stage, stage, from: opened, to: max(now, opened), isOver: false)
    }
  }

  private func ordered<Value>(_ table: [String: Value]) -> [(key: String, value: Value)] {
    table.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }
}
