import SpendModel
import StrictJSON
import Testing

@testable import WorkflowEngine

/// Events whose data was damaged in every way that a dice suggests: they are refused or folded, and nothing traps.
@Suite struct DamageTests {
  private func damaged(_ value: JSONValue, _ dice: inout Dice, depth: Int = 0) -> JSONValue {
    let numbers: [Int64] = [.min, .max, -1, 0, 1, 4_294_967_296]
    if dice.upTo(6) == 0 || depth > 6 {
      switch dice.upTo(8) {
      case 0: return .null
      case 1: return .bool(true)
      case 2...4: return .integer(numbers[dice.upTo(numbers.count)])
      case 5:
        return .string(
          ["", "9999-12-31T23:59:59.999999Z", "managerOf:managerOf:requester", "250000bd", "99999999d"][dice.upTo(5)])
      case 6: return .array([value, value])
      default: return .object([])
      }
    }
    switch value {
    case .array(let items): return .array(items.map { damaged($0, &dice, depth: depth + 1) })
    case .object(let members):
      return .object(
        members.compactMap { member in
          dice.upTo(10) == 0 ? nil : .init(member.name, damaged(member.value, &dice, depth: depth + 1))
        })
    default: return value
    }
  }

  @Test(arguments: 0..<40)
  func `Damaged events do not trap`(_ seed: Int) throws {
    var dice = Dice(seed: UInt64(1000 + seed))
    var desk = try Desk()
    try RequestTests.toDecision(&desk)
    try desk.tick(at: "11-02 15:00")
    try desk.vote("dia", .approve, at: "11-02 16:00")
    let evidence = TaskAct.Evidence(kind: "dpia", name: "a", sha256: "00")
    try desk.act("zoe", .submit([evidence], comment: nil, path: nil), at: "11-20 08:30")
    let at = try desk.time("12-04 10:00")
    for _ in 0..<20 {
      var broken = desk
      broken.inputs = desk.inputs.mapValues { damaged($0, &dice) }
      broken.records = desk.records.map { record in
        var record = record
        if dice.upTo(3) == 0 { record.data = damaged(record.data, &dice) }
        return record
      }
      var ids = IDCounter()
      if let request = try? broken.request() {
        let context = broken.context("dia", at)
        _ = request.why(context: context)
        _ = request.tick(context: context, ids: &ids)
        _ = request.vote(Ballot(person: "dia", verb: .approve), context: context, ids: &ids)
        _ = request.withdraw(comment: nil, context: broken.context("zoe", at), ids: &ids)
      }
      // The same, cut in the middle of its life.
      let open = broken.records(of: "request/REQ-000001").prefix(3 + dice.upTo(8))
      if let request = try? RequestCase.replaying(Array(open), inputs: broken.inputs) {
        _ = request.tick(context: broken.context("dia", at), ids: &ids)
        _ = request.vote(Ballot(person: "lea", verb: .approve), context: broken.context("lea", at), ids: &ids)
        _ = request.why(context: broken.context("lea", at))
      }
      if let grant = try? broken.grant() {
        _ = grant.evaluate(used: ["cost": Money(nanos: .max, currency: .usd)], actor: .timer)
        _ = grant.tick(tasks: [], at: at)
      }
      if let task = try? broken.task() {
        _ = task.tick(context: broken.context(.timer, at))
        _ = task.act(.verify, context: broken.context("bo", at))
      }
    }
  }
}
