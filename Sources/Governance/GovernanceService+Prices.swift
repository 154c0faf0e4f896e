import CostEngine
import Diagnostics
package import SpendModel
package import StrictJSON

/// What a quantity of a meter costs, exact and as it would be charged.
package struct PriceQuote: Sendable {
  /// Before rounding, as a decimal.
  package var exact: String
  package var rounded: Money
  package var book: String
  /// `2.50 USD per 1000000 Tokens`
  package var rate: String

  package var json: JSONValue {
    ["exact": .string(exact), "cost": rounded.json, "book": .string(book), "rate": .string(rate)]
  }
}

extension GovernanceService {
  /// What a quantity of a meter costs at a time, by the price books of the workspace.
  package func quote(
    provider: String, model: String, meter name: String, quantity: String, at: String?
  ) throws(Failure) -> PriceQuote {
    let costs = try loadWorkspaceBundle().costs
    let time = try at.map { text throws(Failure) in try instant(text) } ?? now
    guard let meter = costs.meters[name] else {
      throw Failure(.badInput, "unknown-meter", "no meter `\(name)`", hint: nearest(name, costs.meters.names))
    }
    guard let steps = exactQuantity(quantity, scale: meter.scale)?.steps, steps >= 0 else {
      throw Failure(
        .badInput, "bad-quantity", "`\(quantity)` is no quantity of \(meter.unit)", hint: "a number, zero or more")
    }
    guard let entry = costs.catalogue.entry(provider: provider, model: model, meter: name, at: time) else {
      throw Failure(
        .notFound, "no-price", "no price for meter `\(name)` of model `\(model)` of `\(provider)` at \(time)",
        hint: nearest(model, costs.catalogue.modelNames(of: provider)))
    }
    let cost = try asFailure {
      try entry.price.cost(of: steps, total: name.hasPrefix("input.") || name.hasPrefix("output.") ? 0 : steps)
    }
    return PriceQuote(
      exact: exactDecimal(Int128(steps) * Int128(entry.price.rate), per: entry.price.blockSteps), rounded: cost,
      book: entry.book,
      rate: "\(exactDecimal(Int128(entry.price.rate), per: 1)) \(entry.price.currency.code)"
        + " per \(meter.text(entry.price.blockSteps)) \(meter.unit)")
  }

  /// Prices cases `{id, provider_id, model_ref, timestamp, context, usage}`: a JSON list, an object with `cases`, or a
  /// case per line.
  ///
  /// - Parameter bookPath: A price book in the format of genai-prices; the workspace's own books, where nil.
  package func quote(casesPath: String, bookPath: String?) throws(Failure) -> [JSONValue] {
    let cases = try readCases(casesPath)
    guard let bookPath else {
      let catalogue = try loadWorkspaceBundle().costs.catalogue
      return cases.map { catalogue.answer(to: $0) }
    }
    let json = try parse(readFile(bookPath), path: bookPath)
    let book: GenAIPriceBook
    do throws(Diagnostic) {
      book = try GenAIPriceBook(json)
    } catch {
      throw Failure.bad([error])
    }
    return cases.map { book.answer(to: $0) }
  }

  private func readCases(_ path: String) throws(Failure) -> [JSONValue] {
    let bytes = try readFile(path)
    if let whole = try? JSONValue.parse(bytes) { return whole["cases"]?.array ?? whole.array ?? [whole] }
    var cases: [JSONValue] = []
    for line in bytes.split(separator: 10) { cases.append(try parse(Array(line), path: path)) }
    return cases
  }

  private func parse(_ bytes: [UInt8], path: String) throws(Failure) -> JSONValue {
    do {
      return try JSONValue.parse(bytes)
    } catch {
      throw Failure.bad([
        Diagnostic(
          "json", error.message, hint: error.hint, file: path,
          at: SourcePosition(line: error.line, column: error.column))
      ])
    }
  }

  /// A number of 10^-12 units, divided by a block, as an exact decimal of at most 30 places.
  private func exactDecimal(_ dividend: Int128, per divisor: Int64) -> String {
    let scale = Int128(divisor) * 1_000_000_000_000
    var (whole, rest) = dividend.quotientAndRemainder(dividingBy: scale)
    var text = String(whole)
    guard rest != 0 else { return text }
    text += "."
    var places = 0
    while rest != 0, places < 30 {
      (whole, rest) = (rest * 10).quotientAndRemainder(dividingBy: scale)
      text += String(whole)
      places += 1
    }
    return text
  }
}
