import Diagnostics
import FactSchema
import SpendModel
import StrictJSON
import Testing

@testable import WorkflowEngine

/// The company of the worked example, and changes of it for other cases.
struct Company {
  var rights: DecisionRights
  var workflows: [Workflow]

  static let schema = Schema(
    facts: ObjectShape([
      .init(
        "request",
        .object(
          ObjectShape([
            .init(
              "kind", .enumeration(["experiment", "pilot", "production", "finetune", "evaluation", "waiver", "prices"])),
            .init("title", .text), .init("purpose", .text), .init("team", .string), .init("project", .string),
            .init("costCenter", .string),
            .init("environment", .enumeration(["sandbox", "dev", "test", "staging", "production"])),
            .init("duration", .duration), .init("cost", .money),
            .init(
              "model",
              .object(
                ObjectShape([
                  .init("provider", .string), .init("name", .string),
                  .init("tier", .enumeration(["economy", "standard", "premium", "frontier"])),
                ]))),
            .init(
              "data",
              .object(
                ObjectShape([
                  .init("class", .enumeration(["public", "synthetic", "internal", "confidential", "pii", "special"]))
                ]))),
            .init("reviewer", .string, isOptional: true), .init("notBefore", .timestamp, isOptional: true),
          ]))),
      .init(
        "requester",
        .object(
          ObjectShape([
            .init("id", .string), .init("team", .string), .init("roles", .list(.string)),
            .init("manager", .string, isOptional: true),
          ]))), .init("now", .timestamp),
    ]))

  static func at<Value>(_ value: Value) -> Located<Value> { Located(value, at: .start) }
  static func condition(_ text: String) -> ExpressionSource { ExpressionSource(text, at: .start) }
  static func usd(_ units: Int64) -> Money { Money(nanos: units * Money.nanosPerUnit, currency: .usd) }

  static func group(_ id: String, _ members: [String], accountable: String, fallback: ActorReference) -> Group {
    Group(id: id, members: members.map(at), accountable: at(accountable), fallback: at(fallback))
  }

  static func review(
    _ id: String, _ group: String, days: Int64, approve: Int = 1, reads: [String]? = nil
  ) -> StageDefinition {
    StageDefinition(
      id: id, right: .agree, candidates: [.actor(at(.group(group)))], quorum: Quorum(approve: .count(approve)),
      due: .businessDays(days), reads: reads?.map(at))
  }

  static let ladder = Ladder(
    id: "default",
    rungs: [
      .init(at: at(.percent(50)), action: .remind),
      .init(at: at(.due), action: .add, to: at(.managerOf(.assignees))),
      .init(at: at(.afterDue(.businessDays(1))), action: .replace, to: at(.group("governance"))),
      .init(at: at(.afterDue(.businessDays(5))), action: .expire, warn: .businessDays(1)),
    ])

  static let peer = StageDefinition(
    id: "peer", right: .input, candidates: [.actor(at(.group("platform")))], due: .businessDays(1))

  static let decision = StageDefinition(
    id: "decision", right: .decide,
    candidates: [.chain(of: at(.requester), until: condition("candidate.limit >= exposure"))],
    fallback: Fallback(to: at(.group("governance")), approve: 2), due: .businessDays(1),
    reads: ["cost", "duration", "purpose"].map(at),
    conditions: Conditions(narrowsCaps: true, expiry: .narrow, addsObligations: true), survives: .decrease)

  static func workflow(_ id: String = "standard-experiment", stages: [StageDefinition]) -> Workflow {
    Workflow(
      id: at(id), owner: at(.group("governance")),
      select: .init(when: condition("request.kind == 'experiment'"), priority: 10, isDefault: true),
      lanes: [
        .init(
          id: "sandbox", when: condition("request.cost <= usd(500) && request.data.class in ['public','synthetic']"),
          grant: GrantTerms(caps: [.init("cost", usd(500))], expires: .wall(seconds: 30 * 86_400)), sample: 5)
      ],
      separation: Separation(exclude: [.requester, .beneficiary, .conflicted], distinct: .all), stages: stages,
      ladder: .named(at("default")),
      grant: GrantTerms(
        expires: .wall(seconds: 90 * 86_400), reserve: at("request.costCenter"),
        onExceed: OnExceed(soft: 80, hard: .suspend, then: .amend)),
      informed: [at(.group("itam")), at(.group("finance"))])
  }

