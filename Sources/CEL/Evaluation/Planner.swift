/// Makes the plan of an expression.
import Diagnostics

struct Planner {
  private let expression: Expression
  private let types: [CELType]?
  private let references: [Checker.Reference?]?
  private let environment: Environment
  private let layout: Layout
  private var scope: [String] = []
  /// The steps that constants may still take, all together: what is too much is left to the evaluation.
  private var constantBudget = 200_000
  private var steps: [Plan.Step]
  private var tables = Plan.Tables()

  static func plan(
    _ expression: Expression, type: CELType, types: [CELType]?, _ references: [Checker.Reference?]?,
    _ environment: Environment
  ) -> Code {
    var planner = Planner(expression, types, references, environment)
    planner.visit(expression.root)
    return Code(
      expression, type: type, types: types, layout: planner.layout, steps: planner.steps, tables: planner.tables)
  }

  private init(
    _ expression: Expression, _ types: [CELType]?, _ references: [Checker.Reference?]?, _ environment: Environment
  ) {
    self.expression = expression
    self.types = types
    self.references = references
    self.environment = environment
    layout = environment.layout
    steps = Array(repeating: .none, count: expression.nodes.count)
  }

  private mutating func visit(_ id: Int) {
    if case .comprehension(let it) = expression[id].kind {
      visit(it.range)
      scope += it.variables
      if let condition = it.condition { visit(condition) }
      if let value = it.value { visit(value) }
      scope.removeLast(it.variables.count)
      steps[id] = .comprehension(tables.comprehensions.put(it))
      return
    }
    if let step = named(id) {
      steps[id] = step
      // An unchecked chain may yet be a selection of a shorter one.
      if case .name(let place) = step, let operand = tables.unresolved[place].operand { visit(operand) }
      return
    }
    Expression.forEachChild(of: expression[id].kind) { visit($0) }
    steps[id] = step(id)
    fold(id)
    if let faster = faster(steps[id]) { steps[id] = faster }
  }

  // MARK: Names

  private mutating func named(_ id: Int) -> Plan.Step? {
    if let references {
      switch references[id] {
      case .local(let name)?: return local(name)
      case .variable(let name)?: return environment.constants[name].map { constant($0) } ?? variable(name)
      case .type(let name)?: return constant(.abstract(.name(name)))
      case nil: return nil
      }
    }
    guard let name = expression.qualifiedName(of: id) else { return nil }
    let root = String(name.prefix { $0 != "." })
    if !name.hasPrefix("."), scope.contains(where: { haveSameBytes($0, root) }) {
      return root.utf8.count == name.utf8.count ? local(root) : nil
    }
    let candidates = environment.candidates(name)
    if let known = candidates.first(where: { environment.variables[$0] != nil || environment.types[$0] != nil }),
      let value = environment.constants[known]
    {
      return constant(value)
    }
    let type = candidates.first { environment.types[$0] != nil }
    if case .select(let operand, let field) = expression[id].kind {
      return .name(
        tables.unresolved.put(Plan.Unresolved(candidates: candidates, type: type, operand: operand, field: field)))
    }
    return .name(tables.unresolved.put(Plan.Unresolved(candidates: candidates, type: type, operand: nil, field: name)))
  }

  private mutating func local(_ name: String) -> Plan.Step {
    guard let place = scope.lastIndex(where: { haveSameBytes($0, name) }) else { return variable(name) }
    return .local(place)
  }

  private mutating func variable(_ name: String) -> Plan.Step {
    let plain = Plan.Step.variable(tables.names.put(name))
    guard let slot = layout.slot(of: name) else { return plain }
    return .slot(slot, depth: 0, otherwise: tables.others.put(plain))
  }

  private mutating func select(_ operand: Int, _ field: String) -> Plan.Step {
    let plain = Plan.Step.select(operand, field: tables.names.put(field))
    guard case .slot(let parent, let depth, _) = steps[operand], let slot = layout.slot(of: field, in: parent) else {
      return plain
    }
    return .slot(slot, depth: depth + 1, otherwise: tables.others.put(plain))
  }

