import Diagnostics
import SpendModel
import StrictJSON
import Testing

@testable import WorkflowEngine

/// Every event in every state: what may happen, and that all else is refused and changes nothing.
@Suite struct StateTableTests {
  private func record(_ type: EventType, _ data: JSONValue, stream: String) -> EventRecord {
    EventRecord(
      idx: 99, type: type, stream: stream, streamSequence: 99, at: Timestamp("2026-12-01T09:00:00Z") ?? .epoch,
      actor: "user:ann", data: data)
  }

  // MARK: - Requests

  /// A request in each of its states.
  private func requests() throws -> [RequestState: RequestCase] {
    var result: [RequestState: RequestCase] = [:]
    for state in RequestState.allCases {
      var desk = try Desk()
      var sample = Sample()
      switch state {
      case .denied:
        sample.verdict = Sample.denied(waivable: false)
        try desk.submit(sample, at: "11-02 09:00")
      case .inReview: try desk.submit(at: "11-02 09:00")
      case .changesRequested:
        try desk.submit(at: "11-02 09:00")
        try desk.vote("ann", .requestChanges, at: "11-02 10:00")
      case .rejected:
        try desk.submit(at: "11-02 09:00")
        try desk.vote("ann", .reject, at: "11-02 10:00")
      case .approved:
        try RequestTests.toDecision(&desk)
        try desk.vote("dia", .approve, at: "11-02 10:00")
      case .withdrawn:
        try desk.submit(at: "11-02 09:00")
        let at = try desk.time("11-02 10:00")
        try desk.take(desk.request().withdraw(comment: nil, context: desk.context("zoe", at), ids: &desk.ids), at: at)
      case .expired:
        try desk.submit(at: "11-02 09:00")
        try desk.vote("ann", .requestChanges, at: "11-02 10:00")
        try desk.tick(at: "11-27 10:00")
        try desk.tick(at: "12-04 10:00")
      }
      let request = try desk.request()
      #expect(request.state == state)
      result[state] = request
    }
    return result
  }

  private let requestEvents: [(EventType, JSONValue)] = [
    (.requestSubmitted, ["revision": 2]),
    (.requestResubmitted, ["revision": 2, "requester": "zoe", "workflow": "standard-experiment"]),
    (.requestApproved, ["revision": 1, "how": "people"]),
    (.requestRejected, ["revision": 1, "stage": "legal", "by": []]),
    (.requestDenied, ["revision": 1, "rules": []]),
    (.requestChangesRequested, ["revision": 1, "stage": "legal", "by": "lea"]),
    (.requestWithdrawn, ["revision": 1]), (.requestExpired, ["revision": 1, "because": "ttl"]),
    (.requestCommented, ["revision": 1]), (.stageActivated, ["stage": "decision", "arming": 7, "candidates": ["dia"]]),
    (.stageSatisfied, ["stage": "legal", "how": "quorum"]), (.stageVetoed, ["stage": "legal"]),
    (.stageBlocked, ["stage": "legal"]), (.stagePaused, ["stage": "legal"]), (.stageSkipped, ["stage": "decision"]),
    (.stageTimedOut, ["stage": "legal", "as": "expire"]), (.stageCancelled, ["stage": "legal"]),
    (.stageReassigned, ["stage": "legal", "candidates": ["max"]]),
    (.voteCast, ["person": "lea", "verb": "approve", "stage": "legal", "revision": 1]), (.voteVoid, ["person": "x"]),
    (.stageWaived, ["stage": "legal", "by": ["lea", "gia"]]),
    (.stageOverrideProposed, ["stage": "legal", "person": "lea"]),
    (.stageClaimed, ["stage": "legal", "person": "lea", "until": "2026-12-02T09:00:00.000000Z"]),
    (.stageReleased, ["stage": "legal", "person": "lea"]),
    (.voteStale, ["person": "lea", "stage": "legal", "revision": 2]),
    (.rungFired, ["stage": "legal", "arming": 1, "rung": 0, "do": "remind", "to": [], "level": 0]),
    (.grantMinted, [:]), (.taskOpened, [:]),
  ]

