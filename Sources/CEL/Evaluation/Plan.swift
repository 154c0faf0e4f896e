/// What to do for each node of an expression: names resolved, constants computed, patterns compiled.
enum Plan {
  enum Step: Sendable {
    case constant(Value)
    /// A variable of a macro, by its place from the outermost.
    case local(Int)
    case variable(String)
    /// Not checked: the first of the names that is bound, else the type, else the field of the operand.
    case name([String], type: String?, operand: Int?, field: String)
    case select(Int, field: String)
    case has(Int, field: String)
    case index(Int, Int)
    case optionalSelect(Int, field: String)
    case optionalIndex(Int, Int)
    case unary(Expression.Operator, Int)
    case binary(Expression.Operator, Int, Int)
    case and(Int, Int)
    case or(Int, Int)
    /// `x in [...]` of constant texts.
    case isOneOf(Int, Set<MapValue.Key>)
    case conditional(Int, Int, Int)
    case list([Int], optional: [Bool])
    case map([(key: Int, value: Int, isOptional: Bool)])
    case matches(Int, Regex)
    /// The cost is what the call takes beside looking at its operands.
    case call(String, [Overload], [Int], cost: Int)
    /// `a.or(b)` and `a.orValue(b)` of optionals: `b` counts only where `a` has none.
    case optionalOr(Int, Int, unwraps: Bool)
    case undeclared(String)
    case comprehension(Expression.Comprehension)
    /// A part that is never evaluated by itself.
    case none
  }
}

/// An expression with all that was found out about it. A class, so that a program is cheap to pass on.
final class Code: Sendable {
  let expression: Expression
  let type: CELType
  /// The type of each node; nothing where the expression was not checked.
  let types: [CELType]?
  let steps: [Plan.Step]

  init(_ expression: Expression, type: CELType, types: [CELType]?, steps: [Plan.Step]) {
    self.expression = expression
    self.type = type
    self.types = types
    self.steps = steps
  }
}

/// Makes the plan of an expression.
struct Planner {
  private let expression: Expression
  private let references: [Int: Checker.Reference]?
  private let environment: Environment
  private var scope: [String] = []
  /// The steps that constants may still take, all together: what is too much is left to the evaluation.
  private var constantBudget = 200_000
  private var steps: [Plan.Step]

  static func plan(
    _ expression: Expression, type: CELType, types: [CELType]?, _ references: [Int: Checker.Reference]?,
    _ environment: Environment
  ) -> Code {
    var planner = Planner(expression, references, environment)
    planner.visit(expression.root)
    return Code(expression, type: type, types: types, steps: planner.steps)
  }

  private init(_ expression: Expression, _ references: [Int: Checker.Reference]?, _ environment: Environment) {
    self.expression = expression
    self.references = references
    self.environment = environment
    steps = Array(repeating: .none, count: expression.nodes.count)
  }

  private mutating func visit(_ id: Int) {
    if case .comprehension(let it) = expression[id].kind {
      visit(it.range)
      scope += it.variables
      if let condition = it.condition { visit(condition) }
      if let value = it.value { visit(value) }
      scope.removeLast(it.variables.count)
      steps[id] = .comprehension(it)
      return
    }
    if let step = named(id) {
      steps[id] = step
      // An unchecked chain may yet be a selection of a shorter one.
      if case .name(_, _, let operand?, _) = step { visit(operand) }
      return
    }
    for child in expression.children(of: id) { visit(child) }
    steps[id] = step(id)
    fold(id)
  }

  // MARK: Names

  private func named(_ id: Int) -> Plan.Step? {
    if let references {
      switch references[id] {
      case .local(let name)?: return local(name)
      case .variable(let name)?: return .variable(name)
      case .type(let name)?: return .constant(.type(.name(name)))
      case nil: return nil
      }
    }
    guard let name = expression.qualifiedName(of: id) else { return nil }
    let root = String(name.prefix { $0 != "." })
    if !name.hasPrefix("."), scope.contains(where: { isSameText($0, root) }) {
      return root.utf8.count == name.utf8.count ? local(root) : nil
    }
    let candidates = environment.candidates(name)
    let type = candidates.first { CELType.names[$0] != nil }
    if case .select(let operand, let field) = expression[id].kind {
      return .name(candidates, type: type, operand: operand, field: field)
    }
    return .name(candidates, type: type, operand: nil, field: name)
  }

  private func local(_ name: String) -> Plan.Step {
    guard let place = scope.lastIndex(where: { isSameText($0, name) }) else { return .variable(name) }
    return .local(place)
  }

