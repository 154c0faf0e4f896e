import Diagnostics
import SpendModel
import StrictJSON
import Testing

@testable import WorkflowEngine

/// Findings and duties: who may do what, and what time does to them.
@Suite struct TaskTests {
  private func found() throws -> Desk {
    var desk = try Desk()
    let at = try desk.time("11-02 09:00")
    desk.append(
      TaskCase.open(
        ExampleTests.finding, existing: nil, cause: .integer(0), cast: Cast(grantOwner: "zoe"),
        context: desk.context("fay", at), ids: &desk.ids), at: at)
    return desk
  }

  private func act(_ desk: inout Desk, _ person: String, _ act: TaskAct, at: String) throws -> Refusal.Code? {
    try desk.act(person, act, on: "FND-000001", at: at)?.code
  }

  @Test func `From open to closed`() throws {
    var desk = try found()
    #expect(try act(&desk, "zoe", .acknowledge, at: "11-02 10:00") == nil)
    #expect(try act(&desk, "zoe", .start, at: "11-02 10:01") == nil)
    #expect(try act(&desk, "zoe", .submit([], comment: "stopped it", path: "fix"), at: "11-02 10:02") == nil)
    #expect(try act(&desk, "fay", .fail(comment: "show it"), at: "11-02 10:03") == nil)
    #expect(try desk.task("FND-000001").state == .inProgress)
    #expect(try act(&desk, "zoe", .submit([], comment: nil, path: nil), at: "11-02 10:04") == nil)
    #expect(try act(&desk, "flo", .verify, at: "11-02 10:05") == nil)
    #expect(try desk.task("FND-000001").state == .closed)
    #expect(try desk.task("FND-000001").reopened == 1)
  }

  @Test(
    arguments: [
      ("fay", .acknowledge, .notPermitted), ("fay", .submit([], comment: nil, path: nil), .notPermitted),
      ("zoe", .verify, .badState), ("fay", .verify, .badState), ("zoe", .unblock, .badState),
      ("zoe", .cancel(reason: "wrong"), .selfVerification), ("ann", .cancel(reason: "wrong"), .notPermitted),
      ("fay", .cancel(reason: ""), .commentRequired), ("ann", .assign(owner: "tom", due: nil), .notPermitted),
      ("zoe", .assign(owner: "ghost", due: nil), .badInput),
      ("zoe", .assign(owner: "tom", due: .businessDays(50)), .notPermitted),
      ("zoe", .submit([], comment: nil, path: "ignore"), .badInput),
      ("zoe", .block(until: .epoch, reason: "waiting"), .badInput),
      ("zoe", .block(until: Timestamp(clamping: .max), reason: " "), .commentRequired),
    ] as [(String, TaskAct, Refusal.Code)])
  func `What may not be done to an open finding`(_ person: String, _ act: TaskAct, _ code: Refusal.Code) throws {
    var desk = try found()
    let before = try desk.task("FND-000001")
    #expect(try self.act(&desk, person, act, at: "11-02 10:00") == code)
    #expect(try desk.task("FND-000001") == before)
  }

  @Test func `Nobody verifies their own`() throws {
    var desk = try found()
    #expect(try act(&desk, "zoe", .submit([], comment: nil, path: nil), at: "11-02 10:00") == nil)
    #expect(try act(&desk, "zoe", .verify, at: "11-02 10:01") == .selfVerification)
    #expect(try act(&desk, "zoe", .fail(comment: "x"), at: "11-02 10:01") == .selfVerification)
    // Handed on after the submission: neither the new owner nor who handed it in.
    #expect(try act(&desk, "fay", .assign(owner: "flo", due: nil), at: "11-02 10:02") == nil)
    #expect(try act(&desk, "flo", .verify, at: "11-02 10:03") == .selfVerification)
    #expect(try act(&desk, "zoe", .verify, at: "11-02 10:03") == .selfVerification)
    #expect(try act(&desk, "fay", .verify, at: "11-02 10:04") == nil)
  }

  @Test func `Where the verifiers are the owners, somebody stands in`() throws {
    var desk = try found()
    var rights = desk.workflows.rights
    rights.groups[3].members = [Company.at("zoe")]
    desk.directory = Directory(rights: rights)
    #expect(try desk.task("FND-000001").verifiers(directory: desk.directory) == ["gia", "gil", "gus"])
  }

