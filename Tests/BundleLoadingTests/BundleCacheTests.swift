import CEL
import Diagnostics
import Foundation
import SpendModel
import Testing

@testable import BundleLoading
@testable import PolicyEngine

/// Rules that are kept as they were compiled say what the files say, and are used only where they are whole.
@Suite struct BundleCacheTests {
  private static let rules = """
    apiVersion: assent/v1
    kind: RuleSet
    defaults: {on: request, owner: group:finance}
    rules:
      - {id: over, title: Over, when: "request.cost > usd(500)", effect: require, review: [finance, legal],
         message: "'costs ' + request.environment", from: 2026-01-01, until: 2030-01-01, rationale: because,
         obligations: [{id: dpia, before: start, evidence: dpia, owner: {managerOf: requester}, due: 5bd}]}
      - {id: no, title: No, when: "request.environment in ['dev', 'test'] && request.cost > usd(9000)", effect: deny,
         waivable: true, severity: critical}
      - {id: look, title: Look, when: "request.environment == 'dev' || request.cost * 2 > usd(2)", effect: warn, ack: true}
      - {id: used, title: Used, on: usage, window: 28d, by: [team, "tags['x']"], where: "usage.status == 'ok'",
         when: spend.effective > usd(5), effect: finding,
         finding: {owner: grant.owner, due: 5bd, amount: spend.effective - usd(5), action: amend, grant: suspend}}
    ---
    apiVersion: assent/v1
    kind: DecisionTable
    id: matrix
    title: Who
    owner: group:finance
    on: request
    hit: first
    columns: [request.environment, request.cost]
    rows:
      - {in: ["'dev'", "_"], out: {effect: require, review: [legal]}}
      - {in: ["_", "> usd(50)"], out: {effect: require, review: [security]}}
    """
  private static let points = """
    apiVersion: assent/v1
    kind: DecisionTable
    id: points
    title: Points
    owner: group:finance
    on: request
    hit: collect
    collect: sum
    columns: [request.environment, request.cost]
    rows:
      - {in: ["'dev'", "_"], out: {value: 1}}
      - {in: ["_", "> usd(50)"], out: {value: 20}}
    """
  private static let schema = """
    apiVersion: assent/v1
    kind: Schema
    facts:
      request: {environment: string, cost: money, title: text}
      now: timestamp
    """
  private static let files = bundleFiles([
    "rules/schema.yaml": schema, "rules/policy/set.yaml": rules, "rules/policy/points.yaml": points,
  ])

  private func folder() -> String { NSTemporaryDirectory() + "assent-cache-\(UUID().uuidString)" }

  private func load(_ files: BundleFiles, _ cache: BundleCache?) throws -> BundleLoading.Bundle {
    let loaded = BundleLoader.load(files, scope: .rulesOnly, lints: false, cache: cache)
    #expect(loaded.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
    return try #require(loaded.bundle)
  }

