import CEL
import Diagnostics
import FactSchema
import SpendModel
import Testing
import WorkflowEngine
import YAMLDocument

@testable import BundleLoading

/// The decision rights and the workflow of the worked example.
enum WorkflowTexts {
  static let rights = """
    apiVersion: assent/v1
    kind: DecisionRights
    id: company
    owner: group:governance
    people:
      zoe: {name: Zoe Adler, login: zoe, team: claims, manager: tom, roles: [engineer]}
      tom: {name: Tom Brandt, login: tom, team: claims, manager: dia, roles: [team-lead]}
      dia: {name: Dia Costa, login: dia, team: operations, manager: eve, roles: [director]}
      eve: {name: Eve Dahl, login: eve, team: operations, roles: [vp]}
      ann: {name: Ann, login: ann, manager: eve}
      bo: {name: Bo, login: bo, manager: eve}
      pau: {name: Pau, login: pau, manager: eve}
      pia: {name: Pia, login: pia, manager: eve}
      gia: {name: Gia, login: gia, manager: eve}
      gil: {name: Gil, login: gil, manager: eve}
      gus: {name: Gus, login: gus, manager: eve}
    groups: {data-governance: {members: [ann, bo], accountable: ann, fallback: group:governance},
      platform: {members: [pau, pia], accountable: pia, fallback: group:governance},
      governance: {members: [gia, gil, gus], accountable: gus, fallback: user:eve}}
    reviews:
      data-governance: {right: agree, candidates: [group:data-governance], due: 2bd, reads: [data, environment, model]}
      governance: {right: agree, candidates: [group:governance], due: 1bd}
      authority: {right: agree, candidates: [group:governance], quorum: {approve: 2}, due: 2bd, reads: [cost]}
    authority:
      aggregate: {by: [request.project], window: 30d}
      limits: [{holder: role:team-lead, upTo: 5000 USD}, {holder: role:director, upTo: 50000 USD}, {holder: role:vp, upTo: 250000 USD}, {holder: group:governance, upTo: unlimited, approve: 2}]
    ladders:
      default: [{at: 50%, do: remind}, {at: due, do: add, to: {managerOf: assignees}}, {at: due+1bd, do: replace, to: group:governance}, {at: due+5bd, do: expire, warn: 1bd}]
    calendars: {office: {zone: Europe/Berlin, hours: "09:00-17:00", days: [mon, tue, wed, thu, fri], holidays: [2026-12-25], default: true}}

    """

  static let workflow = """
    apiVersion: assent/v1
    kind: Workflow
    id: standard-experiment
    owner: group:governance
    select: {when: "request.kind == 'experiment'", priority: 10, default: true}
    ttl: 20bd
    lanes: [{id: sandbox, when: "request.cost <= usd(500) && request.data.class in ['public','synthetic']", grant: {caps: {cost: 500 USD}, expires: 30d}, sample: 5%}]
    separation: {exclude: [requester, beneficiary, conflicted], distinct: all}
    stages:
      - {id: peer, right: input, candidates: [group:platform], due: 1bd}
      - {id: decision, right: decide, candidates: [{chain: managers, of: requester, until: "candidate.limit >= exposure"}], fallback: {group: governance, approve: 2},
         due: 1bd, reads: [cost, duration, purpose], survives: decrease, conditions: {caps: narrow, expires: narrow, obligations: add}}
    escalate: default
    grant: {expires: 90d, reserve: request.costCenter, onExceed: {soft: 80%, hard: suspend, then: amend}}
    after: [{inform: [group:platform]}]

    """
}

