import CostEngine
import Intake
import Testing

/// Whatever happens to a file: nothing traps, every line is accounted for, and nothing negative is taken.
@Suite struct `Damaged files` {
  struct Seed: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var format: UsageFormat
    var text: String
  }

  static let seeds: [Seed] = [
    Seed(
      testDescription: "JSON lines", format: .genericJSONL,
      text: (0..<6).map {
        "{\(GenericRecord.basis),\"input_tokens\":\($0),\"tags\":{\"a\":\"\\u00e9\"},\"gpu.used\":1.5}\n"
      }.joined()),
    Seed(
      testDescription: "CSV", format: .genericCSV,
      text: "occurred_at,provider,model,tags,input_tokens\r\n"
        + (0..<6).map { "2026-10-01T00:00:00Z,\"o\",m,\"{\"\"a\"\":\"\"b\"\"}\",\($0)\r\n" }.joined()),
    Seed(
      testDescription: "FOCUS", format: .focusCSV,
      text: "BilledCost,BillingCurrency,ChargePeriodStart,ProviderName,Tags\n"
        + (0..<6).map { "-\($0).5E-3,USD,2024-09-18 23:00:00,AWS,\"{\"\"a\"\":\"\"b\"\"}\"\n" }.joined()),
    Seed(
      testDescription: "OpenAI", format: .openAIUsage,
      text:
        #"[{"object":"page","data":[{"start_time":1730419200,"results":[{"object":"organization.usage.completions.result","input_tokens":10,"input_cached_tokens":4,"batch":true}]}]}]"#
    ),
  ]

  @Test(arguments: seeds)
  func `Changed, lost and doubled bytes never trap`(_ seed: Seed) {
    var state: UInt64 = 20_261_126
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(max(1, bound)))
    }
    let interesting = Array("\"\"\"{}[],:\n\r\0\\-.eE0 9tZ\u{FF}".utf8) + [0xFF, 0xC3, 0xED]
    for _ in 0..<1500 {
      var bytes = Array(seed.text.utf8)
      for _ in 0...random(4) {
        let place = random(bytes.count)
        switch random(4) {
        case 0: bytes[place] = interesting[random(interesting.count)]
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(interesting[random(interesting.count)], at: place)
        default: bytes.removeSubrange(place..<min(bytes.count, place + random(40)))
        }
        if bytes.isEmpty { break }
      }
      let outcome = Outcome(path: ScratchFile(bytes: bytes), options(random(2) == 0 ? seed.format : nil))
      let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).count
      #expect(outcome.records.count + outcome.rejections.count <= lines + 4)
      #expect(outcome.records.allSatisfy { $0.quantities.allSatisfy { $0.quantity >= 0 } })
      #expect(outcome.rejections.allSatisfy { !$0.reason.isEmpty && $0.text.unicodeScalars.count <= 500 })
    }
  }

  @Test func `A line that is not taken is a line that is rejected`() {
    for cut in 1..<60 {
      let line = "{\(GenericRecord.basis)}"
      let outcome = Outcome(line + "\n" + line.prefix(cut) + "\n" + line, options(.genericJSONL))
      #expect(outcome.records.count == 2)
      #expect(outcome.rejections.map(\.line) == [2])
    }
  }
}
