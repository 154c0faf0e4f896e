import SpendModel
import StrictJSON
import Testing

@testable import WorkflowEngine

/// The worked example of the design, from the submission to the suspended grant.
@Suite struct ExampleTests {
  @Test func `The plan names stages, candidates and due times`() throws {
    let workflows = try Company.example.compiled()
    let sample = Sample()
    let at = try #require(Timestamp("2026-11-02T09:00:00Z"))
    let plan = try #require(workflows.plan(sample.submission(id: "REQ-000001"), verdict: sample.verdict, at: at))
    let lines = plan.stages.map { stage in
      "\(stage.id) \(stage.right.rawValue) \(stage.why.rawValue) \(stage.candidates.joined(separator: ",")) "
        + (stage.due?.description ?? "-")
        + (stage.passedOver.isEmpty ? "" : " past \(stage.passedOver.joined(separator: ","))")
    }
    #expect(
      lines == [
        "peer input workflow pau,pia 2026-11-03T09:00:00Z",
        "data-governance agree rule ann,bo 2026-11-04T09:00:00Z",
        "legal agree rule lea,max 2026-11-05T09:00:00Z",
        "decision decide workflow dia - past tom",
      ])
    #expect(plan.workflow == "standard-experiment")
    #expect(plan.lane == nil)
    #expect(plan.blocked.isEmpty)
    #expect(plan.notes == [])
  }

  @Test func `All leaves of the example, in order`() throws {
    var desk = try Desk()
    desk.budget = BudgetRoom(id: "cc-0410", remaining: Company.usd(20_000), isHard: true)
    try desk.submit(at: "11-02 09:00")
    #expect(desk.types(from: 0) == ["request.submitted", "stage.activated", "stage.activated", "stage.activated"])
    #expect(try desk.request().state == .inReview)

    #expect(try desk.vote("pia", .approve, at: "11-02 10:15") == nil)
    #expect(desk.types(from: 4) == ["vote.cast", "stage.satisfied"])

    let refusal = try #require(try desk.vote("zoe", .approve, at: "11-02 10:40"))
    #expect(refusal.code == .excluded)
    #expect(refusal.code.exit == 5)
    #expect(desk.types(from: 6) == ["vote.void"])
    #expect(
      desk.records.last?.data
        == ["person": "zoe", "verb": "approve", "revision": 1, "because": "excluded", "detail": "requester"])

    #expect(try desk.vote("ann", .approve, at: "11-02 13:00") == nil)
    #expect(desk.types(from: 7) == ["vote.cast", "stage.satisfied"])

    #expect(try desk.vote("lea", .approve, at: "11-03 09:10") == nil)
    #expect(desk.types(from: 9) == ["vote.cast", "stage.satisfied", "stage.activated"])
    let decision = try #require(try desk.request().stage("decision"))
    #expect(decision.state == .active)
    #expect(decision.due?.description == "2026-11-04T09:10:00Z")

    let before = desk.records.count
    #expect(
      try desk.vote("dia", .approve, at: "11-03 12:30", caps: [GrantTerms.Cap("cost", Company.usd(6000))]) == nil)
    #expect(
      desk.types(from: before)
        == ["vote.cast", "stage.satisfied", "request.approved", "grant.minted", "task.opened"])
    let minted = try #require(desk.records.first { $0.type == .grantMinted })
    let task = try #require(desk.records.first { $0.type == .taskOpened })
    #expect(minted.data["expires"] == "2027-02-01T12:30:00.000000Z")
    #expect(minted.data["reserve"] == ["budget": "cc-0410", "amount": Company.usd(6000).canonical])
    #expect(
      minted.data["scope"] == [
        "project": "claims-triage", "team": "claims", "cost_center": "CC-0410", "environment": "dev",
      ])
    #expect(task.data["cause"]?.integer == minted.idx)
    #expect(task.data["due"] == "2026-11-17T12:30:00.000000Z")
    #expect(task.data["owner"] == "user:zoe")
    #expect(task.data["verifier"] == "group:data-governance")
    #expect(try desk.request().state == .approved)
    #expect(try desk.grant().state == .pendingConditions)
    #expect(try desk.grant().caps == [GrantTerms.Cap("cost", Company.usd(6000))])

    let evidence = TaskAct.Evidence(kind: "dpia", name: "dpia.pdf", sha256: "00")
    #expect(try desk.act("zoe", .submit([evidence], comment: nil, path: nil), at: "11-04 08:30") == nil)
    #expect(try desk.task().state == .submitted)
    #expect(try desk.act("bo", .verify, at: "11-04 10:00") == nil)
    #expect(desk.types(from: desk.records.count - 3) == ["task.submitted", "task.verified", "grant.activated"])
    #expect(try desk.task().state == .closed)
    #expect(try desk.grant().state == .active)

    let at = try desk.time("11-20 10:00")
    let suspended = try desk.grant().evaluate(used: ["cost": Company.usd(6220)], actor: .user("fay", login: "fay"))
    desk.append(suspended, at: at)
    let opened = TaskCase.open(
      ExampleTests.finding, existing: nil, cause: .integer(22), cast: Cast(grantOwner: "zoe"),
      context: desk.context("fay", at), ids: &desk.ids)
    desk.append(opened, at: at)
    #expect(desk.types(from: desk.records.count - 2) == ["grant.suspended", "task.opened"])
    #expect(try desk.grant().state == .suspended)
    let finding = try #require(desk.records.last)
    #expect(finding.stream == "finding/FND-000001")
    #expect(finding.data["due"] == "2026-11-27T10:00:00.000000Z")
    #expect(finding.data["owner"] == "user:zoe")
    #expect(
      Set((finding.data.object ?? []).map(\.name))
        == [
          "amount", "bundle_sha256", "cause", "due", "group", "input_sha256", "owner", "read", "rule", "severity",
          "verifier", "window_start",
        ])
    let same = TaskCase.open(
      ExampleTests.finding, existing: try desk.task("FND-000001"), cause: .integer(30), cast: Cast(grantOwner: "zoe"),
      context: desk.context("fay", at), ids: &desk.ids)
    #expect(same.isEmpty)
  }

  static let finding = FindingSpec(
    rule: "spend-over-envelope", severity: .high, title: "Spend is over what was approved", message: "over",
    action: "amend or stop", owner: .grantOwner, verifier: .group("finance"), due: .businessDays(5),
    amount: Company.usd(220), group: ["grant": "GRT-000001"], groupFacts: [:],
    read: [FactRead(fact: "spend.effective", value: .money(Company.usd(6220)))],
    windowStart: Timestamp("2026-11-04T10:00:00Z"), fingerprint: "f", bundleSHA256: "b")

  @Test func `The leaves of a submission and a vote have the keys of the format`() throws {
    var desk = try Desk()
    try desk.submit(at: "11-02 09:00")
    for (person, at) in [("pia", "11-02 10:15"), ("ann", "11-02 10:30"), ("lea", "11-02 10:31")] {
      try desk.vote(person, .approve, at: at)
    }
    try desk.vote("dia", .approve, at: "11-02 10:45", caps: [GrantTerms.Cap("cost", Company.usd(6000))])
    let submitted = try #require(desk.records.first)
    #expect(
      Set((submitted.data.object ?? []).map(\.name))
        == [
          "bundle_sha256", "cost", "engine_semver", "explanation_sha256", "facts_sha256", "input_sha256", "plan",
          "requester",
          "revision", "verdict", "workflow",
        ])
    #expect(
      submitted.data["plan"]?.array?.last
        == ["candidates": ["dia"], "due": nil, "right": "decide", "stage": "decision"])
    #expect(
      submitted.data["verdict"]
        == [
          "fired": [["effect": "require", "rule": "personal-data-needs-data-governance"]], "obligations": ["dpia"],
          "outcome": "require", "reviews": ["data-governance", "legal"],
        ])
    let vote = try #require(desk.records.last { $0.type == .voteCast })
    #expect(
      Set((vote.data.object ?? []).map(\.name))
        == [
          "candidates", "conditions", "facts_sha256_seen", "limit", "person", "reads_sha256", "revision", "stage",
          "verb",
        ])
    #expect(vote.data["conditions"] == ["caps": ["cost": Company.usd(6000).canonical]])
    #expect(vote.data["limit"] == Company.usd(50_000).canonical)
    #expect(
      vote.data["reads_sha256"]
        == .string(
          #"sha:{"cost":{"currency":"USD","nanos":"7400000000000"},"duration":"5184000s","purpose":{"commit":"purpose"}}"#
        ))
    let first = try #require(desk.records.first { $0.type == .voteCast })
    #expect(first.data["limit"] == nil)
    #expect(first.data["conditions"] == nil)
    #expect(first.data["candidates"] == ["pau", "pia"])
  }
}
