package import FactSchema
package import SpendModel

/// Rules, checked and ready to judge.
package struct CompiledPolicy: Sendable {
  package let schema: Schema
  /// In the order in which they were given.
  package let rules: CompiledRules
  /// The tables that give values, in the order of their ids.
  package let tables: [CompiledTable]
  /// By place.
  package let ids: [String]
  var plan: DecisionPlan
  /// Whether any rule is a row of a table.
  let hasTables: Bool
  let environment: FactEnvironment

  init(schema: Schema, environment: FactEnvironment, rules: [CompiledRule], tables: [CompiledTable] = []) {
    self.schema = schema
    self.environment = environment
    self.rules = CompiledRules(rules)
    self.tables = Self.sorted(tables)
    ids = rules.map(\.rule.id)
    hasTables = rules.contains { $0.rule.table != nil }
    plan = DecisionPlan(rules, schema: schema)
  }

  /// - Parameter plan: Made of the same rules.
  init(
    schema: Schema, environment: FactEnvironment, ids: [String], rules: CompiledRules, tables: [CompiledTable],
    hasTables: Bool, plan: DecisionPlan
  ) {
    (self.schema, self.environment, self.ids, self.rules) = (schema, environment, ids, rules)
    (self.tables, self.hasTables, self.plan) = (Self.sorted(tables), hasTables, plan)
  }

  private static func sorted(_ tables: [CompiledTable]) -> [CompiledTable] {
    tables.sorted { $0.table.id.utf8.lexicographicallyPrecedes($1.table.id.utf8) }
  }

  package subscript(id: String) -> CompiledRule? {
    ids.firstIndex { $0.utf8.elementsEqual(id.utf8) }.map { rules[$0] }
  }

  /// The rules on usage.
  package var usageRules: [CompiledRule] { rules.on(.usage) }

  // MARK: - Requests

  /// Judges a request by all rules on requests that hold at that time.
  ///
  /// - Parameter waived: The ids of rules that waivers suspend for this request.
  package func evaluate(_ facts: Facts, at instant: Timestamp, waived: Set<String> = []) -> Verdict {
    var found: [(place: Int, isCertain: Bool)] = []
    let bound = judge(facts, at: instant) { place, isCertain in
      if waived.isEmpty || !waived.contains(ids[place]) { found.append((place, isCertain)) }
    }
    found.sort { $0.place < $1.place }
    var judgements: [Judgement] = []
    for (place, isCertain) in found {
      let truth = isCertain ? .holds : rules[place].condition.judge(bound)
      guard Combining.counts(rules[place].rule.effect, truth) else { continue }
      judgements.append(Judgement(place: place, rule: rules[place].rule, truth: truth))
    }
    judgements = TableHits.pick(judgements)
    judgements.sort { $0.rule.id.utf8.lexicographicallyPrecedes($1.rule.id.utf8) }
    let fired = judgements.map { rules[$0.place].fired($0.truth, bound) }
    return Verdict(
      outcome: Combining.outcome(of: judgements), fired: fired, reviews: Combining.reviews(of: judgements),
      obligations: Combining.obligations(of: judgements),
      values: tables.compactMap { $0.value(bound, at: instant) })
  }

  /// The ids of the rules that are true, and of `require` rules that are indeterminate, in the order of their bytes.
  package func matches(_ facts: Facts, at instant: Timestamp) -> [String] {
    var matches = Matches(self)
    matches.find(facts, at: instant)
    return matches.places.map { ids[Int($0)] }
  }

  /// Gives the rules on requests whose conditions are not false, in the order of their ids.
  ///
  /// - Returns: The facts as expressions read them.
  private func judge(
    _ facts: Facts, at instant: Timestamp, _ body: (_ place: Int, _ isCertain: Bool) -> Void
  ) -> BoundFacts {
    let bound = environment.bind(facts, now: instant)
    var request = RuleIndex.Request()
    plan.index.start(&request)
    plan.index.read(bound.facts, plan.layout, &request)
    plan.index.finish(&request)
    plan.index.gather(&request, at: instant.microseconds)
    plan.index.settle(&request) { predicate in
      plan.ask(predicate, of: rules, bound)
    } body: { rank, isCertain in
      body(Int(plan.places[rank]), isCertain)
    }
    return bound
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
