import CEL
import FactSchema
import SpendModel

/// All conditions on requests in the form in which they are judged: an index over tests of single facts, and for what
/// is more than that, the expressions.
struct DecisionPlan: Sendable {
  /// The expression of a predicate: a part of a rule's condition.
  struct Part: Sendable, BitwiseCopyable {
    /// Among the policy's rules.
    var rule: Int32
    var node: Int32
  }

  var index: RuleIndex
  var layout: FactLayout
  /// The slot of `now`, where any predicate asks for it.
  var now: Int?
  /// By rank, which is the order of the ids' bytes: the place among the policy's rules.
  var places: [Int32]
  /// By rank: whether the rule matches where it is indeterminate, as those do that demand a review.
  var countsIfOpen: [Bool]
  /// By predicate.
  var parts: [Part]

  /// - Parameter rules: The policy's rules; only those on requests are judged.
  init(_ rules: [CompiledRule], schema: Schema) {
    var slots = Slots(schema: schema)
    var known: [RuleIndex.Key: Part] = [:]
    let ids = rules.map { Array($0.rule.id.utf8) }
    let order = rules.indices.sorted { ids[$0].lexicographicallyPrecedes(ids[$1]) }
    let entries = order.map { place in
      rules[place].rule.subject == .request
        ? Self.entry(
          of: rules[place].condition, at: place, validity: RuleIndex.Validity(rules[place].rule), slots: &slots,
          known: &known) : nil
    }
    let (index, numbers) = RuleIndex.make(entries, slots: slots.made)
    self.index = index
    layout = FactLayout(schema, slots: slots.numbers)
    now = slots.numbers[FactPath(names: ["now"])]
    places = order.map { Int32($0) }
    countsIfOpen = order.map { rules[$0].rule.effect == .require }
    var parts = [Part](repeating: Part(rule: -1, node: -1), count: index.missing.count)
    for (key, part) in known { if let number = numbers[key] { parts[Int(number)] = part } }
    self.parts = parts
  }

  /// The slots that predicates ask for.
  private struct Slots {
    let schema: Schema
    var numbers: [FactPath: Int] = [:]
    var made: [RuleIndex.Slot] = []

    mutating func slot(of path: FactPath) -> Int {
      if let known = numbers[path] { return known }
      var slot = RuleIndex.Slot()
      if path.names.count == 1, case .object? = schema.facts[path.names[0]]?.type { slot.isEmptyObject = true }
      numbers[path] = made.count
      made.append(slot)
      return made.count - 1
    }

    /// A slot of which it is known whether the object is there that the fact belongs to.
    mutating func slotInObject(_ path: FactPath) -> Int {
      let slot = slot(of: path)
      if made[slot].parent < 0 { made[slot].parent = Int32(self.slot(of: FactPath(names: path.names.dropLast()))) }
      return slot
    }
  }

  private static func entry(
    of condition: Condition, at place: Int, validity: RuleIndex.Validity?, slots: inout Slots,
    known: inout [RuleIndex.Key: Part]
  ) -> RuleIndex.Entry? {
    let program = condition.expression.program
    var keys: [RuleIndex.Key] = []
    for part in condition.parts {
      if case .bool(let value)? = program.constant(part.node) {
        guard value else { return nil }
        continue
      }
      let key: RuleIndex.Key
      if let (path, test) = Predicate.make(part, of: program, in: slots.schema) {
        let slot = if case .present = test { slots.slotInObject(path) } else { slots.slot(of: path) }
        key = RuleIndex.Key(slot: slot, test: test)
      } else {
        key = RuleIndex.Key(slot: -1, test: .expression(known.count))
      }
      if known[key] == nil { known[key] = Part(rule: Int32(place), node: Int32(part.node)) }
      if !keys.contains(key) { keys.append(key) }
    }
    return RuleIndex.Entry(predicates: keys, validity: validity)
  }

  /// What the expression of a predicate says.
  func ask(_ predicate: Int, of rules: CompiledRules, _ facts: BoundFacts) -> UInt8 {
    let part = parts[predicate]
    guard rules.indices.contains(Int(part.rule)) else { return Answer.erred }
    switch rules[Int(part.rule)].condition.expression.truth(of: Int(part.node), facts) {
    case .holds: return Answer.holds
    case .fails: return Answer.fails
    case .indeterminate: return Answer.erred
    }
  }
}

extension RuleIndex.Validity {
  /// The time for which a rule holds; nothing where it always does.
  fileprivate init?(_ rule: Rule) {
    guard rule.from != nil || rule.until != nil else { return nil }
    self.init(from: rule.from?.value.microseconds ?? .min, until: rule.until?.value.microseconds ?? .max)
  }
}
