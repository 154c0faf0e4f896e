package import FactSchema
package import SpendModel

/// Rules, checked and ready to judge.
package struct CompiledPolicy: Sendable {
  package let schema: Schema
  /// In the order in which they were given.
  package let rules: [CompiledRule]
  private let places: [String: Int]
  private let plan: DecisionPlan
  private let hasTables: Bool
  let environment: FactEnvironment

  init(schema: Schema, environment: FactEnvironment, rules: [CompiledRule]) {
    self.schema = schema
    self.environment = environment
    self.rules = rules
    places = Dictionary(rules.enumerated().map { ($1.rule.id, $0) }) { first, _ in first }
    hasTables = rules.contains { $0.rule.table != nil }
    plan = DecisionPlan(rules, schema: schema)
  }

  package subscript(id: String) -> CompiledRule? { places[id].map { rules[$0] } }

  /// The rules on usage.
  package var usageRules: [CompiledRule] { rules.filter { $0.rule.subject == .usage } }

  // MARK: - Requests

  /// Judges a request by all rules on requests that hold at that time.
  ///
  /// - Parameter waived: The ids of rules that waivers suspend for this request.
  package func evaluate(_ facts: Facts, at instant: Timestamp, waived: Set<String> = []) -> Verdict {
    var (found, run) = judge(facts, at: instant, waived: waived)
    found.sort { $0.place < $1.place }
    var judgements: [Judgement] = []
    for (place, isCertain) in found {
      let truth = isCertain ? .holds : rules[place].condition.judge(run.bound())
      guard Combining.counts(rules[place].rule.effect, truth) else { continue }
      judgements.append(Judgement(place: place, rule: rules[place].rule, truth: truth))
    }
    judgements = TableHits.pick(judgements)
    judgements.sort { $0.rule.id.utf8.lexicographicallyPrecedes($1.rule.id.utf8) }
    let fired = judgements.map { rules[$0.place].fired($0.truth, run.bound()) }
    return Verdict(
      outcome: Combining.outcome(of: judgements), fired: fired, reviews: Combining.reviews(of: judgements),
      obligations: Combining.obligations(of: judgements))
  }

  /// The ids of the rules that are true, and of `require` rules that are indeterminate, in the order of their bytes.
  package func matches(_ facts: Facts, at instant: Timestamp) -> [String] {
    let (found, _) = judge(facts, at: instant, waived: [])
    var places = found.filter { $0.isCertain || rules[$0.place].rule.effect == .require }
    if hasTables {
      places.sort { $0.place < $1.place }
      let judgements = places.map { place, isCertain in
        Judgement(place: place, rule: rules[place].rule, truth: isCertain ? .holds : .indeterminate(""))
      }
      places = TableHits.pick(judgements).map { ($0.place, true) }
    }
    return places.map { rules[$0.place].rule.id }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The rules on requests whose conditions are not false, in no order.
  private func judge(
    _ facts: Facts, at instant: Timestamp, waived: Set<String>
  ) -> (found: [(place: Int, isCertain: Bool)], run: DecisionPlan.Run) {
    plan.judge(facts, at: instant, rules: rules, environment: environment) { place in
      !waived.isEmpty && waived.contains(rules[place].rule.id)
    }
  }

  /// Why a rule on requests did not fire; nothing where there is no such rule.
  package func whyNot(_ id: String, _ facts: Facts, at instant: Timestamp) -> WhyNot? {
    guard let rule = self[id], rule.rule.subject == .request else { return nil }
    let bound = environment.bind(facts, now: instant)
    let state: WhyNot.State =
      if rule.rule.isValid(at: instant) {
        switch rule.condition.judge(bound) {
        case .holds: .fired
        case .fails: .notFired
        case .indeterminate(let error): .indeterminate(error)
        }
      } else {
        .outsideValidity
      }
    return WhyNot(rule: id, state: state, failing: state == .fired ? [] : rule.condition.failing(bound))
  }
}

extension Condition {
  /// The conjuncts that are not true, and what would have to hold.
  func failing(_ bound: BoundFacts) -> [FailingConjunct] {
    zip(parts, explain(bound)).compactMap { part, conjunct in
      var error: String?
      switch conjunct.result {
      case .held: return nil
      case .failed: break
      case .erred(let message): error = message
      }
      return FailingConjunct(
        conjunct: conjunct.text, read: conjunct.read, error: error,
        wouldHold: part.term.wouldHold(written: conjunct.text))
    }
  }
}
