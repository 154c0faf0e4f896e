import SpendModel
import StrictJSON
import Testing

@testable import WorkflowEngine

/// What voting in another's place does, and does not.
@Suite struct DelegationTests {
  private func time(_ text: String) -> Timestamp { Timestamp(text) ?? .epoch }

  private func delegation(
    _ id: String = "DLG-000001", _ of: String, _ to: String, from: String = "2026-11-02T00:00:00Z",
    until: String = "2026-11-20T00:00:00Z", cap: Int64? = nil, ended: String? = nil
  ) -> Delegation {
    Delegation(
      id: id, of: of, to: to, from: time(from), until: time(until), cap: cap.map { Company.usd($0) },
      endedAt: ended.map { time($0) })
  }

  /// The worked example's request in review, with these delegations.
  private func desk(_ delegations: [Delegation], _ change: (inout Company) -> Void = { _ in }) throws -> Desk {
    var desk = try Desk(Company.example.changed(change))
    desk.delegations = delegations
    try desk.submit(at: "11-02 09:00")
    return desk
  }

  // MARK: - Setting

  @Test func `What may be set, and what is refused`() throws {
    let directory = try Company.example.compiled().directory
    let now = time("2026-11-02T09:00:00Z")
    let others = [
      delegation("DLG-000001", "lea", "max"), delegation("DLG-000002", "bo", "ann", ended: "2026-11-02T08:00:00Z"),
    ]
    let rows: [(name: String, set: Delegation, words: String?)] = [
      ("a plain one", delegation("d", "dia", "eve"), nil),
      ("with a cap", delegation("d", "dia", "eve", cap: 1000), nil),
      ("after another has ended", delegation("d", "bo", "ann"), nil),
      (
        "right after another",
        delegation("d", "lea", "ann", from: "2026-11-20T00:00:00Z", until: "2026-12-01T00:00:00Z"), nil
      ),
      ("to one who delegates, for own rights", delegation("d", "pau", "lea"), nil),
      ("by a delegate, for own rights", delegation("d", "max", "bo"), nil),
      ("to nobody", delegation("d", "dia", "nobody"), "`nobody` is not in the directory"),
      ("to oneself", delegation("d", "dia", "dia"), "`dia` cannot delegate to oneself"),
      ("an empty window", delegation("d", "dia", "eve", from: "2026-11-20T00:00:00Z"), "it would end 2026-11-20"),
      (
        "over before it begins", delegation("d", "dia", "eve", until: "2026-11-01T00:00:00Z"), "it would end 2026-11-01"
      ),
      (
        "over already", delegation("d", "dia", "eve", from: "2026-10-01T00:00:00Z", until: "2026-11-02T09:00:00Z"),
        "it would have ended"
      ),
      ("no money", delegation("d", "dia", "eve", cap: 0), "leaves nothing to decide"),
      ("a second one", delegation("d", "lea", "ann"), "`lea` has delegated to `max`"),
      ("a circle", delegation("d", "max", "lea"), "in a circle: `max` to `lea` to `max`"),
    ]
    for row in rows {
      let refusal = row.set.refusal(beside: others, directory: directory, at: now)
      #expect(
        (refusal?.message.contains(row.words ?? "")) == (row.words == nil ? nil : true),
        "\(row.name): \(refusal?.message ?? "accepted")")
      if row.words != nil { #expect(refusal?.code.exit == 2, "\(row.name)") }
    }
    let ring = [delegation("a", "ann", "bo"), delegation("b", "bo", "lea"), delegation("c", "lea", "max")]
    let closing = delegation("d", "max", "ann").refusal(beside: ring, directory: directory, at: now)
    #expect(closing?.message == "the delegations would go in a circle: `max` to `ann` to `bo` to `lea` to `max`")
  }

  @Test(arguments: [
    ("2026-11-01T23:59:59Z", Delegation.State.scheduled), ("2026-11-02T00:00:00Z", .inForce),
    ("2026-11-19T23:59:59Z", .inForce), ("2026-11-20T00:00:00Z", .over),
  ])
  func `A window is half-open`(_ text: String, _ state: Delegation.State) {
    #expect(delegation("d", "lea", "max").state(at: time(text)) == state)
  }

  // MARK: - Voting

  /// A vote, and what becomes of it: nothing where it counts.
  private struct Row: Sendable, CustomStringConvertible {
    var name: String
    var delegations: [Delegation]
    var votes: [(String, RequestVerb, String?)]
    var last: Refusal.Code?
    var detail: String?
    var description: String { name }

