import SpendModel
import StrictJSON
import Testing

@testable import WorkflowEngine

@Suite struct FlowTallyTests {
  /// Writes events at hours of a Monday, 2026-11-02, office hours 9 to 17 UTC.
  struct Story {
    var tally = FlowTally(calendar: .plain)
    private var count: Int64 = 0

    static func time(_ hour: Int64) -> Timestamp {
      Timestamp(clamping: 1_793_577_600_000_000).adding(seconds: hour * 3600)
    }

    mutating func add(_ type: EventType, at hour: Int64, _ data: KeyValuePairs<String, JSONValue?> = [:]) {
      add(type, at: hour, "REQ-000001", data)
    }

    mutating func add(
      _ type: EventType, at hour: Int64, _ request: String, stream: String = "request",
      _ data: KeyValuePairs<String, JSONValue?> = [:]
    ) {
      tally.add(
        EventRecord(
          idx: count, type: type, stream: "\(stream)/\(request)", streamSequence: 1, at: Self.time(hour),
          actor: "user:zoe", data: .object(data)))
      count += 1
    }

    func report(at hour: Int64) -> FlowReport { tally.report(at: Self.time(hour)) }
  }

  private static let hour: Int64 = 3_600_000_000

  @Test func `Time goes to whoever held the request`() {
    var story = Story()
    story.add(.requestSubmitted, at: 9, ["workflow": "standard"])
    story.add(.stageActivated, at: 9, ["stage": "peer"])
    story.add(.stageActivated, at: 9, ["stage": "legal"])
    story.add(.voteCast, at: 11, ["stage": "peer", "person": "pau", "verb": "approve"])
    story.add(.stageSatisfied, at: 11, ["stage": "peer"])
    story.add(.voteCast, at: 12, ["stage": "legal", "person": "lea", "verb": "request_changes"])
    story.add(.requestChangesRequested, at: 12, ["stage": "legal"])
    story.add(.stagePaused, at: 12, ["stage": "legal"])
    story.add(.requestResubmitted, at: 14, ["workflow": "standard"])
    story.add(.stageBlocked, at: 14, ["stage": "legal"])
    story.add(.stageActivated, at: 15, ["stage": "legal"])
    story.add(.voteCast, at: 16, ["stage": "legal", "person": "lea", "verb": "approve"])
    story.add(.stageSatisfied, at: 16, ["stage": "legal"])
    story.add(.requestApproved, at: 16, ["how": "people"])
    let report = story.report(at: 40)

    let held = Dictionary(uniqueKeysWithValues: report.held.map { ($0.holder, $0.business / Self.hour) })
    // Two hours shared by both, one of legal alone, one more after the changes.
    #expect(held == ["legal": 3, "peer": 1, "requester": 2, "nobody": 1])
    #expect(report.requests == 1 && report.decided == 1 && report.blocked == 1 && report.returned == 1)
    let all = report.leadTimes.first { $0.kind == .all }
    #expect(all?.business.quantile(percent: 50) == 7 * Self.hour)
    // The pause is no end: legal's first three hours are a lower bound.
    let legal = report.leadTimes.first { $0.kind == .stage && $0.name == "legal" }
    #expect(legal?.wall.count == 2 && legal?.wall.open == 1)
    #expect(report.votesAtResubmission == 1 && report.votesSurvived == 1)
    let review = report.stages.first { $0.name == "legal" }
    #expect(review?.votes == 2 && review?.changing == 1)
  }

  @Test func `Open requests, and those taken back, are no decisions`() {
    var story = Story()
    for (number, id) in ["REQ-000001", "REQ-000002", "REQ-000003"].enumerated() {
      story.add(.requestSubmitted, at: 9 + Int64(number), id, ["workflow": "standard"])
      story.add(.stageActivated, at: 9 + Int64(number), id, ["stage": "decision"])
    }
    story.add(.stageCancelled, at: 12, "REQ-000002", ["stage": "decision"])
    story.add(.requestWithdrawn, at: 12, "REQ-000002")
    story.add(.stageTimedOut, at: 14, "REQ-000003", ["stage": "decision"])
    story.add(.requestExpired, at: 14, "REQ-000003", ["because": "ladder"])
    let report = story.report(at: 17)
    #expect(report.requests == 3 && report.decided == 1 && report.expired == 1)
    #expect(report.withdrawn == 1 && report.open == 1)
    let people = report.leadTimes.first { $0.kind == .people }
    #expect(people?.wall.open == 2)
    #expect(people?.business.quantile(percent: 90) == nil)
    #expect(report.held.map(\.holder) == ["decision"])
    #expect(report.held.first?.business == (8 + 2 + 3) * Self.hour)
  }

