import CEL
import Diagnostics
import FactSchema
import SpendModel

/// Finds conditions that are always false or always true, whatever the facts, and parts of them that say nothing.
struct ConstantCondition {
  private let analysed: AnalysedRule
  private let condition: Condition
  private let schema: Schema
  private let reader: FactTestReader

  init(_ analysed: AnalysedRule) {
    self.analysed = analysed
    condition = analysed.rule.condition
    schema = analysed.rule.environment.schema
    reader = FactTestReader(program: condition.expression.program, schema: schema)
  }

  private var id: String { analysed.rule.rule.id }

  func check() -> [Diagnostic] {
    // A row of `_` alone is the last one of its table: what remains.
    if analysed.rule.rule.table != nil, condition.reads.isEmpty { return [] }
    if let constant = constantParts() { return [constant] }
    if let demand = analysed.region.contradiction { return [neverFires(demand)] }
    let always = condition.parts.filter(isAlwaysTrue)
    if always.count == condition.parts.count {
      return [
        analysed.warning(
          "always-fires", "the rule `\(id)` always fires",
          hint: condition.reads.isEmpty
            ? "a condition that reads no fact says nothing about a request"
            : "every value of \(list(condition.reads.map(\.text))) meets it")
      ]
    }
    var found = always.map { part in
      analysed.warning(
        "always-true", "`\(condition.text(of: part))` is always true", hint: "leave it out, or say what was meant",
        at: part)
    }
    if always.isEmpty { found += redundantParts() + deadAlternatives() }
    return found
  }

  /// Parts that read nothing: false ones, ones that fail, and a whole that is true.
  private func constantParts() -> Diagnostic? {
    let nothing = analysed.rule.environment.bind(Facts())
    for part in condition.parts where condition.reads(of: part).isEmpty {
      switch condition.judge(part, nothing) {
      case .holds: continue
      case .fails:
        return analysed.warning(
          "never-fires", "the rule `\(id)` can never fire: `\(condition.text(of: part))` is always false", at: part)
      case .indeterminate(let error):
        return analysed.warning(
          "always-fails", "`\(condition.text(of: part))` always fails: \(error)", at: part)
      }
    }
    return nil
  }

  private func neverFires(_ demand: Region.Demand) -> Diagnostic {
    let parts = condition.parts
    let name = demand.test.fact.text
    let earlier = analysed.region.demands.prefix { $0.part < demand.part || $0.test != demand.test }
    if let other = earlier.first(where: { !Region([$0, demand], in: schema).isPossible }), other.part != demand.part {
      return analysed.warning(
        "never-fires", "the rule `\(id)` can never fire",
        hint:
          "of `\(name)` both `\(condition.text(of: parts[other.part]))` and `\(condition.text(of: parts[demand.part]))` are demanded",
        at: parts[demand.part])
    }
    let involved = analysed.region.demands.filter { $0.test.fact == demand.test.fact && $0.part <= demand.part }
    var texts: [String] = []
    for part in involved.map(\.part) {
      let text = condition.text(of: parts[part])
      if !texts.contains(text) { texts.append(text) }
    }
    return analysed.warning(
      "never-fires", "the rule `\(id)` can never fire", hint: "no value of `\(name)` meets \(list(texts))",
      at: parts[demand.part])
  }

  /// Whether a part holds for every value that its fact can have.
  private func isAlwaysTrue(_ part: Condition.Part) -> Bool {
    if condition.reads(of: part).isEmpty { return true }
    let test = reader.test(part.term)
    guard FactTestReader.universe(of: test.fact, in: schema).isSubset(of: test.values) else { return false }
    // Where facts may be missing, the part may have an error.
    return schema.presences(impliedBy: test.fact).isEmpty
  }

  /// Parts that hold wherever another one does. What asks whether a fact is stated is a guard, and stays.
  private func redundantParts() -> [Diagnostic] {
    let demands = analysed.region.demands
    for (index, demand) in demands.enumerated() {
      guard case .value = demand.test.fact else { continue }
      let other = demands.enumerated().first { place, other in
        place != index && other.part != demand.part && other.test.fact == demand.test.fact
          && other.test.values.isSubset(of: demand.test.values)
          && (place < index || other.test.values != demand.test.values)
      }
      guard let other = other?.element else { continue }
      return [
        analysed.warning(
          "redundant",
          "`\(condition.text(of: condition.parts[demand.part]))` says nothing beside `\(condition.text(of: condition.parts[other.part]))`",
          hint: "leave it out, or say what was meant", at: condition.parts[demand.part])
      ]
    }
    return []
  }

  /// Operands of `||` that nothing can meet together with the rest of the condition.
  private func deadAlternatives() -> [Diagnostic] {
    for (index, part) in condition.parts.enumerated() {
      let alternatives = reader.alternatives(of: part.term)
      guard alternatives.count > 1 else { continue }
      let rest = analysed.region.demands.filter { $0.part != index }
      for alternative in alternatives {
        let own = reader.conjuncts(of: alternative).map { Region.Demand(test: reader.test($0), part: index) }
        guard !Region(rest + own, in: schema).isPossible else { continue }
        let tree = condition.expression.program.expression
        return [
          analysed.rule.rule.condition.diagnostic(
            "never-true", "`\(tree.text(of: alternative.node))` can never be true here", severity: .warning,
            hint: "leave it out, or say what was meant",
            at: condition.place(ofOffset: tree[alternative.node].range.lowerBound))
        ]
      }
    }
    return []
  }
}

/// `` `a`, `b` and `c` ``
func list(_ texts: [String]) -> String {
  let quoted = texts.map { "`\($0)`" }
  guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
  return quoted.dropLast().joined(separator: ", ") + " and " + last
}
