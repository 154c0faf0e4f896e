/// What expressions may name: variables with their types, and functions.
public struct Environment: Sendable {
  public private(set) var variables: [String: CELType] = [:]
  public private(set) var functions: FunctionLibrary

  /// - Parameter domain: Whether money, spans of time and sums are there beside the standard functions.
  public init(domain: Bool = true) {
    functions = .standard
    if domain { functions.add(FunctionLibrary.domain) }
  }

  public mutating func declare(_ name: String, _ type: CELType) { variables[name] = type }

  public mutating func declare(_ overloads: [Overload]) { functions.add(overloads) }

  /// Parses and checks an expression.
  ///
  /// - Parameter expected: The type that the whole must have; any, where nil.
  public func compile(_ source: String, expecting expected: CELType? = nil) -> Result<Program, CELErrors> {
    let expression: Expression
    switch Parser.parse(source) {
    case .failure(let errors): return .failure(errors)
    case .success(let parsed): expression = parsed
    }
    var checker = Checker(expression, self)
    let type = checker.type(expression.root)
    if let expected, type != expected, type != .dyn, checker.errors.isEmpty {
      checker.errors.append(
        CELError("wrong-type", "the expression is a `\(type)`, expected a `\(expected)`", at: expression[expression.root].position))
    }
    guard checker.errors.isEmpty else {
      return .failure(CELErrors(errors: checker.errors.sorted { $0.position < $1.position }))
    }
    return .success(Program(expression, type: type, functions: functions))
  }

  /// Parses an expression without checking it: names and types are found out when it runs.
  public func parse(_ source: String) -> Result<Program, CELErrors> {
    Parser.parse(source).map { Program($0, type: .dyn, functions: functions) }
  }
}

/// A checked expression, ready to be evaluated again and again.
public struct Program: Sendable {
  public let expression: Expression
  public let type: CELType
  let functions: FunctionLibrary
  let regexes: [Int: Regex]

  init(_ expression: Expression, type: CELType, functions: FunctionLibrary) {
    self.expression = expression
    self.type = type
    self.functions = functions
    var regexes: [Int: Regex] = [:]
    for (id, node) in expression.nodes.enumerated() {
      guard case .call("matches", _, let arguments) = node.kind, let last = arguments.last,
        case .literal(.string(let pattern)) = expression[last].kind
      else { continue }
      regexes[id] = Regex(pattern)
    }
    self.regexes = regexes
  }

  /// The value of the whole.
  public func evaluate(_ activation: Activation, limits: EvaluationLimits = .standard) -> Result<Value, EvaluationError> {
    evaluate(expression.root, activation, limits: limits)
  }

  /// The value of a part that uses no variable of a macro around it.
  public func evaluate(
    _ node: Expression.NodeID, _ activation: Activation, limits: EvaluationLimits = .standard
  ) -> Result<Value, EvaluationError> {
    var evaluator = Evaluator(self, activation, limits)
    return evaluator.run(node)
  }
}
