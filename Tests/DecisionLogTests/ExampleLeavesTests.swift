import DecisionLog
import SpendModel
import StrictJSON
import Testing

/// The three leaves of the worked example, from drafts to bytes and hashes.
struct ExampleLeavesTests {
  private static func salt(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }
  private static func stamp(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

  /// The canonical facts of the example's request; its texts are committed.
  private static func facts() throws -> JSONValue {
    [
      "kind": "experiment", "title": try Commitment.make("Summaries of claims tickets", salt: salt(1)).json,
      "purpose": try Commitment.make("Do summaries shorten handling by a fifth?", salt: salt(2)).json,
      "team": "claims", "project": "claims-triage", "costCenter": "CC-0410", "environment": "dev",
      "duration": "5184000s", "model": ["provider": "openai", "name": "gpt-4o", "tier": "premium"],
      "data": ["class": "pii"], "cost": ["currency": "USD", "nanos": "7400000000000"],
    ]
  }

  private static func submitted() throws -> EventDraft {
    func stage(_ id: String, _ right: String, _ candidates: [JSONValue], _ due: JSONValue) -> JSONValue {
      ["stage": .string(id), "right": .string(right), "candidates": .array(candidates), "due": due]
    }
    return EventDraft(
      .requestSubmitted, stream: "request/REQ-000001", actor: .user("zoe", login: "zoe"),
      data: [
        "requester": "zoe", "revision": 1, "workflow": "standard-experiment", "engine_semver": "1.0.0",
        "bundle_sha256": .string(String(repeating: "b", count: 64)),
        "input_sha256": .string(String(repeating: "1", count: 64)),
        "explanation_sha256": .string(String(repeating: "e", count: 64)),
        "facts_sha256": EventDraft.digest(of: try facts()), "cost": ["currency": "USD", "nanos": "7400000000000"],
        "verdict": [
          "outcome": "require", "reviews": ["data-governance", "legal"], "obligations": ["dpia"],
          "fired": [["rule": "personal-data-needs-data-governance", "effect": "require"]],
        ],
        "plan": [
          stage("peer", "input", ["pau", "pia"], "2026-11-03T09:00:00.000000Z"),
          stage("data-governance", "agree", ["ann", "bo"], "2026-11-04T09:00:00.000000Z"),
          stage("legal", "agree", ["lea", "max"], "2026-11-05T09:00:00.000000Z"),
          stage("decision", "decide", ["dia"], nil),
        ],
      ])
  }

  private static func voted() throws -> EventDraft {
    let facts = try facts()
    let reads: JSONValue = .object(["cost": facts["cost"], "duration": facts["duration"], "purpose": facts["purpose"]])
    return EventDraft(
      .voteCast, stream: "request/REQ-000001", actor: .user("dia", login: "dia"),
      data: [
        "verb": "approve", "stage": "decision", "revision": 1, "person": "dia", "candidates": ["dia"],
        "limit": ["currency": "USD", "nanos": "50000000000000"],
        "conditions": ["caps": ["cost": ["currency": "USD", "nanos": "6000000000000"]]],
        "facts_sha256_seen": EventDraft.digest(of: facts), "reads_sha256": EventDraft.digest(of: reads),
      ])
  }

  private static func opened() -> EventDraft {
    EventDraft(
      .taskOpened, stream: "finding/FND-000001", actor: .user("fay", login: "fay"),
      data: [
        "rule": "spend-over-envelope", "severity": "high", "owner": "user:zoe", "verifier": "group:finance",
        "amount": ["currency": "USD", "nanos": "220000000000"], "due": "2026-11-27T10:00:00.000000Z", "cause": 22,
        "window_start": "2026-11-04T10:00:00.000000Z", "group": ["grant": "GRT-000001"],
        "bundle_sha256": .string(String(repeating: "b", count: 64)),
        "input_sha256": .string(String(repeating: "2", count: 64)),
        "read": [
          ["fact": "spend.effective", "value": ["currency": "USD", "nanos": "6220000000000"]],
          ["fact": "grant.caps.cost", "value": ["currency": "USD", "nanos": "6000000000000"]],
        ],
      ])
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let at: String
    let sequences: LogSequences
    let salt: UInt8
    let login: String
    let hash: String
    let bytes: String
    let draft: @Sendable () throws -> EventDraft
    var testDescription: String { name }
  }

  static let rows = [
    Row(
      name: "request.submitted", at: "2026-11-02T09:00:00Z", sequences: LogSequences(size: 2), salt: 3, login: "zoe",
      hash: "0626f74c8b8c52b828455ef8de8ee7eed837c80c6a39dbc290082ff920330b5b",
      bytes:
        #"{"actor":{"auth":"local","id":"user:zoe","login":{"commit":"9c187f470608fe42329388b682c60cc2a813c86e7a72372ea5548ad191d3104f"}},"at":"2026-11-02T09:00:00.000000Z","data":{"bundle_sha256":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","cost":{"currency":"USD","nanos":"7400000000000"},"engine_semver":"1.0.0","explanation_sha256":"eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee","facts_sha256":"ff659635f8c272f7185f9b4573cb4d62d43803e992ae25683d4327dbb15e4e43","input_sha256":"1111111111111111111111111111111111111111111111111111111111111111","plan":[{"candidates":["pau","pia"],"due":"2026-11-03T09:00:00.000000Z","right":"input","stage":"peer"},{"candidates":["ann","bo"],"due":"2026-11-04T09:00:00.000000Z","right":"agree","stage":"data-governance"},{"candidates":["lea","max"],"due":"2026-11-05T09:00:00.000000Z","right":"agree","stage":"legal"},{"candidates":["dia"],"due":null,"right":"decide","stage":"decision"}],"requester":"zoe","revision":1,"verdict":{"fired":[{"effect":"require","rule":"personal-data-needs-data-governance"}],"obligations":["dpia"],"outcome":"require","reviews":["data-governance","legal"]},"workflow":"standard-experiment"},"idx":2,"stream":"request/REQ-000001","stream_seq":1,"type":"request.submitted","type_seq":1,"v":1}"#,
      draft: submitted),
    Row(
      name: "vote.cast", at: "2026-11-03T12:30:00Z",
      sequences: LogSequences(size: 14, streams: ["request/REQ-000001": 12], types: [.voteCast: 3]), salt: 4,
      login: "dia", hash: "58212578da70b7d63245d3f5ac7fd6af64a885974a547b41b96c2b2ffde49829",
      bytes:
        #"{"actor":{"auth":"local","id":"user:dia","login":{"commit":"b7f3eb62ba3d04d8d2dff9bd1124f68c7d48deffae90dc1babc5ad0cab2585e1"}},"at":"2026-11-03T12:30:00.000000Z","data":{"candidates":["dia"],"conditions":{"caps":{"cost":{"currency":"USD","nanos":"6000000000000"}}},"facts_sha256_seen":"ff659635f8c272f7185f9b4573cb4d62d43803e992ae25683d4327dbb15e4e43","limit":{"currency":"USD","nanos":"50000000000000"},"person":"dia","reads_sha256":"f3b0853307d8c9098f7fd9bc7928e1defe29cb9a6d48dd9923a6af605f3e8b61","revision":1,"stage":"decision","verb":"approve"},"idx":14,"stream":"request/REQ-000001","stream_seq":13,"type":"vote.cast","type_seq":4,"v":1}"#,
      draft: voted),
    Row(
      name: "task.opened", at: "2026-11-20T10:00:00Z", sequences: LogSequences(size: 24, types: [.taskOpened: 1]),
      salt: 5, login: "fay", hash: "b32869c0cdbe50fb16abd65a705d688530df58b59685057a3c86ada12dac6e9a",
      bytes:
        #"{"actor":{"auth":"local","id":"user:fay","login":{"commit":"7c323a31011a4d06b2fe5b6c71ab28c43bbe66837928cc5ad8c4dfa5d02b6c0e"}},"at":"2026-11-20T10:00:00.000000Z","data":{"amount":{"currency":"USD","nanos":"220000000000"},"bundle_sha256":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","cause":22,"due":"2026-11-27T10:00:00.000000Z","group":{"grant":"GRT-000001"},"input_sha256":"2222222222222222222222222222222222222222222222222222222222222222","owner":"user:zoe","read":[{"fact":"spend.effective","value":{"currency":"USD","nanos":"6220000000000"}},{"fact":"grant.caps.cost","value":{"currency":"USD","nanos":"6000000000000"}}],"rule":"spend-over-envelope","severity":"high","verifier":"group:finance","window_start":"2026-11-04T10:00:00.000000Z"},"idx":24,"stream":"finding/FND-000001","stream_seq":1,"type":"task.opened","type_seq":2,"v":1}"#,
      draft: { opened() }),
  ]

  @Test(arguments: rows)
  func `A draft becomes exactly the bytes and the hash of the example`(_ row: Row) throws {
    var sequences = row.sequences
    let at = try Self.stamp(row.at)
    let leaves = try Sealer.seal([try row.draft()], after: &sequences, at: at) { Self.salt(row.salt) }
    let leaf = try #require(leaves.first)
    #expect(String(decoding: leaf.bytes, as: UTF8.self) == row.bytes)
    #expect(leaf.hash.hex == row.hash)
    #expect(sequences.size == row.sequences.size + 1)
    #expect(leaf.disclosures.map(\.path) == ["/actor/login"])
    #expect(leaf.disclosures.first?.value == .string(row.login))
    #expect(leaf.blobs.isEmpty)
  }

  @Test(arguments: rows)
  func `A leaf of the example reads back as the event that made it`(_ row: Row) throws {
    var sequences = row.sequences
    let at = try Self.stamp(row.at)
    let sealed = try Sealer.seal([try row.draft()], after: &sequences, at: at) { Self.salt(row.salt) }
    let leaf = try Leaf.parse(Array(row.bytes.utf8))
    let first = try #require(sealed.first)
    #expect(leaf.record.idx == first.record.idx)
    #expect(leaf.record.type == first.record.type)
    #expect(leaf.record.streamSequence == first.record.streamSequence)
    #expect(leaf.typeSequence == first.typeSequence)
    #expect(leaf.login == first.disclosures.first?.commitment)
    #expect(try CanonicalJSON.bytes(leaf.record.data) == CanonicalJSON.bytes(first.record.data))
    #expect(try EventRecord(leafBytes: Array(row.bytes.utf8)) == leaf.record)
  }
}
