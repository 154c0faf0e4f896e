import Glibc
import SpendModel
import Testing

@testable import WorkflowEngine

/// A company at random: its people act and err, leave and come back, its rules change, its clock jumps, and nothing
/// that must never happen happens. Each run comes from its number alone.
///
/// `ASSENT_SIMULATION_RUNS` sets how many runs there are, `ASSENT_SIMULATION_SEED` plays one alone and tells its story.
@Suite struct SimulationTests {
  static let runs = number("ASSENT_SIMULATION_RUNS") ?? 1_000

  static func number(_ name: String) -> Int? { getenv(name).flatMap { Int(String(cString: $0)) } }

  /// Friday before a change of clocks, twice; before Christmas; an ordinary Monday.
  static let starts = ["2026-10-23T13:00:00Z", "2026-03-27T15:30:00Z", "2026-12-23T10:00:00Z", "2026-11-02T08:00:00Z"]

  static func world(_ seed: UInt64) throws -> World {
    var dice = Dice(seed: seed &+ 0x5EED)
    let company = try #require(
      Companies.compiled.isEmpty ? nil : Companies.compiled[dice.upTo(Companies.compiled.count)])
    let start = try #require(Timestamp(starts[dice.upTo(starts.count)]))
    return World(
      seed: seed, workflows: company, clock: start,
      budget: Company.usd([10_000, 70_000, 1_000_000][dice.upTo(3)]))
  }

  /// Plays one seed to its end.
  static func play(_ seed: UInt64) throws -> World {
    var world = try world(seed)
    try world.submit(world.randomAsk())
    for _ in 0..<24 {
      if world.happens(world.isAgreeable ? 4 : 2) { world.jump() }
      switch world.dice.upTo(29) {
      case 0...8: try world.vote()
      case _ where world.isAgreeable && world.happens(3): try world.vote()
      case 9: if world.requests.count < 4 { try world.submit(world.randomAsk()) }
      case 10: try world.resubmit()
      case 11: try world.withdraw()
      case 12: try world.comment()
      case 13: try world.tickAll()
      case 14: try world.changePeople()
      case 15: if world.happens(3) { try world.changeWorkflow() } else { try world.changePeople() }
      case 16: try world.workOnTask()
      case 17: try world.useGrant()
      case 18: try world.delegate()
      case 19, 20: try world.voteForAnother()
      case 21: try world.retract()
      case 22: try world.reassign()
      case 23: try world.override()
      case 24: try world.claim()
      case 25: try world.amend()
      case 26: try world.reevaluate()
      case 27: if world.happens(2) { try world.breakGlass() }
      default: try world.resubmit()
      }
    }
    try world.checkReplay()
    return world
  }

  @Test func `All companies of the simulation compile`() throws {
    for company in Companies.all { _ = try company.compiled() }
    #expect(Companies.compiled.count == Companies.all.count)
  }

  @Test(arguments: [0, 1])
  func `Whatever a company does, nothing happens that must not`(_ half: Int) throws {
    var (leaves, approved, decided, requests, failures) = (0, 0, 0, 0, 0)
    let seeds: [UInt64]
    if let only = Self.number("ASSENT_SIMULATION_SEED") {
      seeds = half == 0 ? [UInt64(clamping: only)] : []
    } else {
      seeds = (0..<UInt64(clamping: Self.runs)).filter { $0 % 2 == UInt64(half) }
    }
    for seed in seeds {
      do {
        let world = try Self.play(seed)
        leaves += world.records.count
        requests += world.requests.count
        approved += world.requests.count { $0.request.state == .approved }
        decided += world.requests.count { !$0.request.state.isUndecided }
        if Self.number("ASSENT_SIMULATION_SEED") != nil { print(world.story.joined(separator: "\n")) }
      } catch let violation as Violation {
        Issue.record("\(violation)")
        failures += 1
        if failures >= 5 { break }
      }
    }
    print(
      "simulation: \(seeds.count) runs, \(requests) requests, \(leaves) leaves, \(decided) decided, "
        + "\(approved) approved")
  }

  @Test func `The same seed gives the same bytes`() throws {
    for seed: UInt64 in stride(from: 3, to: 200, by: 17) {
      #expect(try Self.play(seed).digest == Self.play(seed).digest)
    }
  }
}