  // MARK: Steps

  private mutating func constant(_ value: Value) -> Plan.Step { .constant(tables.constants.put(value)) }

  private mutating func step(_ id: Int) -> Plan.Step {
    switch expression[id].kind {
    case .literal(let value): return constant(value)
    case .identifier(let name): return variable(name)
    case .select(let operand, let field): return select(operand, field)
    case .has(let operand, let field): return .has(operand, field: tables.names.put(field))
    case .index(let operand, let key): return .index(operand, key)
    case .unary(let sign, let operand): return .unary(sign, operand)
    case .binary(.and, let left, let right): return .and(left, right)
    case .binary(.or, let left, let right): return .or(left, right)
    case .binary(.isIn, let left, let right): return membership(left, right)
    case .binary(let sign, let left, let right): return .binary(sign, left, right)
    case .conditional(let test, let yes, let no): return .conditional(test, yes, no)
    case .list(let items):
      let flags = items.map { isOptional($0) }
      return .list(tables.lists.put((items, flags.contains(true) ? flags : [])))
    case .map(let entries):
      return .map(tables.maps.put(entries.map { (key: $0.key, value: $0.value, isOptional: isOptional($0.key)) }))
    case .call(let name, let target, let arguments): return call(id, name, target, arguments)
    case .comprehension: return .none
    }
  }

  /// What it takes to compile a pattern that is not known at load.
  private static let patternCost = 1000

  private func isOptional(_ id: Int) -> Bool {
    if case .call(Expression.OperatorCall.optionalElement, nil, _) = expression[id].kind { true } else { false }
  }

  private mutating func membership(_ left: Int, _ right: Int) -> Plan.Step {
    guard case .list(let items)? = tables.constant(steps[right]), !items.isEmpty else {
      return .binary(.isIn, left, right)
    }
    var texts: [String] = []
    for item in items {
      guard case .string(let text) = item else { return .binary(.isIn, left, right) }
      texts.append(text)
    }
    return .isOneOf(left, tables.choices.put(Plan.Choices(texts)))
  }

  /// Functions that do not look into their operands.
  private static let cheapFunctions: Set<String> = [
    "size", "first", "last", "hasValue", "value", "optional.of", "optional.none", "type", "dyn", "bool", "int",
    "double",
  ]

  private mutating func call(_ id: Int, _ name: String, _ target: Int?, _ arguments: [Int]) -> Plan.Step {
    let operands = (target.map { [$0] } ?? []) + arguments
    switch (name, operands.count) {
    case (Expression.OperatorCall.optionalElement, 1): return steps[operands[0]]
    case (Expression.OperatorCall.optionalIndex, 2) where target == nil: return .optionalIndex(operands[0], operands[1])
    case (Expression.OperatorCall.optionalSelect, 2) where target == nil:
      guard case .literal(.string(let field)) = expression[operands[1]].kind else { return .none }
      return .optionalSelect(operands[0], field: tables.names.put(field))
    case ("or", 2), ("orValue", 2):
      if target != nil, environment.libraries.contains(.optionals) {
        return .optionalOr(operands[0], operands[1], unwraps: name == "orValue")
      }
    case ("matches", 2):
      if case .string(let pattern)? = tables.constant(steps[operands[1]]), let regex = Regex(pattern) {
        return .matches(operands[0], tables.patterns.put(regex))
      }
    default: break
    }
    guard let overloads = environment.overloads(name) else { return .undeclared(tables.names.put(name)) }
    var fitting = overloads.filter { $0.isMember == (target != nil) && $0.parameters.count == operands.count }
    // Values alone do not tell what a sum of nothing is.
    if name == "sum", let type = types?[id] { fitting = fitting.filter { $0.result == type } + fitting }
    // The one overload of the standard: an environment that declares another has its own say.
    if fitting.count == 1, target != nil, let test = Self.textTests[name] {
      return .text(test, operands[0], operands[1])
    }
    func made(_ overloads: [Overload], cost: Int) -> Plan.Step {
      let isCheap = Self.cheapFunctions.contains(name)
      return .call(
        tables.calls.put(
          Plan.Call(name: name, overloads: overloads, operands: operands, cost: cost, isCheap: isCheap)))
    }
    if name.hasPrefix("regex."), operands.count > 1 {
      guard case .string(let pattern)? = tables.constant(steps[operands[1]]),
        let specialized = fitting.first.flatMap({ FunctionLibrary.specialized($0, pattern: pattern) })
      else { return made(fitting, cost: Self.patternCost) }
      return made([specialized], cost: 0)
    }
    return made(fitting, cost: name == "matches" ? Self.patternCost : 0)
  }

