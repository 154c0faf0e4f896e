import SpendModel
import StrictJSON
import Testing

@testable import WorkflowEngine

/// A small generator of reproducible numbers (SplitMix64).
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func upTo(_ limit: Int) -> Int { Int(next() % UInt64(max(1, limit))) }
}

/// Random acts by random people at random times, and what has to hold whatever happens.
@Suite struct WalkTests {
  @Test(arguments: 0..<60)
  func `Whatever happens, the invariants hold`(_ seed: Int) throws {
    var dice = Dice(seed: UInt64(seed))
    let company = Company.example.changed { company in
      if seed % 3 == 1 { company.workflows[0].separation.distinct = .stage }
      if seed % 4 == 2 { company.workflows[0].stages[1].quorum = Quorum(approve: .count(2), reject: 2) }
      if seed % 5 == 3 {
        company.workflows[0].stages[1].candidates = [.actor(Company.at(.group("governance")))]
        company.workflows[0].stages[1].quorum = Quorum(approve: .all)
      }
      if seed % 6 == 5 {
        let seats = ["data-governance", "legal"].map { Seat(candidates: [.actor(Company.at(.group($0)))]) }
        company.workflows[0].stages.insert(
          StageDefinition(
            id: "joint", right: .agree, reviews: ["data-governance", "legal"].map(Company.at),
            candidates: seats.flatMap(\.candidates), seats: seats, due: .businessDays(2), survives: .decrease), at: 1)
      }
      if seed % 7 == 4 {
        company.workflows[0].ladder = .rungs(
          Ladder(
            id: nil,
            rungs: [
              .init(at: Company.at(.percent(25)), action: .remind),
              .init(at: Company.at(.percent(75)), action: .remind),
              .init(at: Company.at(.due), action: .add, to: Company.at(.group("governance"))),
              .init(at: Company.at(.afterDue(.businessDays(2))), action: .reject, warn: .businessDays(2)),
            ]))
      }
    }
    var desk = try Desk(company)
    let costs: [Int64] = [300, 3000, 7400, 60_000, 300_000]
    var sample = Sample()
    sample.cost = Company.usd(costs[dice.upTo(costs.count)])
    sample.data = ["pii", "public"][dice.upTo(2)]
    sample.requester = ["zoe", "tom", "ann", "gus"][dice.upTo(4)]
    sample.verdict = [Sample.needsReviews, Sample.allowed, Sample.needsReviews][dice.upTo(3)]
    if dice.upTo(3) == 0 {
      desk.budget = BudgetRoom(id: "b", remaining: Company.usd(10_000), isHard: dice.upTo(2) == 0)
    }
    var clock = try desk.time("11-02 09:00")
    try desk.submit(sample, at: clock.description)
    try check(desk, sample)

    var afterwards = 0
    for _ in 0..<60 {
      clock = clock.adding(seconds: Int64([60, 600, 3600, 7200, 20_000, 90_000][dice.upTo(6)]))
      if seed % 10 == 9, dice.upTo(8) == 0 { clock = clock.adding(seconds: 400_000) }
      let before = try desk.request()
      if !before.state.isUndecided { afterwards += 1 }
      if afterwards > 4 { break }
      let people = desk.directory.people.map(\.id)
      let person = people[dice.upTo(people.count)]
      let likely = before.stages.filter { $0.state == .active }.flatMap(\.candidates)
      let voter = likely.isEmpty || dice.upTo(4) == 0 ? person : likely[dice.upTo(likely.count)]
      switch dice.upTo(12) {
      case 0...5: try desk.vote(voter, .approve, at: clock.description)
      case 6: try desk.vote(voter, .reject, at: clock.description)
      case 7: try desk.vote(voter, .requestChanges, at: clock.description)
      case 8: try desk.vote(voter, .recuse, at: clock.description)
      case 9: try desk.tick(at: clock.description)
      case 10:
        if before.state == .changesRequested {
          sample.cost = Company.usd(Int64(100 + dice.upTo(9000)))
          try desk.resubmit(sample, at: clock.description)
        }
      default:
        // Somebody joins or leaves a group.
        var rights = desk.workflows.rights
        let group = dice.upTo(rights.groups.count)
        if rights.groups[group].members.count > 1, dice.upTo(2) == 0 {
          rights.groups[group].members.remove(at: dice.upTo(rights.groups[group].members.count))
        } else {
          rights.groups[group].members = company.rights.groups[group].members
        }
        desk.directory = Directory(rights: rights)
        try desk.tick(at: clock.description)
      }
      let after = try desk.request()
      if !before.state.isUndecided {
        #expect(after.state == before.state, "a final state is final")
      }
      try check(desk, sample)
    }
  }