    init(
      _ name: String, _ delegations: [Delegation], _ votes: [(String, RequestVerb, String?)], _ last: Refusal.Code?,
      detail: String? = nil
    ) {
      self.name = name
      self.delegations = delegations
      self.votes = votes
      self.last = last
      self.detail = detail
    }
  }

  @Test func `Votes in another's place count, or say why not`() throws {
    // pau and pia look at it as peers, ann and bo for data governance, lea and max for legal.
    let pauForLea = delegation("DLG-000001", "lea", "pau")
    let rows: [Row] = [
      Row("by name", [delegation("d", "lea", "gia")], [("gia", .approve, "lea")], nil),
      Row("left out, the only one that fits", [delegation("d", "lea", "gia")], [("gia", .approve, nil)], nil),
      Row("an own right comes first", [pauForLea], [("pau", .approve, nil)], nil),
      Row("no delegation", [], [("gia", .approve, "lea")], .notCandidate),
      Row("another's delegation", [delegation("d", "lea", "gus")], [("gia", .approve, "lea")], .notCandidate),
      Row(
        "not yet", [delegation("d", "lea", "gia", from: "2026-11-03T00:00:00Z")], [("gia", .approve, "lea")],
        .notCandidate),
      Row(
        "no longer", [delegation("d", "lea", "gia", until: "2026-11-02T10:00:00Z")], [("gia", .approve, "lea")],
        .notCandidate),
      Row(
        "ended", [delegation("d", "lea", "gia", ended: "2026-11-02T09:30:00Z")], [("gia", .approve, "lea")],
        .notCandidate),
      Row(
        "what is delegated cannot be passed on", [delegation("d", "lea", "gia"), delegation("e", "gia", "gus")],
        [("gus", .approve, "lea")], .notCandidate),
      Row(
        "a delegate's own rights do not carry the other's",
        [delegation("d", "lea", "gia"), delegation("e", "gia", "gus")], [("gus", .approve, nil)], .notCandidate),
      Row(
        "one without a right has none to give", [delegation("d", "gus", "gia")], [("gia", .approve, "gus")],
        .notCandidate),
      Row(
        "two that fit", [delegation("d", "lea", "gia"), delegation("e", "bo", "gia")], [("gia", .approve, nil)],
        .ambiguousPrincipal),
      Row(
        "two that fit, one named", [delegation("d", "lea", "gia"), delegation("e", "bo", "gia")],
        [("gia", .approve, "bo")], nil),
      // Acceptance 2: neither may a requester's delegate vote, nor a requester as a delegate.
      Row(
        "the requester's delegate", [delegation("d", "zoe", "gia")], [("gia", .approve, "zoe")], .excluded,
        detail: "requester"),
      Row(
        "the requester's delegate, nobody named", [delegation("d", "zoe", "gia")], [("gia", .approve, nil)], .excluded,
        detail: "requester"),
      Row(
        "the requester as a delegate", [delegation("d", "lea", "zoe")], [("zoe", .approve, "lea")], .excluded,
        detail: "requester"),
      // Acceptance 3: the first counts.
      Row(
        "the delegate, then the other", [delegation("d", "lea", "gia")],
        [("gia", .approve, "lea"), ("lea", .approve, nil)], .repeated),
      Row(
        "the other, then the delegate", [delegation("d", "lea", "gia")],
        [("lea", .approve, nil), ("gia", .approve, "lea")], .repeated),
      Row(
        "the delegate, then the other with another word", [delegation("d", "lea", "gia")],
        [("gia", .approve, "lea"), ("lea", .reject, nil)], .repeated),
      Row(
        "the delegate twice", [delegation("d", "lea", "gia")], [("gia", .approve, "lea"), ("gia", .approve, "lea")],
        .repeated),
      // Both are used up.
      Row(
        "the delegate again, on another stage", [pauForLea], [("pau", .approve, "lea"), ("pau", .approve, nil)],
        .excluded, detail: "distinct"),
      Row(
        "for a second person", [delegation("d", "lea", "gia"), delegation("e", "bo", "gia")],
        [("gia", .approve, "bo"), ("gia", .approve, "lea")], .excluded, detail: "distinct"),
      Row(
        "one who acted", [pauForLea], [("pau", .approve, nil), ("pau", .approve, "lea")], .excluded, detail: "distinct"),
    ]
    for row in rows {
      var desk = try desk(row.delegations)
      var refusal: Refusal?
      for (number, vote) in row.votes.enumerated() {
        refusal = try desk.vote(vote.0, vote.1, at: "11-02 1\(number):00", principal: vote.2)
      }
      #expect(refusal?.code == row.last, "\(row.name): \(refusal?.message ?? "counted")")
      if let detail = row.detail { #expect(desk.records.last?.data["detail"]?.string == detail, "\(row.name)") }
    }
  }

  @Test func `A vote in another's place holds both names, and only then`() throws {
    var desk = try desk([delegation("DLG-000007", "lea", "gia")])
    try desk.vote("gia", .approve, at: "11-02 10:00")
    let vote = try #require(desk.records.last { $0.type == .voteCast })
    #expect(vote.actor == "user:gia")
    #expect(vote.data["person"] == "gia")
    #expect(vote.data["for"] == "lea")
    #expect(vote.data["delegation"] == "DLG-000007")
    #expect(try desk.request().stage("legal")?.state == .satisfied)
    try desk.vote("ann", .approve, at: "11-02 10:01")
    let own = try #require(desk.records.last { $0.type == .voteCast })
    #expect(own.data["for"] == nil && own.data["delegation"] == nil && own.data["cap"] == nil)
  }

  @Test func `The limit is that of the one whose place it is, and no more than the cap`() throws {
    // The decision is dia's: tom's 5,000 do not reach 7,400, and eve's 250,000 do not flow in.
    let rows: [(name: String, delegation: Delegation, voter: String, code: Refusal.Code?)] = [
      ("a director's place", delegation("d", "dia", "ann"), "gil", nil),
      ("under a cap that covers it", delegation("d", "dia", "gil", cap: 8000), "gil", nil),
      ("exactly the cap", delegation("d", "dia", "gil", cap: 7400), "gil", nil),
      ("over the cap", delegation("d", "dia", "gil", cap: 7399), "gil", .overLimit),
      ("a vp under a small cap", delegation("d", "dia", "eve", cap: 1000), "eve", .overLimit),
    ]
    for row in rows {
      var given = row.delegation
      given.to = row.voter
      var desk = try desk([given])
      try desk.vote("pau", .approve, at: "11-02 10:00")
      try desk.vote("ann", .approve, at: "11-02 10:01")
      try desk.vote("lea", .approve, at: "11-02 10:02")
      let refusal = try desk.vote(row.voter, .approve, at: "11-02 10:03", principal: "dia")
      #expect(refusal?.code == row.code, "\(row.name): \(refusal?.message ?? "counted")")
      #expect(try desk.request().state == (row.code == nil ? .approved : .inReview), "\(row.name)")
      if row.code == nil {
        let limit = desk.records.last { $0.type == .voteCast }?.data["limit"].flatMap { Money(canonical: $0) }
        #expect(limit == given.cap ?? Company.usd(50_000), "\(row.name)")
      }
    }
  }

  @Test func `Why names the delegate, who is told when a stage opens`() throws {
    var desk = try desk([delegation("d", "lea", "gia"), delegation("e", "dia", "zoe"), delegation("f", "max", "bo")])
    let why = try desk.why("11-02 10:00")
    let legal = try #require(why.waitingOn.first { $0.stage == "legal" })
    #expect(legal.candidates == ["lea", "max"])
    #expect(legal.delegates == [Delegate(person: "gia", of: "lea"), Delegate(person: "bo", of: "max")])
    let opened = try #require(desk.records.first { $0.type == .stageActivated && $0.data["stage"] == "legal" })
    #expect(opened.data["delegates"] == ["gia", "bo"])
    // The requester is excluded, so nobody acts in dia's place.
    #expect(why.waitingOn.first { $0.stage == "decision" }?.delegates == [])
    // bo acted for data governance: not for legal as well.
    try desk.vote("bo", .approve, at: "11-02 10:01")
    #expect(
      try desk.why("11-02 10:02").waitingOn.first { $0.stage == "legal" }?.delegates == [
        Delegate(person: "gia", of: "lea")
      ])
    #expect(try desk.why("11-20 10:00").waitingOn.first { $0.stage == "legal" }?.delegates == [])
  }

  @Test func `A delegate sits on the seat of the one whose place it is`() throws {
    var desk = try desk([delegation("d", "lea", "gia")]) { company in
      let seats = ["data-governance", "legal"].map { Seat(candidates: [.actor(Company.at(.group($0)))]) }
      company.workflows[0].stages.insert(
        StageDefinition(
          id: "joint", right: .agree, reviews: ["data-governance", "legal"].map(Company.at),
          candidates: seats.flatMap(\.candidates), seats: seats, due: .businessDays(2)), at: 1)
    }
    try desk.vote("ann", .approve, at: "11-02 10:00")
    #expect(try desk.request().stage("joint")?.state == .active)
    try desk.vote("gia", .approve, at: "11-02 10:01")
    #expect(try desk.request().stage("joint")?.state == .satisfied)
  }
}
