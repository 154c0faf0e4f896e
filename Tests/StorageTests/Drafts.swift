import DecisionLog
import SpendModel
import StrictJSON

// Drafts as the engines make them, with the keys that a fold and a projection read.

func time(_ at: Timestamp) -> JSONValue { .string(at.canonicalText) }

func money(_ units: Int64, _ currency: String = "USD") -> JSONValue {
  ["currency": .string(currency), "nanos": .string("\(units)000000000")]
}

func people(_ ids: [String]) -> JSONValue { .array(ids.map { .string($0) }) }

func rung(_ number: Int64, _ action: String, at: Timestamp) -> JSONValue {
  ["rung": .integer(number), "do": .string(action), "at": time(at)]
}

func user(_ id: String) -> Actor { .user(id, login: id + "-login") }

let logCreated = EventDraft(
  .logCreated, stream: "log", actor: user("zoe"), data: ["workspace": "localhost/assent/test"])

let bundleDigest = String(repeating: "b", count: 64)

/// A stage of a plan.
struct PlanRow {
  var id: String
  var right = "agree"
  var why = "workflow"
  var candidates: [String]
}

let usualPlan = [
  PlanRow(id: "peer", right: "input", candidates: ["pau", "pia"]),
  PlanRow(id: "legal", why: "rule", candidates: ["lea", "max"]),
  PlanRow(id: "decision", right: "decide", candidates: ["dia"]),
]

func submitted(
  _ id: String, revision: Int64 = 1, stages: [PlanRow] = usualPlan, cost: Int64? = 7400, team: String = "claims",
  rungs: [JSONValue] = [rung(0, "expire", at: later(2_000_000))], key: String? = nil,
  title: String = "Summaries of claims tickets"
) -> EventDraft {
  var facts: [JSONValue.Member] = [
    .init("kind", "experiment"), .init("title", EventDraft.text(title)), .init("team", .string(team)),
    .init("project", "claims-triage"), .init("costCenter", "CC-0410"),
  ]
  if let cost { facts.append(.init("cost", money(cost))) }
  let definitions = stages.map { stage -> JSONValue in
    [
      "id": .string(stage.id), "right": .string(stage.right), "why": .string(stage.why),
      "candidates": people(stage.candidates),
    ]
  }
  let input: JSONValue = [
    "facts": .object(facts), "requester": ["id": "zoe"], "beneficiary": "zoe", "now": time(noon),
    "rungs": .array(rungs),
    "stages": .array(definitions), "estimate": [["meter": "input.uncached", "quantity": "1800000000"]],
  ]
  let plan = stages.map { stage -> JSONValue in
    ["stage": .string(stage.id), "right": .string(stage.right), "candidates": people(stage.candidates), "due": .null]
  }
  let idempotency = key.map { key -> JSONValue in
    [
      "key_sha256": .string(Hashing.sha256Hex(Array(key.utf8))),
      "body_sha256": .string(Hashing.sha256Hex(Array(title.utf8))),
    ]
  }
  return EventDraft(
    revision == 1 ? .requestSubmitted : .requestResubmitted, stream: "request/" + id, actor: user("zoe"),
    data: .object([
      "bundle_sha256": .string(bundleDigest), "cost": cost.map { money($0) }, "engine_semver": "1.0.0",
      "explanation_sha256": EventDraft.blob("explanation", ["outcome": "require"]),
      "facts_sha256": EventDraft.digest(of: ["revision": .integer(revision), "team": .string(team)]),
      "input_sha256": EventDraft.blob("input", input), "plan": .array(plan), "requester": "zoe",
      "revision": .integer(revision), "workflow": "standard-experiment",
      "verdict": ["fired": [], "obligations": [], "outcome": "require", "reviews": ["legal"]],
      "idempotency": idempotency,
    ]))
}

func requestEvent(_ type: EventType, _ id: String, by actor: Actor = user("dia"), _ data: JSONValue) -> EventDraft {
  EventDraft(type, stream: "request/" + id, actor: actor, data: data)
}

