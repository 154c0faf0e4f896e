import SpendModel
import Testing

@testable import WorkflowEngine

/// Every state that a small workflow can reach, one act at a time: three approvers, two levels, a ladder that reminds,
/// adds and ends with a warning, a time to live, a crash between any two acts.
///
/// States are told apart by all that decides what may follow; instants count relative to the clock.
/// `ASSENT_SEARCH_STATES` sets how many states are looked at, 0 for all.
@Suite struct StateSearchTests {
  static let company: Company = {
    var company = Company.example
    func at<Value>(_ value: Value) -> Located<Value> { Company.at(value) }
    company.rights.people = [
      Person(id: "zoe", name: "Zoe", team: "claims", manager: at("dia")),
      Person(id: "ann", name: "Ann", team: "staff", manager: at("dia")),
      Person(id: "bo", name: "Bo", team: "staff", manager: at("dia")),
      Person(id: "dia", name: "Dia", team: "staff"),
    ]
    let governance = ActorReference.group("governance")
    company.rights.groups = [
      Company.group("reviewers", ["ann", "bo"], accountable: "ann", fallback: governance),
      Company.group("deciders", ["bo", "dia"], accountable: "dia", fallback: governance),
      Company.group("governance", ["dia"], accountable: "dia", fallback: .user("ann")),
    ]
    company.rights.reviews = [Company.review("governance", "governance", days: 1)]
    company.rights.authority = nil
    company.rights.calendars = [
      CalendarDeclaration(
        id: "always", zone: at("UTC"), hours: [0..<86_400], days: [0, 1, 2, 3, 4, 5, 6], isDefault: true)
    ]
    company.rights.ladders = [
      Ladder(
        id: "default",
        rungs: [
          .init(at: at(.percent(50)), action: .remind),
          .init(at: at(.due), action: .add, to: at(.managerOf(.assignees))),
          .init(at: at(.afterDue(.wall(seconds: 2 * day))), action: .expire, warn: .wall(seconds: day)),
        ])
    ]
    var workflow = Company.workflow(stages: [
      StageDefinition(
        id: "review", right: .agree, candidates: [.actor(at(.group("reviewers")))], due: .wall(seconds: 2 * day),
        reads: ["cost"].map(at), survives: .decrease),
      StageDefinition(
        id: "decision", right: .decide, candidates: [.actor(at(.group("deciders")))], due: .wall(seconds: 2 * day)),
    ])
    workflow.ttl = .wall(seconds: 9 * day)
    workflow.lanes = []
    workflow.informed = []
    company.workflows = [workflow]
    return company
  }()

  static let day: Int64 = 86_400

  /// What tells two states apart.
  struct Key: Hashable {
    var state: RequestState
    var revision: Int64
    var ask: String
    var stages: [Stage]
    var timers: [Timer]

    struct Stage: Hashable {
      var state: StageState
      var candidates: [String]
      var approve: Int
      var usesFallback: Bool
      var counted: [String]
      var voters: Set<String>
      var climbed: [StageCase.Climb]
      var timers: [Timer]
    }

    struct Timer: Hashable {
      var rung: Int
      var action: TimerCase.Action
      var seconds: Int64
    }

    init(_ world: World) {
      let request = world.requests[0].request
      let ask = world.requests[0].ask
      state = request.state
      revision = request.revision
      self.ask = "\(ask.cost?.nanos ?? 0) \(ask.data)"
      func pending(_ timers: [TimerCase]) -> [Timer] {
        timers.filter { $0.state == .pending }.map {
          Timer(rung: $0.rung, action: $0.action, seconds: $0.at.since(world.clock) / 1_000_000)
        }
      }
      timers = pending(request.timers)
      // What is decided has no future that differs by its past.
      stages =
        request.state.isUndecided
        ? request.stages.map { stage in
          Stage(
            state: stage.state, candidates: stage.candidates.sorted(), approve: stage.approve,
            usesFallback: stage.usesFallback, counted: stage.counted.map { "\($0.person) \($0.verb.rawValue)" },
            voters: Set(stage.votes.map(\.person)), climbed: stage.climbed, timers: pending(stage.timers))
        } : []
    }
  }

  enum Act {
    case vote(String, RequestVerb, String)
    case withdraw(String)
    case resubmit(Int64, String)
    case tick
    /// To the next timer, without anything running.
    case pass
    /// Nothing runs for twelve days.
    case down
  }

  static let acts: [Act] = {
    var acts: [Act] = [.tick, .pass, .down, .withdraw("zoe"), .withdraw("bo")]
    for person in ["zoe", "ann", "bo", "dia"] {
      for stage in ["review", "decision"] {
        for verb in RequestVerb.allCases { acts.append(.vote(person, verb, stage)) }
      }
    }
    return acts + [.resubmit(2000, "pii"), .resubmit(7400, "public"), .resubmit(9000, "pii")]
  }()

  /// The world after an act; nothing where the act does not fit it.
  static func after(_ act: Act, _ before: World) throws -> World? {
    var world = before
    let request = world.requests[0].request
    switch act {
    case .vote(let person, let verb, let stage):
      try world.vote(Ballot(person: person, verb: verb, stage: stage, comment: "because"), at: 0)
    case .withdraw(let person): try world.withdraw(0, by: person)
    case .resubmit(let cost, let data):
      guard request.revision < 2, request.state == .changesRequested else { return nil }
      var ask = world.requests[0].ask
      (ask.cost, ask.data) = (Company.usd(cost), data)
      try world.resubmit(ask, at: 0)
    case .tick: try world.tickAll()
    case .pass, .down:
      let timers = request.timers + request.stages.filter { $0.state == .active }.flatMap(\.timers)
      let pending = timers.filter { $0.state == .pending }.map(\.at).sorted()
      guard let next = pending.first, next > world.clock else { return nil }
      if case .pass = act { world.clock = next } else { world.clock = world.clock.adding(seconds: 12 * day) }
    }
    return world
  }

  @Test func `No reachable state breaks what must hold`() throws {
    let workflows = try Self.company.compiled()
    let limit = SimulationTests.number("ASSENT_SEARCH_STATES") ?? 250
    let start = try #require(Timestamp("2026-11-02T09:00:00Z"))
    var first = World(seed: 0, workflows: workflows, clock: start, budget: Company.usd(1_000_000))
    var ask = Ask()
    ask.verdict = Sample.allowed
    try first.submit(ask)

    var seen: Set<Key> = [Key(first)]
    var queue = [first]
    var next = 0
    var transitions = 0
    var ends: [RequestState: Int] = [:]
    while next < queue.count, limit == 0 || next < limit {
      let world = queue[next]
      next += 1
      guard world.requests[0].request.state.isUndecided else {
        ends[world.requests[0].request.state, default: 0] += 1
        continue
      }
      for act in Self.acts {
        guard let after = try Self.after(act, world) else { continue }
        transitions += 1
        guard seen.insert(Key(after)).inserted else { continue }
        // A crash here loses nothing: the leaves fold to the same.
        try after.checkReplay()
        queue.append(after)
      }
    }
    let isComplete = next == queue.count
    print(
      "state search: \(next) states\(isComplete ? ", all of them" : " of at least \(queue.count)"), "
        + "\(transitions) transitions, 0 violations; ends: "
        + ends.map { "\($0.key.rawValue) \($0.value)" }.sorted().joined(separator: ", "))
    #expect(transitions > next)
  }
}