  private static let textTests: [String: Plan.TextTest] = [
    "startsWith": .startsWith, "endsWith": .endsWith, "contains": .contains,
  ]

  // MARK: Tests of slots

  /// A step that looks at a slot by itself, for one that compares the slot with a constant.
  private mutating func faster(_ step: Plan.Step) -> Plan.Step? {
    switch step {
    case .binary(.isIn, let left, let right):
      guard case .string(let text)? = tables.constant(steps[left]), text.utf8.count <= Plan.Test.shortText else {
        return nil
      }
      return test(.holds, right, constant: steps[left], step)
    case .binary(let sign, let left, let right):
      switch sign {
      case .equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual: break
      default: return nil
      }
      if case .constant = steps[right] { return test(.compare(sign), left, constant: steps[right], step) }
      guard case .constant = steps[left] else { return nil }
      return test(.compare(sign.mirrored), right, constant: steps[left], step)
    case .isOneOf(let operand, let choices): return test(.isOneOf(choices), operand, constant: nil, step)
    case .text(let kind, let operand, let part):
      guard case .string? = tables.constant(steps[part]) else { return nil }
      return test(.text(kind), operand, constant: steps[part], step)
    default: return nil
    }
  }

  private mutating func test(_ kind: Plan.Test.Kind, _ operand: Int, constant: Plan.Step?, _ step: Plan.Step)
    -> Plan.Step?
  {
    guard case .slot(let slot, let depth, _) = steps[operand] else { return nil }
    var place = 0
    if case .constant(let found)? = constant { place = found }
    return .test(
      tables.tests.put(
        Plan.Test(
          kind: kind, slot: slot, constant: place, glance: Glance(constant == nil ? nil : tables.constants[place]),
          steps: depth + (constant == nil ? 2 : 3),
          otherwise: tables.others.put(step))))
  }

  // MARK: Constants

  /// Replaces a step of constants by its value, if it has one: an error stays where it is, since it may be absorbed.
  private mutating func fold(_ id: Int) {
    switch steps[id] {
    case .constant, .local, .variable, .slot, .test, .name, .undeclared, .comprehension, .none: return
    case .call(let place) where !tables.calls[place].overloads.allSatisfy(\.isPure): return
    default: break
    }
    var isConstant = true
    Expression.forEachChild(of: expression[id].kind) { child in
      if case .constant = steps[child] { return }
      isConstant = false
    }
    guard isConstant else { return }
    // Looked at by a function of its own, so that the steps are not shared when they change.
    if let value = computed(id) { steps[id] = constant(value) }
  }

  private mutating func computed(_ id: Int) -> Value? {
    let code = Code(expression, type: .dyn, types: nil, layout: layout, steps: steps, tables: tables)
    var evaluator = Evaluator(code, Activation(), EvaluationLimits(steps: constantBudget))
    let result = evaluator.run(id)
    constantBudget = evaluator.left
    return try? result.get()
  }
}

extension Array {
  /// Adds an element; its place is the result.
  fileprivate mutating func put(_ element: Element) -> Int {
    append(element)
    return count - 1
  }
}

extension Expression.Operator {
  /// The comparison with its sides exchanged.
  fileprivate var mirrored: Self {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    default: self
    }
  }
}
