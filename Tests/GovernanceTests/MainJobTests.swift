import Governance
import SpendModel
import StrictJSON
import Testing
import WorkflowEngine

@Suite struct MainJobTests {
  @Test func `A request goes from submission to a verified history`() throws {
    let workspace = try TestWorkspace()
    try workspace.approveFirstRequest()
    let grant = try workspace.service("zoe", at: "02T14:00").grant("GRT-000001")
    #expect(grant.state == "active")
    #expect(grant.caps.map(\.cap.description) == ["4000.00 USD"])
    #expect(grant.reserved == Money("4000 USD"))

    let report = try workspace.overspend()
    #expect(report.accepted == 1)
    #expect(report.rejected == 1)
    #expect(report.suspended == ["GRT-000001"])
    #expect(report.findings.map(\.amount) == [Money("1000 USD")])
    #expect(report.findings.map(\.owner) == ["user:zoe"])

    let again = try workspace.service("fay", at: "04T10:00").ingest(
      [workspace.root + "/usage.jsonl"], source: "openai-org", options: IngestOptions())
    #expect(again.accepted == 0)
    #expect(again.duplicates == 1)
    #expect(again.findings.isEmpty)

    try workspace.write("note.txt", "stopped")
    _ = try workspace.service("zoe", at: "05T09:00").act(
      on: .finding, "FND-000001", .submit(evidence: [workspace.root + "/note.txt"], comment: "stopped", path: "fix"))
    #expect(throws: Failure.self) {
      try workspace.service("zoe", at: "05T10:00").act(on: .finding, "FND-000001", .verify)
    }
    let closed = try workspace.service("fay", at: "05T11:00").act(on: .finding, "FND-000001", .verify)
    #expect(closed.state == "closed")
    #expect(try workspace.service("fay", at: "05T12:00").tick().findings.isEmpty)
    #expect(try workspace.service("fay", at: "05T12:00").task(.finding, "FND-000001").state == "closed")

