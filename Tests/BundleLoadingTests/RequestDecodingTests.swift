@testable import BundleLoading
import Diagnostics
import FactSchema
import PolicyEngine
import SpendModel
import Testing
import YAMLDocument

@Suite struct RequestDecodingTests {
  private static let meters = ["input.uncached": 0, "output.response": 0, "gpu.allocated": 6]

  private static let sound = """
    apiVersion: assent/v1
    kind: Request
    request: {kind: experiment, title: Summaries of claims tickets, purpose: "Do summaries shorten handling by a fifth?", team: claims, project: claims-triage,
      costCenter: CC-0410, environment: dev, duration: 60d, model: {provider: openai, name: gpt-4o, tier: premium}, data: {class: pii}}
    estimate:
      - {meter: input.uncached, quantity: 1800000000}
      - {meter: gpu.allocated, quantity: 12.5, model: {provider: own, name: a100}}
    """

  private func read(
    _ text: String, path: String = "r.yaml", mode: FactDecoder.Mode = .submit
  ) throws -> (SubmittedRequest?, String) {
    let files = bundleFiles(["rules/schema.yaml": exampleSchema]).documents()
    let document = try #require(files.documents.first)
    let schema = try #require(SchemaDecoder.decode(document.node, reporting: document.sink))
    let (request, diagnostics) = RequestDecoder.read(
      Array(text.utf8), path: path, schema: schema, meters: Self.meters, mode: mode)
    return (request, rendered(diagnostics, [path: text]))
  }

  @Test func `The request of the worked example is read`() throws {
    let (request, errors) = try read(Self.sound)
    #expect(errors == "")
    let facts = try #require(request?.facts)
    #expect(facts[path: ["request", "title"]] == .text("Summaries of claims tickets"))
    #expect(facts[path: ["request", "team"]] == .string("claims"))
    #expect(facts[path: ["request", "duration"]] == .duration(nanoseconds: 60 * 86_400_000_000_000))
    #expect(facts[path: ["request", "data", "class"]] == .string("pii"))
    #expect(facts[path: ["request", "data", "region"]] == nil)
    #expect(request?.estimate.map(\.quantity) == [1_800_000_000, 12_500_000])
    #expect(request?.estimate.last?.provider == "own")
  }

  @Test func `A JSON document for a dry decision carries further facts`() throws {
    let (request, errors) = try read(
      #"{"request": {"kind": "pilot", "title": "t", "purpose": "p", "team": "a", "project": "b", "costCenter": "C", "environment": "dev", "duration": "1d", "cost": "5 USD", "model": {"provider": "o", "name": "n", "tier": "premium"}, "data": {"class": "pii"}}, "now": "2026-01-01", "requester": {"id": "zoe", "team": "a", "roles": ["engineer"]}}"#,
      path: "r.json", mode: .evaluate)
    #expect(errors == "")
    #expect(request?.facts[path: ["request", "cost"]] == .money(Money(nanos: 5_000_000_000, currency: .usd)))
    #expect(request?.facts[path: ["requester", "roles"]] == .list([.string("engineer")]))
    #expect(request?.facts["now"].map(\.display) == "2026-01-01T00:00:00Z")
  }

  @Test func `A mistyped fact of a batch keeps its own type`() throws {
    let (request, errors) = try read(
      #"{"request": {"team": 5, "cost": "cheap", "data": [1], "nonsense": true, "kind": null}}"#, path: "r.json",
      mode: .lenient)
    #expect(errors == "")
    #expect(request?.facts[path: ["request", "team"]] == .int(5))
    #expect(request?.facts[path: ["request", "cost"]] == .string("cheap"))
    #expect(request?.facts[path: ["request", "data"]] == .list([.int(1)]))
    #expect(request?.facts[path: ["request", "nonsense"]] == nil)
    #expect(request?.facts[path: ["request", "kind"]] == nil)
  }