  static let example: Company = {
    var people = [
      Person(id: "zoe", name: "Zoe Adler", login: at("zoe"), team: "claims", manager: at("tom"), roles: ["engineer"]),
      Person(id: "tom", name: "Tom Brandt", login: at("tom"), team: "claims", manager: at("dia"), roles: ["team-lead"]),
      Person(
        id: "dia", name: "Dia Costa", login: at("dia"), team: "operations", manager: at("eve"), roles: ["director"]),
      Person(id: "eve", name: "Eve Dahl", login: at("eve"), team: "operations", roles: ["vp"]),
    ]
    for id in ["ann", "bo", "lea", "max", "pau", "pia", "fay", "flo", "ian", "ivy", "gia", "gil", "gus"] {
      people.append(Person(id: id, name: id, login: at(id), team: "staff", manager: at("eve")))
    }
    let governance = ActorReference.group("governance")
    let rights = DecisionRights(
      id: at("company"), owner: at(governance), file: "workflows/decision-rights.yaml", people: people,
      groups: [
        group("data-governance", ["ann", "bo"], accountable: "ann", fallback: governance),
        group("legal", ["lea", "max"], accountable: "lea", fallback: governance),
        group("platform", ["pau", "pia"], accountable: "pia", fallback: governance),
        group("finance", ["fay", "flo"], accountable: "fay", fallback: governance),
        group("itam", ["ian", "ivy"], accountable: "ivy", fallback: governance),
        group("governance", ["gia", "gil", "gus"], accountable: "gus", fallback: .user("eve")),
      ],
      reviews: [
        review("data-governance", "data-governance", days: 2, reads: ["data", "environment", "model"]),
        review("legal", "legal", days: 3, reads: ["data", "environment", "model"]),
        review("governance", "governance", days: 1),
        review("authority", "governance", days: 2, approve: 2, reads: ["cost"]),
      ],
      authority: Authority(
        limits: [
          .init(holder: at(.role("team-lead")), upTo: usd(5000)),
          .init(holder: at(.role("director")), upTo: usd(50_000)),
          .init(holder: at(.role("vp")), upTo: usd(250_000)),
          .init(holder: at(governance), upTo: nil, approve: 2),
        ], aggregateBy: [at("request.project")], aggregateWindow: .wall(seconds: 30 * 86_400)),
      ladders: [ladder],
      calendars: [
        CalendarDeclaration(
          id: "office", zone: at("Europe/Berlin"), hours: [32_400..<61_200], days: [0, 1, 2, 3, 4],
          holidays: Set(CivilDate("2026-12-25").map { [$0] } ?? []), isDefault: true)
      ])
    return Company(rights: rights, workflows: [workflow(stages: [peer, decision])])
  }()

  func check() -> (workflows: CompiledWorkflows?, diagnostics: [Diagnostic]) {
    CompiledWorkflows.compile(
      rights: rights, workflows: workflows, schema: Company.schema,
      zones: ["Europe/Berlin": Zones.berlin, "America/New_York": Zones.newYork])
  }

  /// The compiled form; fails the test where there are errors.
  func compiled() throws -> CompiledWorkflows {
    let (workflows, diagnostics) = check()
    return try #require(workflows, "\(diagnostics.map { $0.rendered() })")
  }

  func changed(_ change: (inout Company) -> Void) -> Company {
    var company = self
    change(&company)
    return company
  }
}

/// A workspace in memory: it appends what the engine returns, as the log would, and remembers the records.
struct Desk {
  var workflows: CompiledWorkflows
  var directory: Directory
  var ids = IDCounter()
  var records: [EventRecord] = []
  var inputs: [String: JSONValue] = [:]
  var budget: BudgetRoom?
  var exposure: Money?
  var delegations: [Delegation] = []
  var change: BundleChange?
  private var sequence: [String: Int64] = [:]

  init(_ workflows: CompiledWorkflows) {
    self.workflows = workflows
    directory = workflows.directory
  }

  init(_ company: Company = .example) throws { self.init(try company.compiled()) }

  func time(_ text: String) throws -> Timestamp {
    // `11-02 09:00` as the example writes it, or a whole time.
    if text.count == 11 {
      return try #require(Timestamp("2026-\(text.replacing(" ", with: "T")):00Z"))
    }
    return try #require(Timestamp(text))
  }