func activated(
  _ id: String, _ stage: String, candidates: [String] = ["lea", "max"], due: Timestamp? = later(86_400),
  arming: Int64 = 1
) -> EventDraft {
  requestEvent(
    .stageActivated, id, by: user("zoe"),
    [
      "stage": .string(stage), "right": "agree", "candidates": people(candidates), "due": due.map { time($0) } ?? .null,
      "arming": .integer(arming), "level": 0, "quorum": ["approve": 1, "reject": 1], "calendar": "office",
      "rungs": [
        rung(0, "remind", at: later(43_200)), rung(1, "add", at: later(86_400)), rung(2, "warn", at: later(100_000)),
        rung(2, "reject", at: later(172_800)),
      ],
    ])
}

func vote(_ id: String, _ stage: String?, _ person: String, _ verb: String = "approve", revision: Int64 = 1)
  -> EventDraft
{
  requestEvent(
    stage == nil ? .voteVoid : .voteCast, id, by: user(person),
    .object([
      "stage": stage.map { .string($0) }, "person": .string(person), "verb": .string(verb),
      "revision": .integer(revision),
      "because": stage == nil ? "excluded" : nil, "comment": EventDraft.text("agreed, by \(person)"),
    ]))
}

func minted(
  _ id: String, for request: String, revision: Int64 = 1, state: String = "active", reserve: Int64? = 6000,
  notBefore: Timestamp? = nil
) -> EventDraft {
  EventDraft(
    .grantMinted, stream: "grant/" + id, actor: user("dia"),
    data: .object([
      "request": .string(request), "revision": .integer(revision), "owner": "zoe", "state": .string(state),
      "caps": ["cost": money(6000)], "not_before": notBefore.map { time($0) }, "expires": time(later(7_776_000)),
      "reserve": reserve.map { ["budget": "cc-0410", "amount": money($0)] },
      "on_exceed": ["soft": 80, "hard": "suspend", "then": "amend"], "duties": [],
      "scope": ["project": "claims-triage", "cost_center": "CC-0410"],
    ]))
}

func grantEvent(_ type: EventType, _ id: String, by actor: Actor = .timer, _ data: JSONValue = [:]) -> EventDraft {
  EventDraft(type, stream: "grant/" + id, actor: actor, data: data)
}

func opened(duty id: String, grant: String, request: String, cause: JSONValue = ["$idx": 0]) -> EventDraft {
  EventDraft(
    .taskOpened, stream: "duty/" + id, actor: user("dia"),
    data: [
      "cause": cause, "grant": .string(grant), "request": .string(request), "obligation": "dpia",
      "evidence": ["document"],
      "phase": "start", "owner": "user:zoe", "verifier": "group:data-governance", "due": time(later(1_209_600)),
      "severity": "high", "calendar": "office",
      "rungs": [rung(0, "remind", at: later(600_000)), rung(1, "replace", at: later(1_209_600))],
    ])
}

func opened(finding id: String, grant: String, amount: Int64 = 220, fingerprint: String) -> EventDraft {
  EventDraft(
    .taskOpened, stream: "finding/" + id, actor: user("fay"),
    data: [
      "amount": money(amount), "bundle_sha256": .string(bundleDigest), "cause": ["$idx": 0],
      "due": time(later(604_800)),
      "group": ["grant": .string(grant)],
      "input_sha256": EventDraft.blob(
        "input",
        [
          "group": ["grant": .string(grant)], "fingerprint": .string(fingerprint), "message": "over the envelope",
          "rungs": [rung(0, "remind", at: later(300_000))], "calendar": "office",
        ]), "owner": "user:zoe", "read": [["fact": "spend.effective", "value": money(6220)]],
      "rule": "spend-over-envelope",
      "severity": "high", "verifier": "group:finance", "window_start": time(noon),
    ])
}

func taskEvent(_ type: EventType, _ stream: String, by actor: Actor = user("zoe"), _ data: JSONValue = [:])
  -> EventDraft
{
  EventDraft(type, stream: stream, actor: actor, data: data)
}

func ingested(batch: Int64, source: String = "openai-org", accepted: Int64 = 1, digest: String) -> EventDraft {
  EventDraft(
    .usageIngested, stream: "usage/" + source, actor: user("fay"),
    data: [
      "source": .string(source), "batch": .integer(batch), "file_sha256": .string(bundleDigest),
      "records": .integer(accepted),
      "accepted": .integer(accepted), "duplicates": 0, "rejected": 0, "unpriced": 0, "cost": [money(1)],
      "quantities": [],
      "records_sha256": .string(digest), "from": time(noon), "to": .null,
    ])
}
