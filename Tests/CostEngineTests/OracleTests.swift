import CostEngine
import SpendModel
import StrictJSON
import TestSupport
import Testing

/// Public traces, and what another engine makes of them.
@Suite struct OracleTests {
  private func rows(_ id: String) throws -> [[JSONValue]]? {
    guard let oracles = try SharedFiles.json("data-oracle.json")?["oracles"]?.array else { return nil }
    return oracles.first { $0["id"]?.string == id }?["rows"]?.array?.compactMap(\.array)
  }

  /// Tokens by client and hour.
  private func hours() throws -> [String: [(hour: Int64, tokens: Int64)]]? {
    guard let text = SharedFiles.text("servegen/m-small-hourly.csv") else { return nil }
    var result: [String: [(hour: Int64, tokens: Int64)]] = [:]
    for line in text.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",")
      guard cells.count == 5, let hour = Int64(cells[1]), let input = Int64(cells[3]), let output = Int64(cells[4])
      else {
        continue
      }
      result[String(cells[0]), default: []].append((hour, input + output))
    }
    return result
  }

  @Test func `Days out of the ordinary are those that the oracle names`() throws {
    guard let expected = try rows("servegen.m-small-hourly.day_anomalies"), let hours = try hours() else { return }
    var found: Set<String> = []
    for (client, hours) in hours {
      var days: [Int64: Int64] = [:]
      for (hour, tokens) in hours { days[hour / 24, default: 0] += tokens }
      let ordered = days.sorted { $0.key < $1.key }
      for (index, day) in ordered.enumerated() where index >= Baseline.days {
        let baseline = try #require(Baseline(ordered[(index - Int(Baseline.days))..<index].map(\.value)))
        if baseline.isAnomaly(day.value) { found.insert("\(client) \(day.key) \(day.value) \(baseline.median)") }
      }
    }
    let wanted = expected.map { row in
      "\(row[0].string ?? "") \(row[1].integer ?? -1) \(row[2].integer ?? -1) \(row[3].string ?? "")"
    }
    #expect(found == Set(wanted))
  }

  @Test func `Budgets reach their thresholds in the hours that the oracle names`() throws {
    guard let expected = try rows("servegen.m-small-hourly.budget_crossings"), let hours = try hours() else { return }
    var found: Set<String> = []
    for (client, hours) in hours {
      let total = hours.reduce(0) { $0 + $1.tokens }
      let budget = Budget(
        id: "b", owner: .group("finance"), scope: [], period: .year,
        amount: Money(nanos: total * 4 / 5, currency: .usd),
        thresholds: [50, 80, 100], isHard: false)
      var (spent, reached): (Int64, [Int64]) = (0, [])
      for (hour, tokens) in hours.sorted(by: { $0.hour < $1.hour }) {
        spent += tokens
        let now = budget.reachedThresholds(by: Money(nanos: spent, currency: .usd))
        for percent in now where !reached.contains(percent) {
          found.insert("\(client) \(budget.amount.nanos) \(percent) \(hour) \(spent)")
        }
        reached = now
      }
    }
    let wanted = expected.map { row in
      "\(row[0].string ?? "") " + row[1...4].map { String($0.integer ?? -1) }.joined(separator: " ")
    }
    #expect(found == Set(wanted))
  }

  @Test func `A trace costs, request by request, what the oracle says`() throws {
    guard let expected = try rows("azure.cost_scenarios"),
      let text = SharedFiles.text("azure-llm-2023/AzureLLMInferenceTrace_code.csv")
    else { return }
    let rates: [(model: String, input: Int64, output: Int64)] = [
      ("gpt-4o", 2_500_000_000_000, 10_000_000_000_000), ("gpt-4o-mini", 150_000_000_000, 600_000_000_000),
    ]
    let prices = rates.flatMap { rate in
      [("input.uncached", rate.input), ("output.response", rate.output)].map { meter, price in
        Price(
          provider: "azure", model: rate.model, meter: meter, blockSteps: 1_000_000, rate: price, currency: .usd,
          from: .epoch)
      }
    }
    let catalogue = PriceCatalogue([
      PriceBook(
        id: "b", owner: .group("finance"), sourceName: "list", captured: CivilDate(daysSinceEpoch: 0), prices: prices)
    ])
    var sums = UsageRollup(by: ["model", "meter"], over: .calendar(.year))
    for line in text.split(whereSeparator: \.isNewline).dropFirst() {
      let cells = line.split(separator: ",")
      guard cells.count == 3, let input = Int64(cells[1]), let output = Int64(cells[2]) else { continue }
      for rate in rates {
        let record = UsageRecord(
          eventID: "e", occurredAt: .epoch, provider: "azure", modelBilled: rate.model,
          quantities: [.init("input.uncached", input), .init("output.response", output)])
        try sums.add(record, try catalogue.cost(of: record))
      }
    }
    let wanted = expected.flatMap { [$0[1].string, $0[2].string] }
    #expect(
      sums.groups.map { Decimal128($0.sums.effective).multiplied(by: Decimal128("1e-9") ?? .zero)?.text } == wanted)
  }
}
