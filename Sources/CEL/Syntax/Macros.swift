import Diagnostics

/// Calls, and the macros among them, which are known by their shape.
extension Parser {
  /// - Parameters:
  ///   - name: The token of the name; the parenthesis after it has been taken.
  ///   - start: Where the whole starts, in code points.
  mutating func call(_ function: String, target: Int?, at name: Token, from start: Int) throws(Stop) -> Int {
    let arguments = try expressions(until: .closeParenthesis, trailingComma: false)
    let place = (position: name.position, start: start)
    if options.hasMacros {
      if function == "has", target == nil, arguments.count == 1 { return try has(arguments[0], at: place) }
      if let target, path(target) == "cel", let made = try celMacro(function, arguments, at: place) { return made }
      if let target, let made = try comprehension(function, target, arguments, at: place) { return made }
    }
    if let target, let qualified = path(target).map({ "\($0).\(function)" }), isFunction(qualified) {
      return try add(
        .call(qualified, target: nil, try packed(qualified, arguments, at: place)), at: place.position, from: start)
    }
    return try add(.call(function, target: target, arguments), at: place.position, from: start)
  }

  private typealias Place = (position: SourcePosition, start: Int)

  private func isFunction(_ qualified: String) -> Bool {
    if qualified.hasPrefix(".") { return options.qualifiedFunctions.contains(String(qualified.dropFirst())) }
    if let full = options.unaliased(qualified) { return options.qualifiedFunctions.contains(full) }
    return options.qualifiedFunctions.contains(qualified)
      || options.containers.contains { options.qualifiedFunctions.contains("\($0).\(qualified)") }
  }

  /// `math.greatest` and `math.least` take any number of operands: more than two become a list.
  private mutating func packed(_ function: String, _ arguments: [Int], at place: Place) throws(Stop) -> [Int] {
    guard arguments.count > 2, function == "math.greatest" || function == "math.least" else { return arguments }
    return [try add(.list(arguments), at: place.position, from: place.start)]
  }

  /// The names that a chain of plain selections spells.
  private func path(_ id: Int) -> String? {
    var (names, current): ([String], Int) = ([], id)
    while true {
      switch nodes[current].kind {
      case .identifier(let name): return ([name] + names.reversed()).joined(separator: ".")
      case .select(let operand, let field):
        names.append(field)
        current = operand
      default: return nil
      }
    }
  }

  private mutating func has(_ argument: Int, at place: Place) throws(Stop) -> Int {
    guard case .select(let operand, let field) = nodes[argument].kind else {
      throw fail("bad-macro", "`has()` asks for a field", at: place.position, hint: hasHint(argument))
    }
    return try add(.has(operand, field: field), at: place.position, from: place.start)
  }

  private func hasHint(_ argument: Int) -> String {
    if case .index(_, let key) = nodes[argument].kind, case .literal(.string(let text)) = nodes[key].kind {
      return "write `has(a.b)`, or ask for the key: `\(Value.quoted(text)) in map`"
    }
    return "write `has(request.gpu)`"
  }

  private static let macros: [String: Expression.Comprehension.Macro] = [
    "all": .all, "exists": .exists, "exists_one": .existsOne, "existsOne": .existsOne, "map": .map, "filter": .filter,
    "transformList": .transformList, "transformMap": .transformMap, "transformMapEntry": .transformMapEntry,
    "sortBy": .sortBy, "optMap": .optMap, "optFlatMap": .optFlatMap,
  ]