  private func check(_ desk: Desk, _ sample: Sample) throws {
    let request = try desk.request()
    let now = desk.records.last?.at ?? .epoch
    let why = request.why(context: desk.context("zoe", now))
    if request.state.isUndecided { #expect(!why.named.isEmpty, "every undecided request names somebody") }
    var ids = desk.ids
    if desk.records.last?.type != .requestCommented,
      case .success(let again) = request.tick(context: desk.context(.timer, now), ids: &ids)
    {
      #expect(again.drafts.isEmpty, "an act leaves nothing to do: \(again.drafts.map(\.type.rawValue))")
    }
    let distinct = desk.workflows.workflow(request.workflow)?.separation.distinct ?? .all
    var seen: Set<String> = []
    for stage in request.stages {
      let people = stage.counted.map(\.person)
      #expect(Set(people).count == people.count, "a person has one counted vote on a stage")
      #expect(!people.contains(sample.requester), "nobody votes on their own request")
      if distinct == .all {
        #expect(seen.isDisjoint(with: people), "a person counts once per request")
        seen.formUnion(people)
      }
      if stage.state == .active {
        #expect(request.state == .inReview)
        #expect(
          !stage.candidates.isEmpty || !why.canUnblock.isEmpty || stage.right == .input, "an open stage has candidates")
      }
    }
    let grants = desk.records.filter { $0.type == .grantMinted }
    #expect(grants.count == (request.state == .approved ? 1 : 0), "exactly one grant, exactly when approved")
    if request.state == .approved, request.lane == nil { try checkApproval(desk, request) }
    try checkRungs(desk, request)
  }

  private func checkApproval(_ desk: Desk, _ request: RequestCase) throws {
    for stage in request.stages where stage.right != .inform {
      #expect(stage.state.isDone, "stage \(stage.id) is \(stage.state.rawValue)")
      if stage.right != .input {
        #expect(stage.counted(.approve).count >= 1)
        #expect(stage.counted(.reject).count < stage.reject)
      }
    }
    let decision = try #require(request.stages.last { $0.right == .decide })
    let approvers = decision.counted(.approve).map(\.person)
    let amount = try #require(request.exposure)
    let hasAuthority = request.stage("authority")?.state == .satisfied
    // The directory of that moment is not kept; the authority did not change in these walks but by membership.
    #expect(
      hasAuthority || desk.workflows.directory.hold(approvers, amount: amount),
      "\(approvers) approved \(amount)")
    let grant = try desk.grant()
    let cap = try #require(grant.caps.first { $0.name == "cost" })
    #expect(cap.amount.exceeds(try #require(request.cost)) == false)
    if let budget = desk.budget, budget.isHard { #expect(cap.amount.exceeds(budget.remaining) == false) }
  }

  private func checkRungs(_ desk: Desk, _ request: RequestCase) throws {
    var fired: Set<String> = []
    let rungs = desk.records(of: request.stream).filter { $0.type == .rungFired }
    for rung in rungs {
      let stage = rung.data["stage"]?.string ?? "-"
      let place = "\(stage) \(rung.data["arming"]?.integer ?? 0) \(rung.data["rung"]?.integer ?? 0)"
      let action = try #require(rung.data["do"]?.string)
      #expect(fired.insert("\(place) \(action)").inserted, "a rung fires once: \(place) \(action)")
      if action == "reject" || action == "expire" {
        let warning = try #require(
          rungs.first { other in
            other.data["do"] == "warn" && other.data["stage"] == rung.data["stage"]
              && other.data["arming"] == rung.data["arming"] && other.data["rung"] == rung.data["rung"]
          }, "no end without a warning: \(place)")
        let notice = desk.workflows.defaultCalendar.adding(.businessDays(1), to: warning.at)
        #expect(rung.at >= notice, "warned \(warning.at), ended \(rung.at)")
      }
    }
  }
}