@Suite struct WorkflowDecodingTests {
  /// What compiling both texts says, rendered; nothing where all is well.
  private func compiled(rights: String, workflow: String) throws -> (CompiledWorkflows?, String) {
    let files = ["w.yaml": workflow, "r.yaml": rights]
    var diagnostics: [Diagnostic] = []
    let (schemas, _) = bundleFiles(["rules/schema.yaml": exampleSchema]).documents()
    let schema = try #require(schemas.first.flatMap { SchemaDecoder.decode($0.node, reporting: $0.sink) })
    func read<Value>(_ path: String, _ decode: (WorkflowDecoder, Node) -> Value?) -> Value? {
      let (nodes, found) = YAMLReader.read(Array((files[path] ?? "").utf8), path: path)
      let sink = DiagnosticSink(file: path)
      sink.report(found)
      let value = nodes.first.flatMap { decode(WorkflowDecoder(schema: schema, reporting: sink), $0) }
      diagnostics += sink.diagnostics
      return value
    }
    let decodedRights = read("r.yaml") { $0.decisionRights($1) }
    let decodedWorkflow = read("w.yaml") { $0.workflow($1) }
    var result: CompiledWorkflows?
    if let decodedRights, let decodedWorkflow {
      let (workflows, found) = CompiledWorkflows.compile(
        rights: decodedRights, workflows: [decodedWorkflow], schema: schema, zones: ["Europe/Berlin": .utc])
      result = workflows
      diagnostics += found
    }
    return (result, rendered(diagnostics, files))
  }

  @Test func `The worked example is sound`() throws {
    let (workflows, text) = try compiled(rights: WorkflowTexts.rights, workflow: WorkflowTexts.workflow)
    #expect(text == "")
    let compiled = try #require(workflows)
    #expect(compiled.reviewNames == ["data-governance", "governance", "authority"])
    #expect(compiled.directory.managers(of: "zoe") == ["tom", "dia", "eve"])
    #expect(compiled.directory.limit(of: "dia")?.upTo == Money("50000 USD"))
    #expect(compiled.aggregateFacts == [["request", "project"]])
    let workflow = try #require(compiled.workflow("standard-experiment"))
    #expect(workflow.lanes.first?.sample == 5)
    #expect(workflow.lanes.first?.grant.caps == [GrantTerms.Cap("cost", try #require(Money("500 USD")))])
    #expect(workflow.stages.map(\.id) == ["peer", "decision"])
    #expect(workflow.stages.last?.fallback?.approve == 2)
    #expect(workflow.stages.last?.conditions == Conditions(narrowsCaps: true, expiry: .narrow, addsObligations: true))
    #expect(workflow.grant.onExceed == OnExceed(soft: 80, hard: .suspend, then: .amend))
    #expect(workflow.grant.reserve?.value == "request.costCenter")
  }

