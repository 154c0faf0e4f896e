import Foundation
import Governance
import SpendModel
import WorkflowEngine

/// A workspace of its own for one test, with the rules and workflows of a small company; removed with its owner.
final class TestWorkspace: Sendable {
  let root: String
  let workspace: Workspace

  init(_ files: [String: String] = TestWorkspace.company) throws {
    root = NSTemporaryDirectory() + "assent-governance-" + UUID().uuidString
    workspace = Workspace(root: root, databasePath: root + "/assent.db")
    for (path, text) in files { try write(path, text) }
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  func write(_ path: String, _ text: String) throws {
    let url = URL(fileURLWithPath: root + "/" + path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  /// The service as that person, at that time of November 2026, UTC: `02T09:00`.
  func service(_ person: String, at time: String) -> GovernanceService {
    let now = Timestamp("2026-11-\(time):00Z") ?? .epoch
    return GovernanceService(
      workspace: workspace, clock: .fixed(now), entropy: .system, caller: Caller(login: "tester", actingAs: person))
  }

  var request: String { root + "/request.yaml" }
}

extension TestWorkspace {
  static let company: [String: String] = [
    "rules/schema.yaml": """
    apiVersion: assent/v1
    kind: Schema
    facts:
      request: {kind: "enum(experiment, pilot)", title: text, purpose: text, team: string, project: string, costCenter: string,
        environment: "enum(sandbox, dev)", duration: duration, cost: money,
        model: {provider: string, name: string, tier: "enum(standard, premium)"}, data: {class: "enum(public, pii)"}}
      requester: {id: string, team: string, roles: list(string), "manager?": string}
      now: timestamp
    """,
    "rules/policy/personal-data.yaml": """
    apiVersion: assent/v1
    kind: Rule
    id: personal-data
    title: Personal data needs a review
    owner: group:privacy
    on: request
    when: request.data.class == 'pii'
    effect: require
    review: [privacy]
    obligations: [{id: dpia, before: start, evidence: dpia, owner: requester}]
    severity: high
    message: "'data class ' + request.data.class"
    examples:
      - {name: personal, given: {request: {data: {class: pii}}}, fires: true}
      - {name: public, given: {request: {data: {class: public}}}, fires: false}
    """,
    "rules/policy/spend-over-envelope.yaml": """
    apiVersion: assent/v1
    kind: Rule
    id: spend-over-envelope
    title: Spend is over what was approved
    owner: group:finance
    on: usage
    window: grant
    by: [grant]
    where: usage.status == 'ok'
    when: spend.effective > grant.caps.cost
    effect: finding
    severity: high
    finding: {owner: grant.owner, due: 5bd, amount: spend.effective - grant.caps.cost, action: amend or stop, grant: none}
    examples:
      - {name: over, given: {spend: {effective: 6220 USD}, grant: {caps: {cost: 6000 USD}}}, fires: true}
      - {name: exactly, given: {spend: {effective: 6000 USD}, grant: {caps: {cost: 6000 USD}}}, fires: false}
    """,
    "rules/prices/list.yaml": """
    apiVersion: assent/v1
    kind: PriceBook
    id: list
    owner: group:finance
    source: {name: a list, captured: 2026-10-01}
    prices:
      - {provider: openai, model: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: 2.50 USD, from: 2024-10-02}
      - {provider: openai, model: gpt-4o, meter: output.response, per: 1000000 Tokens, price: 10.00 USD, from: 2024-10-02}
    """,
    "rules/budgets/cc.yaml": """
    apiVersion: assent/v1
    kind: Budget
    id: cc
    owner: group:finance
    scope: {cost_center: CC-1}
    period: quarter
    amount: 10000 USD
    limit: hard
    """,
    "workflows/decision-rights.yaml": """
    apiVersion: assent/v1
    kind: DecisionRights
    id: company
    owner: group:governance
    people:
      zoe: {name: Zoe, login: zoe, team: claims, manager: tom, roles: [engineer]}
      tom: {name: Tom, login: tom, team: claims, manager: eve, roles: [team-lead]}
      eve: {name: Eve, login: eve, team: operations, roles: [vp]}
      ann: {name: Ann, login: ann, team: privacy, manager: eve, roles: [lead]}
      bo: {name: Bo, login: bo, team: privacy, manager: eve, roles: [lead]}
      fay: {name: Fay, login: fay, team: finance, manager: eve, roles: [lead]}
      flo: {name: Flo, login: flo, team: finance, manager: eve, roles: [lead]}
      gia: {name: Gia, login: gia, team: governance, manager: eve, roles: [lead]}
      gus: {name: Gus, login: gus, team: governance, manager: eve, roles: [lead]}
      gil: {name: Gil, login: gil, team: governance, manager: eve, roles: [lead]}
    groups:
      privacy: {members: [ann, bo], accountable: ann, fallback: group:governance}
      finance: {members: [fay, flo], accountable: fay, fallback: group:governance}
      governance: {members: [gia, gus, gil], accountable: gus, fallback: user:eve}
    reviews:
      privacy: {right: agree, candidates: [group:privacy], due: 2bd, reads: [data, environment, model]}
      governance: {right: agree, candidates: [group:governance], due: 1bd}
      authority: {right: agree, candidates: [group:governance], quorum: {approve: 2}, due: 2bd, reads: [cost]}
    authority:
      aggregate: {by: [request.project], window: 30d}
      limits: [{holder: role:team-lead, upTo: 5000 USD}, {holder: role:vp, upTo: 250000 USD}, {holder: group:governance, upTo: unlimited, approve: 2}]
    ladders:
      default: [{at: 50%, do: remind}, {at: due, do: add, to: {managerOf: assignees}}, {at: due+1bd, do: replace, to: group:governance}, {at: due+5bd, do: expire, warn: 1bd}]
    calendars: {office: {zone: Europe/Berlin, hours: "09:00-17:00", days: [mon, tue, wed, thu, fri], holidays: [2026-12-25], default: true}}
    """,
    "workflows/standard.yaml": """
    apiVersion: assent/v1
    kind: Workflow
    id: standard
    owner: group:governance
    select: {when: "request.kind == 'experiment'", priority: 10, default: true}
    ttl: 20bd
    lanes: [{id: sandbox, when: "request.cost <= usd(100) && request.data.class == 'public'", grant: {caps: {cost: 100 USD}, expires: 30d}}]
    stages:
      - {id: decision, right: decide, candidates: [{chain: managers, of: requester, until: "candidate.limit >= exposure"}], fallback: {group: governance, approve: 2},
         due: 1bd, reads: [cost, duration, purpose]}
    escalate: default
    grant: {expires: 90d, reserve: request.costCenter, onExceed: {soft: 80%, hard: suspend, then: amend}}
    after: [{inform: [group:finance]}]
    """,
    "request.yaml": requestText(),
  ]

  /// A request of 4,000 USD over personal data, unless said otherwise.
  static func requestText(
    project: String = "claims", data: String = "pii", input: Int = 800_000_000, output: Int = 200_000_000
  ) -> String {
    """
    apiVersion: assent/v1
    kind: Request
    request: {kind: experiment, title: Summaries of tickets, purpose: "Do they help?", team: claims, project: \(project),
      costCenter: CC-1, environment: dev, duration: 60d, model: {provider: openai, name: gpt-4o, tier: premium}, data: {class: \(data)}}
    estimate:
      - {meter: input.uncached, quantity: \(input)}
      - {meter: output.response, quantity: \(output)}
    """
  }

  /// Goes from the request to an active grant of 4,000 USD: `REQ-000001`, `GRT-000001`, `DTY-000001`.
  func approveFirstRequest() throws {
    _ = try service("zoe", at: "02T09:00").submit(request)
    _ = try service("ann", at: "02T10:00").vote("REQ-000001", BallotText(.approve))
    _ = try service("tom", at: "02T11:00").vote("REQ-000001", BallotText(.approve))
    try write("dpia.pdf", "assessed")
    _ = try service("zoe", at: "02T12:00").act(
      on: .duty, "DTY-000001", .submit(evidence: [root + "/dpia.pdf"], comment: nil, path: nil))
    _ = try service("bo", at: "02T13:00").act(on: .duty, "DTY-000001", .verify)
  }

  /// Usage of the project that costs 5,000 USD.
  func overspend() throws -> IngestReport {
    try write(
      "usage.jsonl",
      """
      {"event_id":"1","occurred_at":"2026-11-03T09:00:00Z","provider":"openai","model":"gpt-4o","project":"claims","input_tokens":1000000000,"cached_input_tokens":0,"output_tokens":250000000,"status":"ok"}
      {"event_id":"2","occurred_at":"2026-11-03T09:00:00Z","provider":"openai","model":"gpt-4o","project":"claims","input_tokens":-1,"cached_input_tokens":0,"output_tokens":0,"status":"ok"}

      """)
    return try service("fay", at: "04T09:00").ingest(
      [root + "/usage.jsonl"], source: "openai-org", options: IngestOptions())
  }
}
