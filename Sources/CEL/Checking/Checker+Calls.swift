import Diagnostics

extension Checker {
  mutating func call(_ name: String, _ target: Int?, _ arguments: [Int], _ id: Int) -> CELType {
    switch (name, arguments.count) {
    case (Expression.OperatorCall.optionalElement, 1): return type(arguments[0])
    case (Expression.OperatorCall.optionalIndex, 2):
      return index(known(arguments[0]), known(arguments[1]), isOptional: true, id)
    case (Expression.OperatorCall.optionalSelect, 2):
      guard case .literal(.string(let field)) = expression[arguments[1]].kind else { return .dyn }
      let found = select(known(arguments[0]), field, arguments[0], id)
      if case .optional = found { return found }
      return .optional(found)
    default: break
    }
    guard let overloads = environment.overloads(name), !isNamespace(target) else {
      undeclaredFunction(name, target, id)
      return .dyn
    }
    var types: [CELType] = []
    if let target { types.append(type(target)) }
    for argument in arguments { types.append(type(argument)) }
    types = types.map { substitution.resolve($0) }
    guard let result = resolve(overloads, isMember: target != nil, types) else {
      let given = types.map { shown($0).description }.joined(separator: ", ")
      report(
        "no-matching-overload", "found no matching overload for `\(name)` applied to `(\(given))`", id,
        hint: Hints.overloads(overloads, isMember: target != nil, count: types.count))
      return .dyn
    }
    checkLiterals(name, target: target, arguments)
    return result
  }

  /// Whether a target is the first part of the names of functions, such as `math`, and no value.
  private func isNamespace(_ target: Int?) -> Bool {
    guard let target, case .identifier(let space) = expression[target].kind, !space.hasPrefix("."),
      !locals.contains(where: { haveSameBytes($0.name, space) }),
      !environment.candidates(space).contains(where: {
        environment.variables[$0] != nil || environment.types[$0] != nil
      })
    else { return false }
    return environment.functions.overloads.keys.contains { $0.hasPrefix(space + ".") }
  }

  /// The result of the overloads that fit: the first one's, or `dyn` where they differ.
  private mutating func resolve(_ overloads: [Overload], isMember: Bool, _ types: [CELType]) -> CELType? {
    var result: CELType?
    for overload in overloads where overload.isMember == isMember && overload.parameters.count == types.count {
      let (parameters, returned) = substitution.instance(of: overload)
      guard substitution.fits(types, parameters) else { continue }
      let found = substitution.resolve(returned)
      if let known = result { result = known == found ? known : .dyn } else { result = found }
    }
    return result
  }

  /// What is wrong with the operands is not looked at: a macro's name may stand for what the author meant.
  private mutating func undeclaredFunction(_ name: String, _ target: Int?, _ id: Int) {
    let known = environment.functions.overloads.keys
    if let target, let space = expression.qualifiedName(of: target) {
      let full = "\(space).\(name)"
      let macro = haveSameBytes(space, "cel") ? nearestName(to: full, in: Hints.celMacros) : nil
      if let hint = macro.flatMap({ Hints.macro($0) }) {
        report("undeclared-function", "undeclared function `\(full)`", id, hint: hint)
        return
      }
      if known.contains(where: { $0.hasPrefix(space + ".") }) {
        report(
          "undeclared-function", "undeclared function `\(full)`", id,
          hint: Hints.functions(in: space, like: name, Array(known)))
        return
      }
    }
    if let target { _ = type(target) }
    let hint =
      Hints.function(name)
      ?? nearestName(to: name, in: known.sorted() + Hints.macros).map { "did you mean `\($0)`?" }
      ?? known.sorted().first { $0.hasSuffix("." + name) }.map { "write `\($0)(...)`" }
    report("undeclared-function", "undeclared function `\(name)`", id, hint: hint)
  }

  // MARK: Literals

  /// Literals that can only fail are reported where they stand, if the environment wants it so.
  private mutating func checkLiterals(_ name: String, target: Int?, _ arguments: [Int]) {
    guard environment.refusesFailingLiterals else { return }
    switch (name, arguments.count) {
    case ("matches", 1), ("matches", 2): if let last = arguments.last { checkPattern(last) }
    case ("regex.extract", _), ("regex.extractAll", _), ("regex.replace", _):
      if arguments.count > 1 { checkPattern(arguments[1]) }
    case ("format", 1): if let target { checkFormat(target, arguments[0]) }
    case (_, 1...2) where target == nil: checkOperands(name, arguments)
    default: break
    }
  }

  private mutating func checkPattern(_ id: Int) {
    guard case .literal(.string(let text)) = expression[id].kind, Regex(text) == nil else { return }
    report("bad-pattern", "`\(text)` is no pattern of RE2", id, hint: Hints.pattern(text))
  }

  /// The clauses of a format against the types of what it is given.
  private mutating func checkFormat(_ target: Int, _ argument: Int) {
    guard case .literal(.string(let pattern)) = expression[target].kind,
      case .list(let items) = expression[argument].kind
    else { return }
    let clauses: [Unicode.Scalar]
    do throws(EvaluationError) { clauses = try Format.clauses(pattern) } catch {
      report("bad-format", error.message, target, hint: "write `%s`, `%d`, `%.2f`, `%e`, `%b`, `%o`, `%x`, or `%%`")
      return
    }
    if clauses.count != items.count {
      report(
        "bad-format", "the format asks for \(clauses.count) values, found \(items.count)", argument,
        hint: "each `%` takes the next value; a percent sign is written `%%`")
    }
    for (clause, item) in zip(clauses, items) {
      let type = shown(types[item] ?? .dyn)
      if !Format.takes(type, clause) {
        report("bad-format", "`%\(clause)` formats no `\(type)`", item, hint: Format.hint(clause))
      }
    }
  }

  private mutating func checkOperands(_ name: String, _ arguments: [Int]) {
    var values: [Value] = []
    for argument in arguments {
      guard case .literal(let value) = expression[argument].kind else { return }
      values.append(value)
    }
    guard let last = arguments.last, case .string? = values.last else { return }
    let candidates = environment.functions.candidates(name, isMember: false, count: values.count)
    guard let overload = candidates.first(where: { $0.isPure && $0.accepts(values) }) else { return }
    do throws(EvaluationError) { _ = try overload.body(values) } catch {
      report("bad-literal", error.message, last, hint: values.count == 1 ? Hints.literal(name) : nil)
    }
  }
}

extension Environment {
  /// The overloads of a function by its name, as it may be written in the container.
  func overloads(_ name: String) -> [Overload]? {
    for candidate in candidates(name) {
      if let found = functions.overloads[candidate], !found.isEmpty { return found }
    }
    return nil
  }
}

extension Expression {
  /// The first word of a chain of plain selections.
  func firstWord(of id: NodeID) -> String? {
    var current = id
    while true {
      switch nodes[current].kind {
      case .identifier(let name): return name
      case .select(let operand, _): current = operand
      default: return nil
      }
    }
  }

  /// The name that a chain of plain selections spells, with a leading dot where it has one.
  func qualifiedName(of id: NodeID) -> String? {
    var (fields, current): ([String], Int) = ([], id)
    while true {
      switch nodes[current].kind {
      case .identifier(let name): return fields.isEmpty ? name : ([name] + fields.reversed()).joined(separator: ".")
      case .select(let operand, let field):
        fields.append(field)
        current = operand
      default: return nil
      }
    }
  }
}
