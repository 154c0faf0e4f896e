import Diagnostics

/// Finds the type of each part, and every part that has none.
struct Checker {
  let expression: Expression
  let environment: Environment
  var locals: [(name: String, type: CELType)] = []
  var errors: [CELError] = []
  /// What has been found for each node.
  private(set) var types: [CELType?]
  /// The variables and types that nodes name, in full.
  private(set) var references: [Reference?]
  var substitution = Substitution()

  enum Reference: Hashable, Sendable {
    case local(String)
    case variable(String)
    case type(String)
  }

  init(_ expression: Expression, _ environment: Environment) {
    self.expression = expression
    self.environment = environment
    types = Array(repeating: nil, count: expression.nodes.count)
    references = Array(repeating: nil, count: expression.nodes.count)
  }

  /// - Returns: The type of the whole.
  mutating func checkAll(expecting expected: CELType?) -> CELType {
    let type = substitution.final(type(expression.root))
    if let expected, type != expected, type != .dyn, errors.isEmpty, !substitution.fits(type, expected) {
      report(
        "wrong-type", "the expression is \(type.withArticle), expected \(expected.withArticle)", expression.root,
        hint: expected == .bool ? Hints.notABool(type) : nil)
    }
    return type
  }

  func finalTypes() -> [CELType] {
    types.map { type in
      guard let type else { return .dyn }
      return type.isPlain ? type : substitution.final(type)
    }
  }

  mutating func report(_ code: String, _ message: String, _ id: Int, hint: String? = nil) {
    report(code, message, at: expression[id].position, hint: hint)
  }

  mutating func report(_ code: String, _ message: String, at position: SourcePosition, hint: String? = nil) {
    errors.append(CELError(code, message, at: position, hint: hint))
  }

  mutating func type(_ id: Int) -> CELType {
    let found = find(id)
    types[id] = found
    return found
  }

  /// The type with all that is known of it.
  mutating func known(_ id: Int) -> CELType { substitution.resolve(type(id)) }

  private mutating func find(_ id: Int) -> CELType {
    switch expression[id].kind {
    case .literal(let value): return Self.literal(value)
    case .identifier(let name):
      return named(id) ?? undeclared(name, id)
    case .select(let operand, let field):
      if let found = named(id) { return found }
      return select(known(operand), field, operand, id)
    case .has(let operand, let field):
      _ = select(known(operand), field, operand, id)
      return .bool
    case .index(let operand, let key): return index(known(operand), known(key), isOptional: false, id)
    case .unary(let sign, let operand): return unary(sign, known(operand), id)
    case .binary(let sign, let left, let right): return binary(sign, left, right, id)
    case .conditional(let test, let yes, let no):
      expectBool(known(test), test, "the condition of `?:`")
      let (a, b) = (known(yes), known(no))
      guard let joined = join(a, b) else {
        report(
          "no-matching-overload", "the branches of `?:` have types `\(shown(a))` and `\(shown(b))`", id,
          hint: "make one type of them, or hide it with `dyn(x)`")
        return .dyn
      }
      return joined
    case .list(let items): return list(items)
    case .map(let entries): return map(entries)
    case .call(let name, let target, let arguments): return call(name, target, arguments, id)
    case .comprehension(let it): return comprehension(it, id)
    }
  }

  private static func literal(_ value: Value) -> CELType {
    switch value {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    default: .dyn
    }
  }

  // MARK: Names

  /// The type of a chain of names that is the name of a variable or a type: `x`, `a.b.c`.
  private mutating func named(_ id: Int) -> CELType? {
    guard let word = expression.firstWord(of: id) else { return nil }
    if let local = locals.last(where: { haveSameBytes($0.name, word) }) {
      guard case .identifier = expression[id].kind else { return nil }
      references[id] = .local(local.name)
      return local.type
    }
    // Hardly any name has dots: the first word tells.
    guard environment.hasQualifiedName(from: word) else {
      guard case .identifier = expression[id].kind else { return nil }
      return declared(word, id)
    }
    guard let name = expression.qualifiedName(of: id) else { return nil }
    for candidate in environment.candidates(name) { if let found = declared(candidate, id) { return found } }
    return nil
  }