  @Test(arguments: [
    Row(
      "candidates beside seats", ("due: 1bd}", "due: 1bd, seats: [{candidates: [group:platform]}]}"),
      """
      w.yaml:10:30: error: key `candidates` may not stand here [misplaced-key]
        10 |   - {id: peer, right: input, candidates: [group:platform], due: 1bd, seats: [{candidates: [group:platform]}]}
           |                              ^
        hint: each of the `seats` has its own
      """),
    Row(
      "weights of nobody", ("[group:platform], due", "[group:platform], quorum: {weight: 3}, due"),
      """
      w.yaml:10:68: error: missing key `of` [missing-key]
        10 |   - {id: peer, right: input, candidates: [group:platform], quorum: {weight: 3}, due: 1bd}
           |                                                                    ^
        hint: a quorum needs it
      """),
    Row(
      "people of a weight that is none", ("[group:platform], due", "[group:platform], quorum: {minPeople: 2}, due"),
      """
      w.yaml:10:69: error: key `minPeople` may not stand here [misplaced-key]
        10 |   - {id: peer, right: input, candidates: [group:platform], quorum: {minPeople: 2}, due: 1bd}
           |                                                                     ^
        hint: nothing is weighed without `weight`
      """),
    Row(
      "a stage to perform", ("right: input", "right: perform"),
      """
      w.yaml:10:23: error: what is to be performed is no stage [misplaced-stage]
        10 |   - {id: peer, right: perform, candidates: [group:platform], due: 1bd}
           |                       ^
        hint: write it under `perform`, beside `stages`
      """),
    Row(
      "a deadline to be told", ("right: input", "right: inform"),
      """
      w.yaml:10:61: error: key `due` may not stand here [misplaced-key]
        10 |   - {id: peer, right: inform, candidates: [group:platform], due: 1bd}
           |                                                             ^
        hint: whoever is informed does not act
      """),
    Row(
      "an attestation twice", ("due: 1bd}", "due: 1bd, decision: {attest: [read, read]}}"),
      """
      w.yaml:10:96: error: a second `read` to attest [duplicate-id]
        10 |   - {id: peer, right: input, candidates: [group:platform], due: 1bd, decision: {attest: [read, read]}}
           |                                                                                                ^
        hint: once is enough
      """),
    Row(
      "a login that is none", ("due: 1bd}", "due: 1bd, decision: {auth: password}}"),
      """
      w.yaml:10:87: error: unknown value `password` [unknown-value]
        10 |   - {id: peer, right: input, candidates: [group:platform], due: 1bd, decision: {auth: password}}
           |                                                                                       ^
        hint: one of `token`, `oidc`, `signed`
      """),
    Row(
      "an unknown right", ("right: input", "right: imput"),
      """
      w.yaml:10:23: error: unknown value `imput` [unknown-value]
        10 |   - {id: peer, right: imput, candidates: [group:platform], due: 1bd}
           |                       ^
        hint: did you mean `input`?
      """),
    Row(
      "an unknown group", ("[group:platform], due", "[group:platfrom], due"),
      """
      w.yaml:10:43: error: unknown group `platfrom` [unknown-group]
        10 |   - {id: peer, right: input, candidates: [group:platfrom], due: 1bd}
           |                                           ^
        hint: did you mean `platform`?
      """),
    Row(
      "an unknown ladder", ("escalate: default", "escalate: defualt"),
      """
      w.yaml:13:11: error: unknown ladder `defualt` [unknown-ladder]
        13 | escalate: defualt
           |           ^
        hint: did you mean `default`?
      """),
    Row(
      "a fact that nobody declared", ("reads: [cost, duration, purpose]", "reads: [costs]"),
      """
      w.yaml:12:24: error: unknown fact `costs` [unknown-fact]
        12 |      due: 1bd, reads: [costs], survives: decrease, conditions: {caps: narrow, expires: narrow, obligations: add}}
           |                        ^
        hint: did you mean `cost`?
      """),
    Row(
      "an unknown key", ("ttl: 20bd", "tll: 20bd"),
      """
      w.yaml:6:1: error: unknown key `tll` [unknown-key]
        6 | tll: 20bd
          | ^
        hint: did you mean `ttl`?
      """),
    Row(
      "no time to act", ("[group:platform], due: 1bd}", "[group:platform], due: 0bd}"),
      """
      w.yaml:10:65: error: `0bd` is no time at all [out-of-range]
        10 |   - {id: peer, right: input, candidates: [group:platform], due: 0bd}
           |                                                                 ^
        hint: write more than nothing, such as `1bd`
      """),
    Row(
      "a life of nothing", ("ttl: 20bd", "ttl: 0d"),
      """
      w.yaml:6:6: error: `0d` is no time at all [out-of-range]
        6 | ttl: 0d
          |      ^
        hint: write more than nothing, such as `1bd`
      """),
    Row(
      "no due time", ("[group:platform], due: 1bd}", "[group:platform]}"),
      """
      w.yaml:10:5: error: missing key `due` [missing-key]
        10 |   - {id: peer, right: input, candidates: [group:platform]}
           |     ^
        hint: a stage needs it
      """),
  ])
  func `What is wrong with a workflow`(_ row: Row<(String, String), String>) throws {
    let changed = WorkflowTexts.workflow.replacing(row.given.0, with: row.given.1, maxReplacements: 1)
    #expect(changed != WorkflowTexts.workflow)
    let (workflows, text) = try compiled(rights: WorkflowTexts.rights, workflow: changed)
    #expect(text == row.expected)
    #expect(workflows == nil)
  }

