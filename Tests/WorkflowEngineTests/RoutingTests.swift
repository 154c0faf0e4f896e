import Diagnostics
import SpendModel
import StrictJSON
import Testing

@testable import WorkflowEngine

/// Who becomes a candidate, and whether enough people are left.
@Suite struct RoutingTests {
  private let monday = Timestamp("2026-11-02T09:00:00Z") ?? .epoch

  private func plan(_ sample: Sample, _ change: (inout Company) -> Void = { _ in }) throws -> Plan {
    let workflows = try Company.example.changed(change).compiled()
    return try #require(workflows.plan(sample.submission(id: "REQ-000001"), verdict: sample.verdict, at: monday))
  }

  // MARK: - Matching

  @Test(
    arguments: [
      ([["ann", "bo"], ["ann"]], []), ([["ann"], ["ann"]], [1]), ([["a", "b"], ["b", "c"], ["a"], ["c", "d"]], []),
      ([["a"], ["b"], ["a", "b"]], [2]), ([[]], [0]), ([], []), ([["a", "b", "c"], ["a", "b"], ["a"]], []),
    ] as [([[String]], [Int])])
  func `Seats are filled by a matching, not greedily`(_ seats: [[String]], _ unfilled: [Int]) {
    let matching = Matching(seats: seats)
    #expect(matching.unfilled == unfilled)
    let people = matching.people.compactMap { $0 }
    #expect(Set(people).count == people.count)
    for (seat, person) in matching.people.enumerated() {
      if let person { #expect(seats[seat].contains(person)) }
    }
  }

  @Test func `A matching is as large as the largest`() {
    var dice = Dice(seed: 7)
    for _ in 0..<300 {
      let people = ["a", "b", "c", "d"]
      let seats = (0..<(1 + dice.upTo(4))).map { _ in people.filter { _ in dice.upTo(2) == 0 } }
      var best = 0
      func search(_ seat: Int, _ used: Set<String>, _ filled: Int) {
        best = max(best, filled)
        guard seat < seats.count else { return }
        search(seat + 1, used, filled)
        for person in seats[seat] where !used.contains(person) { search(seat + 1, used.union([person]), filled + 1) }
      }
      search(0, [], 0)
      #expect(Matching(seats: seats).people.compactMap { $0 }.count == best)
    }
  }

  // MARK: - Candidates

  @Test func `Excluded people are left out, with the reason`() throws {
    var sample = Sample()
    sample.requester = "ann"
    sample.submitter = "lea"
    sample.beneficiary = "pau"
    let plan = try plan(sample) { company in
      company.rights.conflicts = [
        Conflict(person: Company.at("bo"), when: Company.condition("request.project == 'claims-triage'"))
      ]
      company.rights.conflicts.append(
        Conflict(person: Company.at("max"), when: Company.condition("request.project == 'other'")))
    }
    #expect(plan.stages[0].candidates == ["pia"])
    #expect(plan.stages[0].excluded == [Exclusion(person: "pau", because: "beneficiary")])
    // Both of data governance are out: the fallback acts.
    #expect(plan.stages[1].usesFallback)
    #expect(plan.stages[1].candidates == ["gia", "gil", "gus"])
    #expect(
      plan.stages[1].excluded == [
        Exclusion(person: "ann", because: "requester"), Exclusion(person: "bo", because: "conflicted"),
      ])
    #expect(plan.stages[2].candidates == ["max"])
    #expect(plan.stages[2].excluded == [Exclusion(person: "lea", because: "submitter")])
  }

  @Test func `A conflict that cannot be judged excludes`() throws {
    let plan = try plan(Sample()) { company in
      company.rights.conflicts = [
        Conflict(person: Company.at("bo"), when: Company.condition("request.reviewer == 'x'"))
      ]
    }
    #expect(plan.stages[1].candidates == ["ann"])
  }

  @Test func `The same team may be excluded`() throws {
    let plan = try plan(Sample()) { company in
      company.workflows[0].separation.exclude.insert(.sameTeam)
      company.workflows[0].stages[1].candidates = [.actor(Company.at(.user("tom"))), .actor(Company.at(.user("dia")))]
    }
    #expect(plan.stages.last?.candidates == ["dia"])
    #expect(plan.stages.last?.excluded == [Exclusion(person: "tom", because: "sameTeam")])
  }

