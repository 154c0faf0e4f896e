import CostEngine
import Diagnostics
import SpendModel
import Testing

@Suite struct PricingTests {
  private static func date(_ text: String) -> Timestamp { Timestamp(text) ?? .epoch }

  private static func price(
    _ meter: String, _ rate: Int64, model: String? = "gpt-4o", from: String = "2024-10-02T00:00:00Z",
    until: String? = nil,
    block: Int64 = 1_000_000, tiers: [Price.Tier] = [], mode: Price.TierMode = .wholeRequest, match: [Price.Match] = [],
    contract: String? = nil, hours: Price.DailyWindow? = nil
  ) -> Price {
    Price(
      provider: "openai", model: model, meter: meter, blockSteps: block, rate: rate, currency: .usd, from: date(from),
      until: until.map { date($0) }, hours: hours, tiers: tiers, tierMode: mode, match: match, contract: contract)
  }

  private static func catalogue(_ prices: [Price]) -> PriceCatalogue {
    PriceCatalogue([
      PriceBook(
        id: "openai-list", owner: .group("finance"), sourceName: "list", captured: CivilDate(daysSinceEpoch: 20_000),
        prices: prices)
    ])
  }

  private let noon = PricingTests.date("2026-11-02T12:00:00Z")

  @Test func `The worked example costs 7,400 USD`() throws {
    let catalogue = Self.catalogue([
      Self.price("input.uncached", 2_500_000_000_000), Self.price("output.response", 10_000_000_000_000),
    ])
    let estimate = try catalogue.price(
      [
        EstimatedLine(meter: "input.uncached", quantity: 1_800_000_000, provider: "openai", model: "gpt-4o"),
        EstimatedLine(meter: "output.response", quantity: 290_000_000, provider: "openai", model: "gpt-4o"),
      ], meters: .canonical, at: noon)
    #expect(estimate.total == Money("7400 USD"))
    #expect(estimate.lines.map(\.cost) == [Money("4500 USD"), Money("2900 USD")])
  }

  @Test func `A line without a price leaves the whole without one`() throws {
    let catalogue = Self.catalogue([Self.price("input.uncached", 1)])
    let estimate = try catalogue.price(
      [
        EstimatedLine(meter: "input.uncached", quantity: 5, provider: "openai", model: "gpt-4o"),
        EstimatedLine(meter: "input.uncached", quantity: 5, provider: "openai", model: "gpt-4p"),
      ], meters: .canonical, at: noon)
    #expect(estimate.total == nil)
    #expect(estimate.unpriced.map(\.model) == ["gpt-4p"])
    let diagnostics = catalogue.diagnostics(for: estimate, file: "request.yaml")
    #expect(diagnostics.map(\.message) == ["no price for meter `input.uncached` of model `gpt-4p` of `openai`"])
    #expect(diagnostics.map(\.hint) == ["did you mean `gpt-4o`?"])
  }

  @Test(
    arguments: [
      ("2024-10-01T23:59:59Z", nil), ("2024-10-02T00:00:00Z", 1), ("2025-12-31T23:59:59Z", 1),
      ("2026-01-01T00:00:00Z", 2),
    ] as [(String, Int64?)])
  func `The price that holds is the one of the time`(_ row: (at: String, rate: Int64?)) {
    let catalogue = Self.catalogue([
      Self.price("request", 1, until: "2026-01-01T00:00:00Z"), Self.price("request", 2, from: "2026-01-01T00:00:00Z"),
    ])
    let found = catalogue.entry(provider: "openai", model: "gpt-4o", meter: "request", at: Self.date(row.at))
    #expect(found?.price.rate == row.rate)
  }

  @Test func `A contract comes before the list, a condition before none, a model before its provider`() {
    let catalogue = Self.catalogue([
      Self.price("request", 1), Self.price("request", 2, match: [.init("processing", "batch")]),
      Self.price("request", 3, contract: "c"),
      Self.price("seat", 4, model: nil),
    ])
    func rate(_ meter: String, _ processing: String?, at time: Timestamp) -> Int64? {
      catalogue.entry(provider: "openai", model: "gpt-4o", meter: meter, at: time) {
        $0 == "processing" ? processing : nil
      }?.price.rate
    }
    #expect(rate("request", nil, at: noon) == 3)
    #expect(rate("seat", nil, at: noon) == 4)
    #expect(rate("gpu.used", nil, at: noon) == nil)
  }

  @Test(arguments: [(200_000, 100), (200_001, 200)] as [(Int64, Int64)])
  func `A tier starts strictly above and prices the whole request`(_ row: (total: Int64, perToken: Int64)) throws {
    let price = Self.price("request", 100_000, block: 1, tiers: [.init(above: 200_000, rate: 200_000)])
    #expect(try price.cost(of: row.total, total: row.total).nanos == row.total * row.perToken)
  }

  @Test func `A graduated price changes at each tier`() throws {
    let price = Self.price(
      "request", 1_000_000, block: 1, tiers: [.init(above: 10, rate: 2_000_000), .init(above: 20, rate: 3_000_000)],
      mode: .graduated)
    #expect(try price.cost(of: 25, total: 25).nanos == 10 * 1000 + 10 * 2000 + 5 * 3000)
    #expect(try price.cost(of: 5, total: 5).nanos == 5000)
  }

  @Test func `A cost is rounded once, half to even, and never overflows in silence`() throws {
    let price = Self.price("request", 500, block: 1)
    #expect(try price.cost(of: 1, total: 1).nanos == 0)
    #expect(try price.cost(of: 3, total: 3).nanos == 2)
    #expect(throws: ArithmeticError.overflow) { try Self.price("request", .max, block: 1).cost(of: .max, total: 0) }
  }

  @Test func `A daily window may span midnight`() {
    let catalogue = Self.catalogue([Self.price("request", 9, hours: .init(from: 22 * 60, to: 6 * 60))])
    func rate(_ text: String) -> Int64? {
      catalogue.entry(provider: "openai", model: "gpt-4o", meter: "request", at: Self.date(text))?.price.rate
    }
    #expect(rate("2026-11-02T23:00:00Z") == 9)
    #expect(rate("2026-11-02T05:59:00Z") == 9)
    #expect(rate("2026-11-02T06:00:00Z") == nil)
  }

  @Test func `A record without a price is unpriced, never free`() throws {
    let catalogue = Self.catalogue([Self.price("input.uncached", 2_500_000_000_000)])
    var record = UsageRecord(eventID: "1", occurredAt: noon, provider: "openai", modelRequested: "gpt-4o")
    record.quantities = [.init("input.uncached", 1_000_000), .init("output.response", 5)]
    let cost = try catalogue.cost(of: record)
    #expect(cost.isUnpriced)
    #expect(cost.effective == nil)
    record.quantities = [.init("input.uncached", 1_000_000), .init("output.response", 0)]
    #expect(try catalogue.cost(of: record).effective == 2_500_000_000)
    #expect(try catalogue.cost(of: record).isUnpriced == false)
  }
}