  @Test(arguments: [
    Row(
      "a fact", ("request.kind == 'experiment'", "request.knid == 'experiment'"),
      ["w.yaml:5:", "`knid`", "did you mean `kind`?"]),
    Row(
      "a candidate's fact", ("candidate.limit", "candidate.limits"),
      ["w.yaml:11:", "`limits`", "did you mean `limit`?"]),
    Row(
      "a candidate where there is none", ("request.cost <= usd(500)", "candidate.limit >= exposure"),
      ["w.yaml:7:", "`candidate`"]),
    Row("free words", ("request.kind == 'experiment'", "request.title == 'x'"), ["w.yaml:5:", "`title`"]),
    Row("no condition", ("request.kind == 'experiment'", "request.kind"), ["w.yaml:5:", "`string`", "`bool`"]),
    Row("no expression", ("request.kind == 'experiment'", "request.kind =="), ["w.yaml:5:"]),
  ])
  func `What is wrong with a condition`(_ row: Row<(String, String), [String]>) throws {
    let changed = WorkflowTexts.workflow.replacing(row.given.0, with: row.given.1, maxReplacements: 1)
    let (workflows, text) = try compiled(rights: WorkflowTexts.rights, workflow: changed)
    for part in row.expected { #expect(text.contains(part), "\(text)") }
    #expect(workflows == nil)
  }

  @Test(arguments: [
    Row(
      "a manager who is nobody", ("manager: tom, roles", "manager: tim, roles"),
      """
      r.yaml:6:61: error: unknown person `tim` [unknown-person]
        6 |   zoe: {name: Zoe Adler, login: zoe, team: claims, manager: tim, roles: [engineer]}
          |                                                             ^
        hint: did you mean `tom`?
      """),
    Row(
      "managers in a circle", ("team: operations, roles: [vp]", "team: operations, manager: tom, roles: [vp]"),
      """
      r.yaml:7:62: error: the managers of `tom` lead back to it: tom -> dia -> eve -> tom [manager-cycle]
        7 |   tom: {name: Tom Brandt, login: tom, team: claims, manager: dia, roles: [team-lead]}
          |                                                              ^
        hint: somebody in it has no manager
      """),
    Row(
      "approval by timeout", ("{at: due+5bd, do: expire, warn: 1bd}", "{at: due+5bd, do: approve}"),
      """
      r.yaml:28:152: error: `approve` is nothing that time may do [approval-by-timeout]
        28 | ...due, do: add, to: {managerOf: assignees}}, {at: due+1bd, do: replace, to: group:governance}, {at: due+5bd, do: approve}]
           |                                                                                                                   ^
        hint: silence never approves: `reject`, `expire`
      """),
    Row(
      "no such hour", ("09:00-17:00", "09:00-25:00"),
      """
      r.yaml:29:50: error: expected office hours, found `09:00-25:00` [hours]
        29 | calendars: {office: {zone: Europe/Berlin, hours: "09:00-25:00", days: [mon, tue, wed, thu, fri], holidays: [2026-12-25],...
           |                                                  ^
        hint: write them as `09:00-17:00`, in quotes
      """),
    Row(
      "no such zone", ("Europe/Berlin", "Europe/Berlim"),
      """
      r.yaml:29:28: error: unknown zone `Europe/Berlim` [unknown-zone]
        29 | calendars: {office: {zone: Europe/Berlim, hours: "09:00-17:00", days: [mon, tue, wed, thu, fri], holidays: [2026-12-25],...
           |                            ^
        hint: did you mean `Europe/Berlin`?
      """),
    Row(
      "delegations are not served yet", ("people:\n", "delegations: []\npeople:\n"),
      """
      r.yaml:5:1: error: `delegations` is not supported yet [not-supported]
        5 | delegations: []
          | ^
        hint: leave it out; nothing would act on it
      """),
    Row(
      "a target where none may be", ("{at: 50%, do: remind}", "{at: 50%, do: remind, to: group:governance}"),
      """
      r.yaml:28:35: error: key `to` may not stand here [misplaced-key]
        28 |   default: [{at: 50%, do: remind, to: group:governance}, {at: due, do: add, to: {managerOf: assignees}}, {at: due+1bd, d...
           |                                   ^
        hint: `remind` goes to those who have the stage
      """),
  ])
  func `What is wrong with decision rights`(_ row: Row<(String, String), String>) throws {
    let changed = WorkflowTexts.rights.replacing(row.given.0, with: row.given.1, maxReplacements: 1)
    #expect(changed != WorkflowTexts.rights)
    let (workflows, text) = try compiled(rights: changed, workflow: WorkflowTexts.workflow)
    #expect(text == row.expected)
    #expect(workflows == nil)
  }
}
