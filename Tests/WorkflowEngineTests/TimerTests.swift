import SpendModel
import StrictJSON
import Testing

@testable import WorkflowEngine

/// What time does to a request by itself.
@Suite struct TimerTests {
  /// The rungs that fired, as `stage do -> people`.
  private func fired(_ desk: Desk) -> [String] {
    desk.records.filter { $0.type == .rungFired }.map { record in
      let people = record.data["to"]?.array?.compactMap(\.string) ?? []
      return
        "\(record.data["stage"]?.string ?? "-") \(record.data["do"]?.string ?? "") \(people.joined(separator: ","))"
    }
  }

  private func allowed(_ desk: inout Desk) throws {
    var sample = Sample()
    sample.verdict = Sample.allowed
    sample.data = "internal"
    try desk.submit(sample, at: "11-02 09:00")
  }

  @Test func `An opinion that does not come in time is done without`() throws {
    var desk = try Desk()
    try allowed(&desk)
    try desk.tick(at: "11-03 08:59")
    #expect(fired(desk) == ["peer remind pau,pia"])
    try desk.tick(at: "11-03 09:00")
    #expect(desk.types(from: 3) == ["rung.fired", "stage.satisfied", "stage.activated"])
    #expect(desk.records.suffix(3).allSatisfy { $0.actor == "timer" })
    #expect(desk.records[4].data == ["stage": "peer", "how": "silent"])
    #expect(try desk.request().stage("decision")?.state == .active)
  }

  @Test func `The ladder is climbed rung by rung`() throws {
    var desk = try Desk()
    try allowed(&desk)
    try desk.vote("pia", .approve, at: "11-02 09:10")
    // Due on Tuesday 09:10.
    try desk.tick(at: "11-02 13:10")
    try desk.tick(at: "11-03 09:10")
    #expect(try desk.request().stage("decision")?.candidates == ["dia", "eve"])
    try desk.tick(at: "11-04 09:10")
    #expect(try desk.request().stage("decision")?.candidates == ["gia", "gil", "gus"])
    #expect(try desk.request().stage("decision")?.level == 2)
    try desk.tick(at: "11-09 09:10")
    #expect(
      fired(desk) == [
        "decision remind dia", "decision add eve", "decision replace gia,gil,gus", "decision warn zoe,gia,gil,gus",
      ])
    try desk.tick(at: "11-10 09:09")
    #expect(try desk.request().state == .inReview)
    try desk.tick(at: "11-10 09:10")
    #expect(desk.types(from: desk.records.count - 3) == ["rung.fired", "stage.timed_out", "request.expired"])
    #expect(desk.records.last?.data == ["revision": 1, "because": "ladder", "stage": "decision"])
    #expect(try desk.request().state == .expired)
  }

  @Test func `After a replacement the originals have no right, whom was added keeps it`() throws {
    var desk = try Desk()
    try allowed(&desk)
    try desk.vote("pia", .approve, at: "11-02 09:10")
    #expect(try #require(try desk.vote("eve", .approve, at: "11-03 09:00")).code == .notCandidate)
    #expect(try desk.request().stage("decision")?.state == .active)
    // The rung that is due comes before the vote.
    #expect(try desk.vote("eve", .approve, at: "11-03 09:10") == nil)
    #expect(try desk.request().state == .approved)

    var late = try Desk()
    try allowed(&late)
    try late.vote("pia", .approve, at: "11-02 09:10")
    #expect(try #require(try late.vote("dia", .approve, at: "11-04 09:10")).code == .notCandidate)
    #expect(late.records.contains { $0.type == .rungFired && $0.data["do"] == "replace" })
    // One of governance does not hold the amount alone; two do together.
    #expect(try late.vote("gia", .approve, at: "11-04 09:20") == nil)
    #expect(try late.request().state == .inReview)
    #expect(try late.why("11-04 09:21").waitingOn.map(\.needs) == [1])
    #expect(try late.vote("gil", .approve, at: "11-04 09:30") == nil)
    #expect(try late.request().state == .approved)
  }

  @Test func `A vote after a fired end loses to it`() throws {
    var desk = try Desk()
    try allowed(&desk)
    try desk.vote("pia", .approve, at: "11-02 09:10")
    try desk.tick(at: "11-09 09:10")
    let refusal = try #require(try desk.vote("gia", .approve, at: "11-11 09:00"))
    #expect(refusal.code == .late)
    #expect(refusal.drafts.map(\.type).last == .voteVoid)
    #expect(refusal.drafts.contains { $0.type == .requestExpired })
    #expect(try desk.request().state == .expired)
  }

  @Test func `Nobody is denied by a scheduler that was down`() throws {
    var desk = try Desk()
    try allowed(&desk)
    try desk.vote("pia", .approve, at: "11-02 09:10")
    // Nothing ran for two weeks: reminders collapse, the rungs follow in order, the end only warns and moves.
    try desk.tick(at: "11-16 09:00")
    #expect(
      fired(desk) == [
        "decision remind dia", "decision add eve", "decision replace gia,gil,gus", "decision warn zoe,gia,gil,gus",
      ])
    #expect(desk.records.last?.data["rearm"] == ["rung": 3, "at": "2026-11-17T09:00:00.000000Z"])
    #expect(try desk.request().state == .inReview)
    try desk.tick(at: "11-17 08:59")
    #expect(try desk.request().state == .inReview)
    try desk.tick(at: "11-17 09:00")
    #expect(try desk.request().state == .expired)
  }

  @Test func `Missed reminders are one`() throws {
    let company = Company.example.changed { company in
      company.rights.ladders[0].rungs.insert(.init(at: Company.at(.percent(75)), action: .remind), at: 1)
    }
    var desk = try Desk(company)
    try allowed(&desk)
    try desk.vote("pia", .approve, at: "11-02 09:10")
    try desk.tick(at: "11-02 15:30")
    #expect(fired(desk) == ["decision remind dia"])
    #expect(desk.records.last?.data["rung"] == 1)
    #expect(desk.records.last?.data["collapsed"] == [0])
    let timers = try #require(try desk.request().stage("decision")).timers
    #expect(timers.filter { $0.action == .remind }.map(\.state) == [.obsolete, .fired])
  }

  @Test func `A request ends at its time to live, warned before`() throws {
    let company = Company.example.changed { $0.workflows[0].ttl = .businessDays(3) }
    var desk = try Desk(company)
    try desk.submit(at: "11-02 09:00")
    try desk.vote("ann", .requestChanges, at: "11-02 10:00")
    try desk.tick(at: "11-04 09:00")
    #expect(desk.records.last?.type == .rungFired)
    #expect(desk.records.last?.data["stage"] == nil)
    #expect(desk.records.last?.data["do"] == "warn")
    #expect(try desk.request().state == .changesRequested)
    try desk.tick(at: "11-05 09:00")
    #expect(try desk.request().state == .expired)
    #expect(desk.records.contains { $0.type == .requestExpired && $0.data["because"] == "ttl" })

    var late = try Desk(company)
    try late.submit(at: "11-02 09:00")
    try late.vote("ann", .requestChanges, at: "11-02 10:00")
    try late.tick(at: "11-20 10:00")
    #expect(try late.request().state == .changesRequested, "warned late, ended later")
    try late.tick(at: "11-23 10:00")
    #expect(try late.request().state == .expired)
  }

  @Test func `Ticking twice does nothing twice`() throws {
    var desk = try Desk()
    try allowed(&desk)
    try desk.tick(at: "11-02 14:00")
    let count = desk.records.count
    try desk.tick(at: "11-02 14:00")
    try desk.tick(at: "11-02 13:00")
    #expect(desk.records.count == count)
  }
}