  @Test func `Blocked and back`() throws {
    var desk = try found()
    #expect(try act(&desk, "zoe", .acknowledge, at: "11-02 10:00") == nil)
    let until = try desk.time("11-30 09:00")
    #expect(try act(&desk, "zoe", .block(until: until, reason: "the vendor answers"), at: "11-02 10:00") == nil)
    #expect(try desk.task("FND-000001").state == .blocked)
    #expect(try act(&desk, "zoe", .submit([], comment: nil, path: nil), at: "11-02 10:01") == .badState)
    #expect(try act(&desk, "zoe", .unblock, at: "11-02 10:02") == nil)
    #expect(try desk.task("FND-000001").state == .acknowledged)
  }

  @Test func `A closed finding that comes back is the same one`() throws {
    var desk = try found()
    _ = try act(&desk, "zoe", .submit([], comment: nil, path: nil), at: "11-02 10:00")
    _ = try act(&desk, "fay", .verify, at: "11-02 10:05")
    let at = try desk.time("11-20 09:00")
    let drafts = TaskCase.open(
      ExampleTests.finding, existing: try desk.task("FND-000001"), cause: .integer(9), cast: Cast(grantOwner: "zoe"),
      context: desk.context("fay", at), ids: &desk.ids)
    #expect(drafts.map(\.type) == [.taskReopened])
    desk.append(drafts, at: at)
    let task = try desk.task("FND-000001")
    #expect(task.state == .open)
    #expect(task.reopened == 1)
    #expect(task.arming == 2)
    #expect(task.due.description == "2026-11-27T09:00:00Z")
    #expect(desk.ids.last[.finding] == 1)
  }

  @Test func `A cancelled finding stays cancelled`() throws {
    var desk = try found()
    #expect(try act(&desk, "fay", .cancel(reason: "a false alarm"), at: "11-02 10:00") == nil)
    let again = TaskCase.open(
      ExampleTests.finding, existing: try desk.task("FND-000001"), cause: .integer(9), cast: Cast(grantOwner: "zoe"),
      context: desk.context("fay", try desk.time("11-20 09:00")), ids: &desk.ids)
    #expect(again.isEmpty)
  }

  @Test func `The ladder of a task ends at a named person`() throws {
    var desk = try found()
    // Due on Monday 11-09 09:00; nothing ran for a month.
    let at = try desk.time("12-02 09:00")
    let drafts = try desk.task("FND-000001").tick(context: desk.context(.timer, at))
    let lines = drafts.map { draft in
      "\(draft.type.rawValue) \(draft.data["do"]?.string ?? draft.data["owner"]?.string ?? "") "
        + (draft.data["to"]?.array?.compactMap(\.string).joined(separator: ",") ?? "")
    }
    #expect(
      lines == [
        "rung.fired remind zoe", "rung.fired add tom", "rung.fired replace gus", "task.assigned user:gus ",
        "rung.fired expire gus",
      ])
    desk.append(drafts, at: at)
    let task = try desk.task("FND-000001")
    #expect(task.owner == "gus")
    #expect(task.state == .open)
    #expect(task.level == 3)
    #expect(task.isOverdue(at: at))
    #expect(task.tick(context: desk.context(.timer, at)).isEmpty)
  }

  @Test func `The owner is always a person`() throws {
    for (owner, expected) in [
      (ActorReference.grantOwner, "zoe"), (.group("finance"), "fay"), (.role("vp"), "eve"),
      (.managerOf(.grantOwner), "tom"),
      (.role("nobody"), "fay"), (.user("ghost"), "fay"),
    ] {
      var desk = try Desk()
      var spec = ExampleTests.finding
      spec.owner = owner
      let drafts = TaskCase.open(
        spec, existing: nil, cause: .integer(0), cast: Cast(grantOwner: "zoe"),
        context: desk.context("fay", try desk.time("11-02 09:00")), ids: &desk.ids)
      #expect(drafts.first?.data["owner"]?.string == "user:\(expected)", "\(owner)")
    }
  }

  @Test func `Who left owns nothing`() throws {
    var desk = try found()
    var rights = desk.workflows.rights
    rights.people.removeAll { $0.id == "zoe" }
    desk.directory = Directory(rights: rights)
    let at = try desk.time("11-02 10:00")
    desk.append(try desk.task("FND-000001").tick(context: desk.context(.timer, at)), at: at)
    #expect(desk.records.last?.data == ["owner": "user:gus", "because": "left"])
    #expect(try desk.task("FND-000001").owner == "gus")
    #expect(try desk.task("FND-000001").tick(context: desk.context(.timer, at)).isEmpty)
  }
}