  func context(_ actor: Actor, _ at: Timestamp) -> ActContext {
    ActContext(
      workflows: workflows, directory: directory, actor: actor, at: at, exposure: exposure, budget: budget,
      delegations: delegations)
  }

  func context(_ person: String, _ at: Timestamp) -> ActContext { context(.user(person, login: person), at) }

  /// Appends drafts as leaves, placeholders resolved to stand-ins.
  mutating func append(_ drafts: [EventDraft], at: Timestamp) {
    let first = Int64(records.count)
    for draft in drafts {
      sequence[draft.stream, default: 0] += 1
      records.append(
        EventRecord(
          idx: Int64(records.count), type: draft.type, stream: draft.stream,
          streamSequence: sequence[draft.stream] ?? 0, at: at, actor: draft.actor.id, data: resolve(draft.data, first)))
    }
  }

  private mutating func resolve(_ value: JSONValue, _ first: Int64) -> JSONValue {
    switch value {
    case .array(let items): return .array(items.map { resolve($0, first) })
    case .object(let members):
      if let place = value["$idx"]?.integer { return .integer(first + place) }
      if value["$text"] != nil { return ["commit": "c0"] }
      if let inner = value["$sha256"] { return .string("sha:" + inner.serialized()) }
      if value["$blob"] != nil, let inner = value["value"] {
        let key = "blob:\(inputs.count)"
        inputs[key] = resolve(inner, first)
        return .string(key)
      }
      return .object(members.map { .init($0.name, resolve($0.value, first)) })
    default: return value
    }
  }

  func records(of stream: String) -> [EventRecord] { records.filter { $0.stream == stream } }

  func request(_ id: String = "REQ-000001") throws -> RequestCase {
    try RequestCase.replaying(records(of: "request/" + id), inputs: inputs)
  }

  func grant(_ id: String = "GRT-000001") throws -> GrantCase {
    try GrantCase.replaying(records(of: "grant/" + id))
  }

  func task(_ id: String = "DTY-000001") throws -> TaskCase {
    let stream = id.hasPrefix("DTY") ? "duty/" : "finding/"
    return try TaskCase.replaying(records(of: stream + id), inputs: inputs)
  }

  func why(_ at: String, id: String = "REQ-000001") throws -> WhyReport {
    try request(id).why(context: context("zoe", try time(at)))
  }

  // MARK: - Acts

  /// Takes over what an act leads to, also where it is refused.
  @discardableResult
  mutating func take(_ result: Result<Decision, Refusal>, at: Timestamp) throws -> Refusal? {
    switch result {
    case .success(let decision):
      let stream = decision.request.stream
      append(decision.drafts, at: at)
      let replayed = try RequestCase.replaying(records(of: stream), inputs: inputs)
      // The case as it was decided and the case as it is replayed differ in nothing but digests.
      var expected = decision.request
      expected.factsSHA256 = replayed.factsSHA256
      expected.facts = replayed.facts
      #expect(expected == replayed)
      return nil
    case .failure(let refusal):
      append(refusal.drafts, at: at)
      #expect(!refusal.message.contains("may not happen"), "an act was refused by the case itself: \(refusal.message)")
      return refusal
    }
  }

  @discardableResult
  mutating func submit(
    _ request: Sample = Sample(), at text: String, acknowledged: [String] = []
  ) throws -> Refusal? {
    let at = try time(text)
    let id = ids.mint(.request)
    var submission = request.submission(id: id, exposure: exposure)
    submission.change = change
    let result = RequestCase.submit(
      submission, verdict: request.verdict, record: Sample.record,
      acknowledged: acknowledged, context: context(request.submitter ?? request.requester, at), ids: &ids)
    return try take(result, at: at)
  }

  @discardableResult
  mutating func resubmit(_ request: Sample, at text: String, id: String = "REQ-000001") throws -> Refusal? {
    let at = try time(text)
    let current = try self.request(id)
    let result = current.resubmit(
      request.submission(id: id, exposure: exposure), verdict: request.verdict, record: Sample.record,
      context: context(request.submitter ?? request.requester, at), ids: &ids)
    return try take(result, at: at)
  }

