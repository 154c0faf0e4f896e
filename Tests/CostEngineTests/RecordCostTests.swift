import CostEngine
import SpendModel
import Testing

@Suite struct RecordCostTests {
  private static func price(
    _ meter: String, _ text: String, model: String? = "m", match: [Price.Match] = [], contract: String? = nil,
    hours: Price.DailyWindow? = nil, tiers: [Price.Tier] = []
  ) -> Price {
    let money = Money(text) ?? .zero(.usd)
    return Price(
      provider: "openai", model: model, meter: meter, blockSteps: 1, rate: money.nanos * 1000, currency: money.currency,
      from: .epoch, hours: hours, tiers: tiers, match: match, contract: contract)
  }

  private static func cost(
    _ prices: [Price], _ quantities: [UsageRecord.Quantity], _ dimensions: [String: String] = [:], model: String = "m",
    change: (inout UsageRecord) -> Void = { _ in }
  ) throws -> RecordCost {
    let book = PriceBook(
      id: "b", owner: .group("finance"), sourceName: "list", captured: CivilDate(daysSinceEpoch: 0), prices: prices)
    var record = UsageRecord(
      eventID: "e", occurredAt: .epoch, provider: "openai", modelBilled: model, dimensions: dimensions,
      quantities: quantities)
    change(&record)
    return try PriceCatalogue([book]).cost(of: record)
  }

  private let one: [UsageRecord.Quantity] = [.init("request", 1)]

  @Test func `A contract's price counts, and the list's stands beside it`() throws {
    let cost = try Self.cost(
      [
        Self.price("request", "10 USD"), Self.price("request", "7 USD", contract: "c"),
        Self.price("input.uncached", "1 USD"),
      ],
      [.init("request", 1), .init("input.uncached", 2)])
    #expect(cost.list == 12_000_000_000)
    #expect(cost.contracted == 9_000_000_000)
    #expect(cost.effective == 9_000_000_000)
    #expect(cost.billed == nil)
    #expect(cost.meters.map(\.cost) == [7_000_000_000, 2_000_000_000])
  }

  @Test func `Without a contract there is no contracted cost`() throws {
    let cost = try Self.cost([Self.price("request", "10 USD")], one)
    #expect((cost.list, cost.effective) == (10_000_000_000, 10_000_000_000))
    #expect(cost.contracted == nil)
  }

  @Test func `What only a contract prices has no list cost, and is not unpriced`() throws {
    let cost = try Self.cost([Self.price("request", "7 USD", contract: "c")], one)
    #expect(cost.list == nil)
    #expect((cost.contracted, cost.effective) == (7_000_000_000, 7_000_000_000))
    #expect(!cost.isUnpriced)
  }

  @Test(
    arguments: [
      Row("two conditions before one", ["processing": "batch", "region": "eu"], 1),
      Row("one before none", ["processing": "batch"], 2),
      Row("none holds", ["processing": "Batch"], 4),
      Row("no dimension at all", [:], 4),
    ] as [Row<[String: String], Int64>])
  func `The most specific price that holds is the one`(_ row: Row<[String: String], Int64>) throws {
    let prices = [
      Self.price("request", "8 USD", model: nil), Self.price("request", "4 USD"),
      Self.price("request", "2 USD", match: [.init("processing", "batch")]),
      Self.price("request", "1 USD", match: [.init("processing", "batch"), .init("region", "eu")]),
    ]
    #expect(try Self.cost(prices, one, row.given).effective == row.expected * 1_000_000_000)
    #expect(try Self.cost(prices, one, row.given, model: "n").effective == 8_000_000_000)
  }

  @Test func `Hours come before the whole day`() throws {
    let prices = [Self.price("request", "1 USD", hours: .init(from: 0, to: 60)), Self.price("request", "4 USD")]
    #expect(try Self.cost(prices, one).effective == 1_000_000_000)
    let late = try Self.cost(prices, one) { $0.occurredAt = Timestamp(clamping: 3_600_000_000) }
    #expect(late.effective == 4_000_000_000)
  }