  @Test func `Every event in every state of a request`() throws {
    // What may happen anywhere; in review nearly all may, in `changes_requested` the request may end or come back.
    let anywhere: Set<EventType> = [.requestCommented, .voteVoid, .voteStale]
    let inReview: Set<EventType> = anywhere.union([
      .requestApproved, .requestRejected, .requestDenied, .requestChangesRequested, .requestWithdrawn, .requestExpired,
      .stageActivated, .stageSatisfied, .stageVetoed, .stageBlocked, .stagePaused, .stageSkipped, .stageTimedOut,
      .stageCancelled, .stageReassigned, .voteCast, .rungFired, .stageWaived, .stageOverrideProposed, .stageClaimed,
      .stageReleased,
    ])
    let expected: [RequestState: Set<EventType>] = [
      .inReview: inReview,
      .changesRequested: anywhere.union([
        .requestResubmitted, .requestWithdrawn, .requestExpired, .stageSkipped, .stageCancelled,
      ]),
      .approved: anywhere, .rejected: anywhere, .denied: anywhere, .withdrawn: anywhere, .expired: anywhere,
    ]
    for (state, request) in try requests() {
      for (type, data) in requestEvents {
        var next = request
        let input: JSONValue = ["facts": [:], "stages": [], "rungs": []]
        do {
          try next.apply(record(type, data, stream: request.stream), input: input)
          #expect(expected[state]?.contains(type) == true, "\(type.rawValue) happened in \(state.rawValue)")
        } catch {
          #expect(expected[state]?.contains(type) == false, "\(type.rawValue) in \(state.rawValue): \(error.message)")
          #expect(next == request, "a refused event changes nothing")
        }
      }
    }
  }

  @Test func `Every event in every state of a stage`() throws {
    let allowed: [EventType: Set<StageState>] = [
      .stageActivated: [.pending, .blocked, .paused], .stageSatisfied: [.active], .stageVetoed: [.active],
      .stageBlocked: [.pending, .active], .stagePaused: [.active, .blocked], .stageSkipped: [.pending],
      .stageTimedOut: [.active, .blocked], .stageCancelled: [.pending, .active, .blocked, .paused],
      .stageReassigned: [.pending, .active, .blocked], .voteCast: [.active], .rungFired: [.active, .blocked],
      .stageWaived: [.pending, .active, .blocked], .stageOverrideProposed: [.pending, .active, .blocked],
      .stageClaimed: [.active], .stageReleased: [.active],
    ]
    let desk = try { () throws in
      var desk = try Desk()
      try desk.submit(at: "11-02 09:00")
      return desk
    }()
    for state in StageState.allCases {
      for (type, data) in requestEvents {
        guard let states = allowed[type] else { continue }
        var request = try desk.request()
        let place = try #require(request.index(of: data["stage"]?.string ?? ""))
        request.stages[place].state = state
        if request.stages[place].timers.isEmpty {
          request.stages[place].timers = [TimerCase(rung: 0, action: .remind, at: .epoch)]
          request.stages[place].arming = 1
        }
        let before = request
        do {
          try request.apply(record(type, data, stream: request.stream))
          #expect(states.contains(state), "\(type.rawValue) happened to a stage that was \(state.rawValue)")
        } catch {
          #expect(!states.contains(state), "\(type.rawValue) on \(state.rawValue): \(error.message)")
          #expect(request == before)
        }
      }
    }
  }

