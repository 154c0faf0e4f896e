import Diagnostics
import FactSchema
import Foundation
import SpendModel
import Testing

@testable import BundleLoading
@testable import PolicyEngine

/// The index over documents' bytes against the plain evaluator, on random rules and random documents in which facts
/// are missing, null, of another type, or written in unusual ways.
@Suite struct DifferentialTests {
  /// How many (rule, document) pairs are compared; `ASSENT_DIFFERENTIAL_PAIRS` sets another count.
  private static let pairs =
    ProcessInfo.processInfo.environment["ASSENT_DIFFERENTIAL_PAIRS"].flatMap { Int($0) } ?? 40_000
  private static let (conditions, documents) = (40, 100)

  @Test func `The index gives what the plain evaluator gives`() throws {
    var compared = 0
    var seed: UInt64 = 1
    while compared < Self.pairs {
      let differences = try compare(seed: seed) { _ in }
      #expect(differences == [])
      guard differences.isEmpty else { return }
      compared += 2 * Self.conditions * Self.documents
      seed += 1
    }
    if compared > 100_000 { print("compared \(compared) pairs of rule and document, no difference") }
  }

  @Test func `Breaking one predicate is seen`() throws {
    let breaks: [(String, (inout RuleIndex) -> Void)] = [
      ("a named value", { $0.turns[$0.turns.count / 2].answer ^= Answer.holds }),
      (
        "what a kind of value says",
        { index in
          let slot = index.slots[0]
          let row = Int(slot.kinds) + Int(FactKind.string.rawValue) * Int(slot.count)
          for place in row..<row + Int(slot.count) { index.answers[place] ^= Answer.holds }
        }
      ),
      ("a bound", { index in for place in index.bounds.indices { index.bounds[place] += 1 } }),
      ("what is missing", { index in for place in 1..<index.missing.count { index.missing[place] = Answer.holds } }),
      ("a rule's last predicate", { index in for place in index.rows.indices { index.rows[place][0] = 0 } }),
    ]
    for (name, change) in breaks {
      let isSeen = try (1...20).contains { try !compare(seed: $0, change).isEmpty }
      #expect(isSeen, "\(name)")
    }
  }

  /// Where the index differs, in words.
  private func compare(seed: UInt64, _ change: (inout RuleIndex) -> Void) throws -> [String] {
    var random = Random(state: seed)
    var rules: [Rule] = []
    for number in 0..<Self.conditions {
      let condition = random.condition()
      // A warning shows where a condition is true, a review also where it is indeterminate.
      for effect in [Effect.warn, .require] {
        rules.append(
          Rule(
            id: "\(effect.rawValue)-\(number)", title: "x", owner: .group("x"), condition: SourceExpression(condition),
            effect: effect, reviews: effect == .require ? [Placed("x", at: .start)] : [], toleratesMissing: true))
      }
    }
    let (sound, diagnostics) = PolicyCompiler.compile(
      schema: Self.schema, rules: rules, context: .init(lints: false))
    try #require(diagnostics.map { $0.rendered() } == [])
    var policy = sound
    change(&policy.plan.index)
    var matches = Matches(policy, reserved: RequestDecoder.ownKeys)
    let noon = Timestamp("2026-11-26T12:00:00Z") ?? .epoch
    var differences: [String] = []
    for _ in 0..<Self.documents {
      let text = random.document()
      let bytes = Array(text.utf8)
      let facts = RequestDecoder.read(
        bytes, path: "x.json", schema: Self.schema, meters: nil, mode: .lenient
      ).request?.facts
      let isRead = bytes.withUnsafeBufferPointer { matches.find($0, at: noon) { facts } }
      #expect(isRead == (facts != nil), "\(text)")
      guard let facts else { continue }
      let fromBytes = matches.places
      matches.find(facts, at: noon)
      if fromBytes != matches.places { differences.append("bytes and facts: \(text)") }
      let bound = policy.environment.bind(facts, now: noon)
      for (place, rule) in policy.rules.enumerated() {
        let expected: Bool =
          switch rule.condition.judge(bound) {
          case .holds: true
          case .fails: false
          case .indeterminate: rule.rule.effect == .require
          }
        if expected != fromBytes.contains(Int32(place)) {
          differences.append("\(rule.rule.condition.text) of \(text): \(rule.rule.effect) \(expected)")
        }
      }
    }
    return differences
  }