  @Test func `A waiver is read with its rule, scope and end`() throws {
    let (request, errors) = try read(
      Self.sound.replacing("kind: experiment", with: "kind: waiver")
        + "\nwaiver: {rule: no-frontier, scope: \"request.team == 'claims'\", from: 2026-12-01, until: 2027-01-01, request: REQ-000001}\nbeneficiary: user:tom\nacknowledge: [long-run]\n"
    )
    #expect(errors == "")
    #expect(request?.waiver?.rule.value == "no-frontier")
    #expect(request?.waiver?.scope?.text == "request.team == 'claims'")
    #expect(request?.waiver?.until.description == "2027-01-01T00:00:00Z")
    #expect(request?.beneficiary == "tom")
    #expect(request?.acknowledged == ["long-run"])
  }

  @Test(arguments: [
    Row(
      "unknown fact", ("team: claims", "taem: claims"),
      """
      r.yaml:3:119: error: unknown fact `request.taem` [unknown-fact]
        hint: did you mean `team`?
      """),
    Row(
      "elsewhere", ("team: claims", "team: claims, tier: premium"),
      """
      r.yaml:3:133: error: unknown fact `request.tier` [unknown-fact]
        hint: there is `request.model.tier`
      """),
    Row(
      "missing fact", ("team: claims, ", ""),
      """
      r.yaml:3:10: error: the fact `request.team` is missing [missing-fact]
        hint: it is a string
      """),
    Row(
      "null is absent", ("team: claims", "team: null"),
      """
      r.yaml:3:10: error: the fact `request.team` is missing [missing-fact]
        hint: it is a string
      """),
    Row(
      "missing enum", ("environment: dev, ", ""),
      """
      r.yaml:3:10: error: the fact `request.environment` is missing [missing-fact]
        hint: it is one of `sandbox`, `dev`, `test`, `staging`, `production`
      """),
    Row(
      "enum", ("environment: dev", "environment: stagin"),
      """
      r.yaml:4:37: error: `stagin` is no value of `request.environment` [unknown-value]
        hint: did you mean `staging`?
      """),
    Row(
      "duration", ("duration: 60d", "duration: 60"),
      """
      r.yaml:4:52: error: `request.duration` is a duration, such as `30d`, found `60` [wrong-type]
      """),
    Row(
      "business time", ("duration: 60d", "duration: 60bd"),
      """
      r.yaml:4:52: error: `request.duration` is a duration, such as `30d`, found `60bd` [wrong-type]
      """),
    Row(
      "a number for a string", ("team: claims", "team: 5"),
      """
      r.yaml:3:125: error: `request.team` is a string, found `5` [wrong-type]
        hint: quote it: `"5"`
      """),
    Row(
      "computed", ("duration: 60d", "duration: 60d, cost: 5 USD"),
      """
      r.yaml:4:57: error: `request.cost` is computed [computed-fact]
        hint: leave it out; the engine fills it in
      """),
    Row(
      "computed beside", ("estimate:", "requester: {id: zoe}\nestimate:"),
      """
      r.yaml:5:1: error: `requester` is computed [computed-fact]
        hint: leave it out; the engine fills it in
      """),
    Row(
      "unknown key", ("estimate:", "estimat:"),
      """
      r.yaml:5:1: error: unknown key `estimat` [unknown-key]
        hint: did you mean `estimate`?
      """),
    Row(
      "other kind", ("kind: Request", "kind: Rule"),
      """
      r.yaml:2:7: error: expected a `Request`, found `Rule` [kind]
        hint: write `kind: Request`
      """),
    Row(
      "no version", ("apiVersion: assent/v1\n", ""),
      """
      r.yaml:1:1: error: missing key `apiVersion` [missing-key]
        hint: a request needs it
      """),
    Row(
      "other version", ("assent/v1", "assent/v2"),
      """
      r.yaml:1:13: error: unknown version `assent/v2` [api-version]
        hint: write `apiVersion: assent/v1`
      """),
    Row(
      "unknown meter", ("input.uncached", "input.uncachd"),
      """
      r.yaml:6:13: error: unknown meter `input.uncachd` [unknown-meter]
        hint: did you mean `input.uncached`?
      """),
    Row(
      "decimals of tokens", ("1800000000", "1.5"),
      """
      r.yaml:6:39: error: `1.5` is no quantity of `input.uncached` [quantity]
        hint: write a number, zero or more, without decimals
      """),
    Row(
      "negative", ("12.5", "-12.5"),
      """
      r.yaml:7:38: error: `-12.5` is no quantity of `gpu.allocated` [quantity]
        hint: write a number, zero or more, with at most 6 decimals
      """),
    Row(
      "endless waiver", ("estimate:", "waiver: {rule: x}\nestimate:"),
      """
      r.yaml:5:9: error: missing key `until` [missing-key]
        hint: a waiver needs it
      """),
    Row(
      "waiver ends before", ("estimate:", "waiver: {rule: x, from: 2026-02-01, until: 2026-01-01}\nestimate:"),
      """
      r.yaml:5:44: error: `until` is not after `from` [validity]
        hint: a waiver ends after it starts
      """),
    Row(
      "beneficiary", ("estimate:", "beneficiary: group:legal\nestimate:"),
      """
      r.yaml:5:14: error: `group:legal` is no person [actor]
        hint: write the bare id, such as `ann`
      """),
  ])
  func `Requests that are refused`(_ row: Row<(String, String), String>) throws {
    let text = Self.sound.replacing(row.given.0, with: row.given.1)
    #expect(text != Self.sound)
    let (request, errors) = try read(text)
    #expect(request == nil)
    // The source line and its caret are left out here: the lines of the example are long.
    let short = errors.split(separator: "\n").filter { !$0.contains(" | ") }.joined(separator: "\n")
    #expect(short == row.expected)
  }
}