  private mutating func declared(_ name: String, _ id: Int) -> CELType? {
    if let type = environment.variables[name] {
      references[id] = .variable(name)
      return type
    }
    guard let type = environment.types[name] else { return nil }
    references[id] = .type(name)
    return .type(of: type)
  }

  private mutating func undeclared(_ name: String, _ id: Int) -> CELType {
    let names = environment.variables.keys.sorted() + locals.map(\.name)
    let near = nearestName(to: name, in: names)
    let shown = names.filter { !$0.hasPrefix("@") }
    let hint: String? =
      if let near {
        "did you mean `\(near)`?"
      } else if let known = Hints.name(name) {
        known
      } else if environment.functions.overloads[name] != nil {
        "it is a function: write `\(name)(...)`"
      } else if !shown.isEmpty, shown.count <= 12 {
        "declared are \(shown.map { "`\($0)`" }.joined(separator: ", "))"
      } else {
        nil
      }
    report("undeclared-name", "undeclared name `\(name)`", id, hint: hint)
    return .dyn
  }

  // MARK: Joins

  /// The type that both fit, where there is one.
  mutating func join(_ a: CELType, _ b: CELType) -> CELType? {
    if a.isPlain, a == b { return a }
    return substitution.fits(a, b) ? substitution.resolve(Substitution.moreGeneral(a, b)) : nil
  }

  func shown(_ type: CELType) -> CELType { substitution.final(type) }

  mutating func expectBool(_ type: CELType, _ id: Int, _ what: String) {
    guard !substitution.fits(type, .bool) else { return }
    let type = shown(type)
    report("not-a-bool", "\(what) is \(type.withArticle), expected a bool", id, hint: Hints.notABool(type))
  }

  // MARK: Lists and maps

  private mutating func list(_ items: [Int]) -> CELType {
    var element: CELType?
    for item in items {
      var next = known(item)
      if case .call(Expression.OperatorCall.optionalElement, _, _) = expression[item].kind {
        next = unwrapped(next, item)
      }
      element = element.map { joined($0, next, item, "elements of the list") } ?? next
    }
    return .list(element ?? substitution.fresh())
  }

  private mutating func map(_ entries: [(key: Int, value: Int)]) -> CELType {
    var (key, value): (CELType?, CELType?) = (nil, nil)
    for entry in entries {
      let before = errors.count
      let nextKey = known(entry.key)
      quoteHint(entry.key, since: before)
      var nextValue = known(entry.value)
      if case .call(Expression.OperatorCall.optionalElement, _, _) = expression[entry.key].kind {
        nextValue = unwrapped(nextValue, entry.value)
      }
      key = key.map { joined($0, nextKey, entry.key, "keys of the map") } ?? nextKey
      value = value.map { joined($0, nextValue, entry.value, "values of the map") } ?? nextValue
    }
    checkKeys(entries)
    return .map(key ?? substitution.fresh(), value ?? substitution.fresh())
  }

  private mutating func joined(_ before: CELType, _ next: CELType, _ id: Int, _ what: String) -> CELType {
    if let found = join(before, next) { return found }
    if environment.refusesMixedLiterals {
      report(
        "mixed-types", "the \(what) have types `\(shown(before))` and `\(shown(next))`", id,
        hint: "make one type of them, or hide it with `dyn(x)`")
    }
    return .dyn
  }

  /// Keys that can only fail when the map is made, where the environment wants to know.
  private mutating func checkKeys(_ entries: [(key: Int, value: Int)]) {
    guard environment.refusesFailingLiterals else { return }
    var seen: Set<MapValue.Key> = []
    for entry in entries {
      guard case .literal(let value) = expression[entry.key].kind else { continue }
      if !value.isKey {
        report(
          "bad-key", "a map's key is a bool, an int, a uint or a string, found \(Self.literal(value).withArticle)",
          entry.key)
      } else if let key = MapValue.Key(value), !seen.insert(key).inserted {
        report("duplicate-key", "the key `\(value.display)` stands twice", entry.key)
      }
    }
  }

  /// A bare word as a key, as JSON's relatives have it, is told how a text is written.
  private mutating func quoteHint(_ key: Int, since before: Int) {
    guard case .identifier(let name) = expression[key].kind, errors.count == before + 1, let error = errors.last,
      error.code == "undeclared-name"
    else { return }
    errors[before] = CELError(error.code, error.message, at: error.position, hint: "a text is written `'\(name)'`")
  }