  @Test func `A decision that waits for what was added holds nothing meanwhile`() {
    var story = Story()
    story.add(
      .requestSubmitted, at: 9, ["workflow": "standard", "plan": [["stage": "verdict", "right": "decide"]]])
    story.add(.stageActivated, at: 9, ["stage": "verdict"])
    story.add(.requestReevaluated, at: 11, ["added": ["legal"]])
    story.add(.stageActivated, at: 11, ["stage": "legal"])
    story.add(.stageSatisfied, at: 14, ["stage": "legal"])
    story.add(.stageActivated, at: 14, ["stage": "verdict"])
    let report = story.report(at: 15)
    let held = Dictionary(uniqueKeysWithValues: report.held.map { ($0.holder, $0.business / Self.hour) })
    #expect(held == ["verdict": 3, "legal": 3])
  }

  @Test func `A denied request that a waiver opens again is decided anew`() {
    var story = Story()
    story.add(.requestSubmitted, at: 9, ["workflow": "standard"])
    story.add(.requestDenied, at: 9)
    story.add(.requestResubmitted, at: 11, ["workflow": "standard", "waiver": "WVR-000001"])
    story.add(.stageActivated, at: 11, ["stage": "verdict"])
    #expect(story.report(at: 12).open == 1)
    story.add(.stageSatisfied, at: 13, ["stage": "verdict"])
    story.add(.requestApproved, at: 13)
    let report = story.report(at: 15)
    #expect(report.decided == 1 && report.open == 0)
    #expect(report.leadTimes.first { $0.kind == .all }?.business.quantile(percent: 50) == 4 * Self.hour)
  }

  @Test func `It reads every event that moves a request`() {
    let moving: Set<EventType> = [.requestMigrated, .requestReevaluated, .requestResubmitted, .requestApproved]
    #expect(moving.isSubset(of: FlowTally.types))
  }

  @Test func `A lane is right unless its grant is exceeded or revoked, not where it is held`() {
    var story = Story()
    for (number, event) in [EventType.grantSuspended, .grantRevoked, .grantSuspended].enumerated() {
      let (request, grant) = ("REQ-00000\(number + 1)", "GRT-00000\(number + 1)")
      story.add(.requestSubmitted, at: 9, request, ["workflow": "standard"])
      story.add(.requestApproved, at: 9, request, ["how": "lane", "lane": "sandbox"])
      story.add(.grantMinted, at: 9, grant, stream: "grant", ["request": .string(request), "lane": "sandbox"])
      story.add(event, at: 10, grant, stream: "grant", ["because": number == 2 ? "hold" : "cap"])
      story.add(event, at: 11, grant, stream: "grant", ["because": "cap"])
    }
    let report = story.report(at: 12)
    #expect(report.autoApproved == 3)
    // Each counts once; the last one was held first, and exceeded then.
    #expect(report.lanes.map(\.failed) == [3])
    #expect(report.leadTimes.first { $0.kind == .lane }?.wall.quantile(percent: 90) == 0)
    #expect(report.leadTimes.contains { $0.kind == .people } == false)
  }

  @Test func `Stale votes did not outlive the resubmission`() {
    var story = Story()
    story.add(.requestSubmitted, at: 9, ["workflow": "standard"])
    for stage in ["peer", "legal", "decision"] { story.add(.stageActivated, at: 9, ["stage": .string(stage)]) }
    for (stage, person) in [("peer", "pau"), ("legal", "lea")] {
      story.add(.voteCast, at: 10, ["stage": .string(stage), "person": .string(person), "verb": "approve"])
    }
    story.add(.voteCast, at: 10, ["stage": "decision", "person": "dia", "verb": "request_changes"])
    story.add(.requestChangesRequested, at: 10)
    story.add(.requestResubmitted, at: 11, ["workflow": "standard"])
    story.add(.voteStale, at: 11, ["stage": "legal", "person": "lea"])
    story.add(.voteStale, at: 11, ["stage": "decision", "person": "dia"])
    let report = story.report(at: 12)
    #expect(report.votesAtResubmission == 2 && report.votesSurvived == 1)
  }

  @Test func `Thought is the time since the last vote of the same person`() {
    var story = Story()
    for (number, hour) in [10, 11, 11].enumerated() {
      let id = "REQ-00000\(number + 1)"
      story.add(.requestSubmitted, at: 9, id, ["workflow": "standard"])
      story.add(.stageActivated, at: 9, id, ["stage": "decision"])
      story.add(.voteCast, at: Int64(hour), id, ["stage": "decision", "person": "dia", "verb": "approve"])
    }
    #expect(story.report(at: 12).stages.first?.think == [Self.hour, Self.hour, 0])
  }

  @Test func `What was submitted before is left out`() {
    var story = Story()
    story.tally = FlowTally(calendar: .plain, since: Story.time(10))
    story.add(.requestSubmitted, at: 9, ["workflow": "standard"])
    story.add(.stageActivated, at: 9, ["stage": "peer"])
    story.add(.requestRejected, at: 11)
    story.add(.requestSubmitted, at: 10, "REQ-000002", ["workflow": "standard"])
    let report = story.report(at: 12)
    #expect(report.requests == 1 && report.decided == 0)
  }
}