    let folder = workspace.root + "/out"
    let export = try workspace.service("fay", at: "06T09:00").export(to: folder)
    #expect(export.decisions == 1)
    let verified = try GovernanceService.verify(folder: folder)
    #expect(verified.isIntact, "\(verified.failures)")
    #expect(try workspace.service("fay", at: "06T10:00").verifyDatabase().isIntact)
    #expect(try workspace.service("fay", at: "06T10:00").rebuild().isEqual)
  }

  @Test func `A cheap request on open data takes the lane at once`() throws {
    let workspace = try TestWorkspace()
    try workspace.write("request.yaml", TestWorkspace.requestText(data: "public", input: 1_000_000, output: 1_000_000))
    let result = try workspace.service("zoe", at: "02T09:00").submit(workspace.request)
    #expect(result.state == "approved")
    #expect(result.lane == "sandbox")
    #expect(result.grant?.caps.map(\.cap.description) == ["100.00 USD"])
    #expect(result.waitingOn.isEmpty)
  }

  @Test func `Two approvals never spend one budget`() throws {
    let workspace = try TestWorkspace()
    var ids: [String] = []
    for project in ["a", "b", "c"] {
      try workspace.write("request.yaml", TestWorkspace.requestText(project: project, data: "public"))
      ids.append(try #require(try workspace.service("zoe", at: "02T09:00").submit(workspace.request).id))
    }
    for id in ids.dropLast() {
      #expect(try workspace.service("tom", at: "02T10:00").vote(id, BallotText(.approve)).state == "approved")
    }
    let failure = #expect(throws: Failure.self) {
      try workspace.service("tom", at: "02T11:00").vote(ids[2], BallotText(.approve))
    }
    #expect(failure?.kind == .conflict)
    #expect(failure?.code == "budget")
    #expect(try workspace.service("tom", at: "02T11:00").request(ids[2]).summary.state == "in_review")
  }

  @Test func `A wave of small requests climbs the chain`() throws {
    let workspace = try TestWorkspace()
    try workspace.write("request.yaml", TestWorkspace.requestText(data: "public"))
    let first = try workspace.service("zoe", at: "02T09:00").submit(workspace.request)
    let second = try workspace.service("zoe", at: "02T09:30").submit(workspace.request)
    #expect(first.waitingOn.map(\.candidates) == [["tom"]])
    #expect(second.waitingOn.map(\.candidates) == [["eve"]])
  }

  @Test func `An idempotency key gives the same answer, and refuses another body`() throws {
    let workspace = try TestWorkspace()
    let first = try workspace.service("zoe", at: "02T09:00").submit(workspace.request, key: "k1")
    let second = try workspace.service("zoe", at: "02T09:10").submit(workspace.request, key: "k1")
    #expect(second.id == first.id)
    #expect(second.isRepeat)
    try workspace.write("request.yaml", TestWorkspace.requestText(project: "other"))
    let failure = #expect(throws: Failure.self) {
      try workspace.service("zoe", at: "02T09:20").submit(workspace.request, key: "k1")
    }
    #expect(failure?.kind == .conflict)
    #expect(try workspace.service("zoe", at: "02T09:30").requests().count == 1)
  }

  @Test func `A dry run writes nothing`() throws {
    let workspace = try TestWorkspace()
    let result = try workspace.service("zoe", at: "02T09:00").submit(workspace.request, dryRun: true)
    #expect(result.id == nil)
    #expect(result.outcome == "require")
    #expect(try workspace.service("zoe", at: "02T09:10").requests().isEmpty)
  }

  @Test func `A returned request is stated anew and decided on what it says then`() throws {
    let workspace = try TestWorkspace()
    _ = try workspace.service("zoe", at: "02T09:00").submit(workspace.request)
    let returned = try workspace.service("ann", at: "02T10:00").vote(
      "REQ-000001", BallotText(.requestChanges, comment: "use less data"))
    #expect(returned.state == "changes_requested")
    let same = #expect(throws: Failure.self) {
      try workspace.service("zoe", at: "02T11:00").resubmit("REQ-000001", workspace.request)
    }
    #expect(same?.kind == .badInput)
    try workspace.write("request.yaml", TestWorkspace.requestText(input: 400_000_000))
    let result = try workspace.service("zoe", at: "02T12:00").resubmit("REQ-000001", workspace.request)
    #expect(result.revision == 2)
    #expect(result.state == "in_review")
    let stale = #expect(throws: Failure.self) {
      try workspace.service("ann", at: "02T13:00").vote("REQ-000001", BallotText(.approve, revision: 1))
    }
    #expect(stale?.kind == .conflict)
    #expect(
      try workspace.service("ann", at: "02T14:00").vote("REQ-000001", BallotText(.approve, revision: 2)).state
        == "in_review")
    #expect(try workspace.service("tom", at: "02T15:00").vote("REQ-000001", BallotText(.approve)).state == "approved")
  }

  @Test func `Requests keep the bundle that they pinned`() throws {
    let workspace = try TestWorkspace()
    _ = try workspace.service("zoe", at: "02T09:00").submit(workspace.request)
    let changed = try #require(TestWorkspace.company["workflows/standard.yaml"]).replacing(
      "ttl: 20bd", with: "ttl: 10bd")
    try workspace.write("workflows/standard.yaml", changed)
    _ = try workspace.service("ann", at: "02T10:00").vote("REQ-000001", BallotText(.approve))
    let detail = try workspace.service("tom", at: "02T11:00").request("REQ-000001")
    let first = detail.bundleSHA256
    try workspace.write("request.yaml", TestWorkspace.requestText(project: "other"))
    _ = try workspace.service("zoe", at: "02T12:00").submit(workspace.request)
    #expect(try workspace.service("tom", at: "02T13:00").request("REQ-000002").bundleSHA256 != first)
    #expect(try workspace.service("tom", at: "02T14:00").vote("REQ-000001", BallotText(.approve)).state == "approved")
    #expect(try workspace.service("tom", at: "02T15:00").verifyDatabase().isIntact)
  }

  @Test func `A quiet request is reminded, climbs, and ends only after a warning`() throws {
    let workspace = try TestWorkspace()
    _ = try workspace.service("zoe", at: "02T09:00").submit(workspace.request)
    let first = try workspace.service("zoe", at: "03T10:00").tick()
    #expect(first.fired.contains { $0.type == "rung.fired" })
    #expect(try workspace.service("zoe", at: "03T10:00").tick().fired.isEmpty)
    let late = try workspace.service("zoe", at: "16T10:00").tick()
    #expect(!late.fired.contains { $0.type == "request.expired" })
    let why = try workspace.service("zoe", at: "16T10:00").why("REQ-000001")
    #expect(why.state == "in_review")
    #expect(why.waitingOn.contains { $0.candidates.contains("gia") })
    _ = try workspace.service("zoe", at: "19T10:00").tick()
    #expect(try workspace.service("zoe", at: "19T11:00").request("REQ-000001").summary.state == "expired")
    #expect(try workspace.service("zoe", at: "19T12:00").verifyDatabase().isIntact)
  }
}
