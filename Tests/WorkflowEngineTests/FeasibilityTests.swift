import Diagnostics
import SpendModel
import Testing

@testable import WorkflowEngine

/// Whether distinct people can be found for several stages, some of which weigh them.
@Suite struct FeasibilityTests {
  private static func weighing(_ needed: Int, _ shares: [(String, Int)], minPeople: Int = 1) -> Weighing {
    Weighing(
      needed: needed, shares: shares.map { Weighing.Share(Located($0.0, at: .start), $0.1) }, minPeople: minPeople)
  }

  private static func weighted(
    _ place: Int, _ needed: Int, of shares: [(String, Int)], minPeople: Int = 1, more: [String] = []
  ) -> StageDemand {
    let weighing = weighing(needed, shares, minPeople: minPeople)
    return StageDemand(
      place, needs: minPeople, candidates: shares.map(\.0) + more, weight: (needed, weighing))
  }

  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var stages: [StageDemand]
    var gaps: Set<Int>
  }

  static let rows: [Row] = [
    Row(testDescription: "nothing asked", stages: [], gaps: []),
    Row(
      testDescription: "two stages that share enough people",
      stages: [weighted(0, 2, of: [("a", 2), ("b", 1), ("c", 1)]), weighted(1, 2, of: [("a", 2), ("d", 1)])],
      gaps: []),
    Row(
      testDescription: "the first one may not take the heaviest",
      stages: [weighted(0, 2, of: [("a", 2), ("b", 1), ("c", 1)]), weighted(1, 2, of: [("a", 2)])], gaps: []),
    Row(
      testDescription: "both need the same one",
      stages: [weighted(0, 2, of: [("a", 2)]), weighted(1, 2, of: [("a", 2), ("b", 1)])], gaps: [1]),
    Row(
      testDescription: "beside a seat that only one may take",
      stages: [
        StageDemand(2, needs: 1, candidates: ["a"]), weighted(0, 3, of: [("a", 3), ("b", 2), ("c", 1), ("d", 1)]),
        weighted(1, 2, of: [("b", 2), ("c", 1)]),
      ], gaps: [1]),
    Row(
      testDescription: "beside a seat that several may take",
      stages: [
        StageDemand(2, needs: 1, candidates: ["a", "e"]), weighted(0, 3, of: [("a", 3), ("b", 2), ("c", 1), ("d", 1)]),
        weighted(1, 2, of: [("b", 2), ("c", 1)]),
      ], gaps: []),
    Row(
      testDescription: "heads count beside weight",
      stages: [
        weighted(0, 3, of: [("a", 3), ("b", 1), ("c", 1)], minPeople: 2),
        weighted(1, 2, of: [("a", 3), ("b", 1), ("c", 1)], minPeople: 2),
      ], gaps: [1]),
    Row(
      testDescription: "three in a ring",
      stages: [
        weighted(0, 2, of: [("a", 2), ("b", 2)]), weighted(1, 2, of: [("b", 2), ("c", 2)]),
        weighted(2, 2, of: [("c", 2), ("a", 2)]),
      ], gaps: []),
  ]

  @Test(arguments: rows)
  func `Gaps are where no set of people would do`(_ row: Row) {
    #expect(feasibilityGaps(row.stages, distinct: .all) == row.gaps)
  }

  @Test func `Where people may act on several stages each stage is a matter of its own`() {
    let stages = [Self.weighted(0, 2, of: [("a", 2)]), Self.weighted(1, 2, of: [("a", 2)])]
    #expect(feasibilityGaps(stages, distinct: .all) == [1])
    #expect(feasibilityGaps(stages, distinct: .stage) == [])
  }

  @Test func `Among many small companies it says what trying out all says`() {
    var random = Die(state: 7)
    for round in 0..<1_500 {
      let people = (0..<(2 + random.next(5))).map { "p\($0)" }
      var stages = (0..<(2 + random.next(2))).map { place -> StageDemand in
        let mine = people.filter { _ in random.next(3) > 0 }
        return Self.weighted(
          place, 1 + random.next(5), of: mine.map { ($0, 1 + random.next(3)) }, minPeople: 1 + random.next(2))
      }
      if random.next(2) == 0 {
        stages.append(StageDemand(9, needs: 1, candidates: people.filter { _ in random.next(2) == 0 }))
      }
      let gaps = feasibilityGaps(stages, distinct: .all)
      #expect(gaps.isEmpty == isPossible(stages, free: people), "round \(round): \(gaps) of \(stages)")
    }
  }

  @Test func `Too many ways to try block nothing`() {
    // Each stage takes half of the others' people: hopeless, and hopeless to try out.
    let people = (0..<30).map { ("p\($0)", 1 + $0 % 7) }
    let total = people.reduce(0) { $0 + $1.1 }
    let stages = (0..<3).map { Self.weighted($0, total / 3 + 1, of: people) }
    let clock = ContinuousClock()
    let time = clock.measure { #expect(feasibilityGaps(stages, distinct: .all) == []) }
    #expect(time < .seconds(20))
    let crowd = (0..<400).map { ("p\($0)", 1) }
    #expect(
      feasibilityGaps([Self.weighted(0, 300, of: crowd), Self.weighted(1, 300, of: crowd)], distinct: .all) == [])
  }

  /// Gives each person to one of the stages or to none, in all ways.
  private func isPossible(_ stages: [StageDemand], free: [String]) -> Bool {
    func isMet(_ given: [[String]]) -> Bool {
      zip(stages, given).allSatisfy { stage, people in
        people.count >= stage.needs
          && stage.weight.map { $0.of.weight(of: people) >= $0.needed } ?? true
      }
    }
    func give(_ rest: ArraySlice<String>, _ given: [[String]]) -> Bool {
      guard let person = rest.first else { return isMet(given) }
      if give(rest.dropFirst(), given) { return true }
      for place in stages.indices where stages[place].candidates.contains(person) {
        var next = given
        next[place].append(person)
        if give(rest.dropFirst(), next) { return true }
      }
      return false
    }
    return give(free[...], stages.map { _ in [] })
  }
}

/// Numbers that look random and are the same in each run (xorshift64*).
private struct Die {
  var state: UInt64

  mutating func next(_ bound: Int) -> Int {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return Int((state &* 2_685_821_657_736_338_717) >> 33) % bound
  }
}
