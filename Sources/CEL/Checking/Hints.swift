/// What would mend an expression, in words: mistakes that people who know other languages make.
enum Hints {
  /// A word where an operator should stand.
  static func word(_ word: String) -> String? {
    switch word.lowercased() {
    case "and": "write `&&`"
    case "or": "write `||`"
    case "not": "write `!`"
    case "is": "compare with `==`"
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

  static func function(_ name: String) -> String? {
    switch name {
    case "any", "some": "write `list.exists(x, ...)`"
    case "every": "write `list.all(x, ...)`"
    case "all", "exists", "exists_one", "map", "filter": "write `list.\(name)(x, ...)`"
    case "len", "length", "count": "write `size(x)`"
    case "now": "`now` is a value: write it without parentheses"
    case "includes": "write `x in list` or `text.contains(part)`"
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
    default: nil
    }
  }

  static func noOverload(_ sign: Expression.Operator, _ a: CELType, _ b: CELType) -> String? {
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
    if numbers.contains(a), numbers.contains(b) {
      let wanted: CELType = types.contains(.double) ? .double : .int
      return "convert one of them: `\(wanted)(x)`"
    }
    if sign == .add, types.contains(.string) { return "make a string of the other: `string(x)`" }
    return nil
  }
}

extension CELType {
  /// As in a sentence: ``an `int` ``.
  var withArticle: String {
    let text = description
    return (text.hasPrefix("int") || text.hasPrefix("o") ? "an" : "a") + " `\(text)`"
  }
}