extension RequestDecodingTests {
  /// Documents with facts of every type, fitting and not.
  private static let documents = [
    #"{"request": {"team": "a", "kind": "pilot", "cost": "5 USD", "duration": "1d", "title": "t", "data": {"class": "pii"}}}"#,
    #"{"request": {"team": 5, "kind": 5, "cost": 5, "duration": 5, "title": 5, "data": "x"}, "now": 5}"#,
    #"{"request": {"team": true, "kind": null, "cost": "x", "duration": "1bd", "title": ["a", null, 1.5]}, "now": "2026-01-01"}"#,
    #"{"request": {"gpu": {"count": 1.5, "hours": 9223372036854775808, "type": {"a": [1, {"b": null}]}}}}"#,
    #"{"request": {"gpu": {"count": -0, "hours": 1e2, "x": 1}}, "requester": {"roles": ["a", 5], "id": "b"}}"#,
    #"{"request": [1, 2], "requester": null, "unknown": {"deep": [1]}}"#,
    #"{"request": {"team": "é", "cost": "99999999999999 USD"}, "now": "2026-11-02T09:00:00+01:00"}"#, "{}",
  ]

  @Test(arguments: documents)
  func `A document of a batch has the same facts from its bytes as from its tree`(_ text: String) throws {
    let files = bundleFiles(["rules/schema.yaml": exampleSchema]).documents()
    let schema = try #require(SchemaDecoder.decode(files.documents[0].node, reporting: files.documents[0].sink))
    let node = try #require(JSONReader.read(Array(text.utf8), path: "r.json").document)
    let sink = DiagnosticSink(file: nil)
    let decoder = RequestDecoder(schema: schema, meters: nil, mode: .lenient, reporting: sink)
    #expect(FactScanner.facts(Array(text.utf8), schema: schema) == decoder.decode(node)?.facts)
    #expect(sink.diagnostics.isEmpty)
  }

  @Test(arguments: [
    "", "[]", "{", #"{"request": {"team": "a", "team": "b"}}"#, #"{"request": {}} x"#, #"{"estimate": []}"#,
  ])
  func `Where the bytes are not facts alone, the decoder is asked`(_ text: String) throws {
    let files = bundleFiles(["rules/schema.yaml": exampleSchema]).documents()
    let schema = try #require(SchemaDecoder.decode(files.documents[0].node, reporting: files.documents[0].sink))
    #expect(FactScanner.facts(Array(text.utf8), schema: schema) == nil)
  }
}
