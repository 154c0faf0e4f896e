import GRDB
import SpendModel
import Storage
import StrictJSON
import Testing

@Suite struct UsageTests {
  /// A record of 3 USD against a grant, unless said otherwise.
  static func entry(
    _ id: String, source: String = "openai-org", at: Int64 = 0, grant: String? = "GRT-000001",
    costCenter: String? = "CC-0410",
    currency: Currency? = .usd, effective: Int64? = 3_000_000_000, model: String? = "gpt-4o",
    project: String? = "triage",
    dimensions: [UsageEntry.Dimension] = [.init("region", "eu"), .init("tags.app", "mail")],
    meters: [UsageEntry.Meter] = [
      .init("output.response", quantity: 5, cost: 1_000_000_000), .init("input.uncached", quantity: 9, cost: nil),
    ]
  ) -> UsageEntry {
    UsageEntry(
      source: source, eventID: id, occurredAt: later(at), status: "ok", provider: "openai", model: model, grant: grant,
      project: project, team: nil, costCenter: costCenter, dimensions: dimensions, currency: currency, list: effective,
      contracted: effective, billed: nil, effective: effective, isUnpriced: effective == nil, meters: meters)
  }

  /// Stores a batch with its leaf, as the service does.
  @discardableResult
  static func store(_ entries: [UsageEntry], in test: TestStore) throws -> UsageBatchOutcome {
    try test.store.write(at: noon, keys: test.keys) { writing in
      var rest = entries[...]
      let outcome = try writing.insertUsage(next: { rest.popFirst() }, stored: { _ in })
      if outcome.accepted > 0 {
        try writing.append([ingested(batch: outcome.batch, accepted: outcome.accepted, digest: outcome.recordsSHA256)])
      }
      return outcome
    }
  }

  static func read(_ test: TestStore, _ filter: UsageFilter = UsageFilter()) throws -> [UsageEntry] {
    var found: [UsageEntry] = []
    try test.store.read { try $0.forEachUsage(filter) { found.append($0) } }
    return found
  }

  @Test func `A record is stored once for its source and event id`() throws {
    let test = try TestStore()
    let first = try Self.store([Self.entry("a"), Self.entry("b"), Self.entry("a", effective: 9)], in: test)
    #expect(first.batch == 1 && first.accepted == 2 && first.duplicates == 1)
    let second = try Self.store([Self.entry("b"), Self.entry("a", source: "other"), Self.entry("c")], in: test)
    #expect(second.batch == 2 && second.accepted == 2 && second.duplicates == 1)
    let third = try Self.store([Self.entry("a"), Self.entry("b")], in: test)
    #expect(third.accepted == 0 && third.duplicates == 2)
    #expect(try Self.read(test).map(\.eventID) == ["a", "b", "a", "c"])
    #expect(try Self.read(test).map(\.source) == ["openai-org", "openai-org", "other", "openai-org"])
    #expect(try Self.read(test)[0].effective == 3_000_000_000)
    #expect(try test.store.read { try $0.usageOutsideBatches() } == 0)
    for batch in try test.store.read({ try $0.usageBatches() }) {
      #expect(try test.store.read { try $0.digestOfUsage(batch: batch.number) } == batch.recordsSHA256)
    }
  }

  @Test func `A record comes back as it was stored`() throws {
    let test = try TestStore()
    let odd = "a\u{1F}b\u{1E}c\u{0301}\"\\\n\u{7F}日"
    let entries = [
      Self.entry("plain"),
      Self.entry(
        "bare", grant: nil, costCenter: nil, currency: nil, effective: nil, model: nil, project: nil, dimensions: [],
        meters: []),
      Self.entry(
        "odd", model: odd, project: odd, dimensions: [.init(odd, odd)],
        meters: [.init(odd, quantity: .max, cost: .min), .init("a", quantity: 0, cost: 0)]),
      Self.entry("empty", model: "", project: ""),
    ]
    let outcome = try Self.store(entries, in: test)
    let expected = entries.map { entry in
      var sorted = entry
      sorted.meters.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
      return sorted
    }
    #expect(try Self.read(test) == expected)
    #expect(try test.store.read { try $0.digestOfUsage(batch: 1) } == outcome.recordsSHA256)
    #expect(entries.first?.dimension("tags['app']") == "mail")
  }

