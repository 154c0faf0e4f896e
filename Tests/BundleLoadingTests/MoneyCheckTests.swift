import CostEngine
import Diagnostics
import SpendModel
import Testing
import YAMLDocument

@testable import BundleLoading

/// Documents about money that are sound by themselves, and not together.
@Suite struct MoneyCheckTests {
  private func checks(_ texts: [(path: String, text: String)]) throws -> String {
    var (books, contracts, budgets): ([PriceBook], [Contract], [Budget]) = ([], [], [])
    for (path, text) in texts {
      let sink = DiagnosticSink(file: path)
      let node = try #require(YAMLReader.read(Array(text.utf8), path: path).documents.first)
      switch node["kind"]?.text {
      case "PriceBook": books += [CostDecoder.priceBook(node, meters: .canonical, sink: sink)].compactMap { $0 }
      case "Contract": contracts += [CostDecoder.contract(node, sink: sink)].compactMap { $0 }
      default: budgets += [CostDecoder.budget(node, sink: sink)].compactMap { $0 }
      }
      #expect(sink.diagnostics.isEmpty)
    }
    let found = CostDecoder.checks(books: books, contracts: contracts, budgets: budgets)
    return rendered(found, Dictionary(uniqueKeysWithValues: texts.map { ($0.path, $0.text) }))
  }

  private func book(_ id: String, _ price: String) -> (path: String, text: String) {
    (
      "\(id).yaml",
      """
      apiVersion: assent/v1
      kind: PriceBook
      id: \(id)
      owner: group:finance
      source: {name: list, captured: 2026-10-01}
      prices:
        - {provider: openai, model: gpt-4o, meter: request, per: 1 Requests, \(price)}

      """
    )
  }

  private var contract: (path: String, text: String) { ("contract.yaml", MoneyTexts.contract) }

  private func budget(_ id: String, _ period: String = "quarter") throws -> (path: String, text: String) {
    let text = try changed(
      changed(MoneyTexts.budget, ("id: cc-0410", "id: \(id)")), ("period: quarter", "period: \(period)"))
    return ("\(id).yaml", text)
  }

  @Test func `Documents that fit say nothing`() throws {
    let text = try checks([
      book("a", "price: 1 USD, from: 2026-01-01, until: 2026-06-01"), book("b", "price: 2 USD, from: 2026-06-01"),
      book("c", "price: 1 USD, from: 2026-01-01, contract: openai-2026"),
      book("d", "price: 1 USD, from: 2026-01-01, match: {region: eu}"), contract, budget("x"), budget("y", "month"),
    ])
    #expect(text == "")
  }

  @Test func `A price that two books give is reported where the second stands`() throws {
    let text = try checks([
      book("a", "price: 1 USD, from: 2026-01-01"), book("b", "price: 2 USD, from: 2026-06-01"),
    ])
    #expect(
      text == """
        b.yaml:7:5: error: a price of `request` for `gpt-4o` stands in `a` too [overlapping-prices]
          7 |   - {provider: openai, model: gpt-4o, meter: request, per: 1 Requests, price: 2 USD, from: 2026-06-01}
            |     ^
          hint: keep one of the two, or let one end where the other starts
        """)
  }

  @Test func `A price of a contract that does not exist is reported`() throws {
    let text = try checks([book("a", "price: 1 USD, from: 2026-01-01, contract: openai-2025"), contract])
    #expect(text.hasPrefix("a.yaml:7:5: error: unknown contract `openai-2025` [unknown-contract]\n"))
    #expect(text.hasSuffix("\n  hint: did you mean `openai-2026`?"))
  }

  @Test func `A price of a contract with somebody else is reported`() throws {
    let other = try ("contract.yaml", changed(MoneyTexts.contract, ("provider: openai", "provider: azure")))
    let text = try checks([book("a", "price: 1 USD, from: 2026-01-01, contract: openai-2026"), other])
    #expect(
      text.hasPrefix(
        "a.yaml:7:5: error: contract `openai-2026` is with `azure`, and the price is of `openai` [wrong-provider]"))
  }

  @Test func `Two budgets for the same spend are reported`() throws {
    let text = try checks([budget("x"), budget("y")])
    #expect(
      text == """
        y.yaml:1:1: error: budget `x` is for the same scope and period [same-budget]
          1 | apiVersion: assent/v1
            | ^
          hint: keep one of the two
        """)
  }
}
