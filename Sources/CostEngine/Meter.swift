/// What a meter's cost is put down to: the closed list of cost objects.
package enum CostObject: String, Hashable, Sendable, CaseIterable {
  case prompt, token
  case inferenceCall = "inference_call"
  case embedding
  case fineTuning = "fine_tuning"
  case modelTier = "model_tier"
  case premiumAPI = "premium_api"
  case retrievalPipeline = "retrieval_pipeline"
  case vectorDatabase = "vector_database"
  case gpu
  case trainingData = "training_data"
  case dataStorage = "data_storage"
  case monitoring
  case safetyCheck = "safety_check"
  case humanReview = "human_review"
  case license
}

/// Something that is counted: tokens in, GPU hours, seats.
package struct Meter: Hashable, Sendable {
  /// `input.uncached`
  package var name: String
  package var kind: CostObject
  /// As FOCUS spells it: `Tokens`, `GPU-Hours`.
  package var unit: String
  /// Decimals that a quantity keeps: 0 counts whole units, 6 counts millionths.
  package var scale: Int

  package init(name: String, kind: CostObject, unit: String, scale: Int = 0) {
    self.name = name
    self.kind = kind
    self.unit = unit
    self.scale = scale
  }

  /// How many steps make one unit: 1 or 1,000,000.
  package var stepsPerUnit: Int64 { scale == 6 ? 1_000_000 : 1 }

  /// A quantity of steps as a decimal of units: `12.5`.
  package func text(_ quantity: Int64) -> String {
    guard scale > 0 else { return String(quantity) }
    let magnitude = quantity.magnitude
    let rest = magnitude % 1_000_000
    var result = (quantity < 0 ? "-" : "") + String(magnitude / 1_000_000)
    if rest != 0 {
      var digits = String(rest)
      digits = String(repeating: "0", count: 6 - digits.utf8.count) + digits
      while digits.hasSuffix("0") { digits.removeLast() }
      result += "." + digits
    }
    return result
  }
}

/// The meters of an organisation, by name.
package struct Meters: Hashable, Sendable {
  package private(set) var byName: [String: Meter]

  package init(_ meters: [Meter]) {
    byName = [:]
    for meter in meters { byName[meter.name] = meter }
  }

  package subscript(name: String) -> Meter? { byName[name] }

  package var names: [String] { byName.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }

  /// The decimals of each meter's quantities, by name.
  package var scales: [String: Int] { byName.mapValues(\.scale) }

  /// These, and the others for names that these lack.
  package func completed(by others: Meters) -> Meters {
    var result = self
    for (name, meter) in others.byName where result.byName[name] == nil { result.byName[name] = meter }
    return result
  }

  /// The meters that every organisation has unless it says otherwise.
  package static let canonical = Meters([
    Meter(name: "input.uncached", kind: .token, unit: "Tokens"),
    Meter(name: "input.cache_read", kind: .token, unit: "Tokens"),
    Meter(name: "input.cache_write_5m", kind: .token, unit: "Tokens"),
    Meter(name: "input.cache_write_1h", kind: .token, unit: "Tokens"),
    Meter(name: "output.response", kind: .token, unit: "Tokens"),
    Meter(name: "output.reasoning", kind: .token, unit: "Tokens"),
    Meter(name: "input.audio", kind: .token, unit: "Tokens"), Meter(name: "output.audio", kind: .token, unit: "Tokens"),
    Meter(name: "input.image", kind: .token, unit: "Tokens"),
    Meter(name: "request", kind: .inferenceCall, unit: "Requests"),
    Meter(name: "embedding.input", kind: .embedding, unit: "Tokens"),
    Meter(name: "image.generated", kind: .premiumAPI, unit: "Images"),
    Meter(name: "search.call", kind: .premiumAPI, unit: "Calls"),
    Meter(name: "cache.storage", kind: .prompt, unit: "Token-Hours", scale: 6),
    Meter(name: "vector.storage", kind: .vectorDatabase, unit: "GB-Hours", scale: 6),
    Meter(name: "vector.query", kind: .retrievalPipeline, unit: "Requests"),
    Meter(name: "gpu.allocated", kind: .gpu, unit: "GPU-Hours", scale: 6),
    Meter(name: "gpu.used", kind: .gpu, unit: "GPU-Hours", scale: 6),
    Meter(name: "finetune.training", kind: .fineTuning, unit: "Tokens"),
    Meter(name: "storage", kind: .dataStorage, unit: "GB-Hours", scale: 6),
    Meter(name: "review", kind: .humanReview, unit: "Minutes", scale: 6),
    Meter(name: "safety.check", kind: .safetyCheck, unit: "Calls"),
    Meter(name: "seat", kind: .license, unit: "Seat-Months", scale: 6),
    Meter(name: "monitoring", kind: .monitoring, unit: "Requests"),
  ])
}

/// A decimal as a count of steps, read from its text: never through a `Double`.
///
///     exactQuantity("12.5", scale: 6)  // (12_500_000, false)
///
/// - Returns: The steps, and whether digits were rounded away (half-even); nothing for no decimal, or out of range.
package func exactQuantity(_ text: some StringProtocol, scale: Int) -> (steps: Int64, isRounded: Bool)? {
  guard let decimal = Decimal128(text) else { return nil }
  return decimal.scaled(places: scale)
}