/// The same acts with a scheduler that runs every half hour, and with none: who acts, finds the same.
@Suite struct DowntimeTests {
  @Test(arguments: 0..<16)
  func `A scheduler that is down changes no outcome`(_ seed: Int) throws {
    var dice = Dice(seed: UInt64(7000 + seed))
    var healthy = try Desk()
    var down = try Desk()
    var sample = Sample()
    sample.verdict = dice.upTo(2) == 0 ? Sample.needsReviews : Sample.allowed
    sample.data = "internal"
    sample.cost = Company.usd(Int64([3000, 7400, 60_000][dice.upTo(3)]))
    var clock = try healthy.time("11-02 09:00")
    try healthy.submit(sample, at: clock.description)
    try down.submit(sample, at: clock.description)
    let people = healthy.directory.people.map(\.id).filter { $0 != "zoe" }
    for _ in 0..<12 {
      let next = clock.adding(seconds: Int64(1800 + dice.upTo(60_000)))
      while clock < next {
        clock = min(next, clock.adding(seconds: 1800))
        try healthy.tick(at: clock.description)
      }
      let open = try healthy.request().stages.filter { $0.state == .active }.flatMap(\.candidates)
      let person = open.isEmpty || dice.upTo(3) == 0 ? people[dice.upTo(people.count)] : open[dice.upTo(open.count)]
      let first = try healthy.vote(person, .approve, at: clock.description)
      // An end that was warned of in time is the one thing that only a healthy scheduler reaches.
      if [.expired, .rejected].contains(try healthy.request().state) { return }
      let second = try down.vote(person, .approve, at: clock.description)
      #expect(first?.code == second?.code, "\(person) at \(clock)")
      #expect(try healthy.request().state == down.request().state)
      #expect(try healthy.request().stages.map(\.state) == down.request().stages.map(\.state))
      #expect(try healthy.request().stages.map(\.due) == down.request().stages.map(\.due))
    }
  }
}