  @Test func `The digest of a batch tells any two batches apart`() throws {
    let variants: [[UsageEntry]] = [
      [Self.entry("a")], [Self.entry("a", model: nil)], [Self.entry("a", model: "")], [Self.entry("a", project: nil)],
      [Self.entry("a", model: "x\u{1F}y", project: "z")], [Self.entry("a", model: "x", project: "y\u{1F}z")],
      [Self.entry("a", effective: 0)], [Self.entry("a", effective: nil)], [Self.entry("a", meters: [])],
      [Self.entry("a", meters: [.init("m", quantity: 1, cost: nil)])],
      [Self.entry("a", meters: [.init("m", quantity: 1, cost: 0)])],
      [Self.entry("a", model: "e\u{301}")], [Self.entry("a", model: "\u{E9}")], [Self.entry("a"), Self.entry("b")],
      [Self.entry("b"), Self.entry("a")],
    ]
    var digests: Set<String> = []
    for entries in variants { digests.insert(try Self.store(entries, in: try TestStore()).recordsSHA256) }
    #expect(digests.count == variants.count)
  }

  @Test func `A changed cell of any stored record changes the digest of its batch`() throws {
    var changes = 0
    let columns = try TestStore().raw { db in
      try ["usage_event", "usage_meter"].flatMap { table in
        try db.columns(in: table).filter { $0.name != "record" && $0.name != "event_id" }.map {
          (table, $0.name, $0.type)
        }
      }
    }
    for (table, column, type) in columns {
      for change in type == "TEXT"
        ? ["'x'", "\"\(column)\" || char(0) || 'x'", "''", "' ' || \"\(column)\""] : ["coalesce(\"\(column)\", 0) + 1"]
      {
        let test = try TestStore()
        try Self.store([Self.entry("a"), Self.entry("b", grant: nil)], in: test)
        let before = try test.store.read { try $0.digestOfUsage(batch: 1) }
        let isChanged = try test.raw { db in
          try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
          try db.execute(
            sql:
              "UPDATE OR IGNORE \(table) SET \"\(column)\" = \(change) WHERE record = 1 AND \"\(column)\" IS NOT (\(change))"
          )
          return db.changesCount > 0
        }
        guard isChanged else { continue }
        changes += 1
        #expect(try test.store.read { try $0.digestOfUsage(batch: 1) } != before, "\(table).\(column) = \(change)")
      }
    }
    #expect(changes > 40)
  }

  @Test func `Sums count by grant and currency, and what has no price is no zero`() throws {
    let test = try TestStore()
    let eur = Currency.eur
    try Self.store(
      [
        Self.entry("1"), Self.entry("2", effective: -1_000_000_000), Self.entry("3", currency: eur, effective: 7),
        Self.entry("4", currency: nil, effective: nil), Self.entry("5", grant: "GRT-000002"),
        Self.entry("6", grant: nil),
      ], in: test)
    let usage = try test.store.read { try $0.usage(ofGrant: "GRT-000001") }
    #expect(usage.spent == [Money(nanos: 7, currency: eur), Money(nanos: 2_000_000_000, currency: .usd)])
    #expect(usage.unpriced == 1)
    let unpriced = try TestStore()
    try Self.store([Self.entry("1", effective: nil)], in: unpriced)
    let nothing = try unpriced.store.read { try $0.usage(ofGrant: "GRT-000001") }
    #expect(nothing.spent == [] && nothing.unpriced == 1)
    let none = try test.store.read { try $0.usage(ofGrant: "GRT-000009") }
    #expect(none.spent == [] && none.unpriced == 0)
  }

