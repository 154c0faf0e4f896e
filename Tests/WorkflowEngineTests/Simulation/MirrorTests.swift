import SpendModel
import Testing

@testable import WorkflowEngine

/// The same people do the same in two companies: in one a scheduler fires each timer at its instant, in the other
/// nothing runs but what people do. Whoever acts finds the same in both, until the punctual one reaches an end that it
/// had warned of: there the other one warns first, and ends later.
@Suite struct MirrorTests {
  @Test func `A late scheduler decides as a punctual one does`() throws {
    let runs = max(60, SimulationTests.runs / 10)
    var (acts, ends) = (0, 0)
    for seed in 0..<UInt64(clamping: runs) {
      do {
        let (count, ended) = try play(seed)
        acts += count
        ends += ended ? 1 : 0
      } catch let violation as Violation {
        Issue.record("\(violation)")
        return
      }
    }
    print("mirror: \(runs) runs, \(acts) acts compared, \(ends) runs to an end that was warned of")
    #expect(acts > runs)
  }

  private func play(_ seed: UInt64) throws -> (acts: Int, ended: Bool) {
    var punctual = try SimulationTests.world(seed &+ 90_000)
    var ask = punctual.randomAsk()
    if ask.verdict.outcome == .deny { ask.verdict = Sample.needsReviews }
    try punctual.submit(ask)
    var late = punctual
    for act in 1...14 {
      let next = punctual.clock.adding(
        seconds: Int64([600, 7200, 30_000, 90_000, 250_000][punctual.dice.upTo(5)] + punctual.dice.upTo(5000)))
      try punctual.run(until: next)
      late.clock = next
      if [.expired, .rejected].contains(punctual.requests[0].request.state) { return (act, true) }
      guard punctual.requests[0].request.state.isUndecided else { return (act, false) }
      let request = punctual.requests[0].request
      if request.state == .changesRequested {
        var changed = punctual.requests[0].ask
        changed.days = Int64(10 + punctual.dice.upTo(80))
        changed.submitter = changed.requester
        try punctual.resubmit(changed, at: 0)
        try late.resubmit(changed, at: 0)
      } else {
        let open = request.stages.filter { $0.state == .active }.flatMap(\.candidates)
        let person = (punctual.happens(3) ? punctual.pick(World.voters) : punctual.pick(open)) ?? "eve"
        let verbs: [RequestVerb] = [.approve, .approve, .approve, .approve, .requestChanges, .recuse, .reject]
        let stage = request.stages.first { $0.state == .active && $0.candidates.contains(person) }?.id
        let attest = stage.map { punctual.requests[0].attest($0) } ?? []
        let verb = punctual.pick(verbs) ?? .approve
        let ballot = Ballot(
          person: person, verb: verb, comment: "because", attest: verb == .approve ? attest : [])
        try punctual.vote(ballot, at: 0)
        try late.vote(ballot, at: 0)
      }
      try compare(punctual, late)
    }
    return (14, false)
  }

  private func compare(_ punctual: World, _ late: World) throws(Violation) {
    let (one, other) = (punctual.requests[0].request, late.requests[0].request)
    func differ(_ what: String) -> Violation {
      late.violation(
        "a late scheduler differs in \(what)\n  punctual: \(one.state.rawValue)\n  \(punctual.describe(one))\n  late: "
          + "\(other.state.rawValue)\n  \(late.describe(other))\n  punctually:\n  "
          + punctual.story.joined(separator: "\n  ") + "\n  late:")
    }
    // A punctual end that came with the act itself, by a rung that was due with it.
    if one.state == .expired { return }
    if one.state != other.state { throw differ("its state") }
    if one.stages.map(\.state) != other.stages.map(\.state) { throw differ("its stages") }
    for (left, right) in zip(one.stages, other.stages) {
      if left.due != right.due { throw differ("the due date of \(left.id)") }
      if left.level != right.level { throw differ("the level of \(left.id)") }
      if left.counted.map(\.person) != right.counted.map(\.person) { throw differ("the votes on \(left.id)") }
      if left.state == .active, Set(left.candidates) != Set(right.candidates) {
        throw differ("the people of \(left.id)")
      }
    }
  }
}

extension World {
  /// Fires each timer at its instant, up to a time.
  mutating func run(until end: Timestamp) throws(Violation) {
    for _ in 0..<200 {
      let request = requests[0].request
      guard request.state.isUndecided else { break }
      let open = request.state == .inReview ? request.stages.filter { $0.state == .active || $0.state == .blocked } : []
      let timers = request.timers + open.flatMap(\.timers)
      guard let next = timers.filter({ $0.state == .pending }).map(\.at).min(), next <= end else { break }
      clock = max(clock, next)
      try tickAll()
    }
    clock = end
  }
}