  @discardableResult
  mutating func vote(
    _ person: String, _ verb: RequestVerb, at text: String, stage: String? = nil, comment: String? = nil,
    revision: Int64? = nil, caps: [GrantTerms.Cap] = [], expires: Period? = nil, attest: [String] = [],
    duties: [String] = [], id: String = "REQ-000001", by authentication: Actor.Authentication = .local,
    principal: String? = nil
  ) throws -> Refusal? {
    let at = try time(text)
    let wantsComment = verb == .reject || verb == .requestChanges
    let ballot = Ballot(
      person: person, verb: verb, stage: stage, comment: comment ?? (wantsComment ? "because" : nil),
      revision: revision,
      caps: caps, expires: expires, attest: attest, duties: try duties.map { try AddedDuty.parse($0).get() },
      principal: principal)
    let actor = Actor(id: "user:" + person, authentication: authentication, login: person)
    return try take(try request(id).vote(ballot, context: context(actor, at), ids: &ids), at: at)
  }

  mutating func tick(at text: String, id: String = "REQ-000001") throws {
    let at = try time(text)
    try take(try request(id).tick(context: context(.timer, at), ids: &ids), at: at)
  }

  @discardableResult
  mutating func act(
    _ person: String, _ act: TaskAct, on id: String = "DTY-000001", at text: String
  ) throws -> Refusal? {
    let at = try time(text)
    let task = try task(id)
    let grant = id.hasPrefix("DTY") ? try task.grant.map { try self.grant($0) } : nil
    let siblings = try (grant?.duties ?? []).filter { $0 != id }.map { try self.task($0) }
    switch task.act(act, grant: grant, siblings: siblings, context: context(person, at)) {
    case .success(let drafts):
      append(drafts, at: at)
      return nil
    case .failure(let refusal):
      append(refusal.drafts, at: at)
      return refusal
    }
  }

  /// The types of the leaves from a place on.
  func types(from place: Int) -> [String] { records.dropFirst(place).map(\.type.rawValue) }
}

/// The request of the worked example, and changes of it.
struct Sample {
  var requester = "zoe"
  var submitter: String?
  var beneficiary: String?
  var cost: Money? = Company.usd(7400)
  var data = "pii"
  var kind = "experiment"
  var reviewer: String?
  var verdict = Sample.needsReviews

  static let dpia = Obligation(
    id: "dpia", phase: .start, evidence: "dpia", owner: .requester, due: nil, verifier: .group("data-governance"))

  static let needsReviews = Verdict(
    outcome: .require, fired: [fired("personal-data-needs-data-governance", .require)],
    reviews: ["data-governance", "legal"], obligations: [dpia])

  static let allowed = Verdict(outcome: .allow, fired: [], reviews: [], obligations: [])

  static func denied(waivable: Bool) -> Verdict {
    Verdict(outcome: .deny, fired: [fired("no-frontier", .deny, waivable: waivable)], reviews: [], obligations: [])
  }

  static func fired(_ id: String, _ effect: Effect, ack: Bool = false, waivable: Bool = false) -> FiredRule {
    FiredRule(
      id: id, effect: effect, severity: .high, message: "it needs a look", indeterminate: nil, mustAcknowledge: ack,
      isWaivable: waivable, digest: "", read: [], conjuncts: [])
  }

  static let record = SubmissionRecord(
    bundleSHA256: String(repeating: "b", count: 64), engineVersion: "1.0.0", explanation: ["fired": []])

  func submission(id: String, exposure: Money? = nil) -> Submission {
    var request = Facts([
      "kind": .string(kind), "team": .string("claims"), "project": .string("claims-triage"),
      "costCenter": .string("CC-0410"), "environment": .string("dev"),
      "duration": .duration(nanoseconds: 5_184_000_000_000_000),
      "model": .object(Facts(["provider": .string("openai"), "name": .string("gpt-4o"), "tier": .string("premium")])),
      "data": .object(Facts(["class": .string(data)])), "title": .text("Summaries of claims tickets"),
      "purpose": .text("Do summaries shorten handling by a fifth?"),
    ])
    if let cost { request["cost"] = .money(cost) }
    if let reviewer { request["reviewer"] = .string(reviewer) }
    let asker = Facts([
      "id": .string(requester), "team": .string("claims"), "roles": .list([.string("engineer")]),
      "manager": .string("tom"),
    ])
    return Submission(
      id: id, requester: requester, submitter: submitter ?? requester, beneficiary: beneficiary ?? requester,
      facts: Facts(["request": .object(request), "requester": .object(asker)]),
      canonicalFacts: request.canonical { path, _ in ["commit": .string(path.joined(separator: "."))] },
      canonicalRequester: asker.canonical { _, _ in .null }, cost: cost, exposure: exposure)
  }
}
