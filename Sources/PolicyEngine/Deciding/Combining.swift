import SpendModel

/// What came of a condition: true, false, or an error.
enum Truth: Hashable, Sendable {
  case holds
  case fails
  case indeterminate(String)
}

/// A rule on requests whose condition is true or indeterminate, on its way into the verdict.
struct Judgement {
  /// Among the policy's rules.
  var place: Int
  var rule: Rule
  var truth: Truth
}

/// The one algebra of effects: deny overrides, the rest is a union, and what cannot be known goes to a human.
enum Combining {
  /// The review that a deny demands whose condition is indeterminate: a bug must neither refuse for good nor let pass.
  static let governance = "governance"

  /// Whether a rule takes part in a verdict. An `allow` that is indeterminate does not match.
  static func counts(_ effect: Effect, _ truth: Truth) -> Bool {
    switch (truth, effect) {
    case (.fails, _), (_, .finding), (.indeterminate, .allow): false
    case (.holds, _), (.indeterminate, _): true
    }
  }

  /// The strongest effect of those that count.
  static func outcome(of judgements: [Judgement]) -> Outcome {
    var outcome = Outcome.allow
    for judgement in judgements {
      let strength: Outcome =
        switch (judgement.rule.effect, judgement.truth) {
        case (.deny, .holds): .deny
        case (.deny, _), (.require, _): .require
        case (.warn, _): .warn
        case (.allow, _), (.finding, _): .allow
        }
      outcome = max(outcome, strength)
    }
    return outcome
  }

  /// The reviews demanded, each once, in the order of their bytes.
  static func reviews(of judgements: [Judgement]) -> [String] {
    var names: Set<String> = []
    for judgement in judgements {
      switch (judgement.rule.effect, judgement.truth) {
      case (.require, _): names.formUnion(judgement.rule.reviews.map(\.value))
      case (.deny, .indeterminate): names.insert(governance)
      default: break
      }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The union of obligations by id: of two with one id, the earlier phase, the nearer date, the first that names
  /// its evidence.
  static func obligations(of judgements: [Judgement]) -> [Obligation] {
    var merged: [Obligation] = []
    for judgement in judgements where judgement.rule.effect != .deny {
      for obligation in judgement.rule.obligations {
        guard let index = merged.firstIndex(where: { $0.id.utf8.elementsEqual(obligation.id.utf8) }) else {
          merged.append(obligation)
          continue
        }
        let known = merged[index]
        if urgency(obligation.phase) < urgency(known.phase) { merged[index].phase = obligation.phase }
        if length(obligation.due) < length(known.due) { merged[index].due = obligation.due }
        merged[index].evidence = known.evidence ?? obligation.evidence
      }
    }
    return merged.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
  }

  private static func urgency(_ phase: Obligation.Phase) -> Int {
    switch phase {
    case .start: 0
    case .during: 1
    case .end: 2
    }
  }

  /// A period's length in seconds, for comparing only: five days of eight hours to a business week.
  private static func length(_ period: Period?) -> Int64 {
    switch period ?? .businessDays(10) {
    case .wall(let seconds): seconds
    case .businessHours(let hours): hours * 15_120
    case .businessDays(let days): days * 120_960
    }
  }
}
