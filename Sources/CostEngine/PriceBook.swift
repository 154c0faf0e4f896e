package import Diagnostics
package import SpendModel

/// Prices of one source, with the days between which each holds.
package struct PriceBook: Hashable, Sendable {
  package var id: String
  package var owner: ActorReference
  package var sourceName: String
  package var captured: CivilDate
  package var prices: [Price]
  /// The path of the file, as its reader should see it.
  package var file: String?

  package init(
    id: String, owner: ActorReference, sourceName: String, captured: CivilDate, prices: [Price], file: String? = nil
  ) {
    self.file = file
    self.id = id
    self.owner = owner
    self.sourceName = sourceName
    self.captured = captured
    self.prices = prices
  }
}

/// One price: what a block of a meter costs, for a model of a provider, from a day on.
package struct Price: Hashable, Sendable {
  package var provider: String
  /// Nothing prices the provider's meter whatever the model.
  package var model: String?
  package var meter: String
  /// Steps of the meter in one block: 1,000,000 tokens, or 1,000,000 steps of 10^-6 hours.
  package var blockSteps: Int64
  /// In 10^-12 of the currency per block.
  package var rate: Int64
  package var currency: Currency
  package var from: Timestamp
  /// Exclusive; nothing is open-ended.
  package var until: Timestamp?
  /// Minutes of the day, UTC, end exclusive; the window may span midnight.
  package var hours: DailyWindow?
  package var tiers: [Tier]
  package var tierMode: TierMode
  /// What a record's `processing`, `service_tier` and `region` must be.
  package var match: [Match]
  package var contract: String?
  package var position: SourcePosition

  package struct Tier: Hashable, Sendable {
    /// Applies to totals strictly greater, in the meter's steps.
    package var above: Int64
    package var rate: Int64

    package init(above: Int64, rate: Int64) {
      self.above = above
      self.rate = rate
    }
  }

  package enum TierMode: String, Hashable, Sendable, CaseIterable { case wholeRequest, graduated }

  package struct Match: Hashable, Sendable {
    package var dimension: String
    package var value: String

    package init(_ dimension: String, _ value: String) {
      self.dimension = dimension
      self.value = value
    }
  }

  package struct DailyWindow: Hashable, Sendable {
    package var from: Int
    package var to: Int

    package init(from: Int, to: Int) {
      self.from = from
      self.to = to
    }

    func contains(_ time: Timestamp) -> Bool {
      let minute = Int(((time.seconds % 86_400) + 86_400) % 86_400 / 60)
      return from <= to ? from <= minute && minute < to : minute >= from || minute < to
    }
  }

  package init(
    provider: String, model: String?, meter: String, blockSteps: Int64, rate: Int64, currency: Currency,
    from: Timestamp,
    until: Timestamp? = nil, hours: DailyWindow? = nil, tiers: [Tier] = [], tierMode: TierMode = .wholeRequest,
    match: [Match] = [], contract: String? = nil, at position: SourcePosition = .start
  ) {
    precondition(blockSteps > 0, "a block is more than nothing")
    self.provider = provider
    self.model = model
    self.meter = meter
    self.blockSteps = blockSteps
    self.rate = rate
    self.currency = currency
    self.from = from
    self.until = until
    self.hours = hours
    self.tiers = tiers
    self.tierMode = tierMode
    self.match = match
    self.contract = contract
    self.position = position
  }

  /// The cost of a quantity, exact in Int128 and rounded once, half-even, to nano-units.
  ///
  /// - Parameters:
  ///   - quantity: In the meter's step.
  ///   - total: What tiers are chosen by: the request's total input for tokens.
  /// - Throws: ``ArithmeticError/overflow``.
  package func cost(of quantity: Int64, total: Int64) throws(ArithmeticError) -> Money {
    try rounded(product(of: quantity, total: total))
  }

  /// Steps times 10^-12 units, by the tiers. Fits: tiers share the quantity out.
  func product(of quantity: Int64, total: Int64) -> Int128 {
    guard tierMode == .graduated, !tiers.isEmpty, quantity > 0 else {
      let rate = tiers.last { total > $0.above }?.rate ?? self.rate
      return Int128(quantity) * Int128(rate)
    }
    var (sum, from, rate): (Int128, Int64, Int64) = (0, 0, self.rate)
    for tier in tiers {
      sum += Int128(max(0, min(quantity, tier.above) - from)) * Int128(rate)
      (from, rate) = (max(from, tier.above), tier.rate)
    }
    return sum + Int128(max(0, quantity - from)) * Int128(rate)
  }

  /// 10^-12 units times steps, per block, as nano-units.
  private func rounded(_ product: Int128) throws(ArithmeticError) -> Money {
    let (divisor, isLarge) = blockSteps.multipliedReportingOverflow(by: 1000)
    // Most amounts fit 64 bits, whose division costs a fraction of the other.
    if !isLarge, let dividend = Int64(exactly: product), dividend >= 0 {
      let (quotient, rest) = dividend.quotientAndRemainder(dividingBy: divisor)
      let below = divisor - rest
      let isUp = rest > below || (rest == below && quotient & 1 == 1)
      return Money(nanos: isUp ? quotient + 1 : quotient, currency: currency)
    }
    let (nanos, overflow) = roundedHalfEven(product, by: Int128(blockSteps) * 1000)
    guard !overflow else { throw .overflow }
    return Money(nanos: nanos, currency: currency)
  }
}