  @Test(
    arguments: [
      ([Int64.max, 1], nil), ([.min, -1], nil), ([.max, .max], nil), ([.max, 1, -1], .max),
      ([.max, .max, .min, .min], -2),
      ([.min], .min), ([-1], -1), ([-1, -4_294_967_296, 4_294_967_295], -2), ([0], 0),
    ] as [([Int64], Int64?)])
  func `A sum is exact, and refused where it leaves the range of money`(_ amounts: [Int64], _ sum: Int64?) throws {
    let test = try TestStore()
    try Self.store(amounts.enumerated().map { Self.entry("\($0)", effective: $1) }, in: test)
    let questions: [(Reading) throws -> [Money]] = [
      { try $0.usage(ofGrant: "GRT-000001").spent },
      { try $0.spent(costCenter: "CC-0410", from: noon, to: later(9), outsideGrantsOn: "none") },
    ]
    for question in questions {
      if let sum {
        #expect(try test.store.read(question) == [Money(nanos: sum, currency: .usd)])
      } else {
        #expect(throws: ArithmeticError.overflow) { try test.store.read(question) }
      }
    }
  }

  @Test func `A cost center's spend counts a period, without the grants that hold a reserve`() throws {
    let test = try TestStore()
    try Self.store(
      [
        Self.entry("1", at: -1), Self.entry("2", at: 0), Self.entry("3", at: 9, grant: "GRT-000002"),
        Self.entry("4", at: 10),
        Self.entry("5", at: 5, grant: nil), Self.entry("6", at: 5, costCenter: "CC-9"),
        Self.entry("7", at: 5, costCenter: nil),
      ], in: test)
    let rows: [(String?, [String: Int64])] = [
      (nil, ["none": 9, "cc-0410": 9]), ("GRT-000001", ["none": 9, "cc-0410": 6]),
      ("GRT-000002", ["none": 9, "cc-0410": 3]), ("GRT-000009", ["none": 9, "cc-0410": 3]),
    ]
    for (grant, spent) in rows {
      if let grant {
        let request = "REQ-" + grant.dropFirst(4)
        try test.append([submitted(request), minted(grant, for: request, reserve: 1000)])
      }
      for (budget, units) in spent {
        let found = try test.store.read {
          try $0.spent(costCenter: "CC-0410", from: noon, to: later(10), outsideGrantsOn: budget)
        }
        #expect(found.map(\.nanos) == [units * 1_000_000_000], "\(grant ?? "no grant"), \(budget)")
      }
    }
  }

  @Test(arguments: [
    (UsageFilter(), ["1", "2", "3", "4"]), (UsageFilter(from: later(5)), ["1", "3"]),
    (UsageFilter(to: later(5)), ["2", "4"]),
    (UsageFilter(from: later(0), to: later(6)), ["1", "2"]), (UsageFilter(grant: "GRT-000002"), ["3"]),
    (UsageFilter(batch: 2), ["3", "4"]), (UsageFilter(from: later(7), batch: 2), ["3"]), (UsageFilter(batch: 3), []),
  ])
  func `A filter lets through what it says, in the order of storing`(_ filter: UsageFilter, _ ids: [String]) throws {
    let test = try TestStore()
    try Self.store([Self.entry("1", at: 5), Self.entry("2", at: 1)], in: test)
    try Self.store(
      [Self.entry("3", at: 7, grant: "GRT-000002"), Self.entry("4", at: -3, grant: nil, meters: [])], in: test)
    #expect(try Self.read(test, filter).map(\.eventID) == ids)
  }

  @Test func `Reserves count on their budget while a grant lives`() throws {
    let test = try TestStore()
    for number in 1...3 {
      let (request, grant) = ("REQ-00000\(number)", "GRT-00000\(number)")
      try test.append([submitted(request), minted(grant, for: request, reserve: Int64(number) * 1000)])
    }
    #expect(try test.store.read { try $0.reserved(onBudget: "cc-0410") }.map(\.nanos) == [6_000_000_000_000])
    try test.append([grantEvent(.grantRevoked, "GRT-000003"), grantEvent(.grantSuspended, "GRT-000002")])
    #expect(try test.store.read { try $0.reserved(onBudget: "cc-0410") }.map(\.nanos) == [3_000_000_000_000])
    #expect(try test.store.read { try $0.reserved(onBudget: "none") } == [])
    #expect(try test.store.read { try $0.liveGrants().map(\.id) } == ["GRT-000001", "GRT-000002"])
  }
}
