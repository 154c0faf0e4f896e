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
    var types: [CELType] = []
    if let target { types.append(type(target)) }
    for argument in arguments { types.append(type(argument)) }
    types = types.map { substitution.resolve($0) }
    guard let overloads = environment.overloads(name) else {
      let near = nearestName(to: name, in: environment.functions.overloads.keys.sorted())
      report("undeclared-function", "undeclared function `\(name)`", id, hint: near.map { "did you mean `\($0)`?" })
      return .dyn
    }
    guard let result = resolve(overloads, isMember: target != nil, types) else {
      let given = types.map { shown($0).description }.joined(separator: ", ")
      let known = overloads.prefix(6).map { "`\($0.signature)`" }.joined(separator: ", ")
      report(
        "no-matching-overload", "found no matching overload for `\(name)` applied to `(\(given))`", id,
        hint: "there is \(known)")
      return .dyn
    }
    checkLiterals(name, target: target, arguments)
    return result
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

  /// Literals that can only fail are reported where they stand.
  private mutating func checkLiterals(_ name: String, target: Int?, _ arguments: [Int]) {
    guard let last = arguments.last, case .literal(.string(let text)) = expression[last].kind else { return }
    if name == "matches", Regex(text) == nil { report("bad-pattern", "`\(text)` is no pattern of RE2", last) }
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