  private static let schema = Schema(
    facts: ObjectShape([
      .init(
        "request",
        .object(
          ObjectShape([
            .init("team", .string), .init("kind", .enumeration(["pilot", "production", "true", "5"])),
            .init("title", .text), .init("duration", .duration), .init("cost", .money), .init("hours", .int),
            .init("ratio", .double), .init("count", .uint), .init("approved", .bool), .init("tags", .list(.string)),
            .init("kinds", .list(.enumeration(["pilot", "true"]))), .init("labels", .map(key: .string, value: .string)),
            .init("extra", .dynamic), .init("start", .timestamp),
            .init("items", .list(.object(ObjectShape([.init("name", .string), .init("count", .int)])))),
            .init("data", .object(ObjectShape([.init("class", .string), .init("region", .string, isOptional: true)]))),
            .init(
              "gpu",
              .object(
                ObjectShape([.init("type", .string), .init("count", .int), .init("note", .string, isOptional: true)])),
              isOptional: true),
          ]))),
      .init("requester", .object(ObjectShape([.init("id", .string), .init("manager", .string, isOptional: true)]))),
      .init("now", .timestamp),
    ]))
}

/// Random conditions and documents, the same ones for the same seed (splitmix64).
private struct Random {
  var state: UInt64

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  private mutating func below(_ count: Int) -> Int { Int(next() % UInt64(max(count, 1))) }
  private mutating func pick(_ texts: [String]) -> String { texts[below(texts.count)] }
  private mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
  private mutating func order() -> String { pick(["<", "<=", ">", ">=", "==", "!="]) }

  private static let teams = ["claims", "claims-north", "é", "e\u{301}", "", "search"]

  private mutating func team() -> String { "'\(pick(Self.teams))'" }

  // MARK: - Conditions

  mutating func condition() -> String {
    let count = 1 + below(6)
    return (0..<count).map { _ in conjunct() }.joined(separator: " && ")
  }

  private mutating func conjunct() -> String {
    switch below(30) {
    case 0: "request.team == \(team())"
    case 1: "\(team()) != request.team"
    case 2: "request.team in [\(team()), \(team())]"
    case 3: "!(request.team in [\(team()), \(team()), 'x'])"
    case 4: "request.team.startsWith('\(pick(["cl", "claims-", "", "é", "x"]))')"
    case 5: "!request.team.startsWith('\(pick(["cl", "claims-", "", "x"]))')"
    case 6: "request.hours \(order()) \(pick(["5", "0", "-3", "9223372036854775807", "-9223372036854775808"]))"
    case 7: "\(pick(["5", "6", "0"])) \(order()) request.hours"
    case 8: "request.cost \(order()) \(pick(["usd(500)", "usd('500.01')", "money(500, 'EUR')"]))"
    case 9: "request.duration \(order()) duration('\(pick(["24h", "720h", "1s"]))')"
    case 10: "request.start \(order()) timestamp('\(pick(["2026-11-01T00:00:00Z", "2027-01-01T00:00:00.000000001Z"]))')"
    case 11: "now > timestamp('2026-01-01T00:00:00Z')"
    case 12: "'\(pick(["a", "b", "é"]))' in request.tags"
    case 13: "!('\(pick(["a", "b"]))' in request.tags)"
    case 14: "'\(pick(["pilot", "true"]))' in request.kinds"
    case 15: pick(["has(request.gpu)", "!has(request.gpu)", "has(request.gpu.note)", "!has(request.gpu.note)"])
    case 16:
      pick(["has(request.data.region)", "has(requester.manager)", "!has(requester.manager)", "has(request.team)"])
    case 17:
      pick(["has(request.labels.x)", "!has(request.labels.x)", "has(request.extra.x)", "request.labels.q == ''"])
    case 18: pick(["request.approved", "!request.approved", "request.approved == true", "request.approved != true"])
    case 19: pick(["request.extra", "!request.extra", "request.extra == true", "request.extra != false"])
    case 20: "request.extra \(order()) 5"
    case 21: "request.kind \(pick(["==", "!="])) '\(pick(["pilot", "true", "5"]))'"
    case 22: "request.labels.x \(pick(["==", "!="])) '\(pick(["y", "z"]))'"
    case 23: "request.ratio \(order()) \(pick(["0.5", "2.0", "1000.0"]))"
    case 24: "request.count \(order()) \(pick(["5u", "0u"]))"
    case 25: "request.gpu.type == '\(pick(["h100", "a100"]))'"
    case 26: "request.gpu.count \(order()) \(below(5))"
    case 27: "(request.hours / \(below(3)) > 1 || \(conjunct()))"
    case 28: pick(["request.items.exists(i, i.count > 1)", "size(request.tags) > 1", "request.team < 'd'", "true"])
    default: "(request.data.class == 'pii' ? request.hours > 4 : request.data.region == 'eu')"
    }
  }

