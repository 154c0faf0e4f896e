import SpendModel
import StrictJSON
import Testing

@testable import WorkflowEngine

/// Random acts of random people, in their own and in others' places: whatever they try, nobody counts twice, nobody
/// who is excluded counts, and what is decided was decided by who may.
@Suite struct PeopleWalkTests {
  /// A linear congruential generator: the same seed gives the same walk.
  private struct Dice {
    var state: UInt64

    mutating func roll(_ sides: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(truncatingIfNeeded: (state >> 33) % UInt64(clamping: max(1, sides)))
    }

    mutating func pick<T>(_ items: [T]) -> T? { items.isEmpty ? nil : items[roll(items.count)] }
  }

  private static let people = [
    "zoe", "tom", "dia", "eve", "ann", "bo", "lea", "max", "pau", "pia", "gia", "gil", "gus",
  ]

  @Test(arguments: 0..<20)
  func `Nobody counts twice, and nobody decides who may not`(_ seed: Int) throws {
    var dice = Dice(state: UInt64(clamping: seed) &* 7919 &+ 17)
    for _ in 0..<5 {
      var desk = try Desk()
      let until = try desk.time("11-20 00:00")
      for number in 0..<(2 + dice.roll(5)) {
        guard let of = dice.pick(Self.people), let to = dice.pick(Self.people), of != to else { continue }
        let cap = dice.roll(3) == 0 ? Company.usd(Int64(1000 + dice.roll(10_000))) : nil
        desk.delegations.append(
          Delegation(id: "DLG-\(number)", of: of, to: to, from: .epoch, until: until, cap: cap))
      }
      try desk.submit(at: "11-02 09:00")
      for step in 0..<18 {
        let at = "11-02 1\(step / 10):0\(step % 10)"
        guard let person = dice.pick(Self.people), let other = dice.pick(Self.people) else { continue }
        let named = dice.pick(try desk.request().stages.map(\.id) + ["", ""]) ?? ""
        let stage: String? = named.isEmpty ? nil : named
        switch dice.roll(12) {
        case 0: try desk.retract(person, stage: stage, at: at)
        case 1: try desk.reassign(person, to: other, stage: stage, adds: dice.roll(2) == 0, at: at)
        case 2: try desk.claim(person, stage: stage, at: at)
        case 3: if let stage { try desk.override(person, stage: stage, at: at) }
        case 4: try desk.vote(person, .recuse, at: at, stage: stage)
        default:
          let verb: RequestVerb = dice.roll(20) == 0 ? .reject : .approve
          let held = desk.delegations.filter { $0.to == person }.map(\.of)
          try desk.vote(person, verb, at: at, stage: stage, principal: dice.roll(2) == 0 ? dice.pick(held) : nil)
        }
        try check(desk)
      }
    }
  }

  private func check(_ desk: Desk) throws {
    let request = try desk.request()
    let used = request.stages.flatMap { stage in stage.counted.flatMap(\.people) }
    #expect(Set(used).count == used.count, "somebody counts twice: \(used)")
    #expect(!used.contains("zoe"), "the requester takes part")
    for vote in request.stages.flatMap(\.counted) {
      guard let principal = vote.principal else { continue }
      #expect(desk.delegations.contains { $0.of == principal && $0.to == vote.person })
    }
    for stage in request.stages where stage.state == .waived {
      #expect(stage.right != .decide)
      let by = desk.records.last { $0.type == .stageWaived && $0.data["stage"]?.string == stage.id }?.data["by"]
      #expect(Set(strings(by)).count == 2)
      #expect(!strings(by).contains("zoe"))
    }
    guard request.state == .approved, let decision = request.stages.last(where: { $0.right == .decide }) else { return }
    #expect(request.stages.allSatisfy { $0.state.isDone })
    let amount = Company.usd(7400)
    let able = decision.counted(.approve).filter { $0.cap.map { amount.exceeds($0) == false } ?? true }.map(\.holder)
    #expect(desk.directory.hold(able, amount: amount), "decided by \(able)")
  }
}