  @Test func `Events that are damaged are refused`() throws {
    let request = try #require(try requests()[.inReview])
    let damaged: [(EventType, JSONValue)] = [
      (.voteCast, ["person": "lea", "verb": "maybe", "stage": "legal", "revision": 1]),
      (.voteCast, ["person": "lea", "verb": "approve", "stage": "legal", "revision": 2]),
      (.voteCast, ["person": "lea", "verb": "approve", "stage": "nowhere", "revision": 1]),
      (.voteCast, ["verb": "approve", "stage": "legal", "revision": 1]),
      (.stageActivated, ["stage": "decision", "arming": 0, "candidates": []]),
      (.stageActivated, ["stage": "decision", "candidates": []]), (.stageSatisfied, [:]),
      (.rungFired, ["stage": "legal", "arming": 2, "rung": 0, "do": "remind"]),
      (.rungFired, ["stage": "legal", "arming": 1, "rung": 9, "do": "remind"]),
      (.rungFired, ["stage": "legal", "arming": 1, "rung": 0, "do": "dance"]),
      (.rungFired, ["arming": 7, "rung": 0, "do": "warn"]),
      (.requestResubmitted, ["revision": 9_223_372_036_854_775_807]),
    ]
    for (type, data) in damaged {
      var next = request
      #expect(throws: ReplayError.self) { try next.apply(record(type, data, stream: request.stream)) }
      #expect(next == request)
    }
    #expect(throws: ReplayError.self) { try RequestCase.replaying([], inputs: [:]) }
    #expect(throws: ReplayError.self) { try GrantCase.replaying([]) }
    #expect(throws: ReplayError.self) { try TaskCase.replaying([]) }
  }

  // MARK: - Grants

  @Test func `Every event in every state of a grant`() throws {
    var desk = try Desk()
    try RequestTests.toDecision(&desk)
    try desk.vote("dia", .approve, at: "11-02 10:00")
    let allowed: [EventType: Set<GrantState>] = [
      .grantScheduled: [.pendingConditions], .grantActivated: [.pendingConditions, .scheduled],
      .grantSuspended: [.active],
      .grantResumed: [.suspended], .grantExhausted: [.active],
      .grantExpired: [.pendingConditions, .scheduled, .active, .suspended],
      .grantRevoked: [.pendingConditions, .scheduled, .active, .suspended],
      .grantSuperseded: [.pendingConditions, .scheduled, .active, .suspended],
      .grantClosed: [.expired, .revoked, .superseded, .exhausted],
      .rungFired: [.pendingConditions, .scheduled, .active, .suspended], .grantMinted: [], .taskOpened: [],
      .voteCast: [],
    ]
    for state in GrantState.allCases {
      for (type, states) in allowed {
        var grant = try desk.grant()
        grant.state = state
        let before = grant
        do {
          try grant.apply(record(type, ["because": "hold", "do": "soft"], stream: grant.stream))
          #expect(states.contains(state), "\(type.rawValue) happened to a grant that was \(state.rawValue)")
        } catch {
          #expect(!states.contains(state), "\(type.rawValue) on \(state.rawValue): \(error.message)")
          #expect(grant == before)
        }
      }
    }
  }

  // MARK: - Tasks

  @Test func `Every event in every state of a task`() throws {
    var desk = try Desk()
    try RequestTests.toDecision(&desk)
    try desk.vote("dia", .approve, at: "11-02 10:00")
    let live: Set<TaskState> = [.open, .acknowledged, .inProgress, .submitted, .blocked]
    let allowed: [EventType: Set<TaskState>] = [
      .taskAssigned: live.union([.riskAccepted]), .taskAcknowledged: [.open], .taskStarted: [.open, .acknowledged],
      .taskSubmitted: [.open, .acknowledged, .inProgress], .taskVerified: [.submitted], .taskFailed: [.submitted],
      .taskBlocked: [.open, .acknowledged, .inProgress, .submitted], .taskUnblocked: [.blocked], .taskCancelled: live,
      .taskAccepted: live, .taskReopened: [.closed, .riskAccepted], .rungFired: live, .taskOpened: [], .voteCast: [],
    ]
    let data: JSONValue = ["owner": "user:tom", "arming": 1, "rung": 0, "do": "remind", "level": 0]
    for state in TaskState.allCases {
      for (type, states) in allowed {
        var task = try desk.task()
        task.state = state
        let before = task
        do {
          try task.apply(record(type, data, stream: task.stream))
          #expect(states.contains(state), "\(type.rawValue) happened to a task that was \(state.rawValue)")
        } catch {
          #expect(!states.contains(state), "\(type.rawValue) on \(state.rawValue): \(error.message)")
          #expect(task == before)
        }
      }
    }
  }
}