  @Test func `An expression names a person`() throws {
    for (reviewer, expected, notes) in [
      ("max", ["max"], 0), ("nobody", ["gia", "gil", "gus"], 1), (nil, ["gia", "gil", "gus"], 1),
    ] {
      var sample = Sample()
      sample.reviewer = reviewer
      sample.verdict = Sample.allowed
      let plan = try plan(sample) { company in
        company.workflows[0].stages[0].candidates = [.expression(Company.condition("request.reviewer"))]
      }
      #expect(plan.stages[0].candidates == expected)
      #expect(plan.notes.count == notes, "\(plan.notes)")
    }
  }

  @Test func `Roles, managers and conditions over the candidate`() throws {
    let plan = try plan(Sample()) { company in
      company.workflows[0].stages[0].candidates = [
        .actor(Company.at(.role("director"))), .actor(Company.at(.managerOf(.requester))),
      ]
      company.workflows[0].stages[1].candidates = [
        .chain(
          of: Company.at(.requester), until: Company.condition("'vp' in candidate.roles && stage.right == 'decide'"))
      ]
    }
    #expect(plan.stages[0].candidates == ["dia", "tom"])
    #expect(plan.stages.last?.candidates == ["eve"])
  }

  @Test func `Candidates may have to meet a condition`() throws {
    let company = Company.example.changed { company in
      company.rights.reviews[0].eligible = Company.condition("'privacy' in candidate.training")
      company.rights.people[5].training = ["privacy"]
    }
    var desk = try Desk(company)
    try desk.submit(at: "11-02 09:00")
    let stage = try #require(try desk.request().stage("data-governance"))
    #expect(stage.candidates == ["bo"])
    let refusal = try #require(try desk.vote("ann", .approve, at: "11-02 09:10"))
    #expect(refusal.code == .excluded)
    #expect(desk.records.last?.data["detail"] == "eligible")
    #expect(try desk.vote("bo", .approve, at: "11-02 09:20") == nil)
    // What errs is not met: the fallback acts.
    let errs = try plan(Sample()) { $0.rights.reviews[0].eligible = Company.condition("candidate.team == grant.owner") }
    #expect(errs.stages[1].candidates == [])
    #expect(errs.stages[1].blocked != nil)
    #expect(!errs.notes.isEmpty)
  }

  // MARK: - Stages

