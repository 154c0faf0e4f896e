import CEL
import CostEngine
import Diagnostics
import SpendModel
import Testing
import YAMLDocument

@testable import BundleLoading

/// Sound documents about money; the tables below change one thing in each.
enum MoneyTexts {
  static let meters = """
    apiVersion: assent/v1
    kind: Meters
    meters:
      input.uncached: {kind: token, unit: Tokens}
      gpu.allocated: {kind: gpu, unit: GPU-Hours, scale: 6}

    """

  static let book = """
    apiVersion: assent/v1
    kind: PriceBook
    id: openai-list
    owner: group:finance
    source: {name: openai list prices, captured: 2026-10-01}
    prices:
      - {provider: openai, model: gpt-4o, meter: input.uncached, per: 1000000 Tokens, price: 2.50 USD, from: 2024-10-02}
      - {provider: openai, model: gpt-4o, meter: output.response, per: 1000000 Tokens, price: 10.00 USD, from: 2024-10-02}
      - {provider: aws, meter: gpu.allocated, per: 1 GPU-Hours, price: 4.10 USD, from: 2026-01-01,
         tiers: [{above: 100, price: 3.90 USD}, {above: 500, price: 3.50 USD}], tierMode: graduated}

    """

  static let contract = """
    apiVersion: assent/v1
    kind: Contract
    id: openai-2026
    owner: group:procurement
    provider: openai
    term: {from: 2026-01-01, until: 2027-01-01, notice: 90d, renews: true}
    metric: tokens
    commitment: {category: spend, quantity: 120000 USD}
    exclusions: {services: [], regions: [cn-north-1]}

    """

  static let budget = """
    apiVersion: assent/v1
    kind: Budget
    id: cc-0410
    owner: group:finance
    scope: {cost_center: CC-0410}
    period: quarter
    amount: 50000 USD
    thresholds: [50%, 80%, 100%]
    limit: hard

    """

  static let allocation = """
    apiVersion: assent/v1
    kind: Allocation
    rules:
      - {id: by-tag, match: "'team' in usage.tags", method: tag, target: {expr: "usage.tags['team']"}}
      - {id: rest, match: "true", method: direct, target: unallocated}
    owners: {project: {claims-triage: group:claims}}

    """
}

/// The kinds of documents about money.
enum MoneyDocument: Sendable {
  case meters, book, contract, budget, allocation

  /// What reading a document says, rendered; nothing where all is well.
  func read(_ text: String) throws -> String {
    let (nodes, found) = YAMLReader.read(Array(text.utf8), path: "d.yaml")
    let sink = DiagnosticSink(file: "d.yaml")
    sink.report(found)
    let node = try #require(nodes.first)
    switch self {
    case .meters: _ = CostDecoder.meters(node, sink: sink)
    case .book: _ = CostDecoder.priceBook(node, meters: .canonical, sink: sink)
    case .contract: _ = CostDecoder.contract(node, sink: sink)
    case .budget: _ = CostDecoder.budget(node, sink: sink)
    case .allocation: _ = CostDecoder.allocation(node, host: Host(), sink: sink)
    }
    return rendered(sink.diagnostics, ["d.yaml": text])
  }
}

/// The text with its first such part replaced.
func changed(_ text: String, _ change: (from: String, to: String)) throws -> String {
  let range = try #require(text.firstRange(of: change.from))
  return String(text[..<range.lowerBound]) + change.to + text[range.upperBound...]
}

@Suite struct CostDecodingTests {
  @Test func `Sound documents say nothing`() throws {
    #expect(try MoneyDocument.meters.read(MoneyTexts.meters) == "")
    #expect(try MoneyDocument.book.read(MoneyTexts.book) == "")
    #expect(try MoneyDocument.contract.read(MoneyTexts.contract) == "")
    #expect(try MoneyDocument.budget.read(MoneyTexts.budget) == "")
    #expect(try MoneyDocument.allocation.read(MoneyTexts.allocation) == "")
  }