  // MARK: - Documents

  private static let odd = [
    "null", "true", "false", "5", "-3", "-0", "0.5", "1e3", "2.50", "12345678901234567890", "9223372036854775807",
    "-9223372036854775808", "\"\"", "\"5\"", "\"500 USD\"", "\"30d\"", "\"claims\"", "\"cl\\u0061ims\"",
    "\"a\\n\\\"\\ud83d\\ude00\"", "\"é\"", "[]", "[\"a\", 1, null]", "[[]]", "{}", "{\"x\": \"y\", \"class\": \"pii\"}",
    "{\"\\u0078\": 1}", "{\"a\": {\"a\": [1, {\"b\": 2}]}}", "\"2026-11-01T00:00:00Z\"", "\"2026-11-01\"",
  ]

  mutating func document() -> String {
    let request = object([
      ("team", ["\"claims\"", "\"claims-north\"", "\"search\"", "\"é\"", "\"e\u{301}\"", "\"\\u00e9\""]),
      ("kind", ["\"pilot\"", "\"production\"", "true", "5"]), ("title", ["\"words\""]),
      ("duration", ["\"1d\"", "\"30d\"", "\"4bd\""]), ("cost", ["\"500 USD\"", "\"500.01 USD\"", "\"500 EUR\""]),
      ("hours", ["5", "6", "0", "-3", "9223372036854775807"]), ("ratio", ["0.5", "2", "1e3", "1000"]),
      ("count", ["5", "0", "18446744073709551615"]), ("approved", ["true", "false"]),
      ("tags", ["[]", "[\"a\"]", "[\"a\", \"b\", \"a\"]", "[\"é\", \"x\"]"]),
      ("kinds", ["[\"pilot\"]", "[true]", "[\"x\", \"true\"]"]),
      ("labels", ["{\"x\": \"y\"}", "{\"x\": \"z\", \"q\": \"\"}", "{}"]),
      ("extra", Self.odd), ("start", ["\"2026-11-01T00:00:00Z\"", "\"2027-01-01T00:00:00Z\"", "\"2026-12-01\""]),
      ("items", ["[]", "[{\"name\": \"a\", \"count\": 2}]", "[{\"count\": 1}]"]),
      ("data", ["{\"class\": \"pii\"}", "{\"class\": \"public\", \"region\": \"eu\"}", "{\"region\": null}"]),
      ("gpu", ["{\"type\": \"h100\", \"count\": 4}", "{\"type\": \"a100\", \"count\": 0, \"note\": \"n\"}", "null"]),
    ])
    let requester = object([("id", ["\"zoe\""]), ("manager", ["\"ann\"", "null"])])
    var parts: [String] = []
    if !chance(3) { parts.append("\"request\": " + (chance(3) ? pick(Self.odd) : request)) }
    if !chance(30) { parts.append("\"requester\": " + (chance(5) ? pick(Self.odd) : requester)) }
    if chance(20) { parts.append("\"now\": \"2025-06-01T00:00:00Z\"") }
    if chance(5) { parts.append("\"other\": " + pick(Self.odd)) }
    if chance(3) { parts.append("\"apiVersion\": \"assent/v1\"") }
    if chance(2) { parts.append("\"request\": {}") }
    let text = "{" + parts.joined(separator: ", ") + "}"
    return chance(3) ? String(text.dropLast(below(3) + 1)) : text
  }

  private mutating func object(_ fields: [(name: String, values: [String])]) -> String {
    var parts: [String] = []
    for (name, values) in fields {
      let luck = below(100)
      if luck < 8 { continue }
      parts.append("\"\(name)\"\(luck < 20 ? " " : ""):" + (luck < 20 ? pick(Self.odd) : pick(values)))
    }
    if chance(10) { parts.insert("\"unknown\": \(pick(Self.odd))", at: below(parts.count)) }
    if chance(2), let first = parts.first { parts.append(first) }
    if chance(20) { parts.reverse() }
    return "{" + parts.joined(separator: chance(50) ? "," : " , ") + "}"
  }
}
