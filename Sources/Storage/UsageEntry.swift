package import SpendModel
import StrictJSON

/// A usage record as it is stored: priced, attributed, without any prompt or response.
package struct UsageEntry: Hashable, Sendable {
  package var source: String
  package var eventID: String
  package var occurredAt: Timestamp
  package var status: String
  package var provider: String
  /// As billed, else as requested.
  package var model: String?
  package var grant: String?
  package var project: String?
  package var team: String?
  package var costCenter: String?
  /// Every other dimension by its name, and tags as `tags.NAME`, in the order of the names.
  package var dimensions: [Dimension]
  package var currency: Currency?
  package var list: Int64?
  package var contracted: Int64?
  package var billed: Int64?
  /// Billed once the bill is in, else contracted, else list; nil is unpriced.
  package var effective: Int64?
  /// A meter of the record has no price.
  package var isUnpriced: Bool
  package var meters: [Meter]

  package struct Dimension: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package struct Meter: Hashable, Sendable {
    package let name: String
    /// In the meter's step.
    package let quantity: Int64
    /// Nano-units; nil is unpriced.
    package let cost: Int64?

    package init(_ name: String, quantity: Int64, cost: Int64?) {
      self.name = name
      self.quantity = quantity
      self.cost = cost
    }
  }

  package init(
    source: String, eventID: String, occurredAt: Timestamp, status: String, provider: String, model: String?,
    grant: String?,
    project: String?, team: String?, costCenter: String?, dimensions: [Dimension], currency: Currency?, list: Int64?,
    contracted: Int64?, billed: Int64?, effective: Int64?, isUnpriced: Bool, meters: [Meter]
  ) {
    self.source = source
    self.eventID = eventID
    self.occurredAt = occurredAt
    self.status = status
    self.provider = provider
    self.model = model
    self.grant = grant
    self.project = project
    self.team = team
    self.costCenter = costCenter
    self.dimensions = dimensions
    self.currency = currency
    self.list = list
    self.contracted = contracted
    self.billed = billed
    self.effective = effective
    self.isUnpriced = isUnpriced
    self.meters = meters
  }

  /// The value of a dimension by its name in rules and reports: `model`, `cost_center`, `tags['x']`; nil where unknown.
  package func dimension(_ name: String) -> String? {
    switch name {
    case "source": return source
    case "status": return status
    case "provider": return provider
    case "model": return model
    case "grant": return grant
    case "project": return project
    case "team": return team
    case "cost_center": return costCenter
    default:
      var key = name
      if name.hasPrefix("tags['"), name.hasSuffix("']") { key = "tags." + name.dropFirst(6).dropLast(2) }
      return dimensions.first { $0.name.utf8.elementsEqual(key.utf8) }?.value
    }
  }

  var dimensionsText: String { JSONValue.object(dimensions.map { .init($0.name, .string($0.value)) }).serialized() }
}
