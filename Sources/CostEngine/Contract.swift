package import Diagnostics
package import SpendModel

/// What was agreed with a provider: its term, its metric, what was committed to.
package struct Contract: Hashable, Sendable {
  package var id: String
  package var owner: ActorReference
  package var provider: String
  package var from: CivilDate
  /// Exclusive.
  package var until: CivilDate
  package var notice: Period?
  package var renews: Bool
  package var metric: String
  package var commitment: Commitment?
  package var excludedServices: [String]
  package var excludedRegions: [String]
  package var position: SourcePosition

  package struct Commitment: Hashable, Sendable {
    /// `spend` or `usage`, as FOCUS names them.
    package var category: String
    package var amount: Money?
    package var quantity: String?

    package init(category: String, amount: Money?, quantity: String?) {
      self.category = category
      self.amount = amount
      self.quantity = quantity
    }
  }

  package init(
    id: String, owner: ActorReference, provider: String, from: CivilDate, until: CivilDate, notice: Period?,
    renews: Bool,
    metric: String, commitment: Commitment?, excludedServices: [String], excludedRegions: [String],
    at position: SourcePosition = .start
  ) {
    self.id = id
    self.owner = owner
    self.provider = provider
    self.from = from
    self.until = until
    self.notice = notice
    self.renews = renews
    self.metric = metric
    self.commitment = commitment
    self.excludedServices = excludedServices
    self.excludedRegions = excludedRegions
    self.position = position
  }
}
