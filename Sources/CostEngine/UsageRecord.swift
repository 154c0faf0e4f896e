package import SpendModel

/// One record of actual usage, in the form that every reader brings it to. Never holds a prompt or a response.
package struct UsageRecord: Hashable, Sendable {
  /// Unique within its source: a second one is a duplicate.
  package var eventID: String
  package var occurredAt: Timestamp
  package var provider: String
  package var modelRequested: String?
  package var modelBilled: String?
  /// `ok` or `error`.
  package var status: String
  /// Every other dimension by its name, and tags as `tags.NAME`.
  package var dimensions: [String: String]
  package var quantities: [Quantity]
  /// What the provider billed for it, where the record is a charge.
  package var billed: Money?
  package var contracted: Money?
  package var list: Money?
  package var effective: Money?

  package struct Quantity: Hashable, Sendable {
    package var meter: String
    /// In the meter's step.
    package var quantity: Int64

    package init(_ meter: String, _ quantity: Int64) {
      self.meter = meter
      self.quantity = quantity
    }
  }

  package init(
    eventID: String, occurredAt: Timestamp, provider: String, modelRequested: String? = nil, modelBilled: String? = nil,
    status: String = "ok", dimensions: [String: String] = [:], quantities: [Quantity] = []
  ) {
    self.eventID = eventID
    self.occurredAt = occurredAt
    self.provider = provider
    self.modelRequested = modelRequested
    self.modelBilled = modelBilled
    self.status = status
    self.dimensions = dimensions
    self.quantities = quantities
  }

  /// The model as billed, else as requested.
  package var model: String? { modelBilled ?? modelRequested }
}

/// What a record costs: per meter and as a whole. A meter without a price makes the whole unpriced.
package struct RecordCost: Hashable, Sendable {
  package var meters: [(meter: String, quantity: Int64, cost: Int64?)]
  package var currency: Currency?
  package var list: Int64?
  package var contracted: Int64?
  package var billed: Int64?
  package var effective: Int64?
  package var isUnpriced: Bool

  package static func == (left: Self, right: Self) -> Bool {
    left.currency == right.currency && left.list == right.list && left.contracted == right.contracted
      && left.billed == right.billed && left.effective == right.effective && left.isUnpriced == right.isUnpriced
      && left.meters.elementsEqual(right.meters, by: ==)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(list)
    hasher.combine(effective)
  }
}

extension PriceCatalogue {
  /// Prices a record at its own time.
  ///
  /// A charge keeps what was billed. A meter of quantity zero costs nothing, priced or not. Prices of different
  /// currencies in one record leave it unpriced.
  ///
  /// - Throws: ``ArithmeticError/overflow``.
  package func cost(of record: UsageRecord) throws(ArithmeticError) -> RecordCost {
    var result = RecordCost(meters: [], currency: nil, list: nil, contracted: nil, billed: nil, effective: nil, isUnpriced: false)
    if let billed = record.billed {
      result.currency = billed.currency
      result.billed = billed.nanos
      result.list = record.list?.nanos
      result.contracted = record.contracted?.nanos
      result.effective = record.effective?.nanos ?? billed.nanos
      result.meters = record.quantities.map { ($0.meter, $0.quantity, nil) }
      return result
    }
    let input = record.quantities.reduce(Int64(0)) { sum, quantity in
      quantity.meter.hasPrefix("input.") ? sum.addingReportingOverflow(quantity.quantity).partialValue : sum
    }
    var (list, contracted): (Int64, Int64) = (0, 0)
    var hasContract = false
    for quantity in record.quantities {
      guard quantity.quantity != 0 else {
        result.meters.append((quantity.meter, 0, 0))
        continue
      }
      let found = entry(
        provider: record.provider, model: record.model, meter: quantity.meter, at: record.occurredAt,
        dimension: { record.dimensions[$0] })
      guard let found, result.currency == nil || result.currency == found.price.currency else {
        result.isUnpriced = true
        result.meters.append((quantity.meter, quantity.quantity, nil))
        continue
      }
      let total = quantity.meter.hasPrefix("input.") || quantity.meter.hasPrefix("output.") ? input : quantity.quantity
      let cost = try found.price.cost(of: quantity.quantity, total: total)
      result.currency = cost.currency
      result.meters.append((quantity.meter, quantity.quantity, cost.nanos))
      hasContract = hasContract || found.price.contract != nil
      list = try sum(list, cost.nanos)
      contracted = try sum(contracted, cost.nanos)
    }
    if result.currency == nil, record.quantities.allSatisfy({ $0.quantity == 0 }) { result.currency = .usd }
    guard !result.isUnpriced, result.currency != nil else {
      result.isUnpriced = true
      result.currency = nil
      return result
    }
    result.list = list
    result.contracted = hasContract ? contracted : nil
    result.effective = hasContract ? contracted : list
    return result
  }

  private func sum(_ left: Int64, _ right: Int64) throws(ArithmeticError) -> Int64 {
    let (result, overflow) = left.addingReportingOverflow(right)
    guard !overflow else { throw .overflow }
    return result
  }
}
