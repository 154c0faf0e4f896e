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

  /// The value of a dimension by its name in rules: `cost_center`, `model`, `tags['x']`; nothing where it has none.
  package func dimension(_ name: String) -> String? {
    switch name {
    case "provider": provider
    case "model": model
    case "model_requested": modelRequested
    case "status": status
    default: dimensions[UsageRecord.tag(of: name).map { "tags." + $0 } ?? name]
    }
  }

  /// The tag that `tags['x']` names; nothing for any other dimension.
  private static func tag(of name: String) -> String? {
    guard name.hasPrefix("tags['"), name.hasSuffix("']"), name.utf8.count > 8 else { return nil }
    return String(name.dropFirst(6).dropLast(2))
  }
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

  package init(
    meters: [(meter: String, quantity: Int64, cost: Int64?)] = [], currency: Currency? = nil, list: Int64? = nil,
    contracted: Int64? = nil, billed: Int64? = nil, effective: Int64? = nil, isUnpriced: Bool = false
  ) {
    self.meters = meters
    self.currency = currency
    self.list = list
    self.contracted = contracted
    self.billed = billed
    self.effective = effective
    self.isUnpriced = isUnpriced
  }

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
