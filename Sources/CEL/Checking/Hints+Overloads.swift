import Diagnostics

/// What would have fitted where an overload is missing.
extension Hints {
  /// The overloads that a call may have meant: those of its shape first, at most six.
  static func overloads(_ all: [Overload], isMember: Bool, count: Int) -> String {
    func distance(_ overload: Overload) -> Int {
      (overload.isMember == isMember ? 0 : 1000) + abs(overload.parameters.count - count)
    }
    let sorted = all.enumerated().sorted { a, b in
      let (x, y) = (distance(a.element), distance(b.element))
      return x == y ? a.offset < b.offset : x < y
    }
    let shown = sorted.prefix(6).map { "`\($0.element.signature)`" }.joined(separator: ", ")
    return "there is \(shown)" + (all.count > 6 ? " and \(all.count - 6) more" : "")
  }

  /// The types that an operator is there for.
  static func operands(_ sign: Expression.Operator, hasDomain: Bool) -> String {
    switch sign {
    case .and, .or, .not: "`\(sign.text)` takes bools"
    case .negate: "`-` takes an int or a double"
    case .equal, .unequal: "`\(sign.text)` compares values of one type"
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      "`\(sign.text)` orders two numbers, strings, bytes, bools, timestamps\(hasDomain ? ", durations or amounts" : " or durations")"
    case .isIn: "`in` looks for an element of a list or a key of a map"
    case .add: "`+` adds numbers of one type and times, and joins strings, bytes and lists"
    case .subtract: "`-` takes numbers of one type, and times"
    case .multiply, .divide: "`\(sign.text)` takes two ints, two uints or two doubles"
    case .modulo: "`%` takes two ints or two uints"
    }
  }

  /// What may stand between brackets.
  static func index(_ operand: CELType) -> String? {
    switch operand {
    case .list: "the places of a list are ints, from 0"
    case .map(let key, _): "the keys are of type `\(key)`"
    case .string: "write `text.charAt(0)`, or `text.substring(0, 1)`"
    case .object: "a field is written `.name`"
    default: "lists and maps have places"
    }
  }

  /// How a macro gets what it goes over.
  static func range(_ type: CELType) -> String? {
    switch type {
    case .string: "write `text.split(',')` for its parts"
    case .optional: "take its value with `.orValue([])`"
    case .object: "fields are named one by one: `a.b`"
    default: nil
    }
  }

  /// The functions of a namespace, and of other languages the ones that are called otherwise here.
  static func functions(in space: String, like name: String, _ known: [String]) -> String? {
    switch "\(space).\(name)" {
    case "math.max": return "write `math.greatest(a, b)`"
    case "math.min": return "write `math.least(a, b)`"
    case "math.pow": return "powers are written as products"
    case "optional.some": return "write `optional.of(x)`"
    default: break
    }
    let names = known.filter { $0.hasPrefix(space + ".") }.sorted()
    if let near = nearestName(to: "\(space).\(name)", in: names) { return "did you mean `\(near)`?" }
    let shown = names.prefix(8).map { "`\($0)`" }.joined(separator: ", ")
    return "there is \(shown)" + (names.count > 8 ? " and \(names.count - 8) more" : "")
  }

  /// How what is in a value without fields is reached.
  static func fields(_ type: CELType) -> String? {
    switch type {
    case .list: "an element is written `list[0]`; a macro goes over all: `list.exists(x, ...)`"
    case .null: "ask for presence with `has(a.b)`, or write `a.?b`"
    case .timestamp: "its parts are functions: `.getFullYear()`, `.getMonth()`, `.getDate()`, `.getHours()`"
    case .duration: "its parts are functions: `.getHours()`, `.getMinutes()`, `.getSeconds()`"
    default: nil
    }
  }

  /// Why RE2 refuses what other engines of patterns take.
  static func pattern(_ text: String) -> String {
    let lookAround = ["(?=", "(?!", "(?<=", "(?<!"]
    if lookAround.contains(where: { text.utf8.holds($0.utf8) }) { return "RE2 has no look-around" }
    if hasBackReference(text) { return "RE2 has no back references such as `\\1`" }
    var (open, isEscaped, isInClass) = (0, false, false)
    for byte in text.utf8 {
      if isEscaped {
        isEscaped = false
      } else {
        switch byte {
        case UInt8(ascii: "\\"): isEscaped = true
        case UInt8(ascii: "["): isInClass = true
        case UInt8(ascii: "]"): isInClass = false
        case UInt8(ascii: "(") where !isInClass: open += 1
        case UInt8(ascii: ")") where !isInClass: open -= 1
        default: break
        }
      }
    }
    if isEscaped { return "it ends in `\\`; a backslash is written `\\\\`, or the pattern as `r'...'`" }
    if isInClass { return "`[` is not closed" }
    if open != 0 { return open > 0 ? "`(` is not closed" : "`)` closes nothing" }
    if let first = text.utf8.first, "*+?".utf8.contains(first) {
      return "`*`, `+` and `?` repeat what stands before them"
    }
    return "the syntax is RE2's: https://github.com/google/re2/wiki/Syntax"
  }

  private static func hasBackReference(_ text: String) -> Bool {
    var isEscaped = false
    for byte in text.utf8 {
      if isEscaped, (49...57).contains(byte) { return true }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    }
    return false
  }
}

extension Collection where Element: Equatable {
  fileprivate func holds(_ part: some Collection<Element>) -> Bool {
    indices.contains { self[$0...].starts(with: part) } || part.isEmpty
  }
}