  /// The type within an optional.
  private mutating func unwrapped(_ type: CELType, _ id: Int) -> CELType {
    let wrapped = substitution.fresh()
    guard substitution.fits(type, .optional(wrapped)) else {
      report(
        "no-matching-overload", "`?` stands before \(shown(type).withArticle), expected an optional", id,
        hint: "leave `?` out, or write `?optional.of(x)`")
      return .dyn
    }
    return substitution.resolve(wrapped)
  }

  // MARK: Macros

  private mutating func comprehension(_ it: Expression.Comprehension, _ id: Int) -> CELType {
    let name = it.macro.rawValue
    let range = known(it.range)
    if it.macro == .bind {
      return scoped([(it.variable, range)]) { $0.part(it.value) }
    }
    if it.macro == .optMap || it.macro == .optFlatMap {
      let wrapped = substitution.fresh()
      if !substitution.fits(range, .optional(wrapped)) {
        report(
          "not-an-optional", "`\(name)` goes into an optional, found \(shown(range).withArticle)", it.range,
          hint: "an optional is written `a.?b`, or `optional.of(x)`")
      }
      let value = scoped([(it.variable, substitution.resolve(wrapped))]) { $0.part(it.value) }
      guard it.macro == .optFlatMap else { return .optional(value) }
      let inner = substitution.fresh()
      if let part = it.value, !substitution.fits(value, .optional(inner)) {
        report(
          "not-an-optional", "the value of `optFlatMap` is \(shown(value).withArticle), expected an optional", part)
      }
      return .optional(substitution.resolve(inner))
    }
    let (first, second) = elements(of: range, it)
    let names =
      it.second.map { [(it.variable, first), ($0, second)] } ?? [(it.variable, it.isOverMap(range) ? first : second)]
    return scoped(names) { checker in
      if let condition = it.condition {
        checker.expectBool(checker.known(condition), condition, "the condition of `\(name)`")
      }
      switch it.macro {
      case .all, .exists, .existsOne: return .bool
      case .filter: return .list(names[0].1)
      case .map, .transformList: return .list(checker.part(it.value))
      case .transformMap: return .map(first, checker.part(it.value))
      case .transformMapEntry:
        let entry = checker.part(it.value)
        let made: CELType = .map(checker.substitution.fresh(), checker.substitution.fresh())
        if let value = it.value, !checker.substitution.fits(entry, made) {
          checker.report(
            "no-matching-overload", "the value of `\(name)` is \(checker.shown(entry).withArticle), expected a map",
            value, hint: "write `{key: value}`")
        }
        return checker.substitution.resolve(made)
      case .sortBy:
        let key = checker.part(it.value)
        if let value = it.value, !checker.isOrdered(key) {
          checker.report(
            "no-matching-overload", "`sortBy` sorts by \(checker.shown(key).withArticle), which has no order", value,
            hint: "sort by a number, a text, a time or an amount")
        }
        return .list(names[0].1)
      case .bind, .optMap, .optFlatMap: return .dyn
      }
    }
  }

  private mutating func part(_ id: Int?) -> CELType { id.map { known($0) } ?? .dyn }

  private mutating func scoped(_ names: [(String, CELType)], _ body: (inout Checker) -> CELType) -> CELType {
    locals += names.map { (name: $0.0, type: $0.1) }
    defer { locals.removeLast(names.count) }
    return body(&self)
  }

  /// The index or key, and the value, that a macro goes over.
  private mutating func elements(of range: CELType, _ it: Expression.Comprehension) -> (CELType, CELType) {
    switch range {
    case .list(let element): return (.int, element)
    case .map(let key, let value): return (key, value)
    case .dyn: return (.dyn, .dyn)
    case .parameter:
      _ = substitution.fits(.dyn, range)
      return (.dyn, .dyn)
    default:
      report(
        "not-a-list", "`\(it.macro.rawValue)` goes over a list or a map, found \(shown(range).withArticle)", it.range,
        hint: Hints.range(shown(range)))
      return (.dyn, .dyn)
    }
  }
}

extension Expression.Comprehension {
  /// Whether a single variable takes the keys.
  fileprivate func isOverMap(_ range: CELType) -> Bool { if case .map = range { true } else { false } }
}