  /// How many variables a macro has with that many arguments; nothing where it is an ordinary call.
  private func variableCount(_ macro: Expression.Comprehension.Macro, _ arguments: [Int]) -> Int? {
    let hasPairs = options.libraries.contains(.comprehensions)
    switch (macro, arguments.count) {
    case (.all, 2), (.exists, 2), (.existsOne, 2), (.map, 2), (.map, 3), (.filter, 2): return 1
    case (.all, 3), (.exists, 3), (.existsOne, 3): return hasPairs ? 2 : nil
    case (.transformList, 3...4), (.transformMap, 3...4), (.transformMapEntry, 3...4): return hasPairs ? 2 : nil
    case (.sortBy, 2): return options.libraries.contains(.lists) ? 1 : nil
    case (.optMap, 2), (.optFlatMap, 2): return options.libraries.contains(.optionals) ? 1 : nil
    default: return nil
    }
  }

  private mutating func comprehension(
    _ name: String, _ target: Int, _ arguments: [Int], at place: Place
  ) throws(Stop) -> Int? {
    guard let macro = Self.macros[name], let count = variableCount(macro, arguments) else { return nil }
    let names = try arguments.prefix(count).map { argument throws(Stop) in try variable(argument, of: name) }
    if names.count == 2, haveSameBytes(names[0], names[1]) {
      throw fail(
        "bad-macro", "the variables of `\(name)()` have one name", at: nodes[arguments[1]].position,
        hint: "write `map.\(name)(key, value, ...)`")
    }
    let rest = Array(arguments.dropFirst(count))
    let isTest =
      switch macro {
      case .all, .exists, .existsOne, .filter: true
      default: false
      }
    let made = Expression.Comprehension(
      macro: macro, range: target, variable: names[0], second: names.count > 1 ? names[1] : nil,
      condition: isTest || rest.count > 1 ? rest.first : nil, value: isTest ? nil : rest.last)
    return try add(.comprehension(made), at: place.position, from: place.start)
  }

  private mutating func variable(_ argument: Int, of macro: String) throws(Stop) -> String {
    if case .identifier(let name) = nodes[argument].kind, !name.hasPrefix(".") { return name }
    throw fail(
      "bad-macro", "the first argument of `\(macro)()` is a variable's name", at: nodes[argument].position,
      hint: macro == "bind" ? "write `cel.bind(x, value, ...)`" : "write `list.\(macro)(x, ...)`")
  }

  // MARK: cel.*

  private mutating func celMacro(_ name: String, _ arguments: [Int], at place: Place) throws(Stop) -> Int? {
    switch (name, arguments.count) {
    case ("bind", 3) where options.libraries.contains(.bindings):
      let variable = try variable(arguments[0], of: "bind")
      return try bind(variable, arguments[1], arguments[2], at: place)
    case ("index", 1) where options.libraries.contains(.block):
      guard case .literal(.int(let index)) = nodes[arguments[0]].kind, index >= 0 else { return nil }
      return try add(.identifier("@index\(index)"), at: place.position, from: place.start)
    case ("iterVar", 2), ("accuVar", 2):
      guard options.libraries.contains(.block), case .literal(.int(let depth)) = nodes[arguments[0]].kind,
        case .literal(.int(let index)) = nodes[arguments[1]].kind
      else { return nil }
      return try add(.identifier("@\(name):\(depth):\(index)"), at: place.position, from: place.start)
    case ("block", 2) where options.libraries.contains(.block):
      guard case .list(let items) = nodes[arguments[0]].kind else {
        throw fail("bad-macro", "`cel.block()` takes a list of expressions first", at: place.position)
      }
      for item in items {
        if case .call(Expression.OperatorCall.optionalElement, _, _) = nodes[item].kind {
          throw fail("bad-macro", "`cel.block()` takes no optional elements", at: nodes[item].position)
        }
      }
      var result = arguments[1]
      for (index, item) in items.enumerated().reversed() {
        result = try bind("@index\(index)", item, result, at: place)
      }
      return result
    default: return nil
    }
  }

  private mutating func bind(_ variable: String, _ value: Int, _ body: Int, at place: Place) throws(Stop) -> Int {
    try add(
      .comprehension(.init(macro: .bind, range: value, variable: variable, condition: nil, value: body)),
      at: place.position, from: place.start)
  }
}
