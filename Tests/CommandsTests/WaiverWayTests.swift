import StrictJSON
import Testing

/// The whole way of an exception: asked for what denied, decided, and what becomes of the denied request.
@Suite struct WaiverWayTests {
  /// A rule that says nothing of requests for waivers.
  private static let premium = Exceptions.premium.replacing(" && request.kind != 'waiver'", with: "")

  private func folder(workflow: String = Exceptions.workflow) throws -> Folder {
    let folder = try Folder.exceptions()
    try folder.write("rules/policy/no-premium.yaml", Self.premium)
    try folder.write("workflows/waiver.yaml", workflow)
    return folder
  }

  @Test func `A rule does not deny the question whether it may be waived`() throws {
    let folder = try folder()
    #expect(try folder.ask("submit premium.yaml", as: "zoe", at: "11-02T09:00").at("state") == "denied")
    try folder.write("waiver.yaml", Exceptions.waiver())
    #expect(try folder.ask("evaluate waiver.yaml", as: "zoe", at: "11-02T09:10").at("outcome") == "allow")
    let asked = try folder.ask("waiver request waiver.yaml", as: "zoe", at: "11-02T09:10")
    #expect(asked.at("state") == "in_review")
    #expect(asked.at("rules") == "[]")
    // An exception from one rule is none from another.
    try folder.write("other.yaml", Exceptions.waiver().replacing("environment: dev", with: "environment: production"))
    #expect(try folder.ask("waiver request other.yaml", as: "zoe", at: "11-02T09:20").at("state") == "denied")
    // The last vote judges anew, and by the same measure.
    _ = try folder.ask("approve REQ-000002", as: "gia", at: "11-02T10:00")
    #expect(try folder.ask("approve REQ-000002", as: "eve", at: "11-02T10:10").at("state") == "approved")
    #expect(try folder.isSound())
  }

  @Test func `The approval of a waiver judges the denied request again, once`() throws {
    let folder = try folder()
    _ = try folder.ask("submit premium.yaml", as: "zoe", at: "11-02T09:00")
    try folder.waive(Exceptions.waiver(more: "  request: REQ-000001"))
    let why = try folder.ask("why REQ-000001", as: "zoe", at: "11-02T10:30")
    #expect(why.at("state") == "in_review")
    #expect(why.at("waitingOn.0.stage") == "peer")
    let shown = try folder.run("show REQ-000001", as: "zoe", now: "2026-11-02T10:30:00Z").output
    #expect(shown.contains("judged again under waiver WVR-000001, as revision 2: allow"), "\(shown)")
    #expect(try folder.run("tick", now: "2026-11-02T10:40:00Z").output.contains("nothing was due"))
    _ = try folder.ask("approve REQ-000001", as: "pia", at: "11-02T11:00")
    #expect(try folder.ask("approve REQ-000001", as: "tom", at: "11-02T11:10").at("state") == "approved")
    #expect(try folder.isSound())
  }

  @Test func `What begins later judges later, and another rule denies all the same`() throws {
    let folder = try folder()
    _ = try folder.ask("submit premium.yaml", as: "zoe", at: "11-02T09:00")
    try folder.write("live.yaml", Exceptions.request(environment: "production"))
    _ = try folder.ask("submit live.yaml", as: "zoe", at: "11-02T09:10")
    try folder.waive(Exceptions.waiver(from: "2026-11-09", more: "  request: REQ-000001"))
    #expect(try folder.ask("why REQ-000001", as: "zoe", at: "11-06T10:30").at("state") == "denied")
    #expect(try folder.run("tick", now: "2026-11-08T23:59:00Z").output.contains("nothing was due"))
    #expect(try folder.run("tick", now: "2026-11-09T00:00:00Z").output.contains("judged again under waiver"))
    #expect(try folder.ask("why REQ-000001", as: "zoe", at: "11-09T00:01").at("state") == "in_review")
    try folder.waive(
      Exceptions.waiver(scope: "request.environment == 'production'", more: "  request: REQ-000002"), at: "11-10")
    let why = try folder.ask("why REQ-000002", as: "zoe", at: "11-10T10:30")
    #expect(why.at("state") == "denied")
    #expect(try folder.ask("show REQ-000002", as: "zoe", at: "11-10T10:30").at("revision") == "2")
    #expect(try folder.run("tick", now: "2026-11-10T11:00:00Z").output.contains("judged again") == false)
    #expect(try folder.isSound())
  }

