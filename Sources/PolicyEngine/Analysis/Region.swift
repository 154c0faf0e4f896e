import CEL
import FactSchema

/// What a condition demands of each fact: it holds where all of these do.
struct Region: Sendable {
  /// A conjunct's demand, with its place among the conjuncts.
  struct Demand: Sendable {
    let test: FactTest
    let part: Int
  }

  let demands: [Demand]
  /// The values that are left of each fact.
  private(set) var values: [TestedFact: ValueSet] = [:]
  /// The first demand that nothing meets together with those before it.
  private(set) var contradiction: Demand?

  init(_ condition: Condition, in schema: Schema) {
    let reader = FactTestReader(program: condition.expression.program, schema: schema)
    self.init(
      condition.parts.enumerated().flatMap { index, part in
        reader.conjuncts(of: part.term).filter { !reader.isTrue($0) }
          .map { Demand(test: reader.test($0), part: index) }
      }, in: schema)
  }

  init(_ demands: [Demand], in schema: Schema) {
    self.demands = demands
    for demand in demands {
      add(demand, demand.test.fact, demand.test.values, in: schema)
      for fact in schema.presences(impliedBy: demand.test.fact) { add(demand, fact, .flags([true]), in: schema) }
    }
  }

  private mutating func add(_ demand: Demand, _ fact: TestedFact, _ wanted: ValueSet, in schema: Schema) {
    let known = values[fact] ?? FactTestReader.universe(of: fact, in: schema)
    guard let both = known.intersection(wanted) else { return }
    values[fact] = both
    if both.isEmpty, contradiction == nil { contradiction = demand }
  }

  /// Whether there may be facts that lie in the region.
  var isPossible: Bool { contradiction == nil }

  /// Whether what is left of each fact is told by values alone, so that a possible region is one that there is.
  var isCertain: Bool {
    values.keys.allSatisfy { if case .other = $0 { false } else { true } }
  }

  /// Whether all facts that lie here lie in the other region too.
  func lies(in other: Region) -> Bool {
    other.demands.allSatisfy { demand in
      values[demand.test.fact].map { $0.isSubset(of: demand.test.values) } ?? false
    }
  }
}

extension FactTestReader {
  /// The operands of `&&`, or the term itself.
  func conjuncts(of term: Term) -> [Term] {
    guard case .and(let left, let right) = term.kind else { return [term] }
    return conjuncts(of: left) + conjuncts(of: right)
  }

  /// Whether the term is true and reads nothing.
  func isTrue(_ term: Term) -> Bool { if case .bool(true)? = program.constant(term.node) { true } else { false } }

  /// The operands of `||`, or the term itself.
  func alternatives(of term: Term) -> [Term] {
    guard case .or(let left, let right) = term.kind else { return [term] }
    return alternatives(of: left) + alternatives(of: right)
  }
}

extension Schema {
  /// What has to be stated for the fact to have a value: the optional names on its way.
  func presences(impliedBy fact: TestedFact) -> [TestedFact] {
    let names: ArraySlice<String>
    switch fact {
    case .value(let path, _): names = path.names[...]
    case .presence(let path): names = path.names.dropLast()
    case .other: return []
    }
    guard let root = names.first, var type = facts[root]?.type else { return [] }
    var found: [TestedFact] = []
    for end in names.indices.dropFirst() {
      guard let member = type.member(names[end]) else { break }
      type = member.type
      if member.isOptional { found.append(.presence(FactPath(names: Array(names[...end])))) }
    }
    return found
  }
}
