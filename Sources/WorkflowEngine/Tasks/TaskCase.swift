package import SpendModel
package import StrictJSON

package enum TaskState: String, Sendable, Hashable, CaseIterable {
  case open, acknowledged
  case inProgress = "in_progress"
  case submitted, blocked
  case riskAccepted = "risk_accepted"
  case closed, cancelled

  /// Whether somebody still has to do something.
  package var isLive: Bool {
    switch self {
    case .open, .acknowledged, .inProgress, .submitted, .blocked: true
    case .riskAccepted, .closed, .cancelled: false
    }
  }

  package var isClosed: Bool { self == .closed || self == .cancelled }
}

/// A finding or a duty as its events left it: who has to do what by when, and who verifies it.
package struct TaskCase: Sendable, Hashable {
  package internal(set) var id: String
  package internal(set) var stream: String
  package internal(set) var state: TaskState = .open
  /// A person's id; never empty.
  package internal(set) var owner: String
  /// `group:finance`, `user:ann` or `role:director`.
  package internal(set) var verifier: String
  package internal(set) var due: Timestamp
  package internal(set) var openedAt: Timestamp
  /// `start`, `during`, `end` or `perform`, for a duty.
  package internal(set) var phase: String?
  package internal(set) var obligation: String?
  /// The kinds of evidence that must be present.
  package internal(set) var evidence: [String]
  package internal(set) var grant: String?
  package internal(set) var request: String?
  package internal(set) var rule: String?
  package internal(set) var fingerprint: String?
  package internal(set) var amount: Money?
  package internal(set) var calendar: String?
  package internal(set) var timers: [TimerCase]
  package internal(set) var arming: Int64 = 1
  package internal(set) var level: Int64 = 0
  package internal(set) var reopened: Int64 = 0
  /// Where it goes back to when it is no longer blocked.
  package internal(set) var blockedFrom: TaskState?
  package internal(set) var submittedBy: String?
  /// What was handed in last.
  var given: [TrancheCondition.Item] = []
  package internal(set) var latest: Timestamp

  /// Whether its deadline has passed and it is not done: derived, no state.
  package func isOverdue(at: Timestamp) -> Bool { state.isLive && at > due }
}

extension TaskCase {
  /// Folds the events of a task's stream.
  ///
  /// - Parameter inputs: The input blobs that openings name, by their digest in hex.
  /// - Throws: ``ReplayError`` where an event may not happen in the state that those before it left.
  package static func replaying(
    _ records: [EventRecord], inputs: [String: JSONValue] = [:]
  ) throws(ReplayError) -> TaskCase {
    guard let first = records.first else { throw ReplayError("a task without events") }
    var task: TaskCase
    do {
      let input = first.data["input_sha256"]?.string.flatMap { inputs[$0] }
      task = try TaskCase(opened: EventReading(first, input: input), stream: first.stream)
    } catch {
      throw ReplayError(idx: first.idx, error.message)
    }
    for record in records.dropFirst() {
      do {
        try task.apply(EventReading(record, input: nil))
      } catch {
        throw ReplayError(idx: record.idx, error.message)
      }
    }
    return task
  }

  init(opened event: EventReading, stream: String) throws(ReplayError) {
    guard event.type == .taskOpened, let id = stream.split(separator: "/").last else {
      throw ReplayError("a task begins with `task.opened`")
    }
    self.id = String(id)
    self.stream = stream
    owner = TaskCase.person(try event.text("owner"))
    verifier = try event.text("verifier")
    due = try event.time("due")
    openedAt = event.at
    latest = event.at
    phase = event.data["phase"]?.string
    obligation = event.data["obligation"]?.string
    evidence = event.texts("evidence")
    grant = event.data["grant"]?.string ?? event.data["group"]?["grant"]?.string
    request = event.data["request"]?.string
    rule = event.data["rule"]?.string
    fingerprint = event.input?["fingerprint"]?.string
    amount = event.money("amount")
    calendar = event.data["calendar"]?.string ?? event.input?["calendar"]?.string
    timers = event.timers(event.data["rungs"] ?? event.input?["rungs"])
  }

  /// The person of `user:ann`; a bare id stays as it is.
  static func person(_ owner: String) -> String { owner.hasPrefix("user:") ? String(owner.dropFirst(5)) : owner }

  package mutating func apply(_ record: EventRecord) throws(ReplayError) {
    try apply(EventReading(record, input: nil))
  }

  mutating func apply(_ event: EventReading) throws(ReplayError) {
    var next = self
    try next.move(event)
    next.latest = max(latest, event.at)
    self = next
  }

  private mutating func move(_ event: EventReading) throws(ReplayError) {
    let live: Set<TaskState> = [.open, .acknowledged, .inProgress, .submitted, .blocked]
    func require(_ states: Set<TaskState>) throws(ReplayError) {
      guard states.contains(state) else {
        throw ReplayError("`\(event.type.rawValue)` may not happen while the task is `\(state.rawValue)`")
      }
    }
    switch event.type {
    case .taskAssigned:
      // What is put off comes back one day: it has an owner until then, too.
      try require(live.union([.riskAccepted]))
      owner = TaskCase.person(try event.text("owner"))
      if event.data["due"] != nil { due = try event.time("due") }
      try rearm(event)
    case .taskAcknowledged:
      try require([.open])
      state = .acknowledged
    case .taskStarted:
      try require([.open, .acknowledged])
      state = .inProgress
    case .taskSubmitted:
      try require([.open, .acknowledged, .inProgress])
      state = .submitted
      submittedBy = event.actor
      given = (event.data["evidence"]?.array ?? []).map {
        TrancheCondition.Item(kind: $0["kind"]?.string ?? "", score: $0["score"]?.string)
      }
    case .taskVerified:
      try require([.submitted])
      close(as: .closed)
    case .taskFailed:
      try require([.submitted])
      state = .inProgress
      reopened += 1
    case .taskBlocked:
      try require([.open, .acknowledged, .inProgress, .submitted])
      blockedFrom = state
      state = .blocked
    case .taskUnblocked:
      try require([.blocked])
      state = blockedFrom ?? .inProgress
      blockedFrom = nil
    case .taskCancelled:
      try require(live)
      close(as: .cancelled)
    case .taskAccepted:
      try require(live)
      close(as: .riskAccepted)
    case .taskReopened:
      try require([.closed, .riskAccepted])
      state = .open
      reopened += 1
      if let amount = event.money("amount") { self.amount = amount }
      if event.data["due"] != nil { due = try event.time("due") }
      try rearm(event)
    case .rungFired:
      try require(live)
      guard let rung = Int(exactly: try event.integer("rung")),
        let action = TimerCase.Action(rawValue: try event.text("do")), try event.integer("arming") == arming
      else { throw ReplayError("`rung.fired` names no rung of this arming") }
      try timers.fire(rung, action, collapsed: event.data["collapsed"]?.array?.compactMap(\.integer) ?? [], rearm: nil)
      if event.data["level"] != nil { level = try event.count("level") }
    default: throw ReplayError("`\(event.type.rawValue)` is no event of a task")
    }
  }

  private mutating func close(as final: TaskState) {
    state = final
    for index in timers.indices where timers[index].state == .pending { timers[index].state = .obsolete }
  }

  private mutating func rearm(_ event: EventReading) throws(ReplayError) {
    guard event.data["rungs"] != nil else { return }
    timers = event.timers(event.data["rungs"])
    if event.data["arming"] != nil { arming = try event.count("arming") }
    level = 0
  }
}
