import CostEngine
import Intake
import SpendModel
import StrictJSON
import Testing

/// Public files as they are: totals found by other means. Without the folder of shared inputs there is nothing to check.
@Suite(.enabled(if: shared != nil, "the folder of shared inputs is absent"))
struct `Real files` {
  func path(_ name: String) throws -> String { try #require(shared) + "/data/" + name }

  @Test func `Azure trace of 2023, mapped`() throws {
    let outcome = Outcome(
      try path("azure-llm-2023/AzureLLMInferenceTrace_code.csv"),
      reading: options(
        map: [
          ("occurred_at", "TIMESTAMP"), ("input.uncached", "ContextTokens"), ("output.response", "GeneratedTokens"),
        ],
        set: [("provider", "azure"), ("model", "code")]))
    #expect(outcome.records.count == 8819)
    #expect(outcome.rejections.isEmpty)
    #expect(outcome.totals == ["input.uncached": 18_059_974, "output.response": 245_896])
    #expect(outcome.records.first?.occurredAt == Timestamp("2023-11-16T18:17:03.97996Z"))
  }

  @Test func `OpenAI usage of thirty days`() throws {
    let outcome = Outcome(try path("payloads/openai-usage-completions.json"), reading: options())
    #expect(outcome.records.count == 14)
    #expect(outcome.totals["input.uncached"] == 15_457_859)
    #expect(outcome.totals["input.cache_read"] == 154_624)
    #expect(outcome.totals["output.response"] == 422_313)
    #expect(outcome.totals["request"] == 13_259)
  }

  @Test func `OpenAI costs of the same days`() throws {
    let outcome = Outcome(try path("payloads/openai-costs.json"), reading: options())
    #expect(outcome.records.count == 16)
    #expect(outcome.rejections.isEmpty)
    let days = outcome.records.filter { ($0.billed?.nanos ?? 0) > 50_000_000_000 }.map(\.occurredAt.date.description)
    #expect(days == ["2025-01-22", "2025-01-23"])
  }

  @Test func `FOCUS sample, by provider`() throws {
    let outcome = Outcome(try path("focus-sample/focus_1.0_sample.csv"), reading: options())
    #expect(outcome.records.count == 546)
    #expect(outcome.rejections.isEmpty)
    #expect(Set(outcome.records.map(\.eventID)).count == 546)
    let oracle = try byProvider()
    #expect(oracle.count == 3)
    for (provider, expected) in oracle {
      let charges = outcome.records.filter { $0.provider == provider }
      #expect(charges.count == expected.rows)
      let nanos = charges.compactMap { $0.billed?.nanos }.reduce(0, +)
      // Each row is rounded once to the nano-unit.
      #expect(abs(nanos - expected.nanos) <= Int64(expected.rows), "\(provider)")
    }
  }

  @Test func `FOCUS examples of models and caches`() throws {
    let outcome = Outcome(try path("focus-ai-examples/ai_prompt_caching_a.csv"), reading: options())
    #expect(
      outcome.totals == [
        "input.uncached": 500_000, "input.cache_read": 8_000_000, "input.cache_write_5m": 2_000_000,
        "output.response": 1_500_000,
      ])
    #expect(Set(outcome.records.compactMap(\.model)) == ["solora-reasoning-pro"])
  }

  /// Rows and billed cost by provider, as a database found them.
  private func byProvider() throws -> [String: (rows: Int, nanos: Int64)] {
    var result: [String: (rows: Int, nanos: Int64)] = [:]
    let oracle = try JSONValue.parse(bytes(of: try path("data-oracle.json")))
    let found = oracle["oracles"]?.array?.first { $0["id"]?.string == "focus.by_provider" }
    for row in found?["rows"]?.array ?? [] {
      guard let cells = row.array, cells.count > 3, let name = cells[0].string, let count = cells[2].integer,
        let billed = cells[3].string
      else { continue }
      result[name.lowercased()] = (Int(count), exactQuantity(billed, scale: 9)?.steps ?? 0)
    }
    return result
  }
}
