package import SpendModel

extension PriceCatalogue {
  /// Prices a record at its own time.
  ///
  /// A charge keeps what was billed. A meter of quantity zero costs nothing, priced or not. Where a contract has a
  /// price, the contracted cost counts, and the list cost stands beside it as far as all of it has a list price. Prices
  /// of different currencies in one record leave it unpriced.
  ///
  /// - Throws: ``ArithmeticError/overflow``.
  package func cost(of record: UsageRecord) throws(ArithmeticError) -> RecordCost {
    if let billed = record.billed { return cost(of: record, billed: billed) }
    let input = try totalInput(record.quantities)
    var result = RecordCost()
    result.meters.reserveCapacity(record.quantities.count)
    var (effective, list): (Int64, Int64?) = (0, 0)
    var hasContract = false
    let own = record.model.flatMap { prices(provider: record.provider, model: $0) } ?? []
    func price(_ meter: String, isList: Bool) -> Int? {
      func find(_ prices: [MeterPrices]) -> Int? {
        index(in: prices, meter, at: record.occurredAt, isList: isList) { record.dimensions[$0] }
      }
      return find(own) ?? prices(provider: record.provider, model: "").flatMap { find($0) }
    }
    for quantity in record.quantities {
      guard quantity.quantity != 0 else {
        result.meters.append((quantity.meter, 0, 0))
        continue
      }
      guard let found = price(quantity.meter, isList: false),
        result.currency == nil || result.currency == entries[found].price.currency
      else {
        result.isUnpriced = true
        result.meters.append((quantity.meter, quantity.quantity, nil))
        continue
      }
      let total = PriceCatalogue.isOfRequest(quantity.meter) ? input : quantity.quantity
      let cost = try entries[found].price.cost(of: quantity.quantity, total: total)
      result.currency = cost.currency
      result.meters.append((quantity.meter, quantity.quantity, cost.nanos))
      effective = try sum(effective, cost.nanos)
      var listCost: Money? = cost
      if entries[found].price.contract != nil {
        hasContract = true
        listCost = try price(quantity.meter, isList: true).map { index throws(ArithmeticError) in
          try entries[index].price.cost(of: quantity.quantity, total: total)
        }
      }
      if let sum = list, let listCost, listCost.currency == cost.currency {
        list = try self.sum(sum, listCost.nanos)
      } else {
        list = nil
      }
    }
    // Nothing was counted: that costs nothing, in whatever currency.
    if result.currency == nil, !result.isUnpriced { result.currency = .usd }
    guard !result.isUnpriced else {
      result.currency = nil
      return result
    }
    result.list = list
    result.contracted = hasContract ? effective : nil
    result.effective = effective
    return result
  }

  /// Whether a meter's tiers go by all input of its request, and not by its own quantity.
  static func isOfRequest(_ meter: String) -> Bool { meter.hasPrefix("input.") || meter.hasPrefix("output.") }

  private func cost(of record: UsageRecord, billed: Money) -> RecordCost {
    func nanos(_ money: Money?) -> Int64? { money.flatMap { $0.currency == billed.currency ? $0.nanos : nil } }
    return RecordCost(
      meters: record.quantities.map { ($0.meter, $0.quantity, nil) }, currency: billed.currency,
      list: nanos(record.list), contracted: nanos(record.contracted), billed: billed.nanos,
      effective: nanos(record.effective) ?? billed.nanos)
  }

  private func totalInput(_ quantities: [UsageRecord.Quantity]) throws(ArithmeticError) -> Int64 {
    var total: Int64 = 0
    for quantity in quantities where quantity.meter.hasPrefix("input.") { total = try sum(total, quantity.quantity) }
    return total
  }

  private func sum(_ left: Int64, _ right: Int64) throws(ArithmeticError) -> Int64 {
    let (result, overflow) = left.addingReportingOverflow(right)
    guard !overflow else { throw .overflow }
    return result
  }
}