  @Test(arguments: [
    ("grant: {expires: 90d}", "", "2026-12-01T00:00:00Z"),
    ("grant: {expires: 10d}", "", "2026-11-12T10:20:00Z"),
    ("grant: {expires: 90d}", "--expires 5d", "2026-11-07T10:20:00Z"),
  ])
  func `A waiver lasts no longer than those who decide let it`(_ grant: String, _ option: String, _ until: String)
    throws
  {
    let workflow = Exceptions.workflow.replacing("grant: {expires: 90d}", with: grant)
      .replacing(
        "candidates: [role:vp], due: 2bd", with: "candidates: [role:vp], due: 2bd, conditions: {expires: narrow}")
    let folder = try folder(workflow: workflow)
    try folder.write("waiver.yaml", Exceptions.waiver())
    _ = try folder.ask("waiver request waiver.yaml", as: "zoe", at: "11-02T10:00")
    _ = try folder.ask("approve REQ-000001", as: "gia", at: "11-02T10:10")
    _ = try folder.ask("approve REQ-000001 \(option)", as: "eve", at: "11-02T10:20")
    let listed = try folder.ask("waiver list", as: "zoe", at: "11-02T10:30")
    #expect(listed.at("items.0.until") == until)
    #expect(listed.at("items.0.state") == "active")
    #expect(try folder.isSound())
  }

  @Test func `The second renewal is decided one level higher`() throws {
    let folder = try folder()
    try folder.waive(Exceptions.waiver(until: "2026-11-05"))
    try folder.waive(Exceptions.waiver(until: "2026-11-09"), at: "11-05")
    try folder.write("waiver.yaml", Exceptions.waiver(until: "2026-11-20"))
    let asked = try folder.ask("waiver request waiver.yaml", as: "zoe", at: "11-09T10:00")
    #expect(asked["waitingOn"]?.array?.compactMap { $0.at("stage") } == ["governance", "authority"])
    let why = try folder.ask("why REQ-000003", as: "zoe", at: "11-09T10:00")
    let higher = why["waitingOn"]?.array?.first { $0.at("stage") == "authority" }
    #expect(higher?.at("reasons.0") == "the exception would be renewed for the second time or more")
    // Another exception from the same rule is a first one.
    try folder.write("other.yaml", Exceptions.waiver(scope: "request.project == 'other'", until: "2026-11-20"))
    let other = try folder.ask("waiver request other.yaml", as: "zoe", at: "11-09T10:10")
    #expect(other["waitingOn"]?.array?.compactMap { $0.at("stage") } == ["governance"])
    for person in ["gia", "gil", "gus"] {
      _ = try folder.ask(
        "approve REQ-000003 --stage \(person == "gia" ? "governance" : "authority")", as: person, at: "11-09T11:00")
    }
    #expect(try folder.ask("approve REQ-000003", as: "eve", at: "11-09T11:10").at("state") == "approved")
    #expect(try folder.isSound())
  }

  @Test func `A request for a waiver that came to nothing is not said to wait`() throws {
    let folder = try folder()
    try folder.write("waiver.yaml", Exceptions.waiver())
    _ = try folder.ask("waiver request waiver.yaml", as: "zoe", at: "11-02T10:00")
    func said(at time: String) throws -> String {
      let outcome = try folder.run("submit premium.yaml", as: "zoe", now: time)
      #expect(outcome.output.contains("denied because"))
      return outcome.output + outcome.errors
    }
    #expect(try said(at: "2026-11-02T10:01:00Z").contains("waits for its approval (REQ-000001)"))
    _ = try folder.run("reject REQ-000001", ["--comment", "no"], as: "gia", now: "2026-11-02T10:02:00Z")
    for time in ["2026-11-02T10:03:00Z", "2026-12-02T10:03:00Z"] {
      #expect(try !said(at: time).contains("note: waiver"))
    }
  }
}