  @Test func `What they say is kept exactly`() throws {
    func node(_ text: String) throws -> Node {
      try #require(YAMLReader.read(Array(text.utf8), path: "d.yaml").documents.first)
    }
    let sink = DiagnosticSink(file: nil)
    let book = try #require(CostDecoder.priceBook(node(MoneyTexts.book), meters: .canonical, sink: sink))
    #expect(book.prices.map(\.rate) == [2_500_000_000_000, 10_000_000_000_000, 4_100_000_000_000])
    #expect(book.prices.map(\.blockSteps) == [1_000_000, 1_000_000, 1_000_000])
    // Hours are counted in millionths.
    #expect(book.prices[2].tiers.map(\.above) == [100_000_000, 500_000_000])
    #expect(book.prices[2].model == nil)
    let contract = try #require(CostDecoder.contract(node(MoneyTexts.contract), sink: sink))
    #expect(contract.commitment?.amount == Money("120000 USD"))
    #expect(contract.notice == Period("90d"))
    #expect(contract.excludedRegions == ["cn-north-1"])
    let budget = try #require(CostDecoder.budget(node(MoneyTexts.budget), sink: sink))
    #expect(budget.costCenter == "CC-0410")
    #expect(budget.thresholds == [50, 80, 100])
    #expect(budget.isHard)
    let allocation = try #require(CostDecoder.allocation(node(MoneyTexts.allocation), host: Host(), sink: sink))
    #expect(allocation.rules.map(\.target) == [.expression("usage.tags['team']"), .named("unallocated")])
    #expect(allocation.owners == [.init(dimension: "project", value: "claims-triage", owner: .group("claims"))])
    let meters = try #require(CostDecoder.meters(node(MoneyTexts.meters), sink: sink))
    #expect(meters["gpu.allocated"]?.scale == 6)
    #expect(meters["output.response"]?.unit == "Tokens")
    #expect(sink.diagnostics.isEmpty)
  }

