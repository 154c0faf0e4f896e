package import Diagnostics
package import SpendModel
package import StrictJSON

/// One line of a request's estimate.
package struct EstimatedLine: Hashable, Sendable {
  package var meter: String
  /// In the meter's step.
  package var quantity: Int64
  package var provider: String?
  package var model: String?
  package var position: SourcePosition

  package init(meter: String, quantity: Int64, provider: String?, model: String?, at position: SourcePosition = .start)
  {
    self.meter = meter
    self.quantity = quantity
    self.provider = provider
    self.model = model
    self.position = position
  }
}

/// An estimate with the cost of each line; a line without a price has none.
package struct PricedEstimate: Sendable {
  package var lines: [(line: EstimatedLine, meter: Meter, cost: Money?)]
  package var unpriced: [EstimatedLine]
  /// Nothing where a line is unpriced.
  package var total: Money?

  /// The lines as the log keeps them: meter, quantity as decimal text, model, cost.
  package var canonical: JSONValue {
    .array(
      lines.map { line, meter, cost in
        .object([
          "meter": .string(line.meter), "quantity": .string(meter.text(line.quantity)),
          "model": line.model.map { .string($0) }, "cost": cost?.canonical ?? .null,
        ])
      })
  }
}

extension PriceCatalogue {
  /// Prices an estimate at a time. Nothing is rounded but each line, once.
  ///
  /// - Throws: ``ArithmeticError`` where amounts overflow, or are of different currencies.
  package func price(
    _ lines: [EstimatedLine], meters: Meters, at time: Timestamp
  ) throws(ArithmeticError) -> PricedEstimate {
    var result = PricedEstimate(lines: [], unpriced: [], total: nil)
    var total: Money?
    for line in lines {
      let meter = meters[line.meter] ?? Meter(name: line.meter, kind: .token, unit: "Units")
      let provider = line.provider ?? line.model.flatMap { self.provider(ofModel: $0) } ?? ""
      guard let entry = entry(provider: provider, model: line.model, meter: line.meter, at: time) else {
        result.unpriced.append(line)
        result.lines.append((line, meter, nil))
        continue
      }
      // An estimate is over many requests, so tiers that go by the size of one do not apply to it; graduated ones
      // go by the quantity itself, as do those of meters that are not counted by the request.
      let cost = try entry.price.cost(
        of: line.quantity, total: PriceCatalogue.isOfRequest(line.meter) ? 0 : line.quantity)
      total = try total.map { sum throws(ArithmeticError) in try sum.adding(cost) } ?? cost
      result.lines.append((line, meter, cost))
    }
    result.total = result.unpriced.isEmpty ? total : nil
    return result
  }

  /// What is wrong with the unpriced lines of an estimate.
  package func diagnostics(for estimate: PricedEstimate, file: String?) -> [Diagnostic] {
    estimate.unpriced.map { line in
      let name = line.model.map { "`\($0)`" } ?? "any model"
      let of = line.provider.map { " of `\($0)`" } ?? ""
      let known = modelNames(of: line.provider)
      var hint = "add a price under rules/prices/: nothing unpriced can be approved"
      if let model = line.model, !known.contains(model), let near = nearestName(to: model, in: known) {
        hint = "did you mean `\(near)`?"
      }
      return Diagnostic(
        "no-price", "no price for meter `\(line.meter)` of model \(name)\(of)", hint: hint, file: file,
        at: line.position)
    }
  }
}
