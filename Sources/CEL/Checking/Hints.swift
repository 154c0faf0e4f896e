/// What would mend an expression, in words: mistakes that people who know other languages make.
enum Hints {
  /// A word where an operator should stand.
  static func word(_ word: String) -> String? {
    switch word.lowercased() {
    case "and": "write `&&`"
    case "or": "write `||`"
    case "not": "write `!`, as in `!(x in list)`"
    case "is": "compare with `==`"
    case "eq", "equals": "compare with `==`"
    case "contains": "write `text.contains(part)`, or `x in list`"
    case "between": "write `a <= x && x <= b`"
    case "if", "then", "else": "write `condition ? yes : no`"
    case "like": "write `x.matches('pattern')`"
    default: nil
    }
  }

  static func name(_ name: String) -> String? {
    switch name.lowercased() {
    case "true", "yes": "write `true`"
    case "false", "no": "write `false`"
    case "none", "nil", "undefined": "write `null`, or ask `has(a.b)`"
    case "not": "write `!`"
    default: nil
    }
  }

  /// Macros, which are no functions: their names are known all the same.
  static let macros = ["all", "exists", "exists_one", "filter", "has", "map", "transformList", "transformMap"]

  static let celMacros = ["cel.bind", "cel.block", "cel.index"]

  /// How a macro with a name of its own is written.
  static func macro(_ name: String) -> String? {
    switch name {
    case "cel.bind": "write `cel.bind(x, value, ... x ...)`"
    case "cel.block": "write `cel.block([a, b], ... cel.index(0) ...)`"
    case "cel.index": "write `cel.index(0)`, within `cel.block`"
    default: nil
    }
  }

  static func function(_ name: String) -> String? {
    switch name {
    case "any", "some": "write `list.exists(x, ...)`"
    case "every": "write `list.all(x, ...)`"
    case "all", "exists_one", "map", "filter": "write `list.\(name)(x, ...)`"
    case "exists", "existsOne", "transformList", "transformMap", "transformMapEntry", "sortBy":
      "write `list.\(name)(x, ...)`"
    case "has": "write `has(a.b)`"
    case "if": "write `condition ? yes : no`"
    case "len", "length", "count": "write `size(x)`"
    case "now": "`now` is a value: write it without parentheses"
    case "includes", "has_any", "containsAny": "write `x in list` or `text.contains(part)`"
    case "isEmpty", "empty": "write `size(x) == 0`"
    case "isNull", "isNil", "defined", "exists?": "write `has(a.b)`"
    case "match", "regex", "test": "write `text.matches('pattern')`"
    case "round", "floor", "ceil", "abs", "sqrt", "trunc": "write `math.\(name)(x)`"
    case "today", "date": "write `timestamp('2026-01-31T00:00:00Z')`"
    case "sum_of", "reduce", "fold": "write `sum(list.map(x, ...))`"
    case "toLowerCase", "lower": "write `text.lowerAscii()`"
    case "toUpperCase", "upper": "write `text.upperAscii()`"
    case "str", "toString": "write `string(x)`"
    case "float": "write `double(x)`"
    default: nil
    }
  }

  static func literal(_ function: String) -> String? {
    switch function {
    case "duration": "write it as `duration('90m')`, or `days(30)`"
    case "timestamp": "write it as `timestamp('2026-01-31T00:00:00Z')`"
    case "usd": "write it as `usd('0.50')`"
    case "int", "uint": "write digits only, as in `\(function)('42')`"
    case "double": "write it as `double('1.5')`"
    case "bool": "write `bool('true')` or `bool('false')`"
    case "ip": "write it as `ip('192.168.0.1')` or `ip('2001:db8::1')`"
    case "cidr": "write it as `cidr('10.0.0.0/8')`"
    default: nil
    }
  }

  static func noOverload(_ sign: Expression.Operator, _ a: CELType, _ b: CELType) -> String? {
    if sign == .isIn { return membership(a, b) }
    for (one, other) in [(a, b), (b, a)] {
      guard case .list(let element) = one, other == element || one == .list(.dyn) else { continue }
      if sign == .add { return "an element is added as a list: `list + [x]`" }
      if sign == .equal || sign == .unequal { return "write `x in list`" }
    }
    if a.isType || b.isType { return "a type is written as its name, without quotes: `type(x) == int`" }
    let types = [a, b]
    let numbers: [CELType] = [.int, .uint, .double]
    if case .optional = a { return "take its value with `.orValue(...)`" }
    if case .optional = b { return "take its value with `.orValue(...)`" }
    if types.contains(.null) { return "ask for presence with `has(a.b)`" }
    if types.contains(.money) {
      switch sign {
      case .multiply: return "an amount is multiplied by a number"
      case .divide: return "an amount is divided by multiplying: `cost * 0.5`"
      case .modulo: return nil
      default: return "write an amount as `usd(500)`"
      }
    }
    if types.contains(.timestamp), types.contains(.string) {
      return "write a time as `timestamp('2026-01-31T00:00:00Z')`"
    }
    if types.contains(.duration) || types.contains(.timestamp), types.contains(where: { numbers.contains($0) }) {
      return "write a length of time as `days(30)`"
    }
    if sign == .modulo, types.contains(.double) { return nil }
    if numbers.contains(a), numbers.contains(b) {
      let wanted: CELType = types.contains(.double) ? .double : .int
      return "convert one of them: `\(wanted)(x)`"
    }
    if sign == .add, types.contains(.bytes), types.contains(.string) { return "convert one of them: `bytes(x)`" }
    if sign == .add, types.contains(.string) { return "make a string of the other: `string(x)`" }
    if types.contains(.duration), types.contains(.string) { return "write a length of time as `duration('36h')`" }
    if isComparison(sign), types.contains(.string), types.contains(where: { numbers.contains($0) }) {
      return "convert one of them: `string(x)`, or `\(types.first { numbers.contains($0) } ?? .int)('...')`"
    }
    return nil
  }

  private static func isComparison(_ sign: Expression.Operator) -> Bool {
    switch sign {
    case .equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
  }

  private static func membership(_ a: CELType, _ b: CELType) -> String? {
    switch b {
    case .string: "write `text.contains(part)`"
    case .optional: "take its value with `.orValue([])`"
    case .list(let element): "the list holds \(element.withArticle)"
    case .map(let key, _): "the keys are of type `\(key)`"
    default: nil
    }
  }

  /// How a value that is no bool is asked.
  static func notABool(_ type: CELType) -> String? {
    switch type {
    case .string: "compare it: `x == '...'`, or `x != ''`"
    case .int, .uint, .double: "compare it: `x > 0`"
    case .money: "compare it: `x > usd(0)`"
    case .list(.bool): "write `list.exists(x, x)`, or `list.all(x, x)`"
    case .list, .map, .bytes: "compare its size: `size(x) > 0`"
    case .optional: "write `x.hasValue()`, or `x.orValue(false)`"
    case .null: "compare it: `x == null`"
    case .timestamp: "compare it: `x < timestamp('2026-01-31T00:00:00Z')`"
    case .duration: "compare it: `x > duration('1h')`"
    default: nil
    }
  }
}

extension CELType {
  /// As in a sentence: ``an `int` ``.
  var withArticle: String {
    let text = description
    return (text.utf8.first.map { "aeio".utf8.contains($0) } ?? false ? "an" : "a") + " `\(text)`"
  }
}