  private func entries(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).map { folder + "/" + $0 }
  }

  private static let requests: [Facts] =
    ["dev", "test", "production"].flatMap { environment in
      [Int64(1), 60, 600, 10_000].map { cost in
        let money = FactValue.money(Money(nanos: cost * 1_000_000_000, currency: .usd))
        return Facts(["request": .object(Facts(["environment": .string(environment), "cost": money]))])
      }
    } + [Facts(), Facts(["request": .object(Facts(["environment": .int(1)]))])]

  /// All that a bundle says to the requests, in words.
  private func said(by bundle: BundleLoading.Bundle) -> [String] {
    let noon = Timestamp("2026-11-26T12:00:00Z") ?? .epoch
    return Self.requests.flatMap { facts in
      [
        "\(bundle.policy.evaluate(facts, at: noon))", "\(bundle.policy.matches(facts, at: noon))",
        "\(bundle.policy.ids.map { bundle.policy.whyNot($0, facts, at: noon).map { "\($0)" } ?? "none" })",
      ]
    }
  }

  @Test func `Rules from the cache say what the files say`() throws {
    let folder = folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let cache = BundleCache(folder: folder)
    let first = try load(Self.files, cache)
    #expect(try entries(folder).count == 1)
    let second = try load(Self.files, cache)
    #expect(said(by: first) == said(by: second))
    #expect(first.policy.ids == second.policy.ids)
    for (a, b) in zip(first.rules, second.rules) {
      let places = [
        "digest", "makeDigest", "condition", "message", "position", "file", "reviews", "from", "until", "usage",
        "finding", "table",
      ]
      for (left, right) in zip(Mirror(reflecting: a).children, Mirror(reflecting: b).children)
      where !places.contains(left.label ?? "") {
        #expect("\(left.value)" == "\(right.value)", "\(a.id): \(left.label ?? "")")
      }
      #expect(a.digest == b.digest)
      #expect(a.table?.table == b.table?.table)
      #expect(a.table?.hit == b.table?.hit)
      #expect(a.table?.row == b.table?.row)
      #expect(a.table?.output == b.table?.output)
      #expect(a.condition.text == b.condition.text)
      #expect(a.message?.text == b.message?.text)
      #expect(a.reviews.map(\.value) == b.reviews.map(\.value))
      #expect(a.from?.value == b.from?.value)
      #expect(a.until?.value == b.until?.value)
      #expect(a.usage?.window == b.usage?.window)
      #expect(a.usage?.by.map(\.value) == b.usage?.by.map(\.value))
      #expect(a.usage?.filter?.text == b.usage?.filter?.text)
      #expect(a.finding?.amount?.text == b.finding?.amount?.text)
      #expect(a.finding?.owner == b.finding?.owner)
      #expect(a.finding?.due == b.finding?.due)
      #expect(a.finding?.grant == b.finding?.grant)
    }
    #expect(second.policy.usageRules.map(\.rule.id) == ["used"])
    #expect(second.policy.tables.map(\.table.id) == ["points"])
  }

  @Test func `An entry that is cut short or changed is passed over and written again`() throws {
    let folder = folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let cache = BundleCache(folder: folder)
    let expected = said(by: try load(Self.files, cache))
    let path = try #require(try entries(folder).first)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for count in [0, 1, 14, 15, 46, 47, 48, whole.count / 2, whole.count - 1] {
      try whole.prefix(count).write(to: URL(fileURLWithPath: path))
      #expect(said(by: try load(Self.files, cache)) == expected, "cut at \(count)")
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == whole.count)
    }
    for place in stride(from: 0, to: whole.count, by: whole.count / 40) {
      var changed = whole
      changed[place] ^= 0x10
      try changed.write(to: URL(fileURLWithPath: path))
      #expect(said(by: try load(Self.files, cache)) == expected, "changed at \(place)")
    }
  }

  @Test func `Another wording, scope or count of rules is another entry`() throws {
    let folder = folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let cache = BundleCache(folder: folder)
    _ = try load(Self.files, cache)
    let other = bundleFiles([
      "rules/schema.yaml": Self.schema, "rules/policy/set.yaml": Self.rules.replacing("usd(500)", with: "usd(501)"),
    ])
    let bundle = try load(other, cache)
    #expect(bundle.policy["over"]?.rule.condition.text == "request.cost > usd(501)")
    let limited = BundleLoader.load(Self.files, scope: .rulesOnly, limitRules: 2, lints: false, cache: cache)
    #expect(limited.bundle?.policy.ids == ["over", "no"])
    #expect(try entries(folder).count == 3)
  }

  @Test(arguments: [
    ("other time zones or another currency", true, false), ("a policy that is none", false, true),
    ("both", true, true),
  ])
  func `An entry that does not fit is passed over and written again`(
    _ name: String, hasOtherSetting: Bool, isBroken: Bool
  ) throws {
    let folder = folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let cache = BundleCache(folder: folder)
    let expected = said(by: try load(Self.files, cache))
    let key = CachedRules.key(Self.files, .rulesOnly, limit: nil)
    let whole = try #require(cache.read(key))
    let kept = try #require(CachedRules(whole))
    let other = CachedRules(
      files: kept.files, setting: hasOtherSetting ? "other" : kept.setting,
      policy: isBroken ? Array(kept.policy.dropLast()) : kept.policy)
    cache.write(key, other.bytes)
    #expect(said(by: try load(Self.files, cache)) == expected)
    let again = try #require(cache.read(key).flatMap { CachedRules($0) })
    #expect(again.setting == kept.setting)
    #expect(again.policy.count == kept.policy.count)
  }

  @Test func `The setting of rules tells currencies and zones apart`() {
    let zones = [
      ZoneRules(posix: "CET-1CEST,M3.5.0,M10.5.0/3"), ZoneRules(posix: "CET-1"), ZoneRules.utc,
      ZoneRules(posix: "XXX3YYY,J60,J300"), ZoneRules(posix: "XXX3YYY,60,300"),
      ZoneRules(posix: "CET-1CEST,M3.5.0,M10.5.0/2"),
    ]
    var settings = Set(["USD", "EUR"].map { CachedRules.setting(currency: $0, zones: [:]) })
    for zone in zones {
      for name in ["Europe/Berlin", "Europe/Paris"] {
        settings.insert(CachedRules.setting(currency: "USD", zones: [name: zone].compactMapValues { $0 }))
      }
    }
    #expect(settings.count == 14)
  }

  @Test func `What has errors, and what is to be linted, is not kept`() throws {
    let folder = folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let cache = BundleCache(folder: folder)
    let wrong = bundleFiles(["rules/schema.yaml": Self.schema, "rules/policy/set.yaml": Self.rules + "\nx: 1"])
    #expect(BundleLoader.load(wrong, scope: .rulesOnly, lints: false, cache: cache).bundle == nil)
    _ = BundleLoader.load(Self.files, scope: .rulesOnly, lints: true, cache: cache)
    #expect((try? entries(folder)) == nil)
  }

  @Test func `Where there can be no cache, rules are loaded all the same`() throws {
    let bundle = try load(Self.files, BundleCache(folder: "/proc/none"))
    #expect(said(by: bundle) == said(by: try load(Self.files, nil)))
  }

  @Test func `Many may read and write at once`() async throws {
    let folder = folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let expected = said(by: try load(Self.files, nil))
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for index in 0..<24 {
        group.addTask {
          if index % 3 == 0 { try? FileManager.default.removeItem(atPath: folder) }
          return said(by: try load(Self.files, BundleCache(folder: folder))) == expected
        }
      }
      for try await isSame in group { #expect(isSame) }
    }
  }

  @Test func `Old entries make room`() throws {
    let folder = folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let cache = BundleCache(folder: folder)
    for index in 0..<40 { cache.write("entry\(index)", [UInt8(index)]) }
    #expect(try entries(folder).count == 32)
    #expect(cache.read("entry39") == [39])
  }
}