  @Test func `All input of a request chooses the tier of its output too`() throws {
    let prices = [
      Self.price("input.uncached", "1 USD"), Self.price("input.cache_read", "1 USD"),
      Self.price("output.response", "1 USD", tiers: [.init(above: 10, rate: 5_000_000_000_000)]),
      Self.price("seat", "1 USD", tiers: [.init(above: 10, rate: 5_000_000_000_000)]),
    ]
    func output(_ uncached: Int64, _ read: Int64, _ meter: String = "output.response") throws -> Int64? {
      try Self.cost(
        prices, [.init("input.uncached", uncached), .init("input.cache_read", read), .init(meter, 1)]
      ).meters.last?.cost
    }
    #expect(try output(5, 5) == 1_000_000_000)
    #expect(try output(5, 6) == 5_000_000_000)
    // What is not of the request goes by its own quantity.
    #expect(try output(5, 6, "seat") == 1_000_000_000)
  }

  @Test(
    arguments: [
      Row("no price", [UsageRecord.Quantity("seat", 1)], [:]),
      Row("no price for one of two", [.init("request", 1), .init("seat", 1)], [:]),
      Row("a price in another currency", [.init("request", 1), .init("search.call", 1)], [:]),
      Row("a condition that does not hold", [.init("review", 1)], ["region": "us"]),
      Row("a model that differs in its bytes", [.init("vector.query", 1)], [:]),
    ] as [Row<[UsageRecord.Quantity], [String: String]>])
  func `What has no price is unpriced, never free`(
    _ row: Row<[UsageRecord.Quantity], [String: String]>
  ) throws {
    let cost = try Self.cost(
      [
        Self.price("request", "1 USD"), Self.price("search.call", "1 EUR"),
        Self.price("review", "1 USD", match: [.init("region", "eu")]),
        Self.price("vector.query", "1 USD", model: "cafe\u{301}"),
      ], row.given, row.expected, model: row.given.first?.meter == "vector.query" ? "caf\u{E9}" : "m")
    #expect(cost.isUnpriced)
    #expect(cost.effective == nil)
    #expect(cost.list == nil)
    #expect(cost.currency == nil)
  }

  @Test func `Nothing counted costs nothing`() throws {
    let cost = try Self.cost([], [.init("request", 0)])
    #expect(!cost.isUnpriced)
    #expect(cost.effective == 0)
    #expect(try Self.cost([], []).effective == 0)
  }

  @Test func `A charge keeps what was billed`() throws {
    let cost = try Self.cost([Self.price("request", "1 USD")], one) { record in
      record.billed = Money("-3.10 EUR")
      record.list = Money("4 EUR")
      record.contracted = Money("4 USD")
    }
    #expect(cost.currency == .eur)
    #expect((cost.billed, cost.effective, cost.list) == (-3_100_000_000, -3_100_000_000, 4_000_000_000))
    // An amount in another currency is none of this charge.
    #expect(cost.contracted == nil)
    #expect(!cost.isUnpriced)
  }

  @Test func `What leaves 64 bits is an error`() throws {
    #expect(throws: ArithmeticError.overflow) {
      try Self.cost([Self.price("request", "9000000 USD")], [.init("request", .max)])
    }
    #expect(throws: ArithmeticError.overflow) {
      try Self.cost([], [.init("input.uncached", .max), .init("input.cache_read", 1)])
    }
  }

  @Test(
    arguments: [
      Row("a tie goes to the even one below", (5, 100, 1), 0), Row("and to the even one above", (15, 100, 1), 2),
      Row("more than half goes up", (5001, 100, 1), 500), Row("less than half goes down", (4, 100, 1), 0),
      Row("a third", (10, 1000, 3), 3), Row("two thirds", (20, 1000, 3), 7),
      Row("beyond 64 bits on the way", (4_000_000_000, 9_000_000_000_000, 1_000_000), 36_000_000_000_000),
    ] as [Row<(Int64, Int64, Int64), Int64>])
  func `A cost is rounded half to even`(_ row: Row<(Int64, Int64, Int64), Int64>) throws {
    let (quantity, rate, block) = row.given
    let price = Price(
      provider: "p", model: nil, meter: "request", blockSteps: block, rate: rate, currency: .usd, from: .epoch)
    #expect(try price.cost(of: quantity, total: 0).nanos == row.expected)
  }
}
