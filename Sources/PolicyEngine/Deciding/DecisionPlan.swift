import CEL
import FactSchema
import SpendModel

/// All conditions on requests in the form in which they are judged: tests of single facts, shared by all rules that
/// have them and made once for a request, and expressions for what is more than that.
struct DecisionPlan: Sendable {
  /// A rule's conjuncts, as a range of `parts`, and the time for which it holds.
  private struct Entry: Sendable {
    let parts: Range<Int32>
    let from: Int64
    let until: Int64
  }

  private struct Part: Sendable {
    let slot: Int32
    let test: Predicate?
    /// Of the rule, for the expression.
    let rule: Int32
    let node: Int32
  }

  private var entries: [Entry] = []
  /// For each rule its conjuncts: places in `parts`.
  private var conjuncts: [Int32] = []
  private var parts: [Part] = []
  private var tree = SlotTree()
  private var index = RuleIndex()

  /// - Parameter rules: The policy's rules; only those on requests are judged.
  init(_ rules: [CompiledRule], schema: Schema) {
    var known: [Key: Int32] = [:]
    for (place, rule) in rules.enumerated() {
      let start = Int32(conjuncts.count)
      var guardValue: (slot: Int, value: String)?
      if rule.rule.subject == .request {
        for part in rule.condition.parts {
          if let (path, test) = Predicate.make(part, of: rule.condition.expression.program, in: schema) {
            let slot = tree.slot(of: path)
            if guardValue == nil, case .string(.equal, let value) = test { guardValue = (slot, value) }
            let key = Key(slot: slot, test: test)
            if let shared = known[key] {
              conjuncts.append(shared)
              continue
            }
            known[key] = Int32(parts.count)
            conjuncts.append(Int32(parts.count))
            parts.append(Part(slot: Int32(slot), test: test, rule: Int32(place), node: Int32(part.node)))
          } else {
            conjuncts.append(Int32(parts.count))
            parts.append(Part(slot: -1, test: nil, rule: Int32(place), node: Int32(part.node)))
          }
        }
        index.add(place, guardedBy: guardValue)
      }
      entries.append(
        Entry(
          parts: start..<Int32(conjuncts.count), from: rule.rule.from?.value.microseconds ?? .min,
          until: rule.rule.until?.value.microseconds ?? .max))
    }
  }

  private struct Key: Hashable {
    let slot: Int
    let test: Predicate
  }

  /// A judgement on its way: what has been found of the request so far.
  struct Run {
    let rules: [CompiledRule]
    let environment: FactEnvironment
    let facts: Facts
    let now: Timestamp
    fileprivate var values: [FactValue?]
    fileprivate var results: [Result]
    /// Made when the first expression needs it.
    private var made: BoundFacts?

    fileprivate init(
      rules: [CompiledRule], environment: FactEnvironment, facts: Facts, now: Timestamp, values: [FactValue?],
      count: Int
    ) {
      self.rules = rules
      self.environment = environment
      self.facts = facts
      self.now = now
      self.values = values
      results = [Result](repeating: .unknown, count: count)
    }

    mutating func bound() -> BoundFacts {
      if let made { return made }
      let bound = environment.bind(facts, now: now)
      made = bound
      return bound
    }
  }

  fileprivate enum Result: UInt8 { case unknown, holds, fails, erred }

  /// Judges every rule that the request can concern, and gives the places of those that are not false, in no order.
  ///
  /// - Parameter waived: Whether the rule at a place is to be passed over.
  func judge(
    _ facts: Facts, at instant: Timestamp, rules: [CompiledRule], environment: FactEnvironment,
    waived: (Int) -> Bool
  ) -> (found: [(place: Int, isCertain: Bool)], run: Run) {
    let stated = environment.complete(facts, now: instant)
    var run = Run(
      rules: rules, environment: environment, facts: stated, now: instant, values: tree.values(in: stated),
      count: parts.count)
    var found: [(place: Int, isCertain: Bool)] = []
    let time = instant.microseconds
    index.forEachCandidate(run.values) { place in
      let entry = entries[place]
      guard entry.from <= time, time < entry.until, !waived(place) else { return }
      var isCertain = true
      for index in entry.parts {
        switch result(conjuncts[Int(index)], &run) {
        case .holds: continue
        case .fails: return
        case .erred, .unknown: isCertain = false
        }
      }
      found.append((place, isCertain))
    }
    return (found, run)
  }

  private func result(_ place: Int32, _ run: inout Run) -> Result {
    let known = run.results[Int(place)]
    if known != .unknown { return known }
    let made = make(Int(place), &run)
    run.results[Int(place)] = made
    return made
  }

  private func make(_ place: Int, _ run: inout Run) -> Result {
    if let test = parts[place].test, let holds = test.test(run.values[Int(parts[place].slot)]) {
      return holds ? .holds : .fails
    }
    let part = parts[place]
    let bound = run.bound()
    switch run.rules[Int(part.rule)].condition.expression.truth(of: Int(part.node), bound) {
    case .holds: return .holds
    case .fails: return .fails
    case .indeterminate: return .erred
    }
  }
}