  // MARK: Steps

  private func step(_ id: Int) -> Plan.Step {
    switch expression[id].kind {
    case .literal(let value): return .constant(value)
    case .identifier(let name): return .variable(name)
    case .select(let operand, let field): return .select(operand, field: field)
    case .has(let operand, let field): return .has(operand, field: field)
    case .index(let operand, let key): return .index(operand, key)
    case .unary(let sign, let operand): return .unary(sign, operand)
    case .binary(.and, let left, let right): return .and(left, right)
    case .binary(.or, let left, let right): return .or(left, right)
    case .binary(.isIn, let left, let right): return membership(left, right)
    case .binary(let sign, let left, let right): return .binary(sign, left, right)
    case .conditional(let test, let yes, let no): return .conditional(test, yes, no)
    case .list(let items):
      let flags = items.map { isOptional($0) }
      return .list(items, optional: flags.contains(true) ? flags : [])
    case .map(let entries): return .map(entries.map { (key: $0.key, value: $0.value, isOptional: isOptional($0.key)) })
    case .call(let name, let target, let arguments): return call(name, target, arguments)
    case .comprehension: return .none
    }
  }

  /// What it takes to compile a pattern that is not known at load.
  private static let patternCost = 1000

  private func isOptional(_ id: Int) -> Bool {
    if case .call(Expression.OperatorCall.optionalElement, nil, _) = expression[id].kind { true } else { false }
  }

  private func membership(_ left: Int, _ right: Int) -> Plan.Step {
    guard case .constant(.list(let items)) = steps[right], items.count > 4 else {
      return .binary(.isIn, left, right)
    }
    var keys: Set<MapValue.Key> = []
    for item in items {
      guard case .string = item, let key = MapValue.Key(item) else { return .binary(.isIn, left, right) }
      keys.insert(key)
    }
    return .isOneOf(left, keys)
  }

  private func call(_ name: String, _ target: Int?, _ arguments: [Int]) -> Plan.Step {
    let operands = (target.map { [$0] } ?? []) + arguments
    switch (name, operands.count) {
    case (Expression.OperatorCall.optionalElement, 1): return steps[operands[0]]
    case (Expression.OperatorCall.optionalIndex, 2) where target == nil: return .optionalIndex(operands[0], operands[1])
    case (Expression.OperatorCall.optionalSelect, 2) where target == nil:
      guard case .literal(.string(let field)) = expression[operands[1]].kind else { return .none }
      return .optionalSelect(operands[0], field: field)
    case ("or", 2), ("orValue", 2):
      if target != nil, environment.libraries.contains(.optionals) {
        return .optionalOr(operands[0], operands[1], unwraps: name == "orValue")
      }
    case ("matches", 2):
      if case .constant(.string(let pattern)) = steps[operands[1]], let regex = Regex(pattern) {
        return .matches(operands[0], regex)
      }
    default: break
    }
    guard let overloads = environment.overloads(name) else { return .undeclared(name) }
    let fitting = overloads.filter { $0.isMember == (target != nil) && $0.parameters.count == operands.count }
    if name.hasPrefix("regex."), operands.count > 1 {
      guard case .constant(.string(let pattern)) = steps[operands[1]],
        let made = fitting.first.flatMap({ FunctionLibrary.specialized($0, pattern: pattern) })
      else { return .call(name, fitting, operands, cost: Self.patternCost) }
      return .call(name, [made], operands, cost: 0)
    }
    return .call(name, fitting, operands, cost: name == "matches" ? Self.patternCost : 0)
  }

  // MARK: Constants

  /// Replaces a step of constants by its value, if it has one: an error stays where it is, since it may be absorbed.
  private mutating func fold(_ id: Int) {
    switch steps[id] {
    case .constant, .local, .variable, .name, .undeclared, .comprehension, .none: return
    case .call(_, let overloads, _, _) where !overloads.allSatisfy(\.isPure): return
    default: break
    }
    guard expression.children(of: id).allSatisfy({ isConstant($0) }) else { return }
    // Looked at by a function of its own, so that the steps are not shared when they change.
    if let value = computed(id) { steps[id] = .constant(value) }
  }

  private mutating func computed(_ id: Int) -> Value? {
    let code = Code(expression, type: .dyn, types: nil, steps: steps)
    var evaluator = Evaluator(code, Activation(), steps: constantBudget)
    let result = evaluator.run(id)
    constantBudget = evaluator.left
    return try? result.get()
  }

  private func isConstant(_ id: Int) -> Bool { if case .constant = steps[id] { true } else { false } }
}