  @Test(
    arguments: [
      Row(
        "meters that are a word",
        (
          "meters:\n  input.uncached: {kind: token, unit: Tokens}\n  gpu.allocated: {kind: gpu, unit: GPU-Hours, scale: 6}\n",
          "meters: all\n"
        ),
        #"""
        d.yaml:3:9: error: expected the meters by name, which is a mapping, found `all` [wrong-type]
          3 | meters: all
            |         ^
        """#),
      Row(
        "no meters", ("meters:\n", "metres:\n"),
        #"""
        d.yaml:3:1: error: unknown key `metres` [unknown-key]
          3 | metres:
            | ^
          hint: did you mean `meters`?
        """#),
      Row(
        "a name with a blank", ("input.uncached:", "\"input uncached\":"),
        #"""
        d.yaml:4:3: error: `input uncached` is no meter's name [id]
          4 |   "input uncached": {kind: token, unit: Tokens}
            |   ^
          hint: use `a` to `z`, `0` to `9`, `.`, `_`, `-`
        """#),
      Row(
        "a cost object that is not on the list", ("kind: token", "kind: tokens"),
        #"""
        d.yaml:4:26: error: unknown value `tokens` [unknown-value]
          4 |   input.uncached: {kind: tokens, unit: Tokens}
            |                          ^
          hint: did you mean `token`?
        """#),
      Row(
        "no unit", (", unit: Tokens", ""),
        #"""
        d.yaml:4:19: error: missing key `unit` [missing-key]
          4 |   input.uncached: {kind: token}
            |                   ^
          hint: a meter needs it
        """#),
      Row(
        "an empty unit", ("unit: Tokens", "unit: \"\""),
        #"""
        d.yaml:4:39: error: the text is empty [blank-text]
          4 |   input.uncached: {kind: token, unit: ""}
            |                                       ^
          hint: say something, or leave the key out where it is optional
        """#),
      Row(
        "a scale between", ("scale: 6", "scale: 3"),
        #"""
        d.yaml:5:54: error: a meter's scale is 0 or 6, found `3` [out-of-range]
          5 |   gpu.allocated: {kind: gpu, unit: GPU-Hours, scale: 3}
            |                                                      ^
          hint: 0 counts whole units, 6 counts millionths of one
        """#),
      Row(
        "an unknown key", ("scale: 6", "scales: 6"),
        #"""
        d.yaml:5:47: error: unknown key `scales` [unknown-key]
          5 |   gpu.allocated: {kind: gpu, unit: GPU-Hours, scales: 6}
            |                                               ^
          hint: did you mean `scale`?
        """#),
    ] as [Row<(String, String), String>])
  func `Meters with one thing wrong say what and where`(_ row: Row<(String, String), String>) throws {
    #expect(try MoneyDocument.meters.read(changed(MoneyTexts.meters, row.given)) == row.expected)
  }

  @Test(
    arguments: [
      Row(
        "a term that ends before it starts", ("until: 2027-01-01", "until: 2025-01-01"),
        #"""
        d.yaml:6:33: error: the term ends on `2025-01-01`, and starts on `2026-01-01` [empty-term]
          6 | term: {from: 2026-01-01, until: 2025-01-01, notice: 90d, renews: true}
            |                                 ^
          hint: `until` is the first day after the term
        """#),
      Row(
        "a term without an end", ("until: 2027-01-01, ", ""),
        #"""
        d.yaml:6:7: error: missing key `until` [missing-key]
          6 | term: {from: 2026-01-01, notice: 90d, renews: true}
            |       ^
          hint: a term needs it
        """#),
      Row(
        "a notice that is no duration", ("notice: 90d", "notice: 3 months"),
        #"""
        d.yaml:6:53: error: expected a duration, found `3 months` [duration]
          6 | term: {from: 2026-01-01, until: 2027-01-01, notice: 3 months, renews: true}
            |                                                     ^
          hint: write it as `90m`, `2h`, `30d`, `2w`, or in business time `4bh`, `5bd`
        """#),
      Row(
        "an unknown category", ("category: spend", "category: spent"),
        #"""
        d.yaml:8:24: error: unknown value `spent` [unknown-value]
          8 | commitment: {category: spent, quantity: 120000 USD}
            |                        ^
          hint: did you mean `spend`?
        """#),
      Row(
        "spend without a currency", ("120000 USD", "120000 Tokens"),
        #"""
        d.yaml:8:41: error: expected an amount and a currency, found `120000 Tokens` [money]
          8 | commitment: {category: spend, quantity: 120000 Tokens}
            |                                         ^
          hint: write it as `500 USD`
        """#),
      Row(
        "a commitment to nothing", ("120000 USD", "0 USD"),
        #"""
        d.yaml:8:41: error: a commitment is more than zero, found `0 USD` [out-of-range]
          8 | commitment: {category: spend, quantity: 0 USD}
            |                                         ^
        """#),
      Row(
        "usage in money", ("category: spend", "category: usage"),
        #"""
        d.yaml:8:41: error: expected a count and a unit, found `120000 USD` [bad-quantity]
          8 | commitment: {category: usage, quantity: 120000 USD}
            |                                         ^
          hint: write it as `1000000000 Tokens`
        """#),
      Row(
        "no owner", ("owner: group:procurement\n", ""),
        #"""
        d.yaml:1:1: error: missing key `owner` [missing-key]
          1 | apiVersion: assent/v1
            | ^
          hint: a contract needs it
        """#),
      Row(
        "an owner that is a bare word", ("owner: group:procurement", "owner: procurement"),
        #"""
        d.yaml:4:8: error: `procurement` is no actor [actor]
          4 | owner: procurement
            |        ^
          hint: say what it is: `user:procurement`, `group:procurement` or `role:procurement`
        """#),
      Row(
        "exclusions that are a word", ("exclusions: {services: [], regions: [cn-north-1]}", "exclusions: none"),
        #"""
        d.yaml:9:13: error: expected exclusions, which is a mapping, found `none` [wrong-type]
          9 | exclusions: none
            |             ^
        """#),
      Row(
        "a metric that says nothing", ("metric: tokens", "metric: \" \""),
        #"""
        d.yaml:7:9: error: the text ` ` has blanks around it [blank-text]
          7 | metric: " "
            |         ^
          hint: write it without them
        """#),
    ] as [Row<(String, String), String>])
  func `A contract with one thing wrong says what and where`(_ row: Row<(String, String), String>) throws {
    #expect(try MoneyDocument.contract.read(changed(MoneyTexts.contract, row.given)) == row.expected)
  }
}