  @Test func `When adds a stage, and cannot skip what a rule demands`() throws {
    func stages(_ when: String, for reviews: [String], verdict: Verdict) throws -> [String] {
      var sample = Sample()
      sample.verdict = verdict
      return try plan(sample) { company in
        company.workflows[0].stages.insert(
          StageDefinition(
            id: "extra", right: .agree, reviews: reviews.map(Company.at), when: Company.condition(when),
            candidates: [.actor(Company.at(.group("finance")))], due: .businessDays(1)), at: 1)
      }.stages.map(\.id)
    }
    #expect(try stages("false", for: [], verdict: Sample.allowed) == ["peer", "decision"])
    #expect(try stages("true", for: [], verdict: Sample.allowed) == ["peer", "extra", "decision"])
    #expect(try stages("true", for: ["legal"], verdict: Sample.allowed) == ["peer", "extra", "decision"])
    #expect(
      try stages("false", for: ["legal"], verdict: Sample.needsReviews) == [
        "peer", "extra", "data-governance", "decision",
      ])
    // What cannot be judged is looked at.
    #expect(try stages("request.reviewer == 'x'", for: [], verdict: Sample.allowed) == ["peer", "extra", "decision"])
  }

  @Test func `A stage for several reviews stands for each of them`() throws {
    let plan = try plan(Sample()) { company in
      company.workflows[0].stages.insert(
        StageDefinition(
          id: "joint", right: .agree, reviews: ["legal", "data-governance"].map(Company.at),
          candidates: [.actor(Company.at(.group("finance")))], due: .businessDays(1)), at: 1)
    }
    #expect(plan.stages.map(\.id) == ["peer", "joint", "decision"])
    #expect(plan.stages[1].reviews == ["legal", "data-governance"])
    #expect(plan.stages[1].why == .rule)
  }

  @Test func `Needs wait, and what is not part of the plan counts as done`() throws {
    var desk = try Desk(
      Company.example.changed { company in
        company.workflows[0].stages.insert(
          StageDefinition(
            id: "after-peer", right: .agree, needs: [Company.at("peer"), Company.at("optional")],
            candidates: [.actor(Company.at(.group("finance")))], due: .businessDays(1)), at: 1)
        company.workflows[0].stages.insert(
          StageDefinition(
            id: "optional", right: .agree, when: Company.condition("false"),
            candidates: [.actor(Company.at(.group("itam")))], due: .businessDays(1)), at: 1)
      })
    var sample = Sample()
    sample.verdict = Sample.allowed
    sample.data = "internal"
    try desk.submit(sample, at: "11-02 09:00")
    #expect(try desk.request().stages.map(\.id) == ["peer", "after-peer", "decision"])
    #expect(try desk.request().stages.map(\.state) == [.active, .pending, .pending])
    #expect(try #require(try desk.vote("fay", .approve, at: "11-02 09:10")).code == .pending)
    try desk.vote("pia", .approve, at: "11-02 09:20")
    #expect(try desk.request().stages.map(\.state) == [.satisfied, .active, .pending])
    #expect(try desk.vote("fay", .approve, at: "11-02 09:30") == nil)
    #expect(try desk.request().stages.map(\.state) == [.satisfied, .satisfied, .active])
  }

  // MARK: - Workflows

  @Test func `The greater priority wins, and nothing selected is the default`() throws {
    let company = Company.example.changed { company in
      var special = Company.workflow("special", stages: [Company.decision])
      special.select = .init(when: Company.condition("request.data.class == 'pii'"), priority: 50)
      company.workflows.append(special)
    }
    let workflows = try company.compiled()
    for (data, kind, expected) in [
      ("pii", "experiment", "special"), ("internal", "experiment", "standard-experiment"),
      ("internal", "pilot", "standard-experiment"), ("pii", "pilot", "special"),
    ] {
      var sample = Sample()
      sample.data = data
      sample.kind = kind
      let plan = try #require(workflows.plan(sample.submission(id: "REQ-000001"), verdict: sample.verdict, at: monday))
      #expect(plan.workflow == expected)
    }
  }

  @Test func `The quorum is counted over those who are eligible`() throws {
    for (share, expected) in [
      (Quorum.Share.count(1), 1), (.all, 3), (.percent(66), 2), (.percent(67), 3), (.percent(1), 1),
    ] {
      let plan = try plan(Sample()) { company in
        company.rights.reviews[0].candidates = [.actor(Company.at(.group("governance")))]
        company.rights.reviews[0].quorum = Quorum(approve: share)
        // Feasible beside the decision.
        company.workflows[0].separation.distinct = .stage
      }
      #expect(plan.stages[1].approve == expected)
    }
  }

  // MARK: - Directory

  @Test func `Limits: the greatest of one's own, and what several hold together`() throws {
    let directory = Directory(rights: Company.example.rights)
    #expect(directory.limit(of: "zoe") == nil)
    #expect(directory.limit(of: "tom")?.upTo == Company.usd(5000))
    #expect(directory.limit(of: "gia") == nil, "governance holds it only together")
    #expect(directory.limit(of: "nobody") == nil)
    #expect(directory.hold(["tom"], amount: Company.usd(5000)))
    #expect(!directory.hold(["tom"], amount: Money(nanos: Company.usd(5000).nanos + 1, currency: .usd)))
    #expect(!directory.hold(["tom"], amount: Money(nanos: 1, currency: .eur)), "another currency is never within it")
    #expect(!directory.hold(["gia"], amount: Company.usd(1)))
    #expect(directory.hold(["gia", "gus"], amount: Company.usd(9_000_000)))
    #expect(!directory.hold(["gia", "eve"], amount: Company.usd(300_000)))
    #expect(!directory.hold([], amount: .zero(.usd)))
    #expect(directory.hold(["zoe"], amount: .zero(.usd)), "nothing to spend needs no authority")
  }

  @Test func `Chains and fallbacks that close on themselves end`() {
    var rights = Company.example.rights
    rights.people[3].manager = Company.at("zoe")
    rights.groups[0].members = []
    rights.groups[0].fallback = Company.at(.group("legal"))
    rights.groups[1].members = []
    rights.groups[1].fallback = Company.at(.group("data-governance"))
    let directory = Directory(rights: rights)
    #expect(directory.managers(of: "zoe") == ["tom", "dia", "eve"])
    #expect(directory.members(of: "legal") == [])
    #expect(directory.managers(of: "ghost") == [])
    #expect(directory.person(login: "zoe")?.id == "zoe")
    #expect(directory.person(login: "ghost") == nil)
  }
}
