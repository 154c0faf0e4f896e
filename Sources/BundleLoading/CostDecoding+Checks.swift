package import CostEngine
package import Diagnostics
import SpendModel
import YAMLDocument

extension CostDecoder {
  /// What is wrong between documents about money, each of which is sound by itself: prices that two books give, prices
  /// of contracts that do not exist, budgets for the same spend.
  package static func checks(books: [PriceBook], contracts: [Contract], budgets: [Budget]) -> [Diagnostic] {
    overlaps(books) + contractPrices(books, contracts) + sameBudgets(budgets)
  }

  private static func overlaps(_ books: [PriceBook]) -> [Diagnostic] {
    var seen: [[String]: [(book: PriceBook, price: Price)]] = [:]
    var diagnostics: [Diagnostic] = []
    for book in books {
      for price in book.prices {
        let key = price.subject
        // Those of one book are reported where it is read.
        if let other = seen[key]?.first(where: { $0.book.id != book.id && $0.price.overlaps(price) }) {
          diagnostics.append(
            Diagnostic(
              "overlapping-prices",
              "a price of `\(price.meter)` for `\(price.model ?? price.provider)` stands in `\(other.book.id)` too",
              hint: "keep one of the two, or let one end where the other starts", file: book.file, at: price.position))
        }
        seen[key, default: []].append((book, price))
      }
    }
    return diagnostics
  }

  private static func contractPrices(_ books: [PriceBook], _ contracts: [Contract]) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    for book in books {
      for price in book.prices {
        guard let name = price.contract else { continue }
        guard let contract = contracts.first(where: { $0.id == name }) else {
          let nearest = nearestName(to: name, in: contracts.map(\.id)).map { "did you mean `\($0)`?" }
          diagnostics.append(
            Diagnostic(
              "unknown-contract", "unknown contract `\(excerpt(name))`",
              hint: nearest ?? "declare it under `rules/contracts/`",
              file: book.file, at: price.position))
          continue
        }
        guard !contract.provider.utf8.elementsEqual(price.provider.utf8) else { continue }
        diagnostics.append(
          Diagnostic(
            "wrong-provider",
            "contract `\(name)` is with `\(excerpt(contract.provider))`, and the price is of `\(excerpt(price.provider))`",
            file: book.file, at: price.position))
      }
    }
    return diagnostics
  }

  private static func sameBudgets(_ budgets: [Budget]) -> [Diagnostic] {
    var seen: [Set<Price.Match>: [Budget]] = [:]
    var diagnostics: [Diagnostic] = []
    for budget in budgets {
      let scope = Set(budget.scope)
      if let other = seen[scope]?.first(where: { $0.period == budget.period }) {
        diagnostics.append(
          Diagnostic(
            "same-budget", "budget `\(other.id)` is for the same scope and period", hint: "keep one of the two",
            file: budget.file, at: budget.position))
      }
      seen[scope, default: []].append(budget)
    }
    return diagnostics
  }
}
